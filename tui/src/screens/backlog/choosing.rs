//! Which columns of a list are shown: chosen by each person for as long as the console runs.

use dondoc_shared::text::Lang;
use ratatui::Frame;

use super::{Line, Listed, State, view::table};
use crate::{
    keys::{Command, table::label_of},
    step::{Step, toast::Tone},
    ui::{
        Ui, boxed, cursor_at,
        list::{Table, moved},
        message, paint_row, put,
        size::is_one_column,
        text,
        theme::Token,
    },
};

/// Cells of the box.
const CELLS: u16 = 56;

/// The columns that can be chosen, each with its place and its head.
fn choosable<L: Listed>(ui: Ui) -> Vec<(usize, String)> {
    let all = L::columns(ui.lang, usize::from(ui.size.0), 0).into_iter().enumerate();
    all.filter_map(|(place, column)| Some((place, column.choosable()?.to_owned()))).collect()
}

impl<L: Listed> State<L> {
    /// Opens the box in which columns are chosen.
    pub(super) fn choose_columns(&mut self, step: &mut Step<'_>) {
        if is_one_column(step.size()) {
            return step.say(Tone::Note, Lang::choosing_one_column);
        }
        self.choosing = Some(0);
    }

    /// A command of the box.
    pub(super) fn choosing_command(&mut self, command: Command, step: &mut Step<'_>) {
        let (ui, Some(here)) = (step.common.ui(), self.choosing) else { return };
        let all = choosable::<L>(ui);
        match command {
            Command::Back | Command::Confirm => self.choosing = None,
            Command::SwapColumn => {
                if let Some((place, head)) = all.get(here) {
                    // What was chosen and has no room is left out again.
                    let is_chosen = self.wanted_columns.get(place) == Some(&true);
                    let shown = self.table(ui).has(head) || is_chosen;
                    self.wanted_columns.insert(*place, !shown);
                }
            }
            command => {
                self.choosing = moved(command, here, all.len(), all.len()).or(self.choosing);
            }
        }
    }

    /// The table as it is drawn beside the box.
    fn table(&self, ui: Ui) -> Table<'static, Line<'_>> {
        let width = usize::from(ui.size.0.saturating_sub(self.preview.cells()));
        table::<L>(ui, width, self.rows.iter(), &self.wanted_columns)
    }

    /// Draws the box.
    pub(super) fn draw_choosing(&self, frame: &mut Frame<'_>, ui: Ui, here: usize) {
        let (lang, all) = (ui.lang, choosable::<L>(ui));
        let height = u16::try_from(all.len() + 4).unwrap_or(u16::MAX);
        let area = boxed(frame, ui, CELLS, height, lang.choosing_title());
        let (table, rows) = (self.table(ui), usize::from(area.height).saturating_sub(2));
        let top = (here + 1).saturating_sub(rows);
        for (line, (place, head)) in all.iter().enumerate().skip(top).take(rows) {
            let stands = table.has(head);
            let mark = if stands { "[x]" } else { "[ ]" };
            let is_narrow = !stands && self.wanted_columns.get(place) == Some(&true);
            let why = if is_narrow { lang.choosing_no_room() } else { "" };
            let said = text::cut(&format!("{mark} {head}  {why}"), usize::from(area.width));
            put(frame, area, line - top, &ui.line(Token::Text, said));
            if line == here {
                paint_row(frame, area, line - top, ui.style(Token::Cursor));
                cursor_at(frame, area, 0, line - top);
            }
        }
        let keys = lang.choosing_keys(&label_of(Command::SwapColumn));
        message(frame, Ui { covered: true, ..ui }, area, (0, rows + 1), &keys);
    }
}
