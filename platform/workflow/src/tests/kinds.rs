//! Every kind of step of the point 4, on the pure engine.
use super::*;
use crate::{Answer, How, Level};
use serde_json::json;

/// The permit with two agencies asked, standing on consult and site.
fn in_parallel() -> Play {
    let mut play = Play::start(permit(), &[("channel", json!("online"))]);
    play.forward("receive", 1).unwrap();
    play.forward_with("open", 2, None, &[agency(2), agency(1), agency(2)]).unwrap();
    play
}

/// … with the draft made by person 2.
fn drafted(granted: bool) -> Play {
    let mut play = in_parallel();
    play.answer("consult", agency(1), true).unwrap();
    play.answer("consult", agency(2), true).unwrap();
    play.forward("site", 2).unwrap();
    play.forward("assess", 2).unwrap();
    let token = play.at("draft");
    let set = vars(&[("granted", json!(granted)), ("name", json!("không giữ"))]);
    play.send(Event::Forward { token, by: person(2), outcome: None, set, ask: Vec::new() }).unwrap();
    play
}

#[test]
fn forward_moves_the_token_and_the_old_one_is_stale() {
    let mut play = Play::start(permit(), &[]);
    let old = play.at("receive");
    let effects = play.forward("receive", 1).unwrap();
    let new = play.at("open");
    assert_eq!(
        effects,
        [
            Effect::CloseTask { token: old, agency: None, how: How::Forwarded },
            Effect::OpenTask { token: new, step: "open".to_owned(), agency: None },
        ]
    );
    let again = Event::Forward { token: old, by: person(1), outcome: None, set: Map::new(), ask: Vec::new() };
    assert_eq!(play.send(again), Err(Refused::StaleToken(old)));
}

#[test]
fn only_variables_that_a_condition_reads_are_kept() {
    let play = Play::start(permit(), &[("channel", json!("online")), ("child", json!("Nguyễn Thị An"))]);
    assert_eq!(play.state.var("channel"), Some(&json!("online")));
    assert_eq!(play.state.var("child"), None);
}

#[test]
fn a_route_named_by_the_outcome_comes_before_a_general_one() {
    let mut start = plain("a", StepKind::Work, &["b"]);
    start.routes.push(route_for("c", "no"));
    start.routes.insert(0, route_when("d", "amount > 5 and today >= @\"2026-11-09\""));
    let last = |key: &str| plain(key, StepKind::Work, &["end"]);
    let definition = table(vec![start, last("b"), last("c"), last("d")]);
    for (outcome, amount, place) in
        [(None, 1, "b"), (Some("no"), 9, "c"), (Some("other"), 1, "b"), (None, 9, "d")]
    {
        let mut play = Play::start(definition.clone(), &[("amount", json!(amount))]);
        play.forward_with("a", 1, outcome, &[]).unwrap();
        assert_eq!(play.places(), [place], "{outcome:?} {amount}");
    }
}

#[test]
fn no_way_on_is_refused_and_nothing_moves() {
    let mut start = plain("a", StepKind::Work, &[]);
    start.routes = vec![route_for("end", "yes")];
    let mut play = Play::start(table(vec![start]), &[]);
    let before = play.state.clone();
    let refused = play.forward_with("a", 1, Some("maybe"), &[]).unwrap_err();
    assert!(matches!(refused, Refused::NoRoute { .. }), "{refused}");
    assert_eq!(play.state, before);
}

#[test]
fn send_back_goes_only_where_the_table_allows() {
    let mut play = drafted(false);
    assert_eq!(play.places(), ["sign"]);
    assert!(matches!(play.send_back("sign", "receive"), Err(Refused::MayNotReturn { .. })));
    play.send_back("sign", "draft").unwrap();
    assert_eq!(play.places(), ["draft"]);
}

#[test]
fn sending_back_to_before_the_split_withdraws_the_other_branches() {
    let mut play = in_parallel();
    let consult = play.at("consult");
    let effects = play.send_back("site", "open").unwrap();
    assert!(effects.contains(&Effect::CloseTask { token: consult, agency: None, how: How::Withdrawn }));
    assert_eq!(play.places(), ["open"]);
    assert!(play.state.forks.is_empty());
    let answer = Event::ConsultAnswer { token: consult, agency: agency(1), by: person(9), agreed: false };
    assert_eq!(play.send(answer), Err(Refused::StaleToken(consult)));
    play.forward_with("open", 2, None, &[agency(3)]).unwrap();
    assert_eq!(play.places(), ["consult", "site"]);
}

#[test]
fn sending_back_into_a_branch_after_the_join_redoes_that_branch_alone() {
    let mut play = in_parallel();
    play.answer("consult", agency(1), true).unwrap();
    play.answer("consult", agency(2), false).unwrap();
    play.forward("site", 2).unwrap();
    play.send_back("assess", "site").unwrap();
    assert_eq!(play.places(), ["site"]);
    play.forward("site", 2).unwrap();
    assert_eq!(play.places(), ["assess"]);
}

