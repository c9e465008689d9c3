//! A procedure as a pack writes it: the fact without the id, with defaults.
use base::Date;
use contracts::{CaseRule, Level, Mode, ProcedureFact, ProcedureId, Receiving, ResultRule, SupplementRound};
use serde::{Deserialize, Deserializer, Serialize};

/// `procedures/*.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureFile {
    /// `[123].dddddd`
    pub code: String,
    /// The pack's own number, from 1: other content needs a higher one.  The catalogue counts its versions itself.
    pub version: i64,
    pub name: String,
    pub field: String,
    #[serde(default)]
    pub level: Level,
    #[serde(default)]
    pub receiving: Receiving,
    pub resolving_kind: String,
    #[serde(default)]
    pub resolving_code: Option<String>,
    /// Taken only when the procedure is new to the installation; later the switch is the administrator's.
    #[serde(default)]
    pub mode: Mode,
    #[serde(default)]
    pub audience: Vec<String>,
    pub cases: Vec<CaseRule>,
    pub result: ResultRule,
    #[serde(default)]
    pub supplements: Vec<SupplementRound>,
    #[serde(default)]
    pub immediate: bool,
    #[serde(default)]
    pub synonyms: Vec<String>,
    #[serde(default)]
    pub life_event: Option<String>,
    #[serde(default)]
    pub steps: Vec<String>,
    #[serde(default)]
    pub conditions: Vec<String>,
    #[serde(default)]
    pub legal_basis: Vec<String>,
    pub published_by: String,
    #[serde(deserialize_with = "date")]
    pub effective_from: Date,
    /// For citizens; working notes stand in `office_notes`.
    #[serde(default)]
    pub notes: Vec<String>,
    /// For the department only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub office_notes: Vec<String>,
}

/// A day as text (`"2026-01-01"`) or as TOML's own date.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Native(toml::value::Datetime),
        Text(String),
    }
    let text = match Written::deserialize(deserializer)? {
        Written::Native(value) => value.to_string(),
        Written::Text(text) => text,
    };
    text.parse().map_err(|_| serde::de::Error::custom("a day is written YYYY-MM-DD"))
}

impl ProcedureFile {
    /// The fact under an id and the catalogue's own version number.
    #[must_use]
    pub fn into_fact(self, id: ProcedureId, version: i64) -> ProcedureFact {
        ProcedureFact {
            id,
            code: self.code,
            version,
            name: self.name,
            field: self.field,
            level: self.level,
            receiving: self.receiving,
            resolving_kind: self.resolving_kind,
            resolving_code: self.resolving_code,
            mode: self.mode,
            audience: self.audience,
            cases: self.cases,
            result: self.result,
            supplements: self.supplements,
            immediate: self.immediate,
            synonyms: self.synonyms,
            life_event: self.life_event,
            steps: self.steps,
            conditions: self.conditions,
            legal_basis: self.legal_basis,
            published_by: self.published_by,
            effective_from: self.effective_from,
            notes: self.notes,
            office_notes: self.office_notes,
        }
    }
}
