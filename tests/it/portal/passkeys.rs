//! Passkeys (R188): made on one's own page, both factors in one, good at this site alone. The device is played here, so that it can lie.

use std::cell::Cell;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dondoc_kernel::{
    auth::own,
    db::{Actor, Auth, AuthTx},
};
use dondoc_shared::id::AccountId;
use dondoc_tests::server::{Server, answer};
use futures_util::future::join_all;
use reqwest::Method;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    people::{House, NEW_PHRASE, house},
    *,
};

/// What a device says of itself: somebody was there (1), and was verified (4); the key may be on several devices (8), and is (16).
const SYNCED: u8 = 1 | 4 | 8 | 16;
const BOUND: u8 = 1 | 4;

/// A device with one passkey.
struct Device {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    handle: String,
    flags: u8,
    counter: Cell<u32>,
    origin: String,
    domain: String,
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Device {
    fn new(server: &Server, flags: u8) -> Self {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        Self {
            key: EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pair.as_ref(), &random).unwrap(),
            id: Uuid::new_v4().as_bytes().to_vec(),
            handle: String::new(),
            flags,
            counter: Cell::new(0),
            origin: server.base.clone(),
            domain: "localhost".to_owned(),
        }
    }

    fn signs_for(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = options["publicKey"]["challenge"].as_str().unwrap();
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false})
            .to_string()
            .into_bytes()
    }

    fn says(&self, more: u8) -> Vec<u8> {
        let domain = Sha256::digest(&self.domain);
        domain.iter().copied().chain([self.flags | more]).chain(self.counter.get().to_be_bytes()).collect()
    }

    /// Makes the passkey; what the browser's script would send.
    fn make(&mut self, options: &Value) -> String {
        assert_eq!(options["publicKey"]["authenticatorSelection"]["residentKey"], "required", "{options}");
        options["publicKey"]["user"]["id"].as_str().unwrap().clone_into(&mut self.handle);
        let point = self.key.public_key().as_ref();
        let key = [
            &[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..],
            &point[1..33],
            &[0x22, 0x58, 32],
            &point[33..],
        ];
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let says = [&self.says(0x40)[..], &[0; 16], &length, &self.id, &key.concat()].concat();
        let attested = [
            b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58",
            &[u8::try_from(says.len()).unwrap()][..],
            &says,
        ];
        let response = json!({
            "attestationObject": text(attested.concat()),
            "clientDataJSON": text(self.signs_for("webauthn.create", options)),
        });
        self.shown(&response)
    }

    /// Answers a challenge.
    fn answer(&self, options: &Value) -> String {
        let (client, says) = (self.signs_for("webauthn.get", options), self.says(0));
        let signed = [&says[..], &Sha256::digest(&client)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.shown(&json!({
            "authenticatorData": text(says),
            "clientDataJSON": text(client),
            "signature": text(signature),
            "userHandle": self.handle,
        }))
    }

    fn shown(&self, response: &Value) -> String {
        let id = text(&self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}})
            .to_string()
    }
}

/// An officer of a house whose portal has a name.
struct Owner {
    house: House,
    officer: Person,
}

/// The page that asks a browser to make one, and what it asks for.
async fn asked(here: &Visitor) -> anyhow::Result<(Page, Value)> {
    let page = here.fill(&here.get("/account").await?, "/account/passkeys", &[]).await?;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let options = page.text.split("data-new-passkey=\"").nth(1).unwrap().split('"').next().unwrap();
    let options = serde_json::from_str(&options.replace("&#34;", "\"").replace("&#38;", "&"))?;
    Ok((page, options))
}

/// The page, and the state of what it asks for.
async fn asked_for_new(here: &Visitor) -> anyhow::Result<(Page, String)> {
    let (page, _) = asked(here).await?;
    let state = page.value(CONFIRM, "_state");
    Ok((page, state))
}

const CONFIRM: &str = "/account/passkeys/confirm";

