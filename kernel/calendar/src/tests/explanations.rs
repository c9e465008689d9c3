use super::{at, day, standard};
use crate::{
    AfterSupplement, CalendarError, LOCALES, Line, Policy, Span, SpanError, StartReason, Suspension,
    SuspensionKind, explain,
};
use base::Refusal;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

fn sentences() -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec!["vi".parse().unwrap()]);
    bundle.set_use_isolating(false);
    let (_, text) = LOCALES.iter().find(|(language, _)| *language == "vi").unwrap();
    bundle.add_resource(FluentResource::try_new((*text).to_owned()).unwrap()).unwrap();
    bundle
}

fn say(bundle: &FluentBundle<FluentResource>, key: &str, args: &[(&'static str, String)]) -> String {
    let mut given = FluentArgs::new();
    for (name, value) in args {
        given.set(*name, value.clone());
    }
    let pattern = bundle.get_message(key).unwrap_or_else(|| panic!("{key}")).value().unwrap();
    let mut errors = Vec::new();
    let sentence = bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
    assert!(errors.is_empty(), "{key}: {errors:?}");
    sentence
}

fn print(lines: &[Line]) -> Vec<String> {
    let bundle = sentences();
    lines
        .iter()
        .map(|line| {
            let mut args = line.args();
            args.extend(line.name_key().map(|key| ("name", say(&bundle, key, &[]))));
            say(&bundle, line.key(), &args)
        })
        .collect()
}

fn explained(policy: Policy, span: Span, received: &str, suspensions: &[Suspension]) -> Vec<String> {
    print(&explain(standard(), &policy, span, at(received), suspensions))
}

#[test]
fn a_page_can_say_why_a_dossier_is_due_when_it_is() {
    assert_eq!(
        explained(Policy::default(), Span::working_days(3), "2026-11-23 10:24", &[]),
        [
            "Thời hạn: 3 ngày làm việc, tức 24 giờ làm việc.",
            "Tiếp nhận lúc 10:24 ngày 23/11/2026.",
            "Tính từ lúc tiếp nhận, 10:24 ngày 23/11/2026.",
            "Nghỉ 24/11/2026: Ngày Văn hóa Việt Nam (NQ 80-NQ/TW ngày 07/01/2026).",
            "Hạn trả: 10:24 ngày 27/11/2026.",
        ]
    );
}

#[test]
fn an_exchange_and_a_substitute_day_are_named_with_the_day_they_stand_for() {
    let lines = explain(standard(), &Policy::default(), Span::working_days(8), at("2026-08-21 09:00"), &[]);
    let worked = lines.iter().find(|line| matches!(line, Line::WorkedWeekend { .. })).unwrap();
    assert_eq!(worked.key(), "calendar-line-worked-weekend");
    assert!(worked.args().contains(&("instead", "31/08/2026".to_owned())));
    let off: Vec<_> = lines
        .iter()
        .filter_map(|line| if let Line::DayOff { entry } = line { Some(entry.date) } else { None })
        .collect();
    assert_eq!(off, [day("2026-08-31"), day("2026-09-01"), day("2026-09-02")]);
}

#[test]
fn a_holiday_on_a_sunday_is_not_named_but_its_substitute_is() {
    let printed = explained(Policy::default(), Span::working_days(1), "2026-04-24 09:00", &[]);
    assert!(!printed.iter().any(|line| line.starts_with("Nghỉ 26/04/2026")));
    assert!(printed.iter().any(|line| line.starts_with("Nghỉ 27/04/2026 thay cho ngày 26/04/2026")));
}

#[test]
fn a_limit_in_calendar_days_says_that_it_was_moved() {
    let lines = explain(standard(), &Policy::default(), Span::calendar_days(5), at("2026-11-02 10:24"), &[]);
    assert!(lines.contains(&Line::PushedOff { from: day("2026-11-07"), to: day("2026-11-09") }));
    assert_eq!(lines.first().map(Line::key), Some("calendar-line-limit"));
}

#[test]
fn a_year_without_decision_is_said_to_be_provisional() {
    let lines = explain(standard(), &Policy::default(), Span::working_days(3), at("2027-02-03 10:00"), &[]);
    assert_eq!(lines.last(), Some(&Line::Provisional { year: 2027 }));
}

#[test]
fn what_happened_to_the_clock_is_told_in_order() {
    let stop = |kind, from: &str, to: Option<&str>| Suspension { kind, from: at(from), to: to.map(at) };
    let waited = stop(SuspensionKind::Waiting, "2026-11-04 09:00", Some("2026-11-04 14:00"));
    let asked = stop(SuspensionKind::Supplement, "2026-11-05 09:00", Some("2026-11-09 09:00"));
    let open = stop(SuspensionKind::Supplement, "2026-11-10 09:00", None);
    let lines = explain(
        standard(),
        &Policy::default(),
        Span::working_days(3),
        at("2026-11-03 10:00"),
        &[waited, asked, open],
    );
    let keys: Vec<&str> = lines.iter().map(Line::key).skip(3).collect();
    assert_eq!(keys, ["calendar-line-paused", "calendar-line-restarted", "calendar-line-waiting-supplement"]);
    print(&lines);
}

#[test]
fn every_reason_for_the_start_is_found() {
    let reason = |span, received: &str| {
        let lines = explain(standard(), &Policy::default(), span, at(received), &[]);
        lines.into_iter().find_map(|line| match line {
            Line::CountedFrom { reason, .. } => Some(reason),
            _ => None,
        })
    };
    let hours = Span::hours(1);
    assert_eq!(reason(hours, "2026-11-25 10:00"), Some(StartReason::Receipt));
    assert_eq!(reason(hours, "2026-11-25 06:00"), Some(StartReason::BeforeOpening));
    assert_eq!(reason(hours, "2026-11-25 12:00"), Some(StartReason::Break));
    assert_eq!(reason(hours, "2026-11-25 18:00"), Some(StartReason::AfterClosing));
    assert_eq!(reason(hours, "2026-11-24 10:00"), Some(StartReason::DayOff));
    assert_eq!(reason(Span::same_day(), "2026-11-25 15:30"), Some(StartReason::AfterCutOff));
}

#[test]
fn every_line_name_and_refusal_has_a_sentence() {
    let bundle = sentences();
    let args = |names: &[&'static str]| names.iter().map(|name| (*name, "x".to_owned())).collect::<Vec<_>>();
    for reason in [
        StartReason::Receipt,
        StartReason::BeforeOpening,
        StartReason::Break,
        StartReason::AfterClosing,
        StartReason::DayOff,
        StartReason::AfterCutOff,
        StartReason::NextWorkingDay,
    ] {
        let line = Line::CountedFrom { at: at("2026-11-25 10:00"), reason };
        say(&bundle, line.key(), &line.args());
    }
    for kind in [SuspensionKind::Waiting, SuspensionKind::Supplement] {
        let line = Line::Waiting { since: at("2026-11-25 10:00"), kind };
        say(&bundle, line.key(), &line.args());
    }
    for entry in (2025..=2026).flat_map(crate::statutory_days) {
        say(&bundle, entry.name.key(), &[]);
    }
    say(&bundle, crate::DayName::Other.key(), &[]);
    let from = day("2026-01-01");
    let calendar = [
        CalendarError::Sessions { from },
        CalendarError::NoWorkingTime { from },
        CalendarError::NoHours,
        CalendarError::Contradiction { date: from },
        CalendarError::OutsideYears { date: from },
        CalendarError::TooManyEntries { max: 1 },
        CalendarError::Policies,
    ];
    let spans = [SpanError::Amount, SpanError::Unit, SpanError::Fraction, SpanError::TooLong];
    let refusals: Vec<&dyn Refusal> = calendar
        .iter()
        .map(|one| one as &dyn Refusal)
        .chain(spans.iter().map(|one| one as &dyn Refusal))
        .collect();
    for refusal in refusals {
        let key = format!("refusal-{}", refusal.code().replace(['.', '_'], "-"));
        say(&bundle, &key, &refusal.args());
        assert_eq!(refusal.kind().status(), 422);
    }
    say(&bundle, "calendar-line-pushed-off", &args(&["from", "to"]));
}

#[test]
fn lines_can_be_stored_with_the_date_they_explain() {
    let policy = Policy { after_supplement: AfterSupplement::Pause, ..Policy::default() };
    let lines = explain(standard(), &policy, Span::working_days(3), at("2026-11-23 10:24"), &[]);
    let stored = serde_json::to_string(&lines).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Line>>(&stored).unwrap(), lines);
}
