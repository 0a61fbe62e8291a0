//! A second factor that its owner has lost (R187): two people let them in again, and they decide nothing for a day.

use dondoc_tests::server::answer;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    people::{House, NEW_PHRASE, house},
    second_factor::enrol,
    *,
};

/// An approver with a second factor, in a body with an administrator.
struct Loss {
    house: House,
    owner: Person,
}

const PROOF: (&str, &str) = ("proof", "Gặp trực tiếp tại cơ quan");

impl Loss {
    async fn of_approver() -> anyhow::Result<Self> {
        let house = house().await?;
        let owner = house.post.world.person("ha-noi", Role::Approver).await?;
        account(&house.post.world, &owner).await?;
        enrol(&house, &owner).await?;
        house.link_to(&owner.email).await?;
        Ok(Self { house, owner })
    }

    /// Another approver, who has just proved who they are.
    async fn another(&self) -> anyhow::Result<Person> {
        let world = &self.house.post.world;
        let approver = world.person("ha-noi", Role::Approver).await?;
        account(world, &approver).await?;
        world.proved(&approver).await?;
        Ok(approver)
    }

    async fn report(&self) -> anyhow::Result<Page> {
        self.house.act(&self.owner.id.to_string(), "lost-factor", &[PROOF]).await
    }

    /// The id of the report that waits.
    async fn waiting(&self) -> anyhow::Result<String> {
        let id = "select id::text from dondoc.lost_factors where decided_at is null";
        Ok(self.house.post.world.owner.query_one(id, &[]).await?.get(0))
    }

    async fn decide(&self, by: &Person, body: Value) -> anyhow::Result<(StatusCode, String)> {
        let path = format!("/lost-factors/{}/decision", self.waiting().await?);
        let sent = self.house.server.api(Method::POST, &path, Some(by)).json(&body);
        let sent = sent.header("Idempotency-Key", Uuid::now_v7().to_string());
        let (status, told) = answer(sent).await?;
        Ok((status, told["code"].as_str().unwrap_or_default().to_owned()))
    }

    /// What a log-in with this pass-phrase and without a code comes to.
    async fn log_in(&self, phrase: &str) -> anyhow::Result<(StatusCode, Value)> {
        let body = json!({"email": self.owner.email, "password": phrase});
        answer(self.house.server.api(Method::POST, "/session", None).json(&body)).await
    }

    async fn wants_a_code(&self, phrase: &str) -> anyhow::Result<bool> {
        Ok(self.log_in(phrase).await?.1["code"] == "second_factor_required")
    }

    /// Uses the link of the newest mail.
    async fn use_link(&self, phrase: &str) -> anyhow::Result<()> {
        let link = self.house.link_to(&self.owner.email).await?.expect("a link");
        anyhow::ensure!(self.house.use_link(&link, phrase).await? == StatusCode::SEE_OTHER);
        Ok(())
    }

    async fn subjects_to(&self, address: &str) -> anyhow::Result<Vec<String>> {
        self.house.link_to(address).await?;
        Ok(self.house.post.relay.to(address).iter().map(|mail| mail.letter().subject).collect())
    }
}

