//! An officer urges forty assignments at once while whatever can go wrong does: the list moves, somebody else is faster, the line
//! breaks, the terminal is killed, undo comes in the last second. Nothing is done to what was not seen, nothing twice, nothing is
//! lost, and of what was undone no mail leaves.

use std::time::Duration;

use dondoc_shared::{id::AssignmentId, role::Role, text::Lang};
use dondoc_tests::{
    chaos::Chaos,
    program::console_program,
    relay_world::Post,
    server::Server,
    terminal::{Setup, Terminal},
    world::{Person, Scene},
};
use jiff::SignedDuration;
use nix::sys::signal::Signal;
use reqwest::StatusCode;
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_mins(1);
const PHRASE: &str = "bốn con trâu trắng";
const VI: Lang = Lang::Vi;
const MARKED: usize = 40;
const WORDS: &str = "Đề nghị báo cáo trước thứ Ba";

/// Urges that stand.
const URGES: &str = "select count(*) from dondoc.urges where withdrawn_at is null";
/// Assignments that such an urge is about, each as often as it is urged.
const URGED: &str = "select count(*) from dondoc.urge_assignments l join dondoc.urges u
    on u.tenant_id = l.tenant_id and u.id = l.urge_id where u.withdrawn_at is null";
const TWICE: &str = "select count(*) from (select 1 from dondoc.urge_assignments l join dondoc.urges u
    on u.tenant_id = l.tenant_id and u.id = l.urge_id where u.withdrawn_at is null
    group by l.assignment_id having count(*) > 1) as twice";
const WAITING: &str = "select count(*) from dondoc.outbox where kind = 'urge' and state = 'ready'";

struct Desk {
    // Dropped in this order: the console ends before what it talks to.
    console: Terminal,
    line: Chaos,
    server: Server,
    post: Post,
    national: Person,
    lead: Person,
    /// Those of Lao Cai.
    officer: Person,
    approver: Person,
    /// The least overdue one of Lao Cai.
    theirs: AssignmentId,
}

impl Desk {
    /// Before a backlog of forty assignments of three bodies that are ten days overdue and more, one of them less.
    async fn new() -> anyhow::Result<Self> {
        let post = Post::new().await?;
        let world = &post.world;
        let national = world.person("national", Role::NationalOfficer).await?;
        world.account(&national, PHRASE).await?;
        let lead = world.person("national", Role::Lead).await?;
        let officer = world.person("lao-cai", Role::Officer).await?;
        let approver = world.person("lao-cai", Role::Approver).await?;
        world.person("bca", Role::Officer).await?;
        let mut theirs = None;
        for n in 1..MARKED {
            let (slug, days) = (["lao-cai", "bca", "ha-noi"][n % 3], i64::try_from(n)?);
            let task = world.task(&format!("T24-{n}")).await?;
            let scene = Scene::due(Some(world.day(-9 - days)));
            let id = world.assignment(slug, task, &scene).await?;
            theirs = theirs.or(Some(id).filter(|_| slug == "lao-cai"));
        }
        let server = Server::of(world)?;
        let line = Chaos::before(&server.base).await?;
        let console = console(&line, &server, &national)?;
        let theirs = theirs.unwrap();
        Ok(Self { console, line, server, post, national, lead, officer, approver, theirs })
    }

    fn types(&self, keys: &str) -> anyhow::Result<()> {
        self.console.send(keys)
    }

    async fn sees(&self, text: &str) -> anyhow::Result<String> {
        self.console.wait_for_text(text, PATIENCE).await
    }

    async fn presses(&self, hint: &str, stops: usize, button: &str) -> anyhow::Result<()> {
        self.console.press(hint, stops, button, PATIENCE).await
    }

    async fn count(&self, sql: &str) -> anyhow::Result<i64> {
        self.post.world.count(sql).await
    }

    /// From the log-in to a plan of urges about all that is overdue by more than nine days.
    async fn plans(&self, marked: usize) -> anyhow::Result<()> {
        self.sees(VI.tui_field_password()).await?;
        self.types(&format!("{PHRASE}\r"))?;
        self.sees(VI.tui_block_queues()).await?;
        self.sees(VI.tui_link_live()).await?;
        self.types("gb")?;
        self.sees("T24-39/lao-cai").await?;
        self.types("/overdue>9\r")?;
        self.sees(&VI.tui_total(&marked.to_string())).await?;
        self.types("M")?;
        self.sees(&format!("{marked} việc đã đánh dấu")).await?;
        self.types("f")?;
        let keys: String = VI.composer_form_keys().chars().take(30).collect();
        self.sees(&keys).await?;
        self.types(WORDS)?;
        self.presses(&keys, 4, VI.composer_button_plan()).await?;
        self.sees("Y: phát hành").await?;
        Ok(())
    }

    /// Agrees to what is left of the plan on the screen, all but the last key. `at_most` are left.
    async fn agrees(&self, at_most: usize) -> anyhow::Result<()> {
        self.types("Y")?;
        let shown = self.sees(VI.tui_button_keys()).await?;
        let items = (1..=at_most).rev().find(|items| shown.contains(&VI.tui_type_word(&items.to_string())));
        self.types(&items.map(|items| items.to_string()).unwrap_or_default())?;
        self.types("\t\t")?;
        self.sees(&format!("▸[ {} ]", VI.composer_agree())).await?;
        Ok(())
    }

    /// Waits until the first body's urge is written, and leaves the others under way.
    async fn until_the_first_is_written(&self) -> anyhow::Result<()> {
        let wait = async {
            while self.count(URGES).await? == 0 {}
            anyhow::Ok(())
        };
        tokio::time::timeout(PATIENCE, wait).await?
    }

