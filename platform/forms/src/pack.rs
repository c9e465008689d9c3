//! Forms as files of a pack: read, checked, and every fault named with its place.
use crate::model::FormDefinition;
use crate::ports::Labels;
use base::Date;
use serde::{Deserialize, Serialize};

/// One form file of a pack: the definition and from when it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormPack {
    /// First day in Vietnam on which new drafts use it.
    pub effective_from: Date,
    pub form: FormDefinition,
}

/// A fault of a form file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFault {
    /// JSON pointer, or line and column when the file is no form at all.
    pub at: String,
    /// Locale key; its one argument is `detail`.
    pub key: &'static str,
    pub detail: String,
}

impl PackFault {
    /// The sentence, after its place.
    #[must_use]
    pub fn text(&self, labels: &dyn Labels) -> String {
        format!("{}: {}", self.at, labels.with(self.key, &[("detail", self.detail.clone())]))
    }
}

impl FormPack {
    /// Reads and checks one file.
    ///
    /// # Errors
    /// Every fault found.
    pub fn read(text: &str) -> Result<Self, Vec<PackFault>> {
        let pack: Self = serde_json::from_str(text).map_err(|error| {
            let at = format!("{}:{}", error.line(), error.column());
            vec![PackFault { at, key: "forms-problem-not-json", detail: error.to_string() }]
        })?;
        let faults: Vec<PackFault> = pack
            .form
            .problems()
            .into_iter()
            .map(|problem| PackFault {
                at: format!("/form{}", problem.at),
                key: problem.what.key(),
                detail: problem.detail,
            })
            .collect();
        if faults.is_empty() { Ok(pack) } else { Err(faults) }
    }
}
