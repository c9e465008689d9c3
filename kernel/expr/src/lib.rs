//! S-FEEL (DMN 1.4 clause 9) with the few FEEL constructs that forms, processes, fees and indicators need.
//! Pure and total: parsing refuses with a position, evaluating answers a value; `null` is the answer to every
//! question that cannot be answered (10.3.2.4 ternary logic), and the explanation says why.
mod ast;
mod eval;
mod explain;
mod functions;
mod parse;
mod tokens;
mod value;

#[cfg(test)]
mod tests;

pub use eval::{EvalError, Scope};
pub use explain::{Explanation, Note};
pub use functions::Function;
pub use parse::{Expr, ExprError, ExprProblem, UnaryTests};
pub use rust_decimal::Decimal;
pub use value::{Duration, Value};

/// Longest source text, in bytes.
pub const SOURCE_BYTES_MAX: usize = 2_000;
/// Deepest nesting of a parsed expression; chains of `and`/`or` count as one level.
pub const DEPTH_MAX: usize = 48;
/// Most nodes visited and list elements compared in one evaluation.
pub const STEPS_MAX: usize = 100_000;
/// Longest text that an evaluation may build, in bytes.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;
