//! Agreement to an act that is about no assignment: what it brings about, what it asks for, for the heaviest a word that
//! must be typed, two buttons.

pub mod calendar;
pub mod carry_out;
pub mod contact;
pub mod decide;
pub mod drafts;
pub mod draw;
pub mod handling;
pub mod issue;
pub mod judge;
pub mod mail;
pub mod make;
pub mod recall;
pub mod recheck;
pub mod said;
pub mod saved;
pub mod template;
pub mod view;
pub mod withdraw;

use std::time::Duration;

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    fold::fold,
    text::{Both, Lang},
};
use tui_input::Input;
use uuid::Uuid;

use self::drafts::Drafts;
use super::{
    form::{self, Field},
    tab,
};
use crate::{
    keys::{Command, Key, Layer},
    net::{Answer, Call, Failure},
    step::{
        ARM, Agreement, News, Step,
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{Ui, scroll::scrolled, theme::Token},
};

/// The longest word that is taken, in characters.
const MAX_WORD: usize = 60;

/// What the focus can stop at, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// What must be chosen.
    Choice,
    /// A field, by its place.
    Field(usize),
    /// The word that must be typed.
    Word,
    /// The button that closes.
    Cancel,
    /// The button that acts.
    Go,
}

/// The box in which an act is agreed to.
#[derive(Debug)]
pub struct Agree {
    /// What is agreed to.
    pub act: Box<dyn Agreement>,
    /// Since when it has been there.
    pub since: Duration,
    /// What has been typed into the fields.
    pub fields: Vec<Input>,
    /// What has been typed of the word.
    pub typed: Input,
    /// What the focus is on.
    pub focus: Stop,
    /// The answer to the act; the act itself says which kind of answer is one to it.
    pub waiting: Waiting<Answer>,
    /// What is read again because somebody else was faster.
    renewing: Waiting<Answer>,
    /// First line shown of what it is about.
    pub scroll: usize,
    /// What went wrong.
    pub notice: Option<Both>,
    /// Whether it began with what had been typed about the same before.
    pub is_restored: bool,
    /// The key of the last try, while its outcome is not certain.
    key: Option<Uuid>,
}

impl Agree {
    /// The box, with the focus on what is to be typed; where nothing is, on the button that does nothing. It begins with what was
    /// typed in the last one about the same, else with what the act begins with.
    pub fn new(act: Box<dyn Agreement>, drafts: &mut Drafts, lang: Lang, since: Duration) -> Self {
        let draft = drafts.take(act.subject().as_ref());
        let is_restored = draft.is_some();
        let fields = draft.unwrap_or_else(|| {
            let begun = act.typed().into_iter().map(Input::new).chain(std::iter::repeat(Input::default()));
            begun.take(act.fields(lang).len()).collect()
        });
        let (typed, waiting, renewing) = (Input::default(), Waiting::default(), Waiting::default());
        let (focus, scroll, notice, key) = (Stop::Cancel, 0, None, None);
        let mut agree =
            Self { act, since, fields, typed, focus, waiting, renewing, scroll, notice, is_restored, key };
        agree.focus = agree.stops(lang).first().copied().unwrap_or(Stop::Cancel);
        agree
    }

    /// What the act is about, in lines that fit the box.
    pub fn lines(&self, lang: Lang, size: (u16, u16)) -> Vec<(Token, String)> {
        said::lines(self.act.as_ref(), (&self.texts(), self.is_restored), lang, size)
    }

    /// The act, and what it is about where its box begins with that.
    fn named(&self) -> Both {
        Both::new(|lang| {
            let first = self.act.about(lang).into_iter().next();
            let about = first.filter(|(token, _)| *token == Token::Title).map(|(_, about)| about);
            let act = self.act.go(lang).to_owned();
            about.into_iter().chain([act]).collect::<Vec<_>>().join(" · ")
        })
    }

    /// The same where something of it is typed that would be kept.
    pub fn unsent(&self) -> Option<Both> {
        self.act.subject().filter(|_| self.is_written()).map(|_| self.named())
    }

    /// Keeps what was typed into a box that is closed.
    fn keep_in(self, drafts: &mut Drafts) {
        if let Some(subject) = self.act.subject().filter(|_| self.is_written()) {
            let act = Both::new(|lang| self.act.go(lang).to_owned());
            let named = self.named();
            drafts.keep(subject, self.fields, (act, named));
        }
    }

    /// The word that must be typed.
    pub fn word(&self, lang: Lang) -> Option<String> {
        self.act.word(lang, &self.texts())
    }

