//! Reminders before the due date that a reader has switched off (R47).

use super::*;

#[tokio::test]
async fn who_does_without_early_reminders_gets_none_and_what_is_overdue_all_the_same() {
    let post = quiet().await;
    post.world.without_early(&post.officer, None).await.unwrap();
    let other = post.world.person("ha-noi", Role::Officer).await.unwrap();
    let of = |who: &dondoc_tests::world::Person, day| Scene {
        assignee: Some(who.id),
        ..Scene::due(Some(date(2024, 7, day)))
    };
    add(&post, "T24-01", &of(&post.officer, 26)).await; // A day before on the 25th.
    add(&post, "T24-02", &of(&post.officer, 24)).await; // A day overdue.
    add(&post, "T24-03", &of(&other, 26)).await;
    let previewed = reminders::previews(&post.db, date(2024, 7, 25), Some("ha-noi")).await.unwrap();
    let lines: usize = previewed[0].people.iter().map(|one| one.lines.len()).sum();
    assert_eq!(lines, 2);
    assert_eq!(post.sweep("ha-noi").await, 2);
    post.worker().drain().await.unwrap();
    let letter = |address: &str| post.relay.to(address).pop().unwrap().letter();
    let header = |letter: &dondoc_tests::mailbox::Letter| {
        let found = letter.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("List-Unsubscribe"));
        found.map(|(_, value)| value.trim().to_owned())
    };
    let own = letter(&post.officer.email);
    assert!(own.text.contains("T24-02") && !own.text.contains("T24-01"), "{}", own.text);
    assert_eq!(header(&own), None, "what is overdue may not be switched off");
    let early = letter(&other.email);
    assert_eq!(header(&early).as_deref(), Some("<https://nation.example/account/reminders>"));
    assert!(early.text.contains("https://nation.example/account/reminders"), "{}", early.text);

    // The ledger keeps what was switched off, and it is not owed again after a change of mind.
    let noted = "select count(*) from dondoc.reminder_occurrences where message_id is null and reason = 'switched_off'";
    assert_eq!(post.world.count(noted).await.unwrap(), 1);
    post.world.run("update dondoc.reminder_choices set early = true", &[]).await.unwrap();
    assert_eq!(post.sweep("ha-noi").await, 0);
    let counted = "select reminders_at_level::bigint from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id \
                   where t.code = 'T24-01'";
    assert_eq!(post.world.count(counted).await.unwrap(), 0, "no reminder, so none is counted");

    // Switched off between queue and hand-over, it does not leave.
    post.at("2024-07-26T06:00+07:00");
    add(&post, "T24-04", &of(&other, 29)).await;
    assert_eq!(post.sweep("ha-noi").await, 2);
    post.world.without_early(&other, Some("2024-07-26T07:00+07:00")).await.unwrap();
    post.at("2024-07-26T08:00+07:00");
    post.worker().drain().await.unwrap();
    let text = letter(&other.email).text;
    assert!(text.contains("T24-03") && !text.contains("T24-04"), "due today, and no more: {text}");
    let message = "select id from dondoc.outbox where recipient_id = $1 order by created_at desc limit 1";
    let id: uuid::Uuid = post.world.owner.query_one(message, &[&other.id.0]).await.unwrap().get(0);
    let lead = post.world.person("national", Role::Lead).await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let path = format!("/mail/messages/{id}/why");
    let reproduced = |why: &serde_json::Value| {
        let lines = why["lines"].as_array().unwrap().iter();
        lines.map(|line| line["reproduced"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    let (_, why) = server.get(&path, &lead).await.unwrap();
    assert_eq!(reproduced(&why), [true, false], "{why}");
    assert!(why.to_string().contains("người nhận đã tắt từ 26/07/2024"), "{why}");
    // Switched off after it had left, it says nothing of a mail that was right.
    let later = "update dondoc.reminder_choices set at = '2024-07-26T09:00+07:00' where user_id = $1";
    post.world.run(later, &[&other.id.0]).await.unwrap();
    let (_, why) = server.get(&path, &lead).await.unwrap();
    assert_eq!(reproduced(&why), [true, true], "{why}");
}

#[tokio::test]
async fn what_one_person_does_without_leaves_the_first_reminder_of_it_to_be_counted() {
    let post = quiet().await;
    post.world.without_early(&post.officer, None).await.unwrap();
    let other = post.world.person("ha-noi", Role::Officer).await.unwrap();
    add(&post, "T24-01", &Scene { assignee: Some(other.id), ..Scene::due(Some(date(2024, 7, 25))) }).await;
    assert_eq!(post.sweep("ha-noi").await, 1);
    post.worker().drain().await.unwrap();
    // Both are to be told five days before; one does without, the other has had today's digest.
    add(&post, "T24-02", &Scene::due(Some(date(2024, 7, 30)))).await;
    assert_eq!(post.sweep("ha-noi").await, 0);
    post.at("2024-07-26T08:00+07:00");
    assert!(post.sweep("ha-noi").await > 0);
    post.worker().drain().await.unwrap();
    let text = post.relay.to(&other.email).pop().unwrap().letter().text;
    assert!(text.contains("T24-02"), "{text}");
    let counted = "select reminders_at_level::bigint from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id \
                   where t.code = 'T24-02'";
    assert_eq!(post.world.count(counted).await.unwrap(), 1);
}
