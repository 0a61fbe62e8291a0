//! Which layer has the focus: the only authority for where a key goes, what the bar offers and what help lists.

use super::Model;
use crate::{
    dialog::Stage,
    screens::{calendar, mail::Pane},
};

/// A layer, the topmost of which gets the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// The window is too small for anything.
    TooSmall,
    /// Log-in, the first or one that lies over the intact screen.
    LogIn,
    /// “Leave?”
    Quit,
    /// Help.
    Help,
    /// The messages so far.
    Log,
    /// A dialog's form.
    Form,
    /// A dialog's last step.
    Confirm,
    /// The filter line of the backlog.
    Filter,
    /// The first page.
    Overview,
    /// The backlog.
    Backlog,
    /// One assignment.
    Item,
    /// The next run of reminders.
    Run,
    /// The people of one tenant in it.
    RunPeople,
    /// The policies.
    Policies,
    /// One version of a policy.
    Policy,
    /// The form of a draft.
    Draft,
    /// What a draft would do.
    Simulation,
    /// The urges.
    Urges,
    /// The delivery log.
    MailLog,
    /// The holds of mail.
    MailHolds,
    /// The addresses that take no mail.
    MailAddresses,
    /// One message.
    MailOne,
    /// The line in which a part of the delivery log is asked for.
    MailLine,
    /// The working calendar: what is read.
    Calendar,
    /// The working calendar: what leads to another table.
    CalendarRows,
    /// The tasks whose tenants are not named yet.
    ToAssign,
    /// The box in which a heavy act is agreed to.
    Agree,
}

impl Layer {
    /// Every layer.
    pub const ALL: &'static [Self] = &[
        Self::TooSmall,
        Self::LogIn,
        Self::Quit,
        Self::Help,
        Self::Log,
        Self::Form,
        Self::Confirm,
        Self::Filter,
        Self::Overview,
        Self::Backlog,
        Self::Item,
        Self::Run,
        Self::RunPeople,
        Self::Policies,
        Self::Policy,
        Self::Draft,
        Self::Simulation,
        Self::Urges,
        Self::MailLog,
        Self::MailHolds,
        Self::MailAddresses,
        Self::MailOne,
        Self::MailLine,
        Self::Calendar,
        Self::CalendarRows,
        Self::ToAssign,
        Self::Agree,
    ];

    /// Are letters typed here rather than obeyed?
    pub fn is_text(self) -> bool {
        matches!(self, Self::LogIn | Self::Filter | Self::Form | Self::Draft | Self::MailLine | Self::Agree)
    }
}

/// The smallest window, in columns and rows.
pub const SMALLEST: (u16, u16) = (60, 15);

/// The layer that has the focus.
pub fn layer(model: &Model) -> Layer {
    let (columns, rows) = model.size;
    if columns < SMALLEST.0 || rows < SMALLEST.1 {
        return Layer::TooSmall;
    }
    if let Some(overlay) = &model.overlay {
        return overlay.layer();
    }
    if model.log_in.is_needed() {
        return Layer::LogIn;
    }
    if let Some(dialog) = &model.dialog {
        return match dialog.stage {
            Stage::Edit => Layer::Form,
            // The word that must be typed for the highest levels is text like any other.
            Stage::Confirm if dialog.is_typing() => Layer::Form,
            Stage::Begin | Stage::Confirm => Layer::Confirm,
        };
    }
    if model.agree.is_some() {
        return Layer::Agree;
    }
    screen_layer(model)
}

/// The layer of the screen, below whatever lies over it.
pub fn screen_layer(model: &Model) -> Layer {
    match model.screen {
        super::Screen::Overview => Layer::Overview,
        super::Screen::Backlog if model.backlog.line.is_some() => Layer::Filter,
        super::Screen::Backlog => Layer::Backlog,
        super::Screen::Item => Layer::Item,
        super::Screen::Run if model.run.tenant.is_some() => Layer::RunPeople,
        super::Screen::Run => Layer::Run,
        super::Screen::Policies if model.policies.open => Layer::Policy,
        super::Screen::Policies => Layer::Policies,
        super::Screen::Draft => Layer::Draft,
        super::Screen::Urges => Layer::Urges,
        super::Screen::Simulation => Layer::Simulation,
        super::Screen::Calendar => match model.calendar.pane {
            calendar::Pane::Days | calendar::Pane::Remarks => Layer::Calendar,
            calendar::Pane::Versions | calendar::Pane::Windows => Layer::CalendarRows,
        },
        super::Screen::ToAssign => Layer::ToAssign,
        super::Screen::Mail if model.mail.line.is_some() => Layer::MailLine,
        super::Screen::Mail if model.mail.open.is_some() => Layer::MailOne,
        super::Screen::Mail => match model.mail.pane {
            Pane::Log => Layer::MailLog,
            Pane::Holds => Layer::MailHolds,
            Pane::Addresses => Layer::MailAddresses,
        },
    }
}
