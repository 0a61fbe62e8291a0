//! The event stream: in order, without gap or double, of one's own tenant only, and over as soon as the session is.

use std::time::Duration;

use anyhow::Context;
use dondoc_shared::{id::AssignmentId, role::Role};
use dondoc_tests::{
    database::{connect, passwords},
    server::Server,
    world::{Person, Scene, World},
};
use jiff::SignedDuration;
use reqwest::{Method, Response, StatusCode, header};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::time::timeout;
use uuid::Uuid;

/// Longer than any heartbeat: what has not come by then does not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A reader of a stream.
struct Reader {
    response: Response,
    text: String,
    /// All that came, to look for what should not be in it.
    all: String,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Told {
    event: String,
    id: String,
    data: Value,
}

impl Reader {
    async fn open(server: &Server, person: &Person, from: Option<&str>) -> anyhow::Result<Self> {
        let mut request = server.api(Method::GET, "/events", Some(person));
        if let Some(id) = from {
            request = request.header("Last-Event-ID", id);
        }
        let response = request.send().await?;
        assert_eq!(response.status(), StatusCode::OK);
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|h| h.to_str().ok());
        assert_eq!(kind, Some("text/event-stream"));
        Ok(Self { response, text: String::new(), all: String::new() })
    }

    /// The next block that says anything; none when the stream has ended.
    async fn block(&mut self) -> anyhow::Result<Option<Told>> {
        timeout(PATIENCE, self.read()).await.context("nothing was told")?
    }

    async fn read(&mut self) -> anyhow::Result<Option<Told>> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let mut told = Told::default();
                for line in block.lines() {
                    match line.split_once(": ").unwrap_or((line, "")) {
                        ("event", value) => value.clone_into(&mut told.event),
                        ("id", value) => value.clone_into(&mut told.id),
                        ("data", value) => told.data = serde_json::from_str(value)?,
                        _ => {}
                    }
                }
                self.text = rest.to_owned();
                if told != Told::default() {
                    return Ok(Some(told));
                }
            }
            match self.response.chunk().await {
                Ok(Some(bytes)) => {
                    let text = std::str::from_utf8(&bytes)?;
                    self.text.push_str(text);
                    self.all.push_str(text);
                }
                _ => return Ok(None),
            }
        }
    }

    /// The next change; a mere place and the rows are passed over.
    async fn next(&mut self) -> anyhow::Result<Told> {
        loop {
            let told = self.told().await?;
            if !told.event.is_empty() && told.event != "row" {
                return Ok(told);
            }
        }
    }

    /// The next row, and how many changes came before it.
    async fn row(&mut self) -> anyhow::Result<(usize, Value)> {
        let mut changes = 0;
        loop {
            let told = self.told().await?;
            match told.event.as_str() {
                "row" => return Ok((changes, told.data)),
                "changed" => changes += 1,
                _ => {}
            }
        }
    }

    async fn told(&mut self) -> anyhow::Result<Told> {
        self.block().await?.context("the stream has ended")
    }

    async fn several(&mut self, n: usize) -> anyhow::Result<Vec<Told>> {
        let mut found = vec![];
        for _ in 0..n {
            found.push(self.next().await?);
        }
        Ok(found)
    }

    /// Waits for the end of the stream.
    async fn end(&mut self) -> anyhow::Result<()> {
        while self.block().await?.is_some() {}
        Ok(())
    }
}

async fn assignment(world: &World, slug: &str, code: &str) -> anyhow::Result<AssignmentId> {
    let task = world.task(code).await?;
    world.assignment(slug, task, &Scene::due(Some(world.day(5)))).await
}

