//! The main job end to end, once, with nothing replaced: the built programs as processes of their own, a browser, a
//! terminal, mail over SMTP, PostgreSQL. What a person would see is kept in `target/story/`, in the order of the story.

mod clerk;
mod desk;
mod processes;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use dondoc_shared::{
    lifecycle::{Act, Status},
    text::Lang,
};
use dondoc_tests::program::server_program;
use reqwest::StatusCode;

use self::{clerk::Clerk, desk::Desk, processes::Family};
use super::demo::{Demo, Directory, command, it_keeps_its_data_until_it_starts_over};

/// The machine may be busy; nobody waits this long where it is not.
const PATIENCE: Duration = Duration::from_secs(60);
const VI: Lang = Lang::Vi;
const REMARK: &str = "Minh chứng chưa có dấu xác nhận. Đề nghị bổ sung và gửi lại.";
const URGED: &str = "Đề nghị báo cáo tiến độ và thời điểm hoàn thành.";
const ANSWER: &str = "Đã trình lãnh đạo ký ban hành, hoàn thành trong tuần sau.";

/// Where the captures go; what an earlier run left is gone.
fn folder() -> anyhow::Result<PathBuf> {
    let folder = server_program().ancestors().nth(2).context("target")?.join("story");
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => fs::create_dir_all(&folder)?,
    }
    Ok(folder)
}

/// The mail that came over SMTP, each a file named by its number.
struct Letterbox(PathBuf);

impl Letterbox {
    fn newest(&self) -> anyhow::Result<u64> {
        let numbers = fs::read_dir(&self.0)?.filter_map(|file| number(&file.ok()?.path()));
        Ok(numbers.max().unwrap_or_default())
    }

