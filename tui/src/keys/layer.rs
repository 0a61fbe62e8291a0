//! What can have the focus, and which commands work there.

use dondoc_shared::text::Lang;

use super::{command::Command, screen::Screen};

/// Something that can have the focus: a screen or a part of it, a box, a line that is typed. The topmost one gets the keys;
/// the command bar and help list what works in it.
#[derive(Debug, Clone, Copy)]
pub struct Layer {
    /// Tells it from every other layer.
    pub name: &'static str,
    /// What it is made of.
    pub kind: Kind,
    /// The commands that work here beyond those of every layer of its kind.
    pub takes: &'static [Command],
    /// What is done here most: it stands first in the command bar.
    pub first: &'static [Command],
    /// Paragraphs below the keys in help.
    pub legend: &'static [fn(Lang) -> &'static str],
}

/// What a layer is made of; decides which commands it has without asking for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A window too small for anything.
    Bare,
    /// A screen, or one of its faces, in which letters are commands.
    Page(Screen),
    /// Text over everything that is read and closed.
    Sheet,
    /// Fields, buttons or a line, in which arrows and Tab move.
    Box {
        /// Are letters typed here rather than obeyed?
        typed: bool,
    },
    /// A line over everything in which something is looked for.
    Search,
}

/// How a list of assignments reads, and the filter language.
pub const ABOUT_LISTS: &[fn(Lang) -> &'static str] = &[
    Lang::tui_help_marks,
    Lang::tui_help_flags,
    Lang::handling_help_flags,
    Lang::tui_help_order,
    Lang::tui_help_filter,
    Lang::tui_help_filter_more,
    Lang::tui_help_filter_fields,
    Lang::tui_help_filter_is,
];

/// What is done where something is looked for by its name.
const LOOKING: &[Command] = &[Command::Run, Command::Up, Command::Down, Command::PageUp, Command::PageDown];
/// The same where it is only read.
const READING: &[Command] = &[Command::Up, Command::Down, Command::PageUp, Command::PageDown];

/// The commands of every form, and what else one takes.
macro_rules! in_form {
    ($($command:ident),*) => {
        &[
            Command::Confirm,
            $(Command::$command,)*
            Command::NextPane,
            Command::PreviousPane,
            Command::Up,
            Command::Down,
            Command::PageUp,
            Command::PageDown,
        ]
    };
}

