//! The working calendar of a year, its versions, and the send window.

use dondoc_shared::{
    text::Lang,
    wire::calendar::{CalendarYear, SendWindow},
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Ui, body_of, cursor_at, help, paint_row, put, put_at, text, theme::Token};
use crate::screens::calendar::{Pane, State};

/// Rows above a list: which table, window and lunar check, the panes, the head of the table.
const ABOVE: usize = 4;
const DATE: usize = 11;
const WEEKDAY: usize = 4;
const KIND: usize = 21;
const CERTAINTY: usize = 12;
const NUMBER: usize = 5;
const BY: usize = 26;
const WHOSE: usize = 18;
const HOURS: usize = 14;

/// Rows of a list in a window of this size.
pub fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE)
}

/// Of what is worth a look, each of which takes up to three lines.
pub fn remark_rows(size: (u16, u16)) -> usize {
    list_rows(size) / 3
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let state = &ui.model.calendar;
    let Some(year) = &state.year else {
        let failure = state.failure.as_ref().map(|failure| failure.text(ui.lang()));
        let message = failure.unwrap_or_else(|| ui.lang().tui_loading().to_owned());
        put_at(frame, area, 2, 1, &ui.line(Token::Text, message));
        return cursor_at(frame, area, 2, 1);
    };
    head(frame, ui, area, year);
    panes(frame, ui, area, year);
    match state.pane {
        Pane::Days => days(frame, ui, area, year),
        Pane::Remarks => remarks(frame, ui, area, year),
        Pane::Versions => versions(frame, ui, area, year),
        Pane::Windows => windows(frame, ui, area),
    }
}

/// Whose table it is, by name where the tenant is known.
fn whose(lang: Lang, state: &State, year: &CalendarYear) -> String {
    let Some(slug) = &year.tenant else { return lang.almanac_nation().to_owned() };
    let named = state.different().iter().find(|one| one.tenant.slug == *slug);
    named.map_or(slug.as_str(), |one| lang.pick(&one.tenant.name_vi, &one.tenant.name_en)).to_owned()
}

fn hours(window: SendWindow) -> String {
    let clock = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
    format!("{}–{}", clock(window.opens), clock(window.closes))
}

fn head(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, year: &CalendarYear) {
    let (lang, state) = (ui.lang(), &ui.model.calendar);
    let width = usize::from(area.width).saturating_sub(2);
    let whose = whose(lang, state, year);
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
        state.windows.as_ref().map(|windows| lang.almanac_window(&hours(windows.today), &windows.zone));
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

fn panes(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, year: &CalendarYear) {
    let (lang, state) = (ui.lang(), &ui.model.calendar);
    let mut spans = vec![ui.span(Token::Text, " ")];
    for pane in Pane::ALL {
        let name = match pane {
            Pane::Days => lang.almanac_pane_days(year.days.len()),
            Pane::Remarks => lang.almanac_pane_remarks(year.remarks.len()),
            Pane::Versions => lang.almanac_pane_versions(year.versions.len()),
            Pane::Windows => lang.almanac_pane_windows().to_owned(),
        };
        let here = pane == state.pane;
        let said = if here { format!("[{name}] ") } else { format!(" {name}  ") };
        spans.push(ui.span(if here { Token::Title } else { Token::Muted }, said));
    }
    put(frame, area, 2, &Line::from(spans));
}

/// A list: its head, and those of its rows that are visible; `none` where it has none.
fn list(
    frame: &mut Frame<'_>,
    ui: &Ui<'_>,
    area: Rect,
    (head, none): (&str, &str),
    rows: impl Iterator<Item = (Token, String)>,
) {
    let state = &ui.model.calendar;
    let width = usize::from(area.width).saturating_sub(2);
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        put_at(frame, area, 1, ABOVE, &ui.line(Token::Text, text::cut(none, width)));
        return cursor_at(frame, area, 1, ABOVE);
    }
    put(frame, area, ABOVE - 1, &ui.line(Token::Muted, head));
    let shown = rows.enumerate().skip(state.top).take(list_rows(ui.model.size));
    for (line, (place, (token, cells))) in shown.enumerate() {
        put(frame, area, ABOVE + line, &ui.line(token, cells));
        if place == state.here {
            paint_row(frame, area, ABOVE + line, ui.style(Token::Cursor));
            cursor_at(frame, area, 0, ABOVE + line);
        }
    }
}

fn days(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, year: &CalendarYear) {
    let (lang, state) = (ui.lang(), &ui.model.calendar);
    let room = usize::from(area.width).saturating_sub(1 + DATE + WEEKDAY + KIND + CERTAINTY);
    let row = |[date, weekday, kind, certainty, name]: [&str; 5]| {
        let (date, weekday) = (text::fit(date, DATE - 1), text::fit(weekday, WEEKDAY - 1));
        let (kind, certainty) = (text::fit(kind, KIND - 1), text::fit(certainty, CERTAINTY - 1));
        format!(" {date} {weekday} {kind} {certainty} {}", text::cut(name, room))
    };
    let heads = [
        lang.desk_column_day(),
        "",
        lang.almanac_column_kind(),
        lang.almanac_column_certainty(),
        lang.almanac_column_name(),
    ];
    let rows = year.days.iter().map(|day| {
        let cells = [
            &lang.date(day.day),
            lang.weekday(day.day.weekday()),
            day.kind.name(lang),
            day.certainty.name(lang),
            lang.pick(&day.name_vi, &day.name_en),
        ];
        // What may still be changed stands out from what is over.
        (if day.day < year.changeable_from { Token::Muted } else { Token::Text }, row(cells))
    });
    let none = if year.tenant.is_none() {
        lang.calendar_no_table(year.year)
    } else {
        lang.almanac_no_days(&whose(lang, state, year))
    };
    list(frame, ui, area, (&row(heads), &none), rows);
}

