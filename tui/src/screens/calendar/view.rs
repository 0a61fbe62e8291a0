//! The working calendar of a year, its versions, and the send window.

use dondoc_shared::wire::calendar::{CalendarDay, CalendarVersion, CalendarYear};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{ABOVE, Pane, State, list_rows};
use crate::ui::{
    Ui, View, below, cursor_at,
    list::{Column, Table},
    message, paint_row, panes, put, put_at, text,
    theme::Token,
    time::{date_of, hours},
};

const DATE: usize = 10;
const WEEKDAY: usize = 3;
const KIND: usize = 20;
const CERTAINTY: usize = 11;
const NUMBER: usize = 4;
const BY: usize = 25;
const WHOSE: usize = 17;
const HOURS: usize = 13;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let Some(year) = &self.year.value else {
            return message(frame, ui, area, (2, 1), &self.year.blank(lang));
        };
        head(frame, ui, area, self, year);
        let names = Pane::ALL.map(|pane| {
            let name = match pane {
                Pane::Days => lang.almanac_pane_days(year.days.len()),
                Pane::Remarks => lang.almanac_pane_remarks(year.remarks.len()),
                Pane::Versions => lang.almanac_pane_versions(year.versions.len()),
                Pane::Windows => lang.almanac_pane_windows().to_owned(),
            };
            (pane, name)
        });
        put(frame, area, 2, &Line::from(panes(ui, &self.pane, names)));
        match self.pane {
            Pane::Days => self.draw_days(frame, ui, area, year),
            Pane::Remarks => self.draw_remarks(frame, ui, area, year),
            Pane::Versions => self.draw_versions(frame, ui, area, year),
            Pane::Windows => self.draw_windows(frame, ui, area),
        }
    }

    /// What the cursor is on, in full, or what Enter does.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        if self.year.is_waiting() || self.windows.is_waiting() || self.changing.is_some() {
            return lang.tui_loading().to_owned();
        }
        if let Some(one) = self.tenant_here() {
            return lang.almanac_opens_tenant(lang.pick(&one.tenant.name_vi, &one.tenant.name_en));
        }
        let Some(year) = &self.year.value else { return String::new() };
        match self.pane {
            Pane::Days => year.days.get(self.here()).map_or_else(String::new, |day| {
                let note = lang.pick(&day.source_note_vi, &day.source_note_en);
                let name = lang.pick(&day.name_vi, &day.name_en);
                if note.is_empty() { name.to_owned() } else { format!("{name} · {note}") }
            }),
            Pane::Versions => {
                let Some(one) = year.versions.get(self.here()) else { return String::new() };
                let opens = lang.almanac_opens_version(one.version);
                if one.source_note.is_empty() { opens } else { format!("{opens} · {}", one.source_note) }
            }
            Pane::Remarks | Pane::Windows => lang.almanac_changeable(year.changeable_from),
        }
    }
}

fn head(frame: &mut Frame<'_>, ui: Ui, area: Rect, state: &State, year: &CalendarYear) {
    let lang = ui.lang;
    let width = usize::from(area.width).saturating_sub(2);
    let whose = state.whose(lang, year);
    let newest = year.versions.first().map_or(0, |version| version.version);
    let title = match year.version {
        0 => lang.almanac_title_none(year.year, &whose),
        version if version == newest => {
            format!("{} ({})", lang.almanac_title(year.year, &whose, version), lang.almanac_newest())
        }
        version => {
            format!("{} ({})", lang.almanac_title(year.year, &whose, version), lang.almanac_older(newest))
        }
    };
    put_at(frame, area, 1, 0, &ui.line(Token::Title, text::cut(&title, width)));
    let window =
        state.windows.value.as_ref().map(|windows| lang.almanac_window(&hours(windows.today), &windows.zone));
    let odd = match year.remarks.len() {
        _ if year.version == 0 => None,
        // Only the nation's table is held against the moon.
        0 => year.tenant.is_none().then(|| lang.almanac_nothing_odd().to_owned()),
        n => Some(lang.almanac_odd(n)),
    };
    let parts: Vec<String> = [window, odd].into_iter().flatten().collect();
    let token = if year.remarks.is_empty() { Token::Muted } else { Token::Warn };
    put_at(frame, area, 1, 1, &ui.line(token, text::cut(&parts.join(" · "), width)));
}

/// What stands where the pane has no rows.
fn nothing(frame: &mut Frame<'_>, ui: Ui, area: Rect, none: &str) {
    let width = usize::from(area.width).saturating_sub(2);
    message(frame, ui, area, (1, ABOVE), &text::cut(none, width));
}

/// A row of the pane of the send window: whose, the hours, since when, and what else there is to say.
type WindowRow = [String; 4];

impl State {
    fn draw_table<R>(
        &self,
        frame: &mut Frame<'_>,
        ui: Ui,
        area: Rect,
        columns: impl IntoIterator<Item = Column<'static, R>>,
        rows: impl Iterator<Item = (Token, R)>,
    ) {
        let window = (Some(self.here()), self.list.top, list_rows(ui.size));
        let table = Table::new(columns, usize::from(area.width), 0);
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
    }

