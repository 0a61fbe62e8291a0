//! The reducer and the views, driven without terminal, network or clock.

mod acting;
mod appearance;
mod blocks;
mod browsing;
mod by_browser;
mod calendar;
mod citing;
pub mod composer;
mod contacts;
mod corrections;
mod decisions;
mod desk;
mod drafts;
mod endings;
mod evidence;
pub mod facts;
mod figures;
mod filings;
mod finding;
mod handling;
mod judging;
mod keys;
mod lists;
mod locking;
mod looks;
mod looping;
mod mail;
mod marking;
mod matrix;
mod moving;
mod narrow;
mod offered;
mod onward;
mod overview;
mod policies;
mod queues;
pub mod reading;
mod rechecks;
mod roomy;
mod runs;
pub mod scripted;
mod scrolling;
mod searching;
mod sentences;
mod session;
mod spoken;
mod sweep;
mod tabbing;
mod telling;
mod templates;
mod tenant;
mod typed;
mod urges;
mod views;

use std::time::Duration;

use crossterm::event::KeyCode;
use dondoc_shared::{text::Lang, wire::Count};
use ratatui::{Terminal, backend::TestBackend};
use uuid::Uuid;

use crate::{
    app::{Model, msg::Msg, update::update, view::view},
    keys::Key,
    net::{Answer, Call, Failure, LinkNews, Order, Reply, Request, Ticket},
    options::Options,
    screens::backlog::snoozed::LEFT_OUT,
    step::{
        effect::{Effect, Opening},
        env::Env,
    },
    ui::{looks::Looks, theme::Theme},
};

/// A desk with a console on it: keys and answers go in, requests and screens come out.
pub struct Desk {
    /// In a place of its own: a test that draws every screen holds many of them on its stack.
    pub model: Box<Model>,
    pub at: Duration,
    /// Requests so far, oldest first, without those that only say what is on the screen.
    pub sent: Vec<Request>,
    /// Those, oldest first.
    pub presences: Vec<Request>,
    /// What counts rows that were put off, oldest first; each is answered at once.
    pub asides: Vec<Request>,
    /// How many there are of them.
    pub put_off: i64,
    pub left: bool,
    /// How often the shell was asked to take the terminal.
    pub suspended: usize,
    /// Files so far: name and text.
    pub saved: Vec<(String, String)>,
    /// What was opened outside.
    pub opened: Vec<Opening>,
    /// What was put into the clipboard.
    pub copied: Vec<String>,
    keys: u128,
}

/// What only tells the server which submission is read.
fn is_presence(call: &Call) -> bool {
    matches!(call, Call::Order { order: Order::BePresent { .. }, .. })
}

/// What only asks how many rows a list leaves out because they were put off.
pub fn is_aside(call: &Call) -> bool {
    matches!(call, Call::Count(filter) if filter.contains(LEFT_OUT))
}

impl Desk {
    /// Before log-in.
    pub fn new(lang: Lang) -> Self {
        let options = Options {
            lang: Some(lang),
            email: Some("lanhdao@tct.example".to_owned()),
            server: "dondoc.example".to_owned(),
            portal: "https://dondoc.example".to_owned(),
            copies: true,
            looks: Looks { theme: Theme::Neutral, ..Looks::default() },
            reads_only: false,
            lock_after: None,
        };
        Self {
            model: Box::new(Model::new(&options)),
            at: Duration::from_secs(1),
            sent: Vec::new(),
            presences: Vec::new(),
            asides: Vec::new(),
            put_off: 0,
            left: false,
            suspended: 0,
            saved: Vec::new(),
            opened: Vec::new(),
            copied: Vec::new(),
            keys: 0,
        }
    }

    /// Signed in as a lead, on the overview.
    pub fn signed_in(lang: Lang) -> Self {
        Self::signed_in_as(lang, facts::me())
    }

