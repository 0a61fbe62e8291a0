//! The second factor (R184): set up on one's own page, asked for at every door, each code good once.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_kernel::{
    auth::factor,
    db::{Actor, Auth, AuthTx},
};
use dondoc_tests::{server::answer, world::TOKEN_SEED};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use super::{
    people::{House, NEW_PHRASE, house},
    *,
};

/// An officer with an authenticator in their hand.
struct Owner {
    house: House,
    officer: Person,
    totp: Totp,
    codes: Vec<String>,
}

/// The secret that a page shows.
pub(super) fn totp_of(page: &Page) -> Totp {
    let secret = page.text.split("<p class=\"secret\"><code>").nth(1).expect("no secret");
    let secret = secret.split('<').next().unwrap().replace(' ', "");
    let secret = Secret::try_from_base32(secret).unwrap();
    Builder::new().with_skew(0).with_secret(secret).with_account_name("a").build().unwrap()
}

pub(super) fn code_at(totp: &Totp, at: Timestamp) -> String {
    totp.generate(u64::try_from(at.as_second()).unwrap()).to_string()
}

/// Sets it up on the person's own page.
pub(super) async fn enrol(house: &House, person: &Person) -> anyhow::Result<(Totp, Vec<String>)> {
    let here = Visitor::new(&house.server, Some(person))?;
    let (totp, codes) = enrol_on(house, &here).await?;
    assert_eq!(codes.len(), 10);
    Ok((totp, codes))
}

/// Sets an authenticator up; the recovery codes, where there was no second factor before.
pub(super) async fn enrol_on(house: &House, here: &Visitor) -> anyhow::Result<(Totp, Vec<String>)> {
    let page = here.get("/account").await?;
    let shown = here.fill(&page, "/account/second-factor", &[]).await?;
    assert!(shown.status == StatusCode::OK && shown.text.contains("<svg"), "{}", shown.text);
    let totp = totp_of(&shown);
    let code = code_at(&totp, house.post.world.now());
    let done = here.fill(&shown, "/account/second-factor/confirm", &[("code", &code)]).await?;
    assert!(done.status == StatusCode::OK || done.done().is_some(), "{}", done.text);
    let items = done.text.split("<li><code>").skip(1);
    let codes: Vec<String> = items.map(|item| item.split('<').next().unwrap().to_owned()).collect();
    Ok((totp, codes))
}

impl Owner {
    async fn enrolled() -> anyhow::Result<Self> {
        Self::enrolled_in(house().await?).await
    }

    async fn enrolled_in(house: House) -> anyhow::Result<Self> {
        let officer = house.post.world.person("ha-noi", Role::Officer).await?;
        account(&house.post.world, &officer).await?;
        let (totp, codes) = enrol(&house, &officer).await?;
        let owner = Self { house, officer, totp, codes };
        owner.house.later(30);
        Ok(owner)
    }

    fn code(&self) -> String {
        code_at(&self.totp, self.house.post.world.now())
    }

    fn code_in(&self, seconds: i64) -> String {
        code_at(&self.totp, self.house.post.world.now() + SignedDuration::from_secs(seconds))
    }

    /// Shows the pass-phrase in a new browser, which then waits for the code.
    async fn half(&self, phrase: &str) -> anyhow::Result<Visitor> {
        let mut visitor = Visitor::new(&self.house.server, None)?;
        let page = visitor.post("/log-in", &[("email", &self.officer.email), ("password", phrase)]).await?;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(!page.cookies.iter().any(|c| c.starts_with("dondoc=")), "no session yet");
        let step = page.cookies.iter().find(|c| c.starts_with("dondoc_step=")).expect("waits");
        visitor.cookie = step.split(';').next().map(str::to_owned);
        Ok(visitor)
    }

    async fn show(&self, visitor: &Visitor, code: &str) -> anyhow::Result<Page> {
        visitor.post("/log-in/code", &[("code", code)]).await
    }

    async fn api(&self, code: Option<&str>) -> anyhow::Result<(StatusCode, Value)> {
        let mut body = json!({"email": self.officer.email, "password": PHRASE});
        if let Some(code) = code {
            body["code"] = code.into();
        }
        answer(self.house.server.api(Method::POST, "/session", None).json(&body)).await
    }

