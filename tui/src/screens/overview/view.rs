//! The first page. Every rate stands with its denominator; every bar with its number.

use dondoc_shared::{
    lateness::Class,
    wire::national::{MailFigures, Overview},
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Grid, Opens, Spot, State, WITH_NAME, WITH_OPEN, above, grid_rows};
use crate::{
    keys::{Screen, table::chord_to},
    ui::{
        Ui, View, below, cursor_at, message, put, put_at, size::is_one_column, text, theme::Token,
        time::clock,
    },
};

/// The most cells of a block: a number far from its name is hard to read.
const WIDEST: u16 = 50;
const BUCKETS: [&str; 5] = ["1–7", "8–14", "15–30", "31–60", ">60"];

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let Some(figures) = &self.figures.value else {
            return message(frame, ui, area, (2, 1), &self.figures.blank(ui.lang));
        };
        let spot = self.spot();
        let spot = spot.as_ref();
        rates(frame, ui, area, spot, figures);
        let width = usize::from(area.width);
        if is_one_column(ui.size) {
            return self.draw_one(frame, ui, area, figures);
        }
        // Three blocks beside each other: classes, ageing, queues.
        let most = |wide: usize| wide.min(WIDEST.into());
        let (first, third) = (most(width * 33 / 80), most(width * 26 / 80));
        let second = most(width.saturating_sub(first + third));
        let block = |x: usize, wide: usize| Rect {
            x: area.x.saturating_add(u16::try_from(x).unwrap_or(u16::MAX)),
            y: area.y.saturating_add(3),
            width: u16::try_from(wide.saturating_sub(1)).unwrap_or(0),
            height: area.height.saturating_sub(3).min(9),
        };
        classes(frame, ui, block(1, first), spot, figures);
        ageing(frame, ui, block(first + 1, second), spot, figures);
        queues(frame, ui, block(first + second + 1, third - 1), spot, figures);
        put(frame, area, 12, &mail(ui, figures.mail, width));
        grid(frame, ui, area, (spot, self.top), figures);
    }

    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        let Some(figures) = &self.figures.value else { return String::new() };
        if let Some(failure) = &self.figures.failure {
            return failure.text(lang);
        }
        match self.spot() {
            Some(Spot::Tenant(slug)) => {
                let Some(tenant) = figures.tenants.iter().find(|t| t.tenant.slug == slug) else {
                    return String::new();
                };
                let name = lang.pick(&tenant.tenant.name_vi, &tenant.tenant.name_en);
                lang.tui_tenant_status(name, &lang.number(tenant.overdue), &lang.number(tenant.open))
            }
            Some(spot) => match spot.opens() {
                Opens::Backlog(filter) => lang.tui_opens_filter(&filter),
                Opens::Screen(Screen::Corrections) => lang.corrections_opens().to_owned(),
                Opens::Screen(screen) => match chord_to(screen) {
                    Some(chord) => {
                        let keys = chord.keys.first().map(|keys| keys.label()).unwrap_or_default();
                        lang.queues_opens(&keys, (chord.title)(lang))
                    }
                    None => lang.tui_opens_to_assign().to_owned(),
                },
            },
            None => String::new(),
        }
    }
}

impl State {
    /// The block alone in which the cursor is, below the rates; Tab leads to the others.
    fn draw_one(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, figures: &Overview) {
        let spot = self.spot();
        let inside = below(area, 3);
        let width = inside.width.saturating_sub(2).min(WIDEST);
        let inside = Rect { x: inside.x.saturating_add(1), width, ..inside };
        match &spot {
            Some(Spot::Tenant(_)) | None => grid(frame, ui, area, (spot.as_ref(), self.top), figures),
            Some(Spot::Completed | Spot::InTime | Spot::Overdue) => {
                classes(frame, ui, inside, spot.as_ref(), figures);
            }
            Some(Spot::Age(_)) => ageing(frame, ui, inside, spot.as_ref(), figures),
            Some(_) => queues(frame, ui, inside, spot.as_ref(), figures),
        }
    }
}

