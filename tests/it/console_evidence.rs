//! The evidence of a submission at the console: read beside the work, copied and opened from there.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use dondoc_shared::{
    lifecycle::{Act, Status},
    role::Role,
    text::Lang,
};
use dondoc_tests::{
    program::console_program,
    server::{Server, answer},
    terminal::{Setup, Terminal},
    world::{Scene, World},
};
use reqwest::{Method, StatusCode, header};
use serde_json::json;
use tokio::time::{sleep, timeout};
use uuid::Uuid;
use vt100::Screen;

const PATIENCE: Duration = Duration::from_mins(1);
const PHRASE: &str = "bốn con trâu trắng";
const VI: Lang = Lang::Vi;
const LINK: &str = "https://ha-noi.example/quyet-dinh?so=58&nam=2024";
const TEXT: &str = "Đã kết nối 12/30 hệ thống\r\n\tcòn 18 hệ thống";

/// What the program has put into the clipboard, oldest first.
fn copied(console: &Terminal) -> Vec<String> {
    let written = String::from_utf8_lossy(&console.written()).into_owned();
    let codes = written.split("\x1b]52;c;").skip(1).filter_map(|rest| Some(rest.split_once("\x1b\\")?.0));
    codes.map(|code| String::from_utf8(BASE64_STANDARD.decode(code).unwrap()).unwrap()).collect()
}

/// What the opener was called with, once it has been.
async fn opened(note: &Path) -> String {
    let told = async {
        loop {
            match fs::read_to_string(note) {
                Ok(text) if text.ends_with('\n') => return text,
                _ => sleep(Duration::from_millis(20)).await,
            }
        }
    };
    timeout(PATIENCE, told).await.expect("nothing was opened")
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_read_copied_and_opened_from_the_list_and_n_leads_to_the_next() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let lead = world.person("national", Role::Lead).await?;
    world.account(&lead, PHRASE).await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let approver = world.person("ha-noi", Role::Approver).await?;
    for code in ["T24-01", "T24-02"] {
        let scene = Scene::due(Some(world.day(-2))).status(Status::InProgress);
        let id = world.assignment("ha-noi", world.task(code).await?, &scene).await?;
        let file = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ket-qua.txt\"\r\n\
             Content-Type: text/plain\r\n\r\n{TEXT}\r\n--x--\r\n"
        );
        let request = server.api(Method::POST, &format!("/assignments/{id}/evidence"), Some(&officer));
        let request = request
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::IF_MATCH, "\"1\"")
            .header("Idempotency-Key", Uuid::now_v7().to_string());
        let (status, added) = answer(request.body(file)).await?;
        anyhow::ensure!(status.is_success(), "{added}");
        let version = added["version"].as_i64().unwrap_or_default();
        let link = json!({"name": "Quyết định", "url": LINK});
        let path = format!("/assignments/{id}/evidence-links");
        let (status, added) = server.act(&path, version, &link, &officer).await?;
        anyhow::ensure!(status == StatusCode::OK, "{added}");
        let version = added["version"].as_i64().unwrap_or_default();
        let finished = json!({"report": {"results": "Đã kết nối đủ 30 hệ thống"}});
        let (status, refused) =
            server.act(&format!("/assignments/{id}/submit"), version, &finished, &approver).await?;
        anyhow::ensure!(status == StatusCode::OK, "{refused}");
    }

    // The clock stands, and ids of one instant have no order.
    let newest = "update dondoc.evidence set id = overlay(id::text placing 'fff' from 1 for 3)::uuid where url is not null";
    world.run(newest, &[]).await?;

    let folder = tempfile::tempdir()?;
    let (opener, note) = (folder.path().join("opener"), folder.path().join("note"));
    fs::write(
        &opener,
        format!("#!/bin/sh\ncat \"$1\" > /dev/null 2>&1\necho \"$1\" > '{}'\n", note.display()),
    )?;
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o700))?;
    let mut setup = Setup::of(console_program()).size(120, 40).directory(folder.path());
    for argument in ["--server", server.base.as_str(), "--email", &lead.email, "--lang", VI.as_str()] {
        setup = setup.arg(argument);
    }
    let console = setup.env("DONDOC_OPENER", &opener).env("TMPDIR", folder.path()).start()?;
    let sees = async |text: &str| console.wait_for_text(text, PATIENCE).await;
    sees(VI.tui_log_in_keys()).await?;
    console.send(format!("{PHRASE}\r"))?;
    sees(VI.tui_block_queues()).await?;
    console.send("gb")?;
    sees("T24-01/ha-noi").await?;
    console.send("/status:submitted\r")?;
    sees(&VI.tui_total("2")).await?;

    // The link is the newest; the file's text stands beside the list.
    console.send("p")?;
    sees(LINK).await?;
    console.send("yl")?;
    sees(&VI.tui_copied(VI.tui_word_link(), LINK)).await?;
    console.send("o")?;
    assert_eq!(opened(&note).await.trim_end(), LINK);
    fs::remove_file(&note)?;
    console.send("j")?;
    sees("còn 18 hệ thống").await?;
    console.send("yt")?;
    sees("ký tự").await?;
    assert_eq!(copied(&console), [LINK, "Đã kết nối 12/30 hệ thống\n còn 18 hệ thống"]);
    console.send("o")?;
    let path = opened(&note).await;
    let path = Path::new(path.trim_end());
    assert_eq!(fs::read_to_string(path)?, TEXT);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(path), mode(path.parent().unwrap())), (0o600, 0o700));
    sees("Đang mở").await?;

    // Judged from there; the next one is offered.
    console.send("V")?;
    sees(VI.tui_confirm_keys()).await?;
    console.send("\t\r")?;
    sees(VI.tui_form_keys()).await?;
    console.send(" ")?;
    sees(&format!("(•) {}", VI.tui_option_accept())).await?;
    console.send("\t\t\t")?;
    sees(&format!("▸[ {} ]", VI.tui_button_review())).await?;
    console.send("\r")?;
    sees(&approver.email).await?;
    sees(VI.tui_confirm_keys()).await?;
    console.send("\t")?;
    sees(&format!("▸[ {} ]", Act::Accept.name(VI))).await?;
    console.send("\r")?;
    sees(&VI.tui_next_waits("T24-02/ha-noi")).await?;
    console.send("n")?;
    let is_next =
        |screen: &Screen| screen.contents().contains(" T24-02/ha-noi · ") && screen.contents().contains(LINK);
    console.wait_until("the evidence of the next one", PATIENCE, is_next).await?;

    let kept = path.parent().unwrap().to_owned();
    console.send("\x03\x03")?;
    assert_eq!(console.wait_for_exit(PATIENCE).await?, 0);
    assert!(!kept.exists(), "what was kept to be opened is still there");
    Ok(())
}
