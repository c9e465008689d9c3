#![doc = include_str!("../README.md")]
mod collect;
mod digest;
mod errors;
mod sniff;
mod store;
mod writer;
mod zip;

pub use collect::{Collected, GRACE_SECONDS};
pub use digest::Digest;
pub use errors::ObjectError;
pub use sniff::{Kind, sniff};
pub use store::Objects;
pub use writer::ObjectWriter;
pub use zip::{ZipLimits, ZipRefusal, ZipSummary, inspect_zip};

#[cfg(test)]
mod tests;
