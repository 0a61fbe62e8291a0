//! Figures: what bodies enter, one person files and the worker adds up is what the Working Group reads, with who is in it; whatever is
//! taken back, returned, filed again or counted twice leaves no trace.

use dondoc_kernel::db::{Tenant, TenantTx, Version};
use dondoc_server::slices::{figures::job, reports};
use dondoc_shared::{
    error::ErrorCode,
    figures::CellState,
    id::{AssignmentId, TenantId},
    lifecycle::Status,
    role::Role,
    wire::report::{CellInput, FilingInput},
};
use dondoc_tests::{
    figures::{Desk, Measured, PERIOD},
    world::{Person, Scene},
};
use jiff::civil::date;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// The figure of an indicator.
fn figure<'a>(figures: &'a Value, indicator: &str) -> &'a Value {
    figures["items"].as_array().unwrap().iter().find(|item| item["indicator"] == indicator).unwrap()
}

/// Expected, with a number, missing, verified.
fn covered(figure: &Value) -> [i64; 4] {
    ["expected", "value", "missing", "verified"].map(|part| figure["coverage"][part].as_i64().unwrap())
}

async fn lead(measured: &Measured) -> anyhow::Result<Person> {
    measured.post.world.person("national", Role::Lead).await
}

/// Enters all three cells by the officer, and files by the approver.
async fn filed(measured: &Measured, desk: &Desk, sum: &str, num: &str, den: &str) -> anyhow::Result<()> {
    let all = [("K-SUM", sum, ""), ("K-RATIO", num, den), ("K-YES", "1", "")];
    let asked = if sum.is_empty() { &all[1..] } else { &all[..] };
    measured.save(desk, asked).await?;
    let (status, answer) = measured.file(desk).await?;
    anyhow::ensure!(status == StatusCode::OK, "{answer}");
    Ok(())
}

fn code(answer: &Value) -> &str {
    answer["code"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn opening_a_period_makes_each_body_owe_a_report_and_moves_no_official_rate() {
    let measured = Measured::planned().await.unwrap();
    let lead = lead(&measured).await.unwrap();
    let overview = async || measured.server.get("/overview", &lead).await.unwrap().1;
    let backlog = async |filter: &str| {
        let path = format!("/assignments?filter={filter}");
        measured.server.get(&path, &lead).await.unwrap().1["total"].as_i64()
    };
    let (before, duties) = (overview().await, backlog("").await);
    assert_eq!(measured.open_period(PERIOD).await.unwrap(), 3);
    measured.count().await.unwrap();
    let after = overview().await;
    for rate in ["completion", "on_time", "original_on_time", "classes", "open", "overdue"] {
        assert_eq!(before.get(rate), after.get(rate), "{rate}");
    }
    assert_eq!(backlog("").await, duties, "the backlog is of duties");
    assert_eq!(backlog("is:report").await, Some(3));
    let figures = measured.figures("", &lead).await.unwrap();
    assert_eq!((figures["owing"].as_i64(), figures["filed"].as_i64()), (Some(3), Some(0)));
    // Nobody has filed: everybody is expected, and nothing is zero.
    assert_eq!(covered(figure(&figures, "K-RATIO")), [3, 0, 3, 0]);
    assert_eq!(covered(figure(&figures, "K-SUM")), [2, 0, 2, 0], "a ministry does not owe it");
    assert_eq!(figure(&figures, "K-RATIO")["value"], Value::Null);
    assert!(measured.open_period(PERIOD).await.is_err(), "once is enough");
}

#[tokio::test]
async fn no_year_is_planned_without_its_calendar_and_no_period_opened_that_nobody_could_enter() {
    let measured = Measured::planned().await.unwrap();
    let lead = lead(&measured).await.unwrap();
    let plan = json!({"regime": "CT", "year": 2025});
    let (status, answer) = measured.server.act("/periods", 1, &plan, &lead).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "no_calendar"));
    // The last moment of the fifth working day after the period.
    measured.post.at("2024-07-19T23:59:59.999+07:00");
    assert_eq!(measured.open_period(PERIOD).await.unwrap(), 3);
    let error = measured.open_period("CT-2024-M06").await.unwrap_err().to_string();
    assert!(error.contains("PeriodOver"), "{error}");
}

