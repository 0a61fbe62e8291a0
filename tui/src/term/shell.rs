//! The shell that the console was called from: it may have the terminal for a while, and calls the console up again.

use std::{io, time::Duration};

use nix::{
    libc,
    sys::signal::{Signal, kill, raise},
    unistd::{Pid, getpgrp, getppid, getsid},
};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc,
    time::timeout,
};

use crate::run::Shell;

/// How long the loop may take to hear that it is to end.
const HEARING: Duration = Duration::from_millis(100);

/// Asks everybody who has the terminal with the console to stop, as the terminal itself does where Ctrl-Z is not read.
pub fn suspend() {
    let _ = kill(Pid::from_raw(0), Signal::SIGTSTP);
}

/// Whether there is a shell that could call the console up again: one that gives its jobs groups of their own, and has not
/// left them to strangers by its own end. Without one the console would stand still for ever.
///
/// A parent in the console's own group is no stranger: a script stands between it and the shell.
fn is_there() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp() && getsid(Some(getppid())) == Ok(session))
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
            let is_asked = tokio::select! {
                Some(()) = stop.recv() => true,
                Some(()) = go_on.recv() => false,
            };
            let said = if is_asked && !is_there() { Shell::Absent } else { Shell::HasIt };
            // Who has ended does not take again what was given back for good.
            if news.send(said).is_err() {
                return;
            }
            if said == Shell::Absent {
                continue;
            }
            if is_asked {
                super::restore();
                // Nothing of the console runs from here until it is called up.
                let _ = raise(Signal::SIGSTOP);
            }
            while super::is_behind() && is_there() {
                // Called up by `kill`, to hear of its end; or by `bg`, which a console cannot obey.
                if timeout(HEARING, news.closed()).await.is_ok() {
                    return;
                }
                let _ = raise(Signal::SIGSTOP);
            }
            // Before the loop can draw. Where the terminal is gone, it finds out.
            let _ = super::take();
            let _ = news.send(Shell::GaveBack);
            if is_asked {
                // The call that has been followed already.
                let _ = go_on.recv().await;
            }
        }
    });
    Ok(told)
}
