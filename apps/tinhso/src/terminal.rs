//! What commands say to the person at the terminal.
use std::io::Write;
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

    /// A refusal in this terminal's words.
    pub fn stop(&self, refusal: &dyn base::Refusal) -> Stop {
        let told = self.lang.refusal(refusal.code(), &refusal.args());
        let line = told.unwrap_or_else(|| {
            self.lang.with("tinhso-unexpected", &[("code", refusal.code()), ("cause", &refusal.to_string())])
        });
        let cause = refusal.to_string();
        Stop {
            lines: if cause.is_empty() || cause == line { vec![line] } else { vec![line, cause] },
            code: 1,
        }
    }

    pub fn stop_with<A: ToArg>(&self, key: &str, args: &[(&str, A)]) -> Stop {
        Stop { lines: vec![self.lang.with(key, args)], code: 1 }
    }

    pub fn stop_io(&self, doing: &std::path::Path, error: &std::io::Error) -> Stop {
        let place = doing.display().to_string();
        self.stop_with("tinhso-io", &[("place", place.as_str()), ("cause", &error.to_string())])
    }
}