    /// Whether the server is waited for.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_open() || self.renewing.is_open()
    }

    /// What stands in the fields.
    pub fn texts(&self) -> Vec<String> {
        self.fields.iter().map(|field| field.value().to_owned()).collect()
    }

    /// Whether anything was typed into its fields: something else stands there than to begin with.
    pub fn is_written(&self) -> bool {
        let begun = self.act.typed().into_iter().chain(std::iter::repeat(String::new()));
        self.fields.iter().zip(begun).any(|(field, begun)| field.value().trim() != begun.trim())
    }

    /// Whether the button can be pressed that acts.
    pub fn can_go(&self, lang: Lang) -> bool {
        !self.is_waiting() && self.has_word(lang)
    }

    /// Whether the word was typed; letters without their marks will do.
    fn has_word(&self, lang: Lang) -> bool {
        self.word(lang).is_none_or(|word| fold(self.typed.value()) == fold(&word))
    }

    /// What the focus can stop at, in the order of Tab.
    pub fn stops(&self, lang: Lang) -> Vec<Stop> {
        let choice = (!self.act.options(lang).is_empty()).then_some(Stop::Choice);
        let fields = self.used().map(Stop::Field);
        choice
            .into_iter()
            .chain(fields)
            .chain(self.word(lang).map(|_| Stop::Word))
            .chain([Stop::Cancel, Stop::Go])
            .collect()
    }

    /// Its layer: letters are obeyed where a button has the focus.
    pub fn layer(&self) -> Layer {
        match self.focus {
            Stop::Cancel | Stop::Go if self.act.is_of_plan() => Layer::AGREE_TO_PLAN,
            Stop::Cancel | Stop::Go => Layer::AGREE_ON_BUTTON,
            Stop::Choice | Stop::Field(_) | Stop::Word => Layer::AGREE,
        }
    }

    /// Whether keys have been meant for it since it appeared.
    pub fn is_armed(&self, now: Duration) -> bool {
        now >= self.since.saturating_add(ARM)
    }

    /// When keys begin to be meant for it, if that is still to come.
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        (!self.is_armed(now)).then(|| self.since.saturating_add(ARM))
    }

    /// The field in focus, with the longest text that it takes.
    fn field(&mut self, lang: Lang) -> Option<(&mut Input, usize)> {
        let Stop::Field(place) = self.focus else { return None };
        let max = self.act.fields(lang).get(place).map_or(0, |(_, max)| *max);
        self.fields.get_mut(place).map(|field| (field, max))
    }

    /// A key that is typed.
    pub fn edit(&mut self, key: Key, lang: Lang) {
        if self.waiting.is_open() {
            return;
        }
        if self.focus == Stop::Choice {
            self.choose(key, lang);
        } else if self.focus == Stop::Word {
            form::type_key(&mut self.typed, key, MAX_WORD);
        } else if let Some((field, max)) = self.field(lang) {
            let full = form::full_line(field, key, max);
            form::type_key(field, key, max);
            self.notice = full;
        }
    }

    /// A key that chooses among the options.
    fn choose(&mut self, key: Key, lang: Lang) {
        let mut field = Field::Choice { of: self.act.options(lang).len(), picked: self.act.picked() };
        form::press(&mut field, key, 0);
        if let Field::Choice { picked: Some(option), .. } = field {
            self.act.pick(option);
        }
    }

    /// The fields that matter with what is chosen, by their places.
    fn used(&self) -> impl Iterator<Item = usize> {
        (0..self.fields.len()).filter(|place| self.act.uses(*place))
    }

    /// The rows of the options: one for the option at hand alone where there is no room for all of them.
    fn option_rows(&self, ui: Ui) -> usize {
        let options = self.act.options(ui.lang).len();
        if said::fits(ui, options + self.typed_rows(ui.lang)) { options } else { options.min(1) }
    }

    fn typed_rows(&self, lang: Lang) -> usize {
        self.used().count() + usize::from(self.word(lang).is_some())
    }

    /// The rows of what is typed and chosen.
    fn rows(&self, ui: Ui) -> usize {
        self.option_rows(ui) + self.typed_rows(ui.lang)
    }

    /// Somebody else was faster: what was typed is looked at again beside what they have written.
    fn renewed(&mut self, facts: Result<Answer, Failure>, step: &Step<'_>) {
        self.notice = Some(match facts.map(|answer| self.act.renew(answer)) {
            Ok(true) => Both::new(|lang| lang.tui_changed_meanwhile().to_owned()),
            Ok(false) => Failure::Garbled.in_a_box(),
            Err(failure) => failure.in_a_box(),
        });
        (self.since, self.focus, self.scroll) = (step.at(), Stop::Cancel, 0);
        self.typed = Input::default();
    }

    /// Text pasted into a field. False where the focus is on none: the word is typed.
    pub fn paste(&mut self, text: &str, lang: Lang) -> bool {
        if self.waiting.is_open() {
            return false;
        }
        let Some((field, max)) = self.field(lang) else { return false };
        let pasted = form::insert(field, text.trim(), max, false);
        self.notice = pasted.err().map(|long| Both::new(|lang| long.text(lang)));
        true
    }
}

