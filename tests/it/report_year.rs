//! A year of monthly reports beside an oracle that is written from the rules, row by row: one body never files, one files in time,
//! one files a day late and once has its due date moved. Each is reminded of exactly what R139 says, and what was never filed is
//! missed on the day after its period has closed (R138).

use std::collections::BTreeSet;

use dondoc_shared::role::Role;
use dondoc_tests::{
    figures::{Desk, Measured},
    world::World,
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};
use reqwest::StatusCode;
use serde_json::json;

/// A reminder that left: period, rule, slot, day of leaving, address.
type Reminder = (String, String, Date, Date, String);

/// A period as it is stored.
struct Period {
    code: String,
    due_on: Date,
    close_on: Date,
}

fn works(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn working_days_before(due: Date, days: usize) -> Date {
    due.series((-1).day()).skip(1).filter(|day| works(*day)).nth(days - 1).unwrap()
}

fn next_working_day(day: Date) -> Date {
    day.series(1.day()).find(|day| works(*day)).unwrap()
}

/// Each rule with its slot and whether approvers are among its readers.
fn rules(due: Date) -> [(&'static str, Date, bool); 4] {
    let after = |days: i64| due.checked_add(days.days()).unwrap();
    [
        ("before-3", working_days_before(due, 3), false),
        ("due", due, false),
        ("overdue-1", after(1), true),
        ("overdue-3", after(3), true),
    ]
}

/// What is owed of a report whose body hands it over to somebody else, or has its date moved, after the morning of `until`.
fn owed(of: &str, due: Date, until: Date, officers: &[String], approvers: &[String]) -> BTreeSet<Reminder> {
    let mut owed = BTreeSet::new();
    for (rule, slot, with_approvers) in rules(due) {
        let leaves = next_working_day(slot);
        let readers = officers.iter().chain(approvers.iter().filter(|_| with_approvers));
        owed.extend(
            readers
                .filter(|_| leaves <= until)
                .map(|to| (of.to_owned(), rule.to_owned(), slot, leaves, to.clone())),
        );
    }
    owed
}

async fn addresses(measured: &Measured, slug: &str, role: Role) -> Vec<String> {
    let sql = "select email from dondoc.users where tenant_id = $1 and role = $2";
    let rows = measured.post.world.owner.query(sql, &[&World::tenant(slug).0, &role.as_str()]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

async fn left(measured: &Measured) -> BTreeSet<Reminder> {
    let sql = "select t.code, o.rule_id, o.slot_date::text, m.address,
                 (m.finished_at at time zone 'Asia/Ho_Chi_Minh')::date::text
               from dondoc.reminder_occurrences o
               join dondoc.assignments a on a.tenant_id = o.tenant_id and a.id = o.assignment_id
               join dondoc.tasks t on t.id = a.task_id
               join dondoc.outbox m on m.tenant_id = o.tenant_id and m.id = o.message_id
               join dondoc.policies p on p.id = o.policy_id and p.kind = 'report_reminders'
               where m.state = 'sent' and m.kind = 'digest'";
    let rows = measured.post.world.owner.query(sql, &[]).await.unwrap();
    let day = |text: String| text.parse::<Date>().unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), day(row.get(2)), day(row.get(4)), row.get(3))).collect()
}

/// The desk with sessions that have just begun.
async fn today(measured: &Measured, desk: &Desk, period: &str) -> Desk {
    let world = &measured.post.world;
    let sql = "select a.id from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id
               where a.tenant_id = $1 and t.code = $2";
    let row = world.owner.query_one(sql, &[&desk.officer.tenant.0, &period]).await.unwrap();
    Desk {
        officer: world.signed_in_again(&desk.officer).await.unwrap(),
        approver: world.signed_in_again(&desk.approver).await.unwrap(),
        report: dondoc_shared::id::AssignmentId(row.get(0)),
    }
}

async fn filed(measured: &Measured, desk: &Desk, with_sum: bool) {
    let all = [("K-SUM", "100", ""), ("K-RATIO", "1", "2"), ("K-YES", "1", "")];
    measured.save(desk, if with_sum { &all } else { &all[1..] }).await.unwrap();
    let (status, answer) = measured.file(desk).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{answer}");
}

#[tokio::test]
async fn a_year_of_reports_is_reminded_of_by_its_own_policy_and_what_was_never_filed_is_missed_at_the_close()
{
    let measured = Measured::planned().await.unwrap();
    let world = &measured.post.world;
    world
        .run("update dondoc.assignments set open = false, status = 'withdrawn', late_from = null, original_late_from = null, urgency_on = '9999-12-31'", &[])
        .await
        .unwrap();
    let first = date(2023, 12, 1);
    measured.post.at("2023-12-01T08:00:00+07:00");
    let rows = world
        .owner
        .query("select code, due_on::text, close_on::text from dondoc.periods", &[])
        .await
        .unwrap();
    let day = |text: String| text.parse::<Date>().unwrap();
    let periods: Vec<Period> = rows
        .iter()
        .map(|row| Period {
            code: format!("CT-{}", row.get::<_, String>(0)),
            due_on: day(row.get(1)),
            close_on: day(row.get(2)),
        })
        .collect();
    for period in &periods {
        measured.open_period(&period.code).await.unwrap();
    }
    let (never, early, late) = (
        measured.desk("ha-noi", &periods[0].code).await.unwrap(),
        measured.desk("lao-cai", &periods[0].code).await.unwrap(),
        measured.desk("bca", &periods[0].code).await.unwrap(),
    );
    let moved = "CT-2024-M03";
    let mut owes = BTreeSet::new();
    let readers = async |slug| {
        [addresses(&measured, slug, Role::Officer).await, addresses(&measured, slug, Role::Approver).await]
    };
    let [officers, approvers] = readers("ha-noi").await;
    assert_eq!(officers.len(), 2, "whoever has the world's own item, and the desk");
    let [early_officers, early_approvers] = readers("lao-cai").await;
    let [late_officers, late_approvers] = readers("bca").await;
    for Period { code, due_on, .. } in &periods {
        let after = |days: i64| due_on.checked_add(days.days()).unwrap();
        owes.extend(owed(code, *due_on, Date::MAX, &officers, &approvers));
        // Filed at noon, two working days before it is due.
        let filed_on = working_days_before(*due_on, 2);
        owes.extend(owed(code, *due_on, filed_on, &early_officers, &early_approvers));
        owes.extend(owed(
            code,
            *due_on,
            if code == moved { *due_on } else { after(1) },
            &late_officers,
            &late_approvers,
        ));
        if code == moved {
            owes.extend(owed(code, after(10), Date::MAX, &late_officers, &late_approvers));
        }
    }
    for today_is in first.series(1.day()).take(430) {
        measured.morning(today_is).await.unwrap();
        measured.post.at(&format!("{today_is}T12:00:00+07:00"));
        for Period { code, due_on, .. } in &periods {
            if working_days_before(*due_on, 2) == today_is {
                filed(&measured, &today(&measured, &early, code).await, true).await;
            }
            if due_on.tomorrow().unwrap() == today_is && code != moved {
                filed(&measured, &today(&measured, &late, code).await, false).await;
            }
            if *due_on == today_is && code == moved {
                let desk = today(&measured, &late, code).await;
                let lead = world.person("national", Role::Lead).await.unwrap();
                let to = due_on.checked_add(10.days()).unwrap();
                let ask = json!({"to": to, "reason": "funding", "text": "Chờ số liệu"});
                let (status, answer) = measured
                    .server
                    .act(&format!("/assignments/{}/extension-requests", desk.report), 1, &ask, &desk.approver)
                    .await
                    .unwrap();
                assert!(status.is_success(), "{answer}");
                let (status, answer) = measured
                    .server
                    .act(
                        &format!("/assignments/{}/extension-decision", desk.report),
                        2,
                        &json!({"grant": true}),
                        &lead,
                    )
                    .await
                    .unwrap();
                assert!(status.is_success(), "{answer}");
            }
        }
    }
    let left = left(&measured).await;
    let (missing, beyond): (Vec<_>, Vec<_>) =
        (owes.difference(&left).take(5).collect(), left.difference(&owes).take(5).collect());
    assert!(missing.is_empty() && beyond.is_empty(), "missing {missing:#?}, beyond {beyond:#?}");
    assert!(left.len() > 150, "{}", left.len());

    // All of the first body's, and the one that was extended and not filed.
    let sql = "select t.code, a.tenant_id, r.missed_on::text, a.status, a.open
               from dondoc.reports r join dondoc.assignments a on a.tenant_id = r.tenant_id and a.id = r.assignment_id
               join dondoc.tasks t on t.id = a.task_id where r.missed_on is not null";
    let missed: BTreeSet<(String, i32, Date)> = world
        .owner
        .query(sql, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| {
            assert_eq!((row.get::<_, &str>(3), row.get::<_, bool>(4)), ("withdrawn", false));
            (row.get(0), row.get(1), day(row.get(2)))
        })
        .collect();
    let closes = |period: &Period| period.close_on.tomorrow().unwrap();
    let expected: BTreeSet<(String, i32, Date)> = periods
        .iter()
        .map(|period| (period.code.clone(), never.officer.tenant.0, closes(period)))
        .chain(
            periods
                .iter()
                .filter(|period| period.code == moved)
                .map(|period| (period.code.clone(), late.officer.tenant.0, closes(period))),
        )
        .collect();
    assert_eq!(missed, expected);
    let told = "select count(*) from dondoc.outbox where kind = 'decision' and args ->> 'event' = 'missed' and state = 'sent'";
    let (twelve, one) = (officers.len() + approvers.len(), late_officers.len() + late_approvers.len());
    assert_eq!(world.count(told).await.unwrap(), i64::try_from(12 * twelve + one).unwrap());
    assert_eq!(measured.differences().await.unwrap(), Vec::<String>::new());
}
