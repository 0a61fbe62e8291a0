//! A dialog: what it is about, its form or what will happen, and two buttons of which the safe one has the focus.

use dondoc_shared::text::Lang;
use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    Awaited, Dialog, Stage, Stop,
    fields::{self, box_width, text_width},
    kind,
};
use crate::{
    keys::{Command, table::label_of},
    ui::{
        Ui, below, boxed, button, cursor_at, handling, more_below, put, put_at, sheet, size::is_cropped,
        text, theme::Token, time,
    },
};

/// Rows of the box: what its content needs, within what the window has.
fn height(content: usize, (_, rows): (u16, u16)) -> u16 {
    let needed = u16::try_from(content + HEAD + FOOT + 2).unwrap_or(u16::MAX);
    needed.max(14).min(rows.saturating_sub(2))
}

/// How many lines scroll in the middle, and how many of them are visible.
pub fn extent(ui: Ui, dialog: &Dialog) -> (usize, usize) {
    let length = middle(ui, dialog, text_width(ui.size)).len();
    let rows = usize::from(height(length, ui.size)).saturating_sub(2);
    (length, room(ui, dialog, rows))
}

/// How many lines of the middle are visible in a box of so many rows. Where few rows of it are shown at once, they are those that
/// stand with the buttons.
fn room(ui: Ui, dialog: &Dialog, rows: usize) -> usize {
    if is_cropped(ui.window) {
        ui.page().min(rows).saturating_sub(1 + usize::from(message(ui.lang, dialog).is_some())).max(1)
    } else {
        rows.saturating_sub(HEAD + FOOT)
    }
}

/// Rows of the head: code, title, a rule.
const HEAD: usize = 3;
/// Rows of the foot: notice (two), buttons, hint.
const FOOT: usize = 5;

/// A line of the middle, with what of it belongs to a field.
struct MiddleLine {
    line: Line<'static>,
    /// The stop whose line this is, and the cells before its cursor.
    cursor: Option<usize>,
    stop: Option<Stop>,
}

fn plain(line: Line<'static>) -> MiddleLine {
    MiddleLine { line, cursor: None, stop: None }
}

/// Draws the dialog.
pub fn draw(frame: &mut Frame<'_>, ui: Ui, dialog: &Dialog) {
    let lines = middle(ui, dialog, text_width(ui.size));
    let rows = height(lines.len(), ui.size);
    let title = dialog.kind.act().title(ui.lang);
    let title = if is_cropped(ui.window) {
        format!("{title} · {}", dialog.detail.row.code)
    } else {
        title.to_owned()
    };
    let area = boxed(frame, ui, box_width(ui.size), rows, &title);
    let rows = usize::from(area.height);
    let room = room(ui, dialog, rows);
    let room = if is_cropped(ui.window) { room.min(lines.len()) } else { room };
    let head = if is_cropped(ui.window) { 0 } else { head(frame, ui, dialog, area) };
    let scroll = scroll(ui, dialog, &lines, room);
    let stop = dialog.stop();
    let inner = Rect { height: u16::try_from(room).unwrap_or(0), ..below(area, head) };
    for (place, line) in lines.iter().skip(scroll).take(room).enumerate() {
        put(frame, inner, place, &line.line);
        if let Some(column) = line.cursor.filter(|_| line.stop == Some(stop)) {
            cursor_at(frame, inner, column, place);
        }
    }
    if is_cropped(ui.window) {
        return short_foot(frame, ui, dialog, below(area, room));
    }
    if let Some(more) = more_below(ui, lines.len(), scroll + room) {
        let column = usize::from(area.width).saturating_sub(text::width(&more));
        put_at(frame, area, column, head + room, &ui.line(Token::Muted, more));
    }
    foot(frame, ui, dialog, area, rows);
}

/// Draws what the dialog is about; answers in how many rows.
fn head(frame: &mut Frame<'_>, ui: Ui, dialog: &Dialog, area: Rect) -> usize {
    let (row, width) = (&dialog.detail.row, usize::from(area.width));
    let who = format!("{} · {}", row.code, ui.lang.pick(&row.tenant.name_vi, &row.tenant.name_en));
    put(frame, area, 0, &ui.line(Token::Title, text::cut(&who, width)));
    put(frame, area, 1, &ui.line(Token::Text, text::cut(ui.lang.pick(&row.title_vi, &row.title_en), width)));
    put(frame, area, 2, &ui.line(Token::Muted, "─".repeat(width)));
    HEAD
}

/// Where the middle stands: at the field in focus while there is one, else where it was scrolled to.
fn scroll(ui: Ui, dialog: &Dialog, lines: &[MiddleLine], room: usize) -> usize {
    let last = lines.len().saturating_sub(room);
    if let Some(first) = dialog.reading {
        return first.min(last);
    }
    let stop = dialog.stop();
    let cursor = lines.iter().position(|line| line.stop == Some(stop) && line.cursor.is_some());
    match cursor {
        // Where there are few rows, the name of a field matters more than what follows it.
        Some(place) if is_cropped(ui.window) => (place + 1).saturating_sub(room).min(last),
        Some(place) => (place + 2).saturating_sub(room).min(last),
        None => dialog.scroll.min(last),
    }
}

