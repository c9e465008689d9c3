//! Who lies in whom, when; the closure of a tree whose edges have periods.
use super::Period;
use std::collections::HashMap;
use std::hash::Hash;

/// One period of a node under a parent (or at the top).
#[derive(Clone, Copy, Debug)]
pub struct Span<K> {
    pub period: Period,
    pub parent: Option<K>,
}

/// Every (ancestor, depth, period) of `node`, itself included, periods joined where they touch.
/// A parent missing from `tree` ends the climb; a circle ends after eight levels.
#[must_use]
pub fn close<K: Copy + Eq + Ord + Hash>(tree: &HashMap<K, Vec<Span<K>>>, node: K) -> Vec<(K, i64, Period)> {
    let mut found: Vec<(K, i64, Period)> = Vec::new();
    let mut frontier = vec![(node, None::<Period>)];
    for depth in 0..8_i64 {
        let mut next = Vec::new();
        for (at, within) in frontier {
            for span in tree.get(&at).into_iter().flatten() {
                let Some(period) = within.map_or(Some(span.period), |period| period.and(span.period)) else {
                    continue;
                };
                found.push((at, depth, period));
                if let Some(parent) = span.parent {
                    next.push((parent, Some(period)));
                }
            }
        }
        frontier = next;
        if frontier.is_empty() {
            break;
        }
    }
    found.sort_unstable();
    let mut joined: Vec<(K, i64, Period)> = Vec::with_capacity(found.len());
    for (ancestor, depth, period) in found {
        match joined.last_mut() {
            Some((last, level, open)) if *last == ancestor && *level == depth && open.to >= period.from => {
                open.to = open.to.max(period.to);
            }
            _ => joined.push((ancestor, depth, period)),
        }
    }
    joined
}
