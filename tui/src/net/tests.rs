//! The way to the server against a server of a few lines.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use dondoc_shared::{
    error::ErrorCode,
    figures::Basis,
    text::Lang,
    wire::{
        ContactRole,
        calendar::{NewCalendarYear, NewSendWindow},
        contact::NewContact,
        correction::CorrectionDecision,
        filing::ReportsShown,
        mail::NewBudget,
        urge::NewUrgeTemplate,
    },
};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    time::timeout,
};
use uuid::Uuid;

use super::{
    Answer, Call, Deed, Failure, FiguresCall, FilingsCall, LinkNews, Order, Reply, Request, Scope,
    SettingOrder, Ticket, Wire, auth::Shown, device::Device, http::Server, start, task::writes,
};
use crate::tests::{
    facts,
    scripted::{problem, read, write},
};

/// The assignment of which the server says nothing at all.
const DEAF: u32 = 77;

/// What the server saw and how it answers.
#[derive(Default)]
struct Seen {
    /// `METHOD path`, with the headers in lower case.
    requests: Mutex<Vec<(String, HashMap<String, String>)>>,
    refreshes: AtomicUsize,
    streams: AtomicUsize,
    polls: AtomicUsize,
}

/// The token that the server accepts: `access-<refreshes>`; log-in gives one that has just run out.
async fn serve(listener: TcpListener, seen: Arc<Seen>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::spawn(answer(stream, Arc::clone(&seen)));
    }
}

async fn answer(mut stream: TcpStream, seen: Arc<Seen>) {
    while let Some((head, headers)) = read(&mut stream).await {
        seen.requests.lock().unwrap().push((head.clone(), headers.clone()));
        let good = format!("Bearer access-{}", seen.refreshes.load(Ordering::SeqCst));
        let authorised = headers.get("authorization").is_some_and(|token| *token == good);
        let tokens = |n: usize| {
            serde_json::json!({ "access_token": format!("access-{n}"), "expires_at": facts::now(),
                "expires_in": 600, "refresh_token": format!("refresh-{n}"), "device": "an-id.a-mark" })
            .to_string()
        };
        let (status, body) = match head.as_str() {
            "POST /api/v1/session/device" => {
                let told = serde_json::json!({ "device_code": "of this console", "user_code": "BCDF-GHJK",
                    "verification_uri": "https://dondoc.example/console", "expires_in": 300, "interval": 5 });
                (200, told.to_string())
            }
            "POST /api/v1/session/device/tokens" if seen.polls.fetch_add(1, Ordering::SeqCst) == 0 => {
                (400, problem(ErrorCode::DevicePending, 400))
            }
            "POST /api/v1/session" | "POST /api/v1/session/device/tokens" => (200, tokens(0)),
            "POST /api/v1/session/refresh" => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                (200, tokens(seen.refreshes.fetch_add(1, Ordering::SeqCst) + 1))
            }
            _ if !authorised => (401, problem(ErrorCode::NotSignedIn, 401)),
            "GET /api/v1/me" => (200, serde_json::to_string(&facts::me()).unwrap()),
            "GET /api/v1/events" => {
                let nth = seen.streams.fetch_add(1, Ordering::SeqCst);
                // The first says only where it begins, the second tells something, the third stands.
                let block = if nth == 0 {
                    "id: begin".to_owned()
                } else {
                    format!(
                        "event: changed\nid: cursor-{nth}\ndata: {{\"assignment\":\"{}\",\"code\":\"T\\u001b[31m\",\
                         \"kind\":\"reported\",\"at\":\"2024-07-25T01:00:00Z\"}}",
                        facts::id(1)
                    )
                };
                let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
                let text = format!("{head}: beat\n\n{block}\n\n");
                let _ = stream.write_all(text.as_bytes()).await;
                if nth > 1 {
                    tokio::time::sleep(Duration::from_mins(1)).await;
                }
                return;
            }
            head if head == format!("PUT /api/v1/assignments/{}/presence", facts::id(DEAF)) => {
                return std::future::pending().await;
            }
            "GET /api/v1/overview" => (200, serde_json::to_string(&facts::overview()).unwrap()),
            _ => (412, problem(ErrorCode::VersionStale, 412)),
        };
        if !write(&mut stream, status, &body).await {
            return;
        }
    }
}

fn shown(password: &str) -> Shown {
    Shown { email: "a@b.example".to_owned(), password: password.into(), code: None }
}

async fn desk() -> (Wire, Arc<Seen>) {
    desk_of(Device::default()).await
}