#[test]
fn consultation_waits_for_every_agency_and_the_join_for_every_branch() {
    let mut play = in_parallel();
    let opened: Vec<_> = play
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::OpenTask { agency: Some(asked), .. } => Some(*asked),
            _ => None,
        })
        .collect();
    assert_eq!(opened, [agency(1), agency(2)]);
    play.answer("consult", agency(1), true).unwrap();
    assert_eq!(play.answer("consult", agency(1), false), Err(Refused::Answered));
    assert_eq!(play.answer("consult", agency(7), false), Err(Refused::NotAsked));
    assert_eq!(play.places(), ["consult", "site"]);
    play.answer("consult", agency(2), true).unwrap();
    assert_eq!(play.places(), ["site"]);
    play.forward("site", 2).unwrap();
    assert_eq!(play.places(), ["assess"]);
}

#[test]
fn silence_is_consent_and_a_late_no_is_kept_without_reopening() {
    let mut play = in_parallel();
    let token = play.at("consult");
    play.answer("consult", agency(1), true).unwrap();
    let effects = play.timer("consult", TimerKind::Default).unwrap();
    assert!(effects.contains(&Effect::Deemed { token, agency: Some(agency(2)) }));
    assert!(effects.contains(&Effect::CloseTask { token, agency: None, how: How::Deemed }));
    play.forward("site", 2).unwrap();
    let late = |agency| Event::ConsultAnswer { token, agency, by: person(9), agreed: false };
    let kept = play.send(late(agency(2))).unwrap();
    assert_eq!(kept, [Effect::LateAnswer { token, agency: agency(2), agreed: false }]);
    assert_eq!(play.places(), ["assess"]);
    assert_eq!(play.send(late(agency(2))), Err(Refused::StaleToken(token)));
    assert_eq!(play.send(late(agency(1))), Err(Refused::StaleToken(token)));
}

#[test]
fn without_deemed_consent_silence_only_escalates() {
    let ask = StepKind::Consult { deemed: false };
    let definition = table(vec![plain("a", ask, &["end"])]);
    let mut play = Play::start(definition, &[]);
    let token = play.at("a");
    for (timer, level) in [(TimerKind::Half, Level::Half), (TimerKind::Due, Level::Due)] {
        assert_eq!(play.timer("a", timer).unwrap(), [Effect::Escalate { token, level }]);
    }
    assert!(matches!(play.timer("a", TimerKind::Default), Err(Refused::WrongEvent { .. })));
    assert_eq!(play.places(), ["a"]);
    play.answer("a", agency(5), false).unwrap();
    assert!(play.state.ended());
}

#[test]
fn a_no_among_the_consulted_is_the_outcome() {
    let mut ask = plain("a", StepKind::Consult { deemed: true }, &[]);
    ask.place = Place::Asked;
    ask.routes = vec![route_for("bad", "disagreed"), route("end")];
    let start = plain("s", StepKind::Work, &["a"]);
    let definition = table(vec![start, ask, plain("bad", StepKind::Work, &["end"])]);
    let mut play = Play::start(definition, &[]);
    assert!(matches!(play.forward("s", 1), Err(Refused::NobodyAsked { .. })));
    let many: Vec<AgencyId> = (0..9).map(agency).collect();
    assert!(matches!(play.forward_with("s", 1, None, &many), Err(Refused::TooManyAsked { .. })));
    play.forward_with("s", 1, None, &[agency(1), agency(2)]).unwrap();
    play.answer("a", agency(2), false).unwrap();
    play.timer("a", TimerKind::Default).unwrap();
    assert_eq!(play.places(), ["bad"]);
}

#[test]
fn the_citizens_silence_means_the_default_and_a_no_goes_back_to_the_draft() {
    let mut play = drafted(true);
    let token = play.at("confirm");
    assert!(play.effects.contains(&Effect::CitizenWait { token }));
    let effects = play.timer("confirm", TimerKind::Default).unwrap();
    assert!(effects.contains(&Effect::CitizenWaitOver { token, agreed: true, deemed: true }));
    assert_eq!(play.places(), ["register"]);

    let mut play = drafted(true);
    let token = play.at("confirm");
    play.send(Event::CitizenAnswer { token, agreed: false }).unwrap();
    assert_eq!(play.places(), ["draft"]);
    assert_eq!(play.send(Event::CitizenAnswer { token, agreed: true }), Err(Refused::StaleToken(token)));
}

