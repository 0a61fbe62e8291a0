//! A report as mail: delivery status notifications (RFC 3464) and feedback reports (RFC 5965).

use dondoc_shared::{scrub::one_line, wire::mail::SuspensionReason};
use mail_parser::{HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use dondoc_kernel::{mail::message::KEY_HEADER, outbox};

/// What somebody reports of one message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Message-ID of the message that it is about.
    pub message_id: String,
    /// Whether it came back or was complained of.
    pub reason: SuspensionReason,
    /// The enhanced status code of a bounce.
    pub status: Option<String>,
    /// What the receiver said; one line.
    pub detail: String,
}

/// Every message of a file, each as a report if it is one: a mailbox (mbox) where it begins so, else one message.
pub fn read_all(file: &[u8]) -> Vec<Option<Report>> {
    if !file.starts_with(b"From ") {
        return vec![read(file)];
    }
    let messages = mail_parser::mailbox::mbox::MessageIterator::new(file);
    messages.flatten().map(|message| read(message.contents())).collect()
}

/// Reads one message as a report; none if it is not a report, or does not name the message it is about.
pub fn read(raw: &[u8]) -> Option<Report> {
    let message = MessageParser::default().parse(raw)?;
    let part = |kind: &str| message.parts.iter().find(|part| is(part, "message", kind));
    let (fields, reason) = match (part("delivery-status"), part("feedback-report")) {
        (Some(status), _) => (Fields::of(status), SuspensionReason::Bounce),
        (None, Some(feedback)) => (Fields::of(feedback), SuspensionReason::Complaint),
        (None, None) => return None,
    };
    let said = |name| fields.get(name).unwrap_or_default();
    let (reason, status, said) = match reason {
        // A delay, a relayed or an expanded message is no failure.
        SuspensionReason::Bounce if fields.word("Action").is_some_and(|action| action != "failed") => {
            (reason, Some(PASSES.to_owned()), said("Diagnostic-Code"))
        }
        // A status is always there in a notification: without one nothing is proved.
        SuspensionReason::Bounce => {
            let status = fields.word("Status").unwrap_or_else(|| BARE.to_owned());
            (reason, Some(status), said("Diagnostic-Code"))
        }
        SuspensionReason::Complaint => match fields.word("Feedback-Type").as_deref() {
            // Our signatures failed (RFC 6591), or somebody took us out of the spam (RFC 5965): nobody complains.
            Some("auth-failure" | "not-spam" | "dmarc") => {
                (SuspensionReason::Bounce, Some(OF_US.to_owned()), said("Feedback-Type"))
            }
            _ => (reason, None, said("Feedback-Type")),
        },
    };
    let message_id = original(&message, &fields)?;
    let said = if said.is_empty() { status.clone().unwrap_or_default() } else { said };
    let detail = one_line(&said).chars().take(300).collect();
    Some(Report { message_id, reason, status, detail })
}

/// The codes of what is no failure, of a failure that says no more, and of a fault of ours (RFC 3463).
const PASSES: &str = "4.0.0";
const BARE: &str = "5.0.0";
const OF_US: &str = "5.7.0";

fn is(part: &MessagePart, kind: &str, subkind: &str) -> bool {
    part.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case(kind)
            && found.subtype().is_some_and(|found| found.eq_ignore_ascii_case(subkind))
    })
}

/// The id of the message that the report is about. Relays write a Message-ID of their own and keep our key (R73), or name the old
/// id beside it: the first that could be ours counts, else the first there is.
fn original(report: &Message, fields: &Fields) -> Option<String> {
    // Of a message whose boundary's line end is not its own, and whose last header needs one.
    let headers = |part: &MessagePart| [part.contents(), b"\r\n\r\n"].concat();
    let attached = report.parts.iter().filter_map(|part| match &part.body {
        PartType::Message(message) => Some(ids(message)),
        _ if is(part, "text", "rfc822-headers") => {
            MessageParser::default().parse(&headers(part)).map(|m| ids(&m))
        }
        _ => None,
    });
    let mut known: Vec<String> = attached.flatten().collect();
    known.extend(fields.get("Original-Message-ID"));
    known.extend([report.in_reply_to(), report.references()].into_iter().flat_map(listed));
    let ours = known.iter().find(|id| outbox::row_of(local(id)).is_some());
    ours.or(known.first()).cloned()
}