/// Reports progress; the percent follows from `version`, which grows by one each time.
async fn report(server: &Server, id: AssignmentId, version: i64, by: &Person) -> anyhow::Result<()> {
    let body = json!({"percent": version, "results": "Kết quả"});
    let (status, text) =
        server.act(&format!("/assignments/{id}/progress-reports"), version, &body, by).await?;
    assert_eq!(status, StatusCode::OK, "{text}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn events_come_in_order_and_a_resumed_stream_has_neither_gap_nor_double() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let id = assignment(&world, "ha-noi", "T24-08").await?;

    let mut first = Reader::open(&server, &officer, None).await?;
    let place = first.block().await?.unwrap();
    assert!(place.event.is_empty() && !place.id.is_empty(), "a place before any event: {place:?}");
    for version in 1..=5 {
        report(&server, id, version, &officer).await?;
    }
    let told = first.several(5).await?;
    drop(first);
    for event in &told {
        assert_eq!((event.event.as_str(), &event.data["kind"]), ("changed", &json!("reported")));
        assert_eq!(event.data["code"], "T24-08/ha-noi");
        assert_eq!(event.data["assignment"], json!(id));
    }
    // Nobody listens while three more things happen.
    for version in 6..=8 {
        report(&server, id, version, &officer).await?;
    }
    let mut second = Reader::open(&server, &officer, Some(&told[1].id)).await?;
    let rest = second.several(6).await?;
    assert_eq!(rest[..3], told[2..], "what came after the second is told again, the same");
    drop(second);
    let mut third = Reader::open(&server, &officer, Some(&rest[5].id)).await?;
    report(&server, id, 9, &officer).await?;
    let last = third.next().await?;
    assert!(!told.contains(&last) && !rest.contains(&last), "nothing twice");
    // From the place that was given before the first event, all nine come.
    let mut again = Reader::open(&server, &officer, Some(&place.id)).await?;
    let mut all = again.several(9).await?;
    assert_eq!(all.pop(), Some(last));
    assert_eq!(all, [&told[..], &rest[3..]].concat());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_unknown_foreign_or_too_old_gets_one_resync() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let other = world.person("lao-cai", Role::Officer).await?;
    let id = assignment(&world, "ha-noi", "T24-08").await?;
    let foreign = assignment(&world, "lao-cai", "T24-09").await?;
    let mut theirs = Reader::open(&server, &other, None).await?;
    let mut ours = Reader::open(&server, &officer, None).await?;
    let early = ours.block().await?.unwrap().id;
    report(&server, foreign, 1, &other).await?;
    report(&server, id, 1, &officer).await?;
    let (theirs, ours) = (theirs.next().await?.id, ours.next().await?.id);

    let nil = Uuid::nil().simple();
    let mut unknown = vec![
        "x".to_owned(),
        "0".to_owned(),
        format!("-1-{nil}"),
        format!("1-{}", Uuid::max().simple()),
        format!("{}-{nil}", i64::MAX),
        format!("9999999999999999999999-{nil}"),
        format!("{ours}x"),
        "' or 1=1".to_owned(),
        theirs,
    ];
    let tell = async |unknown: &[String], officer: &Person, mut version: i64| {
        for place in unknown {
            let mut reader = Reader::open(&server, officer, Some(place)).await?;
            let first = reader.next().await?;
            assert_eq!((first.event.as_str(), &first.data), ("resync", &json!({})), "{place}");
            report(&server, id, version, officer).await?;
            assert_eq!(reader.next().await?.event, "changed", "{place}: and from there it goes on");
            version += 1;
        }
        anyhow::Ok(version)
    };
    let version = tell(&unknown, &officer, 2).await?;

    world.clock.set(world.now() + SignedDuration::from_hours(8 * 24));
    let officer = world.another_session(&officer).await?;
    unknown = vec![ours, early, format!("0-{nil}")];
    tell(&unknown, &officer, version).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_hears_only_of_its_own() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let mut readers = vec![];
    let mut officers = vec![];
    for slug in ["ha-noi", "lao-cai", "bca"] {
        let officer = world.person(slug, Role::Officer).await?;
        readers.push((slug, Reader::open(&server, &officer, None).await?));
        let id = assignment(&world, slug, &format!("CANARY-{slug}")).await?;
        officers.push((id, officer));
    }
    let national = world.person("national", Role::Observer).await?;
    let mut over_all = Reader::open(&server, &national, None).await?;
    for version in 1..=4 {
        for (id, officer) in &officers {
            report(&server, *id, version, officer).await?;
        }
    }
    over_all.several(12).await?;
    for (slug, reader) in &mut readers {
        let told = reader.several(4).await?;
        assert!(told.iter().all(|e| e.data["code"] == format!("CANARY-{slug}/{slug}")), "{told:?}");
        for other in ["ha-noi", "lao-cai", "bca"].iter().filter(|other| *other != slug) {
            // Three letters may stand in any id.
            let canary = format!("CANARY-{other}");
            assert!(!reader.all.contains(&canary), "{slug} heard of {other}");
            assert!(over_all.all.contains(&canary));
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_the_changes_come_the_rows_as_the_list_shows_them_unless_they_are_many() -> anyhow::Result<()>
{
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let other = world.person("lao-cai", Role::Officer).await?;
    let national = world.person("national", Role::Observer).await?;
    for n in 0..=50 {
        let task = world.task(&format!("T24-{n:02}")).await?;
        let scene = Scene::due(Some(world.day(5)));
        world.row(World::tenant("ha-noi"), Uuid::now_v7(), task, &scene).await?;
    }
    world.tally().await?;
    let foreign = assignment(&world, "lao-cai", "CANARY").await?;
    let id = assignment(&world, "ha-noi", "T24-99").await?;
    let mut readers = vec![];
    for person in [&officer, &national] {
        readers.push((person, Reader::open(&server, person, None).await?));
    }
    report(&server, foreign, 1, &other).await?;
    report(&server, id, 1, &officer).await?;
    for (person, reader) in &mut readers {
        let mut row = reader.row().await?.1;
        while row["id"] != json!(id) {
            assert!(person.tenant.is_national(), "a tenant is shown its own alone: {row}");
            row = reader.row().await?.1;
        }
        let list = server.api(Method::GET, "/assignments?filter=task:T24-99", Some(person)).send().await?;
        let list: Value = list.json().await?;
        assert_eq!(row, list["items"][0]);
        assert_eq!(row["percent"], 1);
    }

    let all = "insert into dondoc.events (tenant_id, id, assignment_id, kind, at, actor_name, detail)
        select tenant_id, gen_random_uuid(), id, 'reported', now(), 'x', '' from dondoc.assignments where id not in ($1, $2)";
    world.run(all, &[&id.0, &foreign.0]).await?;
    for (_, reader) in &mut readers {
        reader.several(51).await?;
    }
    report(&server, id, 2, &officer).await?;
    for (_, reader) in &mut readers {
        let (changes, row) = reader.row().await?;
        assert_eq!((changes, &row["percent"]), (1, &json!(2)), "of 51 at once no row was told");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_its_session() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let signed_out = world.person("ha-noi", Role::Officer).await?;
    let disabled = world.person("ha-noi", Role::Officer).await?;
    let moved = world.person("national", Role::Observer).await?;
    let expired = world.person("ha-noi", Role::Officer).await?;
    let mut streams = vec![];
    for person in [&signed_out, &disabled, &moved, &expired] {
        streams.push(Reader::open(&server, person, None).await?);
    }
    let left = server.api(Method::DELETE, "/session", Some(&signed_out)).send().await?;
    assert_eq!(left.status(), StatusCode::NO_CONTENT);
    world.run("update dondoc.users set status = 'disabled' where id = $1", &[&disabled.id.0]).await?;
    world.run("update dondoc.users set role = 'system_administrator' where id = $1", &[&moved.id.0]).await?;
    let mut expired = streams.pop().unwrap();
    for stream in &mut streams {
        stream.end().await?;
    }
    world.clock.set(world.now() + SignedDuration::from_mins(11));
    expired.end().await?;
    Ok(())
}

/// A transaction that began first and commits last: in the order of their numbers its event lies *before* one that the
/// reader has been told already. A cursor over `id > last` loses it.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_is_committed_late_is_told_all_the_same() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let slow = assignment(&world, "ha-noi", "SLOW").await?;
    let quick = assignment(&world, "ha-noi", "QUICK").await?;
    let mut reader = Reader::open(&server, &officer, None).await?;
    reader.block().await?;

    let app = passwords();
    let (_, password) = app.iter().find(|(role, _)| *role == "app").unwrap();
    let late = connect(&world.database.url("dondoc_app", password.expose_secret())?).await?;
    late.batch_execute("begin; select dondoc.use_tenant(1)").await?;
    // Lower than any id that was told: a cursor over ids alone would never see it.
    let id = Uuid::from_u128(7);
    late.execute(
        "insert into dondoc.events (tenant_id, id, assignment_id, kind, at, actor_name, detail) \
         values (1, $1, $2, 'reported', $3::text::timestamptz, 'x', '')",
        &[&id, &slow.0, &world.now().to_string()],
    )
    .await?;
    report(&server, quick, 1, &officer).await?;
    // A second reader that connects while the first transaction is still open starts before it.
    let mut second = Reader::open(&server, &officer, None).await?;
    late.batch_execute("commit").await?;

    for reader in [&mut reader, &mut second] {
        let told = reader.several(2).await?;
        let codes: Vec<&str> = told.iter().map(|e| e.data["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["SLOW/ha-noi", "QUICK/ha-noi"]);
    }
    let order = "select count(*) from dondoc.events a join dondoc.events b on a.xid < b.xid \
        where a.assignment_id <> b.assignment_id";
    assert_eq!(world.count(order).await?, 1, "the one that was committed last has the lower number");
    Ok(())
}
