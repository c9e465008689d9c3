use super::{case, fee, procedure};
use crate::rules::{Action, FeeWords, action, case_fee, case_limit, fee_rows};
use contracts::{Channel, LimitUnit, Mode};

#[test]
fn the_button_follows_the_mode_the_channel_and_whether_a_process_exists() {
    let online = [Channel::Online, Channel::InPerson];
    let table = [
        (Mode::Local, &online[..], true, Action::FileHere),
        (Mode::Local, &online[..], false, Action::Counter),
        (Mode::Local, &online[1..], true, Action::Counter),
        (Mode::Assisted, &online[..], true, Action::Counter),
        (Mode::National, &online[..], true, Action::National),
        (Mode::National, &online[1..], true, Action::Counter),
    ];
    for (mode, channels, process, expected) in table {
        let one = case(LimitUnit::WorkingDay, channels, process);
        let fact = procedure("1.001193", "x", mode, vec![one.clone()]);
        assert_eq!(action(&fact, &one), expected, "{mode:?} {channels:?} {process}");
    }
}

#[test]
fn a_fee_is_one_amount_only_when_it_is_the_same_on_every_channel() {
    let mut one = case(LimitUnit::Hour, &[Channel::InPerson], true);
    assert_eq!(case_fee(&one), FeeWords::Free);
    one.fees = vec![fee(Some(2000), None)];
    assert!(matches!(case_fee(&one), FeeWords::Fixed(money) if money.minor == 2000));
    one.fees = vec![fee(Some(2000), Some(Channel::Online))];
    assert_eq!(case_fee(&one), FeeWords::Varies);
    one.fees = vec![fee(None, None)];
    assert_eq!(case_fee(&one), FeeWords::Varies);
}

#[test]
fn amounts_for_two_channels_stand_in_one_row() {
    let mut one = case(LimitUnit::Hour, &[Channel::InPerson], true);
    one.fees = vec![fee(Some(10_000), Some(Channel::Online)), fee(Some(20_000), Some(Channel::InPerson))];
    let rows = fee_rows(&one);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].online.map(|money| money.minor), Some(10_000));
    assert_eq!(rows[0].counter.map(|money| money.minor), Some(20_000));
}

#[test]
fn each_unit_has_its_own_words() {
    for (unit, key) in [
        (LimitUnit::Hour, "portal-time-hours"),
        (LimitUnit::WorkingDay, "portal-time-working-days"),
        (LimitUnit::CalendarDay, "portal-time-days"),
        (LimitUnit::SameDay, "portal-time-same-day"),
    ] {
        assert_eq!(case_limit(&case(unit, &[Channel::Online], true)).key, key);
    }
}
