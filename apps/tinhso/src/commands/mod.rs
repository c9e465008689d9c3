//! One command a file.
mod admin;
mod backup;
mod check;
mod describe;
mod migrate;
mod pack;
mod plan;

pub(crate) use admin::{init, link};
pub(crate) use backup::{backup, restore};
pub(crate) use check::check;
pub(crate) use describe::{config, openapi};
pub(crate) use migrate::migrate;
pub(crate) use pack::{pack_check, pack_install};
pub(crate) use plan::{plan_adopt, plan_diff, plan_read};
