//! Standing in for somebody (R186), as a browser without JavaScript does it.

use super::*;

const PATH: &str = "/account/stand-ins";
const ACT_FOR: &str = "/account/act-for";

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_is_asked_acts_for_the_absent_person_and_a_page_of_before_does_nothing()
-> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::Assigned).await?;
    let absent = world.person("ha-noi", Role::Approver).await?;
    for person in [&officer, &absent] {
        account(&world, person).await?;
        world.proved(person).await?;
    }
    let lender = Visitor::new(&server, Some(&absent))?;
    let page = lender.get(PATH).await?;
    let asked = officer.id.to_string();
    let fields =
        |to| [("stand_in", asked.as_str()), ("from_on", "25/07/2024"), ("to_on", to), ("reason", "")];
    let wrong = lender.fill(&page, PATH, &fields("31/02/2025")).await?;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
    let kept = format!("value=\"{asked}\" selected");
    assert!(
        wrong.text.contains("31/02/2025") && wrong.text.contains(&kept),
        "what was typed stays: {}",
        wrong.text
    );
    let made = lender.fill(&wrong, PATH, &fields("31/07/2024")).await?;
    assert_eq!(made.done(), Some("stand-in-made"), "{}", made.text);

    // Whoever stands in is offered it on every page; a form that was opened before speaks in another name than the one that shows.
    let deputy = Visitor::new(&server, Some(&officer))?;
    let path = format!("/assignments/{id}/acknowledge");
    let before = deputy.get(&path).await?;
    let stand_in = before.value(ACT_FOR, "stand_in");
    let acting = deputy.fill(&before, ACT_FOR, &[("stand_in", &stand_in)]).await?;
    assert_eq!(
        (acting.status, acting.done()),
        (StatusCode::SEE_OTHER, Some("acting-for")),
        "{}",
        acting.text
    );
    let acknowledged = "select count(*) from dondoc.assignments where status = 'acknowledged'";
    let sent = deputy.fill(&before, &path, &[]).await?;
    assert!(sent.status.is_client_error(), "{}", sent.status);
    assert_eq!(world.count(acknowledged).await?, 0, "a page of before the change does nothing");
    let page = deputy.get(&path).await?;
    assert!(page.text.contains("(thay "), "in both names: {}", page.text);
    let sent = deputy.fill(&page, &path, &[]).await?;
    assert_eq!((sent.status, world.count(acknowledged).await?), (StatusCode::SEE_OTHER, 1), "{}", sent.text);

    // The absent person comes back early; whoever stood in finds one thing to do.
    let page = lender.get(PATH).await?;
    let end = format!("{PATH}/{stand_in}/end");
    assert_eq!(lender.fill(&page, &end, &[]).await?.done(), Some("stand-in-ended"));
    assert_eq!(deputy.get("/").await?.to, "/account");
    let over = deputy.get("/account").await?;
    assert!(over.text.contains("đã kết thúc"), "{}", over.text);
    let back = deputy.fill(&over, ACT_FOR, &[("stand_in", "")]).await?;
    assert_eq!(back.done(), Some("acting-as-oneself"), "{}", back.text);
    let mine = deputy.get("/").await?;
    assert!(mine.status == StatusCode::OK && !mine.text.contains(ACT_FOR), "{}", mine.text);
    Ok(())
}
