//! Plans of urges, issued as they were confirmed.

use std::collections::HashMap;

use dondoc_shared::{
    error::ErrorCode,
    text::Lang,
    wire::{
        plan::PartState,
        urge::{
            UrgeTemplate, UrgeTemplates,
            plan::{PlanPart, UrgePlan},
        },
    },
};
use serde_json::{Value, json};

use super::{
    super::{
        args::Urge,
        stop::{End, Stop},
        urge,
    },
    Scene, page, three_pages,
};
use crate::tests::{composer, facts::row};

impl Scene {
    async fn urge(&self, filter: &str, confirm: Option<usize>) -> Result<String, Stop> {
        let (filter, template) = (filter.to_owned(), "overdue".to_owned());
        let asked = Urge { filter, template, reply_in: 5, confirm };
        let mut out = Vec::new();
        urge::run(&self.desk().await, &asked, &mut out).await?;
        Ok(String::from_utf8(out).unwrap())
    }
}

/// Answers like a server at which three assignments can be urged.
fn urging(head: &str, sent: &HashMap<String, String>) -> (u16, String) {
    let plan = |state: PartState| {
        let plan = composer::plan(3);
        let parts = plan.parts.into_iter().map(|part| {
            let number = (state != PartState::Planned).then(|| "12/2024/TCT".to_owned());
            PlanPart { state, number, ..part }
        });
        (200, serde_json::to_string(&UrgePlan { parts: parts.collect(), ..plan }).unwrap())
    };
    match head {
        "GET /api/v1/urge-templates" => {
            let text = String::new;
            let one = UrgeTemplate {
                code: "overdue".to_owned(),
                name_vi: text(),
                name_en: text(),
                text_vi: text(),
                text_en: text(),
                version: 1,
            };
            (200, serde_json::to_string(&UrgeTemplates { items: vec![one] }).unwrap())
        }
        "POST /api/v1/urge-plans" => {
            let asked: Value = serde_json::from_str(&sent["(body)"]).unwrap();
            assert_eq!(asked["assignments"].as_array().unwrap().len(), 5);
            assert_eq!((&asked["template"], &asked["reply_in"]), (&json!("overdue"), &json!(5)));
            assert!(sent.contains_key("idempotency-key"));
            plan(PartState::Planned)
        }
        head if head.ends_with("/issue") => {
            assert_eq!(sent["(body)"], "{\"items\":3}");
            plan(PartState::Issued)
        }
        head if head.ends_with("/withdraw") => plan(PartState::Withdrawn),
        head => three_pages(head),
    }
}

fn issues(scene: &Scene) -> usize {
    scene.asked().iter().filter(|head| head.ends_with("/issue")).count()
}

#[tokio::test]
async fn an_urge_is_a_plan_until_its_number_is_confirmed() {
    let scene = Scene::new(urging).await;
    let said = scene.urge("overdue>14", None).await.unwrap();
    for wanted in
        ["officer1@ha-noi.example", "--confirm 3", "08:01:00 25/07/2024", &Lang::En.verbs_urge_skipped(1)]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert_eq!(issues(&scene), 0);
    for wrong in [0, 2, 4] {
        let stop = scene.urge("overdue>14", Some(wrong)).await.unwrap_err();
        assert_eq!(stop.end, End::PlanDiffers);
        assert_eq!(stop.said, Lang::En.verbs_urge_differs(wrong, 3));
    }
    assert_eq!(issues(&scene), 0, "another number issues nothing");
    let said = scene.urge("overdue>14", Some(3)).await.unwrap();
    let id = composer::plan(3).id;
    assert!(said.contains("12/2024/TCT") && said.contains(&format!("dondoc undo {id}")), "{said}");
    assert_eq!(issues(&scene), 1);

    let mut out = Vec::new();
    urge::undo(&scene.desk().await, id, &mut out).await.unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), format!("{}\n", Lang::En.composer_withdrawn(3, 0)));
    assert!(scene.asked().contains(&format!("POST /urge-plans/{id}/withdraw")), "{:?}", scene.asked());
}

#[tokio::test]
async fn what_was_refused_or_could_not_be_withdrawn_ends_with_another_code() {
    let scene = Scene::new(|head, sent| {
        let (status, body) = urging(head, sent);
        if !head.contains("/urge-plans/") {
            return (status, body);
        }
        let mut plan: UrgePlan = serde_json::from_str(&body).unwrap();
        plan.parts[1].state = if head.ends_with("/issue") { PartState::Failed } else { PartState::Issued };
        plan.parts[1].why = Some(ErrorCode::VersionStale);
        (200, serde_json::to_string(&plan).unwrap())
    })
    .await;
    let stop = scene.urge("overdue>14", Some(3)).await.unwrap_err();
    assert!(
        stop.end == End::Refused && stop.said.contains(ErrorCode::VersionStale.message(Lang::En)),
        "{stop:?}"
    );
    let stop = urge::undo(&scene.desk().await, composer::plan(3).id, &mut Vec::new()).await.unwrap_err();
    assert_eq!((stop.end, stop.said), (End::Refused, Lang::En.composer_withdrawn(2, 1)));
}

#[tokio::test]
async fn a_template_that_is_none_is_told_with_those_that_are_and_too_many_are_not_planned() {
    let scene = Scene::new(|head, sent| match head {
        head if head.contains("/assignments?") => {
            let many = (0..1_001).map(row).collect();
            (200, page(many, None, 1_001))
        }
        head => urging(head, sent),
    })
    .await;
    let stop = scene.urge("overdue>14", None).await.unwrap_err();
    assert_eq!((stop.end, stop.said), (End::Refused, Lang::En.composer_too_many(1_000)));
    let scene = Scene::new(urging).await;
    let (filter, template) = ("overdue>14".to_owned(), "overdu".to_owned());
    let asked = Urge { filter, template, reply_in: 5, confirm: Some(3) };
    let stop = urge::run(&scene.desk().await, &asked, &mut Vec::new()).await.unwrap_err();
    assert!(stop.end == End::Refused && stop.said.contains("There are: overdue"), "{stop:?}");
    assert!(!scene.asked().iter().any(|head| head.contains("urge-plans")), "{:?}", scene.asked());
}
