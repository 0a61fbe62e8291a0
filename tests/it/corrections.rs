//! What a body does with a report besides filing its figures: a correction counts once it is accepted, once and whole; a nil return
//! says of each flow that nothing happened. Neither leaves a trace in the figures that is not in what was filed.

use dondoc_server::slices::figures::job;
use dondoc_shared::role::Role;
use dondoc_tests::{
    figures::{Desk, Measured, PERIOD},
    world::Person,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::StatusCode;
use serde_json::{Value, json};

/// After the cut-off, before the period closes.
const AFTER: &str = "2024-07-24T03:00:00Z";

fn code(answer: &Value) -> &str {
    answer["code"].as_str().unwrap_or_default()
}

async fn file(measured: &Measured, desk: &Desk, sum: &str, num: &str) -> anyhow::Result<()> {
    let all = [("K-SUM", sum, ""), ("K-RATIO", num, "1000"), ("K-YES", "1", "")];
    measured.save(desk, if sum.is_empty() { &all[1..] } else { &all[..] }).await?;
    let (status, answer) = measured.file(desk).await?;
    anyhow::ensure!(status == StatusCode::OK, "{answer}");
    Ok(())
}

/// Ha Noi and Lao Cai have filed 35,600 and 900; the period is cut off.
struct Filed {
    measured: Measured,
    lead: Person,
    desk: Desk,
}

impl Filed {
    async fn new() -> anyhow::Result<Self> {
        let measured = Measured::open().await?;
        file(&measured, &measured.desk("ha-noi", PERIOD).await?, "35600", "500").await?;
        file(&measured, &measured.desk("lao-cai", PERIOD).await?, "900", "60").await?;
        measured.post.at(AFTER);
        let lead = measured.post.world.person("national", Role::Lead).await?;
        let desk = measured.desk("lao-cai", PERIOD).await?;
        Ok(Self { measured, lead, desk })
    }

    /// The sum of businesses, once the worker has counted.
    async fn sum(&self, basis: &str) -> Option<i64> {
        self.measured.count().await.unwrap();
        let figures = self.measured.figures(&format!("&basis={basis}"), &self.lead).await.unwrap();
        let items = figures["items"].as_array().unwrap();
        let sum = items.iter().find(|item| item["indicator"] == "K-SUM").unwrap()["num"].as_i64();
        assert_eq!(self.measured.differences().await.unwrap(), Vec::<String>::new());
        sum
    }

    /// Writes a correction by the officer and files it by the approver; the revision that it is.
    async fn correct(&self, cells: &[(&str, &str, &str)]) -> i64 {
        let (status, answer) = self.measured.correct(&self.desk, &self.desk.officer, cells).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{answer}");
        let (status, answer) = self.act("file", &self.desk.approver).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["revision"].as_i64().unwrap()
    }

    async fn act(&self, act: &str, by: &Person) -> (StatusCode, Value) {
        self.measured.act_on_correction(&self.desk, act, by).await.unwrap()
    }

    async fn decide(&self, revision: i64, accept: bool) -> (StatusCode, Value) {
        let body = json!({"accept": accept, "remark": "Đã đối chiếu"});
        self.measured.decide_correction(&self.desk, revision, body, &self.lead).await.unwrap()
    }

    async fn waiting(&self) -> Vec<Value> {
        let (status, answer) = self.measured.server.get("/corrections", &self.lead).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{answer}");
        let (_, overview) = self.measured.server.get("/overview", &self.lead).await.unwrap();
        let items = answer["items"].as_array().unwrap().clone();
        assert_eq!(overview["queues"]["corrections"].as_i64(), i64::try_from(items.len()).ok());
        items
    }

    async fn report(&self) -> Value {
        self.measured
            .server
            .get(&format!("/reports/{}", self.desk.report), &self.desk.officer)
            .await
            .unwrap()
            .1
    }
}

#[tokio::test]
async fn the_old_figures_count_until_a_correction_is_accepted_and_then_the_new_ones() {
    let filed = Filed::new().await.unwrap();
    assert_eq!(filed.sum("filed").await, Some(36_500));
    let assignment = async || {
        let path = format!("/assignments/{}", filed.desk.report);
        let row = filed.measured.server.get(&path, &filed.lead).await.unwrap().1["row"].clone();
        ["status", "version", "late_from", "percent"].map(|part| row[part].clone())
    };
    let before = assignment().await;
    let revision = filed.correct(&[("K-SUM", "90", "")]).await;
    assert_eq!(filed.sum("filed").await, Some(36_500), "nobody has accepted it");
    let [waiting] = filed.waiting().await.try_into().unwrap();
    let change = &waiting["correction"]["changes"];
    assert_eq!((waiting["tenant"]["slug"].as_str(), change.as_array().unwrap().len()), (Some("lao-cai"), 1));
    assert_eq!((change[0]["old"]["num"].as_i64(), change[0]["new"]["num"].as_i64()), (Some(900), Some(90)));
    assert_eq!((change[0]["old_vi"].as_str(), change[0]["new_vi"].as_str()), (Some("900"), Some("90")));
    assert_eq!(filed.report().await["report"]["correction"], "waiting");
    // One waits at a time.
    let (_, answer) =
        filed.measured.correct(&filed.desk, &filed.desk.officer, &[("K-SUM", "80", "")]).await.unwrap();
    assert_eq!(code(&answer), "correction_waiting");
    let (status, answer) = filed.decide(revision, true).await;
    assert_eq!((status, answer["state"].as_str()), (StatusCode::OK, Some("accepted")), "{answer}");
    assert_eq!(filed.sum("filed").await, Some(35_690));
    assert!(filed.waiting().await.is_empty());
    assert_eq!(assignment().await, before, "the assignment knows nothing of it");
    // Verified is what is verified: the report is not yet.
    assert_eq!(filed.sum("verified").await, Some(0));
    assert_eq!(filed.measured.decide(&filed.desk, "accept", &filed.lead).await.unwrap().0, StatusCode::OK);
    assert_eq!(filed.sum("verified").await, Some(90));
    for accept in [true, false] {
        let (status, answer) = filed.decide(revision, accept).await;
        assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "nothing_waiting"));
    }
    let report = filed.report().await;
    assert_eq!(
        (report["cells"][0]["num"].as_str(), report["report"]["revision"].as_i64()),
        (Some("90"), Some(2))
    );
    assert_eq!(report["corrected"]["remark"], "Đã đối chiếu");
}

