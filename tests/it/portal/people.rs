//! The people of a body: invited, changed, handed over from, disabled, let in again; and whoever forgot their pass-phrase.

use dondoc_tests::{
    relay_world::Post,
    server::{Server, answer},
};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use super::*;

pub(super) const NEW_PHRASE: &str = "ba con mèo xanh lá";

/// A body with an administrator in front of a browser, a server, a worker and a relay.
pub(super) struct House {
    pub(super) post: Post,
    pub(super) server: Server,
    admin: Person,
}

pub(super) async fn house() -> anyhow::Result<House> {
    let post = Post::new().await?;
    let admin = post.world.person("ha-noi", Role::Administrator).await?;
    account(&post.world, &admin).await?;
    let server = Server::of(&post.world)?;
    Ok(House { post, server, admin })
}

impl House {
    pub(super) fn browser(&self) -> anyhow::Result<Visitor> {
        Visitor::new(&self.server, Some(&self.admin))
    }

    /// Lets the worker do what it has to, and returns the link of the newest mail to an address.
    pub(super) async fn link_to(&self, address: &str) -> anyhow::Result<Option<String>> {
        self.post.worker().errands().await.map_err(|e| anyhow::anyhow!("{e}"))?;
        self.post.worker().drain().await.map_err(|e| anyhow::anyhow!("{e}"))?;
        let Some(mail) = self.post.relay.to(address).pop() else { return Ok(None) };
        let text = mail.letter().text;
        let link = text.split("https://nation.example").find_map(|rest| rest.strip_prefix("/link/"));
        Ok(link.map(|rest| rest.split_whitespace().next().unwrap_or_default().to_owned()))
    }

    /// Moves the clock on by seconds.
    pub(super) fn later(&self, seconds: i64) {
        let world = &self.post.world;
        world.clock.set(world.now() + SignedDuration::from_secs(seconds));
    }

    /// Lets the worker do what it has to; what the newest mail to an address is about.
    pub(super) async fn last_subject(&self, address: &str) -> anyhow::Result<String> {
        self.link_to(address).await?;
        Ok(self.post.relay.to(address).pop().expect("no mail").letter().subject)
    }

    /// Sets a pass-phrase by a link, as its owner does; the status of the last answer.
    pub(super) async fn use_link(&self, link: &str, phrase: &str) -> anyhow::Result<StatusCode> {
        let mut visitor = Visitor::new(&self.server, None)?;
        let opened = visitor.get(&format!("/link/{link}")).await?;
        if opened.status != StatusCode::SEE_OTHER {
            return Ok(opened.status);
        }
        visitor.cookie = opened.cookies.first().and_then(|c| c.split(';').next()).map(str::to_owned);
        let page = visitor.get("/set-pass-phrase").await?;
        let fields = [("password_new", phrase), ("password_repeat", phrase)];
        Ok(visitor.fill(&page, "/set-pass-phrase", &fields).await?.status)
    }

    pub(super) async fn log_in(&self, email: &str, phrase: &str) -> anyhow::Result<Option<Visitor>> {
        let mut visitor = Visitor::new(&self.server, None)?;
        let begun = visitor.post("/log-in", &[("email", email), ("password", phrase)]).await?;
        let cookie = begun.cookies.iter().find(|c| c.starts_with("dondoc="));
        visitor.cookie = cookie.and_then(|c| c.split(';').next()).map(str::to_owned);
        Ok((begun.status == StatusCode::SEE_OTHER).then_some(visitor))
    }

    /// Opens an act's page, or the person's own, fills its form in and sends it, as somebody who has just proved who they are.
    pub(super) async fn act(&self, id: &str, word: &str, fields: &[(&str, &str)]) -> anyhow::Result<Page> {
        self.post.world.proved(&self.admin).await?;
        let admin = self.browser()?;
        let action = format!("/people/{id}/{word}");
        let has_page = ["role", "disable", "lost-factor"].contains(&word);
        let page =
            admin.get(if has_page { &action } else { action.trim_end_matches(&format!("/{word}")) }).await?;
        admin.fill(&page, &action, fields).await
    }
}

const OFFICER: [(&str, &str); 4] =
    [("name", "Chuyên viên mới"), ("email", "Moi@Ha-Noi.example"), ("role", "officer"), ("lang", "vi")];

