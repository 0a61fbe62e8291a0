//! Work that passes is told: to whoever is next, once, with what they need, and for as long as it waits.

use dondoc_kernel::db::National;
use dondoc_server::domain::assignments::assign::{NewAssignment, create};
use dondoc_shared::id::{AssignmentId, TaskId};
use dondoc_shared::lifecycle::{Part, Status};
use dondoc_shared::role::Role;
use dondoc_tests::mailbox::Letter;
use dondoc_tests::relay_world::Post;
use dondoc_tests::server::Server;
use dondoc_tests::world::{Person, Scene, World};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

/// A body with an officer, two approvers, a viewer and a mailbox, and the server that they work with.
struct Stage {
    post: Post,
    server: Server,
    approver: Person,
    second: Person,
    lead: Person,
}

impl Stage {
    async fn new() -> anyhow::Result<Self> {
        let post = Post::new().await?;
        let world = &post.world;
        let (approver, second) =
            (world.person("ha-noi", Role::Approver).await?, world.person("ha-noi", Role::Approver).await?);
        world.person("ha-noi", Role::Viewer).await?;
        world.contact("ha-noi", "agency_mailbox").await?;
        let lead = world.person("national", Role::Lead).await?;
        Ok(Self { server: Server::of(world)?, post, approver, second, lead })
    }

    /// Work of the officer, with its evidence.
    async fn item(&self, code: &str) -> anyhow::Result<AssignmentId> {
        let world = &self.post.world;
        let scene = Scene { assignee: Some(self.post.officer.id), ..Scene::due(Some(world.day(20))) };
        let id = world.assignment("ha-noi", world.task(code).await?, &scene).await?;
        let proof = "insert into dondoc.evidence (tenant_id, id, assignment_id, kind, name, url, by_id, by_name, at) \
                     values (1, $1, $2, 'link', 'x', 'https://x.example', $1, 'x', now())";
        world.run(proof, &[&Uuid::now_v7(), &id.0]).await?;
        Ok(id)
    }

    async fn act(&self, id: AssignmentId, act: &str, body: Value, who: &Person) -> (StatusCode, Value) {
        let (_, detail) = self.server.get(&format!("/assignments/{id}"), who).await.unwrap();
        let seen = detail["row"]["version"].as_i64().unwrap();
        self.server.act(&format!("/assignments/{id}/{act}"), seen, &body, who).await.unwrap()
    }

    async fn done(&self, id: AssignmentId, act: &str, body: Value, who: &Person) {
        let (status, answer) = self.act(id, act, body, who).await;
        assert_eq!(status, StatusCode::OK, "{act}: {answer}");
    }

    async fn propose(&self, id: AssignmentId, who: &Person) {
        let finished = json!({"remark": "Đề nghị duyệt", "report": {"results": "Đã xong"}});
        self.done(id, "propose", finished, who).await;
    }

    /// Everything that has come to somebody.
    async fn mail_of(&self, person: &Person) -> Vec<Letter> {
        self.post.worker().drain().await.unwrap();
        self.post.relay.to(&person.email).into_iter().map(|mail| mail.letter()).collect()
    }

