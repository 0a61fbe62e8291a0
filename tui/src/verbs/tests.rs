//! The verbs against a server of a few lines, which takes every second use of a refresh token for theft.

use std::{
    collections::HashMap,
    fs,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use dondoc_shared::{
    error::{ErrorCode, Problem},
    role::Role,
    text::Lang,
    wire::{
        Page,
        assignment::AssignmentRow,
        urge::{
            UrgeTemplate, UrgeTemplates,
            plan::{PartState, UrgePlan},
        },
    },
};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{net::TcpListener, time::sleep};

use super::{
    args::{Export, List, ListFormat, LogIn, Show, ShowFormat, Urge, Which},
    desk::Desk,
    export,
    find::Question,
    list, log_in,
    sheet::{Kind, Sheet},
    show,
    stop::{End, Stop},
    urge,
};
use crate::{
    net::{Failure, client::Client, device::Device, http::Server, kept::Kept},
    tests::{
        composer,
        facts::{self, row},
        scripted::{problem, read, write},
    },
    ui::text::width,
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

    async fn list(&self, asked: &List) -> Result<String, Stop> {
        let mut out = Vec::new();
        list::run(&self.desk().await, asked, &mut out).await?;
        Ok(String::from_utf8(out).unwrap())
    }

    async fn export(&self, asked: &Export) -> Result<String, Stop> {
        let mut out = Vec::new();
        export::run(&self.desk().await, asked, &mut out).await?;
        Ok(String::from_utf8(out).unwrap())
    }

    async fn urge(&self, filter: &str, confirm: Option<usize>) -> Result<String, Stop> {
        let (filter, template) = (filter.to_owned(), "overdue".to_owned());
        let asked = Urge { filter, template, reply_in: 5, confirm };
        let mut out = Vec::new();
        urge::run(&self.desk().await, &asked, &mut out).await?;
        Ok(String::from_utf8(out).unwrap())
    }
}

fn listing(queue: Which, filter: &str, format: ListFormat) -> List {
    List { queue, filter: filter.to_owned(), format, limit: None, count: false, bom: false }
}

fn exporting(to: &Path, force: bool) -> Export {
    Export { queue: Which::Backlog, filter: String::new(), to: to.to_owned(), force, bom: false }
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
    let scene = Scene::new(|head, _| three_pages(head)).await;
    let asked = listing(Which::Backlog, "", ListFormat::Jsonl);
    for said in join_all((0..12).map(|_| scene.list(&asked))).await {
        assert_eq!(said.unwrap().lines().count(), 5);
    }
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
                sleep(Duration::from_micros(50)).await
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
async fn a_list_is_followed_to_its_end_and_a_row_that_moved_is_told_once() {
    let scene = Scene::new(|head, _| three_pages(head)).await;
    let said = scene.list(&listing(Which::Submissions, "tenant:ha-noi or level:2..", ListFormat::Json)).await;
    let rows: Vec<AssignmentRow> = serde_json::from_str(&said.unwrap()).unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), (0..5).map(facts::id).collect::<Vec<_>>());
    let asked = scene.asked();
    assert_eq!(asked.len(), 3);
    // The very question of the screen: what all of the queue has, the filter in brackets, what waits told with it.
    let whole = "filter=status%3Asubmitted+%28tenant%3Aha-noi+or+level%3A2..%29";
    assert!(asked.iter().all(|head| head.contains(whole) && head.contains("with=submission")), "{asked:?}");

    let two = List { limit: Some(2), ..listing(Which::Backlog, "", ListFormat::Jsonl) };
    assert_eq!(scene.list(&two).await.unwrap().lines().count(), 2);
    assert_eq!(scene.asked().len(), 4, "no more is read than is wanted");
    assert!(scene.asked()[3].contains("limit=2"), "{:?}", scene.asked());
}

#[tokio::test]
async fn a_list_says_how_many_there_are() {
    let scene = Scene::new(|head, _| {
        assert_eq!(head, "GET /api/v1/assignments/count?filter=is%3Aextension+overdue%3E14");
        (200, json!({ "total": 12, "at_least": false }).to_string())
    })
    .await;
    let count = |format| List { count: true, ..listing(Which::Extensions, "overdue>14", format) };
    assert_eq!(scene.list(&count(ListFormat::Table)).await.unwrap(), "12\n");
    let said: Value = serde_json::from_str(&scene.list(&count(ListFormat::Json)).await.unwrap()).unwrap();
    assert_eq!(said, json!({ "total": 12, "at_least": false }));
}

