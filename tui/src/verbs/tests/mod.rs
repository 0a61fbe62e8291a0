//! The verbs against a server of a few lines, which takes every second use of a refresh token for theft.

mod lists;
mod urges;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use dondoc_shared::{
    error::ErrorCode,
    role::Role,
    text::Lang,
    wire::{Page, assignment::AssignmentRow},
};
use futures_util::future::join_all;
use serde_json::json;
use tempfile::TempDir;
use tokio::{net::TcpListener, time::sleep};

use super::{
    args::{EXIT_CODES, LogIn},
    desk::Desk,
    log_in,
    stop::{End, Stop},
};
use crate::{
    net::{Failure, client::Client, device::Device, http::Server, kept::Kept},
    tests::{
        facts::{self, row},
        scripted::{problem, read, write},
    },
};

/// Status and body of an answer to `METHOD path`, with the request's headers and body.
type Script = Box<dyn Fn(&str, &HashMap<String, String>) -> (u16, String) + Send + Sync>;

/// A machine, and a server that it can reach.
struct Scene {
    folder: TempDir,
    url: String,
    seen: Arc<Seen>,
}

struct Seen {
    requests: Mutex<Vec<(String, HashMap<String, String>)>>,
    /// The token that is good is `refresh-<this>`.
    token: AtomicU32,
    thefts: AtomicU32,
    role: Role,
    script: Script,
}

impl Seen {
    fn answer(&self, head: &str, sent: &HashMap<String, String>) -> (u16, String) {
        let tokens = |n: u32| {
            json!({ "access_token": format!("access-{n}"), "expires_at": facts::now(), "expires_in": 600,
                    "refresh_token": format!("refresh-{n}") })
            .to_string()
        };
        match head {
            "POST /api/v1/session" if sent["(body)"].contains("bốn con trâu trắng") => {
                (200, tokens(self.token.fetch_add(100, Ordering::SeqCst) + 100))
            }
            "POST /api/v1/session" => (401, problem(ErrorCode::LogInFailed, 401)),
            "POST /api/v1/session/refresh" => {
                let good = self.token.load(Ordering::SeqCst);
                if sent["(body)"].contains(&format!("\"refresh-{good}\"")) {
                    (200, tokens(self.token.fetch_add(1, Ordering::SeqCst) + 1))
                } else {
                    self.thefts.fetch_add(1, Ordering::SeqCst);
                    (401, problem(ErrorCode::NotSignedIn, 401))
                }
            }
            "DELETE /api/v1/session" => (204, String::new()),
            "GET /api/v1/me" => {
                let mut me = facts::me();
                me.role = self.role;
                (200, serde_json::to_string(&me).unwrap())
            }
            head => (self.script)(head, sent),
        }
    }
}

impl Scene {
    async fn new(
        script: impl Fn(&str, &HashMap<String, String>) -> (u16, String) + Send + Sync + 'static,
    ) -> Self {
        Self::of(Role::Lead, script).await
    }