#[tokio::test]
async fn a_figure_follows_what_is_filed_verified_returned_and_filed_again() {
    let measured = Measured::open().await.unwrap();
    let (lead, desks) = (lead(&measured).await.unwrap(), measured.desks().await.unwrap());
    let ratio = async |query: &str| {
        measured.count().await.unwrap();
        let figures = measured.figures(query, &lead).await.unwrap();
        let ratio = figure(&figures, "K-RATIO").clone();
        (
            ratio["num"].as_i64(),
            ratio["den"].as_i64(),
            covered(&ratio),
            ratio["words_vi"].as_str().unwrap().to_owned(),
        )
    };
    filed(&measured, &desks[0], "20000", "900", "1000").await.unwrap();
    filed(&measured, &desks[2], "", "60", "300").await.unwrap();
    let (num, den, coverage, words) = ratio("").await;
    assert_eq!((num, den, coverage), (Some(960), Some(1_300), [3, 2, 1, 0]));
    assert!(words.contains("73,8%") && words.contains("960/1.300") && words.contains("2/3"), "{words}");
    // A mean of percentages would say 55.
    assert!(!words.contains("55"), "{words}");
    let figures = measured.figures("", &lead).await.unwrap();
    let yes = figure(&figures, "K-YES");
    assert_eq!((yes["num"].as_i64(), yes["den"].as_i64()), (Some(2), Some(3)), "{yes}");
    assert_eq!(ratio("&group=localities").await.2, [2, 1, 1, 0]);
    assert_eq!(ratio("&basis=verified").await.2, [3, 0, 3, 0]);
    let (status, answer) = measured.decide(&desks[0], "accept", &lead).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(ratio("&basis=verified").await.0, Some(900));
    assert_eq!(ratio("").await.2, [3, 2, 1, 1]);
    // What comes back is no part of the nation's figure until it is filed again.
    measured.decide(&desks[2], "return", &lead).await.unwrap();
    assert_eq!(ratio("").await.0, Some(900));
    filed(&measured, &desks[2], "", "70", "300").await.unwrap();
    assert_eq!(ratio("").await.0, Some(970));
    let reopened = measured.decide(&desks[0], "reopen", &lead).await.unwrap();
    assert_eq!(reopened.0, StatusCode::OK, "{}", reopened.1);
    let (num, _, coverage, _) = ratio("").await;
    assert_eq!((num, coverage), (Some(70), [3, 1, 2, 0]));
    assert_eq!(measured.differences().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_flow_is_added_up_since_the_start_of_the_year_and_a_stock_is_not() {
    let measured = Measured::after(&["ha-noi"], &[(40, 80, 100), (41, 90, 120)]).await.unwrap();
    let (lead, desks) = (lead(&measured).await.unwrap(), measured.desks().await.unwrap());
    let year = async |indicator: &str, query: &str| {
        measured.count().await.unwrap();
        let (_, figures) = measured.server.get(&format!("/figures?{query}"), &lead).await.unwrap();
        figure(&figures, indicator)["year"].clone()
    };
    let parts = |year: &Value| ["num", "den", "periods", "of"].map(|part| year[part].as_i64().unwrap());
    let june = year("K-RATIO", "period=CT-2024-M06").await;
    assert_eq!((june["from"].as_str(), parts(&june)), (Some("2024-M05"), [170, 220, 2, 6]), "{june}");
    // Three bodies owe it in each of two months, and one has filed: whose numbers these are is said, and no mean: that would be 77.5.
    let covered = ["expected", "present"].map(|part| june[part].as_i64().unwrap());
    let words = june["words_vi"].as_str().unwrap();
    assert_eq!(covered, [6, 2]);
    assert!(words.starts_with("2/6 kỳ của năm (từ 2024-M05): 77,3% (170/220"), "{words}");
    assert!(words.contains("2/6 báo cáo có số liệu") && !words.contains("trọng số"), "{words}");
    assert_eq!(year("K-SUM", "period=CT-2024-M06").await, Value::Null, "a stock stands as it stands");
    assert_eq!(year("K-RATIO", "period=CT-2024-M05").await, Value::Null, "one month is that month");
    filed(&measured, &desks[2], "", "60", "300").await.unwrap();
    assert_eq!(parts(&year("K-RATIO", "").await), [230, 520, 3, 7]);
    assert_eq!(parts(&year("K-RATIO", "group=localities").await), [170, 220, 3, 7]);
    let verified = year("K-RATIO", "basis=verified").await;
    assert_eq!((parts(&verified)[0], &verified["value"]), (0, &Value::Null), "{verified}");
    let breaks = "insert into dondoc.indicator_versions values (2, 2, '2024-06-01', 'Khác', 'Other', true)";
    measured.post.world.owner.execute(breaks, &[]).await.unwrap();
    // What another process wrote is known within a minute.
    measured.post.at("2024-07-15T01:02:00Z");
    let since = year("K-RATIO", "").await;
    assert_eq!((since["from"].as_str(), parts(&since)[2]), (Some("2024-M06"), 2), "{since}");
}

#[tokio::test]
async fn whoever_entered_a_cell_does_not_file_it_and_nothing_is_filed_that_is_incomplete() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "report_first"));
    measured.save(&desk, &[("K-SUM", "71 %", ""), ("K-RATIO", "5", "")]).await.unwrap();
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!(
        (status, code(&answer)),
        (StatusCode::CONFLICT, ErrorCode::FiguresIncomplete.as_str()),
        "{answer}"
    );
    let faults: Vec<&str> =
        answer["errors"].as_array().unwrap().iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!(faults, ["cells[K-SUM].num", "cells[K-RATIO].cell"], "{answer}");
    // What was typed is still there, as it was typed.
    let (_, detail) = measured.server.get(&format!("/reports/{}", desk.report), &desk.officer).await.unwrap();
    assert_eq!(detail["cells"][0]["num"], "71 %");
    let found = detail["findings"].as_array().unwrap().iter();
    let found: Vec<_> = found.map(|one| (one["part"].as_str(), one["code"].as_str())).collect();
    assert_eq!(found, [(Some("num"), Some("percent_typed")), (Some("cell"), Some("half_ratio"))]);
    measured.save(&desk, &[("K-SUM", "20000", ""), ("K-RATIO", "5", "9")]).await.unwrap();
    // An approver who typed one cell of it is one of the two people.
    let cell = json!({"indicator": "K-YES", "num": "1", "seen": 0});
    let body = json!({"format": "plain", "cells": [cell]});
    assert_eq!(measured.put_draft(&desk, &desk.approver, body).await.unwrap().0, StatusCode::OK);
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "second_person_required"));
    let another = measured.post.world.person("ha-noi", Role::Approver).await.unwrap();
    let (status, answer) = measured.act(&desk, "file", &another).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
}