/// The ids that a message bears, the one that nobody rewrites first.
fn ids(message: &Message) -> Vec<String> {
    let key = message.header(KEY_HEADER).and_then(HeaderValue::as_text).map(str::trim);
    let own = message.message_id();
    let older = [message.in_reply_to(), message.references()].into_iter().flat_map(listed);
    key.into_iter().chain(own).map(str::to_owned).chain(older).collect()
}

fn listed(value: &HeaderValue) -> Vec<String> {
    value.as_text_list().unwrap_or_default().iter().map(|id| id.clone().into_owned()).collect()
}

/// What stands left of the `@` of a Message-ID.
pub(super) fn local(id: &str) -> &str {
    let id = id.trim().trim_matches(['<', '>']);
    id.split('@').next().unwrap_or(id)
}

/// `Name: value` lines; a line that begins with a blank goes on the one before.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn of(part: &MessagePart) -> Self {
        let mut found: Vec<(String, String)> = Vec::new();
        for line in String::from_utf8_lossy(part.contents()).lines() {
            match line.split_once(':') {
                _ if line.starts_with([' ', '\t']) => {
                    if let Some((_, value)) = found.last_mut() {
                        value.push(' ');
                        value.push_str(line.trim());
                    }
                }
                Some((name, value)) => found.push((name.trim().to_owned(), value.trim().to_owned())),
                None => {}
            }
        }
        Self(found)
    }

    /// A field's first word without what is said of it in brackets. Words of protocols have no case.
    fn word(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        let word = value.split(|c: char| c.is_whitespace() || matches!(c, '(' | ';')).next()?;
        (!word.is_empty()).then(|| word.to_ascii_lowercase())
    }

    fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "1.0190e7a1f0007000800000000000000a.00000000000000aa@nation.example";

    fn bounce(action: &str, status: &str, original: &str) -> String {
        format!(
            "From: MAILER-DAEMON@relay.example\r\nTo: dondoc@nation.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nStatus: 2.0.0 is said in the text alone.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\n\
             Final-Recipient: rfc822; officer@ha-noi.example\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 5.1.1 no such\r\n user here\r\n\
             --b\r\n{original}\r\n--b--\r\n"
        )
    }

    fn headers() -> String {
        format!("Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: <{ID}>")
    }

    fn whole() -> String {
        format!(
            "Content-Type: message/rfc822\r\n\r\nMessage-ID: <{ID}>\r\nSubject: x\r\n\r\nMessage-ID: <other@x>\r\n"
        )
    }

    #[test]
    fn a_notification_says_which_message_failed_and_how() {
        for original in [headers(), whole()] {
            let report = read(bounce("failed", "5.1.1", &original).as_bytes()).unwrap();
            assert_eq!((report.message_id.as_str(), report.reason), (ID, SuspensionReason::Bounce));
            assert_eq!(report.status.as_deref(), Some("5.1.1"));
            assert_eq!(report.detail, "smtp; 550 5.1.1 no such user here");
        }
        let late = read(bounce("delayed", "5.4.1", &headers()).as_bytes()).unwrap();
        assert_eq!(late.status.as_deref(), Some("4.0.0"), "a delay is no failure, whatever its code");
    }

    #[test]
    fn words_of_the_protocol_have_no_case_and_may_be_explained() {
        for action in ["Failed", "FAILED", "failed (permanent)", "failed;x"] {
            let report = read(bounce(action, "5.1.1 (no such user)", &headers()).as_bytes()).unwrap();
            assert_eq!(report.status.as_deref(), Some("5.1.1"), "{action}");
        }
        for action in ["Delayed", "RELAYED", "delivered (to the box)"] {
            let report = read(bounce(action, "5.1.1", &headers()).as_bytes()).unwrap();
            assert_eq!(report.status.as_deref(), Some(PASSES), "{action}");
        }
        let bare = bounce("failed", "5.1.1", &headers()).replace("Status: 5.1.1\r\n", "");
        assert_eq!(read(bare.as_bytes()).unwrap().status.as_deref(), Some(BARE), "without a status");
    }

    #[test]
    fn a_message_whose_id_the_relay_rewrote_is_found_by_its_key_or_by_its_older_id() {
        let theirs = "Message-ID: <0100018f-1@email.amazonses.com>";
        let attached =
            |kind: &str, more: &str| format!("Content-Type: {kind}\r\n\r\n{theirs}\r\n{more}\r\n\r\n");
        let local = ID.split('@').next().unwrap();
        for kind in ["text/rfc822-headers", "message/rfc822"] {
            for (more, found) in [
                (format!("X-Idempotency-Key: {local}\r\nSubject: x"), local),
                (format!("In-Reply-To: <{ID}>"), ID),
                (format!("References: <a@b.example> <{ID}>"), ID),
            ] {
                let report = read(bounce("failed", "5.1.1", &attached(kind, &more)).as_bytes()).unwrap();
                assert_eq!(report.message_id, found, "{kind} {more}");
            }
        }
        let other = read(bounce("failed", "5.1.1", &attached("message/rfc822", "Subject: x")).as_bytes());
        assert_eq!(other.unwrap().message_id, "0100018f-1@email.amazonses.com");
    }

    #[test]
    fn failed_signatures_and_mail_that_is_no_spam_are_no_complaints() {
        for (kind, expected) in [
            ("auth-failure", SuspensionReason::Bounce),
            ("Not-Spam", SuspensionReason::Bounce),
            ("Abuse", SuspensionReason::Complaint),
            ("fraud", SuspensionReason::Complaint),
        ] {
            let report = format!(
                "From: fbl@receiver.example\r\nMIME-Version: 1.0\r\n\
                 Content-Type: multipart/report; report-type=feedback-report; boundary=\"b\"\r\n\r\n\
                 --b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nVersion: 1\r\n\
                 --b\r\n{}\r\n--b--\r\n",
                whole()
            );
            let report = read(report.as_bytes()).unwrap();
            let status = (expected == SuspensionReason::Bounce).then_some(OF_US);
            assert_eq!((report.reason, report.status.as_deref()), (expected, status), "{kind}");
        }
    }

    #[test]
    fn a_complaint_is_read_and_other_mail_is_not() {
        let complaint = format!(
            "From: fbl@receiver.example\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=feedback-report; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\
             --b\r\n{}\r\n--b--\r\n",
            whole()
        );
        let report = read(complaint.as_bytes()).unwrap();
        assert_eq!((report.message_id.as_str(), report.reason), (ID, SuspensionReason::Complaint));
        assert_eq!((report.status, report.detail.as_str()), (None, "abuse"));
        for other in ["", "Subject: x\r\n\r\nStatus: 5.1.1\r\n", "\0\u{ff}", "From \n"] {
            assert_eq!(read(other.as_bytes()), None);
        }
        let quoted = format!("Content-Type: text/plain\r\n\r\nMessage-ID: <{ID}>");
        assert_eq!(
            read(bounce("failed", "5.1.1", &quoted).as_bytes()),
            None,
            "what the text quotes is no header"
        );
    }

    #[test]
    fn a_mailbox_file_holds_many_and_a_file_of_one_message_holds_one() {
        let one = bounce("failed", "5.1.1", &headers()).replace("\r\n", "\n");
        let file = format!(
            "From a Thu Jul 25 08:00:00 2024\n{one}\nFrom b Thu Jul 25 08:00:00 2024\nSubject: x\n\n>From here\n\nFrom c Thu Jul 25 08:00:00 2024\n{one}\n"
        );
        let found = read_all(file.as_bytes());
        assert_eq!(found.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(read_all(one.as_bytes()).len(), 1);
    }
}
