//! Texts of the console.

messages! {
    console_placeholder { vi: "x", en: "x" }
}
