//! What every caller gets from every page and form of the portal that names an assignment, as
//! [`crate::access_matrix`] does for the API.

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use dondoc_shared::role::Role;
use dondoc_tests::{
    server::Server,
    world::{Person, World},
};
use reqwest::header;
use uuid::Uuid;

use super::{Page, Visitor};
use crate::access_matrix::{Stage, needs, stage};

/// Method, path behind the assignment's, the API's operation that needs the same, and the fields of the form.
type Route = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const REMARK: &[(&str, &str)] = &[("remark", "Lý do")];
const FINISHED: &[(&str, &str)] = &[("remark", "Lý do"), ("results", "Kết quả")];
const ROUTES: &[Route] = &[
    ("GET", "", "show_assignment", &[]),
    ("GET", "/acknowledge", "acknowledge_assignment", &[]),
    ("POST", "/acknowledge", "acknowledge_assignment", &[]),
    ("GET", "/report", "report_progress", &[]),
    ("POST", "/report", "report_progress", &[("percent", "50"), ("results", "Kết quả")]),
    ("GET", "/evidence", "add_evidence_link", &[]),
    (
        "POST",
        "/evidence/links",
        "add_evidence_link",
        &[("name", "Tệp"), ("url", "https://ha-noi.example/qd")],
    ),
    ("POST", "/evidence/files", "add_evidence", &[]),
    ("GET", "/evidence/{evidence}", "download_evidence", &[]),
    ("GET", "/evidence/{evidence}/remove", "remove_evidence", &[]),
    ("POST", "/evidence/{evidence}/remove", "remove_evidence", &[]),
    ("GET", "/propose", "propose_submission", &[]),
    ("POST", "/propose", "propose_submission", FINISHED),
    ("GET", "/take-proposal-back", "take_proposal_back", &[]),
    ("POST", "/take-proposal-back", "take_proposal_back", &[]),
    ("GET", "/send-back", "send_back_proposal", &[]),
    ("POST", "/send-back", "send_back_proposal", REMARK),
    ("GET", "/submit", "submit_assignment", &[]),
    ("POST", "/submit", "submit_assignment", FINISHED),
    ("GET", "/take-back", "take_back_submission", &[]),
    ("POST", "/take-back", "take_back_submission", &[]),
    ("GET", "/extension", "request_extension", &[]),
    (
        "POST",
        "/extension",
        "request_extension",
        &[("pick", "other"), ("to", "31/01/2025"), ("reason", "funding"), ("text", "Chưa có kinh phí")],
    ),
    ("GET", "/urge-answer", "answer_urge", &[]),
    ("POST", "/urge-answer", "answer_urge", &[("text", "Đã trình")]),
];

/// The routes that the portal's source declares.
fn declared() -> anyhow::Result<BTreeSet<(String, String)>> {
    let mut found = BTreeSet::new();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src/slices/work/web"))? {
        let file = file?.path();
        if !file.is_file() {
            continue;
        }
        for line in fs::read_to_string(file)?.lines() {
            let Some((before, path)) = line.split_once("\"/assignments/{id}") else { continue };
            let path = path.split('"').next().unwrap_or_default().to_owned();
            let methods: &[&str] = match before {
                "#[get(" => &["GET"],
                "#[post(" => &["POST"],
                // Page and form at once.
                _ if before.starts_with("act! {") => &["GET", "POST"],
                _ => &[],
            };
            found.extend(methods.iter().map(|method| ((*method).to_owned(), path.clone())));
        }
    }
    Ok(found)
}

