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

/// The sentences of this crate's refusals as `(language, Fluent text)`, for whoever assembles the locales.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

#[cfg(test)]
mod tests;
