//! Texts of the portal.

messages! {
    portal_placeholder { vi: "x", en: "x" }
}
