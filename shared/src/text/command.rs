//! Texts of the command.

messages! {
    command_placeholder { vi: "x", en: "x" }
}
