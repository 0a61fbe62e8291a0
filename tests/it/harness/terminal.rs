use std::fs;
use std::time::Duration;

use dondoc_tests::terminal::Setup;
use nix::sys::signal::Signal;

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_program_in_the_terminal_is_typed_to_read_and_ends_with_its_code() {
    let script =
        r"printf '\033[?1049h\033[1;7mđôn đốc\033[0m'; read answer; printf '\033[?1049l'; exit $answer";
    let terminal = Setup::of("/bin/sh").arg("-c").arg(script).size(40, 10).start().unwrap();
    terminal.wait_for_text("đôn đốc", PATIENCE).await.unwrap();
    assert!(terminal.with_screen(vt100::Screen::alternate_screen));
    let marked = terminal.with_screen(|screen| {
        let cell = screen.cell(0, 0).unwrap();
        cell.bold() && cell.inverse()
    });
    assert!(marked);

    let directory = tempfile::tempdir().unwrap();
    let capture = directory.path().join("story/screen.txt");
    terminal.capture(&capture).unwrap();
    assert!(fs::read_to_string(&capture).unwrap().starts_with("đôn đốc"));
    assert!(fs::read(capture.with_extension("ansi")).unwrap().contains(&0x1b));

    terminal.send("7\r").unwrap();
    assert_eq!(terminal.wait_for_exit(PATIENCE).await.unwrap(), 7);
    assert!(!terminal.with_screen(vt100::Screen::alternate_screen));
}

#[tokio::test]
async fn the_terminal_answers_queries_unless_it_is_mute() {
    // Asks where the cursor is and for the background, and prints what came, made visible.
    let script = r"stty raw -echo min 0 time 20; printf 'ab\033[6n\033]11;?\033\\'; head -c 30 | od -An -c | tr -d ' \n'; \
                   stty cooked echo; echo; echo end; read rest";
    let asked = Setup::of("/bin/sh").arg("-c").arg(script).start().unwrap();
    asked.wait_for_text("end", PATIENCE).await.unwrap();
    assert!(asked.screen().contains("033[1;3R033]11;rgb:1111/1111/1"), "{}", asked.screen());

    let mute = Setup::of("/bin/sh").arg("-c").arg(script).mute().start().unwrap();
    let screen = mute.wait_for_text("end", PATIENCE).await.unwrap();
    assert!(!screen.contains("033"), "{screen}");
}

#[tokio::test]
async fn the_size_and_the_state_of_the_line_are_seen_from_outside() {
    let script = r"trap 'stty size' WINCH; stty -echo -icanon; sleep 1000 & echo raw; while :; do wait; done";
    let terminal = Setup::of("/bin/bash").arg("-c").arg(script).size(80, 24).start().unwrap();
    terminal.wait_for_text("raw", PATIENCE).await.unwrap();
    assert_eq!(terminal.is_cooked(), Some(false));
    terminal.resize(100, 30).unwrap();
    terminal.wait_for_text("30 100", PATIENCE).await.unwrap();
    terminal.signal(Signal::SIGKILL).unwrap();
    terminal.wait_for_exit(PATIENCE).await.unwrap();
}

#[tokio::test]
async fn what_never_appears_is_an_error_that_shows_the_screen() {
    let terminal = Setup::of("/bin/sh").arg("-c").arg("echo here; sleep 1000").start().unwrap();
    terminal.wait_for_text("here", PATIENCE).await.unwrap();
    let error = terminal.wait_for_text("there", Duration::from_millis(50)).await.unwrap_err();
    assert!(format!("{error:#}").contains("here"));
}
