//! SQL is written once for two databases: only in `src/store`, without OFFSET and LIKE, each table in one owner's hands.

use std::collections::{BTreeMap, BTreeSet};

use crate::Finding;
use crate::lexer::Kind;
use crate::tree::{File, Floor, Source};

/// A piece of SQL: a string literal of the program or a migration.
#[derive(Debug, Clone)]
pub struct Statement {
    pub place: String,
    pub crate_path: String,
    pub inside: String,
    pub text: String,
    pub is_migration: bool,
}

/// All SQL of the program: literals that begin like SQL, and migrations.
pub fn statements(sources: &[Source], files: &[File]) -> Vec<Statement> {
    let mut out = Vec::new();
    for source in sources {
        let Some(crate_path) = source.file.crate_path() else { continue };
        for token in source.program().filter(|t| t.kind == Kind::Text && looks_like_sql(&t.text)) {
            out.push(Statement {
                place: format!("{}:{}", source.file.path, token.line),
                crate_path: crate_path.clone(),
                inside: source.file.inside().to_owned(),
                text: token.text.clone(),
                is_migration: false,
            });
        }
    }
    for file in files.iter().filter(|f| is_migration(f)) {
        let Some(crate_path) = file.crate_path() else { continue };
        out.push(Statement {
            place: file.path.clone(),
            crate_path,
            inside: file.inside().to_owned(),
            text: without_comments(&file.text),
            is_migration: true,
        });
    }
    out
}

fn is_migration(file: &File) -> bool {
    file.is("sql") && file.inside().starts_with("migrations/")
}

