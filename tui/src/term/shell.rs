//! The shell that the console was called from: it may have the terminal for a while, and calls the console up again.

use std::io;

use nix::{
    libc,
    sys::signal::{Signal, kill, raise},
    unistd::{Pid, getpgrp, getsid},
};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};

use crate::run::Shell;

/// Asks everybody who has the terminal with the console to stop, as the terminal itself does where Ctrl-Z is not read.
pub fn suspend() {
    let _ = kill(Pid::from_raw(0), Signal::SIGTSTP);
}

/// Whether there is a shell that could call the console up again: one that gives its jobs groups of their own. Without one
/// the console would stand still for ever.
fn is_there() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Gives the terminal back and stops whenever it is asked to, and takes it again when it goes on; tells of it.
///
/// # Errors
/// The signals cannot be heard.
pub fn heed() -> io::Result<mpsc::UnboundedReceiver<Shell>> {
    let mut stop = signal(SignalKind::from_raw(libc::SIGTSTP))?;
    let mut go_on = signal(SignalKind::from_raw(libc::SIGCONT))?;
    let (news, told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let said = tokio::select! {
                Some(()) = stop.recv() => {
                    if is_there() {
                        super::restore();
                        // Nothing of the console runs from here until it is called up.
                        let _ = raise(Signal::SIGSTOP);
                        continue;
                    }
                    Shell::Absent
                }
                Some(()) = go_on.recv() => {
                    // Where the terminal is gone, the loop finds out.
                    let _ = super::take();
                    Shell::GaveBack
                }
            };
            if news.send(said).is_err() {
                return;
            }
        }
    });
    Ok(told)
}
