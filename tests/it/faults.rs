//! The database goes away, lines break between two statements, clients vanish, many write at once: each act is whole or
//! not at all, nobody sees what is another's, and everything recovers by itself.

use std::time::Duration;

use dondoc_kernel::{
    clock::Clock,
    db::{Db, admin::Place},
};
use dondoc_shared::{id::AssignmentId, role::Role};
use dondoc_tests::{
    chaos::{Chaos, Way},
    database::{PREFIX, passwords},
    server::{Server, answer},
    world::{BODIES, Person, Scene, World},
};
use futures_util::{StreamExt, future::join_all, stream};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use url::Url;
use uuid::Uuid;

fn report(percent: i64) -> Value {
    json!({"percent": percent, "results": "Kết quả", "limitations": "Chưa đủ"})
}

async fn assignment(world: &World, slug: &str, code: &str) -> anyhow::Result<AssignmentId> {
    let task = world.task(code).await?;
    world.assignment(slug, task, &Scene::due(Some(world.day(5)))).await
}

/// The pools of a world, `size` connections each; those of the application's own role over a line that can break.
fn pools(world: &World, line: &Chaos, size: usize, all: bool) -> anyhow::Result<Db> {
    let admin = world.database.admin_url();
    let place = |url: &str| anyhow::Ok(Place { url: Url::parse(url)?, prefix: PREFIX.to_owned() });
    let over = place(&line.url(&admin)?)?.pools(&passwords(), size)?;
    let mut config = if all { over.clone() } else { place(&admin)?.pools(&passwords(), size)? };
    config.app = over.app;
    Db::new(&config, world.clock.clone())
}

