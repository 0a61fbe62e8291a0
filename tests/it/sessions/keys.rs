//! The token key is replaced while servers run, one after the other (R177).

use dondoc_kernel::auth::Seeds;
use dondoc_shared::role::Role;
use dondoc_tests::{
    server::{Server, answer},
    world::{Scene, TOKEN_SEED, World},
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PHRASE, account, log_in, me};

const NEXT: [u8; 32] = [9; 32];

/// The keys of a server before the first step and after each.
const STEPS: [Seeds<'static>; 4] = [
    Seeds { signs: &TOKEN_SEED, accepted: None, seals: &TOKEN_SEED },
    Seeds { signs: &TOKEN_SEED, accepted: Some(&NEXT), seals: &TOKEN_SEED },
    Seeds { signs: &NEXT, accepted: Some(&TOKEN_SEED), seals: &TOKEN_SEED },
    Seeds { signs: &NEXT, accepted: None, seals: &TOKEN_SEED },
];

#[tokio::test(flavor = "multi_thread")]
async fn between_servers_that_are_one_step_apart_nobody_is_logged_out_no_form_refused_and_no_device_forgotten()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    account(&world, &officer, Some(PHRASE)).await?;
    let item = world.assignment("ha-noi", world.task("T24-01").await?, &Scene::due(None)).await?;
    let servers =
        STEPS.iter().map(|seeds| Server::with_keys(&world, *seeds)).collect::<Result<Vec<_>, _>>()?;
    let page = format!("/assignments/{item}");
    let mut tokens: Vec<Value> = vec![];
    let mut form_tokens: Vec<String> = vec![];
    for server in &servers {
        tokens.push(log_in(server, &officer.email, PHRASE).await?.1);
        let html = server.page(&page, Some(&officer)).send().await?.text().await?;
        let (_, rest) = html.split_once("name=\"_token\" value=\"").unwrap();
        form_tokens.push(rest.split_once('"').unwrap().0.to_owned());
    }
    for (made, server) in (0..4).flat_map(|made| servers.iter().enumerate().map(move |server| (made, server)))
    {
        let (at, server) = server;
        let what = format!("made after step {made}, taken after step {at}");
        let is_same_key =
            STEPS[made].signs == STEPS[at].signs || STEPS[at].accepted == Some(STEPS[made].signs);
        assert!(is_same_key || made.abs_diff(at) > 1, "{what}");
        let expected = if is_same_key { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
        assert_eq!(me(server, &tokens[made]["access_token"]).await?, expected, "{what}");

        let report =
            format!("_token={}&_key={}&_version=1&percent=900&results=x", form_tokens[made], Uuid::now_v7());
        let form =
            server.http.post(format!("{}{page}/report", server.base)).header(header::ORIGIN, &server.base);
        let form = form.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(report);
        let form = form.header(header::COOKIE, format!("dondoc={}", officer.cookie)).send().await?;
        let taken = if is_same_key { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN };
        assert_eq!(form.status(), taken, "{what}");

        let wrong = json!({"email": officer.email, "password": "không phải mật khẩu này", "device": tokens[made]["device"]});
        answer(server.api(Method::POST, "/session", None).json(&wrong)).await?;
        let known = "select (detail ->> 'known_device')::boolean from dondoc.audit where action = 'log_in_failed' order by id desc limit 1";
        let known: bool = world.owner.query_one(known, &[]).await?.get(0);
        assert_eq!(known, is_same_key, "{what}");
        world.clock.set(world.now() + jiff::SignedDuration::from_secs(10));
    }
    Ok(())
}
