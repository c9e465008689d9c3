//! Gathers values: the file, then the environment, then the command line; the later one wins.
use super::table::{self, KEYS, Kind, OTHER_ENVIRONMENT, Source};
use super::{Fault, Given};
use crate::terminal::io_key;
use std::collections::BTreeMap;
use std::path::Path;

/// Where a value stood, for telling people where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    File,
    Environment,
    CommandLine,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Flag(bool),
    Number(u64),
    List(Vec<String>),
}

pub(super) type Values = BTreeMap<&'static str, (Value, Origin)>;

/// Everything given, typed; what cannot be read is a fault, and all faults are told at once.
pub(super) fn gather(given: &Given, faults: &mut Vec<Fault>) -> Values {
    let mut values = Values::new();
    if let Some(path) = &given.file {
        read_file(path, &mut values, faults);
    }
    read_environment(&given.environment, &mut values, faults);
    for (name, text) in &given.flags {
        put_text(name, text, Origin::CommandLine, &mut values, faults);
    }
    values
}

fn read_file(path: &Path, values: &mut Values, faults: &mut Vec<Fault>) {
    let place = path.display().to_string();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            faults.push(
                Fault::new("config", "tinhso-fault-file")
                    .arg("file", place)
                    .arg("cause", io_key(error.kind())),
            );
            return;
        }
    };
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(0, |span| line_of(&text, span.start));
            faults.push(
                Fault::new("config", "tinhso-fault-toml").arg("file", place).arg("line", line.to_string()),
            );
            return;
        }
    };
    for (name, value) in table {
        let Some(key) = table::find(&name) else {
            faults.push(Fault::new(name, "tinhso-fault-unknown"));
            continue;
        };
        if key.source == Source::EnvironmentOnly {
            faults.push(
                Fault::new(key.name, "tinhso-fault-environment-only").arg("variable", key.environment()),
            );
            continue;
        }
        let typed = match (value, key.kind) {
            (toml::Value::Boolean(flag), Kind::Flag) => Some(Value::Flag(flag)),
            (toml::Value::Integer(number), Kind::Number { .. }) => {
                u64::try_from(number).ok().map(Value::Number)
            }
            (toml::Value::Array(list), Kind::Addresses) => list
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .map(Value::List),
            (
                toml::Value::String(text),
                Kind::Text | Kind::Path | Kind::Listen | Kind::Url | Kind::Word(_),
            ) => Some(Value::Text(text)),
            _ => None,
        };
        match typed {
            Some(value) => put(key, value, Origin::File, values, faults),
            None => faults.push(wrong_type(key)),
        }
    }
}

fn read_environment(environment: &BTreeMap<String, String>, values: &mut Values, faults: &mut Vec<Fault>) {
    for (name, text) in environment.iter().filter(|(name, _)| name.starts_with("TINHSO_")) {
        if OTHER_ENVIRONMENT.contains(&name.as_str()) {
            continue;
        }
        match KEYS.iter().find(|key| key.environment() == *name) {
            Some(key) => put_text(key.name, text, Origin::Environment, values, faults),
            None => faults.push(Fault::new(name.clone(), "tinhso-fault-unknown-variable")),
        }
    }
}

fn put_text(name: &str, text: &str, origin: Origin, values: &mut Values, faults: &mut Vec<Fault>) {
    let Some(key) = table::find(name) else {
        faults.push(Fault::new(name, "tinhso-fault-unknown"));
        return;
    };
    let typed = match key.kind {
        Kind::Flag => match text {
            "true" => Some(Value::Flag(true)),
            "false" => Some(Value::Flag(false)),
            _ => None,
        },
        Kind::Number { .. } => text.parse().ok().map(Value::Number),
        Kind::Addresses => Some(Value::List(text.split(',').map(|item| item.trim().to_owned()).collect())),
        _ => Some(Value::Text(text.to_owned())),
    };
    match typed {
        Some(value) => put(key, value, origin, values, faults),
        None => faults.push(wrong_type(key)),
    }
}

fn put(key: &'static table::Key, value: Value, origin: Origin, values: &mut Values, faults: &mut Vec<Fault>) {
    let fits = match (&value, key.kind) {
        (Value::Number(number), Kind::Number { least, most }) => (least..=most).contains(number),
        (Value::Text(text), Kind::Word(words)) => words.contains(&text.as_str()),
        (Value::Text(text), _) => !text.trim().is_empty() && !text.contains('\0'),
        _ => true,
    };
    if fits {
        values.insert(key.name, (value, origin));
    } else {
        faults.push(wrong_type(key));
    }
}

fn wrong_type(key: &table::Key) -> Fault {
    let fault = Fault::new(key.name, "tinhso-fault-type").arg("example", key.example);
    match key.kind {
        Kind::Flag => Fault::new(key.name, "tinhso-fault-flag"),
        Kind::Number { least, most } => Fault::new(key.name, "tinhso-fault-number")
            .arg("least", least.to_string())
            .arg("most", most.to_string()),
        Kind::Word(words) => Fault::new(key.name, "tinhso-fault-word").arg("words", words.join(", ")),
        _ => fault,
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count().saturating_add(1)
}
