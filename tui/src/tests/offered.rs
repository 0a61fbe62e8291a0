//! What a screen offers, in its bar or in the list of what can be done there, is done when its key is pressed.

use std::collections::HashSet;

use dondoc_shared::text::Lang;

use super::{Desk, looks::places};
use crate::{
    app::{focus::focus, may::refusal},
    keys::{
        Command, Key,
        table::{Entry, Keys, entries_of},
    },
};

/// A window in which every bar has room for much.
const SIZE: (u16, u16) = (160, 40);

/// The keys of the commands that are offered where the console is, beyond those that move within what is shown.
fn offered(desk: &Desk, lang: Lang) -> Vec<(Command, Keys)> {
    let (_, layer) = focus(&desk.model);
    let ui = desk.model.common.ui();
    let is_offered = |entry: &&Entry| {
        (entry.bar.is_some() || layer.takes.contains(&entry.command))
            && !entry.command.is_movement()
            && ui.has(entry)
            && refusal(&desk.model, lang, layer, entry.command).is_none()
    };
    entries_of(layer).filter(is_offered).map(|entry| (entry.command, entry.keys[0])).collect()
}

fn keys(keys: Keys) -> Vec<Key> {
    match keys {
        Keys::One(key) => vec![key],
        Keys::Two(first, second) => vec![first, second],
    }
}

/// Whether anything comes of a key: on the screen, or outside.
fn does(desk: &mut Desk, pressed: Keys) -> bool {
    let before = desk.screen(SIZE.0, SIZE.1);
    let outside = |desk: &Desk| {
        let kept = (desk.saved.len(), desk.opened.len(), desk.copied.len(), desk.suspended);
        (desk.sent.len(), kept, desk.left)
    };
    let outside_before = outside(desk);
    for key in keys(pressed) {
        desk.press(key);
    }
    outside(desk) != outside_before || desk.screen(SIZE.0, SIZE.1) != before
}

#[test]
fn every_key_that_is_offered_does_something() {
    let lang = Lang::En;
    let (mut pressed, mut silent) = (HashSet::new(), Vec::new());
    // One key of each place at a time, because each needs a place of its own.
    loop {
        let before = pressed.len();
        for (name, mut desk) in places(lang) {
            let layer = focus(&desk.model).1.name;
            let new = offered(&desk, lang).into_iter().find(|(command, _)| pressed.insert((layer, *command)));
            let Some((command, keys)) = new else { continue };
            // The focus stays on the field that is empty; the only place that was found is the next one.
            let stays = command == Command::Confirm && layer == "log-in";
            let stays = stays || matches!(command, Command::NextHit | Command::PreviousHit);
            if !stays && !does(&mut desk, keys) {
                silent.push(format!("{name}, {layer}: {} {command:?}", keys.label()));
            }
        }
        if pressed.len() == before {
            break;
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
