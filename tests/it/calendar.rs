//! The calendar and the send window as people edit them: from tomorrow on, version by version, the nation's and a tenant's.

use dondoc_kernel::db::{Actor, National, Tenant};
use dondoc_server::domain::calendar::{self, Calendar};
use dondoc_shared::role::Role;
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::date};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

/// A world on 25 July 2024, a lead, and an officer of Ha Noi.
struct Office {
    world: World,
    server: Server,
    lead: Person,
    officer: Person,
}

impl Office {
    async fn open() -> Self {
        let world = World::new().await.unwrap();
        let server = Server::of(&world).unwrap();
        let lead = world.person("national", Role::Lead).await.unwrap();
        let officer = world.person("ha-noi", Role::Officer).await.unwrap();
        Self { world, server, lead, officer }
    }

    async fn put(&self, path: &str, version: i32, body: &Value) -> (StatusCode, Value) {
        // A token is good for ten minutes, and the clock moves.
        let lead = self.lead().await;
        let request = self.server.api(Method::PUT, path, Some(&lead));
        let request = request.header(header::IF_MATCH, format!("\"{version}\""));
        answer(request.header("Idempotency-Key", Uuid::now_v7().to_string()).json(body)).await.unwrap()
    }

    async fn lead(&self) -> Person {
        self.world.another_session(&self.lead).await.unwrap()
    }

    async fn get(&self, path: &str, by: &Person) -> (StatusCode, Value) {
        self.server.get(path, by).await.unwrap()
    }

    async fn calendar_of(&self, slug: &str) -> Calendar {
        let door = Tenant(World::tenant(slug));
        let db = self.world.db().unwrap();
        db.read(door, Actor::system("test"), async |tx| calendar::load(tx).await).await.unwrap()
    }
}

fn row(day: &str, kind: &str) -> Value {
    json!({"day": day, "kind": kind, "name_vi": "Ngày nghỉ", "name_en": "Day off", "certainty": "verified"})
}

fn table(rows: &[(&str, &str)]) -> Value {
    let days: Vec<Value> = rows.iter().map(|(day, kind)| row(day, kind)).collect();
    json!({"days": days, "source_note": "Thông báo số 1"})
}

fn faults(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect()
}