fn bearer(session: &Value) -> String {
    format!("Bearer {}", session["access_token"].as_str().expect("a session"))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_let_somebody_in_again_who_lost_their_second_factor_and_who_decides_nothing_for_a_day()
-> anyhow::Result<()> {
    let loss = Loss::of_approver().await?;
    let Loss { house, owner } = &loss;
    let world = &house.post.world;
    let alone = loss.report().await?;
    assert_eq!(alone.status, StatusCode::CONFLICT, "{}", alone.text);
    assert!(
        alone.text.contains("không có người phê duyệt nào khác") && alone.text.contains(PROOF.1),
        "{}",
        alone.text
    );
    let confirmer = loss.another().await?;
    assert_eq!(loss.report().await?.done(), Some("lost-factor-reported"));
    let again = house.browser()?.get(&format!("/people/{}", owner.id)).await?;
    assert!(again.text.contains("đang chờ một người phê duyệt"), "{}", again.text);
    let told = loss.subjects_to(&owner.email).await?;
    assert!(told.iter().any(|subject| subject == "Xác thực hai lớp của bạn được báo mất"), "{told:?}");
    let asked = loss.subjects_to(&confirmer.email).await?;
    assert!(asked.iter().any(|subject| subject.starts_with("Chờ bạn xác nhận: ")), "{asked:?}");
    assert!(loss.wants_a_code(PHRASE).await?, "a report alone changes nothing");

    let here = Visitor::new(&house.server, Some(&confirmer))?;
    assert!(here.get("/").await?.text.contains("1 người chờ bạn xác nhận mất xác thực hai lớp"));
    let list = here.get("/lost-factors").await?;
    assert!(list.text.contains(PROOF.1) && list.text.contains(&owner.email), "{}", list.text);
    let path = format!("/lost-factors/{}", loss.waiting().await?);
    let page = here.get(&path).await?;
    for (decision, reason) in [("", ""), ("refuse", " ")] {
        let wrong = here.fill(&page, &path, &[("decision", decision), ("reason", reason)]).await?;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{decision}: {}", wrong.text);
    }
    let done = here.fill(&page, &path, &[("decision", "confirm"), ("reason", "")]).await?;
    assert_eq!(done.done(), Some("lost-factor-decided"), "{}", done.text);
    let over = Visitor::new(&house.server, Some(owner))?.get("/").await?;
    assert_eq!(over.status, StatusCode::SEE_OTHER, "their sessions end: {}", over.text);
    assert!(
        loss.wants_a_code(PHRASE).await?,
        "whoever has the pass-phrase alone gets in no more than before"
    );

    loss.use_link(NEW_PHRASE).await?;
    let (status, session) = loss.log_in(NEW_PHRASE).await?;
    assert_eq!(status, StatusCode::OK, "{session}");
    let ask = async |method, path: &str, session: &Value| {
        let request = house.server.api(method, path, None).header("Authorization", bearer(session));
        anyhow::Ok(answer(request.json(&json!({}))).await?.1["code"].clone())
    };
    let submit = format!("/assignments/{}/submit", Uuid::nil());
    assert_eq!(ask(Method::POST, &submit, &session).await?, "access_restored");
    assert_eq!(ask(Method::GET, "/lost-factors", &session).await?, "access_restored");
    assert_eq!(ask(Method::GET, "/assignments", &session).await?, Value::Null);
    let mut browser = Visitor::new(&house.server, None)?;
    let begun = browser.post("/log-in", &[("email", &owner.email), ("password", NEW_PHRASE)]).await?;
    let cookie = begun.cookies.iter().find(|c| c.starts_with("dondoc=")).expect("a session");
    browser.cookie = cookie.split(';').next().map(str::to_owned);
    let page = browser.get("/").await?;
    assert!(page.text.contains("vừa được khôi phục: đến 26/07/2024"), "{}", page.text);

    world.clock.set(world.now() + SignedDuration::from_hours(24));
    let (_, session) = loss.log_in(NEW_PHRASE).await?;
    assert_ne!(ask(Method::POST, &submit, &session).await?, "access_restored");
    let trail =
        "select string_agg(action, ' ' order by at, id) from dondoc.audit where action like '%lost_factor'";
    let trail: String = world.owner.query_one(trail, &[]).await?.get(0);
    assert_eq!(trail, "report_lost_factor confirm_lost_factor");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loss_that_was_not_confirmed_or_was_used_or_lies_three_days_back_turns_nothing_off()
-> anyhow::Result<()> {
    let loss = Loss::of_approver().await?;
    let Loss { house, owner } = &loss;
    let world = &house.post.world;
    let confirmer = loss.another().await?;
    let send_link = async |phrase: &str| {
        loss.subjects_to(&owner.email).await?;
        assert_eq!(house.act(&owner.id.to_string(), "link", &[]).await?.done(), Some("link-sent"));
        loss.use_link(phrase).await
    };
    loss.report().await?;
    send_link("năm con dê vàng lá").await?;
    assert!(loss.wants_a_code("năm con dê vàng lá").await?, "while it waits");
    let refused =
        loss.decide(&confirmer, json!({"confirmed": false, "reason": "Vẫn còn điện thoại"})).await?;
    assert_eq!(refused.0, StatusCode::OK, "{}", refused.1);
    let told = loss.subjects_to(&owner.email).await?;
    assert!(told.iter().any(|subject| subject.contains("không được xác nhận")), "{told:?}");
    send_link("sáu con dê vàng lá").await?;
    assert!(loss.wants_a_code("sáu con dê vàng lá").await?, "it was refused");

    // Confirmed, and its link not used in time: the next one is a link like every other.
    house.post.later(61);
    world.proved(&confirmer).await?;
    loss.report().await?;
    let by = &confirmer;
    world.run("update dondoc.lost_factors set confirmed = true, decided_by = $1, decided_at = $2::text::timestamptz where decided_at is null",
        &[&by.id.0, &(world.now() - SignedDuration::from_hours(73)).to_string()]).await?;
    send_link("bảy con dê vàng lá").await?;
    assert!(loss.wants_a_code("bảy con dê vàng lá").await?, "three days are over");

    // Used once: a link of later leaves the new second factor alone.
    house.post.later(61);
    world
        .run(
            "update dondoc.lost_factors set decided_at = $1::text::timestamptz where confirmed",
            &[&world.now().to_string()],
        )
        .await?;
    send_link("tám con dê vàng lá").await?;
    assert!(!loss.wants_a_code("tám con dê vàng lá").await?);
    world
        .run(
            "update dondoc.users set second_factor_at = $1::text::timestamptz where id = $2",
            &[&world.now().to_string(), &owner.id.0],
        )
        .await?;
    send_link("chín con dê vàng lá").await?;
    assert!(loss.wants_a_code("chín con dê vàng lá").await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_confirms_their_own_loss_or_one_of_whom_they_stand_in_for_or_what_they_reported()
-> anyhow::Result<()> {
    let loss = Loss::of_approver().await?;
    let Loss { house, owner } = &loss;
    let world = &house.post.world;
    loss.another().await?;
    let deputy = world.person("ha-noi", Role::Officer).await?;
    loss.report().await?;
    let confirm = json!({"confirmed": true, "reason": null});
    world.proved(owner).await?;
    let path = format!("/lost-factors/{}", loss.waiting().await?);
    let (token, key) = (World::form_token(owner), Uuid::now_v7().to_string());
    let form = [("_token", token.as_str()), ("_key", &key), ("_version", "0"), ("decision", "confirm")];
    let sent = Visitor::new(&house.server, Some(owner))?.post(&path, &form).await?;
    assert_eq!(sent.status, StatusCode::CONFLICT, "{}", sent.text);
    let own = Visitor::new(&house.server, Some(owner))?.get("/lost-factors").await?;
    assert!(own.text.contains("Không có gì chờ bạn xác nhận"), "{}", own.text);
    assert_eq!(loss.decide(&deputy, confirm.clone()).await?.1, "not_permitted");
    let stand_in = Uuid::now_v7();
    world.run("insert into dondoc.stand_ins (tenant_id, id, absent_id, stand_in_id, from_on, to_on, by_name, created_at)
        values ($1, $2, $3, $4, '2024-07-25', '2024-07-26', 'x', now())",
        &[&owner.tenant.0, &stand_in, &owner.id.0, &deputy.id.0]).await?;
    world
        .run("update dondoc.sessions set acting_under = $1 where user_id = $2", &[&stand_in, &deputy.id.0])
        .await?;
    world.proved(&deputy).await?;
    assert_eq!(loss.decide(&deputy, confirm.clone()).await?.1, "second_person_required");
    // Whoever reported it as an administrator is an approver now.
    let by = "update dondoc.users set role = 'approver' where role = 'administrator'";
    world.run(by, &[]).await?;
    assert_eq!(house.browser()?.get(&path).await?.to, "/lost-factors");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_working_groups_administrator_lets_somebody_of_a_body_in_again_alone() -> anyhow::Result<()> {
    let loss = Loss::of_approver().await?;
    let world = &loss.house.post.world;
    let system = world.person("national", Role::SystemAdministrator).await?;
    world.proved(&system).await?;
    let path = format!("/people/{}/lost-factor?tenant=ha-noi", loss.owner.id);
    let sent = loss.house.server.api(Method::POST, &path, Some(&system));
    let sent = sent.header("Idempotency-Key", Uuid::now_v7().to_string());
    let (status, told) = answer(sent.json(&json!({"proof": "Công văn số 12/VP"}))).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    loss.use_link(NEW_PHRASE).await?;
    assert!(!loss.wants_a_code(NEW_PHRASE).await?);
    Ok(())
}
