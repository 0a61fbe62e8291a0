//! A console that is let in from a browser (R189): by whom, once, within five minutes, and never by guessing.

use std::{collections::HashSet, path::Path, time::Duration};

use dondoc_shared::text::Lang;
use dondoc_tests::{
    program::console_program,
    server::answer,
    terminal::{Setup, Terminal},
};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    people::{House, house},
    *,
};

const PATIENCE: Duration = Duration::from_mins(1);
const HOST: &str = "máy-của-tôi <b>";

/// An officer of the Working Group in front of a browser, and a console.
struct Desk {
    house: House,
    officer: Person,
}

/// What a console was told when it asked.
struct Asked {
    secret: String,
    code: String,
}

impl Desk {
    async fn new() -> anyhow::Result<Self> {
        let house = house().await?;
        let officer = house.post.world.person("national", Role::NationalOfficer).await?;
        account(&house.post.world, &officer).await?;
        Ok(Self { house, officer })
    }

    fn browser(&self) -> anyhow::Result<Visitor> {
        Visitor::new(&self.house.server, Some(&self.officer))
    }

    async fn call(&self, path: &str, body: Value) -> anyhow::Result<(StatusCode, Value)> {
        answer(self.house.server.api(Method::POST, path, None).json(&body)).await
    }

    async fn ask(&self) -> anyhow::Result<Asked> {
        let (status, told) = self.call("/session/device", json!({"host": HOST})).await?;
        assert_eq!(status, StatusCode::OK, "{told}");
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        assert_eq!((told["expires_in"].as_i64(), told["interval"].as_i64()), (Some(300), Some(5)));
        assert!(text("verification_uri").ends_with("/console"), "{told}");
        Ok(Asked { secret: text("device_code"), code: text("user_code") })
    }

    async fn poll(&self, secret: &str) -> anyhow::Result<(StatusCode, Value)> {
        self.call("/session/device/tokens", json!({ "device_code": secret })).await
    }

    /// Waits as long as a console does, and asks; what the server says where it gives no tokens.
    async fn told(&self, asked: &Asked) -> anyhow::Result<Option<String>> {
        self.house.later(5);
        let (status, told) = self.poll(&asked.secret).await?;
        assert!(status == StatusCode::OK || status == StatusCode::BAD_REQUEST, "{status} {told}");
        Ok(told["code"].as_str().map(str::to_owned))
    }

    /// How many sessions consoles have begun, beside the one that the officer has from the beginning.
    async fn consoles(&self) -> anyhow::Result<i64> {
        let begun = format!(
            "select count(*) - 1 from dondoc.sessions where kind = 'console' and user_id = '{}'",
            self.officer.id
        );
        self.house.post.world.count(&begun).await
    }

    /// Types a code, and presses a button of the page that comes.
    async fn decide(&self, here: &Visitor, code: &str, word: &str) -> anyhow::Result<Page> {
        let typed = here.fill(&here.get("/console").await?, "/console", &[("console_code", code)]).await?;
        let action = format!("/console/{word}");
        if typed.status != StatusCode::OK {
            return Ok(typed);
        }
        here.fill(&typed, &action, &[("console_code", &typed.value(&action, "console_code"))]).await
    }
}

const PENDING: Option<&str> = Some("device_pending");
const REFUSED: Option<&str> = Some("device_refused");

