//! The command table held against every layer there is.

use std::collections::HashSet;

use crossterm::event::KeyCode;
use dondoc_shared::text::Lang;

use crate::{
    keys::{
        Command, Danger, Key, Layer, Screen,
        layer::Kind,
        route::{Routed, route},
        table::{Keys, Place, entries, entries_of},
    },
    screens,
};

/// Keys that multiplexers, flow control or the terminal itself take away, or that are another key in disguise.
const DENIED: &[char] = &['s', 'q', 'a', 'b', 'i', 'j', 'm', 'h', '['];

pub fn layers() -> impl Iterator<Item = Layer> {
    Layer::COMMON.iter().copied().chain(screens::layers())
}

fn named(name: &str) -> Layer {
    layers().find(|layer| layer.name == name).unwrap()
}

#[test]
fn no_key_means_two_things_in_one_layer_and_no_chord_is_shadowed() {
    let mut names = HashSet::new();
    for layer in layers() {
        assert!(names.insert(layer.name), "{} is two layers", layer.name);
        let mut seen = HashSet::new();
        let mut firsts = HashSet::new();
        let mut ones = HashSet::new();
        for keys in entries_of(layer).flat_map(|entry| entry.keys) {
            assert!(seen.insert(keys.label()), "{}: {} twice", layer.name, keys.label());
            match keys {
                Keys::One(key) => ones.insert(*key),
                Keys::Two(first, _) => firsts.insert(*first),
            };
        }
        assert!(ones.is_disjoint(&firsts), "{}: a key hides a chord", layer.name);
    }
}

#[test]
fn no_command_depends_on_a_key_that_a_terminal_or_multiplexer_takes() {
    for entry in entries() {
        for keys in entry.keys {
            let Keys::One(key) = keys else { continue };
            assert!(!key.alt && key.code != KeyCode::Backspace, "{:?}", entry.command);
            assert!(!(key.ctrl && DENIED.iter().any(|c| key.code == KeyCode::Char(*c))));
        }
        // A function key or a doubled letter is only ever an extra, except where letters are typed.
        let extra = |keys: &Keys| match keys {
            Keys::One(key) => matches!(key.code, KeyCode::F(_)),
            Keys::Two(a, b) => a == b,
        };
        let typed = layers().any(|layer| layer.is_text() && entry.works_in(layer));
        assert!(typed || entry.keys.iter().any(|keys| !extra(keys)), "{:?}", entry.command);
    }
}

#[test]
fn what_a_tenant_would_see_asks_for_a_right() {
    for entry in entries().filter(|entry| entry.danger > Danger::D0) {
        assert!(entry.needs.is_some(), "{:?}", entry.command);
    }
}

#[test]
fn every_title_is_there_in_both_languages() {
    for entry in entries() {
        for lang in [Lang::Vi, Lang::En] {
            assert!(!(entry.title)(lang).is_empty());
        }
    }
}

#[test]
fn what_the_bar_calls_a_key_the_table_calls_it_too() {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    // The name of the other language is written in that.
    for entry in entries().filter(|entry| entry.command != Command::Language) {
        for lang in Lang::ALL {
            let Some(bar) = entry.bar.map(|bar| bar(*lang)) else { continue };
            let title = (entry.title)(*lang);
            let known = words(title);
            let strange: Vec<String> = words(bar).into_iter().filter(|word| !known.contains(word)).collect();
            assert!(strange.is_empty(), "{:?}: “{bar}” is “{title}” in the table", entry.command);
        }
    }
}

#[test]
fn every_command_that_a_layer_takes_has_a_key_there_and_every_screen_its_layers() {
    for layer in layers() {
        for command in layer.takes {
            assert!(entries_of(layer).any(|entry| entry.command == *command), "{}: {command:?}", layer.name);
        }
    }
    for screen in Screen::ALL {
        let is_its = |layer: Layer| layer.kind == Kind::Page(*screen);
        assert!(screens::layers().any(is_its), "{screen:?}");
    }
}

#[test]
fn a_chord_waits_for_its_second_key() {
    let (g, backlog) = (Key::char('g'), named("backlog"));
    assert_eq!(route(backlog, None, g), Routed::Prefix(g));
    let to_overview = Routed::Command(Command::Go(Screen::Overview));
    assert_eq!(route(backlog, Some(g), Key::char('d')), to_overview);
    assert_eq!(route(backlog, Some(g), Key::char('z')), Routed::Unbound);
}

#[test]
fn letters_mean_nothing_where_text_is_typed() {
    for layer in layers().filter(|layer| layer.is_text()) {
        for c in ('!'..='~').chain([' ']) {
            assert_eq!(route(layer, None, Key::char(c)), Routed::Unbound, "{} {c}", layer.name);
        }
    }
}

/// The table of the README: what is pressed, what it does, where it works.
fn documented() -> String {
    let mut lines = vec!["| Keys | What | Where |".to_owned(), "|---|---|---|".to_owned()];
    for entry in entries() {
        let keys: Vec<String> = entry.keys.iter().map(|keys| format!("`{}`", keys.label())).collect();
        let taken = || {
            let takers: Vec<&str> =
                layers().filter(|layer| entry.works_in(*layer)).map(|layer| layer.name).collect();
            takers.join(", ")
        };
        let place = match entry.place {
            Place::Everywhere => "everywhere".to_owned(),
            Place::Behind => "everywhere but on the first screen".to_owned(),
            Place::Pages => "every screen".to_owned(),
            Place::Elsewhere(_) => "every other screen".to_owned(),
            Place::First => "the first screen".to_owned(),
            Place::Reading => "every screen, help, messages".to_owned(),
            Place::ReadingBehind => "every other screen, help, messages".to_owned(),
            Place::Boxes => "every box and line".to_owned(),
            Place::Forms => "every box and line of a screen".to_owned(),
            Place::Taken | Place::TakenByPages | Place::TakenByBoxes => taken(),
        };
        lines.push(format!("| {} | {} | {place} |", keys.join(" "), (entry.title)(Lang::En)));
    }
    lines.join("\n")
}

#[test]
fn the_key_table_of_the_readme_is_that_of_the_console() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once("<!-- keys -->\n").unwrap();
    let (written, after) = rest.split_once("\n<!-- /keys -->").unwrap();
    let wanted = documented();
    if std::env::var_os("DONDOC_WRITE_README").is_some() {
        let text = format!("{before}<!-- keys -->\n{wanted}\n<!-- /keys -->{after}");
        return std::fs::write(path, text).unwrap();
    }
    assert_eq!(
        written, wanted,
        "README.md tells of other keys; write it anew with\n\
         DONDOC_WRITE_README=1 cargo nextest run -p dondoc the_key_table_of_the_readme"
    );
}