#[tokio::test]
async fn figures_are_entered_from_the_opening_day_to_the_cut_off_both_included() {
    let measured = Measured::open().await.unwrap();
    for (instant, allowed) in [
        ("2024-07-04T16:59:59.999Z", Err("period_not_open")),
        ("2024-07-04T17:00:00Z", Ok(())),
        ("2024-07-19T16:59:59.999Z", Ok(())),
        ("2024-07-19T17:00:00Z", Err("cut_off_passed")),
    ] {
        measured.post.at(instant);
        let desk = measured.desk("lao-cai", PERIOD).await.unwrap();
        let cell = json!({"indicator": "K-SUM", "num": instant.len().to_string(), "seen": 9});
        let body = json!({"format": "plain", "cells": [cell]});
        let (status, answer) = measured.put_draft(&desk, &desk.officer, body).await.unwrap();
        match allowed {
            Ok(()) => assert_eq!(status, StatusCode::OK, "{instant}: {answer}"),
            Err(refused) => assert_eq!(code(&answer), refused, "{instant}: {answer}"),
        }
    }
}

#[tokio::test]
async fn of_two_people_in_one_cell_none_overwrites_the_other_unseen() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let cells = |sum: &str, seen: i64, den: &str| {
        json!({"format": "vi", "cells": [
            {"indicator": "K-SUM", "num": sum, "seen": seen}, {"indicator": "K-RATIO", "num": "1", "den": den, "seen": 0}]})
    };
    let put = async |by, body| measured.put_draft(&desk, by, body).await.unwrap().1;
    assert_eq!(put(&desk.officer, cells("1.234", 0, "2")).await["conflicts"], json!([]));
    // The same cell, seen before the other wrote it; the other cell says the same and is no conflict.
    let answer = put(&desk.approver, cells("1.300", 0, "2")).await;
    assert_eq!(answer["conflicts"][0]["indicator"], "K-SUM", "{answer}");
    assert_eq!(
        (answer["conflicts"][0]["num"].as_str(), answer["conflicts"].as_array().unwrap().len()),
        (Some("1.234"), 1)
    );
    let seen = answer["conflicts"][0]["version"].as_i64().unwrap();
    assert_eq!(put(&desk.approver, cells("1.300", seen, "2")).await["conflicts"], json!([]));
    let (_, detail) = measured.server.get(&format!("/reports/{}", desk.report), &desk.officer).await.unwrap();
    assert_eq!(detail["cells"][0]["num"], "1.300");
    assert_eq!(detail["cells"][0]["entry"]["num"], 1_300);
    // A cell that the form does not ask for is named.
    let body = json!({"format": "plain", "cells": [{"indicator": "I24-99", "seen": 0}]});
    let (status, answer) = measured.put_draft(&desk, &desk.officer, body).await.unwrap();
    assert_eq!(
        (status, answer["errors"][0]["field"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("cells[0].indicator"))
    );
}

