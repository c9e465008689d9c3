//! Finding by Vietnamese words, with or without marks, inside the transaction of what is found.  See README.md.
mod model;
mod rules;
mod store;

#[cfg(test)]
mod tests;

use base::Date;
use db::{DbError, Tx};
pub use model::{Entry, Hit};
pub use rules::{QUERY_WORDS_MAX, typo_distance};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("search", "0001_create_search");

/// Makes an entry findable, or takes the place of the one with the same kind and id.
///
/// # Errors
/// [`DbError`] of the statements.
pub fn put(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), DbError> {
    let words = rules::words_of(entry);
    store::put(tx, entry, &words)
}

/// Takes an entry away.  Nothing happens when there is none.
///
/// # Errors
/// [`DbError`] of the statements.
pub fn remove(tx: &mut Tx<'_>, kind: &str, id: &str) -> Result<(), DbError> {
    store::remove(tx, kind, id)
}

/// Entries of a kind that are in force on a day and have the words, best first.
///
/// Words may lack marks; marks that are typed count in favour of what has them.  The last word may be unfinished.  When
/// nothing has all the words, a word nobody uses is read as its nearest neighbour, then one word may be missing.
/// An empty query finds nothing.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn find(tx: &mut Tx<'_>, kind: &str, query: &str, on: Date, limit: usize) -> Result<Vec<Hit>, DbError> {
    let query = rules::Query::read(query);
    if query.words.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let mut sets = Vec::with_capacity(query.words.len());
    for (place, word) in query.words.iter().enumerate() {
        let last = place + 1 == query.words.len();
        let mut found = store::word_hits(tx, kind, &word.folded, last && query.open_end)?;
        let mut read_as = None;
        if found.is_empty() {
            let known = store::vocabulary(tx, kind, &word.folded)?;
            if let Some(nearest) = rules::nearest(&word.folded, &known) {
                found = store::word_hits(tx, kind, &nearest, false)?;
                read_as = Some(nearest);
            }
        }
        sets.push(rules::WordHits { word: word.clone(), read_as, found });
    }
    let candidates = rules::candidates(&sets, limit);
    let entries = store::entries(tx, kind, &candidates, on)?;
    Ok(rules::ranked(&query, &sets, entries, limit))
}
