//! Measures the house: a province-year from a seeded generator, and the rows of bench/README.md.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a measuring tool prints its rows, reads the clock and the environment, and starts what it measures"
)]
pub mod fill;
pub mod generator;
pub mod rows;

#[cfg(test)]
mod tests;

/// Why a measurement could not be made, in words.
pub type Fail = Box<dyn std::error::Error + Send + Sync>;