#[tokio::test]
async fn either_recount_notices_a_figure_that_is_not_what_was_filed() {
    let measured = Measured::open().await.unwrap();
    let desks = measured.desks().await.unwrap();
    filed(&measured, &desks[0], "20000", "900", "1000").await.unwrap();
    measured.count().await.unwrap();
    assert_eq!(measured.differences().await.unwrap(), Vec::<String>::new());
    for column in ["expected", "n_value", "n_na", "num", "den", "w_expected", "n_weightless"] {
        let slip = async |by: i32| {
            let statement = format!(
                "update dondoc.figures set {column} = {column} + {by} where basis = 'filed' and indicator_id = \
                 (select id from dondoc.indicators where code = 'K-RATIO') and group_id = \
                 (select id from dondoc.body_groups where code = 'all')"
            );
            measured.post.world.run(&statement, &[]).await.unwrap();
        };
        slip(1).await;
        let found = measured.differences().await.unwrap();
        assert_eq!(found.len(), 2, "{column}: {found:?}");
        slip(-1).await;
    }
}

#[tokio::test]
async fn nothing_happened_is_filed_as_such_and_counted_apart() {
    let measured = Measured::open().await.unwrap();
    let (lead, desks) = (lead(&measured).await.unwrap(), measured.desks().await.unwrap());
    let nil = |indicator: &str| json!({"indicator": indicator, "state": "nil", "seen": 0});
    let body = json!({"format": "plain", "cells": [nil("K-RATIO")]});
    assert_eq!(measured.put_draft(&desks[2], &desks[2].officer, body).await.unwrap().0, StatusCode::OK);
    let (status, answer) = measured.file(&desks[2]).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    measured.count().await.unwrap();
    let figures = measured.figures("", &lead).await.unwrap();
    assert_eq!(figure(&figures, "K-RATIO")["coverage"]["nil"], 1);
    assert_eq!(measured.differences().await.unwrap(), Vec::<String>::new());
    // A stock stands at some number, be it zero.
    let body = json!({"format": "plain", "cells": [nil("K-SUM")]});
    measured.put_draft(&desks[0], &desks[0].officer, body).await.unwrap();
    let (_, detail) =
        measured.server.get(&format!("/reports/{}", desks[0].report), &desks[0].officer).await.unwrap();
    assert_eq!(detail["findings"][0]["code"], "nil_of_stock");
}

