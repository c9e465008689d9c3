//! Random commands by random people at random times: after each, either something happened that may happen, or nothing
//! did.  `PROPTEST_CASES` asks for more sequences.
use super::random_acts::Drawn;
use super::random_house::{comes_in, house};
use super::soundness::house_is_sound;
use crate::{ops, store};
use calendar::AfterSupplement;
use db::DbError;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};

/// How far the walks got: a test in which everything is refused tests nothing.
#[derive(Default)]
struct Seen(std::collections::BTreeSet<(i64, i64)>);

fn walks(after_supplement: AfterSupplement, sequences: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (world, people) = runtime.block_on(house(after_supplement));
    // The suite walks the same ways each time; whoever asks for more gets others.
    let asked = Config::default().cases;
    let more = asked > 256;
    let cases = if more { asked } else { sequences };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let algorithm = config.rng_algorithm;
    let mut runner = if more {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(algorithm))
    };
    let number = std::cell::Cell::new(0_u64);
    let seen = std::cell::RefCell::new(Seen::default());
    let sequence = (any::<u8>(), vec(any::<Drawn>(), 10..60));
    let outcome = runner.run(&sequence, |(begin, steps)| {
        number.set(number.get() + 1);
        runtime.block_on(async {
            let mut walk = comes_in(&world, &people, begin, number.get()).await;
            for drawn in &steps {
                walk.step(*drawn).await;
            }
            let (deps, now) = (world.deps.clone(), walk.now);
            if number.get().is_multiple_of(10) {
                let moved =
                    tokio::task::block_in_place(|| ops::recompute_open_due_times(&deps, now)).unwrap();
                assert_eq!(moved, 0, "a due time differs from what the calendar counts");
            }
            let id = walk.id;
            let lines = world
                .deps
                .db
                .read(move |tx| {
                    house_is_sound(tx)?;
                    store::entries(tx, id)
                })
                .await
                .map_err(|error: DbError| error)
                .unwrap();
            for pair in lines.windows(2) {
                seen.borrow_mut().0.insert((pair[0].status.code(), pair[1].status.code()));
            }
        });
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let seen = seen.into_inner().0;
    for (from, targets) in super::status::EDGES {
        for to in *targets {
            assert!(seen.contains(&(*from, *to)), "no walk went {from} → {to}: {seen:?}");
        }
    }
}

#[test]
fn whatever_is_tried_only_what_may_happen_happens() {
    walks(AfterSupplement::Restart, 170);
}

#[test]
fn whatever_is_tried_only_what_may_happen_happens_where_the_clock_goes_on() {
    walks(AfterSupplement::Pause, 170);
}
