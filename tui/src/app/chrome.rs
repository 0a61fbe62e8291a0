//! What every screen has: the header (link, who, server, simulated), the tabs, the status row and the command bar.

use dondoc_shared::{fold::fold, role::Role, text::Lang};
use jiff::civil::Date;
use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Held, Model, awaited::waiting, focus::focus, may::refusal};
use crate::{
    keys::{
        Command, Key, Layer, Screen,
        table::{Entry, Keys, chord_to, entries_of},
    },
    step::{link::Link, lookup::Lookup, toast::Tone, waiting::Asker},
    ui::{
        Ui, put, put_at,
        size::{is_cropped, is_one_column},
        text,
        theme::Token,
    },
};

/// Cells beside the tabs for how many rows a list has, with what stands between that, the server and the date.
const ASIDE: usize = 14;

/// Draws header, tabs, status row and bar.
pub fn draw(frame: &mut Frame<'_>, ui: Ui, model: &Model) {
    let area = frame.area();
    header(frame, ui, model, area);
    if !is_cropped(ui.size) {
        tabs(frame, ui, model, area);
    }
    let rows = usize::from(area.height);
    status(frame, ui, model, area, rows.saturating_sub(2));
    bar(frame, ui, model, area, rows.saturating_sub(1));
}

/// Draws the header and the bar of a console of which nothing else is to be seen.
pub fn draw_covered(frame: &mut Frame<'_>, ui: Ui, model: &Model) {
    let area = frame.area();
    header(frame, ui, model, area);
    bar(frame, ui, model, area, usize::from(area.height).saturating_sub(1));
}

fn header(frame: &mut Frame<'_>, ui: Ui, model: &Model, area: Rect) {
    let lang = ui.lang;
    let Some(me) = &model.common.me else { return };
    let width = usize::from(area.width);
    let banner = if me.simulated { format!(" {} ", lang.simulated()) } else { String::new() };
    let (token, link) = if model.common.is_locked {
        (Token::Danger, format!("○ {}", lang.tui_link_over()))
    } else {
        link(ui, model.link)
    };
    let room = width.saturating_sub(text::width(&banner) + 1);
    let role = me.role.name(lang);
    let full = if names_role(&me.name, me.role) { me.name.clone() } else { format!("{} · {role}", me.name) };
    let barred =
        if model.common.reads_only { format!("{} │ ", lang.tui_read_only()) } else { String::new() };
    // Without tabs the header says what is shown.
    let title = if is_cropped(ui.size) && !model.log_in.covers {
        format!("[{}]", model.screens.tab(model.common.screen, lang))
    } else {
        lang.product_name().to_owned()
    };
    let left = [&barred, &title, &link].into_iter().map(|part| text::width(part)).sum::<usize>() + 7;
    let rest = room.saturating_sub(left);
    let who = if text::width(&full) <= rest { full } else { text::cut(&me.name, rest) };
    let line = Line::from(vec![
        ui.span(Token::Title, format!(" {barred}{title}")),
        ui.span(Token::Muted, " │ "),
        ui.span(token, link),
        ui.span(Token::Muted, " │ "),
        ui.span(Token::Text, who),
    ]);
    put(frame, area, 0, &line);
    put_at(frame, area, width.saturating_sub(text::width(&banner)), 0, &ui.line(Token::Banner, banner));
}