    async fn act(&self, id: AssignmentId, act: &str, body: &Value, caller: &Person) -> anyhow::Result<()> {
        let (status, answer) = self.server.act_now(id, act, body, caller).await?;
        anyhow::ensure!(status == StatusCode::OK, "{act}: {answer}");
        Ok(())
    }

    /// Letters about an urge that have reached anybody.
    fn mail_of_urges(&self) -> usize {
        self.post.relay.received().iter().filter(|mail| mail.letter().text.contains(WORDS)).count()
    }
}

fn console(line: &Chaos, server: &Server, who: &Person) -> anyhow::Result<Terminal> {
    let mut setup = Setup::of(console_program()).size(110, 45);
    for argument in ["--server", &line.url(&server.base)?, "--email", &who.email, "--lang", VI.as_str()] {
        setup = setup.arg(argument);
    }
    setup.start()
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_are_urged_while_the_list_moves_somebody_is_faster_and_the_line_breaks_and_undone_in_the_last_second()
-> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let world = &desk.post.world;
    desk.plans(MARKED).await?;

    // The list moves: something more urgent than all of it. And one that is marked is handed in and accepted.
    let unseen =
        world.assignment("bca", world.task("T24-99").await?, &Scene::due(Some(world.day(-99)))).await?;
    let link = json!({"name": "Quyết định", "url": "https://lao-cai.example/qd"});
    desk.act(desk.theirs, "evidence-links", &link, &desk.officer).await?;
    let finished = json!({"report": {"results": "Đã kết nối đủ 30 hệ thống"}});
    desk.act(desk.theirs, "submit", &finished, &desk.approver).await?;
    desk.act(desk.theirs, "open", &json!({}), &desk.lead).await?;
    desk.act(desk.theirs, "accept", &json!({"remark": "Đã xem"}), &desk.lead).await?;

    desk.agrees(MARKED).await?;
    desk.types("\r")?;
    desk.until_the_first_is_written().await?;
    desk.line.break_off().await;
    desk.sees("Mất kết nối").await?;
    desk.line.restore().await?;
    desk.sees(VI.tui_link_live()).await?;
    desk.types("R")?;
    // What the broken line left undone is issued with the same plan; how much that is, the line decided,
    // and it is what the officer is asked to type.
    let told = desk.sees("/2024/TCT").await?;
    if told.contains("Y: phát hành tiếp") {
        desk.agrees(MARKED).await?;
        desk.types("\r")?;
        desk.console
            .wait_until("no rest", PATIENCE, |screen| !screen.contents().contains("Y: phát hành tiếp"))
            .await?;
    }
    desk.sees("bị từ chối").await?;
    let of_two_bodies =
        "select count(*) from dondoc.assignments where status <> 'accepted' and tenant_id <> 2
        and late_from <= '2024-07-16' and late_from > '2024-06-01'";
    assert_eq!((desk.count(URGES).await?, desk.count(TWICE).await?), (2, 0));
    assert_eq!(desk.count(URGED).await?, desk.count(of_two_bodies).await?);
    let of_unseen = "select count(*) from dondoc.urge_assignments where assignment_id = $1";
    for id in [unseen, desk.theirs] {
        let urged: i64 = world.owner.query_one(of_unseen, &[&id.0]).await?.get(0);
        assert_eq!(urged, 0, "what was not seen, or not like that");
    }

    // In the last second of its minute.
    world.clock.set(world.now() + SignedDuration::from_secs(59));
    let worker = desk.post.worker();
    worker.drain().await?;
    assert_eq!(desk.mail_of_urges(), 0, "mail that can still be taken back has left");
    desk.types("z")?;
    desk.presses(VI.tui_confirm_keys(), 1, VI.composer_recall()).await?;
    desk.sees(&VI.composer_withdrawn(2, 0)).await?;
    desk.post.later(60);
    worker.sweep().await?;
    worker.drain().await?;
    assert_eq!((desk.count(URGES).await?, desk.count(WAITING).await?, desk.mail_of_urges()), (0, 0, 0));
    let asked = "select count(*) from dondoc.assignments where unanswered_urges > 0 or urges > 0";
    assert_eq!(desk.count(asked).await?, 0, "whoever was asked for nothing has nothing to answer");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_that_is_killed_in_the_middle_leaves_each_body_urged_once_or_not_at_all()
-> anyhow::Result<()> {
    let mut desk = Desk::new().await?;
    desk.plans(MARKED).await?;
    desk.agrees(MARKED).await?;
    desk.types("\r")?;
    desk.until_the_first_is_written().await?;
    desk.console.signal(Signal::SIGKILL)?;
    desk.console.wait_for_exit(PATIENCE).await?;

    // The next one shows what stands of it before anybody is urged again.
    let whole = "select count(*) from dondoc.urges u where (select count(*) from dondoc.urge_assignments l
          where l.tenant_id = u.tenant_id and l.urge_id = u.id) not in (13, 14)
        or not exists (select from dondoc.outbox o where o.kind = 'urge' and o.args ->> 'urge' = u.id::text)";
    desk.console = console(&desk.line, &desk.server, &desk.national)?;
    desk.plans(MARKED).await?;
    let urged = desk.count(URGED).await?;
    desk.sees(&VI.composer_recent(usize::try_from(urged)?)).await?;
    assert_eq!((desk.count(whole).await?, desk.count(TWICE).await?), (0, 0), "half an urge");
    Ok(())
}
