//! Work that passes, played through by four people of two bodies and the Working Group: what each finds on the first page, in
//! the mail and behind its link, and in the digest of the next morning.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use dondoc_kernel::db::{Actor, National, NationalTx, audit::Logged};
use dondoc_server::domain::assignments::assign::{NewAssignment, create};
use dondoc_shared::{
    id::{AssignmentId, TaskId},
    lifecycle::Part,
    role::Role,
    text::Lang,
};
use dondoc_tests::{
    browser::Browser,
    mailbox::Letter,
    relay_world::Post,
    server::Server,
    world::{Person, World},
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use thirtyfour::{By, Cookie};

/// A browser in front of which one person after another sits down.
struct Desk {
    post: Post,
    server: Server,
    browser: Browser,
}

impl Desk {
    async fn sits_down(&self, person: &Person) -> anyhow::Result<()> {
        self.browser.goto(&format!("{}/log-in", self.server.base)).await?;
        self.browser.delete_all_cookies().await?;
        self.browser.add_cookie(Cookie::new("dondoc", person.cookie.clone())).await?;
        self.opens("/").await
    }

    async fn opens(&self, path: &str) -> anyhow::Result<()> {
        Ok(self.browser.goto(&format!("{}{path}", self.server.base)).await?)
    }

    /// Waits until the part of the page says this. Asked of the page and not of an element, which a page that is about to go
    /// would take with it.
    async fn says(&self, css: &str, wanted: &str) -> anyhow::Result<()> {
        let text = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let found = self.browser.execute(text, vec![css.into()]).await?.convert::<String>()?;
            if found.contains(wanted) {
                return Ok(());
            }
            ensure!(Instant::now() < deadline, "{css} says {found:?}, not {wanted:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Follows the link that reads so.
    async fn follows(&self, label: &str) -> anyhow::Result<()> {
        let path = format!("//main//*[self::a or self::button][contains(normalize-space(.), {label:?})]");
        Ok(self.browser.find(By::XPath(path)).await?.click().await?)
    }

    async fn fills_and_sends(&self, fields: &[(&str, &str)], done: &str) -> anyhow::Result<()> {
        for (name, text) in fields {
            self.browser.find(By::Id(*name)).await?.send_keys(*text).await?;
        }
        self.browser.find(By::Css("main form[data-guard] button.button")).await?.click().await?;
        self.says(".done", done).await
    }

    /// The one mail that has come since, by a quarter of an hour later.
    async fn gets(&self, person: &Person, subject: &str) -> anyhow::Result<Letter> {
        self.post.worker().drain().await.map_err(|error| anyhow::anyhow!("{error}"))?;
        let all = self.post.relay.to(&person.email).into_iter().map(|mail| mail.letter());
        let found: Vec<Letter> = all.filter(|letter| letter.subject.contains(subject)).collect();
        ensure!(found.len() == 1, "{} mails {subject:?}", found.len());
        found.into_iter().next().context("a mail")
    }

    /// Goes where the first link of a mail leads.
    async fn opens_mail(&self, letter: &Letter) -> anyhow::Result<()> {
        let link = letter.links().first().copied().context("a link")?;
        self.opens(link.strip_prefix("https://nation.example").context("our link")?).await
    }

    async fn act(&self, id: AssignmentId, act: &str, body: Value, who: &Person) -> anyhow::Result<()> {
        let who = &self.post.world.another_session(who).await?;
        let (_, detail) = self.server.get(&format!("/assignments/{id}"), who).await?;
        let seen = detail["row"]["version"].as_i64().context("a version")?;
        let (status, told) = self.server.act(&format!("/assignments/{id}/{act}"), seen, &body, who).await?;
        ensure!(status == StatusCode::OK, "{act}: {told}");
        Ok(())
    }
}

/// The task given to both bodies.
async fn assign(post: &Post, code: &str) -> anyhow::Result<[AssignmentId; 2]> {
    let task = TaskId(post.world.task(code).await?);
    let of = |slug| NewAssignment { tenant: World::tenant(slug), task, part: Part::Lead };
    let wanted = ["ha-noi", "lao-cai"].map(of);
    let give = async |tx: &mut NationalTx| {
        let created = create(tx, &wanted).await?;
        let mut entries = created.entries.into_iter();
        let first = entries.next().unwrap();
        Ok(Logged::new(created.ids, first).and(entries))
    };
    let ids = post.db.write(National, Actor::system("test"), give).await;
    let ids = ids.map_err(|error| anyhow::anyhow!("{error}"))?;
    ids.try_into().map_err(|_| anyhow::anyhow!("two assignments"))
}

#[tokio::test(flavor = "multi_thread")]
async fn four_people_of_two_bodies_and_the_working_group_always_know_whose_turn_it_is() -> anyhow::Result<()>
{
    let post = Post::new().await?;
    // The world's own item would be on everybody's page.
    let away = "update dondoc.assignments set status = 'withdrawn', open = false, late_from = null, \
                original_late_from = null, urgency_on = '9999-12-31'";
    post.world.run(away, &[]).await?;
    let officer = post.officer.clone();
    let approver = post.world.person("ha-noi", Role::Approver).await?;
    let other = post.world.person("lao-cai", Role::Officer).await?;
    let head = post.world.person("lao-cai", Role::Approver).await?;
    let lead = post.world.person("national", Role::Lead).await?;
    let [own, theirs] = assign(&post, "T24-61").await?;
    let server = Server::of(&post.world)?;
    let desk = Desk { post, server, browser: Browser::sized(1280, 1000).await? };

    // New work: both officers are told, and nobody else.
    for who in [&officer, &other] {
        desk.sits_down(who).await?;
        desk.says(".attention", "1 việc mới giao, chưa tiếp nhận").await?;
        let letter = desk.gets(who, "1 nhiệm vụ mới theo").await?;
        desk.opens_mail(&letter).await?;
        desk.follows("Tiếp nhận").await?;
        desk.says(".done", "Đã tiếp nhận nhiệm vụ.").await?;
    }

    // The officer proposes: the report that says that the work is finished comes with it.
    let proof = json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"});
    desk.act(own, "evidence-links", proof, &officer).await?;
    desk.sits_down(&officer).await?;
    desk.opens(&format!("/assignments/{own}")).await?;
    desk.says(".steps", "Trình phê duyệt: Chưa có báo cáo tiến độ").await?;
    desk.follows("Trình phê duyệt").await?;
    desk.fills_and_sends(&[("results", "Đã ban hành kế hoạch")], "Đã trình phê duyệt.").await?;

    // The approver finds it on the first page and in the mail, opens the evidence and sends it back.
    desk.sits_down(&approver).await?;
    desk.says(".attention", "1 việc chờ bạn phê duyệt").await?;
    desk.post.later(15);
    let letter = desk.gets(&approver, "chờ bạn phê duyệt").await?;
    desk.opens_mail(&letter).await?;
    desk.follows("Trả lại chuyên viên").await?;
    desk.says("aside .evidence", "Quyết định").await?;
    let link = desk.browser.find(By::Css("aside .evidence a")).await?.attr("href").await?;
    assert_eq!(link.as_deref(), Some("https://ha-noi.example/qd"));
    desk.fills_and_sends(&[("remark", "Bổ sung số liệu quý II")], "Đã trả lại chuyên viên.").await?;

    // Its author finds it among what waits, with the reason, and proposes again.
    desk.sits_down(&officer).await?;
    desk.says(".attention", "1 việc bị người phê duyệt trả lại").await?;
    desk.post.later(15);
    let letter = desk.gets(&officer, "người phê duyệt trả lại").await?;
    assert!(letter.text.contains("Bổ sung số liệu quý II"), "{}", letter.text);
    desk.opens_mail(&letter).await?;
    desk.says(".notice", "Bổ sung số liệu quý II").await?;
    desk.follows("Trình phê duyệt").await?;
    // Something is new since (R140): the report that comes with it.
    desk.fills_and_sends(&[("results", "Đã bổ sung quyết định ban hành")], "Đã trình phê duyệt.").await?;
    desk.opens("/").await?;
    desk.says(".attention", Lang::Vi.nothing_needs_attention()).await?;

    // The approver submits, and the Working Group returns it.
    desk.sits_down(&approver).await?;
    desk.opens(&format!("/assignments/{own}/submit")).await?;
    desk.fills_and_sends(&[], "Đã gửi Tổ công tác.").await?;
    desk.act(own, "return", json!({"remark": "Thiếu chữ ký số"}), &lead).await?;
    desk.sits_down(&officer).await?;
    desk.says(".attention", "1 việc bị Tổ công tác trả lại").await?;
    let letter = desk.gets(&officer, "trả lại để bổ sung").await?;
    desk.opens_mail(&letter).await?;
    desk.says(".notice", "Thiếu chữ ký số").await?;
    desk.says(".steps", "Trình phê duyệt: Chưa có báo cáo tiến độ").await?;
    desk.says(".steps .actions", "Cập nhật tiến độ").await?;

    // The other body is urged twice, and answers the second urge first.
    for text in ["Đề nghị báo cáo.", "Đề nghị báo cáo ngay trong tuần."] {
        desk.act(theirs, "urges", json!({"text": text, "reply_by": "2024-08-01"}), &lead).await?;
    }
    for who in [&head, &other] {
        desk.sits_down(who).await?;
        desk.says(".attention", "1 việc có đôn đốc chưa trả lời").await?;
        desk.gets(who, "Đôn đốc số 2/2024/TCT").await?;
    }
    desk.follows("Đôn đốc số 2/2024/TCT, trả lời chậm nhất ngày 01/08/2024").await?;
    desk.says("aside", "ngay trong tuần").await?;
    desk.fills_and_sends(&[("text", "Đã trình lãnh đạo.")], "Đã trả lời đôn đốc.").await?;
    desk.says(".steps", "Trả lời đôn đốc số 1/2024/TCT").await?;

    // What is left waits in the digest of the next morning, once a rule has brought one.
    let due = "update dondoc.assignments set due_on = '2024-07-25', due_precision = 'day', original_due_on = '2024-07-25', original_late_from = '2024-07-26', late_from = '2024-07-26', \
               urgency_on = date '2024-07-26' - 2 * unanswered_urges where id = any($1)";
    desk.post.world.run(due, &[&vec![own.0, theirs.0]]).await?;
    desk.post.at("2024-07-26T08:00+07:00");
    for (slug, who, heading) in
        [("ha-noi", &officer, "Tổ công tác trả lại (1)"), ("lao-cai", &other, "Đôn đốc chưa trả lời (1)")]
    {
        assert!(desk.post.sweep(slug).await > 0);
        let letter = desk.gets(who, "Nhắc việc").await?;
        assert!(letter.text.contains(heading), "{heading} in {}", letter.text);
    }
    desk.browser.close().await
}