#[tokio::test]
async fn a_refused_correction_leaves_nothing_changed_and_each_decision_is_told_once() {
    let filed = Filed::new().await.unwrap();
    let before = filed.report().await;
    for (nth, number) in [(1, "90"), (2, "91")] {
        let revision = filed.correct(&[("K-SUM", number, "")]).await;
        let silent = json!({"accept": false});
        let refused =
            filed.measured.decide_correction(&filed.desk, revision, silent, &filed.lead).await.unwrap();
        assert_eq!((refused.0, code(&refused.1)), (StatusCode::UNPROCESSABLE_ENTITY, "remark_required"));
        assert_eq!(filed.decide(revision, false).await.0, StatusCode::OK);
        assert_eq!(filed.sum("filed").await, Some(36_500));
        let told = "select count(*) from dondoc.outbox where kind = 'decision' and args ->> 'event' = 'correction_refused'";
        // The officer who is the assignee, and the approver who filed.
        assert_eq!(filed.measured.post.world.count(told).await.unwrap(), 2 * nth);
    }
    let after = filed.report().await;
    assert_eq!((&before["cells"], &before["report"]), (&after["cells"], &after["report"]));
    assert_eq!(after["corrected"]["state"], "refused");
    let (_, correction) = filed
        .measured
        .server
        .get(&format!("/reports/{}/correction", filed.desk.report), &filed.desk.officer)
        .await
        .unwrap();
    assert_eq!(correction["filed"].as_array().unwrap().len(), 2);
    assert_eq!(correction["cells"][0]["num"], "900", "the next one begins with what counts");
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_decides() {
    let filed = Filed::new().await.unwrap();
    let revision = filed.correct(&[("K-SUM", "90", "")]).await;
    let other = filed.measured.post.world.person("national", Role::NationalOfficer).await.unwrap();
    let refuse = json!({"accept": false, "remark": "Chưa có minh chứng"});
    let (one, two) = tokio::join!(
        filed.decide(revision, true),
        filed.measured.decide_correction(&filed.desk, revision, refuse, &other)
    );
    let two = two.unwrap();
    let mut codes = [one.0, two.0];
    codes.sort();
    assert_eq!(codes, [StatusCode::OK, StatusCode::CONFLICT], "{} {}", one.1, two.1);
    let expected = if one.0 == StatusCode::OK { 35_690 } else { 36_500 };
    assert_eq!(filed.sum("filed").await, Some(expected));
}

#[tokio::test]
async fn a_correction_says_what_changes_and_why_and_another_person_files_it() {
    let filed = Filed::new().await.unwrap();
    let (measured, desk) = (&filed.measured, &filed.desk);
    let refused = async |act: &str, by: &Person| {
        let (status, answer) = filed.act(act, by).await;
        assert!(status.is_client_error(), "{answer}");
        code(&answer).to_owned()
    };
    // As it counts already: nothing is corrected.
    let (_, answer) = measured.correct(desk, &desk.officer, &[("K-SUM", "900", "")]).await.unwrap();
    assert_eq!(code(&answer), "nothing_corrected", "{answer}");
    assert_eq!(refused("propose", &desk.officer).await, "nothing_corrected");
    // Kept as it was typed, and not filed as long as it is wrong.
    measured
        .correct(desk, &desk.officer, &[("K-SUM", "chín mươi", ""), ("K-RATIO", "70", "60")])
        .await
        .unwrap();
    let (status, answer) = filed.act("file", &desk.approver).await;
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "figures_incomplete"));
    let faults: Vec<&str> =
        answer["errors"].as_array().unwrap().iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!(faults, ["cells[K-SUM].num", "cells[K-RATIO].cell"], "{answer}");
    // The approver writes over one cell: both are its authors, also after the officer has written it again.
    let by_approver = measured.correct(desk, &desk.approver, &[("K-SUM", "91", "")]).await.unwrap();
    assert_eq!(by_approver.0, StatusCode::OK, "{}", by_approver.1);
    measured.correct(desk, &desk.officer, &[("K-SUM", "90", ""), ("K-RATIO", "70", "1000")]).await.unwrap();
    assert_eq!(refused("file", &desk.approver).await, "second_person_required");
    let second = measured.post.world.person("lao-cai", Role::Approver).await.unwrap();
    // Whoever proposed does not file either.
    assert_eq!(filed.act("propose", &second).await.0, StatusCode::OK);
    assert_eq!(refused("file", &second).await, "second_person_required");
    assert_eq!(refused("propose", &desk.officer).await, "wrong_state");
    let third = measured.post.world.person("lao-cai", Role::Approver).await.unwrap();
    // Nobody files what has changed since they looked.
    let path = format!("/reports/{}/correction/file", desk.report);
    let (status, answer) = measured.server.act(&path, 1, &json!({}), &third).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::PRECONDITION_FAILED, "version_stale"));
    let (status, answer) = filed.act("file", &third).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let [waiting] = filed.waiting().await.try_into().unwrap();
    assert_eq!(waiting["correction"]["changes"].as_array().unwrap().len(), 2);
    assert_eq!(waiting["correction"]["reason"], "data_error");
}

