//! docs/config.md, written from the table and the catalogue, compared by a test.
use super::table::{KEYS, Key, Kind, Source};
use std::fmt::Write;
use web::Lang;

/// The configuration reference as Markdown.
#[must_use]
pub fn reference(lang: &Lang) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n\n{}\n", lang.t("tinhso-reference-title"), lang.t("tinhso-reference-intro"));
    for key in KEYS {
        let _ = writeln!(out, "## `{}`\n\n{}\n", key.name, lang.t(key.words));
        let _ = writeln!(out, "- {}: {}", lang.t("tinhso-reference-kind"), kind(lang, key));
        let default = if key.default.is_empty() {
            lang.t("tinhso-reference-default-follows").into_owned()
        } else {
            format!("`{}`", key.default)
        };
        let _ = writeln!(out, "- {}: {default}", lang.t("tinhso-reference-default"));
        let _ = writeln!(out, "- {}: `{}`", lang.t("tinhso-reference-environment"), key.environment());
        match key.source {
            Source::Anywhere => {
                let _ = writeln!(out, "- {}: `{}`\n", lang.t("tinhso-reference-example"), in_file(key));
            }
            Source::EnvironmentOnly => {
                let _ = writeln!(out, "- {}\n", lang.t("tinhso-reference-environment-only"));
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A settings file with every key as a comment.
#[must_use]
pub fn sample_file() -> String {
    let keys = KEYS.iter().filter(|key| key.source == Source::Anywhere);
    keys.fold(String::new(), |mut out, key| {
        let _ = writeln!(out, "# {}", in_file(key));
        out
    })
}

fn in_file(key: &Key) -> String {
    match key.kind {
        Kind::Flag | Kind::Number { .. } | Kind::Addresses => format!("{} = {}", key.name, key.example),
        _ => format!("{} = \"{}\"", key.name, key.example),
    }
}

fn kind(lang: &Lang, key: &Key) -> String {
    match key.kind {
        Kind::Text => lang.t("tinhso-kind-text").into_owned(),
        Kind::Path => lang.t("tinhso-kind-path").into_owned(),
        Kind::Flag => lang.t("tinhso-kind-flag").into_owned(),
        Kind::Number { least, most } => {
            lang.with("tinhso-kind-number", &[("least", &least.to_string()), ("most", &most.to_string())])
        }
        Kind::Listen => lang.t("tinhso-kind-listen").into_owned(),
        Kind::Url => lang.t("tinhso-kind-url").into_owned(),
        Kind::Addresses => lang.t("tinhso-kind-addresses").into_owned(),
        Kind::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
    }
}
