//! What can lie over everything.

use std::time::Duration;

use crate::keys::Layer;

/// What lies over everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// Help on a layer, scrolled so far.
    Help {
        /// The layer that it is about.
        about: Layer,
        /// First line shown.
        scroll: usize,
    },
    /// The messages so far, scrolled so far.
    Log {
        /// First line shown.
        scroll: usize,
    },
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
            Self::Help { .. } => Layer::HELP,
            Self::Log { .. } => Layer::LOG,
            Self::Quit { .. } => Layer::QUIT,
        }
    }
}
