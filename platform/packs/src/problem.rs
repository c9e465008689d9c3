//! What is wrong with a pack, exactly: file, line where there is one, a stable code and arguments for the sentence.

use std::borrow::Cow;

/// One thing wrong.  The sentence is the message [`Problem::key`] with `args` (and `file`, `line`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path inside the pack, with `/`.
    pub file: String,
    /// First line is 1.
    pub line: Option<u32>,
    /// `crate.name_of_the_problem`.
    pub code: Cow<'static, str>,
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    #[must_use]
    pub fn new(file: impl Into<String>, code: impl Into<Cow<'static, str>>) -> Self {
        Self { file: file.into(), line: None, code: code.into(), args: Vec::new() }
    }

    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    #[must_use]
    pub fn at_line(mut self, line: Option<u32>) -> Self {
        self.line = line;
        self
    }

    /// Key of the sentence: `packs.unknown_file` → `packs-problem-unknown-file`.
    #[must_use]
    pub fn key(&self) -> String {
        let (owner, name) = self.code.split_once('.').unwrap_or(("packs", &self.code));
        format!("{owner}-problem-{}", name.replace('_', "-"))
    }

    /// For a log or a terminal without a catalogue: `procedures/x.toml:12: packs.bad_toml (detail=…)`.
    #[must_use]
    pub fn plain(&self) -> String {
        use std::fmt::Write as _;
        let mut out = self.file.clone();
        if let Some(line) = self.line {
            let _ = write!(out, ":{line}");
        }
        let _ = write!(out, ": {}", self.code);
        for (index, (name, value)) in self.args.iter().enumerate() {
            let _ = write!(out, "{}{name}={value}", if index == 0 { " (" } else { ", " });
        }
        if !self.args.is_empty() {
            out.push(')');
        }
        out
    }
}

/// The line (from 1) on which byte `at` of `text` stands.
#[must_use]
pub fn line_of(text: &str, at: usize) -> Option<u32> {
    let before = text.as_bytes().get(..at.min(text.len()))?;
    u32::try_from(before.iter().filter(|byte| **byte == b'\n').count() + 1).ok()
}

/// A TOML text that does not read: the parser's message and line.
#[must_use]
pub fn toml_problem(file: &str, text: &str, error: &toml::de::Error) -> Problem {
    let line = error.span().and_then(|span| line_of(text, span.start));
    Problem::new(file, "packs.bad_toml").at_line(line).arg("detail", error.message())
}
