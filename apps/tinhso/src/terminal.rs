//! What commands say to the person at the terminal.
use std::io::{ErrorKind, Write};
use std::sync::Arc;
use web::{Catalogue, Lang, ToArg};

/// Why a command ends without having done what was asked.
#[derive(Debug)]
pub struct Stop {
    /// Sentences, one a line.
    pub lines: Vec<String>,
    /// Exit code: 1 refused, 2 misused.
    pub code: u8,
}

/// Words and a place to say them.
pub struct Terminal<'a> {
    pub lang: Lang,
    out: &'a mut dyn Write,
}

impl<'a> Terminal<'a> {
    pub fn new(catalogue: &Arc<Catalogue>, out: &'a mut dyn Write) -> Self {
        Self { lang: catalogue.lang("vi"), out }
    }

    pub fn say<A: ToArg>(&mut self, key: &str, args: &[(&str, A)]) {
        let line = self.lang.with(key, args);
        self.line(&line);
    }

    /// A terminal that went away is no reason to break off work.
    pub fn line(&mut self, line: &str) {
        let _ = writeln!(self.out, "{line}").and_then(|()| self.out.flush());
    }

    /// A refusal as one sentence that says what to do: in words of the terminal where a page would say something else
    /// (nobody at a terminal "opens the page again"), else in those of the page.
    pub fn stop(&self, refusal: &dyn base::Refusal) -> Stop {
        let (code, cause) = (refusal.code(), refusal.to_string());
        let words = database_key(&cause).map_or_else(|| cause.clone(), |key| self.lang.t(key).into_owned());
        let mut args = refusal.args();
        args.push(("cause", words));
        let here = format!("refusal-tinhso-terminal-{}", code.replace(['.', '_'], "-"));
        let told = self.lang.has(&here).then(|| self.lang.with(&here, &args));
        let line = told
            .or_else(|| self.lang.refusal(code, &args))
            .unwrap_or_else(|| self.lang.with("tinhso-unexpected", &[("code", code), ("cause", &cause)]));
        Stop { lines: vec![line], code: 1 }
    }

    pub fn stop_with<A: ToArg>(&self, key: &str, args: &[(&str, A)]) -> Stop {
        Stop { lines: vec![self.lang.with(key, args)], code: 1 }
    }

    pub fn stop_io(&self, doing: &std::path::Path, error: &std::io::Error) -> Stop {
        let place = doing.display().to_string();
        self.stop_with("tinhso-io", &[("place", place), ("cause", self.io_words(error))])
    }

    /// What the operating system refused, in words.
    pub fn io_words(&self, error: &std::io::Error) -> String {
        let number = error.raw_os_error().unwrap_or_default().to_string();
        self.lang.with(io_key(error.kind()), &[("number", number)])
    }
}

/// The message for what a database driver says in words of its own; none for what no operator can mend by knowing it.
fn database_key(cause: &str) -> Option<&'static str> {
    const KNOWN: &[(&str, &str)] = &[
        ("file is not a database", "tinhso-database-other-file"),
        ("another process holds", "tinhso-database-held"),
        ("disk is full", "tinhso-io-full"),
        ("unable to open database", "tinhso-io-permission"),
        ("readonly database", "tinhso-io-permission"),
        ("28P01", "tinhso-database-password"),
        ("28000", "tinhso-database-password"),
        ("3D000", "tinhso-database-name"),
        ("error connecting", "tinhso-database-silent"),
        ("did not answer", "tinhso-database-silent"),
        ("connection was lost", "tinhso-database-silent"),
        ("URL cannot be read", "tinhso-database-url"),
    ];
    KNOWN.iter().find(|(words, _)| cause.contains(words)).map(|(_, key)| *key)
}

/// The message that says what the operating system refused.
pub(crate) const fn io_key(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "tinhso-io-not-found",
        ErrorKind::PermissionDenied => "tinhso-io-permission",
        ErrorKind::AlreadyExists => "tinhso-io-exists",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "tinhso-io-full",
        ErrorKind::ReadOnlyFilesystem => "tinhso-io-read-only",
        ErrorKind::IsADirectory => "tinhso-io-is-folder",
        ErrorKind::NotADirectory => "tinhso-io-no-folder",
        ErrorKind::InvalidData => "tinhso-io-no-text",
        ErrorKind::AddrInUse => "tinhso-io-address-taken",
        ErrorKind::AddrNotAvailable => "tinhso-io-address-foreign",
        _ => "tinhso-io-other",
    }
}
