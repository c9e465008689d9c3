//! Due times, money, papers and rounds in tables, each row with the article it stands on, and what holds of all rows.
use super::fixture::{now, procedure};
use crate::model::{Component, FeeState, Given, ReasonCode, Supplement};
use crate::rules::{
    Deadline, answer_by, components_on_paper, deadline, fee_lines, fees_so_far, limit_span,
    missing_mandatory, moved_deadline, next_round, required_components, unpaid_before,
};
use base::{Currency, Id, Money, Timestamp};
use calendar::{AfterSupplement, Policy, Span, Suspension, SuspensionKind, WorkCalendar};
use contracts::{CaseRule, Channel, CountRule, FeeDue, FeeRule, Limit, LimitUnit, SupplementRound};
use proptest::prelude::*;
use serde_json::json;

fn local(text: &str) -> Timestamp {
    Timestamp::from_local(text.parse().unwrap())
}

fn calendar() -> WorkCalendar {
    WorkCalendar::standard().unwrap()
}

fn case() -> CaseRule {
    procedure().case("ordinary").unwrap().clone()
}

fn limited(amount: i64, unit: LimitUnit) -> CaseRule {
    let mut case = case();
    let limit = Limit { amount, unit, source: "mẫu".to_owned() };
    case.channels.iter_mut().for_each(|rule| rule.limit = Some(limit.clone()));
    case
}

/// Friday 20 November 2026; Tuesday the 24th is a day off (Ngày Văn hóa Việt Nam).
const DUE: &[(i64, LimitUnit, &str, &str, &str)] = &[
    (0, LimitUnit::SameDay, "2026-11-20T10:24:00", "2026-11-20T17:00:00", "1.001193: the same day"),
    (0, LimitUnit::SameDay, "2026-11-20T15:00:00", "2026-11-20T17:00:00", "NĐ 61/2018: until 15:00"),
    (
        0,
        LimitUnit::SameDay,
        "2026-11-20T15:01:00",
        "2026-11-23T17:00:00",
        "NĐ 61/2018: after 15:00, the next",
    ),
    (0, LimitUnit::SameDay, "2026-11-21T09:00:00", "2026-11-23T17:00:00", "Saturday: the next working day"),
    (4, LimitUnit::Hour, "2026-11-20T10:24:00", "2026-11-20T16:24:00", "the break does not count"),
    (8, LimitUnit::Hour, "2026-11-20T10:24:00", "2026-11-23T10:24:00", "8 hours are a working day"),
    (1, LimitUnit::WorkingDay, "2026-11-20T10:24:00", "2026-11-23T10:24:00", "BLLĐ Đ112: over the week-end"),
    (2, LimitUnit::WorkingDay, "2026-11-20T10:24:00", "2026-11-25T10:24:00", "BLLĐ Đ112: over the 24th"),
    (5, LimitUnit::WorkingDay, "2026-11-20T10:24:00", "2026-11-30T10:24:00", "BLLĐ Đ112"),
    (
        1,
        LimitUnit::CalendarDay,
        "2026-11-20T10:24:00",
        "2026-11-23T17:00:00",
        "BLDS Đ148.5: pushed off Saturday",
    ),
    (
        20,
        LimitUnit::CalendarDay,
        "2026-11-20T10:24:00",
        "2026-12-10T17:00:00",
        "1.013225: twenty days, not working days",
    ),
];

#[test]
fn a_limit_ends_when_its_article_says() {
    for (amount, unit, received, due, why) in DUE {
        let case = limited(*amount, *unit);
        let counted = deadline(&calendar(), &Policy::default(), &case, Channel::InPerson, local(received));
        assert_eq!(counted, Deadline::At(local(due)), "{why}");
    }
}

#[test]
fn no_limit_is_no_due_time_and_a_channel_that_is_not_offered_is_said() {
    let mut case = case();
    case.channels.retain(|rule| rule.channel == Channel::InPerson);
    case.channels[0].limit = None;
    let ask = |channel| deadline(&calendar(), &Policy::default(), &case, channel, now());
    assert_eq!(ask(Channel::InPerson), Deadline::None);
    assert_eq!(ask(Channel::Online), Deadline::NotOffered);
    let absurd = |amount| limit_span(&Limit { amount, unit: LimitUnit::WorkingDay, source: String::new() });
    assert_eq!((absurd(-1), absurd(70_000)), (None, None), "no number of days that nobody can decide");
    assert_eq!(absurd(15), Some(Span::working_days(15)));
}

fn stood(kind: SuspensionKind, from: &str, to: &str) -> Suspension {
    Suspension { kind, from: local(from), to: Some(local(to)) }
}

