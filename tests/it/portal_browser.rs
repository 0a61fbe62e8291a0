//! What only a real browser shows: the script and the content policy agree, an upload arrives with its progress, a form
//! that comes back is reached first, nothing runs over the edge of a small phone.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use anyhow::ensure;
use dondoc_shared::{lifecycle::Status, role::Role, text::Lang};
use dondoc_tests::{
    browser::Browser,
    figures::{Measured, PERIOD},
    server::Server,
    world::{Scene, World},
};
use serde_json::json;
use thirtyfour::{By, Cookie, prelude::ElementQueryable};

use crate::{
    portal::{PHRASE, account},
    tls,
};

/// Waits until the page says so there: asked of the page and not of an element, which a page that is about to go would take with it.
async fn says(browser: &Browser, css: &'static str, wanted: &str) -> anyhow::Result<()> {
    let text = "return document.querySelector(arguments[0])?.innerText ?? ''";
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let found = browser.execute(text, vec![css.into()]).await?.convert::<String>()?;
        if found.contains(wanted) {
            return Ok(());
        }
        ensure!(Instant::now() < deadline, "{css} says {found:?}, not {wanted:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_logs_in_uploads_and_reports_in_a_narrow_window() -> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    account(&world, &officer).await?;
    let task = world.task("T24-08").await?;
    let scene = Scene::due(Some(world.day(-12))).status(Status::InProgress);
    let id = world.assignment("ha-noi", task, &scene).await?;
    let server = Server::of(&world)?;
    let browser = Browser::sized(500, 900).await?;
    let press = async |css: &'static str| browser.find(By::Css(css)).await?.click().await;
    let says = async |css: &'static str, wanted: &str| says(&browser, css, wanted).await;

    browser.goto(&format!("{}/assignments/{id}/evidence", server.base)).await?;
    browser.find(By::Id("email")).await?.send_keys(&officer.email).await?;
    browser.find(By::Id("password")).await?.send_keys(PHRASE).await?;
    press("form[data-guard] .button").await?;
    says("h1", "Thêm minh chứng").await?;
    let edge = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(browser.execute(edge, vec![]).await?.json(), true);

    let folder = tempfile::tempdir()?;
    let refused = folder.path().join("bảng.exe");
    std::fs::write(&refused, "MZ")?;
    browser.find(By::Id("file")).await?.send_keys(refused.to_string_lossy()).await?;
    press("form[data-upload] .button").await?;
    says(".summary", "bảng.exe").await?;
    let reached = "return document.activeElement.className";
    assert_eq!(browser.execute(reached, vec![]).await?.json(), "summary");

    browser.goto(&format!("{}/assignments/{id}/evidence", server.base)).await?;
    let accepted = folder.path().join("kế hoạch.pdf");
    std::fs::write(&accepted, "%PDF-1.7 text")?;
    browser.find(By::Id("file")).await?.send_keys(accepted.to_string_lossy()).await?;
    press("form[data-upload] .button").await?;
    says(".done", "✓ Đã thêm minh chứng.").await?;
    assert_eq!(world.count("select count(*) from dondoc.evidence where name = 'kế hoạch.pdf'").await?, 1);

    browser.goto(&format!("{}/assignments/{id}/report", server.base)).await?;
    browser.find(By::Id("results")).await?.send_keys("Đã khảo sát 24 sở, ngành").await?;
    let percent = browser.find(By::Id("percent")).await?;
    percent.clear().await?;
    percent.send_keys("150").await?;
    press("form[data-guard] .button").await?;
    says(".summary", "phải từ 0 đến 100").await?;
    press(".summary a").await?;
    let at = browser.active_element().await?;
    assert_eq!(at.id().await?.as_deref(), Some("percent"));
    at.clear().await?;
    at.send_keys("60").await?;
    press("form[data-guard] .button").await?;
    says(".done", "✓ Đã ghi báo cáo tiến độ.").await?;
    says(".entry .said", "Đã khảo sát 24 sở, ngành").await?;
    browser.goto(&format!("{}/assignments/{id}/report", server.base)).await?;
    browser.find(By::Id("results")).await?.send_keys("Đã khảo sát 30 sở, ngành").await?;
    press("form[data-guard] .button").await?;
    says(".done", "✓ Đã ghi báo cáo tiến độ.").await?;
    browser.back().await?;
    says("h1", "Cập nhật tiến độ").await?;
    let typed = "return document.getElementById('results').value";
    assert_eq!(browser.execute(typed, vec![]).await?.json(), "", "what was sent is not offered once more");

    browser.goto(&format!("{}/assignments/{id}/evidence", server.base)).await?;
    let large = folder.path().join("bản đồ $&.pdf");
    std::fs::File::create(&large)?.set_len(26 << 20)?;
    browser.find(By::Id("file")).await?.send_keys(large.to_string_lossy()).await?;
    press("form[data-upload] .button").await?;
    says(".sending.error", "Chưa gửi: “bản đồ $&.pdf” lớn hơn 25 MB").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_nothing_runs_over_the_edge_and_what_is_answered_stands_above_the_answer()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let approver = world.person("ha-noi", Role::Approver).await?;
    let task = world.task("T24-08").await?;
    let scene = Scene::due(Some(world.day(-12))).status(Status::InProgress);
    let id = world.assignment("ha-noi", task, &scene).await?;
    let urge = world.urge("ha-noi", id.0, world.day(-2)).await?;
    let (word, name) = ("x".repeat(700), format!("{}.pdf", "Bao_cao_ket_qua_ky_so_".repeat(9)));
    let address = format!("https://ha-noi.example/{}", "a".repeat(107));
    for (sql, value) in [
        ("update dondoc.users set name = 'Nguyễn Hoàng Phương ' || left($1, 60)", &word),
        (
            "update dondoc.tenants set name_vi = 'Ủy ban nhân dân thành phố trực thuộc Trung ương ' || left($1, 0)",
            &word,
        ),
        ("update dondoc.urges set text = $1", &word),
        (
            "insert into dondoc.progress_reports select tenant_id, gen_random_uuid(), id, 100, $1, $1, $1, '', null, null, $1, id, $1, now() \
             from dondoc.assignments",
            &word,
        ),
        (
            "insert into dondoc.evidence (tenant_id, id, assignment_id, kind, name, media_type, size, sha256, object, by_id, by_name, at) \
             select tenant_id, gen_random_uuid(), id, 'file', $1, 'application/pdf', 1, '\\x00', 'x', id, 'x', now() from dondoc.assignments",
            &name,
        ),
        (
            "insert into dondoc.evidence (tenant_id, id, assignment_id, kind, name, url, by_id, by_name, at) \
             select tenant_id, gen_random_uuid(), id, 'link', $1, $1, id, 'x', now() from dondoc.assignments",
            &address,
        ),
    ] {
        world.run(sql, &[value]).await?;
    }
    world
        .run(
            "update dondoc.assignments set percent = 100, unanswered_urges = 1, urgency_on = urgency_on - 2",
            &[],
        )
        .await?;
    let server = Server::of(&world)?;
    for width in [320, 360] {
        let browser = Browser::phone(width).await?;
        browser.goto(&format!("{}/log-in", server.base)).await?;
        browser.add_cookie(Cookie::new("dondoc", approver.cookie.clone())).await?;
        let number =
            async |script: &str| anyhow::Ok(browser.execute(script, vec![]).await?.convert::<i64>()?);
        let within = async |page: &str| {
            let wide = number("return document.documentElement.scrollWidth - innerWidth").await?;
            ensure!(wide <= 0, "{page} is {wide} px too wide at {width} px");
            anyhow::Ok(())
        };
        let base = format!("{}/assignments/{id}", server.base);
        for page in
            ["", "/report", "/submit", "/evidence", "/extension", &format!("/urge-answer?urge={urge}")]
        {
            browser.goto(&format!("{base}{page}")).await?;
            within(page).await?;
            let header = number("return Math.ceil(document.querySelector('header').offsetHeight)").await?;
            let most = if width == 320 { 180 } else { 150 };
            ensure!(header <= most, "the header takes {header} px of {page}");
            if ["/report", "/submit"].contains(&page) || page.starts_with("/urge") {
                let above = "const [read, write] = ['aside', 'main form[data-guard]'].map((css) => \
                             document.querySelector(css).getBoundingClientRect()); return Math.floor(write.top - read.bottom)";
                let above = number(above).await?;
                ensure!(above >= 0, "{page}: what is read begins {above} px below what is written");
            }
        }
        let folder = tempfile::tempdir()?;
        let refused = folder.path().join(format!("{}.exe", "x".repeat(246)));
        std::fs::write(&refused, "MZ")?;
        browser.goto(&format!("{base}/evidence")).await?;
        browser.find(By::Id("file")).await?.send_keys(refused.to_string_lossy()).await?;
        browser.find(By::Css("form[data-upload] .button")).await?.click().await?;
        browser.query(By::Css(".summary li")).first().await?;
        within("a summary with a long name").await?;
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn warnings_of_a_report_and_what_is_said_to_them_fit_a_phone() -> anyhow::Result<()> {
    let measured = Measured::after(&["ha-noi"], &[(1_104, 890, 990), (1_126, 900, 1_000)]).await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    measured.save(&desk, &[("K-SUM", "11260", ""), ("K-RATIO", "10", "1010")]).await?;
    measured.justify(&desk, &desk.officer, &"x".repeat(500)).await?;
    for width in [320, 360] {
        let browser = Browser::phone(width).await?;
        browser.goto(&format!("{}/log-in", measured.server.base)).await?;
        browser.add_cookie(Cookie::new("dondoc", desk.officer.cookie.clone())).await?;
        for page in ["", "/propose"] {
            browser.goto(&format!("{}/reports/{}{page}", measured.server.base, desk.report)).await?;
            let wide = "return document.documentElement.scrollWidth - innerWidth";
            let wide = browser.execute(wide, vec![]).await?.convert::<i64>()?;
            ensure!(wide <= 0, "{page} is {wide} px too wide at {width} px");
            let warnings = browser.query(By::Css("#warned ~ ul li")).all_from_selector().await?.len();
            ensure!(warnings >= 2, "{page} shows {warnings} warnings");
        }
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn that_a_session_ends_unused_is_said_before_one_press_keeps_it_and_after_it_one_leads_back()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let item = world.assignment("ha-noi", world.task("T24-08").await?, &Scene::due(None)).await?;
    let server = Server::of(&world)?;
    let browser = Browser::phone(360).await?;
    browser.goto(&format!("{}/log-in", server.base)).await?;
    browser.add_cookie(Cookie::new("dondoc", officer.cookie.clone())).await?;
    browser.goto(&format!("{}/assignments/{item}/report", server.base)).await?;
    // The page counts seconds: it is told that they are fewer.
    let idle =
        async |seconds: i32| browser.execute(format!("document.body.dataset.idle = {seconds}"), vec![]).await;
    world.run("update dondoc.sessions set last_seen_at = '2024-07-25T00:50Z'", &[]).await?;
    idle(290).await?;
    let stay = browser.query(By::Css(".idle button")).first().await?;
    let wide = "return document.documentElement.scrollWidth - innerWidth";
    ensure!(browser.execute(wide, vec![]).await?.convert::<i64>()? <= 0);
    stay.click().await?;
    let kept =
        "select count(*) from dondoc.sessions where kind = 'portal' and last_seen_at = '2024-07-25T01:00Z'";
    let deadline = Instant::now() + Duration::from_secs(10);
    while world.count(kept).await? == 0 {
        ensure!(Instant::now() < deadline, "the press kept nothing");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    idle(1800).await?;
    ensure!(browser.query(By::Css(".idle")).not_exists().await?);
    idle(-1).await?;
    let again = browser.query(By::Css(".idle a")).first().await?;
    let to = again.attr("href").await?.unwrap_or_default();
    ensure!(to.starts_with("/log-in?next=%2Fassignments%2F"), "{to}");
    browser.close().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_made_and_logs_in_by_one_press_on_this_machine_and_over_https() -> anyhow::Result<()> {
    for secure in [false, true] {
        let world = World::new().await?;
        let officer = world.person("ha-noi", Role::Officer).await?;
        account(&world, &officer).await?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let base = match secure {
            true => format!("https://localhost:{}", tls::before(port).await?),
            false => format!("http://localhost:{port}"),
        };
        let _server = Server::on(listener, base.clone(), &world)?;
        let browser = Browser::phone(360).await?;
        let tools = browser.cdp();
        let press = async |css: &'static str| browser.query(By::Css(css)).first().await?.click().await;
        let heading = async |wanted: &str| says(&browser, "h1", wanted).await;
        let log_in_with_phrase = async || {
            browser.find(By::Id("email")).await?.send_keys(&officer.email).await?;
            browser.find(By::Id("password")).await?.send_keys(PHRASE).await?;
            press("form[action^='/log-in?'] .button").await
        };
        tools.send_raw("WebAuthn.enable", json!({})).await?;
        let device = json!({"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserVerified": true, "automaticPresenceSimulation": true,
        }});
        let device = tools.send_raw("WebAuthn.addVirtualAuthenticator", device).await?;

        browser.goto(&format!("{base}/log-in?next=/account")).await?;
        log_in_with_phrase().await?;
        heading("Tài khoản của tôi").await?;
        press("form[action='/account/passkeys'] .button").await?;
        heading("Thêm khóa truy cập").await?;
        ensure!(!browser.find(By::Css("[data-no-passkeys]")).await?.is_displayed().await?);
        // Nothing is made before it has a name.
        press("[data-new-passkey] .button").await?;
        says(&browser, ".summary", "Tên khóa truy cập").await?;
        browser.find(By::Id("passkey_name")).await?.send_keys("Điện thoại").await?;
        press("[data-new-passkey] .button").await?;
        heading("Mã dự phòng").await?;
        ensure!(browser.find_all(By::Css(".codes li")).await?.len() == 10);

        let id = &device["authenticatorId"];
        let verified = async |is: bool| {
            let set = json!({"authenticatorId": id, "isUserVerified": is});
            tools.send_raw("WebAuthn.setUserVerified", set).await
        };
        let present = async |is: bool| {
            let set = json!({"authenticatorId": id, "enabled": is});
            tools.send_raw("WebAuthn.setAutomaticPresenceSimulation", set).await
        };
        let log_in_page = async || {
            browser.delete_all_cookies().await?;
            browser.goto(&format!("{base}/log-in?next=/account")).await
        };
        // What the device refuses is said, in the language of a browser that knows nobody, and can be asked for again.
        verified(false).await?;
        log_in_page().await?;
        let edge = "return document.documentElement.scrollWidth - innerWidth";
        ensure!(browser.execute(edge, vec![]).await?.convert::<i64>()? <= 0);
        press("[data-passkey] .button").await?;
        says(&browser, "[data-passkey] .refused", Lang::En.passkey_refused()).await?;
        ensure!(browser.find(By::Css("[data-passkey] .button")).await?.is_enabled().await?);
        verified(true).await?;
        // Nobody is at the device before the button is pressed, so that it is the press that logs in.
        present(false).await?;
        log_in_page().await?;
        press("[data-passkey] .button").await?;
        present(true).await?;
        heading("Tài khoản của tôi").await?;
        // This device takes the browser's own suggestion at once.
        log_in_page().await?;
        heading("Tài khoản của tôi").await?;
        let used = "select count(*) from dondoc.passkeys where used_at is not null";
        ensure!(world.count(used).await? == 1);
        browser.close().await?;
    }
    Ok(())
}