#[tokio::test]
async fn nobody_files_figures_that_were_changed_since_they_looked() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("bca", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-RATIO", "900", "1000")]).await.unwrap();
    let (_, seen) = measured.server.get(&format!("/reports/{}", desk.report), &desk.approver).await.unwrap();
    // As complete as before, and another number.
    measured.save(&desk, &[("K-RATIO", "90", "1000")]).await.unwrap();
    let version = seen["report"]["version"].as_i64().unwrap();
    let path = format!("/reports/{}/file", desk.report);
    let (status, answer) = measured.server.act(&path, version, &json!({}), &desk.approver).await.unwrap();
    assert_eq!((status, code(&answer)), (StatusCode::PRECONDITION_FAILED, "version_stale"));
    assert_eq!(measured.file(&desk).await.unwrap().0, StatusCode::OK);
}

#[tokio::test]
async fn what_is_returned_after_the_cut_off_can_be_mended_and_waits_in_the_queue_that_counts_it() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("bca", PERIOD).await.unwrap();
    filed(&measured, &desk, "", "900", "1000").await.unwrap();
    measured.post.at("2024-07-24T03:00:00Z");
    let lead = lead(&measured).await.unwrap();
    let queued = async || {
        let (_, overview) = measured.server.get("/overview", &lead).await.unwrap();
        let (_, list) = measured.server.get("/assignments?filter=status:submitted", &lead).await.unwrap();
        (overview["queues"]["submitted"].as_i64(), list["total"].as_i64())
    };
    assert_eq!(queued().await, (Some(1), Some(1)));
    assert_eq!(measured.decide(&desk, "return", &lead).await.unwrap().0, StatusCode::OK);
    assert_eq!(queued().await, (Some(0), Some(0)));
    let desk = measured.desk("bca", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-RATIO", "910", "1000")]).await.unwrap();
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    // Whoever has filed nothing by then has missed it.
    let silent = measured.desk("ha-noi", PERIOD).await.unwrap();
    let cell = json!({"indicator": "K-SUM", "num": "1", "seen": 0});
    let body = json!({"format": "plain", "cells": [cell]});
    let (_, answer) = measured.put_draft(&silent, &silent.officer, body).await.unwrap();
    assert_eq!(code(&answer), "cut_off_passed");
}

#[tokio::test]
async fn the_report_of_a_period_is_not_moved_by_the_doors_of_a_duty() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-SUM", "1", "")]).await.unwrap();
    for (act, by, body) in [
        ("progress-reports", &desk.officer, json!({"percent": 100, "results": "Xong"})),
        ("propose", &desk.officer, json!({})),
        ("submit", &desk.approver, json!({})),
    ] {
        let (_, detail) = measured.server.get(&format!("/assignments/{}", desk.report), by).await.unwrap();
        let version = detail["row"]["version"].as_i64().unwrap();
        let path = format!("/assignments/{}/{act}", desk.report);
        let (status, answer) = measured.server.act(&path, version, &body, by).await.unwrap();
        assert_eq!((status, code(&answer)), (StatusCode::CONFLICT, "figures_instead"), "{act}");
    }
}

