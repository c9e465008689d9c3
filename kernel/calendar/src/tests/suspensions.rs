use super::{at, standard};
use crate::{
    AfterSupplement, CountFrom, Policy, Span, Suspension, SuspensionKind, due_at, due_with, national_timing,
};
use base::Timestamp;

const PAUSE: Policy = Policy {
    start: CountFrom::Receipt,
    push_off_holiday: true,
    cut_off: None,
    after_supplement: AfterSupplement::Pause,
    notice_days: 3,
};

fn supplement(from: &str, to: &str) -> Suspension {
    Suspension { kind: SuspensionKind::Supplement, from: at(from), to: Some(at(to)) }
}

fn waiting(from: &str, to: &str) -> Suspension {
    Suspension { kind: SuspensionKind::Waiting, ..supplement(from, to) }
}

fn due(policy: &Policy, span: Span, received: &str, suspensions: &[Suspension]) -> Option<Timestamp> {
    due_with(standard(), policy, span, at(received), suspensions)
}

/// NĐ 61/2018 Đ19.4.
#[test]
fn after_a_supplement_the_whole_limit_runs_again() {
    let asked = [supplement("2026-11-05 09:00", "2026-11-12 14:00")];
    let found = due(&Policy::default(), Span::working_days(3), "2026-11-03 10:00", &asked);
    assert_eq!(found, Some(at("2026-11-17 14:00")));
}

#[test]
fn under_the_pause_policy_what_was_left_runs_on() {
    // Due 6/11 10:00; at 5/11 09:00 there are 9 working hours left.
    let asked = [supplement("2026-11-05 09:00", "2026-11-12 14:00")];
    let found = due(&PAUSE, Span::working_days(3), "2026-11-03 10:00", &asked);
    assert_eq!(found, Some(at("2026-11-13 15:00")));
}

#[test]
fn a_wait_for_the_person_pauses_whatever_the_policy() {
    let waited = [waiting("2026-11-05 09:00", "2026-11-12 14:00")];
    let found = due(&Policy::default(), Span::working_days(3), "2026-11-03 10:00", &waited);
    assert_eq!(found, Some(at("2026-11-13 15:00")));
}

#[test]
fn while_the_clock_stands_still_there_is_no_date() {
    let open = [Suspension { to: None, ..supplement("2026-11-05 09:00", "2026-11-05 09:00") }];
    assert_eq!(due(&Policy::default(), Span::working_days(3), "2026-11-03 10:00", &open), None);
    assert_eq!(due(&PAUSE, Span::working_days(3), "2026-11-03 10:00", &open), None);
    assert_eq!(due(&PAUSE, Span::calendar_days(3), "2026-11-03 10:00", &open), None);
}

#[test]
fn a_pause_of_a_dossier_already_late_does_not_move_its_date() {
    let late = [waiting("2026-11-09 09:00", "2026-11-12 14:00")];
    let promised = due_at(standard(), &PAUSE, Span::working_days(3), at("2026-11-03 10:00"));
    assert_eq!(due(&PAUSE, Span::working_days(3), "2026-11-03 10:00", &late), Some(promised));
    let still = [Suspension { to: None, ..late[0] }];
    assert_eq!(due(&PAUSE, Span::working_days(3), "2026-11-03 10:00", &still), Some(promised));
}

#[test]
fn calendar_days_are_moved_by_the_days_of_the_pause() {
    let waited = [waiting("2026-11-04 09:00", "2026-11-12 14:00")];
    // 10 days from 3/11 end on 13/11; eight days later is Saturday 21/11, so Monday.
    let found = due(&PAUSE, Span::calendar_days(10), "2026-11-03 10:00", &waited);
    assert_eq!(found, Some(at("2026-11-23 17:00")));
    let within_a_day = [waiting("2026-11-04 09:00", "2026-11-04 14:00")];
    let found = due(&PAUSE, Span::calendar_days(10), "2026-11-03 10:00", &within_a_day);
    assert_eq!(found, Some(at("2026-11-13 17:00")));
}

#[test]
fn two_pauses_that_are_joined_in_the_first_two_moved_calendar_days_count_the_move_once() {
    // Day ten is Saturday 14/11, moved to Monday; a pause moves the Saturday, not the Monday.
    let waited =
        [waiting("2026-11-05 09:00", "2026-11-06 09:00"), waiting("2026-11-09 09:00", "2026-11-10 09:00")];
    let found = due(&PAUSE, Span::calendar_days(10), "2026-11-04 10:00", &waited);
    assert_eq!(found, Some(at("2026-11-16 17:00")));
}

#[test]
fn suspensions_that_overlap_count_once_and_in_any_order() {
    let one = [waiting("2026-11-05 09:00", "2026-11-12 14:00")];
    let cut =
        [waiting("2026-11-09 08:00", "2026-11-12 14:00"), waiting("2026-11-05 09:00", "2026-11-10 10:00")];
    let span = Span::working_days(3);
    assert_eq!(due(&PAUSE, span, "2026-11-03 10:00", &cut), due(&PAUSE, span, "2026-11-03 10:00", &one));
}

#[test]
fn a_pause_before_the_count_begins_changes_nothing() {
    let policy = Policy { start: CountFrom::NextWorkingDay, ..PAUSE };
    let span = Span::working_days(1);
    let early = [waiting("2026-11-03 14:00", "2026-11-03 16:00")];
    assert_eq!(due(&policy, span, "2026-11-03 10:00", &early), Some(at("2026-11-04 17:00")));
    let across = [waiting("2026-11-03 14:00", "2026-11-04 09:00")];
    assert_eq!(due(&policy, span, "2026-11-03 10:00", &across), Some(at("2026-11-05 09:00")));
}

#[test]
fn a_same_day_result_starts_anew_after_a_wait() {
    let waited = [waiting("2026-11-04 09:00", "2026-11-04 15:30")];
    assert_eq!(due(&PAUSE, Span::same_day(), "2026-11-04 08:00", &waited), Some(at("2026-11-05 17:00")));
}

/// QĐ 766/QĐ-TTg, formula annex 2.1.
#[test]
fn the_national_index_takes_one_supplement_off_and_calls_two_late() {
    let promised = at("2026-11-06 10:00");
    let one = supplement("2026-11-05 09:00", "2026-11-12 14:00");
    let in_time = national_timing(promised, at("2026-11-13 15:00"), &[one]);
    assert_eq!((in_time.counted_end, in_time.requests, in_time.late), (at("2026-11-06 10:00"), 1, false));
    assert!(national_timing(promised, at("2026-11-13 15:01"), &[one]).late);
    let second = supplement("2026-11-12 15:00", "2026-11-12 16:00");
    let twice = national_timing(promised, at("2026-11-13 08:00"), &[one, second]);
    assert_eq!((twice.requests, twice.late), (2, true));
    let wait = waiting("2026-11-05 09:00", "2026-11-12 14:00");
    assert!(
        national_timing(promised, at("2026-11-13 15:00"), &[wait]).late,
        "only supplements are taken off"
    );
}