#[tokio::test]
async fn a_correction_that_stands_out_is_sent_with_a_reason_that_the_working_group_reads_where_it_decides() {
    let months = [(1_083, 880, 980), (1_104, 890, 990), (1_126, 900, 1_000)];
    let measured = Measured::after(&["ha-noi"], &months).await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-SUM", "1150", ""), ("K-RATIO", "910", "1010")]).await.unwrap();
    assert_eq!(measured.file(&desk).await.unwrap().0, StatusCode::OK);
    measured.post.at(AFTER);
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let lead = measured.post.world.person("national", Role::Lead).await.unwrap();
    let path = format!("/reports/{}/correction", desk.report);
    let read = async |by: &Person| measured.server.get(&path, by).await.unwrap().1;
    let act = async |act: &str, by: &Person| measured.act_on_correction(&desk, act, by).await.unwrap();
    // A reason for each warning, upon what stands there.
    let say = async |by: &Person, why: Value, text: &str| {
        let correction = read(by).await;
        let warnings = correction["findings"].as_array().unwrap().iter();
        let reasons: Vec<Value> = warnings
            .filter(|one| one["level"] == "warning")
            .map(|one| {
                json!({"indicator": one["indicator"], "rule": one["rule"], "part": one["part"], "seen": one["seen"],
                    "code": why, "text": text, "version": one["justification"]["version"].as_i64().unwrap_or(0)})
            })
            .collect();
        let body = json!({"format": "plain", "cells": [], "reason": "data_error", "text": "Nhập thừa chữ số",
            "justifications": reasons});
        let put = measured.server.api(reqwest::Method::PUT, &path, Some(by));
        let put = put.header("Idempotency-Key", uuid::Uuid::now_v7().to_string());
        let (status, answer) = dondoc_tests::server::answer(put.json(&body)).await.unwrap();
        assert_eq!(
            (status, answer["justification_conflicts"].clone()),
            (StatusCode::OK, json!([])),
            "{answer}"
        );
    };
    measured.correct(&desk, &desk.officer, &[("K-SUM", "11260", "")]).await.unwrap();
    let correction = read(&desk.officer).await;
    let slip = &correction["findings"][0];
    assert_eq!(slip["message_vi"], "Thừa một chữ số? Kỳ trước 1.126, kỳ này 11.260.", "{slip}");
    assert_eq!(correction["propose_refused"], "justification_required");
    for (what, by) in [("propose", &desk.officer), ("file", &desk.approver)] {
        let (status, answer) = act(what, by).await;
        assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "justification_required"), "{answer}");
        assert_eq!(answer["errors"][0]["field"], "cells[K-SUM].num", "{answer}");
    }
    // Half of a reason is none, and one for another number does not hold.
    say(&desk.officer, Value::Null, "Sáp nhập hai danh bạ").await;
    assert_eq!(code(&act("propose", &desk.officer).await.1), "justification_required");
    say(&desk.officer, json!("real_change"), "Sáp nhập hai danh bạ").await;
    measured.correct(&desk, &desk.officer, &[("K-SUM", "11270", "")]).await.unwrap();
    assert_eq!(code(&act("propose", &desk.officer).await.1), "justification_required");
    // Whoever gives it does not file it.
    say(&desk.approver, json!("real_change"), "Sáp nhập ba danh bạ").await;
    assert_eq!(code(&act("file", &desk.approver).await.1), "second_person_required");
    // A proposal whose reason is changed is none any more.
    assert_eq!(act("propose", &desk.officer).await.0, StatusCode::OK);
    say(&desk.officer, json!("changed_scope"), "Thêm hai khu").await;
    assert_eq!(filed_by(&measured, &desk).await["report"]["correction"], "draft");
    assert_eq!(act("propose", &desk.officer).await.0, StatusCode::OK);
    let (status, answer) = act("file", &desk.approver).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let revision = answer["revision"].as_i64().unwrap();

    let (_, waiting) = measured.server.get("/corrections", &lead).await.unwrap();
    let waiting = &waiting["items"][0];
    assert_eq!(waiting["correction"]["changes"].as_array().unwrap().len(), 1, "{waiting}");
    let found = &waiting["findings"][0];
    let said =
        ["indicator", "rule", "level", "justification", "text"].map(|part| found[part].as_str().unwrap());
    assert_eq!(said, ["K-SUM", "digit_slip", "warning", "changed_scope", "Thêm hai khu"], "{found}");
    assert_eq!(found["message_vi"], "Thừa một chữ số? Kỳ trước 1.126, kỳ này 11.270.");
    // It is judged with the correction, and is none of those of the filing.
    let judged = format!("/reports/{}/findings/{}/judgement", desk.report, found["id"].as_str().unwrap());
    let judgement = json!({"judgement": "ok"});
    assert_eq!(measured.server.act(&judged, 1, &judgement, &lead).await.unwrap().0, StatusCode::NOT_FOUND);
    let (_, of_filing) =
        measured.server.get(&format!("/reports/{}/findings", desk.report), &lead).await.unwrap();
    assert_eq!(of_filing, json!({"revision": 1, "items": []}));
    let accept = json!({"accept": true, "remark": "Đã đối chiếu"});
    assert_eq!(measured.decide_correction(&desk, revision, accept, &lead).await.unwrap().0, StatusCode::OK);
    let report = filed_by(&measured, &desk).await;
    assert_eq!(report["findings"][0]["justification"]["holds"], true, "{report}");
}

