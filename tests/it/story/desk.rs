//! The Working Group's officer, in front of the console: 80 by 24, Vietnamese.

use std::path::{Path, PathBuf};

use anyhow::Context;
use dondoc_shared::lifecycle::{Act, Status};
use dondoc_tests::{
    program::console_program,
    terminal::{Setup, Terminal},
};

use super::{PATIENCE, VI};
use crate::demo::Demo;

const TAB: &str = "\t";
const ENTER: &str = "\r";
const DOWN: &str = "\x1b[B";
const PAGE_DOWN: &str = "\x1b[6~";
const CLEAR_LINE: &str = "\x15";

pub struct Desk {
    terminal: Terminal,
    kept: PathBuf,
}

impl Desk {
    /// Logged in, on the overview, with the events flowing.
    pub async fn start(demo: &Demo, kept: &Path) -> anyhow::Result<Self> {
        let terminal = Setup::of(console_program())
            .arg("--server")
            .arg(demo.url.trim_end_matches('/'))
            .arg("--email")
            .arg("officer@national.example")
            .start()?;
        let desk = Self { terminal, kept: kept.to_owned() };
        desk.see(VI.log_in()).await?;
        desk.keys(&[&demo.pass_phrase, ENTER])?;
        desk.see_all(&[VI.tui_link_live(), "Số ngày quá hạn"]).await?;
        Ok(desk)
    }

    pub fn capture(&self, name: &str) -> anyhow::Result<()> {
        self.terminal.capture(&self.kept.join(format!("{name}.txt")))
    }

    fn keys(&self, keys: &[&str]) -> anyhow::Result<()> {
        keys.iter().try_for_each(|key| self.terminal.send(key))
    }

    /// Waits until the screen shows this; a text that is longer than a line is found across its lines.
    pub async fn see(&self, text: &str) -> anyhow::Result<String> {
        let wished = plain(text);
        self.terminal.wait_until(text, PATIENCE, |screen| plain(&screen.contents()).contains(&wished)).await
    }

    async fn see_all(&self, texts: &[&str]) -> anyhow::Result<String> {
        let all = |screen: &vt100::Screen| {
            let shown = plain(&screen.contents());
            texts.iter().all(|text| shown.contains(&plain(text)))
        };
        self.terminal.wait_until(&texts.join(" and "), PATIENCE, all).await
    }

    /// Goes to the backlog with this filter and waits for its rows.
    pub async fn backlog(&self, filter: &str) -> anyhow::Result<()> {
        let tab = format!("[{}]", VI.tui_tab_backlog());
        self.keys(&["gb"])?;
        self.see(&tab).await?;
        self.keys(&["/", CLEAR_LINE, filter, ENTER])?;
        self.terminal
            .wait_until("rows of the filter", PATIENCE, |screen| {
                let shown = screen.contents();
                shown.contains(&tab) && shown.contains(filter) && shown.contains(VI.tui_bar_urge())
            })
            .await
            .map(drop)
    }

    /// Waits until a task's row is in this state; its body has a column of its own.
    pub async fn row_in(&self, code: &str, status: &str) -> anyhow::Result<()> {
        let code = code.split('/').next().unwrap_or(code);
        let wish = |screen: &vt100::Screen| {
            screen.contents().lines().any(|line| line.contains(code) && line.contains(status))
        };
        self.terminal.wait_until(&format!("{code} as {status}"), PATIENCE, wish).await.map(drop)
    }

    /// Opens what the cursor is on.
    pub async fn open(&self) -> anyhow::Result<String> {
        self.keys(&[ENTER])?;
        self.see(VI.tui_fact_assignee()).await
    }

    /// Opens the first item of the list on which no urge waits for an answer.
    pub async fn open_one_without_urges(&self) -> anyhow::Result<()> {
        let mut shown = self.open().await?;
        while !plain(&shown).contains(&plain(&VI.tui_unanswered_urges(0))) {
            let before = code_in(&shown)?;
            self.keys(&["J"])?;
            let wish = |screen: &vt100::Screen| {
                let shown = screen.contents();
                shown.contains(VI.tui_fact_assignee()) && code_in(&shown).is_ok_and(|code| code != before)
            };
            shown = self.terminal.wait_until("the next item", PATIENCE, wish).await?;
        }
        Ok(())
    }

