//! One step of the console: what a screen or a dialog may know, and what it may do. None of them knows the model, nor another
//! screen: it asks the server, says something, goes somewhere, tells what happened.

mod agreement;
pub mod brought;
pub mod common;
pub mod copy;
pub mod effect;
pub mod env;
pub mod finding;
pub mod handled;
mod left_out;
pub mod link;
pub mod lookup;
pub mod overlay;
pub mod read;
pub mod rested;
pub mod screen;
mod subject;
pub mod toast;
pub mod waiting;

use std::time::Duration;

use dondoc_shared::{
    id::AssignmentId,
    text::{Both, Lang},
    wire::{
        TenantRef,
        assignment::{AssignmentDetail, AssignmentRow},
        decision::DecisionPlan,
        filing::ReportsShown,
        policy::Policy,
        urge::{UrgeRow, UrgeTemplate, plan::UrgePlan},
        view::NewView,
    },
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

pub use self::{
    agreement::{Agreement, WrongField, wrong},
    common::{At, Common, Known, Place},
    left_out::LeftOut,
    subject::Subject,
};
use self::{
    effect::Effect,
    env::Env,
    handled::Handled,
    overlay::Overlay,
    toast::Tone,
    waiting::{Asked, Asker, Waiting},
};
use crate::{
    keys::{Command, Screen},
    net::{Call, Failure, Request, Ticket},
};

/// Keys typed before a box was on the screen for this long do not reach it.
pub const ARM: Duration = Duration::from_millis(300);

/// What a screen is to show when somebody comes to it.
#[derive(Debug)]
pub enum With {
    /// What it shows by itself.
    Nothing,
    /// The assignments that this filter finds.
    Filter(String),
    /// This assignment.
    Assignment {
        /// Its id.
        id: AssignmentId,
        /// Its code, which can be shown before anything else is known.
        code: String,
    },
    /// The evidence of this assignment, beside what is judged.
    Evidence {
        /// Its id.
        id: AssignmentId,
        /// Its code, empty where it is not known yet.
        code: String,
    },
    /// An urge about these assignments.
    Urge {
        /// Each with its code, where that is known.
        items: Vec<(AssignmentId, Option<String>)>,
        /// The text that it begins with; none if it is all the person's own.
        text: Option<String>,
        /// What they are together, where they were not chosen one by one.
        scope: Option<Both>,
        /// Who owes something as well and is not among them.
        left_out: Vec<LeftOut>,
    },
    /// The same decision on these assignments.
    Decide {
        /// The command of the single act.
        by: Command,
        /// Each with its code.
        items: Vec<(AssignmentId, String)>,
    },
    /// The page of this tenant.
    Tenant(TenantRef),
    /// The matrix of the directive of this number.
    Directive(String),
    /// The reports of a period.
    Reports {
        /// The period, as addresses name it: `CT-2024-M07`.
        period: String,
        /// Which of them.
        show: ReportsShown,
    },
    /// An indicator of the newest period, by its code.
    Indicator(String),
    /// This urge, by itself.
    Issued(Box<UrgeRow>),
    /// What a body filed.
    Report {
        /// The period, as addresses name it: `CT-2024-M07`.
        period: String,
        /// The body.
        body: TenantRef,
        /// The assignment that the report is.
        id: AssignmentId,
    },
    /// A new version that begins as this one.
    Policy {
        /// The version that it begins as.
        source: Box<Policy>,
        /// The server's local date.
        today: Date,
    },
}

/// Something that happened and that any screen may heed.
#[derive(Debug)]
pub enum News {
    /// The server says that an assignment changed.
    Changed(AssignmentId),
    /// The assignment that changed, as the list shows it now.
    Row(Box<AssignmentRow>),
    /// Changes may have been missed: what is shown must be fetched again.
    Resync,
    /// A submission was opened here.
    Opened,
    /// An act on an assignment was carried out here.
    Acted(AssignmentId),
    /// A dialog read an assignment again.
    Read(Box<AssignmentDetail>),
    /// The assignment after or before the one on the screen is wanted.
    Next(Sought),
    /// The Working Group's own word on assignments was said here.
    Handled(Handled),
    /// The urges of a plan were issued or withdrawn, or some of them.
    Issued(Box<UrgePlan>),
    /// A plan was to be issued, and how much of it was is not known.
    IssueUnclear(Box<UrgePlan>, Failure),
    /// The decisions of a plan were made, or some of them.
    CarriedOut(Box<DecisionPlan>),
    /// They were to be made, and how many of them were is not known.
    CarryOutUnclear(Box<DecisionPlan>, Failure),
    /// A version of a policy was made.
    Made,
    /// A version of a policy was withdrawn.
    Withdrawn,
    /// A correction of a report was decided on here.
    Decided,
    /// What a body says to a warning was judged here, or by somebody who was faster.
    Judged,
    /// A correction was not decided on, because it no longer waits for anybody.
    NotDecided(Failure),
    /// A sample was drawn here, or something came of what was drawn.
    Rechecked,
    /// A sample was not drawn, or nothing came of what was: somebody was faster.
    NotRechecked(Failure),
    /// A setting was written here, or by somebody who was faster.
    SettingWritten,
    /// A template of urges was written here.
    TemplateWritten(Box<UrgeTemplate>),
    /// A template was not written, because of what it says.
    TemplateRefused(Failure),
    /// A saved view was written or deleted here.
    ViewWritten,
    /// A view was not written, because somebody else was faster.
    ViewStale(Option<NewView>),
    /// A version was not made, because of what its draft says.
    NotMade(Failure),
}

/// Which assignment of the list behind a screen is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sought {
    /// The one on the screen, which it stands after or before.
    pub from: AssignmentId,
    /// After it?
    pub forward: bool,
    /// Only one that still waits, where the list knows?
    pub waiting: bool,
    /// Is its evidence wanted rather than its page?
    pub evidence: bool,
}