async fn confirm(here: &Visitor, page: &Page, name: &str, made: &str) -> anyhow::Result<Page> {
    let state = page.value(CONFIRM, "_state");
    here.fill(page, CONFIRM, &[("passkey_name", name), ("_state", &state), ("_credential", made)]).await
}

impl Owner {
    async fn new() -> anyhow::Result<Self> {
        let mut house = house().await?;
        house.server = Server::named(&house.post.world)?;
        let officer = house.post.world.person("ha-noi", Role::Officer).await?;
        account(&house.post.world, &officer).await?;
        Ok(Self { house, officer })
    }

    fn here(&self) -> anyhow::Result<Visitor> {
        Visitor::new(&self.house.server, Some(&self.officer))
    }

    /// Makes a passkey on the person's own page; what came of it.
    async fn add(&self, device: &mut Device, name: &str) -> anyhow::Result<Page> {
        let here = self.here()?;
        let (page, options) = asked(&here).await?;
        confirm(&here, &page, name, &device.make(&options)).await
    }

    /// With a device that has one.
    async fn with(flags: u8) -> anyhow::Result<(Self, Device, Vec<String>)> {
        let owner = Self::new().await?;
        let mut device = Device::new(&owner.house.server, flags);
        let done = owner.add(&mut device, "Máy cơ quan").await?;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        let items = done.text.split("<li><code>").skip(1);
        let codes: Vec<String> = items.map(|item| item.split('<').next().unwrap().to_owned()).collect();
        assert_eq!(codes.len(), 10, "{}", done.text);
        Ok((owner, device, codes))
    }

    /// A browser that was asked for a passkey, and for what.
    async fn browser(&self) -> anyhow::Result<(Visitor, Value)> {
        let mut browser = Visitor::new(&self.house.server, None)?;
        let asked = browser.post("/log-in/passkey/options", &[]).await?;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
        let cookie = asked.cookies.iter().find(|c| c.starts_with("dondoc_browser=")).expect("asked");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite="), "{cookie}");
        browser.cookie = cookie.split(';').next().map(str::to_owned);
        Ok((browser, serde_json::from_str(&asked.text)?))
    }

    /// What a browser that was asked for this sends.
    async fn send(&self, browser: &Visitor, asked: &Value, answer: &str) -> anyhow::Result<Page> {
        let state = asked["state"].as_str().unwrap();
        browser.post("/log-in/passkey", &[("_state", state), ("_credential", answer)]).await
    }

    async fn log_in(&self, device: &Device) -> anyhow::Result<Page> {
        let (browser, asked) = self.browser().await?;
        self.send(&browser, &asked, &device.answer(&asked["options"])).await
    }

    async fn one<T: for<'a> tokio_postgres::types::FromSql<'a>>(&self, sql: &str) -> anyhow::Result<T> {
        Ok(self.house.post.world.owner.query_one(sql, &[]).await?.get(0))
    }

    /// What the newest mail is about; those of before count for no hour's limit any more.
    async fn last_subject(&self) -> anyhow::Result<String> {
        let subject = self.house.last_subject(&self.officer.email).await?;
        let age = "update dondoc.outbox set created_at = created_at - interval '1 hour'";
        self.house.post.world.owner.execute(age, &[]).await?;
        Ok(subject)
    }
}

fn session(page: &Page) -> Option<&str> {
    page.cookies.iter().find(|c| c.starts_with("dondoc=")).and_then(|c| c.split(';').next())
}

