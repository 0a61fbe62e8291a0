//! `list`: the backlog or one of its queues, to the output.

use std::io::{IsTerminal, Write, stderr, stdout};

use dondoc_shared::text::Lang;

use super::{
    args::{List, ListFormat},
    desk::{Desk, aside, say},
    find::{Found, Question},
    stop::Stop,
};
use crate::ui::{
    words,
    written::{Kind, Sheet},
};

pub(super) async fn run(desk: &Desk, asked: &List, out: &mut dyn Write) -> Result<(), Stop> {
    let lang = desk.lang;
    let question = Question::new(desk, asked.rows.queue, &asked.rows.filter).await?;
    if asked.count {
        return count(desk, &question, asked.format, out).await;
    }
    let kind = match asked.format {
        ListFormat::Table => Kind::Lines(window()),
        ListFormat::Csv => Kind::Csv(asked.bom),
        ListFormat::Json => Kind::Json,
        ListFormat::Jsonl => Kind::JsonLines,
    };
    let most = asked.limit.and_then(|limit| usize::try_from(limit).ok());
    let of_output = |error| Stop::of_output(&error, lang);
    let mut sheet = Sheet::new(out, kind, lang, question.said);
    let found =
        question.rows(desk, most, &mut |row, page| sheet.row(row, page.today).map_err(of_output)).await?;
    sheet.end().map_err(of_output)?;
    // Beside the list, for whoever watches it: a program reads only the output.
    if asked.format == ListFormat::Table && stderr().is_terminal() {
        let said = std::iter::once(summed(lang, found)).chain(question.left_out(desk).await);
        aside(&format!("{}\n", said.collect::<Vec<_>>().join(" · ")));
    }
    Ok(())
}

async fn count(
    desk: &Desk,
    question: &Question,
    format: ListFormat,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let count = question.count(desk).await?;
    let line = match format {
        ListFormat::Json | ListFormat::Jsonl => {
            serde_json::json!({ "total": count.total, "at_least": count.at_least }).to_string()
        }
        ListFormat::Table | ListFormat::Csv => count.total.to_string(),
    };
    say(out, desk.lang, &[line])?;
    if count.at_least {
        aside(&format!("{}\n", desk.lang.verbs_count_at_least()));
    }
    Ok(())
}

fn summed(lang: Lang, found: Found) -> String {
    let (shown, total) = (words::count(lang, found.rows), lang.number(found.total));
    if found.is_whole {
        lang.tui_total(&shown)
    } else if found.at_least {
        lang.verbs_shown_at_least(&shown, &total)
    } else {
        lang.verbs_shown(&shown, &total)
    }
}

/// Cells of the window, where the output is one.
pub(super) fn window() -> Option<usize> {
    let size = stdout().is_terminal().then(crossterm::terminal::size)?;
    size.ok().map(|(columns, _)| usize::from(columns)).filter(|columns| *columns > 0)
}
