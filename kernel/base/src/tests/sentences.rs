use crate::*;

fn sentences() -> Vec<&'static str> {
    LOCALES[0].1.lines().filter_map(|line| line.split_once(" = ").map(|(key, _)| key)).collect()
}

#[test]
fn every_refusal_has_its_sentence_and_no_sentence_is_left_over() {
    let codes: Vec<&str> = IdentifierError::ALL
        .iter()
        .map(Refusal::code)
        .chain([MoneyError::CurrenciesDiffer.code(), MoneyError::Overflow.code()])
        .collect();
    let keys: Vec<String> =
        codes.iter().map(|code| format!("refusal-{}", code.replace(['.', '_'], "-"))).collect();
    for key in &keys {
        assert!(sentences().contains(&key.as_str()), "{key} has no sentence");
    }
    for key in sentences().into_iter().filter(|key| key.starts_with("refusal-")) {
        assert!(keys.iter().any(|known| known == key), "{key} belongs to no refusal");
    }
}

#[test]
fn refusals_of_what_was_typed_are_422() {
    assert!(IdentifierError::ALL.iter().all(|error| error.kind().status() == 422));
}
