//! Templates hold structure only: no word of a language, no script, style or handler of their own (the content security
//! policy of ui.md allows none).

use crate::Finding;
use crate::tree::File;

/// Words that stand in templates all the same. This list only shrinks.
pub const ALLOWED_WORDS: &[(&str, &str)] = &[];

/// Templates that show invented values on purpose: the preview of the components. This list only shrinks.
pub const SHOW_ROOMS: &[&str] = &["kernel/web/templates/gallery.html"];

/// Elements whose text is the name of a key or of a thing in code, the same in every language.
const NO_LANGUAGE: &[&str] = &["kbd", "code", "samp"];

/// Attributes whose value a person reads or hears.
const READ_ALOUD: &[&str] =
    &["alt", "title", "placeholder", "aria-label", "aria-description", "label", "summary"];

/// A template in parts: what stands between tags, and the tags themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String, usize),
    Tag(String, usize),
    /// Inside `{{ }}` or `{% %}`.
    Code(String, usize),
}

pub fn is_template(file: &File) -> bool {
    file.is("html") && file.inside().starts_with("templates/")
}

/// Cuts a template; comments of either kind vanish. Code inside a tag is cut out of it.
pub fn parts(text: &str) -> Vec<Part> {
    let chars: Vec<char> = text.chars().collect();
    let starts = |at: usize, what: &str| what.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    let mut out = Vec::new();
    let (mut at, mut line, mut word, mut word_line) = (0usize, 1usize, String::new(), 1usize);
    let mut tag: Option<(String, usize)> = None;
    let mut quote: Option<char> = None;
    while let Some(&c) = chars.get(at) {
        let closing = [("{#", "#}"), ("<!--", "-->"), ("{{", "}}"), ("{%", "%}")]
            .into_iter()
            .find(|(open, _)| starts(at, open) && (*open != "<!--" || tag.is_none()));
        if let Some((open, close)) = closing {
            let begun = line;
            let mut code = String::new();
            at += open.len();
            while at < chars.len() && !starts(at, close) {
                let inner = chars.get(at).copied().unwrap_or(' ');
                line += usize::from(inner == '\n');
                code.push(inner);
                at += 1;
            }
            at += close.len();
            if open == "{{" || open == "{%" {
                out.push(Part::Code(code, begun));
            }
            continue;
        }
        at += 1;
        line += usize::from(c == '\n');
        match (&mut tag, quote) {
            (Some((inside, begun)), None) if c == '>' => {
                out.push(Part::Tag(std::mem::take(inside), *begun));
                tag = None;
            }
            (Some((inside, _)), open) => {
                if open == Some(c) {
                    quote = None;
                } else if open.is_none() && (c == '"' || c == '\'') {
                    quote = Some(c);
                }
                inside.push(c);
            }
            (None, _) if c == '<' => {
                if !word.trim().is_empty() {
                    out.push(Part::Text(std::mem::take(&mut word), word_line));
                }
                word.clear();
                tag = Some((String::new(), line));
            }
            (None, _) => {
                if word.trim().is_empty() {
                    word_line = line;
                }
                word.push(c);
            }
        }
    }
    if !word.trim().is_empty() {
        out.push(Part::Text(word, word_line));
    }
    out
}

/// The attributes of a tag that have a value.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.rsplit(char::is_whitespace).next().unwrap_or("").to_ascii_lowercase();
        let after = after.trim_start();
        let (value, tail) = match after.chars().next() {
            Some(q @ ('"' | '\'')) => {
                after.strip_prefix(q).and_then(|v| v.split_once(q)).unwrap_or((after, ""))
            }
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        out.push((name, value.to_owned()));
        rest = tail;
    }
    out
}

fn has_word(text: &str) -> bool {
    let plain = without_entities(text);
    plain.chars().any(char::is_alphabetic)
}

/// A template may put together attributes outside of a tag (`{% let %}`, a macro): they are no words.
fn without_attributes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rsplit(char::is_whitespace).next().unwrap_or("");
        out.push_str(before.strip_suffix(name).unwrap_or(before));
        rest = after.split_once('"').map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out.split_whitespace()
        .filter(|w| !w.starts_with("data-") && !w.starts_with("aria-"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// `&nbsp;` and `&#8230;` are marks, not words.
fn without_entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';') {
            Some((name, tail))
                if name.len() <= 8 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') =>
            {
                rest = tail;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Words of a language in a template: between tags, in attributes read aloud, in string literals of its code.
pub fn literal_words(files: &[File]) -> Vec<Finding> {
    let mut out = Vec::new();
    for file in files.iter().filter(|f| is_template(f) && !SHOW_ROOMS.contains(&f.path.as_str())) {
        let mut element = String::new();
        let mut report = |text: &str, line: usize| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !ALLOWED_WORDS.contains(&(file.path.as_str(), text.as_str())) {
                out.push(Finding::new(
                    format!("{}:{line}", file.path),
                    "words",
                    format!("says «{text}» itself"),
                ));
            }
        };
        for part in parts(&file.text) {
            match part {
                Part::Text(_, _) if NO_LANGUAGE.contains(&element.as_str()) => {}
                Part::Text(text, line) if has_word(&without_attributes(&text)) => report(&text, line),
                Part::Tag(tag, line) => {
                    element = tag.split(char::is_whitespace).next().unwrap_or("").to_ascii_lowercase();
                    for (name, value) in attributes(&tag) {
                        let spoken = READ_ALOUD.contains(&name.as_str()) && has_word(&value);
                        if spoken || value.chars().any(|c| !c.is_ascii() && c.is_alphabetic()) {
                            report(&value, line);
                        }
                    }
                }
                Part::Code(code, line) if code.chars().any(|c| !c.is_ascii() && c.is_alphabetic()) => {
                    report(&code, line);
                }
                _ => {}
            }
        }
    }
    out
}

/// Scripts, styles and handlers inside a template: the policy of the page would block them.
pub fn inline_code(files: &[File]) -> Vec<Finding> {
    let mut out = Vec::new();
    for file in files.iter().filter(|f| is_template(f)) {
        for part in parts(&file.text) {
            let Part::Tag(tag, line) = part else { continue };
            let attributes = attributes(&tag);
            let name =
                tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("").to_ascii_lowercase();
            let mut report = |what: &str| {
                out.push(Finding::new(format!("{}:{line}", file.path), "inline", what.to_owned()));
            };
            if name == "style" {
                report("a <style> of its own");
            }
            if name == "script" && !attributes.iter().any(|(n, _)| n == "src") {
                report("a <script> of its own");
            }
            for (attribute, value) in &attributes {
                let handler =
                    attribute.strip_prefix("on").is_some_and(|rest| rest.chars().all(char::is_alphabetic));
                if attribute == "style" || (handler && attribute.len() > 3) {
                    report(&format!("the attribute {attribute}"));
                }
                if value.trim_start().to_ascii_lowercase().starts_with("javascript:") {
                    report("a javascript: address");
                }
            }
        }
    }
    out
}