/// The report as its officer reads it.
async fn filed_by(measured: &Measured, desk: &Desk) -> Value {
    measured.report(desk, &desk.officer).await.unwrap()
}

#[tokio::test]
async fn a_correction_that_changes_nothing_is_refused_where_it_is_saved() {
    let filed = Filed::new().await.unwrap();
    let (measured, desk) = (&filed.measured, &filed.desk);
    let save = async |cells: &[(&str, &str, &str)]| {
        let (status, answer) = measured.correct(desk, &desk.officer, cells).await.unwrap();
        assert!(status == StatusCode::OK || status == StatusCode::CONFLICT, "{answer}");
        code(&answer).to_owned()
    };
    let same = [("K-SUM", "900", ""), ("K-RATIO", "60", "1000"), ("K-YES", "1", "")];
    for n in 0..=same.len() {
        assert_eq!(save(&same[..n]).await, "nothing_corrected", "{n}");
    }
    let kept = "select count(*) from dondoc.correction_drafts";
    assert_eq!(measured.post.world.count(kept).await.unwrap(), 0, "a reason alone is no correction");
    // What cannot be read says something else, and so does nothing where a number counts.
    for number in ["chín mươi", ""] {
        assert_eq!(save(&[("K-SUM", number, "")]).await, "", "{number}");
    }
    assert_eq!(save(&[("K-SUM", "900", "")]).await, "nothing_corrected");
    let path = format!("/reports/{}/correction", desk.report);
    let (_, correction) = measured.server.get(&path, &desk.officer).await.unwrap();
    assert_eq!(correction["cells"][0]["num"], "", "what was kept before stays: {correction}");
}

#[tokio::test]
async fn what_is_written_is_thrown_away_and_the_next_correction_begins_with_what_counts() {
    let filed = Filed::new().await.unwrap();
    let (measured, desk) = (&filed.measured, &filed.desk);
    let path = format!("/reports/{}/correction", desk.report);
    let first_page =
        async |by: &Person| measured.server.page("/", Some(by)).send().await.unwrap().text().await.unwrap();
    assert_eq!(code(&filed.act("discard", &desk.officer).await.1), "nothing_waiting");
    // The approver has typed into it, and could not file it.
    measured.correct(desk, &desk.approver, &[("K-SUM", "90", ""), ("K-YES", "0", "")]).await.unwrap();
    assert_eq!(filed.act("propose", &desk.officer).await.0, StatusCode::OK);
    assert!(first_page(&desk.approver).await.contains("1 bản đính chính chờ gửi"));
    let viewer = measured.post.world.person("lao-cai", Role::Viewer).await.unwrap();
    assert_eq!(filed.act("discard", &viewer).await.0, StatusCode::FORBIDDEN);
    let stale = measured.server.act(&format!("{path}/discard"), 1, &json!({}), &desk.officer).await.unwrap();
    assert_eq!((stale.0, code(&stale.1)), (StatusCode::PRECONDITION_FAILED, "version_stale"));
    let (status, answer) = filed.act("discard", &desk.officer).await;
    assert_eq!(status, StatusCode::OK, "{answer}");

    assert!(!first_page(&desk.approver).await.contains("đính chính chờ gửi"));
    assert!(filed.report().await["report"]["correction"].is_null());
    let (_, correction) = measured.server.get(&path, &desk.officer).await.unwrap();
    let left = (&correction["cells"][0]["num"], &correction["cells"][2]["num"], &correction["reason"]);
    assert_eq!(left, (&json!("900"), &json!("1"), &Value::Null), "{correction}");
    assert_eq!((&correction["text"], &correction["changes"]), (&json!(""), &json!([])));
    assert_eq!(code(&filed.act("discard", &desk.officer).await.1), "nothing_waiting");
    assert_eq!(filed.sum("filed").await, Some(36_500));
    let trail = "select count(*) from dondoc.audit where action = 'discard_correction'";
    assert_eq!(measured.post.world.count(trail).await.unwrap(), 1);
    // An old page writes over nothing unseen.
    let old = json!({"indicator": "K-SUM", "num": "70", "seen": 1});
    let put = measured.server.api(reqwest::Method::PUT, &path, Some(&desk.officer));
    let put = put.header("Idempotency-Key", uuid::Uuid::now_v7().to_string());
    let body = json!({"format": "plain", "cells": [old]});
    let (_, answer) = dondoc_tests::server::answer(put.json(&body)).await.unwrap();
    assert_eq!(answer["conflicts"][0]["num"], "900", "{answer}");
    // Whoever had typed into what is gone files the next one.
    filed.correct(&[("K-SUM", "80", "")]).await;
    let [waiting] = filed.waiting().await.try_into().unwrap();
    assert_eq!(waiting["correction"]["changes"].as_array().unwrap().len(), 1, "{waiting}");
}

