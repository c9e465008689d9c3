//! What is wrong with a definition.

/// One finding.  The sentence is the locale message [`Problem::key`] with `place` and `detail`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `start`, `steps.sign`, `steps.sign.routes[2].when`.
    pub place: String,
    /// Stable, e.g. `unknown_target`.
    pub code: &'static str,
    /// The name, number or text concerned; may be empty.
    pub detail: String,
}

impl Problem {
    pub(crate) fn new(place: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self { place: place.into(), code, detail: detail.into() }
    }

    /// Key of the sentence: `workflow-problem-…`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("workflow-problem-{}", self.code.replace('_', "-"))
    }

    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        vec![("place", self.place.clone()), ("detail", self.detail.clone())]
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.code)?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, " ({})", self.detail) }
    }
}