    async fn kinds(&self, id: AssignmentId) -> Vec<String> {
        let (_, detail) = self.server.get(&format!("/assignments/{id}"), &self.lead).await.unwrap();
        let kind = |event: &Value| event["kind"].as_str().unwrap().to_owned();
        detail["timeline"].as_array().unwrap().iter().map(kind).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn proposals_within_a_quarter_of_an_hour_reach_each_approver_as_one_mail_and_nobody_their_own()
-> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let (first, second, third) =
        (stage.item("T24-41").await?, stage.item("T24-42").await?, stage.item("T24-43").await?);
    stage.propose(first, &stage.post.officer).await;
    stage.post.later(14);
    let (officer, colleague) = (
        stage.post.world.another_session(&stage.post.officer).await?,
        stage.post.world.another_session(&stage.second).await?,
    );
    stage.propose(second, &officer).await;
    stage.propose(third, &colleague).await;
    assert!(stage.mail_of(&stage.approver).await.is_empty(), "a quarter of an hour is not over");
    stage.post.later(1);
    let [letter] = stage.mail_of(&stage.approver).await.try_into().unwrap();
    for code in ["T24-41/ha-noi", "T24-42/ha-noi", "T24-43/ha-noi"] {
        assert!(letter.text.contains(code), "{code} in {}", letter.text);
    }
    for id in [first, second, third] {
        let link = format!("https://nation.example/assignments/{id}");
        assert!(letter.links().contains(&&*link), "{link} in {}", letter.text);
    }
    assert_eq!(letter.subject, "3 việc vừa chuyển đến bạn");
    assert!(!letter.text.contains("Đã xong"), "what a report says is not mailed: {}", letter.text);
    let [letter] = stage.mail_of(&stage.second).await.try_into().unwrap();
    assert!(letter.text.contains("T24-42") && !letter.text.contains("T24-43"), "{}", letter.text);
    stage.post.later(60);
    stage.post.worker().drain().await?;
    assert_eq!(stage.post.relay.received().len(), 2, "each once, and nobody who cannot approve");
    let rows =
        "select count(*) from dondoc.outbox where kind = 'notice' and state not in ('sent', 'cancelled')";
    assert_eq!(stage.post.world.count(rows).await?, 0);
    let lead = stage.post.world.another_session(&stage.lead).await?;
    // Of the three notices to this approver one left; what the others say was taken along, as a word that each reader's
    // language has.
    let joined =
        "select count(*) from dondoc.outbox where state = 'cancelled' and last_error = 'taken_along'";
    assert_eq!(stage.post.world.count(joined).await?, 3);
    let told = Stage { lead, ..stage }.kinds(second).await;
    assert_eq!(told.iter().filter(|kind| *kind == "notice_mailed").count(), 2, "{told:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_its_authors_to_take_back_and_then_waits_for_nobody() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let id = stage.item("T24-41").await?;
    stage.propose(id, &stage.post.officer).await;
    let (status, refused) = stage.act(id, "take-proposal-back", json!({}), &stage.approver).await;
    assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!("not_the_author")));
    stage.done(id, "take-proposal-back", json!({}), &stage.post.officer).await;
    assert_eq!(stage.kinds(id).await[0], "proposal_taken_back");
    stage.post.later(20);
    assert!(stage.mail_of(&stage.approver).await.is_empty());
    let cancelled = "select count(*) from dondoc.outbox where kind = 'notice' and state = 'cancelled'";
    assert_eq!(stage.post.world.count(cancelled).await?, 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_back_comes_to_its_author_with_the_reason_in_the_send_window() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let id = stage.item("T24-41").await?;
    stage.propose(id, &stage.post.officer).await;
    stage.post.at("2024-07-25T16:50+07:00");
    let approver = stage.post.world.another_session(&stage.approver).await?;
    stage.done(id, "send-back", json!({"remark": "Bổ sung số liệu quý II"}), &approver).await;
    stage.post.at("2024-07-26T07:29+07:00");
    assert!(stage.mail_of(&stage.post.officer).await.is_empty(), "not in the evening");
    stage.post.at("2024-07-26T07:30+07:00");
    let [letter] = stage.mail_of(&stage.post.officer).await.try_into().unwrap();
    assert_eq!(letter.subject, "T24-41/ha-noi: người phê duyệt trả lại");
    assert!(letter.text.contains("> Bổ sung số liệu quý II"), "{}", letter.text);
    assert_eq!(letter.links(), [format!("https://nation.example/assignments/{id}")]);
    assert!(stage.mail_of(&stage.approver).await.is_empty(), "the proposal waits for nobody any more");
    // Its list finds it, until it is reported on.
    let officer = stage.post.world.another_session(&stage.post.officer).await?;
    let waiting = "/assignments?filter=la:sent-back";
    assert_eq!(stage.server.get(waiting, &officer).await?.1["total"], 1);
    let report = json!({"percent": 100, "results": "Đã bổ sung"});
    stage.done(id, "progress-reports", report, &officer).await;
    assert_eq!(stage.server.get(waiting, &officer).await?.1["total"], 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_back_is_proposed_again_only_with_a_report_or_evidence_since() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let (by_report, by_evidence) = (stage.item("T24-41").await?, stage.item("T24-42").await?);
    let officer = &stage.post.officer;
    // The clock of this world stands in 2024.
    stage.post.world.run("update dondoc.evidence set at = '2024-07-01'", &[]).await?;
    for id in [by_report, by_evidence] {
        stage.propose(id, officer).await;
        stage.post.later(1);
        stage.done(id, "send-back", json!({"remark": "Bổ sung"}), &stage.approver).await;
        stage.post.later(1);
        let (status, refused) = stage.act(id, "propose", json!({}), officer).await;
        assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!("nothing_new")));
        let (_, detail) = stage.server.get(&format!("/assignments/{id}"), officer).await?;
        let acts = detail["acts"].as_array().unwrap();
        let propose = acts.iter().find(|act| act["act"] == "propose").unwrap();
        assert_eq!(propose["refused"], "nothing_new", "{detail}");
    }
    // The report may be written in the same act.
    stage.propose(by_report, officer).await;
    let link = json!({"name": "Số liệu quý II", "url": "https://ha-noi.example/q2"});
    stage.done(by_evidence, "evidence-links", link, officer).await;
    stage.done(by_evidence, "propose", json!({}), officer).await;
    // What was there before and was sent back again is old by then, and so is evidence that was removed.
    stage.post.later(1);
    stage.done(by_evidence, "send-back", json!({"remark": "Vẫn thiếu"}), &stage.approver).await;
    stage.post.later(1);
    let (status, refused) = stage.act(by_evidence, "propose", json!({}), officer).await;
    assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!("nothing_new")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_approver_takes_mail_the_mailbox_is_told_without_a_link() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    for gone in [&stage.approver, &stage.second] {
        stage.post.world.suspend("ha-noi", &gone.email).await?;
    }
    let id = stage.item("T24-41").await?;
    stage.propose(id, &stage.post.officer).await;
    stage.post.later(15);
    stage.post.worker().drain().await?;
    let [mail] = stage.post.relay.received().try_into().unwrap();
    let letter = mail.letter();
    assert_eq!(letter.to, ["agency_mailbox@ha-noi.example"]);
    assert!(letter.links().is_empty() && !letter.html.contains("href"), "{}", letter.html);
    assert!(letter.text.contains("100%, báo cáo gần nhất ngày 25/07/2024"), "{}", letter.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_directive_assigns_is_one_mail_a_body_with_a_line_for_each_task() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let world = &stage.post.world;
    let elsewhere = world.person("lao-cai", Role::Officer).await?;
    let mut tasks = Vec::new();
    for code in ["T24-41", "T24-42", "T24-43"] {
        tasks.push(TaskId(world.task(code).await?));
    }
    let wanted: Vec<NewAssignment> = ["ha-noi", "lao-cai"]
        .into_iter()
        .flat_map(|slug| tasks.iter().map(move |task| (World::tenant(slug), *task)))
        .map(|(tenant, task)| {
            let part = if task == tasks[2] && tenant == World::tenant("ha-noi") {
                Part::Coordinating
            } else {
                Part::Lead
            };
            NewAssignment { tenant, task, part }
        })
        .collect();
    let actor = dondoc_kernel::db::Actor::system("test");
    let assign = async |tx: &mut dondoc_kernel::db::NationalTx| {
        let created = create(tx, &wanted).await?;
        let mut entries = created.entries.into_iter();
        let first = entries.next().unwrap();
        Ok(dondoc_kernel::db::audit::Logged::new(created.ids, first).and(entries))
    };
    let ids = stage.post.db.write(National, actor.clone(), assign).await.unwrap();
    // One is acknowledged before the mail leaves.
    world.run("update dondoc.assignments set status = 'acknowledged' where id = $1", &[&ids[0].0]).await?;
    let [letter] = stage.mail_of(&stage.post.officer).await.try_into().unwrap();
    assert!(letter.subject.contains("2 nhiệm vụ mới theo"), "{}", letter.subject);
    assert!(!letter.text.contains("T24-41"), "{}", letter.text);
    for (id, heading) in [(ids[1], "Chủ trì (1)"), (ids[2], "Phối hợp (1)")] {
        let link = format!("https://nation.example/assignments/{id}/acknowledge");
        assert!(letter.text.contains(&link) && letter.text.contains(heading), "{}", letter.text);
    }
    let [letter] = stage.mail_of(&elsewhere).await.try_into().unwrap();
    assert!(
        letter.subject.contains("3 nhiệm vụ mới theo") && !letter.text.contains("ha-noi"),
        "{}",
        letter.text
    );
    assert_eq!(stage.post.relay.received().len(), 2, "approvers are told where there is no officer");
    // A second run finds nothing new.
    let again = async |tx: &mut dondoc_kernel::db::NationalTx| Ok(create(tx, &wanted).await?.ids.len());
    assert_eq!(stage.post.db.read(National, actor, again).await.unwrap(), 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_lists_all_that_waits_for_its_reader_each_with_its_own_link() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let world = &stage.post.world;
    let officer = &stage.post.officer;
    // A rule falls on one of them today: the others wait, and it is they that were never told of.
    let due = |days| Scene { assignee: Some(officer.id), ..Scene::due(Some(world.day(days))) };
    let reminded = world.assignment("ha-noi", world.task("T24-50").await?, &due(-1)).await?;
    let new =
        world.assignment("ha-noi", world.task("T24-51").await?, &due(150).status(Status::Assigned)).await?;
    let urged = world.assignment("ha-noi", world.task("T24-52").await?, &due(150)).await?;
    let late = world.assignment("ha-noi", world.task("T24-53").await?, &due(-5)).await?;
    // As old as those two, and with numbers that come first.
    for (code, days) in [("T24-8", -1), ("T24-9", -5)] {
        world.assignment("ha-noi", world.task(code).await?, &due(days)).await?;
    }
    let quiet = world.assignment("ha-noi", world.task("T24-54").await?, &due(150)).await?;
    let back = stage.item("T24-55").await?;
    let elsewhere = Scene { assignee: None, ..due(150) };
    world.assignment("lao-cai", world.task("T24-56").await?, &elsewhere.status(Status::Assigned)).await?;
    stage.propose(back, officer).await;
    stage.done(back, "send-back", json!({"remark": "Bổ sung"}), &stage.approver).await;
    for text in ["Lần một", "Lần hai"] {
        let urge = json!({"text": text, "reply_by": "2024-08-01"});
        stage.done(urged, "urges", urge, &stage.lead).await;
    }
    let proposed = stage.item("T24-57").await?;
    stage.propose(proposed, officer).await;

    assert!(stage.post.sweep("ha-noi").await > 0);
    stage.post.later(1);
    let digests: Vec<Letter> =
        stage.mail_of(officer).await.into_iter().filter(|l| l.subject.starts_with("Nhắc việc")).collect();
    let [digest] = digests.try_into().unwrap();
    let urge = "select u.id from dondoc.urges u order by u.id limit 1";
    let urge: Uuid = world.owner.query_one(urge, &[]).await?.get(0);
    let text = &digest.text;
    let order = ["T24-9/", "T24-53/", "T24-8/", "T24-50/"].map(|code| text.find(&format!("- {code}")));
    assert!(order.is_sorted() && order[0].is_some(), "by urgency, then by number: {text}");
    for (id, heading, path) in [
        (urged, "Đôn đốc chưa trả lời", format!("/urge-answer?urge={urge}")),
        (stage.post.item, "Tổ công tác trả lại", String::new()),
        (back, "Người phê duyệt trả lại", String::new()),
        (late, "Quá hạn, chưa kể các việc nêu ở trên", String::new()),
        (reminded, "Quá hạn, chưa kể các việc nêu ở trên", String::new()),
        (new, "Mới giao, chưa tiếp nhận", "/acknowledge".to_owned()),
    ] {
        let link = format!("https://nation.example/assignments/{id}{path}");
        assert!(digest.links().contains(&&*link), "{link} in {text}");
        let (heading, link) = (text.find(&format!("{heading} (")), text.find(&link));
        assert!(heading.is_some() && heading < link, "{text}");
    }
    for number in [1, 2] {
        let told = format!("số {number}/2024/TCT, trả lời chậm nhất ngày 01/08/2024");
        assert!(text.contains(&told), "{told} in {text}");
    }
    for other in [quiet, proposed] {
        assert!(!text.contains(&other.to_string()), "it waits for nobody, or for somebody else: {text}");
    }
    assert!(!text.contains("lao-cai"), "{text}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_gets_mail_that_stands_by_itself_with_the_official_letter() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let id = stage.post.item;
    stage.post.world.contact("ha-noi", "focal_head").await?;
    let report = json!({"percent": 45, "results": "Nội dung riêng của đơn vị"});
    stage.done(id, "progress-reports", report, &stage.post.officer).await;
    let urge = json!({"text": "Đề nghị báo cáo ngay.", "reply_by": "2024-08-01", "now": true});
    stage.done(id, "urges", urge.clone(), &stage.lead).await;
    stage.post.worker().drain().await?;
    stage.post.later(1);
    stage.done(id, "urges", urge, &stage.lead).await;
    stage.post.worker().drain().await?;
    let [_, last] = stage.post.relay.to("agency_mailbox@ha-noi.example").try_into().unwrap();
    let letter = last.letter();
    for told in [
        "Tiến độ: 45%, báo cáo gần nhất ngày 25/07/2024",
        "Đôn đốc chưa trả lời: số 1/2024/TCT, trả lời chậm nhất ngày 01/08/2024",
        "Người thực hiện: officer",
        "Người trả lời trên hệ thống cho đơn vị:",
        "Văn bản đôn đốc được gửi kèm thư này.",
    ] {
        assert!(letter.text.contains(told), "{told} in {}", letter.text);
    }
    assert!(letter.links().is_empty() && !letter.html.contains("href"), "{}", letter.html);
    assert!(!letter.text.contains("Nội dung riêng"), "{}", letter.text);
    let raw = String::from_utf8(last.raw.clone())?;
    assert!(raw.contains("don-doc-2-2024-TCT.docx"), "{raw}");
    // A person with an account follows the link, and gets no file.
    let [_, own] = stage.post.relay.to(&stage.post.officer.email).try_into().unwrap();
    assert!(own.letter().links().contains(&&*format!("https://nation.example/assignments/{id}")));
    assert!(!String::from_utf8(own.raw.clone())?.contains(".docx"));
    let lead = stage.post.world.another_session(&stage.lead).await?;
    let (_, detail) = stage.server.get(&format!("/assignments/{id}"), &lead).await?;
    let mailed: Vec<&str> = detail["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["kind"] == "urge_mailed")
        .map(|event| event["detail"].as_str().unwrap())
        .collect();
    assert!(mailed.iter().any(|detail| detail.starts_with("2/2024/TCT · ")), "{mailed:?}");
    Ok(())
}
