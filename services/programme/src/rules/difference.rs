//! What a later decision changes: aims and tasks of two plans set against each other, by code and by wording.
use super::likeness::{ALIKE, Wording};

/// A target or a task as far as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Code of a task; empty for a target.
    pub code: String,
    /// The task's wording, the target's measure.
    pub text: String,
    /// Tells apart what is worded alike: unit and year of a target.
    pub apart: String,
    /// What is compared: name of the field and its value as shown, in the order of showing.
    pub fields: Vec<(&'static str, String)>,
}

/// One field that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    pub field: &'static str,
    pub before: String,
    pub after: String,
}

/// What became of one row; positions are those of the two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Same { old: usize, new: usize },
    Changed { old: usize, new: usize, fields: Vec<FieldChange> },
    Added { new: usize },
    Gone { old: usize },
}

/// How exactly two rows meet; higher is better, 0 is not at all.
fn meeting(old: &Ready<'_>, new: &Ready<'_>) -> usize {
    let likeness = old.wording.likeness(&new.wording);
    let same_code = !old.side.code.is_empty() && old.side.code == new.side.code;
    let apart = old.side.apart == new.side.apart;
    // A code alone proves nothing: codes restart and move; with half of the words it does.
    if same_code && likeness >= 50 {
        200 + likeness
    } else if likeness >= ALIKE {
        likeness + if apart { 100 } else { 0 }
    } else {
        0
    }
}

struct Ready<'a> {
    side: &'a Side,
    wording: Wording,
}

fn ready(sides: &[Side]) -> Vec<Ready<'_>> {
    sides.iter().map(|side| Ready { side, wording: Wording::of(&side.text) }).collect()
}

/// Pairs of positions `(old, new)`: the best meetings first, each row in one pair at most.
#[must_use]
pub fn pairs(old: &[Side], new: &[Side]) -> Vec<(usize, usize)> {
    let (before, after) = (ready(old), ready(new));
    let mut all: Vec<(usize, usize, usize)> = Vec::new();
    for (i, a) in before.iter().enumerate() {
        for (j, b) in after.iter().enumerate() {
            let strength = meeting(a, b);
            if strength > 0 {
                all.push((strength, i, j));
            }
        }
    }
    // Of equal meetings the one that keeps the order.
    all.sort_by_key(|(strength, i, j)| (std::cmp::Reverse(*strength), i.abs_diff(*j), *i));
    let (mut used_old, mut used_new) = (vec![false; old.len()], vec![false; new.len()]);
    let mut found = Vec::new();
    for (_, i, j) in all {
        let free = !used_old.get(i).copied().unwrap_or(true) && !used_new.get(j).copied().unwrap_or(true);
        if free {
            if let (Some(a), Some(b)) = (used_old.get_mut(i), used_new.get_mut(j)) {
                (*a, *b) = (true, true);
            }
            found.push((i, j));
        }
    }
    found.sort_unstable();
    found
}

/// Every row of both lists exactly once: the new list's order, what is gone at the end in the old list's order.
#[must_use]
pub fn compare(old: &[Side], new: &[Side]) -> Vec<Change> {
    let pairs = pairs(old, new);
    let mut out = Vec::with_capacity(old.len() + new.len());
    for (at, side) in new.iter().enumerate() {
        let partner = pairs.iter().find(|(_, new)| *new == at).map(|(old, _)| *old);
        out.push(match partner.and_then(|index| old.get(index).map(|before| (index, before))) {
            None => Change::Added { new: at },
            Some((index, before)) => {
                let fields = changed(before, side);
                if fields.is_empty() {
                    Change::Same { old: index, new: at }
                } else {
                    Change::Changed { old: index, new: at, fields }
                }
            }
        });
    }
    let gone = (0..old.len()).filter(|at| pairs.iter().all(|(index, _)| index != at));
    out.extend(gone.map(|old| Change::Gone { old }));
    out
}

fn changed(old: &Side, new: &Side) -> Vec<FieldChange> {
    let value = |side: &Side, field: &str| {
        side.fields
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    };
    let mut names: Vec<&'static str> = new.fields.iter().map(|(name, _)| *name).collect();
    names.extend(
        old.fields.iter().map(|(name, _)| *name).filter(|name| !new.fields.iter().any(|(n, _)| n == name)),
    );
    names
        .into_iter()
        .filter_map(|field| {
            let (before, after) = (value(old, field), value(new, field));
            (!text::same_words(&before, &after)).then_some(FieldChange { field, before, after })
        })
        .collect()
}
