//! One use case per file.
mod act;
mod assign;
mod assigned;
mod gathered;
mod keep;
mod list;
mod names;
mod notice;
mod rights;
mod timers;
mod view;

pub use act::{Command, act};
pub use assign::{NewAssignment, NoticeRef, SOURCE_KINDS, Source, assign};
pub use assigned::AssignedWork;
pub use gathered::{Gather, GatherDeed, gather_act};
pub use keep::Brought;
pub use list::{COUNT_MAX, Lines, Listing, Tab, TabCount, list, list_all};
pub use names::{Reach, Resolved, reach, resolve};
pub use notice::{Suggested, suggest};
pub use rights::Rights;
pub use timers::run_timers;
pub use view::{View, file_of, view};
