//! Text into XML, and the two things that every part is made of: runs and paragraphs.
use crate::clean::is_invisible;

/// Composed text that XML 1.0 can carry: no control and no invisible characters, one space for any white space.
pub fn esc(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len() + 8);
    for character in text::nfc(raw).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{A0}' | '\u{202F}' => out.push('\u{A0}'),
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if is_invisible(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// A run of text; `properties` are elements of `w:rPr`.
pub fn run(text: &str, properties: &str) -> String {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", esc(text))
}

/// A paragraph of a style; `more` are further elements of `w:pPr`, in the order of the schema.
pub fn paragraph(style: &str, more: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{runs}</w:p>")
}

/// An empty paragraph with a rule above it, drawn in from both sides (twentieths of a point).
pub fn rule(inset: u32) -> String {
    let border = "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"auto\"/></w:pBdr>";
    let inset = format!("<w:ind w:left=\"{inset}\" w:right=\"{inset}\"/>");
    paragraph("LetterRule", &format!("{border}{inset}"), "")
}