async fn id_of(world: &World, email: &str) -> anyhow::Result<String> {
    let row = world.owner.query_one("select id::text from dondoc.users where email = $1", &[&email]).await?;
    Ok(row.get(0))
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_invited_sets_a_pass_phrase_works_and_is_disabled() -> anyhow::Result<()> {
    let house = house().await?;
    let admin = house.browser()?;
    let page = admin.get("/people/new").await?;
    let done = admin.fill(&page, "/people", &OFFICER).await?;
    assert_eq!((done.to.as_str(), done.done()), ("/people", Some("person-invited")), "{}", done.text);
    let email = "moi@ha-noi.example";
    let list = admin.get("/people").await?;
    assert!(
        list.text.contains("Chuyên viên mới") && list.text.contains("chưa đặt mật khẩu"),
        "{}",
        list.text
    );
    // In the evening as well: whoever waits for it cannot work.
    house.post.at("2024-07-25T18:30+07:00");
    let link = house.link_to(email).await?.expect("no invitation");
    assert!(house.log_in(email, NEW_PHRASE).await?.is_none());
    assert_eq!(house.use_link(&link, NEW_PHRASE).await?, StatusCode::SEE_OTHER);
    assert_eq!(house.use_link(&link, NEW_PHRASE).await?, StatusCode::NOT_FOUND, "once");
    house.link_to(email).await?;
    let subject = house.post.relay.to(email).pop().unwrap().letter().subject;
    assert_eq!(subject, "Mật khẩu đã được đặt");
    let officer = house.log_in(email, NEW_PHRASE).await?.expect("logged in");
    assert_eq!(officer.get("/").await?.status, StatusCode::OK);
    assert_eq!(officer.get("/people").await?.status, StatusCode::FORBIDDEN);

    let id = id_of(&house.post.world, email).await?;
    house.post.at("2024-07-25T18:40+07:00");
    let done = house.act(&id, "disable", &[]).await?;
    assert_eq!(done.done(), Some("person-disabled"), "{}", done.text);
    assert_eq!(officer.get("/").await?.status, StatusCode::SEE_OTHER, "the next request");
    assert!(house.log_in(email, NEW_PHRASE).await?.is_none());
    let sent = house.post.relay.received().len();
    // A link that is asked for is nobody's now.
    Visitor::new(&house.server, None)?.post("/forgotten", &[("email", email)]).await?;
    house.link_to(email).await?;
    assert_eq!(house.post.relay.received().len(), sent, "no mail to whoever is disabled");

    let done = house.act(&id, "enable", &[]).await?;
    assert_eq!(done.done(), Some("person-enabled"), "{}", done.text);
    assert!(house.log_in(email, NEW_PHRASE).await?.is_some(), "with the pass-phrase of before");
    house.link_to(email).await?;
    assert_eq!(house.post.relay.to(email).pop().unwrap().letter().subject, "Tài khoản của bạn đã mở lại");
    let trail = "select string_agg(action, ' ' order by at) from dondoc.audit where subject_kind = 'user' and tenant_id = 1";
    let trail: String = house.post.world.owner.query_one(trail, &[]).await?.get(0);
    assert_eq!(trail, "invite_user disable_user enable_user");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_in_its_mail_and_nowhere_else() -> anyhow::Result<()> {
    let house = house().await?;
    let officer = house.post.world.person("ha-noi", Role::Officer).await?;
    account(&house.post.world, &officer).await?;
    let done = house.act(&officer.id.to_string(), "link", &[]).await?;
    assert_eq!(done.done(), Some("link-sent"), "{}", done.text);
    assert!(!done.text.contains("/link/"));
    let link = house.link_to(&officer.email).await?.expect("no link");
    let secret = link.split('.').nth(1).unwrap().to_owned();
    let world = &house.post.world;
    let kept =
        world.count("select count(*) from dondoc.outbox where kind = 'access' and raw is not null").await?;
    assert_eq!(kept, 0, "the bytes are gone with the mail");
    for table in ["outbox", "links", "audit", "message_steps"] {
        let rows = format!("select count(*) from dondoc.{table} t where t::text like '%' || $1 || '%'");
        let found: i64 = world.owner.query_one(&rows, &[&secret]).await?.get(0);
        assert_eq!(found, 0, "{table}");
    }
    let national = world.person("national", Role::NationalOfficer).await?;
    let (_, log) = house.server.get("/mail/messages", &national).await?;
    let id = log["items"][0]["id"].as_str().unwrap().to_owned();
    let (status, message) = house.server.get(&format!("/mail/messages/{id}"), &national).await?;
    assert_eq!((status, &message["text"]), (StatusCode::OK, &Value::Null), "{message}");
    // Each has an entry of its own, and the next one voids it once it has left.
    house.post.later(1);
    house.act(&officer.id.to_string(), "link", &[]).await?;
    let works =
        async |link: &str| anyhow::Ok(visitor_of(&house, link).await?.status == StatusCode::SEE_OTHER);
    assert!(works(&link).await?, "the mail of the next has not left");
    let next = house.link_to(&officer.email).await?.expect("no link");
    let issued = "select count(*) from dondoc.audit where action = 'issue_link' and tenant_id = 1";
    assert_eq!(world.count(issued).await?, 2);
    assert_eq!(house.use_link(&link, NEW_PHRASE).await?, StatusCode::NOT_FOUND);
    assert_eq!(house.use_link(&next, NEW_PHRASE).await?, StatusCode::SEE_OTHER);
    Ok(())
}

async fn visitor_of(house: &House, link: &str) -> anyhow::Result<Page> {
    Visitor::new(&house.server, None)?.get(&format!("/link/{link}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_cannot_leave_takes_no_link_from_anybody_and_whoever_was_disabled_gets_none_back()
-> anyhow::Result<()> {
    let house = house().await?;
    let officer = house.post.world.person("ha-noi", Role::Officer).await?;
    account(&house.post.world, &officer).await?;
    let id = officer.id.to_string();
    house.act(&id, "link", &[]).await?;
    let link = house.link_to(&officer.email).await?.expect("no link");
    // Whoever asks for one for an address that takes no mail destroys none.
    let suspended = "insert into dondoc.suspensions (tenant_id, id, address, reason, detail, since)
        values (1, gen_random_uuid(), $1, 'bounce', '', now())";
    house.post.world.run(suspended, &[&officer.email]).await?;
    Visitor::new(&house.server, None)?.post("/forgotten", &[("email", &officer.email)]).await?;
    house.link_to(&officer.email).await?;
    assert_eq!(visitor_of(&house, &link).await?.status, StatusCode::SEE_OTHER);
    for word in ["disable", "enable"] {
        house.post.later(1);
        assert_eq!(house.act(&id, word, &[]).await?.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(visitor_of(&house, &link).await?.status, StatusCode::NOT_FOUND, "shut out for good");
    // What somebody typed who forgot their pass-phrase is forgotten with the errand.
    let typed = "select count(*) from dondoc.outbox where kind = 'forgotten' and args <> '{}'";
    assert_eq!(house.post.world.count(typed).await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_follows_their_link_where_somebody_else_is_logged_in_ends_that_session() -> anyhow::Result<()>
{
    let house = house().await?;
    let admin = house.browser()?;
    let empty = [("name", " "), ("email", ""), ("role", ""), ("lang", "vi")];
    let refused = admin.fill(&admin.get("/people/new").await?, "/people", &empty).await?;
    let missing = ["#name", "#email", "#role-0"].map(|at| refused.text.contains(&format!("href=\"{at}\"")));
    assert_eq!((refused.status, missing), (StatusCode::UNPROCESSABLE_ENTITY, [true; 3]), "{}", refused.text);
    admin.fill(&admin.get("/people/new").await?, "/people", &OFFICER).await?;
    let link = house.link_to("moi@ha-noi.example").await?.expect("no invitation");
    let opened = admin.get(&format!("/link/{link}")).await?;
    let carried = opened.cookies.first().and_then(|cookie| cookie.split(';').next()).expect("a cookie");
    let here = house.browser()?.having(carried);
    let page = here.get("/set-pass-phrase").await?;
    let own = [("password_new", "Moi@Ha-Noi.example"), ("password_repeat", "Moi@Ha-Noi.example")];
    let weak = here.fill(&page, "/set-pass-phrase", &own).await?;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY, "one's own address: {}", weak.text);
    let fields = [("password_new", NEW_PHRASE), ("password_repeat", NEW_PHRASE)];
    let done = here.fill(&page, "/set-pass-phrase", &fields).await?;
    assert_eq!((done.to.as_str(), done.done()), ("/log-in", Some("pass-phrase-set")), "{}", done.text);
    assert_eq!(
        admin.get("/people").await?.status,
        StatusCode::SEE_OTHER,
        "the administrator's session is over"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_sends_so_many_invitations_and_links_within_an_hour_and_no_more() -> anyhow::Result<()> {
    let house = house().await?;
    let officer = house.post.world.person("ha-noi", Role::Officer).await?;
    account(&house.post.world, &officer).await?;
    let id = officer.id.to_string();
    for _ in 0..5 {
        assert_eq!(house.act(&id, "link", &[]).await?.done(), Some("link-sent"));
    }
    let refused = house.act(&id, "link", &[]).await?;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.text.contains("quá nhiều lời mời"), "{}", refused.text);
    // Sixty of the whole body, whoever they are for; what strangers cause takes none of them.
    let more = async |by: &str, to: i32| {
        let more = "insert into dondoc.outbox (tenant_id, id, kind, dedupe_key, args, run_at, created_at, message_id)
            select 1, gen_random_uuid(), 'access', $2 || ':x' || n, '{}', $1::text::timestamptz, $1::text::timestamptz, $2 || n
              from generate_series(1, $3) n";
        house.post.world.run(more, &[&house.post.world.now().to_string(), &by, &to]).await
    };
    more("access", 100).await?;
    let admin = house.browser()?;
    let page = admin.get("/people/new").await?;
    let another = [OFFICER[0], ("email", "khac@ha-noi.example"), OFFICER[2], OFFICER[3]];
    assert_eq!(admin.fill(&page, "/people", &another).await?.status, StatusCode::SEE_OTHER);
    more("access-by", 54).await?;
    let page = admin.get("/people/new").await?;
    let refused = admin.fill(&page, "/people", &OFFICER).await?;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{}", refused.text);
    assert!(refused.text.contains(r#"value="Moi@Ha-Noi.example""#), "what was typed stays: {}", refused.text);
    house.post.later(61);
    assert_eq!(
        admin.fill(&page, "/people", &OFFICER).await?.status,
        StatusCode::UNAUTHORIZED,
        "a proof of an hour ago"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_who_disable_each_other_leave_one_and_wait_for_nobody() -> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let other = world.person("ha-noi", Role::Administrator).await?;
    account(world, &other).await?;
    let disable = async |by: &Person, whom: &Person| {
        let path = format!("/people/{}/disable", whom.id);
        let call =
            house.server.api(Method::POST, &path, Some(by)).header("If-Match", "\"1\"").json(&json!({}));
        anyhow::Ok(call.send().await?.status())
    };
    let (one, two) = tokio::join!(disable(&house.admin, &other), disable(&other, &house.admin));
    let mut seen = [one?, two?];
    seen.sort_unstable();
    assert!(seen[0] == StatusCode::OK && seen[1].is_client_error(), "{seen:?}");
    let left = "select count(*) from dondoc.users where tenant_id = 1 and role = 'administrator' and status = 'active'";
    assert_eq!(world.count(left).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_who_has_never_logged_in_and_an_heir_who_has_not_do_not_count() -> anyhow::Result<()>
{
    let house = house().await?;
    let world = &house.post.world;
    let admin = house.admin.id.to_string();
    let invited = world.person("ha-noi", Role::Administrator).await?;
    let others = [&house.admin, &invited];
    world
        .run("update dondoc.accounts set password_hash = null where user_id = $1", &[&others[1].id.0])
        .await?;
    let system = world.person("national", Role::SystemAdministrator).await?;
    let path = format!("/people/{admin}/disable?tenant=ha-noi");
    let call =
        house.server.api(Method::POST, &path, Some(&system)).header("If-Match", "\"1\"").json(&json!({}));
    let (status, refused) = answer(call).await?;
    assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("last_administrator")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn open_work_of_whoever_leaves_is_given_to_somebody_who_is_told() -> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let (leaver, heir) =
        (world.person("ha-noi", Role::Officer).await?, world.person("ha-noi", Role::Approver).await?);
    for person in [&leaver, &heir] {
        account(world, person).await?;
    }
    let scene = |days| Scene { assignee: Some(leaver.id), ..Scene::due(Some(world.day(days))) };
    let late = world.assignment("ha-noi", world.task("T24-81").await?, &scene(-3)).await?;
    world.assignment("ha-noi", world.task("T24-82").await?, &scene(30)).await?;
    let closed =
        world.assignment("ha-noi", world.task("T24-83").await?, &scene(-3).status(Status::Accepted)).await?;
    let elsewhere = world.person("lao-cai", Role::Officer).await?;
    let id = leaver.id.to_string();

    let refused = house.act(&id, "disable", &[("hand_over", "")]).await?;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text.contains("href=\"#hand_over\"") && refused.text.contains("2 việc, 1 quá hạn"),
        "{}",
        refused.text
    );
    for wrong in [elsewhere.id.to_string(), house.admin.id.to_string(), id.clone(), "x".to_owned()] {
        let refused = house.act(&id, "disable", &[("hand_over", &wrong)]).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(world.count("select count(*) from dondoc.users where status = 'disabled'").await?, 0);
    let done = house.act(&id, "disable", &[("hand_over", &heir.id.to_string())]).await?;
    assert_eq!(done.done(), Some("person-disabled"), "{}", done.text);
    let held = |person: &Person| {
        format!("select count(*) from dondoc.assignments where assignee_id = '{}'", person.id)
    };
    assert_eq!((world.count(&held(&heir)).await?, world.count(&held(&leaver)).await?), (2, 1));
    let of: Uuid = world
        .owner
        .query_one("select assignee_id from dondoc.assignments where id = $1", &[&closed.0])
        .await?
        .get(0);
    assert_eq!(of, leaver.id.0, "what is done stays as it was");
    house.link_to(&heir.email).await?;
    let mail = house.post.relay.to(&heir.email).pop().unwrap().letter();
    assert_eq!(mail.subject, "Bạn nhận 2 việc đang mở");
    assert!(mail.text.contains("2 việc, 1 quá hạn"), "{}", mail.text);
    let told = "select detail from dondoc.events where kind = 'handed_over' and assignment_id = $1";
    let told: String = world.owner.query_one(told, &[&late.0]).await?.get(0);
    assert_eq!(told, "officer (ha-noi) → approver (ha-noi)");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_changes_is_told_and_ends_the_sessions() -> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let officer = world.person("ha-noi", Role::Officer).await?;
    account(world, &officer).await?;
    let scene = Scene { assignee: Some(officer.id), ..Scene::due(None) };
    world.assignment("ha-noi", world.task("T24-81").await?, &scene).await?;
    let id = officer.id.to_string();
    let to_viewer = house.act(&id, "role", &[("role", "viewer"), ("hand_over", "")]).await?;
    assert_eq!(to_viewer.status, StatusCode::CONFLICT, "a viewer does no work");
    let above = house.act(&id, "role", &[("role", "administrator"), ("hand_over", "nobody")]).await?;
    assert_eq!(above.status, StatusCode::FORBIDDEN);
    assert!(above.text.contains("Quản trị viên của đơn vị do quản trị hệ thống"), "{}", above.text);
    let browser = Visitor::new(&house.server, Some(&officer))?;
    assert_eq!(browser.get("/").await?.status, StatusCode::OK);
    let done = house.act(&id, "role", &[("role", "approver"), ("hand_over", "")]).await?;
    assert_eq!(done.done(), Some("role-changed"), "{}", done.text);
    assert_eq!(browser.get("/").await?.status, StatusCode::SEE_OTHER);
    house.link_to(&officer.email).await?;
    let mail = house.post.relay.to(&officer.email).pop().unwrap().letter();
    assert!(mail.subject.starts_with("Vai trò mới của bạn: "), "{}", mail.subject);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_locks_themselves_out_nor_gives_what_is_not_theirs_to_give() -> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let second = world.person("ha-noi", Role::Administrator).await?;
    account(world, &second).await?;
    let call = async |person: &Person, method: Method, path: &str, version: i32, body: Value| {
        let request = house.server.api(method, path, Some(person)).json(&body);
        let request = request.header(header::IF_MATCH, format!("\"{version}\""));
        let (status, answer) = answer(request.header("Idempotency-Key", Uuid::now_v7().to_string())).await?;
        anyhow::Ok((status.as_u16(), answer["code"].as_str().unwrap_or_default().to_owned()))
    };
    let of = |person: &Person, act: &str| format!("/people/{}/{act}", person.id);
    let disable = json!({"hand_over": "to_nobody"});
    let own = call(&second, Method::POST, &of(&second, "disable"), 1, disable.clone()).await?;
    assert_eq!(own, (403, "not_oneself".to_owned()));
    let done = call(&second, Method::POST, &of(&house.admin, "disable"), 1, disable.clone()).await?;
    assert_eq!(done.0, 200, "{}", done.1);
    let system = world.person("national", Role::SystemAdministrator).await?;
    let last =
        call(&system, Method::POST, &format!("{}?tenant=ha-noi", of(&second, "disable")), 1, disable).await?;
    assert_eq!(last, (409, "last_administrator".to_owned()));
    let role = |role: &str| json!({"role": role});
    let demoted =
        call(&system, Method::PUT, &format!("{}?tenant=ha-noi", of(&second, "role")), 1, role("viewer"))
            .await?;
    assert_eq!(demoted, (409, "last_administrator".to_owned()));
    let new =
        |role: &str, email: &str| json!({"name": "Người mới", "email": email, "role": role, "lang": "vi"});
    for (person, given, expected) in [
        (&second, "administrator", (403, "role_not_yours")),
        (&second, "lead", (403, "role_not_yours")),
        (&system, "officer", (403, "role_not_yours")),
        (&system, "lead", (200, "")),
        (&second, "approver", (200, "")),
    ] {
        let email = format!("{given}.moi@ha-noi.example");
        let seen = call(person, Method::POST, "/people", 1, new(given, &email)).await?;
        assert_eq!((seen.0, seen.1.as_str()), expected, "{} gives {given}", person.role);
    }
    let taken = call(&second, Method::POST, "/people", 1, new("viewer", "LEAD.moi@ha-noi.example")).await?;
    assert_eq!(taken, (409, "email_taken".to_owned()), "one address is one account over all bodies");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_administrator_keeps_the_people_of_every_body_and_nobody_else_those_of_another()
-> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let (system, other) = (
        world.person("national", Role::SystemAdministrator).await?,
        world.person("lao-cai", Role::Administrator).await?,
    );
    account(world, &other).await?;
    let (status, list) = house.server.get("/people?tenant=lao-cai", &system).await?;
    assert_eq!((status, list["items"].as_array().map(Vec::len)), (StatusCode::OK, Some(1)), "{list}");
    let key = Uuid::now_v7().to_string();
    let invite = async |person: &Person, path: &str| {
        let body = json!({"name": "Quản trị thứ hai", "email": "hai@lao-cai.example", "role": "administrator", "lang": "vi"});
        answer(house.server.api(Method::POST, path, Some(person)).json(&body).header("Idempotency-Key", &key))
            .await
    };
    let (status, invited) = invite(&system, "/people?tenant=lao-cai").await?;
    assert_eq!(status, StatusCode::OK, "{invited}");
    let (_, again) = invite(&system, "/people?tenant=lao-cai").await?;
    assert_eq!(again, invited, "once");
    let row = world
        .owner
        .query_one("select tenant_id, actor_tenant_id from dondoc.audit where action = 'invite_user'", &[])
        .await?;
    assert_eq!(
        (row.get::<_, i32>(0), row.get::<_, i32>(1)),
        (2, 0),
        "in the body's own trail, with who it was"
    );
    assert_eq!(
        house.server.get("/people?tenant=nowhere", &system).await?.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for path in ["/people?tenant=ha-noi", "/people?tenant=national"] {
        assert_eq!(house.server.get(path, &other).await?.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(invite(&other, "/people?tenant=ha-noi").await?.0, StatusCode::NOT_FOUND);
    let theirs = format!("/people/{}/link", house.admin.id);
    let (status, _) = answer(house.server.api(Method::POST, &theirs, Some(&other))).await?;
    assert_eq!(status, StatusCode::NOT_FOUND, "an id of another body does not exist");
    let made = "select count(*) from dondoc.users where tenant_id <> 2 and name = 'Quản trị thứ hai'";
    assert_eq!(world.count(made).await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_the_rights_of_people_wants_a_fresh_proof_and_keeps_the_form() -> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let admin = house.browser()?;
    let page = admin.get("/people/new").await?;
    let wrong = admin.fill(&page, "/people", &[("name", "Chuyên viên mới"), ("role", "officer")]).await?;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        wrong.value("/people", "_page"),
        "/people/new",
        "one that comes back is of the page that it stood on"
    );
    let page = wrong;
    let aged = "update dondoc.sessions set authn_at = $1::text::timestamptz";
    let ago = |minutes: i64| (world.now() - jiff::SignedDuration::from_mins(minutes)).to_string();
    world.run(aged, &[&ago(16)]).await?;
    assert_eq!(admin.get("/people").await?.status, StatusCode::OK, "reading wants none");
    let asked = admin.fill(&page, "/people", &OFFICER).await?;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(
        asked.text.contains("Chuyên viên mới") && asked.text.contains("name=\"password\""),
        "{}",
        asked.text
    );
    assert_eq!(world.count("select count(*) from dondoc.users where email = 'moi@ha-noi.example'").await?, 0);

    let hidden = |name: &str| {
        let field = asked.text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        field.split('"').next().unwrap().replace("&#34;", "\"").replace("&quot;", "\"")
    };
    let (form, typed) = (hidden("_form"), hidden("_typed"));
    let proof =
        [("email", house.admin.email.as_str()), ("password", PHRASE), ("_form", &form), ("_typed", &typed)];
    let proven = admin.post("/log-in?next=/people/new", &proof).await?;
    assert_eq!(
        (proven.status, proven.to.as_str()),
        (StatusCode::SEE_OTHER, "/people/new"),
        "{}",
        proven.text
    );
    assert_eq!(admin.get("/people").await?.status, StatusCode::SEE_OTHER, "the old session is over");
    let mut fresh = Visitor::new(&house.server, None)?;
    let cookie = proven.cookies.iter().find(|c| c.starts_with("dondoc=")).unwrap();
    fresh.cookie = cookie.split(';').next().map(str::to_owned);
    let page = fresh.get("/people/new").await?;
    assert!(page.text.contains("value=\"Chuyên viên mới\""), "{}", page.text);
    assert_eq!(fresh.fill(&page, "/people", &OFFICER).await?.done(), Some("person-invited"));

    // A program proves itself in its own way.
    world.run(aged, &[&ago(16)]).await?;
    let invite = async || {
        let body =
            json!({"name": "Người khác", "email": "khac@ha-noi.example", "role": "viewer", "lang": "en"});
        let request = house.server.api(Method::POST, "/people", Some(&house.admin)).json(&body);
        request.header("Idempotency-Key", Uuid::now_v7().to_string()).send().await
    };
    let refused = invite().await?;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let told = refused.headers()["www-authenticate"].to_str()?.to_owned();
    assert!(told.contains("insufficient_user_authentication") && told.contains("max_age=900"), "{told}");
    let prove = async |phrase: &str| {
        let body = json!({"password": phrase});
        anyhow::Ok(
            answer(house.server.api(Method::POST, "/session/proof", Some(&house.admin)).json(&body)).await?.0,
        )
    };
    assert_eq!(prove("không phải mật khẩu này").await?, StatusCode::UNAUTHORIZED);
    assert_eq!(invite().await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(prove(PHRASE).await?, StatusCode::NO_CONTENT);
    assert_eq!(invite().await?.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_forgot_gets_a_link_and_nobody_learns_who_has_an_account() -> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let officer = world.person("ha-noi", Role::Officer).await?;
    account(world, &officer).await?;
    let disabled = world.person("ha-noi", Role::Officer).await?;
    account(world, &disabled).await?;
    world.run("update dondoc.users set status = 'disabled' where id = $1", &[&disabled.id.0]).await?;
    let visitor = Visitor::new(&house.server, None)?;
    let ask = async |email: &str| visitor.post("/forgotten", &[("email", email)]).await;
    let mut seen = std::collections::BTreeSet::new();
    for email in [officer.email.as_str(), &disabled.email, "nobody@ha-noi.example"] {
        let page = ask(email).await?;
        seen.insert(format!("{} {} {:?} {}", page.status, page.to, page.cookies, page.text));
    }
    assert_eq!(seen.len(), 1, "{seen:#?}");
    assert!(seen.first().unwrap().contains("link-asked"));
    assert_eq!(ask("không phải thư").await?.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ask("").await?.status, StatusCode::UNPROCESSABLE_ENTITY);
    let link = house.link_to(&officer.email).await?.expect("no link");
    assert_eq!(house.post.relay.received().len(), 1, "to the owner alone");
    // Once in 20 minutes.
    house.post.later(5);
    ask(&officer.email.to_uppercase()).await?;
    house.link_to(&officer.email).await?;
    assert_eq!(house.post.relay.received().len(), 1);
    assert_eq!(house.use_link(&link, NEW_PHRASE).await?, StatusCode::SEE_OTHER);
    assert!(house.log_in(&officer.email, NEW_PHRASE).await?.is_some());
    assert!(house.log_in(&officer.email, PHRASE).await?.is_none());
    // An hour later another one is too old.
    house.post.later(30);
    ask(&officer.email).await?;
    let link = house.link_to(&officer.email).await?.expect("no link");
    house.post.later(61);
    assert_eq!(house.use_link(&link, PHRASE).await?, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_stands_in_for_the_reader_of_mail_about_their_own_access() -> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let (officer, approver) =
        (world.person("ha-noi", Role::Officer).await?, world.person("ha-noi", Role::Approver).await?);
    for person in [&officer, &approver] {
        account(world, person).await?;
    }
    let id = officer.id.to_string();
    assert_eq!(house.act(&id, "link", &[]).await?.done(), Some("link-sent"));
    let suspended = "insert into dondoc.suspensions (tenant_id, id, address, reason, detail, since)
        values (1, gen_random_uuid(), $1, 'bounce', '', now())";
    world.run(suspended, &[&officer.email]).await?;
    house.link_to(&officer.email).await?;
    assert_eq!(house.post.relay.received().len(), 0, "neither to them nor to anybody in their place");
    let refused = house.act(&id, "link", &[]).await?;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("đang tạm ngừng nhận thư"), "{}", refused.text);
    // Their administrator sees what became of it, not what it said, and lets the address get mail again.
    let page = house.browser()?.get(&format!("/people/{id}")).await?;
    assert!(page.text.contains("tài khoản · đã hủy") && !page.text.contains("/link/"), "{}", page.text);
    let done = house.act(&id, "lift-suspension", &[]).await?;
    assert_eq!(done.done(), Some("suspension-lifted"), "{}", done.text);
    assert_eq!(house.act(&id, "link", &[]).await?.done(), Some("link-sent"));
    assert!(house.link_to(&officer.email).await?.is_some());
    let again =
        answer(house.server.api(Method::POST, &format!("/people/{id}/lift-suspension"), Some(&house.admin)))
            .await?;
    assert_eq!((again.0, again.1["code"].as_str()), (StatusCode::CONFLICT, Some("wrong_state")));
    // What comes back of such mail is known by its Message-ID, though its bytes are forgotten.
    let sent = "select message_id from dondoc.outbox where kind = 'access' and state = 'sent' order by id desc limit 1";
    let message_id: String = world.owner.query_one(sent, &[]).await?.get(0);
    let report = json!({"message_id": format!("<{message_id}@nation.example>"), "reason": "bounce", "status": "5.1.1", "detail": "x"});
    let bounces =
        house.server.api(Method::POST, "/mail/bounces", None).bearer_auth(dondoc_tests::server::RELAY_KEY);
    assert_eq!(answer(bounces.json(&report)).await?.1["outcome"], "suspended");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_sees_where_they_are_logged_in_ends_it_there_and_changes_their_pass_phrase()
-> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let officer = world.person("ha-noi", Role::Officer).await?;
    account(world, &officer).await?;
    let here = Visitor::new(&house.server, Some(&officer))?;
    let elsewhere = house.log_in(&officer.email, PHRASE).await?.expect("logged in");
    let page = here.get("/account").await?;
    assert_eq!(page.text.matches("/end\">").count(), 2, "a console's and the other browser's: {}", page.text);
    assert!(page.text.contains("Bàn điều hành hoặc chương trình") && page.text.contains("phiên này"));
    let present = dondoc_kernel::http::Bearer::parse(&officer.cookie).unwrap().session;
    let of_other = "select id::text from dondoc.sessions where user_id = $1 and kind = 'portal' and id <> $2";
    let other: String = world.owner.query_one(of_other, &[&officer.id.0, &present.0]).await?.get(0);
    let action = format!("/account/sessions/{other}/end");
    let ended = here.fill(&page, &action, &[]).await?;
    assert_eq!(ended.done(), Some("session-ended"), "{}", ended.text);
    assert_eq!(elsewhere.get("/").await?.status, StatusCode::SEE_OTHER);
    assert_eq!(here.fill(&page, &action, &[]).await?.status, StatusCode::NOT_FOUND, "it has ended");
    // Nobody ends somebody else's.
    let of_admin: String = world
        .owner
        .query_one("select id::text from dondoc.sessions where user_id = $1 limit 1", &[&house.admin.id.0])
        .await?
        .get(0);
    let token = World::form_token(&officer);
    let key = Uuid::now_v7().to_string();
    let fields = [("_token", token.as_str()), ("_key", &key), ("_version", "0")];
    let foreign = here.post(&format!("/account/sessions/{of_admin}/end"), &fields).await?;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(house.browser()?.get("/people").await?.status, StatusCode::OK);

    let elsewhere = house.log_in(&officer.email, PHRASE).await?.expect("logged in");
    let change = async |old: &str, new: &str, again: &str| {
        let page = here.get("/account").await?;
        let fields = [("password_old", old), ("password_new", new), ("password_repeat", again)];
        here.fill(&page, "/account/pass-phrase", &fields).await
    };
    let wrong = change("không phải mật khẩu này", NEW_PHRASE, NEW_PHRASE).await?;
    assert!(
        wrong.text.contains("Mật khẩu hiện tại không đúng.") && wrong.text.contains("href=\"#password_old\""),
        "{}",
        wrong.text
    );
    assert!(
        change(PHRASE, NEW_PHRASE, "ba con mèo đỏ au").await?.text.contains("Hai lần nhập không giống nhau.")
    );
    assert!(change(PHRASE, "ngắn", "ngắn").await?.text.contains("href=\"#password_new\""));
    assert_eq!(elsewhere.get("/").await?.status, StatusCode::OK, "nothing has happened");
    let done = change(PHRASE, NEW_PHRASE, NEW_PHRASE).await?;
    assert_eq!(done.done(), Some("phrase-changed"), "{}", done.text);
    assert_eq!(elsewhere.get("/").await?.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/").await?.status, StatusCode::OK, "this one goes on");
    assert!(house.log_in(&officer.email, PHRASE).await?.is_none());
    house.link_to(&officer.email).await?;
    assert_eq!(house.post.relay.to(&officer.email).pop().unwrap().letter().subject, "Mật khẩu đã được đặt");
    Ok(())
}