    /// Somebody of a role, whose session is kept.
    async fn of(
        role: Role,
        script: impl Fn(&str, &HashMap<String, String>) -> (u16, String) + Send + Sync + 'static,
    ) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (token, thefts) = (AtomicU32::new(0), AtomicU32::new(0));
        let seen =
            Arc::new(Seen { requests: Mutex::default(), token, thefts, role, script: Box::new(script) });
        let served = Arc::clone(&seen);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let seen = Arc::clone(&served);
                tokio::spawn(async move {
                    while let Some((head, sent)) = read(&mut stream).await {
                        let (status, body) = seen.answer(&head, &sent);
                        // What is done there is not known here yet.
                        sleep(Duration::from_millis(5)).await;
                        seen.requests.lock().unwrap().push((head, sent));
                        if !write(&mut stream, status, &body).await {
                            return;
                        }
                    }
                });
            }
        });
        let scene = Self { folder: tempfile::tempdir().unwrap(), url, seen };
        scene.kept().hold().await.unwrap().keep(&"refresh-0".into()).unwrap();
        scene
    }

    fn kept(&self) -> Kept {
        Kept::at(self.folder.path().join("state/session"))
    }

    fn is_kept(&self) -> bool {
        self.kept().mode().is_ok()
    }

    fn client(&self) -> Client {
        Client::new(Server::new(self.url.parse().unwrap()).unwrap(), Device::default(), self.kept())
    }

    async fn desk(&self) -> Desk {
        Desk::open(self.client(), Some(Lang::En)).await.unwrap()
    }

    /// What was asked beside the session: `METHOD path?query`.
    fn asked(&self) -> Vec<String> {
        let requests = self.seen.requests.lock().unwrap();
        let heads = requests.iter().map(|(head, _)| head.replace("/api/v1", ""));
        heads.filter(|head| !head.contains("/session") && !head.ends_with("/me")).collect()
    }
}

fn page(rows: Vec<AssignmentRow>, next: Option<&str>, total: i64) -> String {
    let next = next.map(str::to_owned);
    let page = Page { items: rows, next, total, at_least: false, today: facts::TODAY, now: facts::now() };
    serde_json::to_string(&page).unwrap()
}

/// Five rows on three pages, one of them on two.
fn three_pages(head: &str) -> (u16, String) {
    let cursor = |cursor: &str| head.contains(&format!("cursor={cursor}"));
    let (rows, next) = match () {
        () if cursor("two") => (vec![row(3), row(4)], None),
        () if cursor("one") => (vec![row(1), row(2)], Some("two")),
        () => (vec![row(0), row(1)], Some("one")),
    };
    (200, page(rows, next, 5))
}

