//! What only a real browser shows: the script and the content policy agree, an upload arrives with its progress, a form
//! that comes back is reached first, nothing runs over the edge of a small phone.

use std::time::{Duration, Instant};

use anyhow::ensure;
use dondoc_shared::{lifecycle::Status, role::Role};
use dondoc_tests::{
    browser::Browser,
    server::Server,
    world::{Scene, World},
};
use thirtyfour::By;

use crate::portal::{PHRASE, account};

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
    // Asked of the page and not of an element, which a page that is about to go would take with it.
    let says = async |css: &'static str, wanted: &str| {
        let text = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let found = browser.execute(text, vec![css.into()]).await?.convert::<String>()?;
            if found.contains(wanted) {
                return anyhow::Ok(());
            }
            ensure!(Instant::now() < deadline, "{css} says {found:?}, not {wanted:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };

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
    browser.close().await
}