#[tokio::test(flavor = "multi_thread")]
async fn somebody_of_the_working_group_lets_one_console_in_from_a_browser_once_and_is_told()
-> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let world = &desk.house.post.world;
    let (asked, other) = (desk.ask().await?, desk.ask().await?);
    assert_eq!(desk.told(&asked).await?.as_deref(), PENDING);
    let (status, told) = desk.poll(&asked.secret).await?;
    assert_eq!((status, told["code"].as_str()), (StatusCode::BAD_REQUEST, Some("device_slow_down")));

    let here = desk.browser()?;
    assert!(here.get("/account").await?.text.contains("href=\"/console\""));
    let page = here.get("/console").await?;
    // As it is typed by hand.
    let typed = asked.code.to_lowercase().replace('-', " ");
    let page = here.fill(&page, "/console", &[("console_code", &typed)]).await?;
    for shown in ["máy-của-tôi &#60;b&#62;", "127.0.0.1"] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert_eq!(desk.told(&asked).await?.as_deref(), PENDING, "looking lets nobody in");
    let done = desk.decide(&here, &asked.code, "let-in").await?;
    assert_eq!((done.to.as_str(), done.done()), ("/account", Some("console-let-in")), "{}", done.text);

    desk.house.later(5);
    let polls = join_all((0..8).map(|_| desk.poll(&asked.secret))).await;
    let begun: Vec<Value> = polls
        .into_iter()
        .map(|poll| poll.unwrap())
        .filter_map(|(status, told)| (status == StatusCode::OK).then_some(told))
        .collect();
    assert_eq!(begun.len(), 1, "tokens are given once");
    let bearer = format!("Bearer {}", begun[0]["access_token"].as_str().unwrap());
    let me = desk.house.server.api(Method::GET, "/me", None).header(header::AUTHORIZATION, bearer);
    assert_eq!(answer(me).await?.1["id"], json!(desk.officer.id));
    assert_eq!(desk.told(&asked).await?.as_deref(), REFUSED);
    assert_eq!(desk.told(&other).await?.as_deref(), PENDING, "the other was not let in");
    assert_eq!(desk.consoles().await?, 1);

    let subject = desk.house.last_subject(&desk.officer.email).await?;
    assert_eq!(subject, "Một bàn điều hành vừa đăng nhập bằng tài khoản của bạn");
    let letter = desk.house.post.relay.to(&desk.officer.email).pop().unwrap().letter().text;
    assert!(letter.contains(HOST) && letter.contains("127.0.0.1"), "{letter}");
    let trail = "select string_agg(action, ' ' order by at) from dondoc.audit \
                 where subject_kind = 'session' and action ~ 'console|log_in'";
    let trail: String = world.owner.query_one(trail, &[]).await?.get(0);
    assert_eq!(trail, "console_asks console_asks look_at_console look_at_console let_console_in log_in");
    for secret in [&asked.secret, &other.secret] {
        let rows = "select (select count(*) from dondoc.audit t where t::text like '%' || $1 || '%')
            + (select count(*) from dondoc.console_log_ins t where t::text like '%' || $1 || '%')";
        let kept: i64 = world.owner.query_one(rows, &[secret]).await?.get(0);
        assert_eq!(kept, 0, "only its digest is kept");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_that_is_refused_comes_late_or_whose_helper_has_left_gets_nothing() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let here = desk.browser()?;
    let refused = desk.ask().await?;
    let done = desk.decide(&here, &refused.code, "refuse").await?;
    assert_eq!((done.to.as_str(), done.done()), ("/account", Some("console-refused")), "{}", done.text);
    assert_eq!(desk.told(&refused).await?.as_deref(), REFUSED);
    let again = desk.decide(&here, &refused.code, "let-in").await?;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "it was decided on");

    for made_up in ["", "x", &"A".repeat(43), &"é".repeat(500)] {
        let (status, told) = desk.poll(made_up).await?;
        assert_eq!((status, told["code"].as_str()), (StatusCode::BAD_REQUEST, REFUSED), "{made_up}");
    }

    let (late, unseen) = (desk.ask().await?, desk.ask().await?);
    desk.decide(&here, &late.code, "let-in").await?;
    desk.house.later(300);
    let page = desk.decide(&here, &unseen.code, "let-in").await?;
    assert!(
        page.status == StatusCode::UNPROCESSABLE_ENTITY && page.text.contains("trong 5 phút"),
        "{}",
        page.text
    );
    for asked in [&late, &unseen] {
        assert_eq!(desk.told(asked).await?.as_deref(), REFUSED);
    }

    let left = desk.ask().await?;
    desk.decide(&here, &left.code, "let-in").await?;
    let token = here.get("/account").await?.value("/log-out", "_token");
    assert_eq!(here.post("/log-out", &[("_token", &token)]).await?.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.told(&left).await?.as_deref(), REFUSED, "the helper has logged out");
    let world = &desk.house.post.world;
    assert_eq!(desk.consoles().await?, 0);
    // What nobody used goes with the next that asks.
    desk.house.later(3_901);
    desk.ask().await?;
    assert_eq!(world.count("select count(*) from dondoc.console_log_ins").await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_a_body_and_nobody_without_a_fresh_proof_lets_a_console_in() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let world = &desk.house.post.world;
    let asked = desk.ask().await?;
    let typed = [("console_code", asked.code.as_str())];
    let here = desk.browser()?;
    let page = here.fill(&here.get("/console").await?, "/console", &typed).await?;

    let officer = world.person("ha-noi", Role::Officer).await?;
    account(world, &officer).await?;
    let theirs = Visitor::new(&desk.house.server, Some(&officer))?;
    let account = theirs.get("/account").await?;
    assert!(!account.text.contains("href=\"/console\""), "{}", account.text);
    assert_eq!(theirs.get("/console").await?.status, StatusCode::FORBIDDEN);
    for path in ["/console", "/console/let-in", "/console/refuse"] {
        let sent = theirs.send_elsewhere(&account, "/account/pass-phrase", path, &typed).await?;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{path}");
    }

    world.proofs_are_stale().await?;
    let stale = here.fill(&page, "/console/let-in", &typed).await?;
    assert_eq!(stale.status, StatusCode::UNAUTHORIZED, "{}", stale.text);
    assert_eq!(here.get("/console").await?.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.told(&asked).await?.as_deref(), PENDING);
    world.proved(&desk.officer).await?;
    assert_eq!(desk.decide(&here, &asked.code, "let-in").await?.done(), Some("console-let-in"));
    assert_eq!(desk.told(&asked).await?, None);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_not_guessed_and_a_network_asks_for_so_many_and_no_more() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let asked = desk.ask().await?;
    let here = desk.browser()?;
    let nothing = desk.decide(&here, " ", "let-in").await?;
    assert!(nothing.text.contains("href=\"#console_code\""), "{}", nothing.text);
    for n in 0..5 {
        let wrong = desk.decide(&here, "BBBB-BBBB", "let-in").await?;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
        assert!(wrong.text.contains("value=\"BBBB-BBBB\""), "what was typed stays: {}", wrong.text);
    }
    let used_up = desk.decide(&here, &asked.code, "let-in").await?;
    assert_eq!(used_up.status, StatusCode::TOO_MANY_REQUESTS, "also with the right one");
    assert!(used_up.text.contains("5 lần trong phiên này"), "{}", used_up.text);
    let there = desk.house.log_in(&desk.officer.email, PHRASE).await?.expect("logged in");
    assert_eq!(desk.decide(&there, &asked.code, "let-in").await?.done(), Some("console-let-in"));

    let mut codes = HashSet::from([asked.code]);
    for _ in 0..9 {
        assert!(codes.insert(desk.ask().await?.code));
    }
    let body = json!({ "host": HOST });
    let (status, told) = desk.call("/session/device", body.clone()).await?;
    let too_many = (StatusCode::TOO_MANY_REQUESTS, Some("too_many_attempts"));
    assert_eq!((status, told["code"].as_str()), too_many, "{told}");
    desk.house.later(60);
    assert_eq!(desk.call("/session/device", body).await?.0, StatusCode::OK);
    for host in [String::new(), "x".repeat(101), "a\nb".to_owned()] {
        let (status, told) = desk.call("/session/device", json!({ "host": host })).await?;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert_eq!(told["errors"][0]["field"], "host", "{told}");
    }
    Ok(())
}

