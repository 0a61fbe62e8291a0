//! The last moment of a day by the clock of the body, at both ends of the world and on a day of twenty-five hours (R128, R130). The instants
//! were worked out by another implementation of the time zones.

use dondoc_shared::role::Role;
use dondoc_tests::{
    figures::{Desk, Measured, PERIOD},
    world::BODIES,
};
use jiff::{Timestamp, ToSpan};
use reqwest::StatusCode;
use serde_json::json;

/// A zone, and when 17 July 2024 ends there, on which M07 is due, and 19 July, on which it is cut off.
const ENDS: [(&str, &str, &str); 4] = [
    ("Pacific/Kiritimati", "2024-07-17T10:00:00Z", "2024-07-19T10:00:00Z"),
    ("Asia/Kathmandu", "2024-07-17T18:15:00Z", "2024-07-19T18:15:00Z"),
    ("America/St_Johns", "2024-07-18T02:30:00Z", "2024-07-20T02:30:00Z"),
    ("Pacific/Pago_Pago", "2024-07-18T11:00:00Z", "2024-07-20T11:00:00Z"),
];

fn before(instant: &str) -> String {
    let instant: Timestamp = instant.parse().unwrap();
    (instant - 1.millisecond()).to_string()
}

async fn in_zone(zone: &str) -> Measured {
    let measured = Measured::planned().await.unwrap();
    measured.post.world.run("update dondoc.tenants set zone = $1 where id > 0", &[&zone]).await.unwrap();
    measured
}

/// Enters a ratio by somebody who has just logged in; the code of the refusal.
async fn enter(measured: &Measured, desk: &Desk) -> String {
    let cell = json!({"indicator": "K-RATIO", "num": "1", "den": "2", "seen": 0});
    let body = json!({"format": "plain", "cells": [cell]});
    let (_, answer) = measured.put_draft(desk, &desk.officer, body).await.unwrap();
    answer["code"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_report_is_on_time_and_is_entered_to_the_last_millisecond_of_the_bodys_own_day() {
    for (zone, due_ends, cut_off_ends) in ENDS {
        let measured = in_zone(zone).await;
        measured.open_period(PERIOD).await.unwrap();
        for (slug, at, in_time) in
            [("ha-noi", before(due_ends), true), ("lao-cai", due_ends.to_owned(), false)]
        {
            measured.post.at(&at);
            let desk = measured.desk(slug, PERIOD).await.unwrap();
            let all = [("K-SUM", "5", ""), ("K-RATIO", "1", "2"), ("K-YES", "1", "")];
            measured.save(&desk, &all).await.unwrap();
            let (status, answer) = measured.file(&desk).await.unwrap();
            assert_eq!(status, StatusCode::OK, "{zone}: {answer}");
            let told = format!(
                "select count(*) from dondoc.report_revisions v join dondoc.reports r on r.id = v.report_id
                  where r.assignment_id = '{}' and v.in_time",
                desk.report
            );
            assert_eq!(measured.post.world.count(&told).await.unwrap(), i64::from(in_time), "{zone}, {slug}");
        }
        for (at, refused) in [(before(cut_off_ends), ""), (cut_off_ends.to_owned(), "cut_off_passed")] {
            measured.post.at(&at);
            let desk = measured.desk(BODIES[2], PERIOD).await.unwrap();
            assert_eq!(enter(&measured, &desk).await, refused, "{zone}, {at}");
        }
    }
}

#[tokio::test]
async fn a_day_of_twenty_five_hours_is_a_day() {
    let (period, measured) = ("CT-2024-M10", in_zone("Africa/Cairo").await);
    measured.post.at("2024-10-15T01:00:00Z");
    measured.open_period(period).await.unwrap();
    measured.post.at("2024-10-22T03:00:00Z");
    let officer = measured.post.world.person("national", Role::NationalOfficer).await.unwrap();
    let desk = measured.desk("ha-noi", period).await.unwrap();
    let exception = json!({"until": "2024-10-31", "reason": "outage", "text": "Mất đường truyền"});
    let path = format!("/reports/{}/exceptions", desk.report);
    let (status, answer) = measured.server.act(&path, 1, &exception, &officer).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
    // Clocks went back at 21:00 UTC: 23:30 was there twice.
    for (at, refused) in [
        ("2024-10-31T20:30:00Z", ""),
        ("2024-10-31T21:30:00Z", ""),
        ("2024-10-31T21:59:59.999Z", ""),
        ("2024-10-31T22:00:00Z", "cut_off_passed"),
    ] {
        measured.post.at(at);
        let desk = measured.desk("ha-noi", period).await.unwrap();
        assert_eq!(enter(&measured, &desk).await, refused, "{at}");
    }
}
