//! The checks of figures: what stands out is said at every door, is filed with a reason that holds for the number as it is, is seen by
//! whoever comes next, and is judged by the Working Group.

use dondoc_shared::role::Role;
use dondoc_tests::{
    database::{connect, passwords},
    figures::{Desk, Measured, PERIOD},
    world::World,
};
use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// Three months, the last of them with 1,126 and 900 of 1,000.
const BEFORE: [(i64, i64, i64); 3] = [(1_083, 880, 980), (1_104, 890, 990), (1_126, 900, 1_000)];

fn code(answer: &Value) -> &str {
    answer["code"].as_str().unwrap_or_default()
}

/// Rule and part of what was found at a level.
fn found(answer: &Value, level: &str) -> Vec<String> {
    let findings = answer["findings"].as_array().unwrap().iter().filter(|one| one["level"] == level);
    findings
        .map(|one| format!("{}.{}", one["rule"].as_str().unwrap(), one["part"].as_str().unwrap()))
        .collect()
}

/// The fields that a refusal names.
fn named(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array().into_iter().flatten();
    errors.filter_map(|fault| fault["field"].as_str()).collect()
}

/// A desk in Ha Noi that has typed 11,260 after 1,126.
async fn slipped() -> anyhow::Result<(Measured, Desk)> {
    let measured = Measured::after(&["ha-noi"], &BEFORE).await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let saved = measured.save(&desk, &[("K-SUM", "11260", ""), ("K-RATIO", "910", "1010")]).await?;
    anyhow::ensure!(found(&saved, "warning") == ["digit_slip.num"], "{saved}");
    Ok((measured, desk))
}

#[tokio::test]
async fn a_digit_too_many_is_filed_only_with_a_reason_and_the_draft_stays_as_it_was() -> anyhow::Result<()> {
    let (measured, desk) = slipped().await?;
    let detail = measured.report(&desk, &desk.officer).await?;
    let slip = &detail["findings"][0];
    assert_eq!(slip["message_vi"], "Thừa một chữ số? Kỳ trước 1.126, kỳ này 11.260.", "{slip}");
    assert_eq!(detail["cells"][0]["last"]["num"], 1_126);
    assert_eq!(detail["propose_refused"], "justification_required");
    for (act, by) in [("propose", &desk.officer), ("file", &desk.approver)] {
        let (status, answer) = measured.act(&desk, act, by).await?;
        assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "justification_required"), "{answer}");
        assert_eq!(named(&answer), ["cells[K-SUM].num"], "{answer}");
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains("Thừa một chữ số?"), "{answer}");
        let after = measured.report(&desk, &desk.officer).await?;
        assert_eq!((&after["cells"], &after["findings"]), (&detail["cells"], &detail["findings"]), "{act}");
    }
    // Half of a reason is kept, and is none.
    let half = |code: Value, text: &str| {
        json!({"format": "plain", "cells": [], "justifications": [{"indicator": "K-SUM", "rule": "digit_slip",
            "part": "num", "seen": slip["seen"], "code": code, "text": text}]})
    };
    let (_, saved) = measured.put_draft(&desk, &desk.officer, half(Value::Null, "Đã kiểm tra")).await?;
    let said = &saved["findings"][0]["justification"];
    assert_eq!((&said["text"], &said["holds"]), (&json!("Đã kiểm tra"), &json!(false)), "{saved}");
    assert_eq!(code(&measured.act(&desk, "propose", &desk.officer).await?.1), "justification_required");
    // A whole one lets it pass.
    measured.justify(&desk, &desk.officer, "Sáp nhập hai danh bạ").await?;
    let (status, answer) = measured.file(&desk).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    Ok(())
}

