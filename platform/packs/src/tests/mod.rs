//! Packs against readers that only the tests know.
mod checking;
mod installing;
mod sources;
mod support;
