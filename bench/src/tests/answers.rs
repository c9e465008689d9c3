//! What the generator writes into the forms is what the forms take.
use crate::generator::Year;
use crate::generator::acts::{Kind, Plan};
use crate::generator::answers::{self, Home};
use crate::generator::days::{Days, day_number, instant, minute_of};
use crate::generator::people::person;
use crate::generator::province::packs_folder;
use base::{Date, Id};
use contracts::UnitId;
use forms::{Answers, Context, FormPack, ListedCodes, ListedCommune, ListedPlaces, Place};

fn plan() -> Plan {
    let first = day_number(2026, 1, 5);
    let year = Year { seed: 1, communes: 1, days: Days::new(), first, end: first + 20 };
    let plans = (0..200).map(|index| year.plan(index));
    plans.into_iter().find(|plan| plan.kind == Kind::Birth && plan.expected.online).unwrap()
}

#[test]
fn both_online_forms_are_filled_whole() {
    let unit = UnitId::from(Id::from_bytes([3; 16]));
    let home = Home { unit, code: "17254".into(), name: "Xã Con Cuông, tỉnh Nghệ An".into() };
    let place = |code: &str, name: &str| Place { id: unit, code: code.into(), name: name.into() };
    let commune = ListedCommune {
        place: place("17254", "Xã Con Cuông"),
        province_code: "40".into(),
        former_names: vec![],
        from: Date::constant(2025, 7, 1),
        until: None,
    };
    let places = ListedPlaces::new(Some("40".into()), vec![place("40", "Tỉnh Nghệ An")], vec![commune]);
    let codes = ListedCodes::default();
    let (mother, father) = (person(1, 4), person(1, 5));
    let filled = [
        ("khai-sinh", "ordinary", answers::birth(&plan(), &mother, &father, &home, "2026-02-01")),
        ("ho-kinh-doanh", "individual", answers::household(&mother, &home)),
    ];
    for (form, case, values) in filled {
        let text =
            std::fs::read_to_string(packs_folder().join(format!("{form}/forms/{form}-1.json"))).unwrap();
        let pack = FormPack::read(&text).map_err(|faults| faults.len()).unwrap();
        let now = instant(minute_of(day_number(2026, 3, 2), 600));
        let mut context = Context::new(now, &places, &codes);
        context.facts.insert("case".into(), case.into());
        context.facts.insert("channel".into(), "online".into());
        let answers: Answers = serde_json::from_value(serde_json::json!({ "values": values })).unwrap();
        let wrong = forms::validate_all(&pack.form, &answers, &context).err().unwrap_or_default();
        let words: Vec<String> =
            wrong.iter().map(|step| format!("{}: {:?}", step.at.page, step.errors)).collect();
        assert!(words.is_empty(), "{form}: {words:#?}");
    }
}