#[tokio::test]
async fn whoever_entered_a_cell_that_somebody_overwrote_does_not_file_the_report() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("bca", PERIOD).await.unwrap();
    let cell = |num: &str, seen: i64| {
        let cell = json!({"indicator": "K-RATIO", "num": num, "den": "1000", "seen": seen});
        json!({"format": "plain", "cells": [cell]})
    };
    measured.put_draft(&desk, &desk.approver, cell("900", 0)).await.unwrap();
    measured.put_draft(&desk, &desk.officer, cell("910", 1)).await.unwrap();
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "second_person_required"));
}

#[tokio::test]
async fn what_is_not_cut_off_or_not_filed_is_not_corrected() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    let refused = async |desk: &Desk| {
        let (_, answer) = measured.correct(desk, &desk.officer, &[("K-SUM", "1", "")]).await.unwrap();
        code(&answer).to_owned()
    };
    assert_eq!(refused(&desk).await, "wrong_state");
    file(&measured, &desk, "900", "60").await.unwrap();
    measured.post.at("2024-07-19T16:59:59.999Z");
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    assert_eq!(refused(&desk).await, "not_cut_off");
    measured.post.at("2024-07-19T17:00:00Z");
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    assert_eq!(refused(&desk).await, "");
}

#[tokio::test]
async fn a_report_that_comes_back_begins_with_what_counted_and_what_waited_is_decided_no_more() {
    let filed = Filed::new().await.unwrap();
    let measured = &filed.measured;
    let first = filed.correct(&[("K-SUM", "90", "")]).await;
    assert_eq!(filed.decide(first, true).await.0, StatusCode::OK);
    let second = filed.correct(&[("K-SUM", "80", "")]).await;
    assert_eq!(measured.decide(&filed.desk, "return", &filed.lead).await.unwrap().0, StatusCode::OK);
    assert_eq!(filed.sum("filed").await, Some(35_600), "nothing of it counts");
    assert!(filed.waiting().await.is_empty());
    let (status, answer) = filed.decide(second, true).await;
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "nothing_waiting"));
    let report = filed.report().await;
    assert_eq!(report["cells"][0]["num"], "90", "not what was typed before it was corrected");
    assert_eq!(report["corrected"]["state"], "lapsed");
    // Looked at and right as it is.
    measured.save(&filed.desk, &[]).await.unwrap();
    let (status, answer) = measured.file(&filed.desk).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(filed.sum("filed").await, Some(35_690));
    // What is filed anew can be corrected anew.
    let third = filed.correct(&[("K-SUM", "70", "")]).await;
    assert_eq!(third, 5);
    assert_eq!(filed.decide(third, true).await.0, StatusCode::OK);
    assert_eq!(filed.sum("filed").await, Some(35_670));
}

#[tokio::test]
async fn a_proposed_correction_is_told_to_the_approvers_as_long_as_it_waits_for_them() {
    let filed = Filed::new().await.unwrap();
    let (measured, desk) = (&filed.measured, &filed.desk);
    measured.correct(desk, &desk.officer, &[("K-SUM", "90", "")]).await.unwrap();
    let first_page =
        async |by: &Person| measured.server.page("/", Some(by)).send().await.unwrap().text().await.unwrap();
    assert!(!first_page(&desk.approver).await.contains("đính chính chờ gửi"));
    assert_eq!(filed.act("propose", &desk.officer).await.0, StatusCode::OK);
    assert!(first_page(&desk.approver).await.contains("1 bản đính chính chờ gửi"));
    assert!(!first_page(&desk.officer).await.contains("đính chính chờ gửi"), "it is no officer's to file");
    measured.post.later(16);
    measured.post.worker().drain().await.unwrap();
    let letters = measured.post.relay.to(&desk.approver.email);
    let told: Vec<String> = letters.into_iter().map(|mail| mail.letter().subject).collect();
    assert!(told.iter().any(|subject| subject.ends_with("bản đính chính chờ bạn gửi")), "{told:?}");
    // Changed since: they are asked anew, and what was asked is told no more.
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    measured.correct(&desk, &desk.officer, &[("K-SUM", "91", "")]).await.unwrap();
    assert_eq!(measured.act_on_correction(&desk, "propose", &desk.officer).await.unwrap().0, StatusCode::OK);
    measured.correct(&desk, &desk.officer, &[("K-SUM", "92", "")]).await.unwrap();
    measured.post.later(16);
    measured.post.worker().drain().await.unwrap();
    assert_eq!(measured.post.relay.to(&desk.approver.email).len(), 0, "it waits for nobody");
}

