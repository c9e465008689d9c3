//! One command a file.
mod describe;
mod migrate;

pub(crate) use describe::{config, openapi};
pub(crate) use migrate::migrate;
