//! Texts of the mail.

messages! {
    mail_placeholder { vi: "x", en: "x" }
}
