//! Words, weights and order; pure.
use crate::model::{Entry, Hit};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Words of a query that are looked at; the rest is ignored.
pub const QUERY_WORDS_MAX: usize = 12;
/// Characters of a query that are looked at.
const QUERY_CHARS_MAX: usize = 300;
/// Words of one entry that are kept, in the order of title, synonyms, body.
const ENTRY_WORDS_MAX: usize = 400;
const WORD_CHARS_MAX: usize = 40;

const TITLE: i64 = 8;
const SYNONYM: i64 = 6;
const BODY: i64 = 1;

/// One word of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryWord {
    pub toned: String,
    pub weight: i64,
}

/// One word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryWord {
    pub folded: String,
    pub toned: String,
    /// It was typed with marks.
    pub marked: bool,
}

/// A query as read.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    pub words: Vec<QueryWord>,
    pub folded: String,
    pub toned: String,
    /// No blank after the last word: it may go on.
    pub open_end: bool,
}

/// A row of the word table that a query's word has met.
#[derive(Clone, Debug)]
pub(crate) struct WordHit {
    pub id: String,
    pub toned: String,
    pub weight: i64,
    /// The whole word, not its beginning.
    pub whole: bool,
}

pub(crate) struct WordHits {
    pub word: QueryWord,
    pub read_as: Option<String>,
    pub found: Vec<WordHit>,
}

/// A candidate with its lines.
pub(crate) struct Found {
    pub id: String,
    pub title: String,
    pub toned: String,
    pub folded: String,
    pub rank: i64,
    pub title_key: Vec<u8>,
}

