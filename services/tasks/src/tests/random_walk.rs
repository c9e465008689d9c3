//! Random acts by random people on random days: after each, either what may happen happened, or nothing did.
use super::fixture::{Far, MIGRATIONS, World, day, work};
use crate::model::{Assignment, Deed, Phase};
use crate::{Refused, ops};
use base::Date;
use contracts::AssignmentId;
use db::testing::TestDb;
use policy::OpContext;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What is drawn: who, which act, a number for days and percents, hours that go by before.
type Drawn = (u8, u8, u8, u8);

/// The state machine as the office describes it, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Model {
    phase: &'static str,
    due: Date,
    percent: i64,
    asked: Option<Date>,
    question: bool,
    handed_in: Option<(u8, Date)>,
    late: Option<bool>,
}

impl Model {
    /// The model after an act by an agency officer (0, 1) or a leader (2, 3); none: refused.
    fn after(&self, who: u8, deed: &Deed, today: Date) -> Option<Self> {
        let mut next = self.clone();
        let (agency, leader) = (who < 2, (2..4).contains(&who));
        let running = matches!(self.phase, "given" | "accepted");
        if matches!(self.phase, "done" | "withdrawn") {
            return None;
        }
        match deed {
            Deed::Accept if agency && self.phase == "given" => next.phase = "accepted",
            Deed::Report { percent, .. } if agency && self.phase == "accepted" && *percent <= 100 => {
                next.percent = *percent;
            }
            Deed::Ask { .. } if agency && running => next.question = true,
            Deed::AskExtension { to, .. }
                if agency && running && self.asked.is_none() && *to > self.due && *to > today =>
            {
                next.asked = Some(*to);
            }
            Deed::Submit { number, .. } if agency && self.phase == "accepted" && !number.is_empty() => {
                next.phase = "submitted";
                next.handed_in = Some((who, today));
            }
            Deed::Answer { .. } if leader && self.question => next.question = false,
            Deed::GrantExtension { to, .. } if leader && self.asked.is_some() && *to > self.due => {
                next.due = *to;
                next.asked = None;
            }
            Deed::RefuseExtension { .. } if leader && self.asked.is_some() => next.asked = None,
            Deed::Confirm { .. } if leader && self.phase == "submitted" => {
                let (_, on) = self.handed_in?;
                next =
                    Self { phase: "done", asked: None, question: false, late: Some(on > self.due), ..next };
            }
            Deed::Return { .. } if leader && self.phase == "submitted" => {
                next.phase = "accepted";
                next.handed_in = None;
            }
            Deed::Withdraw { .. } if leader => {
                next = Self { phase: "withdrawn", asked: None, question: false, ..next };
            }
            Deed::Chase { .. } if leader && running => {}
            _ => return None,
        }
        Some(next)
    }

    fn of(row: &Assignment) -> Self {
        let by = |account: contracts::AccountId| account.id().as_bytes()[0] - 60;
        Self {
            phase: row.phase.word(),
            due: row.due,
            percent: row.percent,
            asked: row.extension_to,
            question: row.question_open,
            handed_in: row.submitted_by.zip(row.submitted_on).map(|(who, on)| (by(who), on)),
            late: (row.phase == Phase::Done).then_some(row.late),
        }
    }
}

fn deed(number: u8, value: u8, due: Date) -> Deed {
    let words = || "lời".to_owned();
    // Only working days, so that the model need not know the calendar.
    let days = ["2026-12-01", "2026-12-16", "2026-12-31", "2027-01-15", "2027-02-26", "2027-03-31"];
    let to = day(days[usize::from(value) % days.len()]);
    match number % 14 {
        0 | 1 => Deed::Accept,
        2 => Deed::Report { percent: i64::from(value) % 120, words: words(), file: None },
        3 => Deed::Ask { words: words() },
        4 => Deed::AskExtension { to, reason: words() },
        5 | 6 => {
            let number = if value.is_multiple_of(5) { String::new() } else { words() };
            Deed::Submit { words: String::new(), number, file: None }
        }
        7 => Deed::Answer { words: words() },
        8 => Deed::GrantExtension { to: to.max(due), words: String::new() },
        9 => Deed::RefuseExtension { words: words() },
        10 | 11 => Deed::Confirm { words: String::new() },
        12 if value.is_multiple_of(2) => Deed::Withdraw { reason: words() },
        12 => Deed::Chase { words: String::new() },
        _ => Deed::Return { reason: words() },
    }
}

