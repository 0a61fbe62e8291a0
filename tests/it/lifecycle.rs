//! The life of an assignment through the API, from receipt to acceptance, and the ways back.

use dondoc_shared::{id::AssignmentId, lifecycle::Status, role::Role};
use dondoc_tests::{
    server::Server,
    world::{Person, Scene, World},
};
use reqwest::StatusCode;
use serde_json::{Value, json};

fn report(percent: i64) -> Value {
    json!({"percent": percent, "results": "Đã hoàn thành khảo sát", "figures": "12/30 hệ thống"})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_province_takes_an_overdue_task_to_acceptance() -> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let approver = world.person("ha-noi", Role::Approver).await?;
    let national = world.person("national", Role::NationalOfficer).await?;
    let task = world.task("T24-08").await?;
    let scene = Scene::due(Some(world.day(-12))).status(Status::Assigned);
    let id = world.assignment("ha-noi", task, &scene).await?;
    let server = Server::of(&world)?;
    let path = |act: &str| format!("/assignments/{id}/{act}");

    let (status, page) = server.get("/assignments?filter=overdue", &officer).await?;
    assert_eq!((status, page["items"][0]["days_overdue"].as_i64()), (StatusCode::OK, Some(12)), "{page}");

    for (act, body, caller) in [
        ("acknowledge", json!({}), &officer),
        ("progress-reports", report(100), &officer),
        ("evidence-links", json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"}), &officer),
        ("propose", json!({"remark": "Đề nghị duyệt"}), &officer),
        ("submit", json!({}), &approver),
        ("open", json!({}), &national),
        ("return", json!({"remark": "Thiếu số liệu"}), &national),
        ("progress-reports", report(100), &officer),
        ("submit", json!({}), &approver),
        ("accept", json!({"remark": "Đạt"}), &national),
    ] {
        let (_, detail) = server.get(&format!("/assignments/{id}"), caller).await?;
        let version = detail["row"]["version"].as_i64().unwrap_or_default();
        let (status, answer) = server.act(&path(act), version, &body, caller).await?;
        assert_eq!(
            (status, answer["version"].as_i64()),
            (StatusCode::OK, Some(version + 1)),
            "{act}: {answer}"
        );
    }

    let (_, detail) = server.get(&format!("/assignments/{id}"), &officer).await?;
    assert_eq!(detail["row"]["status"], "accepted");
    let kinds: Vec<&str> =
        detail["timeline"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 10);
    assert_eq!(world.count("select count(*) from dondoc.audit where subject_kind = 'assignment'").await?, 10);
    let (_, overview) = server.get("/overview", &national).await?;
    assert_eq!(overview["completion"], json!({"part": 1, "whole": 1}), "{overview}");
    assert_eq!(overview["on_time"], json!({"part": 0, "whole": 1}));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_key_is_carried_out_once_and_a_stale_version_not_at_all() -> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let task = world.task("T24-08").await?;
    let id = world.assignment("ha-noi", task, &Scene::due(Some(world.day(5)))).await?;
    let server = Server::of(&world)?;
    let path = format!("/assignments/{id}/progress-reports");
    let key = uuid::Uuid::now_v7();

    let first = server.act_with_key(&path, 1, &report(10), &officer, key).await?;
    let second = server.act_with_key(&path, 1, &report(10), &officer, key).await?;
    assert_eq!((first.0, &first.1), (StatusCode::OK, &second.1));
    let other = server.act_with_key(&path, 1, &report(11), &officer, key).await?;
    assert_eq!(other.1["code"], "key_reused");
    let stale = server.act(&path, 1, &report(20), &officer).await?;
    assert_eq!((stale.0, stale.1["code"].as_str()), (StatusCode::PRECONDITION_FAILED, Some("version_stale")));
    assert_eq!(world.count("select count(*) from dondoc.progress_reports").await?, 1);
    Ok(())
}

/// An item in progress without a report, and its two people.
async fn fresh(world: &World) -> anyhow::Result<(AssignmentId, Person, Person)> {
    let officer = world.person("ha-noi", Role::Officer).await?;
    let approver = world.person("ha-noi", Role::Approver).await?;
    let task = world.task("T24-08").await?;
    Ok((world.assignment("ha-noi", task, &Scene::due(Some(world.day(5)))).await?, officer, approver))
}

/// Does something to an item as it stands now, and a second later than what was done before.
async fn now(
    (world, server): (&World, &Server),
    id: AssignmentId,
    (act, body): (&str, Value),
    by: &Person,
) -> anyhow::Result<(StatusCode, Value)> {
    world.clock.set(world.now().checked_add(jiff::SignedDuration::from_secs(1))?);
    let (_, detail) = server.get(&format!("/assignments/{id}"), by).await?;
    let version = detail["row"]["version"].as_i64().unwrap_or_default();
    server.act(&format!("/assignments/{id}/{act}"), version, &body, by).await
}

#[tokio::test(flavor = "multi_thread")]
async fn handing_in_says_that_the_work_is_finished_and_nothing_stands_in_the_way() -> anyhow::Result<()> {
    let world = World::new().await?;
    let (id, officer, approver) = fresh(&world).await?;
    let server = Server::of(&world)?;
    let link = || ("evidence-links", json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"}));
    let blocked = json!({"percent": 100, "results": "Đã xong", "barriers": "Chờ dữ liệu", "cause": "data"});
    let waiting = json!({"percent": 100, "results": "Đã xong", "barriers": "Chờ dữ liệu", "cause": "data", "waiting_on": "bca"});
    let proof_of_both = async |code: &str| {
        for (act, by) in [("propose", &officer), ("submit", &approver)] {
            let (status, told) = now((&world, &server), id, (act, json!({})), by).await?;
            anyhow::ensure!((status, &told["code"]) == (StatusCode::CONFLICT, &json!(code)), "{act}: {told}");
            let (_, detail) = server.get(&format!("/assignments/{id}"), by).await?;
            let allowed = detail["acts"].as_array().unwrap().iter().find(|one| one["act"] == act).unwrap();
            anyhow::ensure!(allowed["refused"] == code, "what is offered says the same: {allowed}");
        }
        anyhow::Ok(())
    };
    for (before, code) in [
        (("progress-reports", report(60)), "not_finished"),
        (("progress-reports", blocked), "barrier_open"),
        (("progress-reports", waiting), "barrier_open"),
        (("progress-reports", report(100)), "evidence_required"),
    ] {
        let (status, told) = now((&world, &server), id, before, &officer).await?;
        assert_eq!(status, StatusCode::OK, "{told}");
        proof_of_both(code).await?;
    }
    // The last report may come with the act, and is written with it or not at all.
    let (status, _) = now(
        (&world, &server),
        id,
        ("progress-reports", json!({"percent": 40, "results": "x", "limitations": "x"})),
        &officer,
    )
    .await?;
    assert_eq!(status, StatusCode::OK);
    let finished =
        || json!({"remark": "Đề nghị duyệt", "report": {"results": "Đã ban hành", "figures": "30/30"}});
    let (status, told) = now((&world, &server), id, ("propose", finished()), &officer).await?;
    assert_eq!((status, &told["code"]), (StatusCode::CONFLICT, &json!("evidence_required")));
    let (_, detail) = server.get(&format!("/assignments/{id}"), &officer).await?;
    assert_eq!(detail["row"]["percent"], 40, "nothing of it is written");
    now((&world, &server), id, link(), &officer).await?;
    let (status, told) =
        now((&world, &server), id, ("propose", json!({"report": {"results": ""}})), &officer).await?;
    assert_eq!((status, &told["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("results")));
    let (status, told) = now((&world, &server), id, ("propose", finished()), &officer).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    let (_, detail) = server.get(&format!("/assignments/{id}"), &officer).await?;
    let mut kinds: Vec<&str> =
        detail["timeline"].as_array().unwrap().iter().take(2).map(|e| e["kind"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    assert_eq!((&detail["row"]["percent"], kinds), (&json!(100), vec!["proposed", "reported"]));
    assert_eq!(detail["reports"][0]["body"]["figures"], "30/30");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_return_the_next_step_is_a_report_and_it_may_come_with_the_submission() -> anyhow::Result<()>
{
    let world = World::new().await?;
    let (id, officer, approver) = fresh(&world).await?;
    let lead = world.person("national", Role::Lead).await?;
    let server = Server::of(&world)?;
    submit(&server, id, 1, &approver).await?;
    now((&world, &server), id, ("return", json!({"remark": "Thiếu chữ ký"})), &lead).await?;
    for (act, by) in [("propose", &officer), ("submit", &approver)] {
        let (status, told) = now((&world, &server), id, (act, json!({})), by).await?;
        assert_eq!((status, &told["code"]), (StatusCode::CONFLICT, &json!("report_first")), "{act}");
    }
    let again = json!({"report": {"results": "Đã ký số lại"}});
    let (status, told) = now((&world, &server), id, ("submit", again), &approver).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_a_submission_back_frees_the_evidence_that_it_froze_and_no_other() -> anyhow::Result<()> {
    let world = World::new().await?;
    let (id, _, approver) = fresh(&world).await?;
    let lead = world.person("national", Role::Lead).await?;
    let server = Server::of(&world)?;
    let frozen = async || {
        let (_, detail) = server.get(&format!("/assignments/{id}"), &approver).await.unwrap();
        let all = detail["evidence"].as_array().unwrap();
        all.iter().map(|piece| piece["frozen"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    submit(&server, id, 1, &approver).await?;
    now((&world, &server), id, ("return", json!({"remark": "Thiếu phụ lục"})), &lead).await?;
    now(
        (&world, &server),
        id,
        ("evidence-links", json!({"name": "Phụ lục", "url": "https://x.example/pl"})),
        &approver,
    )
    .await?;
    assert_eq!(frozen().await, [true, false]);
    now((&world, &server), id, ("submit", json!({"report": {"results": "Đã bổ sung"}})), &approver).await?;
    assert_eq!(frozen().await, [true, true]);
    let (status, told) = now((&world, &server), id, ("take-back", json!({})), &approver).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    assert_eq!(frozen().await, [true, false], "what the Working Group has seen stays");
    let (_, detail) = server.get(&format!("/assignments/{id}"), &approver).await?;
    let wrong = detail["evidence"][1]["id"].as_str().unwrap();
    let request = server
        .api(reqwest::Method::DELETE, &format!("/assignments/{id}/evidence/{wrong}"), Some(&approver))
        .header("If-Match", format!("\"{}\"", detail["row"]["version"]))
        .header("Idempotency-Key", uuid::Uuid::now_v7().to_string());
    let (status, told) = dondoc_tests::server::answer(request).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn urges_are_answered_in_any_order_and_without_a_name_the_oldest_first() -> anyhow::Result<()> {
    let world = World::new().await?;
    let (id, officer, _) = fresh(&world).await?;
    let lead = world.person("national", Role::Lead).await?;
    let stranger = world.person("lao-cai", Role::Officer).await?;
    let server = Server::of(&world)?;
    for text in ["Một", "Hai", "Ba"] {
        now((&world, &server), id, ("urges", json!({"text": text, "reply_by": world.day(4)})), &lead).await?;
    }
    let urges = async || {
        let (_, detail) = server.get(&format!("/assignments/{id}"), &officer).await.unwrap();
        let all = detail["urges"].as_array().unwrap();
        all.iter().rev().map(|urge| (urge["id"].clone(), urge["answer"]["text"].clone())).collect::<Vec<_>>()
    };
    let ids: Vec<Value> = urges().await.into_iter().map(|(id, _)| id).collect();
    let answer = |text: &str, urge: Value| ("urge-answer", json!({"text": text, "urge": urge}));
    let (status, told) = now((&world, &server), id, answer("cho số ba", ids[2].clone()), &officer).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    for urge in [ids[2].clone(), json!(uuid::Uuid::now_v7())] {
        let (status, told) = now((&world, &server), id, answer("lần nữa", urge), &officer).await?;
        assert_eq!((status, &told["code"]), (StatusCode::CONFLICT, &json!("nothing_waiting")));
    }
    let (status, _) = now((&world, &server), id, answer("người lạ", ids[0].clone()), &stranger).await?;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, told) =
        now((&world, &server), id, ("urge-answer", json!({"text": "cho số một"})), &officer).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    let texts: Vec<Value> = urges().await.into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, [json!("cho số một"), Value::Null, json!("cho số ba")]);
    Ok(())
}

/// Takes a matter from a report to the Working Group's desk; answers the version.
async fn submit(server: &Server, id: AssignmentId, mut version: i64, by: &Person) -> anyhow::Result<i64> {
    for (act, body) in [
        ("progress-reports", report(100)),
        ("evidence-links", json!({"name": "Quyết định", "url": "https://lao-cai.example/qd"})),
        ("submit", json!({})),
    ] {
        let (status, answer) = server.act(&format!("/assignments/{id}/{act}"), version, &body, by).await?;
        assert_eq!(status, StatusCode::OK, "{act}: {answer}");
        version = answer["version"].as_i64().unwrap();
    }
    Ok(version)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_had_all_its_reminders_is_reminded_again_once_its_state_changes_and_not_before()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let approver = world.person("lao-cai", Role::Approver).await?;
    let task = world.task("T24-11").await?;
    let id = world.assignment("lao-cai", task, &Scene::due(Some(world.day(-3)))).await?;
    world.run("update dondoc.assignments set reminders_at_level = 5, silent = true", &[]).await?;
    let server = Server::of(&world)?;
    let silent = "select count(*) from dondoc.assignments where silent and reminders_at_level = 5";

    let report =
        server.act(&format!("/assignments/{id}/progress-reports"), 1, &report(60), &approver).await?;
    assert_eq!((report.0, world.count(silent).await?), (StatusCode::OK, 1), "{}", report.1);
    submit(&server, id, 2, &approver).await?;
    let anew = "select count(*) from dondoc.assignments where not silent and reminders_at_level = 0";
    assert_eq!(world.count(anew).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_date_granted_after_the_submission_judges_it_by_the_new_date() -> anyhow::Result<()> {
    let world = World::new().await?;
    let approver = world.person("lao-cai", Role::Approver).await?;
    let lead = world.person("national", Role::Lead).await?;
    let task = world.task("T24-11").await?;
    let id = world.assignment("lao-cai", task, &Scene::due(Some(world.day(-3)))).await?;
    let server = Server::of(&world)?;
    let path = |act: &str| format!("/assignments/{id}/{act}");
    let ask = json!({"to": world.day(30), "reason": "funding", "text": "Chưa bố trí kinh phí"});
    server.act(&path("extension-requests"), 1, &ask, &approver).await?;
    let version = submit(&server, id, 2, &approver).await?;

    let (_, overview) = server.get("/overview", &lead).await?;
    assert_eq!(
        (&overview["queues"]["extensions"], &overview["classes"]["open_overdue"]),
        (&json!(1), &json!(1))
    );
    let (status, answer) =
        server.act(&path("extension-decision"), version, &json!({"grant": true}), &lead).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (_, detail) = server.get(&format!("/assignments/{id}"), &approver).await?;
    assert_eq!((&detail["row"]["status"], &detail["row"]["days_overdue"]), (&json!("submitted"), &json!(0)));
    let (_, overview) = server.get("/overview", &lead).await?;
    assert_eq!(
        (&overview["queues"]["extensions"], &overview["classes"]["open_overdue"]),
        (&json!(0), &json!(0))
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn acceptance_settles_what_stood_beside_the_work() -> anyhow::Result<()> {
    let world = World::new().await?;
    let approver = world.person("lao-cai", Role::Approver).await?;
    let lead = world.person("national", Role::Lead).await?;
    let task = world.task("T24-11").await?;
    let id = world.assignment("lao-cai", task, &Scene::due(Some(world.day(3)))).await?;
    let server = Server::of(&world)?;
    let path = |act: &str| format!("/assignments/{id}/{act}");
    let ask = json!({"to": world.day(30), "reason": "funding", "text": "Chưa bố trí kinh phí"});
    server.act(&path("extension-requests"), 1, &ask, &approver).await?;
    for version in [2, 3] {
        let urge = json!({"text": "Đề nghị báo cáo tiến độ", "reply_by": world.day(4)});
        let (status, answer) = server.act(&path("urges"), version, &urge, &lead).await?;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }
    let version = submit(&server, id, 4, &approver).await?;
    let (status, answer) =
        server.act(&path("urge-answer"), version, &json!({"text": "Đã trình"}), &approver).await?;
    assert_eq!(status, StatusCode::OK, "a submission leaves an urge to be answered: {answer}");
    let version = version + 1;
    let (status, answer) = server.act(&path("accept"), version, &json!({}), &lead).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");

    let (_, detail) = server.get(&format!("/assignments/{id}"), &approver).await?;
    let asked = &detail["extension_requests"][0];
    assert_eq!((&asked["state"], asked["decided_by"].is_string()), (&json!("lapsed"), true), "{asked}");
    let urges = detail["urges"].as_array().unwrap();
    let ends: Vec<(bool, bool)> =
        urges.iter().map(|urge| (urge["answer"].is_object(), urge["lapsed_at"].is_string())).collect();
    assert_eq!(
        ends,
        [(false, true), (true, false)],
        "the newer one was never answered, and is not counted so"
    );
    // What is taken up again begins with a clean desk.
    let reason = json!({"remark": "Số liệu không khớp"});
    let (status, answer) = server.act(&path("reopen"), version + 1, &reason, &lead).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (_, detail) = server.get(&format!("/assignments/{id}"), &approver).await?;
    assert_eq!(
        (&detail["row"]["extension_pending"], &detail["row"]["unanswered_urges"]),
        (&json!(false), &json!(0))
    );
    world.run("update dondoc.urges set reply_by = '2024-07-01'", &[]).await?;
    let (_, overview) = server.get("/overview", &lead).await?;
    assert_eq!(overview["queues"]["urges_overdue"], 0);
    let (status, answer) = server.act(&path("extension-requests"), version + 2, &ask, &approver).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_and_an_extension_go_back_and_forth() -> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("lao-cai", Role::Officer).await?;
    let approver = world.person("lao-cai", Role::Approver).await?;
    let national = world.person("national", Role::NationalOfficer).await?;
    let lead = world.person("national", Role::Lead).await?;
    let task = world.task("T24-11").await?;
    let id = world.assignment("lao-cai", task, &Scene::due(Some(world.day(-3)))).await?;
    let server = Server::of(&world)?;
    let path = |act: &str| format!("/assignments/{id}/{act}");

    let urge = json!({"text": "Đề nghị báo cáo tiến độ", "reply_by": world.day(4)});
    let (status, answer) = server.act(&path("urges"), 1, &urge, &national).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(world.count("select count(*) from dondoc.outbox where kind = 'urge'").await?, 2);
    let mut answered = json!({"text": "Đã trình lãnh đạo"});
    let (status, told) = server.act(&path("urge-answer"), 1, &answered, &officer).await?;
    assert_eq!((status, &told["code"]), (StatusCode::PRECONDITION_FAILED, &json!("version_stale")));
    let (_, detail) = server.get(&format!("/assignments/{id}"), &officer).await?;
    answered["urge"] = detail["urges"][0]["id"].clone();
    let (status, answer) = server.act(&path("urge-answer"), 1, &answered, &officer).await?;
    assert_eq!(status, StatusCode::OK, "an answer to an urge that it names is in nobody's way: {answer}");

    let ask = json!({"to": world.day(30), "reason": "funding", "text": "Chưa bố trí kinh phí"});
    let (status, answer) = server.act(&path("extension-requests"), 3, &ask, &approver).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (status, answer) = server.act(&path("extension-decision"), 4, &json!({"grant": true}), &lead).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (_, detail) = server.get(&format!("/assignments/{id}"), &approver).await?;
    assert_eq!(detail["row"]["days_overdue"], 0);
    assert_eq!(detail["row"]["original_due_on"], json!(world.day(-3)));
    assert_eq!(detail["extensions"], json!({"count": 1, "days": 33}));
    let (_, overview) = server.get("/overview", &lead).await?;
    assert_eq!(overview["on_time_original"], json!({"part": 0, "whole": 1}), "{overview}");
    assert_eq!(overview["classes"]["open_in_time"], 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_working_group_considers_is_not_told_to_the_tenant() -> anyhow::Result<()> {
    let world = World::new().await?;
    let approver = world.person("lao-cai", Role::Approver).await?;
    let observer = world.person("national", Role::Observer).await?;
    let lead = world.person("national", Role::Lead).await?;
    let task = world.task("T24-11").await?;
    let id = world.assignment("lao-cai", task, &Scene::due(Some(world.day(-12)))).await?;
    let step = uuid::Uuid::now_v7();
    world
        .run(
            "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, proposed_on, days_overdue, \
             policy_id) values ($1, $2, $3, 1, '2024-07-25', 12, '00000000-0000-7000-8000-000000000002')",
            &[&World::tenant("lao-cai").0, &step, &id.0],
        )
        .await?;
    let server = Server::of(&world)?;
    let path = format!("/assignments/{id}");
    for (reader, steps, addressees) in [(&approver, 0, 0), (&observer, 1, 0), (&lead, 1, 1)] {
        let (_, detail) = server.get(&path, reader).await?;
        let told = detail["proposed_steps"].as_array().unwrap();
        let addressed = told.iter().flat_map(|step| step["addressees"].as_array().unwrap()).count();
        assert_eq!((told.len(), addressed), (steps, addressees), "{}", reader.role);
    }

    let reason = "Đơn vị đang thay lãnh đạo";
    let drop = json!({"step": step, "release": false, "remark": reason});
    let (status, answer) = server.act(&format!("{path}/escalation"), 1, &drop, &lead).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    for (reader, told) in [(&approver, ""), (&observer, reason), (&lead, reason)] {
        let (_, detail) = server.get(&path, reader).await?;
        let event = &detail["timeline"][0];
        assert_eq!((&event["kind"], &event["detail"]), (&json!("escalation_dropped"), &json!(told)));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_submission_twice_is_opening_it_once() -> anyhow::Result<()> {
    let world = World::new().await?;
    let approver = world.person("lao-cai", Role::Approver).await?;
    let officer = world.person("national", Role::NationalOfficer).await?;
    let lead = world.person("national", Role::Lead).await?;
    let task = world.task("T24-11").await?;
    let id = world.assignment("lao-cai", task, &Scene::due(Some(world.day(3)))).await?;
    let server = Server::of(&world)?;
    let path = |act: &str| format!("/assignments/{id}/{act}");
    let version = submit(&server, id, 1, &approver).await?;
    let opened = server.act(&path("open"), version, &json!({}), &officer).await?;
    let again = server.act(&path("open"), version + 1, &json!({}), &officer).await?;
    assert_eq!((opened.0, again.0, &again.1), (StatusCode::OK, StatusCode::OK, &opened.1));
    assert_eq!(world.count("select count(*) from dondoc.events where kind = 'opened'").await?, 1);
    // A colleague has read it in between.
    let (status, answer) = server.act(&path("accept"), version + 1, &json!({}), &lead).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_waits_for_nobody_who_writes() -> anyhow::Result<()> {
    let world = World::new().await?;
    world.person("lao-cai", Role::Officer).await?;
    let national = world.person("national", Role::NationalOfficer).await?;
    let task = world.task("T24-11").await?;
    let id = world.assignment("lao-cai", task, &Scene::due(Some(world.day(-3)))).await?;
    let server = Server::of(&world)?;
    world.owner.batch_execute("begin; select 1 from dondoc.assignments for update").await?;
    let urge = json!({"text": "Đề nghị báo cáo tiến độ", "reply_by": world.day(4)});
    let (status, preview) =
        server.act(&format!("/assignments/{id}/urges/preview"), 1, &urge, &national).await?;
    assert_eq!(status, StatusCode::OK, "{preview}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_reach_nobody_is_refused_until_somebody_can_be_addressed() -> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("national", Role::NationalOfficer).await?;
    let lead = world.person("national", Role::Lead).await?;
    let system = world.person("national", Role::SystemAdministrator).await?;
    let administrator = world.person("ha-noi", Role::Administrator).await?;
    let task = world.task("T24-08").await?;
    let late = Scene { level: 3, ..Scene::due(Some(world.day(-70))) };
    let id = world.assignment("ha-noi", task, &late).await?;
    let own = world.assignment("national", task, &Scene::due(Some(world.day(-12)))).await?;
    let mut steps = Vec::new();
    for (tenant, id, level) in [(1, id, 4i16), (0, own, 1)] {
        let step = uuid::Uuid::now_v7();
        let sql = "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, proposed_on, days_overdue, \
                   policy_id) values ($1, $2, $3, $4, '2024-07-25', 12, '00000000-0000-7000-8000-000000000002')";
        world.run(sql, &[&tenant, &step, &id.0, &level]).await?;
        steps.push(json!({"step": step, "release": true}));
    }
    let server = Server::of(&world)?;
    let path = |act: &str| format!("/assignments/{id}/{act}");

    let urge = json!({"text": "Đề nghị báo cáo tiến độ", "reply_by": world.day(4)});
    for (act, body) in [("urges", &urge), ("escalation", &steps[0])] {
        for act in [format!("{act}/preview"), act.to_owned()] {
            let (status, answer) = server.act(&path(&act), 1, body, &officer).await?;
            assert_eq!(
                (status, &answer["code"]),
                (StatusCode::CONFLICT, &json!("nobody_to_address")),
                "{act}"
            );
        }
    }
    assert_eq!(world.count("select count(*) from dondoc.urges").await?, 0);
    assert_eq!(
        world.count("select count(*) from dondoc.escalation_steps where state <> 'proposed'").await?,
        0
    );

    let office = json!({"office": "Phó Chủ tịch thường trực", "address": "pct@nation.example"});
    for (role, who, expected) in [
        ("vice_chair", &administrator, StatusCode::NOT_FOUND),
        ("agency_mailbox", &system, StatusCode::NOT_FOUND),
        ("vice_chair", &system, StatusCode::OK),
    ] {
        let request = server.api(reqwest::Method::PUT, &format!("/contacts/{role}"), Some(who));
        let (status, answer) =
            dondoc_tests::server::answer(request.header("If-Match", "\"0\"").json(&office)).await?;
        assert_eq!(status, expected, "{role}: {answer}");
    }
    for (version, who) in [(1, &officer), (2, &lead)] {
        let (status, answer) = server.act(&path("escalation"), version, &steps[0], who).await?;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }
    let (status, answer) =
        server.act(&format!("/assignments/{own}/escalation"), 1, &steps[1], &officer).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let sql = "select address from dondoc.outbox where kind = 'escalation' order by tenant_id";
    let sent: Vec<String> = world.owner.query(sql, &[]).await?.iter().map(|row| row.get(0)).collect();
    assert_eq!(
        sent,
        [lead.email, "pct@nation.example".to_owned()],
        "the Working Group's leads approve its own work"
    );
    assert!(
        server.page("/contacts", Some(&system)).send().await?.text().await?.contains("pct@nation.example")
    );
    Ok(())
}
