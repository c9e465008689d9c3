//! Types; pure.
mod agency;
mod closure;
mod period;
mod unit;

pub use agency::{Agency, CodeNature, Delegation, Position, SignatureBlock, SignatureForm};
pub use closure::{Span, close};
pub use period::{OPEN, Period};
pub use unit::{Answer, Level, NewLink, Share, Unit};