struct Walk<'a> {
    world: &'a World,
    people: &'a [OpContext],
    id: AssignmentId,
    parent: AssignmentId,
    model: Model,
    seen: &'a RefCell<BTreeSet<(&'static str, &'static str)>>,
}

impl Walk<'_> {
    async fn step(&mut self, (who, act, value, hours): Drawn) {
        self.world.clock.advance_seconds(i64::from(hours) * 3_600);
        let who = who % 6;
        let today = self.world.at(&self.people[0]).now.date();
        let deed = deed(act, value, self.model.due);
        let before = self.world.row(self.id).await;
        let expected = self.model.after(who, &deed, today);
        let done = self.world.act(&self.people[usize::from(who)], self.id, deed.clone()).await;
        let after = self.world.row(self.id).await;
        match (expected, done) {
            (Some(next), Ok(_)) => {
                assert_eq!(Model::of(&after), next, "{deed:?} by {who}");
                assert_eq!(after.entries, before.entries + 1);
                self.seen.borrow_mut().insert((self.model.phase, next.phase));
                self.model = next;
            }
            (None, Err(refused)) => {
                assert_eq!(after, before, "{deed:?} by {who}: {refused}");
                // A stranger learns nothing, not even that it is too late.
                assert!(who < 4 || matches!(refused, Refused::NotFound), "{refused}");
            }
            (expected, done) => panic!("{deed:?} by {who}: expected {expected:?}, {done:?}\n{before:?}"),
        }
        assert_eq!(after.first_due, before.first_due);
        let waits = self.model.phase == "submitted" || self.model.asked.is_some() || self.model.question;
        assert_eq!(after.waits_since.is_some(), waits);
        let parent = self.world.row(self.parent).await;
        assert_eq!(parent.waits_since.is_some(), waits, "the other part waits for nothing");
        assert!(!parent.phase.is_closed(), "the other part is still open");
    }
}

fn walks(db: db::Db, test: Option<TestDb>, sequences: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let world = runtime.block_on(async { World::on(db, test) });
    let asked = Config::default().cases;
    let more = asked > 256;
    let cases = if more { asked } else { sequences };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 100, ..Config::default() };
    let algorithm = config.rng_algorithm;
    let mut runner = if more {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(algorithm))
    };
    let people = [
        world.officer(60, 4),
        world.officer(61, 4),
        world.leader(62, 1, Far::Province),
        world.leader(63, 1, Far::Province),
        world.officer(64, 3),
        world.leader(65, 10, Far::Only(10)),
    ];
    let seen = RefCell::new(BTreeSet::new());
    let sequence = vec(any::<Drawn>(), 10..60);
    let outcome = runner.run(&sequence, |steps| {
        runtime.block_on(async {
            world.wait("2026-11-20T10:24:00");
            let parent = ops::assign(&world.deps, &people[2], work(&[4, 3])).await.unwrap();
            let part = world
                .parts(parent)
                .await
                .into_iter()
                .find(|part| part.agency == Some(super::fixture::agency_id(4)));
            let part = part.unwrap();
            let model = Model::of(&part);
            let mut walk = Walk { world: &world, people: &people, id: part.id, parent, model, seen: &seen };
            for drawn in steps {
                walk.step(drawn).await;
            }
            let kinds = world.kinds(part.id).await;
            assert_eq!(i64::try_from(kinds.len()).unwrap(), world.row(part.id).await.entries);
        });
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let seen = seen.into_inner();
    for edge in [
        ("given", "accepted"),
        ("accepted", "submitted"),
        ("submitted", "accepted"),
        ("submitted", "done"),
        ("given", "withdrawn"),
        ("accepted", "withdrawn"),
        ("submitted", "withdrawn"),
    ] {
        assert!(seen.contains(&edge), "no walk went {edge:?}: {seen:?}");
    }
}

#[test]
fn whatever_is_tried_only_what_may_happen_happens_on_sqlite() {
    let test = TestDb::sqlite(MIGRATIONS);
    walks(test.db(), Some(test), 300);
}

#[test]
fn whatever_is_tried_only_what_may_happen_happens_on_postgres() {
    let Some(test) = TestDb::postgres(MIGRATIONS) else { return };
    walks(test.db(), Some(test), 100);
}
