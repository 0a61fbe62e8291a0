//! Logging in and out, the language, one-time links.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn logging_in_gives_a_cookie_and_goes_where_one_wanted_to_go() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::Assigned).await?;
    account(&world, &officer).await?;
    let mut visitor = Visitor::new(&server, None)?;
    let wanted = visitor.get(&format!("/assignments/{id}")).await?;
    assert_eq!(
        (wanted.status, wanted.to),
        (StatusCode::SEE_OTHER, format!("/log-in?next=%2Fassignments%2F{id}"))
    );
    let page = visitor.get(&format!("/log-in?next=%2Fassignments%2F{id}")).await?;
    assert!(page.text.contains("action=\"/log-in?next=%2Fassignments%2F"), "{}", page.text);

    let path = format!("/log-in?next=%2Fassignments%2F{id}");
    let wrong = visitor.post(&path, &[("email", &officer.email), ("password", "sai mất rồi nhé")]).await?;
    let nobody =
        visitor.post(&path, &[("email", "ai@ha-noi.example"), ("password", "sai mất rồi nhé")]).await?;
    assert_eq!((wrong.status, nobody.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    let told = "Thư điện tử hoặc mật khẩu không đúng.";
    assert!(wrong.text.contains(told) && wrong.text.contains(&officer.email), "{}", wrong.text);
    let plain =
        |page: &Page, email: &str| page.text.replace(email, "x").replace(&page.value(&path, "_key"), "y");
    assert_eq!(plain(&wrong, &officer.email), plain(&nobody, "ai@ha-noi.example"));
    assert!(!wrong.text.contains("sai mất rồi"), "a pass-phrase is not sent back");

    let begun = visitor.post(&path, &[("email", &officer.email), ("password", PHRASE)]).await?;
    assert_eq!((begun.status, begun.to), (StatusCode::SEE_OTHER, format!("/assignments/{id}")));
    let cookie = begun.cookies.first().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    visitor.cookie = cookie.split(';').next().map(str::to_owned);
    let item = visitor.get(&format!("/assignments/{id}")).await?;
    assert!(item.text.contains("quá hạn 12 ngày"), "{}", item.text);

    for away in ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", away).finish();
        let page = visitor.get(&format!("/log-in?{query}")).await?;
        assert_eq!((page.status, page.to.as_str()), (StatusCode::SEE_OTHER, "/"), "{away}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_many_failures_the_page_says_how_long_to_wait() -> anyhow::Result<()> {
    let Stage { world: _world, server, .. } = stage(Status::Assigned).await?;
    let visitor = Visitor::new(&server, None)?;
    let fields = [("email", "ai@ha-noi.example"), ("password", "sai mất rồi nhé")];
    let mut last = visitor.post("/log-in", &fields).await?;
    for _ in 0..4 {
        last = visitor.post("/log-in", &fields).await?;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.text.contains("Thử lại sau") && last.text.contains("ai@ha-noi.example"), "{}", last.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_logged_in_before_gets_in_whoever_else_guesses() -> anyhow::Result<()> {
    let Stage { world, server, officer, .. } = stage(Status::Assigned).await?;
    account(&world, &officer).await?;
    let mut visitor = Visitor::new(&server, None)?;
    let right = [("email", officer.email.as_str()), ("password", PHRASE)];
    let begun = visitor.post("/log-in", &right).await?;
    let device = begun.cookies.iter().find(|cookie| cookie.starts_with("dondoc_device=")).unwrap().clone();
    assert!(device.contains("HttpOnly") && device.contains("SameSite=Lax"), "{device}");
    assert!(device.contains("Max-Age="), "it outlasts the session: {device}");
    world.run("update dondoc.log_in_failures set failures = 60", &[]).await?;
    let told = visitor.post("/log-in", &right).await?;
    assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(told.text.contains("31 phút") && told.text.contains("Máy đã từng đăng nhập"), "{}", told.text);
    visitor.cookie = device.split(';').next().map(str::to_owned);
    assert_eq!(visitor.post("/log-in", &right).await?.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_ends_the_session_for_good() -> anyhow::Result<()> {
    let Stage { world: _world, server, officer, .. } = stage(Status::Assigned).await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let page = visitor.get("/").await?;
    assert_eq!(page.status, StatusCode::OK);
    let forged = visitor.post("/log-out", &[]).await?;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "a form without its token");
    let token = page.value("/log-out", "_token");
    let gone = visitor.post("/log-out", &[("_token", &token)]).await?;
    assert_eq!((gone.status, gone.to.as_str()), (StatusCode::SEE_OTHER, "/log-in"));
    assert_eq!(gone.done(), Some("logged-out"));
    assert!(
        gone.cookies.iter().any(|c| c.starts_with("dondoc=;") && c.contains("Max-Age=0")),
        "{:?}",
        gone.cookies
    );
    // The cookie that somebody may have copied opens nothing any more; the log-in page puts it away.
    let again = visitor.get("/").await?;
    assert_eq!((again.status, again.to.as_str()), (StatusCode::SEE_OTHER, "/log-in?next=%2F"));
    let page = visitor.having("dondoc_done=logged-out:/log-in").get("/log-in").await?;
    assert!(page.cookies.iter().any(|c| c.contains("Max-Age=0")) && page.text.contains("Bạn đã đăng xuất."));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_the_end_of_the_session() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let path = format!("/assignments/{id}/report");
    let page = visitor.get(&path).await?;
    world.run("update dondoc.sessions set revoked_at = now() where user_id = $1", &[&officer.id.0]).await?;
    let over = visitor.fill(&page, &path, &[("percent", "50"), ("results", "Ba trang <rất> dài")]).await?;
    assert_eq!(over.status, StatusCode::UNAUTHORIZED);
    for text in [
        "Nội dung bạn đã nhập",
        "Ba trang &#60;rất&#62; dài",
        "Kết quả đã đạt",
        "action=\"/log-in?next=%2Fassignments%2F",
    ] {
        assert!(over.text.contains(text), "{text} in {}", over.text);
    }
    // The cookie is gone altogether, and another session's cookie is there instead: the text is still given back.
    let nobody = Visitor::new(&server, None)?;
    let over = nobody.fill(&page, &path, &[("percent", "50"), ("results", "Ba trang rất dài")]).await?;
    assert!(over.status == StatusCode::UNAUTHORIZED && over.text.contains("Ba trang rất dài"));
    let other = Visitor::new(&server, Some(&world.person("ha-noi", Role::Officer).await?))?;
    let over = other.fill(&page, &path, &[("percent", "50"), ("results", "Ba trang rất dài")]).await?;
    assert!(over.status == StatusCode::FORBIDDEN && over.text.contains("Ba trang rất dài"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch_changes_the_screen_of_this_browser_and_not_the_language_of_mail() -> anyhow::Result<()> {
    let Stage { world, server, officer, .. } = stage(Status::Assigned).await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let page = visitor.get("/?q=quahan").await?;
    assert!(page.text.contains("<html lang=\"vi\">"));
    let fields = [
        ("_token", page.value("/language", "_token")),
        ("next", page.value("/language", "next")),
        ("lang", "en".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let switched = visitor.post("/language", &fields).await?;
    assert_eq!((switched.status, switched.to.as_str()), (StatusCode::SEE_OTHER, "/?q=quahan"));
    let english = visitor.having("dondoc_chosen=en");
    assert!(switched.cookies.iter().any(|c| c.starts_with("dondoc_chosen=en;") && !c.contains("Max-Age")));
    assert!(english.get("/").await?.text.contains("<html lang=\"en\">"));
    assert!(visitor.get("/").await?.text.contains("<html lang=\"vi\">"), "another browser");
    assert_eq!(world.count("select count(*) from dondoc.users where lang = 'en'").await?, 0);
    let nobody = Visitor::new(&server, None)?;
    let switched = nobody.post("/language", &[("next", "//evil.example"), ("lang", "en")]).await?;
    assert_eq!(switched.to, "/");
    assert!(switched.cookies.iter().any(|c| c.starts_with("dondoc_lang=en")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_one_time_link_sets_a_pass_phrase_once() -> anyhow::Result<()> {
    use dondoc_kernel::auth::sessions::issue_link;
    use dondoc_kernel::db::{Actor, Auth};
    use dondoc_shared::id::AccountId;
    let Stage { world, server, officer, .. } = stage(Status::Assigned).await?;
    account(&world, &officer).await?;
    let row = world.owner.query_one("select id from dondoc.accounts", &[]).await?;
    let account = AccountId(row.get(0));
    let db = world.db()?;
    let mut tx = db.begin(Auth, Actor::system("test")).await.map_err(|e| anyhow::anyhow!("{e}"))?;
    let link = issue_link(&mut tx, officer.tenant, account).await.map_err(|e| anyhow::anyhow!("{e}"))?;
    dondoc_kernel::db::Db::finish::<Auth>(tx).await.map_err(|e| anyhow::anyhow!("{e}"))?;

    let mut visitor = Visitor::new(&server, None)?;
    assert_eq!(visitor.get("/link/1.x").await?.status, StatusCode::NOT_FOUND);
    let opened = visitor.get(&format!("/link/{link}")).await?;
    assert_eq!((opened.status, opened.to.as_str()), (StatusCode::SEE_OTHER, "/set-pass-phrase"));
    visitor.cookie = opened.cookies.first().and_then(|c| c.split(';').next()).map(str::to_owned);
    let page = visitor.get("/set-pass-phrase").await?;
    assert!(page.text.contains(&officer.email) && !page.text.contains(&link), "{}", page.text);
    let set = async |new: &str, again: &str| {
        visitor.fill(&page, "/set-pass-phrase", &[("password_new", new), ("password_repeat", again)]).await
    };
    let new = "ba con mèo xanh lá";
    assert!(set(new, "ba con mèo đỏ").await?.text.contains("Hai lần nhập không giống nhau."));
    assert!(set("ngắn", "ngắn").await?.text.contains("href=\"#password_new\""));
    assert!(set(new, "").await?.text.contains("Thiếu “Nhập lại mật khẩu mới”."));
    // Another keyboard writes the same letters with accents of their own.
    let done = set(new, "ba con me\u{300}o xanh la\u{301}").await?;
    assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, "/log-in"));
    assert_eq!(done.done(), Some("pass-phrase-set"));
    assert_eq!(set(new, new).await?.status, StatusCode::NOT_FOUND, "a link works once");
    let begun = Visitor::new(&server, None)?;
    let begun = begun.post("/log-in", &[("email", &officer.email), ("password", new)]).await?;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    // All sessions that were open before are over.
    let before = Visitor::new(&server, Some(&officer))?.get("/").await?;
    assert_eq!(before.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn boxes_left_empty_are_missing_and_not_wrong() -> anyhow::Result<()> {
    let Stage { world: _world, server, .. } = stage(Status::Assigned).await?;
    let page = Visitor::new(&server, None)?.post("/log-in", &[("email", " "), ("password", "")]).await?;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in
        ["Thiếu “Thư điện tử”.", "Thiếu “Mật khẩu”.", ">Chưa đăng nhập được</h2>", "href=\"/forgotten\""]
    {
        assert!(page.text.contains(text), "{text} in {}", page.text);
    }
    assert!(!page.text.contains("không đúng"), "{}", page.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_chosen_on_the_log_in_page_is_the_one_that_one_reads_afterwards() -> anyhow::Result<()> {
    let Stage { world, server, officer, .. } = stage(Status::Assigned).await?;
    account(&world, &officer).await?;
    let english = "select count(*) from dondoc.users where lang = 'en'";
    let mut visitor = Visitor::new(&server, None)?;
    let right = [("email", officer.email.as_str()), ("password", PHRASE)];
    let jar =
        |page: &Page| page.cookies.iter().filter_map(|c| c.split(';').next()).collect::<Vec<_>>().join("; ");
    // Whoever used the browser before read English: that says nothing of who logs in now.
    let begun = visitor.having("dondoc_lang=en").post("/log-in", &right).await?;
    let inside = visitor.having(&format!("dondoc_lang=en; {}", jar(&begun)));
    assert!(inside.get("/").await?.text.contains("<html lang=\"vi\">"));
    let chosen = visitor.post("/language", &[("next", "/log-in"), ("lang", "en")]).await?;
    visitor.cookie = Some(jar(&chosen));
    let begun = visitor.post("/log-in", &right).await?;
    assert_eq!(world.count(english).await?, 0);
    visitor.cookie = Some(format!("{}; {}", jar(&chosen), jar(&begun)));
    let page = visitor.get("/").await?;
    assert!(page.text.contains("<html lang=\"en\">"));
    // Leaving ends it.
    let gone = visitor.post("/log-out", &[("_token", &page.value("/log-out", "_token"))]).await?;
    assert!(gone.cookies.iter().any(|c| c.starts_with("dondoc_chosen=;")), "{:?}", gone.cookies);
    Ok(())
}
