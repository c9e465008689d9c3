//! A process as the table of a decision's annex has it: step, position, hours, next, condition, may return to.
use super::{Answer, Asks, Condition, END, Place, StepKind};
use contracts::Limit;
use serde::{Deserialize, Serialize};

/// Key of a step: `a-z`, `0-9`, `_`, at most 24 characters, unique in its process.
pub type StepKey = String;

/// One way on from a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// A step, or `end`.
    pub to: StepKey,
    /// Taken only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Taken only for this outcome of the step; a route to `end` also gives it to the process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Row", into = "Row")]
pub struct Step {
    pub key: StepKey,
    pub title: String,
    pub kind: StepKind,
    /// What an outside system must have given before its answer counts as done.
    pub asks: Option<Asks>,
    /// Role code of whoever does it; empty for a wait for the citizen.
    pub role: String,
    pub place: Place,
    /// The norm in working minutes.
    pub minutes: Option<i64>,
    /// A limit set by law, for waits, consultations and outside systems; with `minutes` the earlier of both counts.
    pub limit: Option<Limit>,
    pub routes: Vec<Route>,
    /// Every route that holds is taken, in parallel.
    pub split: bool,
    /// Waits for all branches of the split.
    pub join: bool,
    pub may_return_to: Vec<StepKey>,
    /// Four eyes: not whoever did one of these steps last.
    pub different_from: Vec<StepKey>,
}

/// One published, immutable version of a process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub code: String,
    pub version: i64,
    pub title: String,
    /// The decision that sets the process, as printed.
    #[serde(default)]
    pub source: String,
    pub start: StepKey,
    pub steps: Vec<Step>,
}

/// The text is not a definition; the message names the line or the step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DefinitionError(pub String);

impl Definition {
    /// Reads a definition from a pack's TOML.  Whether it makes sense says [`crate::check`].
    ///
    /// # Errors
    /// [`DefinitionError`] with the line where the text is no definition.
    pub fn from_toml(text: &str) -> Result<Self, DefinitionError> {
        toml::from_str(text).map_err(|error| DefinitionError(error.to_string()))
    }

    /// Reads a definition from JSON.
    ///
    /// # Errors
    /// [`DefinitionError`] with the line where the text is no definition.
    pub fn from_json(text: &str) -> Result<Self, DefinitionError> {
        serde_json::from_str(text).map_err(|error| DefinitionError(error.to_string()))
    }

    /// `code@version`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    #[must_use]
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    pub(crate) fn index(&self, key: &str) -> Option<u16> {
        self.steps.iter().position(|step| step.key == key).and_then(|at| u16::try_from(at).ok())
    }

    pub(crate) fn at(&self, index: u16) -> Option<&Step> {
        self.steps.get(usize::from(index))
    }

    /// Whether some condition reads the variable; only those are kept in the state.
    pub(crate) fn reads(&self, name: &str) -> bool {
        self.conditions().any(|condition| condition.reads(name))
    }

    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.steps.iter().flat_map(|step| &step.routes).filter_map(|route| route.when.as_ref())
    }

    /// Whether another step must be done by somebody else than this one.
    pub(crate) fn watched(&self, key: &str) -> bool {
        self.steps.iter().any(|step| step.different_from.iter().any(|other| other == key))
    }
}

impl Route {
    #[must_use]
    pub fn ends(&self) -> bool {
        self.to == END
    }
}

/// A step as written: the kind's own fields stand beside the others.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: StepKey,
    title: String,
    kind: Word,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default: Option<Answer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deemed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    system: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asks: Option<Asks>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    role: String,
    #[serde(default)]
    place: Place,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minutes: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<Limit>,
    #[serde(default, skip_serializing_if = "is_false")]
    split: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    join: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    may_return_to: Vec<StepKey>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    different_from: Vec<StepKey>,
    #[serde(default)]
    routes: Vec<Route>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Work,
    Propose,
    Approve,
    Desk,
    WaitCitizen,
    Consult,
    External,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde calls")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl TryFrom<Row> for Step {
    type Error = DefinitionError;
    fn try_from(row: Row) -> Result<Self, DefinitionError> {
        let needs = |field: &str| DefinitionError(format!("step {}: this kind needs `{field}`", row.key));
        let extra =
            |field: &str| DefinitionError(format!("step {}: `{field}` is not for this kind", row.key));
        if row.default.is_some() && row.kind != Word::WaitCitizen {
            return Err(extra("default"));
        }
        if row.deemed.is_some() && row.kind != Word::Consult {
            return Err(extra("deemed"));
        }
        if row.system.is_some() && row.kind != Word::External {
            return Err(extra("system"));
        }
        if row.asks.is_some() && row.kind != Word::External {
            return Err(extra("asks"));
        }
        let kind = match row.kind {
            Word::Work => StepKind::Work,
            Word::Propose => StepKind::Propose,
            Word::Approve => StepKind::Approve,
            Word::Desk => StepKind::Desk,
            Word::WaitCitizen => {
                StepKind::WaitCitizen { default: row.default.ok_or_else(|| needs("default"))? }
            }
            Word::Consult => StepKind::Consult { deemed: row.deemed.ok_or_else(|| needs("deemed"))? },
            Word::External => {
                StepKind::External { system: row.system.clone().ok_or_else(|| needs("system"))? }
            }
        };
        Ok(Self {
            key: row.key,
            title: row.title,
            kind,
            asks: row.asks,
            role: row.role,
            place: row.place,
            minutes: row.minutes,
            limit: row.limit,
            routes: row.routes,
            split: row.split,
            join: row.join,
            may_return_to: row.may_return_to,
            different_from: row.different_from,
        })
    }
}

impl From<Step> for Row {
    fn from(step: Step) -> Self {
        let (mut default, mut deemed, mut system) = (None, None, None);
        let kind = match step.kind {
            StepKind::Work => Word::Work,
            StepKind::Propose => Word::Propose,
            StepKind::Approve => Word::Approve,
            StepKind::Desk => Word::Desk,
            StepKind::WaitCitizen { default: answer } => {
                default = Some(answer);
                Word::WaitCitizen
            }
            StepKind::Consult { deemed: silence } => {
                deemed = Some(silence);
                Word::Consult
            }
            StepKind::External { system: name } => {
                system = Some(name);
                Word::External
            }
        };
        Self {
            key: step.key,
            title: step.title,
            kind,
            default,
            deemed,
            system,
            asks: step.asks,
            role: step.role,
            place: step.place,
            minutes: step.minutes,
            limit: step.limit,
            split: step.split,
            join: step.join,
            may_return_to: step.may_return_to,
            different_from: step.different_from,
            routes: step.routes,
        }
    }
}
