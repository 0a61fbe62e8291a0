//! What part of the delivery log is asked for, as it is typed: a tenant, a kind, a state, an address, in any order.

use dondoc_shared::{text::Lang, wire::mail::MessageState};

/// The longest line, in characters.
pub const MAX_CHARS: usize = 300;

/// The kinds that the log has.
const KINDS: [&str; 4] = ["digest", "urge", "escalation", "decision"];

/// The part of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Slug of a tenant.
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

impl Asked {
    /// Reads a line. What is neither state, kind nor address is the key of a tenant, which the server knows.
    pub fn parse(line: &str) -> Result<Self, Fault> {
        let mut asked = Self::default();
        for term in line.split_whitespace() {
            let word = term.to_lowercase();
            let twice = if let Ok(state) = word.parse::<MessageState>() {
                asked.state.replace(state).is_some()
            } else if word.contains('@') {
                asked.address.replace(term.to_owned()).is_some()
            } else if KINDS.contains(&word.as_str()) {
                asked.kind.replace(word).is_some()
            } else if word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                asked.tenant.replace(word).is_some()
            } else {
                return Err(Fault::Unknown(term.to_owned()));
            };
            if twice {
                return Err(Fault::Twice(term.to_owned()));
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
        assert_eq!((asked.tenant.as_deref(), asked.kind.as_deref()), (Some("ha-noi"), Some("digest")));
        assert_eq!(asked.address.as_deref(), Some("Officer@ha-noi.example"));
        assert_eq!(Asked::parse("  ").unwrap(), Asked::default());
        assert_eq!(Asked::parse("dead sent"), Err(Fault::Twice("sent".to_owned())));
        assert_eq!(Asked::parse("ha-noi bca"), Err(Fault::Twice("bca".to_owned())));
        assert_eq!(Asked::parse("state:dead"), Err(Fault::Unknown("state:dead".to_owned())));
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
