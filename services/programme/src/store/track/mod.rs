//! How plans are followed: rules, rounds, reports, questions, money.
pub mod carry;
pub mod money;
pub mod reports;
pub mod rounds;
pub mod rules;
pub mod subjects;
pub mod talk;

use db::DbError;

/// A stored word that the program does not know.
fn unknown(column: &str) -> DbError {
    DbError::Column { index: 0, message: format!("{column}: an unknown word") }
}
