//! The registry of screens.

/// Every screen on one line, in the order of the tabs: what is needed most comes first, because a narrow window shows no more.
///
/// `Name module: 'chord' title [bar] needs Right;` — the name of the screen, its module in `screens`, and, if keys lead to
/// it, the second key of its chord, its title in help, its title in the command bar and the right that it asks for. A screen
/// with a title in the bar has a tab at all times, any other only while it is shown. What somebody signs in to is read in the same
/// order: the saved views before the lists whose filters name them.
///
/// A floor that needs a list of screens makes it from this one: it passes the name of a macro of its own, and what that macro
/// is to find in braces before the lines.
macro_rules! screens {
    ($then:ident $($with:tt)*) => {
        $then! {
            {$($with)*}
            Views views;
            Overview overview: 'd' tui_key_go_overview [tui_bar_go_overview];
            Backlog backlog: 'b' tui_key_go_backlog [tui_bar_go_backlog] needs ReadAssignments;
            Submissions submissions: 'v' queues_key_go_submissions needs ReadAssignments;
            Extensions extensions: 'x' queues_key_go_extensions needs ReadAssignments;
            Steps steps: 'e' queues_key_go_steps needs ReadAssignments;
            Item item;
            Composer composer;
            Decisions decisions;
            Urges urges: 'u' desk_key_go_urges [desk_bar_go_urges] needs ReadAssignments;
            Mail mail: 'm' post_key_go_mail [post_bar_go_mail];
            Run run: 'n' desk_key_go_run [desk_bar_go_run];
            Policies policies: 'p' desk_key_go_policies [desk_bar_go_policies];
            Draft draft;
            Calendar calendar: 'k' almanac_key_go [almanac_bar_go];
            ToAssign to_assign;
            Blocks blocks: 'w' blocks_key_go needs ReadAssignments;
            Rechecks rechecks: 's' rechecks_key_go needs ReadNational;
            Matrix matrix: 't' matrix_key_go needs ReadNational;
            Figures figures: 'i' figures_key_go needs ReadFigures;
            Periods periods: 'r' filings_key_go needs ReadFigures;
            Report report;
            Corrections corrections: 'c' corrections_key_go needs ReadFigures;
            Tenant tenant;
            Templates templates: 'f' templates_key_go needs Urge;
            Contacts contacts: 'a' contacts_key_go needs ManageContacts;
            Checks checks: 'h' checks_key_go needs KeepPeriods;
        }
    };
}
pub(crate) use screens;

macro_rules! enumerate {
    ({} $($name:ident $module:ident $(: $chord:literal $title:ident $([$bar:ident])? $(needs $right:ident)?)?;)+) => {
        /// A screen, by name. Code that sends somebody to another screen knows this name and no more of it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Screen {
            $(#[doc = concat!("`screens::", stringify!($module), "`")] $name,)+
        }

        impl Screen {
            /// Every screen, in the order of the tabs.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}
screens!(enumerate);

impl Screen {
    /// Where the console begins, and where closing any other screen leads.
    pub const FIRST: Self = Self::Overview;

    /// Whether it shows one assignment, to which a list may have led.
    pub fn is_of_one(self) -> bool {
        matches!(self, Self::Item | Self::Report)
    }

    /// Whether it is a list whose assignments are read one after the other, without going back to it.
    pub fn is_read_through(self) -> bool {
        matches!(
            self,
            Self::Backlog
                | Self::Submissions
                | Self::Extensions
                | Self::Steps
                | Self::Rechecks
                | Self::Figures
                | Self::Periods
                | Self::Corrections
        )
    }
}
