//! `keys`: the table of keys, as the screens obey it.

use std::io::Write;

use dondoc_shared::text::Lang;

use super::{args::KeysFormat, desk::say, stop::Stop};
use crate::{
    keys::{
        Layer, Screen,
        layer::Kind,
        table::{Entry, Place, entries},
    },
    screens::{Screens, layers},
    ui::text::width,
};

/// Cells of a line before what a key does.
const KEYS: usize = 14;

pub(super) fn run(format: KeysFormat, lang: Lang, out: &mut dyn Write) -> Result<(), Stop> {
    let rows = entries().map(|entry| row(entry, lang));
    let heads =
        [lang.verbs_keys_column_keys(), lang.verbs_keys_column_what(), lang.verbs_keys_column_where()];
    let lines: Vec<String> = match format {
        KeysFormat::Table => rows
            .map(|[keys, what, place]| {
                let blanks = " ".repeat(KEYS.saturating_sub(width(&keys)));
                format!("{keys}{blanks}  {what} ({place})")
            })
            .collect(),
        KeysFormat::Md => {
            let quoted = rows.map(|[keys, what, place]| {
                let keys: Vec<String> = keys.split("  ").map(|one| format!("`{one}`")).collect();
                format!("| {} | {what} | {place} |", keys.join(" "))
            });
            [format!("| {} |", heads.join(" | ")), "|---|---|---|".to_owned()]
                .into_iter()
                .chain(quoted)
                .collect()
        }
    };
    say(out, lang, &lines)
}

/// What is pressed, what it does, where it works.
fn row(entry: &Entry, lang: Lang) -> [String; 3] {
    let keys: Vec<String> = entry.keys.iter().map(|keys| keys.label()).collect();
    [keys.join("  "), (entry.title)(lang).to_owned(), place(entry, lang)]
}

fn place(entry: &Entry, lang: Lang) -> String {
    let said = match entry.place {
        Place::Everywhere => lang.verbs_keys_everywhere(),
        Place::Behind => lang.verbs_keys_behind(),
        Place::Pages => lang.verbs_keys_pages(),
        Place::Elsewhere(_) => lang.verbs_keys_elsewhere(),
        Place::First => lang.verbs_keys_first(),
        Place::Reading => lang.verbs_keys_reading(),
        Place::ReadingBehind => lang.verbs_keys_reading_behind(),
        Place::Boxes => lang.verbs_keys_boxes(),
        Place::Forms => lang.verbs_keys_forms(),
        Place::Taken | Place::TakenByPages | Place::TakenByBoxes => return takers(entry, lang),
    };
    said.to_owned()
}

/// The screens that take it by their titles, each once; boxes and help together.
fn takers(entry: &Entry, lang: Lang) -> String {
    let screens = Screens::default();
    let mut said: Vec<String> = Vec::new();
    let taking = layers().chain(Layer::COMMON.iter().copied()).filter(|layer| entry.works_in(*layer));
    for layer in taking {
        let name = match layer.kind {
            Kind::Page(Screen::Item) => lang.verbs_keys_item().to_owned(),
            Kind::Page(Screen::Report) => lang.verbs_keys_report().to_owned(),
            Kind::Page(screen) => screens.tab(screen, lang),
            Kind::Box { .. } => lang.verbs_keys_boxes_alone().to_owned(),
            Kind::Sheet | Kind::Search | Kind::Bare => lang.verbs_keys_help().to_owned(),
        };
        if !said.contains(&name) {
            said.push(name);
        }
    }
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_told_with_its_place_in_both_languages() {
        for lang in Lang::ALL {
            let mut out = Vec::new();
            run(KeysFormat::Table, *lang, &mut out).unwrap();
            let said = String::from_utf8(out).unwrap();
            assert_eq!(said.lines().count(), entries().count());
            for (line, entry) in said.lines().zip(entries()) {
                let title = (entry.title)(*lang);
                assert!(line.contains(title) && line.starts_with(&entry.keys[0].label()), "{line}");
                assert!(!line.contains("()") && !line.contains(", ,") && !line.contains("(,"), "{line}");
            }
        }
    }

    #[test]
    fn markdown_has_three_cells_a_line_and_every_key_marked() {
        let mut out = Vec::new();
        run(KeysFormat::Md, Lang::En, &mut out).unwrap();
        let said = String::from_utf8(out).unwrap();
        assert!(said.starts_with("| Keys | What | Where |\n|---|---|---|\n| `Enter` | "), "{said}");
        assert!(said.lines().skip(2).all(|line| line.matches(" | ").count() == 2), "{said}");
        assert!(said.contains("| `L` `F2` | "), "{said}");
    }
}
