//! What things look like, by what they mean. Body text and background are the terminal's own, but in high contrast;
//! without colour only bold, reverse and underline remain.

use ratatui::style::{Color, Modifier, Style};

/// How tokens are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Colours that can be read on black and on white alike.
    Neutral,
    /// Colours for light backgrounds.
    Light,
    /// Colours for dark backgrounds.
    Dark,
    /// Light text on a black background of its own: no colour has enough contrast on black and on white.
    HighContrast,
    /// No colour at all.
    Mono,
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Those that each terminal mixes as it likes.
    Sixteen,
    /// The palette of 256 that looks the same everywhere.
    Full,
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

/// The colours of a theme, as entries of the palette; none is the terminal's own.
struct Colours {
    muted: Option<u8>,
    accent: Option<u8>,
    good: Option<u8>,
    warn: Option<u8>,
    danger: Option<u8>,
}

/// The terminal's own colours alone.
const PLAIN: Colours = Colours { muted: None, accent: None, good: None, warn: None, danger: None };

const fn colours(muted: u8, accent: u8, good: u8, warn: u8, danger: u8) -> Colours {
    let (muted, accent, good) = (Some(muted), Some(accent), Some(good));
    Colours { muted, accent, good, warn: Some(warn), danger: Some(danger) }
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 5] = [Self::Neutral, Self::Light, Self::Dark, Self::HighContrast, Self::Mono];

    /// What the command line calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::HighContrast => "high-contrast",
            Self::Mono => "mono",
        }
    }

    fn colours(self, depth: Depth) -> Colours {
        match (self, depth) {
            // Nothing is brighter than 4.58:1 on black and on white at once; a red comes no nearer to that than 163.
            (Self::Neutral, Depth::Full) => colours(243, 63, 29, 131, 163),
            // None of the sixteen can be read on black and on white in every terminal.
            (Self::Mono, _) | (Self::Neutral, Depth::Sixteen) => PLAIN,
            (Self::Light, Depth::Full) => colours(241, 25, 22, 94, 124),
            // Of the sixteen only red and blue are dark enough wherever they are mixed.
            (Self::Light, Depth::Sixteen) => Colours { accent: Some(4), danger: Some(1), ..PLAIN },
            (Self::Dark, Depth::Full) => colours(247, 75, 114, 179, 203),
            // Bright red is too dark for some; magenta is not.
            (Self::Dark, Depth::Sixteen) => colours(7, 14, 10, 11, 13),
            (Self::HighContrast, Depth::Full) => colours(252, 51, 84, 226, 217),
            (Self::HighContrast, Depth::Sixteen) => colours(7, 14, 10, 11, 11),
        }
    }

    /// Text and background of every cell; none where they are the terminal's own.
    pub fn ground(self, depth: Depth) -> Option<(Color, Color)> {
        let (text, ground) = match depth {
            Depth::Full => (231, 16),
            Depth::Sixteen => (15, 0),
        };
        (self == Self::HighContrast).then_some((Color::Indexed(text), Color::Indexed(ground)))
    }

    /// The style of a token.
    pub fn style(self, token: Token, depth: Depth) -> Style {
        let colours = self.colours(depth);
        let plain = Style::new();
        let colour = |index: Option<u8>| index.map_or(plain, |index| plain.fg(Color::Indexed(index)));
        // Many terminals brighten what is bold of the first eight colours, which no light background stands.
        let is_brightened = |index: Option<u8>| index.is_some_and(|index| index < 8);
        let strong = |index| {
            if is_brightened(index) { colour(index) } else { colour(index).add_modifier(Modifier::BOLD) }
        };
        match token {
            Token::Text => plain,
            Token::Muted => colour(colours.muted),
            Token::Title => plain.add_modifier(Modifier::BOLD),
            Token::Accent => strong(colours.accent),
            Token::Good => colour(colours.good),
            Token::Warn => colour(colours.warn),
            Token::Danger if self == Self::HighContrast => {
                strong(colours.danger).add_modifier(Modifier::UNDERLINED)
            }
            Token::Danger => strong(colours.danger),
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

    type Rgb = [u8; 3];

    const BLACK: Rgb = [0; 3];
    const WHITE: Rgb = [255; 3];
    /// White, Solarized Light, Gruvbox Light, Tango.
    const LIGHT: [Rgb; 4] = [WHITE, [0xfd, 0xf6, 0xe3], [0xfb, 0xf1, 0xc7], [0xee, 0xee, 0xec]];
    /// Black, the grey of many editors, Gruvbox Dark, Solarized Dark.
    const DARK: [Rgb; 4] = [BLACK, [0x1e; 3], [0x28; 3], [0x00, 0x2b, 0x36]];

    /// The sixteen as xterm and as the console of a PC mix them.
    const XTERM: [u32; 16] = [
        0x0000_0000,
        0x00cd_0000,
        0x0000_cd00,
        0x00cd_cd00,
        0x0000_00ee,
        0x00cd_00cd,
        0x0000_cdcd,
        0x00e5_e5e5,
        0x007f_7f7f,
        0x00ff_0000,
        0x0000_ff00,
        0x00ff_ff00,
        0x005c_5cff,
        0x00ff_00ff,
        0x0000_ffff,
        0x00ff_ffff,
    ];
    const VGA: [u32; 16] = [
        0x0000_0000,
        0x00aa_0000,
        0x0000_aa00,
        0x00aa_5500,
        0x0000_00aa,
        0x00aa_00aa,
        0x0000_aaaa,
        0x00aa_aaaa,
        0x0055_5555,
        0x00ff_5555,
        0x0055_ff55,
        0x00ff_ff55,
        0x0055_55ff,
        0x00ff_55ff,
        0x0055_ffff,
        0x00ff_ffff,
    ];

    /// What an entry of the palette is mixed of; the first sixteen as in `mixed`.
    fn rgb(index: u8, mixed: &[u32; 16]) -> Rgb {
        match index {
            0..16 => {
                let [_, r, g, b] = mixed[usize::from(index)].to_be_bytes();
                [r, g, b]
            }
            16..232 => {
                let step = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
                let cube = index - 16;
                [step(cube / 36), step(cube / 6 % 6), step(cube % 6)]
            }
            232.. => [8 + (index - 232) * 10; 3],
        }
    }

    /// Relative luminance, as WCAG 2 defines it.
    fn luminance(rgb: Rgb) -> f64 {
        let [r, g, b] = rgb.map(|level| {
            let c = f64::from(level) / 255.0;
            if c <= 0.039_28 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The backgrounds that a theme is meant for, and the contrast that its text has there at least. What is drawn has the
    /// tokens of text, so that the 3:1 of graphics is kept with it.
    fn meant_for(theme: Theme) -> (&'static [Rgb], f64) {
        match theme {
            Theme::Neutral | Theme::Mono => (&[BLACK, WHITE], 4.5),
            Theme::Light => (&LIGHT, 4.5),
            Theme::Dark => (&DARK, 4.5),
            Theme::HighContrast => (&[], 7.0),
        }
    }

    #[test]
    fn every_token_can_be_read_on_the_backgrounds_that_its_theme_is_meant_for() {
        let mut coloured = 0;
        for (theme, depth) in Theme::ALL.into_iter().flat_map(|t| [(t, Depth::Sixteen), (t, Depth::Full)]) {
            let (grounds, least) = meant_for(theme);
            for (token, mixed) in TOKENS.into_iter().flat_map(|token| [(token, &XTERM), (token, &VGA)]) {
                let of = |colour| match colour {
                    Some(Color::Indexed(index)) => Some(rgb(index, mixed)),
                    _ => None,
                };
                let style = theme.style(token, depth);
                assert_eq!(style.bg, None, "{theme:?} {token:?}: a background of its own");
                let own = theme.ground(depth);
                let Some(text) = of(style.fg).or_else(|| of(own.map(|(text, _)| text))) else { continue };
                let grounds: Vec<Rgb> =
                    of(own.map(|(_, ground)| ground)).map_or_else(|| grounds.to_vec(), |ground| vec![ground]);
                for ground in grounds {
                    let contrast = contrast(text, ground);
                    assert!(contrast >= least, "{theme:?} {depth:?} {token:?} on {ground:?}: {contrast:.2}");
                    coloured += 1;
                }
            }
        }
        assert!(coloured > 100, "{coloured}");
    }

    #[test]
    fn what_stands_for_something_else_differs_without_its_colour_or_with_it() {
        for (theme, depth) in Theme::ALL.into_iter().flat_map(|t| [(t, Depth::Sixteen), (t, Depth::Full)]) {
            let of = |token| theme.style(token, depth);
            assert_ne!(of(Token::Cursor), of(Token::Text));
            assert_ne!(of(Token::Title), of(Token::Text));
            assert_ne!(of(Token::Danger), of(Token::Text), "{theme:?} {depth:?}");
        }
    }

    #[test]
    fn sixteen_colours_are_enough_for_sixteen() {
        for (theme, token) in Theme::ALL.into_iter().flat_map(|theme| TOKENS.map(|token| (theme, token))) {
            let is_one = |colour: Color| matches!(colour, Color::Indexed(0..16));
            let style = theme.style(token, Depth::Sixteen);
            assert!(style.fg.into_iter().chain(style.bg).all(is_one), "{theme:?} {token:?}");
        }
    }

    #[test]
    fn mono_has_no_colour() {
        for (token, depth) in TOKENS.into_iter().flat_map(|t| [(t, Depth::Sixteen), (t, Depth::Full)]) {
            let style = Theme::Mono.style(token, depth);
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
        }
        assert_eq!(Theme::Mono.ground(Depth::Full), None);
    }
}
