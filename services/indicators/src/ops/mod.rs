//! Use cases of indicators.
mod book;
mod count;
mod define;
mod deps;
mod engine;
mod explain;
mod list;
mod paste;
mod rebuild;
mod records;
mod remembered;
mod report;

pub use book::Book;
pub use count::{Counter, DOSSIER_KINDS, count_event};
pub use define::{Define, Preview, define, preview};
pub use deps::Deps;
pub use engine::{Engine, Group, Parts, Reported, Slice};
pub use explain::{Explain, Explained, Line, MonthValue, Part, explain};
pub use list::{Listed, ReportState, list};
pub use paste::{Paste, paste};
pub use rebuild::{REBUILD, enqueue_rebuild, rebuild_all, rebuild_slice, run_rebuild, watch};
pub use records::{ListRecords, ListedRecord, Records, list_records};
pub(crate) use remembered::Remembered;
pub use report::{
    ApproveAll, Decide, LockPeriod, Reporting, Row, SendReport, approve_all, decide, expected_reporters,
    lock_period, reporting, send_report,
};
