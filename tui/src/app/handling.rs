//! How the Working Group shares its work, as a key of a screen begins it.

use dondoc_shared::text::Lang;

use super::Model;
use crate::{
    dialog::agree::handling::{note::Note, snooze::Snooze},
    keys::Command,
    step::{Step, Turn, toast::Tone, waiting::Asker},
};

/// Begins what a command stands for, about what the screen has chosen.
pub fn begin(model: &mut Model, turn: &mut Turn, command: Command) {
    let on = model.common.screen;
    let targets = model.screens.targets(on);
    let one = model.screens.selected(on).0;
    let step = &mut Step::new(&mut model.common, turn, Asker::Claiming);
    match command {
        Command::Claim => model.claiming.begin(targets, step),
        Command::Snooze => {
            let by = step.common.me.as_ref().map(|me| me.name.clone());
            match by.zip(step.now()) {
                Some(by) => step.agree(Snooze::on(targets, by)),
                None => step.say(Tone::Note, Lang::tui_loading),
            }
        }
        // A note is about one, whatever is marked.
        _ => match one.and_then(|id| model.screens.target(on, id)) {
            Some(target) => step.agree(Note(target)),
            None => step.say(Tone::Note, Lang::tui_loading),
        },
    }
}