/// Whether a name says the role already, in whichever language.
fn names_role(name: &str, role: Role) -> bool {
    let words = |text: &str| -> Vec<String> {
        let of = fold(text);
        of.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let named = words(name);
    Lang::ALL.iter().any(|lang| words(role.name(*lang)).iter().all(|word| named.contains(word)))
}

fn link(ui: Ui, link: Link) -> (Token, String) {
    let lang = ui.lang;
    match link {
        Link::Idle | Link::Connecting => (Token::Muted, format!("◌ {}", lang.tui_link_connecting())),
        Link::Absent => (Token::Muted, format!("○ {}", lang.tui_link_absent())),
        Link::Live => (Token::Good, format!("● {}", lang.tui_link_live())),
        // A countdown would be read anew with every key.
        Link::Retrying { .. } if ui.looks.is_spoken() => {
            (Token::Danger, format!("○ {}", lang.tui_link_down()))
        }
        Link::Retrying { at, attempt } => {
            let seconds = Link::seconds_left(at, ui.now);
            (Token::Danger, format!("○ {}", lang.tui_link_retrying(seconds, attempt)))
        }
    }
}

fn tabs(frame: &mut Frame<'_>, ui: Ui, model: &Model, area: Rect) {
    let (lang, screens, shown) = (ui.lang, &model.screens, model.common.screen);
    let today = screens.today(shown, ui).map(|today| lang.tui_today_is(&lang.date(today)));
    let aside = screens.aside(shown, lang);
    let width = usize::from(area.width);
    // The same tabs have room on every screen, whatever is said beside them.
    let reserved =
        text::width(&model.server) + text::width(&lang.tui_today_is(&lang.date(Date::MAX))) + ASIDE;
    let parts: Vec<String> = [aside, Some(model.server.clone()), today].into_iter().flatten().collect();
    let right = parts.join(" · ");
    let has_tab = |screen: Screen| chord_to(screen).is_some_and(|entry| entry.bar.is_some());
    let (own, extra): (Vec<Screen>, Vec<Screen>) = Screen::ALL.iter().partition(|screen| has_tab(**screen));
    let extra = extra.into_iter().filter(|screen| *screen == shown);
    let allowed = |screen: &Screen| {
        let needs = chord_to(*screen).and_then(|entry| entry.needs);
        *screen == shown || needs.is_none_or(|needs| ui.may(needs))
    };
    let own = own.into_iter().filter(allowed);
    let all: Vec<(String, bool)> =
        own.chain(extra).map(|screen| (screens.tab(screen, lang), screen == shown)).collect();
    // The first two and the one on the screen always; then the others as far as there is room, the most needed first, so that each
    // stands in the same place wherever it stands.
    let wide = |title: &str| text::width(title) + 3;
    let must = |place: usize, here: bool| place < 2 || here;
    let kept = all.iter().enumerate().filter(|(place, (_, here))| must(*place, *here));
    let mut used = 1 + kept.map(|(_, (title, _))| wide(title)).sum::<usize>();
    let room = width.saturating_sub(reserved);
    let mut spans = vec![ui.span(Token::Text, " ")];
    let mut is_full = false;
    for (place, (title, here)) in all.iter().enumerate() {
        if !must(place, *here) {
            is_full |= used + wide(title) > room;
            if is_full {
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

fn status(frame: &mut Frame<'_>, ui: Ui, model: &Model, area: Rect, row: usize) {
    let lang = ui.lang;
    let width = usize::from(area.width).saturating_sub(2);
    let line = if let Some(coming) = coming(model, lang) {
        ui.line(Token::Accent, format!(" › {}", text::cut(&coming, width.saturating_sub(2))))
    } else if let Some(toast) = model.common.toasts.shown(ui.now) {
        let (token, mark) = match toast.tone {
            Tone::Done | Tone::Undoable => (Token::Good, "✓"),
            Tone::Note => (Token::Accent, "›"),
            Tone::Fault => (Token::Danger, "✗"),
        };
        let (said, room) = (toast.text.get(lang), width.saturating_sub(2));
        let said = if text::width(said) <= room {
            said.to_owned()
        } else {
            // The whole of it is among the messages.
            let more = lang.tui_toast_more();
            let kept = text::cut(said, room.saturating_sub(text::width(more) + 1));
            format!("{} {more}", kept.trim_end_matches(['…', ' ']))
        };
        ui.line(token, format!(" {mark} {said}"))
    } else {
        if let Some(stray) = &model.stray {
            let said = text::cut(stray.get(lang), width);
            return put(frame, area, row, &ui.line(Token::Muted, format!(" {said}")));
        }
        let shown = model.common.screen;
        let kept: Vec<&str> = match model.screens.selected(shown).0 {
            Some(id) => {
                let acts = model.dialogs.kept(id).map(|kind| kind.act().title(lang));
                acts.chain(model.agree_drafts.on(id).into_iter().map(|act| act.get(lang))).collect()
            }
            None => Vec::new(),
        };
        let kept = (!kept.is_empty()).then(|| lang.tui_draft_kept(&kept.join(", ")));
        let own = Some(model.screens.status(shown, &model.common.trail, ui)).filter(|own| !own.is_empty());
        let awaited = awaited(model, ui);
        let said = awaited.into_iter().chain(kept).chain(own).collect::<Vec<_>>().join(" · ");
        ui.line(Token::Muted, format!(" {}", text::cut(&said, width)))
    };
    put(frame, area, row, &line);
}

/// What the server is asked for, and how long already.
fn awaited(model: &Model, ui: Ui) -> Option<String> {
    let lang = ui.lang;
    let (by, waited) = waiting(&model.common, ui.now)?;
    let what = match by {
        Asker::Screen(screen) => model.screens.tab(screen, lang),
        Asker::Dialog => model.dialogs.title(lang).unwrap_or_default().to_owned(),
        Asker::Agree => model.agree.as_ref().map(|agree| agree.act.go(lang)).unwrap_or_default().to_owned(),
        Asker::Claiming => lang.handling_bar_claim().to_owned(),
        Asker::Lookup => model.lookup.as_ref().map(Lookup::code).unwrap_or_default(),
        Asker::LogIn | Asker::Presence => String::new(),
    };
    Some(lang.tui_awaited(&what, waited.as_secs()))
}

/// What keys wait for, or why they do nothing.
fn coming(model: &Model, lang: Lang) -> Option<String> {
    if let Some(coming) = &model.dialogs.coming {
        let act = coming.kind.act().title(lang).to_owned();
        let code = model.screens.row(coming.id).map(|row| row.code.clone());
        return Some(lang.tui_dialog_comes(&[act].into_iter().chain(code).collect::<Vec<_>>().join(" · ")));
    }
    if let Some(lookup) = &model.lookup {
        return Some(lang.tui_dialog_comes(&lookup.code()));
    }
    if let Some(count) = model.count {
        return Some(lang.tui_counting(count));
    }
    match model.held {
        Some(Held::Muted) => Some(lang.tui_no_filter_here().to_owned()),
        Some(Held::Waits { .. }) => Some(lang.tui_keys_wait().to_owned()),
        None => None,
    }
}

/// The commands that work here and now: what cannot be done is not offered, and says why when its key is pressed all the
/// same. The way out, palette and help are always there, at the right, and before them the list of what can be done here where
/// there is no room for all of it.
fn bar(frame: &mut Frame<'_>, ui: Ui, model: &Model, area: Rect, row: usize) {
    let (_, layer) = focus(model);
    let width = usize::from(area.width);
    let here = || entries_of(layer);
    // On a screen the way out, palette and help have their place at the right.
    let is_page = here().any(|entry| entry.command == Command::Palette);
    let mut kept: Vec<&Entry> = Vec::new();
    if is_page && model.pending.is_none() {
        let right = [Command::Back, Command::Palette, Command::Help];
        kept.extend(right.iter().filter_map(|command| here().find(|entry| entry.command == *command)));
    }
    let mut fitted = Fitted::new(ui, model, layer, (&kept, width));
    // What can be done and has no room is listed elsewhere, which is said where there is room for that.
    if let Some(more) = here().find(|entry| entry.command == Command::Here)
        && fitted.lacks
        && model.pending.is_none()
        && !is_one_column(ui.size)
    {
        kept.insert(0, more);
        fitted = Fitted::new(ui, model, layer, (&kept, width));
    }
    put(frame, area, row, &Line::from(fitted.left));
    put_at(frame, area, width.saturating_sub(fitted.wide), row, &Line::from(fitted.right));
}

/// What the bar has room for.
struct Fitted {
    left: Vec<Span<'static>>,
    /// What is always there, at the right edge, and the cells that it takes.
    right: Vec<Span<'static>>,
    wide: usize,
    /// Is there no room for something that can be done with what is on the screen?
    lacks: bool,
}

impl Fitted {
    fn new(ui: Ui, model: &Model, layer: Layer, (kept, width): (&[&Entry], usize)) -> Self {
        let item = |entry: &Entry| bar_item(ui, model, layer, entry);
        let cells = |spans: &[Span<'_>]| spans.iter().map(Span::width).sum::<usize>();
        let right: Vec<Span<'static>> = kept.iter().flat_map(|entry| item(entry)).collect();
        let wide = cells(&right);
        let (mut left, mut used, mut lacks) = (vec![ui.span(Token::Text, " ")], 1, false);
        let is_kept = |entry: &Entry| kept.iter().any(|kept| kept.command == entry.command);
        let mut entries: Vec<&Entry> = entries_of(layer).filter(|entry| !is_kept(entry)).collect();
        let rank = |entry: &&Entry| layer.first.iter().position(|first| *first == entry.command);
        entries.sort_by_key(|entry| rank(entry).unwrap_or(layer.first.len()));
        for entry in entries {
            let item = item(entry);
            if used + cells(&item) + wide <= width {
                used += cells(&item);
                left.extend(item);
            } else {
                lacks |= layer.takes.contains(&entry.command) && !entry.command.is_movement();
            }
        }
        Self { left, right, wide, lacks }
    }
}

/// A command in the bar; nothing if it has no place there.
fn bar_item(ui: Ui, model: &Model, layer: Layer, entry: &Entry) -> Vec<Span<'static>> {
    let allowed = ui.has(entry) && refusal(model, ui.lang, layer, entry.command).is_none();
    let Some(label) = bar_label(ui.lang, entry, model.pending).filter(|_| allowed) else { return Vec::new() };
    let key = match (model.pending, entry.keys.iter().find(|keys| goes_on(**keys, model.pending))) {
        (Some(_), Some(Keys::Two(_, second))) => second.label(),
        (_, Some(keys)) => keys.label(),
        (_, None) => return Vec::new(),
    };
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

fn bar_label(lang: Lang, entry: &Entry, prefix: Option<Key>) -> Option<&'static str> {
    match prefix {
        // While a chord is pending the bar offers how it can go on.
        Some(prefix) => {
            let goes_on = entry.keys.iter().any(|keys| goes_on(*keys, Some(prefix)));
            goes_on.then(|| entry.bar.map_or_else(|| (entry.title)(lang), |bar| bar(lang)))
        }
        None => entry.bar.map(|bar| bar(lang)),
    }
}
