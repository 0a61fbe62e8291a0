//! A simulation: the days as two rows of bars that also read as text, and a table by tenant, day or person.

use std::time::Duration;

use dondoc_shared::{
    text::Lang,
    wire::policy::{Pair, Simulation},
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Ui, body_of, cursor_at, policies, put, put_at, text, theme::Theme, theme::Token};
use crate::{
    app::Model,
    dialog::agree::Sums,
    screens::draft::{Draft, Pane},
};

/// Rows above the table: title, meaning, two rows of bars, their dates, the panes, the head.
const ABOVE: usize = 7;
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
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

/// Two figures side by side.
pub fn pair(lang: Lang, pair: Pair) -> String {
    format!("{}→{}", lang.number(pair.now), lang.number(pair.draft))
}

/// How many lines the table has, and how many of them are visible.
pub fn extent(model: &Model) -> (usize, usize) {
    let ui = Ui { model, now: Duration::ZERO, theme: Theme::Mono };
    let seen = model.draft.as_ref().and_then(|draft| draft.seen.as_ref().map(|seen| (draft.pane, &seen.1)));
    let length = seen.map_or(0, |(pane, simulation)| rows(&ui, pane, simulation).len());
    (length, table_rows(model.size))
}

fn table_rows(size: (u16, u16)) -> usize {
    // The last row is the sum.
    usize::from(body_of(size).height).saturating_sub(ABOVE + 1)
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let lang = ui.lang();
    let Some(draft) = &ui.model.draft else { return };
    let Some((trial, simulation)) = &draft.seen else { return };
    let width = usize::from(area.width).saturating_sub(2);
    let scope = policies::scope(lang, trial.tenant.as_deref());
    let days = simulation.days.len().to_string();
    let title = lang.desk_simulation_title(&days, &lang.date(simulation.from), &scope);
    put_at(frame, area, 1, 0, &ui.line(Token::Title, text::cut(&title, width)));
    put_at(frame, area, 1, 1, &ui.line(Token::Muted, text::cut(lang.desk_simulation_means(), width)));
    bars(frame, ui, area, simulation);
    let taken = panes(frame, ui, area, draft);
    if ui.model.agree.is_none() {
        cursor_at(frame, area, 1, ABOVE);
    }
    let lines = rows(ui, draft.pane, simulation);
    if simulation.tenants.is_empty() {
        put_at(frame, area, 1, ABOVE, &ui.line(Token::Text, lang.desk_simulation_empty()));
        return;
    }
    let layout = Layout::of(ui.model.size.0, draft.pane);
    put(frame, area, ABOVE - 1, &ui.line(Token::Muted, layout.head(lang)));
    for (row, line) in lines.iter().skip(draft.scroll).take(table_rows(ui.model.size)).enumerate() {
        put(frame, area, ABOVE + row, &ui.line(Token::Text, line.clone()));
    }
    let last = usize::from(area.height).saturating_sub(1);
    let sums = sums(simulation);
    let all = [sums.mails, sums.lines, sums.most_a_day, sums.steps, sums.silent];
    if draft.pane != Pane::People {
        put(frame, area, last, &ui.line(Token::Title, layout.row(lang, lang.desk_total(), &all)));
    }
    let hidden = lines.len().saturating_sub(draft.scroll + table_rows(ui.model.size));
    if hidden > 0 {
        let more = lang.tui_more_below(hidden);
        let column = usize::from(area.width).saturating_sub(text::width(&more) + 1);
        if column > taken {
            put_at(frame, area, column, ABOVE - 2, &ui.line(Token::Muted, more));
        }
    }
}

/// Which columns of figures a table has, and how wide they are.
struct Layout {
    pane: Pane,
    name: usize,
    /// Place of the figure, and cells.
    columns: Vec<(usize, usize)>,
}

impl Layout {
    fn of(columns: u16, pane: Pane) -> Self {
        let all: &[(usize, usize)] = match pane {
            // In a narrow window the most of a day gives way.
            Pane::Tenants if columns < 80 => &[(0, 14), (1, 16), (3, 9), (4, 9)],
            Pane::Tenants => &[(0, 14), (1, 16), (2, 12), (3, 10), (4, 10)],
            Pane::Days => &[(0, 14), (1, 16), (3, 10)],
            Pane::People => &[(0, 14), (1, 16)],
        };
        let used: usize = all.iter().map(|(_, cells)| cells).sum();
        let name = usize::from(columns).saturating_sub(used + 2);
        Self { pane, name, columns: all.to_vec() }
    }