/// A command for the box, which closes it or sends the act. What was typed into a box that is closed is kept.
pub fn command(slot: &mut Option<Agree>, drafts: &mut Drafts, command: Command, step: &mut Step<'_>) {
    let Some(agree) = slot else { return };
    let (lang, ui) = (step.lang(), step.common.ui());
    let stops = agree.stops(lang);
    let to = |forward| tab::moved(&stops, agree.focus, forward).unwrap_or(Stop::Cancel);
    let (next, previous) = (to(true), to(false));
    match (command, agree.focus) {
        // Whether an act was carried out must be known before its box goes.
        (Command::Back, _) | (Command::Confirm, Stop::Cancel) if agree.waiting.is_open() => {
            step.say(Tone::Note, Lang::tui_still_sending);
        }
        (Command::Back, _) | (Command::Confirm, Stop::Cancel) => {
            if let Some(agree) = slot.take() {
                let is_kept = agree.unsent().is_some();
                let said = |lang: Lang| {
                    if is_kept {
                        lang.tui_not_done_kept(agree.act.go(lang))
                    } else {
                        agree.act.given_up(lang)
                    }
                };
                step.say(Tone::Note, said);
                agree.keep_in(drafts);
            }
        }
        (Command::Confirm, Stop::Go) | (Command::Yes, _) => go(agree, step),
        (Command::Left | Command::Right, _) => {
            agree.focus = if agree.focus == Stop::Cancel { Stop::Go } else { Stop::Cancel };
        }
        (Command::PageUp | Command::PageDown, _) => {
            let length = agree.lines(lang, ui.size).len();
            agree.scroll = scrolled(agree.scroll, command, length, said::room(ui, agree.rows(ui)));
        }
        (Command::Up, Stop::Choice) if !agree.waiting.is_open() => agree.choose(Key::code(KeyCode::Up), lang),
        (Command::Down, Stop::Choice) if !agree.waiting.is_open() => {
            agree.choose(Key::code(KeyCode::Down), lang);
        }
        (Command::NextPane | Command::Down | Command::Confirm, _) => agree.focus = next,
        (Command::PreviousPane | Command::Up, _) => agree.focus = previous,
        _ => {}
    }
}

fn go(agree: &mut Agree, step: &mut Step<'_>) {
    if agree.is_waiting() {
        return;
    }
    let lang = step.lang();
    if let Some(word) = agree.word(lang).filter(|_| !agree.has_word(lang)) {
        agree.focus = Stop::Word;
        agree.notice = Some(Both::new(|lang| lang.tui_type_word_first(&word)));
        return;
    }
    if agree.act.picked().is_none() && agree.stops(lang).contains(&Stop::Choice) {
        agree.focus = Stop::Choice;
        agree.notice = Some(Both::new(|lang| lang.tui_choose_first().to_owned()));
        return;
    }
    match agree.act.order(&agree.texts(), step.now()) {
        Ok(order) => {
            agree.notice = None;
            // The same act carries the same key as the try before, if that may have been carried out.
            let key = *agree.key.get_or_insert(step.key());
            agree.waiting = step.ask(Call::Order { key, order });
        }
        Err((place, why)) => {
            if agree.stops(lang).contains(&Stop::Field(place)) {
                agree.focus = Stop::Field(place);
            }
            agree.notice = Some(why);
        }
    }
}

/// The answer that the box waits for.
pub fn answered(slot: &mut Option<Agree>, arrived: &mut Arrived, step: &mut Step<'_>) {
    let Some(agree) = slot else { return };
    if let Some(facts) = agree.renewing.take(arrived) {
        return agree.renewed(facts, step);
    }
    let Some(answer) = agree.waiting.take(arrived) else { return };
    let done = answer.and_then(|answer| agree.act.done(&agree.texts(), &answer).ok_or(Failure::Garbled));
    let failure = match done {
        Ok((text, wishes)) => {
            let tone = if agree.act.is_undone() { Tone::Undoable } else { Tone::Done };
            *slot = None;
            step.tell_of(tone, text);
            return step.wish_all(wishes);
        }
        Err(failure) => failure,
    };
    if failure.is_definite() {
        agree.key = None;
    }
    if let Some(wishes) = agree.act.refused(&failure) {
        *slot = None;
        return step.wish_all(wishes);
    }
    if let Some(call) = agree.act.again().filter(|_| failure.code() == Some(ErrorCode::VersionStale)) {
        agree.renewing = step.ask(call);
        return step.tell(News::SettingWritten);
    }
    // A fault of a field is mended there.
    if let Failure::Refused(problem) = &failure
        && let Some(place) = problem.errors.iter().find_map(|fault| agree.act.place_of(&fault.field))
        && agree.act.uses(place)
    {
        agree.focus = Stop::Field(place);
    }
    let label = |lang, field: &str| {
        let place = agree.act.place_of(field).filter(|place| agree.act.uses(*place))?;
        agree.act.fields(lang).get(place).map(|(label, _)| *label)
    };
    agree.notice = Some(failure.in_a_box_of(label));
}
