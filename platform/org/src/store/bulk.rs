//! Many rows in few statements.
use base::{Date, Id};
use db::{Db, DbError, Param};
use std::sync::Arc;

/// One value of a row that outlives its source (a closure may run twice).
#[derive(Clone, Debug)]
pub enum Cell {
    Id(Id),
    OptionalId(Option<Id>),
    Text(Arc<str>),
    Bytes(Vec<u8>),
    Day(Date),
    Int(i64),
}

impl Cell {
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    fn param(&self) -> Param<'_> {
        match self {
            Self::Id(id) => Param::Id(*id),
            Self::OptionalId(id) => id.map_or(Param::Null, Param::Id),
            Self::Text(text) => Param::Text(text),
            Self::Bytes(bytes) => Param::Bytes(bytes),
            Self::Day(day) => Param::Date(*day),
            Self::Int(number) => Param::Int(*number),
        }
    }
}

/// Rows for one table; `tail` says what to do with those already there.
pub struct Table {
    pub into: &'static str,
    pub columns: usize,
    pub tail: &'static str,
    pub rows: Vec<Vec<Cell>>,
}

/// Rows to a statement: one text for all full statements, so that it is prepared once.  `kernel/db` takes at most 999
/// placeholders, and both divide a slice of 500.
const fn rows_per_statement(columns: usize) -> usize {
    if columns <= 9 { 100 } else { 50 }
}

/// Writes the tables in order, in slices.
///
/// # Errors
/// [`DbError`] of the first slice that failed; earlier slices stay, and writing again is harmless.
pub async fn write(db: &Db, tables: Vec<Table>) -> Result<(), DbError> {
    for Table { into, columns, tail, rows } in tables {
        db.bulk::<_, DbError, _>(rows, move |tx, slice| {
            for chunk in slice.chunks(rows_per_statement(columns)) {
                let params: Vec<Param<'_>> = chunk.iter().flatten().map(Cell::param).collect();
                tx.execute(&statement(into, columns, tail, chunk.len()), &params)?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

fn statement(into: &str, columns: usize, tail: &str, rows: usize) -> String {
    let mut sql = format!("INSERT INTO {into} VALUES ");
    let mut number = 0;
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            number += 1;
            if column > 0 {
                sql.push_str(", ");
            }
            sql.push('?');
            sql.push_str(&number.to_string());
        }
        sql.push(')');
    }
    sql.push(' ');
    sql.push_str(tail);
    sql
}