/// A real console that waits with its code: the screens, or the verb that keeps a session.
async fn waits(
    desk: &Desk,
    home: &Path,
    arguments: &[&str],
    keys: &str,
) -> anyhow::Result<(Terminal, String)> {
    let mut setup = Setup::of(console_program()).size(100, 30).directory(home);
    for argument in arguments.iter().copied().chain(["--server", &desk.house.server.base, "--lang", "en"]) {
        setup = setup.arg(argument);
    }
    let console = setup.env("HOME", home.as_os_str()).start()?;
    if !keys.is_empty() {
        console.wait_for_text(Lang::En.tui_log_in_browser(), PATIENCE).await?;
        console.send(keys)?;
    }
    let screen = console.wait_for_text(Lang::En.tui_browser_code(), PATIENCE).await?;
    assert!(screen.contains("/console"), "{screen}");
    let is_code = |word: &&str| word.len() == 9 && word.find('-') == Some(4);
    let code = screen.split_whitespace().find(is_code).map(str::to_owned);
    Ok((console, code.expect("a code")))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_and_its_verbs_log_in_by_browser() -> anyhow::Result<()> {
    let (desk, home) = (Desk::new().await?, tempfile::tempdir()?);
    let here = desk.browser()?;
    let (screens, first) = waits(&desk, home.path(), &[], "\x0f").await?;
    let (verb, second) = waits(&desk, home.path(), &["login", "--browser"], "").await?;
    for code in [&first, &second] {
        assert_eq!(desk.decide(&here, code, "let-in").await?.done(), Some("console-let-in"));
    }
    screens.wait_for_text(Lang::En.tui_link_live(), PATIENCE).await?;
    assert_eq!(verb.wait_for_exit(PATIENCE).await?, 0, "{}", verb.screen());
    assert_eq!(desk.consoles().await?, 2);
    screens.send("q")?;
    screens.wait_for_text(Lang::En.tui_button_keys(), PATIENCE).await?;
    screens.send("\t\r")?;
    assert_eq!(screens.wait_for_exit(PATIENCE).await?, 0);
    // The session that is kept works on.
    let mut list = Setup::of(console_program()).directory(home.path()).env("HOME", home.path().as_os_str());
    for argument in ["list", "--server", &desk.house.server.base, "--lang", "en"] {
        list = list.arg(argument);
    }
    assert_eq!(list.start()?.wait_for_exit(PATIENCE).await?, 0);
    Ok(())
}
