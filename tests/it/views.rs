//! Saved views (R168): a filter under a name stands for itself in a filter, to those who have it.

use dondoc_shared::{
    filter::view_key,
    id::AssignmentId,
    role::Role,
    wire::{
        Page,
        assignment::AssignmentRow,
        view::{View, Views},
    },
};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

struct Desk {
    world: World,
    server: Server,
    officer: Person,
    late: AssignmentId,
}

impl Desk {
    /// One body is late by forty days, one by two.
    async fn new() -> anyhow::Result<Self> {
        let world = World::new().await?;
        let server = Server::of(&world)?;
        let officer = world.person("national", Role::NationalOfficer).await?;
        let task = world.task("T24-08").await?;
        let late = world.assignment("ha-noi", task, &Scene::due(Some(world.day(-40)))).await?;
        world.assignment("lao-cai", task, &Scene::due(Some(world.day(-2)))).await?;
        Ok(Self { world, server, officer, late })
    }

    async fn put(
        &self,
        by: &Person,
        (name, filter, shared): (&str, &str, bool),
        seen: i32,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.server.api(Method::PUT, &format!("/views/{}", view_key(name)), Some(by));
        let request = request
            .header(header::IF_MATCH, format!("\"{seen}\""))
            .header("Idempotency-Key", Uuid::now_v7().to_string());
        answer(request.json(&json!({"name": name, "filter": filter, "shared": shared}))).await
    }

    async fn views(&self, by: &Person) -> anyhow::Result<Vec<View>> {
        let (_, said) = self.server.get("/views", by).await?;
        Ok(serde_json::from_value::<Views>(said)?.items)
    }

    async fn asked(&self, filter: &str, by: &Person) -> anyhow::Result<(StatusCode, Value)> {
        answer(self.server.api(Method::GET, "/assignments", Some(by)).query(&[("filter", filter)])).await
    }

    async fn ids(&self, filter: &str, by: &Person) -> anyhow::Result<Vec<AssignmentId>> {
        let (status, said) = self.asked(filter, by).await?;
        anyhow::ensure!(status == StatusCode::OK, "{filter}: {said}");
        Ok(serde_json::from_value::<Page<AssignmentRow>>(said)?.items.into_iter().map(|row| row.id).collect())
    }
}

#[tokio::test]
async fn a_view_stands_in_a_filter_for_what_was_saved_and_beside_other_terms() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let (status, said) = desk.put(&desk.officer, ("Trễ lâu", "overdue>30 or level>=3", false), 0).await?;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert_eq!(serde_json::from_value::<View>(said)?.key, "tre-lau");
    assert_eq!(desk.ids("@tre-lau", &desk.officer).await?, [desk.late]);
    assert_eq!(desk.ids("@TRE-LAU tenant:lao-cai", &desk.officer).await?, []);
    assert_eq!(desk.ids("overdue not @tre-lau", &desk.officer).await?.len(), 1);
    assert_eq!(desk.ids("(@tre-lau or tenant:lao-cai)", &desk.officer).await?.len(), 2);
    assert_eq!(desk.ids("@qua-han-tren-30-ngay", &desk.officer).await?, [desk.late]);
    assert_eq!(desk.ids("@more-than-30-days-overdue", &desk.officer).await?, [desk.late]);
    let (_, said) = answer(
        desk.server
            .api(Method::GET, "/assignments/count", Some(&desk.officer))
            .query(&[("filter", "@tre-lau")]),
    )
    .await?;
    assert_eq!(said["total"], 1);
    Ok(())
}

