//! A message as its reader sees it, decoded by a parser that shares nothing with what wrote it.

use mail_parser::{MessageParser, PartType};

/// The decoded parts of a message; what is missing is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    pub subject: String,
    /// The address alone.
    pub from: String,
    pub to: Vec<String>,
    /// Without the angle brackets.
    pub message_id: String,
    pub text: String,
    pub html: String,
    /// Names and values as they came, undecoded, unfolded lines joined.
    pub headers: Vec<(String, String)>,
}

impl Letter {
    /// Reads what it can: a relay takes anything.
    pub fn read(raw: &[u8]) -> Self {
        let Some(message) = MessageParser::default().parse(raw) else { return Self::default() };
        let address = |address: &mail_parser::Addr| address.address().unwrap_or_default().to_owned();
        let mut letter = Self {
            subject: message.subject().unwrap_or_default().to_owned(),
            from: message.from().and_then(|from| from.first()).map(address).unwrap_or_default(),
            to: message.all_to().flat_map(|to| to.iter()).map(address).collect(),
            message_id: message.message_id().unwrap_or_default().to_owned(),
            headers: message
                .headers_raw()
                .map(|(name, value)| (name.to_owned(), value.replace("\r\n", "").trim().to_owned()))
                .collect(),
            ..Self::default()
        };
        for part in &message.parts {
            match &part.body {
                PartType::Text(text) => letter.text.push_str(text),
                PartType::Html(html) => letter.html.push_str(html),
                _ => {}
            }
        }
        letter
    }

    /// The first header of this name, as it came.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The addresses in the text part, in order.
    pub fn links(&self) -> Vec<&str> {
        self.text
            .split_whitespace()
            .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
            .collect()
    }
}
