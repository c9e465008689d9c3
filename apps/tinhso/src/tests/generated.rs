//! Documents that the program writes of itself.  `TINHSO_WRITE_DOCS=1` writes them, else they are compared.
use super::support::catalogue;
use std::path::PathBuf;

#[expect(
    clippy::disallowed_methods,
    reason = "make docs asks by the environment, as for every generated document"
)]
fn compare(path: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    if std::env::var_os("TINHSO_WRITE_DOCS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "{} is out of date: make docs", path.display());
}

#[test]
fn generated_configuration_reference_is_the_one_of_the_table() {
    compare("docs/config.md", &crate::settings::reference(&catalogue().lang("vi")));
}

#[test]
fn generated_help_is_the_one_the_program_prints() {
    compare("docs/generated/help.txt", &crate::cli::all_help());
}

#[test]
fn generated_openapi_is_the_one_served() {
    compare("docs/generated/openapi.json", &crate::openapi::document());
}

#[test]
fn generated_tables_are_those_the_migrations_make() {
    compare("docs/generated/tables.md", &super::tables::document());
}
