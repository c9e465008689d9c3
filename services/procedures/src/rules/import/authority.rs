//! Who resolves: the level and the kind of agency; another province's name left in the record is asked about.
use super::record::Record;
use super::words::{has_words, quote};
use crate::model::{Effect, Question, Reading};
use contracts::Level;

pub(crate) struct Authority {
    pub level: Level,
    pub kind: &'static str,
}

/// Words of the record (folded) and the kind of agency they mean; the first that fits counts.
const KINDS: [(&str, Level, &str); 12] = [
    ("cong an cap xa", Level::Commune, "commune_police"),
    ("cong an tinh", Level::Province, "provincial_police"),
    ("van phong dang ky dat dai", Level::Province, "land_office"),
    ("ubnd cap xa", Level::Commune, "commune_committee"),
    ("uy ban nhan dan cap xa", Level::Commune, "commune_committee"),
    ("uy ban nhan dan xa", Level::Commune, "commune_committee"),
    ("chu tich uy ban nhan dan cap xa", Level::Commune, "commune_committee"),
    ("so", Level::Province, "department"),
    ("ubnd cap tinh", Level::Province, "provincial_committee"),
    ("uy ban nhan dan cap tinh", Level::Province, "provincial_committee"),
    ("co quan dang ky kinh doanh cap xa", Level::Commune, "commune_committee"),
    ("trung tam tro giup phap ly", Level::Province, "department"),
];

pub(crate) fn decide(record: &Record, province: &str, questions: &mut Vec<Question>) -> Authority {
    let words = [record.executing.as_str(), record.authority.as_str()].join("\n");
    let levels = text::fold(&record.levels);
    let commune = has_words(&levels, "cap xa");
    let provincial = has_words(&levels, "cap tinh");
    let named = named_kind(&words);
    let level = match (commune, provincial) {
        (true, true) => {
            ask(record, questions, "level", vec![reading(Level::Commune), reading(Level::Province)]);
            named.map_or(Level::Province, |(level, _)| level)
        }
        (false, true) => Level::Province,
        (true, false) => Level::Commune,
        (false, false) => named.map_or(Level::Commune, |(level, _)| level),
    };
    let kind = match named {
        Some((at, kind)) if at == level => kind,
        _ => default_kind(level),
    };
    if let Some(other) = foreign(&words, province) {
        let mut question = question(record, "authority_foreign", vec![reading_of(level, kind)]);
        question.args = vec![("province".to_owned(), other)];
        questions.push(question);
    } else if words.trim().is_empty() {
        ask(record, questions, "authority_missing", vec![reading_of(level, kind)]);
    } else if named.is_none_or(|(at, _)| at != level) && !(commune && provincial) {
        ask(record, questions, "authority_unclear", vec![reading_of(level, kind)]);
    }
    Authority { level, kind }
}

fn default_kind(level: Level) -> &'static str {
    match level {
        Level::Commune => "commune_committee",
        Level::Province => "department",
    }
}

/// The kind that the words name.  Words that only point elsewhere (whoever is authorised) name nobody.
fn named_kind(words: &str) -> Option<(Level, &'static str)> {
    let folded = text::fold(words);
    if ["uy quyen", "chi dinh", "phan cap", "lien quan"].iter().any(|vague| has_words(&folded, vague)) {
        return None;
    }
    KINDS.iter().find(|(needle, _, _)| has_words(&folded, needle)).map(|(_, level, kind)| (*level, *kind))
}

/// Another province's name behind `tỉnh`, `thành phố` or `TP`.
fn foreign(words: &str, province: &str) -> Option<String> {
    let lines = words.lines();
    lines.into_iter().find_map(|line| foreign_in(line, province))
}

fn foreign_in(words: &str, province: &str) -> Option<String> {
    for mark in ["tỉnh ", "Tỉnh ", "thành phố ", "Thành phố ", "TP. ", "TP "] {
        let mut rest = words;
        while let Some((_, after)) = rest.split_once(mark) {
            let name: Vec<&str> = after
                .split_whitespace()
                .take_while(|word| word.chars().next().is_some_and(char::is_uppercase))
                .take(4)
                .collect();
            let name = name.join(" ").trim_end_matches([',', '.', ';', ')']).to_owned();
            if !name.is_empty() && !text::same_words(&name, province) {
                return Some(name);
            }
            rest = after;
        }
    }
    None
}

fn reading(level: Level) -> Reading {
    reading_of(level, default_kind(level))
}

fn reading_of(level: Level, kind: &str) -> Reading {
    let code = match level {
        Level::Commune => "authority_commune",
        Level::Province => "authority_province",
    };
    Reading {
        code: code.to_owned(),
        args: vec![("kind".to_owned(), kind.to_owned())],
        effect: Effect::SetAuthority { level, resolving_kind: kind.to_owned() },
    }
}

fn ask(record: &Record, questions: &mut Vec<Question>, code: &str, readings: Vec<Reading>) {
    questions.push(question(record, code, readings));
}

fn question(record: &Record, code: &str, readings: Vec<Reading>) -> Question {
    let raised = [record.levels.as_str(), record.authority.as_str(), record.executing.as_str()];
    let raised: Vec<&str> = raised.into_iter().filter(|text| !text.is_empty()).collect();
    Question {
        id: if code == "level" { "level" } else { "authority" }.to_owned(),
        code: code.to_owned(),
        args: Vec::new(),
        quote: quote(&raised.join("\n")),
        beside: record.sentences_with(|line| {
            has_words(line, "tham quyen") || has_words(line, "uy ban nhan dan") || has_words(line, "so")
        }),
        readings,
        answer: None,
    }
}
