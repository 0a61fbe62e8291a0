//! Log-in, guessing, refresh, tokens, one-time links and the end of a session, through the API: what an intruder would
//! try (R87–R90).

mod keys;
mod links;
mod refresh;
mod tokens;

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

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
async fn guessing_one_account_waits_longer_and_longer_and_the_door_is_never_shut() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let wrong = async || log_in(&server, &person.email, "không phải mật khẩu này").await;

    // Failures so far, and the seconds that then have to pass.
    for (failures, wait) in
        [(0, 0), (1, 0), (2, 0), (3, 2), (4, 2), (9, 5), (25, 10), (49, 10), (50, 1800), (97, 1800)]
    {
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
    // Ninety-eight are all that fit into a day.
    pass(&world, 1800);
    let (status, tokens) = log_in(&server, &person.email, PHRASE).await?;
    assert_eq!(status.as_u16(), 200, "{tokens}");
    let left = world.count("select failures::bigint from dondoc.log_in_failures").await?;
    assert_eq!(left, 98, "a right pass-phrase gives strangers no new guesses");
    pass(&world, 24 * 3600);
    assert_eq!(wrong().await?.0.as_u16(), 401);
    let left = world.count("select failures::bigint from dondoc.log_in_failures").await?;
    assert_eq!(left, 1, "a new day");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_who_guess_make_nobody_wait_on_a_device_that_logged_in_before() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let begun = log_in(&server, &person.email, PHRASE).await?.1;
    let device = begun["device"].clone();
    let with = async |device: &Value, email: &str, phrase: &str| {
        let body = json!({"email": email, "password": phrase, "device": device});
        answer(server.api(Method::POST, "/session", None).json(&body)).await
    };
    // Ten a minute from this address, fifty of this account, and what then still comes.
    for _ in 0..8 {
        for _ in 0..12 {
            log_in(&server, &person.email, "không phải mật khẩu này").await?;
            pass(&world, 5);
        }
        let known = with(&device, &person.email, PHRASE).await?;
        assert_eq!(known.0.as_u16(), 200, "{}", known.1);
        assert_eq!(known.1["device"], device, "the same device");
    }
    world.run("update dondoc.log_in_failures set failures = 60", &[]).await?;
    let unknown = log_in(&server, &person.email, PHRASE).await?;
    assert_eq!((unknown.0.as_u16(), &unknown.1["code"]), (429, &json!("too_many_attempts")));
    // The mark is of this account alone, and nobody makes one.
    let (id, mark) = device.as_str().unwrap().split_once('.').unwrap();
    for forged in [format!("{id}.{}", mark.chars().rev().collect::<String>()), id.to_owned(), String::new()] {
        let refused = with(&json!(forged), &person.email, PHRASE).await?;
        assert_eq!(refused.0.as_u16(), 429, "{forged}");
    }
    let other = world.person("ha-noi", Role::Officer).await?;
    account(&world, &other, Some(PHRASE)).await?;
    for _ in 0..3 {
        log_in(&server, &other.email, "không phải mật khẩu này").await?;
    }
    assert_eq!(with(&device, &other.email, PHRASE).await?.0.as_u16(), 429);

    // A device that is stolen guesses by a counter of its own: twenty, then one an hour.
    world.run("delete from dondoc.log_in_failures", &[]).await?;
    let before = evaluated(&world).await?;
    for _ in 0..40 {
        with(&device, &person.email, "không phải mật khẩu này").await?;
        pass(&world, 10);
    }
    assert_eq!(evaluated(&world).await? - before, 20);
    assert_eq!(log_in(&server, &person.email, PHRASE).await?.0.as_u16(), 200, "its guesses are its own");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_log_in_says_in_the_trail_whom_and_from_where() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::behind(&world, 1)?;
    for (forwarded, email) in [
        ("198.51.100.7", "a@ha-noi.example"),
        ("198.51.100.7", " A@ha-noi.example"),
        ("203.0.113.9", "b@ha-noi.example"),
    ] {
        log_in_from(&server, forwarded, email).await?;
    }
    let sql = "select detail::text from dondoc.audit where action = 'log_in_failed' order by xid";
    let details: Vec<Value> = world
        .owner
        .query(sql, &[])
        .await?
        .iter()
        .map(|row| serde_json::from_str(row.get(0)).unwrap())
        .collect();
    let [first, again, other] = &details[..] else { panic!("{details:?}") };
    assert_eq!(first, again);
    assert_eq!((&first["from"], &other["from"]), (&json!("198.51.100.7"), &json!("203.0.113.9")));
    assert_ne!(first["whom"], other["whom"]);
    assert!(!format!("{details:?}").contains("example"), "nobody's address is kept: {details:?}");
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
async fn of_one_address_ten_guesses_a_minute_are_looked_at_whoever_they_are_for() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::behind(&world, 1)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    for n in 0..10 {
        // What somebody writes before the proxy's own entry changes nothing.
        let forwarded = format!("10.9.8.{n}, 198.51.100.1");
        let (status, _) = log_in_from(&server, &forwarded, &format!("somebody-{n}@ha-noi.example")).await?;
        assert_eq!(status.as_u16(), 401, "attempt {n}");
        // An office where somebody often mistypes: the others get in.
        if n < 9 {
            assert_eq!(log_in_from(&server, "198.51.100.1", &person.email).await?.0.as_u16(), 200);
        }
    }
    assert_eq!(log_in_from(&server, "198.51.100.2", &person.email).await?.0.as_u16(), 200, "another office");
    let (status, problem) = log_in_from(&server, "198.51.100.1", &person.email).await?;
    assert_eq!((status.as_u16(), &problem["retry_after"]), (429, &json!(60)), "{problem}");
    pass(&world, 60);
    assert_eq!(log_in_from(&server, "198.51.100.1", &person.email).await?.0.as_u16(), 200);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_addresses_that_guess_most_are_told_to_wait_and_the_owner_is_in_within_seconds()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::behind(&world, 1)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let device = log_in(&server, &person.email, PHRASE).await?.1["device"].clone();
    let before = evaluated(&world).await?;
    // One office guesses at sixty accounts, and a thousand addresses at the owner's and as many more.
    let one = (0..60).map(|n| ("198.51.100.1".to_owned(), format!("somebody-{n}@ha-noi.example")));
    let many = (0..1000).map(|n| {
        let whose = if n % 2 == 0 { person.email.clone() } else { format!("anybody-{n}@ha-noi.example") };
        (format!("203.0.{}.{}", n / 250, n % 250), whose)
    });
    let server = &server;
    let guesses = one.chain(many).map(|(from, email)| async move {
        let body = json!({"email": email, "password": "không phải mật khẩu này"});
        let guess = server.api(Method::POST, "/session", None).header("X-Forwarded-For", from);
        answer(guess.json(&body)).await.map(|(status, _)| status.as_u16())
    });
    let owner = async {
        let begun = Instant::now();
        let body = json!({"email": person.email, "password": PHRASE, "device": device});
        (answer(server.api(Method::POST, "/session", None).json(&body)).await, begun.elapsed())
    };
    let (statuses, (owner, waited)) = futures_util::join!(join_all(guesses), owner);
    assert_eq!(owner?.0.as_u16(), 200);
    assert!(waited < Duration::from_secs(5), "the owner waited {waited:?}");
    let statuses = statuses.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    let (one, many) = statuses.split_at(60);
    let of = |statuses: &[u16], wanted: u16| statuses.iter().filter(|status| **status == wanted).count();
    assert!(of(one, 401) <= 10, "{one:?}");
    assert_eq!(of(one, 401) + of(one, 429), 60, "{one:?}");
    assert_eq!(of(many, 401) + of(many, 429), 1000, "{many:?}");
    let looked_at = i64::try_from(of(&statuses, 401))? + 1;
    assert_eq!(evaluated(&world).await? - before, looked_at);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_that_is_not_counted_guesses_are_still_counted() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let device = log_in(&server, &person.email, PHRASE).await?.1["device"].clone();
    let mut statuses = Vec::new();
    for n in 0..14 {
        let forwarded = format!("198.51.100.{n}");
        let email = format!("somebody-{n}@ha-noi.example");
        statuses.push(log_in_from(&server, &forwarded, &email).await?.0.as_u16());
    }
    assert_eq!(statuses, [vec![401; 10], vec![429; 4]].concat(), "what callers write is not believed");
    // Whoever logged in before gets in all the same.
    let body = json!({"email": person.email, "password": PHRASE, "device": device});
    let known = answer(server.api(Method::POST, "/session", None).json(&body)).await?;
    assert_eq!(known.0.as_u16(), 200, "{}", known.1);
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

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_ends_the_session_that_the_browser_had_and_none_whose_secret_it_does_not_have()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let before = world.person("ha-noi", Role::Officer).await?;
    let other = world.person("lao-cai", Role::Officer).await?;
    account(&world, &before, Some(PHRASE)).await?;
    let log_in = async |cookie: &str, phrase: &str| -> anyhow::Result<StatusCode> {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("email", &before.email)
            .append_pair("password", phrase)
            .finish();
        let request =
            server.http.post(format!("{}/log-in", server.base)).header(header::ORIGIN, &server.base);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        Ok(request.header(header::COOKIE, format!("dondoc={cookie}")).send().await?.status())
    };
    let lives = async |person: &Person| -> anyhow::Result<bool> {
        Ok(server.page("/", Some(person)).send().await?.status() == StatusCode::OK)
    };
    let (place, _) = other.cookie.rsplit_once('.').unwrap();
    let forged = format!("{place}.{}", before.cookie.rsplit_once('.').unwrap().1);
    assert_eq!(log_in(&forged, PHRASE).await?, StatusCode::SEE_OTHER);
    assert!(lives(&other).await?, "somebody else's session ends by its own secret alone");
    assert_eq!(log_in(&before.cookie, "không phải mật khẩu này").await?, StatusCode::UNAUTHORIZED);
    assert!(lives(&before).await?, "who fails to log in ends nothing");
    // Whoever takes over a machine leaves no session of the one before behind, of whichever body they were.
    assert_eq!(log_in(&other.cookie, PHRASE).await?, StatusCode::SEE_OTHER);
    assert!(!lives(&other).await? && lives(&before).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_the_portal_ends_after_half_an_hour_in_which_nobody_used_it_and_lives_as_long_as_somebody_does()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    let began = "update dondoc.sessions set last_seen_at = $1";
    world.run(began, &[&std::time::SystemTime::from(world.now())]).await?;
    let lives = async || -> anyhow::Result<bool> {
        Ok(server.page("/", Some(&person)).send().await?.status() == StatusCode::OK)
    };
    let noted = "select (extract(epoch from last_seen_at) - extract(epoch from $1::timestamptz))::bigint from dondoc.sessions
        where kind = 'portal'";
    let noted = async || -> anyhow::Result<i64> {
        Ok(world.owner.query_one(noted, &[&std::time::SystemTime::from(world.now())]).await?.get(0))
    };
    pass(&world, 299);
    assert!(lives().await?);
    assert_eq!(noted().await?, -299, "a use is noted every five minutes");
    pass(&world, 1);
    assert!(lives().await?);
    assert_eq!(noted().await?, 0);
    for _ in 0..5 {
        pass(&world, 30 * 60);
        let stays = server.page("/session", Some(&person)).send().await?;
        assert_eq!(stays.status(), StatusCode::NO_CONTENT);
    }
    pass(&world, 4 * 60);
    assert!(lives().await?);
    pass(&world, 30 * 60);
    assert!(lives().await?, "half an hour after a use that was not noted");
    pass(&world, 35 * 60);
    assert!(!lives().await?);
    assert_eq!(server.page("/session", Some(&person)).send().await?.status(), StatusCode::SEE_OTHER);
    Ok(())
}
