//! A sheet as the bytes of a message (RFC 5322, MIME).
//!
//! Values reach headers through lettre's builder only, bodies are always quoted-printable, and the finished bytes are
//! looked at once more: lettre 0.11.23 does not double a dot after a bare CR or LF (RUSTSEC-2026-0561), so none may be
//! there.

use std::time::SystemTime;

use anyhow::{Context, ensure};
use dondoc_shared::{scrub::one_line, text::Lang};
use jiff::Timestamp;
use lettre::{
    Address, Message,
    message::{
        Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use super::{Attachment, Sender, Sheet};

/// The header that bears a message's id whoever else writes a Message-ID.
pub const KEY_HEADER: &str = "X-Idempotency-Key";

/// The recipient: one person or office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Name of the person or office.
    pub name: String,
    /// E-mail address.
    pub address: String,
    /// The language that it is written in.
    pub lang: Lang,
}

/// An address as the relay gets it, read by the one parser there is.
///
/// # Errors
/// It does not parse, needs an extension (SMTPUTF8) that we do not use, or would not be read again from the header that names it.
pub fn address(text: &str) -> anyhow::Result<Address> {
    let address: Address = text.parse().context("the address does not parse")?;
    ensure!(text.is_ascii(), "the address is not plain ASCII");
    let read: Mailbox =
        Mailbox::new(None, address.clone()).to_string().parse().context("the header does not parse")?;
    ensure!(read.email == address, "the header names another address");
    Ok(address)
}

/// Whether mail could be sent to this address from anywhere: what [`address`] takes, at a domain with a dot.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254
        && address(text)
            .is_ok_and(|address| address.domain().contains('.') && !address.domain().starts_with('['))
}

/// The bytes of the message. `message_id` is the outbox row's, without domain; `date` is the transaction's `now`.
pub fn compose(
    sender: &Sender,
    to: &Recipient,
    message_id: &str,
    date: Timestamp,
    sheet: Sheet,
) -> anyhow::Result<Vec<u8>> {
    let sheet = sheet.scrubbed();
    let name = one_line(&to.name);
    // A value that looks like an encoded word would be decoded by its reader, whatever it hides.
    let header_value = |value: &str| value.trim().replace("=?", "= ?").chars().take(200).collect::<String>();
    let [subject, to_name] = [&sheet.subject, &name].map(|value| header_value(value));
    let mut sheet = sheet;
    let attachments = std::mem::take(&mut sheet.attachments);
    let alternatives = MultiPart::alternative()
        // Quoted-printable never contains "=_", so no line of a body can be taken for the boundary.
        .boundary(format!("=_{message_id}"))
        .singlepart(part(ContentType::TEXT_PLAIN, sheet.text(to.lang, &name)?)?)
        .singlepart(part(ContentType::TEXT_HTML, sheet.html(to.lang, &name)?)?);
    let mut builder = Message::builder();
    if let Some((_, link)) = &sheet.switch_off {
        // The page asks for a log-in, so there is nothing to post to (RFC 8058 does not apply).
        builder = builder.raw_header(header("List-Unsubscribe", &format!("<{link}>")));
    }
    let message = builder
        .from(sender.from.clone())
        .to(Mailbox::new(Some(to_name), address(&to.address)?))
        .subject(subject)
        .date(SystemTime::from(date))
        .message_id(Some(format!("<{message_id}@{}>", sender.domain)))
        .raw_header(header("Content-Language", to.lang.as_str()))
        // For relays that take a message with one id once; it never changes, like the Message-ID.
        .raw_header(header(KEY_HEADER, message_id))
        // Nobody is to answer a machine by machine (RFC 3834; the second one is what Exchange heeds).
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .multipart(with_attachments(alternatives, attachments, message_id)?)?;
    let raw = message.formatted();
    inspect(&raw)?;
    Ok(raw)
}

/// The text, and the files that go with it.
fn with_attachments(
    text: MultiPart,
    attachments: Vec<Attachment>,
    message_id: &str,
) -> anyhow::Result<MultiPart> {
    if attachments.is_empty() {
        return Ok(text);
    }
    let mut all = MultiPart::mixed().boundary(format!("=_m_{message_id}")).multipart(text);
    for Attachment { name, media_type, content } in attachments {
        let content = Body::new_with_encoding(content, ContentTransferEncoding::Base64)
            .map_err(|_| anyhow::anyhow!("the attachment cannot be encoded"))?;
        all = all.singlepart(lettre::message::Attachment::new(name).body(content, media_type.parse()?));
    }
    Ok(all)
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn part(kind: ContentType, body: String) -> anyhow::Result<SinglePart> {
    let body = Body::new_with_encoding(body, ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| anyhow::anyhow!("the body cannot be encoded"))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// The last look at bytes that leave: plain ASCII, lines ended by CRLF and by nothing else, none too long.
pub fn inspect(raw: &[u8]) -> anyhow::Result<()> {
    ensure!(raw.is_ascii() && !raw.contains(&0), "the message is not plain ASCII");
    let mut rest = raw;
    while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
        let (line, after) = rest.split_at(end);
        ensure!(line.len() <= 998, "a line of the message is too long");
        rest = after.strip_prefix(b"\r\n").context("a line of the message ends without CRLF")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_line_end_a_high_byte_or_a_nul_does_not_leave() {
        for bad in [&b"a\nb"[..], b"a\r.\r\n", b"a\r", b"\xc4\x90", b"a\0b"] {
            inspect(bad).unwrap_err();
        }
        inspect(&[b'x'; 999]).unwrap();
        inspect([[b'x'; 999].as_slice(), b"\r\n"].concat().as_slice()).unwrap_err();
        inspect(b"a\r\n\r\n.b\r\n").unwrap();
    }

    #[test]
    fn an_address_that_could_carry_a_command_does_not_parse() {
        for bad in [
            "a@b.example>\r\nRCPT TO:<c@d.example",
            "a b@c.example",
            "a@b@c",
            "",
            "đ@a.example",
            "a@đ.example",
            "\"a b\"@x.example",
            "\"<v@evil.example>\"@x.example",
        ] {
            address(bad).unwrap_err();
            assert!(!is_address(bad), "{bad}");
        }
        for bad in ["a@[127.0.0.1]", "a@localhost"] {
            assert!(!is_address(bad), "{bad}");
        }
        assert!(is_address("a.b+c@x.gov.example"));
        address("can-bo@ha-noi.example").unwrap();
    }
}
