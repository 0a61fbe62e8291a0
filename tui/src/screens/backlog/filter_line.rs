//! The filter line: what is typed, and below it how many it finds and what it means in plain words, what it can go on with, or
//! where and why it does not parse.

use std::time::Duration;

use dondoc_shared::{
    filter::{Completion, Filter, FilterError, complete},
    fold::fold,
    wire::{Count, view::View},
};
use jiff::civil::Date;
use ratatui::{Frame, layout::Rect, text::Line};
use tui_input::Input;

use super::{
    listed::{most_typed, read, whole},
    snoozed::LeftOut,
};
use crate::{
    dialog::form::{self, TooLong},
    keys::{Command, Key},
    net::{Call, Failure},
    step::{
        Step,
        waiting::{Arrived, Waiting},
    },
    ui::{
        Ui, cursor_at, put,
        size::{is_cropped, shown},
        text,
        theme::Token,
    },
};

/// What is found is counted once nobody has typed for so long.
const PAUSE: Duration = Duration::from_millis(150);
/// Texts of before that are kept.
const KEPT: usize = 50;

/// Texts of the line that were applied or left, the newest last, each once.
#[derive(Debug, Default)]
pub struct History(Vec<String>);

impl History {
    /// Keeps a text for ↑.
    pub fn keep(&mut self, text: String) {
        if !text.trim().is_empty() {
            self.0.retain(|known| *known != text);
            self.0.push(text);
            let over = self.0.len().saturating_sub(KEPT);
            self.0.drain(..over);
        }
    }

    /// The text so many before the newest; `n` from 1.
    fn before(&self, n: usize) -> Option<&String> {
        self.0.get(self.0.len().checked_sub(n)?)
    }
}

/// The line while it is open.
#[derive(Debug)]
pub struct FilterLine {
    /// What all rows of its list have.
    about: &'static str,
    input: Input,
    /// What its `@` can name.
    views: Vec<View>,
    /// How many texts of before lie between this and the newest; 0 for what was typed.
    back: usize,
    /// What was typed before ↑ showed another text.
    typed: String,
    /// What Tab goes through, and which of it stands in the line.
    offered: Option<(Completion, Option<usize>)>,
    count_at: Option<Duration>,
    counting: Waiting<Count>,
    /// How many it finds, or why that is not known.
    counted: Option<Result<Count, Failure>>,
    left_out: LeftOut,
}

impl FilterLine {
    /// Opens with a text.
    pub fn new(about: &'static str, text: &str, step: &Step<'_>) -> Self {
        let mut line = Self {
            about,
            input: Input::new(text.to_owned()),
            views: Vec::new(),
            back: 0,
            typed: String::new(),
            offered: None,
            count_at: None,
            counting: Waiting::default(),
            counted: None,
            left_out: LeftOut::default(),
        };
        line.changed(step);
        line
    }

    /// What stands in it.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// The same, read.
    pub fn reading(&self) -> Result<Filter, FilterError> {
        read(self.about, self.value(), &self.views)
    }

    /// Another text stands in it: what was found is another's.
    fn changed(&mut self, step: &Step<'_>) {
        self.views = step.common.known.named();
        (self.offered, self.counted, self.counting) = (None, None, Waiting::default());
        self.left_out = LeftOut::default();
        self.count_at = self.reading().is_ok().then(|| step.at().saturating_add(PAUSE));
    }

    /// A key that is typed.
    pub fn edit(&mut self, key: Key, step: &Step<'_>) {
        let before = self.value().to_owned();
        form::type_key(&mut self.input, key, most_typed(self.about));
        self.offered = None;
        // A caret that moves leaves what was found.
        if self.value() != before {
            self.back = 0;
            self.changed(step);
        }
    }

    /// Puts a text where the caret is.
    pub fn insert(&mut self, text: &str, step: &Step<'_>) -> Result<(), TooLong> {
        form::insert(&mut self.input, text, most_typed(self.about), false)?;
        self.back = 0;
        self.changed(step);
        Ok(())
    }

    /// Ends with an order to be chosen, in the place of the one that it has.
    pub fn order(&mut self, step: &Step<'_>) {
        let text = Filter::without_order(self.value());
        let gap = if text.is_empty() { "" } else { " " };
        let text = format!("{text}{gap}{}", Filter::order_begun(step.lang()));
        // A text so long that no order has room behind it stays.
        if text.chars().count() <= most_typed(self.about) {
            self.input = Input::new(text);
            self.changed(step);
            self.complete(Command::NextPane, step);
        }
    }

