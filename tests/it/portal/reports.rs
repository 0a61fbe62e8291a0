//! The pages of a body's reports: who gets which, and the way from empty cells to what is filed.

use std::fmt::Write;

use dondoc_tests::figures::{Desk, Measured, PERIOD};

use super::*;

const ROUTES: [(&str, &str); 11] = [
    ("GET", ""),
    ("GET", "/{id}"),
    ("POST", "/{id}"),
    ("GET", "/{id}/propose"),
    ("POST", "/{id}/propose"),
    ("GET", "/{id}/file"),
    ("POST", "/{id}/file"),
    ("GET", "/{id}/workbook"),
    ("GET", "/{id}/workbook.xlsx"),
    ("POST", "/{id}/workbook"),
    ("POST", "/{id}/workbook/write"),
];

/// The fields of a form about nothing.
fn fields(path: &str) -> Vec<(&'static str, &'static str)> {
    let file = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    if path == "/{id}" {
        vec![("format", "vi"), ("drawn", "vi")]
    } else if path == "/{id}/workbook/write" {
        vec![("file", file), ("format", "plain"), ("drawn", "plain")]
    } else {
        vec![("remark", "Đủ số liệu")]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_reports_answers_every_caller() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let world = &measured.post.world;
    let Desk { officer, approver, report } = measured.desk("ha-noi", PERIOD).await?;
    let callers = [
        ("nobody", None),
        ("viewer", Some(world.person("ha-noi", Role::Viewer).await?)),
        ("admin", Some(world.person("ha-noi", Role::Administrator).await?)),
        ("officer", Some(officer)),
        ("approver", Some(approver)),
        ("wg-lead", Some(world.person("national", Role::Lead).await?)),
        ("other", Some(world.person("lao-cai", Role::Approver).await?)),
    ];
    let mut matrix = String::new();
    for (name, caller) in &callers {
        let visitor = Visitor::new(&measured.server, caller.as_ref())?;
        let token = caller.as_ref().map(World::form_token).unwrap_or_default();
        write!(matrix, "{name}")?;
        for (method, path) in ROUTES {
            let at = format!("/reports{}", path.replace("{id}", &report.to_string()));
            let page = if method == "GET" {
                visitor.get(&at).await?
            } else {
                let key = Uuid::now_v7().to_string();
                let mut all = vec![("_token", token.as_str()), ("_key", key.as_str()), ("_version", "1")];
                all.extend(fields(path));
                visitor.post(&at, &all).await?
            };
            write!(matrix, " {}", page.status.as_u16())?;
        }
        matrix.push('\n');
    }
    let expected = "\
        nobody 303 303 401 303 401 303 401\n\
        viewer 200 200 403 403 403 403 403\n\
        admin 200 200 403 403 403 403 403\n\
        officer 200 200 303 200 409 403 403\n\
        approver 200 200 303 200 409 200 409\n\
        wg-lead 403 403 403 403 403 403 403\n\
        other 200 404 404 404 404 404 404\n";
    assert_eq!(matrix, expected);
    Ok(())
}

/// The fields of all cells as they stand on the page, some of them changed.
fn cells<'a>(page: &Page, action: &str, changes: &'a [(&'a str, &'a str)]) -> Vec<(String, String)> {
    let mut all = vec![("format".to_owned(), "vi".to_owned()), ("drawn".to_owned(), "vi".to_owned())];
    for code in ["K-SUM", "K-RATIO", "K-YES"] {
        for part in ["num", "den", "mark"] {
            let name = format!("{part}.{code}");
            if !page.text.contains(&format!("name=\"{name}\"")) {
                continue;
            }
            let stored = page.value(action, &name);
            let text = changes
                .iter()
                .find(|(field, _)| *field == name)
                .map_or(stored, |(_, text)| (*text).to_owned());
            all.push((name, text));
        }
    }
    all
}

