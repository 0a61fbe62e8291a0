//! Figures of a report that was missed: they count once they are accepted, and the report stays missed (R138, R149).

use dondoc_shared::role::Role;
use dondoc_tests::figures::{Measured, PERIOD};
use jiff::civil::date;
use reqwest::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn figures_of_a_missed_report_count_once_they_are_accepted_and_the_report_stays_missed() {
    let measured = Measured::open().await.unwrap();
    let in_time = measured.desk("ha-noi", PERIOD).await.unwrap();
    measured
        .save(&in_time, &[("K-SUM", "35600", ""), ("K-RATIO", "5", "10"), ("K-YES", "1", "")])
        .await
        .unwrap();
    assert_eq!(measured.file(&in_time).await.unwrap().0, StatusCode::OK);
    let typed = measured.desk("lao-cai", PERIOD).await.unwrap();
    measured.save(&typed, &[("K-RATIO", "60", "1000")]).await.unwrap();
    // The day after M08 is due and M07 closes with it.
    measured.morning(date(2024, 8, 20)).await.unwrap();

    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    let lead = measured.post.world.person("national", Role::Lead).await.unwrap();
    let path = format!("/reports/{}", desk.report);
    let report = async || measured.server.get(&path, &desk.officer).await.unwrap().1;
    let filing = async || {
        let (status, period) = measured.server.get(&format!("/periods/{PERIOD}"), &lead).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{period}");
        period["filing"].clone()
    };
    let sum = async |basis: &str| {
        measured.count().await.unwrap();
        let figures = measured.figures(&format!("&basis={basis}"), &lead).await.unwrap();
        assert_eq!(measured.differences().await.unwrap(), Vec::<String>::new());
        let items: &Vec<Value> = figures["items"].as_array().unwrap();
        let sum = items.iter().find(|item| item["indicator"] == "K-SUM").unwrap();
        (sum["num"].as_i64().unwrap(), sum["coverage"]["value"].as_i64().unwrap())
    };
    let before = filing().await;
    assert_eq!(
        (report().await["report"]["status"].as_str(), sum("filed").await),
        (Some("withdrawn"), (35_600, 1))
    );

    // One begins with what was typed in time, and every cell is wanted.
    let correction = measured.server.get(&format!("{path}/correction"), &desk.officer).await.unwrap().1;
    let cell =
        correction["cells"].as_array().unwrap().iter().find(|cell| cell["indicator"] == "K-RATIO").unwrap();
    assert_eq!(
        (cell["num"].as_str(), correction["write_refused"].is_null()),
        (Some("60"), true),
        "{correction}"
    );
    measured.correct(&desk, &desk.officer, &[("K-YES", "1", "")]).await.unwrap();
    let (_, answer) = measured.act_on_correction(&desk, "file", &desk.approver).await.unwrap();
    assert_eq!(answer["code"], "figures_incomplete", "{answer}");
    measured.correct(&desk, &desk.officer, &[("K-SUM", "900", "")]).await.unwrap();
    let (status, answer) = measured.act_on_correction(&desk, "file", &desk.approver).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    let revision = answer["revision"].as_i64().unwrap();
    let (_, answer) = measured.correct(&desk, &desk.officer, &[("K-SUM", "80", "")]).await.unwrap();
    assert_eq!(answer["code"], "correction_waiting");
    assert_eq!(sum("filed").await, (35_600, 1), "nobody has accepted it");
    let (_, waiting) = measured.server.get("/corrections", &lead).await.unwrap();
    let change = &waiting["items"][0]["correction"]["changes"][0];
    assert_eq!((change["old"].is_null(), change["new"]["num"].as_i64()), (true, Some(900)), "{waiting}");

    let accept = json!({"accept": true, "remark": "Đã đối chiếu"});
    assert_eq!(measured.decide_correction(&desk, revision, accept, &lead).await.unwrap().0, StatusCode::OK);
    assert_eq!((sum("filed").await, sum("verified").await), ((36_500, 2), (900, 1)));
    assert_eq!((filing().await, report().await["report"]["status"].as_str()), (before, Some("withdrawn")));
    let (_, shown) = measured.server.get(&format!("/periods/{PERIOD}/reports/lao-cai"), &lead).await.unwrap();
    assert_eq!(
        (shown["filed"]["revision"].as_i64(), shown["counted"].as_i64()),
        (Some(revision), Some(revision)),
        "{shown}"
    );
    // What is known now can be corrected again.
    measured.correct(&desk, &desk.officer, &[("K-SUM", "90", "")]).await.unwrap();
    let (status, answer) = measured.act_on_correction(&desk, "file", &desk.approver).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
}

