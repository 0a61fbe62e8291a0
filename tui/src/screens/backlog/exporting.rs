//! The list on its way into a file: all that the filter in force finds, page by page, as `dondoc export` writes it.

use std::collections::HashSet;

use dondoc_shared::{text::Lang, wire::Page};

use super::{Listed, State, exported::Exporting, listed::whole};
use crate::{
    net::Call,
    step::{
        Step,
        effect::Effect,
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{
        words,
        written::{Kind, Said, Sheet},
    },
};

/// Rows of one page: as many as the server gives.
const PAGE: u16 = 200;

impl<L: Listed> State<L> {
    /// Begins to read all of the list.
    pub(super) fn export(&mut self, step: &mut Step<'_>) {
        if self.exporting.is_some() {
            return;
        }
        let filter = whole(L::ABOUT, &self.filter, &step.common.known.named_in(&self.filter));
        let (total, page) = (self.total.unwrap_or_default(), Waiting::default());
        let exporting = Exporting { filter, rows: Vec::new(), seen: HashSet::new(), total, page };
        self.exporting = Some(exporting);
        self.ask_to_export(None, step);
    }

    fn ask_to_export(&mut self, cursor: Option<String>, step: &mut Step<'_>) {
        let Some(exporting) = &mut self.exporting else { return };
        let filter = exporting.filter.clone();
        exporting.page = step.ask(Call::Page { filter, with: L::QUEUE, cursor, limit: PAGE });
    }

    /// Gives it up; nothing was written.
    pub(super) fn stop_export(&mut self, step: &mut Step<'_>) {
        self.exporting = None;
        step.say(Tone::Note, Lang::export_stopped);
    }

    /// A page of it: the last one is followed by the file.
    pub(super) fn export_arrived(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(exporting) = &mut self.exporting else { return };
        let page = match exporting.page.take(arrived) {
            None => return,
            Some(Ok(page)) => page,
            Some(Err(failure)) => {
                self.exporting = None;
                return step.say(Tone::Fault, |lang| lang.export_failed(&failure.text(lang)));
            }
        };
        let Page { items, next, total, today, .. } = page;
        exporting.total = total;
        let new = items.into_iter().filter(|row| exporting.seen.insert(row.id));
        exporting.rows.extend(new);
        if next.is_some() {
            return self.ask_to_export(next, step);
        }
        let Some(Exporting { rows, .. }) = self.exporting.take() else { return };
        let lang = step.lang();
        let said = L::QUEUE.map(|_| -> Said { L::said });
        // A mark by which spreadsheets know the letters.
        let mut sheet = Sheet::new(Vec::new(), Kind::Csv(true), lang, said);
        let written = rows.iter().try_for_each(|row| sheet.row(row, today)).and_then(|()| sheet.end());
        match written {
            Ok(bytes) => {
                let name = lang.export_file(L::tab(lang), today);
                step.effect(Effect::Save { name, bytes });
            }
            Err(error) => step.say(Tone::Fault, |lang| lang.export_failed(&error.to_string())),
        }
    }

    /// How far it is, for the status row.
    pub(super) fn said_of_export(&self, lang: Lang) -> Option<String> {
        let exporting = self.exporting.as_ref()?;
        let read = words::count(lang, exporting.rows.len());
        Some(lang.export_so_far(&read, &lang.number(exporting.total)))
    }
}