#[tokio::test]
async fn a_storm_of_filings_counted_twice_late_or_out_of_order_leaves_no_difference() {
    let measured = Measured::open().await.unwrap();
    let (lead, desks) = (lead(&measured).await.unwrap(), measured.desks().await.unwrap());
    let mut chance = StdRng::seed_from_u64(24_07);
    let mut looked = vec![];
    for step in 0..60 {
        let desk = &desks[chance.random_range(0..3)];
        let locality = desk.officer.tenant.0 != 3;
        match chance.random_range(0..6) {
            0 | 1 => {
                let num = chance.random_range(0..500).to_string();
                let sum = chance.random_range(0..9_000).to_string();
                // Refused where the report is filed already: then nothing changes.
                drop(filed(&measured, desk, if locality { &sum } else { "" }, &num, "500").await);
            }
            2 => drop(measured.decide(desk, "accept", &lead).await.unwrap()),
            3 => drop(measured.decide(desk, "return", &lead).await.unwrap()),
            4 => drop(measured.decide(desk, "take-back", &desk.approver).await.unwrap()),
            _ => drop(measured.decide(desk, "reopen", &lead).await.unwrap()),
        }
        looked.push(job::look(&measured.post.db, desk.officer.tenant, desk.report).await.unwrap());
        if step % 3 == 0 {
            // Looks of every age, carried over in the wrong order and twice.
            for filed in looked.iter().rev().chain(&looked) {
                job::carry(&measured.post.db, filed).await.unwrap();
            }
            looked.truncate(4);
            measured.count().await.unwrap();
            assert_eq!(measured.differences().await.unwrap(), Vec::<String>::new(), "step {step}");
        }
    }
}

#[tokio::test]
async fn the_bodies_behind_a_figure_stand_with_the_missing_first_and_the_table_has_them_all() {
    let measured = Measured::open().await.unwrap();
    let (lead, desks) = (lead(&measured).await.unwrap(), measured.desks().await.unwrap());
    filed(&measured, &desks[0], "20000", "900", "1000").await.unwrap();
    measured.count().await.unwrap();
    let path = format!("/figures/{PERIOD}/K-RATIO/sources");
    let (status, sources) = measured.server.get(&path, &lead).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{sources}");
    let rows = sources["items"].as_array().unwrap();
    let told: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row["tenant"]["slug"].as_str().unwrap(), row["short_vi"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("bca", "chưa gửi"), ("lao-cai", "chưa gửi"), ("ha-noi", "900/1.000")]);
    let why: Vec<&Value> = rows.iter().map(|row| &row["absence"]).collect();
    assert_eq!(why, [&json!("missing"), &json!("missing"), &Value::Null], "{sources}");
    let verified = format!("{path}?basis=verified");
    let (_, waiting) = measured.server.get(&verified, &lead).await.unwrap();
    let hanoi = waiting["items"].as_array().unwrap().iter().find(|row| row["tenant"]["slug"] == "ha-noi");
    assert_eq!(hanoi.unwrap()["absence"], "waiting", "{waiting}");
    let csv = measured.server.api(Method::GET, &format!("/figures.csv?period={PERIOD}"), Some(&lead));
    let text = csv.send().await.unwrap().text().await.unwrap();
    assert!(text.starts_with('\u{feff}'));
    let lines: Vec<&str> = text.lines().collect();
    // A heading, three figures, and the cells of 2, 3 and 3 bodies.
    assert_eq!(lines.len(), 1 + 3 + 8, "{text}");
    assert!(
        lines.iter().any(|line| line.contains("\"ha-noi\"") && line.contains("\"900\",\"1000\"")),
        "{text}"
    );
    // The names stand behind everything that was there before them.
    assert!(
        lines[0].ends_with("\"simulated\",\"indicator_vi\",\"indicator_en\",\"body_vi\",\"body_en\""),
        "{text}"
    );
    for line in lines.iter().skip(1) {
        let is_figure = line.contains("\"figure\"");
        assert_eq!(line.ends_with(",\"\",\"\""), is_figure, "a figure is of no one body: {line}");
    }
    for nowhere in ["/figures/CT-2024-M08/K-RATIO/sources", "/figures/CT-2024-M07/K-NONE/sources"] {
        assert_eq!(measured.server.get(nowhere, &lead).await.unwrap().0, StatusCode::NOT_FOUND, "{nowhere}");
    }
    let (status, answer) = measured.server.get("/figures?group=nowhere", &lead).await.unwrap();
    assert_eq!(
        (status, answer["errors"][0]["field"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("group"))
    );
}

