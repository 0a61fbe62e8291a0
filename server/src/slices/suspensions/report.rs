//! A report as mail: delivery status notifications (RFC 3464) and feedback reports (RFC 5965).

use dondoc_shared::{scrub::one_line, wire::mail::SuspensionReason};
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

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
    let (status, said) = match reason {
        // A delay, a relayed or an expanded message is no failure.
        SuspensionReason::Bounce if fields.get("Action").is_some_and(|action| action != "failed") => {
            (Some("4.0.0".to_owned()), fields.get("Diagnostic-Code"))
        }
        SuspensionReason::Bounce => (fields.get("Status"), fields.get("Diagnostic-Code")),
        SuspensionReason::Complaint => (None, fields.get("Feedback-Type")),
    };
    let status = status.and_then(|status| status.split_whitespace().next().map(str::to_owned));
    let message_id = fields.get("Original-Message-ID").or_else(|| original(&message))?;
    let detail = one_line(&said.or_else(|| status.clone()).unwrap_or_default());
    Some(Report { message_id, reason, status, detail: detail.chars().take(300).collect() })
}

fn is(part: &MessagePart, kind: &str, subkind: &str) -> bool {
    part.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case(kind)
            && found.subtype().is_some_and(|found| found.eq_ignore_ascii_case(subkind))
    })
}

/// The Message-ID of the message that the report carries along, whole or as headers.
fn original(report: &Message) -> Option<String> {
    report.parts.iter().find_map(|part| match &part.body {
        PartType::Message(message) => message.message_id().map(str::to_owned),
        _ if is(part, "text", "rfc822-headers") => {
            // The boundary's line end is not theirs, and the last header needs one.
            let headers = [part.contents(), b"\r\n\r\n"].concat();
            MessageParser::default().parse(&headers)?.message_id().map(str::to_owned)
        }
        _ => None,
    })
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
        assert_eq!(read(bounce("failed", "5.1.1", "Content-Type: text/plain\r\n\r\nx").as_bytes()), None);
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
