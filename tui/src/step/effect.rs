//! What a step wants done outside the model. The loop does it; nothing here is ever awaited on the way of a key.

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
    /// Draw every cell again.
    Repaint,
    /// Give the terminal back to the shell until it calls the console up again.
    Suspend,
    /// Give the terminal back and leave.
    Leave,
}
