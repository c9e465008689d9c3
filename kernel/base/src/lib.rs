//! What every crate shares and what knows nothing of government's work: ids, instants,
//! refusals, money and the validation of Vietnamese identifiers.  Pure.
mod id;
mod refusal;
mod time;

pub use id::{Id, IdError};
pub use jiff::civil::{Date, DateTime, Time};
pub use refusal::{Refusal, RefusalKind};
pub use time::{Timestamp, VIETNAM_OFFSET_SECONDS};
