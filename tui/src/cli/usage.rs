//! `--help` in the reader's language.

use std::ffi::OsString;

use clap::{Arg, Command, CommandFactory, builder::StyledStr};
use dondoc_shared::text::Lang;

use super::Args;

/// The language of `--help`, which is said before anything is read: that of `--lang`, else that of the machine.
pub fn lang_of(arguments: impl Iterator<Item = OsString>, variable: impl Fn(&str) -> Option<String>) -> Lang {
    let words: Vec<String> = arguments.map(|word| word.to_string_lossy().into_owned()).collect();
    let after = words.windows(2).find_map(|pair| match pair {
        [option, word] if option == "--lang" => Some(word.as_str()),
        _ => None,
    });
    let asked = after.or_else(|| words.iter().find_map(|word| word.strip_prefix("--lang=")));
    let of_machine = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
    let named = asked.map(str::to_owned).or_else(|| of_machine.into_iter().find(|name| !name.is_empty()));
    if named.is_some_and(|name| name.starts_with("vi")) { Lang::Vi } else { Lang::En }
}

/// The command line with its help in a language.
pub fn command(lang: Lang) -> Command {
    let mut whole = Args::command();
    if lang == Lang::Vi {
        // What every command line has is there from now on.
        whole.build();
        whole = translated(whole, lang);
    }
    whole
}

fn translated(command: Command, lang: Lang) -> Command {
    let said = |text: Option<&StyledStr>| {
        text.map(ToString::to_string).map(|text| lang.usage(&text).map_or(text, str::to_owned))
    };
    let (about, long, after) =
        (said(command.get_about()), said(command.get_long_about()), said(command.get_after_help()));
    let mut command = command;
    let usage = command.render_usage().to_string();
    let usage = usage
        .trim_start_matches("Usage:")
        .replace("OPTIONS", lang.usage_some_options())
        .replace("COMMAND", lang.usage_verb());
    let head = lang.usage_head();
    let mut command = command
        .override_usage(usage.trim().to_owned())
        .help_template(format!("{{about-with-newline}}\n{head}: {{usage}}\n\n{{all-args}}{{after-help}}"))
        .subcommand_help_heading(lang.usage_verbs())
        .subcommand_value_name(lang.usage_verb())
        .mut_args(|arg| argument(arg, lang))
        .mut_subcommands(|verb| translated(verb, lang));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(long) = long {
        command = command.long_about(long);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command
}

fn argument(arg: Arg, lang: Lang) -> Arg {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let mut said = vec![lang.usage(&help).map_or(help, str::to_owned)];
    let takes = arg.get_action().takes_values();
    if let Some(name) = arg.get_env() {
        said.push(lang.usage_variable(&name.to_string_lossy()));
    }
    let default: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if takes && !default.is_empty() && !arg.is_hide_default_value_set() {
        said.push(lang.usage_default(&default.join(" ")));
    }
    let values: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if takes && !values.is_empty() {
        said.push(lang.usage_values(&values.join(", ")));
    }
    let head = if arg.is_positional() { lang.usage_arguments() } else { lang.usage_options() };
    let said = said.join(" ");
    arg.help(said.clone())
        .long_help(said)
        .help_heading(head)
        .hide_default_value(true)
        .hide_possible_values(true)
        .hide_env(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str], variables: &[(&str, &str)]) -> Lang {
        let variable =
            |name: &str| variables.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned());
        lang_of(words.iter().map(OsString::from), variable)
    }

    #[test]
    fn help_speaks_the_language_that_was_asked_for_else_that_of_the_machine() {
        assert_eq!(of(&["dondoc", "--help"], &[]), Lang::En);
        assert_eq!(of(&["dondoc", "--help"], &[("LANG", "vi_VN.UTF-8")]), Lang::Vi);
        assert_eq!(
            of(&["dondoc", "--help"], &[("LC_ALL", "en_US.UTF-8"), ("LANG", "vi_VN.UTF-8")]),
            Lang::En
        );
        assert_eq!(of(&["dondoc", "--help"], &[("LC_ALL", ""), ("LANG", "vi_VN.UTF-8")]), Lang::Vi);
        assert_eq!(of(&["dondoc", "list", "--lang", "vi", "--help"], &[("LANG", "C")]), Lang::Vi);
        assert_eq!(of(&["dondoc", "--lang=en", "--help"], &[("LANG", "vi_VN.UTF-8")]), Lang::En);
    }

    /// Every command line below this one, itself too.
    fn all(command: Command) -> Vec<Command> {
        let below: Vec<Command> = command.get_subcommands().cloned().flat_map(all).collect();
        std::iter::once(command).chain(below).collect()
    }

    #[test]
    fn no_line_of_vietnamese_help_is_english_and_both_take_the_same() {
        let english = command(Lang::En);
        let mut built = english.clone();
        built.build();
        let mut sentences = 0;
        for one in all(built) {
            let own = [one.get_about(), one.get_long_about(), one.get_after_help()];
            let of_arguments = one.get_arguments().map(Arg::get_help).collect::<Vec<_>>();
            for text in own.into_iter().chain(of_arguments).flatten().map(ToString::to_string) {
                assert!(Lang::Vi.usage(&text).is_some(), "{}: {text:?}", one.get_name());
                sentences += 1;
            }
        }
        assert!(sentences > 80, "{sentences}");
        for mut one in all(command(Lang::Vi)) {
            let help = one.render_long_help().to_string();
            for word in
                ["Usage", "Options", "Commands", "Arguments", "possible values", "default:", "env:", "Print"]
            {
                assert!(!help.contains(word), "{word}: {help}");
            }
            assert!(help.contains("Cách dùng:"), "{help}");
        }
        let words = ["dondoc", "--server", "https://a.example", "list", "steps", "--filter", "is:step"];
        let taken = |lang| command(lang).try_get_matches_from(words).unwrap();
        let list = |lang| {
            let taken = taken(lang);
            let (verb, list) = taken.subcommand().unwrap();
            (verb.to_owned(), list.get_one::<String>("filter").cloned())
        };
        assert_eq!(list(Lang::Vi), list(Lang::En));
        command(Lang::Vi).debug_assert();
    }
}
