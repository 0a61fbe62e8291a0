//! Log-in, guessing, refresh, tokens, one-time links and the end of a session, through the API: what an intruder would
//! try (R87–R90).

mod links;
mod refresh;
mod tokens;

use std::collections::BTreeSet;

use dondoc_kernel::auth::password::Passwords;
use dondoc_shared::role::Role;
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use futures_util::future::join_all;
use jiff::SignedDuration;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

const PHRASE: &str = "bốn con trâu trắng";

/// A log-in for a person; without a phrase, one whose owner has never set any.
async fn account(world: &World, person: &Person, phrase: Option<&str>) -> anyhow::Result<Uuid> {
    let id = Uuid::now_v7();
    let hash = match phrase {
        Some(phrase) => Some(Passwords::new(1)?.hash(phrase).await.map_err(|e| anyhow::anyhow!("{e}"))?),
        None => None,
    };
    world
        .run(
            "insert into dondoc.accounts (tenant_id, id, user_id, email, password_hash, created_at) \
             values ($1, $2, $3, $4, $5, now())",
            &[&person.tenant.0, &id, &person.id.0, &person.email, &hash],
        )
        .await?;
    Ok(id)
}

async fn log_in(server: &Server, email: &str, phrase: &str) -> anyhow::Result<(StatusCode, Value)> {
    let body = json!({"email": email, "password": phrase});
    answer(server.api(Method::POST, "/session", None).json(&body)).await
}

/// With the right pass-phrase, as the proxy in front tells of it.
async fn log_in_from(server: &Server, forwarded: &str, email: &str) -> anyhow::Result<(StatusCode, Value)> {
    let body = json!({"email": email, "password": PHRASE});
    let request = server.api(Method::POST, "/session", None).header("X-Forwarded-For", forwarded);
    answer(request.json(&body)).await
}

async fn refresh(server: &Server, token: &Value) -> anyhow::Result<(StatusCode, Value)> {
    let body = json!({ "refresh_token": token });
    answer(server.api(Method::POST, "/session/refresh", None).json(&body)).await
}

async fn me(server: &Server, token: &Value) -> anyhow::Result<StatusCode> {
    let request = server.api(Method::GET, "/me", None).bearer_auth(token.as_str().unwrap());
    Ok(request.send().await?.status())
}

fn pass(world: &World, seconds: i64) {
    world.clock.set(world.now() + SignedDuration::from_secs(seconds));
}

