//! How the console looks to whoever sits at it: its colours, the signs that it draws, and whether it is read aloud.

use ratatui::{
    buffer::Buffer,
    style::{Color, Style},
};

use super::{
    glyphs::Glyphs,
    theme::{Depth, Theme, Token},
};

/// How the console looks to whoever sits at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// The colours.
    pub theme: Theme,
    /// How many of them the terminal has.
    pub depth: Depth,
    /// The signs.
    pub glyphs: Glyphs,
}

impl Default for Looks {
    fn default() -> Self {
        Self { theme: Theme::Mono, depth: Depth::Full, glyphs: Glyphs::default() }
    }
}

impl Looks {
    /// The style of a token.
    pub fn style(self, token: Token) -> Style {
        self.theme.style(token, self.depth)
    }

    /// Whether the screen is read aloud: nothing is pictured then, nothing stands beside anything else, and nothing changes
    /// by itself.
    pub fn is_spoken(self) -> bool {
        self.glyphs.spoken
    }

    /// Whether a chart can be read: not without its colours, and not without its dots.
    pub fn has_charts(self) -> bool {
        self.theme != Theme::Mono && self.glyphs == Glyphs::default()
    }

    /// The last touch on what is drawn: the signs that are to be shown, and the theme's own ground.
    pub fn finish(self, buffer: &mut Buffer) {
        self.glyphs.replace(buffer);
        let Some((text, ground)) = self.theme.ground(self.depth) else { return };
        for cell in &mut buffer.content {
            cell.bg = ground;
            if cell.fg == Color::Reset {
                cell.fg = text;
            }
        }
    }
}
