//! Refresh tokens: each is good once.

use std::collections::BTreeSet;

use dondoc_kernel::secret;
use dondoc_shared::role::Role;
use dondoc_tests::{server::Server, world::World};
use futures_util::future::join_all;
use reqwest::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::{PHRASE, account, log_in, me, pass, refresh};

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
        person.cookie.clone(),
        tokens["access_token"].as_str().unwrap().to_owned(),
    ] {
        let (status, problem) = refresh(&server, &json!(bad)).await?;
        assert_eq!((status.as_u16(), &problem["code"]), (401, &json!("not_signed_in")), "{bad}: {problem}");
    }
    // Without a session nobody can fill the trail.
    assert_eq!(world.count("select count(*) from dondoc.audit").await?, before);
    let elsewhere = format!("1.{}.{secret}", Uuid::now_v7().simple());
    assert_eq!(refresh(&server, &json!(elsewhere)).await?.0.as_u16(), 401, "the secret of another session");
    assert_eq!(refresh(&server, &json!(good)).await?.0.as_u16(), 200, "and the session lives");
    Ok(())
}