    fn draw_days(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, year: &CalendarYear) {
        let lang = ui.lang;
        if year.days.is_empty() {
            let none = match year.tenant {
                None => lang.calendar_no_table(year.year),
                Some(_) => lang.almanac_no_days(&self.whose(lang, year)),
            };
            return nothing(frame, ui, area, &none);
        }
        let columns = [
            Column::fixed(lang.desk_column_day(), DATE, move |day: &&CalendarDay| lang.date(day.day)),
            Column::fixed("", WEEKDAY, move |day: &&CalendarDay| lang.weekday(day.day.weekday())),
            Column::fixed(lang.almanac_column_kind(), KIND, move |day: &&CalendarDay| day.kind.name(lang)),
            Column::fixed(lang.almanac_column_certainty(), CERTAINTY, move |day: &&CalendarDay| {
                day.certainty.name(lang)
            }),
            Column::rest(lang.almanac_column_name(), move |day: &&CalendarDay| {
                lang.pick(&day.name_vi, &day.name_en).to_owned()
            }),
        ];
        let rows = year.days.iter().map(|day| {
            // What may still be changed stands out from what is over.
            (if day.day < year.changeable_from { Token::Muted } else { Token::Text }, day)
        });
        self.draw_table(frame, ui, area, columns, rows);
    }

    /// Each in full, in as many lines as it takes.
    fn draw_remarks(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, year: &CalendarYear) {
        let lang = ui.lang;
        let width = usize::from(area.width).saturating_sub(2);
        if year.remarks.is_empty() {
            return nothing(frame, ui, area, lang.almanac_no_remarks());
        }
        let mut row = ABOVE;
        for (place, remark) in year.remarks.iter().enumerate().skip(self.list.top) {
            let begins = row;
            for piece in text::wrap(&lang.calendar_remark(*remark), width) {
                put(frame, area, row, &ui.line(Token::Warn, format!(" {}", piece.text.trim_end())));
                if place == self.here() {
                    paint_row(frame, area, row, ui.style(Token::Cursor));
                }
                row += 1;
            }
            if place == self.here() {
                cursor_at(frame, area, 0, begins);
            }
        }
    }

    fn draw_versions(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, year: &CalendarYear) {
        let lang = ui.lang;
        if year.versions.is_empty() {
            return nothing(frame, ui, area, lang.almanac_no_versions());
        }
        let columns = [
            Column::fixed(lang.desk_column_version(), NUMBER, |one: &&CalendarVersion| {
                one.version.to_string()
            }),
            Column::fixed(lang.desk_column_from(), DATE, move |one: &&CalendarVersion| {
                lang.date(one.from_day)
            }),
            Column::fixed(lang.almanac_column_written(), DATE, move |one: &&CalendarVersion| {
                lang.date(date_of(one.at))
            }),
            Column::fixed(lang.almanac_column_by(), BY, move |one: &&CalendarVersion| {
                lang.actor(&one.by).to_owned()
            }),
            Column::rest(lang.almanac_column_source(), |one: &&CalendarVersion| one.source_note.clone()),
        ];
        let rows = year
            .versions
            .iter()
            .map(|one| (if one.version == year.version { Token::Title } else { Token::Text }, one));
        self.draw_table(frame, ui, area, columns, rows);
    }

    fn draw_windows(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        if self.count() == 0 {
            return nothing(frame, ui, area, lang.almanac_built_in());
        }
        let nation = self.versions().iter().map(|one| {
            let made = lang.date(date_of(one.at));
            let more = lang.almanac_window_version(one.version, lang.actor(&one.by), &made);
            let said = one.window.map_or_else(|| lang.almanac_as_nation().to_owned(), hours);
            (Token::Text, [lang.almanac_nation().to_owned(), said, lang.date(one.from_day), more])
        });
        let zone = self.windows.value.as_ref().map_or("", |windows| &windows.zone);
        let today = self.windows.value.as_ref().map(|windows| windows.today);
        let tenants = self.different().iter().map(|one| {
            let years: Vec<String> = one.years.iter().map(i16::to_string).collect();
            let own_zone = (one.zone != zone).then(|| lang.almanac_own_zone(&one.zone));
            let own_days = (!years.is_empty()).then(|| lang.almanac_own_days(&years.join(", ")));
            let more: Vec<String> = [own_zone, own_days].into_iter().flatten().collect();
            let as_nation = Some(one.today) == today;
            let said = if as_nation { lang.almanac_as_nation().to_owned() } else { hours(one.today) };
            (Token::Accent, [one.tenant.short.clone(), said, String::new(), more.join(" · ")])
        });
        let columns = [
            Column::fixed(lang.almanac_column_whose(), WHOSE, |[whose, ..]: &WindowRow| whose.clone()),
            Column::fixed(lang.almanac_column_hours(), HOURS, |[_, hours, ..]: &WindowRow| hours.clone()),
            Column::fixed(lang.desk_column_from(), DATE, |[_, _, from, _]: &WindowRow| from.clone()),
            Column::rest(lang.almanac_column_more(), |[.., more]: &WindowRow| more.clone()),
        ];
        self.draw_table(frame, ui, area, columns, nation.chain(tenants));
    }
}