async fn save(
    visitor: &Visitor,
    page: &Page,
    action: &str,
    changes: &[(&str, &str)],
) -> anyhow::Result<Page> {
    let fields = cells(page, action, changes);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    visitor.fill(page, action, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_fill_in_one_form_a_third_files_it_and_nothing_typed_is_lost() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let Desk { officer, approver, report } = measured.desk("ha-noi", PERIOD).await?;
    let colleague = measured.post.world.person("ha-noi", Role::Officer).await?;
    let [first, second, third] =
        [&officer, &colleague, &approver].map(|person| Visitor::new(&measured.server, Some(person)).unwrap());
    let path = format!("/reports/{report}");
    let list = first.get("/reports").await?;
    assert!(
        list.text.contains(&format!("href=\"{path}\"")) && list.text.contains("tháng 7/2024"),
        "{}",
        list.text
    );
    // The duty's own page leads to the figures and offers no report of progress.
    let item = first.get(&format!("/assignments/{report}")).await?;
    assert!(item.text.contains(&format!("class=\"button\" href=\"{path}\">Nhập số liệu")), "{}", item.text);
    assert!(!item.text.contains(&format!("/assignments/{report}/report\"")), "{}", item.text);

    let (one, other) = (first.get(&path).await?, second.get(&path).await?);
    let saved = save(&first, &one, &path, &[("num.K-SUM", "20.000"), ("num.K-RATIO", "900")]).await?;
    assert_eq!(
        (saved.status, saved.done()),
        (StatusCode::SEE_OTHER, Some("figures-saved")),
        "{}",
        saved.text
    );
    let half = first.get(&format!("{path}/propose")).await?;
    assert!(half.text.contains(&format!("href=\"{path}#num.K-RATIO\"")), "{}", half.text);
    // What only the other has changed is theirs; what both have changed is shown from both sides.
    let saved = save(&second, &other, &path, &[("num.K-SUM", "21.000"), ("num.K-YES", "1")]).await?;
    assert_eq!(saved.status, StatusCode::CONFLICT);
    assert!(saved.text.contains("vừa sửa ô này thành: 20.000") && saved.text.contains("value=\"21.000\""));
    assert!(saved.text.contains("value=\"900\"") && !saved.text.contains("thành: 900"), "{}", saved.text);
    let kept = second.get(&path).await?;
    assert!(
        kept.text.contains("value=\"21.000\"") && kept.text.contains("bản nháp của bạn"),
        "{}",
        kept.text
    );
    let saved = save(&second, &saved, &path, &[("den.K-RATIO", "1.000")]).await?;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let whole = first.get(&path).await?;
    assert!(
        whole.text.contains("90,0% (900/1.000)") && whole.text.contains("value=\"21.000\""),
        "{}",
        whole.text
    );

    let propose = format!("{path}/propose");
    let page = first.get(&propose).await?;
    let proposed = first.fill(&page, &propose, &[("remark", "Đủ số liệu")]).await?;
    assert_eq!(
        (proposed.status, proposed.done()),
        (StatusCode::SEE_OTHER, Some("proposed")),
        "{}",
        proposed.text
    );
    // Typed before, sent after: it cannot be written any more, and is still there.
    let late = save(&first, &whole, &path, &[("num.K-SUM", "23.456")]).await?;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("23.456") && !late.text.contains("name=\"num.K-SUM\""), "{}", late.text);
    let file = format!("{path}/file");
    let page = third.get(&file).await?;
    let filed = third.fill(&page, &file, &[("remark", "")]).await?;
    assert_eq!((filed.status, filed.done()), (StatusCode::SEE_OTHER, Some("submitted")), "{}", filed.text);
    let page = third.get(&path).await?;
    assert!(
        page.text.contains("Đến lượt Tổ công tác thẩm tra") && !page.text.contains("name=\"num."),
        "{}",
        page.text
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_entered_a_cell_reads_that_another_approver_files() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let visitor = Visitor::new(&measured.server, Some(&desk.approver))?;
    let path = format!("/reports/{}", desk.report);
    measured.save(&desk, &[("K-SUM", "5", ""), ("K-RATIO", "1", "2")]).await?;
    let page = visitor.get(&path).await?;
    let action = format!("{path}/file");
    let form = visitor.get(&action).await?;
    save(&visitor, &page, &path, &[("num.K-YES", "1")]).await?;
    let refused = visitor.fill(&form, &action, &[("remark", "Đã <xem>")]).await?;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for text in ["người phê duyệt khác của đơn vị", "Đã &#60;xem&#62;"] {
        assert!(refused.text.contains(text), "{text} in {}", refused.text);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_typed_before_the_session_ended_are_shown_to_be_copied() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let visitor = Visitor::new(&measured.server, Some(&desk.officer))?;
    let path = format!("/reports/{}", desk.report);
    let page = visitor.get(&path).await?;
    measured.post.world.run("update dondoc.sessions set revoked_at = now()", &[]).await?;
    let over = save(&visitor, &page, &path, &[("num.K-SUM", "20.000")]).await?;
    assert_eq!(over.status, StatusCode::UNAUTHORIZED);
    assert!(over.text.contains("K-SUM: Số liệu") && over.text.contains("20.000"), "{}", over.text);
    Ok(())
}
