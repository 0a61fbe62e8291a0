//! To write an office of one's own tenant and its address.

use dondoc_shared::{
    fold::compose,
    text::{Both, Lang},
    wire::contact::{Contact, Contacts, NewContact},
};
use jiff::Timestamp;

use crate::{
    net::{Answer, Call, Order, SettingOrder, SettingWritten},
    step::{Agreement, News, Subject, Wish, WrongField, wrong},
    ui::{theme::Token, time::date_of},
};

/// The fields, by their places.
const OFFICE: usize = 0;
const ADDRESS: usize = 1;

/// See the module.
#[derive(Debug)]
pub struct ChangeContact {
    /// The office, as it was on the screen.
    pub contact: Contact,
    /// Whether its address takes no mail.
    pub is_suspended: bool,
}

/// How the address of an office stands, as a token and in words.
pub fn health(lang: Lang, contact: &Contact, is_suspended: bool) -> (Token, String) {
    match contact.verified_at {
        _ if contact.address.is_empty() => (Token::Danger, lang.contact_missing().to_owned()),
        _ if is_suspended => (Token::Danger, lang.tenant_takes_no_mail().to_owned()),
        Some(at) => (Token::Good, lang.contact_verified(&lang.date(date_of(at)))),
        None => (Token::Warn, lang.tenant_not_proven().to_owned()),
    }
}

/// Whether a text can be one address; the server has the last word.
fn is_address(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, ',' | ';' | '<' | '>' | '"');
    text.chars().all(is_plain)
        && text.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty() && domain.contains('.') && !domain.contains('@') && !domain.starts_with('.')
        })
}

impl ChangeContact {
    fn typed_in(typed: &[String], place: usize) -> String {
        compose(typed.get(place).map_or("", |text| text.trim()))
    }
}

impl Agreement for ChangeContact {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.label_office(), 200), (lang.label_address(), 254)]
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject { act: "contact", of: vec![self.contact.role.as_str().to_owned()], page: None })
    }

    fn typed(&self) -> Vec<String> {
        vec![self.contact.office.clone(), self.contact.address.clone()]
    }

    fn place_of(&self, field: &str) -> Option<usize> {
        match field {
            "office" => Some(OFFICE),
            "address" => Some(ADDRESS),
            _ => None,
        }
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let Self { contact, is_suspended } = self;
        let (token, health) = health(lang, contact, *is_suspended);
        let stored = match contact.address.as_str() {
            "" => health,
            address => format!("{} · {address}: {health}", contact.office),
        };
        vec![
            (Token::Title, contact.role.name(lang).to_owned()),
            (Token::Muted, contact.role.gets(lang).to_owned()),
            (token, stored),
            (Token::Muted, lang.contact_changes_take_effect().to_owned()),
        ]
    }

    fn brings(&self, lang: Lang, typed: &[String]) -> Vec<(Token, String)> {
        let address = Self::typed_in(typed, ADDRESS);
        let said = if !is_address(&address) {
            (Token::Muted, lang.one_address_hint())
        } else if address == self.contact.address {
            (Token::Muted, lang.contacts_same_address())
        } else {
            (Token::Accent, lang.contacts_new_address())
        };
        vec![(said.0, said.1.to_owned())]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.contacts_agree_change()
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let [office, address] = [OFFICE, ADDRESS].map(|place| Self::typed_in(typed, place));
        if office.is_empty() {
            return Err(wrong(OFFICE, |lang| lang.field_missing(lang.label_office())));
        }
        if address.is_empty() {
            return Err(wrong(ADDRESS, Lang::contact_is_not_emptied));
        }
        if !is_address(&address) {
            return Err(wrong(ADDRESS, Lang::one_address_like));
        }
        let Contact { role, version, .. } = self.contact;
        Ok(Order::Setting(SettingOrder::Contact { role, version, body: NewContact { office, address } }))
    }

    fn done(&self, typed: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Setting(SettingWritten::Contact(_)) = answer else { return None };
        let address = Self::typed_in(typed, ADDRESS);
        let said = Both::new(|lang| lang.contacts_written(self.contact.role.name(lang), &address));
        Some((said, vec![Wish::Tell(News::SettingWritten)]))
    }

    fn again(&self) -> Option<Call> {
        Some(Call::Contacts)
    }

    fn renew(&mut self, answer: Answer) -> bool {
        let read = Contacts::try_from(answer).ok();
        let found = read.and_then(|read| read.items.into_iter().find(|one| one.role == self.contact.role));
        let Some(found) = found else { return false };
        self.is_suspended &= found.address == self.contact.address;
        self.contact = found;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn one_address_is_told_from_none_and_from_several() {
        for good in ["vanthu@uybanqg.example", "a.b+c@x.gov.example"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "vanthu",
            "@x.example",
            "a@x",
            "a@.x",
            "a b@x.example",
            "a@b@x.example",
            "a@x.example, b@x.example",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