#[test]
fn what_stood_still_moves_the_due_time_as_the_policy_says() {
    let restart = Policy::default();
    let go_on = Policy { after_supplement: AfterSupplement::Pause, ..restart };
    let received = local("2026-11-20T10:24:00");
    let due = Some(local("2026-11-30T10:24:00"));
    let span = Some(Span::working_days(5));
    let between = |kind| stood(kind, "2026-11-25T09:00:00", "2026-11-27T08:00:00");
    let table = [
        (restart, between(SuspensionKind::Supplement), "2026-12-04T08:00:00", "NĐ 61/2018 Đ19.4: from zero"),
        (go_on, between(SuspensionKind::Supplement), "2026-12-02T09:24:00", "QĐ 766: less what it stood"),
        (restart, between(SuspensionKind::Waiting), "2026-12-02T09:24:00", "a payment never restarts"),
        (
            go_on,
            stood(SuspensionKind::Supplement, "2026-12-01T09:00:00", "2026-12-03T09:00:00"),
            "2026-11-30T10:24:00",
            "asked when it was late already: it stays late",
        ),
        (
            restart,
            stood(SuspensionKind::Supplement, "2026-12-01T09:00:00", "2026-12-03T09:00:00"),
            "2026-12-10T09:00:00",
            "NĐ 61/2018 Đ19.4 knows no exception",
        ),
    ];
    for (policy, stood, wanted, why) in table {
        let moved = moved_deadline(&calendar(), &policy, span, received, due, &[stood]);
        assert_eq!(moved, Some(local(wanted)), "{why}");
    }
    let open = Suspension { to: None, ..between(SuspensionKind::Supplement) };
    assert_eq!(moved_deadline(&calendar(), &restart, span, received, due, &[open]), due, "it still stands");
    let closed = [between(SuspensionKind::Supplement)];
    assert_eq!(moved_deadline(&calendar(), &restart, None, received, due, &closed), due, "no limit");
    assert_eq!(moved_deadline(&calendar(), &restart, span, received, None, &closed), None, "none was due");
}

#[test]
fn a_supplement_is_awaited_for_thirty_days() {
    let until = answer_by(&calendar(), &Policy::default(), local("2026-11-20T10:24:00"));
    assert_eq!(until, local("2026-12-21T17:00:00"), "the thirtieth day is a Sunday (BLDS Đ148.5)");
}

proptest! {
    /// Times are drawn in minutes after Friday 20 November 2026, over three months.
    #[test]
    fn standing_still_never_brings_the_due_time_forward(
        days in 1_u16..30, from in 0_i64..90_000, length in 1_i64..40_000, longer in 0_i64..20_000,
        restarts in any::<bool>(), supplement in any::<bool>(), calendar_days in any::<bool>(),
    ) {
        let calendar = calendar();
        let after_supplement = if restarts { AfterSupplement::Restart } else { AfterSupplement::Pause };
        let policy = Policy { after_supplement, ..Policy::default() };
        let kind = if supplement { SuspensionKind::Supplement } else { SuspensionKind::Waiting };
        let span = if calendar_days { Span::calendar_days(days) } else { Span::working_days(days) };
        let received = now();
        let due = calendar::due_at(&calendar, &policy, span, received);
        let at = |minutes: i64| received.plus_seconds(minutes * 60);
        let moved = |to: i64| {
            let stood = [Suspension { kind, from: at(from), to: Some(at(to)) }];
            moved_deadline(&calendar, &policy, Some(span), received, Some(due), &stood).unwrap()
        };
        let (short, long) = (moved(from + length), moved(from + length + longer));
        prop_assert!(short >= due, "never earlier");
        prop_assert!(long >= short, "the longer it stands, the later");
        if restarts && supplement {
            prop_assert_eq!(short, calendar::due_at(&calendar, &policy, span, at(from + length)));
        }
        if !(restarts && supplement) && at(from) > due {
            prop_assert_eq!(long, due, "late stays late");
        }
    }

    #[test]
    fn the_due_time_is_after_receipt_in_office_hours(minutes in 0_i64..130_000, days in 0_u16..40, unit in 0_u8..4) {
        let unit = [LimitUnit::Hour, LimitUnit::WorkingDay, LimitUnit::CalendarDay, LimitUnit::SameDay][usize::from(unit)];
        let received = now().plus_seconds(minutes * 60);
        let case = limited(i64::from(days).max(1), unit);
        let Deadline::At(due) = deadline(&calendar(), &Policy::default(), &case, Channel::Online, received) else {
            return Err(TestCaseError::fail("a limit gives a due time"));
        };
        prop_assert!(due > received || received.plus_seconds(60) > due, "{received} {due}");
        let local = due.to_local();
        prop_assert!((7..=17).contains(&local.hour()), "{}", local);
    }
}