    /// Shows an older or a newer text.
    pub fn recall(&mut self, older: bool, history: &History, step: &Step<'_>) {
        let back = if older { self.back.saturating_add(1) } else { self.back.saturating_sub(1) };
        // The filter in force is the newest of them, and stands there already.
        let skips = older && history.before(back).is_some_and(|text| text == self.value());
        let back = if skips { back.saturating_add(1) } else { back };
        if self.back == 0 && older {
            self.typed = self.value().to_owned();
        }
        let text = if back == 0 { Some(&self.typed) } else { history.before(back) };
        if let Some(text) = text.filter(|_| back != self.back) {
            self.input = Input::new(text.clone());
            self.back = back;
            self.changed(step);
        }
    }

    /// Goes on with what can stand there: as far as all of it agrees, then one after the other.
    pub fn complete(&mut self, command: Command, step: &Step<'_>) {
        let known = &step.common.known;
        let keys = known.tenants.iter().map(|(tenant, _)| tenant.slug.as_str());
        let before: String = self.value().chars().take(self.input.cursor()).collect();
        let anew = || named(&before, &known.views).unwrap_or_else(|| complete(&before, step.lang(), keys));
        let (completion, at) = self.offered.take().unwrap_or_else(|| (anew(), None));
        let Some(last) = completion.options.len().checked_sub(1) else { return };
        let common = shared_start(&completion.options);
        let typed = before.chars().count().saturating_sub(completion.from);
        let next = match at {
            // What all agree on is more than what was typed.
            None if last > 0 && common.chars().count() > typed => None,
            None => Some(if command == Command::NextPane { 0 } else { last }),
            Some(at) if command == Command::NextPane => {
                Some(if at == last { 0 } else { at.saturating_add(1) })
            }
            Some(at) => Some(at.checked_sub(1).unwrap_or(last)),
        };
        let text = next.and_then(|next| completion.options.get(next)).unwrap_or(&common);
        let head: String = before.chars().take(completion.from).collect();
        let tail: String = self.value().chars().skip(self.input.cursor()).collect();
        let caret = head.chars().count().saturating_add(text.chars().count());
        if caret.saturating_add(tail.chars().count()) > most_typed(self.about) {
            return;
        }
        self.input = Input::new(format!("{head}{text}{tail}")).with_cursor(caret);
        self.changed(step);
        self.offered = (last > 0).then_some((completion, next));
    }

    /// Asks how many the text finds, once nobody types any more.
    pub fn tick(&mut self, step: &mut Step<'_>) {
        if self.count_at.is_some_and(|at| at <= step.at()) {
            self.count_at = None;
            self.left_out = LeftOut::ask(self.about, self.value().trim(), &self.views, step);
            self.counting = step.ask(Call::Count(whole(self.about, self.value().trim(), &self.views)));
        }
    }

    /// When it has something to ask.
    pub fn wake_at(&self) -> Option<Duration> {
        self.count_at
    }

    /// How many there are. What only the server knows to be wrong is known before the filter is applied.
    pub fn answered(&mut self, arrived: &mut Arrived) {
        if let Some(counted) = self.counting.take(arrived) {
            self.counted = Some(counted);
        }
        self.left_out.answered(arrived);
    }

    /// Why it does not parse, where that has no room in one row beside its caret: it then takes some of the table's.
    fn long_reason(&self, ui: Ui, width: usize) -> Vec<String> {
        let Err(error) = self.reading() else { return Vec::new() };
        let reason = ui.lang.filter_reason(&error.fault);
        let room = width.saturating_sub(3).max(1);
        if text::width(&reason) <= room {
            return Vec::new();
        }
        let mut lines = text::hanging(&reason, room);
        lines.truncate(shown(ui.window).saturating_sub(1));
        lines
    }

    /// Rows that it takes with its reading.
    pub fn rows(&self, ui: Ui, width: usize) -> usize {
        1 + self.long_reason(ui, width.saturating_sub(1)).len().max(1)
    }

