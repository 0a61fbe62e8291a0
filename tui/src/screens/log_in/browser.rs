//! Log-in by browser (R189): the box shows a code, and asks again and again whether somebody has let the console in with it.

use std::time::Duration;

use dondoc_shared::{error::ErrorCode, wire::session::Me};

use crate::{
    keys::Command,
    net::{Call, Failure, auth::ByBrowser},
    step::{
        Step,
        effect::{Effect, Opening, web_address},
        waiting::{Arrived, Waiting},
    },
    ui::time::next_second,
};

/// A code that somebody may type in a browser, or one on its way.
#[derive(Debug)]
pub struct Browser {
    asking: Waiting<ByBrowser>,
    polling: Waiting<Me>,
    /// What is shown, and until when it is good.
    pub shown: Option<(ByBrowser, Duration)>,
    /// When the server is asked next.
    next: Option<Duration>,
}

impl Browser {
    /// Asks for a code.
    pub fn ask(step: &mut Step<'_>) -> Self {
        Self { asking: step.ask(Call::AskByBrowser), polling: Waiting::default(), shown: None, next: None }
    }

    /// When it wants [`Self::tick`] or another frame next.
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        let count_down = self.shown.as_ref().and_then(|(_, until)| next_second(*until, now));
        self.next.into_iter().chain(count_down).min()
    }

    /// Whether a session may begin that nobody here knows of yet.
    pub fn is_polling(&self) -> bool {
        self.polling.is_open()
    }

    /// Opens the page where the code is typed.
    pub fn command(&self, command: Command, step: &mut Step<'_>) {
        let address = self.shown.as_ref().and_then(|(shown, _)| web_address(&shown.address));
        if let (Command::Confirm, Some(address)) = (command, address) {
            step.effect(Effect::Open(Opening::Link(address)));
        }
    }

    /// Asks the server whether somebody has let the console in, once that is due.
    pub fn tick(&mut self, step: &mut Step<'_>) {
        let Some((shown, _)) = &self.shown else { return };
        if self.next.is_some_and(|next| next <= step.at()) {
            self.polling = step.ask(Call::BeginByBrowser(shown.secret.clone()));
            self.next = None;
        }
    }

    /// Takes the answer, if it is one that is waited for: who was let in, or why nobody is.
    pub fn answered(&mut self, arrived: &mut Arrived, step: &Step<'_>) -> Option<Result<Me, Failure>> {
        if let Some(asked) = self.asking.take(arrived) {
            return match asked {
                Ok(shown) => {
                    self.next = Some(step.at().saturating_add(shown.interval));
                    let until = step.at().saturating_add(shown.life);
                    self.shown = Some((shown, until));
                    None
                }
                Err(failure) => Some(Err(failure)),
            };
        }
        let polled = self.polling.take(arrived)?;
        let Some((shown, until)) = &mut self.shown else { return Some(polled) };
        match &polled {
            Err(failure) if failure.code() == Some(ErrorCode::DeviceSlowDown) => {
                // RFC 8628, 3.5.
                shown.interval = shown.interval.saturating_add(Duration::from_secs(5));
            }
            Err(failure) if failure.code() == Some(ErrorCode::DevicePending) => {}
            // Tokens that got lost on the way are not given again: then the server says that it refuses.
            Err(failure) if failure.is_passing() && step.at() < *until => {}
            _ => return Some(polled),
        }
        self.next = Some(step.at().saturating_add(shown.interval));
        None
    }
}
