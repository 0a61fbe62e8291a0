//! What things look like, by what they mean. Body text and background are the terminal's own; the few colours are
//! readable on black and on white alike; without colour only bold, reverse and underline remain.

use ratatui::style::{Color, Modifier, Style};

/// How tokens are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Colours for dark and light backgrounds.
    Neutral,
    /// No colour at all.
    Mono,
}

/// What is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// What is read.
    Text,
    /// Text that matters less.
    Muted,
    /// A heading.
    Title,
    /// What can be pressed, what is selected elsewhere.
    Accent,
    /// Done, in time.
    Good,
    /// To be watched.
    Warn,
    /// Overdue, refused, lost.
    Danger,
    /// The row or cell under the cursor.
    Cursor,
    /// A banner that must be seen.
    Banner,
}

impl Theme {
    /// Both themes.
    pub const ALL: [Self; 2] = [Self::Neutral, Self::Mono];

    /// The style of a token.
    pub fn style(self, token: Token) -> Style {
        let plain = Style::new();
        let colour = |index| if self == Self::Mono { plain } else { plain.fg(Color::Indexed(index)) };
        match token {
            Token::Text => plain,
            Token::Muted => colour(243),
            Token::Title => plain.add_modifier(Modifier::BOLD),
            Token::Accent => colour(31).add_modifier(Modifier::BOLD),
            Token::Good => colour(28),
            Token::Warn => colour(130),
            Token::Danger => colour(160).add_modifier(Modifier::BOLD),
            Token::Cursor => plain.add_modifier(Modifier::REVERSED),
            Token::Banner => plain.add_modifier(Modifier::REVERSED | Modifier::BOLD),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: [Token; 9] = [
        Token::Text,
        Token::Muted,
        Token::Title,
        Token::Accent,
        Token::Good,
        Token::Warn,
        Token::Danger,
        Token::Cursor,
        Token::Banner,
    ];

    /// Relative luminance of an entry of the 256-colour palette (cube and greys), as WCAG 2 defines it.
    fn luminance(index: u8) -> f64 {
        let channel = |level: u8| {
            let c = f64::from(level) / 255.0;
            if c <= 0.039_28 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let (r, g, b) = if index >= 232 {
            let grey = 8 + (index - 232) * 10;
            (grey, grey, grey)
        } else {
            let step = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
            let cube = index - 16;
            (step(cube / 36), step(cube / 6 % 6), step(cube % 6))
        };
        0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
    }

    #[test]
    fn every_colour_can_be_read_on_black_and_on_white() {
        for token in TOKENS {
            let Some(Color::Indexed(index)) = Theme::Neutral.style(token).fg else { continue };
            let l = luminance(index);
            let (on_black, on_white) = ((l + 0.05) / 0.05, 1.05 / (l + 0.05));
            assert!(
                on_black >= 3.8 && on_white >= 3.8,
                "{token:?}: {on_black:.2} on black, {on_white:.2} on white"
            );
        }
    }

    #[test]
    fn mono_has_no_colour() {
        for token in TOKENS {
            let style = Theme::Mono.style(token);
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
        }
    }
}
