//! `completions` and `man`: what clap knows of the command line, for shells and for `man`.

use std::io::Write;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use dondoc_shared::text::Lang;

use super::stop::{End, Stop};
use crate::cli::Args;

const NAME: &str = "dondoc";

/// Writes the completions of a shell.
pub(super) fn completions(shell: Shell, out: &mut dyn Write, lang: Lang) -> Result<(), Stop> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), NAME, &mut text);
    out.write_all(&text).and_then(|()| out.flush()).map_err(|error| Stop::of_output(&error, lang))
}

/// Writes the page of the command, or of a verb.
pub(super) fn man(verb: Option<&str>, out: &mut dyn Write, lang: Lang) -> Result<(), Stop> {
    let page = page_of(verb).ok_or_else(|| {
        let verbs = Args::command();
        let known: Vec<&str> = verbs.get_subcommands().map(Command::get_name).collect();
        Stop::new(End::Usage, lang.verbs_no_verb(&known.join(", ")))
    })?;
    let mut text = Vec::new();
    let written =
        Man::new(page).render(&mut text).and_then(|()| out.write_all(&text)).and_then(|()| out.flush());
    written.map_err(|error| Stop::of_output(&error, lang))
}

fn page_of(verb: Option<&str>) -> Option<Command> {
    let mut whole = Args::command();
    // What is given to every verb is known to each.
    whole.build();
    let Some(verb) = verb else { return Some(whole) };
    whole.find_subcommand(verb).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_completes_every_verb_and_every_verb_has_a_page() {
        let verbs = Args::command();
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let mut text = Vec::new();
            completions(shell, &mut text, Lang::En).unwrap();
            let text = String::from_utf8(text).unwrap();
            for verb in verbs.get_subcommands() {
                assert!(text.contains(verb.get_name()), "{shell}: {}", verb.get_name());
            }
        }
        for verb in verbs.get_subcommands() {
            let mut page = Vec::new();
            man(Some(verb.get_name()), &mut page, Lang::En).unwrap();
            let page = String::from_utf8(page).unwrap();
            assert!(page.contains(&format!("dondoc\\-{}", verb.get_name())), "{page}");
            assert!(page.contains("server"), "what is given to every verb stands on each page: {page}");
        }
        let mut page = Vec::new();
        man(None, &mut page, Lang::En).unwrap();
        assert!(String::from_utf8(page).unwrap().contains("Exit codes"));
        let stop = man(Some("nonsense"), &mut Vec::new(), Lang::En).unwrap_err();
        assert!(stop.end == End::Usage && stop.said.contains("doctor"), "{stop:?}");
    }
}
