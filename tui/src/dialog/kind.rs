//! The registry of acts on an assignment.

use dondoc_shared::{
    error::ErrorCode,
    lifecycle::{self, Facts},
    role::Role,
    text::Lang,
    wire::assignment::{AssignmentDetail, AssignmentRow, Queue},
};

use super::{
    act::Act,
    acts::{self, verify},
};
use crate::keys::Command;

/// Every act on one line: its name, which is that of the command that begins it, and its module in `acts`.
macro_rules! acts {
    ($($name:ident $module:ident;)+) => {
        /// An act on an assignment, by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {
            $(#[doc = concat!("`acts::", stringify!($module), "`")] $name,)+
        }

        impl Kind {
            /// Every act.
            pub const ALL: [Self; [$(stringify!($name)),+].len()] = [$(Self::$name),+];

            /// The act that a command begins.
            pub fn of(command: Command) -> Option<Self> {
                match command {
                    $(Command::$name => Some(Self::$name),)+
                    Command::Accept | Command::SendBack => Some(Self::Verify),
                    _ => None,
                }
            }

            /// What it asks, says and does.
            pub fn act(self) -> &'static dyn Act {
                match self {
                    $(Self::$name => &acts::$module::$name,)+
                }
            }
        }
    };
}

acts! {
    Verify verify;
    Reopen reopen;
    Extension extension;
    Escalate escalate;
}

impl Kind {
    /// The option that a command stands for, of the dialog that it begins.
    pub fn picked_by(command: Command) -> Option<usize> {
        match command {
            Command::Accept => Some(verify::ACCEPT),
            Command::SendBack => Some(verify::RETURN),
            _ => None,
        }
    }
}

/// The acts of the lifecycle of which a command begins one, and what they are called: an urge has a screen of its own.
pub fn begun_by(command: Command, lang: Lang) -> Option<(&'static [lifecycle::Act], &'static str)> {
    if matches!(command, Command::Urge | Command::UrgeMissing) {
        return Some((&[lifecycle::Act::Urge], lifecycle::Act::Urge.name(lang)));
    }
    let act = Kind::of(command)?.act();
    Some((act.acts(), act.title(lang)))
}

/// Why none of these acts can be done on this assignment now; none if one can. The server decides: an act that it does not
/// mention is not this person's.
pub fn refusal(acts: &[lifecycle::Act], detail: &AssignmentDetail) -> Option<ErrorCode> {
    let mut told = detail.acts.iter().filter(|allowed| acts.contains(&allowed.act)).peekable();
    let Some(first) = told.peek().map(|allowed| allowed.refused) else {
        return Some(ErrorCode::NotPermitted);
    };
    if told.any(|allowed| allowed.refused.is_none()) { None } else { first }
}

/// A reason for which an act cannot be done, in words: where it is the state, that is named.
pub fn in_words(code: ErrorCode, row: &AssignmentRow, lang: Lang) -> String {
    let reason = code.message(lang);
    if code == ErrorCode::WrongState {
        lang.tui_reason_in_state(reason, row.status.name(lang))
    } else {
        reason.to_owned()
    }
}

/// Why none of these acts can certainly be done by what a list knows, which tells of what waits in one `queue`; none if one may
/// be possible, which the facts will tell.
pub fn refusal_of_row(
    acts: &[lifecycle::Act],
    role: Role,
    row: &AssignmentRow,
    queue: Option<Queue>,
) -> Option<ErrorCode> {
    let has_no_step = queue == Some(Queue::Step) && row.waits.is_none();
    let facts = Facts {
        extension_pending: row.extension_pending,
        has_due_date: row.due_on.is_some(),
        evidence: 1,
        open_urges: 1,
        proposed_steps: i64::from(!has_no_step),
        percent: 100,
        ..Facts::default()
    };
    let mut refused = None;
    for act in acts {
        refused = Some(lifecycle::check(*act, role, row.part, row.status, &facts).err()?);
    }
    refused
}
