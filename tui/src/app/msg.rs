//! What can happen.

use crate::{keys::Key, net::Reply, step::effect::Opened};

/// One thing that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The window has these columns and rows now.
    Resize(u16, u16),
    /// The server, or the way to it, has something to say.
    Reply(Box<Reply>),
    /// The time that the model asked to be woken at has come.
    Tick,
    /// A file was written at this place, or why not.
    Saved(Result<String, String>),
    /// What became of something that was to be opened.
    Opened(Opened),
    /// There is no shell that the terminal could be given back to.
    NoShell,
    /// A background task panicked at this place.
    TaskPanicked(String),
}
