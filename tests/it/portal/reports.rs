//! The pages of a body's reports: who gets which, and the way from empty cells to what is filed.

use std::fmt::Write;

use dondoc_tests::figures::{Desk, Measured, PERIOD};

use super::*;

const ROUTES: [(&str, &str); 24] = [
    ("GET", ""),
    ("GET", "/{id}"),
    ("POST", "/{id}"),
    ("GET", "/{id}/propose"),
    ("POST", "/{id}/propose"),
    ("GET", "/{id}/file"),
    ("POST", "/{id}/file"),
    ("GET", "/{id}/nil"),
    ("POST", "/{id}/nil"),
    ("GET", "/{id}/correction"),
    ("POST", "/{id}/correction"),
    ("GET", "/{id}/correction/propose"),
    ("POST", "/{id}/correction/propose"),
    ("GET", "/{id}/correction/send-back"),
    ("POST", "/{id}/correction/send-back"),
    ("GET", "/{id}/correction/discard"),
    ("POST", "/{id}/correction/discard"),
    ("GET", "/{id}/correction/file"),
    ("POST", "/{id}/correction/file"),
    ("GET", "/{id}/history/K-SUM"),
    ("GET", "/{id}/workbook"),
    ("GET", "/{id}/workbook.xlsx"),
    ("POST", "/{id}/workbook"),
    ("POST", "/{id}/workbook/write"),
];

/// A file as the page hands it on that shows what is in it.
fn file_read_for(person: &Person, report: AssignmentId) -> String {
    let digest = "0f".repeat(32);
    format!("{digest}.{}", World::form_mark(person, &format!("workbook {report} {digest}")))
}

/// The fields of a form about nothing.
fn fields<'a>(path: &str, file: &'a str) -> Vec<(&'static str, &'a str)> {
    if path == "/{id}" || path == "/{id}/correction" {
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
        let file = caller.as_ref().map(|person| file_read_for(person, report)).unwrap_or_default();
        write!(matrix, "{name}")?;
        for (method, path) in ROUTES {
            let at = format!("/reports{}", path.replace("{id}", &report.to_string()));
            let page = if method == "GET" {
                visitor.get(&at).await?
            } else {
                let key = Uuid::now_v7().to_string();
                let mut all = vec![("_token", token.as_str()), ("_key", key.as_str()), ("_version", "1")];
                all.extend(fields(path, &file));
                visitor.post(&at, &all).await?
            };
            write!(matrix, " {}", page.status.as_u16())?;
        }
        matrix.push('\n');
    }
    let expected = "\
        nobody 303 303 401 303 401 303 401 303 401 303 401 303 401 303 401 303 401 303 401 303 303 303 401 401\n\
        viewer 200 200 403 403 403 403 403 403 403 200 403 403 403 403 403 403 403 403 403 200 200 200 415 403\n\
        admin 200 200 403 403 403 403 403 403 403 200 403 403 403 403 403 403 403 403 403 200 200 200 415 403\n\
        officer 200 200 303 200 409 403 403 403 403 200 409 200 409 403 403 200 409 403 403 200 200 200 415 303\n\
        approver 200 200 303 200 409 200 409 200 409 200 409 200 409 200 409 200 409 200 409 200 200 200 415 303\n\
        wg-lead 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 415 403\n\
        other 200 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 415 404\n";
    assert_eq!(matrix, expected);
    Ok(())
}

/// What a field of a form holds; of several to choose from, the one that is chosen.
fn held(page: &Page, action: &str, name: &str) -> String {
    let form = page.text.split(&format!("action=\"{action}\"")).nth(1).expect("no such form");
    let form = form.split("</form>").next().unwrap();
    let named = format!("name=\"{name}\"");
    let tags: Vec<&str> = form.split(&named).skip(1).map(|tag| tag.split('>').next().unwrap()).collect();
    let chosen = tags.iter().find(|tag| tag.ends_with(" checked"));
    let tag = chosen.or(tags.first()).expect("no such field");
    tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
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
            let stored = held(page, action, &name);
            let text = changes
                .iter()
                .find(|(field, _)| *field == name)
                .map_or(stored, |(_, text)| (*text).to_owned());
            all.push((name, text));
        }
    }
    all
}

