//! All SQL of this crate.
pub(crate) mod accounts;
pub(crate) mod links;
pub(crate) mod machines;
pub(crate) mod sessions;
pub(crate) mod tries;