    async fn form(&self) -> anyhow::Result<String> {
        self.see_all(&[VI.tui_button_review(), VI.tui_form_keys()]).await
    }

    async fn confirmation(&self, button: &str) -> anyhow::Result<String> {
        self.see_all(&[&format!("[ {button} ]"), VI.tui_confirm_keys()]).await
    }

    /// Verifies and returns.
    pub async fn send_back(&self, remark: &str) -> anyhow::Result<()> {
        self.keys(&["V"])?;
        self.confirmation(VI.tui_button_open_submission()).await?;
        self.capture("10-console-opening")?;
        self.keys(&[TAB, ENTER])?;
        self.form().await?;
        self.keys(&[DOWN, TAB, remark, TAB, TAB, TAB])?;
        self.see(remark).await?;
        self.keys(&[ENTER])?;
        self.confirmation(Act::Return.name(VI)).await?;
        self.capture("11-console-return")?;
        self.keys(&["Y"])?;
        self.done(Status::Returned.name(VI)).await
    }

    /// Urges, and says which task it was about.
    pub async fn urge(&self, text: &str) -> anyhow::Result<String> {
        self.keys(&["f"])?;
        self.see(VI.composer_label_addressee()).await?;
        self.keys(&[text])?;
        let form = self.see(text).await?;
        self.capture("14-console-urge")?;
        self.keys(&[TAB, TAB, TAB, TAB, ENTER])?;
        self.see_all(&[VI.composer_not_issued(), "officer@lao-cai.example"]).await?;
        self.capture("15-console-urge-plan")?;
        self.keys(&["Y"])?;
        // What Y has opened takes no Y.
        self.see_all(&[&format!("[ {} ]", VI.composer_agree()), VI.tui_button_keys()]).await?;
        self.keys(&[TAB, ENTER])?;
        self.see(&VI.composer_issued(1, 0, 0)).await?;
        self.capture("16-console-urged")?;
        self.keys(&["\x1b"])?;
        self.see(&VI.tui_unanswered_urges(1)).await?;
        code_in(&form)
    }

    /// Releases the proposed step, and says of which task and to whose address.
    pub async fn release(&self) -> anyhow::Result<(String, String)> {
        self.keys(&["e"])?;
        let form = self.form().await?;
        self.capture("23-console-escalate")?;
        self.keys(&[TAB, TAB, TAB, ENTER])?;
        let preview = self.confirmation(VI.tui_button_release()).await?;
        self.capture("24-console-escalate-preview")?;
        self.keys(&["Y"])?;
        self.done(&VI.level(2)).await?;
        self.capture("25-console-escalated")?;
        let address = preview.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
        Ok((code_in(&form)?, address.context("an addressee")?.0.to_owned()))
    }

    /// Waits until the page says that it was done, and shows what has become of it.
    async fn done(&self, now: &str) -> anyhow::Result<()> {
        self.see_all(&["✓ Đã xong:", now, VI.tui_bar_help()]).await.map(drop)
    }

    /// Reads on until the screen shows this.
    pub async fn read_on_to(&self, text: &str) -> anyhow::Result<()> {
        let wished = plain(text);
        while !plain(&self.terminal.screen()).contains(&wished) {
            let before = self.terminal.screen();
            self.keys(&[PAGE_DOWN])?;
            let moved = |screen: &vt100::Screen| screen.contents() != before;
            self.terminal.wait_until(text, PATIENCE, moved).await?;
        }
        self.see(text).await.map(drop)
    }

    pub async fn leave(self) -> anyhow::Result<()> {
        self.terminal.signal(nix::sys::signal::Signal::SIGTERM)?;
        self.terminal.wait_for_exit(PATIENCE).await.map(drop)
    }
}

/// Without borders and line ends, so that a wrapped text reads on.
fn plain(screen: &str) -> String {
    screen.chars().filter(|c| !c.is_whitespace() && !matches!(c, '│' | '┃')).collect()
}

/// The first task's code on the screen.
fn code_in(screen: &str) -> anyhow::Result<String> {
    let word = screen.split([' ', '\n', '[', ']']).find(|word| word.starts_with("T2") && word.contains('-'));
    Ok(word.context("a task's code")?.to_owned())
}