fn refused(page: &Page, why: &str) {
    let said = page.text.contains("Không đăng nhập được bằng khóa truy cập này");
    assert!(
        page.status == StatusCode::UNAUTHORIZED && said && session(page).is_none(),
        "{why}: {}",
        page.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_both_factors_in_one_and_its_owner_is_told_of_it() -> anyhow::Result<()> {
    let (owner, device, codes) = Owner::with(SYNCED).await?;
    assert_eq!(owner.last_subject().await?, "Đã thêm khóa truy cập");
    let live = "select count(*) from dondoc.sessions s join dondoc.users u on u.id = s.user_id
                 where s.revoked_at is null and u.second_factor_at is not null";
    assert_eq!(owner.one::<i64>(live).await?, 1, "the console's session ended");
    let begun = owner.log_in(&device).await?;
    assert_eq!((begun.status, begun.to.as_str()), (StatusCode::SEE_OTHER, "/"), "{}", begun.text);
    let mut inside = Visitor::new(&owner.house.server, None)?;
    inside.cookie = session(&begun).map(str::to_owned);
    let account = inside.get("/account").await?;
    assert!(
        account.text.contains("Máy cơ quan") && account.text.contains("dùng lần cuối"),
        "{}",
        account.text
    );
    assert!(!account.text.contains("name=\"code\""), "who has no authenticator is asked for no code of it");

    // Whoever knows the pass-phrase alone gets in nowhere.
    let browser = Visitor::new(&owner.house.server, None)?;
    let half = browser.post("/log-in", &[("email", &owner.officer.email), ("password", PHRASE)]).await?;
    assert!(half.text.contains("data-passkey") && session(&half).is_none(), "{}", half.text);
    let api = |code: Option<&str>| {
        let body = json!({"email": owner.officer.email, "password": PHRASE, "code": code});
        answer(owner.house.server.api(Method::POST, "/session", None).json(&body))
    };
    let refused: (StatusCode, Value) = api(None).await?;
    assert_eq!((refused.0, &refused.1["code"]), (StatusCode::UNAUTHORIZED, &json!("second_factor_required")));
    assert_eq!(api(Some(&codes[0])).await?.0, StatusCode::OK);
    // An authenticator counts once a code of it was shown where it is set up.
    let begun = inside.fill(&account, "/account/second-factor", &[]).await?;
    let totp = super::second_factor::totp_of(&begun);
    let code = super::second_factor::code_at(&totp, owner.house.post.world.now());
    assert_eq!(api(Some(&code)).await?.1["code"], "second_factor_wrong");
    let trail =
        "select detail->>'by' from dondoc.audit where action = 'log_in' and detail->>'kind' = 'portal'";
    assert_eq!(owner.one::<String>(trail).await?, "passkey");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_this_devices_to_this_site_and_this_challenge_logs_nobody_in()
-> anyhow::Result<()> {
    let (owner, mut device, _) = Owner::with(SYNCED).await?;
    let base = owner.house.server.base.clone();
    let other = Device::new(&owner.house.server, SYNCED);
    for (why, lie) in [
        (
            "another site's page",
            &(|d: &mut Device| d.origin = "https://d0ndoc.example".to_owned()) as &dyn Fn(&mut Device),
        ),
        ("another port", &|d| d.origin = "http://localhost:1".to_owned()),
        ("another domain", &|d| d.domain = "d0ndoc.example".to_owned()),
        ("nobody was verified", &|d| d.flags = SYNCED & !4),
        ("nobody was there", &|d| d.flags = SYNCED & !1),
        ("it is another kind of key now", &|d| d.flags = BOUND),
        ("no such key", &|d| d.id = vec![7; 16]),
        ("the handle of a colleague", &|d| {
            let handle = URL_SAFE_NO_PAD.decode(&d.handle).unwrap();
            d.handle = text([&handle[..4], &Uuid::new_v4().as_bytes()[4..]].concat());
        }),
        ("the handle of another body", &|d| {
            let handle = URL_SAFE_NO_PAD.decode(&d.handle).unwrap();
            d.handle = text([&[0, 0, 0, 3], &handle[4..]].concat());
        }),
        ("no handle", &|d| d.handle = String::new()),
    ] {
        let (id, handle) = (device.id.clone(), device.handle.clone());
        lie(&mut device);
        refused(&owner.log_in(&device).await?, why);
        (device.id, device.handle, device.flags) = (id, handle, SYNCED);
        (device.origin, device.domain) = (base.clone(), "localhost".to_owned());
    }
    let (browser, asked) = owner.browser().await?;
    let forged = Device { id: device.id.clone(), handle: device.handle.clone(), ..other };
    refused(&owner.send(&browser, &asked, &forged.answer(&asked["options"])).await?, "another key");
    for (why, shown) in [("nothing", ""), ("no object", "[]"), ("no key", "{\"id\":1}")] {
        refused(&owner.send(&browser, &asked, shown).await?, why);
    }

    // Two windows of a browser may ask at once, and either is answered.
    let (browser, asked) = owner.browser().await?;
    assert_eq!(browser.post("/log-in/passkey/options", &[]).await?.status, StatusCode::OK);
    let right = device.answer(&asked["options"]);
    let [(stranger, theirs), (late, early)] = [owner.browser().await?, owner.browser().await?];
    refused(&owner.send(&stranger, &asked, &right).await?, "another browser's");
    refused(
        &owner.send(&browser, &theirs, &device.answer(&theirs["options"])).await?,
        "another browser's state",
    );
    let alone = Visitor::new(&owner.house.server, None)?;
    refused(&owner.send(&alone, &asked, &right).await?, "a browser that was asked nothing");
    let (_, new) = asked_for_new(&owner.here()?).await?;
    refused(
        &browser.post("/log-in/passkey", &[("_state", &*new), ("_credential", &*right)]).await?,
        "for a new key",
    );
    let at_once = (0..20).map(|_| owner.send(&browser, &asked, &right));
    let begun = join_all(at_once).await.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    assert_eq!(begun.iter().filter(|page| session(page).is_some()).count(), 1, "one challenge, one session");
    owner.house.later(301);
    refused(&owner.send(&late, &early, &device.answer(&early["options"])).await?, "after five minutes");

    assert_eq!(owner.log_in(&device).await?.status, StatusCode::SEE_OTHER);
    let world = &owner.house.post.world;
    world
        .owner
        .execute("update dondoc.users set status = 'disabled' where id = $1", &[&owner.officer.id.0])
        .await?;
    refused(&owner.log_in(&device).await?, "a disabled person");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_whose_counter_goes_back_is_refused_and_told_unless_it_is_on_several_devices()
-> anyhow::Result<()> {
    let (owner, device, _) = Owner::with(BOUND).await?;
    owner.last_subject().await?;
    for (counter, enters) in [(5, true), (6, true), (6, false), (3, false), (7, true)] {
        device.counter.set(counter);
        let tried = owner.log_in(&device).await?;
        assert_eq!(session(&tried).is_some(), enters, "{counter}");
        if !enters {
            refused(&tried, "a copy");
            assert_eq!(owner.last_subject().await?, "Khóa truy cập có thể đã bị sao chép");
        }
    }
    let mut synced = Device::new(&owner.house.server, SYNCED);
    synced.counter.set(9);
    assert_eq!(owner.add(&mut synced, "Điện thoại").await?.done(), Some("passkey-added"));
    for counter in [9, 4, 0, 4] {
        synced.counter.set(counter);
        assert_eq!(owner.log_in(&synced).await?.status, StatusCode::SEE_OTHER, "{counter}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_made_by_the_browser_that_was_asked_here_a_moment_ago_and_kept_once()
-> anyhow::Result<()> {
    let owner = Owner::new().await?;
    let here = owner.here()?;
    let kept = "select count(*) from dondoc.passkeys";
    let failed = |page: &Page, why: &str| {
        let said = page.text.contains("Chưa thêm được");
        assert!(
            page.status == StatusCode::UNPROCESSABLE_ENTITY && said,
            "{why}: {} {}",
            page.status,
            page.text
        );
    };
    for (why, lie) in [
        (
            "another site's page",
            &(|d: &mut Device| d.origin = "https://d0ndoc.example".to_owned()) as &dyn Fn(&mut Device),
        ),
        ("another domain", &|d| d.domain = "d0ndoc.example".to_owned()),
        ("nobody was verified", &|d| d.flags = SYNCED & !4),
    ] {
        let mut device = Device::new(&owner.house.server, SYNCED);
        lie(&mut device);
        failed(&owner.add(&mut device, "x").await?, why);
    }
    let mut device = Device::new(&owner.house.server, SYNCED);
    let (page, options) = asked(&here).await?;
    let made = device.make(&options);
    for name in ["", "  ", &"a".repeat(61)] {
        let again = confirm(&here, &page, name, &made).await?;
        let said = again.text.contains("Tên khóa truy cập") && again.text.contains("data-new-passkey");
        assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && said, "{name}: {}", again.text);
    }
    failed(&confirm(&here, &page, "x", "").await?, "nothing was made");
    // What another session was asked for, of the same person and of somebody else.
    let somebody = owner.house.post.world.person("ha-noi", Role::Officer).await?;
    account(&owner.house.post.world, &somebody).await?;
    let there = Visitor::new(&owner.house.server, Some(&somebody))?;
    let (theirs, _) = asked(&there).await?;
    let state = page.value(CONFIRM, "_state");
    let stolen = [("passkey_name", "x"), ("_state", &*state), ("_credential", &*made)];
    failed(&there.fill(&theirs, CONFIRM, &stolen).await?, "another session's");
    assert_eq!(owner.one::<i64>(kept).await?, 0);

    assert_eq!(confirm(&here, &page, "x", &made).await?.status, StatusCode::OK);
    let world = &owner.house.post.world;
    world.run("delete from dondoc.passkeys", &[]).await?;
    failed(&confirm(&here, &page, "x", &made).await?, "made once before, and removed");
    let (page, options) = asked(&here).await?;
    let made = device.make(&options);
    assert_eq!(confirm(&here, &page, "x", &made).await?.done(), Some("passkey-added"));
    failed(&confirm(&here, &page, "x", &made).await?, "kept already");
    let (late, options) = asked(&here).await?;
    assert_eq!(options["publicKey"]["excludeCredentials"][0]["id"], json!(text(&device.id)), "{options}");
    let made = Device::new(&owner.house.server, SYNCED).make(&options);
    owner.house.later(301);
    failed(&confirm(&here, &late, "y", &made).await?, "after five minutes");
    owner.house.later(11 * 60);
    let stale = here.fill(&here.get("/account").await?, "/account/passkeys", &[]).await?;
    assert!(
        stale.status == StatusCode::UNAUTHORIZED && stale.text.contains("name=\"password\""),
        "{}",
        stale.text
    );
    owner.house.post.world.proved(&owner.officer).await?;
    for n in 2..=9 {
        let added = owner.add(&mut Device::new(&owner.house.server, SYNCED), &format!("khóa {n}")).await?;
        assert_eq!(added.done(), Some("passkey-added"), "{}", added.text);
    }
    let (eleventh, options) = asked(&here).await?;
    owner.add(&mut Device::new(&owner.house.server, SYNCED), "khóa 10").await?;
    let made = Device::new(&owner.house.server, SYNCED).make(&options);
    assert_eq!(confirm(&here, &eleventh, "khóa 11", &made).await?.status, StatusCode::CONFLICT);
    assert!(!here.get("/account").await?.text.contains("action=\"/account/passkeys\""), "ten are enough");
    assert_eq!(owner.one::<i64>(kept).await?, 10);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_second_factor_stays_in_force_and_with_the_last_of_it_it_is_off()
-> anyhow::Result<()> {
    let (owner, mut first, codes) = Owner::with(SYNCED).await?;
    let here = owner.here()?;
    let phrases = [("password_old", PHRASE), ("password_new", NEW_PHRASE), ("password_repeat", NEW_PHRASE)];
    let changed = here.fill(&here.get("/account").await?, "/account/pass-phrase", &phrases).await?;
    assert_eq!(changed.done(), Some("phrase-changed"), "{}", changed.text);
    owner.last_subject().await?;
    let codes_page = "/account/second-factor/codes";
    let made = here.fill(&here.get(codes_page).await?, codes_page, &[]).await?;
    assert!(made.status == StatusCode::OK && !made.text.contains(&codes[0]), "{}", made.text);
    owner.last_subject().await?;

    let (totp, none) = super::second_factor::enrol_on(&owner.house, &here).await?;
    assert!(none.is_empty(), "the recovery codes stay as they are");
    assert_eq!(owner.last_subject().await?, "Đã thêm ứng dụng xác thực");
    let without = here.fill(&here.get(codes_page).await?, codes_page, &[]).await?;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is asked for: {}", without.text);
    let passkey = async || -> anyhow::Result<String> {
        let sql = "select id::text from dondoc.passkeys order by created_at desc limit 1";
        owner.one(sql).await
    };
    let remove = async |id: &str| -> anyhow::Result<Page> {
        let act = format!("/account/passkeys/{id}/remove");
        here.fill(&here.get(&act).await?, &act, &[]).await
    };
    assert_eq!(remove(&passkey().await?).await?.done(), Some("passkey-removed"));
    assert_eq!(owner.last_subject().await?, "Đã xóa khóa truy cập");
    refused(&owner.log_in(&first).await?, "it was removed");
    assert_eq!(owner.add(&mut first, "lại").await?.done(), Some("passkey-added"));
    owner.last_subject().await?;
    owner.house.later(30);
    let code = super::second_factor::code_at(&totp, owner.house.post.world.now());
    let off = "/account/second-factor/remove";
    let removed = here.fill(&here.get(off).await?, off, &[("code", &code)]).await?;
    assert_eq!(removed.done(), Some("authenticator-removed"), "{}", removed.text);
    assert_eq!(owner.last_subject().await?, "Đã bỏ ứng dụng xác thực");
    assert_eq!(here.get(off).await?.status, StatusCode::SEE_OTHER, "there is none to remove");

    let id = passkey().await?;
    let somebody = owner.house.post.world.person("ha-noi", Role::Officer).await?;
    account(&owner.house.post.world, &somebody).await?;
    let there = Visitor::new(&owner.house.server, Some(&somebody))?;
    let page = there.get("/account").await?;
    let to = format!("/account/passkeys/{id}/remove");
    let theirs = there.send_elsewhere(&page, "/account/passkeys", &to, &[]).await?;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    assert_eq!(remove(&id).await?.done(), Some("second-factor-removed"));
    assert_eq!(owner.last_subject().await?, "Đã tắt xác thực hai lớp");
    let left = "select (select count(*) from dondoc.recovery_codes) + (select count(*) from dondoc.totp)
                     + (select count(*) from dondoc.users where second_factor_at is not null)";
    assert_eq!(owner.one::<i64>(left).await?, 0);
    let trail = "select string_agg(action, ' ' order by at) from dondoc.audit where action like '%passkey'";
    assert_eq!(owner.one::<String>(trail).await?, "add_passkey remove_passkey add_passkey remove_passkey");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_without_a_name_offers_no_passkeys() -> anyhow::Result<()> {
    let house = house().await?;
    let browser = Visitor::new(&house.server, None)?;
    assert!(!browser.get("/log-in").await?.text.contains("passkey"));
    assert_eq!(browser.post("/log-in/passkey/options", &[]).await?.status, StatusCode::NOT_FOUND);
    let account = house.browser()?.get("/account").await?;
    assert!(account.status == StatusCode::OK && !account.text.contains("passkeys"), "{}", account.text);
    let admin = house.browser()?;
    for (path, fields) in [("/account/passkeys", &[][..]), (CONFIRM, &[("passkey_name", "x")])] {
        let page = admin.send_elsewhere(&account, "/account/second-factor", path, fields).await?;
        assert_eq!(page.status, StatusCode::CONFLICT, "{path}: {}", page.text);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_turns_a_second_factor_off_takes_its_passkeys_whoever_does_it() -> anyhow::Result<()> {
    let (owner, mut device, _) = Owner::with(SYNCED).await?;
    let world = &owner.house.post.world;
    let account = "select id from dondoc.accounts where user_id = $1";
    let account: Uuid = world.owner.query_one(account, &[&owner.officer.id.0]).await?.get(0);
    let whose = (owner.officer.tenant, AccountId(account));
    let take = async |tx: &mut AuthTx| own::take_second_factor(tx, whose, "Công văn 12").await;
    world.db()?.write(Auth, Actor::system("test"), take).await?;
    refused(&owner.log_in(&device).await?, "it was lost");
    assert_eq!(owner.one::<i64>("select count(*) from dondoc.passkeys").await?, 0);

    // A server of before knows of none, and leaves what it does not know.
    let here = owner.house.log_in(&owner.officer.email, PHRASE).await?.expect("by the pass-phrase alone");
    let (page, options) = asked(&here).await?;
    assert_eq!(confirm(&here, &page, "x", &device.make(&options)).await?.status, StatusCode::OK);
    assert_eq!(owner.log_in(&device).await?.status, StatusCode::SEE_OTHER);
    owner.house.later(60);
    world
        .run("update dondoc.users set second_factor_at = null where second_factor_at is not null", &[])
        .await?;
    refused(&owner.log_in(&device).await?, "an older server has turned it off");
    let since = "update dondoc.users set second_factor_at = $1::text::timestamptz where id = $2";
    world.run(since, &[&world.now().to_string(), &owner.officer.id.0]).await?;
    refused(&owner.log_in(&device).await?, "and on again, by another authenticator");
    world
        .run("update dondoc.users set second_factor_at = null where second_factor_at is not null", &[])
        .await?;
    let here = owner.house.log_in(&owner.officer.email, PHRASE).await?.expect("by the pass-phrase alone");
    super::second_factor::enrol_on(&owner.house, &here).await?;
    assert_eq!(owner.one::<i64>("select count(*) from dondoc.passkeys").await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_by_passkey_ends_what_the_browser_had_and_gives_back_what_was_typed() -> anyhow::Result<()> {
    let (owner, device, _) = Owner::with(SYNCED).await?;
    let (mut browser, asked) = owner.browser().await?;
    let half = browser.post("/log-in", &[("email", &owner.officer.email), ("password", PHRASE)]).await?;
    let step = half.cookies.iter().find(|c| c.starts_with("dondoc_step=")).expect("waits").clone();
    browser = browser.having(step.split(';').next().unwrap());
    let again = owner.send(&browser, &asked, "").await?;
    let said = again.text.contains("Không đăng nhập được bằng khóa truy cập này");
    assert!(said && again.text.contains("name=\"code\""), "the code is still asked for: {}", again.text);
    let before = format!("dondoc={}", owner.officer.cookie);
    let typed = json!([["results", "Đã khảo sát"]]).to_string();
    let answer = device.answer(&asked["options"]);
    let fields = [
        ("_state", asked["state"].as_str().unwrap()),
        ("_credential", &answer),
        ("_form", "/assignments/x/report"),
        ("_typed", &typed),
    ];
    let begun = browser.having(&before).post("/log-in/passkey?next=/account", &fields).await?;
    assert_eq!((begun.status, begun.to.as_str()), (StatusCode::SEE_OTHER, "/account"), "{}", begun.text);
    assert_eq!(owner.here()?.get("/account").await?.status, StatusCode::SEE_OTHER, "the old session is over");
    let waits = "select count(*) from dondoc.log_in_steps";
    assert_eq!(owner.one::<i64>(waits).await?, 0, "no log-in waits for a code any more");
    let kept = "select count(*) from dondoc.drafts where form = '/assignments/x/report'";
    assert_eq!(owner.one::<i64>(kept).await?, 1);
    Ok(())
}
