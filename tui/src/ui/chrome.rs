//! What every screen has: the header (link, who, server, simulated), the tabs, the status row and the command bar.

use dondoc_shared::fold::fold;
use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Ui, put, put_at, text, theme::Token};
use crate::{
    app::{
        Screen,
        focus::{self, Layer},
        link::Link,
        toast::Tone,
        update::refusal,
    },
    keys::{
        Key,
        table::{Command, Danger, ENTRIES, Entry, Keys},
    },
};

/// Draws header, tabs, status row and bar.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>) {
    let area = frame.area();
    header(frame, ui, area);
    tabs(frame, ui, area);
    let rows = usize::from(area.height);
    status(frame, ui, area, rows.saturating_sub(2));
    bar(frame, ui, area, rows.saturating_sub(1));
}

fn header(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let lang = ui.lang();
    let Some(me) = &ui.model.me else { return };
    let width = usize::from(area.width);
    let banner = if me.simulated { format!(" {} ", lang.simulated()) } else { String::new() };
    let (token, link) = link(ui);
    let room = width.saturating_sub(text::width(&banner) + 1);
    let role = me.role.name(lang);
    // A name that says the role already need not say it twice.
    let full =
        if fold(&me.name).contains(&fold(role)) { me.name.clone() } else { format!("{} · {role}", me.name) };
    let left = text::width(lang.product_name()) + text::width(&link) + 7;
    let rest = room.saturating_sub(left);
    let who = if text::width(&full) <= rest { full } else { text::cut(&me.name, rest) };
    let line = Line::from(vec![
        ui.span(Token::Title, format!(" {}", lang.product_name())),
        ui.span(Token::Muted, " │ "),
        ui.span(token, link),
        ui.span(Token::Muted, " │ "),
        ui.span(Token::Text, who),
    ]);
    put(frame, area, 0, &line);
    put_at(frame, area, width.saturating_sub(text::width(&banner)), 0, &ui.line(Token::Banner, banner));
}

fn link(ui: &Ui<'_>) -> (Token, String) {
    let lang = ui.lang();
    match ui.model.link {
        Link::Idle | Link::Connecting => (Token::Muted, format!("◌ {}", lang.tui_link_connecting())),
        Link::Absent => (Token::Muted, format!("○ {}", lang.tui_link_absent())),
        Link::Live => (Token::Good, format!("● {}", lang.tui_link_live())),
        Link::Retrying { at, attempt } => {
            let seconds = Link::seconds_left(at, ui.now);
            (Token::Danger, format!("○ {}", lang.tui_link_retrying(seconds, attempt)))
        }
    }
}

fn tabs(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let lang = ui.lang();
    let model = ui.model;
    let today = match model.screen {
        Screen::Urges => model.urges.page.as_ref().map(|page| page.today),
        Screen::Policies => model.policies.list.as_ref().map(|list| list.today),
        Screen::Mail => model.mail.head.as_ref().map(|head| head.now.to_zoned(super::zone()).date()),
        Screen::Backlog => model.backlog.today,
        Screen::Item => model.item.as_ref().and_then(|item| item.detail.as_ref()).map(|detail| detail.today),
        _ => model.overview.figures.as_ref().map(|figures| figures.today),
    };
    let total = (model.screen == Screen::Backlog).then(|| backlog_total(ui)).flatten();
    let today = today.map(|today| lang.tui_today_is(&lang.date(today)));
    let parts: Vec<String> = [total, Some(model.server.clone()), today].into_iter().flatten().collect();
    let right = parts.join(" · ");
    let width = usize::from(area.width);
    let mut all = vec![
        (lang.tui_tab_overview().to_owned(), model.screen == Screen::Overview),
        (lang.tui_tab_backlog().to_owned(), model.screen == Screen::Backlog),
        (lang.desk_tab_run().to_owned(), model.screen == Screen::Run),
        (lang.desk_tab_policies().to_owned(), model.screen == Screen::Policies),
        (lang.desk_tab_urges().to_owned(), model.screen == Screen::Urges),
        (lang.post_tab().to_owned(), model.screen == Screen::Mail),
        (lang.almanac_tab().to_owned(), model.screen == Screen::Calendar),
    ];
    match model.screen {
        Screen::Draft => all.push((lang.desk_tab_draft().to_owned(), true)),
        Screen::Simulation => all.push((lang.desk_tab_simulation().to_owned(), true)),
        Screen::ToAssign => all.push((lang.tui_tab_to_assign().to_owned(), true)),
        _ => {}
    }
    if let Some(item) = model.item.as_ref().filter(|_| model.screen == Screen::Item) {
        all.push((item.code.clone(), true));
    }
    // The first two and the one on the screen always; the others where there is room for them.
    let wide = |title: &str| text::width(title) + 3;
    let must = |place: usize, here: bool| place < 2 || here;
    let kept = all.iter().enumerate().filter(|(place, (_, here))| must(*place, *here));
    let mut used = 1 + kept.map(|(_, (title, _))| wide(title)).sum::<usize>();
    let room = width.saturating_sub(text::width(&right) + 2);
    let mut spans = vec![ui.span(Token::Text, " ")];
    for (place, (title, here)) in all.iter().enumerate() {
        if !must(place, *here) {
            if used + wide(title) > room {
                continue;
            }
            used += wide(title);
        }
        let text = if *here { format!("[{title}]") } else { format!(" {title} ") };
        spans.push(ui.span(if *here { Token::Title } else { Token::Muted }, text));
        spans.push(ui.span(Token::Text, " "));
    }
    put(frame, area, 1, &Line::from(spans));
    let right = text::cut(&right, width.saturating_sub(used + 1));
    put_at(frame, area, width.saturating_sub(text::width(&right) + 1), 1, &ui.line(Token::Text, right));
}

