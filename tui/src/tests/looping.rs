//! The real loop with a scripted server and a screen in memory.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crossterm::event::KeyCode;
use dondoc_shared::{text::Lang, wire::plan::PartState};
use ratatui::{
    Terminal,
    backend::{Backend, ClearType, TestBackend, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

use super::{facts, is_aside, is_presence, text_of};
use crate::{
    keys::Key,
    net::{Answer, Call, LinkNews, Order, Reply, Request, UrgingAnswer, Wire},
    options::Options,
    run::{End, Outside, Shell, open::Openers, run},
    step::ARM,
    term::input::Input,
    ui::{glyphs::Glyphs, looks::Looks},
};

/// A screen in memory that tells every frame.
struct Watched {
    inner: TestBackend,
    frames: mpsc::UnboundedSender<String>,
    /// Whether a frame takes as long to come out as a box takes to listen.
    slow: Arc<AtomicBool>,
}

impl Backend for Watched {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.inner.draw(content)
    }
    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.inner.hide_cursor()
    }
    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.inner.show_cursor()
    }
    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        self.inner.get_cursor_position()
    }
    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.inner.set_cursor_position(position)
    }
    fn clear(&mut self) -> Result<(), Infallible> {
        self.inner.clear()
    }
    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Infallible> {
        self.inner.clear_region(clear_type)
    }
    fn size(&self) -> Result<Size, Infallible> {
        self.inner.size()
    }
    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        self.inner.window_size()
    }
    #[expect(clippy::disallowed_methods, reason = "a slow terminal blocks whoever draws")]
    fn flush(&mut self) -> Result<(), Infallible> {
        if self.slow.load(Ordering::Relaxed) {
            thread::sleep(ARM);
        }
        let _ = self.frames.send(text_of(&self.inner));
        self.inner.flush()
    }
}

/// The person and the server of a test.
struct Hands {
    keys: mpsc::Sender<Input>,
    requests: mpsc::Receiver<Request>,
    replies: mpsc::Sender<Reply>,
    frames: mpsc::UnboundedReceiver<String>,
    calls: mpsc::UnboundedSender<Shell>,
    copied: std::sync::mpsc::Receiver<String>,
    slow: Arc<AtomicBool>,
}

impl Hands {
    async fn press(&self, key: Key) {
        self.keys.send(Input::Key(key)).await.unwrap();
    }

    async fn text(&self, text: &str) {
        for c in text.chars() {
            self.press(Key::char(c)).await;
        }
    }

    async fn see(&mut self, text: &str) {
        let seen = async {
            while let Some(frame) = self.frames.recv().await {
                if frame.contains(text) {
                    return;
                }
            }
            panic!("the screen ended before {text:?}");
        };
        timeout(Duration::from_secs(10), seen).await.unwrap_or_else(|_| panic!("never saw {text:?}"));
    }

    async fn serve(&mut self, answer: impl FnOnce(&Call) -> Answer) {
        let mut request = timeout(Duration::from_secs(10), self.requests.recv()).await.unwrap().unwrap();
        // What is told of the screen waits for no answer, and what is counted beside a list holds nobody up.
        while is_presence(&request.call) || is_aside(&request.call) {
            request = timeout(Duration::from_secs(10), self.requests.recv()).await.unwrap().unwrap();
        }
        let answer = answer(&request.call);
        self.replies.send(Reply::Answer(request.ticket, Ok(answer))).await.unwrap();
    }

    async fn leave(&self) {
        self.press(Key::ctrl('c')).await;
        self.press(Key::ctrl('c')).await;
    }
}

async fn sit_down<F: Future<Output = ()>>(script: impl FnOnce(Hands) -> F) -> End {
    sit_down_with(Glyphs::default(), script).await
}

