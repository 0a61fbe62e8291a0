//! Nothing that was typed is lost: not by a refusal, not by a session's end, not by a colleague who was faster.

use dondoc_shared::{lifecycle::Status, role::Role};
use reqwest::StatusCode;
use serde_json::json;

use super::{PHRASE, Page, Stage, Visitor, account, stage};

const RESULTS: &str = "Đã khảo sát 24 sở, ngành";

/// A report as the form sends it, its hidden fields taken from the page.
async fn report(visitor: &Visitor, page: &Page, action: &str, percent: &str) -> anyhow::Result<Page> {
    visitor
        .fill(page, action, &[("percent", percent), ("results", RESULTS), ("next_step", "Ký <ban hành>")])
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_when_the_session_was_over_is_in_the_form_after_logging_in_on_the_spot()
-> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    account(&world, &officer).await?;
    let action = format!("/assignments/{id}/report");
    let visitor = Visitor::new(&server, Some(&officer))?;
    let page = visitor.get(&action).await?;
    world.run("update dondoc.sessions set revoked_at = now() where user_id = $1", &[&officer.id.0]).await?;

    let over = report(&visitor, &page, &action, "60").await?;
    assert_eq!(over.status, StatusCode::UNAUTHORIZED);
    assert!(over.text.contains(RESULTS), "{}", over.text);
    let (to, typed) = {
        let to = over.text.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        (to.clone(), ["_form", "_typed"].map(|name| unescaped(&over.value(&to, name))))
    };
    let stranger = Visitor::new(&server, None)?;
    let log_in = async |phrase: &str| {
        let [form, fields] = &typed;
        let sent =
            [("_form", form.as_str()), ("_typed", fields), ("email", &officer.email), ("password", phrase)];
        stranger.post(&to, &sent).await
    };
    // A pass-phrase mistyped on the way loses nothing either.
    let refused = log_in("không phải").await?;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(["_form", "_typed"].map(|name| unescaped(&refused.value(&to, name))), typed);

    let begun = log_in(PHRASE).await?;
    assert_eq!((begun.status, &begun.to), (StatusCode::SEE_OTHER, &action));
    let cookie = begun.cookies.iter().find(|cookie| cookie.starts_with("dondoc=")).unwrap();
    let again = stranger.having(cookie.split(';').next().unwrap());
    let filled = again.get(&action).await?;
    for text in [RESULTS, "value=\"60\"", "Ký &#60;ban hành&#62;", "Đã điền lại bản nháp"] {
        assert!(filled.text.contains(text), "no {text} in {}", filled.text);
    }
    let item = again.get(&format!("/assignments/{id}")).await?;
    assert!(item.text.contains("Bản nháp chưa gửi: Cập nhật tiến độ"), "{}", item.text);
    assert_eq!(report(&again, &filled, &action, "60").await?.done(), Some("reported"));
    assert!(!again.get(&action).await?.text.contains("Đã điền lại bản nháp"));
    assert_eq!(world.count("select count(*) from dondoc.drafts").await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_holds_where_what_was_typed_cannot_be_kept_and_the_page_shows_it() -> anyhow::Result<()> {
    let Stage { world, server, officer, .. } = stage(Status::InProgress).await?;
    account(&world, &officer).await?;
    world.run("alter table dondoc.drafts add constraint planted check (false)", &[]).await?;
    let fields = json!([["results", RESULTS], ["percent", ""]]).to_string();
    let sent = [
        ("_form", "/assignments/x/report"),
        ("_typed", fields.as_str()),
        ("email", &officer.email),
        ("password", PHRASE),
    ];
    let begun = Visitor::new(&server, None)?.post("/log-in?next=%2Fwaiting-on-us", &sent).await?;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.text);
    for told in [RESULTS, "Kết quả đã đạt", "href=\"/waiting-on-us\""] {
        assert!(begun.text.contains(told), "{told} in {}", begun.text);
    }
    let cookie = begun.cookies.iter().find(|cookie| cookie.starts_with("dondoc=")).unwrap();
    let inside = Visitor::new(&server, None)?.having(cookie.split(';').next().unwrap());
    assert_eq!(inside.get("/waiting-on-us").await?.status, StatusCode::OK);
    Ok(())
}

fn unescaped(text: &str) -> String {
    text.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_an_earlier_session_is_written_in_the_next_one_and_nobody_elses_is() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    let action = format!("/assignments/{id}/report");
    let before = Visitor::new(&server, Some(&officer))?;
    let page = before.get(&action).await?;
    world.run("update dondoc.sessions set revoked_at = now() where user_id = $1", &[&officer.id.0]).await?;
    let colleague = world.person("ha-noi", Role::Officer).await?;
    let forged = report(&Visitor::new(&server, Some(&colleague))?, &page, &action, "60").await?;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert_eq!(world.count("select count(*) from dondoc.drafts").await?, 0);

    let next = Visitor::new(&server, Some(&world.signed_in_again(&officer).await?))?;
    assert_eq!(report(&next, &page, &action, "60").await?.done(), Some("reported"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_kept_for_its_writer_alone_until_it_is_sent_or_thrown_away() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    let action = format!("/assignments/{id}/report");
    let visitor = Visitor::new(&server, Some(&officer))?;
    let page = visitor.get(&action).await?;
    // Refused: the percent is no number. The text is kept without a script.
    assert_eq!(report(&visitor, &page, &action, "abc").await?.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(visitor.get(&action).await?.text.contains(RESULTS));

    let token = page.value(&action, "_token");
    let typed = |text: &str| {
        let fields =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("results", text).finish();
        [
            ("_token".to_owned(), token.clone()),
            ("form".to_owned(), action.clone()),
            ("fields".to_owned(), fields),
        ]
    };
    let keep = async |visitor: &Visitor, text: &str| {
        let pairs = typed(text);
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        visitor.post("/drafts", &pairs).await.map(|page| page.status)
    };
    assert_eq!(keep(&visitor, "Gõ dở").await?, StatusCode::NO_CONTENT);
    assert!(visitor.get(&action).await?.text.contains("Gõ dở"));

    let colleague = Visitor::new(&server, Some(&world.person("ha-noi", Role::Officer).await?))?;
    assert!(!colleague.get(&action).await?.text.contains("Gõ dở"));
    assert_eq!(keep(&colleague, "Của người khác").await?, StatusCode::FORBIDDEN);

    let shown = visitor.get(&action).await?;
    let discarded = visitor.fill(&shown, "/drafts/discard", &[("form", &action)]).await?;
    assert_eq!((discarded.status, &discarded.to), (StatusCode::SEE_OTHER, &action));
    assert!(!visitor.get(&action).await?.text.contains("Gõ dở"));

    // However many forms somebody begins, what is kept of them is bounded.
    for n in 0..60 {
        let form = format!("/assignments/{n}/report");
        let pairs = [("_token", token.as_str()), ("form", &form), ("fields", "results=x")];
        visitor.post("/drafts", &pairs).await?;
    }
    assert_eq!(world.count("select count(*) from dondoc.drafts").await?, 50);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_in_conflict_with_a_newer_report_and_with_nothing_else() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    let action = format!("/assignments/{id}/report");
    let colleague = world.person("ha-noi", Role::Officer).await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let page = visitor.get(&action).await?;
    // Meanwhile in another tab and at the Working Group: evidence, which raises the version.
    let link = json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"});
    let (status, _) =
        server.act(&format!("/assignments/{id}/evidence-links"), 999, &link, &colleague).await?;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(report(&visitor, &page, &action, "60").await?.done(), Some("reported"));

    let page = visitor.get(&action).await?;
    // Reports of one instant have no order.
    world.clock.set(world.now() + jiff::SignedDuration::from_mins(1));
    let version = world.count("select version::bigint from dondoc.assignments").await?;
    let theirs = json!({"percent": 70, "results": "Của đồng nghiệp"});
    let (status, _) =
        server.act(&format!("/assignments/{id}/progress-reports"), version, &theirs, &colleague).await?;
    assert_eq!(status, StatusCode::OK);
    let late = report(&visitor, &page, &action, "65").await?;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    for text in [RESULTS, "Của đồng nghiệp", "officer (ha-noi)"] {
        assert!(late.text.contains(text), "no {text} in {}", late.text);
    }
    Ok(())
}