async fn desk_of(device: Device) -> (Wire, Arc<Seen>) {
    desk_that(false, device).await
}

async fn desk_that(reads_only: bool, device: Device) -> (Wire, Arc<Seen>) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Seen::default());
    tokio::spawn(serve(listener, Arc::clone(&seen)));
    let server = Server::new(url.parse().unwrap()).unwrap().reading(reads_only);
    let wire = start(server, device).unwrap();
    ask(&wire, 1, Call::LogIn(shown("mat khau")));
    (wire, seen)
}

fn ask(wire: &Wire, ticket: u64, call: Call) {
    wire.requests.try_send(Request { ticket: Ticket(ticket), lang: Lang::En, call }).unwrap();
}

/// Replies until one is accepted.
async fn until<T>(wire: &mut Wire, mut wanted: impl FnMut(Reply) -> Option<T>) -> T {
    let found = async {
        loop {
            if let Some(found) = wanted(wire.replies.recv().await.unwrap()) {
                return found;
            }
        }
    };
    timeout(Duration::from_secs(10), found).await.unwrap()
}

async fn signed_in() -> (Wire, Arc<Seen>) {
    let (mut wire, seen) = desk().await;
    until(&mut wire, |reply| {
        matches!(reply, Reply::Answer(Ticket(1), Ok(Answer::SignedIn(_)))).then_some(())
    })
    .await;
    (wire, seen)
}

#[tokio::test]
async fn a_log_in_shows_what_the_one_before_has_left_on_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let device = Device::at(folder.path().join("device"));
    let mut shown = Vec::new();
    for _ in 0..2 {
        let (mut wire, seen) = desk_of(device.clone()).await;
        until(&mut wire, |reply| matches!(reply, Reply::Answer(Ticket(1), Ok(_))).then_some(())).await;
        let requests = seen.requests.lock().unwrap();
        let body: serde_json::Value = serde_json::from_str(&requests[0].1["(body)"]).unwrap();
        shown.push(body.get("device").cloned());
    }
    assert_eq!(shown, [None, Some("an-id.a-mark".into())]);
}

#[tokio::test]
async fn a_console_is_let_in_by_browser_under_the_name_of_its_machine_also_where_it_only_reads() {
    let (mut wire, seen) = desk_that(true, Device::default()).await;
    ask(&wire, 2, Call::AskByBrowser);
    let code = until(&mut wire, |reply| match reply {
        Reply::Answer(Ticket(2), answer) => Some(answer.unwrap()),
        _ => None,
    })
    .await;
    let Answer::ByBrowser(code) = code else { panic!("{code:?}") };
    assert_eq!((code.life, code.interval), (Duration::from_mins(5), Duration::from_secs(5)));
    for (ticket, is_let_in) in [(3, false), (4, true)] {
        ask(&wire, ticket, Call::BeginByBrowser(code.secret.clone()));
        let answer = until(&mut wire, |reply| match reply {
            Reply::Answer(of, answer) if of == Ticket(ticket) => Some(answer),
            _ => None,
        })
        .await;
        match answer {
            Ok(answer) => assert!(is_let_in && matches!(answer, Answer::SignedIn(_)), "{answer:?}"),
            Err(failure) => assert!(!is_let_in && failure.code() == Some(ErrorCode::DevicePending)),
        }
    }
    let requests = seen.requests.lock().unwrap();
    let body = |path: &str| {
        let (_, of) = requests.iter().find(|(head, _)| head.ends_with(path)).unwrap();
        serde_json::from_str::<serde_json::Value>(&of["(body)"]).unwrap()
    };
    assert_eq!(body("/session/device/tokens"), serde_json::json!({ "device_code": "of this console" }));
    let host = body("/session/device")["host"].as_str().unwrap().to_owned();
    assert!(!host.is_empty() && !host.contains('\n'), "{host}");
}

