//! The addresses of a body, and what guards every page.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_the_administrators_and_nothing_is_overwritten_silently() -> anyhow::Result<()> {
    let Stage { world, server, officer, .. } = stage(Status::Assigned).await?;
    assert_eq!(Visitor::new(&server, Some(&officer))?.get("/contacts").await?.status, StatusCode::FORBIDDEN);
    let admin = Visitor::new(&server, Some(&world.person("ha-noi", Role::Administrator).await?))?;
    let path = "/contacts/agency_mailbox";
    let (page, late) = (admin.get(path).await?, admin.get(path).await?);
    let bad = admin.fill(&page, path, &[("office", "Văn thư"), ("address", "không phải thư")]).await?;
    assert!(bad.text.contains("href=\"#address\"") && bad.text.contains("không phải thư"), "{}", bad.text);
    let done =
        admin.fill(&page, path, &[("office", "Văn thư"), ("address", "vanthu@ha-noi.example")]).await?;
    assert_eq!((done.to.as_str(), done.done()), ("/contacts", Some("contact-saved")));
    let stale = admin.fill(&late, path, &[("office", "Khác"), ("address", "khac@ha-noi.example")]).await?;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert!(
        stale.text.contains("Văn thư, vanthu@ha-noi.example") && stale.text.contains("khac@ha-noi.example")
    );
    let page = admin.get(path).await?;
    admin.fill(&page, path, &[("office", "Văn thư"), ("address", "moi@ha-noi.example")]).await?;
    assert!(admin.get("/contacts").await?.text.contains("moi@ha-noi.example"));
    assert_eq!(admin.get("/contacts/vice_chair").await?.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count("select count(*) from dondoc.audit where action = 'put_contact'").await?, 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_guarded_by_the_same_headers_and_assets_are_kept() -> anyhow::Result<()> {
    let Stage { world: _world, server, officer, .. } = stage(Status::Assigned).await?;
    for path in ["/", "/log-in", "/nowhere", "/assets/portal.css"] {
        let answer = server.page(path, Some(&officer)).send().await?;
        let headers = answer.headers().clone();
        let csp = headers["content-security-policy"].to_str()?;
        assert!(csp.contains("default-src 'none'") && !csp.contains("unsafe"), "{path}: {csp}");
        assert!(csp.contains("trusted-types 'none'"), "{path}: {csp}");
        assert!(headers["permissions-policy"].to_str()?.contains("camera=()"), "{path}");
        assert_eq!(
            (&headers["x-content-type-options"], &headers["cross-origin-opener-policy"]),
            (&"nosniff".parse()?, &"same-origin".parse()?)
        );
        let kept = headers["cache-control"].to_str()?;
        assert_eq!(kept == "no-store", !path.starts_with("/assets"), "{path}: {kept}");
    }
    let lured =
        server.page("/nowhere", Some(&officer)).header(header::REFERER, "https://elsewhere.example/x");
    assert!(!lured.send().await?.text().await?.contains("elsewhere"), "back leads to pages of ours alone");
    let page = server.page("/", Some(&officer)).send().await?.text().await?;
    let style =
        page.split("href=\"/assets/portal.css?v=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let answer = server.page(&format!("/assets/portal.css?v={style}"), None).send().await?;
    assert!(answer.headers()["cache-control"].to_str()?.contains("immutable"));
    assert!(answer.text().await?.len() < 20_000);
    Ok(())
}
