//! A province's own colours: one `:root{…}` file read at start.  Only the tokens of the stylesheet, only plain
//! values: nothing that loads, nothing that hides.

/// A checked theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    css: String,
    tokens: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    #[error("a theme is one `:root {{ --token: value; }}` block of at most 4 KB")]
    Shape,
    #[error("{0} is not a token that a province may change")]
    Token(String),
    #[error("the value of {0} is not a plain colour or length")]
    Value(String),
    #[error("{0} has a contrast of {1}:1 to {2}; text needs 4.5:1")]
    Contrast(String, String, String),
}

const TOKENS: &[&str] = &[
    "--ink",
    "--ink-2",
    "--surface",
    "--paper",
    "--rule",
    "--field",
    "--brand",
    "--brand-deep",
    "--brand-tint",
    "--on-brand",
    "--sen",
    "--sen-tint",
    "--visited",
    "--masthead",
    "--chart",
    "--track",
    "--radius",
    "--font",
];
const BYTES_MAX: usize = 4096;
/// Text colour, background: pairs that must stay readable (WCAG 2.2 SC 1.4.3).
const PAIRS: &[(&str, &str)] = &[
    ("--ink", "--surface"),
    ("--ink-2", "--surface"),
    ("--ink", "--paper"),
    ("--brand", "--surface"),
    ("--brand", "--brand-tint"),
    ("--on-brand", "--brand"),
    ("--on-brand", "--brand-deep"),
    ("--sen", "--surface"),
    ("--sen", "--sen-tint"),
];
const DEFAULTS: &[(&str, &str)] = &[
    ("--ink", "#15222b"),
    ("--ink-2", "#4a5862"),
    ("--surface", "#ffffff"),
    ("--paper", "#f7f5f1"),
    ("--brand", "#0b506b"),
    ("--brand-deep", "#083a4f"),
    ("--brand-tint", "#e6f0f4"),
    ("--on-brand", "#ffffff"),
    ("--sen", "#a62b5b"),
    ("--sen-tint", "#fbeef3"),
];

impl Theme {
    /// # Errors
    /// When the file holds anything but known tokens with plain values, or makes text unreadable.
    pub fn parse(css: &str) -> Result<Self, ThemeError> {
        if css.len() > BYTES_MAX {
            return Err(ThemeError::Shape);
        }
        let bare = without_comments(css);
        let body = bare
            .trim()
            .strip_prefix(":root")
            .map(str::trim_start)
            .and_then(|rest| rest.strip_prefix('{'))
            .and_then(|rest| rest.strip_suffix('}'))
            .ok_or(ThemeError::Shape)?;
        let mut tokens = Vec::new();
        for line in body.split(';').map(str::trim).filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').ok_or(ThemeError::Shape)?;
            let (name, value) = (name.trim(), value.trim());
            if !TOKENS.contains(&name) {
                return Err(ThemeError::Token(name.to_owned()));
            }
            let plain = |c: char| c.is_ascii_alphanumeric() || "#.,%- \"".contains(c);
            if value.is_empty() || !value.chars().all(plain) {
                return Err(ThemeError::Value(name.to_owned()));
            }
            tokens.push((name.to_owned(), value.to_owned()));
        }
        let theme = Self { css: render(&tokens), tokens };
        theme.check_contrast()?;
        Ok(theme)
    }

    /// The stylesheet that overrides the tokens.
    #[must_use]
    pub fn css(&self) -> &str {
        &self.css
    }

    fn value(&self, token: &str) -> Option<&str> {
        let own = self.tokens.iter().rev().find(|(name, _)| name == token).map(|(_, value)| value.as_str());
        own.or_else(|| DEFAULTS.iter().find(|(name, _)| *name == token).map(|(_, value)| *value))
    }

    fn check_contrast(&self) -> Result<(), ThemeError> {
        for (text, ground) in PAIRS {
            let colours = self.value(text).and_then(luminance).zip(self.value(ground).and_then(luminance));
            let Some((a, b)) = colours else { return Err(ThemeError::Value((*text).to_owned())) };
            let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            if ratio < 4.5 {
                return Err(ThemeError::Contrast(
                    (*text).to_owned(),
                    format!("{ratio:.1}"),
                    (*ground).to_owned(),
                ));
            }
        }
        Ok(())
    }
}

fn render(tokens: &[(String, String)]) -> String {
    let list: String = tokens.iter().map(|(name, value)| format!("{name}:{value};")).collect();
    format!(":root{{{list}}}\n")
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2, definition of relative luminance).
fn luminance(colour: &str) -> Option<f64> {
    let hex: Vec<u32> = colour.strip_prefix('#')?.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let channels: Vec<u32> = match hex.len() {
        3 => hex.iter().map(|digit| digit * 17).collect(),
        6 => hex.chunks(2).map(|pair| pair.iter().fold(0, |all, digit| all * 16 + digit)).collect(),
        _ => return None,
    };
    let linear = |value: &u32| {
        let share = f64::from(*value) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    match channels.as_slice() {
        [red, green, blue] => Some(0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)),
        _ => None,
    }
}
