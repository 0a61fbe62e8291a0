//! One-time links.

use dondoc_kernel::{
    auth::{password::Passwords, sessions},
    db::{
        Actor, Auth,
        audit::{Entry, Logged},
    },
    secret,
};
use dondoc_shared::{error::ErrorCode, id::AccountId, role::Role};
use dondoc_tests::{
    server::Server,
    world::{Person, World},
};
use serde_json::json;
use uuid::Uuid;

use super::{PHRASE, account, log_in, me, pass};

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
        sessions::use_link((&db, &passwords), link, phrase, None, actor()).await.map_err(|e| e.code())
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
        sessions::use_link((&db, &passwords), link, PHRASE, None, Actor::system("visitor"))
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
    assert_eq!(set(&link).await, Ok(person.email.clone()), "and a second before is not");
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
    let set =
        sessions::use_link((&world.db()?, &passwords), &link, PHRASE, None, Actor::system("visitor")).await;
    assert!(set.is_ok());
    assert_eq!(log_in(&server, &person.email, PHRASE).await?.0.as_u16(), 200);
    Ok(())
}
