//! What every part of the console shares.

use std::{collections::HashMap, time::Duration};

use dondoc_shared::{
    filter::with_built_in,
    fold::{fold, nearest},
    id::AssignmentId,
    role::Permission,
    search::Spelling,
    text::Lang,
    wire::{TenantKind, TenantRef, session::Me, view::View},
};
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{overlay::Overlay, toast::Toasts, waiting::Asked};
use crate::{
    keys::Screen,
    net::Ticket,
    options::Options,
    ui::{Ui, looks::Looks, size::laid_out},
};

/// What every part of the console shares.
#[derive(Debug)]
pub struct Common {
    /// The reader's language.
    pub lang: Lang,
    /// Columns and rows that everything is laid out for.
    pub size: (u16, u16),
    /// Those of the window.
    pub window: (u16, u16),
    /// The address of the web portal.
    pub portal: String,
    /// May a text be put into the clipboard of the terminal?
    pub copies: bool,
    /// Is nothing to be written?
    pub reads_only: bool,
    /// How it looks.
    pub looks: Looks,
    /// Who is signed in.
    pub me: Option<Me>,
    /// Does the log-in box lie over the screen, so that nobody reads it?
    pub is_locked: bool,
    /// The screen that is shown, below whatever lies over it.
    pub screen: Screen,
    /// The places that led to it, the first one first.
    pub trail: Vec<Place>,
    /// What lies over everything.
    pub overlay: Option<Overlay>,
    /// Messages of the status row, shown and past.
    pub toasts: Toasts,
    /// The server's clock: an instant, and when it was learnt.
    pub server_now: Option<(Timestamp, Duration)>,
    /// What the first screen read and others need.
    pub known: Known,
    /// Questions to the server that have not been answered, and who asked.
    pub asked: HashMap<Ticket, Asked>,
    tickets: u64,
}

/// What the first screen read and others need.
#[derive(Debug, Default)]
pub struct Known {
    /// The server's local date.
    pub today: Option<Date>,
    /// Every tenant.
    pub tenants: Vec<Body>,
    /// The saved views, in the order in which they count.
    pub views: Vec<View>,
}

impl Known {
    /// The views that a filter may name: those that come with the program in either language, as the server takes them.
    pub fn named(&self) -> Vec<View> {
        with_built_in(self.views.clone())
    }

    /// Those that this filter may name: none where it names none.
    pub fn named_in(&self, filter: &str) -> Vec<View> {
        if filter.contains('@') { self.named() } else { vec![] }
    }
}

/// A tenant, and what it is: its name is written without the word for that, too.
pub type Body = (TenantRef, TenantKind);

/// The key of the tenant that is typed by its key, short name or name. What is none of the `tenants` and near none is left as it is:
/// the server may know it.
///
/// # Errors
/// The key that was probably meant.
pub fn slug_of<'t>(tenants: &'t [Body], typed: &str) -> Result<String, &'t str> {
    let (folded, slug) = (fold(typed), |(tenant, _): &'t Body| tenant.slug.as_str());
    // `Hà Nội` is `ha-noi`.
    let key = folded.replace(' ', "-");
    let is_meant = |(of, kind): &&Body| {
        of.slug == key
            || Spelling::new(*kind, [&of.slug, &of.short], [&of.name_vi, &of.name_en]).is_value(typed)
    };
    match tenants.iter().find(is_meant).map(slug) {
        Some(slug) => Ok(slug.to_owned()),
        None => nearest(&key, tenants.iter().map(slug)).map_or(Ok(folded), Err),
    }
}

/// A filter of the backlog that finds all that a figure counts: what is snoozed, which lists leave out by themselves, too (R167).
pub fn counted(filter: &str) -> String {
    format!("{filter} claimed:any,none")
}

impl Common {
    /// Before anybody has signed in.
    pub fn new(options: &Options) -> Self {
        Self {
            lang: options.lang.unwrap_or(Lang::Vi),
            portal: options.portal.clone(),
            copies: options.copies,
            reads_only: options.reads_only,
            looks: options.looks,
            size: (80, 24),
            window: (80, 24),
            me: None,
            is_locked: true,
            screen: Screen::FIRST,
            trail: Vec::new(),
            overlay: None,
            toasts: Toasts::default(),
            server_now: None,
            known: Known::default(),
            asked: HashMap::new(),
            tickets: 0,
        }
    }

