//! What the command line and the environment say.

use dondoc_shared::text::Lang;

use crate::ui::theme::Theme;

/// What the command line and the environment say.
#[derive(Debug, Clone)]
pub struct Options {
    /// The language, if one was asked for.
    pub lang: Option<Lang>,
    /// The e-mail address to begin with.
    pub email: Option<String>,
    /// The server, as the header shows it.
    pub server: String,
    /// The address of the web portal, which is the server's.
    pub portal: String,
    /// May a text be put into the clipboard of the terminal?
    pub copies: bool,
    /// With colours or without.
    pub theme: Theme,
}
