//! A time as whole calendar months and the days left over, so that a year is read in a dozen cells.
use base::Date;

/// A range of cells of one span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// `d` or `m`, the column of the counters.
    pub span: &'static str,
    /// First and last day; of months their first days.
    pub from: Date,
    pub to: Date,
}

/// The pieces of `from..=to`; none when it is empty.
#[must_use]
pub fn split(from: Date, to: Date) -> Vec<Piece> {
    if to < from {
        return Vec::new();
    }
    let days = |from, to| Piece { span: "d", from, to };
    let next_month = |day: Date| day.last_of_month().tomorrow().unwrap_or(day);
    let first_whole = if from.day() == 1 { from } else { next_month(from) };
    let last_whole = if to == to.last_of_month() {
        to.first_of_month()
    } else {
        let before = to.first_of_month().yesterday().unwrap_or(to);
        before.first_of_month()
    };
    if first_whole > last_whole {
        return vec![days(from, to)];
    }
    let mut pieces = Vec::with_capacity(3);
    if from < first_whole {
        pieces.push(days(from, first_whole.yesterday().unwrap_or(from)));
    }
    pieces.push(Piece { span: "m", from: first_whole, to: last_whole });
    let rest = next_month(last_whole);
    if rest <= to {
        pieces.push(days(rest, to));
    }
    pieces
}