/// Each in full, in as many lines as it takes.
fn remarks(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, year: &CalendarYear) {
    let (lang, state) = (ui.lang(), &ui.model.calendar);
    let width = usize::from(area.width).saturating_sub(2);
    if year.remarks.is_empty() {
        return list(frame, ui, area, ("", lang.almanac_no_remarks()), std::iter::empty());
    }
    let mut row = ABOVE;
    for (place, remark) in year.remarks.iter().enumerate().skip(state.top) {
        let begins = row;
        for piece in text::wrap(&lang.calendar_remark(*remark), width) {
            put(frame, area, row, &ui.line(Token::Warn, format!(" {}", piece.text.trim_end())));
            if place == state.here {
                paint_row(frame, area, row, ui.style(Token::Cursor));
            }
            row += 1;
        }
        if place == state.here {
            cursor_at(frame, area, 0, begins);
        }
    }
}

fn versions(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, year: &CalendarYear) {
    let lang = ui.lang();
    let room = usize::from(area.width).saturating_sub(1 + NUMBER + 2 * DATE + BY);
    let row = |[number, from, written, by, source]: [&str; 5]| {
        let (number, from) = (text::fit(number, NUMBER - 1), text::fit(from, DATE - 1));
        let (written, by) = (text::fit(written, DATE - 1), text::fit(by, BY - 1));
        format!(" {number} {from} {written} {by} {}", text::cut(source, room))
    };
    let heads = [
        lang.desk_column_version(),
        lang.desk_column_from(),
        lang.almanac_column_written(),
        lang.almanac_column_by(),
        lang.almanac_column_source(),
    ];
    let rows = year.versions.iter().map(|one| {
        let cells = [
            &one.version.to_string(),
            &lang.date(one.from_day),
            &lang.date(one.at.to_zoned(help::zone()).date()),
            lang.actor(&one.by),
            &one.source_note,
        ];
        (if one.version == year.version { Token::Title } else { Token::Text }, row(cells))
    });
    list(frame, ui, area, (&row(heads), lang.almanac_no_versions()), rows);
}

fn windows(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let (lang, state) = (ui.lang(), &ui.model.calendar);
    let room = usize::from(area.width).saturating_sub(1 + WHOSE + HOURS + DATE);
    let row = |[whose, hours, from, more]: [&str; 4]| {
        let (whose, hours) = (text::fit(whose, WHOSE - 1), text::fit(hours, HOURS - 1));
        format!(" {whose} {hours} {} {}", text::fit(from, DATE - 1), text::cut(more, room))
    };
    let heads = [
        lang.almanac_column_whose(),
        lang.almanac_column_hours(),
        lang.desk_column_from(),
        lang.almanac_column_more(),
    ];
    let nation = state.versions().iter().map(|one| {
        let made = lang.date(one.at.to_zoned(help::zone()).date());
        let more = lang.almanac_window_version(one.version, lang.actor(&one.by), &made);
        let said = one.window.map_or_else(|| lang.almanac_as_nation().to_owned(), hours);
        (Token::Text, row([lang.almanac_nation(), &said, &lang.date(one.from_day), &more]))
    });
    let zone = state.windows.as_ref().map_or("", |windows| &windows.zone);
    let today = state.windows.as_ref().map(|windows| windows.today);
    let tenants = state.different().iter().map(|one| {
        let years: Vec<String> = one.years.iter().map(i16::to_string).collect();
        let own_zone = (one.zone != zone).then(|| lang.almanac_own_zone(&one.zone));
        let own_days = (!years.is_empty()).then(|| lang.almanac_own_days(&years.join(", ")));
        let more: Vec<String> = [own_zone, own_days].into_iter().flatten().collect();
        let as_nation = Some(one.today) == today;
        let said = if as_nation { lang.almanac_as_nation().to_owned() } else { hours(one.today) };
        (Token::Accent, row([&one.tenant.slug, &said, "", &more.join(" · ")]))
    });
    list(frame, ui, area, (&row(heads), lang.almanac_built_in()), nation.chain(tenants));
}

/// The status row: what the cursor is on, in full, or what Enter does.
pub fn status(ui: &Ui<'_>) -> String {
    let (lang, state) = (ui.lang(), &ui.model.calendar);
    if state.waiting.is_some() || state.windows_waiting.is_some() {
        return lang.tui_loading().to_owned();
    }
    if let Some(one) = state.tenant_here() {
        return lang.almanac_opens_tenant(lang.pick(&one.tenant.name_vi, &one.tenant.name_en));
    }
    let Some(year) = &state.year else { return String::new() };
    match state.pane {
        Pane::Days => year.days.get(state.here).map_or_else(String::new, |day| {
            let note = lang.pick(&day.source_note_vi, &day.source_note_en);
            let name = lang.pick(&day.name_vi, &day.name_en);
            if note.is_empty() { name.to_owned() } else { format!("{name} · {note}") }
        }),
        Pane::Versions => {
            let Some(one) = year.versions.get(state.here) else { return String::new() };
            let opens = lang.almanac_opens_version(one.version);
            if one.source_note.is_empty() { opens } else { format!("{opens} · {}", one.source_note) }
        }
        Pane::Remarks | Pane::Windows => lang.almanac_changeable(year.changeable_from),
    }
}
