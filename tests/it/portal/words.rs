//! What pages say to whoever cannot go on: whom to ask, which field, where in the text, and when it was finished.

use dondoc_shared::lifecycle::Part;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_a_role_may_not_open_says_who_may_and_leads_on_in_the_readers_language()
-> anyhow::Result<()> {
    let Stage { world: _world, server, officer, id } = stage(Status::InProgress).await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let path = format!("/assignments/{id}/extension");
    let vi = visitor.get(&path).await?;
    assert_eq!(vi.status, StatusCode::FORBIDDEN);
    let en = visitor.having("dondoc_lang=en").get(&path).await?;
    for (page, texts) in [
        (&vi, ["Việc này do người phê duyệt của đơn vị thực hiện.", "value=\"en\"", ">Việc của đơn vị</a>"]),
        (&en, ["In your body this is for: approver.", "value=\"vi\"", ">My work</a>"]),
    ] {
        for text in texts.into_iter().chain([&*format!("name=\"next\" value=\"{path}\"")]) {
            assert!(page.text.contains(text), "{text} in {}", page.text);
        }
        // Nobody has looked at the role: an administrator would be offered the very page that was refused.
        assert!(!page.text.contains("/waiting-on-us"), "{}", page.text);
    }
    let missing = visitor.get("/assignments/x").await?;
    assert!(missing.text.contains("<h1>Không tìm thấy.</h1>") && missing.text.contains("<nav"));
    // To whoever is not signed in, the pages behind log-in are not offered.
    assert!(!Visitor::new(&server, None)?.get("/nowhere").await?.text.contains("<nav"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_says_whom_to_ask_for_what_ones_own_role_does_not_do() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    let path = format!("/assignments/{id}");
    let page = Visitor::new(&server, Some(&officer))?.get(&path).await?;
    let told = "Gửi Tổ công tác, Đề nghị gia hạn: Việc này do người phê duyệt của đơn vị thực hiện.";
    assert!(page.text.contains(told), "{}", page.text);
    let viewer = Visitor::new(&server, Some(&world.person("ha-noi", Role::Viewer).await?))?;
    let page = viewer.get(&path).await?;
    let told = "Trình phê duyệt: Việc này do chuyên viên hoặc người phê duyệt của đơn vị thực hiện.";
    assert!(page.text.contains(told), "{}", page.text);
    let approver = Visitor::new(&server, Some(&world.person("ha-noi", Role::Approver).await?))?;
    assert!(!approver.get(&path).await?.text.contains("của đơn vị thực hiện"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinating_body_is_told_that_its_part_is_not_to_submit_and_how_it_ends() -> anyhow::Result<()> {
    let world = World::new().await?;
    let approver = world.person("ha-noi", Role::Approver).await?;
    let task = world.task("T24-10").await?;
    let scene = Scene { part: Part::Coordinating, ..Scene::due(Some(world.day(5))) };
    let id = world.assignment("ha-noi", task, &scene).await?;
    let server = Server::of(&world)?;
    let visitor = Visitor::new(&server, Some(&approver))?;
    for act in ["submit", "propose", "extension"] {
        let page = visitor.get(&format!("/assignments/{id}/{act}")).await?;
        assert_eq!(page.status, StatusCode::OK, "{act}");
        assert!(page.text.contains("Phần phối hợp kết thúc khi"), "{act}: {}", page.text);
    }
    let page = visitor.get(&format!("/assignments/{id}")).await?;
    assert!(page.text.contains("Phần này tự kết thúc khi Tổ công tác chấp nhận"), "{}", page.text);
    assert!(!page.text.contains("Cần ít nhất một tệp"), "a contribution is never submitted");
    world
        .run("update dondoc.assignments set status = 'accepted', open = false, late_from = null", &[])
        .await?;
    let closed = visitor.get("/?q=la:%C4%91%C3%B3ng").await?;
    assert!(
        closed.text.contains("đã kết thúc phần phối hợp") && !closed.text.contains("0%"),
        "{}",
        closed.text
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn finished_work_says_when_and_whether_in_time() -> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    for (code, on) in [("T24-08", -12), ("T24-09", -11)] {
        let task = world.task(code).await?;
        let submitted_on = Some(world.day(on));
        let scene = Scene { submitted_on, ..Scene::due(Some(world.day(-12))).status(Status::Accepted) };
        world.assignment("ha-noi", task, &scene).await?;
    }
    let server = Server::of(&world)?;
    let page = Visitor::new(&server, Some(&officer))?.get("/?q=la:dong").await?;
    for text in
        ["hoàn thành đúng hạn ngày 13/07/2024", "hoàn thành quá hạn ngày 14/07/2024", "hạn 13/07/2024"]
    {
        assert!(page.text.contains(text), "{text} in {}", page.text);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_names_what_is_missing_and_where_a_character_is_that_nobody_sees() -> anyhow::Result<()> {
    let Stage { world: _world, server, officer, id } = stage(Status::InProgress).await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let path = format!("/assignments/{id}/report");
    let page = visitor.get(&path).await?;
    assert!(page.text.contains("bắt buộc khi có khó khăn, vướng mắc"), "{}", page.text);
    assert_eq!(page.text.matches("data-max=\"4000\"").count(), 5, "every text says how long it may be");
    assert_eq!(page.text.matches("Không nhập thông tin thuộc bí mật nhà nước.").count(), 1, "{}", page.text);
    let waits =
        visitor.fill(&page, &path, &[("percent", "50"), ("results", "x"), ("waiting_on", "bca")]).await?;
    for text in [
        "href=\"#barriers\">Đang chờ cơ quan khác thì cần nêu chờ việc gì",
        "href=\"#cause\">Thiếu “Nguyên nhân vướng mắc”.",
    ] {
        assert!(waits.text.contains(text), "{text} in {}", waits.text);
    }
    let typed = [("percent", "50"), ("results", "Dòng một\r\nhai\u{202e}ba"), ("barriers", "Chờ dữ liệu")];
    let back = visitor.fill(&waits, &path, &typed).await?;
    let at = |text: &str| back.text.find(text).unwrap_or_else(|| panic!("{text} in {}", back.text));
    let order = [
        at("href=\"#results\">“Kết quả đã đạt” có ký tự không nhìn thấy (U+202E) ở dòng 2, vị trí 4"),
        at("href=\"#cause\">Đã nêu khó khăn, vướng mắc thì cần chọn"),
    ];
    assert!(order.is_sorted(), "as the fields follow each other");
    let long = [("percent", "50"), ("results", &*"ă".repeat(4123))];
    let back = visitor.fill(&back, &path, &long).await?;
    assert!(back.text.contains("dài quá 4.000 ký tự: hãy bớt 123 ký tự."), "{}", back.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_without_a_date_is_faulted_where_dates_are_chosen() -> anyhow::Result<()> {
    let Stage { world, server, id, .. } = stage(Status::InProgress).await?;
    let visitor = Visitor::new(&server, Some(&world.person("ha-noi", Role::Approver).await?))?;
    let path = format!("/assignments/{id}/extension");
    let page = visitor.get(&path).await?;
    // Due twelve days ago: from then on would be no later than today.
    assert!(page.text.contains("01/08/2024: 7 ngày kể từ hôm nay"), "{}", page.text);
    let back = visitor.fill(&page, &path, &[]).await?;
    let told = "href=\"#pick-0\">Hãy chọn “Thời hạn đề nghị”.";
    assert!(back.text.contains(told) && !back.text.contains("href=\"#to\""), "{}", back.text);
    let other = [("pick", "other"), ("reason", "funding"), ("text", "x")];
    let back = visitor.fill(&back, &path, &other).await?;
    assert!(back.text.contains("href=\"#to\">Thiếu “Ngày khác"), "{}", back.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_finds_nothing_leads_to_the_closed_work_and_a_page_says_where_it_is()
-> anyhow::Result<()> {
    let Stage { world, server, officer, .. } = stage(Status::InProgress).await?;
    for n in 10..45 {
        let task = world.task(&format!("T24-{n}")).await?;
        world.row(officer.tenant, Uuid::now_v7(), task, &Scene::due(Some(world.day(n)))).await?;
    }
    world.tally().await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let none = visitor.get("/?q=khongcogi").await?;
    let link = "href=\"/?q=khongcogi+la%3A%C4%91%C3%B3ng\">Tìm trong các việc đã kết thúc";
    assert!(none.text.contains(link), "{}", none.text);
    let first = visitor.get("/").await?;
    let more = first.text.split("href=\"/?cursor=").nth(1).unwrap().split('"').next().unwrap();
    let next = visitor.get(&format!("/?cursor={}", more.replace("&#38;", "&"))).await?;
    assert!(next.text.contains("Đang hiện từ 31 đến 36 trong 36 việc."), "{}", next.text);
    let cut = visitor.get(&format!("/?cursor={}", more.split("&#38;").next().unwrap())).await?;
    assert!(cut.text.contains("Đang hiện 6 trong 36 việc."), "{}", cut.text);
    let wrong = visitor.get("/?q=trangthai:b%E1%BB%8B%20tr%E1%BA%A3%20l%E1%BA%A1i").await?;
    assert!(wrong.text.contains("bị-trả-lại") && !wrong.text.contains("in_progress"), "{}", wrong.text);
    Ok(())
}