#[tokio::test]
async fn a_correction_that_is_sent_back_tells_whoever_proposed_it_and_waits_for_them() {
    let filed = Filed::new().await.unwrap();
    let (measured, desk) = (&filed.measured, &filed.desk);
    let path = format!("/reports/{}/correction", desk.report);
    let back = async |remark: &str, by: &Person| {
        let version = measured.server.get(&path, by).await.unwrap().1["version"].as_i64().unwrap_or_default();
        let body = json!({"remark": remark});
        measured.server.act(&format!("{path}/send-back"), version, &body, by).await.unwrap()
    };
    let first_page =
        async |by: &Person| measured.server.page("/", Some(by)).send().await.unwrap().text().await.unwrap();
    measured.correct(desk, &desk.officer, &[("K-SUM", "90", "")]).await.unwrap();
    assert_eq!(
        code(&back("Thiếu minh chứng", &desk.approver).await.1),
        "wrong_state",
        "nobody has proposed it"
    );
    assert_eq!(filed.act("propose", &desk.officer).await.0, StatusCode::OK);
    assert_eq!(code(&back("", &desk.approver).await.1), "remark_required");
    assert_eq!(back("x", &desk.officer).await.0, StatusCode::FORBIDDEN);
    let (status, answer) = back("Thiếu minh chứng", &desk.approver).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert!(first_page(&desk.officer).await.contains("1 bản đính chính bị trả lại"));
    assert!(!first_page(&desk.approver).await.contains("1 bản đính chính chờ gửi"));
    let (_, correction) = measured.server.get(&path, &desk.officer).await.unwrap();
    assert_eq!(correction["sent_back"]["remark"], "Thiếu minh chứng", "{correction}");
    measured.post.later(16);
    measured.post.worker().drain().await.unwrap();
    let letters = measured.post.relay.to(&desk.officer.email);
    let letter = letters
        .into_iter()
        .map(|mail| mail.letter())
        .find(|one| one.subject.contains("đính chính bị trả lại"));
    assert!(letter.unwrap().text.contains("Thiếu minh chứng"));
    // Once it is changed it waits for nobody's mending, and it can be proposed again.
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    measured.correct(&desk, &desk.officer, &[("K-SUM", "91", "")]).await.unwrap();
    assert!(!first_page(&desk.officer).await.contains("bản đính chính bị trả lại"));
    assert_eq!(measured.act_on_correction(&desk, "propose", &desk.officer).await.unwrap().0, StatusCode::OK);
}

#[tokio::test]
async fn nobody_erases_a_colleagues_reason_unseen() {
    let filed = Filed::new().await.unwrap();
    let (measured, desk) = (&filed.measured, &filed.desk);
    measured.correct(desk, &desk.officer, &[("K-SUM", "90", "")]).await.unwrap();
    let path = format!("/reports/{}/correction", desk.report);
    let put = measured.server.api(reqwest::Method::PUT, &path, Some(&desk.approver));
    let put = put.header("Idempotency-Key", uuid::Uuid::now_v7().to_string());
    let bare = json!({"format": "plain", "cells": []});
    let (status, answer) = dondoc_tests::server::answer(put.json(&bare)).await.unwrap();
    assert_eq!((status.as_u16(), code(&answer)), (428, "version_required"));
    let (_, correction) = measured.server.get(&path, &desk.officer).await.unwrap();
    assert_eq!(correction["reason"], "data_error");
}

#[tokio::test]
async fn a_storm_of_corrections_counted_twice_late_or_out_of_order_leaves_no_difference() {
    let measured = Measured::open().await.unwrap();
    let lead = measured.post.world.person("national", Role::Lead).await.unwrap();
    for (slug, sum) in [("ha-noi", "100"), ("lao-cai", "200"), ("bca", "")] {
        file(&measured, &measured.desk(slug, PERIOD).await.unwrap(), sum, "5").await.unwrap();
    }
    measured.post.at(AFTER);
    let lead = measured.post.world.signed_in_again(&lead).await.unwrap();
    let desks = measured.desks().await.unwrap();
    let mut chance = StdRng::seed_from_u64(26);
    let (mut looked, mut decided) = (vec![], 0);
    for step in 0..70 {
        let desk = &desks[chance.random_range(0..3)];
        let locality = desk.officer.tenant.0 != 3;
        let number = chance.random_range(0..900).to_string();
        match chance.random_range(0..9) {
            0 => drop(file(&measured, desk, if locality { &number } else { "" }, &number).await),
            1 => drop(measured.decide(desk, "accept", &lead).await.unwrap()),
            2 => drop(measured.decide(desk, "return", &lead).await.unwrap()),
            3 => drop(measured.decide(desk, "reopen", &lead).await.unwrap()),
            4 | 5 => {
                // Refused where one waits, or nothing counts: then nothing changes.
                drop(measured.correct(desk, &desk.officer, &[("K-RATIO", &number, "1000")]).await.unwrap());
                drop(measured.act_on_correction(desk, "file", &desk.approver).await.unwrap());
            }
            _ => {
                let (_, waiting) = measured.server.get("/corrections", &lead).await.unwrap();
                let of_desk = |one: &&Value| one["assignment"] == desk.report.to_string();
                let Some(one) = waiting["items"].as_array().unwrap().iter().find(of_desk) else { continue };
                let body = json!({"accept": chance.random_range(0..3) > 0, "remark": "Đã xem"});
                let revision = one["correction"]["revision"].as_i64().unwrap();
                let (status, answer) = measured.decide_correction(desk, revision, body, &lead).await.unwrap();
                assert_eq!(status, StatusCode::OK, "{answer}");
                decided += 1;
            }
        }
        looked.push(job::look(&measured.post.db, desk.officer.tenant, desk.report).await.unwrap());
        if step % 3 == 0 {
            for filed in looked.iter().rev().chain(&looked) {
                job::carry(&measured.post.db, filed).await.unwrap();
            }
            looked.truncate(4);
            measured.count().await.unwrap();
            assert_eq!(measured.differences().await.unwrap(), Vec::<String>::new(), "step {step}");
        }
    }
    assert!(decided > 5, "{decided}: the storm was none");
}