fn backlog_total(ui: &Ui<'_>) -> Option<String> {
    let lang = ui.lang();
    match (ui.model.backlog.total, ui.model.backlog.at_least) {
        (Some(total), true) => Some(lang.tui_total_at_least(&lang.number(total))),
        (Some(total), false) => Some(lang.tui_total(&lang.number(total))),
        (None, _) => None,
    }
}

fn status(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, row: usize) {
    let model = ui.model;
    let width = usize::from(area.width).saturating_sub(2);
    let line = if let Some(toast) = model.toasts.shown(ui.now) {
        let (token, mark) = match toast.tone {
            Tone::Done => (Token::Good, "✓"),
            Tone::Note => (Token::Accent, "›"),
            Tone::Fault => (Token::Danger, "✗"),
        };
        ui.line(token, format!(" {mark} {}", text::cut(&toast.text, width.saturating_sub(2))))
    } else {
        let text = match model.screen {
            Screen::Overview => super::overview::status(ui),
            Screen::Backlog => super::backlog::status(ui),
            Screen::Item => super::item::status(ui),
            Screen::Run => super::run::status(ui),
            Screen::Policies => super::policies::status(ui),
            Screen::Urges => super::urges::status(ui),
            Screen::Mail => super::mail::status(ui),
            Screen::Calendar => super::calendar::status(ui),
            Screen::ToAssign => super::to_assign::status(ui),
            Screen::Simulation => super::simulation::status(ui),
            Screen::Draft => String::new(),
        };
        ui.line(Token::Muted, format!(" {}", text::cut(&text, width)))
    };
    put(frame, area, row, &line);
}

/// The commands that work here and now; what the role does not allow is left out, what the item does not is marked.
/// Help is always there, at the right.
fn bar(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, row: usize) {
    let model = ui.model;
    let layer = focus::layer(model);
    let width = usize::from(area.width);
    let here = || ENTRIES.iter().filter(|entry| entry.layers.contains(&layer));
    let help = here().find(|entry| entry.command == Command::Help).filter(|_| model.pending.is_none());
    let help = help.map(|entry| bar_item(ui, layer, entry)).unwrap_or_default();
    let help_width: usize = help.iter().map(Span::width).sum();
    let mut spans = vec![ui.span(Token::Text, " ")];
    let mut used = 1;
    let refused =
        |entry: &&Entry| entry.danger > Danger::D0 && refusal(model, layer, entry.command).is_some();
    let (last, first): (Vec<&Entry>, Vec<&Entry>) = here().partition(refused);
    for entry in first.into_iter().chain(last).filter(|entry| entry.command != Command::Help) {
        let item = bar_item(ui, layer, entry);
        let wide: usize = item.iter().map(Span::width).sum();
        if used + wide + help_width <= width {
            used += wide;
            spans.extend(item);
        }
    }
    put(frame, area, row, &Line::from(spans));
    put_at(frame, area, width.saturating_sub(help_width), row, &Line::from(help));
}

/// A command in the bar; nothing if it has no place there.
fn bar_item(ui: &Ui<'_>, layer: Layer, entry: &Entry) -> Vec<Span<'static>> {
    let model = ui.model;
    let allowed = entry.needs.is_none_or(|needs| model.may(needs));
    let Some(label) = bar_label(ui, entry, model.pending).filter(|_| allowed) else { return Vec::new() };
    let key = match (model.pending, entry.keys.iter().find(|keys| goes_on(**keys, model.pending))) {
        (Some(_), Some(Keys::Two(_, second))) => second.label(),
        (_, Some(keys)) => keys.label(),
        (_, None) => return Vec::new(),
    };
    if entry.danger > Danger::D0 && refusal(model, layer, entry.command).is_some() {
        return vec![ui.span(Token::Muted, format!("{key} ({label})  "))];
    }
    vec![ui.span(Token::Accent, key), ui.span(Token::Text, format!(" {label}  "))]
}

/// Is this what is pressed now: a whole binding, or the rest of the chord that is pending?
fn goes_on(keys: Keys, pending: Option<Key>) -> bool {
    match (keys, pending) {
        (_, None) => true,
        (Keys::Two(first, _), Some(prefix)) => first == prefix,
        (Keys::One(_), Some(_)) => false,
    }
}

fn bar_label(ui: &Ui<'_>, entry: &Entry, prefix: Option<Key>) -> Option<&'static str> {
    let lang = ui.lang();
    match prefix {
        // While a chord is pending the bar offers how it can go on.
        Some(prefix) => {
            let goes_on = entry.keys.iter().any(|keys| goes_on(*keys, Some(prefix)));
            goes_on.then(|| entry.bar.map_or_else(|| (entry.title)(lang), |bar| bar(lang)))
        }
        None => entry.bar.map(|bar| bar(lang)),
    }
}
