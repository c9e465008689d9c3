//! The checker names every fault, and no other.
use super::*;
use crate::{Answer, check, longest_minutes};
use contracts::{Limit, LimitUnit};

fn found(definition: &Definition) -> Vec<(String, &'static str)> {
    check(definition, None).into_iter().map(|problem| (problem.place, problem.code)).collect()
}

fn two() -> Definition {
    table(vec![plain("a", StepKind::Work, &["b"]), plain("b", StepKind::Work, &["end"])])
}

fn only(definition: &Definition, place: &str, code: &'static str) {
    assert_eq!(found(definition), [(place.to_owned(), code)]);
}

#[test]
fn the_example_is_clean() {
    assert_eq!(check(&permit(), None), []);
}

#[test]
fn names_that_are_not_there_are_named() {
    let mut definition = two();
    definition.steps[1].routes.push(route_when("nowhere", "x = 1"));
    only(&definition, "steps.b.routes[2].to", "unknown_target");
    let mut definition = two();
    definition.start = "zero".to_owned();
    assert_eq!(found(&definition)[0], ("start".to_owned(), "unknown_target"));
    let mut definition = two();
    definition.steps[1].may_return_to = vec!["a".to_owned(), "c".to_owned(), "b".to_owned()];
    let expected = [("steps.b.may_return_to", "unknown_target"), ("steps.b.may_return_to", "itself")];
    assert_eq!(found(&definition), expected.map(|(place, code)| (place.to_owned(), code)));
}

#[test]
fn unreachable_and_endless_steps_are_found() {
    let mut definition = two();
    definition.steps.push(plain("c", StepKind::Work, &["end"]));
    only(&definition, "steps.c", "unreachable");
    let mut definition = two();
    definition.steps[1].routes = vec![route("a")];
    let expected = [("steps.a", "no_way_to_end"), ("steps.b", "no_way_to_end")];
    assert_eq!(found(&definition), expected.map(|(place, code)| (place.to_owned(), code)));
    definition.steps[1].routes.clear();
    assert!(found(&definition).contains(&("steps.b.routes".to_owned(), "no_routes")));
}

#[test]
fn a_condition_that_does_not_parse_is_shown_with_its_place() {
    let mut definition = two();
    definition.steps[0].routes.insert(0, route_when("b", "amount >"));
    only(&definition, "steps.a.routes[1].when", "condition");
    assert!(check(&definition, None)[0].detail.contains("8"), "{:?}", check(&definition, None));
}

#[test]
fn a_way_on_must_remain_for_every_outcome() {
    let mut definition = two();
    definition.steps[0].routes = vec![route_when("b", "x = 1")];
    only(&definition, "steps.a.routes", "no_default_route");
    let wait = StepKind::WaitCitizen { default: Answer::Agree };
    let mut definition = table(vec![plain("w", wait, &["end"])]);
    only(&definition, "steps.w.routes", "no_route_for_no");
    definition.steps[0].routes = vec![route_for("end", "disagreed")];
    only(&definition, "steps.w.routes", "no_default_route");
}

#[test]
fn splits_and_joins_must_fit() {
    let mut definition = two();
    definition.steps[1].join = true;
    only(&definition, "steps.b", "join_without_split");

    let mut split = plain("s", StepKind::Work, &["a", "b"]);
    split.split = true;
    let ends = |key: &str| plain(key, StepKind::Work, &["end"]);
    only(&table(vec![split.clone(), ends("a"), ends("b")]), "steps.s", "split_without_join");

    let (mut a, mut b) = (ends("a"), ends("b"));
    (a.join, b.join) = (true, true);
    only(&table(vec![split.clone(), a, b]), "steps.s", "different_joins");

    // a branch that leaves its split by an ordinary route
    let mut join = ends("j");
    join.join = true;
    let mut b = plain("b", StepKind::Work, &["j"]);
    b.routes.insert(0, route_for("s", "again"));
    let definition = table(vec![split, plain("a", StepKind::Work, &["j"]), b, join]);
    only(&definition, "steps.s", "inside_and_outside_of_split");
}

#[test]
fn the_drafter_may_not_sign() {
    let mut definition = table(vec![
        plain("p", StepKind::Propose, &["s"]),
        plain("s", StepKind::Approve, &["d"]),
        plain("d", StepKind::Desk, &["end"]),
    ]);
    only(&definition, "steps.s.different_from", "drafter_may_sign");
    definition.steps[1].different_from = vec!["p".to_owned()];
    assert_eq!(found(&definition), []);
    definition.steps[2].routes = vec![route("p"), route_for("end", "x")];
    only(&definition, "steps.d.routes", "desk_goes_on");
}

