//! Use cases, one a file: they authorise, ask the rules and call the store inside one transaction.
pub mod adopt;
pub mod amend;
mod build;
pub mod resolve;
pub mod track;