#[tokio::test]
async fn a_filter_that_does_not_parse_is_pointed_at_and_nothing_is_asked() {
    let scene = Scene::new(|_, _| unreachable!()).await;
    for (filter, caret, nearest) in
        [("Huế overdu>14", "    ^", "overdue"), ("level>1 (quahan>3", "        ^", "bracket")]
    {
        let stop = scene.list(&listing(Which::Steps, filter, ListFormat::Table)).await.unwrap_err();
        assert_eq!(stop.end, End::Refused);
        let lines: Vec<&str> = stop.said.lines().collect();
        assert_eq!((lines[1], lines[2]), (filter, caret), "{}", stop.said);
        assert!(lines[0].contains(nearest), "{}", stop.said);
    }
    assert_eq!(scene.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_body_that_only_the_server_knows_not_to_be_is_pointed_at_too() {
    let scene = Scene::new(|_, _| {
        let Failure::Refused(problem) = facts::problem(ErrorCode::InvalidFilter, 400) else { unreachable!() };
        let detail = "Character 12, “tenant:ha-noj”: there is no such body; did you mean “ha-noi”?";
        (400, serde_json::to_string(&Problem { detail: Some(detail.to_owned()), ..*problem }).unwrap())
    })
    .await;
    let asked = listing(Which::Backlog, "overdue>14 tenant:ha-noj", ListFormat::Table);
    let stop = scene.list(&asked).await.unwrap_err();
    let lines: Vec<&str> = stop.said.lines().collect();
    assert!(lines[0].contains("“ha-noi”"), "{}", stop.said);
    assert_eq!((lines[1], lines[2]), ("overdue>14 tenant:ha-noj", "           ^"));
}

#[tokio::test]
async fn what_a_tenant_wrote_does_nothing_to_a_terminal_and_nothing_to_a_spreadsheet() {
    let hostile = |n: u32, title: &str| AssignmentRow { title_en: title.to_owned(), ..row(n) };
    let scene = Scene::new(move |_, _| {
        let rows =
            ["=1+1", "+1", "-2+3", "@x", "\ta", "a \"b\", c\n=d", "\u{1b}]52;c;eA==\u{7}x\u{202e}y", "a|b"];
        let rows = (0..).zip(rows).map(|(n, title)| hostile(n, title)).collect();
        (200, page(rows, None, 8))
    })
    .await;
    let csv = scene.list(&listing(Which::Backlog, "", ListFormat::Csv)).await.unwrap();
    let mut read = csv::Reader::from_reader(csv.as_bytes());
    let titles: Vec<String> =
        read.records().map(|record| record.unwrap().iter().next_back().unwrap().to_owned()).collect();
    assert_eq!(titles[..4], ["'=1+1", "'+1", "'-2+3", "'@x"]);
    assert!(!titles.iter().any(|title| title.starts_with(['=', '+', '-', '@', '\t'])), "{titles:?}");
    assert!(titles[5].contains("\"b\""), "{titles:?}");
    for format in [ListFormat::Csv, ListFormat::Table, ListFormat::Json, ListFormat::Jsonl] {
        let said = scene.list(&listing(Which::Backlog, "", format)).await.unwrap();
        let bad = |c: char| dondoc_shared::scrub::forbidden(c) && c != '\r';
        assert!(!said.contains(bad), "{format:?}: {said:?}");
        if format == ListFormat::Table {
            assert_eq!(said.lines().count(), 9, "a line for each, whatever is in it: {said}");
            assert!(!said.contains(['│', '─', '┌']), "{said}");
        }
    }
    let marked = List { bom: true, ..listing(Which::Backlog, "", ListFormat::Csv) };
    assert!(scene.list(&marked).await.unwrap().starts_with('\u{feff}') && !csv.starts_with('\u{feff}'));
    let path = scene.folder.path().join("list.md");
    scene.export(&exporting(&path, false)).await.unwrap();
    let text = fs::read_to_string(path).unwrap();
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(text.contains("a\\|b") && text.lines().all(|line| cells(line) == 10), "{text}");
}

#[test]
fn a_line_leaves_room_for_what_it_is_about_and_never_cuts_a_code() {
    let said = Question::new(Which::Steps, "", Lang::Vi).unwrap().said;
    let facts: Page<AssignmentRow> = serde_json::from_str(&page(vec![row(0)], None, 1)).unwrap();
    let code = "CT-2024-M07/ba-ria-vung-tau";
    let long = AssignmentRow { code: code.to_owned(), ..row(0) };
    let lines = |said, cells| {
        let mut sheet = Sheet::new(Vec::new(), Kind::Lines(cells), Lang::Vi, said);
        sheet.row(&long, &facts).unwrap();
        String::from_utf8(sheet.end().unwrap()).unwrap()
    };
    for cells in [40, 80, 100, 200] {
        for said in [None, said] {
            let lines = lines(said, Some(cells));
            assert!(lines.lines().all(|line| width(line) <= cells), "{lines}");
            assert!(lines.contains(code), "{lines}");
        }
    }
    let begins: String = long.title_vi.chars().take(20).collect();
    assert!(lines(None, Some(80)).contains(&begins), "{}", lines(None, Some(80)));
    assert!(lines(None, None).contains(&long.title_vi) && lines(None, None).contains(&long.tenant.short));
}

#[tokio::test]
async fn an_export_is_there_as_a_whole_or_not_at_all_and_writes_over_nothing() {
    let scene = Scene::new(|head, _| {
        if head.contains("cursor=two") && head.contains("filter=") {
            (500, problem(ErrorCode::Internal, 500))
        } else {
            three_pages(head)
        }
    })
    .await;
    let files = || {
        let names = fs::read_dir(scene.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| name != "state");
        names.sort();
        names
    };
    let path = scene.folder.path().join("list.CSV");
    let torn = Export { filter: "level:1..".to_owned(), ..exporting(&path, false) };
    assert_eq!(scene.export(&torn).await.unwrap_err().end, End::Refused);
    assert_eq!(files(), Vec::<String>::new(), "what was cut off is gone");

    assert!(scene.export(&exporting(&path, false)).await.unwrap().contains("5 in all"));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 6);
    fs::write(&path, "mine").unwrap();
    let asked = scene.asked().len();
    let stop = scene.export(&exporting(&path, false)).await.unwrap_err();
    assert!(stop.end == End::Usage && stop.said.contains("--force"), "{stop:?}");
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), scene.asked().len()), ("mine", asked));
    scene.export(&exporting(&path, true)).await.unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 6);

    let book = scene.folder.path().join("list.xlsx");
    scene.export(&exporting(&book, false)).await.unwrap();
    assert!(fs::read(&book).unwrap().starts_with(b"PK"));
    let stop = scene.export(&exporting(&scene.folder.path().join("list.pdf"), false)).await.unwrap_err();
    assert!(stop.end == End::Usage && stop.said.contains(".xlsx"), "{stop:?}");
    assert_eq!(files(), ["list.CSV", "list.xlsx"]);
}