#[tokio::test]
async fn ones_own_view_is_nobody_elses_and_counts_before_that_of_all() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let other = desk.world.person("national", Role::NationalOfficer).await?;
    desk.put(&desk.officer, ("Việc gấp", "overdue>30", false), 0).await?;
    let (status, said) = desk.asked("x @viec-gap", &other).await?;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{said}");
    assert!(said["detail"].as_str().unwrap().starts_with("Ký tự 3"), "{said}");
    desk.put(&other, ("Việc gấp", "tenant:lao-cai", true), 0).await?;
    assert_eq!(desk.ids("@viec-gap", &desk.officer).await?, [desk.late]);
    assert_ne!(desk.ids("@viec-gap", &other).await?, [desk.late]);
    assert_eq!(desk.views(&desk.officer).await?.iter().filter(|view| view.key == "viec-gap").count(), 2);
    let approver = desk.world.person("ha-noi", Role::Approver).await?;
    assert_eq!(desk.asked("@viec-gap", &approver).await?.0, StatusCode::BAD_REQUEST);
    Ok(())
}

#[tokio::test]
async fn nobody_writes_over_a_version_that_they_have_not_seen() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let lead = desk.world.person("national", Role::Lead).await?;
    desk.put(&desk.officer, ("Họp tuần", "overdue", true), 0).await?;
    assert_eq!(desk.put(&lead, ("Họp tuần", "level>=2", true), 0).await?.0, StatusCode::PRECONDITION_FAILED);
    assert_eq!(desk.put(&lead, ("Họp tuần", "level>=2", true), 1).await?.0, StatusCode::OK);
    assert_eq!(
        desk.put(&desk.officer, ("Họp tuần", "is:urged", true), 1).await?.0,
        StatusCode::PRECONDITION_FAILED
    );
    let views = desk.views(&desk.officer).await?;
    let view = views.iter().find(|view| view.key == "hop-tuan").unwrap();
    assert_eq!(
        (view.filter.as_str(), view.version, view.by.as_deref()),
        ("level>=2", 2, Some("lead (national)"))
    );
    let delete = async |version: i32| {
        let request = desk.server.api(Method::DELETE, "/views/hop-tuan?shared=true", Some(&desk.officer));
        anyhow::Ok(request.header(header::IF_MATCH, format!("\"{version}\"")).send().await?.status())
    };
    assert_eq!(delete(1).await?, StatusCode::PRECONDITION_FAILED);
    assert_eq!(delete(2).await?, StatusCode::NO_CONTENT);
    assert!(desk.views(&lead).await?.iter().all(|view| view.key != "hop-tuan"));
    Ok(())
}

#[tokio::test]
async fn a_view_that_does_not_parse_names_another_or_is_not_ones_to_share_is_not_saved() -> anyhow::Result<()>
{
    let desk = Desk::new().await?;
    desk.put(&desk.officer, ("Một", "overdue", false), 0).await?;
    let observer = desk.world.person("national", Role::Observer).await?;
    for (by, view, status) in [
        (&desk.officer, ("Hai", "overdue>", false), StatusCode::BAD_REQUEST),
        (&desk.officer, ("Hai", "@mot", false), StatusCode::BAD_REQUEST),
        (&desk.officer, ("Hai", " ", false), StatusCode::UNPROCESSABLE_ENTITY),
        (&observer, ("Hai", "overdue", true), StatusCode::FORBIDDEN),
        (&observer, ("Hai", "overdue", false), StatusCode::OK),
    ] {
        let (said, body) = desk.put(by, view, 0).await?;
        assert_eq!(said, status, "{view:?}: {body}");
    }
    let wrong =
        desk.server.api(Method::PUT, "/views/ba", Some(&desk.officer)).header(header::IF_MATCH, "\"0\"");
    let wrong = wrong.header("Idempotency-Key", Uuid::now_v7().to_string());
    let (status, _) = answer(wrong.json(&json!({"name": "Hai", "filter": "overdue"}))).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for (name, key) in [("обзор", "%D0%BE"), ("漢字", "%E6%BC%A2"), ("---", "-")] {
        let wrong = desk.server.api(Method::PUT, &format!("/views/{key}"), Some(&desk.officer));
        let wrong =
            wrong.header(header::IF_MATCH, "\"0\"").header("Idempotency-Key", Uuid::now_v7().to_string());
        let (status, said) = answer(wrong.json(&json!({"name": name, "filter": "overdue"}))).await?;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {said}");
    }
    assert_eq!(desk.world.count("select count(*) from dondoc.views").await?, 2);
    Ok(())
}