/// Attempts whose pass-phrase was really looked at.
async fn evaluated(world: &World) -> anyhow::Result<i64> {
    world.count("select count(*) from dondoc.audit where action in ('log_in', 'log_in_failed')").await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_failed_log_in_looks_the_same() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let known = world.person("ha-noi", Role::Officer).await?;
    account(&world, &known, Some(PHRASE)).await?;
    let disabled = world.person("ha-noi", Role::Officer).await?;
    account(&world, &disabled, Some(PHRASE)).await?;
    world.run("update dondoc.users set status = 'disabled' where id = $1", &[&disabled.id.0]).await?;
    let unset = world.person("ha-noi", Role::Officer).await?;
    account(&world, &unset, None).await?;

    let mut seen = BTreeSet::new();
    for (email, phrase) in [
        (known.email.as_str(), "bốn con trâu đen và một con bò"),
        ("nobody@ha-noi.example", PHRASE),
        (&disabled.email, PHRASE),
        (&unset.email, PHRASE),
        (&unset.email, ""),
    ] {
        let body = json!({"email": email, "password": phrase});
        let response = server.api(Method::POST, "/session", None).json(&body).send().await?;
        let status = response.status();
        let mut headers: Vec<String> = response.headers().keys().map(ToString::to_string).collect();
        headers.sort();
        let mut problem: Value = response.json().await?;
        problem["request_id"] = Value::Null;
        assert_eq!((status.as_u16(), &problem["code"]), (401, &json!("log_in_failed")), "{email}");
        seen.insert(format!("{status} {headers:?} {problem}"));
    }
    assert_eq!(seen.len(), 1, "{seen:#?}");

    let (status, tokens) = log_in(&server, &format!(" {} ", known.email.to_uppercase()), PHRASE).await?;
    assert_eq!(status, StatusCode::OK, "an address is known however it is typed: {tokens}");
    assert_eq!(me(&server, &tokens["access_token"]).await?, StatusCode::OK);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_one_account_waits_longer_and_longer_and_ends_for_the_day() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let wrong = async || log_in(&server, &person.email, "không phải mật khẩu này").await;

    // Failures so far, and the seconds that then have to pass.
    for (failures, wait) in [(0, 0), (1, 0), (2, 0), (3, 2), (4, 2), (9, 5), (25, 10), (99, 10)] {
        world.run("update dondoc.log_in_failures set failures = $1", &[&failures]).await?;
        if wait > 0 {
            let before = evaluated(&world).await?;
            pass(&world, wait - 1);
            // Not even the right one: the answer would tell that it was.
            let (status, problem) = log_in(&server, &person.email, PHRASE).await?;
            assert_eq!(
                (status.as_u16(), &problem["code"]),
                (429, &json!("too_many_attempts")),
                "{failures} {problem}"
            );
            assert!((1..=2).contains(&problem["retry_after"].as_i64().unwrap()), "{problem}");
            assert_eq!(evaluated(&world).await?, before);
            pass(&world, 1);
        }
        let (status, problem) = wrong().await?;
        assert_eq!(status.as_u16(), 401, "after {failures} failures and {wait} s: {problem}");
    }
    // The hundredth was the last one looked at today, however long one waits.
    pass(&world, 3600);
    let (status, problem) = log_in(&server, &person.email, PHRASE).await?;
    assert_eq!((status.as_u16(), &problem["retry_after"]), (429, &json!(3600)));
    pass(&world, 24 * 3600);
    let (status, tokens) = log_in(&server, &person.email, PHRASE).await?;
    assert_eq!(status.as_u16(), 200, "a new day: {tokens}");
    let left =
        world.count("select failures::bigint from dondoc.log_in_failures order by failures limit 1").await?;
    assert_eq!(left, 0, "who got in has no failures");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_made_at_the_same_moment_are_counted_one_by_one() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let guesses = (0..30).map(|_| log_in(&server, &person.email, "một hai ba bốn năm"));
    let statuses = join_all(guesses).await.into_iter().map(|a| Ok(a?.0.as_u16()));
    let mut statuses = statuses.collect::<anyhow::Result<Vec<u16>>>()?;
    statuses.sort_unstable();
    assert_eq!(statuses[..3], [401, 401, 401], "three are free");
    assert!(statuses[3..].iter().all(|s| *s == 429), "{statuses:?}");
    assert_eq!(evaluated(&world).await?, 3);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_that_tries_many_accounts_has_to_wait() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::behind(&world, 1)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    for n in 0..13 {
        // What somebody writes before the proxy's own entry changes nothing.
        let (status, _) = log_in_from(
            &server,
            &format!("10.9.8.{n}, 198.51.100.1"),
            &format!("somebody-{n}@ha-noi.example"),
        )
        .await?;
        assert_eq!(status.as_u16(), 401, "attempt {n}");
    }
    assert_eq!(log_in_from(&server, "198.51.100.2", &person.email).await?.0.as_u16(), 200, "another office");
    let (status, problem) = log_in_from(&server, "198.51.100.1", &person.email).await?;
    assert_eq!(status.as_u16(), 429, "{problem}");
    pass(&world, 2);
    assert_eq!(log_in_from(&server, "198.51.100.1", &person.email).await?.0.as_u16(), 200);
    // An office where somebody often mistypes: the successes of the others do not prolong the wait.
    assert_eq!(log_in_from(&server, "198.51.100.1", &person.email).await?.0.as_u16(), 200);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_behind_a_proxy_that_is_not_counted_locks_nobody_out() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    for n in 0..13 {
        log_in(&server, &format!("somebody-{n}@ha-noi.example"), PHRASE).await?;
    }
    assert_eq!(log_in(&server, &person.email, PHRASE).await?.0.as_u16(), 200);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_was_taken_away_is_gone_at_the_next_request() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let task = world.task("T24-08").await?;
    let id = world.assignment("ha-noi", task, &Scene::due(Some(world.day(5)))).await?;
    let path = format!("/assignments/{id}/progress-reports");
    let report = json!({"percent": 10, "results": "Kết quả"});

    let gone = world.person("ha-noi", Role::Officer).await?;
    let token = json!(gone.token);
    assert_eq!(me(&server, &token).await?.as_u16(), 200);
    let left = server.api(Method::DELETE, "/session", Some(&gone)).send().await?;
    assert_eq!(left.status().as_u16(), 204);
    assert_eq!(me(&server, &token).await?.as_u16(), 401, "after log-out");
    let again = server.api(Method::DELETE, "/session", Some(&gone)).send().await?;
    assert_eq!(again.status().as_u16(), 401);

    let disabled = world.person("ha-noi", Role::Officer).await?;
    world.run("update dondoc.users set status = 'disabled' where id = $1", &[&disabled.id.0]).await?;
    assert_eq!(server.act(&path, 1, &report, &disabled).await?.0.as_u16(), 401, "disabled");

    let demoted = world.person("ha-noi", Role::Officer).await?;
    world.run("update dondoc.users set role = 'viewer' where id = $1", &[&demoted.id.0]).await?;
    let (status, problem) = server.act(&path, 1, &report, &demoted).await?;
    assert_eq!((status.as_u16(), &problem["code"]), (403, &json!("not_permitted")), "demoted");
    assert_eq!(world.count("select count(*) from dondoc.progress_reports").await?, 0);

    // An answer kept for a repeated request is for those only who may still ask.
    let officer = world.person("ha-noi", Role::Officer).await?;
    let key = Uuid::now_v7();
    assert_eq!(server.act_with_key(&path, 1, &report, &officer, key).await?.0.as_u16(), 200);
    world.run("update dondoc.users set role = 'viewer' where id = $1", &[&officer.id.0]).await?;
    assert_eq!(server.act_with_key(&path, 1, &report, &officer, key).await?.0.as_u16(), 403);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_cookie_nor_token_works_in_the_others_place() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    let cookie = format!("dondoc={}", person.cookie);
    let request = server.api(Method::GET, "/me", None).header(header::COOKIE, cookie);
    assert_eq!(answer(request).await?.0.as_u16(), 401, "a cookie on the API");
    let request = server.api(Method::GET, "/me", None).bearer_auth(&person.cookie);
    assert_eq!(answer(request).await?.0.as_u16(), 401, "a cookie as a token");
    // Without a session, a page redirects to the log-in or does not exist.
    let page = server.page("/", None).bearer_auth(&person.token).send().await?;
    assert!(!page.status().is_success(), "a token on a page: {}", page.status());
    let as_cookie = Person { cookie: person.token.clone(), ..person };
    let page = server.page("/", Some(&as_cookie)).send().await?;
    assert!(!page.status().is_success(), "a token as a cookie: {}", page.status());
    Ok(())
}
