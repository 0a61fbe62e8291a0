//! What is asked, and of which assignments.

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    text::{Both, Lang},
    wire::urge::{UrgeAddressee, UrgeTemplate, plan::NewUrgePlan},
};
use jiff::civil::Date;

use crate::dialog::{
    form::{Field, Form},
    tab,
};
use crate::step::LeftOut;

/// Where the text comes from: written by the person, or one of the templates.
const SOURCE: usize = 0;
const TEXT: usize = 1;
const ADDRESSEE: usize = 2;
/// Until when an answer is due: in so many working days, or by a date.
const REPLY: usize = 3;
const DATE: usize = 4;
const NOW: usize = 5;

/// The working days that can be chosen; behind them stands a date.
const REPLY_IN: [i32; 4] = [3, 1, 5, 10];

/// The template that an urge begins with: what is urged is mostly late.
const USUAL: &str = "overdue";

/// What the focus can stop at, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// A field.
    Field(usize),
    /// The button that goes on.
    Go,
}

impl Default for Stop {
    fn default() -> Self {
        Self::Field(SOURCE)
    }
}

/// What is asked, and of which assignments.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// The assignments, each with its code, where that is known.
    pub items: Vec<(AssignmentId, Option<String>)>,
    /// What they are together, where they were not chosen one by one.
    pub scope: Option<Both>,
    /// Who owes something as well and is not among them.
    pub left_out: Vec<LeftOut>,
    /// What was typed and chosen.
    pub form: Form,
    /// The text that it began with.
    pub begun: String,
    /// What the focus was put on; what has it, [`Asking::stop`] says.
    pub focus: Stop,
    /// What is wrong with it.
    pub notice: Option<Both>,
    /// Whether anything was typed or chosen, which is worth keeping.
    pub is_touched: bool,
    /// Whether it began with what had been typed before.
    pub is_restored: bool,
}

impl Asking {
    /// About these assignments, beginning with a text, or else with the usual template.
    pub fn about(
        items: Vec<(AssignmentId, Option<String>)>,
        text: Option<&str>,
        templates: &[UrgeTemplate],
    ) -> Self {
        let mut form = Form {
            fields: vec![
                Field::choice(1 + templates.len()),
                Field::text(),
                Field::choice(UrgeAddressee::ALL.len()),
                Field::choice(1 + REPLY_IN.len()),
                Field::date(None),
                Field::Toggle(false),
            ],
        };
        match text {
            Some(text) => form.write(text),
            None => form.pick(usual(templates)),
        }
        Self { items, begun: form.text(), form, ..Self::default() }
    }

    /// The templates have come: the usual one is chosen where nothing was written yet.
    pub fn learn(&mut self, templates: &[UrgeTemplate]) {
        let picked = self.picked(SOURCE);
        if let Some(field) = self.form.fields.get_mut(SOURCE) {
            *field = Field::choice(1 + templates.len());
        }
        let keep = picked
            .filter(|picked| *picked > 0)
            .unwrap_or_else(|| if self.form.text().is_empty() { usual(templates) } else { 0 });
        self.form.pick(keep);
    }

    fn picked(&self, place: usize) -> Option<usize> {
        match self.form.fields.get(place) {
            Some(Field::Choice { picked, .. }) => *picked,
            _ => None,
        }
    }

    /// Whether a field matters with what has been chosen so far.
    pub fn is_used(&self, place: usize) -> bool {
        match place {
            TEXT => self.picked(SOURCE) == Some(0),
            DATE => self.picked(REPLY) == Some(REPLY_IN.len()),
            _ => true,
        }
    }

    /// What the focus can stop at, in the order of Tab.
    pub fn stops(&self) -> Vec<Stop> {
        let used = (0..self.form.fields.len()).filter(|place| self.is_used(*place));
        used.map(Stop::Field).chain([Stop::Go]).collect()
    }

    /// What the focus is on.
    pub fn stop(&self) -> Stop {
        tab::at(&self.stops(), self.focus).unwrap_or(Stop::Go)
    }

    /// The field in focus.
    pub fn field(&mut self) -> Option<&mut Field> {
        let Stop::Field(place) = self.stop() else { return None };
        self.form.fields.get_mut(place)
    }

    /// Whoever types where the text is chosen writes their own.
    pub fn write_if_choosing_text(&mut self) {
        if self.stop() == Stop::Field(SOURCE) {
            self.form.pick(0);
            self.focus = Stop::Field(TEXT);
        }
    }