    async fn sessions(&self) -> anyhow::Result<i64> {
        let live = "select count(*) from dondoc.sessions where revoked_at is null and user_id = $1";
        Ok(self.house.post.world.owner.query_one(live, &[&self.officer.id.0]).await?.get(0))
    }

    async fn last_subject(&self) -> anyhow::Result<String> {
        self.house.last_subject(&self.officer.email).await
    }
}

fn code_of(answer: &(StatusCode, Value)) -> (StatusCode, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_wants_a_code_in_the_browser_and_from_programs_and_says_nothing_of_it_before_the_pass_phrase()
-> anyhow::Result<()> {
    let owner = Owner::enrolled().await?;
    assert_eq!(owner.last_subject().await?, "Đã bật xác thực hai lớp");
    assert_eq!(owner.sessions().await?, 1, "all other sessions ended: the console's of before as well");
    let visitor = Visitor::new(&owner.house.server, None)?;
    let wrong =
        visitor.post("/log-in", &[("email", &owner.officer.email), ("password", "sai hết cả rồi")]).await?;
    assert!(wrong.status == StatusCode::UNAUTHORIZED && !wrong.text.contains("mã"), "{}", wrong.text);

    let half = owner.half(PHRASE).await?;
    for path in ["/", "/account", "/assignments"] {
        assert_ne!(half.get(path).await?.status, StatusCode::OK, "{path}");
    }
    let refused = owner.show(&half, "000000").await?;
    assert!(
        refused.status == StatusCode::UNAUTHORIZED && refused.text.contains("Mã không đúng"),
        "{}",
        refused.text
    );
    let begun = owner.show(&half, &owner.code()).await?;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let cookie = begun.cookies.iter().find(|c| c.starts_with("dondoc=")).expect("a session");
    let mut inside = Visitor::new(&owner.house.server, None)?;
    inside.cookie = cookie.split(';').next().map(str::to_owned);
    assert_eq!(inside.get("/account").await?.status, StatusCode::OK);

    assert_eq!(code_of(&owner.api(None).await?), (StatusCode::UNAUTHORIZED, "second_factor_required"));
    owner.house.later(30);
    assert_eq!(code_of(&owner.api(Some("12")).await?), (StatusCode::UNAUTHORIZED, "second_factor_wrong"));
    let (status, tokens) = owner.api(Some(&owner.code())).await?;
    assert_eq!(status, StatusCode::OK, "{tokens}");
    // A fresh proof wants one too.
    let prove = async |body: Value| {
        let request = owner.house.server.api(Method::POST, "/session/proof", None);
        let request = request.bearer_auth(tokens["access_token"].as_str().unwrap()).json(&body);
        anyhow::Ok(request.send().await?.status())
    };
    assert_eq!(prove(json!({"password": PHRASE})).await?, StatusCode::UNAUTHORIZED);
    owner.house.later(30);
    assert_eq!(prove(json!({"password": PHRASE, "code": owner.code()})).await?, StatusCode::NO_CONTENT);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_once_within_its_minute_and_for_its_owner_alone() -> anyhow::Result<()> {
    let owner = Owner::enrolled().await?;
    let refused = async |code: &str| {
        let answer = owner.api(Some(code)).await?;
        assert_eq!(code_of(&answer), (StatusCode::UNAUTHORIZED, "second_factor_wrong"), "{code}");
        anyhow::Ok(())
    };
    // The one of its setting up is spent; one of the next half minute does not count yet, nor one of a minute ago.
    refused(&owner.code_in(-30)).await?;
    refused(&owner.code_in(30)).await?;
    owner.house.later(60);
    refused(&owner.code_in(-60)).await?;
    // Twenty times at once: one session. Each browser has shown the pass-phrase.
    let before = owner.sessions().await?;
    let mut browsers = vec![];
    for _ in 0..20 {
        browsers.push(owner.half(PHRASE).await?);
    }
    let code = owner.code();
    let shown = join_all(browsers.iter().map(|browser| owner.show(browser, &code))).await;
    let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
    for page in shown {
        *answers.entry(page?.status.as_u16()).or_default() += 1;
    }
    // Five wrong ones are counted, and the day's are ten: the last are not looked at.
    assert_eq!(answers.remove(&303), Some(1), "{answers:?}");
    assert_eq!(answers.keys().copied().collect::<BTreeSet<_>>(), BTreeSet::from([401]), "{answers:?}");
    assert_eq!(owner.sessions().await? - before, 1);
    // Half a minute later it may still be shown, as long as it was not.
    owner.house.later(60);
    let code = owner.code();
    owner.house.later(29);
    let (status, said) = owner.api(Some(&code)).await?;
    assert_eq!(status, StatusCode::OK, "{said}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_and_a_secret_are_good_for_their_owner_alone_even_in_the_database() -> anyhow::Result<()> {
    let owner = Owner::enrolled().await?;
    let world = &owner.house.post.world;
    let other = world.person("ha-noi", Role::Viewer).await?;
    account(world, &other).await?;
    let (totp, codes) = enrol(&owner.house, &other).await?;
    owner.house.later(30);
    for code in [code_at(&totp, world.now()), codes[0].clone()] {
        assert_eq!(code_of(&owner.api(Some(&code)).await?).1, "second_factor_wrong", "{code}");
    }
    let opens = async |seed: [u8; 32]| {
        let look = async |tx: &mut AuthTx| factor::opens(tx, &seed).await;
        world.db().unwrap().read(Auth, Actor::system("test"), look).await.unwrap()
    };
    assert!(opens(TOKEN_SEED).await && !opens([9; 32]).await, "what `doctor` asks");
    // A secret that somebody carries to another row opens nothing there; the recovery codes still do.
    let carried = "update dondoc.totp t set secret_sealed = o.secret_sealed, last_step = 0 from dondoc.totp o, dondoc.accounts a
        where a.user_id = $1 and t.account_id = a.id and o.account_id <> a.id";
    assert_eq!(world.run(carried, &[&owner.officer.id.0]).await?, 1);
    for code in [code_at(&totp, world.now()), owner.code()] {
        assert_eq!(code_of(&owner.api(Some(&code)).await?).1, "second_factor_wrong", "{code}");
    }
    assert_eq!(owner.api(Some(&owner.codes[0])).await?.0, StatusCode::OK);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_shown_to_the_session_alone_that_sets_it_up() -> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let person = world.person("ha-noi", Role::Officer).await?;
    account(world, &person).await?;
    let here = Visitor::new(&house.server, Some(&person))?;
    let thief = world.signed_in_again(&person).await?;
    let there = Visitor::new(&house.server, Some(&thief))?;
    let page = here.get("/account").await?;
    let shown = here.fill(&page, "/account/second-factor", &[]).await?;
    let secret = totp_of(&shown);
    let (token, key) = (World::form_token(&person), Uuid::now_v7().to_string());
    let guess = [("_token", token.as_str()), ("_key", &key), ("_version", "0"), ("code", "000000")];
    let peeked = there.post("/account/second-factor/confirm", &guess).await?;
    assert_eq!((peeked.status, peeked.to.as_str()), (StatusCode::SEE_OTHER, "/account"), "{}", peeked.text);
    // Whoever began last has the one secret; the other's page does not show it.
    let theirs = there.fill(&there.get("/account").await?, "/account/second-factor", &[]).await?;
    assert_ne!(totp_of(&theirs).secret().as_ref(), secret.secret().as_ref());
    let code = code_at(&secret, world.now());
    let late = here.fill(&shown, "/account/second-factor/confirm", &[("code", &code)]).await?;
    assert!(late.to == "/account" && !late.text.contains("<svg"), "{}", late.text);
    assert_eq!(world.count("select count(*) from dondoc.users where second_factor_at is not null").await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_an_older_server_began_without_a_code_is_good_for_nothing() -> anyhow::Result<()> {
    let owner = Owner::enrolled().await?;
    let world = &owner.house.post.world;
    let half = world.signed_in_again(&owner.officer).await?;
    assert_eq!(
        Visitor::new(&owner.house.server, Some(&half))?.get("/account").await?.status,
        StatusCode::SEE_OTHER
    );
    let asked = answer(owner.house.server.api(Method::GET, "/me", Some(&half))).await?;
    assert_eq!(code_of(&asked), (StatusCode::UNAUTHORIZED, "not_signed_in"));
    let whole = Visitor::new(&owner.house.server, Some(&owner.officer))?.get("/account").await?;
    assert_eq!(whole.status, StatusCode::OK, "the one that set it up goes on");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_that_waits_is_of_one_browser_ends_after_five_wrong_codes_or_minutes_and_with_a_new_pass_phrase()
-> anyhow::Result<()> {
    let owner = Owner::enrolled().await?;
    let stranger = Visitor::new(&owner.house.server, None)?;
    let page = owner.show(&stranger, &owner.code()).await?;
    assert!(page.status == StatusCode::UNAUTHORIZED && page.text.contains("đăng nhập lại"), "{}", page.text);
    let half = owner.half(PHRASE).await?;
    let mut bent = Visitor::new(&owner.house.server, None)?;
    bent.cookie = half.cookie.clone().map(|cookie| cookie[..cookie.len() - 2].to_owned() + "AA");
    assert_eq!(owner.show(&bent, &owner.code()).await?.status, StatusCode::UNAUTHORIZED);
    for _ in 0..5 {
        assert_eq!(owner.show(&half, "123").await?.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(owner.last_subject().await?, "Có người nhập sai mã xác thực nhiều lần");
    let over = owner.show(&half, &owner.code()).await?;
    assert!(over.status == StatusCode::UNAUTHORIZED && over.text.contains("đăng nhập lại"), "{}", over.text);

    let late = owner.half(PHRASE).await?;
    owner.house.later(301);
    assert_eq!(owner.show(&late, &owner.code()).await?.status, StatusCode::UNAUTHORIZED);

    let used = owner.half(PHRASE).await?;
    let reset = owner.half(PHRASE).await?;
    assert_eq!(owner.show(&used, &owner.code()).await?.status, StatusCode::SEE_OTHER);
    owner.house.later(30);
    assert_eq!(owner.show(&used, &owner.code()).await?.status, StatusCode::UNAUTHORIZED, "replayed");

    // A pass-phrase that is set anew keeps the second factor, and logs nobody in.
    stranger.post("/forgotten", &[("email", &owner.officer.email)]).await?;
    let link = owner.house.link_to(&owner.officer.email).await?.expect("no link");
    assert_eq!(owner.house.use_link(&link, NEW_PHRASE).await?, StatusCode::SEE_OTHER);
    assert_eq!(owner.show(&reset, &owner.code()).await?.status, StatusCode::UNAUTHORIZED);
    let half = owner.half(NEW_PHRASE).await?;
    assert_eq!(owner.show(&half, &owner.code()).await?.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_wrong_codes_a_day_are_looked_at_and_a_device_that_is_known_gets_in_all_the_same()
-> anyhow::Result<()> {
    let house = house().await?;
    // Somebody who knows the pass-phrase has logged in on many devices before there was a second factor.
    let early = house.post.world.person("ha-noi", Role::Officer).await?;
    account(&house.post.world, &early).await?;
    let body = json!({"email": early.email, "password": PHRASE});
    let (_, before) = answer(house.server.api(Method::POST, "/session", None).json(&body)).await?;
    let officer = early.clone();
    let (totp, codes) = enrol(&house, &officer).await?;
    let owner = Owner { house, officer, totp, codes };
    owner.house.later(30);
    let half = owner.half(PHRASE).await?;
    let begun = owner.show(&half, &owner.code()).await?;
    let device = begun.cookies.iter().find(|c| c.starts_with("dondoc_device=")).expect("a device");
    let device = device.split(';').next().unwrap().to_owned();
    let mut seen = BTreeSet::new();
    for n in 0..12 {
        owner.house.later(30);
        let answer = owner.api(Some("000000")).await?;
        seen.insert((n >= 10, code_of(&answer).1.to_owned()));
    }
    let expected = [(false, "second_factor_wrong"), (true, "too_many_attempts")];
    assert_eq!(seen, expected.map(|(late, code)| (late, code.to_owned())).into());
    let (_, refused) = owner.api(Some(&owner.code())).await?;
    assert_eq!(refused["code"], "too_many_attempts", "the right one is not looked at either");
    let body =
        json!({"email": early.email, "password": PHRASE, "device": before["device"], "code": owner.code()});
    let (_, refused) = answer(owner.house.server.api(Method::POST, "/session", None).json(&body)).await?;
    assert_eq!(refused["code"], "too_many_attempts", "a device that has shown no code is nobody's");
    let told = owner.show(&owner.half(PHRASE).await?, &owner.code()).await?;
    assert!(
        told.status == StatusCode::TOO_MANY_REQUESTS && told.text.contains("mã dự phòng"),
        "{}",
        told.text
    );
    assert_eq!(owner.api(Some(&owner.codes[0])).await?.0, StatusCode::OK, "nobody guesses a recovery code");
    let known = owner.half(PHRASE).await?.having(&device);
    assert_eq!(owner.show(&known, &owner.code()).await?.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_logs_in_once_and_new_ones_void_the_old() -> anyhow::Result<()> {
    let owner = Owner::enrolled().await?;
    let half = owner.half(PHRASE).await?;
    let typed = owner.codes[0].to_lowercase().replace('-', " ");
    assert_eq!(owner.show(&half, &typed).await?.status, StatusCode::SEE_OTHER);
    assert_eq!(owner.last_subject().await?, "Đã dùng một mã dự phòng");
    let (_, again) = owner.api(Some(&owner.codes[0])).await?;
    assert_eq!(again["code"], "second_factor_wrong");
    let (status, _) = owner.api(Some(&owner.codes[1])).await?;
    assert_eq!(status, StatusCode::OK);
    owner.last_subject().await?;
    owner.house.later(1);

    let here = Visitor::new(&owner.house.server, Some(&owner.officer))?;
    let page = here.get("/account").await?;
    assert!(page.text.contains("Còn 8 mã dự phòng"), "{}", page.text);
    let codes = "/account/second-factor/codes";
    for (code, status) in [("", 422), ("000000", 401)] {
        let refused = here.fill(&here.get(codes).await?, codes, &[("code", code)]).await?;
        assert_eq!(refused.status.as_u16(), status, "{}", refused.text);
    }
    let new = here.fill(&here.get(codes).await?, codes, &[("code", &owner.code())]).await?;
    assert!(new.status == StatusCode::OK && !new.text.contains(&owner.codes[2]), "{}", new.text);
    assert_eq!(owner.last_subject().await?, "Đã tạo mã dự phòng mới");
    let (_, old) = owner.api(Some(&owner.codes[2])).await?;
    assert_eq!(old["code"], "second_factor_wrong");

    // Turned off, the pass-phrase alone logs in.
    owner.house.later(30);
    let remove = "/account/second-factor/remove";
    let done = here.fill(&here.get(remove).await?, remove, &[("code", &owner.code())]).await?;
    assert_eq!(done.done(), Some("second-factor-removed"), "{}", done.text);
    assert_eq!(owner.last_subject().await?, "Đã tắt xác thực hai lớp");
    assert_eq!(owner.api(None).await?.0, StatusCode::OK);
    let left = "select (select count(*) from dondoc.totp) + (select count(*) from dondoc.recovery_codes)";
    assert_eq!(owner.house.post.world.count(left).await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_it_up_turning_it_off_and_another_pass_phrase_want_a_fresh_proof_or_a_code()
-> anyhow::Result<()> {
    let owner = Owner::enrolled().await?;
    let world = &owner.house.post.world;
    let here = Visitor::new(&owner.house.server, Some(&owner.officer))?;
    let page = here.get("/account").await?;
    let phrases = [("password_old", PHRASE), ("password_new", NEW_PHRASE), ("password_repeat", NEW_PHRASE)];
    let action = "/account/pass-phrase";
    let refused = here.fill(&page, action, &phrases).await?;
    assert!(
        refused.status == StatusCode::UNAUTHORIZED && refused.text.contains("hãy nhập mã"),
        "{}",
        refused.text
    );
    let code = owner.code();
    let with_code: Vec<_> = phrases.into_iter().chain([("code", code.as_str())]).collect();
    assert_eq!(here.fill(&page, action, &with_code).await?.done(), Some("phrase-changed"));
    owner.house.later(16 * 60);
    for act in ["codes", "remove"] {
        let act = format!("/account/second-factor/{act}");
        let stale = here.fill(&here.get(&act).await?, &act, &[("code", &owner.code())]).await?;
        assert!(
            stale.status == StatusCode::UNAUTHORIZED && stale.text.contains("name=\"password\""),
            "{act}"
        );
    }
    // What lies in the database is sealed, and no answer of the API tells of it.
    let kept = world.owner.query_one("select secret_sealed from dondoc.totp", &[]).await?;
    let sealed: Vec<u8> = kept.get(0);
    let secret = owner.totp.secret().as_ref().to_vec();
    assert!(!sealed.windows(secret.len()).any(|part| part == secret));
    let hashes = world.owner.query("select hash from dondoc.recovery_codes", &[]).await?;
    for hash in hashes.iter().map(|row| row.get::<_, Vec<u8>>(0)) {
        assert!(hash.len() == 32 && !owner.codes.iter().any(|code| hash.starts_with(&code.as_bytes()[..4])));
    }
    let trail = "select string_agg(distinct action, ' ' order by action) from dondoc.audit where action like '%second_factor%'";
    let trail: String = world.owner.query_one(trail, &[]).await?.get(0);
    assert_eq!(trail, "begin_second_factor set_second_factor");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_must_have_one_is_told_in_time_and_then_finds_their_own_account_open_and_nothing_else()
-> anyhow::Result<()> {
    let house = house().await?;
    let world = &house.post.world;
    let [approver, officer] = [Role::Approver, Role::Officer].map(|role| world.person("ha-noi", role));
    let (approver, officer) = (approver.await?, officer.await?);
    for person in [&approver, &officer] {
        account(world, person).await?;
    }
    let here = Visitor::new(&house.server, Some(&approver))?;
    let wanted = "phải có xác thực hai lớp";
    assert!(!here.get("/").await?.text.contains(wanted), "not in a thousand years");
    world.second_factor_from("2024-08-08").await?;
    let page = here.get("/").await?;
    assert!(
        page.status == StatusCode::OK && page.text.contains("Từ ngày 08/08/2024, vai trò của bạn"),
        "{}",
        page.text
    );
    assert!(!Visitor::new(&house.server, Some(&officer))?.get("/").await?.text.contains(wanted));
    let list = house.browser()?.get("/people").await?;
    assert_eq!(
        list.text.matches("Chưa bật xác thực hai lớp").count(),
        2,
        "approver, administrator: {}",
        list.text
    );
    for _ in 0..2 {
        house.post.sweep("ha-noi").await;
        house.link_to(&approver.email).await?;
    }
    let mails = house.post.relay.to(&approver.email);
    let told =
        mails.iter().filter(|mail| mail.letter().subject == "Cần bật xác thực hai lớp trước ngày 08/08/2024");
    assert_eq!(told.count(), 1);
    assert!(
        house.post.relay.to(&officer.email).iter().all(|mail| !mail.letter().subject.contains("hai lớp"))
    );

    world.second_factor_from("2024-07-25").await?;
    for path in ["/", "/reports", "/contacts"] {
        assert_eq!(here.get(path).await?.to, "/account", "{path}");
    }
    let posted = here.post("/language", &[("lang", "en"), ("_token", &World::form_token(&approver))]).await?;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "what is nobody's work is open");
    let (status, said) = answer(house.server.api(Method::GET, "/assignments", Some(&approver))).await?;
    assert_eq!(code_of(&(status, said)), (StatusCode::FORBIDDEN, "enrolment_required"));
    let body = json!({"email": approver.email, "password": PHRASE});
    let begun = answer(house.server.api(Method::POST, "/session", None).json(&body)).await?;
    assert_eq!(code_of(&begun), (StatusCode::FORBIDDEN, "enrolment_required"));
    let wrong = json!({"email": approver.email, "password": "sai hết cả rồi"});
    let wrong = answer(house.server.api(Method::POST, "/session", None).json(&wrong)).await?;
    assert_eq!(wrong.1["code"], "log_in_failed", "a stranger hears nothing of it");
    let free = answer(house.server.api(Method::GET, "/assignments", Some(&officer))).await?;
    assert_eq!(free.0, StatusCode::OK);

    enrol(&house, &approver).await?;
    let page = here.get("/").await?;
    assert!(page.status == StatusCode::OK && !page.text.contains(wanted), "{}", page.text);
    // Whoever is raised to a role that must have one needs it at the next request.
    world.run("update dondoc.users set role = 'approver' where id = $1", &[&officer.id.0]).await?;
    assert_eq!(Visitor::new(&house.server, Some(&officer))?.get("/").await?.to, "/account");
    Ok(())
}
