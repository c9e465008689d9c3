//! The doors: pages (Vietnamese slugs) and the API (English plurals).  Each group is one folder with its own
//! `routes(&Deps)`, templates and locale file; handlers parse, call one op, answer.
pub mod api;
pub mod citizen;
pub mod desk;
pub mod leader;
pub mod work;
