//! The file of a pack and the JSON of a reading are the same facts.
use crate::model::PlanFacts;

const NOTE: &str = include_str!("plan_pack.toml");

#[test]
fn a_plan_of_a_pack_reads_and_writes_the_same_facts() {
    let facts: PlanFacts = toml::from_str(NOTE).unwrap();
    assert_eq!(facts.targets.len(), 1);
    assert_eq!(facts.targets[0].base_value.unwrap().to_string(), "41.5");
    assert_eq!(facts.budgets[0].amount.to_string(), "12500");
    let again: PlanFacts = toml::from_str(&toml::to_string(&facts).unwrap()).unwrap();
    assert_eq!(again, facts);
}

#[test]
fn what_the_reading_prints_as_json_is_facts_of_a_plan() {
    let reading = crate::read_plan(include_bytes!("plan.txt"), "plan.txt").unwrap();
    let json = crate::json::of(&reading.found, &|warning| warning.key.to_owned());
    let facts: PlanFacts = serde_json::from_value(json).unwrap();
    assert_eq!(facts.targets.len(), reading.found.targets.len());
    assert_eq!(facts.tasks.len(), reading.found.tasks.len());
    assert_eq!(facts.targets[0].value, reading.found.targets[0].value);
}

#[test]
fn a_field_that_nobody_knows_is_refused() {
    let text = NOTE.replace("measure =", "mesure =");
    assert!(toml::from_str::<PlanFacts>(&text).unwrap_err().message().contains("mesure"));
}
