//! The doors: pages of plans.  Each group is one folder with its own `routes(&Deps)`, templates and locale file.
pub mod planner;
pub mod report;
pub mod tracking;
