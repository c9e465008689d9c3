//! The catalogue's import against the thirty whole records of the national portal that the project shares.
use base::{Date, Money};
use contracts::{LimitUnit, ProcedureFact};
use procedures::{ImportSettings, Imported, read_catalogue};
use std::collections::BTreeMap;
use std::path::Path;

fn records() -> Option<Vec<u8>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/procedures-30.json");
    let bytes = std::fs::read(&file).ok();
    if bytes.is_none() {
        println!("SKIPPED: no shared data ({})", file.display());
    }
    bytes
}

fn drafts() -> Option<BTreeMap<String, Imported>> {
    let settings =
        ImportSettings { province: "Nghệ An".into(), effective_from: Date::constant(2026, 1, 1) };
    let (drafts, problems) = read_catalogue(&records()?, &settings).unwrap();
    assert_eq!(problems, [], "every national record is read");
    Some(drafts.into_iter().map(|draft| (draft.fact.code.clone(), draft)).collect())
}

/// Every record and what is asked about it.
const QUESTIONS: [(&str, &[&str]); 30] = [
    ("1.000656", &["fee_placeholder"]),
    ("1.000703", &["fee_missing"]),
    ("1.000894", &["limit_unit", "fee_placeholder"]),
    ("1.001193", &["fee_placeholder", "authority_missing"]),
    ("1.001612", &["limit_missing", "fee_province", "authority_missing", "results"]),
    ("1.001662", &["fee_placeholder"]),
    ("1.001686", &["authority_unclear", "results"]),
    ("1.003347", &["fee_placeholder", "authority_missing"]),
    ("1.004194", &["cases", "results"]),
    ("1.004222", &["cases", "results"]),
    ("1.004223", &["fee_placeholder", "authority_foreign"]),
    ("1.004873", &["limit_unit", "fee_placeholder", "authority_missing"]),
    ("1.005280", &["fee_placeholder", "cases", "results"]),
    ("1.007918", &["limit_day_kind", "authority_foreign"]),
    ("1.010727", &["limit_note", "fee_placeholder", "results"]),
    ("1.010736", &["fee_placeholder", "authority_foreign", "results"]),
    ("1.011607", &["authority_missing"]),
    ("1.012753", &["limit_several", "fee_placeholder", "results"]),
    ("1.012784", &["limit_several", "fee_placeholder"]),
    ("1.012906", &[]),
    ("1.013225", &["limit_several", "fee_placeholder", "cases"]),
    ("1.014535", &["authority_unclear"]),
    ("2.000575", &["limit_unit", "fee_placeholder", "cases", "authority_missing", "results"]),
    ("2.000815", &["limit_missing", "fee_abroad", "fee_counted", "authority_unclear"]),
    ("2.000829", &["limit_unit"]),
    ("2.000884", &["limit_missing", "fee_abroad", "authority_unclear"]),
    ("2.001255", &["fee_placeholder"]),
    ("2.001583", &["fee_by_channel", "cases", "results"]),
    ("2.001827", &["fee_scale", "level"]),
    ("3.000333", &["fee_placeholder", "results"]),
];

fn limits(fact: &ProcedureFact) -> Vec<Option<(i64, LimitUnit)>> {
    let mut all: Vec<_> = fact
        .cases
        .iter()
        .flat_map(|case| &case.channels)
        .map(|rule| rule.limit.as_ref().map(|limit| (limit.amount, limit.unit)))
        .collect();
    all.dedup();
    all
}

#[test]
fn each_record_raises_exactly_these_questions() {
    let Some(drafts) = drafts() else { return };
    assert_eq!(drafts.len(), 30);
    let found: Vec<(String, Vec<String>)> = drafts
        .values()
        .map(|draft| {
            let asked = draft.questions.iter().map(|question| question.code.clone()).collect();
            (draft.fact.code.clone(), asked)
        })
        .collect();
    let expected: Vec<(String, Vec<String>)> = QUESTIONS
        .iter()
        .map(|(code, asked)| ((*code).to_owned(), asked.iter().map(|one| (*one).to_owned()).collect()))
        .collect();
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn birth_and_death_alone_are_due_the_same_day() {
    let Some(drafts) = drafts() else { return };
    let same_day: Vec<&str> = drafts
        .values()
        .filter(|draft| limits(&draft.fact) == [Some((1, LimitUnit::SameDay))])
        .map(|draft| draft.fact.code.as_str())
        .collect();
    assert_eq!(same_day, ["1.000656", "1.001193"]);
}

#[test]
fn times_that_differ_by_channel_are_left_open() {
    let Some(drafts) = drafts() else { return };
    for code in ["1.013225", "1.012784", "1.012753"] {
        assert_eq!(limits(&drafts[code].fact), [None], "{code}");
    }
    assert!(drafts["1.013225"].questions[0].beside.contains("15 ngày đối với nhà ở riêng lẻ"));
}

#[test]
fn no_fee_is_guessed() {
    let Some(drafts) = drafts() else { return };
    let known: BTreeMap<&str, Vec<Option<Money>>> = drafts
        .values()
        .map(|draft| {
            let fees = draft.fact.cases[0].fees.iter().map(|fee| fee.amount).collect::<Vec<_>>();
            (draft.fact.code.as_str(), fees)
        })
        .filter(|(_, fees)| fees.iter().any(Option::is_some))
        .collect();
    let dong = |amounts: &[i64]| amounts.iter().map(|amount| Some(Money::vnd(*amount))).collect::<Vec<_>>();
    let expected: BTreeMap<&str, Vec<Option<Money>>> = [
        ("1.001686", dong(&[230_000])),
        ("1.004194", dong(&[7_000, 10_000])),
        ("1.004222", dong(&[10_000, 20_000])),
        ("1.012906", dong(&[300_000])),
        ("2.000884", dong(&[10_000])),
        ("2.001583", dong(&[100_000, 100_000, 50_000])),
    ]
    .into();
    assert_eq!(known, expected);
}

#[test]
fn lists_of_several_cases_become_cases() {
    let Some(drafts) = drafts() else { return };
    let cases: BTreeMap<&str, usize> = drafts
        .values()
        .map(|draft| (draft.fact.code.as_str(), draft.fact.cases.len()))
        .filter(|(_, count)| *count > 1)
        .collect();
    let expected = [
        ("1.004194", 3),
        ("1.004222", 6),
        ("1.005280", 5),
        ("1.013225", 7),
        ("2.000575", 9),
        ("2.001583", 5),
    ];
    assert_eq!(cases, expected.into());
}

#[test]
fn every_component_has_a_name_and_none_is_a_note_of_quantity_zero() {
    let Some(drafts) = drafts() else { return };
    for draft in drafts.values() {
        for component in draft.fact.cases.iter().flat_map(|case| &case.components) {
            assert!(
                component.originals > 0 || component.copies > 0,
                "{} {}",
                draft.fact.code,
                component.name
            );
            assert!(component.name.chars().count() > 3, "{} {:?}", draft.fact.code, component.name);
        }
    }
    assert!(
        drafts["1.001193"].fact.cases[0].help.lines().count() > 20,
        "the notes of birth registration are kept as notes"
    );
}