/// What is to be done in another part of the console once this one has had its turn.
#[derive(Debug)]
pub enum Wish {
    /// Go to a screen.
    Go(Screen, With),
    /// Go to a screen from wherever one is, so that one step back leads here again: also where the screen has been passed before.
    Jump(Screen, With),
    /// Go back to the screen that led to this one.
    Back,
    /// Tell every screen.
    Tell(News),
    /// Ask for agreement.
    Agree(Box<dyn Agreement>),
}

/// What one step of the reducer gathers, and what it may know beyond the model.
#[derive(Debug)]
pub struct Turn {
    /// Time and chance.
    pub env: Env,
    /// What is to be done outside.
    pub effects: Vec<Effect>,
    /// What is to be done in other parts of the console.
    pub wishes: Vec<Wish>,
}

/// What a screen or dialog may know and do in its turn.
#[derive(Debug)]
pub struct Step<'a> {
    /// What every part of the console shares.
    pub common: &'a mut Common,
    turn: &'a mut Turn,
    asker: Asker,
}

impl<'a> Step<'a> {
    /// The turn of `asker`.
    pub fn new(common: &'a mut Common, turn: &'a mut Turn, asker: Asker) -> Self {
        Self { common, turn, asker }
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.common.lang
    }

    /// Columns and rows that everything is laid out for.
    pub fn size(&self) -> (u16, u16) {
        self.common.size
    }

    /// Time since the start.
    pub fn at(&self) -> Duration {
        self.turn.env.at
    }

    /// A key that no request has carried yet; one for each step.
    pub fn key(&self) -> Uuid {
        self.turn.env.key
    }

    /// The server's present instant, as far as it is known.
    pub fn now(&self) -> Option<Timestamp> {
        self.common.now(self.at())
    }

    /// Whether `screen` is the one that is shown.
    pub fn shows(&self, screen: Screen) -> bool {
        self.common.screen == screen
    }

    /// Whether somebody looks at `screen`.
    pub fn is_read(&self, screen: Screen) -> bool {
        self.shows(screen) && !self.common.is_locked
    }