#[tokio::test]
async fn a_reason_holds_for_the_number_it_was_given_for() -> anyhow::Result<()> {
    let (measured, desk) = slipped().await?;
    measured.justify(&desk, &desk.officer, "Đúng như sổ").await?;
    let holds = async || {
        let detail = measured.report(&desk, &desk.officer).await.unwrap();
        let said = &detail["findings"][0]["justification"];
        (said["text"].as_str().map(str::to_owned), said["holds"].as_bool())
    };
    assert_eq!(holds().await, (Some("Đúng như sổ".to_owned()), Some(true)));
    // The same number in another spelling is the same number.
    let detail = measured.report(&desk, &desk.officer).await?;
    let cell = json!({"indicator": "K-SUM", "num": "11.260", "seen": detail["cells"][0]["version"]});
    measured.put_draft(&desk, &desk.officer, json!({"format": "vi", "cells": [cell]})).await?;
    assert_eq!(holds().await.1, Some(true));
    measured.save(&desk, &[("K-SUM", "11270", "")]).await?;
    assert_eq!(holds().await, (Some("Đúng như sổ".to_owned()), Some(false)), "it is there to be read");
    let (_, answer) = measured.act(&desk, "propose", &desk.officer).await?;
    assert_eq!(code(&answer), "justification_required", "{answer}");
    // What was written about another number than the one that is there does not hold either.
    let body = json!({"format": "plain", "cells": [], "justifications": [{"indicator": "K-SUM", "rule": "digit_slip",
        "part": "num", "seen": detail["findings"][0]["seen"], "code": "real_change", "text": "Cho số cũ", "version": 1}]});
    let (_, saved) = measured.put_draft(&desk, &desk.officer, body).await?;
    assert_eq!(saved["findings"][0]["justification"]["holds"], false, "{saved}");
    measured.save(&desk, &[("K-SUM", "1150", "")]).await?;
    let detail = measured.report(&desk, &desk.officer).await?;
    assert_eq!(found(&detail, "warning"), Vec::<String>::new(), "{detail}");
    assert_eq!(measured.act(&desk, "propose", &desk.officer).await?.0, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn whoever_gave_a_reason_does_not_file_it_and_nobody_overwrites_anothers_unseen() -> anyhow::Result<()>
{
    let (measured, desk) = slipped().await?;
    let said = |version: i64, text: &str, seen: &Value| {
        json!({"format": "plain", "cells": [], "justifications": [{"indicator": "K-SUM", "rule": "digit_slip",
            "part": "num", "seen": seen, "code": "real_change", "text": text, "version": version}]})
    };
    let seen = measured.report(&desk, &desk.officer).await?["findings"][0]["seen"].clone();
    measured.put_draft(&desk, &desk.officer, said(0, "Thêm một khu", &seen)).await?;
    let (_, saved) = measured.put_draft(&desk, &desk.approver, said(0, "Thêm hai khu", &seen)).await?;
    let conflict = &saved["justification_conflicts"][0];
    assert_eq!(
        (&conflict["rule"], &conflict["there"]["text"]),
        (&json!("digit_slip"), &json!("Thêm một khu"))
    );
    let version = conflict["there"]["version"].as_i64().unwrap();
    let (_, saved) = measured.put_draft(&desk, &desk.approver, said(version, "Thêm hai khu", &seen)).await?;
    assert_eq!(saved["justification_conflicts"], json!([]));
    let (status, answer) = measured.file(&desk).await?;
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "second_person_required"), "{answer}");
    let another = measured.post.world.person("ha-noi", Role::Approver).await?;
    // They see the reason before they file.
    let detail = measured.report(&desk, &another).await?;
    let texts: Vec<&Value> =
        detail["findings"].as_array().unwrap().iter().map(|one| &one["justification"]["text"]).collect();
    assert_eq!(texts, ["Thêm hai khu"]);
    assert_eq!(measured.act(&desk, "file", &another).await?.0, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn the_working_group_reads_and_judges_what_was_filed_and_no_other_body_sees_it() -> anyhow::Result<()> {
    let (measured, desk) = slipped().await?;
    let world = &measured.post.world;
    let [officer, observer, lead] = [Role::NationalOfficer, Role::Observer, Role::Lead];
    let officer = world.person("national", officer).await?;
    let (observer, lead) = (world.person("national", observer).await?, world.person("national", lead).await?);
    let path = format!("/reports/{}/findings", desk.report);
    let (_, before) = measured.server.get(&path, &officer).await?;
    assert_eq!(before, json!({"revision": 0, "items": []}), "a draft is of its body alone");
    measured.justify(&desk, &desk.officer, "Sáp nhập hai danh bạ").await?;
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    let (status, filed) = measured.server.get(&path, &observer).await?;
    assert_eq!((status, &filed["revision"]), (StatusCode::OK, &json!(1)), "{filed}");
    let slip = &filed["items"][0];
    assert_eq!(
        (&slip["rule"], &slip["message_vi"], &slip["text"], &slip["justification"], &slip["judged"]),
        (
            &json!("digit_slip"),
            &json!("Thừa một chữ số? Kỳ trước 1.126, kỳ này 11.260."),
            &json!("Sáp nhập hai danh bạ"),
            &json!("confirmed_at_source"),
            &Value::Null
        )
    );
    let judge = async |finding: &Value, judgement: &str, version: i64, by| {
        let path = format!("{path}/{}/judgement", finding["id"].as_str().unwrap());
        measured.server.act(&path, version, &json!({"judgement": judgement}), by).await.unwrap()
    };
    let other = world.person("lao-cai", Role::Approver).await?;
    for (by, refused) in [
        (&other, StatusCode::FORBIDDEN),
        (&desk.approver, StatusCode::FORBIDDEN),
        (&observer, StatusCode::FORBIDDEN),
    ] {
        assert_eq!(judge(slip, "ok", 1, by).await.0, refused);
    }
    for by in [&other, &desk.approver] {
        assert_eq!(measured.server.get(&path, by).await?.0, StatusCode::FORBIDDEN);
    }
    let (status, answer) = judge(slip, "ok", 1, &officer).await;
    assert_eq!((status, &answer["version"]), (StatusCode::OK, &json!(2)), "{answer}");
    assert_eq!(code(&judge(slip, "not_ok", 1, &lead).await.1), "version_stale", "somebody was faster");
    let (_, judged) = measured.server.get(&path, &lead).await?;
    let told: Vec<(&Value, bool)> = judged["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["judged"], one["judged_by"] != "" && one["judged_at"] != Value::Null))
        .collect();
    assert_eq!(told, [(&json!("ok"), true)], "{judged}");
    // How often each rule warns needlessly is counted from that; of one judgement nothing more is said.
    let (_, noise) = measured.server.get("/checks", &lead).await?;
    assert_eq!(noise["periods"], json!(["CT-2024-M07", "CT-2024-M06"]));
    let slip = json!({"rule": "digit_slip", "warnings": 1, "judged": 1, "needless": 1, "noisy": false});
    assert_eq!(noise["items"], json!([slip]), "{noise}");
    assert_eq!(measured.server.get("/checks", &officer).await?.0, StatusCode::FORBIDDEN);
    // What was filed before is not what was filed last: it is counted once.
    measured.decide(&desk, "return", &lead).await?;
    measured.save(&desk, &[("K-SUM", "1150", "")]).await?;
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    let (_, noise) = measured.server.get("/checks", &lead).await?;
    assert_eq!(noise["items"], json!([]), "{noise}");
    assert_eq!(measured.server.get(&path, &lead).await?.1, json!({"revision": 2, "items": []}));
    assert_eq!(world.count("select count(*) from dondoc.findings").await?, 1, "nothing filed is forgotten");
    Ok(())
}

#[tokio::test]
async fn a_correction_leaves_what_was_warned_of_and_what_is_taken_back_is_read_by_nobody()
-> anyhow::Result<()> {
    let (measured, desk) = slipped().await?;
    measured.justify(&desk, &desk.officer, "Sáp nhập hai danh bạ").await?;
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    measured.post.at("2024-07-24T03:00:00Z");
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let lead = measured.post.world.person("national", Role::Lead).await?;
    let path = format!("/reports/{}/findings", desk.report);
    let found = async || {
        let (_, findings) = measured.server.get(&path, &lead).await.unwrap();
        let (_, noise) = measured.server.get("/checks", &lead).await.unwrap();
        let (_, shown) =
            measured.server.get(&format!("/periods/{PERIOD}/reports/ha-noi"), &lead).await.unwrap();
        let items = findings["items"].as_array().unwrap().len();
        assert_eq!(findings["revision"], shown["checked"], "{shown}");
        (items, noise["items"].as_array().unwrap().len(), findings["items"][0]["id"].clone())
    };
    let before = found().await;
    assert_eq!((before.0, before.1), (1, 1));
    measured.correct(&desk, &desk.officer, &[("K-SUM", "1126", "")]).await?;
    let (status, answer) = measured.act_on_correction(&desk, "file", &desk.approver).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let accept = json!({"accept": true, "remark": ""});
    assert_eq!(measured.decide_correction(&desk, 2, accept, &lead).await?.0, StatusCode::OK);
    assert_eq!(found().await, before, "the correction was warned of by nobody");
    let version = measured.server.get(&format!("/assignments/{}", desk.report), &desk.approver).await?.1;
    let version = version["row"]["version"].as_i64().unwrap();
    let back = format!("/assignments/{}/take-back", desk.report);
    assert_eq!(measured.server.act(&back, version, &json!({}), &desk.approver).await?.0, StatusCode::OK);
    assert_eq!(found().await, (0, 0, Value::Null));
    let judge = format!("{path}/{}/judgement", before.2.as_str().unwrap());
    let (status, _) = measured.server.act(&judge, 1, &json!({"judgement": "ok"}), &lead).await?;
    assert_eq!(status, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn notices_are_filed_too_and_need_no_reason_and_no_judgement() -> anyhow::Result<()> {
    let same = [(1_000, 412, 1_000), (1_010, 412, 1_000)];
    let measured = Measured::after(&["ha-noi"], &same).await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let saved = measured.save(&desk, &[("K-SUM", "1020", ""), ("K-RATIO", "412", "1000")]).await?;
    assert_eq!(
        (found(&saved, "warning"), found(&saved, "notice")),
        (vec![], vec!["same_value.cell".to_owned()])
    );
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    let lead = measured.post.world.person("national", Role::Lead).await?;
    let path = format!("/reports/{}/findings", desk.report);
    let (_, filed) = measured.server.get(&path, &lead).await?;
    assert_eq!(
        (&filed["items"][0]["level"], &filed["items"][0]["justification"]),
        (&json!("notice"), &Value::Null)
    );
    let path = format!("{path}/{}/judgement", filed["items"][0]["id"].as_str().unwrap());
    let (status, answer) = measured.server.act(&path, 1, &json!({"judgement": "ok"}), &lead).await?;
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "nothing_waiting"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn history_is_what_counts_and_not_what_was_returned() -> anyhow::Result<()> {
    let measured = Measured::after(&["ha-noi"], &BEFORE).await?;
    let lead = measured.post.world.person("national", Role::Lead).await?;
    let june = measured.desk("ha-noi", "CT-2024-M06").await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let last =
        async || measured.report(&desk, &desk.officer).await.unwrap()["cells"][0]["last"]["num"].as_i64();
    let warned =
        async |sum: &str| found(&measured.save(&desk, &[("K-SUM", sum, "")]).await.unwrap(), "warning");
    assert_eq!(last().await, Some(1_126));
    measured.decide(&june, "return", &lead).await?;
    assert_eq!(last().await, None, "it does not count any more");
    assert_eq!(warned("1120").await, Vec::<String>::new(), "the stock stood at 1,104 in May");
    measured.save(&june, &[("K-SUM", "1130", "")]).await?;
    assert_eq!(measured.file(&june).await?.0, StatusCode::OK);
    assert_eq!(last().await, Some(1_130), "filed again, it counts as it is now");
    assert_eq!(warned("1121").await, ["stock_falls.num"]);
    Ok(())
}

#[tokio::test]
async fn the_database_itself_lets_nobody_change_or_see_what_is_not_theirs() -> anyhow::Result<()> {
    let (measured, desk) = slipped().await?;
    measured.justify(&desk, &desk.officer, "Sáp nhập hai danh bạ").await?;
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    let role = async |n: usize, name: &str| {
        let url = measured
            .post
            .world
            .database
            .url(&format!("dondoc_{name}"), passwords().by_role[n].expose_secret())?;
        connect(&url).await
    };
    let (app, national, worker) =
        (role(0, "app").await?, role(1, "national").await?, role(3, "worker").await?);
    let count = async |client: &tokio_postgres::Client, tenant: i32, table: &str| {
        client.batch_execute(&format!("begin; select dondoc.use_tenant({tenant})")).await?;
        let row = client.query_one(&format!("select count(*) from dondoc.{table}"), &[]).await?;
        client.batch_execute("rollback").await?;
        anyhow::Ok(row.get::<_, i64>(0))
    };
    for table in ["findings", "report_justifications"] {
        assert_eq!(count(&app, World::tenant("ha-noi").0, table).await?, 1, "{table}");
        assert_eq!(count(&app, World::tenant("lao-cai").0, table).await?, 0, "{table}");
    }
    for (client, tenant, statement) in [
        (&app, 1, "update dondoc.findings set judged = 'ok'"),
        (&app, 1, "update dondoc.findings set text = 'x'"),
        (&app, 1, "delete from dondoc.findings"),
        (&app, 1, "delete from dondoc.report_justifications"),
        (&national, 0, "update dondoc.findings set text = 'x'"),
        (&national, 0, "update dondoc.findings set code = 'other'"),
        (&national, 0, "insert into dondoc.findings select * from dondoc.findings"),
        (&national, 0, "select * from dondoc.report_justifications"),
        (&worker, 1, "select * from dondoc.findings"),
        (&worker, 1, "select * from dondoc.report_justifications"),
    ] {
        let refused =
            client.batch_execute(&format!("begin; select dondoc.use_tenant({tenant}); {statement}")).await;
        client.batch_execute("rollback").await?;
        let error = refused.expect_err(statement);
        let refused = error.code().map(tokio_postgres::error::SqlState::code);
        assert_eq!(refused, Some("42501"), "{statement}: {error}");
    }
    Ok(())
}

#[tokio::test]
async fn justifications_are_read_strictly() -> anyhow::Result<()> {
    let (measured, desk) = slipped().await?;
    let seen = measured.report(&desk, &desk.officer).await?["findings"][0]["seen"].clone();
    let good = json!({"indicator": "K-SUM", "rule": "digit_slip", "part": "num", "seen": seen, "code": "real_change", "text": "x"});
    let with = |field: &str, value: Value| {
        let mut said = good.clone();
        said[field] = value;
        json!([said])
    };
    for (said, field) in [
        (with("indicator", json!("I24-99")), "justifications[0].indicator"),
        (with("text", json!("x".repeat(501))), "justifications[0].text"),
        (with("seen", json!("x".repeat(65))), "justifications[0].seen"),
        (with("seen", json!("")), "justifications[0].seen"),
        (with("rule", json!("no_rule")), "justifications[0].rule"),
        (with("code", json!("because")), "justifications[0].code"),
        (with("judged", json!("ok")), "justifications[0].judged"),
        (json!([good, good]), "justifications[1].rule"),
    ] {
        let body = json!({"format": "plain", "cells": [], "justifications": said});
        let (status, answer) = measured.put_draft(&desk, &desk.officer, body).await?;
        assert_eq!((status, named(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, vec![field]), "{answer}");
    }
    let after = measured.report(&desk, &desk.officer).await?;
    assert_eq!(after["findings"][0]["justification"], Value::Null, "nothing of it was written");
    Ok(())
}