async fn ask(
    visitor: &Visitor,
    caller: Option<&Person>,
    (method, path, operation, fields): Route,
    (id, stage): (Uuid, &Stage),
) -> anyhow::Result<Page> {
    let evidence = stage.evidence.to_string();
    let path = format!("/assignments/{id}{}", path.replace("{evidence}", &evidence));
    if method == "GET" {
        return visitor.get(&path).await;
    }
    let token = caller.map(World::form_token).unwrap_or_default();
    let key = Uuid::now_v7().to_string();
    let mut all = vec![("_token", token.as_str()), ("_key", key.as_str()), ("_version", "1")];
    if operation != "add_evidence" {
        all.extend(fields);
        return visitor.post(&path, &all).await;
    }
    let mut body = String::new();
    for (name, value) in all {
        write!(body, "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")?;
    }
    body.push_str(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
         Content-Type: text/plain\r\n\r\nhello\r\n--x--\r\n",
    );
    let mut request = visitor
        .http
        .post(format!("{}{path}", visitor.base))
        .header(header::ORIGIN, &visitor.base)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(body);
    if let Some(cookie) = &visitor.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    Page::of(request.send().await?).await
}

/// The page without what differs from one request to the next.
fn plain(page: &Page, id: Uuid, stage: &Stage) -> String {
    let text = format!("{} {} {}", page.status, page.to, page.text);
    let text = text.replace(&id.to_string(), "{id}").replace(&stage.evidence.to_string(), "{evidence}");
    match text.split_once("mã yêu cầu ") {
        Some((before, after)) => {
            format!("{before}{}", after.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
        }
        None => text,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_and_form_answers_every_caller_as_the_matrix_says() -> anyhow::Result<()> {
    let listed: BTreeSet<(String, String)> =
        ROUTES.iter().map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(declared()?, listed);

    let world = World::new().await?;
    let server = Server::of(&world)?;
    fs::create_dir_all(server.evidence().join("1"))?;
    fs::write(server.evidence().join("1/a"), "hello")?;
    let callers = [
        ("nobody", None),
        ("viewer", Some(world.person("ha-noi", Role::Viewer).await?)),
        ("officer", Some(world.person("ha-noi", Role::Officer).await?)),
        ("approver", Some(world.person("ha-noi", Role::Approver).await?)),
        ("admin", Some(world.person("ha-noi", Role::Administrator).await?)),
        ("observer", Some(world.person("national", Role::Observer).await?)),
        ("wg-lead", Some(world.person("national", Role::Lead).await?)),
        ("other-of", Some(world.person("lao-cai", Role::Officer).await?)),
        ("other-ap", Some(world.person("lao-cai", Role::Approver).await?)),
    ];
    let mut matrix = format!("{:<33} {:<8}", "page or form", "id");
    for (name, _) in &callers {
        write!(matrix, " {name:<8}")?;
    }
    let mut n = 0;
    for route in ROUTES {
        let (method, path, operation, _) = *route;
        let (status, _) = needs(operation).unwrap();
        let mut rows = ["own", "missing"].map(|kind| format!("\n{method:<4} {path:<28} {kind:<8}"));
        for (name, caller) in &callers {
            n += 1;
            let stage = stage(&world, &format!("P{n}"), operation, status).await?;
            let visitor = Visitor::new(&server, caller.as_ref())?;
            let mut seen = vec![];
            for (row, id) in rows.iter_mut().zip([stage.assignment, Uuid::now_v7()]) {
                let trail = world.count("select count(*) from dondoc.audit").await?;
                let page = ask(&visitor, caller.as_ref(), *route, (id, &stage)).await?;
                let left = world.count("select count(*) from dondoc.audit").await? - trail;
                write!(row, " {:<8}", page.status.as_u16())?;
                let done = method == "POST" && page.done().is_some();
                assert_eq!(left > 0, done, "{method} {path} as {name}: {left} audit entries");
                seen.push(plain(&page, id, &stage));
            }
            // For people without business here it is as if it did not exist (R82).
            assert!(!name.starts_with("other") || seen[0] == seen[1], "{method} {path} as {name}: {seen:#?}");
        }
        matrix.push_str(&rows.concat());
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../snapshots"}, {
        insta::assert_snapshot!("portal_matrix", matrix);
    });
    Ok(())
}
