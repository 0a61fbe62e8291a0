//! The loop: waits for input, replies and time, lets the reducer work, does its effects, and draws. Everything that
//! it touches is given to it, so that tests run the very same loop.

mod files;
pub mod open;

use std::{future::Future, pin::pin, time::Duration};

use ratatui::{Terminal, backend::Backend, layout::Rect};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until, timeout},
};

use self::{files::save_here, open::Openers};
use crate::{
    app::{Model, msg::Msg, update::update, view::view},
    net::{Call, Failure, Reply, Request, Ticket, Wire, key::fresh_key},
    options::Options,
    step::{effect::Effect, env::Env},
    term::input::Input,
};

/// Frames caused by data are at least this far apart; those caused by a key are drawn at once.
const PACE: Duration = Duration::from_millis(33);
/// Messages handled between two frames, and the time they may take.
const DRAIN: usize = 256;
const DRAIN_TIME: Duration = Duration::from_millis(4);
/// How long ending the session may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The person left.
    Left,
    /// A signal with this number.
    Signal(u8),
    /// There is no terminal any more.
    TerminalGone,
}

/// What the shell says about the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// It has the terminal: what is drawn would stand among its own lines.
    HasIt,
    /// It has given the terminal to the console again; nothing that was on it is there.
    GaveBack,
    /// There is none.
    Absent,
}

/// What comes from outside.
#[derive(Debug)]
pub struct Outside<'w, S> {
    /// Keyboard and window; closed when there is no terminal any more.
    pub inputs: mpsc::Receiver<Input>,
    /// Ends when the process is asked to stop, or the terminal is gone.
    pub stop: S,
    /// What the shell says about the terminal.
    pub shell: mpsc::UnboundedReceiver<Shell>,
    /// Asks the shell to take the terminal back for a while.
    pub suspend: fn(),
    /// What opens files and addresses.
    pub openers: Openers,
    /// Texts for the clipboard of the terminal go in here.
    pub copies: std::sync::mpsc::Sender<String>,
    /// Places of panics in background tasks.
    pub panics: mpsc::UnboundedReceiver<String>,
    /// The way to the server.
    pub wire: &'w mut Wire,
}

/// Runs the console until somebody leaves.
///
/// # Errors
/// The terminal cannot be drawn upon.
pub async fn run<B, S>(
    terminal: &mut Terminal<B>,
    outside: Outside<'_, S>,
    options: &Options,
) -> Result<End, B::Error>
where
    B: Backend,
    S: Future<Output = End>,
{
    let Outside { mut inputs, stop, mut shell, suspend, openers, copies, mut panics, wire } = outside;
    let (done, mut outcomes) = mpsc::unbounded_channel();
    let mut stop = pin!(stop);
    let mut app = App {
        model: Box::new(Model::new(options)),
        start: Instant::now(),
        dirty: Some(Cause::Input),
        stepped: Duration::ZERO,
        last: None,
        is_away: false,
        done,
        suspend,
        openers,
        copies,
    };
    let size = terminal.size()?;
    app.model.common.fit((size.width, size.height));
    loop {
        app.draw_if_due(terminal)?;
        let woken = tokio::select! {
            biased;
            end = stop.as_mut() => return Ok(end),
            Some(news) = shell.recv() => Woken::Shell(news),
            input = inputs.recv() => Woken::Input(input),
            Some(place) = panics.recv() => Woken::Msg(Msg::TaskPanicked(place)),
            Some(reply) = wire.replies.recv() => Woken::Msg(Msg::Reply(Box::new(reply))),
            Some(outcome) = outcomes.recv() => Woken::Msg(outcome),
            () = app.next_wake() => Woken::Time,
        };
        let ended = match woken {
            Woken::Input(None) => return Ok(End::TerminalGone),
            Woken::Input(Some(input)) => app.input(terminal, wire, input)?,
            Woken::Shell(Shell::Absent) => app.step(terminal, wire, Msg::NoShell, Cause::Input)?,
            Woken::Shell(Shell::HasIt) => {
                app.is_away = true;
                continue;
            }
            Woken::Shell(Shell::GaveBack) => {
                app.is_away = false;
                // The window may have another size by now.
                let size = terminal.size()?;
                repaint(terminal)?;
                app.step(terminal, wire, Msg::Resize(size.width, size.height), Cause::Input)?
            }
            Woken::Msg(msg) => app.step(terminal, wire, msg, Cause::Data)?,
            Woken::Time => app.time(terminal, wire)?,
        };
        if ended || app.drain(terminal, wire, &mut inputs)? {
            return Ok(End::Left);
        }
    }
}

/// Ends the session, if one is still open, without keeping anybody waiting.
pub async fn farewell(wire: Wire, lang: dondoc_shared::text::Lang) {
    let Wire { requests, mut replies } = wire;
    let _ = requests.try_send(Request { ticket: Ticket(0), lang, call: Call::LogOut });
    drop(requests);
    // The other side closes its end when it is done.
    let _ = timeout(FAREWELL, async { while replies.recv().await.is_some() {} }).await;
}

/// Has every cell drawn again.
fn repaint<B: Backend>(terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    let size = terminal.size()?;
    terminal.resize(Rect::new(0, 0, size.width, size.height))
}

