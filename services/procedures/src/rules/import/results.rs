//! What the person gets: several codes stand in one record, the letter of refusal among them.
use super::record::Record;
use super::words::{has_words, quote};
use crate::model::{Effect, Question, Reading};
use base::ResultCode;
use contracts::ResultRule;

const MARK: &str = "Mã: ";

/// Names and codes in the order of the record.
fn pairs(record: &Record) -> Vec<(String, String)> {
    let list = record.results.split("Từ khóa").next().unwrap_or_default();
    let mut found: Vec<(String, String)> = Vec::new();
    let mut rest = list;
    while let Some((name, after)) = rest.split_once(MARK) {
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(after.len());
        // The next name may begin with a letter right behind: a code ends after six digits.
        let end = after.get(..end).map_or(end, code_length);
        let Some((code, behind)) = after.split_at_checked(end) else { break };
        let name = text::squeeze(name).trim_matches(['-', '.', ',', ';', ' ']).to_owned();
        if ResultCode::parse(code).is_ok()
            && !found.iter().any(|(_, known)| known == code)
            && found.len() < 40
        {
            found.push((name, code.to_owned()));
        }
        rest = behind;
    }
    for code in &record.result_codes {
        if ResultCode::parse(code).is_ok()
            && !found.iter().any(|(_, known)| known == code)
            && found.len() < 40
        {
            found.push((String::new(), code.clone()));
        }
    }
    found
}

/// `KQ.G15.000031Giấy` → 13: what follows the second full stop is six digits.
fn code_length(text: &str) -> usize {
    let mut stops = text.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| at);
    match (stops.next(), stops.next()) {
        (Some(_), Some(second)) => (second + 7).min(text.len()),
        _ => text.len(),
    }
}

/// A letter that says no, or asks for more, is a result of the catalogue but not what the person came for.
fn is_refusal(name: &str) -> bool {
    let folded = text::fold(name);
    ["tu choi", "tra ho so", "can sua doi", "sua doi, bo sung ho so", "khong du dieu kien", "van ban tra loi"]
        .iter()
        .any(|words| has_words(&folded, words))
}

pub(crate) fn decide(record: &Record, questions: &mut Vec<Question>) -> ResultRule {
    let found = pairs(record);
    let wanted: Vec<&(String, String)> = found.iter().filter(|(name, _)| !is_refusal(name)).collect();
    let kept: Vec<&(String, String)> = if wanted.is_empty() { found.iter().collect() } else { wanted };
    if found.len() > 1 {
        let readings = kept
            .iter()
            .take(8)
            .map(|(name, code)| Reading {
                code: "result".to_owned(),
                args: vec![("name".to_owned(), name.clone()), ("code".to_owned(), code.clone())],
                effect: Effect::SetResult { code: code.clone(), name: name.clone() },
            })
            .chain([Reading { code: "result_all".to_owned(), args: Vec::new(), effect: Effect::Nothing }])
            .collect();
        let words: Vec<String> = found.iter().map(|(name, code)| format!("{code} {name}")).collect();
        questions.push(Question {
            id: "result".to_owned(),
            code: "results".to_owned(),
            args: vec![("n".to_owned(), found.len().to_string())],
            quote: quote(&words.join("\n")),
            beside: record.sentences_with(|line| has_words(line, "ket qua") || has_words(line, "tu choi")),
            readings,
            answer: None,
        });
    } else if found.is_empty() {
        questions.push(Question {
            id: "result".to_owned(),
            code: "result_missing".to_owned(),
            args: Vec::new(),
            quote: quote(&record.results),
            beside: String::new(),
            readings: Vec::new(),
            answer: None,
        });
    }
    ResultRule {
        codes: kept.iter().map(|(_, code)| code.clone()).collect(),
        name: kept
            .iter()
            .map(|(name, _)| name.as_str())
            .find(|name| !name.is_empty())
            .unwrap_or_default()
            .to_owned(),
        register: None,
        notation: String::new(),
        valid_months: None,
        rows: Vec::new(),
    }
}
