//! How the Working Group shares its work (R167): claims, snoozes, notes and who reads a submission, of which no tenant learns.

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    role::Role,
    wire::{
        Page,
        assignment::{AssignmentDetail, AssignmentRow},
        handling::{Claimed, Note, Snoozed},
        urge::plan::UrgePlan,
    },
};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Two bodies that are late with one task each, and three people of the Working Group.
struct Desk {
    world: World,
    server: Server,
    officer: Person,
    other: Person,
    lead: Person,
    ids: [AssignmentId; 2],
}

impl Desk {
    async fn new() -> anyhow::Result<Self> {
        let world = World::new().await?;
        let server = Server::of(&world)?;
        let officer = world.person("national", Role::NationalOfficer).await?;
        let other = world.person("national", Role::NationalOfficer).await?;
        let lead = world.person("national", Role::Lead).await?;
        let task = world.task("T24-08").await?;
        let late = Scene::due(Some(world.day(-12)));
        let ids =
            [world.assignment("ha-noi", task, &late).await?, world.assignment("lao-cai", task, &late).await?];
        Ok(Self { world, server, officer, other, lead, ids })
    }

    fn later(&self, minutes: i64) {
        let now = self.world.now().checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap();
        self.world.clock.set(now);
    }

    async fn post(&self, path: &str, by: &Person, body: Value) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.server.api(Method::POST, path, Some(by));
        answer(request.header("Idempotency-Key", uuid::Uuid::now_v7().to_string()).json(&body)).await
    }

    async fn claim(&self, by: &Person, ids: &[AssignmentId], take_over: bool) -> anyhow::Result<Claimed> {
        let (status, said) =
            self.post("/claims", by, json!({"assignments": ids, "take_over": take_over})).await?;
        anyhow::ensure!(status == StatusCode::OK, "{said}");
        Ok(serde_json::from_value(said)?)
    }

    async fn release(&self, by: &Person, ids: &[AssignmentId], take_over: bool) -> anyhow::Result<Claimed> {
        let (status, said) =
            self.post("/claims/release", by, json!({"assignments": ids, "take_over": take_over})).await?;
        anyhow::ensure!(status == StatusCode::OK, "{said}");
        Ok(serde_json::from_value(said)?)
    }

    async fn list(&self, filter: &str, by: &Person) -> anyhow::Result<Vec<AssignmentRow>> {
        let request = self.server.api(Method::GET, "/assignments", Some(by)).query(&[("filter", filter)]);
        let (status, said) = answer(request).await?;
        anyhow::ensure!(status == StatusCode::OK, "{said}");
        Ok(serde_json::from_value::<Page<AssignmentRow>>(said)?.items)
    }

    async fn codes(&self, filter: &str, by: &Person) -> anyhow::Result<Vec<String>> {
        Ok(self.list(filter, by).await?.into_iter().map(|row| row.code).collect())
    }

    async fn detail(&self, id: AssignmentId, by: &Person) -> anyhow::Result<AssignmentDetail> {
        let (status, said) = self.server.get(&format!("/assignments/{id}"), by).await?;
        anyhow::ensure!(status == StatusCode::OK, "{said}");
        Ok(serde_json::from_value(said)?)
    }
}

#[tokio::test]
async fn what_one_officer_has_claimed_another_does_not_get_unless_they_take_it_over() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let [ha_noi, lao_cai] = desk.ids;
    assert_eq!(desk.claim(&desk.officer, &[ha_noi], false).await?, Claimed { done: 1, held: vec![] });
    // Both are asked for, and one of them is held: the other is claimed all the same.
    let claimed = desk.claim(&desk.other, &[ha_noi, lao_cai], false).await?;
    assert_eq!(claimed.done, 1);
    assert_eq!((claimed.held.len(), claimed.held[0].assignment), (1, ha_noi));
    assert_eq!(claimed.held[0].by, "national_officer (national)");
    let claim = desk.detail(ha_noi, &desk.other).await?.row.handling.unwrap().claim.unwrap();
    assert!(!claim.mine);
    assert!(desk.detail(ha_noi, &desk.officer).await?.row.handling.unwrap().claim.unwrap().mine);

    let rows = desk.list("claimed:me", &desk.officer).await?;
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [ha_noi]);
    assert_eq!(desk.codes("claimed:any", &desk.lead).await?.len(), 2);
    assert_eq!(desk.codes("nhanxuly:chưa-có", &desk.lead).await?.len(), 0);
    assert_eq!(desk.codes("not claimed:me", &desk.officer).await?, ["T24-08/lao-cai"]);

    let taken = desk.claim(&desk.other, &[ha_noi], true).await?;
    assert_eq!(taken, Claimed { done: 1, held: vec![] });
    // Whoever has lost it cannot end the claim of the other; a lead can.
    assert_eq!(desk.release(&desk.officer, &[ha_noi], true).await?.held.len(), 1);
    assert_eq!(desk.release(&desk.lead, &[ha_noi], false).await?.held.len(), 1);
    assert_eq!(desk.release(&desk.lead, &[ha_noi], true).await?, Claimed { done: 1, held: vec![] });
    assert_eq!(desk.codes("claimed:none", &desk.lead).await?, ["T24-08/ha-noi"]);
    Ok(())
}