    /// The window has these columns and rows now.
    pub fn fit(&mut self, window: (u16, u16)) {
        self.window = window;
        self.size = laid_out(window, self.looks.is_spoken());
    }

    /// The next question's own.
    pub(super) fn ticket(&mut self) -> Ticket {
        self.tickets = self.tickets.saturating_add(1);
        Ticket(self.tickets)
    }

    /// The list that led to the assignment on the screen, also where its item led to its report.
    pub fn list_behind(&self) -> Option<Screen> {
        let led = self.trail.iter().rev().map(|place| place.screen).find(|screen| !screen.is_of_one());
        led.filter(|led| self.screen.is_of_one() && led.is_read_through())
    }

    /// Whether the person who is signed in holds a right.
    pub fn may(&self, permission: Permission) -> bool {
        self.me.as_ref().is_some_and(|me| me.role.may(permission))
    }

    /// The address of an assignment's page in the portal.
    pub fn address(&self, id: AssignmentId) -> String {
        format!("{}/assignments/{id}", self.portal)
    }

    /// The server's present instant, as far as it is known.
    pub fn now(&self, at: Duration) -> Option<Timestamp> {
        let (then, learnt) = self.server_now?;
        let passed = SignedDuration::try_from(at.checked_sub(learnt)?).ok()?;
        then.checked_add(passed).ok()
    }

    /// The time since the start at which the server's clock shows `at`, as far as it is known; none of what is before that.
    pub fn moment(&self, at: Timestamp) -> Option<Duration> {
        let (then, learnt) = self.server_now?;
        Some(learnt.saturating_add(Duration::try_from(at.duration_since(then)).ok()?))
    }

    /// What a view needs, without time: enough to count the lines of a text.
    pub fn ui(&self) -> Ui {
        let role = self.me.as_ref().map(|me| me.role);
        Ui {
            lang: self.lang,
            size: self.size,
            window: self.window,
            looks: self.looks,
            reads_only: self.reads_only,
            role,
            today: self.known.today,
            ..Ui::default()
        }
    }
}

/// Where somebody was, to be led back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The screen.
    pub screen: Screen,
    /// What was on it.
    pub at: At,
}

/// What was on a screen that somebody left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// What is on it still.
    AsLeft,
    /// Rows of the backlog.
    Rows {
        /// The filter in force.
        filter: String,
        /// The filter that the list was opened with.
        home: String,
        /// The row under the cursor.
        cursor: Option<AssignmentId>,
    },
    /// An assignment.
    Assignment {
        /// Its id.
        id: AssignmentId,
        /// Its code.
        code: String,
    },
    /// The page of a tenant.
    Tenant(TenantRef),
    /// The matrix of the directive of this number.
    Directive(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_known_by_all_its_names_and_a_slip_is_answered_with_the_nearest() {
        let body = |slug: &str, short: &str, name_vi: &str, name_en: &str, kind| {
            let [slug, short, name_vi, name_en] = [slug, short, name_vi, name_en].map(str::to_owned);
            (TenantRef { slug, short, name_vi, name_en }, kind)
        };
        let tenants = [
            body("ha-noi", "HNO", "Thành phố Hà Nội", "Ha Noi City", TenantKind::City),
            body("ha-nam", "HNA", "Tỉnh Hà Nam", "Ha Nam Province", TenantKind::Province),
            body(
                "btttt",
                "BTT",
                "Bộ Thông tin và Truyền thông",
                "Ministry of Information",
                TenantKind::Ministry,
            ),
        ];
        for (typed, slug) in [
            ("ha-noi", "ha-noi"),
            ("hno", "ha-noi"),
            ("HÀ NỘI", "ha-noi"),
            ("thành phố hà nội", "ha-noi"),
            ("Ha Nam Province", "ha-nam"),
            ("tỉnh Hà Nam", "ha-nam"),
            ("BTTTT", "btttt"),
            ("bo thong tin va truyen thong", "btttt"),
            // The Working Group's own tenant is not among those that the first page lists.
            ("national", "national"),
        ] {
            assert_eq!(slug_of(&tenants, typed).as_deref(), Ok(slug), "{typed}");
        }
        for (typed, near) in [("ha-noii", "ha-noi"), ("Hà Nọi 1", "ha-noi"), ("bttt", "btttt")] {
            assert_eq!(slug_of(&tenants, typed), Err(near), "{typed}");
        }
        assert_eq!(slug_of(&[], "HNO").as_deref(), Ok("hno"), "nothing was read yet");
    }
}