/// Words between everything that is neither letter nor digit; a full stop between digits (`1.001193`) stays.
fn split(key: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = key.chars().peekable();
    while let Some(c) = characters.next() {
        let inside_number = matches!(c, '.' | ',')
            && word.chars().last().is_some_and(|last| last.is_ascii_digit())
            && characters.peek().is_some_and(char::is_ascii_digit);
        if c.is_alphanumeric() || inside_number {
            word.push(c);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words.retain(|word| word.chars().count() <= WORD_CHARS_MAX);
    words
}

/// A text as one line of words with tones: what phrases are compared on.
pub(crate) fn toned_line(text: &str) -> String {
    split(&text::search_key(text)).join(" ")
}

pub(crate) fn folded_line(text: &str) -> String {
    split(&text::fold(text)).join(" ")
}

/// Every word of an entry by its folded form.
pub(crate) fn words_of(entry: &Entry) -> BTreeMap<String, EntryWord> {
    let mut words: BTreeMap<String, EntryWord> = BTreeMap::new();
    let synonyms = entry.synonyms.iter().map(|synonym| (synonym.as_str(), SYNONYM));
    let fields = std::iter::once((entry.title.as_str(), TITLE))
        .chain(synonyms)
        .chain([(entry.id.as_str(), TITLE), (entry.body.as_str(), BODY)]);
    for (text, weight) in fields {
        for toned in split(&text::search_key(text)) {
            let folded = text::fold(&toned);
            if words.len() >= ENTRY_WORDS_MAX && !words.contains_key(&folded) {
                continue;
            }
            let word = words.entry(folded).or_insert(EntryWord { toned: String::new(), weight });
            word.weight = word.weight.max(weight);
            if !word.toned.split(' ').any(|known| known == toned) && word.toned.len() < 200 {
                if !word.toned.is_empty() {
                    word.toned.push(' ');
                }
                word.toned.push_str(&toned);
            }
        }
    }
    words
}

impl Query {
    pub(crate) fn read(text: &str) -> Self {
        let text: String = text.chars().take(QUERY_CHARS_MAX).collect();
        let mut words: Vec<QueryWord> = split(&text::search_key(&text))
            .into_iter()
            .map(|toned| {
                let folded = text::fold(&toned);
                QueryWord { marked: folded != toned, folded, toned }
            })
            .collect();
        words.truncate(QUERY_WORDS_MAX);
        let folded = words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
        let toned = words.iter().map(|word| word.toned.as_str()).collect::<Vec<_>>().join(" ");
        Self { words, folded, toned, open_end: !text.ends_with(char::is_whitespace) }
    }
}

/// Edits (insert, drop, change, swap of neighbours) between two words, or `None` above `max`.
#[must_use]
pub fn typo_distance(one: &str, other: &str, max: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > max {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut best =
                (at(&last, j) + usize::from(a != b)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|edits| *edits <= max)
}

/// The known word nearest to a misspelled one: one edit up to five letters, two above; the first letter counts.
pub(crate) fn nearest(word: &str, known: &[String]) -> Option<String> {
    let letters = word.chars().count();
    if letters < 4 || word.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let max = if letters > 5 { 2 } else { 1 };
    let first = word.chars().next();
    known
        .iter()
        .filter_map(|candidate| {
            let edits = typo_distance(word, candidate, max)?;
            Some((edits, usize::from(candidate.chars().next() != first), candidate))
        })
        .min()
        .map(|(_, _, candidate)| candidate.clone())
}

/// Ids worth reading: those with all the words; failing that, with all but one.
pub(crate) fn candidates(sets: &[WordHits], limit: usize) -> Vec<String> {
    let mut seen: HashMap<&str, (usize, i64)> = HashMap::new();
    for set in sets {
        let rarity = rarity(set.found.len());
        let mut here: HashMap<&str, i64> = HashMap::new();
        for hit in &set.found {
            let score = rarity * worth(&set.word, hit);
            let best = here.entry(&hit.id).or_insert(0);
            *best = (*best).max(score);
        }
        for (id, score) in here {
            let entry = seen.entry(id).or_insert((0, 0));
            entry.0 += 1;
            entry.1 += score;
        }
    }
    let all = sets.len();
    let most = seen.values().map(|(count, _)| *count).max().unwrap_or(0);
    let least = if most == all {
        all
    } else if all > 1 {
        most.max(all - 1)
    } else {
        all
    };
    let mut list: Vec<(i64, &str)> = seen
        .into_iter()
        .filter(|(_, (count, _))| *count >= least)
        .map(|(id, (_, score))| (score, id))
        .collect();
    list.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
    list.truncate((limit * 4).clamp(40, 400));
    list.into_iter().map(|(_, id)| id.to_owned()).collect()
}

/// A word that few entries have says more: 1 (everywhere) … 16 (one entry).
fn rarity(entries: usize) -> i64 {
    let halvings = i64::from(usize::BITS - entries.max(1).leading_zeros());
    (17 - halvings).max(1)
}

fn worth(word: &QueryWord, hit: &WordHit) -> i64 {
    let toned = word.marked && hit.toned.split(' ').any(|known| known == word.toned);
    hit.weight * if hit.whole { 2 } else { 1 } * if toned { 2 } else { 1 }
}

/// Final order: words, then whole phrases, then marks, then the owner's rank, then the Vietnamese order of titles.
pub(crate) fn ranked(query: &Query, sets: &[WordHits], entries: Vec<Found>, limit: usize) -> Vec<Hit> {
    let mut by_id: HashMap<&str, (i64, HashSet<usize>)> = HashMap::new();
    for (place, set) in sets.iter().enumerate() {
        let rarity = rarity(set.found.len());
        let mut here: HashMap<&str, i64> = HashMap::new();
        for hit in &set.found {
            let best = here.entry(&hit.id).or_insert(0);
            *best = (*best).max(rarity * worth(&set.word, hit));
        }
        for (id, score) in here {
            let entry = by_id.entry(id).or_default();
            entry.0 += score;
            entry.1.insert(place);
        }
    }
    let misread = sets.iter().any(|set| set.read_as.is_some());
    let mut list: Vec<(Hit, i64, Vec<u8>)> = entries
        .into_iter()
        .map(|entry| {
            let (words, places) =
                by_id.get(entry.id.as_str()).map_or((0, 0), |(score, met)| (*score, met.len()));
            let score = words + phrase(query, &entry);
            let loose = misread || places < sets.len();
            (Hit { id: entry.id, title: entry.title, score, loose }, entry.rank, entry.title_key)
        })
        .collect();
    list.sort_by(|one, other| {
        (other.0.score, other.1)
            .cmp(&(one.0.score, one.1))
            .then_with(|| one.2.cmp(&other.2))
            .then_with(|| one.0.id.cmp(&other.0.id))
    });
    list.truncate(limit);
    list.into_iter().map(|(hit, _, _)| hit).collect()
}

/// The query as a run of words in the title or a synonym.
fn phrase(query: &Query, entry: &Found) -> i64 {
    let run = |lines: &str, words: &str| {
        lines
            .lines()
            .enumerate()
            .filter_map(|(place, line)| {
                let padded = format!(" {line} ");
                let whole = padded.contains(&format!(" {words} "));
                let begun = query.open_end && padded.contains(&format!(" {words}"));
                if !whole && !begun {
                    return None;
                }
                let same = i64::from(line == words) * 400;
                // The shorter the line, the more of it was asked for.
                let others = line.split(' ').count().saturating_sub(query.words.len());
                let short = 60 - i64::try_from(others.min(60)).unwrap_or(60);
                Some(200 + same + short + i64::from(place == 0) * 40 + i64::from(whole) * 20)
            })
            .max()
            .unwrap_or(0)
    };
    let marked = query.words.iter().any(|word| word.marked);
    run(&entry.folded, &query.folded) + if marked { run(&entry.toned, &query.toned) } else { 0 }
}