fn priced(formula: &str) -> CaseRule {
    let mut case = case();
    case.fees[0].channel = None;
    case.fees[0].formula = Some(formula.to_owned());
    case
}

#[test]
fn money_is_counted_by_formula_channel_and_quantity() {
    let lines = |case: &CaseRule, channel, answers, quantity| -> Vec<i64> {
        let list = fee_lines(case, channel, &answers, quantity, now()).unwrap();
        assert!(list.iter().all(|fee| fee.state == FeeState::Due && fee.amount.currency == Currency::Vnd));
        list.iter().map(|fee| fee.amount.minor).collect()
    };
    let table = [
        ("8000 * quantity", json!({}), 2, vec![16_000], "by copies"),
        ("8000 * quantity", json!({ "quantity": 900 }), 2, vec![16_000], "no answer overrules the count"),
        ("2000 * pages", json!({ "pages": 3 }), 1, vec![6_000], "TT 226/2016: by pages"),
        ("if pages = null then 0 else 2000 * pages", json!({}), 1, vec![], "the formula itself says nothing"),
        ("0", json!({}), 5, vec![], "free is no line"),
        ("1000 / 3", json!({}), 1, vec![333], "whole đồng"),
        ("if poor then 0 else 15000", json!({ "poor": true }), 1, vec![], "NQ of the province: exempt"),
        ("if poor then 0 else 15000", json!({ "poor": false }), 1, vec![15_000], "NQ of the province"),
    ];
    for (formula, answers, quantity, wanted, why) in table {
        assert_eq!(lines(&priced(formula), Channel::Online, answers, quantity), wanted, "{formula}: {why}");
    }
    assert_eq!(lines(&case(), Channel::InPerson, json!({}), 2), Vec::<i64>::new(), "online only");
    let mut fixed = case();
    fixed.fees[0].amount = Some(Money { minor: 15_000, currency: Currency::Vnd });
    assert_eq!(
        lines(&fixed, Channel::Online, json!({}), 9),
        [15_000],
        "a fixed amount goes before a formula"
    );
}

#[test]
fn an_amount_that_cannot_be_reckoned_is_never_nothing() {
    let most = 9_000_000_000_000_000_000_i64;
    for (formula, answers, quantity, needs, why) in [
        ("2000 * pages", json!({}), 1, vec!["pages"], "not given"),
        ("2000 * pages", json!({ "pages": null }), 1, vec!["pages"], "given as nothing"),
        ("2000 * pages", json!({ "pages": "ba" }), 1, vec![], "words are no number"),
        ("2000 * child.copies", json!({ "child": { "name": "An" } }), 1, vec!["child.copies"], "a path"),
        ("a + b + quantity", json!({ "a": 1 }), 1, vec!["b"], "only what is missing"),
        ("2000 * (pages - 2)", json!({ "pages": 1 }), 1, vec![], "below zero"),
        ("\"x\"", json!({}), 1, vec![], "words are no money"),
        ("pages * quantity", json!({ "pages": most }), most, vec![], "beyond every sum"),
        ("2000 *", json!({}), 1, vec![], "no formula at all"),
    ] {
        let refused = fee_lines(&priced(formula), Channel::Online, &answers, quantity, now()).unwrap_err();
        assert_eq!((refused.needs, why), (needs.into_iter().map(str::to_owned).collect(), why), "{formula}");
    }
    let mut counting = priced("if pages = null then 2000 else 2000 * pages");
    counting.counts =
        vec![CountRule {
            code: "pages".into(), label: "Số trang của bản chính".into(), hint: String::new()
        }];
    let refused = fee_lines(&counting, Channel::InPerson, &json!({}), 1, now()).unwrap_err();
    assert_eq!(
        refused.words(&counting, |_| None),
        "Số trang của bản chính",
        "what is counted has no value of its own"
    );
    assert_eq!(
        fee_lines(&counting, Channel::InPerson, &json!({ "pages": 3 }), 1, now()).unwrap()[0].amount.minor,
        6_000
    );
    let mut two = counting.clone();
    two.fees.push(FeeRule {
        code: "khac".into(),
        formula: Some("quantity * 5000".into()),
        ..two.fees[0].clone()
    });
    let (known, waiting) = fees_so_far(&two, Channel::InPerson, &json!({}), 2, now());
    assert_eq!((known.len(), known[0].amount.minor, waiting.len()), (1, 10_000, 1), "the others are known");
    two.fees[0].formula = None;
    assert_eq!(
        fee_lines(&two, Channel::InPerson, &json!({}), 2, now()).unwrap().len(),
        1,
        "the province set none yet"
    );
}

