//! Access tokens that somebody made up or changed.

use anyhow::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dondoc_shared::role::Role;
use dondoc_tests::{
    server::Server,
    world::{TOKEN_SEED, World},
};
use reqwest::{Method, StatusCode, header};
use ring::{hmac, signature::Ed25519KeyPair, signature::KeyPair};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PHRASE, account, log_in, me};

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
