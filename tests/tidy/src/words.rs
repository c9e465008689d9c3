//! The catalogue of screen texts (`locales/*.ftl`): every key that is asked for exists, every key that exists is asked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::Finding;
use crate::lexer::{Kind, Token, literals_in_functions};
use crate::templates::{Part, is_template, parts};
use crate::tree::{File, Source};

/// A message of a catalogue.
#[derive(Debug, Clone)]
pub struct Message {
    pub place: String,
    pub crate_name: String,
    pub language: String,
    pub key: String,
    pub pattern: String,
}

/// All messages of the `locales` folders.
pub fn messages(files: &[File]) -> Vec<Message> {
    let mut out: Vec<Message> = Vec::new();
    for file in files.iter().filter(|f| f.is("ftl") && f.inside().starts_with("locales/")) {
        // `locales/vi.ftl`, or one file per group of pages: `locales/vi/desk.ftl`.
        let place = file.inside().trim_start_matches("locales/");
        let language = place.split(['/', '.']).next().unwrap_or_default().to_owned();
        let crate_path = file.crate_path().unwrap_or_default();
        let crate_name = crate_path.rsplit('/').next().unwrap_or("").to_owned();
        let mut open = false;
        for (number, line) in file.text.lines().enumerate() {
            let starts = line.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '-');
            match line.split_once('=') {
                Some((key, pattern)) if starts => {
                    open = true;
                    out.push(Message {
                        place: format!("{}:{}", file.path, number + 1),
                        crate_name: crate_name.clone(),
                        language: language.clone(),
                        key: key.trim().to_owned(),
                        pattern: pattern.trim().to_owned(),
                    });
                }
                _ if open && line.starts_with([' ', '\t', '}']) => {
                    if let Some(last) = out.last_mut() {
                        last.pattern.push('\n');
                        last.pattern.push_str(line);
                    }
                }
                _ => open = open && line.trim().is_empty(),
            }
        }
    }
    out
}

/// What the program asks of the catalogue.
#[derive(Debug, Default)]
pub struct Asked {
    /// Key → first place of a `.t("…")`, `.with("…"`, `.frame("…"`.
    pub keys: BTreeMap<String, String>,
    /// Every string literal of the program and of the templates: a key may be kept in a table and asked for later.
    pub literals: BTreeSet<String>,
    /// What stands before the first `{` of a literal that is filled in: `dossiers-status-{}`.
    pub prefixes: BTreeSet<String>,
    /// Codes of refusals → place; their sentence is `refusal-` with `.` and `_` turned into `-`.
    pub codes: BTreeMap<String, String>,
}

const CALLS: &[&str] = &["t", "with", "frame"];

pub fn asked(sources: &[Source], files: &[File]) -> Asked {
    let mut out = Asked::default();
    for source in sources {
        let code: Vec<&Token> = source.program().filter(|t| t.kind != Kind::Comment).collect();
        note(&mut out, &source.file.path, 0, &code);
        if source.file.is_test_code() {
            continue;
        }
        for token in literals_in_functions(&source.tokens, "code") {
            if !token.in_test && is_code(&token.text) {
                out.codes.insert(token.text.clone(), format!("{}:{}", source.file.path, token.line));
            }
        }
    }
    for file in files.iter().filter(|f| is_template(f)) {
        for part in parts(&file.text) {
            if let Part::Code(text, line) = part {
                let tokens = crate::lexer::tokens(&text);
                note(&mut out, &file.path, line.saturating_sub(1), &tokens.iter().collect::<Vec<_>>());
            }
        }
    }
    out
}

fn note(out: &mut Asked, path: &str, line_before: usize, code: &[&Token]) {
    for (i, token) in code.iter().enumerate().filter(|(_, t)| t.kind == Kind::Text) {
        out.literals.insert(token.text.clone());
        if let Some((prefix, _)) = token.text.split_once('{') {
            out.prefixes.insert(prefix.to_owned());
        }
        if token.text.ends_with('-') {
            out.prefixes.insert(token.text.clone());
        }
        let call = |back: usize| i.checked_sub(back).and_then(|at| code.get(at));
        let asked = call(1).is_some_and(|t| t.is("("))
            && call(2).is_some_and(|t| CALLS.contains(&t.text.as_str()))
            && call(3).is_some_and(|t| t.is("."));
        if asked && is_key(&token.text) {
            out.keys
                .entry(token.text.clone())
                .or_insert_with(|| format!("{path}:{}", token.line + line_before));
        }
    }
}

/// `dossiers.fee_unpaid`.
fn is_code(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_');
    text.contains('.') && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(plain)
}