/// What is waited for, or what went wrong.
fn message(lang: Lang, dialog: &Dialog) -> Option<(Token, String)> {
    let blocked = dialog.blocked.map(|code| kind::in_words(code, &dialog.detail.row, lang));
    let waiting = dialog.waiting.as_ref().map(|waiting| match waiting {
        Awaited::Preview(_) | Awaited::Readers(_) => lang.tui_waiting_preview(),
        Awaited::Opening(_) | Awaited::Deed(_) => lang.tui_waiting_deed(),
        Awaited::Facts(_) => lang.tui_loading(),
    });
    let token = if dialog.notice.is_some() || blocked.is_some() { Token::Danger } else { Token::Muted };
    let parts = [dialog.notice.as_ref().map(|notice| notice.get(lang)), blocked.as_deref(), waiting];
    let said = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    (!said.is_empty()).then_some((token, said))
}

fn foot(frame: &mut Frame<'_>, ui: Ui, dialog: &Dialog, area: Rect, rows: usize) {
    let lang = ui.lang;
    let width = usize::from(area.width);
    if let Some((token, said)) = message(lang, dialog) {
        for (place, line) in text::lines(&said, width, 2).into_iter().enumerate() {
            put(frame, area, rows.saturating_sub(4) + place, &ui.line(token, line));
        }
    }
    press_row(frame, ui, dialog, below(area, rows.saturating_sub(2)));
    // The hint appears when the dialog listens: keys typed ahead of it are not meant for it.
    if dialog.is_armed(ui.now) && dialog.waiting.is_none() {
        let hint = match dialog.stage {
            _ if dialog.reading.is_some() => lang.filings_figures_keys(&label_of(Command::ReadFigures)),
            Stage::Edit => lang.tui_form_keys().to_owned(),
            Stage::Begin | Stage::Confirm => {
                lang.button_keys(dialog.layer().takes.contains(&Command::Yes)).to_owned()
            }
        };
        put(frame, area, rows.saturating_sub(1), &ui.line(Token::Muted, text::cut(&hint, width)));
    }
}

/// The foot where there are few rows: what is to be said, if anything, and the buttons.
fn short_foot(frame: &mut Frame<'_>, ui: Ui, dialog: &Dialog, area: Rect) {
    let said = message(ui.lang, dialog);
    if let Some((token, said)) = &said {
        put(frame, area, 0, &ui.line(*token, text::cut(said, usize::from(area.width))));
    }
    press_row(frame, ui, dialog, below(area, usize::from(said.is_some())));
}

/// The buttons.
fn press_row(frame: &mut Frame<'_>, ui: Ui, dialog: &Dialog, area: Rect) {
    let stop = dialog.stop();
    let (cancel, go) = buttons(ui.lang, dialog);
    let mut line = Line::from(button(ui, cancel, stop == Stop::Cancel, true));
    if dialog.reading.is_none() {
        line.push_span(ui.span(Token::Text, "  "));
        line.push_span(button(ui, go, stop == Stop::Go, dialog.can_go()));
    }
    put(frame, area, 0, &line);
    match stop {
        Stop::Cancel => cursor_at(frame, area, 0, 0),
        Stop::Go => cursor_at(frame, area, text::width(cancel) + 7, 0),
        Stop::Field(_) | Stop::Word => {}
    }
}

/// What stands between head and foot. The figures that are judged stand in it where all of it has room; else it says how many they are.
fn middle(ui: Ui, dialog: &Dialog, width: usize) -> Vec<MiddleLine> {
    let said = dialog.said_of_figures(ui.lang).into_iter();
    if dialog.reading.is_some() {
        let lines = dialog.figure_lines(ui.lang);
        // What keeps them from being here has been said of them above.
        let lines = if lines.is_empty() { said.collect() } else { lines };
        return broken(ui, lines, width);
    }
    let mut lines = broken(ui, said.chain(about(ui.lang, dialog)).collect(), width);
    let place = lines.len();
    asked(ui, dialog, width, &mut lines);
    let figures = broken(ui, dialog.figure_lines(ui.lang), width);
    if lines.len() + figures.len() + HEAD + FOOT + 2 < usize::from(ui.size.1.saturating_sub(1)) {
        lines.splice(place..place, figures);
    }
    lines
}

/// Lines that are too long, broken.
fn broken(ui: Ui, lines: Vec<(Token, String)>, width: usize) -> Vec<MiddleLine> {
    sheet::broken(lines, width).into_iter().map(|(token, line)| plain(ui.line(token, line))).collect()
}

