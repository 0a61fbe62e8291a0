//! The people of one tenant in a run.

use dondoc_shared::wire::policy::{PersonRun, Run};
use ratatui::text::Line;

use crate::{
    step::read::Read,
    ui::{Ui, text, theme::Token, words},
};

/// A tenant that was opened.
#[derive(Debug)]
pub struct Opened {
    /// Its key.
    pub slug: String,
    /// The day's run of it alone, with its people.
    pub run: Read<Box<Run>>,
    /// First line shown.
    pub scroll: usize,
}

impl Opened {
    /// The people who get mail.
    pub fn people(&self) -> &[PersonRun] {
        self.run.value.as_ref().and_then(|run| run.tenants.first()).map_or(&[], |tenant| &tenant.people)
    }
}

/// A person, then line after line what and why.
pub fn lines(ui: Ui, people: &[PersonRun]) -> Vec<Line<'static>> {
    let (lang, width) = (ui.lang, usize::from(ui.size.0));
    let mut lines = Vec::new();
    for person in people {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        let count = words::count(lang, person.lines.len());
        let who = lang.desk_run_person(&person.name, &person.address, &count);
        lines.push(ui.line(Token::Title, format!(" {}", text::cut(&who, width.saturating_sub(2)))));
        for line in &person.lines {
            let what = format!("{}  {}", line.code, line.title);
            lines.push(ui.line(Token::Text, format!("   {}", text::cut(&what, width.saturating_sub(4)))));
            for piece in text::wrap(&line.why, width.saturating_sub(8)) {
                lines.push(ui.line(Token::Muted, format!("      {}", piece.text.trim_end())));
            }
        }
    }
    lines
}
