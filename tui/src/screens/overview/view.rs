//! The first page. Every rate stands with its denominator; every bar with its number.

use dondoc_shared::{
    lateness::Class,
    wire::national::{MailFigures, Overview, TenantFigure},
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    Opens, Spot, State, above,
    grid::{Form, Grid, Line as GridLine, token},
    grid_rows,
    side::{self, Block},
};
use crate::{
    keys::{
        Command, Screen,
        table::{chord_to, label_of},
    },
    ui::{
        Ui, View, below, cursor_at, message, put, put_at, size::is_one_column, text, theme::Token,
        time::clock, words,
    },
};

/// Cells of a block that has the window for itself: a number far from its name is hard to read.
const WIDEST: u16 = 50;
/// Cells of the bar of a share.
const BAR: usize = 8;
/// The row of a block, below its classes, of what is not seen in them.
const UNSEEN: usize = 7;
const BUCKETS: [&str; 5] = ["1–7", "8–14", "15–30", "31–60", ">60"];

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let Some(figures) = &self.figures.value else {
            return message(frame, ui, area, (2, 1), &self.figures.blank(ui.lang));
        };
        let spot = self.spot();
        let spot = spot.as_ref();
        let whole = area;
        let area = Rect { width: side::left(area.width, ui.size), ..area };
        rates(frame, ui, area, spot, figures);
        let width = usize::from(area.width);
        if is_one_column(ui.size) {
            return self.draw_one(frame, ui, area, figures);
        }
        for (nth, blocks) in self.side.laid(figures, ui.lang, ui.size).iter().enumerate() {
            beside(frame, ui, whole, (usize::from(area.width) + nth * (side::WIDTH + 4), spot), blocks);
        }
        // Three blocks beside each other: classes, ageing, queues.
        let (first, third) = (width * 33 / 80, width * 26 / 80);
        let second = width.saturating_sub(first + third);
        // A low window has room for all of their rows where they stand close below the rates.
        let above = if area.height < 12 { 2 } else { 3 };
        let block = |x: usize, wide: usize| Rect {
            x: area.x.saturating_add(u16::try_from(x).unwrap_or(u16::MAX)),
            y: area.y.saturating_add(above),
            width: u16::try_from(wide.saturating_sub(1)).unwrap_or(0),
            height: area.height.saturating_sub(above).min(9),
        };
        classes(frame, ui, block(1, first), spot, figures);
        ageing(frame, ui, block(first + 1, second), spot, figures);
        queues(frame, ui, block(first + second + 1, third - 1), spot, figures);
        put(frame, area, 12, &mail(ui, figures.mail, width));
        self.tenants(frame, ui, area, spot, figures);
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
                let (overdue, open) = (lang.number(tenant.overdue), lang.number(tenant.open));
                lang.overview_tenant_status(name, tenant.heat(), &overdue, &open)
            }
            Some(spot) => match spot.opens() {
                Opens::Backlog(filter) => words::opens(ui, &filter),
                Opens::Reports(period, show) => lang.overview_opens_reports(show.name(lang), &period),
                Opens::Indicator(code) => {
                    let figures = self.side.figures.value.iter().flat_map(|figures| &figures.items);
                    let of = figures.into_iter().find(|of| of.indicator == code);
                    let name = of.map_or("", |of| lang.pick(&of.name_vi, &of.name_en));
                    lang.overview_opens_indicator(name)
                }
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
            Some(Spot::Tenant(_) | Spot::Group(_)) | None => {
                self.tenants(frame, ui, area, spot.as_ref(), figures);
            }
            Some(Spot::Completed | Spot::InTime | Spot::Overdue | Spot::Stale | Spot::Rechecks) => {
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
    // What hides behind the good ones.
    let waiting = figures.queues.rechecks;
    let token = if waiting > 0 { Token::Text } else { Token::Muted };
    let of = (token, Some(Spot::Rechecks));
    figure(frame, ui, area, UNSEEN, (lang.rechecks_queue(), waiting), of, spot);
    stale(frame, ui, area, spot == Some(&Spot::Stale));
}

/// The list of which nobody could count the rows at once: the key that opens it stands before it, so that it is read neither as a
/// heading nor as a figure that is missing.
fn stale(frame: &mut Frame<'_>, ui: Ui, area: Rect, here: bool) {
    let (key, rest) = (label_of(Command::Open), format!(": {}", ui.lang.overview_stale()));
    let room = usize::from(area.width).saturating_sub(text::width(&key));
    let token = |token| if here { Token::Cursor } else { token };
    let line = Line::from(vec![
        ui.span(token(Token::Accent), key),
        ui.span(token(Token::Text), text::fit(&rest, room)),
    ]);
    put(frame, area, UNSEEN + 1, &line);
    if here {
        cursor_at(frame, area, 0, UNSEEN + 1);
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

/// The blocks of a column beside the tenants.
fn beside(frame: &mut Frame<'_>, ui: Ui, area: Rect, (x, spot): (usize, Option<&Spot>), blocks: &[Block]) {
    let mut line = 0;
    for block in blocks {
        put_at(frame, area, x + 2, line, &ui.line(Token::Title, text::cut(&block.title, side::WIDTH)));
        for row in &block.rows {
            line += 1;
            let here = row.spot.is_some() && row.spot.as_ref() == spot;
            let token = if here { Token::Cursor } else { row.token };
            let value = text::cut(&row.value, side::WIDTH / 2);
            let room = side::WIDTH.saturating_sub(text::width(&value) + 1);
            put_at(
                frame,
                area,
                x + 2,
                line,
                &ui.line(token, format!("{} {value}", text::fit(&row.label, room))),
            );
            if here && !ui.covered {
                cursor_at(frame, area, x + 2, line);
            }
        }
        line += 2;
    }
    // A line divides the columns.
    for row in 0..usize::from(area.height) {
        put_at(frame, area, x, row, &ui.line(Token::Muted, "│"));
    }
}

impl State {
    /// The grid of tenants below its title.
    fn tenants(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, spot: Option<&Spot>, figures: &Overview) {
        let lang = ui.lang;
        let Some(grid) = self.grid(ui.size) else { return };
        let rows = grid_rows(ui.size);
        let all = figures.tenants.len();
        let title = lang.overview_block_tenants(all, self.sort.name(lang));
        let cells = |lines: &[GridLine]| -> usize {
            let count = |line: &GridLine| if let GridLine::Cells(cells) = line { cells.len() } else { 0 };
            lines.iter().map(count).sum()
        };
        let first = cells(grid.lines.get(..self.top).unwrap_or_default());
        let shown =
            cells(grid.lines.get(self.top..).map_or(&[][..], |lines| lines.get(..rows).unwrap_or(lines)));
        let title = if shown < all {
            format!("{title} · {}", lang.tui_shown_of(first + 1, first + shown, all))
        } else {
            title
        };
        let room = usize::from(area.width).saturating_sub(1);
        let legend = lang.overview_legend(matches!(grid.form, Form::Share | Form::Bar));
        let explained = format!("{title} · {legend}");
        let title = if text::width(&explained) <= room { explained } else { title };
        put(frame, area, above(ui.size) - 1, &ui.line(Token::Title, format!(" {}", text::cut(&title, room))));
        for (row, line) in grid.lines.iter().skip(self.top).take(rows).enumerate() {
            Self::grid_line(frame, ui, area, (&grid, above(ui.size) + row, line), (spot, figures));
        }
    }

    fn grid_line(
        frame: &mut Frame<'_>,
        ui: Ui,
        area: Rect,
        (grid, row, line): (&Grid, usize, &GridLine),
        (spot, figures): (Option<&Spot>, &Overview),
    ) {
        let lang = ui.lang;
        let mut draw = |column: usize, here: bool, token: Token, said: String| {
            let token = if here { Token::Cursor } else { token };
            put_at(frame, area, column, row, &ui.line(token, said));
            if here && !ui.covered {
                cursor_at(frame, area, column, row);
            }
        };
        match line {
            GridLine::Head(group) => {
                let of = Spot::Group(*group);
                let count = figures.tenants.iter().filter(|tenant| group.has(tenant.kind)).count();
                let overdue = lang.number(of.figure(figures).unwrap_or(0));
                let head = if *group == dondoc_shared::filter::BodyGroup::Localities {
                    lang.overview_localities(count)
                } else {
                    lang.overview_ministries(count)
                };
                draw(1, spot == Some(&of), Token::Title, format!("{head} {overdue}"));
            }
            GridLine::Cells(cells) => {
                let width = grid.form.width(usize::from(area.width));
                for (nth, place) in cells.iter().enumerate() {
                    let Some(tenant) = figures.tenants.get(*place) else { continue };
                    let here = matches!(spot, Some(Spot::Tenant(slug)) if *slug == tenant.tenant.slug);
                    let said = text::cut(&cell(ui, grid.form, tenant), width.saturating_sub(1));
                    draw(1 + nth * width, here, token(tenant.heat()), said);
                }
            }
        }
    }
}

/// What a tenant's cell says.
fn cell(ui: Ui, form: Form, of: &TenantFigure) -> String {
    let lang = ui.lang;
    let short = format!(
        "{}{}{}",
        text::fit(&of.tenant.short, 4),
        of.heat(),
        text::fit_right(&lang.number(of.overdue), 4)
    );
    let share = of.overdue.saturating_mul(100).checked_div(of.open).unwrap_or(0);
    let open = format!(
        "{short}/{}{}",
        text::fit(&lang.number(of.open), 5),
        text::fit_right(&format!("{share}%"), 4)
    );
    match form {
        Form::Named => format!("{short} {}", lang.pick(&of.tenant.name_vi, &of.tenant.name_en)),
        Form::Short => short,
        Form::Share => open,
        Form::Bar => {
            let cells = usize::try_from(share.clamp(0, 100)).unwrap_or(0).saturating_mul(BAR).div_ceil(100);
            format!("{open} {}", text::fit(&"█".repeat(cells.min(BAR)), BAR))
        }
    }
}