/// A dozen provinces beside the three bodies, the period open and everybody owing.
async fn with_a_dozen_more() -> anyhow::Result<Measured> {
    let measured = Measured::planned().await?;
    let owner = &measured.post.world.owner;
    owner
        .batch_execute(
            "insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en)
               select n, 'body-' || n, 'B' || n, 'province', 'Đơn vị ' || n, 'Body ' || n from generate_series(4, 15) n;
             insert into dondoc.group_members select g.id, t.id, null, null from dondoc.body_groups g, dondoc.tenants t
               where t.id > 3 and g.code <> 'ministries';",
        )
        .await?;
    // What was planned with is a copy of the catalogue from before, kept for a minute.
    measured.post.later(2);
    measured.open_period(PERIOD).await?;
    measured.count().await?;
    Ok(measured)
}

/// Files the sum and so many of 1,000 for one of the dozen, by the use cases: nobody there can log in.
async fn filed_by(measured: &Measured, body: i32, sum: &str, num: i32) -> anyhow::Result<()> {
    let query = "select a.id from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id
        where a.tenant_id = $1 and t.code = $2";
    let row = measured.post.world.owner.query_one(query, &[&body, &PERIOD]).await?;
    let (body, report) = (TenantId(body), AssignmentId(row.get(0)));
    let cell = |indicator: &str, num: &str, den: &str| CellInput {
        indicator: indicator.to_owned(),
        num: num.to_owned(),
        den: den.to_owned(),
        state: CellState::Value,
        reason: String::new(),
        estimated: false,
        seen: 0,
    };
    let cells = vec![cell("K-SUM", sum, ""), cell("K-RATIO", &num.to_string(), "1000")];
    let saved = measured.enter(body, report, cells).await?;
    let file = async |tx: &mut TenantTx| {
        reports::file(tx, report, Version(saved.version), &FilingInput::default()).await
    };
    let approver = measured.actor(body, Role::Approver).await?;
    let filed = measured.post.db.write(Tenant(body), approver, file).await;
    filed.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    Ok(())
}

#[tokio::test]
async fn who_lies_far_from_a_dozen_others_of_the_group_and_basis_on_the_page_is_marked_and_a_sum_never_is() {
    let measured = with_a_dozen_more().await.unwrap();
    let (lead, desks) = (lead(&measured).await.unwrap(), measured.desks().await.unwrap());
    let marked = async |indicator: &str, query: &str| -> Vec<(String, Value)> {
        measured.count().await.unwrap();
        let path = format!("/figures/{PERIOD}/{indicator}/sources{query}");
        let (status, sources) = measured.server.get(&path, &lead).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{sources}");
        let rows = sources["items"].as_array().unwrap().iter().filter(|row| !row["unlike"].is_null());
        rows.map(|row| (row["tenant"]["slug"].as_str().unwrap().to_owned(), row["unlike"].clone())).collect()
    };
    let localities = "?group=localities";
    filed(&measured, &desks[0], "20000", "900", "1000").await.unwrap();
    for n in 0..11 {
        filed_by(&measured, 4 + n, "1000", 600 + 10 * n).await.unwrap();
    }
    let found = marked("K-RATIO", localities).await;
    assert!(found.is_empty(), "eleven others are too few: {found:?}");
    filed_by(&measured, 15, "1000000", 710).await.unwrap();
    let seen = json!({"own": "90.0", "median": "65.5", "bodies": 12});
    assert_eq!(marked("K-RATIO", localities).await, [("ha-noi".to_owned(), seen)]);
    // A thousand times as much as the others, of a body that may be a thousand times as large.
    let found = marked("K-SUM", "").await;
    assert!(found.is_empty(), "bodies differ in size: {found:?}");
    // Of its own group a ministry is alone; of all it is one of two.
    filed(&measured, &desks[2], "", "905", "1000").await.unwrap();
    let found = marked("K-RATIO", "?group=ministries").await;
    assert!(found.is_empty(), "{found:?}");
    let mut slugs: Vec<String> =
        marked("K-RATIO", "?group=all").await.into_iter().map(|(slug, _)| slug).collect();
    slugs.sort();
    assert_eq!(slugs, ["bca", "ha-noi"]);
    // Among what is verified it is alone as well.
    let (status, answer) = measured.decide(&desks[0], "accept", &lead).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    let found = marked("K-RATIO", "?group=localities&basis=verified").await;
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(marked("K-RATIO", localities).await.len(), 1, "a mark changes with the numbers alone");
    // Nothing is taken out of the figure: twelve of 600 to 710, and 900.
    let figures = measured.figures("&group=localities", &lead).await.unwrap();
    assert_eq!(figure(&figures, "K-RATIO")["num"].as_i64(), Some(8_760));
    // No body is told, not even its own.
    let path = format!("/figures/{PERIOD}/K-RATIO/sources");
    assert_eq!(measured.server.get(&path, &desks[0].officer).await.unwrap().0, StatusCode::FORBIDDEN);
    let report = measured.report(&desks[0], &desks[0].officer).await.unwrap();
    assert!(!report.to_string().contains("unlike"), "{report}");
}