/// Acts on an assignment, counted in each place that an act leaves something; they must agree.
async fn acts(world: &World, id: AssignmentId) -> anyhow::Result<i64> {
    let row = world
        .owner
        .query_one(
            "select version - 1::bigint, \
             (select count(*) from dondoc.audit where subject_id = $1), \
             (select count(*) from dondoc.events where assignment_id = $1), \
             (select count(*) from dondoc.progress_reports where assignment_id = $1) \
             from dondoc.assignments where id = $1",
            &[&id.0],
        )
        .await?;
    let counts: [i64; 4] = [row.get(0), row.get(1), row.get(2), row.get(3)];
    assert!(
        counts.iter().all(|n| *n == counts[0]),
        "half an act: version, audit, events, reports {counts:?}"
    );
    Ok(counts[0])
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_database_away_the_answer_is_to_come_back_and_then_all_is_as_before() -> anyhow::Result<()> {
    let world = World::new().await?;
    let line = Chaos::before(&world.database.admin_url()).await?;
    let server = Server::with(pools(&world, &line, 4, true)?)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let lead = world.person("national", Role::Lead).await?;
    let id = assignment(&world, "ha-noi", "T24-08").await?;
    let path = format!("/assignments/{id}/progress-reports");
    let key = Uuid::now_v7();
    assert_eq!(server.get("/assignments", &officer).await?.0, StatusCode::OK);
    assert_eq!(server.get("/overview", &lead).await?.0, StatusCode::OK);

    for round in 0..2 {
        line.break_off().await;
        let log_in = server.api(Method::POST, "/session", None).json(&json!({"email": "x", "password": "y"}));
        let write = server
            .api(Method::POST, &path, Some(&officer))
            .header(header::IF_MATCH, format!("\"{}\"", round + 1))
            .header("Idempotency-Key", key.to_string())
            .json(&report(10));
        for request in [
            server.api(Method::GET, "/assignments", Some(&officer)),
            server.api(Method::GET, "/overview", Some(&lead)),
            server.api(Method::GET, "/events", Some(&officer)),
            server.api(Method::GET, "/me", Some(&officer)),
            log_in,
            write,
        ] {
            let response = request.header(header::ACCEPT_LANGUAGE, "en").send().await?;
            let header = |name| response.headers().get(name).map(|h| h.to_str().unwrap().to_owned());
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{}", response.url());
            assert_eq!(header(header::RETRY_AFTER).as_deref(), Some("5"));
            assert_eq!(header(header::CONTENT_TYPE).as_deref(), Some("application/problem+json"));
            let problem: Value = response.json().await?;
            assert_eq!((&problem["code"], &problem["retry_after"]), (&json!("unavailable"), &json!(5)));
            assert!(!problem.to_string().contains("postgres"), "nothing of our insides is told: {problem}");
        }
        assert_eq!(acts(&world, id).await?, round, "nothing was written");

        line.restore().await?;
        // As many requests as there are connections: none of them gets a dead one.
        for _ in 0..5 {
            assert_eq!(server.get("/assignments", &officer).await?.0, StatusCode::OK);
            assert_eq!(server.get("/overview", &lead).await?.0, StatusCode::OK);
        }
        let fresh = if round == 0 { key } else { Uuid::now_v7() };
        let (status, written) = server.act_with_key(&path, round + 1, &report(10), &officer, fresh).await?;
        assert_eq!(status, StatusCode::OK, "the same request, sent again: {written}");
        assert_eq!(acts(&world, id).await?, round + 1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_silent_without_hanging_up_does_not_hold_its_requests() -> anyhow::Result<()> {
    let world = World::new().await?;
    let line = Chaos::before(&world.database.admin_url()).await?;
    let server = Server::with(pools(&world, &line, 4, true)?)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    assert_eq!(server.get("/assignments", &officer).await?.0, StatusCode::OK);
    line.freeze();
    let silent = (0..8).map(|_| server.get("/assignments", &officer));
    for answered in join_all(silent).await {
        // What found no place in the tenant's share of the connections is told to come back.
        let status = answered?.0;
        assert!(
            [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&status),
            "{status}"
        );
    }
    line.thaw();
    assert_eq!(server.get("/assignments", &officer).await?.0, StatusCode::OK);
    Ok(())
}

/// Not samples but a loop: the line breaks before the first burst of bytes of a request, then before the second, and so
/// on, until the request is through before its turn comes. Then the same for the answers.
#[tokio::test(flavor = "multi_thread")]
async fn wherever_the_line_to_the_database_breaks_an_act_is_whole_or_not_at_all() -> anyhow::Result<()> {
    let world = World::new().await?;
    let line = Chaos::before(&world.database.admin_url()).await?;
    // One connection, so that each round finds it as the one before has left it.
    let server = Server::with(pools(&world, &line, 1, false)?)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let mut broken = 0;
    for way in [Way::ToServer, Way::ToClient] {
        let id = assignment(&world, "ha-noi", &format!("{way:?}")).await?;
        let path = format!("/assignments/{id}/progress-reports");
        let (mut lost, mut bursts, mut rounds) = (0, 0, 0);
        loop {
            rounds += 1;
            assert!(rounds < 100, "no end");
            let done = acts(&world, id).await?;
            let key = Uuid::now_v7();
            line.cut_after(way, bursts);
            let (status, problem) = server.act_with_key(&path, done + 1, &report(10), &officer, key).await?;
            let through = line.uncut();
            if through {
                assert_eq!(status, StatusCode::OK, "{problem}");
                assert_eq!(acts(&world, id).await?, done + 1);
                // A busy machine joins two bursts into one: then the answer to the commit is looked for once more.
                if way == Way::ToServer || lost > 0 {
                    break;
                }
                bursts -= 2;
                continue;
            }
            broken += 1;
            // The first sight of a broken line may be a connection that the pool then replaces: that is no failure.
            assert!([200, 503].contains(&status.as_u16()), "{way:?} {bursts}: {status} {problem}");
            let after = acts(&world, id).await?;
            lost += i64::from(status != StatusCode::OK && after == done + 1);
            // Whatever had become of it, the same request sent again is carried out once.
            let (status, written) = server.act_with_key(&path, done + 1, &report(10), &officer, key).await?;
            assert_eq!(status, StatusCode::OK, "{way:?} {bursts}: {written}");
            assert_eq!(acts(&world, id).await?, done + 1, "{way:?} {bursts}");
            bursts += 1;
        }
    }
    assert!(broken > 15, "only {broken} places");
    Ok(())
}

/// Sends the bytes of a request and resets the connection, after part of them or at a random moment of the answer.
async fn reset(server: &Server, head: &str, body: &str, rng: &mut StdRng) -> anyhow::Result<()> {
    let address = server.base.trim_start_matches("http://");
    let mut line = TcpStream::connect(address).await?;
    line.set_zero_linger()?;
    let text = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let sent = if rng.random_bool(0.3) { rng.random_range(0..text.len()) } else { text.len() };
    line.write_all(&text.as_bytes()[..sent]).await?;
    let moment = Duration::from_micros(rng.random_range(0..20_000));
    // The answer, if it comes before the moment does.
    drop(timeout(moment, line.read(&mut [0; 64])).await);
    Ok(())
}

fn head(method: &str, path: &str, person: &Person) -> String {
    format!("{method} /api/v1{path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}", person.token)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_vanishes_leaves_neither_half_an_act_nor_its_tenant_behind() -> anyhow::Result<()> {
    const SEED: u64 = 4_711;
    let world = World::new().await?;
    let line = Chaos::before(&world.database.admin_url()).await?;
    // Two connections for all, so that each is handed from tenant to tenant all the time.
    let server = Server::with(pools(&world, &line, 2, false)?)?;
    let mut people = vec![];
    for slug in BODIES {
        let id = assignment(&world, slug, &format!("CANARY-{slug}")).await?;
        people.push((slug, id, world.person(slug, Role::Officer).await?));
    }
    let one = async |n: u64| {
        let mut rng = StdRng::seed_from_u64(SEED + n);
        let (slug, id, person) = &people[usize::try_from(n)? % people.len()];
        match n % 20 {
            0 => reset(&server, &head("GET", "/assignments", person), "", &mut rng).await?,
            1 => {
                let head = head("POST", &format!("/assignments/{id}/progress-reports"), person);
                let version = acts(&world, *id).await? + 1;
                let head = format!("{head}\r\ncontent-type: application/json\r\nif-match: \"{version}\"");
                reset(&server, &head, &report(10).to_string(), &mut rng).await?;
            }
            _ => {
                let (status, page) = server.get("/assignments", person).await?;
                // Too many at once may be asked to come back; nobody is shown another's.
                assert!([200, 503].contains(&status.as_u16()), "{status} {page}");
                if status == StatusCode::OK {
                    let rows = page["items"].as_array().unwrap();
                    let codes: Vec<&str> = rows.iter().map(|row| row["code"].as_str().unwrap()).collect();
                    assert_eq!(codes, [format!("CANARY-{slug}/{slug}")], "request {n}, seed {SEED}");
                    return Ok(1);
                }
            }
        }
        anyhow::Ok(0)
    };
    let answered: Vec<anyhow::Result<i32>> =
        stream::iter(0..500).map(one).buffer_unordered(6).collect().await;
    let answered: i32 = answered.into_iter().sum::<anyhow::Result<i32>>()?;
    assert!(answered > 400, "only {answered} answers");
    let mut written = 0;
    for (_, id, person) in &people {
        // Behind whatever is still on its way: this one waits for the row, and finds it whole.
        let version = loop {
            let version = acts(&world, *id).await? + 1;
            let path = format!("/assignments/{id}/progress-reports");
            if server.act(&path, version, &report(10), person).await?.0 == StatusCode::OK {
                break version;
            }
        };
        assert_eq!(acts(&world, *id).await?, version);
        written += version - 1;
    }
    assert!(written > 5, "only {written} acts were cut short by their clients and done all the same");
    let idle = "select count(*) from pg_stat_activity where datname = current_database() \
        and state like 'idle in transaction%' and xact_start < clock_timestamp() - interval '2 s'";
    assert_eq!(world.count(idle).await?, 0, "a transaction that nobody will end");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_thirty_two_who_write_at_once_none_overwrites_another() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let ids = [assignment(&world, "ha-noi", "A").await?, assignment(&world, "ha-noi", "B").await?];
    let editor = async |n: usize| {
        let mut done = [0, 0];
        for round in 0..3 {
            let which = (n + round) % 2;
            let (_, detail) = server.get(&format!("/assignments/{}", ids[which]), &officer).await?;
            let version = detail["row"]["version"].as_i64().unwrap_or_default();
            let path = format!("/assignments/{}/progress-reports", ids[which]);
            let (status, text) = server.act(&path, version, &report(10), &officer).await?;
            assert!([200, 412, 503].contains(&status.as_u16()), "{status} {text}");
            if status == StatusCode::OK {
                done[which] += 1;
                assert_eq!(text["version"], version + 1, "it was written over what this writer had not seen");
            }
        }
        anyhow::Ok(done)
    };
    let all: Vec<[i64; 2]> =
        join_all((0..32).map(editor)).await.into_iter().collect::<anyhow::Result<_>>()?;
    for (which, id) in ids.into_iter().enumerate() {
        let accepted: i64 = all.iter().map(|done| done[which]).sum();
        assert_eq!(acts(&world, id).await?, accepted, "as many acts as there were answers of 200");
        assert!(accepted > 3, "only {accepted}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_that_is_sent_ten_times_at_once_is_carried_out_once_and_answered_alike()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let id = assignment(&world, "ha-noi", "T24-08").await?;
    let path = format!("/assignments/{id}/progress-reports");
    for version in 1..=3 {
        let (key, body) = (Uuid::now_v7(), report(10));
        let sent = (0..10).map(|_| server.act_with_key(&path, version, &body, &officer, key));
        let answers: Vec<_> = join_all(sent).await.into_iter().collect::<anyhow::Result<_>>()?;
        assert!(answers.iter().all(|a| a.0 == StatusCode::OK && *a == answers[0]), "{answers:?}");
        assert_eq!(acts(&world, id).await?, version);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_write_the_first_address_of_an_office_one_is_told_so() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let administrator = world.person("ha-noi", Role::Administrator).await?;
    for role in ["agency_mailbox", "focal_head", "steering_head"] {
        let put = |n: usize| {
            let body = json!({"office": "Văn thư", "address": format!("vanthu{n}@ha-noi.example")});
            let request = server.api(Method::PUT, &format!("/contacts/{role}"), Some(&administrator));
            let request = request.header(header::IF_MATCH, "\"0\"");
            answer(request.header("Idempotency-Key", Uuid::now_v7().to_string()).json(&body))
        };
        let answers = join_all((0..8).map(put)).await.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
        let mut statuses: Vec<u16> = answers.iter().map(|a| a.0.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412], "{answers:?}");
    }
    assert_eq!(world.count("select count(*) from dondoc.contacts").await?, 3);
    Ok(())
}

/// A line that is cut is noticed even where the clock stands still.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_when_the_database_is_away_and_can_be_opened_again() -> anyhow::Result<()> {
    let world = World::new().await?;
    assert!(matches!(world.clock, Clock::Manual(_)));
    let line = Chaos::before(&world.database.admin_url()).await?;
    let server = Server::with(pools(&world, &line, 4, true)?)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let open = || server.api(Method::GET, "/events", Some(&officer)).send();
    let mut stream = open().await?;
    assert_eq!(stream.status(), StatusCode::OK);
    line.break_off().await;
    timeout(Duration::from_secs(30), async { while let Ok(Some(_)) = stream.chunk().await {} }).await?;
    line.restore().await?;
    assert_eq!(open().await?.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_measured_by_operation_and_never_by_what_they_ask_for() -> anyhow::Result<()> {
    let metrics = dondoc_kernel::telemetry::measure()?;
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let task = world.task("T24-08").await?;
    let id = world.assignment("ha-noi", task, &Scene::due(Some(world.day(5)))).await?;
    let server = Server::of(&world)?;
    let missing = Uuid::now_v7();
    for id in [id.0, missing] {
        server.get(&format!("/assignments/{id}"), &officer).await?;
        server.page(&format!("/assignments/{id}"), Some(&officer)).send().await?;
    }
    server.page(&format!("/nowhere/{missing}"), None).send().await?;
    server.api("BREW".parse()?, &format!("/assignments/{missing}"), None).send().await?;

    let told = metrics.render();
    for line in [
        r#"dondoc_requests_total{operation="GET /api/v1/assignments/{id}",status="200"} 1"#,
        r#"dondoc_requests_total{operation="GET /api/v1/assignments/{id}",status="404"} 1"#,
        r#"dondoc_requests_total{operation="GET /assignments/{id}",status="200"} 1"#,
        r#"dondoc_requests_total{operation="other",status="404"} 1"#,
        r#"dondoc_requests_total{operation="other",status="405"} 1"#,
        r#"dondoc_request_seconds_count{operation="GET /api/v1/assignments/{id}"} 2"#,
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    assert!(
        told.contains("dondoc_request_seconds_bucket{operation=\"GET /assignments/{id}\",le=\"0.005\"}"),
        "{told}"
    );
    assert!(!told.contains(&missing.to_string()) && !told.contains("BREW"), "{told}");
    Ok(())
}