#[tokio::test]
async fn a_file_that_came_meanwhile_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let meanwhile = path.clone();
    let scene = Scene::new(move |head, _| {
        fs::write(&meanwhile, "theirs").unwrap();
        three_pages(head)
    })
    .await;
    let stop = scene.export(&exporting(&path, false)).await.unwrap_err();
    assert!(stop.end == End::Usage && stop.said.contains("--force"), "{stop:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn an_assignment_is_found_by_its_code_also_among_what_is_closed() {
    let scene = Scene::new(|head, _| match head {
        head if head.contains("assignments?") && head.contains("is%3Aclosed") => {
            (200, page(vec![row(3)], None, 1))
        }
        head if head.contains("assignments?") => (200, page(vec![row(1)], None, 1)),
        head if head.contains("/assignments/") => (200, serde_json::to_string(&facts::detail(3)).unwrap()),
        _ => unreachable!(),
    })
    .await;
    let show = async |code: &str, format| {
        let mut out = Vec::new();
        let asked = Show { code: code.to_owned(), format };
        show::run(&scene.desk().await, "https://x.example", &asked, &mut out).await?;
        Ok::<_, Stop>(String::from_utf8(out).unwrap())
    };
    let code = row(3).code;
    let said = show(&code.to_lowercase(), ShowFormat::Text).await.unwrap();
    assert!(said.starts_with(&format!("{code}\n")), "{said}");
    for wanted in
        [row(3).title_en.as_str(), "https://x.example/assignments/", Lang::En.tui_section_timeline()]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert!(!said.contains(['─', '│']) && !said.contains(Lang::En.tui_section_acts()), "{said}");
    let whole: Value = serde_json::from_str(&show(&code, ShowFormat::Json).await.unwrap()).unwrap();
    assert_eq!(whole["row"]["code"], json!(code));

    let asked = scene.asked().len();
    let stop = show("T99-99/ha-noi", ShowFormat::Text).await.unwrap_err();
    assert!(stop.end == End::Refused && stop.said.contains("T99-99/ha-noi"), "{stop:?}");
    assert_eq!(scene.asked().len(), asked + 4, "looked for everywhere");
    for wrong in ["T24-08", "T24-08/", "T24-08/ha-noi is:closed", "a/b/c"] {
        let stop = show(wrong, ShowFormat::Text).await.unwrap_err();
        assert!(stop.end == End::Usage && stop.said.contains("T24-08/ha-noi"), "{stop:?}");
    }
    assert_eq!(scene.asked().len(), asked + 4);
}

