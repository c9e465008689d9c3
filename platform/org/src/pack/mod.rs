//! Readers of the two kinds of data this crate installs: the country's units, and a province's agencies.
mod country;
mod province;

pub use country::{CountryPack, Link, Resolution, UnitRow};
pub(crate) use province::well_formed;
pub use province::{
    AgencyRow, CommuneAgency, DelegationRow, Nature, PositionRow, ProvincePack, SuccessionRow,
};

/// What is wrong with a pack, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {problem}")]
pub struct PackError {
    pub file: String,
    /// Counted from 1; 0 when it concerns the whole file.
    pub line: usize,
    pub problem: String,
}

impl PackError {
    fn new(file: &str, line: usize, problem: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, problem: problem.into() }
    }
}

impl base::Refusal for PackError {
    fn code(&self) -> &'static str {
        "org.pack_broken"
    }
    fn kind(&self) -> base::RefusalKind {
        base::RefusalKind::Invalid
    }
    fn args(&self) -> Vec<(&'static str, String)> {
        vec![("file", self.file.clone()), ("line", self.line.to_string()), ("problem", self.problem.clone())]
    }
}
