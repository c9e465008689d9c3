//! The parts of a pack that make a procedure: forms, processes, and the procedure itself.
mod forms;
mod procedures;
mod processes;

pub use forms::FormReader;
pub use procedures::ProcedureReader;
pub use processes::ProcessReader;

use ::packs::{PartReader, Problem};
use std::sync::Arc;

/// Readers of `forms/*.json`, `processes/*.toml` and `procedures/*.toml`.
#[must_use]
pub fn pack_readers() -> Vec<Arc<dyn PartReader>> {
    vec![Arc::new(FormReader), Arc::new(ProcessReader), Arc::new(ProcedureReader)]
}

fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Vec<Problem>> {
    std::str::from_utf8(bytes).map_err(|_| vec![Problem::new(file, "packs.not_utf8")])
}
