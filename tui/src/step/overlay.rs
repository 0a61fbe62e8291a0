//! What can lie over everything.

use std::time::Duration;

use dondoc_shared::id::AssignmentId;
use tui_input::Input;

use crate::{
    keys::{Command, Layer, layer::Kind},
    ui::{list::List, theme::Theme},
};

/// What lies over everything.
#[derive(Debug)]
pub enum Overlay {
    /// Help or palette.
    Finder(Finder),
    /// The messages so far, scrolled so far.
    Log {
        /// First line shown.
        scroll: usize,
    },
    /// What is looked for in the text on the screen.
    Search(Search),
    /// “Leave?”
    Quit {
        /// When it was asked; keys typed ahead do not answer it.
        since: Duration,
        /// Is the focus on “leave”? It begins on “stay”.
        leave: bool,
    },
}

impl Overlay {
    /// The layer that gets the keys.
    pub fn layer(&self) -> Layer {
        match self {
            Self::Finder(finder) => finder.layer(),
            Self::Log { .. } => Layer::LOG,
            Self::Search(Search { line: Some(_), .. }) => Layer::SEARCH_LINE,
            Self::Search(_) => Layer::SEARCH,
            Self::Quit { .. } => Layer::QUIT,
        }
    }
}

/// What is looked for in the text on the screen.
#[derive(Debug)]
pub struct Search {
    /// What is typed, while it is.
    pub line: Option<Input>,
    /// What is looked for.
    pub wanted: String,
    /// Which of the places it is that one is at.
    pub nth: usize,
    /// The line at which one began.
    pub from: usize,
}

/// A list of what can be done, narrowed by what is typed.
#[derive(Debug)]
pub struct Finder {
    /// What it lists.
    pub scope: Scope,
    /// The layer that it is about.
    pub about: Layer,
    /// What is typed; none in help before it is narrowed.
    pub line: Option<Input>,
    /// Where the cursor is.
    pub list: List<Choice>,
}

impl Finder {
    /// A list that nothing was typed into yet.
    pub fn new(scope: Scope, about: Layer) -> Self {
        let line = (scope != Scope::Help).then(Input::default);
        Self { scope, about, line, list: List::default() }
    }

    fn layer(&self) -> Layer {
        match (self.scope, matches!(self.about.kind, Kind::Page(_)), &self.line) {
            (Scope::Help, true, None) => Layer::HELP,
            (Scope::Help, true, Some(_)) => Layer::HELP_LINE,
            (Scope::Help, false, None) => Layer::READ,
            (Scope::Help, false, Some(_)) => Layer::READ_LINE,
            (Scope::Everything | Scope::Here, ..) => Layer::PALETTE,
        }
    }

    /// What is typed.
    pub fn typed(&self) -> &str {
        self.line.as_ref().map(Input::value).unwrap_or_default()
    }
}

/// What a [`Finder`] lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every key of the layer, and what its marks mean.
    Help,
    /// What can be done and gone to from here.
    Everything,
    /// What can be done with the row or page at hand.
    Here,
}

/// A row of a [`Finder`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A command of the layer.
    Command(Command),
    /// What a tenant has open, by its key.
    Tenant(String),
    /// The page of a tenant, by its key.
    TenantPage(String),
    /// What a saved view finds, by its key.
    View(String),
    /// Every assignment of a task, by its code.
    Task(String),
    /// One assignment.
    Assignment {
        /// The code of its task.
        task: String,
        /// The key of its tenant.
        body: String,
    },
    /// An assignment about which something was typed and not sent.
    Draft {
        /// Its id.
        id: AssignmentId,
        /// Its code.
        code: String,
    },
    /// Colours for the console.
    Theme(Theme),
    /// A line that is only read, by its place.
    Text(usize),
}
