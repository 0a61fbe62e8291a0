//! Reports at the console: from the periods to the figures of a body, accepted where they stand, and the rate that moves.

use std::time::Duration;

use dondoc_shared::{lifecycle::Act, role::Role, text::Lang};
use dondoc_tests::{
    figures::{Measured, PERIOD},
    program::console_program,
    terminal::{Setup, Terminal},
};
use reqwest::StatusCode;

const PATIENCE: Duration = Duration::from_mins(1);
const PHRASE: &str = "bốn con trâu trắng";
const VI: Lang = Lang::Vi;

struct Desk {
    console: Terminal,
}

impl Desk {
    fn types(&self, keys: &str) -> anyhow::Result<()> {
        self.console.send(keys)
    }

    async fn sees(&self, text: &str) -> anyhow::Result<String> {
        self.console.wait_for_text(text, PATIENCE).await
    }

    /// Presses the button of a dialog that listens, `stops` stops of Tab away.
    async fn presses(&self, hint: &str, stops: usize, button: &str) -> anyhow::Result<()> {
        self.console.press(hint, stops, button, PATIENCE).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_accepted_where_its_figures_stand_and_the_rate_moves() -> anyhow::Result<()> {
    let measured = Measured::open().await?;
    let world = &measured.post.world;
    let desk = measured.desk("ha-noi", PERIOD).await?;
    measured.save(&desk, &[("K-SUM", "20000", ""), ("K-RATIO", "900", "1000"), ("K-YES", "1", "")]).await?;
    let (status, answer) = measured.file(&desk).await?;
    anyhow::ensure!(status == StatusCode::OK, "{answer}");
    let national = world.person("national", Role::NationalOfficer).await?;
    world.account(&national, PHRASE).await?;
    let mut setup = Setup::of(console_program()).size(80, 24);
    for argument in
        ["--server", measured.server.base.as_str(), "--email", &national.email, "--lang", VI.as_str()]
    {
        setup = setup.arg(argument);
    }
    let desk = Desk { console: setup.start()? };
    desk.sees(VI.tui_field_password()).await?;
    desk.types(&format!("{PHRASE}\r"))?;
    desk.sees(VI.tui_block_queues()).await?;

    desk.types("gr")?;
    desk.sees("33,3% 1/3").await?;
    desk.sees("0,0% 0/1").await?;
    // December is the newest that is planned; the cursor is on the newest that was opened.
    desk.types("\r")?;
    desk.sees("đã thẩm tra 0,0% (0/1)").await?;
    desk.types("\r")?;
    desk.sees("90,0% (900/1.000)").await?;
    desk.sees("20.000").await?;
    desk.types("a")?;
    desk.presses(VI.tui_confirm_keys(), 1, VI.tui_button_open_submission()).await?;
    desk.sees(&format!("(•) {}", VI.tui_option_accept())).await?;
    desk.presses(VI.tui_form_keys(), 3, VI.tui_button_review()).await?;
    desk.presses(VI.tui_confirm_keys(), 1, Act::Accept.name(VI)).await?;
    desk.sees(&VI.filings_counted_verified(1)).await?;
    desk.types("\x1b")?;
    desk.sees("đã thẩm tra 100,0% (1/1)").await?;
    desk.types("\x1b")?;
    desk.sees(VI.filings_column_waiting()).await?;
    desk.sees("đã thẩm tra 100,0% (1/1)").await?;
    let accepted = "select count(*) from dondoc.submissions where decision = 'accepted'";
    assert_eq!(world.count(accepted).await?, 1);
    Ok(())
}