#[tokio::test]
async fn without_a_kept_session_a_verb_says_what_to_do_and_asks_nothing() {
    let scene = Scene::new(|_, _| unreachable!()).await;
    scene.kept().hold().await.unwrap().forget().unwrap();
    let stop = Desk::open(scene.client(), Some(Lang::En)).await.err().unwrap();
    assert!(stop.end == End::NotLoggedIn && stop.said.contains("dondoc login"), "{stop:?}");
    assert!(scene.seen.requests.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_at_the_same_time_do_not_log_each_other_out() {
    let scene = Scene::new(|_, _| unreachable!()).await;
    join_all((0..12).map(|_| scene.desk())).await;
    assert_eq!(scene.seen.thefts.load(Ordering::SeqCst), 0, "a token was used twice");
    assert_eq!(scene.seen.token.load(Ordering::SeqCst), 12);
}

#[tokio::test]
async fn whoever_stops_while_the_token_is_exchanged_is_still_logged_in() {
    let scene = Scene::new(|_, _| unreachable!()).await;
    let token = || scene.seen.token.load(Ordering::SeqCst);
    for exchanged in 1..4 {
        let opening = Desk::open(scene.client(), Some(Lang::En));
        let stopped = async {
            while token() < exchanged {
                sleep(Duration::from_micros(50)).await;
            }
        };
        tokio::select! {
            biased;
            () = stopped => {}
            _ = opening => panic!("it ended before it could be stopped"),
        }
        scene.kept().hold().await.unwrap();
    }
    scene.desk().await;
    assert_eq!(scene.seen.thefts.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_session_that_is_over_is_told_with_what_to_do() {
    let scene = Scene::new(|_, _| unreachable!()).await;
    scene.seen.token.store(7, Ordering::SeqCst);
    let stop = Desk::open(scene.client(), Some(Lang::En)).await.err().unwrap();
    assert!(stop.end == End::NotLoggedIn && stop.said.contains("dondoc login"), "{stop:?}");
}

#[tokio::test]
async fn a_log_in_is_kept_only_if_it_is_right_and_for_the_working_group() {
    let typed = |phrase: &str| log_in::Typed { email: "a@b.example".to_owned(), phrase: phrase.into() };
    let right = "bốn con trâu trắng";
    for (role, phrase, is_right, ends) in
        [(Role::Lead, right, true, 1), (Role::Lead, "sai", false, 0), (Role::Officer, right, false, 2)]
    {
        let scene = Scene::of(role, |_, _| unreachable!()).await;
        let mut out = Vec::new();
        let done = log_in::log_in(
            &scene.client(),
            &scene.kept(),
            typed(phrase),
            |_| unreachable!(),
            Some(Lang::En),
            &mut out,
        )
        .await;
        // One that is refused leaves the session before as it was; one for nobody of the Working Group leaves none.
        assert_eq!((done.is_ok(), scene.is_kept()), (is_right, role == Role::Lead), "{role:?} {done:?}");
        let requests = scene.seen.requests.lock().unwrap().clone();
        let ended = requests.iter().filter(|(head, _)| head == "DELETE /api/v1/session").count();
        assert_eq!(ended, ends, "{role:?} {phrase}");
        let said = String::from_utf8(out).unwrap();
        assert!(said.contains("dondoc logout") == is_right && !said.contains("refresh-"), "{said}");
        if role == Role::Lead {
            scene.desk().await;
        }
        assert!(done.err().is_none_or(|stop| stop.end == End::Refused));
    }
}

#[tokio::test]
async fn a_log_out_forgets_the_session_also_where_the_server_is_away() {
    let scene = Scene::new(|_, _| unreachable!()).await;
    let log_out =
        async |client: &Client| log_in::log_out(client, &scene.kept(), Lang::En, &mut Vec::new()).await;
    log_out(&scene.client()).await.unwrap();
    assert!(!scene.is_kept());
    let heads =
        || scene.seen.requests.lock().unwrap().iter().map(|(head, _)| head.clone()).collect::<Vec<_>>();
    assert!(heads().contains(&"DELETE /api/v1/session".to_owned()), "{:?}", heads());
    assert_eq!(log_out(&scene.client()).await.unwrap_err().end, End::NotLoggedIn);

    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let away = Server::new(format!("http://{free}").parse().unwrap()).unwrap();
    scene.kept().hold().await.unwrap().keep(&"refresh-0".into()).unwrap();
    let client = Client::new(away, Device::default(), scene.kept());
    assert_eq!(log_out(&client).await.unwrap_err().end, End::Unreachable);
    assert!(!scene.is_kept());
}

#[tokio::test]
async fn without_a_terminal_the_address_must_be_given() {
    // The test's own input is no terminal.
    let stop = log_in::ask(LogIn { email: None, browser: false }, Lang::En).err().unwrap();
    assert!(stop.end == End::Usage && stop.said.contains("--email"), "{stop:?}");
}

#[test]
fn each_failure_ends_with_the_code_that_the_help_tells() {
    let code = |failure: &Failure| Stop::of(failure, Lang::En).end.code();
    for (failure, expected) in [
        (facts::problem(ErrorCode::WrongState, 409), 1),
        (facts::problem(ErrorCode::NotPermitted, 403), 1),
        (facts::problem(ErrorCode::Unavailable, 503), 5),
        (Failure::Internal, 2),
        (Failure::SessionOver, 3),
        (Failure::Unreachable, 5),
        (Failure::TimedOut, 5),
        (Failure::InDoubt, 5),
        (Failure::Certificate, 5),
        (Failure::Garbled, 5),
    ] {
        assert_eq!(code(&failure), expected, "{failure:?}");
    }
    let all = [End::Refused, End::Usage, End::NotLoggedIn, End::PlanDiffers, End::Unreachable];
    for end in all {
        assert!(EXIT_CODES.contains(&format!("\n  {}  ", end.code())), "{end:?}");
    }
    assert_eq!(End::PipeClosed.code(), 0, "whoever reads no more has seen enough");
}