enum Woken {
    Input(Option<Input>),
    Shell(Shell),
    Msg(Msg),
    Time,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    Input,
    Data,
}

struct App {
    /// In a place of its own: a future that holds it would be too large to move.
    model: Box<Model>,
    start: Instant,
    /// When the model took its last step.
    stepped: Duration,
    /// Is there something to draw, and why?
    dirty: Option<Cause>,
    last: Option<Instant>,
    /// Has the shell the terminal?
    is_away: bool,
    suspend: fn(),
    openers: Openers,
    copies: std::sync::mpsc::Sender<String>,
    /// Where it is told what became of what was done outside.
    done: mpsc::UnboundedSender<Msg>,
}

impl App {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    /// When a frame that is owed may be drawn.
    fn frame_at(&self) -> Option<Instant> {
        match self.dirty.filter(|_| !self.is_away)? {
            Cause::Input => Some(Instant::now()),
            Cause::Data => Some(self.last.map_or_else(Instant::now, |last| last + PACE)),
        }
    }

    fn draw_if_due<B: Backend>(&mut self, terminal: &mut Terminal<B>) -> Result<(), B::Error> {
        if self.frame_at().is_some_and(|at| at <= Instant::now()) {
            let now = self.now();
            terminal.draw(|frame| view(frame, &self.model, now))?;
            self.dirty = None;
            self.last = Some(Instant::now());
        }
        Ok(())
    }

    /// Sleeps until the model wants to be woken or a frame is due; for ever if neither.
    async fn next_wake(&self) {
        // As of the last step, not of now: what fell due while a frame was being drawn is on no frame yet.
        let wake = self.model.wake_at(self.stepped).map(|at| self.start + at);
        match wake.into_iter().chain(self.frame_at()).min() {
            Some(at) => sleep_until(at).await,
            None => std::future::pending().await,
        }
    }

    fn time<B: Backend>(&mut self, terminal: &mut Terminal<B>, wire: &Wire) -> Result<bool, B::Error> {
        // A frame that is due is drawn at the top of the loop; the model need not be told.
        if self.frame_at().is_some_and(|at| at <= Instant::now()) {
            return Ok(false);
        }
        let (owed, was_locked) = (self.dirty, self.model.common.is_locked);
        let left = self.step(terminal, wire, Msg::Tick, Cause::Data)?;
        // What is read aloud is not read anew because a second has passed.
        if self.model.common.looks.is_spoken() && was_locked == self.model.common.is_locked {
            self.dirty = owed;
        }
        Ok(left)
    }

    fn input<B: Backend>(
        &mut self,
        terminal: &mut Terminal<B>,
        wire: &Wire,
        input: Input,
    ) -> Result<bool, B::Error> {
        let msg = match input {
            Input::Key(key) => Msg::Key(key),
            Input::Paste(text) => Msg::Paste(text),
            Input::Resize(columns, rows) => Msg::Resize(columns, rows),
        };
        self.step(terminal, wire, msg, Cause::Input)
    }

    /// One step of the reducer and its effects. True when the person has left.
    fn step<B: Backend>(
        &mut self,
        terminal: &mut Terminal<B>,
        wire: &Wire,
        msg: Msg,
        cause: Cause,
    ) -> Result<bool, B::Error> {
        if self.dirty != Some(Cause::Input) {
            self.dirty = Some(cause);
        }
        let env = Env { at: self.now(), key: fresh_key() };
        self.stepped = env.at;
        let mut effects = update(&mut self.model, &env, msg);
        let mut left = false;
        while let Some(effect) = effects.pop() {
            match effect {
                Effect::Leave => left = true,
                Effect::Save { name, bytes } => {
                    let done = self.done.clone();
                    tokio::spawn(async move { done.send(Msg::Saved(save_here(&name, &bytes).await)) });
                }
                Effect::Open(what) => self.openers.open(what, self.done.clone()),
                // Whoever draws has ended: then there is nobody who could paste either.
                Effect::Copy(text) => drop(self.copies.send(text)),
                Effect::Repaint => repaint(terminal)?,
                Effect::Suspend => (self.suspend)(),
                Effect::Send(request) => {
                    let ticket = request.ticket;
                    if wire.requests.try_send(*request).is_err() {
                        // Too much is under way, or nobody is there: an answer like any other.
                        let reply = Reply::Answer(ticket, Err(Failure::Unreachable));
                        effects.extend(update(&mut self.model, &env, Msg::Reply(Box::new(reply))));
                    }
                }
            }
        }
        Ok(left)
    }

    /// Handles what else is waiting, so that a burst costs one frame.
    fn drain<B: Backend>(
        &mut self,
        terminal: &mut Terminal<B>,
        wire: &mut Wire,
        inputs: &mut mpsc::Receiver<Input>,
    ) -> Result<bool, B::Error> {
        let until = Instant::now() + DRAIN_TIME;
        for _ in 0..DRAIN {
            if Instant::now() >= until {
                break;
            }
            if let Ok(input) = inputs.try_recv() {
                if self.input(terminal, wire, input)? {
                    return Ok(true);
                }
            } else if let Ok(reply) = wire.replies.try_recv() {
                self.step(terminal, wire, Msg::Reply(Box::new(reply)), Cause::Data)?;
            } else {
                break;
            }
        }
        Ok(false)
    }
}
