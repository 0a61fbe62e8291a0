//! One body as the Working Group sees it: every figure is that of the lists and of the trail.

use dondoc_shared::{
    lifecycle::Status,
    role::Role,
    wire::{Page, assignment::AssignmentRow, assignment::EventKind, national::TenantPage},
};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use reqwest::{Method, StatusCode};
use serde_json::json;

async fn page(server: &Server, slug: &str, by: &Person) -> anyhow::Result<TenantPage> {
    let (status, said) = server.get(&format!("/tenants/{slug}"), by).await?;
    anyhow::ensure!(status == StatusCode::OK, "{said}");
    Ok(serde_json::from_value(said)?)
}

async fn total(server: &Server, filter: &str, by: &Person) -> anyhow::Result<i64> {
    let request = server.api(Method::GET, "/assignments", Some(by)).query(&[("filter", filter)]);
    Ok(serde_json::from_value::<Page<AssignmentRow>>(answer(request).await?.1)?.total)
}

#[tokio::test]
async fn the_figures_of_a_body_are_those_of_its_lists() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let lead = world.person("national", Role::Lead).await?;
    for (n, days) in [-40, -12, -3, 5, 20].into_iter().enumerate() {
        let task = world.task(&format!("T24-{n:02}")).await?;
        for body in ["ha-noi", "bca"] {
            world.assignment(body, task, &Scene::due(Some(world.day(days)))).await?;
        }
    }
    let task = world.task("T24-09").await?;
    let submitted = Scene { status: Status::Submitted, ..Scene::due(Some(world.day(-1))) };
    world.assignment("ha-noi", task, &submitted).await?;
    let seen = page(&server, "ha-noi", &lead).await?;
    assert_eq!(seen.classes.open_overdue, total(&server, "tenant:ha-noi overdue is:counted", &lead).await?);
    assert_eq!(seen.classes.open_in_time, 2);
    assert_eq!(seen.ageing, [2, 1, 0, 1, 0]);
    assert_eq!((seen.submitted, seen.extensions, seen.steps, seen.urges_overdue), (1, 0, 0, 0));
    assert_eq!(seen.submitted, total(&server, "tenant:ha-noi status:submitted", &lead).await?);
    assert_eq!(page(&server, "lao-cai", &lead).await?.classes.open_overdue, 0);
    Ok(())
}

#[tokio::test]
async fn whose_mail_does_not_arrive_is_seen_and_who_may_decide_stands_first() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let lead = world.person("national", Role::Lead).await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let approver = world.person("ha-noi", Role::Approver).await?;
    world.contact("ha-noi", "agency_mailbox").await?;
    world.suspend("ha-noi", &officer.email).await?;
    let seen = page(&server, "ha-noi", &lead).await?;
    let people: Vec<_> = seen.people.iter().map(|one| (one.address.as_str(), one.takes_mail)).collect();
    assert!(people.contains(&(officer.email.as_str(), false)), "{people:?}");
    assert!(people.contains(&(approver.email.as_str(), true)), "{people:?}");
    let place = |address: &str| people.iter().position(|(one, _)| *one == address).unwrap();
    assert!(place(&approver.email) < place(&officer.email));
    assert_eq!(seen.offices.len(), 3);
    let mailbox = &seen.offices[0];
    assert!(!mailbox.address.is_empty() && mailbox.takes_mail);
    assert!(seen.offices[1].address.is_empty() && !seen.offices[1].takes_mail);
    Ok(())
}

#[tokio::test]
async fn urges_and_acts_of_a_body_are_its_own_newest_first() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let lead = world.person("national", Role::Lead).await?;
    let approver = world.person("ha-noi", Role::Approver).await?;
    let task = world.task("T24-08").await?;
    let ha_noi = world.assignment("ha-noi", task, &Scene::due(Some(world.day(-12)))).await?;
    let bca = world.assignment("bca", task, &Scene::due(Some(world.day(-12)))).await?;
    for (body, id) in [("ha-noi", ha_noi), ("bca", bca)] {
        world.urge(body, id.0, world.day(-2)).await?;
    }
    let report = json!({"percent": 60, "results": "Đang làm"});
    let (status, said) =
        server.act(&format!("/assignments/{ha_noi}/progress-reports"), 1, &report, &approver).await?;
    assert_eq!(status, StatusCode::OK, "{said}");
    let seen = page(&server, "ha-noi", &lead).await?;
    assert_eq!((seen.urges.len(), seen.urged.sent, seen.urged.never), (1, 1, 1));
    assert_eq!(seen.urges[0].tenant.slug, "ha-noi");
    let newest = &seen.acts[0];
    assert_eq!(
        (newest.kind, newest.code.as_str(), newest.assignment),
        (EventKind::Reported, "T24-08/ha-noi", ha_noi)
    );
    assert!(!newest.by_working_group && seen.acts.iter().all(|act| act.assignment == ha_noi));
    Ok(())
}

#[tokio::test]
async fn there_is_no_page_of_nobody_nor_of_the_working_group_and_none_for_a_tenant() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let lead = world.person("national", Role::Lead).await?;
    for slug in ["khong-co", "national", "HA-NOI%27", "%00"] {
        let (status, _) = server.get(&format!("/tenants/{slug}"), &lead).await?;
        assert_eq!(status, StatusCode::NOT_FOUND, "{slug}");
    }
    let officer = world.person("ha-noi", Role::Officer).await?;
    assert_eq!(server.get("/tenants/ha-noi", &officer).await?.0, StatusCode::FORBIDDEN);
    Ok(())
}
