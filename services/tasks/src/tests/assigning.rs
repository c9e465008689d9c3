//! Who may assign to whom, and when the days are.
use super::fixture::{Far, World, agency, day, now, work};
use crate::Refused;
use crate::ops;
use crate::rules::{half_time, moved_to_work, working_day_after};
use base::{Refusal, Timestamp};
use calendar::WorkCalendar;

#[tokio::test]
async fn an_agency_out_of_reach_is_named_and_nothing_is_assigned() {
    let world = World::new();
    let head = world.leader(1, 4, Far::Only(4));
    let refused = ops::assign(&world.deps, &head, work(&[4, 3])).await.unwrap_err();
    assert_eq!(refused.args(), [("names", "Sở Tài chính".to_owned())]);
    let officer = world.officer(2, 4);
    assert!(matches!(ops::assign(&world.deps, &officer, work(&[4])).await, Err(Refused::Denied(_))));
    let nobody = ops::assign(&world.deps, &head, work(&[])).await;
    assert!(matches!(nobody, Err(Refused::NoAgency)));
}

#[tokio::test]
async fn a_day_off_moves_to_the_next_working_day_and_a_past_day_is_refused() {
    let world = World::new();
    let leader = world.leader(1, 1, Far::Province);
    let mut new = work(&[4]);
    new.due = day("2026-11-22");
    let id = ops::assign(&world.deps, &leader, new).await.unwrap();
    assert_eq!(world.row(id).await.first_due, day("2026-11-23"));
    let mut past = work(&[4]);
    past.due = day("2026-11-19");
    assert!(matches!(ops::assign(&world.deps, &leader, past).await, Err(Refused::Field("due"))));
}

#[tokio::test]
async fn the_same_form_sent_twice_assigns_once() {
    let world = World::new();
    let leader = world.leader(1, 1, Far::Province);
    let once = || ops::NewAssignment { once: "mot-lan".to_owned(), ..work(&[3, 4]) };
    let (one, two) =
        tokio::join!(ops::assign(&world.deps, &leader, once()), ops::assign(&world.deps, &leader, once()));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one, two);
    assert_eq!(world.parts(one).await.len(), 2);
}

#[tokio::test]
async fn an_agency_chosen_twice_has_one_part_and_does_not_help_itself() {
    let world = World::new();
    let leader = world.leader(1, 1, Far::Province);
    let mut new = work(&[4, 4]);
    new.helpers = vec![agency(4), agency(3), agency(3)];
    let id = ops::assign(&world.deps, &leader, new).await.unwrap();
    assert!(!world.row(id).await.is_parent());
    let seen = ops::view(&world.deps, &leader, id).await.unwrap();
    assert_eq!(seen.helpers.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Sở Tài chính"]);
}

#[test]
fn days_are_counted_as_the_office_works() {
    let calendar = WorkCalendar::standard().unwrap();
    assert_eq!(working_day_after(&calendar, day("2026-11-20"), 1), day("2026-11-23"));
    // 24 November is a day off since 2026.
    assert_eq!(working_day_after(&calendar, day("2026-11-20"), 5), day("2026-11-30"));
    assert_eq!(moved_to_work(&calendar, day("2026-11-20")), day("2026-11-20"));
    assert_eq!(moved_to_work(&calendar, day("2027-01-01")), day("2027-01-04"));
    // From Friday 10:24 to Wednesday evening, Tuesday being off: half of the office time is over on Monday.
    let half = half_time(&calendar, now(), day("2026-11-25")).unwrap();
    assert_eq!(half.date(), day("2026-11-23"));
    let evening = Timestamp::from_local("2026-11-20T20:00:00".parse().unwrap());
    assert_eq!(half_time(&calendar, evening, day("2026-11-20")), None);
}
