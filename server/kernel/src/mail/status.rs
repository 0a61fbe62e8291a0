//! What a notification or a reply says of the address (pure). The enhanced status code (RFC 3463) decides; where it is bare
//! (`5.0.0`, which some systems write always), what the receiver said decides.

/// What was said of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// The address takes no mail.
    Gone,
    /// It passes: the message may be tried again, the box may be emptied.
    Later,
    /// The sender, the message or the policy is refused, or nothing is proved: everybody's address would be suspended for our
    /// own fault.
    NotOfAddress,
}

/// Words of a receiver who does not know the user. In lower case, as the others below.
const NO_USER: [&str; 19] = [
    "user unknown",
    "unknown user",
    "unknown recipient",
    "recipient unknown",
    "unknown address",
    "address unknown",
    "unknown mailbox",
    "mailbox unknown",
    "unknown local part",
    "no such user",
    "no such recipient",
    "no such address",
    "no such mailbox",
    "no mailbox here",
    "not found",
    "not exist",
    "invalid recipient",
    "invalid mailbox",
    "unrouteable address",
];

/// Words about a box without room.
const NO_ROOM: [&str; 5] =
    ["quota", "mailbox full", "mailbox is full", "insufficient storage", "over its storage"];

/// Words about us, our message or how much we send.
const OF_US: [&str; 13] = [
    "too many",
    "rate limit",
    "throttl",
    "blocked",
    "blacklist",
    "blocklist",
    "spam",
    "reputation",
    "prohibit",
    "policy",
    "dmarc",
    "unauthenticated",
    "relaying",
];

/// Reads an enhanced code such as `5.1.1` and what the receiver said. Without a code the reporter's word counts, unless what was
/// said speaks against it.
pub fn says(code: Option<&str>, said: &str) -> Says {
    let said = said.to_lowercase();
    let speaks_of = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let told = code.and_then(parts).filter(|(_, subject, detail)| (*subject, *detail) != (0, 0));
    match told.or_else(|| enhanced(&said)) {
        // Temporary, or the box or the host behind it is full.
        Some((2 | 4, ..) | (5, 2, 2) | (5, 3, 1)) => return Says::Later,
        // The sender's address; protocol; the message's content; security and policy; a message too long for the box.
        Some((5, 1, 7 | 8) | (5, 2 | 3, 3..=4) | (5, 5..=7, _)) => return Says::NotOfAddress,
        Some((5, 1, _)) if !speaks_of(&NO_USER) && speaks_of(&OF_US) => return Says::NotOfAddress,
        Some(_) => return Says::Gone,
        None => {}
    }
    let reply = words(&said).find_map(reply_code);
    let bare = code.and_then(parts).map(|(class, ..)| class);
    match (reply, bare) {
        _ if speaks_of(&NO_ROOM) => Says::Later,
        (Some(400..=499 | 552), _) | (None, Some(2 | 4)) => Says::Later,
        _ if speaks_of(&NO_USER) => Says::Gone,
        (None, _) if code.is_none() && !speaks_of(&OF_US) => Says::Gone,
        _ => Says::NotOfAddress,
    }
}

/// Whether the relay's answer to RCPT says that there is no such address. Only codes about addresses count: a plain 550 may be
/// about the sender.
pub fn is_no_address(text: &str) -> bool {
    let codes = || words(text).filter(|word| word.starts_with("5.1."));
    codes().any(|code| says(Some(code), text) == Says::Gone)
}

/// The first enhanced code of a text that is not bare.
fn enhanced(text: &str) -> Option<(u16, u16, u16)> {
    words(text).filter_map(parts).find(|(_, subject, detail)| (*subject, *detail) != (0, 0))
}

/// What could be a code: digits and dots.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(|word| word.trim_matches('.'))
}

fn reply_code(word: &str) -> Option<u16> {
    word.parse().ok().filter(|code| (200..600).contains(code) && word.len() == 3)
}

/// Class, subject and detail of a code; none if it is no enhanced code.
fn parts(code: &str) -> Option<(u16, u16, u16)> {
    let mut parts = code.trim().split('.').map(|part| part.parse::<u16>().ok());
    let code = (parts.next()??, parts.next()??, parts.next()??);
    (parts.next().is_none() && matches!(code.0, 2 | 4 | 5) && code.1 < 8).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: Says, cases: &[(&str, &str)]) {
        for (code, said) in cases {
            let code = (!code.is_empty()).then_some(*code);
            assert_eq!(says(code, said), expected, "{code:?} {said:?}");
        }
    }

    #[test]
    fn a_code_about_the_address_suspends_it_and_one_about_us_does_not() {
        check(
            Says::Gone,
            &[("5.1.1", ""), ("5.2.1", ""), ("5.4.4", ""), ("5.1.10", "550 recipient not found")],
        );
        check(Says::Gone, &[("5.1.1", "550 5.1.1 user unknown; see our policy")]);
        check(
            Says::Later,
            &[("4.2.2", ""), ("4.7.1", ""), ("2.0.0", ""), ("5.2.2", "552 5.2.2 mailbox full")],
        );
        let ours = ["5.1.7", "5.1.8", "5.7.1", "5.7.26", "5.6.0", "5.2.3", "5.3.4", "5.5.3"];
        check(Says::NotOfAddress, &ours.map(|code| (code, "")));
        check(Says::NotOfAddress, &[("5.1.1", "550 5.1.1 sent to too many recipients this hour")]);
    }

    #[test]
    fn where_the_code_is_bare_what_was_said_decides_and_a_bare_refusal_proves_nothing() {
        check(
            Says::Gone,
            &[
                ("5.0.0", "smtp; 550 5.1.1 <a@b.example>... user unknown"),
                ("5.0.0", "smtp; 550 No such user here"),
                ("x", "550 The account does not exist"),
                ("", ""),
                ("", "550 no such user"),
            ],
        );
        check(
            Says::Later,
            &[
                ("5.0.0", "smtp; 450 TEMPERROR: retry timeout exceeded"),
                ("5.0.0", "smtp; 552 Quota exceeded"),
                ("5.0.0", "smtp; 550 The user is over quota"),
                ("5.0.0", "smtp; 550-4.2.2 try again"),
                ("5.0.0", "smtp; queue 117: 451 try again"),
                ("5.0.0", "smtp; port 0025: 451 try again"),
                ("4.0.0", ""),
                ("", "452 4.2.2 mailbox full"),
            ],
        );
        check(
            Says::NotOfAddress,
            &[
                ("5.0.0", "smtp; 550-5.7.26 Unauthenticated email from national.example is not accepted"),
                ("5.0.0", "smtp; 550 Administrative prohibition"),
                ("5.0.0", "smtp; 550 blocked"),
                ("5.0.0", ""),
                ("x", ""),
                ("", "550 Administrative prohibition"),
                ("5.0.0", "smtp; 550 host 10.1.1.1 said no"),
                ("5.0.0", "smtp; 550 host 5.1.1.1 said no"),
                ("5.0.0", "smtp; 550 mailer 5.8.1 said no"),
            ],
        );
    }

    #[test]
    fn the_relays_answer_suspends_only_where_it_names_the_address() {
        for gone in ["permanent error (550): 5.1.1 no such user", "550 5.1.10 null MX", "5.1.2. bad host"] {
            assert!(is_no_address(gone), "{gone}");
        }
        for other in [
            "permanent error (550): no",
            "550 5.7.1 relaying denied",
            "5.1.8 sender",
            "554 15.1.1",
            "550 5.1.1 too many recipients this hour",
        ] {
            assert!(!is_no_address(other), "{other}");
        }
    }
}