#[tokio::test]
async fn a_claim_that_is_made_again_stays_as_old_as_it_was() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let at = async || {
        let handling = desk.detail(desk.ids[0], &desk.officer).await?.row.handling;
        anyhow::Ok(handling.unwrap().claim.unwrap().at)
    };
    desk.claim(&desk.officer, &desk.ids, false).await?;
    let before = at().await?;
    desk.later(5);
    assert_eq!(desk.claim(&desk.officer, &desk.ids, true).await?.done, 2);
    assert_eq!(at().await?, before);
    Ok(())
}

#[tokio::test]
async fn what_is_snoozed_leaves_the_backlog_and_is_back_on_its_date_with_its_reason() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let [ha_noi, lao_cai] = desk.ids;
    let until = desk.world.day(3);
    let snooze = json!({"assignments": [ha_noi], "until": until, "reason": "Chờ họp giao ban"});
    let (status, said) = desk.post("/snoozes", &desk.officer, snooze).await?;
    assert_eq!((status, serde_json::from_value::<Snoozed>(said)?.done), (StatusCode::OK, 1));
    assert_eq!(desk.codes("", &desk.lead).await?, ["T24-08/lao-cai"]);
    assert_eq!(desk.codes("overdue tenant:ha-noi", &desk.lead).await?, Vec::<String>::new());
    assert_eq!(desk.codes("is:snoozed", &desk.lead).await?, ["T24-08/ha-noi"]);
    assert_eq!(desk.codes("la:hẹn-xem-lại", &desk.lead).await?, ["T24-08/ha-noi"]);
    assert_eq!(desk.codes("not is:snoozed", &desk.lead).await?, ["T24-08/lao-cai"]);
    // Its own body has it in its list as before.
    let approver = desk.world.person("ha-noi", Role::Approver).await?;
    assert_eq!(desk.codes("", &approver).await?, ["T24-08/ha-noi"]);

    // Whoever urges it all the same is told.
    for body in ["ha-noi", "lao-cai"] {
        desk.world.contact(body, "agency_mailbox").await?;
    }
    let asked = json!({"assignments": [ha_noi, lao_cai], "addressee": "agency_mailbox", "template": "overdue", "reply_in": 5});
    desk.claim(&desk.officer, &[lao_cai], false).await?;
    let (status, said) = desk.post("/urge-plans", &desk.other, asked).await?;
    assert_eq!(status, StatusCode::OK, "{said}");
    let plan: UrgePlan = serde_json::from_value(said)?;
    let items: Vec<_> = plan.parts.iter().flat_map(|part| &part.shown.items).collect();
    let of = |id| items.iter().find(|item| item.id == id).unwrap();
    assert_eq!((of(ha_noi).snoozed_until, of(lao_cai).snoozed_until), (Some(until), None));
    assert_eq!(of(lao_cai).claimed_by.as_deref(), Some("national_officer (national)"));
    assert_eq!(of(ha_noi).claimed_by, None);

    desk.later(3 * 24 * 60);
    let lead = desk.world.signed_in_again(&desk.lead).await?;
    let rows = desk.list("tenant:ha-noi", &lead).await?;
    let snooze = rows[0].handling.as_ref().unwrap().snooze.as_ref().unwrap();
    assert_eq!((snooze.until, snooze.reason.as_str()), (until, "Chờ họp giao ban"));
    assert_eq!(desk.codes("is:snoozed", &lead).await?, Vec::<String>::new());
    let (status, _) = desk.post("/snoozes/end", &lead, json!({"assignments": [ha_noi]})).await?;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(desk.list("tenant:ha-noi", &lead).await?[0].handling, None);
    Ok(())
}

