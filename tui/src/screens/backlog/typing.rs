//! The filter line of a list: when it opens, what its keys do, and what is pasted.

use super::{Listed, State, filter_line::FilterLine};
use crate::{
    keys::Command,
    step::{Step, toast::Tone},
};

impl<L: Listed> State<L> {
    /// Opens the filter line with the filter in force.
    pub(super) fn open_line(&mut self, step: &Step<'_>) {
        self.line = Some(FilterLine::new(L::ABOUT, &self.filter, step));
    }

    /// Opens the filter line where it says the order of the list, with what it can say.
    pub(super) fn open_order(&mut self, step: &Step<'_>) {
        self.open_line(step);
        if let Some(line) = &mut self.line {
            line.order(step);
        }
    }

    /// A command of the filter line: a filter that does not parse is not applied.
    pub(super) fn line_command(&mut self, command: Command, step: &mut Step<'_>) {
        match command {
            Command::Confirm => {
                if let Some(line) = self.line.take_if(|line| line.reading().is_ok()) {
                    self.apply(line.value().trim().to_owned(), step);
                }
            }
            Command::Back => {
                let typed = self.line.take().map(|line| line.value().to_owned());
                if let Some(typed) = typed.filter(|typed| *typed != self.filter) {
                    self.history.keep(typed);
                }
            }
            Command::Up | Command::Down => {
                if let Some(line) = &mut self.line {
                    line.recall(command == Command::Up, &self.history, step);
                }
            }
            Command::NextPane | Command::PreviousPane => {
                if let Some(line) = &mut self.line {
                    line.complete(command, step);
                }
            }
            _ => {}
        }
    }

    /// Pasted text opens the filter line; it is never read as keys.
    pub(super) fn paste_into_line(&mut self, text: &str, step: &mut Step<'_>) -> bool {
        let text = if self.line.is_some() { text } else { text.trim() };
        if self.line.is_none() {
            if text.is_empty() || text.contains('\n') {
                return false;
            }
            self.open_line(step);
            // What is pasted is a term of its own.
            if let Some(line) = self.line.as_mut().filter(|line| !line.value().trim().is_empty()) {
                let _ = line.insert(" ", step);
            }
        }
        if let Some(line) = &mut self.line
            && let Err(long) = line.insert(text, step)
        {
            step.say(Tone::Note, |lang| long.text(lang));
        }
        true
    }
}
