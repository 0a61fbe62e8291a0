//! The form of a report by way of the portal: it is taken along, brought back, looked at and then written.

use dondoc_tests::{
    figures::{Desk, Measured, PERIOD},
    server::answer,
    workbooks::with_numbers,
};

use dondoc_shared::{error::ErrorCode, text::Lang};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::Method;
use serde_json::Value;

use super::{reports::save, *};
use crate::input::files::file;

/// Sends a file by the form of a page.
async fn bring(
    visitor: &Visitor,
    page: &Page,
    action: &str,
    name: &str,
    book: &[u8],
) -> anyhow::Result<Page> {
    let mut body = Vec::new();
    for field in ["_token", "_key", "_version", "_page"] {
        let value = page.value(action, field);
        body.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    body.extend(
        format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes(),
    );
    body.extend(book);
    body.extend(b"\r\n--x--\r\n");
    let request = visitor
        .http
        .post(format!("{}{action}", visitor.base))
        .header(header::ORIGIN, &visitor.base)
        .header(header::COOKIE, visitor.cookie.clone().unwrap())
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(body);
    Page::of(request.send().await?).await
}

/// The hidden fields of the page that asks for the last word.
fn hidden(page: &Page, action: &str) -> Vec<(String, String)> {
    let form =
        page.text.split(&format!("action=\"{action}\"")).nth(1).unwrap().split("</form>").next().unwrap();
    let inputs = form.split("<input type=\"hidden\" ").skip(1);
    let part = |input: &str, name: &str| {
        input.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    inputs.map(|input| (part(input, "name"), part(input, "value"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_taken_along_brought_back_looked_at_and_then_written() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let Desk { officer, approver, report } = measured.desk("ha-noi", PERIOD).await?;
    let visitor = Visitor::new(&measured.server, Some(&officer))?;
    let entry = format!("/reports/{report}");
    let (action, write) = (format!("{entry}/workbook"), format!("{entry}/workbook/write"));
    let page = visitor.get(&entry).await?;
    assert!(page.text.contains("Tải biểu mẫu XLSX") && page.text.contains(&format!("href=\"{action}\"")));
    let download = measured.server.page(&format!("{entry}/workbook.xlsx"), Some(&officer));
    let form = download.send().await?.bytes().await?.to_vec();
    let cross = measured.server.page(&format!("{entry}/workbook.xlsx"), Some(&officer));
    assert_eq!(cross.header("Sec-Fetch-Site", "cross-site").send().await?.status(), StatusCode::FORBIDDEN);

    let page = visitor.get(&action).await?;
    for (name, content, told) in [
        ("a.xlsx", b"x".as_slice(), ErrorCode::FileUnreadable.message(Lang::Vi)),
        ("a.ods", &form, "Chỉ nhận tệp XLSX"),
        ("", b"", "Hãy chọn"),
    ] {
        let refused = bring(&visitor, &page, &action, name, content).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(told), "{told} in {}", refused.text);
        assert!(refused.text.contains("Chưa ghi gì."), "{}", refused.text);
    }
    let bad = with_numbers(&form, &[("G6", "nan")]);
    let refused = bring(&visitor, &page, &action, "a.xlsx", &bad).await?;
    assert!(refused.text.contains("Tờ 1, ô G6: không phải là số"), "{}", refused.text);
    assert!(!refused.text.contains("Ghi vào bản nháp"), "{}", refused.text);

    let book = with_numbers(&form, &[("G6", "21000"), ("G7", "0"), ("H7", "1200")]);
    let shown = bring(&visitor, &page, &action, "Báo cáo.xlsx", &book).await?;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    assert!(shown.text.contains("chưa nhập → Tệp: <strong>21.000</strong>"), "{}", shown.text);
    assert!(shown.text.contains("0,0% (0/1.200)") && shown.text.contains("Tờ 1, ô G7"), "{}", shown.text);
    let drafts = "select count(*) from dondoc.report_drafts";
    assert_eq!(measured.post.world.count(drafts).await?, 0, "nothing is written");
    let fields = hidden(&shown, &write);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let done = visitor.post(&write, &fields).await?;
    assert_eq!((done.to.clone(), done.done()), (entry.clone(), Some("figures-saved")), "{}", done.text);
    assert_eq!(measured.post.world.count(drafts).await?, 2);
    let trail = "select count(*) from dondoc.audit where action = 'import_workbook'";
    assert_eq!(measured.post.world.count(trail).await?, 1);

    // Somebody else changes a cell in between: theirs stays, and both are shown where figures are entered.
    let later = with_numbers(&form, &[("G6", "22000")]);
    let colleague = Visitor::new(&measured.server, Some(&approver))?;
    let page = colleague.get(&action).await?;
    let shown = bring(&colleague, &page, &action, "a.xlsx", &later).await?;
    assert!(shown.text.contains("đã sửa ô này sau khi biểu mẫu được tải"), "{}", shown.text);
    let fields = hidden(&shown, &write);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let conflict = colleague.post(&write, &fields).await?;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(
        conflict.text.contains("value=\"22000\"") && conflict.text.contains("21000"),
        "{}",
        conflict.text
    );
    assert_eq!(measured.post.world.count(&format!("{drafts} where num = '21000'")).await?, 1);
    Ok(())
}

/// What the checks find in a report as it stands: everything but who said what to it.
async fn findings(measured: &Measured, desk: &Desk) -> anyhow::Result<Vec<[Value; 6]>> {
    let detail = measured.report(desk, &desk.officer).await?;
    let parts = ["indicator", "rule", "level", "part", "code", "message_vi"];
    let found = detail["findings"].as_array().unwrap().iter();
    Ok(found.map(|finding| parts.map(|part| finding[part].clone())).collect())
}

/// Numbers of a form: now and then with a digit too many, swapped, broken or left out.
fn any_form(chance: &mut StdRng) -> [String; 4] {
    let (sum, num, den) = (chance.random_range(900..1_200), chance.random_range(400..600), 1_000);
    let mut numbers = [sum, num, den, chance.random_range(0..2)].map(|n: i64| n.to_string());
    match chance.random_range(0..8) {
        0 => numbers[0].push('0'),
        1 => numbers.swap(1, 2),
        2 => numbers[0] = "0.5".to_owned(),
        3 => numbers[1].clear(),
        4 => numbers[3] = "7".to_owned(),
        5 => numbers[0] = "0".to_owned(),
        6 => numbers[1] = "990".to_owned(),
        _ => {}
    }
    numbers
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_finds_the_same_in_the_same_numbers() -> anyhow::Result<()> {
    const FORMS: usize = 24;
    let months = [(1_000, 500, 1_000); 6];
    let measured = Measured::after(&["ha-noi"], &months).await?;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    let visitor = Visitor::new(&measured.server, Some(&desk.officer))?;
    let entry = format!("/reports/{}", desk.report);
    let mut chance = StdRng::seed_from_u64(6);
    let (mut found, mut kinds) = (0, std::collections::BTreeSet::new());
    for nth in 0..FORMS {
        let [sum, num, den, yes] = any_form(&mut chance);
        let empty =
            async || measured.save(&desk, &[("K-SUM", "", ""), ("K-RATIO", "", ""), ("K-YES", "", "")]).await;
        measured.save(&desk, &[("K-SUM", &sum, ""), ("K-RATIO", &num, &den), ("K-YES", &yes, "")]).await?;
        let by_json = findings(&measured, &desk).await?;

        empty().await?;
        let page = visitor.get(&entry).await?;
        // As it is written in Vietnamese.
        let written = sum.replace('.', ",");
        let fields = [
            ("num.K-SUM", written.as_str()),
            ("num.K-RATIO", &num),
            ("den.K-RATIO", &den),
            ("num.K-YES", &yes),
        ];
        let saved = save(&visitor, &page, &entry, &fields).await?;
        assert_eq!(saved.done(), Some("figures-saved"), "form {nth}: {}", saved.text);
        let by_form = findings(&measured, &desk).await?;

        empty().await?;
        let download = measured.server.page(&format!("{entry}/workbook.xlsx"), Some(&desk.officer));
        let book = download.send().await?.bytes().await?.to_vec();
        let cells = [("G6", sum.as_str()), ("G7", &num), ("H7", &den), ("G8", &yes)];
        let cells: Vec<(&str, &str)> = cells.into_iter().filter(|(_, number)| !number.is_empty()).collect();
        let request = measured.server.api(
            Method::POST,
            &format!("/reports/{}/workbook?dry_run=false", desk.report),
            Some(&desk.officer),
        );
        let request = request.header("Idempotency-Key", Uuid::now_v7().to_string());
        let (status, answer) = answer(file(request, "a.xlsx", &with_numbers(&book, &cells))).await?;
        assert_eq!(status, StatusCode::OK, "form {nth}: {answer}");
        let by_workbook = findings(&measured, &desk).await?;

        assert_eq!((&by_form, &by_workbook), (&by_json, &by_json), "form {nth}: {sum}, {num}/{den}, {yes}");
        found += by_json.len();
        kinds.extend(by_json.iter().map(|finding| finding[1].to_string()));
    }
    assert!(found > FORMS && kinds.len() >= 5, "{found} of {kinds:?}: the forms were tame");
    Ok(())
}
