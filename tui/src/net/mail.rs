//! What is asked about outgoing mail, and what is said of it.

use dondoc_shared::{
    id::MessageId,
    text::Lang,
    wire::{
        mail::{Holds, MailState, MessageDetail, Messages, Suspensions},
        policy::Why,
    },
};
use reqwest::Method;

use super::{asked::Asked, auth::Auth, failure::Failure, get::get};

/// What is asked about outgoing mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailCall {
    /// How it stands.
    State,
    /// A page of the delivery log, newest first.
    Page {
        /// Which part of it.
        asked: Asked,
        /// From the page before.
        cursor: Option<String>,
    },
    /// The newest holds.
    Holds,
    /// The addresses that take no mail.
    Addresses,
    /// One message.
    Message(MessageId),
    /// Why a message is.
    Why(MessageId),
}

/// What is said of it.
#[derive(Debug)]
pub enum MailAnswer {
    /// How it stands.
    State(Box<MailState>),
    /// A page of the delivery log.
    Page(Messages),
    /// The newest holds.
    Holds(Holds),
    /// The addresses that take no mail.
    Addresses(Suspensions),
    /// One message.
    Message(Box<MessageDetail>),
    /// Why it is.
    Why(Box<Why>),
}

/// Asks the server, and decodes what it says.
pub(super) async fn answer(auth: &Auth, call: MailCall, lang: Lang) -> Result<MailAnswer, Failure> {
    let request = |parts: &[&str]| auth.request(Method::GET, parts, lang);
    Ok(match call {
        MailCall::State => MailAnswer::State(get(auth, request(&["mail", "state"]), lang).await?),
        MailCall::Page { asked, cursor } => {
            let request = request(&["mail", "messages"]).query(&asked.query()).query(&[("cursor", cursor)]);
            MailAnswer::Page(get(auth, request, lang).await?)
        }
        MailCall::Holds => MailAnswer::Holds(get(auth, request(&["mail", "holds"]), lang).await?),
        MailCall::Addresses => {
            MailAnswer::Addresses(get(auth, request(&["mail", "suspensions"]), lang).await?)
        }
        MailCall::Message(id) => {
            MailAnswer::Message(get(auth, request(&["mail", "messages", &id.to_string()]), lang).await?)
        }
        MailCall::Why(id) => {
            MailAnswer::Why(get(auth, request(&["mail", "messages", &id.to_string(), "why"]), lang).await?)
        }
    })
}
