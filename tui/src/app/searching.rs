//! Looking for words in the text on the screen.

use dondoc_shared::text::Lang;
use ratatui::{Frame, text::Line};
use tui_input::Input;

use super::Model;
use crate::{
    dialog::form,
    keys::{Command, Key},
    step::{
        Step, Turn,
        overlay::{Overlay, Search},
        toast::Tone,
        waiting::Asker,
    },
    ui::{
        Ui, body, cursor_at,
        hits::{Piece, Text, hits, mark},
        put,
        text::{behind, cut, fit, width},
        theme::Token,
    },
};

/// The longest text that is looked for, in characters.
const MAX_CHARS: usize = 80;

/// Begins to look for something on the screen.
pub fn begin(model: &mut Model) {
    let Some(text) = text(model) else { return };
    model.common.overlay = Some(Overlay::Search(Search {
        line: Some(Input::default()),
        wanted: String::new(),
        nth: 0,
        from: text.top,
    }));
}

fn text(model: &Model) -> Option<Text> {
    model.screens.text(model.common.screen, model.common.ui())
}

fn found(model: &Model, wanted: &str) -> Vec<Vec<Piece>> {
    text(model).map(|text| hits(&text.lines, wanted)).unwrap_or_default()
}

/// A command while something is looked for.
pub fn command(model: &mut Model, command: Command, turn: &mut Turn) {
    let Some(Overlay::Search(search)) = &mut model.common.overlay else { return };
    match command {
        Command::Search => search.line = Some(Input::new(search.wanted.clone())),
        Command::Confirm if search.wanted.is_empty() => model.common.overlay = None,
        Command::Confirm => search.line = None,
        Command::Back | Command::Close => {
            // Who gives up what is being typed is where they were before.
            let from = search.line.is_some().then_some(search.from);
            model.common.overlay = None;
            if let Some(from) = from {
                model.screens.show_line(model.common.screen, from, model.common.ui());
            }
        }
        Command::NextHit | Command::PreviousHit => {
            let (wanted, nth) = (search.wanted.clone(), search.nth);
            let all = found(model, &wanted).len();
            let Some(last) = all.checked_sub(1) else { return };
            let to = match command {
                Command::NextHit if nth >= last => 0,
                Command::NextHit => nth + 1,
                _ => nth.checked_sub(1).unwrap_or(last),
            };
            show(model, to);
        }
        command => {
            let key = Key::char(' ');
            model.screens.command(model.common.screen, (command, key), &mut model.common, turn);
        }
    }
}

/// What is looked for has changed: the first of it from where one was is shown.
fn changed(model: &mut Model) {
    let Some(Overlay::Search(search)) = &mut model.common.overlay else { return };
    search.wanted = search.line.as_ref().map(|line| line.value().to_owned()).unwrap_or_default();
    let (wanted, from) = (search.wanted.clone(), search.from);
    let found = found(model, &wanted);
    let begins = |hit: &Vec<Piece>| hit.first().is_some_and(|piece| piece.line >= from);
    show(model, found.iter().position(begins).unwrap_or(0));
}

/// Scrolls to the hit of this place.
fn show(model: &mut Model, nth: usize) {
    let Some(Overlay::Search(search)) = &mut model.common.overlay else { return };
    search.nth = nth;
    let (wanted, from) = (search.wanted.clone(), search.from);
    let (ui, on) = (model.common.ui(), model.common.screen);
    let Some(text) = text(model) else { return };
    let line = hits(&text.lines, &wanted).get(nth).and_then(|hit| hit.first()).map(|piece| piece.line);
    match line {
        // What is on the screen stays where it is.
        Some(line) if (text.top..text.top + text.rows).contains(&line) => {}
        // A few lines before it say what it is about.
        Some(line) => model.screens.show_line(on, line.saturating_sub(text.rows / 3), ui),
        None => model.screens.show_line(on, from, ui),
    }
}

/// A key that is typed.
pub fn edit(model: &mut Model, key: Key) {
    if let Some(Overlay::Search(Search { line: Some(line), .. })) = &mut model.common.overlay {
        form::type_key(line, key, MAX_CHARS);
        changed(model);
    }
}

/// Text pasted into the line. False where there is none.
pub fn paste(model: &mut Model, turn: &mut Turn, pasted: &str) -> bool {
    let Some(Overlay::Search(Search { line: Some(line), .. })) = &mut model.common.overlay else {
        return false;
    };
    let taken = form::insert(line, pasted.trim(), MAX_CHARS, false);
    changed(model);
    if let Err(long) = taken {
        Step::new(&mut model.common, turn, Asker::Dialog).say(Tone::Note, |lang| long.text(lang));
    }
    true
}

/// Marks what was found, and says in the status row what is looked for and how often it is there.
pub fn draw(frame: &mut Frame<'_>, ui: Ui, model: &Model, search: &Search) {
    let Some(text) = text(model) else { return };
    let found = hits(&text.lines, &search.wanted);
    let inside = body(frame.area());
    let nth = search.nth.min(found.len().saturating_sub(1));
    let mut here = None;
    for (place, hit) in found.iter().enumerate() {
        let token = if place == nth { Token::Cursor } else { Token::Banner };
        let at = hit.iter().map(|piece| mark(frame, inside, &text, *piece, ui.style(token)));
        let at = at.collect::<Vec<_>>().into_iter().flatten().next();
        here = here.or(at.filter(|_| place == nth));
    }
    let area = frame.area();
    let row = usize::from(area.height).saturating_sub(2);
    let count = said(ui.lang, search, (nth, found.len()));
    let Some(line) = &search.line else {
        let said = format!(" “{}” · {count}", search.wanted.trim());
        put(frame, area, row, &ui.line(Token::Title, fit(&said, area.width.into())));
        if let Some(at) = here {
            frame.set_cursor_position(at);
        }
        return;
    };
    let label = format!(" {} ", ui.lang.search_label());
    let room = usize::from(area.width).saturating_sub(width(&label) + width(&count) + 3).max(8);
    let scroll = line.visual_scroll(room);
    let typed = fit(&cut(behind(line.value(), scroll), room), room);
    put(
        frame,
        area,
        row,
        &Line::from(vec![
            ui.span(Token::Title, label.clone()),
            ui.span(Token::Text, format!("{typed} ")),
            ui.span(Token::Muted, fit(&count, width(&count) + 1)),
        ]),
    );
    cursor_at(frame, area, width(&label) + line.visual_cursor().saturating_sub(scroll), row);
}

fn said(lang: Lang, search: &Search, (nth, all): (usize, usize)) -> String {
    match all {
        _ if search.wanted.trim().is_empty() => lang.search_hint().to_owned(),
        0 => lang.search_none().to_owned(),
        all => lang.search_place(nth + 1, all),
    }
}
