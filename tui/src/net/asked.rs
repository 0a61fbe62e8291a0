//! What part of the delivery log is asked for, as it is typed: a tenant, a kind, a state, an address, in any order.

use dondoc_shared::{
    fold::{Syllable, syllables},
    text::Lang,
    wire::mail::MessageState,
};

/// The longest line, in characters.
pub const MAX_CHARS: usize = 300;

/// The kinds that the log has.
const KINDS: [&str; 8] =
    ["digest", "urge", "escalation", "decision", "report", "notice", "assignments", "access"];

/// The part of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// A tenant, as it was typed.
    pub tenant: Option<String>,
    /// A kind of message: `digest`.
    pub kind: Option<String>,
    /// Where the message stands.
    pub state: Option<MessageState>,
    /// The address that it goes to.
    pub address: Option<String>,
}

/// A term that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is one of its kind already.
    Twice(String),
    /// It is not known.
    Unknown(String),
}

impl Fault {
    /// What is said about it to the person.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Twice(term) => lang.post_asked_twice(term),
            Self::Unknown(term) => lang.post_asked_unknown(term),
        }
    }
}

/// The most words of a state.
const LONGEST: usize = 8;

/// A word of the columns or of the server, without accents and signs.
fn plain(text: &str) -> String {
    syllables(text).iter().map(Syllable::plain).collect::<Vec<_>>().join(" ")
}

fn state_of(words: &str) -> Option<MessageState> {
    let shown =
        |state: MessageState| Lang::ALL.iter().flat_map(move |lang| [state.name(*lang), state.short(*lang)]);
    let is = |state: &&MessageState| shown(**state).chain([state.as_str()]).any(|name| plain(name) == words);
    MessageState::ALL.iter().find(is).copied()
}

fn kind_of(words: &str) -> Option<&'static str> {
    let is =
        |kind: &&str| *kind == words || Lang::ALL.iter().any(|lang| plain(lang.mail_kind(kind)) == words);
    KINDS.into_iter().find(is)
}

impl Asked {
    /// Reads a line. States and kinds are known as they are printed, in both languages. Words that are neither state, kind nor
    /// address name a body, which the server knows.
    pub fn parse(line: &str) -> Result<Self, Fault> {
        let mut asked = Self::default();
        let terms: Vec<&str> = line.split_whitespace().collect();
        let mut left = terms.as_slice();
        let mut goes_on = false;
        while let [term, rest @ ..] = left {
            let known = (1..=LONGEST.min(left.len())).rev().find_map(|length| {
                let (words, rest) = left.split_at_checked(length)?;
                let words = plain(&words.join(" "));
                let found = (state_of(&words), kind_of(&words));
                (found.0.is_some() || found.1.is_some()).then_some((found, rest))
            });
            let is_name = term.chars().all(|c| c.is_alphanumeric() || "-–.&,".contains(c));
            let twice = match (known, &mut asked.tenant) {
                (Some(((Some(state), _), after)), _) => {
                    left = after;
                    asked.state.replace(state).is_some()
                }
                (Some(((None, kind), after)), _) => {
                    left = after;
                    asked.kind.replace(kind.unwrap_or_default().to_owned()).is_some()
                }
                (None, _) if term.contains('@') => {
                    left = rest;
                    asked.address.replace((*term).to_owned()).is_some()
                }
                (None, _) if !is_name => return Err(Fault::Unknown((*term).to_owned())),
                (None, Some(name)) if goes_on => {
                    left = rest;
                    *name = format!("{name} {term}");
                    continue;
                }
                (None, tenant) => {
                    left = rest;
                    goes_on = true;
                    if tenant.replace((*term).to_owned()).is_some() {
                        return Err(Fault::Twice((*term).to_owned()));
                    }
                    continue;
                }
            };
            goes_on = false;
            if twice {
                return Err(Fault::Twice((*term).to_owned()));
            }
        }
        Ok(asked)
    }

    /// What it means, in plain words.
    pub fn echo(&self, lang: Lang) -> String {
        let kind = self.kind.as_deref().map(|kind| lang.mail_kind(kind).to_owned());
        let state = self.state.map(|state| state.name(lang).to_owned());
        let parts = [self.tenant.clone(), kind, state, self.address.clone()];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { lang.post_log_all().to_owned() } else { parts.join(" · ") }
    }

    /// As it would be typed.
    pub fn typed(&self) -> String {
        self.query().into_iter().filter_map(|(_, value)| value).collect::<Vec<_>>().join(" ")
    }

    /// As parameters of a request.
    pub fn query(&self) -> [(&'static str, Option<&str>); 4] {
        [
            ("tenant", self.tenant.as_deref()),
            ("kind", self.kind.as_deref()),
            ("state", self.state.map(MessageState::as_str)),
            ("address", self.address.as_deref()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_in_any_order_and_never_half() {
        let asked = Asked::parse("dead Ha-Noi digest Officer@ha-noi.example").unwrap();
        assert_eq!(asked.state, Some(MessageState::Dead));
        assert_eq!((asked.tenant.as_deref(), asked.kind.as_deref()), (Some("Ha-Noi"), Some("digest")));
        assert_eq!(asked.address.as_deref(), Some("Officer@ha-noi.example"));
        assert_eq!(Asked::parse("  ").unwrap(), Asked::default());
        let twice = |term: &str| Err(Fault::Twice(term.to_owned()));
        assert_eq!(Asked::parse("dead sent"), twice("sent"));
        assert_eq!(Asked::parse("digest weekly"), twice("weekly"));
        assert_eq!(Asked::parse("ha-noi sent bca"), twice("bca"));
        assert_eq!(Asked::parse("a@b.example c@d.example"), twice("c@d.example"));
        assert_eq!(Asked::parse("state:dead"), Err(Fault::Unknown("state:dead".to_owned())));
    }

    #[test]
    fn every_word_that_the_columns_print_is_understood_in_both_languages() {
        for lang in Lang::ALL {
            for state in MessageState::ALL {
                for shown in [state.name(*lang), state.short(*lang), state.as_str()] {
                    let asked = Asked::parse(&format!("BTH {shown} weekly")).unwrap();
                    assert_eq!(
                        (asked.state, asked.tenant.as_deref()),
                        (Some(*state), Some("BTH")),
                        "{shown}"
                    );
                    assert_eq!(asked.kind.as_deref(), Some("report"));
                }
            }
            for kind in KINDS {
                let asked =
                    Asked::parse(&format!("{} Bà Rịa - Vũng Tàu", lang.mail_kind(kind).to_uppercase()))
                        .unwrap();
                assert_eq!(
                    (asked.kind.as_deref(), asked.tenant.as_deref()),
                    (Some(kind), Some("Bà Rịa - Vũng Tàu"))
                );
                assert_eq!(Asked::parse(&asked.typed()).unwrap(), asked);
            }
        }
    }

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for lang in Lang::ALL {
            let names: std::collections::HashSet<&str> =
                KINDS.iter().map(|kind| lang.mail_kind(kind)).collect();
            assert_eq!(names.len(), KINDS.len());
        }
    }
}
