//! All SQL of this crate.
use crate::model::Entry;
use crate::rules::{self, EntryWord, Found, WordHit};
use base::Date;
use db::{DbError, Param, Tx, params};
use std::collections::BTreeMap;

/// Rows of one word that are looked at: the bound of what this table is made for.
const ROWS_MAX: i64 = 10_000;

pub(crate) fn put(
    tx: &mut Tx<'_>,
    entry: &Entry,
    words: &BTreeMap<String, EntryWord>,
) -> Result<(), DbError> {
    let lines: Vec<&str> =
        std::iter::once(entry.title.as_str()).chain(entry.synonyms.iter().map(String::as_str)).collect();
    let toned: Vec<String> = lines.iter().map(|line| rules::toned_line(line)).collect();
    let folded: Vec<String> = lines.iter().map(|line| rules::folded_line(line)).collect();
    tx.execute(
        "INSERT INTO search_entry (kind, id, title, toned, folded, rank, title_key, effective_from, effective_to)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (kind, id) DO UPDATE SET title = excluded.title, toned = excluded.toned, folded = excluded.folded,
         rank = excluded.rank, title_key = excluded.title_key, effective_from = excluded.effective_from,
         effective_to = excluded.effective_to",
        params![
            &entry.kind,
            &entry.id,
            &entry.title,
            toned.join("\n"),
            folded.join("\n"),
            entry.rank,
            text::collation_key(&entry.title),
            entry.effective_from,
            entry.effective_to
        ],
    )?;
    tx.execute("DELETE FROM search_word WHERE kind = ?1 AND id = ?2", params![&entry.kind, &entry.id])?;
    let list: Vec<(&String, &EntryWord)> = words.iter().collect();
    for slice in list.chunks(100) {
        insert_words(tx, entry, slice)?;
    }
    Ok(())
}

/// Some words in one statement each for the word table and the vocabulary.
fn insert_words(tx: &mut Tx<'_>, entry: &Entry, words: &[(&String, &EntryWord)]) -> Result<(), DbError> {
    let (mut rows, mut known) = (Vec::new(), Vec::new());
    let mut values = vec![Param::Text(&entry.kind), Param::Text(&entry.id)];
    let mut names = vec![Param::Text(&entry.kind)];
    for (folded, word) in words {
        let at = values.len();
        rows.push(format!("(?1, ?{}, ?2, ?{}, ?{})", at + 1, at + 2, at + 3));
        values.extend([Param::Text(folded), Param::Text(&word.toned), Param::Int(word.weight)]);
        known.push(format!("(?1, ?{})", names.len() + 1));
        names.push(Param::Text(folded));
    }
    tx.execute(
        &format!("INSERT INTO search_word (kind, word, id, toned, weight) VALUES {}", rows.join(", ")),
        &values,
    )?;
    tx.execute(
        &format!(
            "INSERT INTO search_vocabulary (kind, word) VALUES {} ON CONFLICT DO NOTHING",
            known.join(", ")
        ),
        &names,
    )?;
    Ok(())
}

pub(crate) fn remove(tx: &mut Tx<'_>, kind: &str, id: &str) -> Result<(), DbError> {
    tx.execute("DELETE FROM search_word WHERE kind = ?1 AND id = ?2", params![kind, id])?;
    tx.execute("DELETE FROM search_entry WHERE kind = ?1 AND id = ?2", params![kind, id])?;
    Ok(())
}

/// Entries that have the word, or a word that begins so.
pub(crate) fn word_hits(
    tx: &mut Tx<'_>,
    kind: &str,
    word: &str,
    begun: bool,
) -> Result<Vec<WordHit>, DbError> {
    // Everything that begins with the word lies before the word and the last character of all.
    let end = if begun { format!("{word}\u{10ffff}") } else { word.to_owned() };
    tx.query(
        "SELECT word, id, toned, weight FROM search_word
         WHERE kind = ?1 AND word >= ?2 AND word <= ?3 ORDER BY kind, word, id LIMIT ?4",
        params![kind, word, &end, ROWS_MAX],
        |row| {
            Ok(WordHit {
                whole: row.text(0)? == word,
                id: row.get(1)?,
                toned: row.get(2)?,
                weight: row.get(3)?,
            })
        },
    )
}

/// Known words; the caller compares.
pub(crate) fn vocabulary(tx: &mut Tx<'_>, kind: &str, word: &str) -> Result<Vec<String>, DbError> {
    if word.chars().count() < 4 {
        return Ok(Vec::new());
    }
    tx.query(
        "SELECT word FROM search_vocabulary WHERE kind = ?1 ORDER BY word LIMIT ?2",
        params![kind, ROWS_MAX],
        |row| row.get(0),
    )
}

/// The candidates that are in force on the day.
pub(crate) fn entries(tx: &mut Tx<'_>, kind: &str, ids: &[String], on: Date) -> Result<Vec<Found>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (0..ids.len()).map(|place| format!("?{}", place + 3)).collect();
    let mut values = vec![Param::Text(kind), Param::Date(on)];
    values.extend(ids.iter().map(|id| Param::Text(id)));
    tx.query(
        &format!(
            "SELECT id, title, toned, folded, rank, title_key FROM search_entry
             WHERE kind = ?1 AND (effective_from IS NULL OR effective_from <= ?2)
             AND (effective_to IS NULL OR effective_to > ?2) AND id IN ({})",
            places.join(", ")
        ),
        &values,
        |row| {
            Ok(Found {
                id: row.get(0)?,
                title: row.get(1)?,
                toned: row.get(2)?,
                folded: row.get(3)?,
                rank: row.get(4)?,
                title_key: row.bytes(5)?.to_vec(),
            })
        },
    )
}