#[tokio::test]
async fn who_has_finished_the_tasks_of_a_target_and_not_reached_it_is_marked_and_nobody_else() {
    let measured = Measured::planned().await.unwrap();
    let world = &measured.post.world;
    let tasks = [world.task("T24-30").await.unwrap(), world.task("T24-31").await.unwrap()];
    let [first, second] = tasks;
    let targets = format!(
        "insert into dondoc.targets select i.id, 1, 1, 'ge', 0, 60, null, false, null, null, '2024-12-31', d.id, '', '',
           'inferred', '', '', array['{first}', '{second}']::uuid[] from dondoc.indicators i, dondoc.directives d"
    );
    world.owner.batch_execute(&targets).await.unwrap();
    let due = Scene::due(Some(date(2024, 6, 28)));
    for (slug, task, status) in [
        ("ha-noi", first, Status::Accepted),
        ("ha-noi", second, Status::Accepted),
        ("lao-cai", first, Status::Accepted),
        ("lao-cai", second, Status::Returned),
        ("bca", first, Status::Accepted),
    ] {
        world.assignment(slug, task, &due.clone().status(status)).await.unwrap();
    }
    // What was planned with is a copy of the catalogue from before, kept for a minute.
    measured.post.later(2);
    measured.open_period(PERIOD).await.unwrap();
    let (lead, desks) = (lead(&measured).await.unwrap(), measured.desks().await.unwrap());
    filed(&measured, &desks[0], "50", "590", "1000").await.unwrap();
    filed(&measured, &desks[1], "50", "590", "1000").await.unwrap();
    measured.save(&desks[2], &[("K-RATIO", "600", "1000"), ("K-YES", "0", "")]).await.unwrap();
    let (status, answer) = measured.file(&desks[2]).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    measured.count().await.unwrap();
    let marked = async |indicator: &str| -> Vec<(String, i64)> {
        let path = format!("/figures/{PERIOD}/{indicator}/sources");
        let (_, sources) = measured.server.get(&path, &lead).await.unwrap();
        let rows = sources["items"].as_array().unwrap().iter();
        rows.filter_map(|row| {
            Some((row["tenant"]["slug"].as_str()?.to_owned(), row["paper_green"].as_i64()?))
        })
        .collect()
    };
    assert_eq!(marked("K-RATIO").await, [("ha-noi".to_owned(), 2)]);
    assert_eq!(marked("K-YES").await, [("bca".to_owned(), 1)]);
    assert_eq!(marked("K-SUM").await, [], "a sum is the nation's to reach");
}

#[tokio::test]
async fn the_report_of_a_period_is_not_drawn_for_a_recheck() {
    let measured = Measured::open().await.unwrap();
    let (lead, desks) = (lead(&measured).await.unwrap(), measured.desks().await.unwrap());
    filed(&measured, &desks[0], "20000", "900", "1000").await.unwrap();
    let (status, answer) = measured.decide(&desks[0], "accept", &lead).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    measured.post.at("2024-08-01T01:00:00Z");
    let lead = measured.post.world.signed_in_again(&lead).await.unwrap();
    let (status, month) = measured.server.get("/recheck-samples?month=2024-07-01", &lead).await.unwrap();
    assert_eq!((status, month["accepted"].as_i64()), (StatusCode::OK, Some(0)), "{month}");
}