pub(super) async fn save(
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
async fn a_workbook_that_is_overtaken_leaves_what_was_being_typed_on_the_page() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let visitor = Visitor::new(&measured.server, Some(&desk.officer))?;
    let path = format!("/reports/{}", desk.report);
    let page = visitor.get(&path).await?;
    let (token, key) = (page.value(&path, "_token"), Uuid::now_v7().to_string());
    // As the script keeps it.
    let typed = cells(&page, &path, &[("num.K-RATIO", "900"), ("num.K-SUM", "5")]);
    let typed = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&typed).finish();
    let draft = [("_token", token.as_str()), ("form", &path), ("fields", &typed)];
    assert_eq!(visitor.post("/drafts", &draft).await?.status, StatusCode::NO_CONTENT);
    measured.save(&desk, &[("K-SUM", "20000", "")]).await?;
    let file = file_read_for(&desk.officer, desk.report);
    let workbook = [
        ("_token", token.as_str()),
        ("_key", &key),
        ("_version", "1"),
        ("file", &file),
        ("format", "plain"),
        ("drawn", "plain"),
        ("num.K-SUM", "21000"),
        ("mark.K-SUM", "0-0"),
        ("num.K-YES", "1"),
        ("mark.K-YES", "0-0"),
    ];
    let conflict = visitor.post(&format!("{path}/workbook/write"), &workbook).await?;
    assert_eq!(conflict.status, StatusCode::CONFLICT, "{}", conflict.text);
    for page in [conflict, visitor.get(&path).await?] {
        assert_eq!(page.value(&path, "num.K-RATIO"), "900", "typed on the page");
        assert_eq!(page.value(&path, "num.K-SUM"), "21.000", "of the workbook, as the page writes numbers");
        assert_eq!(held(&page, &path, "num.K-YES"), "1", "written");
        assert!(page.text.contains("vừa sửa ô này thành"), "{}", page.text);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slipped_digit_is_warned_of_explained_and_read_by_whoever_files() -> anyhow::Result<()> {
    let months = [(1_083, 880, 980), (1_104, 890, 990), (1_126, 900, 1_000)];
    let measured = Measured::after(&["ha-noi", "lao-cai"], &months).await?;
    let Desk { officer, approver, report } = measured.desk("ha-noi", PERIOD).await?;
    let visitor = Visitor::new(&measured.server, Some(&officer))?;
    let path = format!("/reports/{report}");
    let page = visitor.get(&path).await?;
    let numbers = [("num.K-SUM", "11.260"), ("num.K-RATIO", "910"), ("den.K-RATIO", "1.010")];
    let saved = save(&visitor, &page, &path, &numbers).await?;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let page = visitor.get(&path).await?;
    let guess = "Thừa một chữ số? Kỳ trước 1.126, kỳ này 11.260.";
    let link = format!("<a href=\"#why.K-SUM.digit_slip.num\">K-SUM Doanh nghiệp: {guess}");
    assert!(page.text.contains(&link), "{}", page.text);
    // The other door, another body with the same past: the same findings.
    let other = measured.desk("lao-cai", PERIOD).await?;
    let typed = [("K-SUM", "11260", ""), ("K-RATIO", "910", "1010")];
    let by_json = measured.save(&other, &typed).await?;
    let desk = Desk { officer: officer.clone(), approver: approver.clone(), report };
    let by_form = measured.report(&desk, &officer).await?;
    assert_eq!(by_form["findings"], by_json["findings"]);

    let propose = format!("{path}/propose");
    let refused = visitor.get(&propose).await?;
    assert!(
        refused.text.contains("Chưa có lý do.") && !refused.text.contains("<textarea"),
        "{}",
        refused.text
    );
    // A reason too long comes back with everything, and a whole one lets it pass.
    let long = "vì ".repeat(200);
    let explained = |text: &str| {
        let mut fields = cells(&page, &path, &[]);
        let of = "K-SUM.digit_slip.num";
        fields.push((format!("why.{of}"), "real_change".to_owned()));
        fields.push((format!("because.{of}"), text.to_owned()));
        fields.push((format!("about.{of}"), page.value(&path, &format!("about.{of}"))));
        fields
    };
    for (text, status) in
        [(long.as_str(), StatusCode::UNPROCESSABLE_ENTITY), ("Thêm <hai> khu", StatusCode::SEE_OTHER)]
    {
        let fields = explained(text);
        let fields: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let answer = visitor.fill(&page, &path, &fields).await?;
        assert_eq!(answer.status, status, "{}", answer.text);
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            assert!(
                answer.text.contains(long.trim()) && answer.text.contains("value=\"11.260\""),
                "{}",
                answer.text
            );
            assert!(answer.text.contains("href=\"#because.K-SUM.digit_slip.num\""), "{}", answer.text);
        }
    }
    let page = visitor.get(&propose).await?;
    let proposed = visitor.fill(&page, &propose, &[("remark", "")]).await?;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.text);
    let second = Visitor::new(&measured.server, Some(&approver))?;
    let file = format!("{path}/file");
    let page = second.get(&file).await?;
    for text in [guess, "Lý do: thay đổi thật. Thêm &#60;hai&#62; khu ("] {
        assert!(page.text.contains(text), "{text} in {}", page.text);
    }
    assert_eq!(second.fill(&page, &file, &[("remark", "")]).await?.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn yes_or_no_is_chosen_and_what_was_typed_otherwise_stays_until_it_is_changed() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let visitor = Visitor::new(&measured.server, Some(&desk.officer))?;
    let path = format!("/reports/{}", desk.report);
    let stored = async || {
        let report = measured.report(&desk, &desk.officer).await.unwrap();
        let cells = report["cells"].as_array().unwrap();
        let cell = cells.iter().find(|cell| cell["indicator"] == "K-YES").unwrap();
        (cell["num"].as_str().unwrap().to_owned(), cell["entry"]["num"].as_i64())
    };
    let page = visitor.get(&path).await?;
    for label in [">Có</label>", ">Không</label>", ">Chưa nhập</label>"] {
        assert!(page.text.contains(label), "{label} in {}", page.text);
    }
    assert_eq!(held(&page, &path, "num.K-YES"), "", "nothing is answered for anybody");
    for (answer, said) in [("0", Some(0)), ("1", Some(1)), ("", None)] {
        let page = visitor.get(&path).await?;
        let saved = save(&visitor, &page, &path, &[("num.K-YES", answer)]).await?;
        assert_eq!(saved.done(), Some("figures-saved"), "{}", saved.text);
        assert_eq!(stored().await, (answer.to_owned(), said));
        assert_eq!(held(&visitor.get(&path).await?, &path, "num.K-YES"), answer);
    }
    // Through another door, in words that no number is: told, and not lost by saving something else.
    measured.save(&desk, &[("K-YES", "có <rồi>", "")]).await?;
    let page = visitor.get(&path).await?;
    assert!(page.text.contains("Đã nhập “có &#60;rồi&#62;”</label>"), "{}", page.text);
    let saved = save(&visitor, &page, &path, &[("num.K-SUM", "5"), ("num.K-YES", "có <rồi>")]).await?;
    assert_eq!(saved.done(), Some("figures-saved"), "{}", saved.text);
    assert_eq!(stored().await, ("có <rồi>".to_owned(), None));
    let page = visitor.get(&path).await?;
    save(&visitor, &page, &path, &[("num.K-YES", "1")]).await?;
    assert_eq!(stored().await, ("1".to_owned(), Some(1)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approver_sends_a_proposal_back_on_the_reports_own_page_which_says_who_can_open_it()
-> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let [officer, approver] =
        [&desk.officer, &desk.approver].map(|by| Visitor::new(&measured.server, Some(by)).unwrap());
    let path = format!("/reports/{}", desk.report);
    let action = format!("/assignments/{}/send-back", desk.report);
    measured.save(&desk, &[("K-SUM", "5", ""), ("K-RATIO", "1", "2")]).await?;
    let open = approver.get(&path).await?;
    assert!(open.text.contains("nhập được đến hết ngày 19/07/2024"), "{}", open.text);
    assert!(!open.text.contains(&action), "nothing is proposed");
    assert_eq!(measured.act(&desk, "propose", &desk.officer).await?.0, StatusCode::OK);
    let waiting = officer.get(&path).await?;
    assert!(waiting.text.contains("người phê duyệt của đơn vị trả lại"), "{}", waiting.text);
    for other in ["nhập được đến hết ngày", &action] {
        assert!(!waiting.text.contains(other), "{other} in {}", waiting.text);
    }
    let page = approver.get(&path).await?;
    let silent = approver.fill(&page, &action, &[("remark", "")]).await?;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.text);
    measured.post.later(1);
    let back = approver.fill(&page, &action, &[("remark", "Thiếu <hai> xã")]).await?;
    assert_eq!((back.status, back.done()), (StatusCode::SEE_OTHER, Some("sent-back")), "{}", back.text);
    let page = officer.get(&path).await?;
    for text in ["Thiếu &#60;hai&#62; xã", "nhập được đến hết ngày", "name=\"num.K-SUM\""] {
        assert!(page.text.contains(text), "{text} in {}", page.text);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_names_the_report_that_is_due_next_until_it_is_filed() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let visitor = Visitor::new(&measured.server, Some(&desk.officer))?;
    let link = format!(
        "Báo cáo đến hạn tiếp theo: <a href=\"/reports/{}\">Báo cáo chỉ tiêu, tháng 7/2024</a>",
        desk.report
    );
    let page = visitor.get("/").await?;
    let (_, after) = page.text.split_once(&link).unwrap_or_else(|| panic!("{}", page.text));
    assert!(after.split("</p>").next().unwrap().contains("hạn 17/07/2024"), "{after}");
    measured.save(&desk, &[("K-SUM", "5", ""), ("K-RATIO", "1", "2")]).await?;
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    assert!(!visitor.get("/").await?.text.contains("Báo cáo đến hạn tiếp theo"), "nothing is owed any more");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_earlier_periods_stand_with_the_reports_own() -> anyhow::Result<()> {
    let measured = Measured::after(&["ha-noi"], &[(1_104, 890, 990), (1_126, 900, 1_000)]).await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let visitor = Visitor::new(&measured.server, Some(&desk.officer))?;
    let path = format!("/reports/{}/history/K-SUM", desk.report);
    let own = async || {
        let page = visitor.get(&path).await.unwrap();
        let rows = page.text.split("<dt>").skip(1).map(|row| row.split("</div>").next().unwrap().to_owned());
        let rows: Vec<String> = rows.collect();
        assert_eq!(rows.len(), 3, "{rows:?}");
        rows[0].clone()
    };
    let row = own().await;
    assert!(row.starts_with("tháng 7/2024</dt><dd>chưa gửi"), "{row}");
    measured.save(&desk, &[("K-SUM", "1150", ""), ("K-RATIO", "910", "1010")]).await?;
    let row = own().await;
    assert!(row.contains("<dd>1.150 (đang nhập, chưa gửi)"), "{row}");
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    let row = own().await;
    assert!(row.contains("<dd>1.150 <span") || row.contains("<dd>1.150</dd>"), "{row}");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_body_corrects_what_it_filed_sees_old_and_new_and_reads_what_became_of_it() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    measured.save(&desk, &[("K-SUM", "900", ""), ("K-RATIO", "1", "2")]).await?;
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    measured.post.at("2024-07-24T03:00:00Z");
    let Desk { officer, approver, report } = measured.desk("ha-noi", PERIOD).await?;
    let lead = measured.post.world.person("national", Role::Lead).await?;
    let [writer, filer] = [&officer, &approver].map(|by| Visitor::new(&measured.server, Some(by)).unwrap());
    let (path, correction) = (format!("/reports/{report}"), format!("/reports/{report}/correction"));
    let page = writer.get(&path).await?;
    assert!(page.text.contains(&format!("href=\"{correction}\">Đính chính")), "{}", page.text);
    let page = writer.get(&correction).await?;
    assert!(
        page.text.contains("value=\"900\"") && page.text.contains("Đang được tính: 900"),
        "{}",
        page.text
    );
    let send = async |page: &Page, changes: &[(&str, &str)], why: &str| {
        let mut fields = cells(page, &correction, changes);
        fields.push(("why".to_owned(), why.to_owned()));
        fields.push(("text".to_owned(), "Nhập <thừa> một chữ số".to_owned()));
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        writer.fill(page, &correction, &fields).await
    };
    // Kept as it is typed, right or wrong, and told what is missing.
    let saved = send(&page, &[("num.K-SUM", "9o")], "").await?;
    assert_eq!(
        (saved.status, saved.done()),
        (StatusCode::SEE_OTHER, Some("correction-saved")),
        "{}",
        saved.text
    );
    let page = writer.get(&correction).await?;
    assert!(page.text.contains("value=\"9o\"") && page.text.contains("href=\"#num.K-SUM\""), "{}", page.text);
    let saved = send(&page, &[("num.K-SUM", "90")], "data_error").await?;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let page = writer.get(&correction).await?;
    assert!(page.text.contains("900 → <strong>90</strong>"), "{}", page.text);
    assert!(page.text.contains("Nhập &#60;thừa&#62; một chữ số"), "{}", page.text);
    let propose = format!("{correction}/propose");
    let page = writer.get(&propose).await?;
    let proposed = writer.fill(&page, &propose, &[("remark", "")]).await?;
    assert_eq!(proposed.done(), Some("correction-proposed"), "{}", proposed.text);
    let list = filer.get("/reports").await?;
    assert!(list.text.contains("đính chính chờ gửi"), "{}", list.text);
    let file = format!("{correction}/file");
    let page = filer.get(&file).await?;
    assert!(page.text.contains("900 → <strong>90</strong>"), "{}", page.text);
    let filed = filer.fill(&page, &file, &[]).await?;
    assert_eq!(filed.done(), Some("correction-filed"), "{}", filed.text);
    let page = writer.get(&path).await?;
    assert!(
        page.text.contains("Đính chính đang chờ") && page.text.contains("900 → <strong>90</strong>"),
        "{}",
        page.text
    );
    let again = writer.get(&correction).await?;
    assert!(
        again.text.contains("đang chờ Tổ công tác quyết định") && !again.text.contains("name=\"num."),
        "{}",
        again.text
    );
    let desk = Desk { officer, approver, report };
    let body = serde_json::json!({"accept": true, "remark": "Đã <đối chiếu>"});
    let (status, answer) = measured.decide_correction(&desk, 2, body, &lead).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let page = writer.get(&path).await?;
    for text in ["Tổ công tác đã chấp nhận đính chính", "Đã &#60;đối chiếu&#62;", "<strong>90</strong>"]
    {
        assert!(page.text.contains(text), "{text} in {}", page.text);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_changes_nothing_comes_back_and_one_is_thrown_away_after_asking()
-> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    measured.save(&desk, &[("K-SUM", "900", ""), ("K-RATIO", "1", "2")]).await?;
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    measured.post.at("2024-07-24T03:00:00Z");
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let writer = Visitor::new(&measured.server, Some(&desk.officer))?;
    let (path, correction) =
        (format!("/reports/{}", desk.report), format!("/reports/{}/correction", desk.report));
    let discard = format!("{correction}/discard");
    let send = async |page: &Page, changes: &[(&str, &str)]| {
        let mut fields = cells(page, &correction, changes);
        fields.push(("why".to_owned(), "data_error".to_owned()));
        fields.push(("text".to_owned(), "Nhập thừa".to_owned()));
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        writer.fill(page, &correction, &fields).await
    };
    let page = writer.get(&correction).await?;
    assert!(!page.text.contains(&discard), "there is nothing to throw away");
    let nothing = send(&page, &[]).await?;
    assert_eq!(nothing.status, StatusCode::CONFLICT);
    for text in ["chưa thay đổi số liệu nào: hãy sửa ít nhất một ô", "Nhập thừa</textarea>", "role=\"alert\""]
    {
        assert!(nothing.text.contains(text), "{text} in {}", nothing.text);
    }
    let saved = send(&writer.get(&correction).await?, &[("num.K-SUM", "90")]).await?;
    assert_eq!(saved.done(), Some("correction-saved"), "{}", saved.text);
    let page = writer.get(&correction).await?;
    assert!(page.text.contains(&format!("href=\"{discard}\">Bỏ bản đính chính</a>")), "{}", page.text);
    let page = writer.get(&discard).await?;
    assert!(page.text.contains("không lấy lại được"), "{}", page.text);
    assert!(page.text.contains("900 → <strong>90</strong>"), "{}", page.text);
    assert!(writer.get(&correction).await?.text.contains("value=\"90\""), "asking throws nothing away");
    let gone = writer.fill(&page, &discard, &[]).await?;
    assert_eq!(
        (gone.to.as_str(), gone.done()),
        (path.as_str(), Some("correction-discarded")),
        "{}",
        gone.text
    );
    let page = writer.get(&correction).await?;
    assert!(page.text.contains("value=\"900\"") && !page.text.contains(&discard), "{}", page.text);
    assert!(!page.text.contains("<option value=\"data_error\" selected>"), "{}", page.text);
    let again = writer.get(&discard).await?;
    assert!(!again.text.contains(&format!("action=\"{discard}\"")), "{}", again.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_stands_out_asks_for_its_reason_and_shows_it_to_whoever_files() -> anyhow::Result<()>
{
    let months = [(1_083, 880, 980), (1_104, 890, 990), (1_126, 900, 1_000)];
    let measured = Measured::after(&["ha-noi"], &months).await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    measured.save(&desk, &[("K-SUM", "1150", ""), ("K-RATIO", "910", "1010")]).await?;
    assert_eq!(measured.file(&desk).await?.0, StatusCode::OK);
    measured.post.at("2024-07-24T03:00:00Z");
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let [writer, filer] =
        [&desk.officer, &desk.approver].map(|by| Visitor::new(&measured.server, Some(by)).unwrap());
    measured.correct(&desk, &desk.officer, &[("K-SUM", "11260", "")]).await?;
    let correction = format!("/reports/{}/correction", desk.report);
    let propose = format!("{correction}/propose");
    let page = writer.get(&correction).await?;
    let guess = "Thừa một chữ số? Kỳ trước 1.126, kỳ này 11.260.";
    let link = format!("<a href=\"#why.K-SUM.digit_slip.num\">K-SUM Doanh nghiệp: {guess}");
    assert!(page.text.contains(&link), "{}", page.text);
    let refused = writer.get(&propose).await?;
    for text in ["Chưa có lý do.", &format!("href=\"{correction}#why.K-SUM.digit_slip.num\"")] {
        assert!(refused.text.contains(text), "{text} in {}", refused.text);
    }
    assert!(!refused.text.contains("<textarea"), "{}", refused.text);
    let mut fields = cells(&page, &correction, &[]);
    fields.push(("why".to_owned(), "data_error".to_owned()));
    fields.push(("text".to_owned(), "Nhập thừa chữ số".to_owned()));
    for rule in ["digit_slip", "own_history"] {
        let of = format!("K-SUM.{rule}.num");
        if page.text.contains(&format!("name=\"about.{of}\"")) {
            fields.push((format!("why.{of}"), "real_change".to_owned()));
            fields.push((format!("because.{of}"), "Thêm <hai> khu".to_owned()));
            fields.push((format!("about.{of}"), held(&page, &correction, &format!("about.{of}"))));
        }
    }
    let fields: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let saved = writer.fill(&page, &correction, &fields).await?;
    assert_eq!(saved.done(), Some("correction-saved"), "{}", saved.text);
    let page = writer.get(&propose).await?;
    let proposed = writer.fill(&page, &propose, &[("remark", "")]).await?;
    assert_eq!(proposed.done(), Some("correction-proposed"), "{}", proposed.text);
    let file = format!("{correction}/file");
    let page = filer.get(&file).await?;
    for text in [guess, "Lý do: thay đổi thật. Thêm &#60;hai&#62; khu (", "1.150 → <strong>11.260</strong>"]
    {
        assert!(page.text.contains(text), "{text} in {}", page.text);
    }
    let filed = filer.fill(&page, &file, &[]).await?;
    assert_eq!(filed.done(), Some("correction-filed"), "{}", filed.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approver_reads_what_a_nil_return_means_and_files_it_with_one_button() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let (desk, other) = (measured.desk("bca", PERIOD).await?, measured.desk("ha-noi", PERIOD).await?);
    let visitor = Visitor::new(&measured.server, Some(&desk.approver))?;
    let path = format!("/reports/{}", desk.report);
    let page = visitor.get(&path).await?;
    assert!(page.text.contains(&format!("href=\"{path}/nil\">Báo cáo không phát sinh")), "{}", page.text);
    let nil = format!("{path}/nil");
    let page = visitor.get(&nil).await?;
    assert!(page.text.contains("K-RATIO") && page.text.contains("thư nhắc dừng lại"), "{}", page.text);
    let filed = visitor.fill(&page, &nil, &[("remark", "")]).await?;
    assert_eq!(filed.done(), Some("nil-filed"), "{}", filed.text);
    let page = visitor.get(&path).await?;
    assert!(page.text.contains("Đơn vị đã báo cáo rằng trong kỳ không phát sinh gì"), "{}", page.text);
    assert!(visitor.get("/reports").await?.text.contains(">không phát sinh</span>"));
    // Where a stock is asked it is not offered, and its page says why.
    let visitor = Visitor::new(&measured.server, Some(&other.approver))?;
    let path = format!("/reports/{}", other.report);
    assert!(!visitor.get(&path).await?.text.contains("/nil\""));
    let page = visitor.get(&format!("{path}/nil")).await?;
    assert!(
        page.text.contains("K-SUM Doanh nghiệp: Chỉ tiêu lũy kế") && !page.text.contains("<textarea"),
        "{}",
        page.text
    );
    Ok(())
}
