//! To another screen, and back to where one was.

use super::Model;
use crate::{
    keys::{Screen, table::chord_to},
    step::{At, Place, Step, Turn, With, toast::Tone, waiting::Asker},
};

/// Places that one can go back to.
const DEPTH: usize = 30;

/// Goes to a screen, if the person may. By its keys it is gone to as if nothing had come between: who goes to and fro finds the way
/// out in a few steps. What is opened on it leads back to where it was opened, wherever the screen was passed before.
pub fn go(model: &mut Model, turn: &mut Turn, to: Screen, with: With) {
    if is_barred(model, turn, to) {
        return;
    }
    let (from, by_keys) = (model.screens.place(model.common.screen), matches!(with, With::Nothing));
    let before = model.screens.selected(from.screen).0;
    model.common.screen = to;
    model.screens.enter(to, with, &mut model.common, turn);
    let place = model.screens.place(to);
    let is_next = from.screen.is_of_one() && to.is_of_one() && before != model.screens.selected(to).0;
    let trail = &mut model.common.trail;
    if by_keys {
        trail.push(from);
        // A long way may have lost its beginning.
        let first = (to == Screen::FIRST).then_some(0);
        let there = first.or_else(|| trail.iter().position(|place| place.screen == to));
        trail.truncate(there.unwrap_or(trail.len()));
    } else if trail.last() == Some(&place) {
        // From a report to its assignment and to the report again.
        trail.pop();
    } else if is_next {
        // The next of a list leads back to the list, whatever of the one before led on.
        let list = trail.iter().rposition(|place| !place.screen.is_of_one());
        trail.truncate(list.map_or(0, |list| list.saturating_add(1)));
    } else if from.screen != to {
        put(trail, from);
    }
}

/// The same from wherever one is, so that one step back leads there again, as it was: also to other rows of the same list.
pub fn jump(model: &mut Model, turn: &mut Turn, to: Screen, with: With) {
    if is_barred(model, turn, to) {
        return;
    }
    let from = model.screens.place(model.common.screen);
    model.common.screen = to;
    model.screens.enter(to, with, &mut model.common, turn);
    if model.screens.place(to) != from {
        put(&mut model.common.trail, from);
    }
}

fn put(trail: &mut Vec<Place>, from: Place) {
    trail.push(from);
    trail.drain(..trail.len().saturating_sub(DEPTH));
}

/// Goes back to the place that led to this one.
pub fn back(model: &mut Model, turn: &mut Turn) {
    let first = Place { screen: Screen::FIRST, at: At::AsLeft };
    let place = model.common.trail.pop().unwrap_or(first);
    model.common.screen = place.screen;
    model.screens.back(place, &mut model.common, turn);
}

/// Whether the person may not see a screen, who is told so.
fn is_barred(model: &mut Model, turn: &mut Turn, screen: Screen) -> bool {
    let needs = chord_to(screen).and_then(|entry| entry.needs).filter(|needs| !model.common.may(*needs));
    if let Some(needs) = needs {
        let step = &mut Step::new(&mut model.common, turn, Asker::Dialog);
        step.say(Tone::Note, |lang| lang.not_permitted(needs));
    }
    needs.is_some()
}