#[tokio::test]
async fn the_working_group_reads_what_counts_and_no_correction_that_is_not_accepted() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-SUM", "900", ""), ("K-RATIO", "5", "10"), ("K-YES", "1", "")]).await.unwrap();
    assert_eq!(measured.file(&desk).await.unwrap().0, StatusCode::OK);
    measured.post.at("2024-07-24T03:00:00Z");
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    let lead = measured.post.world.person("national", Role::Lead).await.unwrap();
    let read = async || {
        let (status, shown) =
            measured.server.get(&format!("/periods/{PERIOD}/reports/lao-cai"), &lead).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{shown}");
        (
            shown["filed"]["revision"].as_i64(),
            shown["counted"].as_i64(),
            shown["cells"][0]["entry"]["num"].as_i64(),
        )
    };
    for (revision, accepted) in [(2, false), (3, true)] {
        measured.correct(&desk, &desk.officer, &[("K-SUM", "90", "")]).await.unwrap();
        assert_eq!(
            measured.act_on_correction(&desk, "file", &desk.approver).await.unwrap().0,
            StatusCode::OK
        );
        assert_eq!(read().await, (Some(1), Some(1), Some(900)), "it waits");
        let decision = json!({"accept": accepted, "remark": "Đã xem"});
        assert_eq!(
            measured.decide_correction(&desk, revision, decision, &lead).await.unwrap().0,
            StatusCode::OK
        );
        let expected = if accepted { (3, 90) } else { (1, 900) };
        assert_eq!(read().await, (Some(expected.0), Some(expected.0), Some(expected.1)));
    }
}

#[tokio::test]
async fn a_report_that_comes_back_after_the_close_comes_with_a_later_date_or_not_at_all() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    let all = [("K-SUM", "900", ""), ("K-RATIO", "5", "10"), ("K-YES", "1", "")];
    measured.save(&desk, &all).await.unwrap();
    assert_eq!(measured.file(&desk).await.unwrap().0, StatusCode::OK);
    // M07 closes on 19 August.
    measured.post.at("2024-08-20T03:00:00Z");
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    let lead = measured.post.world.person("national", Role::Lead).await.unwrap();
    let act = async |act: &str, body: Value, by: &dondoc_tests::world::Person| {
        let path = format!("/assignments/{}", desk.report);
        let version = measured.server.get(&path, by).await.unwrap().1["row"]["version"].as_i64().unwrap();
        measured.server.act(&format!("{path}/{act}"), version, &body, by).await.unwrap()
    };
    let (_, answer) = act("take-back", json!({}), &desk.approver).await;
    assert_eq!(answer["code"], "cut_off_passed", "{answer}");
    let bare = json!({"remark": "Sai số"});
    for attempt in ["return", "accept", "reopen"] {
        let (status, answer) = act(attempt, bare.clone(), &lead).await;
        if attempt == "accept" {
            assert_eq!(status, StatusCode::OK, "{answer}");
        } else {
            assert_eq!(answer["errors"][0]["field"], "due_on", "{attempt}: {answer}");
        }
    }
    let dated = json!({"remark": "Sai số", "due_on": "2024-08-30"});
    assert_eq!(act("reopen", dated, &lead).await.0, StatusCode::OK);
    measured.morning(date(2024, 8, 21)).await.unwrap();
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-SUM", "90", "")]).await.unwrap();
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
}

#[tokio::test]
async fn a_proposal_that_comes_back_after_the_cut_off_can_be_mended_until_it_is_filed() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    let all = [("K-SUM", "900", ""), ("K-RATIO", "5", "10"), ("K-YES", "1", "")];
    measured.save(&desk, &all).await.unwrap();
    assert_eq!(measured.act(&desk, "propose", &desk.officer).await.unwrap().0, StatusCode::OK);
    measured.post.at("2024-07-22T03:00:00Z");
    let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
    let path = format!("/assignments/{}", desk.report);
    let version =
        measured.server.get(&path, &desk.approver).await.unwrap().1["row"]["version"].as_i64().unwrap();
    let (status, answer) = measured
        .server
        .act(&format!("{path}/send-back"), version, &json!({"remark": "x"}), &desk.approver)
        .await
        .unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    let path = format!("/reports/{}", desk.report);
    let report = async || measured.server.get(&path, &desk.officer).await.unwrap().1;
    assert_eq!(report().await["last_word"]["remark"], "x", "why it came back stands where it is mended");
    for number in ["901", "902", "903"] {
        measured.save(&desk, &[("K-SUM", number, "")]).await.unwrap();
    }
    let page = measured.server.page(&format!("/reports/{}", desk.report), Some(&desk.officer));
    let page = page.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("nhập được đến hết ngày 19/08/2024"), "{page}");
    assert!(page.contains("Trả lại chuyên viên"), "{page}");
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert!(report().await["last_word"].is_null());
}
