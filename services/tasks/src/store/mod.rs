//! All SQL of this crate, and nothing else.  Changing an assignment demands an [`policy::Authorized`] one.
pub(crate) mod assignment;
pub(crate) mod counts;
mod entries;
pub(crate) mod lists;

pub use assignment::{
    NewPart, helpers, insert, insert_helpers, load, lock, part_facts, parts, save, save_gathered, source_rows,
};
pub use counts::{counts, due_timers};
pub use entries::{NewEntry, entries, file, files, insert_file, referenced, write_entries, write_entry};
pub use lists::{Filter, GivenTab, MineTab, given_counts, given_list, mine_counts, mine_list, part_tallies};

use db::DbError;

/// A stored word that no version of this program writes.
fn corrupt(column: &str) -> DbError {
    DbError::Column { index: 0, message: format!("assignment.{column}") }
}