fn without_comments(sql: &str) -> String {
    sql.lines().map(|l| l.split("--").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// SQL of ours is written with capital keywords; that tells it from English sentences.
fn looks_like_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(400).collect();
    let has = |w: &str| words.contains(&w);
    match words.first().copied().unwrap_or("") {
        "SELECT" => has("FROM") || words.len() > 1,
        "INSERT" => has("INTO"),
        "UPDATE" => has("SET"),
        "DELETE" => has("FROM"),
        "WITH" => has("AS") || has("SELECT"),
        "CREATE" | "ALTER" | "DROP" => words.len() > 2,
        _ => false,
    }
}

/// The words and marks of a piece of SQL, quoted text left out.
fn words(sql: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in sql.chars() {
        if c == '\'' {
            quoted = !quoted;
        }
        if !quoted && (c.is_alphanumeric() || c == '_' || c == '.') {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if !quoted && !c.is_whitespace() && c != '\'' {
            out.push(c.to_string());
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// Words that behave differently on the two databases, or that read a table from its start.
pub fn forbidden_words(statements: &[Statement]) -> Vec<Finding> {
    const WORDS: &[(&str, &str)] = &[
        ("OFFSET", "pages are keyset cursors"),
        ("LIKE", "LIKE folds case on SQLite only: compare a folded column"),
        ("ILIKE", "ILIKE is PostgreSQL's alone: compare a folded column"),
        ("GLOB", "GLOB is SQLite's alone"),
    ];
    let mut out = Vec::new();
    for statement in statements.iter().filter(|s| !s.crate_path.starts_with("kernel/db")) {
        for word in words(&statement.text) {
            if let Some((_, why)) = WORDS.iter().find(|(w, _)| w.eq_ignore_ascii_case(&word)) {
                out.push(Finding::new(&statement.place, "sql", format!("{word}: {why}")));
            }
        }
    }
    out
}

/// SQL of a platform crate, a service or the binary outside of `src/store`.
pub fn outside_store(statements: &[Statement]) -> Vec<Finding> {
    statements
        .iter()
        .filter(|s| {
            !s.is_migration
                && matches!(Floor::of(&s.crate_path), Some(f) if f != Floor::Kernel && f != Floor::Bench)
        })
        .filter(|s| !s.inside.starts_with("src/store/") && s.inside != "src/store.rs")
        .map(|s| Finding::new(&s.place, "sql", "SQL stands only in src/store"))
        .collect()
}

/// Who created what: table or view → crates whose migrations create it.
pub fn owners(statements: &[Statement]) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for statement in statements.iter().filter(|s| s.is_migration) {
        for name in created(&statement.text) {
            out.entry(name).or_default().insert(statement.crate_path.clone());
        }
    }
    out
}

fn created(sql: &str) -> Vec<String> {
    let words = words(sql);
    let mut out = Vec::new();
    for (i, word) in words.iter().enumerate() {
        if !word.eq_ignore_ascii_case("CREATE") {
            continue;
        }
        let mut rest = words.iter().skip(i + 1).filter(|w| {
            !["IF", "NOT", "EXISTS", "TEMP", "VIRTUAL", "UNLOGGED"]
                .iter()
                .any(|skip| w.eq_ignore_ascii_case(skip))
        });
        let what = rest.next().map(|w| w.to_ascii_uppercase()).unwrap_or_default();
        if let ("TABLE" | "VIEW", Some(name)) = (what.as_str(), rest.next()) {
            out.push(name.to_lowercase());
        }
    }
    out
}

/// The tables and views that a statement names after FROM, JOIN, INTO, UPDATE, REFERENCES, TABLE or ON (of an index).
fn named(sql: &str) -> BTreeSet<String> {
    let words = words(sql);
    let mut out = BTreeSet::new();
    let keyword = |w: &String| {
        ["FROM", "JOIN", "INTO", "UPDATE", "REFERENCES", "TABLE", "ON"]
            .iter()
            .any(|k| w.eq_ignore_ascii_case(k))
    };
    for (i, _) in words.iter().enumerate().filter(|(_, w)| keyword(w)) {
        let mut rest = words.iter().skip(i + 1);
        // `FROM a x, b AS y`: a name after FROM, and one after each comma of its list.
        while let Some(name) = rest.next() {
            out.insert(name.to_lowercase());
            let listed = rest.clone().take(3).position(|w| w == ",");
            let Some(skip) = listed.filter(|_| words.get(i).is_some_and(|w| w.eq_ignore_ascii_case("FROM")))
            else {
                break;
            };
            rest.nth(skip);
        }
    }
    out
}

/// Tables created twice, and tables named by another crate than their owner's. A view `…_v` of a platform or kernel
/// crate is the open window that others may look through.
pub fn ownership(statements: &[Statement]) -> Vec<Finding> {
    let owners = owners(statements);
    let mut out = Vec::new();
    for (name, crates) in owners.iter().filter(|(_, crates)| crates.len() > 1) {
        let all = crates.iter().cloned().collect::<Vec<_>>().join(", ");
        out.push(Finding::new(name.clone(), "tables", format!("is created by {all}")));
    }
    // bench/ looks at the whole house from outside: it counts what a command has written, table by table.
    for statement in statements.iter().filter(|statement| statement.crate_path != "bench") {
        for name in named(&statement.text) {
            let Some(crates) = owners.get(&name) else { continue };
            // The kernel is one owner: kernel/jobs delivers what kernel/db wrote into the outbox.
            let kernel = |path: &String| Floor::of(path) == Some(Floor::Kernel);
            let own = crates.contains(&statement.crate_path)
                || (kernel(&statement.crate_path) && crates.iter().all(kernel));
            let window = name.ends_with("_v")
                && crates.iter().all(|c| matches!(Floor::of(c), Some(Floor::Kernel | Floor::Platform)));
            let foreign_key = statement.is_migration && !own;
            if !own && (!window || (foreign_key && !name.ends_with("_v"))) {
                let owner = crates.iter().cloned().collect::<Vec<_>>().join(", ");
                out.push(Finding::new(
                    &statement.place,
                    "tables",
                    format!("names {name}, which belongs to {owner}"),
                ));
            }
        }
    }
    out
}

/// Names of migrations: `NNNN_verb_object.sql`, counted from 0001 without gap, each one listed in the crate's code;
/// tables end in `{strict}`.
pub fn migrations(sources: &[Source], files: &[File]) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut numbers: BTreeMap<String, BTreeMap<usize, BTreeSet<String>>> = BTreeMap::new();
    for file in files.iter().filter(|f| is_migration(f)) {
        let Some(crate_path) = file.crate_path() else { continue };
        let name = file.inside().trim_start_matches("migrations/").trim_end_matches(".sql");
        let stem = name.trim_end_matches(".sqlite").trim_end_matches(".postgres");
        let Some(number) = migration_number(stem) else {
            out.push(Finding::new(&file.path, "migrations", "is not named NNNN_verb_object.sql"));
            continue;
        };
        numbers.entry(crate_path.clone()).or_default().entry(number).or_default().insert(stem.to_owned());
        let listed = sources.iter().any(|s| {
            s.file.crate_path().as_deref() == Some(crate_path.as_str())
                && s.tokens.iter().any(|t| t.kind == Kind::Text && t.text == stem)
        });
        if !listed {
            out.push(Finding::new(&file.path, "migrations", "is not listed in the crate's db::migrations!"));
        }
        out.extend(unstrict_tables(file));
    }
    for (crate_path, found) in numbers {
        for (expected, (number, stems)) in (1usize..).zip(&found) {
            if expected != *number {
                let place = format!("{crate_path}/migrations");
                out.push(Finding::new(
                    place,
                    "migrations",
                    format!("{number:04} follows {:04}", expected - 1),
                ));
                break;
            }
            if stems.len() > 1 {
                let place = format!("{crate_path}/migrations");
                out.push(Finding::new(place, "migrations", format!("{number:04} is there twice")));
            }
        }
    }
    out
}

fn migration_number(stem: &str) -> Option<usize> {
    let mut parts = stem.split('_');
    let number = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    let plain = |w: &&str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let named = rest.len() >= 2 && rest.iter().all(plain);
    (named && number.len() == 4).then(|| number.parse().ok())?
}

fn unstrict_tables(file: &File) -> Vec<Finding> {
    without_comments(&file.text)
        .split(';')
        .filter(|s| {
            let start: Vec<String> = s.split_whitespace().take(2).map(str::to_ascii_uppercase).collect();
            start == ["CREATE", "TABLE"] && !s.trim_end().ends_with("{strict}")
        })
        .map(|_| Finding::new(&file.path, "migrations", "a table does not end in {strict}"))
        .collect()
}
