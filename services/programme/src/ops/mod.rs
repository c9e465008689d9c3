//! Use cases, one a file: they authorise, ask the rules and call the store inside one transaction.
pub mod adopt;
pub mod adopt_text;
pub mod amend;
mod build;
pub mod correct;
pub mod differ;
pub mod doubts;
pub mod look;
pub mod paper;
pub mod read_text;
pub mod resolve;
pub mod track;
