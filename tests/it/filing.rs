//! The Working Group's side of reports: rates with their denominators, who comes first, what a body filed and nothing that it did not,
//! and a return with a later date.

use dondoc_shared::role::Role;
use dondoc_tests::{
    figures::{Desk, Measured, PERIOD},
    server::answer,
    world::Person,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

const CELLS: [(&str, &str, &str); 3] =
    [("K-SUM", "20000", ""), ("K-RATIO", "900", "1000"), ("K-YES", "1", "")];

async fn lead(measured: &Measured) -> Person {
    measured.post.world.person("national", Role::Lead).await.unwrap()
}

/// Somebody of a body enters all its cells, and somebody else files them.
async fn filed(measured: &Measured, slug: &str, cells: &[(&str, &str, &str)]) -> Desk {
    let desk = measured.desk(slug, PERIOD).await.unwrap();
    let asked: Vec<_> =
        cells.iter().filter(|(code, ..)| slug != "bca" || *code != "K-SUM").copied().collect();
    measured.save(&desk, &asked).await.unwrap();
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    desk
}

async fn read(measured: &Measured, path: &str) -> Value {
    let lead = lead(measured).await;
    let (status, answer) = measured.server.get(path, &lead).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    answer
}

/// Filed, on time, verified, each as part and whole; filed late, missing, not yet due.
fn rates(filing: &Value) -> ([[i64; 2]; 3], [i64; 3]) {
    let number = |value: &Value| value.as_i64().unwrap();
    (
        ["filed", "on_time", "verified"]
            .map(|rate| ["part", "whole"].map(|side| number(&filing[rate][side]))),
        ["late", "missing", "not_yet_due"].map(|count| number(&filing[count])),
    )
}

fn slugs(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|row| row["tenant"]["slug"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_rates_follow_what_is_filed_late_verified_and_returned() {
    let measured = Measured::open().await.unwrap();
    let page = format!("/periods/{PERIOD}");
    let now = async || {
        let of_page = rates(&read(&measured, &page).await["filing"]);
        let list = read(&measured, "/periods").await;
        let listed = list["items"].as_array().unwrap().iter().find(|row| row["code"] == "2024-M07").unwrap();
        assert_eq!(rates(&listed["filing"]), of_page, "list and page say the same");
        of_page
    };
    assert_eq!(now().await, ([[0, 3], [0, 0], [0, 0]], [0, 0, 3]), "expected before anything is filed");
    let ha_noi = filed(&measured, "ha-noi", &CELLS).await;
    assert_eq!(now().await, ([[1, 3], [1, 1], [0, 1]], [0, 0, 2]), "only what was filed is due");
    measured.post.at("2024-07-18T02:00:00Z");
    let lao_cai = filed(&measured, "lao-cai", &CELLS).await;
    assert_eq!(now().await, ([[2, 3], [1, 3], [0, 2]], [1, 1, 0]));
    // A slow verification makes nobody late.
    measured.post.at("2024-07-25T02:00:00Z");
    let (status, answer) = measured.decide(&ha_noi, "accept", &lead(&measured).await).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(now().await, ([[2, 3], [1, 3], [1, 2]], [1, 1, 0]));
    assert_eq!(slugs(&read(&measured, &page).await), ["lao-cai", "bca", "ha-noi"]);
    // What is returned is not filed until it is filed again.
    measured.decide(&lao_cai, "return", &lead(&measured).await).await.unwrap();
    assert_eq!(now().await, ([[1, 3], [1, 3], [1, 1]], [0, 2, 0]));
    // A period that nobody has opened has no rates.
    let planned = read(&measured, "/periods/CT-2024-M08").await;
    assert_eq!((&planned["filing"], planned["total"].as_i64()), (&Value::Null, Some(0)));
}

#[tokio::test]
async fn each_way_to_show_reports_is_a_list_of_its_own_and_pages_follow_each_other() {
    let measured = Measured::open().await.unwrap();
    filed(&measured, "ha-noi", &CELLS).await;
    measured.post.at("2024-07-18T02:00:00Z");
    filed(&measured, "lao-cai", &CELLS).await;
    measured.post.at("2024-07-20T02:00:00Z");
    for (show, slugs_shown) in [
        ("all", &["lao-cai", "ha-noi", "bca"][..]),
        ("waiting", &["lao-cai", "ha-noi"]),
        ("missing", &["bca"]),
        ("late", &["lao-cai", "bca"]),
        ("verified", &[]),
    ] {
        let mut shown = slugs(&read(&measured, &format!("/periods/{PERIOD}?show={show}")).await)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        let mut wanted: Vec<String> = slugs_shown.iter().map(|slug| (*slug).to_owned()).collect();
        if show != "missing" {
            // Cities and provinces are read by their names alone; both orders are tested where rows are made.
            shown.sort();
            wanted.sort();
        }
        assert_eq!(shown, wanted, "{show}");
    }
    let mut seen = vec![];
    let mut next = String::new();
    loop {
        let page = read(&measured, &format!("/periods/{PERIOD}?limit=1{next}")).await;
        assert_eq!(page["total"], 3);
        seen.extend(slugs(&page).into_iter().map(str::to_owned));
        let Some(cursor) = page["next"].as_str() else { break };
        next = format!("&cursor={cursor}");
    }
    assert_eq!(seen, slugs(&read(&measured, &format!("/periods/{PERIOD}")).await));
    let late = &read(&measured, &format!("/periods/{PERIOD}?show=late")).await["items"][0].clone();
    assert_eq!((late["days_late"].as_i64(), late["filed_on"].as_str()), (Some(1), Some("2024-07-18")));
    // A place in one list is none in another.
    let by = lead(&measured).await;
    let (_, first) = measured.server.get(&format!("/periods/{PERIOD}?limit=1"), &by).await.unwrap();
    let cursor = first["next"].as_str().unwrap();
    for (path, status, code) in [
        (format!("{PERIOD}?show=late&cursor={cursor}"), StatusCode::BAD_REQUEST, "invalid_cursor"),
        (format!("{PERIOD}?show=some"), StatusCode::UNPROCESSABLE_ENTITY, "invalid_input"),
        (format!("{PERIOD}?limit=0"), StatusCode::UNPROCESSABLE_ENTITY, "invalid_input"),
        ("CT-2031-M07".to_owned(), StatusCode::NOT_FOUND, "not_found"),
        ("XX-2024-M07".to_owned(), StatusCode::NOT_FOUND, "not_found"),
        ("x".to_owned(), StatusCode::NOT_FOUND, "not_found"),
        (format!("{PERIOD}/reports/nowhere"), StatusCode::NOT_FOUND, "not_found"),
        ("CT-2024-M08/reports/ha-noi".to_owned(), StatusCode::NOT_FOUND, "not_found"),
    ] {
        let (answered, answer) = measured.server.get(&format!("/periods/{path}"), &by).await.unwrap();
        assert_eq!((answered, answer["code"].as_str()), (status, Some(code)), "{path}: {answer}");
    }
}

fn cell<'a>(report: &'a Value, indicator: &str) -> &'a Value {
    report["cells"].as_array().unwrap().iter().find(|cell| cell["indicator"] == indicator).unwrap()
}

#[tokio::test]
async fn the_working_group_reads_what_was_filed_beside_what_counted_before_and_never_a_draft() {
    let measured = Measured::planned().await.unwrap();
    measured.post.at("2024-06-17T01:00:00Z");
    measured.open_period("CT-2024-M06").await.unwrap();
    let june = measured.desk("ha-noi", "CT-2024-M06").await.unwrap();
    measured.save(&june, &CELLS).await.unwrap();
    assert_eq!(measured.file(&june).await.unwrap().0, StatusCode::OK);
    measured.post.at("2024-07-15T01:00:00Z");
    measured.open_period(PERIOD).await.unwrap();
    let path = format!("/periods/{PERIOD}/reports/ha-noi");
    let report = async || read(&measured, &path).await;
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-SUM", "31337", ""), ("K-RATIO", "950", "1000")]).await.unwrap();
    let before = report().await;
    assert_eq!((&before["filed"], before["counted"].as_i64()), (&Value::Null, Some(0)));
    assert!(!before.to_string().contains("31337"), "a draft is the body's own: {before}");
    assert_eq!(cell(&before, "K-SUM")["last"]["num"], 20_000);
    assert_eq!(measured.file(&desk).await.unwrap().0, StatusCode::OK);
    let first = report().await;
    assert_eq!((first["filed"]["revision"].as_i64(), first["counted"].as_i64()), (Some(1), Some(1)));
    assert_eq!(first["filed"]["in_time"], true);
    let ratio = cell(&first, "K-RATIO");
    assert_eq!((ratio["entry"]["num"].as_i64(), ratio["last"]["num"].as_i64()), (Some(950), Some(900)));
    assert_eq!(
        (ratio["change_vi"].as_str(), ratio["change_en"].as_str()),
        (Some("+5,0 điểm %"), Some("+5.0 points"))
    );
    assert_eq!(cell(&first, "K-SUM")["change_vi"], "+56,7%");
    assert_eq!(
        (&cell(&first, "K-YES")["entry"], &cell(&first, "K-YES")["year_ago"]),
        (&Value::Null, &Value::Null)
    );
    // What is taken back is the body's own again.
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let version = first["report"]["version"].as_i64().unwrap();
    let take_back = format!("/assignments/{}/take-back", desk.report);
    let (status, answer) =
        measured.server.act(&take_back, version, &json!({}), &desk.approver).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    let taken_back = report().await;
    assert!(taken_back["filed"].is_null() && !taken_back.to_string().contains("31337"), "{taken_back}");
    // What is returned stays to be read, with the reason, and counts no more.
    measured.save(&desk, &[("K-SUM", "21000", "")]).await.unwrap();
    assert_eq!(measured.file(&desk).await.unwrap().0, StatusCode::OK);
    measured.decide(&desk, "return", &lead(&measured).await).await.unwrap();
    let returned = report().await;
    assert_eq!((returned["filed"]["revision"].as_i64(), returned["counted"].as_i64()), (Some(2), Some(0)));
    assert_eq!(
        (returned["returned"]["revision"].as_i64(), returned["returned"]["remark"].as_str()),
        (Some(2), Some("Lý do"))
    );
    assert_eq!(cell(&returned, "K-SUM")["entry"]["num"], 21_000);
    // Nobody of a body reads it here, not even its own.
    let (status, _) = measured.server.get(&path, &desk.approver).await.unwrap();
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_return_with_a_later_date_is_an_extension_and_what_comes_by_then_is_in_time() {
    let measured = Measured::open().await.unwrap();
    measured.post.at("2024-07-18T02:00:00Z");
    let desk = filed(&measured, "ha-noi", &CELLS).await;
    measured.post.at("2024-07-22T02:00:00Z");
    let by = lead(&measured).await;
    let (_, detail) = measured.server.get(&format!("/assignments/{}", desk.report), &by).await.unwrap();
    let version = detail["row"]["version"].as_i64().unwrap();
    let path = format!("/assignments/{}/return", desk.report);
    for (due_on, code) in
        [("2024-07-17", "date_not_later"), ("2024-07-22", "date_not_later"), ("2044-01-01", "invalid_input")]
    {
        let body = json!({"remark": "Thiếu", "due_on": due_on});
        let (status, answer) = measured.server.act(&path, version, &body, &by).await.unwrap();
        assert_eq!(answer["code"], code, "{status} {answer}");
    }
    let body = json!({"remark": "Thiếu", "due_on": "2024-07-26"});
    let (status, answer) = measured.server.act(&path, version, &body, &by).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (_, detail) = measured.server.get(&format!("/assignments/{}", desk.report), &by).await.unwrap();
    assert_eq!(
        (detail["row"]["due_on"].as_str(), detail["row"]["original_due_on"].as_str()),
        (Some("2024-07-26"), Some("2024-07-17"))
    );
    assert_eq!(
        (detail["row"]["days_overdue"].as_i64(), detail["extensions"]["count"].as_i64()),
        (Some(0), Some(1))
    );
    let kinds: Vec<&str> =
        detail["timeline"].as_array().unwrap().iter().filter_map(|event| event["kind"].as_str()).collect();
    assert!(kinds.contains(&"returned") && kinds.contains(&"extension_granted"), "{kinds:?}");
    let told =
        "select count(*) from dondoc.outbox where kind = 'decision' and args ->> 'new_due' = '2024-07-26'";
    assert!(measured.post.world.count(told).await.unwrap() > 0, "the mail says until when");
    measured.post.at("2024-07-25T02:00:00Z");
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-SUM", "20500", "")]).await.unwrap();
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    let report = read(&measured, &format!("/periods/{PERIOD}/reports/ha-noi")).await;
    assert_eq!(
        (report["filed"]["in_time"].as_bool(), report["report"]["days_late"].as_i64()),
        (Some(true), Some(0))
    );
    assert_eq!(report["report"]["first_filed_on"], "2024-07-18", "the first filing stays in the history");
    assert_eq!(rates(&read(&measured, &format!("/periods/{PERIOD}")).await["filing"]).0[1], [1, 3]);
}

#[tokio::test]
async fn reports_are_left_out_where_many_are_accepted_at_once_since_nobody_sees_their_figures() {
    let measured = Measured::open().await.unwrap();
    let desk = filed(&measured, "ha-noi", &CELLS).await;
    let lead = lead(&measured).await;
    let plan = async |decision: &str| {
        let body = json!({"assignments": [desk.report], "decision": decision, "remark": "Thiếu minh chứng"});
        let request = measured
            .server
            .api(Method::POST, "/decision-plans", Some(&lead))
            .json(&body)
            .header("Idempotency-Key", Uuid::now_v7().to_string());
        let (status, plan) = answer(request).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{plan}");
        (plan["parts"].as_array().map(Vec::len), plan["skipped"][0]["why"].clone())
    };
    assert_eq!(plan("accept").await, (Some(0), json!("figures_unseen")));
    assert_eq!(plan("return").await, (Some(1), Value::Null), "what is sent back is not taken for right");
}
