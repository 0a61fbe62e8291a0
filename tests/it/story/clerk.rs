//! Somebody of a body, in front of the portal.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use dondoc_shared::lifecycle::Act;
use dondoc_tests::browser::Browser;
use thirtyfour::{
    By, WebElement,
    extensions::query::{ElementQueryable, ElementWaitable},
};

use super::{PATIENCE, VI};
use crate::demo::Demo;

const SEND: &str = "main form[data-guard] button.button";
const TICK: std::time::Duration = std::time::Duration::from_millis(100);

pub struct Clerk {
    browser: Browser,
    base: String,
    pass_phrase: String,
    kept: PathBuf,
}

impl Clerk {
    pub async fn start(demo: &Demo, kept: &Path) -> anyhow::Result<Self> {
        let browser = Browser::sized(1280, 1100).await?;
        let (base, pass_phrase) = (demo.url.clone(), demo.pass_phrase.clone());
        Ok(Self { browser, base, pass_phrase, kept: kept.to_owned() })
    }

    pub async fn capture(&self, name: &str) -> anyhow::Result<()> {
        self.browser.capture(&self.kept.join(format!("{name}.png"))).await
    }

    pub async fn close(self) -> anyhow::Result<()> {
        self.browser.close().await
    }

    async fn find(&self, what: By) -> anyhow::Result<WebElement> {
        let found = self.browser.query(what.clone()).wait(PATIENCE, TICK).first().await;
        match found {
            Ok(found) => Ok(found),
            Err(error) => {
                self.capture("failed").await?;
                Err(error).with_context(|| format!("{what:?}"))
            }
        }
    }

    async fn css(&self, selector: &str) -> anyhow::Result<WebElement> {
        self.find(By::Css(selector)).await
    }

    /// Waits until the page says this.
    async fn says(&self, text: &str) -> anyhow::Result<WebElement> {
        self.find(By::XPath(format!("//main//*[contains(normalize-space(.), {text:?})]"))).await
    }

    /// Presses the link or button that reads so, in the page or in its head.
    async fn press(&self, label: &str) -> anyhow::Result<()> {
        let path = format!("//body//*[self::a or self::button][normalize-space(.) = {label:?}]");
        Ok(self.find(By::XPath(path)).await?.click().await?)
    }

    async fn fill(&self, field: &str, text: &str) -> anyhow::Result<()> {
        let field = self.css(&format!("main [name={field}]")).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Sends the form, and waits for the line that says that it was done.
    async fn send(&self, selector: &str, done: &str) -> anyhow::Result<()> {
        self.css(selector).await?.click().await?;
        self.says(done).await.map(drop)
    }

    pub async fn log_in(&self, email: &str) -> anyhow::Result<()> {
        self.browser.goto(format!("{}log-in", self.base)).await?;
        self.credentials(email).await?;
        self.says(VI.needs_attention()).await.map(drop)
    }

    async fn credentials(&self, email: &str) -> anyhow::Result<()> {
        self.fill("email", email).await?;
        self.fill("password", &self.pass_phrase).await?;
        Ok(self.css(SEND).await?.click().await?)
    }

    pub async fn log_out(&self) -> anyhow::Result<()> {
        self.press(VI.log_out()).await?;
        self.says(VI.done_logged_out()).await.map(drop)
    }

    /// Lists the body's work by this filter.
    async fn list(&self, filter: &str) -> anyhow::Result<()> {
        self.press(VI.my_work()).await?;
        self.says(VI.needs_attention()).await?;
        self.fill("q", filter).await?;
        let before = self.css("html").await?;
        self.press(VI.filter_apply()).await?;
        before.wait_until().wait(PATIENCE, TICK).stale().await?;
        self.css("#q").await.map(drop)
    }

    /// Opens the most urgent overdue task on which work can be reported, one that nobody has received yet if there is any;
    /// its code.
    pub async fn open_overdue(&self) -> anyhow::Result<String> {
        self.list("quahan trangthai:assigned").await?;
        if !self.browser.find_all(By::Css("section.empty")).await?.is_empty() {
            self.list("quahan trangthai:acknowledged,in_progress,returned").await?;
        }
        let about = self.css("li.row .what .quiet").await?.text().await?;
        let code = about.split(' ').next().context("a code")?.to_owned();
        self.css("li.row h3 a").await?.click().await?;
        self.says(VI.the_duty()).await?;
        Ok(code)
    }

    pub async fn open_proposed(&self, code: &str) -> anyhow::Result<()> {
        self.list(&format!("trangthai:proposed {code}")).await?;
        self.css("li.row h3 a").await?.click().await?;
        self.says(VI.the_duty()).await.map(drop)
    }

    /// Only what nobody has received can be acknowledged.
    pub async fn acknowledge(&self) -> anyhow::Result<()> {
        if self.browser.find_all(By::Css("form[action$='/acknowledge']")).await?.is_empty() {
            return Ok(());
        }
        self.press(Act::Acknowledge.name(VI)).await?;
        self.says(VI.done_acknowledged()).await.map(drop)
    }

    pub async fn report(&self, percent: &str, results: &str) -> anyhow::Result<()> {
        self.press(Act::Report.name(VI)).await?;
        self.fill("percent", percent).await?;
        self.fill("results", results).await?;
        self.capture("02-report").await?;
        self.send(SEND, VI.done_reported()).await
    }

    pub async fn add_file(&self, file: &Path) -> anyhow::Result<()> {
        fs::write(file, b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")?;
        self.press(Act::AddEvidence.name(VI)).await?;
        self.css("input[type=file]").await?.send_keys(file.to_string_lossy()).await?;
        self.capture("02-upload").await?;
        self.send("form[action$='/files'] button.button", VI.done_evidence_added()).await?;
        let name = file.file_name().context("a name")?.to_string_lossy();
        self.says(&name).await.map(drop)
    }

    /// Proposes or submits, with a remark.
    pub async fn act(&self, act: Act, remark: &str) -> anyhow::Result<()> {
        self.press(act.name(VI)).await?;
        self.fill("remark", remark).await?;
        let done = if act == Act::Propose { VI.done_proposed() } else { VI.done_submitted() };
        self.send(SEND, done).await
    }

    /// Finds the text on the page of a task.
    pub async fn read(&self, code: &str, text: &str) -> anyhow::Result<()> {
        self.list(&format!("trangthai:returned {code}")).await?;
        self.css("li.row h3 a").await?.click().await?;
        self.says(text).await.map(drop)
    }

    /// Opens a caught mail from the list of all.
    pub async fn read_mail(&self, number: u64) -> anyhow::Result<()> {
        self.browser.goto(format!("{}dev/mail", self.base)).await?;
        self.css(&format!("a[href='/dev/mail/{number}']")).await?.click().await?;
        self.css("iframe").await.map(drop)
    }

    /// Goes where a mail leads, by way of the log-in.
    pub async fn follow(&self, link: &str, email: &str, code: &str) -> anyhow::Result<()> {
        self.browser.goto(link).await?;
        self.credentials(email).await?;
        self.says(VI.the_duty()).await?;
        self.says(code).await.map(drop)
    }

    pub async fn answer(&self, text: &str) -> anyhow::Result<()> {
        // The button bears the urge's number.
        self.css("main a.button[href*='/urge-answer']").await?.click().await?;
        self.fill("text", text).await?;
        self.send(SEND, VI.done_urge_answered()).await
    }
}
