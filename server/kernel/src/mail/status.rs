//! What an enhanced status code (RFC 3463) says of the address (pure).

/// What a code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// The address takes no mail.
    Gone,
    /// A temporary failure: the message may be tried again.
    Later,
    /// The sender, the message or the policy is refused: everybody's address would be suspended for our own fault.
    NotOfAddress,
}

/// Reads a code such as `5.1.1`. An unreadable code counts as a permanent failure, as the report says.
pub fn says(code: &str) -> Says {
    let mut parts = code.split('.').map(|part| part.trim().parse::<u16>().ok());
    match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
        (Some(2 | 4), ..) => Says::Later,
        // The sender's address; the message's content; security and policy.
        (Some(5), Some(1), Some(7 | 8)) | (Some(5), Some(6 | 7), _) => Says::NotOfAddress,
        _ => Says::Gone,
    }
}

/// Whether the relay's answer to RCPT says that there is no such address. Only codes about addresses count: a plain 550 may be
/// about the sender.
pub fn is_no_address(text: &str) -> bool {
    let words = text.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    let codes = words.map(|word| word.trim_end_matches('.'));
    codes.filter(|word| word.starts_with("5.1.")).any(|code| says(code) == Says::Gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_about_the_address_suspends_it_and_one_about_us_does_not() {
        for gone in ["5.1.1", "5.0.0", "5.2.1", "5.4.4", "", "x"] {
            assert_eq!(says(gone), Says::Gone, "{gone}");
        }
        for later in ["4.2.2", "4.7.1", "2.0.0"] {
            assert_eq!(says(later), Says::Later, "{later}");
        }
        for ours in ["5.1.7", "5.1.8", "5.7.1", "5.7.26", "5.6.0"] {
            assert_eq!(says(ours), Says::NotOfAddress, "{ours}");
        }
    }

    #[test]
    fn the_relays_answer_suspends_only_where_it_names_the_address() {
        for gone in ["permanent error (550): 5.1.1 no such user", "550 5.1.10 null MX", "5.1.2. bad host"] {
            assert!(is_no_address(gone), "{gone}");
        }
        for other in ["permanent error (550): no", "550 5.7.1 relaying denied", "5.1.8 sender", "554 15.1.1"]
        {
            assert!(!is_no_address(other), "{other}");
        }
    }
}