#[tokio::test]
async fn a_snoozed_submission_stays_in_the_queue_of_those_to_verify() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let task = desk.world.task("T24-09").await?;
    let due =
        Scene { status: dondoc_shared::lifecycle::Status::Submitted, ..Scene::due(Some(desk.world.day(-3))) };
    let id = desk.world.assignment("bca", task, &due).await?;
    let snooze = json!({"assignments": [id], "until": desk.world.day(3), "reason": "Hỏi lại"});
    assert_eq!(desk.post("/snoozes", &desk.officer, snooze).await?.0, StatusCode::OK);
    assert_eq!(desk.codes("status:submitted", &desk.lead).await?, ["T24-09/bca"]);
    assert_eq!(desk.codes("tenant:bca", &desk.lead).await?, ["T24-09/bca"], "it waits for a decision");
    // What does not wait stays away, also where a filter asks for what waits beside it.
    let [ha_noi, _] = desk.ids;
    let snooze = json!({"assignments": [ha_noi], "until": desk.world.day(3), "reason": "Hỏi lại"});
    assert_eq!(desk.post("/snoozes", &desk.officer, snooze).await?.0, StatusCode::OK);
    assert_eq!(
        desk.codes("status:submitted,in_progress", &desk.lead).await?,
        ["T24-08/lao-cai", "T24-09/bca"]
    );
    desk.claim(&desk.officer, &[ha_noi], false).await?;
    assert_eq!(desk.codes("claimed:me", &desk.officer).await?, ["T24-08/ha-noi"]);
    Ok(())
}

#[tokio::test]
async fn a_snooze_without_a_reason_or_with_a_date_that_is_none_changes_nothing() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let ids = &desk.ids;
    for (until, reason, field) in [
        (desk.world.day(0), "Lý do", "until"),
        (desk.world.day(-1), "Lý do", "until"),
        (desk.world.day(181), "Lý do", "until"),
        (desk.world.day(1), " ", "reason"),
    ] {
        let body = json!({"assignments": ids, "until": until, "reason": reason});
        let (status, said) = desk.post("/snoozes", &desk.officer, body).await?;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert_eq!(said["errors"][0]["field"], field, "{said}");
    }
    let none = json!({"assignments": [], "until": desk.world.day(1), "reason": "Lý do"});
    assert_eq!(desk.post("/snoozes", &desk.officer, none).await?.0, StatusCode::UNPROCESSABLE_ENTITY);
    let missing = json!({"assignments": [ids[0], uuid::Uuid::now_v7()], "until": desk.world.day(180), "reason": "Lý do"});
    assert_eq!(desk.post("/snoozes", &desk.officer, missing).await?.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.world.count("select count(*) from dondoc.snoozes").await?, 0);
    Ok(())
}

#[tokio::test]
async fn notes_are_read_newest_first_by_the_working_group_and_by_nobody_else() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let [ha_noi, _] = desk.ids;
    for text in ["Đã gọi điện", "Hẹn thứ Sáu"] {
        let (status, said) =
            desk.post(&format!("/assignments/{ha_noi}/notes"), &desk.officer, json!({"text": text})).await?;
        assert_eq!(status, StatusCode::OK, "{said}");
        assert_eq!(serde_json::from_value::<Note>(said)?.text, text);
        desk.later(1);
    }
    let detail = desk.detail(ha_noi, &desk.lead).await?;
    assert_eq!(
        detail.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
        ["Hẹn thứ Sáu", "Đã gọi điện"]
    );
    assert_eq!(detail.row.handling.unwrap().notes, 2);

    desk.claim(&desk.officer, &[ha_noi], false).await?;
    let approver = desk.world.person("ha-noi", Role::Approver).await?;
    let (_, said) = desk.server.get(&format!("/assignments/{ha_noi}"), &approver).await?;
    let text = said.to_string();
    assert!(!text.contains("handling") && !text.contains("notes") && !text.contains("Đã gọi điện"), "{text}");
    assert!(!text.contains("national_officer"), "{text}");
    let page = desk.server.page(&format!("/assignments/{ha_noi}"), Some(&approver)).send().await?;
    assert_eq!(page.status(), StatusCode::OK);
    let page = page.text().await?;
    assert!(!page.contains("Đã gọi điện") && !page.contains("national_officer"));
    Ok(())
}