#[tokio::test]
async fn many_requests_with_a_token_that_ran_out_refresh_it_once() {
    let (mut wire, seen) = signed_in().await;
    // The server has moved on: the token in hand is no longer good.
    seen.refreshes.store(5, Ordering::SeqCst);
    for ticket in 10..30 {
        ask(&wire, ticket, Call::Overview);
    }
    let mut answered = 0;
    until(&mut wire, |reply| {
        if let Reply::Answer(_, answer) = reply {
            assert!(matches!(answer, Ok(Answer::Overview(_))), "{answer:?}");
            answered += 1;
        }
        (answered == 20).then_some(())
    })
    .await;
    assert_eq!(seen.refreshes.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn the_stream_is_made_again_from_where_it_broke_and_its_text_is_scrubbed() {
    let (mut wire, seen) = signed_in().await;
    let mut news = Vec::new();
    let mut changes = 0;
    until(&mut wire, |reply| {
        match reply {
            Reply::Link(link) => news.push(link),
            Reply::Resync => panic!("the place was known, nothing can have been missed"),
            Reply::Changed(changed) => {
                assert_eq!((changed.assignment, changed.code.as_str()), (facts::id(1), "T [31m"));
                changes += 1;
            }
            _ => {}
        }
        (changes == 2).then_some(())
    })
    .await;
    let lost = |link: &LinkNews| matches!(link, LinkNews::Lost { attempt: 1, .. });
    assert!(news.iter().any(lost) && news.contains(&LinkNews::Live));
    let requests = seen.requests.lock().unwrap();
    let streams = requests.iter().filter(|(head, _)| head == "GET /api/v1/events");
    let resumed: Vec<_> = streams.map(|(_, headers)| headers.get("last-event-id").cloned()).collect();
    assert_eq!(resumed, [None, Some("begin".to_owned()), Some("cursor-1".to_owned())]);
}

#[tokio::test]
async fn a_write_carries_its_version_key_and_language_and_a_refusal_comes_back_as_one() {
    let (mut wire, seen) = signed_in().await;
    let key = Uuid::from_u128(77);
    ask(&wire, 9, Call::Write { id: facts::id(3), version: 4, key, deed: Deed::Open });
    let failure = until(&mut wire, |reply| match reply {
        Reply::Answer(Ticket(9), Err(failure)) => Some(failure),
        _ => None,
    })
    .await;
    assert_eq!(failure.code(), Some(ErrorCode::VersionStale));
    let requests = seen.requests.lock().unwrap();
    let (_, headers) = requests.iter().find(|(head, _)| head.ends_with("/open")).unwrap();
    assert_eq!(headers["if-match"], "\"4\"");
    assert_eq!(headers["idempotency-key"], key.to_string());
    assert_eq!(headers["accept-language"], "en");
}

#[tokio::test]
async fn a_key_that_slips_through_in_a_console_that_only_reads_is_refused_before_it_leaves() {
    let (mut wire, seen) = desk_that(true, Device::default()).await;
    for (ticket, call) in (10..).zip(crate::tests::reading::written()) {
        ask(&wire, ticket, call);
        let failure = until(&mut wire, |reply| match reply {
            Reply::Answer(of, Err(failure)) if of == Ticket(ticket) => Some(failure),
            _ => None,
        })
        .await;
        assert_eq!(failure, Failure::ReadOnly);
    }
    ask(&wire, 20, Call::Overview);
    until(&mut wire, |reply| matches!(reply, Reply::Answer(Ticket(20), Ok(_))).then_some(())).await;
    ask(&wire, 21, Call::LogOut);
    crate::run::farewell(wire, Lang::Vi).await;
    let requests = seen.requests.lock().unwrap();
    let others = requests.iter().map(|(head, _)| head.as_str()).filter(|head| !head.starts_with("GET "));
    assert!(others.clone().all(|head| head.contains(" /api/v1/session")), "{:?}", others.collect::<Vec<_>>());
    assert!(requests.iter().any(|(head, _)| head == "DELETE /api/v1/session"));
}

#[tokio::test]
async fn whoever_leaves_reads_the_submission_no_longer_before_the_session_ends() {
    let (wire, seen) = signed_in().await;
    let order = Order::BePresent { id: facts::id(3), reading: true };
    // Nothing of it is answered yet when the person leaves.
    ask(&wire, 9, Call::Order { key: Uuid::from_u128(7), order });
    crate::run::farewell(wire, Lang::Vi).await;
    let requests = seen.requests.lock().unwrap();
    let presence = format!("PUT /api/v1/assignments/{}/presence", facts::id(3));
    let ends = requests.iter().position(|(head, _)| head == "DELETE /api/v1/session").unwrap();
    let mut lengths: Vec<&str> = requests
        .iter()
        .take(ends)
        .filter(|(head, _)| *head == presence)
        .map(|(_, of)| of["content-length"].as_str())
        .collect();
    // One whose token had run out was sent again.
    lengths.dedup();
    let [reads, no_longer] =
        [true, false].map(|reading| serde_json::json!({ "reading": reading }).to_string().len());
    assert_eq!(lengths, [reads.to_string(), no_longer.to_string()]);
}

#[tokio::test]
async fn a_server_that_does_not_answer_who_reads_keeps_nobody_from_leaving() {
    let (wire, seen) = signed_in().await;
    let order = Order::BePresent { id: facts::id(DEAF), reading: true };
    ask(&wire, 9, Call::Order { key: Uuid::from_u128(7), order });
    crate::run::farewell(wire, Lang::Vi).await;
    let requests = seen.requests.lock().unwrap();
    assert!(
        requests.iter().any(|(head, _)| head == "DELETE /api/v1/session"),
        "the session ends all the same"
    );
}

#[tokio::test]
async fn figures_are_asked_for_by_period_group_and_basis_and_only_by_what_is_known_of_them() {
    let (mut wire, seen) = signed_in().await;
    let scope = Scope {
        period: Some("CT-2024-M07".to_owned()),
        group: Some("localities".to_owned()),
        basis: Some(Basis::Verified),
    };
    let (period, indicator) = ("CT-2024-M07".to_owned(), "I24-02".to_owned());
    let sources = FiguresCall::Sources { period, indicator, scope: scope.clone() };
    let calls = [
        Call::Figures(FiguresCall::All(Scope::default())),
        Call::Figures(FiguresCall::All(scope.clone())),
        Call::Figures(sources),
        Call::FiguresTable(scope),
    ];
    for (ticket, call) in (10..).zip(calls) {
        ask(&wire, ticket, call);
        until(&mut wire, |reply| matches!(reply, Reply::Answer(of, _) if of == Ticket(ticket)).then_some(()))
            .await;
    }
    let requests = seen.requests.lock().unwrap();
    let heads = requests.iter().map(|(head, _)| head.as_str()).filter(|head| head.contains("figures"));
    let mut heads: Vec<&str> = heads.collect();
    // One whose token had run out was sent again.
    heads.dedup();
    assert_eq!(
        heads,
        [
            "GET /api/v1/figures",
            "GET /api/v1/figures?period=CT-2024-M07&group=localities&basis=verified",
            "GET /api/v1/figures/CT-2024-M07/I24-02/sources?group=localities&basis=verified",
            "GET /api/v1/figures.csv?period=CT-2024-M07&group=localities&basis=verified",
        ]
    );
}

#[tokio::test]
async fn a_correction_is_decided_on_by_its_report_and_revision_and_under_a_key() {
    let (mut wire, seen) = signed_in().await;
    let decision = CorrectionDecision { accept: false, remark: "chưa rõ".to_owned() };
    let order = Order::DecideCorrection { id: facts::id(1), revision: 2, decision };
    let key = Uuid::from_u128(7);
    let calls = [Call::Filings(FilingsCall::Corrections), Call::Order { key, order }];
    for (ticket, call) in (10..).zip(calls) {
        ask(&wire, ticket, call);
        until(&mut wire, |reply| matches!(reply, Reply::Answer(of, _) if of == Ticket(ticket)).then_some(()))
            .await;
    }
    let requests = seen.requests.lock().unwrap();
    assert!(requests.iter().any(|(head, _)| head == "GET /api/v1/corrections"));
    let path = format!("POST /api/v1/reports/{}/corrections/2/decision", facts::id(1));
    let (_, sent) = requests.iter().find(|(head, _)| *head == path).unwrap();
    assert_eq!(sent["idempotency-key"], key.to_string());
    assert_eq!(sent["(body)"], r#"{"accept":false,"remark":"chưa rõ"}"#);
}

#[tokio::test]
async fn a_setting_is_put_with_the_version_that_was_seen_and_the_key_of_its_try() {
    let (mut wire, seen) = signed_in().await;
    let window = NewSendWindow { window: None };
    let days = NewCalendarYear { days: vec![], source_note: "TB 12".to_owned() };
    let contact = NewContact { office: "Văn thư".to_owned(), address: "a@b.example".to_owned() };
    let [name_vi, name_en, text_vi, text_en] = ["vi", "en", "văn", "text"].map(str::to_owned);
    let template = NewUrgeTemplate { name_vi, name_en, text_vi, text_en };
    let tenant = || Some("ha-noi".to_owned());
    let orders = [
        SettingOrder::Year { year: 2025, tenant: None, version: 2, body: days.clone() },
        SettingOrder::Year { year: 2025, tenant: tenant(), version: 0, body: days },
        SettingOrder::Window { tenant: None, version: 1, body: window.clone() },
        SettingOrder::Window { tenant: tenant(), version: 3, body: window },
        SettingOrder::Contact { role: ContactRole::ViceChair, version: 4, body: contact },
        SettingOrder::Template { code: "overdue".to_owned(), version: 5, body: template },
        SettingOrder::Budget(NewBudget { tenant: tenant(), digests_a_day: None }),
    ];
    for (ticket, order) in (10..).zip(orders) {
        ask(&wire, ticket, Call::Order { key: Uuid::from_u128(ticket.into()), order: Order::Setting(order) });
        until(&mut wire, |reply| matches!(reply, Reply::Answer(of, _) if of == Ticket(ticket)).then_some(()))
            .await;
    }
    let requests = seen.requests.lock().unwrap();
    for (key, (path, version)) in (10_u128..).zip([
        ("calendar/2025", Some(2)),
        ("calendar/2025/ha-noi", Some(0)),
        ("calendar/window", Some(1)),
        ("calendar/window/ha-noi", Some(3)),
        ("contacts/vice_chair", Some(4)),
        ("urge-templates/overdue", Some(5)),
        ("mail/budget", None),
    ]) {
        let head = format!("PUT /api/v1/{path}");
        let (_, sent) = requests.iter().find(|(asked, _)| *asked == head).unwrap();
        assert_eq!(sent["idempotency-key"], Uuid::from_u128(key).to_string(), "{head}");
        let seen = version.map(|version: i32| format!("\"{version}\""));
        assert_eq!(sent.get("if-match"), seen.as_ref(), "{head}");
    }
    let (_, sent) = requests.iter().find(|(head, _)| head.ends_with("/mail/budget")).unwrap();
    assert_eq!(sent["(body)"], r#"{"tenant":"ha-noi","digests_a_day":null}"#);
}

#[tokio::test]
async fn reports_are_asked_for_by_period_way_of_showing_and_body() {
    let (mut wire, seen) = signed_in().await;
    let period = || "CT-2024-M07".to_owned();
    let reports = |cursor: Option<&str>| FilingsCall::Reports {
        period: period(),
        show: ReportsShown::Waiting,
        cursor: cursor.map(str::to_owned),
    };
    let calls = [
        FilingsCall::Periods,
        reports(None),
        reports(Some("x y")),
        FilingsCall::Report { period: period(), body: "ha-noi".to_owned() },
        FilingsCall::Findings(facts::id(1)),
    ];
    for (ticket, call) in (10..).zip(calls) {
        ask(&wire, ticket, Call::Filings(call));
        until(&mut wire, |reply| matches!(reply, Reply::Answer(of, _) if of == Ticket(ticket)).then_some(()))
            .await;
    }
    let requests = seen.requests.lock().unwrap();
    let heads = requests
        .iter()
        .map(|(head, _)| head.as_str())
        .filter(|head| head.contains("periods") || head.contains("findings"));
    let mut heads: Vec<&str> = heads.collect();
    // One whose token had run out was sent again.
    heads.dedup();
    assert_eq!(
        heads,
        [
            "GET /api/v1/periods",
            "GET /api/v1/periods/CT-2024-M07?show=waiting&limit=100",
            "GET /api/v1/periods/CT-2024-M07?show=waiting&limit=100&cursor=x+y",
            "GET /api/v1/periods/CT-2024-M07/reports/ha-noi",
            &format!("GET /api/v1/reports/{}/findings", facts::id(1)),
        ]
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable_and_nothing_hangs() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut wire =
        start(Server::new(format!("http://{free}").parse().unwrap()).unwrap(), Device::default()).unwrap();
    ask(&wire, 1, Call::LogIn(shown("x")));
    let failure = until(&mut wire, |reply| match reply {
        Reply::Answer(Ticket(1), Err(failure)) => Some(failure),
        _ => None,
    })
    .await;
    assert_eq!(failure, Failure::Unreachable);
    crate::run::farewell(wire, Lang::Vi).await;
}

#[test]
fn only_of_what_writes_it_is_unclear_without_an_answer_whether_it_was_recorded() {
    let key = Uuid::from_u128(7);
    let (id, filter) = (facts::id(1), String::new());
    let reads = [
        Call::Overview,
        Call::Item(id),
        Call::Views,
        Call::Page { filter, with: None, cursor: None, limit: 100 },
    ];
    assert!(!reads.iter().any(writes));
    assert!(writes(&Call::Write { id, version: 4, key, deed: Deed::Open }));
    for lang in Lang::ALL {
        let (read, written) = (Failure::TimedOut.text(*lang), Failure::TimedOut.of_write().text(*lang));
        assert_eq!(
            (read.as_str(), written.as_str()),
            (lang.tui_server_timed_out(), lang.tui_write_in_doubt())
        );
    }
}
