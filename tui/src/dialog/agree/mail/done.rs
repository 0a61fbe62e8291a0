//! What the acts on outgoing mail have in common.

use dondoc_shared::{
    text::{Both, Lang},
    wire::mail::MessageRow,
};

use crate::{
    keys::Screen,
    net::Answer,
    step::{Wish, With},
    ui::theme::Token,
};

/// Says `text` and reads outgoing mail again, if `answer` is one to an act on mail.
pub fn done<T: Into<String>>(answer: &Answer, text: impl Fn(Lang) -> T) -> Option<(Both, Vec<Wish>)> {
    let Answer::Acted(_) = answer else { return None };
    Some((Both::new(|lang| text(lang).into()), vec![Wish::Go(Screen::Mail, With::Nothing)]))
}

/// The message that an act is about.
pub fn message(lang: Lang, row: &MessageRow) -> (Token, String) {
    let who: Vec<&str> = [row.recipient.as_deref(), row.address.as_deref()].into_iter().flatten().collect();
    (Token::Title, lang.post_mail_to(lang.mail_kind(&row.kind), &who.join(" · ")))
}
