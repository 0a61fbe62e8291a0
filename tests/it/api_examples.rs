//! The examples of `server/docs/api.md`, run as they stand against a real server: one shell session, block by block, each
//! answer compared with what the page shows.

use std::process::{Output, Stdio};

use anyhow::Context;
use dondoc_shared::{lifecycle::Status, role::Role};
use dondoc_tests::{
    server::Server,
    world::{Person, Scene, World},
};
use serde_json::Value;
use tokio::process::Command;

const PAGE: &str = include_str!("../../server/docs/api.md");

/// What the page calls the demo's address and its pass-phrase.
const BASE: &str = "http://localhost:8080";
const PHRASE: &str = "the pass-phrase that cargo demo prints";

/// Printed between the blocks; no answer has it.
const MARK: &str = "\u{1e}";

/// A block of commands, and what it shows.
struct Example {
    line: usize,
    commands: String,
    shows: String,
}

/// The fenced blocks of the page: `sh`, each followed by `json` or `text`.
fn examples() -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut lines = PAGE.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> =
            lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        match kind {
            "sh" => {
                found.push(Example { line: number + 1, commands: block.join("\n"), shows: String::new() })
            }
            "json" | "text" => found.last_mut().expect("a block of commands before").shows = block.join("\n"),
            other => panic!("line {}: a block of kind “{other}”", number + 1),
        }
    }
    found
}

/// Does the text fit one in which `…` stands for anything?
fn fits_text(shown: &str, real: &str) -> bool {
    let mut parts = shown.split('…');
    let Some(mut rest) = real.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Does an answer have what the page shows of it? Fields and later elements may be left out.
fn fits(shown: &Value, real: &Value) -> bool {
    match (shown, real) {
        (Value::String(text), _) if text == "…" => true,
        (Value::String(shown), Value::String(real)) => fits_text(shown, real),
        (Value::Object(shown), Value::Object(real)) => shown.iter().all(|(name, shown)| {
            // What is absent from an answer is null.
            fits(shown, real.get(name).unwrap_or(&Value::Null))
        }),
        (Value::Array(shown), Value::Array(real)) => {
            shown.len() <= real.len() && shown.iter().zip(real).all(|(shown, real)| fits(shown, real))
        }
        _ => shown == real,
    }
}

/// Somebody with the demo's address and pass-phrase.
async fn log_in_as(world: &World, email: &str, role: Role) -> anyhow::Result<Person> {
    let slug = email.split(['@', '.']).nth(1).context("a body")?;
    let person = world.person(slug, role).await?;
    world.run("update dondoc.users set email = $1 where id = $2", &[&email, &person.id.0]).await?;
    let person = Person { email: email.to_owned(), ..person };
    world.account(&person, PHRASE).await?;
    Ok(person)
}

async fn run(base: &str) -> anyhow::Result<Output> {
    let script: Vec<String> =
        examples().into_iter().map(|e| format!("{}\nprintf '{MARK}'", e.commands)).collect();
    let script = script.join("\n").replacen(BASE, base, 1);
    let shell = Command::new("bash").args(["-eu", "-c", &script]).stdin(Stdio::null()).output().await?;
    Ok(shell)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_the_api_do_what_the_page_shows() -> anyhow::Result<()> {
    assert_eq!((PAGE.matches(BASE).count(), PAGE.matches(PHRASE).count()), (1, 1), "what is replaced");
    let world = World::new().await?;
    let officer = log_in_as(&world, "officer@ha-noi.example", Role::Officer).await?;
    log_in_as(&world, "approver@ha-noi.example", Role::Approver).await?;
    log_in_as(&world, "officer@national.example", Role::NationalOfficer).await?;
    log_in_as(&world, "lead@national.example", Role::Lead).await?;
    let scene = Scene { assignee: Some(officer.id), ..Scene::due(Some(world.day(-12))) };
    world.assignment("ha-noi", world.task("T24-08").await?, &scene.status(Status::InProgress)).await?;
    let server = Server::of(&world)?;

    let Output { status, stdout, stderr } = run(&server.base).await?;
    let (said, complaints) = (String::from_utf8(stdout)?, String::from_utf8(stderr)?);
    let answers: Vec<&str> = said.split(MARK).map(str::trim).collect();
    let examples = examples();
    for (example, answer) in examples.iter().zip(&answers) {
        let shown = example.shows.trim();
        let right = match serde_json::from_str::<Value>(shown) {
            Ok(shown) => serde_json::from_str(answer).is_ok_and(|real| fits(&shown, &real)),
            Err(_) => fits_text(shown, answer),
        };
        assert!(right, "line {}:\n{shown}\nis shown, and this came:\n{answer}\n{complaints}", example.line);
    }
    assert!(status.success() && answers.len() == examples.len() + 1, "{status}: {complaints}");
    Ok(())
}
