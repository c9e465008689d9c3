//! packs/<province>/org.toml: agencies, templates for communes, positions, delegations.
use super::PackError;
use base::{AgencyCode, Date};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;

/// A province's agencies, read and checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvincePack {
    format: u32,
    pub province: Head,
    #[serde(rename = "agency")]
    pub agencies: Vec<AgencyRow>,
    #[serde(default, rename = "succession")]
    pub successions: Vec<SuccessionRow>,
    #[serde(default, rename = "commune_agency")]
    pub commune_agencies: Vec<CommuneAgency>,
    #[serde(default, rename = "position")]
    pub positions: Vec<PositionRow>,
    #[serde(default, rename = "delegation")]
    pub delegations: Vec<DelegationRow>,
    /// Unit key of each commune to the code of its people's committee.
    #[serde(default)]
    pub commune_codes: BTreeMap<String, String>,
    #[serde(skip)]
    pub digest: String,
}

/// Whose agencies these are.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Unit key of the province in packs/vietnam.
    pub unit: String,
    pub code: String,
    pub code_nature: Nature,
    /// First day of the communes' agencies.
    pub from: IsoDate,
}

/// See [`crate::model::CodeNature`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nature {
    Fact,
    #[default]
    Sample,
}

impl From<Nature> for crate::model::CodeNature {
    fn from(nature: Nature) -> Self {
        match nature {
            Nature::Fact => Self::Fact,
            Nature::Sample => Self::Sample,
        }
    }
}

/// A day written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct IsoDate(pub Date);

impl TryFrom<String> for IsoDate {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Date::from_str(&text).map(Self).map_err(|_| format!("{text} is not a day"))
    }
}

/// An agency of the province.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyRow {
    pub key: String,
    pub parent: Option<String>,
    pub kind: String,
    pub name: String,
    pub short: Option<String>,
    pub code: Option<String>,
    #[serde(default)]
    pub nature: Nature,
    /// The reversed form used before QĐ 20/2020.
    pub legacy: Option<String>,
    pub from: IsoDate,
    pub to: Option<IsoDate>,
}

/// What became of a former agency.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessionRow {
    pub from: String,
    pub to: String,
    pub on: IsoDate,
    pub share: String,
    pub basis: String,
}

/// An agency that every commune has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommuneAgency {
    pub key: String,
    pub kind: String,
    /// `{unit}` stands for "xã Con Cuông".
    pub name: String,
    /// `province`: the province's committee; the key of an agency above; or of another template of the commune.
    pub parent: String,
    /// `{code}` stands for the code of the commune's committee.
    pub code: Option<String>,
    /// `{number}` stands for the last group of that code.
    pub legacy: Option<String>,
    /// Only in units of this kind.
    pub only: Option<String>,
}

/// A position in every agency of a kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PositionRow {
    pub kind: String,
    pub role: String,
    pub title: String,
}

/// A delegation within every agency (or within the agencies of one unit) of these kinds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DelegationRow {
    pub from_kind: String,
    pub from_role: String,
    pub to_kind: String,
    pub to_role: String,
    pub matter: String,
    pub form: String,
    pub basis: String,
    pub from: IsoDate,
}

impl ProvincePack {
    /// Reads and checks one org.toml.
    ///
    /// # Errors
    /// [`PackError`] naming what is wrong.
    pub fn from_toml(text: &str) -> Result<Self, PackError> {
        let fault = |problem: String| PackError::new("org.toml", 0, problem);
        let mut pack: Self = toml::from_str(text).map_err(|error| fault(error.to_string()))?;
        pack.digest = crate::digest(&[text]);
        if pack.format != 1 {
            return Err(fault(format!("format {} is not known", pack.format)));
        }
        let mut keys = HashSet::new();
        for agency in &pack.agencies {
            if agency.parent.as_ref().is_some_and(|parent| !keys.contains(parent.as_str())) {
                return Err(fault(format!("{}: its parent must stand above it", agency.key)));
            }
            if !keys.insert(agency.key.as_str()) {
                return Err(fault(format!("{} stands twice", agency.key)));
            }
        }
        for row in &pack.successions {
            if !keys.contains(row.from.as_str()) || !keys.contains(row.to.as_str()) {
                return Err(fault(format!("succession {} to {}: no such agency", row.from, row.to)));
            }
        }
        for row in &pack.successions {
            if crate::model::Share::from_word(&row.share).is_none() {
                return Err(fault(format!("share {} is not known", row.share)));
            }
        }
        for row in &pack.delegations {
            let known =
                |kind: &str, role: &str| pack.positions.iter().any(|p| p.kind == kind && p.role == role);
            if !known(&row.from_kind, &row.from_role) || !known(&row.to_kind, &row.to_role) {
                return Err(fault(format!(
                    "delegation {} to {}: no such position",
                    row.from_role, row.to_role
                )));
            }
            if crate::model::SignatureForm::from_word(&row.form).is_none() {
                return Err(fault(format!("signature form {} is not known", row.form)));
            }
        }
        let codes =
            pack.agencies.iter().filter_map(|row| row.code.as_ref()).chain(pack.commune_codes.values());
        let mut seen = HashSet::new();
        for code in codes {
            if !well_formed(code) {
                return Err(fault(format!("{code} is not a code of QĐ 20/2020")));
            }
            if !seen.insert(code) {
                return Err(fault(format!("code {code} stands twice")));
            }
        }
        Ok(pack)
    }
}

/// Whether it is a code of QĐ 20/2020/QĐ-TTg as it is written there (no blanks, no small letters, not reversed).
pub(crate) fn well_formed(code: &str) -> bool {
    AgencyCode::parse(code).is_ok_and(|parsed| parsed.as_str() == code)
}