/// Answers like a server at which three assignments can be urged.
fn urging(head: &str, sent: &HashMap<String, String>) -> (u16, String) {
    let plan = |state: PartState| {
        let plan = composer::plan(3);
        let parts = plan.parts.into_iter().map(|part| {
            let number = (state != PartState::Planned).then(|| "12/2024/TCT".to_owned());
            dondoc_shared::wire::urge::plan::PlanPart { state, number, ..part }
        });
        (200, serde_json::to_string(&UrgePlan { parts: parts.collect(), ..plan }).unwrap())
    };
    match head {
        "GET /api/v1/urge-templates" => {
            let text = String::new;
            let one = UrgeTemplate {
                code: "overdue".to_owned(),
                name_vi: text(),
                name_en: text(),
                text_vi: text(),
                text_en: text(),
                version: 1,
            };
            (200, serde_json::to_string(&UrgeTemplates { items: vec![one] }).unwrap())
        }
        "POST /api/v1/urge-plans" => {
            let asked: Value = serde_json::from_str(&sent["(body)"]).unwrap();
            assert_eq!(asked["assignments"].as_array().unwrap().len(), 5);
            assert_eq!((&asked["template"], &asked["reply_in"]), (&json!("overdue"), &json!(5)));
            assert!(sent.contains_key("idempotency-key"));
            plan(PartState::Planned)
        }
        head if head.ends_with("/issue") => {
            assert_eq!(sent["(body)"], "{\"items\":3}");
            plan(PartState::Issued)
        }
        head if head.ends_with("/withdraw") => plan(PartState::Withdrawn),
        head => three_pages(head),
    }
}

fn issues(scene: &Scene) -> usize {
    scene.asked().iter().filter(|head| head.ends_with("/issue")).count()
}

#[tokio::test]
async fn an_urge_is_a_plan_until_its_number_is_confirmed() {
    let scene = Scene::new(urging).await;
    let said = scene.urge("overdue>14", None).await.unwrap();
    for wanted in
        ["officer1@ha-noi.example", "--confirm 3", "08:01:00 25/07/2024", &Lang::En.verbs_urge_skipped(1)]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert_eq!(issues(&scene), 0);
    for wrong in [0, 2, 4] {
        let stop = scene.urge("overdue>14", Some(wrong)).await.unwrap_err();
        assert_eq!(stop.end, End::PlanDiffers);
        assert_eq!(stop.said, Lang::En.verbs_urge_differs(wrong, 3));
    }
    assert_eq!(issues(&scene), 0, "another number issues nothing");
    let said = scene.urge("overdue>14", Some(3)).await.unwrap();
    let id = composer::plan(3).id;
    assert!(said.contains("12/2024/TCT") && said.contains(&format!("dondoc undo {id}")), "{said}");
    assert_eq!(issues(&scene), 1);

    let mut out = Vec::new();
    urge::undo(&scene.desk().await, id, &mut out).await.unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), format!("{}\n", Lang::En.composer_withdrawn(3, 0)));
    assert!(scene.asked().contains(&format!("POST /urge-plans/{id}/withdraw")), "{:?}", scene.asked());
}

