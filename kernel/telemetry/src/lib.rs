#![doc = include_str!("../README.md")]
mod log;
mod metrics;
mod redact;

#[cfg(test)]
mod tests;

pub use log::{LogConfig, LogError, LogFormat, check_filter, install, quiet_panics};
pub use metrics::{Counter, Exposition, Histogram};
pub use redact::redacted;
