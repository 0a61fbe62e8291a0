//! The console and the shell that it was called from: one terminal, which each gives to the other.

use std::time::Duration;

use dondoc_shared::text::Lang;
use dondoc_tests::{
    program::console_program,
    terminal::{Setup, Terminal},
};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use vt100::Screen;

const PATIENCE: Duration = Duration::from_mins(1);
const EN: Lang = Lang::En;
const PROMPT: &str = "shell-has-it> ";

/// On the log-in screen, which needs no server.
fn arguments() -> [String; 6] {
    let lang = EN.as_str().to_owned();
    let [server, email] = ["http://127.0.0.1:9", "a@b.example"].map(str::to_owned);
    ["--server".to_owned(), server, "--email".to_owned(), email, "--lang".to_owned(), lang]
}

/// Waits until the console has the terminal, with so many characters of a pass-phrase.
async fn drawn(terminal: &Terminal, dots: usize) -> anyhow::Result<String> {
    let is_drawn = |screen: &Screen| {
        let text = screen.contents();
        screen.alternate_screen()
            && text.matches('•').count() == dots
            && text.contains(EN.tui_log_in_keys())
            && !text.contains(PROMPT)
    };
    terminal.wait_until(&format!("the log-in box with {dots} dots"), PATIENCE, is_drawn).await
}

/// Whether the shell asks what to do, on its own screen.
fn asks(screen: &Screen) -> bool {
    let ends = screen.contents().trim_end().ends_with(PROMPT.trim_end());
    !screen.alternate_screen() && !screen.hide_cursor() && ends
}

/// Waits until the shell has the terminal as it was, below what was there before.
async fn stopped(terminal: &Terminal) -> anyhow::Result<()> {
    let is_stopped = |screen: &Screen| asks(screen) && screen.contents().contains("Stopped");
    terminal.wait_until("the shell's prompt", PATIENCE, is_stopped).await.map(drop)
}

/// A shell with the console that was called from it.
async fn called() -> anyhow::Result<Terminal> {
    let shell =
        Setup::of("/bin/bash").arg("--norc").arg("--noprofile").arg("-i").env("PS1", PROMPT).start()?;
    shell.wait_for_text(PROMPT, PATIENCE).await?;
    let program = console_program();
    shell.send(format!("{} {}\r", program.display(), arguments().join(" ")))?;
    drawn(&shell, 0).await?;
    Ok(shell)
}

/// Waits until the shell has said this in a line of its own, on its own screen and with nothing of the console there.
async fn told(shell: &Terminal, line: &str) -> anyhow::Result<()> {
    let is_told = |screen: &Screen| {
        let text = screen.contents();
        let is_own = !screen.alternate_screen() && !screen.hide_cursor();
        is_own && !text.contains(EN.tui_log_in_keys()) && text.lines().any(|said| said.trim() == line)
    };
    shell.wait_until(line, PATIENCE, is_told).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shell_gets_the_terminal_as_it_was_and_the_console_takes_it_again_whole() -> anyhow::Result<()> {
    let shell = called().await?;
    shell.send("abc")?;
    drawn(&shell, 3).await?;

    shell.send("\x1a")?;
    stopped(&shell).await?;
    shell.send("clear; jobs -p\r")?;
    let is_number = |line: &str| line.trim().parse::<i32>().is_ok();
    let jobs = shell.wait_until("its number", PATIENCE, |s| s.contents().lines().any(is_number)).await?;
    let console = jobs.lines().find_map(|line| line.trim().parse().ok()).map(Pid::from_raw).unwrap();
    // The window has another size when the console comes back.
    shell.resize(100, 30)?;
    shell.send("fg\r")?;
    let screen = drawn(&shell, 3).await?;
    assert!(screen.lines().any(|line| line.starts_with(&format!("{}┌", " ".repeat(17)))), "{screen}");
    shell.send("d")?;
    drawn(&shell, 4).await?;

    // Asked to stop by somebody else.
    kill(console, Signal::SIGTSTP)?;
    stopped(&shell).await?;
    shell.send("clear; fg\r")?;
    drawn(&shell, 4).await?;
    shell.send("e")?;
    drawn(&shell, 5).await?;

    // Stopped without a word: the shell writes into the console's picture, and sets the terminal as it likes.
    kill(console, Signal::SIGSTOP)?;
    shell.wait_for_text(PROMPT, PATIENCE).await?;
    shell.send("fg\r")?;
    drawn(&shell, 5).await?;
    shell.send("f\x08gh")?;
    drawn(&shell, 7).await?;

    shell.send("\x03\x03")?;
    shell.wait_until("the shell's prompt", PATIENCE, asks).await?;
    shell.send("exit\r")?;
    assert_eq!(shell.wait_for_exit(PATIENCE).await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_that_stands_still_keeps_out_of_the_way_and_ends_when_it_is_killed() -> anyhow::Result<()> {
    let shell = called().await?;
    shell.send("\x1a")?;
    stopped(&shell).await?;
    // Behind the shell it cannot go on, and draws nothing there.
    shell.send("clear; bg; until jobs -s | grep -q .; do sleep 0.1; done; echo still:$?\r")?;
    told(&shell, "still:0").await?;
    let gone = "p=$(jobs -p); kill %1; while kill -0 $p 2>/dev/null; do sleep 0.1; done; echo gone:$?";
    shell.send(format!("clear; {gone}\r"))?;
    told(&shell, "gone:0").await?;
    // What is typed is shown, and read in whole lines.
    shell.send("clear; stty -a | grep -cwe -icanon -e -echo\r")?;
    told(&shell, "0").await?;
    shell.send("exit 0\r")?;
    assert_eq!(shell.wait_for_exit(PATIENCE).await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_shell_the_console_does_not_stand_still_for_ever() -> anyhow::Result<()> {
    let mut setup = Setup::of(console_program());
    for argument in arguments() {
        setup = setup.arg(argument);
    }
    let console = setup.start()?;
    drawn(&console, 0).await?;
    console.send("ab\x1ac")?;
    drawn(&console, 3).await?;
    console.signal(Signal::SIGTSTP)?;
    console.send("d")?;
    drawn(&console, 4).await?;
    console.send("\x03\x03")?;
    assert_eq!(console.wait_for_exit(PATIENCE).await?, 0);
    Ok(())
}
