//! The year day by day: in the morning the clocks, then everybody's acts, many at once.
use super::acts::Plan;
use super::check::{self, Checked};
use super::days::{instant, minute_of};
use super::drive::{Played, Player};
use super::plan::Year;
use super::province::Province;
use crate::Fail;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What a year took and what was found in the end.
#[derive(Debug)]
pub struct Report {
    pub dossiers: usize,
    /// Acts of people.
    pub commands: usize,
    /// Clocks that ran out.
    pub timers: usize,
    pub drawing: Duration,
    pub playing: Duration,
    pub checking: Duration,
    pub checked: Checked,
}

struct Shared {
    province: Arc<Province>,
    seed: u64,
    plans: Vec<Plan>,
}

/// Plays `count` dossiers of the year with `callers` at once, then compares everything.
///
/// # Errors
/// The first act that the house refuses, or every difference that the comparison found.
pub async fn run_year(
    province: Arc<Province>,
    year: &Year,
    count: i64,
    callers: usize,
) -> Result<Report, Fail> {
    let begun = Instant::now();
    let plans: Vec<Plan> = (0..count).map(|index| year.plan(index)).collect();
    let drawing = begun.elapsed();
    let schedule = schedule(year, &plans);
    let commands = plans.iter().map(|plan| plan.acts.len()).sum();
    let mut played = vec![Played::default(); plans.len()];
    let shared = Arc::new(Shared { province: Arc::clone(&province), seed: year.seed, plans });
    let begun = Instant::now();
    let mut timers = 0;
    for (day, today) in (year.first..year.end).zip(schedule) {
        if year.days.works(day) {
            timers += morning(&province, minute_of(day, 420)).await?;
        }
        act(&shared, today, &mut played, minute_of(day + 1, 0), callers).await?;
    }
    let playing = begun.elapsed();
    let begun = Instant::now();
    let checked = check::compare(&province, year, &shared.plans, &played).await?;
    Ok(Report {
        dossiers: shared.plans.len(),
        commands,
        timers,
        drawing,
        playing,
        checking: begun.elapsed(),
        checked,
    })
}

/// The dossiers that have something to do on each day.
fn schedule(year: &Year, plans: &[Plan]) -> Vec<Vec<usize>> {
    let length = usize::try_from(year.end - year.first).unwrap_or(0);
    let mut days = vec![Vec::new(); length];
    for (index, plan) in plans.iter().enumerate() {
        for planned in &plan.acts {
            let day = usize::try_from(super::days::day_of(planned.at) - year.first).unwrap_or(0);
            if let Some(list) = days.get_mut(day)
                && list.last() != Some(&index)
            {
                list.push(index);
            }
        }
    }
    days
}

async fn morning(province: &Arc<Province>, at: i64) -> Result<usize, Fail> {
    let deps = province.deps.clone();
    let fired = tokio::task::spawn_blocking(move || {
        let mut sum = 0;
        loop {
            let fired = dossiers::ops::run_timers(&deps, instant(at))?;
            sum += fired;
            if fired == 0 {
                return Ok::<_, dossiers::Refused>(sum);
            }
        }
    })
    .await??;
    Ok(fired)
}

async fn act(
    shared: &Arc<Shared>,
    today: Vec<usize>,
    played: &mut [Played],
    until: i64,
    callers: usize,
) -> Result<(), Fail> {
    let today: Arc<Vec<(usize, Played)>> =
        Arc::new(today.into_iter().filter_map(|at| Some((at, played.get(at)?.clone()))).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let mut running = Vec::new();
    for _ in 0..callers.min(today.len()) {
        let (shared, today, next) = (Arc::clone(shared), Arc::clone(&today), Arc::clone(&next));
        running.push(tokio::spawn(async move {
            let mut done = Vec::new();
            while let Some((at, before)) = today.get(next.fetch_add(1, Ordering::Relaxed)) {
                let Some(plan) = shared.plans.get(*at) else { break };
                let player = Player {
                    province: &shared.province,
                    seed: shared.seed,
                    index: i64::try_from(*at).unwrap_or(0),
                    plan,
                };
                done.push((*at, player.play(before.clone(), until).await?));
            }
            Ok::<_, Fail>(done)
        }));
    }
    for caller in running {
        for (at, after) in caller.await?? {
            if let Some(slot) = played.get_mut(at) {
                *slot = after;
            }
        }
    }
    Ok(())
}
