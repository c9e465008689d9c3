//! The values of the page by key: the page prints them, the stream sends those that change.
use super::print::{decimal_vi, share_vi};
use crate::model::{Kept, Snapshot, kept};
use base::{group_thousands, time_vi};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Keys of the six numbers, in the order of the page.
pub const TILES: [&str; 6] = ["received", "online", "late", "in-time", "overdue", "awaiting"];

/// Key of one state of a plan's targets or tasks; `state` counts from met.
#[must_use]
pub fn plan_key(plan: usize, targets: bool, state: usize) -> String {
    format!("{}{plan}.{state}", if targets { 't' } else { 'n' })
}

/// Key of what stands behind one of a plan's worst lines: its number moves, the line stays.
#[must_use]
pub fn line_key(plan: usize, line: usize) -> String {
    format!("a{plan}.{line}")
}

/// Where the part of each state begins and how long it is, `x% width%`, in the order of the states; every part whose
/// count is not nought can be seen.  Empty when there is nothing to draw.
#[must_use]
pub fn parts(counts: &Kept) -> Vec<String> {
    let whole: i64 = counts.iter().sum();
    if whole <= 0 {
        return Vec::new();
    }
    let hundredths = |count: i64| i128::from(count).saturating_mul(10_000) / i128::from(whole);
    let printed = |value: i128| format!("{}.{:02}%", value / 100, value % 100);
    let mut begin = 0;
    let mut out = Vec::with_capacity(counts.len());
    for count in counts {
        let end = begin + count;
        // A hair of the ground between two parts.
        let gap = if *count > 0 && end < whole { 40 } else { 0 };
        let wide = (hundredths(end) - hundredths(begin) - gap).max(if *count > 0 { 20 } else { 0 });
        out.push(format!("{} {}", printed(hundredths(begin)), printed(wide)));
        begin = end;
    }
    out
}

/// Changes when the page would have other lines, not only other numbers.
fn shape(snapshot: &Snapshot) -> String {
    let mut hasher = DefaultHasher::new();
    for plan in &snapshot.plans {
        (plan.id.to_string(), &plan.title, &plan.number, &plan.href).hash(&mut hasher);
        for line in &plan.attention {
            (&line.title, line.state, &line.href).hash(&mut hasher);
        }
        (plan.targets.missed > 0, plan.tasks.missed > 0).hash(&mut hasher);
    }
    for pinned in &snapshot.indicators {
        (&pinned.fact.code, &pinned.fact.title, &pinned.fact.unit).hash(&mut hasher);
    }
    let work = &snapshot.assignments;
    [snapshot.figures.late_now, work.overdue, work.awaiting_confirmation, work.not_accepted]
        .map(|count| count > 0)
        .hash(&mut hasher);
    snapshot.at.date().to_string().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Every value of the page.
#[must_use]
pub fn values(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let (figures, work) = (&snapshot.figures, &snapshot.assignments);
    let mut out = BTreeMap::new();
    let mut put = |key: &str, value: String| out.insert(key.to_owned(), value);
    put("at", time_vi(snapshot.at.to_local().time()));
    put("shape", shape(snapshot));
    put("received", group_thousands(figures.received_today));
    put("online", share_vi(figures.received_online_today, figures.received_today));
    put("online-n", group_thousands(figures.received_online_today));
    put("late", group_thousands(figures.late_now));
    put("in-time", share_vi(figures.closed_in_time_this_month, figures.closed_this_month));
    put("closed", group_thousands(figures.closed_this_month));
    put("closed-late", group_thousands(figures.closed_this_month - figures.closed_in_time_this_month));
    put("overdue", group_thousands(work.overdue));
    put("awaiting", group_thousands(work.awaiting_confirmation));
    put("not-accepted", group_thousands(work.not_accepted));
    put("running", group_thousands(work.in_time.saturating_add(work.not_accepted)));
    put("done", group_thousands(work.done_in_time.saturating_add(work.done_late)));
    put("done-late", group_thousands(work.done_late));
    for (index, plan) in snapshot.plans.iter().enumerate() {
        for (targets, counts) in [(true, kept(&plan.targets)), (false, kept(&plan.tasks))] {
            for (state, count) in counts.iter().enumerate() {
                put(&plan_key(index, targets, state), group_thousands(*count));
            }
            for (state, part) in parts(&counts).into_iter().enumerate() {
                put(&format!("{}.x", plan_key(index, targets, state)), part);
            }
        }
        for (line, row) in plan.attention.iter().enumerate() {
            put(&line_key(index, line), row.detail.clone());
        }
        let missed = plan.targets.missed.saturating_add(plan.tasks.missed);
        put(&format!("p{index}.missed"), group_thousands(missed));
    }
    for pinned in &snapshot.indicators {
        let value = pinned.measured.as_ref().and_then(|measured| measured.value);
        put(&format!("i.{}", pinned.fact.code), value.map_or_else(|| "–".to_owned(), decimal_vi));
    }
    out
}
