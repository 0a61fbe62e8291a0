//! A panic on the screen's thread gives the terminal back and is reported as usual; one in a background task leaves
//! the screen alone and becomes a message on it.

use std::{panic, thread};

use tokio::sync::mpsc::UnboundedSender;

/// Installs the hook. Call it on the thread that draws; places of background panics go to `reports`.
pub fn install(reports: UnboundedSender<String>) {
    let screen = thread::current().id();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == screen {
            super::restore();
            usual(info);
        } else {
            // The place only: a message could quote what a tenant wrote, or a secret.
            let place = info.location().map_or_else(String::new, |l| format!("{}:{}", l.file(), l.line()));
            let _ = reports.send(place);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_another_thread_is_reported_with_its_place_and_not_its_words() {
        let (sender, mut reports) = tokio::sync::mpsc::unbounded_channel();
        install(sender);
        let ended = thread::spawn(|| panic!("mật khẩu")).join();
        assert!(ended.is_err());
        let place = reports.try_recv().unwrap();
        assert!(place.contains("panic.rs:") && !place.contains("mật"), "{place}");
    }
}