    /// Waits for a mail to an address about a task, newer than that one.
    async fn wait(&self, after: u64, to: &str, code: &str) -> anyhow::Result<(u64, Vec<u8>)> {
        // The mail of an urge waits for a minute, so that it can be withdrawn (R165).
        let deadline = Instant::now() + PATIENCE * 2;
        while Instant::now() < deadline {
            for number in after.saturating_add(1)..=self.newest()? {
                let raw = fs::read(self.0.join(format!("{number:08}.eml")))?;
                let parsed = mail_parser::MessageParser::default().parse(&raw);
                let fits = parsed.is_some_and(|mail| {
                    let address = mail.to().and_then(|to| to.first()).and_then(|to| to.address());
                    address == Some(to) && mail.subject().is_some_and(|subject| subject.contains(code))
                });
                if fits {
                    return Ok((number, raw));
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("no mail to {to} about {code} came")
    }
}

fn number(file: &Path) -> Option<u64> {
    file.file_stem()?.to_str()?.parse().ok()
}

/// The first link in the plain text of a mail.
fn link(raw: &[u8]) -> anyhow::Result<String> {
    let mail = mail_parser::MessageParser::default().parse(raw).context("a mail")?;
    let text = mail.body_text(0).context("plain text")?;
    let start = text.find("http://").context("a link")?;
    Ok(text[start..].split_whitespace().next().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_task_goes_from_the_province_to_the_working_group_and_back() -> anyhow::Result<()> {
    let kept = folder()?;
    let directory = Directory::new();
    let demo = Demo::start(&mut command(&directory.0, &[]));
    ensure!(demo.url.starts_with("http://localhost:"), "{}", demo.url);
    ensure!(demo.log_in("second-lead@national.example").await == StatusCode::OK);
    ensure!(!command(&directory.0, &[]).status()?.success(), "two demos in one folder");
    let mails = Letterbox(directory.0.join("mail"));

    // A province's officer takes an overdue task as far as they may.
    let clerk = Clerk::start(&demo, &kept).await?;
    clerk.log_in("officer@ha-noi.example").await?;
    clerk.capture("01-my-work").await?;
    let code = clerk.open_overdue().await?;
    clerk.capture("02-task").await?;
    clerk.acknowledge().await?;
    clerk.report("100", "Đã ban hành kế hoạch, triển khai tại 30/30 quận, huyện.").await?;
    clerk.add_file(&directory.0.join("Bao-cao-ket-qua.pdf")).await?;
    clerk.capture("03-evidence").await?;
    clerk.act(Act::Propose, "Đề nghị lãnh đạo phê duyệt.").await?;
    clerk.capture("04-proposed").await?;
    clerk.log_out().await?;

    // The Working Group's officer looks at that body's rows; the approver's submission moves one without a key pressed.
    let desk = Desk::start(&demo, &kept).await?;
    desk.capture("05-console-overview")?;
    desk.backlog(&format!("donvi:ha-noi {code}")).await?;
    desk.row_in(&code, Status::Proposed.short(VI)).await?;
    desk.capture("06-console-before")?;
    clerk.log_in("approver@ha-noi.example").await?;
    clerk.open_proposed(&code).await?;
    clerk.act(Act::Submit, "").await?;
    clerk.capture("07-submitted").await?;
    desk.row_in(&code, Status::Submitted.short(VI)).await?;
    desk.capture("08-console-moved")?;

    // It is verified and returned; the province reads why.
    desk.open().await?;
    desk.capture("09-console-item")?;
    desk.send_back(REMARK).await?;
    desk.capture("12-console-returned")?;
    clerk.read(&code, REMARK).await?;
    clerk.capture("13-remark-in-portal").await?;
    clerk.log_out().await?;

    // Another body is urged, reads it in its mail and answers.
    desk.backlog("donvi:lao-cai quahan").await?;
    desk.open_one_without_urges().await?;
    let before = mails.newest()?;
    let urged = desk.urge(URGED).await?;
    let (number, raw) = mails.wait(before, "officer@lao-cai.example", &urged).await?;
    fs::write(kept.join("17-urge.eml"), &raw)?;
    clerk.read_mail(number).await?;
    clerk.capture("18-urge-mail").await?;
    clerk.follow(&link(&raw)?, "officer@lao-cai.example", &urged).await?;
    clerk.capture("19-urge-in-portal").await?;
    clerk.answer(ANSWER).await?;
    clerk.capture("20-answered").await?;
    desk.see(&VI.tui_unanswered_urges(0)).await?;
    desk.read_on_to(ANSWER).await?;
    desk.capture("21-console-answered")?;

    // A proposed step up the ladder is released.
    desk.backlog("is:step cap:1").await?;
    desk.capture("22-console-steps")?;
    desk.open().await?;
    let before = mails.newest()?;
    let (escalated, addressee) = desk.release().await?;
    let (number, raw) = mails.wait(before, &addressee, &escalated).await?;
    fs::write(kept.join("26-escalation.eml"), &raw)?;
    clerk.read_mail(number).await?;
    clerk.capture("27-escalation-mail").await?;
    clerk.close().await?;
    desk.leave().await?;

    // Tomorrow's reminders, and the end.
    fs::write(kept.join("28-reminders.txt"), preview(&directory.0)?)?;
    let family = Family::of(demo.process.id(), &directory.0.join("postgres/data/postmaster.pid"))?;
    ensure!(family.is_alive(), "the demo's processes are not where they are looked for");
    let pass_phrase = demo.pass_phrase.clone();
    demo.interrupt();
    ensure!(!family.is_alive(), "processes remain: {family:?}");
    it_keeps_its_data_until_it_starts_over(&directory.0, &pass_phrase).await;
    Ok(())
}

/// What the command says about the next working day, on the demo's own database.
fn preview(dir: &Path) -> anyhow::Result<String> {
    let socket = dir.join("postgres/socket");
    let host: String = url::form_urlencoded::byte_serialize(socket.to_string_lossy().as_bytes()).collect();
    let run = Command::new(server_program())
        .args(["reminders", "preview", "--on", "2024-07-26", "--lang", "vi"])
        .env("DONDOC_DATABASE_URL", format!("postgres://{host}:5432/postgres"))
        .env("DONDOC_SECRETS_DIR", dir.join("secrets"))
        .output()?;
    let told = String::from_utf8(run.stdout)?;
    ensure!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    // Whom, about what, and why.
    for part in ["26/07/2024", ".example>", "T24-", "; bạn là "] {
        ensure!(told.contains(part), "{part} is not in:\n{told}");
    }
    Ok(told)
}
