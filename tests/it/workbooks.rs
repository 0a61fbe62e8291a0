//! Workbooks: the form of a report goes out, comes back filled in and changes the draft only when it is told to; files that mean no good end
//! in a process of their own (R155–R159).

use std::{
    os::unix::fs::PermissionsExt,
    time::{Duration, Instant},
};

use dondoc_server::slices::reports::workbook::process::{MEMORY, TIME, Workbooks};
use dondoc_shared::{error::ErrorCode, role::Role};
use dondoc_tests::{
    figures::{Desk, Measured, PERIOD},
    program::server_program,
    server::answer,
    statements::StatementLog,
    workbooks::{self, changed, hostile, parts, with_numbers},
    world::{Person, World},
};
use nix::sys::resource::{UsageWho, getrusage};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::input::files::file;

#[tokio::test]
async fn no_file_that_means_no_good_is_read_or_takes_more_than_its_share() {
    let reader = Workbooks::new(server_program());
    let read = reader.read(&workbooks::form()).await.unwrap();
    assert_eq!(read.answers.len(), 2, "a good one is read");
    let hostile = hostile();
    assert!(hostile.len() >= 50, "{}", hostile.len());
    let mut wrong = vec![];
    for (name, content, code) in hostile {
        let begun = Instant::now();
        let refused = reader.read(&content).await.err().map(|error| error.code());
        let took = begun.elapsed();
        if refused != Some(code) || took > TIME + Duration::from_millis(500) {
            wrong.push(format!("{name}: {refused:?} after {took:?}, and not {code:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let most = u64::try_from(getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss()).unwrap() * 1024;
    println!("the largest of them had {} MiB", most / 1024 / 1024);
    assert!(most <= MEMORY, "{most} bytes");
}

#[tokio::test]
async fn a_reader_that_hangs_is_ended_and_nothing_of_it_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("hangs");
    std::fs::write(&program, "#!/bin/sh\nexec /bin/sleep 600\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let begun = Instant::now();
    let refused = Workbooks::new(program).read(b"PK").await.err().map(|error| error.code());
    assert_eq!(refused, Some(ErrorCode::FileTooMuchInside));
    assert!((TIME..TIME + Duration::from_secs(2)).contains(&begun.elapsed()));
    let left = nix::sys::wait::waitpid(None, Some(nix::sys::wait::WaitPidFlag::WNOHANG));
    assert_eq!(left, Err(nix::errno::Errno::ECHILD), "ended and reaped");
}

/// The form as somebody downloads it.
async fn download(measured: &Measured, desk: &Desk, by: &Person) -> Vec<u8> {
    let path = format!("/reports/{}/workbook", desk.report);
    let answer = measured.server.api(Method::GET, &path, Some(by)).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().contains("dondoc-CT-2024-M07-"));
    answer.bytes().await.unwrap().to_vec()
}

/// Sends a workbook.
async fn send(
    measured: &Measured,
    desk: &Desk,
    by: &Person,
    book: &[u8],
    query: &str,
) -> (StatusCode, Value) {
    let path = format!("/reports/{}/workbook{query}", desk.report);
    let request = measured.server.api(Method::POST, &path, Some(by));
    let request = request.header("Idempotency-Key", uuid::Uuid::now_v7().to_string());
    answer(file(request, "Báo cáo.XLSX", book)).await.unwrap()
}

async fn stored(measured: &Measured, desk: &Desk) -> Vec<(String, String)> {
    let path = format!("/reports/{}", desk.report);
    let (_, detail) = measured.server.get(&path, &desk.officer).await.unwrap();
    let text = |cell: &Value, part: &str| cell[part].as_str().unwrap().to_owned();
    detail["cells"].as_array().unwrap().iter().map(|cell| (text(cell, "num"), text(cell, "den"))).collect()
}

fn empty() -> (String, String) {
    (String::new(), String::new())
}

#[tokio::test]
async fn a_workbook_shows_what_it_would_change_and_writes_it_only_when_told() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-SUM", "20000", "")]).await.unwrap();
    let form = download(&measured, &desk, &desk.officer).await;
    let (status, read) = send(&measured, &desk, &desk.officer, &form, "").await;
    assert_eq!(status, StatusCode::OK, "{read}");
    assert_eq!((&read["changes"], &read["unchanged"], &read["faults"]), (&json!([]), &json!(3), &json!([])));
    // Zero is a number.
    let book = with_numbers(&form, &[("G6", "21000"), ("G7", "0"), ("H7", "1200")]);
    let (_, read) = send(&measured, &desk, &desk.officer, &book, "?dry_run=true").await;
    let told: Vec<_> = read["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            [&change["indicator"], &change["at"], &change["old"], &change["new"]].map(|v| v.as_str().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [["K-SUM", "1!G6", "20.000", "21.000"], ["K-RATIO", "1!G7", "chưa nhập", "0,0% (0/1.200)"]]
    );
    let before = [("20000".to_owned(), String::new()), empty(), empty()];
    assert_eq!(stored(&measured, &desk).await, before, "nothing is written");
    let (status, read) = send(&measured, &desk, &desk.officer, &book, "?dry_run=false").await;
    assert_eq!((status, &read["saved"]["conflicts"]), (StatusCode::OK, &json!([])), "{read}");
    let after = [("21000".to_owned(), String::new()), ("0".to_owned(), "1200".to_owned()), empty()];
    assert_eq!(stored(&measured, &desk).await, after);
    let world = &measured.post.world;
    let trail = "select count(*) from dondoc.audit where action in ('import_workbook', 'enter_figures')";
    assert_eq!(world.count(trail).await.unwrap(), 3);
    // What nobody changed is nobody's: whoever only sent the form on may still file it.
    let mine = "select count(*) from dondoc.report_drafts d join dondoc.users u on u.id = d.entered_by where d.num = '0'";
    assert_eq!(world.count(mine).await.unwrap(), 1);
}

#[tokio::test]
async fn whoever_sends_a_form_back_unchanged_has_entered_nothing_and_may_file() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    measured.save(&desk, &[("K-SUM", "1.234.000", ""), ("K-RATIO", "900", "1000")]).await.unwrap();
    let cell = json!({"indicator": "K-SUM", "num": "20.000", "seen": 1});
    let body = json!({"format": "vi", "cells": [cell]});
    assert_eq!(measured.put_draft(&desk, &desk.officer, body).await.unwrap().0, StatusCode::OK);
    let form = download(&measured, &desk, &desk.approver).await;
    let (_, read) = send(&measured, &desk, &desk.approver, &form, "?dry_run=false").await;
    assert_eq!(read["changes"], json!([]), "{read}");
    let (status, answer) = measured.file(&desk).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
}

#[tokio::test]
async fn a_workbook_with_one_bad_cell_writes_none_and_names_it_by_its_address() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let form = download(&measured, &desk, &desk.officer).await;
    let book = with_numbers(&form, &[("G6", "21000"), ("G7", "nan")]);
    let (status, read) = send(&measured, &desk, &desk.officer, &book, "").await;
    assert_eq!((status, &read["faults"][0]["at"]), (StatusCode::OK, &json!("1!G7")), "{read}");
    assert_eq!(read["faults"][0]["code"], "not_a_number");
    let (status, refused) = send(&measured, &desk, &desk.officer, &book, "?dry_run=false").await;
    assert_eq!((status, &refused["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("workbook_faulty")));
    assert_eq!(refused["errors"][0]["field"], "1!G7", "{refused}");
    assert_eq!(stored(&measured, &desk).await, [empty(), empty(), empty()]);
    // What the indicator does not allow is shown, and kept as everything that is typed.
    let book = with_numbers(&form, &[("G6", "0.5"), ("G7", "5"), ("H7", "4")]);
    let (_, read) = send(&measured, &desk, &desk.officer, &book, "").await;
    let codes: Vec<_> =
        read["changes"].as_array().unwrap().iter().map(|change| &change["findings"][0]["code"]).collect();
    assert_eq!(codes, [&json!("not_whole"), &json!("part_above_whole")], "{read}");
}

#[tokio::test]
async fn the_form_of_another_body_or_period_or_from_before_a_filing_is_refused_by_its_address() {
    let measured = Measured::open().await.unwrap();
    let (desk, other) =
        (measured.desk("ha-noi", PERIOD).await.unwrap(), measured.desk("lao-cai", PERIOD).await.unwrap());
    measured.post.at("2024-06-17T01:00:00Z");
    measured.open_period("CT-2024-M06").await.unwrap();
    measured.post.at("2024-07-15T01:00:00Z");
    let june = measured.desk("ha-noi", "CT-2024-M06").await.unwrap();
    let form = with_numbers(&download(&measured, &desk, &desk.officer).await, &[("G6", "21000")]);
    let told = async |desk: &Desk, at: &str, code: &str| {
        let (_, read) = send(&measured, desk, &desk.officer, &form, "").await;
        assert_eq!(
            (&read["faults"][0]["at"], &read["faults"][0]["code"]),
            (&json!(at), &json!(code)),
            "{read}"
        );
        assert_eq!(read["changes"], json!([]));
        let (status, _) = send(&measured, desk, &desk.officer, &form, "?dry_run=false").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    };
    told(&other, "1!A2", "other_body").await;
    told(&june, "1!A1", "other_period").await;
    measured.save(&desk, &[("K-SUM", "1", ""), ("K-RATIO", "1", "2")]).await.unwrap();
    assert_eq!(measured.file(&desk).await.unwrap().0, StatusCode::OK);
    let lead = measured.post.world.person("national", Role::Lead).await.unwrap();
    measured.decide(&desk, "return", &lead).await.unwrap();
    told(&desk, "1!A1", "older_revision").await;
}

#[tokio::test]
async fn what_somebody_changed_since_the_form_was_made_is_left_to_them() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let form = download(&measured, &desk, &desk.officer).await;
    measured.save(&desk, &[("K-SUM", "5", "")]).await.unwrap();
    let book = with_numbers(&form, &[("G6", "7"), ("G7", "1"), ("H7", "2")]);
    let (_, read) = send(&measured, &desk, &desk.approver, &book, "").await;
    assert_eq!(read["changes"][0]["changed_by"], json!("officer (ha-noi)"), "{read}");
    let (status, read) = send(&measured, &desk, &desk.approver, &book, "?dry_run=false").await;
    assert_eq!(
        (status, &read["saved"]["conflicts"][0]["indicator"]),
        (StatusCode::OK, &json!("K-SUM")),
        "{read}"
    );
    let left = [("5".to_owned(), String::new()), ("1".to_owned(), "2".to_owned()), empty()];
    assert_eq!(stored(&measured, &desk).await, left);
}

#[tokio::test]
async fn the_trail_names_no_file_that_the_server_has_not_read() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let base = &measured.server.base;
    let (token, digest) = (World::form_token(&desk.officer), "0f".repeat(32));
    for file in [digest.clone(), format!("{digest}."), format!("{digest}.{token}")] {
        let key = uuid::Uuid::now_v7().to_string();
        let fields = [("_token", token.as_str()), ("_key", &key), ("_version", "1"), ("file", &file)];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = reqwest::Client::new()
            .post(format!("{base}/reports/{}/workbook/write", desk.report))
            .header(header::ORIGIN, base)
            .header(header::COOKIE, format!("dondoc={}", desk.officer.cookie))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        assert_eq!(request.body(body).send().await.unwrap().status(), StatusCode::FORBIDDEN, "{file}");
    }
    let trail = "select count(*) from dondoc.audit where action = 'import_workbook'";
    assert_eq!(measured.post.world.count(trail).await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_no_workbook_of_ours_is_refused_with_its_code_and_leaves_nothing() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let form = download(&measured, &desk, &desk.officer).await;
    let macros = changed(
        &form,
        "[Content_Types].xml",
        "openxmlformats-officedocument.spreadsheetml.sheet.main",
        "macroEnabled.x",
    );
    for (content, status, code) in [
        (b"".to_vec(), 422, "file_empty"),
        (b"a;b".to_vec(), 422, "file_unreadable"),
        (macros, 422, "file_carries_program"),
        (vec![0; 5 * 1024 * 1024 + 1], 413, "too_large"),
        (workbooks::form(), 200, ""),
    ] {
        let (told, answer) = send(&measured, &desk, &desk.officer, &content, "").await;
        assert_eq!((told.as_u16(), answer["code"].as_str().unwrap_or_default()), (status, code), "{answer}");
    }
    let path = format!("/reports/{}/workbook", desk.report);
    let post = |path: &str| measured.server.api(Method::POST, path, Some(&desk.officer));
    let (status, answered) = answer(file(post(&path), "a.ods", &form)).await.unwrap();
    assert_eq!((status.as_u16(), &answered["code"]), (422, &json!("file_type_refused")));
    let (status, answered) =
        answer(file(post(&format!("{path}?dry_run=false")), "a.xlsx", &form)).await.unwrap();
    assert_eq!((status.as_u16(), &answered["code"]), (428, &json!("key_required")), "{answered}");
    assert_eq!(measured.post.world.count("select count(*) from dondoc.report_drafts").await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_sends_one_workbook_at_a_time_and_the_others_are_served() {
    let measured = Measured::open().await.unwrap();
    let desk = measured.desk("ha-noi", PERIOD).await.unwrap();
    let form = download(&measured, &desk, &desk.officer).await;
    let many = (0..8).map(|_| send(&measured, &desk, &desk.officer, &form, ""));
    let other = send(&measured, &desk, &desk.approver, &form, "");
    let (many, other) = futures_util::join!(futures_util::future::join_all(many), other);
    assert_eq!(other.0, StatusCode::OK);
    assert!(many.iter().all(|(status, _)| [200, 429].contains(&status.as_u16())), "{many:?}");
    assert!(many.iter().any(|(status, _)| status.as_u16() == 429), "one inside, one in line: {many:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_go_out_as_tables_and_as_a_workbook_in_a_handful_of_statements() -> anyhow::Result<()> {
    let measured = Measured::planned().await?;
    let world = &measured.post.world;
    // As many indicators as a regime may have: the statements must not follow them.
    world
        .owner
        .batch_execute(
            "insert into dondoc.indicators (id, code, name_vi, name_en, unit_vi, unit_en, numerator_vi, numerator_en, denominator_vi,
               denominator_en, direction, decimals, scale, group_id, over_bodies, over_time, regime_id, place, compulsory, known,
               source_note_vi, source_note_en)
               select n, 'X-' || n, '=1+1', '=1+1', '%', '%', 'a', 'a', 'b', 'b', 'up', 1, 0, 1, 'ratio', 'flow', 1, n, false, 'inferred',
                 '', '' from generate_series(4, 60) n;
             insert into dondoc.indicator_versions
               select id, 1, null, 'Khái niệm', 'Concept', false from dondoc.indicators where id > 3;",
        )
        .await?;
    // The catalogue that was kept is old by then.
    measured.post.at("2024-07-15T01:05:00Z");
    measured.open_period(PERIOD).await?;
    measured.count().await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    measured.save(&desk, &[("K-SUM", "20000", ""), ("K-RATIO", "900", "1000"), ("K-YES", "1", "")]).await?;
    let (status, answered) = measured.file(&desk).await?;
    anyhow::ensure!(status == StatusCode::OK, "{answered}");
    measured.count().await?;
    let lead = world.person("national", Role::Lead).await?;
    let log = StatementLog::begin(world).await?;
    let server = dondoc_tests::server::Server::of(world)?;
    let export = async |format: &str| -> anyhow::Result<Vec<u8>> {
        let path = format!("/figures.csv?period={PERIOD}&format={format}");
        let answer = server.api(Method::GET, &path, Some(&lead)).send().await?;
        anyhow::ensure!(answer.status() == StatusCode::OK, "{:?}", answer.text().await);
        Ok(answer.bytes().await?.to_vec())
    };
    // The catalogue is read once and kept.
    export("csv").await?;
    let statements = log.request(async { export("csv").await.map(drop) }).await?;
    assert!(statements.len() <= 16, "{}: {statements:#?}", statements.len());
    log.end(world).await?;

    let text = String::from_utf8(export("csv").await?)?;
    // A heading; sixty figures; the cells of two bodies for the sum and of three for each other.
    assert_eq!(text.lines().count(), 1 + 60 + 2 + 59 * 3);

    let text = String::from_utf8(export("sdmx-csv").await?)?;
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with(
        "STRUCTURE,STRUCTURE_ID,ACTION,TIME_PERIOD,REF_AREA,INDICATOR,BASIS,OBS_VALUE,OBS_STATUS,"
    ));
    let body = lines.iter().find(|line| line.contains(",ha-noi,K-RATIO,")).unwrap();
    assert!(body.contains("2024-06-15/P1M,ha-noi,K-RATIO,filed,90.0,A,PT,0,1,900,1000,1,"), "{body}");
    let missing = lines.iter().find(|line| line.contains(",bca,K-RATIO,")).unwrap();
    assert!(missing.contains(",K-RATIO,filed,,L,PT,0,,,,1,"), "{missing}");
    let yes = lines.iter().find(|line| line.contains(",ha-noi,K-YES,")).unwrap();
    assert!(yes.contains(",K-YES,filed,1,A,PN,0,0,1,,1,"), "{yes}");
    let figure = lines.iter().find(|line| line.contains(",all,K-RATIO,")).unwrap();
    assert!(figure.contains(",K-RATIO,filed,90.0,P,PT,"), "before the cut-off: {figure}");

    let book = parts(&export("xlsx").await?);
    let sheet = |n: u8| String::from_utf8(book[&format!("xl/worksheets/sheet{n}.xml")].clone()).unwrap();
    let strings = String::from_utf8(book["xl/sharedStrings.xml"].clone())?;
    assert!(
        strings.contains("Độ phủ") || String::from_utf8(book["xl/workbook.xml"].clone())?.contains("Độ phủ")
    );
    // The ratio is worked out where it is read, beside its parts.
    assert!(sheet(2).contains("<f>IF(E6&gt;0,D6/E6,\"\")</f><v>0.9</v>"), "{}", sheet(2));
    assert!(sheet(2).contains("<v>900</v>") && sheet(2).contains("<v>1000</v>"));
    assert!(book.keys().any(|part| part.starts_with("xl/charts/chart")));
    for n in 1..=3 {
        assert!(!sheet(n).contains("<f>1+1"), "a name is no formula");
    }
    Ok(())
}