#[tokio::test]
async fn what_was_refused_or_could_not_be_withdrawn_ends_with_another_code() {
    let scene = Scene::new(|head, sent| {
        let (status, body) = urging(head, sent);
        if !head.contains("/urge-plans/") {
            return (status, body);
        }
        let mut plan: UrgePlan = serde_json::from_str(&body).unwrap();
        plan.parts[1].state = if head.ends_with("/issue") { PartState::Failed } else { PartState::Issued };
        plan.parts[1].why = Some(ErrorCode::VersionStale);
        (200, serde_json::to_string(&plan).unwrap())
    })
    .await;
    let stop = scene.urge("overdue>14", Some(3)).await.unwrap_err();
    assert!(
        stop.end == End::Refused && stop.said.contains(ErrorCode::VersionStale.message(Lang::En)),
        "{stop:?}"
    );
    let stop = urge::undo(&scene.desk().await, composer::plan(3).id, &mut Vec::new()).await.unwrap_err();
    assert_eq!((stop.end, stop.said), (End::Refused, Lang::En.composer_withdrawn(2, 1)));
}

#[tokio::test]
async fn a_template_that_is_none_is_told_with_those_that_are_and_too_many_are_not_planned() {
    let scene = Scene::new(|head, sent| match head {
        head if head.contains("/assignments?") => {
            let many = (0..1_001).map(row).collect();
            (200, page(many, None, 1_001))
        }
        head => urging(head, sent),
    })
    .await;
    let stop = scene.urge("overdue>14", None).await.unwrap_err();
    assert_eq!((stop.end, stop.said), (End::Refused, Lang::En.composer_too_many(1_000)));
    let scene = Scene::new(urging).await;
    let (filter, template) = ("overdue>14".to_owned(), "overdu".to_owned());
    let asked = Urge { filter, template, reply_in: 5, confirm: Some(3) };
    let stop = urge::run(&scene.desk().await, &asked, &mut Vec::new()).await.unwrap_err();
    assert!(stop.end == End::Refused && stop.said.contains("There are: overdue"), "{stop:?}");
    assert!(!scene.asked().iter().any(|head| head.contains("urge-plans")), "{:?}", scene.asked());
}

#[tokio::test]
async fn a_log_in_is_kept_only_if_it_is_right_and_for_the_working_group() {
    let typed = |phrase: &str| log_in::Typed { email: "a@b.example".to_owned(), phrase: phrase.into() };
    let right = "bốn con trâu trắng";
    for (role, phrase, is_kept) in
        [(Role::Lead, right, true), (Role::Lead, "sai", false), (Role::Officer, right, false)]
    {
        let scene = Scene::of(role, |_, _| unreachable!()).await;
        let mut out = Vec::new();
        let done =
            log_in::log_in(&scene.client(), &scene.kept(), typed(phrase), Some(Lang::En), &mut out).await;
        assert_eq!((done.is_ok(), scene.is_kept()), (is_kept, is_kept), "{role:?} {done:?}");
        let requests = scene.seen.requests.lock().unwrap().clone();
        let ended = requests.iter().filter(|(head, _)| head == "DELETE /api/v1/session").count();
        // The session before is ended, and so is one that is refused.
        assert_eq!(ended, if role == Role::Officer { 2 } else { 1 }, "{role:?}");
        if is_kept {
            let said = String::from_utf8(out).unwrap();
            assert!(said.contains("dondoc logout") && !said.contains("refresh-"), "{said}");
            scene.desk().await;
        } else {
            assert_eq!(done.unwrap_err().end, End::Refused);
        }
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
    let stop = log_in::ask(LogIn { email: None }, Lang::En).err().unwrap();
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
        assert!(super::args::EXIT_CODES.contains(&format!("\n  {}  ", end.code())), "{end:?}");
    }
    assert_eq!(End::PipeClosed.code(), 0, "whoever reads no more has seen enough");
}
