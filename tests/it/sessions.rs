//! Log-in, guessing, refresh, tokens, one-time links and the end of a session, through the API: what somebody would
//! try who wants in.

use std::collections::BTreeSet;

use anyhow::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dondoc_server::{
    audit::{Entry, Logged},
    auth::{password::Passwords, secret, sessions},
    db::{Actor, Auth},
};
use dondoc_shared::{error::ErrorCode, id::AccountId, role::Role};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, TOKEN_SEED, World},
};
use futures_util::future::join_all;
use jiff::SignedDuration;
use reqwest::{Method, StatusCode, header};
use ring::{hmac, signature::Ed25519KeyPair, signature::KeyPair};
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
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    for n in 0..13 {
        let (status, _) = log_in(&server, &format!("somebody-{n}@ha-noi.example"), PHRASE).await?;
        assert_eq!(status.as_u16(), 401, "attempt {n}");
    }
    let (status, problem) = log_in(&server, &person.email, PHRASE).await?;
    assert_eq!(status.as_u16(), 429, "{problem}");
    pass(&world, 2);
    assert_eq!(log_in(&server, &person.email, PHRASE).await?.0.as_u16(), 200);
    // An office where somebody often mistypes: the successes of the others do not prolong the wait.
    assert_eq!(log_in(&server, &person.email, PHRASE).await?.0.as_u16(), 200);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_is_good_once_and_a_lost_answer_can_be_asked_for_again() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let (_, first) = log_in(&server, &person.email, PHRASE).await?;

    // Twenty windows of one console notice at the same moment that the token has run out.
    let together = join_all((0..20).map(|_| refresh(&server, &first["refresh_token"]))).await;
    let successors: BTreeSet<String> = together
        .into_iter()
        .map(|answer| {
            let (status, tokens) = answer.unwrap();
            assert_eq!(status, StatusCode::OK, "{tokens}");
            tokens["refresh_token"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(successors.len(), 1, "one successor for all");
    assert_eq!(world.count("select count(*) from dondoc.refresh_tokens").await?, 2);
    assert_eq!(world.count("select count(*) from dondoc.sessions where revoked_at is not null").await?, 0);

    pass(&world, 30);
    let (status, again) = refresh(&server, &first["refresh_token"]).await?;
    assert_eq!(status, StatusCode::OK, "half a minute later the answer can still be repeated");
    assert!(successors.contains(again["refresh_token"].as_str().unwrap()));
    pass(&world, 1);
    assert_eq!(me(&server, &again["access_token"]).await?, StatusCode::OK);
    assert_eq!(
        refresh(&server, &first["refresh_token"]).await?.0.as_u16(),
        401,
        "a second later it is theft"
    );
    assert_eq!(refresh(&server, &again["refresh_token"]).await?.0.as_u16(), 401, "and the family is dead");
    assert_eq!(me(&server, &again["access_token"]).await?.as_u16(), 401, "access tokens included");
    let reused = "select count(*) from dondoc.audit where action = 'refresh_reused' and tenant_id = 1";
    assert_eq!(world.count(reused).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_generation_of_a_refresh_token_ends_the_session() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let (_, first) = log_in(&server, &person.email, PHRASE).await?;
    let (_, second) = refresh(&server, &first["refresh_token"]).await?;
    let (_, third) = refresh(&server, &second["refresh_token"]).await?;
    assert_eq!(refresh(&server, &first["refresh_token"]).await?.0.as_u16(), 401);
    assert_eq!(refresh(&server, &third["refresh_token"]).await?.0.as_u16(), 401);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_runs_out_and_so_does_its_session() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let (_, idle) = log_in(&server, &person.email, PHRASE).await?;
    let (_, mut busy) = log_in(&server, &person.email, PHRASE).await?;
    const DAY: i64 = 24 * 3600;
    for _ in 0..3 {
        pass(&world, 9 * DAY);
        let (status, tokens) = refresh(&server, &busy["refresh_token"]).await?;
        assert_eq!(status.as_u16(), 200, "{tokens}");
        busy = tokens;
    }
    assert_eq!(refresh(&server, &idle["refresh_token"]).await?.0.as_u16(), 401, "27 days unused");
    pass(&world, 3 * DAY);
    assert_eq!(refresh(&server, &busy["refresh_token"]).await?.0.as_u16(), 401, "30 days are the end");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn made_up_refresh_tokens_are_refused_and_leave_no_rows() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let (_, tokens) = log_in(&server, &person.email, PHRASE).await?;
    let good = tokens["refresh_token"].as_str().unwrap().to_owned();
    let parts: Vec<&str> = good.split('.').collect();
    let (session, secret) = (parts[1], parts[2]);
    let before = world.count("select count(*) from dondoc.audit").await?;
    let other = secret::Secret::random().text();
    for bad in [
        String::new(),
        "..".into(),
        format!("1.{session}"),
        format!("2.{session}.{secret}"),
        format!("0.{session}.{secret}"),
        format!("-1.{session}.{secret}"),
        format!("99999999999.{session}.{secret}"),
        format!("1.{}.{other}", Uuid::now_v7().simple()),
        format!("1.{session}.{other}"),
        format!("1.{session}.{secret}="),
        format!("1.{session}.{secret}.x"),
        format!("1.{session}.{}", &secret[1..]),
        format!("1.{session}.{}\u{0}", secret),
        person.cookie.clone(),
        tokens["access_token"].as_str().unwrap().to_owned(),
    ] {
        let (status, problem) = refresh(&server, &json!(bad)).await?;
        assert_eq!((status.as_u16(), &problem["code"]), (401, &json!("not_signed_in")), "{bad}: {problem}");
    }
    // Nobody who is not signed in can fill the trail.
    assert_eq!(world.count("select count(*) from dondoc.audit").await?, before);
    let elsewhere = format!("1.{}.{secret}", Uuid::now_v7().simple());
    assert_eq!(refresh(&server, &json!(elsewhere)).await?.0.as_u16(), 401, "the secret of another session");
    assert_eq!(refresh(&server, &json!(good)).await?.0.as_u16(), 200, "and the session lives");
    Ok(())
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token with whatever header and claims, rightly signed.
fn signed(header: &str, claims: &str) -> String {
    let key = Ed25519KeyPair::from_seed_unchecked(&TOKEN_SEED).unwrap();
    let content = format!("{}.{}", base64(header), base64(claims));
    format!("{content}.{}", base64(key.sign(content.as_bytes())))
}

/// At least eighty tokens that are not good, each with what is wrong with it.
fn bad_tokens(good: &str, now: i64, cookie: &str, refresh: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = good.split('.').collect();
    let text = |part: &str| String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    let (header, claims) = (text(parts[0]), text(parts[1]));
    let kid = serde_json::from_str::<Value>(&header).unwrap()["kid"].as_str().unwrap().to_owned();
    let mut bad: Vec<(String, String)> = vec![];
    let mut add = |what: &str, token: String| bad.push((what.to_owned(), token));

    add("nothing", String::new());
    add("a word", "x".into());
    add("three dots", "...".into());
    add("a cookie", cookie.into());
    add("a refresh token", refresh.into());
    add("no signature", format!("{}.{}.", parts[0], parts[1]));
    add("no signature and no dot", format!("{}.{}", parts[0], parts[1]));
    add("a fourth part", format!("{good}.x"));
    add("padding", format!("{good}=="));
    add("twice", format!("{good} {good}"));
    for share in 1..8 {
        add(&format!("a prefix {share}/8"), good[..good.len() * share / 8].to_owned());
    }
    add("all but the last letter", good[..good.len() - 1].to_owned());
    for at in 0..3 {
        let mut changed: Vec<String> = parts.iter().map(ToString::to_string).collect();
        let letter = if changed[at].as_bytes()[5] == b'A' { "B" } else { "A" };
        changed[at].replace_range(5..6, letter);
        add(&format!("a letter of part {at} changed"), changed.join("."));
    }

    // Other algorithms, with and without what they would be signed with.
    for none in ["none", "None", "NONE", "nOnE", "", "null"] {
        let forged = base64(header.replace("EdDSA", none));
        add(&format!("alg {none:?} unsigned"), format!("{forged}.{}.", parts[1]));
        add(&format!("alg {none:?} old signature"), format!("{forged}.{}.{}", parts[1], parts[2]));
    }
    let public = Ed25519KeyPair::from_seed_unchecked(&TOKEN_SEED).unwrap().public_key().as_ref().to_vec();
    for (name, algorithm) in
        [("HS256", hmac::HMAC_SHA256), ("HS384", hmac::HMAC_SHA384), ("HS512", hmac::HMAC_SHA512)]
    {
        let content = format!("{}.{}", base64(header.replace("EdDSA", name)), parts[1]);
        for (what, key) in [
            ("the public key", public.as_slice()),
            ("the public key in hexadecimal", kid.as_bytes()),
            ("nothing", b""),
        ] {
            let tag = hmac::sign(&hmac::Key::new(algorithm, key), content.as_bytes());
            add(&format!("{name} with {what}"), format!("{content}.{}", base64(tag.as_ref())));
        }
    }
    for name in ["RS256", "ES256", "PS256", "Ed25519", "eddsa", "ES256K"] {
        add(&format!("alg {name}"), signed(&header.replace("EdDSA", name), &claims));
    }
    let other = Ed25519KeyPair::from_seed_unchecked(&[9; 32]).unwrap();
    let content = format!("{}.{}", parts[0], parts[1]);
    add("somebody else's key", format!("{content}.{}", base64(other.sign(content.as_bytes()))));

    // Headers that are signed rightly and still not ours.
    let head = serde_json::from_str::<Value>(&header).unwrap();
    let key = base64(&public);
    for (name, value) in [
        ("typ", json!("JWT")),
        ("typ", json!("AT+JWT")),
        ("typ", Value::Null),
        ("kid", json!("../../etc/passwd")),
        ("kid", json!("' or '1'='1")),
        ("kid", json!("000000000000")),
        ("kid", json!(1)),
        ("kid", Value::Null),
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/cert")),
        ("jwk", json!({"kty": "OKP", "crv": "Ed25519", "x": key})),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("cty", json!("JWT")),
        ("zip", json!("DEF")),
        ("enc", json!("A128GCM")),
        ("unknown", json!("x")),
    ] {
        let mut head = head.clone();
        head[name] = value.clone();
        add(&format!("header {name} = {value}"), signed(&head.to_string(), &claims));
    }
    for name in ["typ", "kid", "alg"] {
        let mut head = head.clone();
        head.as_object_mut().unwrap().remove(name);
        add(&format!("no header {name}"), signed(&head.to_string(), &claims));
    }
    let twice = header.replacen('{', r#"{"alg":"EdDSA","#, 1);
    add("alg twice", signed(&twice, &claims));
    add("a header that is a list", signed("[]", &claims));

    // Claims that are signed rightly and still not good.
    let body = serde_json::from_str::<Value>(&claims).unwrap();
    let with = |name: &str, value: Value| {
        let mut body = body.clone();
        body[name] = value;
        signed(&header, &body.to_string())
    };
    for name in ["iss", "aud", "sub", "tid", "sid", "iat", "nbf", "exp", "jti"] {
        let mut less = body.clone();
        less.as_object_mut().unwrap().remove(name);
        add(&format!("no {name}"), signed(&header, &less.to_string()));
        add(&format!("{name} null"), with(name, Value::Null));
        add(&format!("{name} as a list"), with(name, json!([body[name]])));
        let retyped = if body[name].is_number() { json!(body[name].to_string()) } else { json!(7) };
        add(&format!("{name} of another type"), with(name, retyped));
        let doubled = claims.replacen('{', &format!("{{\"{name}\":{},", body[name]), 1);
        add(&format!("{name} twice"), signed(&header, &doubled));
    }
    for (name, value) in [
        ("iss", json!("evil")),
        ("iss", json!("")),
        ("aud", json!("dondoc")),
        ("aud", json!("")),
        ("exp", json!(now - 31)),
        ("exp", json!(-1)),
        ("exp", json!(i64::MAX)),
        ("exp", json!(1e300)),
        ("exp", json!(now + 601)),
        ("exp", json!(now as f64 + 0.5)),
        ("exp", json!(u64::MAX)),
        ("nbf", json!(now + 31)),
        ("nbf", json!(i64::MAX)),
        ("iat", json!(now - 601)),
        ("iat", json!(i64::MIN)),
        ("iat", json!(now + 601)),
        ("tid", json!(2)),
        ("tid", json!(0)),
        ("tid", json!(-1)),
        ("tid", json!(99_999_999_999i64)),
        ("tid", json!("1; select 1")),
        ("sid", json!(Uuid::nil())),
        ("sid", json!("../x")),
        ("sub", json!(Uuid::nil())),
        ("role", json!("lead")),
    ] {
        add(&format!("{name} = {value}"), with(name, value));
    }
    let mut later = body.clone();
    (later["iat"], later["nbf"], later["exp"]) = (json!(now + 100), json!(now), json!(now + 200));
    add("issued in the future", signed(&header, &later.to_string()));
    add("claims that are a list", signed(&header, "[]"));
    add("claims that are text", signed(&header, "\"x\""));
    add("claims that are not JSON", signed(&header, "{"));
    add("claims with NUL", signed(&header, "\u{0}"));
    add("deep claims", signed(&header, &"[".repeat(3000)));
    add("50,000 letters", "A".repeat(50_000));
    add("50,000 dots", ".".repeat(50_000));
    bad
}

#[tokio::test(flavor = "multi_thread")]
async fn no_bad_token_is_let_in() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(&world, &person, Some(PHRASE)).await?;
    let (_, tokens) = log_in(&server, &person.email, PHRASE).await?;
    let good = tokens["access_token"].as_str().unwrap();
    let bad =
        bad_tokens(good, world.now().as_second(), &person.cookie, tokens["refresh_token"].as_str().unwrap());
    assert!(bad.len() >= 80, "only {}", bad.len());
    let mut accepted = vec![];
    for (what, token) in &bad {
        let request = server.api(Method::GET, "/me", None);
        let response = request.header(header::AUTHORIZATION, format!("Bearer {token}")).send().await;
        let response = response.with_context(|| what.clone())?;
        if response.status().as_u16() != 401 {
            accepted.push(format!("{what}: {}", response.status()));
            continue;
        }
        let problem: Value = response.json().await?;
        assert_eq!(problem["code"], "not_signed_in", "{what}");
    }
    assert_eq!(accepted, Vec::<String>::new());
    let header = |value: &str| server.api(Method::GET, "/me", None).header(header::AUTHORIZATION, value);
    for value in [good.to_owned(), format!("Basic {good}"), format!("Bearer{good}"), "Bearer".into()] {
        assert_eq!(header(&value).send().await?.status().as_u16(), 401, "{value:.20}");
    }
    assert_eq!(me(&server, &json!(good)).await?, StatusCode::OK, "the good one is good all the while");
    // A request whose head alone has a megabyte is not even read to its end.
    let huge = server.api(Method::GET, "/me", None).bearer_auth("A".repeat(1 << 20)).send().await;
    assert!(huge.is_err() || huge.is_ok_and(|r| r.status().is_client_error()));
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
    // A page sends who is not signed in away, or does not exist.
    let page = server.page("/", None).bearer_auth(&person.token).send().await?;
    assert!(!page.status().is_success(), "a token on a page: {}", page.status());
    let as_cookie = Person { cookie: person.token.clone(), ..person };
    let page = server.page("/", Some(&as_cookie)).send().await?;
    assert!(!page.status().is_success(), "a token as a cookie: {}", page.status());
    Ok(())
}

/// A one-time link, as the administrator's command makes it.
async fn link(world: &World, person: &Person, account: Uuid) -> anyhow::Result<String> {
    let db = world.db()?;
    let tenant = person.tenant;
    let link = db
        .write(Auth, Actor::system("test"), async |tx| {
            let link = sessions::issue_link(tx, tenant, AccountId(account)).await?;
            let detail = json!({});
            let entry = Entry { tenant, action: "test", subject_kind: "account", subject_id: None, detail };
            Ok(Logged::new(link, entry))
        })
        .await;
    link.map_err(|e| anyhow::anyhow!("{e}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_one_time_link_sets_the_pass_phrase_once_and_ends_what_was_open() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let (db, passwords) = (world.db()?, Passwords::new(2)?);
    let person = world.person("ha-noi", Role::Officer).await?;
    let id = account(&world, &person, None).await?;
    let older = link(&world, &person, id).await?;
    let link = link(&world, &person, id).await?;
    let actor = || Actor::system("visitor");
    let set = async |link: &str, phrase: &str| {
        sessions::use_link(&db, &passwords, link, phrase, actor()).await.map_err(|e| e.code())
    };

    let weak = ["ngắn", "aaaaaaaaaaaaaaaa", "chuyendoiso2024", "PasswordPassword", "", &"x1y2z3".repeat(20)];
    for phrase in weak {
        assert_eq!(set(&link, phrase).await, Err(ErrorCode::PassPhraseWeak), "{phrase}");
    }
    let email = sessions::look_at_link(&db, &link, actor()).await.map_err(|e| e.code());
    assert_eq!(email, Ok(person.email.clone()), "looking does not use it up");

    // Two at the same moment: one of them sets it.
    let (a, b) = tokio::join!(set(&link, PHRASE), set(&link, "năm con trâu vàng"));
    assert_eq!([&a, &b].iter().filter(|r| r.is_ok()).count(), 1, "{a:?} {b:?}");
    let phrase = if a.is_ok() { PHRASE } else { "năm con trâu vàng" };
    assert_eq!(log_in(&server, &person.email, phrase).await?.0.as_u16(), 200);
    assert_eq!(me(&server, &json!(person.token)).await?.as_u16(), 401, "the sessions of before are over");

    assert_eq!(set(&link, PHRASE).await, Err(ErrorCode::LinkInvalid), "used");
    assert_eq!(set(&older, PHRASE).await, Err(ErrorCode::LinkInvalid), "a link made before it");
    let looked = sessions::look_at_link(&db, &link, actor()).await.map_err(|e| e.code());
    assert_eq!(looked, Err(ErrorCode::LinkInvalid));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_runs_out_after_three_days_and_a_made_up_one_never_works() -> anyhow::Result<()> {
    let world = World::new().await?;
    let (db, passwords) = (world.db()?, Passwords::new(2)?);
    let person = world.person("ha-noi", Role::Officer).await?;
    let id = account(&world, &person, None).await?;
    let link = link(&world, &person, id).await?;
    let secret = link.split_once('.').unwrap().1.to_owned();
    let set = async |link: &str| {
        sessions::use_link(&db, &passwords, link, PHRASE, Actor::system("visitor"))
            .await
            .map_err(|e| e.code())
    };
    for bad in [
        String::new(),
        ".".into(),
        secret.clone(),
        format!("2.{secret}"),
        format!("-1.{secret}"),
        format!("99999999999.{secret}"),
        format!("1.{}", secret::Secret::random().text()),
        format!("1.{}", &secret[1..]),
        format!("1.{secret}\u{0}"),
    ] {
        assert_eq!(set(&bad).await, Err(ErrorCode::LinkInvalid), "{bad}");
    }
    pass(&world, 72 * 3600);
    assert_eq!(set(&link).await, Err(ErrorCode::LinkInvalid), "72 hours are the end");
    pass(&world, -1);
    assert_eq!(set(&link).await, Ok(()), "and a second before is not");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_locked_out_by_guessers_gets_in_by_a_link() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Officer).await?;
    let id = account(&world, &person, Some("mật khẩu đã quên mất")).await?;
    log_in(&server, &person.email, PHRASE).await?;
    world.run("update dondoc.log_in_failures set failures = 100", &[]).await?;
    pass(&world, 11);
    assert_eq!(log_in(&server, &person.email, PHRASE).await?.0.as_u16(), 429);
    let link = link(&world, &person, id).await?;
    let passwords = Passwords::new(2)?;
    let set = sessions::use_link(&world.db()?, &passwords, &link, PHRASE, Actor::system("visitor")).await;
    assert!(set.is_ok());
    assert_eq!(log_in(&server, &person.email, PHRASE).await?.0.as_u16(), 200);
    Ok(())
}
