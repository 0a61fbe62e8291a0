//! `show`: one assignment, as its page has it.

use std::io::Write;

use dondoc_shared::wire::{
    Page,
    assignment::{AssignmentDetail, AssignmentRow},
};

use super::{
    args::{Show, ShowFormat},
    desk::{Desk, say},
    list::window,
    stop::{End, Stop},
};
use crate::{net::Call, screens::item, step::lookup::Lookup, ui::Ui};

/// Columns where there is no window.
const COLUMNS: u16 = 100;

pub(super) async fn run(desk: &Desk, portal: &str, asked: &Show, out: &mut dyn Write) -> Result<(), Stop> {
    let lang = desk.lang;
    let code = dondoc_shared::scrub::one_line(asked.code.trim());
    let parts = code.split_once('/').filter(|(task, body)| is_word(task) && is_word(body));
    let Some((task, body)) = parts else {
        return Err(Stop::new(End::Usage, lang.verbs_code_refused(&code)));
    };
    let mut lookup = Lookup::new(task.to_owned(), body.to_owned());
    let mut row = None;
    while let Some(call) = lookup.question().filter(|_| row.is_none()) {
        let page: Page<AssignmentRow> = desk.ask(call).await?;
        row = lookup.looked_at(&page.items);
    }
    let row = row.ok_or_else(|| Stop::new(End::Refused, lang.finder_no_code(&code)))?;
    let detail: Box<AssignmentDetail> = desk.ask(Call::Item(row.id)).await?;
    let text = match asked.format {
        ShowFormat::Json => {
            serde_json::to_string_pretty(&detail).map_err(|error| Stop::of_output(&error.into(), lang))?
        }
        ShowFormat::Text => {
            let columns = window().and_then(|columns| u16::try_from(columns).ok()).unwrap_or(COLUMNS);
            let ui = Ui { lang, size: (columns, u16::MAX), ..Ui::default() };
            format!(
                "{}\n{}",
                row.code,
                item::as_text(ui, &detail, &format!("{portal}/assignments/{}", row.id))
            )
        }
    };
    say(out, lang, &[text])
}

/// Whether it is a part of a code, and nothing of the filter language.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-.".contains(c))
}
