//! Plain data of indicators.
mod definition;
mod fact;
mod period;
mod report;

pub use definition::{Dated, Definition, Direction, Input, Level, OverTime, Reporters};
pub use fact::{AgencyOf, DayOf, FactBody, FactRow, FactState};
pub use period::{Period, PeriodKind};
pub use report::{Report, ReportState};