async fn sit_down_with<F: Future<Output = ()>>(glyphs: Glyphs, script: impl FnOnce(Hands) -> F) -> End {
    let (keys, inputs) = mpsc::channel(64);
    let (requests_in, requests) = mpsc::channel(64);
    let (replies, replies_out) = mpsc::channel(64);
    let (frames_in, frames) = mpsc::unbounded_channel();
    let (_panics_in, panics) = mpsc::unbounded_channel();
    let (calls, shell) = mpsc::unbounded_channel();
    let mut wire = Wire { requests: requests_in, replies: replies_out };
    let slow = Arc::<AtomicBool>::default();
    let backend = Watched { inner: TestBackend::new(80, 24), frames: frames_in, slow: Arc::clone(&slow) };
    let mut terminal = Terminal::new(backend).unwrap();
    let options = Options {
        lang: Some(Lang::En),
        email: None,
        server: "x.example".to_owned(),
        portal: "https://x.example".to_owned(),
        copies: true,
        looks: Looks { glyphs, ..Looks::default() },
        reads_only: false,
        lock_after: None,
    };
    let (copies, copied) = std::sync::mpsc::channel();
    let outside = Outside {
        inputs,
        stop: std::future::pending(),
        shell,
        suspend: || {},
        openers: Openers::of(None, |_| None),
        copies,
        panics,
        wire: &mut wire,
    };
    let (end, ()) = tokio::join!(
        run(&mut terminal, outside, &options),
        script(Hands { keys, requests, replies, frames, calls, copied, slow }),
    );
    end.unwrap()
}

async fn log_in(hands: &mut Hands) {
    hands.see("Log in to the Working Group's console").await;
    hands.text("a@b.example").await;
    hands.press(Key::code(KeyCode::Tab)).await;
    hands.text("mat khau").await;
    hands.press(Key::code(KeyCode::Enter)).await;
    hands
        .serve(|call| {
            assert!(matches!(call, Call::LogIn(shown) if shown.email == "a@b.example"));
            Answer::SignedIn(facts::me())
        })
        .await;
    for _ in 0..2 {
        hands
            .serve(|call| match call {
                Call::Views => Answer::Views(facts::views(Lang::En)),
                _ => Answer::Overview(Box::new(facts::overview())),
            })
            .await;
    }
    hands.see("Completion").await;
}

#[tokio::test]
async fn from_the_first_key_to_an_urge_that_is_sent() {
    let end = sit_down(|mut hands| async move {
        log_in(&mut hands).await;
        hands.text("gb").await;
        hands.serve(|_| Answer::Page(facts::page(0..30, 30))).await;
        hands.see("T24-01/ha-noi").await;
        hands.press(Key::code(KeyCode::Enter)).await;
        hands.serve(|_| Answer::Item(Box::new(facts::detail(0)))).await;
        hands.see("What can be done").await;
        hands.text("f").await;
        hands.serve(|_| super::composer::templates()).await;
        hands.see("keeps the draft").await;
        hands.text("Please report.").await;
        for _ in 0..4 {
            hands.press(Key::code(KeyCode::Tab)).await;
        }
        hands.press(Key::code(KeyCode::Enter)).await;
        let plan = || Box::new(super::composer::plan(1));
        hands.serve(|_| Answer::Urging(UrgingAnswer::Plan(plan()))).await;
        hands.serve(|_| Answer::Urging(UrgingAnswer::Preview(Box::new(facts::preview())))).await;
        hands.see("nobody is told").await;
        hands.text("Y").await;
        hands.see("Enter presses it").await;
        hands.press(Key::code(KeyCode::Tab)).await;
        hands.press(Key::code(KeyCode::Enter)).await;
        hands
            .serve(|call| {
                assert!(matches!(call, Call::Order { order: Order::IssuePlan(..), .. }));
                let mut issued = plan();
                issued.parts[0].state = PartState::Issued;
                Answer::Urging(UrgingAnswer::Plan(issued))
            })
            .await;
        hands.see("1 urge issued").await;
        hands.leave().await;
    })
    .await;
    assert_eq!(end, End::Left);
}