    /// Whether what is shown may be read anew because something changed elsewhere: not where the screen is read aloud, and the
    /// order of its rows would change under whoever listens. Then it is said instead.
    pub fn may_read_anew(&mut self) -> bool {
        let is_spoken = self.common.looks.is_spoken();
        if is_spoken {
            self.say(Tone::Note, Lang::tui_changed_elsewhere);
        }
        !is_spoken
    }

    /// Asks the server.
    pub fn ask<A>(&mut self, call: Call) -> Waiting<A> {
        let ticket = self.request(call);
        self.common.asked.insert(ticket, Asked { by: self.asker, since: self.at() });
        Waiting::on(ticket)
    }

    /// Tells the server what it does not answer.
    pub fn send(&mut self, call: Call) {
        self.request(call);
    }

    fn request(&mut self, call: Call) -> Ticket {
        let ticket = self.common.ticket();
        self.effect(Effect::Send(Box::new(Request { ticket, lang: self.lang(), call })));
        ticket
    }

    /// Wants something done outside.
    pub fn effect(&mut self, effect: Effect) {
        self.turn.effects.push(effect);
    }

    /// Says something in the status row. It follows the reader into the other language.
    pub fn say<T: Into<String>>(&mut self, tone: Tone, text: impl Fn(Lang) -> T) {
        self.tell_of(tone, Both::new(|lang| text(lang).into()));
    }

    /// The same for what is there in both languages already.
    pub fn tell_of(&mut self, tone: Tone, text: Both) {
        let (when, at) = (self.now(), self.at());
        self.common.toasts.push(tone, text, when, at);
    }

    /// Adds to what was just said to be done; says it by itself where that is gone.
    pub fn add(&mut self, text: impl Fn(Lang) -> String) {
        let (when, at) = (self.now(), self.at());
        self.common.toasts.add(&Both::new(text), when, at);
    }

    /// Says that nothing of the list stands after what is shown, or before it.
    pub fn say_end(&mut self, forward: bool) {
        self.say(Tone::Note, if forward { Lang::tui_last_of_list } else { Lang::tui_first_of_list });
    }

    /// Says why something failed.
    pub fn fault(&mut self, failure: &Failure) {
        self.say(Tone::Fault, |lang| failure.text(lang));
    }

    /// Says why a read failed, if it did.
    pub fn heed(&mut self, outcome: &Result<(), Failure>) {
        if let Err(failure) = outcome {
            self.fault(failure);
        }
    }

    /// Goes to a screen, which begins to read what it shows.
    pub fn go(&mut self, to: Screen, with: With) {
        self.wish(Wish::Go(to, with));
    }

    /// The same, so that one step back leads here again, as it was.
    pub fn jump(&mut self, to: Screen, with: With) {
        self.wish(Wish::Jump(to, with));
    }

    /// Goes back to the screen that led to this one.
    pub fn close(&mut self) {
        self.wish(Wish::Back);
    }

    /// Puts a screen on as it was left.
    pub fn show(&mut self, screen: Screen) {
        self.common.screen = screen;
    }

    /// Tells every screen what happened.
    pub fn tell(&mut self, news: News) {
        self.wish(Wish::Tell(news));
    }

    /// Asks for agreement to an act.
    pub fn agree(&mut self, act: impl Agreement + 'static) {
        self.wish(Wish::Agree(Box::new(act)));
    }

    /// Wants something done in another part of the console.
    pub fn wish(&mut self, wish: Wish) {
        self.turn.wishes.push(wish);
    }

    /// The same for several things, one after the other.
    pub fn wish_all(&mut self, wishes: Vec<Wish>) {
        self.turn.wishes.extend(wishes);
    }

    /// Asks whether to leave.
    pub fn ask_to_leave(&mut self) {
        self.common.overlay = Some(Overlay::Quit { since: self.at(), leave: false });
    }

    /// Ends the session and leaves.
    pub fn leave(&mut self) {
        if self.common.me.is_some() {
            self.send(Call::LogOut);
        }
        self.effect(Effect::Leave);
    }
}
