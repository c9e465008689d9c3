//! A published plan, read as the decision words it: targets, tasks, budgets, figures.  See README.md.
pub mod grammar;
pub mod reading;
pub mod rules;

#[cfg(test)]
mod tests;