const TET: [(&str, &str); 6] = [
    ("2024-02-08", "lunar"),
    ("2024-02-09", "lunar"),
    ("2024-02-12", "lunar"),
    ("2024-02-13", "lunar"),
    ("2024-04-18", "lunar"),
    ("2024-07-25", "public"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    TET.iter().copied().chain(more.iter().copied()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_counts_from_tomorrow_on_and_the_version_before_can_still_be_read() {
    let office = Office::open().await;
    let (status, written) = office.put("/calendar/2024", 0, &table(&TET)).await;
    assert_eq!(
        (status, &written["version"], &written["from_day"]),
        (StatusCode::OK, &json!(1), &json!("2024-01-01"))
    );
    assert_eq!(written["remarks"], json!([]));

    // Not the past, not today: neither by a new day nor by leaving one out.
    let past = with(&[("2024-07-24", "public"), ("2024-07-26", "public")]);
    let (status, problem) = office.put("/calendar/2024", 1, &table(&past)).await;
    assert_eq!((status, faults(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["days[6].day"]));
    assert!(problem["errors"][0]["message"].as_str().unwrap().contains("26/07/2024"), "{problem}");
    let (status, problem) = office.put("/calendar/2024", 1, &table(&TET[..5])).await;
    assert_eq!((status, faults(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["days"]));

    let (status, written) = office.put("/calendar/2024", 1, &table(&with(&[("2024-07-26", "public")]))).await;
    assert_eq!(
        (status, &written["version"], &written["from_day"]),
        (StatusCode::OK, &json!(2), &json!("2024-07-26"))
    );
    let (status, problem) = office.put("/calendar/2024", 1, &table(&TET)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::PRECONDITION_FAILED, &json!("version_stale")));

    let (_, newest) = office.get("/calendar/2024", &office.officer).await;
    assert_eq!((&newest["version"], newest["days"].as_array().unwrap().len()), (&json!(2), 7));
    assert_eq!(newest["changeable_from"], "2024-07-26");
    assert_eq!(newest["versions"][0]["by"], "lead (national)");
    assert_eq!(newest["versions"][0]["source_note"], "Thông báo số 1");
    let (_, first) = office.get("/calendar/2024?version=1", &office.officer).await;
    assert_eq!((&first["version"], first["days"].as_array().unwrap().len()), (&json!(1), 6));
    assert_eq!(office.get("/calendar/2024?version=3", &office.officer).await.0, StatusCode::NOT_FOUND);
    assert_eq!(office.get("/calendar/1999", &office.officer).await.0, StatusCode::NOT_FOUND);
    assert!(!office.calendar_of("ha-noi").await.is_working_day(date(2024, 7, 26)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_not_of_its_year_is_refused_and_an_odd_one_is_remarked() {
    let office = Office::open().await;
    let bad = table(&[("2024-09-02", "public"), ("2025-09-02", "public"), ("2024-09-02", "lunar")]);
    let (status, problem) = office.put("/calendar/2024", 0, &bad).await;
    assert_eq!(
        (status, faults(&problem)),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["days[1].day", "days[2].day"])
    );
    let odd = table(&[
        ("2025-01-27", "lunar"),
        ("2025-01-28", "lunar"),
        ("2025-01-29", "lunar"),
        ("2025-06-07", "public"),
    ]);
    let (status, written) = office.put("/calendar/2025", 0, &odd).await;
    assert_eq!(status, StatusCode::OK);
    let remarks: Vec<_> = written["remarks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["kind"].as_str().unwrap(), r["day"].as_str().unwrap()))
        .collect();
    assert_eq!(
        remarks,
        [
            ("lunar_new_year_worked", "2025-01-30"),
            ("lunar_new_year_worked", "2025-01-31"),
            ("hung_kings_worked", "2025-04-07"),
            ("changes_nothing", "2025-06-07"),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_leads_who_write_at_once_one_is_taken_and_the_others_are_told() {
    let office = Office::open().await;
    let (year, window) = (table(&TET), json!({"window": {"opens": "08:00", "closes": "16:00"}}));
    for (path, body) in
        [("/calendar/2024", &year), ("/calendar/window", &window), ("/calendar/2025/ha-noi", &table(&[]))]
    {
        let all = futures_util::future::join_all((0..6).map(|_| office.put(path, 0, body))).await;
        let taken = all.iter().filter(|(status, _)| *status == StatusCode::OK).count();
        let stale = all.iter().filter(|(status, _)| *status == StatusCode::PRECONDITION_FAILED).count();
        assert_eq!((taken, stale), (1, 5), "{path}: {all:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_has_the_nations_days_and_its_own_and_nobody_else_has_them() {
    let office = Office::open().await;
    office.put("/calendar/2024", 0, &table(&with(&[("2024-09-02", "public")]))).await;
    let (status, _) = office
        .put("/calendar/2024/ha-noi", 0, &table(&[("2024-10-10", "public"), ("2024-07-24", "public")]))
        .await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a tenant's first table does not act backwards either"
    );
    let own = table(&[("2024-10-10", "public"), ("2024-09-02", "swap_work")]);
    let (status, written) = office.put("/calendar/2024/ha-noi", 0, &own).await;
    assert_eq!((status, &written["from_day"]), (StatusCode::OK, &json!("2024-09-02")));

    let (ha_noi, lao_cai) = (office.calendar_of("ha-noi").await, office.calendar_of("lao-cai").await);
    assert!(!ha_noi.is_working_day(date(2024, 10, 10)) && lao_cai.is_working_day(date(2024, 10, 10)));
    assert!(ha_noi.is_working_day(date(2024, 9, 2)) && !lao_cai.is_working_day(date(2024, 9, 2)));
    assert!(!ha_noi.is_working_day(date(2024, 2, 8)));

    let other = office.world.person("lao-cai", Role::Officer).await.unwrap();
    // Only the Working Group sees which tenants differ.
    let moscow = "update dondoc.tenants set zone = 'Europe/Moscow' where slug = 'bca'";
    office.world.run(moscow, &[]).await.unwrap();
    let empty = office.put("/calendar/2025/lao-cai", 0, &table(&[])).await;
    assert_eq!(empty.0, StatusCode::OK, "a table that names no day");
    let (_, window) = office.get("/calendar/window", &office.lead().await).await;
    let told =
        |place: usize| (&window["different"][place]["tenant"]["slug"], &window["different"][place]["years"]);
    assert_eq!(told(0), (&json!("bca"), &json!([])), "by name");
    assert_eq!(told(1), (&json!("ha-noi"), &json!([2024])));
    assert_eq!(window["different"][0]["zone"], "Europe/Moscow");
    assert_eq!(window["different"].as_array().unwrap().len(), 2, "{window}");
    assert_eq!(office.get("/calendar/window", &other).await.1["different"], json!([]));
    assert_eq!(office.get("/calendar/2024/ha-noi", &office.officer).await.1["tenant"], "ha-noi");
    assert_eq!(office.get("/calendar/2024/ha-noi", &other).await.0, StatusCode::NOT_FOUND);
    assert_eq!(office.get("/calendar/window/ha-noi", &other).await.0, StatusCode::NOT_FOUND);
    assert_eq!(office.put("/calendar/2024/nowhere", 0, &table(&[])).await.0, StatusCode::NOT_FOUND);
    assert_eq!(office.put("/calendar/2024/national", 0, &table(&[])).await.0, StatusCode::NOT_FOUND);
    let trail = "select count(*) from dondoc.audit where tenant_id = 1 and action = 'put_calendar'";
    assert_eq!(office.world.count(trail).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_counts_from_tomorrow_on_and_the_preview_of_an_urge_says_so() {
    let office = Office::open().await;
    let window = |opens: &str, closes: &str| json!({"window": {"opens": opens, "closes": closes}});
    assert_eq!(
        office.put("/calendar/window", 0, &json!({"window": null})).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for (opens, closes, field) in
        [("05:00", "17:00", "opens"), ("08:00", "09:30", "closes"), ("08:00", "20:30", "closes")]
    {
        let (status, problem) = office.put("/calendar/window", 0, &window(opens, closes)).await;
        assert_eq!((status, faults(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, vec![field]));
    }
    let (_, written) = office.put("/calendar/window", 0, &window("08:00", "16:00")).await;
    assert_eq!((&written["version"], &written["from_day"]), (&json!(1), &json!("2024-07-26")));
    office.put("/calendar/window/ha-noi", 0, &window("10:00", "15:00")).await;
    let (_, shown) = office.get("/calendar/window/ha-noi", &office.officer).await;
    assert_eq!(shown["today"], json!({"opens": "07:30:00", "closes": "17:00:00"}), "{shown}");
    assert_eq!((&shown["version"], &shown["zone"]), (&json!(1), &json!("Asia/Ho_Chi_Minh")));

    // Thursday 18:00: what waits leaves on Friday in its tenant's window.
    office.world.clock.set("2024-07-25T11:00:00Z".parse().unwrap());
    let task = office.world.task("T1").await.unwrap();
    for (slug, leaves) in [("ha-noi", "2024-07-26T03:00:00Z"), ("lao-cai", "2024-07-26T01:00:00Z")] {
        office.world.contact(slug, "agency_mailbox").await.unwrap();
        let id = office.world.assignment(slug, task, &Scene::due(None)).await.unwrap();
        let urge = json!({"text": "Đề nghị báo cáo", "reply_by": "2024-08-01"});
        let path = format!("/assignments/{id}/urges/preview");
        let (_, preview) = office.server.act(&path, 1, &urge, &office.lead().await).await.unwrap();
        assert_eq!(preview["leaves_at"], leaves, "{slug}: {preview}");
        office.server.act(&format!("/assignments/{id}/urges"), 1, &urge, &office.lead().await).await.unwrap();
        let queued = format!(
            "select count(*) from dondoc.outbox where tenant_id = {} having min(run_at) = '{leaves}' and max(run_at) = '{leaves}'",
            World::tenant(slug)
        );
        assert!(office.world.count(&queued).await.unwrap() > 0, "{slug}");
    }

    // The nation's again.
    assert_eq!(office.put("/calendar/window/ha-noi", 1, &json!({"window": null})).await.0, StatusCode::OK);
    let saturday = date(2024, 7, 27);
    let calendar = office.calendar_of("ha-noi").await;
    assert_eq!(calendar.window_on(saturday).opens.to_string(), "08:00:00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_elsewhere_gets_its_mail_in_the_window_of_its_own_zone() {
    let office = Office::open().await;
    office
        .world
        .run("update dondoc.tenants set zone = 'Pacific/Kiritimati' where slug = 'ha-noi'", &[])
        .await
        .unwrap();
    // 17:30 in Ha Noi is 00:30 of Friday there.
    let now: Timestamp = "2024-07-25T10:30:00Z".parse().unwrap();
    let leaves: Timestamp = "2024-07-25T17:30:00Z".parse().unwrap();
    assert_eq!(office.calendar_of("ha-noi").await.send_time(now, false), leaves);
    // Where it is Friday already, Friday cannot be changed any more.
    office.world.clock.set(now);
    let (status, problem) = office.put("/calendar/2024/ha-noi", 0, &table(&[("2024-07-26", "public")])).await;
    assert_eq!((status, faults(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["days[0].day"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_knows_what_it_wrote_at_once_and_others_within_a_minute_or_by_midnight() {
    let office = Office::open().await;
    // Pools of their own, as another process has.
    let other = office.world.db().unwrap();
    let off = async |day| {
        let read = async |tx: &mut dondoc_kernel::db::NationalTx| calendar::current(tx).await;
        !other.read(National, Actor::system("test"), read).await.unwrap().is_working_day(day)
    };
    office.world.clock.set("2024-07-25T16:59:40Z".parse().unwrap());
    assert!(!off(date(2024, 7, 26)).await);
    office.put("/calendar/2024", 0, &table(&[("2024-07-26", "public")])).await;
    assert!(!off(date(2024, 7, 26)).await, "the copy is read again although it is fresh");
    // Twenty seconds later it is the 26th in Ha Noi.
    office.world.clock.set("2024-07-25T17:00:00Z".parse().unwrap());
    assert!(off(date(2024, 7, 26)).await);
    office.put("/calendar/2024", 1, &table(&[("2024-07-26", "public"), ("2024-07-29", "public")])).await;
    let later = office.world.now().checked_add(SignedDuration::from_secs(61)).unwrap();
    office.world.clock.set(later);
    assert!(off(date(2024, 7, 29)).await);

    // The server that wrote it plans with it at once.
    office
        .put(
            "/calendar/2024",
            2,
            &table(&[("2024-07-26", "public"), ("2024-07-29", "public"), ("2024-07-30", "public")]),
        )
        .await;
    office.world.contact("ha-noi", "agency_mailbox").await.unwrap();
    let task = office.world.task("T1").await.unwrap();
    let id = office.world.assignment("ha-noi", task, &Scene::due(None)).await.unwrap();
    let urge = json!({"text": "Đề nghị báo cáo", "reply_by": "2024-08-01"});
    let path = format!("/assignments/{id}/urges/preview");
    let (_, preview) = office.server.act(&path, 1, &urge, &office.lead().await).await.unwrap();
    assert_eq!(preview["leaves_at"], "2024-07-31T00:30:00Z", "{preview}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_come_by_a_day_is_judged_by_the_versions_that_counted_until_then() {
    let office = Office::open().await;
    let thursday_morning = office.world.now();
    let at = |hours: i64| office.world.clock.set(thursday_morning.checked_add(hours.hours()).unwrap());
    let holidays = |days: &[&'static str]| {
        table(&days.iter().chain(&["2024-09-02"]).map(|day| (*day, "public")).collect::<Vec<_>>())
    };
    at(-24);
    office.put("/calendar/2024", 0, &holidays(&[])).await;
    at(0);
    office.put("/calendar/2024", 1, &holidays(&["2024-07-29"])).await;
    at(24);
    // On Friday the 29th becomes a working day again, and the 30th a day off.
    office.put("/calendar/2024", 2, &holidays(&["2024-07-30"])).await;
    let db = office.world.db().unwrap();
    let read = async |tx: &mut dondoc_kernel::db::TenantTx| calendar::load(tx).await;
    let calendar = db.read(Tenant(World::tenant("ha-noi")), Actor::system("test"), read).await.unwrap();
    assert!(calendar.is_working_day(date(2024, 7, 29)) && !calendar.is_working_day(date(2024, 7, 30)));
    // The second working day ahead of each evening: on Thursday the 29th was thought worked, on Friday it was off.
    let reached = [25, 26, 27, 29].map(|day| calendar.reached(2, date(2024, 7, day)).to_string());
    assert_eq!(reached, ["2024-07-29", "2024-07-31", "2024-07-31", "2024-08-01"]);
}
