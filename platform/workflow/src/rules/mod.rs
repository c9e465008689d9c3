//! Data in, decision out; the clock is an argument.
mod check;
mod limits;
mod moves;
mod shape;
mod step;
mod times;

pub use check::check;
pub use limits::{ASKED_MAX, STATE_BYTES_MAX, STEPS_MAX, TOKENS_MAX};
pub use step::step;
pub use times::{clocks, longest_minutes, own_minutes};