#[tokio::test]
async fn a_look_from_before_a_decision_that_is_carried_after_it_changes_nothing() {
    let filed = Filed::new().await.unwrap();
    let look = async || {
        job::look(&filed.measured.post.db, filed.desk.officer.tenant, filed.desk.report).await.unwrap()
    };
    let revision = filed.correct(&[("K-SUM", "90", "")]).await;
    let old = look().await;
    assert_eq!(filed.decide(revision, true).await.0, StatusCode::OK);
    assert_eq!(filed.sum("filed").await, Some(35_690));
    job::carry(&filed.measured.post.db, &old).await.unwrap();
    job::carry(&filed.measured.post.db, &look().await).await.unwrap();
    assert_eq!(filed.sum("filed").await, Some(35_690));
}

#[tokio::test]
async fn nothing_happened_is_one_act_counted_apart_and_ends_the_reminders() {
    let measured = Measured::open().await.unwrap();
    let lead = measured.post.world.person("national", Role::Lead).await.unwrap();
    let desk = measured.desk("bca", PERIOD).await.unwrap();
    let (status, answer) = measured.act(&desk, "nil", &desk.approver).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    measured.count().await.unwrap();
    let figures = measured.figures("", &lead).await.unwrap();
    assert_eq!((figures["filed"].as_i64(), figures["nil"].as_i64()), (Some(1), Some(1)));
    let ratio =
        figures["items"].as_array().unwrap().iter().find(|item| item["indicator"] == "K-RATIO").unwrap();
    assert_eq!(
        (ratio["coverage"]["nil"].as_i64(), ratio["coverage"]["missing"].as_i64()),
        (Some(1), Some(2))
    );
    assert_eq!(measured.differences().await.unwrap(), Vec::<String>::new());
    let (_, report) = measured.server.get(&format!("/reports/{}", desk.report), &desk.officer).await.unwrap();
    assert_eq!(
        (report["report"]["status"].as_str(), report["report"]["nil"].as_bool()),
        (Some("submitted"), Some(true))
    );
    assert_eq!(report["report"]["first_filed_on"], "2024-07-15");
    measured.post.at("2024-07-18T01:00:00Z");
    measured.post.sweep("bca").await;
    let owed = "select count(*) from dondoc.outbox where kind = 'digest' and tenant_id = 3";
    assert_eq!(measured.post.world.count(owed).await.unwrap(), 0, "nobody is reminded of it");
    // Figures that count are not counted as nothing.
    let other = measured.desk("ha-noi", PERIOD).await.unwrap();
    file(&measured, &other, "100", "5").await.unwrap();
    measured.count().await.unwrap();
    let lead = measured.post.world.signed_in_again(&lead).await.unwrap();
    let figures = measured.figures("", &lead).await.unwrap();
    assert_eq!((figures["filed"].as_i64(), figures["nil"].as_i64()), (Some(2), Some(1)));
    // Nor is what came back.
    assert_eq!(measured.decide(&desk, "return", &lead).await.unwrap().0, StatusCode::OK);
    measured.count().await.unwrap();
    let figures = measured.figures("", &lead).await.unwrap();
    assert_eq!((figures["filed"].as_i64(), figures["nil"].as_i64()), (Some(1), Some(0)));
}

#[tokio::test]
async fn a_stock_that_must_be_told_a_regime_and_an_author_each_rule_a_nil_return_out() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let (status, answer) = measured.act(&desk, "nil", &desk.approver).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "figures_incomplete"));
    assert_eq!(answer["errors"][0]["field"], "cells[K-SUM].cell", "{answer}");
    let desk = measured.desk("bca", PERIOD).await.unwrap();
    let (status, answer) = measured.act(&desk, "nil", &desk.officer).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::FORBIDDEN, "not_permitted"));
    // Whoever has entered figures is one of the two people.
    let cell = json!({"indicator": "K-RATIO", "num": "1", "den": "2", "seen": 0});
    let body = json!({"format": "plain", "cells": [cell]});
    measured.put_draft(&desk, &desk.approver, body).await.unwrap();
    let (status, answer) = measured.act(&desk, "nil", &desk.approver).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "second_person_required"));
    let second = measured.post.world.person("bca", Role::Approver).await.unwrap();
    // Nobody files what has changed since they looked.
    let path = format!("/reports/{}/nil", desk.report);
    let (status, answer) = measured.server.act(&path, 1, &json!({}), &second).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::PRECONDITION_FAILED, "version_stale"));
    assert_eq!(measured.act(&desk, "nil", &second).await.unwrap().0, StatusCode::OK);

    let strict = Measured::planned().await.unwrap();
    strict.post.world.run("update dondoc.regimes set nil_allowed = false", &[]).await.unwrap();
    strict.open_period(PERIOD).await.unwrap();
    let desk = strict.desk("bca", PERIOD).await.unwrap();
    let (status, answer) = strict.act(&desk, "nil", &desk.approver).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "nil_not_allowed"));
}