    fn line(&self, name: &str, cell: impl Fn(usize) -> String) -> String {
        let cells = self.columns.iter().map(|(place, cells)| text::fit_right(&cell(*place), *cells));
        format!(" {}{}", text::fit(name, self.name), cells.collect::<String>())
    }

    fn head(&self, lang: Lang) -> String {
        let name = match self.pane {
            Pane::Tenants => lang.desk_column_tenant(),
            Pane::Days => lang.desk_column_day(),
            Pane::People => lang.desk_column_person(),
        };
        let heads = [
            lang.desk_column_mails(),
            lang.desk_column_lines(),
            lang.desk_column_most(),
            lang.desk_column_steps(),
            lang.desk_column_silent(),
        ];
        self.line(name, |place| heads.get(place).copied().unwrap_or_default().to_owned())
    }

    fn row(&self, lang: Lang, name: &str, figures: &[Pair; 5]) -> String {
        self.line(name, |place| figures.get(place).map(|figure| pair(lang, *figure)).unwrap_or_default())
    }
}

fn rows(ui: &Ui<'_>, pane: Pane, simulation: &Simulation) -> Vec<String> {
    let lang = ui.lang();
    let layout = Layout::of(ui.model.size.0, pane);
    let none = Pair::default();
    match pane {
        Pane::Tenants => {
            let row = |tenant: &dondoc_shared::wire::policy::SimulatedTenant| {
                let full = lang.pick(&tenant.tenant.name_vi, &tenant.tenant.name_en);
                // Names begin alike, so one that would be cut is told by its key.
                let name = if text::width(full) < layout.name { full } else { &tenant.tenant.slug };
                let figures = [tenant.mails, tenant.lines, tenant.most_a_day, tenant.steps, tenant.silent];
                layout.row(lang, name, &figures)
            };
            simulation.tenants.iter().map(row).collect()
        }
        Pane::Days => {
            let days = simulation.days.iter();
            days.map(|day| {
                layout.row(lang, &lang.date(day.on), &[day.mails, day.lines, none, day.steps, none])
            })
            .collect()
        }
        Pane::People => {
            let people = simulation.people.iter();
            people
                .map(|person| {
                    let name = format!("{} · {}", person.name, person.tenant);
                    layout.row(lang, &name, &[person.mails, person.lines, none, none, none])
                })
                .collect()
        }
    }
}

/// The names of the panes; how many cells they take.
fn panes(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, draft: &Draft) -> usize {
    let lang = ui.lang();
    let names = [lang.desk_pane_tenants(), lang.desk_pane_days(), lang.desk_pane_people()];
    let mut spans = vec![ui.span(Token::Text, " ")];
    for (pane, name) in Pane::ALL.into_iter().zip(names) {
        let here = pane == draft.pane;
        let text = if here { format!("[{name}] ") } else { format!(" {name}  ") };
        spans.push(ui.span(if here { Token::Title } else { Token::Muted }, text));
    }
    let line = Line::from(spans);
    put(frame, area, ABOVE - 2, &line);
    line.width()
}

/// One cell a day for each of the two, in the same scale, then what they come to in words.
fn bars(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, simulation: &Simulation) {
    let lang = ui.lang();
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

/// The bar of a day: nothing is a dot, and something is never nothing.
fn bar(mails: i64, most: i64) -> char {
    if mails <= 0 {
        return '·';
    }
    let step = mails.saturating_mul(8).saturating_sub(1).checked_div(most).unwrap_or(0);
    usize::try_from(step).ok().and_then(|step| BARS.get(step)).copied().unwrap_or('█')
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

/// The status row.
pub fn status(ui: &Ui<'_>) -> String {
    let draft = ui.model.draft.as_ref();
    let busy = draft.is_some_and(|draft| draft.is_waiting() || draft.table.is_some());
    if busy { ui.lang().tui_loading().to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_day_with_one_mail_is_seen_and_the_fullest_day_is_full() {
        assert_eq!([0, 1, 50, 99, 100].map(|mails| bar(mails, 100)), ['·', '▁', '▄', '█', '█']);
        assert_eq!(bar(1, 1), '█');
    }
}