    pub fn signed_in_as(lang: Lang, me: dondoc_shared::wire::session::Me) -> Self {
        let mut desk = Self::new(lang);
        desk.text("mat khau dung roi");
        desk.key(KeyCode::Enter);
        desk.answer(Answer::SignedIn(me));
        desk.answer(Answer::Overview(Box::new(facts::overview())));
        let views = desk.sent.iter().find(|request| matches!(request.call, Call::Views));
        if let Some(ticket) = views.map(|request| request.ticket) {
            desk.reply(ticket, Ok(Answer::Views(facts::views(lang))));
        }
        desk.step(Msg::Reply(Box::new(Reply::Link(LinkNews::Live))));
        desk
    }

    /// In the backlog, its first page loaded.
    pub fn in_backlog(lang: Lang) -> Self {
        let mut desk = Self::signed_in(lang);
        desk.text("gb");
        desk.answer(Answer::Page(facts::page(0..60, 60)));
        desk
    }

    /// On the page of a row's assignment.
    pub fn on_item(lang: Lang, n: u32) -> Self {
        let mut desk = Self::in_backlog(lang);
        for _ in 0..n {
            desk.text("j");
        }
        desk.key(KeyCode::Enter);
        desk.answer(Answer::Item(Box::new(facts::detail(n))));
        desk
    }

    pub fn step(&mut self, msg: Msg) -> usize {
        self.keys += 1;
        let env = Env { at: self.at, key: Uuid::from_u128(self.keys) };
        let is_presence =
            |effect: &Effect| matches!(effect, Effect::Send(request) if is_presence(&request.call));
        let (presences, effects): (Vec<_>, Vec<_>) =
            update(&mut self.model, &env, msg).into_iter().partition(is_presence);
        let count = effects.len();
        for effect in presences {
            if let Effect::Send(request) = effect {
                self.presences.push(*request);
            }
        }
        let mut counted = Vec::new();
        for effect in effects {
            match effect {
                Effect::Send(request) if is_aside(&request.call) => {
                    counted.push(request.ticket);
                    self.asides.push(*request);
                }
                Effect::Send(request) => self.sent.push(*request),
                Effect::Leave => self.left = true,
                Effect::Repaint => {}
                Effect::Suspend => self.suspended += 1,
                Effect::Open(what) => self.opened.push(what),
                Effect::Copy(text) => self.copied.push(text),
                Effect::Save { name, bytes } => {
                    self.saved.push((name, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
        }
        for ticket in counted {
            self.reply(ticket, Ok(Answer::Count(Count { total: self.put_off, at_least: false })));
        }
        count
    }

    pub fn press(&mut self, key: Key) {
        self.step(Msg::Key(key));
    }

    pub fn key(&mut self, code: KeyCode) {
        self.press(Key::code(code));
    }

    /// Types, one key after the other, without time passing.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.press(Key::char(c));
        }
    }

    pub fn wait(&mut self, milliseconds: u64) {
        self.at += Duration::from_millis(milliseconds);
        self.step(Msg::Tick);
    }

    /// Answers the newest request.
    pub fn answer(&mut self, answer: Answer) {
        self.reply(self.last().ticket, Ok(answer));
    }

    pub fn fail(&mut self, failure: Failure) {
        self.reply(self.last().ticket, Err(failure));
    }

    pub fn reply(&mut self, ticket: Ticket, answer: Result<Answer, Failure>) {
        self.step(Msg::Reply(Box::new(Reply::Answer(ticket, answer))));
    }

    pub fn last(&self) -> &Request {
        self.sent.last().unwrap()
    }

    /// The writes so far.
    pub fn writes(&self) -> Vec<&Call> {
        let calls = self.sent.iter().map(|request| &request.call);
        calls.filter(|call| matches!(call, Call::Write { .. })).collect()
    }

    /// The screen as text.
    pub fn screen(&mut self, columns: u16, rows: u16) -> String {
        self.step(Msg::Resize(columns, rows));
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| view(frame, &self.model, self.at)).unwrap();
        text_of(terminal.backend())
    }
}

/// The cells of a screen as lines of text, without trailing blanks.
pub fn text_of(backend: &TestBackend) -> String {
    let buffer = backend.buffer();
    let width = usize::from(buffer.area.width).max(1);
    let mut lines = Vec::new();
    for row in buffer.content().chunks(width) {
        let line: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}