#[tokio::test]
async fn an_exception_lets_one_body_enter_figures_until_the_end_of_a_day_and_moves_no_due_date() {
    let measured = Measured::open().await.unwrap();
    measured.post.at(AFTER);
    let (desk, other) =
        (measured.desk("bca", PERIOD).await.unwrap(), measured.desk("ha-noi", PERIOD).await.unwrap());
    let grant = async |until: &str, by: &Person| {
        let body = json!({"until": until, "reason": "outage", "text": "Mất đường truyền"});
        measured.server.act(&format!("/reports/{}/exceptions", desk.report), 1, &body, by).await.unwrap()
    };
    let officer = measured.post.world.person("national", Role::NationalOfficer).await.unwrap();
    let enter = async |desk: &Desk, by: &Person| {
        let cell = json!({"indicator": "K-RATIO", "num": "1", "den": "2", "seen": 9});
        let body = json!({"format": "plain", "cells": [cell]});
        code(&measured.put_draft(desk, by, body).await.unwrap().1).to_owned()
    };
    assert_eq!(enter(&desk, &desk.officer).await, "cut_off_passed");
    // After the last day that they have, and not after the close.
    for (until, wrong) in [("2024-07-19", "until"), ("2024-07-23", "until"), ("2024-08-20", "until")] {
        let (status, answer) = grant(until, &officer).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{until}: {answer}");
        assert_eq!(answer["errors"][0]["field"], wrong);
    }
    assert_eq!(grant("2024-07-26", &desk.approver).await.0, StatusCode::FORBIDDEN);
    let (status, answer) = grant("2024-07-26", &officer).await;
    assert_eq!((status, answer["until"].as_str()), (StatusCode::OK, Some("2024-07-26")), "{answer}");
    assert_eq!(enter(&other, &other.officer).await, "cut_off_passed", "it is for one body");
    let (_, report) = measured.server.get(&format!("/reports/{}", desk.report), &desk.officer).await.unwrap();
    assert_eq!(
        (report["report"]["exception_until"].as_str(), report["report"]["due_on"].as_str()),
        (Some("2024-07-26"), Some("2024-07-17"))
    );
    let page = measured.server.page(&format!("/reports/{}", desk.report), Some(&desk.officer));
    let page = page.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("nhập được đến hết ngày 26/07/2024"), "{page}");
    measured.post.worker().drain().await.unwrap();
    let letters = measured.post.relay.to(&desk.officer.email);
    let letter = letters
        .into_iter()
        .map(|mail| mail.letter())
        .find(|one| one.subject.contains("cho nhập số liệu thêm"));
    let text = letter.unwrap().text;
    assert!(text.contains("26/07/2024") && text.contains("Mất đường truyền"), "{text}");
    for (instant, refused) in [("2024-07-26T16:59:59.999Z", ""), ("2024-07-26T17:00:00Z", "cut_off_passed")] {
        measured.post.at(instant);
        let desk = measured.desk("bca", PERIOD).await.unwrap();
        assert_eq!(enter(&desk, &desk.officer).await, refused, "{instant}");
    }
    // Filed by an exception, and late all the same.
    measured.post.at("2024-07-26T03:00:00Z");
    let desk = measured.desk("bca", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-RATIO", "5", "9")]).await.unwrap();
    assert_eq!(measured.file(&desk).await.unwrap().0, StatusCode::OK);
    let in_time = "select count(*) from dondoc.report_revisions where in_time";
    assert_eq!(measured.post.world.count(in_time).await.unwrap(), 0);
}

#[tokio::test]
async fn an_exception_that_is_cancelled_counts_no_more_and_its_mail_is_not_sent() {
    let measured = Measured::open().await.unwrap();
    measured.post.at(AFTER);
    let desk = measured.desk("bca", PERIOD).await.unwrap();
    let officer = measured.post.world.person("national", Role::NationalOfficer).await.unwrap();
    let path = format!("/reports/{}/exceptions", desk.report);
    let body = json!({"until": "2024-07-26", "reason": "outage", "text": "Mất đường truyền"});
    assert_eq!(measured.server.act(&path, 1, &body, &officer).await.unwrap().0, StatusCode::OK);
    let cancel = async || {
        let remark = json!({"remark": "Đã khắc phục"});
        measured.server.act(&format!("{path}/cancel"), 1, &remark, &officer).await.unwrap()
    };
    let (status, answer) = cancel().await;
    assert_eq!((status, answer["until"].is_null()), (StatusCode::OK, true), "{answer}");
    assert_eq!(code(&cancel().await.1), "nothing_waiting");
    let cell = json!({"indicator": "K-RATIO", "num": "1", "den": "2", "seen": 0});
    let body = json!({"format": "plain", "cells": [cell]});
    let (_, answer) = measured.put_draft(&desk, &desk.officer, body).await.unwrap();
    assert_eq!(code(&answer), "cut_off_passed");
    measured.post.worker().drain().await.unwrap();
    let told: Vec<String> =
        measured.post.relay.to(&desk.officer.email).into_iter().map(|mail| mail.letter().subject).collect();
    assert!(matches!(told.as_slice(), [only] if only.contains("thôi cho nhập số liệu thêm")), "{told:?}");
}
