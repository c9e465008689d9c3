//! Decisions: form and answers in, steps, errors and words out.  Pure; the day is in the [`crate::Context`].
pub(crate) mod complete;
pub(crate) mod controls;
pub(crate) mod display;
pub(crate) mod journey;
pub(crate) mod lint;
pub(crate) mod messages;
pub(crate) mod numbers;
pub(crate) mod page;
pub(crate) mod read;
pub(crate) mod read_parts;
pub(crate) mod review;
pub(crate) mod schema;
pub(crate) mod visible;
