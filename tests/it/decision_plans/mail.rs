//! The mail of many decisions: one for each reader, of what still holds when it leaves.

use serde_json::json;

use super::{Desk, items, readers};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reader_would_be_told_in_several_mails_is_one_with_each_item_and_the_remark() {
    let desk = Desk::new().await;
    let ids = [
        desk.submitted("ha-noi", "D24-01").await,
        desk.submitted("ha-noi", "D24-02").await,
        desk.submitted("ha-noi", "D24-03").await,
        desk.submitted("lao-cai", "D24-01x").await,
    ];
    let plan = desk.plan("return", "Thiếu phụ lục số liệu", &ids).await;
    let done = desk.carry_out(&plan).await;
    assert_eq!([readers(&plan["parts"][0]).len(), readers(&done["parts"][0]).len()], [1, 1]);
    desk.post.worker().drain().await.unwrap();
    let [mail] = desk.post.relay.to(&desk.approvers[0].email).try_into().unwrap();
    let letter = mail.letter();
    assert_eq!(letter.subject, "3 nhiệm vụ: trả lại để bổ sung");
    for said in ["D24-01/ha-noi", "D24-02/ha-noi", "D24-03/ha-noi", "Thiếu phụ lục số liệu"] {
        assert_eq!(letter.text.matches(said).count(), 1, "{said}: {}", letter.text);
    }
    assert!(!letter.text.contains("lao-cai"));
    // Of one it is what it would be alone.
    let [mail] = desk.post.relay.to(&desk.approvers[1].email).try_into().unwrap();
    assert_eq!(mail.letter().subject, "D24-01x/lao-cai: trả lại để bổ sung");
    let told = "select count(*) from dondoc.events where kind = 'decision_mailed'";
    assert_eq!(desk.count(told).await, 4);
    let why = "select id::text from dondoc.outbox where dedupe_key like 'decisions:%'";
    let id: String = desk.post.world.owner.query_one(why, &[]).await.unwrap().get(0);
    let (_, why) = desk.server.get(&format!("/mail/messages/{id}/why"), &desk.lead).await.unwrap();
    assert_eq!(why["told"].as_array().map(Vec::len), Some(3), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_longer_holds_when_it_leaves_is_not_in_the_mail() {
    let desk = Desk::new().await;
    desk.post.at("2024-07-25T20:00+07:00");
    let evening = Desk { lead: desk.post.world.signed_in_again(&desk.lead).await.unwrap(), ..desk };
    let approver = evening.post.world.signed_in_again(&evening.approvers[0]).await.unwrap();
    let [_, other] = evening.approvers;
    let desk = Desk { approvers: [approver, other], ..evening };
    let ids = [
        desk.submitted("ha-noi", "D24-01").await,
        desk.submitted("ha-noi", "D24-02").await,
        desk.submitted("ha-noi", "D24-03").await,
    ];
    let done = desk.carry_out(&desk.plan("accept", "", &ids).await).await;
    assert_eq!(items(&done).len(), 3);
    desk.act(ids[1], "reopen", json!({"remark": "Sai số liệu"}), &desk.lead).await;
    desk.post.at("2024-07-26T08:00+07:00");
    desk.post.worker().drain().await.unwrap();
    let mail = desk.post.relay.to(&desk.approvers[0].email);
    let accepted = mail.iter().map(|mail| mail.letter()).find(|mail| mail.subject.starts_with("2 "));
    let accepted = accepted.expect("one mail about the two that are still accepted");
    assert!(!accepted.text.contains("D24-02/ha-noi"), "{}", accepted.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_that_are_released_together_are_one_mail_a_reader_and_level() {
    let desk = Desk::new().await;
    desk.post.world.contact("ha-noi", "agency_mailbox").await.unwrap();
    desk.post.world.contact("ha-noi", "focal_head").await.unwrap();
    let ids = [
        desk.climbs("D24-01", 1).await,
        desk.climbs("D24-02", 1).await,
        desk.climbs("D24-03", 2).await,
        desk.climbs("D24-04", 2).await,
    ];
    let plan = desk.plan("release_step", "", &ids).await;
    let mut expected = vec![
        desk.approvers[0].email.clone(),
        "agency_mailbox@ha-noi.example".to_owned(),
        "focal_head@ha-noi.example".to_owned(),
    ];
    expected.sort_unstable();
    let mut planned = readers(&plan["parts"][0]);
    planned.sort_unstable();
    assert_eq!(planned, expected);
    desk.carry_out(&plan).await;
    desk.post.worker().drain().await.unwrap();
    let mut got: Vec<String> = desk.post.relay.received().into_iter().map(|mail| mail.to).collect();
    got.sort_unstable();
    assert_eq!(got, expected);
    let [mail] = desk.post.relay.to("focal_head@ha-noi.example").try_into().unwrap();
    let letter = mail.letter();
    assert_eq!(letter.subject, "Báo cáo cấp 2: 2 nhiệm vụ quá hạn của Đơn vị ha-noi");
    // An office reads what it needs of each, and has no link that it cannot open.
    assert!(
        letter.text.contains("D24-03/ha-noi") && letter.text.contains("D24-04/ha-noi"),
        "{}",
        letter.text
    );
    assert_eq!(letter.text.matches("Tiến độ").count(), 2, "{}", letter.text);
    assert!(!letter.text.contains("http"), "{}", letter.text);
}