    /// Whether Enter begins a new line where the focus is.
    pub fn takes_lines(&self) -> bool {
        matches!(self.stop(), Stop::Field(place) if matches!(self.form.fields.get(place), Some(Field::Text(_))))
    }

    /// Label and options of each field.
    pub fn labels(&self, lang: Lang, templates: &[UrgeTemplate]) -> [(&'static str, Vec<String>); 6] {
        let named = templates.iter().map(|one| lang.pick(&one.name_vi, &one.name_en));
        let named = named.map(|name| lang.composer_template(name));
        let source = [lang.composer_own_words().to_owned()].into_iter().chain(named).collect();
        let addressees = UrgeAddressee::ALL.iter().map(|one| one.name(lang).to_owned()).collect();
        let days = REPLY_IN.iter().map(|days| lang.composer_reply_in(*days));
        let days = days.chain([lang.composer_reply_by_date().to_owned()]).collect();
        [
            (lang.composer_label_source(), source),
            (lang.tui_label_urge_text(), Vec::new()),
            (lang.composer_label_addressee(), addressees),
            (lang.composer_label_reply(), days),
            (lang.tui_label_reply_by(), Vec::new()),
            (lang.composer_label_now(), Vec::new()),
        ]
    }

    /// What the server is asked for.
    ///
    /// # Errors
    /// The field that is missing or wrong, and what is to be said of it.
    pub fn plan(
        &self,
        templates: &[UrgeTemplate],
        today: Option<Date>,
    ) -> Result<NewUrgePlan, (usize, Both)> {
        let chosen = self.picked(SOURCE).and_then(|picked| picked.checked_sub(1));
        let template = chosen.and_then(|place| templates.get(place)).map(|one| one.code.clone());
        let text = if template.is_none() { self.form.text() } else { String::new() };
        if template.is_none() && text.is_empty() {
            return Err((TEXT, Both::new(|lang| lang.field_missing(lang.tui_label_urge_text()))));
        }
        let reply_in = self.picked(REPLY).and_then(|place| REPLY_IN.get(place)).copied();
        let reply_by = if reply_in.is_none() { self.form.date() } else { None };
        if reply_in.is_none() {
            let typed = match self.form.fields.get(DATE) {
                Some(Field::Date(input)) => input.value(),
                _ => "",
            };
            let Some(date) = reply_by else {
                return Err((DATE, Both::new(|lang| lang.tui_no_date(typed))));
            };
            if today.is_some_and(|today| date <= today) {
                return Err((DATE, Both::new(|lang| ErrorCode::ReplyByPast.message(lang).to_owned())));
            }
        }
        let addressee = self.picked(ADDRESSEE).and_then(|place| UrgeAddressee::ALL.get(place)).copied();
        let now = matches!(self.form.fields.get(NOW), Some(Field::Toggle(true)));
        Ok(NewUrgePlan {
            assignments: self.items.iter().map(|(id, _)| *id).collect(),
            addressee: addressee.unwrap_or(UrgeAddressee::Responsible),
            template,
            text,
            reply_by,
            reply_in,
            now,
        })
    }

    /// Moves the focus, to the next stop or the one before.
    pub fn step(&mut self, forward: bool) {
        self.focus = tab::moved(&self.stops(), self.focus, forward).unwrap_or(Stop::Go);
    }

    /// Whether the person has written something of their own.
    pub fn is_written(&self) -> bool {
        let text = self.form.text();
        !self.items.is_empty() && !text.is_empty() && text != self.begun
    }

    /// Whether it is about the same assignments, in whatever order.
    pub fn is_about(&self, items: &[(AssignmentId, Option<String>)]) -> bool {
        let ids = |items: &[(AssignmentId, Option<String>)]| {
            let mut ids: Vec<AssignmentId> = items.iter().map(|(id, _)| *id).collect();
            ids.sort_unstable();
            ids
        };
        ids(&self.items) == ids(items)
    }

    /// Whether it is about any of them.
    pub fn shares(&self, items: &[(AssignmentId, Option<String>)]) -> bool {
        self.items.iter().any(|(own, _)| items.iter().any(|(id, _)| own == id))
    }

    /// How it is called in a list of drafts.
    pub fn name(&self, lang: Lang) -> String {
        let first = self.items.first().and_then(|(_, code)| code.as_deref()).unwrap_or_default();
        lang.composer_about(self.items.len(), first)
    }
}

/// The place of the usual template among the sources; the person's own words where there is none.
fn usual(templates: &[UrgeTemplate]) -> usize {
    templates.iter().position(|one| one.code == USUAL).map_or(0, |place| place + 1)
}