#[test]
fn nothing_is_handed_over_that_nobody_resolved() {
    let definition = table(vec![plain("a", StepKind::Work, &["d"]), plain("d", StepKind::Desk, &["end"])]);
    only(&definition, "steps.a.routes[1].to", "desk_at_once");
    let definition = table(vec![plain("d", StepKind::Desk, &["end"])]);
    only(&definition, "steps.d.kind", "desk_at_once");
    // One of several ways is enough.
    let mut first = plain("a", StepKind::Work, &["b"]);
    first.routes.insert(0, route_for("d", "short"));
    let definition =
        table(vec![first, plain("b", StepKind::Work, &["d"]), plain("d", StepKind::Desk, &["end"])]);
    only(&definition, "steps.a.routes[1].to", "desk_at_once");
}

#[test]
fn a_draft_leaves_no_way_without_a_signature() {
    let mut sign = plain("s", StepKind::Approve, &["d"]);
    sign.different_from = vec!["p".to_owned()];
    let (first, desk) = (plain("a", StepKind::Work, &["p"]), plain("d", StepKind::Desk, &["end"]));
    let with = |draft: Step| {
        table(vec![first.clone(), draft, plain("r", StepKind::Work, &["d"]), sign.clone(), desk.clone()])
    };
    let draft = |routes: Vec<Route>| Step { routes, ..plain("p", StepKind::Propose, &[]) };
    let told = |definition: &Definition| {
        let all = check(definition, None);
        let found = all.into_iter().find(|problem| problem.code == "draft_unsigned");
        found.map(|problem| (problem.place, problem.detail))
    };
    let place = |detail: &str| Some(("steps.p".to_owned(), detail.to_owned()));
    // No signature anywhere: the desk is where it shows.
    let bare = table(vec![first.clone(), plain("p", StepKind::Propose, &["d"]), desk.clone()]);
    only(&bare, "steps.p", "draft_unsigned");
    assert_eq!(told(&with(draft(vec![route("s")]))), None);
    // A signature on one way does not help the others.
    assert_eq!(told(&with(draft(vec![route_for("r", "short"), route("s")]))), place("d"));
    assert_eq!(told(&with(draft(vec![route_for("end", "refused"), route("s")]))), place("p"));
}

#[test]
fn only_an_officer_chooses_whom_to_ask() {
    let mut ask = plain("c", StepKind::Consult { deemed: true }, &["end"]);
    ask.place = Place::Asked;
    only(&table(vec![ask.clone()]), "steps.c", "nobody_can_ask");
    let mut out = plain("e", StepKind::External { system: "x".to_owned() }, &["c"]);
    out.routes.push(route_for("end", "failed"));
    only(&table(vec![out, ask]), "steps.c", "nobody_can_ask");
    let mut work = plain("a", StepKind::Work, &["end"]);
    work.place = Place::Asked;
    assert!(found(&table(vec![work])).contains(&("steps.a.place".to_owned(), "asked_without_consult")));
}

#[test]
fn rows_are_checked_one_by_one() {
    let mut definition = two();
    definition.steps[0].key = "Bước 1".to_owned();
    definition.start = "Bước 1".to_owned();
    definition.steps[0].minutes = Some(0);
    definition.steps[1].role = " ".to_owned();
    definition.version = 0;
    let codes: Vec<_> = found(&definition).into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["bad_version", "bad_key", "bad_amount", "empty"]);
    let mut definition = two();
    definition.steps[1].key = "a".to_owned();
    assert!(found(&definition).contains(&("steps.a".to_owned(), "twice")));
    let mut wait = plain("w", StepKind::WaitCitizen { default: Answer::Agree }, &["end"]);
    wait.routes.push(route_for("end", "disagreed"));
    wait.minutes = None;
    only(&table(vec![wait]), "steps.w.limit", "silence_without_limit");
}

#[test]
fn the_longest_way_of_our_own_must_fit_into_the_legal_limit() {
    let definition = permit();
    // 120 + 480 + consult 4800 (longer than site 3360) + 480 + 480 + 240 + 120; citizen and outside system not counted
    assert_eq!(longest_minutes(&definition), 6_720);
    let limit = |amount, unit| Limit { amount, unit, source: String::new() };
    assert_eq!(check(&definition, Some(&limit(14, LimitUnit::WorkingDay))), []);
    assert_eq!(check(&definition, Some(&limit(20, LimitUnit::CalendarDay))), []);
    let problems = check(&definition, Some(&limit(13, LimitUnit::WorkingDay)));
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].code, problems[0].detail.as_str()), ("over_limit", "6720 > 6240"));
    assert_eq!(check(&definition, Some(&limit(0, LimitUnit::SameDay)))[0].code, "over_limit");
}

#[test]
fn every_problem_and_refusal_has_its_sentence() {
    let words = crate::LOCALES[0].1;
    let source = include_str!("../rules/check.rs");
    let codes = source
        .split('"')
        .filter(|part| part.contains('_') && part.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    let fields = ["may_return_to", "different_from"];
    let mut count = 0;
    for code in codes.filter(|code| !fields.contains(code)) {
        let key = crate::model::Problem::new("", "", "").key() + &code.replace('_', "-");
        assert!(words.contains(&format!("\n{key} = ")), "{key}");
        count += 1;
    }
    assert!(count > 20, "{count}");
}