    /// Draws the line in the row after the rule, and its reading in those after that. Where few rows are shown, which are those up to
    /// the cursor, the reading stands above the line.
    pub fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, rule: usize, today: Option<Date>) {
        let lang = ui.lang;
        let is_below = !is_cropped(ui.window);
        let typed_at = if is_below { rule + 1 } else { rule + self.rows(ui, usize::from(area.width)) };
        let said_at = if is_below { rule + 2 } else { rule + 1 };
        let caret = if is_below { "^" } else { "v" };
        let label = format!(" {}: ", lang.tui_bar_filter());
        let column = text::width(&label);
        let room = usize::from(area.width).saturating_sub(column + 1);
        let scroll = self.input.visual_scroll(room.max(1));
        let shown = text::behind(self.value(), scroll);
        let typed =
            Line::from(vec![ui.span(Token::Title, label), ui.span(Token::Text, text::cut(shown, room))]);
        put(frame, area, typed_at, &typed);
        cursor_at(frame, area, column + self.input.visual_cursor().saturating_sub(scroll), typed_at);
        let width = usize::from(area.width).saturating_sub(1);
        if let Some((completion, at)) = &self.offered {
            let mut line = vec![ui.span(Token::Muted, " ⇥ ".to_owned())];
            // The one that stands in the line is never beyond the end of the row.
            let first = at.map_or(0, |at| at.saturating_sub(1));
            for (place, option) in completion.options.iter().enumerate().skip(first) {
                let token = if Some(place) == *at { Token::Title } else { Token::Muted };
                line.extend([ui.span(token, option.clone()), ui.span(Token::Muted, "  ".to_owned())]);
            }
            put(frame, area, said_at, &Line::from(line));
            return;
        }
        match (self.reading(), today) {
            (Ok(filter), Some(today)) => {
                if let Some(Err(failure)) = &self.counted {
                    let line = format!(" ✗ {}", failure.text(lang));
                    return put(frame, area, said_at, &ui.line(Token::Danger, text::cut(&line, width)));
                }
                let count = self.counted.as_ref().and_then(|counted| counted.as_ref().ok());
                let count = count.map(|Count { total, at_least }| {
                    let total = lang.number(*total);
                    if *at_least { lang.tui_total_at_least(&total) } else { lang.tui_total(&total) }
                });
                let said = lang.filter_in_words(&filter, today);
                let count = count.unwrap_or_else(|| "…".to_owned());
                let found = [Some(count), self.left_out.said(lang), Some(said)];
                let line = format!(" = {}", found.into_iter().flatten().collect::<Vec<_>>().join(" · "));
                put(frame, area, said_at, &ui.line(Token::Muted, text::cut(&line, width)));
            }
            (Ok(_), None) => {}
            (Err(error), _) => {
                // The caret stands under the term, the reason beside it where there is room.
                let before: String = self.value().chars().take(error.at).collect();
                let at = column + text::width(&before).saturating_sub(scroll);
                let long = self.long_reason(ui, width);
                for (row, line) in long.iter().enumerate() {
                    let mark = if row == 0 { caret } else { " " };
                    put(frame, area, said_at + row, &ui.line(Token::Danger, format!(" {mark} {line}")));
                }
                if !long.is_empty() {
                    return;
                }
                let reason = lang.filter_reason(&error.fault);
                let line = if at + 2 + text::width(&reason) <= width {
                    format!("{}{caret} {reason}", " ".repeat(at))
                } else if text::width(&reason) + 3 <= at {
                    format!(" {} {caret}", text::fit_right(&reason, at - 2))
                } else {
                    format!(" {caret} {reason}")
                };
                put(frame, area, said_at, &ui.line(Token::Danger, text::cut(&line, width)));
            }
        }
    }
}

/// The views that can stand where a text ends that begins to name one; none if it does not.
fn named(before: &str, views: &[View]) -> Option<Completion> {
    let word = before.rsplit([' ', '\t', '(']).next()?.trim_start_matches('!');
    let typed = fold(word.strip_prefix('@')?);
    let mut options: Vec<String> = Vec::new();
    for view in views.iter().filter(|view| view.key.starts_with(&typed)) {
        if !options.contains(&view.key) {
            options.push(view.key.clone());
        }
    }
    let from = before.chars().count().saturating_sub(word.chars().count()).saturating_add(1);
    Some(Completion { from, options })
}

/// What all of them begin with.
fn shared_start(options: &[String]) -> String {
    let Some((first, others)) = options.split_first() else { return String::new() };
    let same = |(place, c): &(usize, char)| others.iter().all(|other| other.chars().nth(*place) == Some(*c));
    first.chars().enumerate().take_while(same).map(|(_, c)| c).collect()
}
