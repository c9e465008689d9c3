//! What the printed agency names of a text are today, each decided once.
use crate::errors::Refused;
use crate::model::{AgencyMeaning, PlanFacts};
use crate::rules::meaning::{self, Meaning};
use base::Date;
use contracts::{AgencyCandidate, AgencyId, AgencyNames, Directory};
use db::{DbError, Tx};
use std::collections::HashMap;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    Agency,
    Group,
    Outside,
    Open,
}

impl NameKind {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Group => "group",
            Self::Outside => "outside",
            Self::Open => "open",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Agency, Self::Group, Self::Outside, Self::Open].into_iter().find(|kind| kind.word() == word)
    }
}

/// A printed name and its meaning.
#[derive(Clone, Debug)]
pub struct Resolved {
    pub printed: String,
    pub kind: NameKind,
    /// `communes`, `departments`.
    pub groups: Vec<String>,
    pub agencies: Vec<AgencyId>,
    /// `same_name`, `successor`, `district`, `group`, `former_group`, `directs`, `outside`, `unknown`, `code`, `person`.
    pub reason: &'static str,
    /// Whom it may mean, the likeliest first; only of an open name.
    pub candidates: Vec<AgencyCandidate>,
}

impl Resolved {
    fn new(printed: &str, kind: NameKind, reason: &'static str) -> Self {
        Self {
            printed: printed.to_owned(),
            kind,
            groups: Vec::new(),
            agencies: Vec::new(),
            reason,
            candidates: Vec::new(),
        }
    }
}

/// Meanings by the key of the printed name.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<String, Resolved>);

impl Names {
    #[must_use]
    pub fn get(&self, printed: &str) -> Option<&Resolved> {
        self.0.get(&meaning::key(printed))
    }

    pub fn put(&mut self, resolved: Resolved) {
        self.0.insert(meaning::key(&resolved.printed), resolved);
    }
}

/// Asks the rules, then the organisation.
///
/// # Errors
/// [`DbError`] of the port.
pub fn resolve(
    tx: &mut Tx<'_>,
    port: &dyn AgencyNames,
    (printed, expanded): (&str, Option<&str>),
    on: Date,
) -> Result<Resolved, DbError> {
    let (names, outside) = match meaning::of(printed, expanded) {
        Meaning::Groups { codes, former } => {
            let reason = if former { "former_group" } else { "group" };
            let mut group = Resolved::new(printed, NameKind::Group, reason);
            group.groups = codes.into_iter().map(str::to_owned).collect();
            return Ok(group);
        }
        Meaning::Directs => return Ok(Resolved::new(printed, NameKind::Outside, "directs")),
        Meaning::Named { names, outside } => (names, outside),
    };
    for name in names {
        let found = port.candidates(tx, &name, on)?;
        let Some(first) = found.first() else { continue };
        let mut one = Resolved::new(printed, NameKind::Agency, first.reason);
        if found.len() == 1 {
            one.agencies = vec![first.agency.id];
        } else {
            one.kind = NameKind::Open;
            one.candidates = found;
        }
        return Ok(one);
    }
    let (kind, reason) = if outside { (NameKind::Outside, "outside") } else { (NameKind::Open, "unknown") };
    Ok(Resolved::new(printed, kind, reason))
}

/// Every printed name of a plan, once, in the order of appearance.
#[must_use]
pub fn printed_names(facts: &PlanFacts) -> Vec<String> {
    let owners = facts.targets.iter().flat_map(|target| target.agency.iter().chain(&target.owner));
    let tasks =
        facts.tasks.iter().flat_map(|task| task.lead.iter().chain(&task.coordinating).chain(&task.directing));
    let mut seen = std::collections::BTreeSet::new();
    owners.chain(tasks).filter(|name| seen.insert(meaning::key(name))).cloned().collect()
}

/// The names of a plan that a pack brings: codes, groups and the pack's own table stand before what the words say.
///
/// # Errors
/// [`Refused::AgencyOpen`] with the first name that nobody can be found for.
pub(crate) fn of_pack(
    tx: &mut Tx<'_>,
    port: &dyn AgencyNames,
    directory: &dyn Directory,
    facts: &PlanFacts,
    on: Date,
) -> Result<Names, Refused> {
    let mut names = Names::default();
    for row in &facts.agencies {
        let resolved = said(tx, directory, row, on)?;
        names.put(resolved);
    }
    for printed in printed_names(facts) {
        if names.get(&printed).is_some() {
            continue;
        }
        let resolved = match by_code(tx, directory, &printed, on)? {
            Some(resolved) => resolved,
            None => settled(resolve(tx, port, (&printed, None), on)?)?,
        };
        names.put(resolved);
    }
    Ok(names)
}

/// Of several successors the default is meant; what stays open is refused.
fn settled(mut one: Resolved) -> Result<Resolved, Refused> {
    if one.kind != NameKind::Open {
        return Ok(one);
    }
    match one.candidates.first() {
        Some(first) if first.reason == "successor" => {
            one.kind = NameKind::Agency;
            one.reason = "successor";
            one.agencies = vec![first.agency.id];
            one.candidates.clear();
            Ok(one)
        }
        _ => Err(Refused::AgencyOpen(one.printed)),
    }
}

fn by_code(
    tx: &mut Tx<'_>,
    directory: &dyn Directory,
    printed: &str,
    on: Date,
) -> Result<Option<Resolved>, DbError> {
    if matches!(printed, meaning::COMMUNES | meaning::DEPARTMENTS) {
        let mut group = Resolved::new(printed, NameKind::Group, "code");
        group.groups = vec![printed.to_owned()];
        return Ok(Some(group));
    }
    let Some(agency) = directory.agency_by_code(tx, printed, on)? else { return Ok(None) };
    let mut one = Resolved::new(printed, NameKind::Agency, "code");
    one.agencies = vec![agency.id];
    Ok(Some(one))
}

fn said(
    tx: &mut Tx<'_>,
    directory: &dyn Directory,
    row: &AgencyMeaning,
    on: Date,
) -> Result<Resolved, Refused> {
    if row.outside {
        return Ok(Resolved::new(&row.printed, NameKind::Outside, "person"));
    }
    if let Some(group) = &row.group {
        let mut one = Resolved::new(&row.printed, NameKind::Group, "person");
        one.groups = vec![group.clone()];
        return Ok(one);
    }
    let mut one = Resolved::new(&row.printed, NameKind::Agency, "person");
    for code in &row.codes {
        let agency = directory.agency_by_code(tx, code, on)?;
        one.agencies.push(agency.ok_or_else(|| Refused::AgencyOpen(code.clone()))?.id);
    }
    Ok(one)
}
