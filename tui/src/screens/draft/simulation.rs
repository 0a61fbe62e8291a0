//! A simulation: the days as two rows of bars that also read as text, and a table by tenant, day or person.

use dondoc_shared::{
    text::Lang,
    wire::policy::{self, Pair, Simulation},
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::pane::Pane;
use crate::{
    dialog::agree::make::Sums,
    ui::{
        Ui,
        bars::bar,
        below, body_of, cursor_at,
        list::{Cell, Column, Table},
        more_below, panes, put, put_at, text,
        theme::Token,
        words,
    },
};

/// Rows above the table: title, meaning, two rows of bars, their dates, the panes, the head.
const ABOVE: usize = 7;
/// Cells of the label before a row of bars.
const LABEL: usize = 11;

/// What a simulation comes to in all.
pub fn sums(simulation: &Simulation) -> Sums {
    let tenants = &simulation.tenants;
    let most = |of: fn(&Pair) -> i64| simulation.days.iter().map(|day| of(&day.mails)).max().unwrap_or(0);
    Sums {
        mails: total(tenants.iter().map(|tenant| tenant.mails)),
        lines: total(tenants.iter().map(|tenant| tenant.lines)),
        most_a_day: Pair { now: most(|pair| pair.now), draft: most(|pair| pair.draft) },
        steps: total(tenants.iter().map(|tenant| tenant.steps)),
        silent: total(tenants.iter().map(|tenant| tenant.silent)),
    }
}

fn total(pairs: impl Iterator<Item = Pair>) -> Pair {
    pairs.fold(Pair::default(), |sum, pair| Pair {
        now: sum.now.saturating_add(pair.now),
        draft: sum.draft.saturating_add(pair.draft),
    })
}

/// Lines of the table that are visible in a window of this size: the last row is the sum.
pub fn rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE + 1)
}

/// Lines that the table has.
pub fn length(pane: Pane, simulation: &Simulation) -> usize {
    match pane {
        Pane::Tenants => simulation.tenants.len(),
        Pane::Days => simulation.days.len(),
        Pane::People => simulation.people.len(),
    }
}

/// Draws it, `top` being the first line of the table that is shown.
pub fn draw(
    frame: &mut Frame<'_>,
    ui: Ui,
    area: Rect,
    (pane, top): (Pane, usize),
    trial: &policy::Draft,
    simulation: &Simulation,
) {
    let lang = ui.lang;
    let width = usize::from(area.width).saturating_sub(2);
    let scope = words::scope(lang, trial.tenant.as_deref());
    let days = simulation.days.len().to_string();
    let title = lang.desk_simulation_title(&days, &lang.date(simulation.from), &scope);
    put_at(frame, area, 1, 0, &ui.line(Token::Title, text::cut(&title, width)));
    put_at(frame, area, 1, 1, &ui.line(Token::Muted, text::cut(lang.desk_simulation_means(), width)));
    bars(frame, ui, area, simulation);
    let names = [lang.desk_pane_tenants(), lang.desk_pane_days(), lang.desk_pane_people()].map(str::to_owned);
    let names = Line::from(panes(ui, &pane, Pane::ALL.into_iter().zip(names)));
    put(frame, area, ABOVE - 2, &names);
    if !ui.covered {
        cursor_at(frame, area, 1, ABOVE);
    }
    if simulation.tenants.is_empty() {
        return put_at(frame, area, 1, ABOVE, &ui.line(Token::Text, lang.desk_simulation_empty()));
    }
    let table = table(lang, pane, usize::from(area.width));
    let visible = rows(ui.size);
    let lines = lines(lang, pane, simulation).into_iter().map(|line| (Token::Text, line));
    table.draw(frame, ui, below(area, ABOVE - 1), (None, top, visible), lines);
    if pane != Pane::People {
        let sums = sums(simulation);
        let all = [sums.mails, sums.lines, sums.most_a_day, sums.steps, sums.silent];
        let last = usize::from(area.height).saturating_sub(1);
        put(frame, area, last, &table.row(ui, Token::Title, &(lang.desk_total().into(), all)));
    }
    if let Some(more) = more_below(ui, length(pane, simulation), top + visible) {
        let column = usize::from(area.width).saturating_sub(text::width(&more) + 1);
        if column > names.width() {
            put_at(frame, area, column, ABOVE - 2, &ui.line(Token::Muted, more));
        }
    }
}

/// A line of the table: a name, and every figure that a column may show.
type Figures = (Cell, [Pair; 5]);

