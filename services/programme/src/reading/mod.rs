//! What a document is made of, before anybody asks what it means: headings, paragraphs, bullets, tables, notes and the
//! furniture of the page or of the site that published it.  Every line of the text belongs to exactly one block.
mod docx;
mod grid;
mod html;
mod lines;
mod outline;
mod pdf;
mod pipes;
mod prose;
mod years;

pub use grid::{Cell, Column, Row, Table, is_counted, is_ordinal, ordinal_parts};
pub use outline::{Marker, marker_of};
pub use pipes::is_ordinal_title;
pub(crate) use years::is_year;

use thiserror::Error;

/// The largest file that is read, in bytes.
pub const BYTES_MAX: usize = 20 * 1024 * 1024;
/// The longest document that is read, in pages (PDF).
pub const PAGES_MAX: usize = 400;
/// The longest document that is read, in lines.
pub const LINES_MAX: usize = 60_000;

/// Why a file is not read.  Each has its sentence in `locales/vi.ftl`.
#[derive(Debug, Error, PartialEq, Eq, Clone)]
pub enum ReadError {
    #[error("the file is {bytes} bytes long, more than {BYTES_MAX}")]
    TooLarge { bytes: usize },
    #[error("the document has {pages} pages, more than {PAGES_MAX}")]
    TooManyPages { pages: usize },
    #[error("the document has {lines} lines, more than {LINES_MAX}")]
    TooManyLines { lines: usize },
    #[error("the file is locked by a password")]
    Encrypted,
    #[error("the file has no text: a scan")]
    NoText,
    #[error("the file cannot be read as {format}")]
    Broken { format: &'static str },
    #[error("the file is of a kind that is not read")]
    Unknown,
}

impl ReadError {
    /// The key of its sentence and the numbers in it.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "programme-read-too-large",
            Self::TooManyPages { .. } => "programme-read-too-many-pages",
            Self::TooManyLines { .. } => "programme-read-too-many-lines",
            Self::Encrypted => "programme-read-encrypted",
            Self::NoText => "programme-read-no-text",
            Self::Broken { .. } => "programme-read-broken",
            Self::Unknown => "programme-read-unknown",
        }
    }

    /// What stands in its sentence.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let with = |name, value: usize, max: usize| vec![(name, value.to_string()), ("max", max.to_string())];
        match self {
            Self::TooLarge { bytes } => with("bytes", *bytes, BYTES_MAX),
            Self::TooManyPages { pages } => with("pages", *pages, PAGES_MAX),
            Self::TooManyLines { lines } => with("lines", *lines, LINES_MAX),
            Self::Broken { format } => vec![("format", (*format).to_owned())],
            Self::Encrypted | Self::NoText | Self::Unknown => Vec::new(),
        }
    }
}

/// A document: its lines as a reader would show them, and the blocks that they make.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// NFC, without carriage returns; line 1 is the first.
    pub lines: Vec<String>,
    pub blocks: Vec<Block>,
}

/// Some lines that belong together.  `first` and `last` count from 1, both inclusive.
#[derive(Debug, Clone)]
pub struct Block {
    pub first: usize,
    pub last: usize,
    pub kind: Kind,
}

/// What a block is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `level` 0 is an annex or the title, 1 a Roman number, deeper below.
    Heading {
        level: u8,
        number: Option<String>,
        text: String,
    },
    Paragraph(Prose),
    Bullet {
        mark: String,
        depth: u8,
        prose: Prose,
    },
    Table(Table),
    Note(Prose),
    Furniture,
}

/// Running text joined over its lines, which still knows on which line each part stood.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    pub text: String,
    /// `(byte where it begins, line)`, ascending.
    pub starts: Vec<(usize, usize)>,
}

impl Prose {
    /// The line (from 1) on which the byte `at` stood.
    #[must_use]
    pub fn line_at(&self, at: usize) -> usize {
        let mut found = self.starts.first().map_or(1, |(_, line)| *line);
        for (begins, line) in &self.starts {
            if *begins <= at {
                found = *line;
            }
        }
        found
    }

    pub(crate) fn push(&mut self, line: usize, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.starts.push((self.text.len(), line));
        self.text.push_str(text);
    }

    /// The same prose without what stands before `bytes`.
    pub(crate) fn without_head(&self, bytes: usize) -> Self {
        let text = self.text.get(bytes..).unwrap_or_default();
        let skipped = bytes + (text.len() - text.trim_start().len());
        let first = self.line_at(skipped);
        let mut starts = vec![(0, first)];
        starts.extend(
            self.starts.iter().filter(|(at, _)| *at > skipped).map(|(at, line)| (at - skipped, *line)),
        );
        Self { text: text.trim_start().to_owned(), starts }
    }
}

/// The rows of a table as the file itself declares them (HTML, DOCX), with the lines on which they are shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeclaredTable {
    pub first: usize,
    pub last: usize,
    pub rows: Vec<Vec<DeclaredCell>>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct DeclaredCell {
    pub text: String,
    pub first: usize,
    pub last: usize,
    pub columns: usize,
    pub rows: usize,
}

/// The lines of a file, and the tables it declares.
#[derive(Debug, Clone, Default)]
pub(crate) struct Source {
    pub lines: Vec<String>,
    pub tables: Vec<DeclaredTable>,
}

/// Reads the bytes of a file into blocks.  The kind of file is told by its first bytes, then by its name.
///
/// # Errors
/// [`ReadError`]: too large, locked, a scan, broken, or of an unknown kind.
pub fn read(bytes: &[u8], file_name: &str) -> Result<Document, ReadError> {
    if bytes.len() > BYTES_MAX {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let source = source_of(bytes, file_name)?;
    if source.lines.len() > LINES_MAX {
        return Err(ReadError::TooManyLines { lines: source.lines.len() });
    }
    if !source.lines.iter().any(|line| line.chars().any(char::is_alphabetic)) {
        return Err(ReadError::NoText);
    }
    Ok(build(source))
}

/// Reads plain text.
#[must_use]
pub fn read_text(text: &str) -> Document {
    build(Source { lines: lines::of(text), tables: Vec::new() })
}

fn build(source: Source) -> Document {
    let blocks = prose::blocks(&source);
    Document { lines: source.lines, blocks }
}

fn source_of(bytes: &[u8], file_name: &str) -> Result<Source, ReadError> {
    let name = file_name.to_lowercase();
    if bytes.starts_with(b"%PDF") {
        return pdf::read(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return docx::read(bytes);
    }
    // The old binary format of Word, and the shell of a DOCX locked by a password, are both compound files.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(if name.ends_with(".docx") { ReadError::Encrypted } else { ReadError::Unknown });
    }
    let text = lines::decode(bytes).ok_or(ReadError::Unknown)?;
    let head: String = text.chars().take(2000).collect::<String>().to_lowercase();
    if name.ends_with(".html")
        || name.ends_with(".htm")
        || head.contains("<html")
        || head.contains("<!doctype html")
    {
        return Ok(html::read(&text));
    }
    Ok(Source { lines: lines::of(&text), tables: Vec::new() })
}
