//! Commands that print what the program knows of itself.
use crate::cli::Config;
use crate::settings;
use crate::terminal::Terminal;

pub(crate) fn config(options: &Config, terminal: &mut Terminal<'_>) {
    let text = if options.file { settings::sample_file() } else { settings::reference(&terminal.lang) };
    terminal.line(text.trim_end());
}

pub(crate) fn openapi(terminal: &mut Terminal<'_>) {
    terminal.line(crate::openapi::document().trim_end());
}
