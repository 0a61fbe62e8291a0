//! The console as a person has it: the program in a terminal, and the real server at the other end of a line that can
//! break.

use std::time::Duration;

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::{Act, Status},
    role::Role,
    scrub,
    text::Lang,
    wire::mail::MessageState,
};
use dondoc_tests::{
    chaos::Chaos,
    program::console_program,
    server::Server,
    terminal::{Setup, Terminal},
    world::{Person, Scene, World},
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use vt100::Screen;

const PATIENCE: Duration = Duration::from_mins(1);
const PHRASE: &str = "bốn con trâu trắng";
const VI: Lang = Lang::Vi;

/// A world, its server, a line to it that can break, and an officer of the Working Group before a terminal.
struct Desk {
    // Dropped in this order: the console ends before what it talks to.
    console: Terminal,
    line: Chaos,
    server: Server,
    world: World,
    national: Person,
    officer: Person,
    approver: Person,
    /// Of Ha Noi: overdue by 12 days, by 2, and in time.
    late: AssignmentId,
}

impl Desk {
    /// On the log-in screen of a terminal of this size.
    async fn new(lang: Lang, size: (u16, u16), variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let world = World::new().await?;
        let national = world.person("national", Role::NationalOfficer).await?;
        world.account(&national, PHRASE).await?;
        let officer = world.person("ha-noi", Role::Officer).await?;
        let approver = world.person("ha-noi", Role::Approver).await?;
        let mut ids = Vec::new();
        for (slug, code, days, status) in [
            ("ha-noi", "T24-01", -12, Status::Assigned),
            ("ha-noi", "T24-02", -2, Status::Acknowledged),
            ("ha-noi", "T24-03", 10, Status::InProgress),
            ("lao-cai", "T24-04", -9, Status::InProgress),
        ] {
            let task = world.task(code).await?;
            ids.push(world.assignment(slug, task, &Scene::due(Some(world.day(days))).status(status)).await?);
        }
        let server = Server::of(&world)?;
        let line = Chaos::before(&server.base).await?;
        let mut setup = Setup::of(console_program()).size(size.0, size.1);
        for argument in
            ["--server", &line.url(&server.base)?, "--email", &national.email, "--lang", lang.as_str()]
        {
            setup = setup.arg(argument);
        }
        for (name, value) in variables {
            setup = setup.env(name, value);
        }
        let console = setup.start()?;
        Ok(Self { console, line, server, world, national, officer, approver, late: ids[0] })
    }

    /// Signed in, on the first page, with the stream standing.
    async fn signed_in(lang: Lang, size: (u16, u16), variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let desk = Self::new(lang, size, variables).await?;
        desk.sees(lang.tui_field_password()).await?;
        desk.types(&format!("{PHRASE}\r"))?;
        desk.sees(lang.tui_block_queues()).await?;
        desk.sees(lang.tui_link_live()).await?;
        Ok(desk)
    }

    /// In the backlog, its rows on the screen.
    async fn in_backlog(lang: Lang, size: (u16, u16), variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let desk = Self::signed_in(lang, size, variables).await?;
        desk.types("gb")?;
        desk.sees("T24-01/ha-noi").await?;
        Ok(desk)
    }

    fn types(&self, keys: &str) -> anyhow::Result<()> {
        self.console.send(keys)
    }

    async fn sees(&self, text: &str) -> anyhow::Result<String> {
        self.console.wait_for_text(text, PATIENCE).await
    }

    /// Waits until the row of a task carries all of these.
    async fn row(&self, code: &str, with: &[&str]) -> anyhow::Result<String> {
        let is_there = |line: &str| line.contains(code) && with.iter().all(|text| line.contains(text));
        self.console
            .wait_until(&format!("{code} with {with:?}"), PATIENCE, |screen| {
                screen.contents().lines().any(is_there)
            })
            .await
    }

    /// Closes what lies over the screen, and waits until it is gone: what follows an Escape at once belongs to it.
    async fn closes(&self, hint: &str) -> anyhow::Result<()> {
        self.sees(hint).await?;
        self.types("\x1b")?;
        self.console.wait_until("no dialog", PATIENCE, |screen| !screen.contents().contains(hint)).await?;
        Ok(())
    }

    /// Presses the button of a dialog that listens, `stops` stops of Tab away.
    async fn presses(&self, hint: &str, stops: usize, button: &str) -> anyhow::Result<()> {
        self.console.press(hint, stops, button, PATIENCE).await
    }

    /// Does something through the API, at the version that is current.
    async fn act(&self, id: AssignmentId, act: &str, body: &Value, caller: &Person) -> anyhow::Result<()> {
        let (status, answer) = self.server.act_now(id, act, body, caller).await?;
        anyhow::ensure!(status == StatusCode::OK, "{act}: {answer}");
        Ok(())
    }

    /// Leaves as a person does; the terminal is as it was.
    async fn leaves(self, lang: Lang) -> anyhow::Result<()> {
        self.types("gd")?;
        self.sees(&format!("[{}]", lang.tui_tab_overview())).await?;
        self.types("q")?;
        self.presses(lang.tui_button_keys(), 1, lang.tui_button_leave()).await?;
        assert_eq!(self.console.wait_for_exit(PATIENCE).await?, 0);
        assert!(!self.console.with_screen(Screen::alternate_screen));
        assert!(!String::from_utf8_lossy(&self.console.written()).contains(PHRASE));
        let ended = "select count(*) from dondoc.sessions s join dondoc.users u on u.id = s.user_id \
                     where s.kind = 'console' and s.revoked_at is not null and u.tenant_id = 0";
        assert!(self.world.count(ended).await? > 0, "the session was left open");
        Ok(())
    }
}

/// The first number after a label.
fn figure(screen: &str, label: &str) -> Option<i64> {
    let rest = screen.lines().find_map(|line| line.split_once(label))?.1;
    let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// What of a message is sure to stand in one line.
fn beginning(text: &str) -> String {
    text.chars().take(30).collect()
}

fn report(percent: i64) -> Value {
    json!({"percent": percent, "results": "Đã kết nối thử nghiệm", "figures": "12/30 hệ thống"})
}

#[tokio::test(flavor = "multi_thread")]
async fn from_log_in_to_an_urge_a_day_is_worked_at_the_console() -> anyhow::Result<()> {
    let desk = Desk::new(VI, (110, 45), &[]).await?;
    desk.sees(VI.tui_field_password()).await?;
    desk.types("năm con trâu đen\r")?;
    desk.sees(&beginning(ErrorCode::LogInFailed.message(VI))).await?;
    desk.types(&format!("{PHRASE}\r"))?;

    for (label, count) in [
        (dondoc_shared::lateness::Class::OpenOverdue.name(VI), 3),
        (dondoc_shared::lateness::Class::OpenInTime.name(VI), 1),
        (VI.tui_queue_submitted(), 0),
    ] {
        let is_there = |screen: &Screen| figure(&screen.contents(), label) == Some(count);
        desk.console.wait_until(&format!("{label}: {count}"), PATIENCE, is_there).await?;
    }
    // The figure opens a list of as many rows.
    desk.types("\t\tj\r")?;
    desk.row("T24-01", &["HA-", "!"]).await?;
    desk.sees(&VI.tui_total("3")).await?;
    // And Escape leads back to it; the list itself is the whole one once its filter is gone.
    desk.types("\x1b")?;
    desk.sees(&format!("[{}]", VI.tui_tab_overview())).await?;
    desk.types("gb")?;
    desk.row("T24-01", &["HA-", "!"]).await?;
    desk.types("\x1b")?;
    desk.sees(&VI.tui_total("4")).await?;

    the_list_is_filtered_and_follows_what_happens(&desk).await?;
    a_submission_is_returned_although_somebody_else_wrote_meanwhile(&desk).await?;
    an_urge_is_seen_before_it_is_sent(&desk).await?;
    desk.leaves(VI).await
}

async fn the_list_is_filtered_and_follows_what_happens(desk: &Desk) -> anyhow::Result<()> {
    desk.types("/tenant:ha-noi overdue>3")?;
    desk.sees(&VI.filter_overdue_from(4)).await?;
    desk.types("\r")?;
    desk.sees(&VI.tui_total("1")).await?;
    desk.row("T24-01", &["HA-", "!", Status::Assigned.short(VI)]).await?;
    // Nobody touches a key.
    desk.act(desk.late, "progress-reports", &report(60), &desk.officer).await?;
    desk.row("T24-01", &["HA-", "Δ", Status::InProgress.short(VI)]).await?;

    desk.types("\r")?;
    desk.sees("Đã kết nối thử nghiệm").await?;
    // The page of the item follows as well.
    desk.act(desk.late, "progress-reports", &report(80), &desk.officer).await?;
    desk.sees("80%").await?;
    Ok(())
}

async fn a_submission_is_returned_although_somebody_else_wrote_meanwhile(desk: &Desk) -> anyhow::Result<()> {
    let link = json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"});
    desk.act(desk.late, "evidence-links", &link, &desk.officer).await?;
    let later = json!({"to": desk.world.day(40), "reason": "funding", "text": "Chờ kinh phí"});
    desk.act(desk.late, "extension-requests", &later, &desk.approver).await?;
    let finished = json!({"report": {"results": "Đã kết nối đủ 30 hệ thống"}});
    desk.act(desk.late, "submit", &finished, &desk.approver).await?;
    desk.sees(Status::Submitted.name(VI)).await?;

    desk.types("V")?;
    desk.presses(VI.tui_confirm_keys(), 1, VI.tui_button_open_submission()).await?;
    desk.sees(VI.tui_form_keys()).await?;
    desk.types("\x1b[B")?;
    desk.sees(&format!("(•) {}", VI.tui_option_return())).await?;
    desk.types("\tThiếu số liệu của 18 hệ thống")?;
    desk.presses(VI.tui_form_keys(), 3, VI.tui_button_review()).await?;
    desk.sees(VI.tui_confirm_return()).await?;
    desk.sees(&beginning(&VI.tui_overdue_at_once(12))).await?;

    let lead = desk.world.person("national", Role::Lead).await?;
    let refusal = json!({"grant": false, "remark": "Đã có sản phẩm"});
    desk.act(desk.late, "extension-decision", &refusal, &lead).await?;
    // Nobody presses a key: what was to be confirmed is another state now.
    desk.sees("lead (national) vừa").await?;
    desk.sees("Thiếu số liệu của 18 hệ thống").await?;
    let returned = "select count(*) from dondoc.events where kind = 'returned'";
    assert_eq!(desk.world.count(returned).await?, 0, "what nobody confirmed was carried out");

    desk.presses(VI.tui_form_keys(), 4, VI.tui_button_review()).await?;
    // Who will be told stands there before it is done.
    desk.sees(&desk.approver.email).await?;
    desk.presses(VI.tui_confirm_keys(), 1, Act::Return.name(VI)).await?;
    desk.sees(&beginning(&VI.tui_act_done(Act::Return.name(VI), "T24-01/ha-noi"))).await?;
    desk.sees(Status::Returned.name(VI)).await?;
    assert_eq!(desk.world.count(returned).await?, 1);
    let remark = "select count(*) from dondoc.events where detail like '%18 hệ thống%' and kind = 'returned'";
    assert_eq!(desk.world.count(remark).await?, 1);
    Ok(())
}

async fn an_urge_is_seen_before_it_is_sent(desk: &Desk) -> anyhow::Result<()> {
    let (urges, mails) =
        ("select count(*) from dondoc.urges", "select count(*) from dondoc.outbox where kind = 'urge'");
    let keys = beginning(VI.composer_form_keys());
    desk.types("f")?;
    desk.sees(&keys).await?;
    // Whoever types writes their own words.
    desk.types("Đề nghị báo cáo trước thứ Ba")?;
    desk.presses(&keys, 4, VI.composer_button_plan()).await?;
    // Three working days after Thursday.
    desk.sees(&VI.composer_reply_due("30/07/2024")).await?;
    desk.sees(&VI.tui_preview_recipients(2)).await?;
    desk.sees(&desk.officer.email).await?;
    desk.sees(&desk.approver.email).await?;
    desk.sees("Đề nghị báo cáo trước thứ Ba").await?;
    assert_eq!((desk.world.count(urges).await?, desk.world.count(mails).await?), (0, 0));
    desk.types("Y")?;
    desk.presses(VI.tui_button_keys(), 1, VI.composer_agree()).await?;
    desk.sees("1/2024/TCT").await?;
    let numbered = "select count(*) from dondoc.urges where number = 1 and year = 2024 \
                    and text = 'Đề nghị báo cáo trước thứ Ba' and reply_by = '2024-07-30'";
    assert_eq!((desk.world.count(numbered).await?, desk.world.count(mails).await?), (1, 2));
    // As long as no mail has left, it is taken back.
    desk.types("z")?;
    desk.presses(VI.tui_confirm_keys(), 1, VI.composer_recall()).await?;
    desk.sees(&beginning(&VI.composer_withdrawn(1, 0))).await?;
    let waiting = "select count(*) from dondoc.outbox where kind = 'urge' and state = 'ready'";
    assert_eq!(desk.world.count(waiting).await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_outlives_the_server_the_session_and_every_size_of_the_window() -> anyhow::Result<()> {
    let desk = Desk::in_backlog(VI, (80, 24), &[]).await?;
    let keys = beginning(VI.composer_form_keys());
    desk.types("f")?;
    desk.sees(&keys).await?;
    desk.types("Đề nghị nêu rõ")?;
    desk.sees("Đề nghị nêu rõ").await?;

    desk.line.break_off().await;
    desk.sees("Mất kết nối").await?;
    desk.types(" vướng mắc")?;
    desk.sees("Đề nghị nêu rõ vướng mắc").await?;
    desk.presses(&keys, 4, VI.composer_button_plan()).await?;
    desk.sees(&beginning(VI.tui_server_unreachable())).await?;
    // What happens meanwhile is there as soon as the line is; the draft waits for its dialog.
    desk.act(desk.late, "progress-reports", &report(60), &desk.officer).await?;
    desk.line.restore().await?;
    desk.sees(VI.tui_link_live()).await?;
    desk.closes(&keys).await?;
    desk.row("T24-01", &["HA-", "Δ", Status::InProgress.short(VI)]).await?;
    desk.types("f")?;
    desk.sees("Đề nghị nêu rõ vướng mắc").await?;

    let revoked = "update dondoc.sessions set revoked_at = now() where user_id = $1 and revoked_at is null";
    desk.world.run(revoked, &[&desk.national.id.0]).await?;
    desk.sees(VI.tui_log_in_again()).await?;
    // What is typed before the keys are named was meant for what lies behind.
    desk.sees(VI.tui_log_in_keys()).await?;
    desk.types(&format!("{PHRASE}\r"))?;
    desk.sees("Đề nghị nêu rõ vướng mắc").await?;
    desk.sees(VI.tui_link_live()).await?;

    let sizes = (0..60u16).map(|n| (1 + n * 37 % 180, 1 + n * 23 % 60)).chain([(20, 5), (300, 9), (100, 30)]);
    for (columns, rows) in sizes {
        desk.console.resize(columns, rows)?;
    }
    // The keys stand in the last line of a window drawn at its last size; a frame of a size before it may lack the hint.
    let is_settled =
        |screen: &Screen| screen.rows(0, 100).last().is_some_and(|line| line.contains("F2 English"));
    desk.console.wait_until("the last size", PATIENCE, is_settled).await?;
    for text in
        ["Đề nghị nêu rõ vướng mắc", "T24-01/ha-noi", VI.tui_link_live(), VI.composer_label_addressee()]
    {
        desk.sees(text).await?;
    }
    desk.closes(&keys).await?;
    desk.console.resize(80, 24)?;
    // What is typed in the very moment of a change of size may wait in the terminal for the next key.
    let is_drawn =
        |screen: &Screen| screen.rows(0, 80).last().is_some_and(|line| line.contains("? trợ giúp"));
    desk.console.wait_until("80 by 24", PATIENCE, is_drawn).await?;
    assert_eq!(desk.world.count("select count(*) from dondoc.urges").await?, 0);
    desk.leaves(VI).await
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_is_held_and_let_go_and_the_calendar_read_at_the_console() -> anyhow::Result<()> {
    let desk = Desk::signed_in(VI, (80, 24), &[]).await?;
    desk.types("gm")?;
    desk.sees(VI.post_relay_fine()).await?;
    desk.sees(VI.post_log_none()).await?;
    desk.types("H")?;
    desk.sees(VI.tui_button_keys()).await?;
    desk.types("ha-noi\t\tĐổi tên miền")?;
    desk.sees("[Đổi tên miền").await?;
    desk.presses(VI.tui_button_keys(), 2, VI.post_agree_hold()).await?;
    desk.sees(&VI.post_hold_made("ha-noi")).await?;
    let (all, open) = (
        "select count(*) from dondoc.mail_holds",
        "select count(*) from dondoc.mail_holds where lifted_at is null",
    );
    assert_eq!((desk.world.count(all).await?, desk.world.count(open).await?), (1, 1));
    desk.types("\t")?;
    desk.row("HA-", &[VI.post_hold_in_force()]).await?;
    desk.types("U")?;
    desk.presses(VI.tui_confirm_keys(), 1, VI.post_agree_lift()).await?;
    desk.sees(&VI.post_hold_gone("HA-")).await?;
    desk.row("HA-", &[VI.post_hold_lifted()]).await?;
    assert_eq!((desk.world.count(all).await?, desk.world.count(open).await?), (1, 0));
    // What waits is cancelled, and the log tells of it.
    let queued = "insert into dondoc.outbox (tenant_id, id, kind, dedupe_key, args, run_at, message_id, created_at, \
                  recipient_id, address) select 1, gen_random_uuid(), 'decision', 'x', '{}', now(), '1.x.y', now(), id, email \
                  from dondoc.users where email = $1";
    desk.world.run(queued, &[&desk.officer.email]).await?;
    desk.types("\x1b[ZR")?;
    desk.row("officer (ha-noi)", &[MessageState::Ready.short(VI)]).await?;
    desk.types("C")?;
    desk.sees(VI.tui_button_keys()).await?;
    desk.types("Gửi nhầm")?;
    desk.presses(VI.tui_button_keys(), 2, VI.post_agree_cancel()).await?;
    desk.sees(VI.post_cancelled()).await?;
    let cancelled =
        "select count(*) from dondoc.outbox where state = 'cancelled' and last_error like '%Gửi nhầm'";
    assert_eq!(desk.world.count(cancelled).await?, 1);

    desk.world.holidays(2024, &[("2024-09-02", "public")]).await?;
    desk.types("gk")?;
    desk.sees("02/09/2024").await?;
    desk.sees(&VI.almanac_window("07:30–17:00", "Asia/Ho_Chi_Minh")).await?;
    desk.leaves(VI).await
}

/// What a tenant might store if every edge of the server failed: a clipboard write, a title, colours, a screen of its own,
/// right-to-left overrides, C1 controls.
const HOSTILE: &str = "<x\u{1b}]52;c;eA==\u{7}\u{1b}]0;lừa\u{7}\u{1b}[31m\u{1b}[?1049l\u{9b}2J\u{9d}8;;\u{202e}y\u{200b}\u{85}\r\u{8}z>";

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_found_by_the_palette_whether_its_assignment_is_open_or_closed() -> anyhow::Result<()> {
    let desk = Desk::new(VI, (80, 24), &[]).await?;
    let task = desk.world.task("T24-31a").await?;
    let done = Scene::due(Some(desk.world.day(-5))).status(Status::Accepted);
    desk.world.assignment("lao-cai", task, &done).await?;
    desk.sees(VI.tui_field_password()).await?;
    desk.types(&format!("{PHRASE}\r"))?;
    desk.sees(VI.tui_link_live()).await?;
    desk.sees(VI.tui_block_queues()).await?;
    for code in ["T24-03/ha-noi", "T24-31a/lao-cai"] {
        desk.types(&format!(":{code}\r"))?;
        desk.sees(&format!("[{code}]")).await?;
    }
    desk.types(":T24-01/lao-cai\r")?;
    desk.sees(&VI.finder_no_code("T24-01/lao-cai")).await?;
    // Back by the way that led there.
    desk.types("\x1b")?;
    desk.sees("[T24-03/ha-noi]").await?;
    desk.leaves(VI).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_stored_can_act_upon_the_terminal() -> anyhow::Result<()> {
    let desk = Desk::signed_in(Lang::En, (100, 40), &[]).await?;
    desk.act(desk.late, "progress-reports", &report(60), &desk.officer).await?;
    for column in ["results", "figures", "limitations", "barriers", "next_step", "by_name"] {
        desk.world.run(&format!("update dondoc.progress_reports set {column} = $1"), &[&HOSTILE]).await?;
    }
    for column in ["title_vi", "title_en", "clause_vi", "clause_en"] {
        desk.world.run(&format!("update dondoc.tasks set {column} = $1"), &[&HOSTILE]).await?;
    }
    let named = "update dondoc.tenants set name_en = $1, short = $2 where slug = 'ha-noi'";
    desk.world.run(named, &[&HOSTILE, &"\u{1b}[7m"]).await?;
    desk.types("R")?;
    desk.types("gb")?;
    desk.sees("<x").await?;
    desk.types("\r")?;
    // Report and title are on the screen, and the console is still itself.
    desk.sees(Lang::En.tui_section_reports()).await?;
    desk.types("L")?;
    desk.sees(VI.tui_section_reports()).await?;
    // A frame that is being read as it is written ends in the middle of a sequence.
    let written = String::from_utf8(desk.console.written())?;
    let frames = written.rsplit_once("\u{1b}[?2026l").map_or("", |(frames, _)| frames);
    assert!(frames.contains("<x"), "{frames:?}");
    assert_eq!(foreign(frames), None);
    for bad in ["\u{1b}]0;x\u{7}", "\u{1b}[2J\u{1b}[5n", "\u{1b}[1mx\u{9b}", "x\n", "\u{1b}c"] {
        assert!(foreign(bad).is_some(), "{bad:?} would go unnoticed");
    }
    assert!(desk.console.with_screen(Screen::alternate_screen));
    desk.types("L")?;
    desk.sees(Lang::En.tui_section_reports()).await?;
    desk.leaves(Lang::En).await
}

/// The first thing that is neither text nor one of the console's own sequences.
fn foreign(written: &str) -> Option<String> {
    let mut pieces = written.split('\u{1b}');
    let is_text = |text: &str| text.chars().all(|c| !scrub::forbidden(c) && c != '\n');
    let ours = |piece: &str| {
        let rest = piece
            .strip_prefix('[')?
            .trim_start_matches(['?', ';', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        let last = rest.chars().next().filter(|last| "HJKLMmhlr".contains(*last))?;
        rest.strip_prefix(last).filter(|text| is_text(text)).map(drop)
    };
    let first = pieces.next().filter(|text| !is_text(text));
    first.or_else(|| pieces.find(|piece| ours(piece).is_none())).map(|piece| format!("{piece:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn without_colour_everything_can_still_be_told_apart() -> anyhow::Result<()> {
    let desk = Desk::in_backlog(Lang::En, (80, 24), &[("NO_COLOR", "1")]).await?;
    desk.types("j")?;
    desk.row("T24-04", &["LAO", "!", "late 9 d"]).await?;
    let (coloured, marked) = desk.console.with_screen(|screen| {
        let places = (0..24).flat_map(|row| (0..80).map(move |column| (row, column)));
        let cells: Vec<_> = places.filter_map(|(row, column)| screen.cell(row, column)).collect();
        let plain = vt100::Color::Default;
        let coloured = cells.iter().any(|cell| cell.fgcolor() != plain || cell.bgcolor() != plain);
        let marked = cells.iter().filter(|cell| cell.inverse()).count();
        (coloured, marked)
    });
    assert!(!coloured);
    assert!(marked >= 80, "the row under the cursor is not marked");
    desk.leaves(Lang::En).await
}
