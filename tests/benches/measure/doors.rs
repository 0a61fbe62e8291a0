//! Log-in with a code, as often as a country does at eight in the morning.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use dondoc_shared::role::Role;
use dondoc_tests::{
    server::Server,
    world::{Person, World},
};
use futures_util::future::try_join_all;
use jiff::SignedDuration;
use reqwest::{Method, StatusCode, header};
use serde_json::json;
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

const PHRASE: &str = "bốn con trâu trắng";
/// Log-ins, one every [`PAUSE`].
const PEOPLE: usize = 100;
const PAUSE: Duration = Duration::from_millis(100);

pub async fn tell() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let mut people = vec![];
    for _ in 0..PEOPLE {
        let person = world.person("ha-noi", Role::Officer).await?;
        world.account(&person, PHRASE).await?;
        let totp = enrol(&world, &server, &person).await?;
        people.push((person, totp));
    }
    // The code of setting up is spent.
    world.clock.set(world.now() + SignedDuration::from_secs(30));
    let now = u64::try_from(world.now().as_second())?;
    let begin = Instant::now();
    let log_ins = people.iter().enumerate().map(|(n, (person, totp))| {
        let (server, due) = (&server, PAUSE * u32::try_from(n).unwrap_or(0));
        async move {
            tokio::time::sleep_until((begin + due).into()).await;
            let sent = Instant::now();
            let body =
                json!({"email": person.email, "password": PHRASE, "code": totp.generate(now).to_string()});
            let answer = server.api(Method::POST, "/session", None).json(&body).send().await?;
            let status = answer.status();
            ensure!(status == StatusCode::OK, "{status}: {}", answer.text().await?);
            Ok(sent.elapsed())
        }
    });
    let mut times = try_join_all(log_ins).await?;
    times.sort_unstable();
    let at = |part: usize| times[times.len() * part / 100].as_secs_f64() * 1e3;
    println!("\nlog-in with a code, 10 a second: p50 {:.0} ms, p95 {:.0} ms (aim 120)", at(50), at(95));
    Ok(())
}

/// Sets up an authenticator on the person's own page.
async fn enrol(world: &World, server: &Server, person: &Person) -> anyhow::Result<Totp> {
    let post = async |path: &str, code: Option<String>| {
        let mut form = vec![("_token", World::form_token(person)), ("_key", Uuid::now_v7().to_string())];
        form.push(("_version", "0".to_owned()));
        form.extend(code.map(|code| ("code", code)));
        let request = server.http.post(format!("{}{path}", server.base)).header(header::ORIGIN, &server.base);
        let answer =
            request.header(header::COOKIE, format!("dondoc={}", person.cookie)).form(&form).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status == StatusCode::OK, "{status}: {text}");
        Ok(text)
    };
    let page = post("/account/second-factor", None).await?;
    let secret = page.split("<p class=\"secret\"><code>").nth(1).and_then(|rest| rest.split('<').next());
    let secret = Secret::try_from_base32(secret.context("no secret")?.replace(' ', ""))
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let totp = Builder::new().with_skew(0).with_secret(secret).with_account_name("a").build();
    let totp = totp.map_err(|error| anyhow::anyhow!("{error}"))?;
    let code = totp.generate(u64::try_from(world.now().as_second())?).to_string();
    post("/account/second-factor/confirm", Some(code)).await?;
    Ok(totp)
}