/// What is asked, or what will happen.
fn asked(ui: Ui, dialog: &Dialog, width: usize, lines: &mut Vec<MiddleLine>) {
    match dialog.stage {
        Stage::Begin => {}
        Stage::Edit => {
            let labels = dialog.kind.act().labels(ui.lang);
            let options = dialog.kind.act().options(ui.lang, &dialog.detail);
            for (place, (field, label)) in dialog.form.fields.iter().zip(labels).enumerate() {
                let stop = Stop::Field(place);
                let here = dialog.stop() == stop;
                if dialog.is_used(place) {
                    let drawn = fields::lines(ui, field, (label, &options), here, width).into_iter();
                    lines.extend(drawn.map(|(line, cursor)| MiddleLine { line, cursor, stop: Some(stop) }));
                }
            }
        }
        Stage::Confirm => confirm(ui, dialog, width, lines),
    }
}

fn confirm(ui: Ui, dialog: &Dialog, width: usize, lines: &mut Vec<MiddleLine>) {
    let lang = ui.lang;
    if let Some(word) = dialog.required_word() {
        let head = format!("▸ {} ", fields::word_head(ui, word, width));
        let cursor = text::width(&head) + 1 + dialog.word.visual_cursor();
        let line = ui.line(
            Token::Title,
            format!("{head}[{}]", text::fit(dialog.word.value(), word.chars().count().saturating_add(2))),
        );
        lines.push(MiddleLine { line, cursor: Some(cursor), stop: Some(Stop::Word) });
    }
    let mut push = |token: Token, text: &str| {
        lines.extend(text::hanging(text, width).into_iter().map(|piece| plain(ui.line(token, piece))));
    };
    let (head, recipients, leaves) = match (&dialog.preview, &dialog.readers) {
        (Some(preview), _) => {
            let head = lang.tui_preview_recipients(preview.recipients.len());
            (head, &preview.recipients, (preview.leaves_at, preview.held))
        }
        (None, Some(readers)) if readers.recipients.is_empty() => {
            return push(Token::Warn, lang.tui_decision_tells_nobody());
        }
        (None, Some(readers)) => {
            let head = lang.tui_decision_tells(readers.recipients.len());
            (head, &readers.recipients, (readers.leaves_at, readers.held))
        }
        (None, None) => return,
    };
    if let Some(date) =
        dialog.form.date().filter(|_| dialog.preview.as_ref().is_some_and(|p| p.reply_on_free_day))
    {
        push(Token::Warn, &lang.tui_reply_on_free_day(&lang.date(date)));
    }
    push(Token::Title, &head);
    for recipient in recipients {
        push(Token::Text, &format!("  {} <{}>", recipient.name, recipient.address));
    }
    if !dialog.kind.act().only_signs(dialog.filled()) {
        let (at, held) = leaves;
        let at = at.map(|at| format!("{} {}", time::clock(at), lang.date(time::date_of(at))));
        push(Token::Title, &lang.mail_leaves(at.as_deref(), held));
    }
    let Some(preview) = &dialog.preview else { return };
    push(Token::Title, &lang.tui_preview_subject(&preview.subject));
    push(Token::Muted, &"─".repeat(width));
    push(Token::Text, &preview.text);
}

/// The buttons: back, and on.
pub fn buttons(lang: Lang, dialog: &Dialog) -> (&'static str, &'static str) {
    match dialog.stage {
        // There is nothing to go on to.
        _ if dialog.reading.is_some() => (lang.tui_button_back(), ""),
        Stage::Begin => (lang.tui_button_close(), lang.tui_button_open_submission()),
        Stage::Edit => (lang.tui_button_close(), lang.tui_button_review()),
        Stage::Confirm => (lang.tui_button_back(), dialog.kind.act().go(lang, dialog.filled())),
    }
}

/// What stands above the form or the confirmation.
fn about(lang: Lang, dialog: &Dialog) -> Vec<(Token, String)> {
    let act = dialog.kind.act();
    let restored = dialog.is_restored && dialog.stage != Stage::Confirm;
    let restored = restored.then(|| (Token::Accent, lang.tui_draft_restored().to_owned()));
    let about = match dialog.stage {
        Stage::Begin => act.opens_first(lang, &dialog.detail).unwrap_or_default(),
        Stage::Edit => act.about(lang, &dialog.detail),
        Stage::Confirm => {
            let mut lines = act.confirm(lang, dialog.filled());
            let remark = act.remark(dialog.filled());
            if !remark.is_empty() {
                lines.push((Token::Muted, lang.tui_label_remark().to_owned()));
                lines.push((Token::Text, format!("“{remark}”")));
            }
            lines
        }
    };
    let claim = dialog.detail.row.claim();
    let others = claim.filter(|claim| !claim.mine);
    let claimed = others.map(|claim| (Token::Warn, lang.handling_has_claimed(&claim.by)));
    let present = dialog.detail.row.handling.as_ref().and_then(|handling| handling.present.as_ref());
    let present = present.map(|by| (Token::Warn, format!("{}.", handling::present(lang, by))));
    present.into_iter().chain(claimed).chain(restored).chain(about).collect()
}
