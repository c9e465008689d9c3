//! How much two wordings have in common, in percent: the words they share out of all their words, in any order.
use std::collections::BTreeMap;

/// Two wordings of one thing share at least so much.
pub const ALIKE: usize = 70;

/// Words that say nothing about the matter.
const SMALL: &[&str] =
    &["va", "cac", "cua", "cho", "theo", "tren", "tai", "duoc", "la", "co", "trong", "voi", "den"];

fn words(text: &str) -> BTreeMap<String, usize> {
    let folded = text::fold(text);
    let mut all = BTreeMap::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !SMALL.contains(&word) {
            *all.entry(word.to_owned()).or_default() += 1;
        }
    }
    all
}

/// A wording made ready for many comparisons.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    words: BTreeMap<String, usize>,
    count: usize,
}

impl Wording {
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words = words(text);
        let count = words.values().sum();
        Self { words, count }
    }

    /// 0 to 100: twice the shared words over the words of both (Dice).
    #[must_use]
    pub fn likeness(&self, other: &Self) -> usize {
        let all = self.count + other.count;
        if all == 0 {
            return 0;
        }
        let shared: usize =
            self.words.iter().map(|(word, n)| other.words.get(word).map_or(0, |m| (*n).min(*m))).sum();
        200 * shared / all
    }

    /// 0 to 100: how much of the shorter wording stands in the longer one; for a measure within a sentence.
    #[must_use]
    pub fn within(&self, other: &Self) -> usize {
        let least = self.count.min(other.count);
        if least < 3 {
            return self.likeness(other);
        }
        let shared: usize =
            self.words.iter().map(|(word, n)| other.words.get(word).map_or(0, |m| (*n).min(*m))).sum();
        100 * shared / least
    }
}
