//! Pure rules: what a definition may say, how a number is made, how a pasted table is read.
mod check;
mod fact;
mod flaw;
mod number;
mod split;
mod table;
mod value;

pub use check::{Known, check_definition, check_fact};
pub use fact::{CompiledFact, FACT_NAMES};
pub use flaw::Flaw;
pub use number::{decimal_vi, parse_decimal_vi};
pub use split::{Piece, split};
pub use table::{PastedRow, header_of, read_table};
pub use value::{Made, NoValue, make};
