//! Pure rules: how numbers are printed, what has changed, which addresses lead where.
mod change;
mod live;
mod print;

#[cfg(test)]
pub use change::CHANGES_MAX;
pub use change::changes;
#[cfg(test)]
pub use live::parts;
pub use live::{TILES, line_key, plan_key, values};
#[cfg(test)]
pub use print::share_vi;
pub use print::{decimal_vi, source_of};