fn rates(frame: &mut Frame<'_>, ui: Ui, area: Rect, spot: Option<&Spot>, figures: &Overview) {
    let lang = ui.lang;
    let labels = [lang.tui_rate_completion(), lang.tui_rate_on_time()];
    let column = labels.iter().map(|label| text::width(label)).max().unwrap_or(0) + 3;
    let values = [lang.rate(figures.completion), lang.rate(figures.on_time)];
    let notes = [
        lang.tui_rate_completion_means().to_owned(),
        lang.tui_rate_original(&lang.rate(figures.on_time_original)),
    ];
    let wide = values.iter().map(|value| text::width(value)).max().unwrap_or(0) + 3;
    let here = spot == Some(&Spot::Completed);
    for (row, ((label, value), note)) in labels.iter().zip(&values).zip(&notes).enumerate() {
        let room = usize::from(area.width).saturating_sub(column + wide);
        let token = if row == 0 { Token::Muted } else { Token::Title };
        let value_token = if here && row == 0 { Token::Cursor } else { Token::Title };
        let line = Line::from(vec![
            ui.span(Token::Text, format!(" {}", text::fit(label, column - 1))),
            ui.span(value_token, value.clone()),
            ui.span(Token::Text, " ".repeat(wide.saturating_sub(text::width(value)))),
            ui.span(token, text::cut(note, room)),
        ]);
        put(frame, area, row, &line);
    }
    if here {
        cursor_at(frame, area, column, 0);
    }
}

/// A figure with its label; reversed when the cursor is on it.
fn figure(
    frame: &mut Frame<'_>,
    ui: Ui,
    area: Rect,
    row: usize,
    (label, value): (&str, i64),
    (token, of): (Token, Option<Spot>),
    spot: Option<&Spot>,
) {
    let value = ui.lang.number(value);
    let room = usize::from(area.width).saturating_sub(text::width(&value) + 1);
    let here = of.is_some() && of.as_ref() == spot;
    let style = if here { Token::Cursor } else { token };
    let line = ui.line(style, format!("{} {value}", text::fit(label, room)));
    put(frame, area, row, &line);
    if here {
        cursor_at(frame, area, 0, row);
    }
}

fn classes(frame: &mut Frame<'_>, ui: Ui, area: Rect, spot: Option<&Spot>, figures: &Overview) {
    let lang = ui.lang;
    put(frame, area, 0, &ui.line(Token::Title, lang.tui_block_classes()));
    let counts = figures.classes;
    let rows = [
        (Class::CompletedOnTime, counts.completed_on_time, Token::Good, None),
        (Class::CompletedLate, counts.completed_late, Token::Text, None),
        (Class::OpenInTime, counts.open_in_time, Token::Text, Some(Spot::InTime)),
        (Class::OpenOverdue, counts.open_overdue, Token::Danger, Some(Spot::Overdue)),
        (Class::NoDeadline, counts.no_deadline, Token::Muted, None),
    ];
    for (row, (class, count, token, of)) in rows.into_iter().enumerate() {
        figure(frame, ui, area, 1 + row, (class.name(lang), count), (token, of), spot);
    }
}

fn ageing(frame: &mut Frame<'_>, ui: Ui, area: Rect, spot: Option<&Spot>, figures: &Overview) {
    let lang = ui.lang;
    put(frame, area, 0, &ui.line(Token::Title, lang.tui_block_ageing()));
    let most = figures.ageing.iter().copied().max().unwrap_or(0).max(1);
    let widest = figures.ageing.iter().map(|n| lang.number(*n).len()).max().unwrap_or(1);
    let room = usize::from(area.width).saturating_sub(6 + 2 + widest);
    for (bucket, (name, count)) in BUCKETS.iter().zip(figures.ageing).enumerate() {
        let here = spot == Some(&Spot::Age(bucket));
        let share = usize::try_from(count.max(0)).unwrap_or(0).saturating_mul(room);
        let cells = share.div_ceil(usize::try_from(most).unwrap_or(1)).min(room);
        let bar = text::fit(&"█".repeat(cells), room);
        let number = text::fit_right(&lang.number(count), widest);
        let token = if here { Token::Cursor } else { Token::Text };
        let bar_token = if here { Token::Cursor } else { Token::Danger };
        let line = Line::from(vec![
            ui.span(token, text::fit_right(name, 6)),
            ui.span(token, " "),
            ui.span(bar_token, bar),
            ui.span(token, format!(" {number}")),
        ]);
        put(frame, area, 1 + bucket, &line);
        if here {
            cursor_at(frame, area, 0, 1 + bucket);
        }
    }
}