impl Layer {
    /// The window is too small for anything.
    pub const TOO_SMALL: Self =
        Self::new("too small a window", Kind::Bare, &[Command::Interrupt, Command::Help]);
    /// The same while something is being typed.
    pub const TOO_SMALL_TO_TYPE: Self = Self::new("too small a window to type in", Kind::Bare, &[]);
    /// Log-in, the first or one that lies over the intact screen.
    pub const LOG_IN: Self = Self::typed(
        "log-in",
        &[
            Command::Confirm,
            Command::NextPane,
            Command::PreviousPane,
            Command::Up,
            Command::Down,
            Command::LogInByBrowser,
        ],
    );
    /// Log-in from a browser, which shows a code to be typed there.
    pub const LOG_IN_BY_BROWSER: Self = Self::pressed("log-in from a browser", &[Command::Confirm]);
    /// “Leave?”
    pub const QUIT: Self = Self::pressed(
        "quit",
        &[Command::Confirm, Command::NextPane, Command::PreviousPane, Command::Left, Command::Right],
    );
    /// Help.
    pub const HELP: Self = Self::new("help", Kind::Sheet, &[Command::Filter, Command::Run]);
    /// Help about a box, which is only read: what its keys do is done in the box.
    pub const READ: Self = Self::new("help about a box", Kind::Sheet, &[Command::Filter]);
    /// The same while it is narrowed.
    pub const READ_LINE: Self = Self::new("narrowed help about a box", Kind::Search, READING);
    /// Help while it is narrowed.
    pub const HELP_LINE: Self = Self::new("narrowed help", Kind::Search, LOOKING);
    /// Everything that can be done or gone to, and what of it can be done here.
    pub const PALETTE: Self = Self::new("palette", Kind::Search, LOOKING);
    /// A text in which something was found.
    pub const SEARCH: Self = Self::new(
        "text that is searched",
        Kind::Sheet,
        &[Command::NextHit, Command::PreviousHit, Command::Search],
    )
    .explained(&[]);
    /// The line in which that is typed.
    pub const SEARCH_LINE: Self =
        Self::new("search in a text", Kind::Search, &[Command::Confirm]).explained(&[]);
    /// The messages so far.
    pub const LOG: Self = Self::new("messages", Kind::Sheet, &[]);
    /// The form of a dialog.
    pub const FORM: Self = Self::typed("form", in_form!());
    /// The same where a report is decided on.
    pub const FORM_OF_REPORT: Self = Self::typed("form about a report", in_form!(ReadFigures));
    /// The last step of a dialog.
    pub const CONFIRM: Self = Self::pressed("confirm", in_form!(Yes, Left, Right));
    /// The same where a report is decided on.
    pub const CONFIRM_OF_REPORT: Self =
        Self::pressed("confirm about a report", in_form!(Yes, Left, Right, ReadFigures));
    /// The figures of the report that is decided on.
    pub const FIGURES: Self = Self::pressed(
        "figures that are decided on",
        &[
            Command::ReadFigures,
            Command::Confirm,
            Command::Up,
            Command::Down,
            Command::PageUp,
            Command::PageDown,
        ],
    );
    /// The box in which an act that is about no assignment is agreed to.
    pub const AGREE: Self = Self::typed("agree", in_form!());
    /// The same where a button has the focus, so that no letter is typed.
    pub const AGREE_ON_BUTTON: Self = Self::pressed("agree, on a button", in_form!(Yes, Left, Right));
    /// The same where the key that means yes led to it.
    pub const AGREE_TO_PLAN: Self = Self::pressed("agree to a plan", in_form!(Left, Right));
    /// Every layer that belongs to no screen.
    pub const COMMON: &'static [Self] = &[
        Self::TOO_SMALL,
        Self::TOO_SMALL_TO_TYPE,
        Self::LOG_IN,
        Self::LOG_IN_BY_BROWSER,
        Self::QUIT,
        Self::HELP,
        Self::HELP_LINE,
        Self::READ,
        Self::READ_LINE,
        Self::PALETTE,
        Self::SEARCH,
        Self::SEARCH_LINE,
        Self::LOG,
        Self::FORM,
        Self::FORM_OF_REPORT,
        Self::CONFIRM,
        Self::CONFIRM_OF_REPORT,
        Self::FIGURES,
        Self::AGREE,
        Self::AGREE_ON_BUTTON,
        Self::AGREE_TO_PLAN,
    ];

    const fn new(name: &'static str, kind: Kind, takes: &'static [Command]) -> Self {
        Self { name, kind, takes, first: &[], legend: ABOUT_LISTS }
    }

    /// A face of `screen` in which letters are commands.
    pub const fn page(screen: Screen, name: &'static str, takes: &'static [Command]) -> Self {
        Self::new(name, Kind::Page(screen), takes)
    }

    /// A box or line in which letters are typed.
    pub const fn typed(name: &'static str, takes: &'static [Command]) -> Self {
        Self::new(name, Kind::Box { typed: true }, takes).explained(&[])
    }

    /// A box of buttons alone.
    pub const fn pressed(name: &'static str, takes: &'static [Command]) -> Self {
        Self::new(name, Kind::Box { typed: false }, takes).explained(&[])
    }

    /// The same with other paragraphs in help.
    #[must_use]
    pub const fn explained(self, legend: &'static [fn(Lang) -> &'static str]) -> Self {
        Self { legend, ..self }
    }

    /// The same with these commands first in its bar, in this order.
    #[must_use]
    pub const fn led_by(self, first: &'static [Command]) -> Self {
        Self { first, ..self }
    }

    /// Are letters typed here rather than obeyed?
    pub fn is_text(self) -> bool {
        matches!(self.kind, Kind::Box { typed: true } | Kind::Search)
    }
}

impl PartialEq for Layer {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Layer {}