#[test]
fn silence_may_also_mean_no() {
    let mut wait = plain("w", StepKind::WaitCitizen { default: Answer::Disagree }, &[]);
    wait.routes = vec![route_for("end", "agreed"), route_for("fix", "disagreed")];
    let mut play = Play::start(table(vec![wait, plain("fix", StepKind::Work, &["end"])]), &[]);
    play.timer("w", TimerKind::Default).unwrap();
    assert_eq!(play.places(), ["fix"]);
}

#[test]
fn an_outside_work_order_takes_its_answer_in() {
    for (ok, place) in [(true, "sign"), (false, "draft")] {
        let mut play = drafted(true);
        play.timer("confirm", TimerKind::Default).unwrap();
        let token = play.at("register");
        let system = "csdl-xay-dung".to_owned();
        assert!(play.effects.contains(&Effect::ExternalOpened { token, system }));
        assert!(matches!(play.forward("register", 2), Err(Refused::WrongEvent { .. })));
        play.send(Event::ExternalAnswer { token, ok, reference: "CSDL-1".to_owned() }).unwrap();
        assert_eq!(play.places(), [place]);
    }
}

#[test]
fn the_signer_is_not_the_drafter_even_after_a_second_draft() {
    let mut play = drafted(false);
    assert!(matches!(play.forward("sign", 2), Err(Refused::FourEyes { .. })));
    play.send_back("sign", "draft").unwrap();
    play.forward("draft", 3).unwrap();
    assert!(matches!(play.forward("sign", 3), Err(Refused::FourEyes { .. })));
    play.forward("sign", 2).unwrap();
    assert_eq!(play.places(), ["desk"]);
}

#[test]
fn the_desk_ends_the_process_and_may_return_a_result_for_correction() {
    let mut play = drafted(false);
    play.forward("sign", 4).unwrap();
    play.send_back("desk", "draft").unwrap();
    play.forward("draft", 2).unwrap();
    play.forward("sign", 4).unwrap();
    let effects = play.forward("desk", 1).unwrap();
    assert_eq!(effects.last(), Some(&Effect::Ended { outcome: None }));
    assert!(play.state.ended() && play.state.tokens().is_empty());
    assert_eq!(play.send(Event::Cancel), Err(Refused::Ended));
}

#[test]
fn cancelling_closes_every_task() {
    let mut play = in_parallel();
    let effects = play.send(Event::Cancel).unwrap();
    let closed =
        effects.iter().filter(|effect| matches!(effect, Effect::CloseTask { how: How::Cancelled, .. }));
    assert_eq!(closed.count(), 2);
    assert!(play.state.ended());
    assert_eq!(play.send(Event::Start { vars: Map::new() }), Err(Refused::Started));
}

#[test]
fn nested_splits_join_level_by_level_and_a_branch_may_end_early() {
    let mut outer = plain("outer", StepKind::Work, &["inner", "solo"]);
    let mut inner = plain("inner", StepKind::Work, &["x", "y"]);
    (outer.split, inner.split) = (true, true);
    let mut solo = plain("solo", StepKind::Work, &["all"]);
    solo.routes.insert(0, route_for("end", "stop"));
    let (mut both, mut all) =
        (plain("both", StepKind::Work, &["all"]), plain("all", StepKind::Work, &["end"]));
    (both.join, all.join) = (true, true);
    both.may_return_to = vec!["x".to_owned(), "outer".to_owned()];
    let leaf = |key: &str| plain(key, StepKind::Work, &["both"]);
    let definition = table(vec![outer, inner, solo, leaf("x"), leaf("y"), both, all]);
    assert_eq!(crate::check(&definition, None), []);
    let mut play = Play::start(definition, &[]);
    play.forward("outer", 1).unwrap();
    play.forward("inner", 1).unwrap();
    assert_eq!(play.places(), ["solo", "x", "y"]);
    play.forward("x", 1).unwrap();
    play.forward_with("solo", 1, Some("stop"), &[]).unwrap();
    play.forward("y", 1).unwrap();
    assert_eq!(play.places(), ["both"]);
    // back into the inner branch from outside of it: the inner join is passed, the outer one still waits
    play.send_back("both", "x").unwrap();
    play.forward("x", 1).unwrap();
    assert_eq!(play.places(), ["both"]);
    play.forward("both", 1).unwrap();
    assert_eq!(play.places(), ["all"]);
    play.forward("all", 1).unwrap();
    assert!(play.state.ended());
}

#[test]
fn a_state_beyond_two_kilobytes_is_refused() {
    let mut start = plain("a", StepKind::Work, &["end"]);
    start.routes.insert(0, route_when("end", "note = \"x\""));
    let event = Event::Start { vars: vars(&[("note", json!("ă".repeat(1_200)))]) };
    let refused = step(&table(vec![start]), &State::default(), &event, monday()).unwrap_err();
    assert!(matches!(refused, Refused::StateTooLarge { bytes } if bytes > 2_048), "{refused}");
}