#[tokio::test]
async fn what_is_copied_goes_to_the_terminal_and_a_file_that_cannot_be_opened_is_told() {
    let end = sit_down(|mut hands| async move {
        log_in(&mut hands).await;
        hands.text("gb").await;
        hands.serve(|_| Answer::Page(facts::page(0..30, 30))).await;
        hands.see("T24-01/ha-noi").await;
        hands.text("yc").await;
        hands.see("Copied the code: T24-01/ha-noi").await;
        assert_eq!(hands.copied.try_recv().unwrap(), "T24-01/ha-noi");
        hands.text("p").await;
        hands.serve(|_| Answer::Item(Box::new(facts::detail(0)))).await;
        hands.see("PDF document").await;
        hands.text("o").await;
        hands.serve(|_| Answer::File(b"%PDF".to_vec())).await;
        hands.see("There is no display to open it on").await;
        hands.leave().await;
    })
    .await;
    assert_eq!(end, End::Left);
}

#[tokio::test]
async fn keys_work_while_the_server_never_answers() {
    let end = sit_down(|mut hands| async move {
        log_in(&mut hands).await;
        hands.text("gb").await;
        hands.see("loading").await;
        for _ in 0..20 {
            hands.text("R").await;
        }
        hands.text("?").await;
        hands.see("┌ Help").await;
        hands.leave().await;
    })
    .await;
    assert_eq!(end, End::Left);
}

#[tokio::test]
async fn what_the_shell_gives_back_is_drawn_whole_again() {
    let end = sit_down(|mut hands| async move {
        log_in(&mut hands).await;
        while hands.frames.try_recv().is_ok() {}
        // Nothing has changed, and yet a frame is owed.
        hands.calls.send(Shell::GaveBack).unwrap();
        hands.see("Days overdue").await;
        hands.calls.send(Shell::Absent).unwrap();
        hands.see("There is no shell to go back to").await;
        hands.leave().await;
    })
    .await;
    assert_eq!(end, End::Left);
}

#[tokio::test]
async fn nothing_is_drawn_while_the_shell_has_the_terminal() {
    let end = sit_down(|mut hands| async move {
        log_in(&mut hands).await;
        hands.calls.send(Shell::HasIt).unwrap();
        sleep(Duration::from_millis(100)).await;
        while hands.frames.try_recv().is_ok() {}
        hands.text("?").await;
        sleep(Duration::from_millis(100)).await;
        assert!(hands.frames.try_recv().is_err());
        hands.calls.send(Shell::GaveBack).unwrap();
        hands.see("┌ Help").await;
        hands.leave().await;
    })
    .await;
    assert_eq!(end, End::Left);
}

#[tokio::test]
async fn a_box_says_that_it_listens_also_where_it_began_to_while_a_frame_came_out() {
    let end = sit_down(|mut hands| async move {
        log_in(&mut hands).await;
        hands.slow.store(true, Ordering::Relaxed);
        hands.text("q").await;
        hands.see(Lang::En.tui_button_keys()).await;
        hands.leave().await;
    })
    .await;
    assert_eq!(end, End::Left);
}

#[tokio::test]
async fn when_the_terminal_goes_away_the_loop_ends() {
    let end = sit_down(|mut hands| async move {
        hands.see("Log in").await;
    })
    .await;
    assert_eq!(end, End::TerminalGone);
}

/// How many frames are drawn while the link is lost and nobody does anything.
async fn frames_while_idle(spoken: bool) -> usize {
    let (told, seen) = tokio::sync::oneshot::channel();
    let sitting = sit_down_with(Glyphs { ascii: false, spoken }, |mut hands| async move {
        log_in(&mut hands).await;
        let (attempt, retry_in) = (1, Duration::from_secs(20));
        hands.replies.send(Reply::Link(LinkNews::Live)).await.unwrap();
        hands.replies.send(Reply::Link(LinkNews::Lost { attempt, retry_in })).await.unwrap();
        hands.see("Link lost").await;
        let mut frames = 0;
        let idle = async {
            while hands.frames.recv().await.is_some() {
                frames += 1;
            }
        };
        let _ = timeout(Duration::from_millis(2500), idle).await;
        let _ = told.send(frames);
        hands.leave().await;
    });
    let _ = Box::pin(sitting).await;
    seen.await.unwrap()
}

#[tokio::test]
async fn what_is_read_aloud_is_not_drawn_again_unless_something_happens() {
    assert_eq!(Box::pin(frames_while_idle(true)).await, 0);
    assert!(Box::pin(frames_while_idle(false)).await >= 2, "a countdown is drawn each second");
}