#[test]
fn what_is_owed_before_receipt_is_not_owed_before_return() {
    let mut list = fee_lines(&case(), Channel::Online, &json!({}), 1, now()).unwrap();
    assert!(unpaid_before(&list, FeeDue::BeforeReturn) && !unpaid_before(&list, FeeDue::BeforeReceipt));
    for settled in [FeeState::Paid, FeeState::Exempt] {
        list[0].state = settled;
        assert!(!unpaid_before(&list, FeeDue::BeforeReturn));
    }
}

fn codes(list: &[Component]) -> Vec<&str> {
    list.iter().map(|component| component.code.as_str()).collect()
}

#[test]
fn papers_follow_the_answers_and_doubt_asks() {
    let mut case = case();
    let list = |case: &CaseRule, answers| required_components(case, &answers, now(), |_| Given::Missing);
    assert_eq!(codes(&list(&case, json!({ "relation": "mother" }))), ["to_khai", "giay_chung_sinh"]);
    let authorised = list(&case, json!({ "relation": "authorised" }));
    assert_eq!(codes(&authorised), ["to_khai", "giay_chung_sinh", "uy_quyen"]);
    assert_eq!(authorised.iter().map(|one| one.position).collect::<Vec<_>>(), [0, 1, 2], "in order");
    assert_eq!(
        codes(&list(&case, json!({}))),
        ["to_khai", "giay_chung_sinh"],
        "an answer that is not there is no yes"
    );
    case.components[2].when = Some("this is ( no condition".to_owned());
    assert_eq!(list(&case, json!({})).len(), 3, "a condition that cannot be read asks for the paper");
    let mut case = super::fixture::procedure().case("ordinary").unwrap().clone();
    let on_paper = |case: &CaseRule, given: Given, not_due: &[String]| {
        let handed =
            |rule: &contracts::ComponentRule| if rule.code == "uy_quyen" { given } else { Given::Paper };
        let list = components_on_paper(case, now(), handed, not_due);
        (list.len(), missing_mandatory(&list).is_some())
    };
    let judged = ["uy_quyen".to_owned()];
    assert_eq!(on_paper(&case, Given::Missing, &[]), (3, true), "nothing said: it is missing");
    assert_eq!(on_paper(&case, Given::Missing, &judged), (2, false), "the clerk judged: not due");
    assert_eq!(on_paper(&case, Given::Paper, &[]), (3, false), "handed in");
    case.components[2].mandatory = false;
    assert_eq!(on_paper(&case, Given::Missing, &[]), (2, false), "nobody must bring it");
}

proptest! {
    #[test]
    fn a_paper_is_missing_exactly_when_a_mandatory_one_was_not_given(given in proptest::collection::vec((any::<bool>(), 0_usize..5), 0..8)) {
        let list: Vec<Component> = given.iter().enumerate().map(|(at, (mandatory, given))| Component {
            id: Id::from_bytes([9; 16]).into(),
            position: i64::try_from(at).unwrap(),
            code: format!("p{at}"),
            name: String::new(),
            mandatory: *mandatory,
            originals: 1,
            copies: 0,
            given: Given::ALL[*given],
            note: String::new(),
        }).collect();
        let expected = given.iter().position(|(mandatory, given)| *mandatory && *given == 0);
        prop_assert_eq!(missing_mandatory(&list).map(|one| one.code.clone()), expected.map(|at| format!("p{at}")));
    }
}

fn done(count: usize) -> Vec<Supplement> {
    let one = |round: usize| Supplement {
        id: Id::from_bytes([3; 16]),
        round: i64::try_from(round).unwrap(),
        reason: ReasonCode::Unreadable,
        words: String::new(),
        components: Vec::new(),
        requested_at: now(),
        answer_by: now(),
        due_before: None,
        due_after: None,
        answered_at: Some(now()),
        answer_words: String::new(),
    };
    (1..=count).map(one).collect()
}

#[test]
fn rounds_are_the_procedures_data_and_one_where_it_says_nothing() {
    let allowed = |count| vec![SupplementRound { within_working_days: 3, source: "mẫu".to_owned() }; count];
    for (rounds, asked, next, why) in [
        (0, 0, Some(1), "NĐ 61/2018 Đ17: one complete request"),
        (0, 1, None, "NĐ 61/2018 Đ17: and no second"),
        (1, 0, Some(1), "named in the data"),
        (1, 1, None, "named in the data"),
        (2, 1, Some(2), "1.013225 allows two"),
        (2, 2, None, "1.013225 allows no third"),
    ] {
        assert_eq!(next_round(&allowed(rounds), &done(asked)), next, "{why}");
    }
    for reason in ReasonCode::ALL {
        let never = [ReasonCode::NotCompetent, ReasonCode::ConditionsNotMet, ReasonCode::Duplicate];
        assert_eq!(reason.mendable(), !never.contains(reason), "{reason:?}");
    }
}
