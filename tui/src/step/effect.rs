//! What a step wants done outside the model. The loop does it; nothing here is ever awaited on the way of a key.

use url::Url;

use crate::net::Request;

/// One thing to do.
#[derive(Debug)]
pub enum Effect {
    /// Ask the server.
    Send(Box<Request>),
    /// Keep something in a new file of the current folder; the answer is a message of its own.
    Save {
        /// Its name with the ending, and no folder in it.
        name: String,
        /// What is kept.
        bytes: Vec<u8>,
    },
    /// Open something with this machine's program for it; what became of it is a message of its own.
    Open(Opening),
    /// Put a text into the clipboard of the terminal.
    Copy(String),
    /// Draw every cell again.
    Repaint,
    /// Give the terminal back to the shell until it calls the console up again.
    Suspend,
    /// Give the terminal back and leave.
    Leave,
}

/// What is opened outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// An address, which is one of the web (see [`web_address`]).
    Link(String),
    /// A file, which is kept for that in a private folder.
    File {
        /// Its name with the ending, and no folder in it.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
}

/// The address, if it is one of the web whose host is where its reader sees it.
pub fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    (is_web && url.username().is_empty() && url.password().is_none()).then(|| url.into())
}

/// What became of something that was to be opened, each with the names that are said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// The program has been started.
    Started {
        /// The address or the file.
        name: String,
        /// The program.
        program: String,
    },
    /// There is no display, and nobody has named a program.
    NoDisplay,
    /// The program cannot be started.
    NoProgram(String),
    /// The program ended at once with an error.
    Failed {
        /// The address or the file.
        name: String,
        /// The program.
        program: String,
    },
    /// The file could not be kept, and why.
    NotKept(String),
}