fn is_key(text: &str) -> bool {
    text.contains('-') && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// A permission's name on screen: `org.manage_units` → `org-permission-manage-units`.
fn permission_key(code: &str) -> String {
    code.replacen('.', "-permission-", 1).replace(['.', '_'], "-")
}

/// The sentence of a problem in a pack: `packs.unknown_file` → `packs-problem-unknown-file`.
fn problem_key(code: &str) -> String {
    code.replacen('.', "-problem-", 1).replace(['.', '_'], "-")
}

fn refusal_key(code: &str) -> String {
    format!("refusal-{}", code.replace(['.', '_'], "-"))
}

/// Keys asked for that no catalogue has.
pub fn missing(asked: &Asked, messages: &[Message]) -> Vec<Finding> {
    let vi: BTreeSet<&str> = messages.iter().filter(|m| m.language == "vi").map(|m| m.key.as_str()).collect();
    let mut out = Vec::new();
    for (key, place) in &asked.keys {
        let message = key.split('.').next().unwrap_or(key);
        if !vi.contains(message) {
            out.push(Finding::new(place, "words", format!("asks for {key}, which no catalogue has")));
        }
    }
    for (code, place) in &asked.codes {
        let key = refusal_key(code);
        if !vi.contains(key.as_str()) {
            out.push(Finding::new(
                place,
                "words",
                format!("refuses with {code}, but no catalogue has {key}"),
            ));
        }
    }
    out
}

/// Messages that nothing asks for.
pub fn unused(asked: &Asked, messages: &[Message]) -> Vec<Finding> {
    let codes = asked.codes.keys().chain(asked.literals.iter().filter(|l| is_code(l)));
    let named: BTreeSet<String> =
        codes.flat_map(|c| [refusal_key(c), permission_key(c), problem_key(c)]).collect();
    let prefixes: Vec<&str> =
        asked.prefixes.iter().map(String::as_str).filter(|p| p.len() > 3 && p.contains('-')).collect();
    let referenced = references(messages);
    messages
        .iter()
        .filter(|m| {
            // `packs` puts the owner's name before a problem's: the code alone stands in the checker.
            let problem = m
                .key
                .split_once("-problem-")
                .is_some_and(|(_, name)| asked.literals.contains(&name.replace('-', "_")));
            if problem {
                return false;
            }
            let literal = asked.literals.contains(&m.key)
                || asked
                    .literals
                    .iter()
                    .any(|l| l.strip_prefix(m.key.as_str()).is_some_and(|r| r.starts_with('.')));
            let filled = prefixes.iter().any(|p| m.key.starts_with(p));
            // A helper that adds one of these words to the key it is given: `{prefix}-yes`.
            let added = m.key.rsplit_once('-').is_some_and(|(key, word)| {
                matches!(word, "yes" | "no" | "open") && asked.literals.contains(key)
            });
            !(added || literal || filled || named.contains(&m.key) || referenced.contains(m.key.as_str()))
        })
        .map(|m| Finding::new(&m.place, "words", format!("nothing asks for {}", m.key)))
        .collect()
}

/// Keys that other messages place inside themselves: `{ key }`, `{ -term }`.
fn references(messages: &[Message]) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    for message in messages {
        for piece in message.pattern.split('{').skip(1) {
            if let Some((inside, _)) = piece.split_once('}') {
                out.insert(inside.trim());
            }
        }
    }
    out
}

/// Keys told twice, keys without their crate's name, and translations of what Vietnamese lacks.
pub fn catalogue(messages: &[Message]) -> Vec<Finding> {
    let mut seen: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut out = Vec::new();
    for m in messages {
        if let Some(first) = seen.insert((&m.language, &m.key), &m.place) {
            out.push(Finding::new(&m.place, "words", format!("{} stands at {first} already", m.key)));
        }
        let own = m.key.starts_with(&format!("{}-", m.crate_name));
        // The kernel has the words that all share: weekdays, buttons, refusals of identifiers.
        let shared = m.place.starts_with("kernel/");
        if !own && !shared && !m.key.starts_with("refusal-") && !m.key.starts_with('-') {
            out.push(Finding::new(
                &m.place,
                "words",
                format!("{} does not begin with {}-", m.key, m.crate_name),
            ));
        }
    }
    for m in messages.iter().filter(|m| m.language != "vi") {
        if !seen.contains_key(&("vi", m.key.as_str())) {
            out.push(Finding::new(&m.place, "words", format!("{} has no Vietnamese", m.key)));
        }
    }
    out
}