#[tokio::test]
async fn a_tenant_cannot_ask_by_a_filter_for_what_the_working_group_keeps_to_itself() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    desk.claim(&desk.officer, &desk.ids, false).await?;
    let approver = desk.world.person("ha-noi", Role::Approver).await?;
    for (filter, at) in [
        ("claimed:any", 0),
        ("overdue not is:snoozed", 12),
        ("(level:0 or is:step)", 12),
        ("x claimed!=none", 2),
    ] {
        for path in ["/assignments", "/assignments/count"] {
            let request = desk.server.api(Method::GET, path, Some(&approver)).query(&[("filter", filter)]);
            let (status, said) = answer(request).await?;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{filter}: {said}");
            assert_eq!(said["code"], ErrorCode::InvalidFilter.as_str(), "{filter}: {said}");
            let place = format!("Ký tự {}", at + 1);
            assert!(said["detail"].as_str().unwrap().starts_with(&place), "{filter}: {said}");
        }
        assert!(desk.list(filter, &desk.lead).await.is_ok(), "{filter}");
    }
    Ok(())
}

#[tokio::test]
async fn claims_snoozes_and_notes_stand_in_no_trail_of_a_tenant() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let [ha_noi, _] = desk.ids;
    desk.claim(&desk.officer, &[ha_noi], false).await?;
    let snooze = json!({"assignments": [ha_noi], "until": desk.world.day(3), "reason": "Lý do"});
    desk.post("/snoozes", &desk.officer, snooze).await?;
    desk.post(&format!("/assignments/{ha_noi}/notes"), &desk.officer, json!({"text": "Ghi"})).await?;
    let path = format!("/assignments/{ha_noi}/presence");
    answer(desk.server.api(Method::PUT, &path, Some(&desk.officer)).json(&json!({"reading": true}))).await?;
    let count = async |of: &str| {
        let acts = "('claim', 'snooze', 'add_note', 'be_present')";
        desk.world
            .count(&format!("select count(*) from dondoc.audit where action in {acts} and tenant_id {of}"))
            .await
    };
    assert_eq!((count("= 0").await?, count("<> 0").await?), (4, 0));
    let granted = "select count(*) from unnest(array['claims', 'snoozes', 'notes', 'presences']) as t (name), \
                   unnest(array['select', 'insert', 'update', 'delete']) as p (name), \
                   unnest(array['dondoc_app', 'dondoc_worker']) as r (name) \
                   where has_any_column_privilege(r.name, 'dondoc.' || t.name, nullif(p.name, 'delete')) \
                   or has_table_privilege(r.name, 'dondoc.' || t.name, p.name)";
    assert_eq!(desk.world.count(granted).await?, 0, "another role than the Working Group's reads them");
    Ok(())
}

#[tokio::test]
async fn who_reads_a_submission_is_seen_by_the_others_for_ten_minutes_or_until_they_leave()
-> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let [ha_noi, _] = desk.ids;
    let put = async |by: &Person, reading: bool| {
        let path = format!("/assignments/{ha_noi}/presence");
        answer(desk.server.api(Method::PUT, &path, Some(by)).json(&json!({"reading": reading}))).await
    };
    let seen = async |by: &Person| {
        let handling = desk.detail(ha_noi, by).await?.row.handling;
        anyhow::Ok(handling.and_then(|handling| handling.present))
    };
    let (status, said) = put(&desk.officer, true).await?;
    assert_eq!((status, &said["present"]), (StatusCode::OK, &Value::Null), "{said}");
    assert_eq!(seen(&desk.officer).await?, None, "one knows that oneself");
    let present = seen(&desk.other).await?.unwrap();
    assert_eq!((present.by.as_str(), present.since), ("national_officer (national)", desk.world.now()));
    assert!(
        desk.list("", &desk.other).await?.iter().any(|row| row.handling.is_some()),
        "the list has it too"
    );
    // Whoever comes second learns of the first, and is seen by them; since when one is there stays.
    desk.later(3);
    let (_, said) = put(&desk.lead, true).await?;
    assert_eq!(said["present"]["by"], "national_officer (national)");
    put(&desk.officer, true).await?;
    assert_eq!(seen(&desk.lead).await?, Some(present));
    assert_eq!(seen(&desk.officer).await?.unwrap().by, "lead (national)");
    put(&desk.lead, false).await?;
    assert_eq!(seen(&desk.officer).await?, None);
    // Ten minutes after it was said last it counts no more.
    desk.later(9);
    let third = desk.world.person("national", Role::Lead).await?;
    assert!(seen(&third).await?.is_some());
    desk.later(1);
    assert_eq!(seen(&third).await?, None);
    let observer = desk.world.person("national", Role::Observer).await?;
    assert_eq!(put(&observer, true).await?.0, StatusCode::FORBIDDEN);
    let officer = desk.world.person("ha-noi", Role::Officer).await?;
    assert_eq!(put(&officer, true).await?.0, StatusCode::FORBIDDEN);
    Ok(())
}
