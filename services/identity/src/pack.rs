//! Two parts of packs: `roles.toml` (which permission a role carries, how far) and `accounts.toml` (sample accounts).
use crate::sample::{SampleAccounts, seed};
use db::Tx;
use packs::{Object, PackError, PackView, Part, PartReader, Problem, toml_problem};
use policy::{OpContext, Reach, RoleGrant, replace_role_grants};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesFile {
    format: i64,
    role: Vec<RoleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleRow {
    code: String,
    #[serde(default)]
    own: Vec<String>,
    #[serde(default)]
    below: Vec<String>,
    #[serde(default)]
    all: Vec<String>,
}

/// Reads `roles.toml`.
///
/// # Errors
/// The parser's error.
pub fn parse_roles(text: &str) -> Result<Vec<RoleGrant>, toml::de::Error> {
    let file: RolesFile = toml::from_str(text)?;
    if file.format != 1 {
        return Err(serde::de::Error::custom("format is not 1"));
    }
    let mut grants = Vec::new();
    for row in file.role {
        for (permissions, reach) in [(row.own, Reach::Own), (row.below, Reach::Below), (row.all, Reach::All)]
        {
            let named = |permission| RoleGrant { role: row.code.clone(), permission, reach };
            grants.extend(permissions.into_iter().map(named));
        }
    }
    Ok(grants)
}

fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Vec<Problem>> {
    std::str::from_utf8(bytes).map_err(|_| vec![Problem::new(file, "packs.not_utf8")])
}

/// Reads `roles.toml`: replaces all role data.
#[derive(Clone, Debug, Default)]
pub struct RolesReader {
    /// Every permission that a module declares; a role may name no other.  Empty: any.
    known: Vec<&'static str>,
}

impl RolesReader {
    #[must_use]
    pub fn new(known: Vec<&'static str>) -> Self {
        Self { known }
    }
}

impl PartReader for RolesReader {
    fn kind(&self) -> &'static str {
        "roles"
    }

    fn order(&self) -> u16 {
        40
    }

    fn plan(&self, file: &str, bytes: &[u8], _: &PackView) -> Result<Part, Vec<Problem>> {
        let text = text(file, bytes)?;
        let grants = parse_roles(text).map_err(|error| vec![toml_problem(file, text, &error)])?;
        let mut problems = Vec::new();
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for grant in &grants {
            let (role, permission) = (grant.role.as_str(), grant.permission.as_str());
            let say = |code| Problem::new(file, code).arg("role", role).arg("permission", permission);
            if !self.known.is_empty() && !self.known.contains(&permission) {
                problems.push(say("identity.permission_unknown"));
            }
            if seen.contains(&(role, permission)) {
                problems.push(say("identity.permission_twice"));
            }
            seen.push((role, permission));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let objects = vec![Object::replaceable("roles", "roles", bytes)];
        Ok(Part::new(objects, move |tx: &mut Tx<'_>, _: &OpContext| Ok(replace_role_grants(tx, &grants)?)))
    }
}

/// Reads `accounts.toml`.  A program that is not a sample writes nothing of it: passwords that stand in a file open
/// no real office.
#[derive(Clone, Copy, Debug)]
pub struct AccountsReader {
    sample: bool,
}

impl AccountsReader {
    #[must_use]
    pub const fn new(sample: bool) -> Self {
        Self { sample }
    }
}

impl PartReader for AccountsReader {
    fn kind(&self) -> &'static str {
        "accounts"
    }

    fn order(&self) -> u16 {
        45
    }

    fn plan(&self, file: &str, bytes: &[u8], _: &PackView) -> Result<Part, Vec<Problem>> {
        let text = text(file, bytes)?;
        let sample =
            SampleAccounts::from_toml(text).map_err(|error| vec![toml_problem(file, text, &error)])?;
        if !self.sample {
            return Ok(Part::new(Vec::new(), |_: &mut Tx<'_>, _: &OpContext| Ok(())));
        }
        let prepared = sample.prepare().map_err(|error| {
            vec![Problem::new(file, "identity.account_wrong").arg("detail", error.to_string())]
        })?;
        let name = file.to_owned();
        let slices = prepared.accounts().len();
        Ok(Part::in_slices(Vec::new(), slices, move |tx, cx, slice| {
            let rows = prepared.accounts().get(slice..=slice).unwrap_or_default();
            seed(tx, cx, &prepared, rows).map_err(|error| PackError::part(name.clone(), error))
        }))
    }
}
