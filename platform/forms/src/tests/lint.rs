use super::*;
use crate::{ProblemKind, schema_of};

fn problems_after(change: impl Fn(&mut serde_json::Value)) -> Vec<(String, ProblemKind)> {
    let mut json: serde_json::Value = serde_json::from_str(include_str!("birth.json")).unwrap();
    change(&mut json["form"]);
    let form: FormDefinition = serde_json::from_value(json["form"].clone()).unwrap();
    form.problems().into_iter().map(|problem| (problem.at, problem.what)).collect()
}

#[test]
fn the_sample_has_no_problem_and_its_schema_accepts_what_it_hands_in() {
    assert_eq!(form().problems(), []);
    let mut answers = almost_done();
    answers.add_file(&form(), "proof", receipt(1, 5)).unwrap();
    assert!(crate::validate_all(&form(), &answers, &context()).is_ok());
    let schema = schema_of(&form());
    assert_eq!(
        schema["required"],
        serde_json::json!([
            "child_name",
            "child_born",
            "child_sex",
            "child_people",
            "copies",
            "phone",
            "ways"
        ])
    );
}

type Change = Box<dyn Fn(&mut serde_json::Value)>;

#[test]
fn every_kind_of_problem_is_found_where_it_is() {
    use serde_json::json;
    let field = "/pages/0/fields/0";
    let cases: Vec<(Change, &str, ProblemKind)> = vec![
        (Box::new(|f| f["code"] = json!("Khai Sinh")), "/code", ProblemKind::BadId),
        (
            Box::new(|f| f["pages"][0]["fields"][0]["id"] = json!("Tên")),
            "/pages/0/fields/0/id",
            ProblemKind::BadId,
        ),
        (
            Box::new(|f| f["pages"][0]["fields"][0]["id"] = json!("child_sex")),
            "/pages/0/fields/2/id",
            ProblemKind::TwiceUsedId,
        ),
        (
            Box::new(|f| f["pages"][0]["fields"][0]["id"] = json!("today")),
            "/pages/0/fields/0/id",
            ProblemKind::TwiceUsedId,
        ),
        (Box::new(|f| f["pages"][0]["fields"][0]["label"] = json!("")), field, ProblemKind::Empty),
        (
            Box::new(|f| f["pages"][1]["show_if"] = json!("has_mother")),
            "/pages/1/show_if",
            ProblemKind::UnknownName,
        ),
        (
            Box::new(|f| f["pages"][0]["fields"][1]["show_if"] = json!("child_sex = \"male\"")),
            "/pages/0/fields/1/show_if",
            ProblemKind::UnknownName,
        ),
        (
            Box::new(|f| f["pages"][0]["fields"][1]["checks"][0]["rule"] = json!("value < tomorrow")),
            "/pages/0/fields/1/checks/0",
            ProblemKind::UnknownName,
        ),
        (
            Box::new(|f| f["pages"][0]["fields"][0]["min"] = json!(1)),
            "/pages/0/fields/0/min",
            ProblemKind::IdleAttribute,
        ),
        (
            Box::new(|f| f["pages"][0]["fields"][2]["choices"] = json!([])),
            "/pages/0/fields/2",
            ProblemKind::NoChoices,
        ),
        (Box::new(|f| f["pages"][4]["repeat"]["min"] = json!(9)), "/pages/4/repeat", ProblemKind::BadLimits),
        (
            Box::new(|f| f["pages"][5]["fields"][0]["min"] = json!(99)),
            "/pages/5/fields/0",
            ProblemKind::BadLimits,
        ),
        (
            Box::new(|f| f["pages"][0]["fields"][0] = json!({"id": "a", "kind": "file", "label": "Tệp"})),
            field,
            ProblemKind::FileNotAlone,
        ),
        (
            Box::new(|f| f["pages"][4]["fields"][0]["prefill"] = json!("x")),
            "/pages/4/fields/0",
            ProblemKind::PrefillInRepeat,
        ),
        (Box::new(|f| f["schema"] = json!({"type": 5})), "/schema", ProblemKind::BadSchema),
    ];
    for (change, at, what) in cases {
        let found = problems_after(change);
        assert!(found.contains(&(at.to_owned(), what)), "{what:?} at {at}, found {found:?}");
    }
}

#[test]
fn a_pack_file_is_read_or_refused_with_its_place() {
    let good = include_str!("birth.json");
    assert!(FormPack::read(good).is_ok());
    let typo = good.replacen("\"optional\"", "\"optinal\"", 1);
    let faults = FormPack::read(&typo).unwrap_err();
    assert_eq!(faults[0].key, "forms-problem-not-json");
    assert!(faults[0].detail.contains("optinal"), "{faults:?}");
    let bad_condition = good.replacen("\"has_mother\",", "\"has_mother and\",", 1);
    assert!(FormPack::read(&bad_condition).is_err());
    let twice = good.replacen("\"child_people\"", "\"child_sex\"", 1);
    let faults = FormPack::read(&twice).unwrap_err();
    assert_eq!(faults[0].text(&Words), "/form/pages/0/fields/3/id: Mã “child_sex” dùng hai lần.");
}

#[test]
fn a_definition_reads_back_as_it_was_written() {
    let text = serde_json::to_string(&form()).unwrap();
    let again: FormDefinition = serde_json::from_str(&text).unwrap();
    assert_eq!(again, form());
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
}