fn queues(frame: &mut Frame<'_>, ui: Ui, area: Rect, spot: Option<&Spot>, figures: &Overview) {
    let lang = ui.lang;
    put(frame, area, 0, &ui.line(Token::Title, lang.tui_block_queues()));
    let queues = figures.queues;
    let rows = [
        (lang.tui_queue_submitted(), queues.submitted, Some(Spot::Submitted)),
        (lang.tui_queue_extensions(), queues.extensions, Some(Spot::Extensions)),
        (lang.corrections_queue(), queues.corrections, Some(Spot::Corrections)),
        (lang.tui_queue_steps(), queues.steps, Some(Spot::Steps)),
        (lang.tui_queue_urges(), queues.urges_overdue, Some(Spot::Urges)),
        (lang.tui_queue_to_be_assigned(), queues.to_be_assigned, Some(Spot::ToBeAssigned)),
        (lang.tui_queue_nobody(), queues.nobody_to_remind, Some(Spot::Nobody)),
        (lang.tui_queue_silent(), queues.silent, Some(Spot::Silent)),
    ];
    for (row, (label, count, of)) in rows.into_iter().enumerate() {
        let token = if count > 0 { Token::Text } else { Token::Muted };
        figure(frame, ui, area, 1 + row, (label, count), (token, of), spot);
    }
}

fn mail(ui: Ui, mail: MailFigures, width: usize) -> Line<'static> {
    let lang = ui.lang;
    let n = |count| lang.number(count);
    let mut text = lang.tui_mail_line(&n(mail.waiting), &n(mail.retrying), &n(mail.ambiguous), &n(mail.dead));
    if let Some(at) = mail.oldest_due {
        text.push_str(&lang.tui_mail_oldest(&clock(at)));
    }
    let token = if mail.dead + mail.retrying > 0 { Token::Warn } else { Token::Text };
    ui.line(token, format!(" {}", text::cut(&text, width.saturating_sub(2))))
}

fn grid(frame: &mut Frame<'_>, ui: Ui, area: Rect, (spot, top): (Option<&Spot>, usize), figures: &Overview) {
    let lang = ui.lang;
    let (Grid { columns, cell: wide }, rows) = (Grid::of(figures.tenants.len(), ui.size), grid_rows(ui.size));
    let has_open = columns > 1 && wide >= WITH_OPEN;
    let first = top * columns;
    let shown = figures.tenants.len().saturating_sub(first).min(columns * rows);
    let all = figures.tenants.len();
    let title = if shown < all {
        format!("{} · {}", lang.tui_block_tenants(all), lang.tui_shown_of(first + 1, first + shown, all))
    } else if has_open {
        lang.tui_block_tenants_open(all)
    } else {
        lang.tui_block_tenants(all)
    };
    put(frame, area, above(ui.size) - 1, &ui.line(Token::Title, format!(" {title}")));
    for (place, tenant) in figures.tenants.iter().skip(first).take(columns * rows).enumerate() {
        let (row, column) = (above(ui.size) + place / columns, 1 + place % columns * wide);
        let here = matches!(spot, Some(Spot::Tenant(slug)) if *slug == tenant.tenant.slug);
        let token = match tenant.overdue {
            _ if here => Token::Cursor,
            0 => Token::Muted,
            1..=9 => Token::Text,
            _ => Token::Danger,
        };
        let mut cell = format!(
            "{} {}",
            text::fit(&tenant.tenant.short, 4),
            text::fit_right(&tenant.overdue.to_string(), 4)
        );
        let name = lang.pick(&tenant.tenant.name_vi, &tenant.tenant.name_en);
        if columns == 1 {
            cell = text::cut(&format!("{cell} {name}"), usize::from(area.width).saturating_sub(2));
        } else if has_open {
            cell = format!("{cell}/{}", text::fit(&tenant.open.to_string(), 4));
            // Names of bodies begin alike: one that is cut tells nothing.
            if wide >= WITH_NAME && text::width(&cell) + text::width(name) + 2 < wide {
                cell = format!("{cell} {name}");
            }
            cell.truncate(cell.trim_end().len());
        }
        put_at(frame, area, column, row, &ui.line(token, cell));
        if here {
            cursor_at(frame, area, column, row);
        }
    }
}