/// The table; which figures it shows, and how wide they are, is the pane's.
fn table(lang: Lang, pane: Pane, width: usize) -> Table<'static, Figures> {
    let (name, figures): (&str, &[(usize, usize)]) = match pane {
        // In a narrow window the most of a day gives way.
        Pane::Tenants if width < 80 => (lang.desk_column_tenant(), &[(0, 14), (1, 16), (3, 9), (4, 9)]),
        Pane::Tenants => (lang.desk_column_tenant(), &[(0, 14), (1, 16), (2, 12), (3, 10), (4, 10)]),
        Pane::Days => (lang.desk_column_day(), &[(0, 14), (1, 16), (3, 10)]),
        Pane::People => (lang.desk_column_person(), &[(0, 14), (1, 16)]),
    };
    let heads = [
        lang.desk_column_mails(),
        lang.desk_column_lines(),
        lang.desk_column_most(),
        lang.desk_column_steps(),
        lang.desk_column_silent(),
    ];
    let figures = figures.iter().map(|(place, cells)| {
        let figure = move |(_, figures): &Figures| {
            figures.get(*place).map(|figure| words::pair(lang, *figure)).unwrap_or_default()
        };
        Column::fixed(heads.get(*place).copied().unwrap_or_default(), *cells, figure).right().tight()
    });
    let name = Column::rest(name, |(name, _): &Figures| name.clone()).tight();
    Table::new(std::iter::once(name).chain(figures), width, 1)
}

fn lines(lang: Lang, pane: Pane, simulation: &Simulation) -> Vec<Figures> {
    let none = Pair::default();
    match pane {
        Pane::Tenants => {
            let tenants = simulation.tenants.iter().map(|one| {
                let name = Cell::or(lang.pick(&one.tenant.name_vi, &one.tenant.name_en), &one.tenant.short);
                (name, [one.mails, one.lines, one.most_a_day, one.steps, one.silent])
            });
            tenants.collect()
        }
        Pane::Days => {
            let days = simulation.days.iter();
            days.map(|day| (lang.date(day.on).into(), [day.mails, day.lines, none, day.steps, none]))
                .collect()
        }
        Pane::People => {
            let short = |slug: &str| {
                let known = simulation.tenants.iter().map(|one| &one.tenant).find(|one| one.slug == slug);
                known.map_or_else(|| slug.to_owned(), |tenant| tenant.short.clone())
            };
            let people = simulation.people.iter().map(|person| {
                let name = format!("{} · {}", person.name, short(&person.tenant));
                (name.into(), [person.mails, person.lines, none, none, none])
            });
            people.collect()
        }
    }
}

/// One cell a day for each of the two, in the same scale, then what they come to in words.
fn bars(frame: &mut Frame<'_>, ui: Ui, area: Rect, simulation: &Simulation) {
    let lang = ui.lang;
    let width = usize::from(area.width).saturating_sub(1);
    let most = simulation.days.iter().map(|day| day.mails.now.max(day.mails.draft)).max().unwrap_or(0);
    let labels = [(lang.desk_row_now(), Token::Text), (lang.desk_row_draft(), Token::Accent)];
    let sides: [fn(&Pair) -> i64; 2] = [|pair| pair.now, |pair| pair.draft];
    for (row, ((label, token), of)) in labels.into_iter().zip(sides).enumerate() {
        let bars: String = simulation.days.iter().map(|day| bar(of(&day.mails), most)).collect();
        let told = told(lang, simulation, of);
        let room = width.saturating_sub(1 + LABEL + text::width(&bars) + 2);
        let line = Line::from(vec![
            ui.span(Token::Muted, format!(" {}", text::fit(label, LABEL))),
            ui.span(token, bars),
            ui.span(Token::Text, format!("  {}", text::cut(&told, room))),
        ]);
        put(frame, area, 2 + row, &line);
    }
    let day = |on: jiff::civil::Date| format!("{:02}/{:02}", on.day(), on.month());
    if let (Some(first), Some(last)) = (simulation.days.first(), simulation.days.last()) {
        let gap = simulation.days.len().saturating_sub(10);
        let ruler = format!("{}{}{}", day(first.on), " ".repeat(gap), day(last.on));
        put_at(frame, area, 1 + LABEL, 4, &ui.line(Token::Muted, ruler));
    }
}

fn told(lang: Lang, simulation: &Simulation, of: fn(&Pair) -> i64) -> String {
    let mails: i64 = simulation.days.iter().map(|day| of(&day.mails)).sum();
    let most = simulation.days.iter().rev().max_by_key(|day| of(&day.mails));
    match most.filter(|day| of(&day.mails) > 0) {
        Some(day) => {
            let on = format!("{:02}/{:02}", day.on.day(), day.on.month());
            lang.desk_bars_text(&lang.number(mails), &lang.number(of(&day.mails)), &on)
        }
        None => lang.desk_bars_none().to_owned(),
    }
}
