//! Agencies by the names that people write, within the reach of whoever assigns.
use super::rights::ASSIGN;
use crate::Deps;
use crate::errors::Refused;
use contracts::AgencyFact;
use db::{DbError, Tx};
use policy::{OpContext, Scope};

/// The groups that can be named as a whole.
pub const GROUPS: [&str; 2] = ["departments", "communes"];

/// Whom somebody may assign work to.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// (group, its agencies); empty groups are left out.
    pub groups: Vec<(&'static str, Vec<AgencyFact>)>,
    /// Agencies of a smaller reach, where no group lies in it.
    pub others: Vec<AgencyFact>,
}

/// Agencies that a form lists one by one.
const LISTED_MAX: usize = 60;

/// Whom the person may assign work to, for the form.
///
/// # Errors
/// [`Refused::Denied`] without `tasks.assign`.
pub async fn reach(deps: &Deps, cx: &OpContext) -> Result<Reach, Refused> {
    let scope = cx.scope(ASSIGN)?;
    let (names, directory, today) = (deps.names.clone(), deps.directory.clone(), cx.now.date());
    deps.db
        .read(move |tx| {
            let mut reach = Reach::default();
            for group in GROUPS {
                let mut agencies = names.of_group(tx, group, today)?;
                agencies.retain(|agency| scope.covers(agency.id));
                if !agencies.is_empty() {
                    reach.groups.push((group, agencies));
                }
            }
            if let (Scope::Agencies(list), true) =
                (&scope, reach.groups.iter().all(|(_, group)| group.len() < 2))
            {
                reach.groups.clear();
                let known: Vec<_> = list.iter().copied().take(LISTED_MAX).collect();
                reach.others = directory.agencies(tx, &known)?;
                reach.others.sort_by(|one, other| text::compare(&one.name, &other.name));
            }
            Ok(reach)
        })
        .await
}

/// What one written name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    One(AgencyFact),
    /// Names of the agencies that it may mean.
    Several(String, Vec<String>),
    Unknown(String),
}

/// Names of one form: longer lists are ticked, not written.
const NAMES_MAX: usize = 60;

/// What each of these names is today: by its code, or by its name of today or before.
///
/// # Errors
/// [`Refused::Field`] for more names than somebody writes; [`Refused::Database`].
pub async fn resolve(deps: &Deps, cx: &OpContext, written: &str) -> Result<Vec<Resolved>, Refused> {
    let printed: Vec<String> =
        written.split([';', '\n']).map(text::squeeze).filter(|name| !name.is_empty()).collect();
    if printed.is_empty() {
        return Ok(Vec::new());
    }
    if printed.len() > NAMES_MAX {
        return Err(Refused::Field("agencies"));
    }
    let (work, today) = (deps.clone(), cx.now.date());
    deps.db
        .read(move |tx| {
            printed
                .iter()
                .map(|name| one(&work, tx, name, today))
                .collect::<Result<Vec<_>, DbError>>()
                .map_err(Refused::from)
        })
        .await
}

fn one(deps: &Deps, tx: &mut Tx<'_>, printed: &str, today: base::Date) -> Result<Resolved, DbError> {
    if let Some(agency) = deps.directory.agency_by_code(tx, printed, today)? {
        return Ok(Resolved::One(agency));
    }
    let mut found = deps.names.candidates(tx, printed, today)?;
    let same: Vec<usize> = found
        .iter()
        .enumerate()
        .filter(|(_, one)| text::same_words(&one.agency.name, printed))
        .map(|(at, _)| at)
        .collect();
    Ok(match (found.len(), same.as_slice()) {
        (0, _) => Resolved::Unknown(printed.to_owned()),
        (1, _) => Resolved::One(found.remove(0).agency),
        // Written as it is called today: nothing to ask.
        (_, [only]) => Resolved::One(found.remove(*only).agency),
        _ => {
            let names = found.into_iter().map(|one| one.agency.name).collect();
            Resolved::Several(printed.to_owned(), names)
        }
    })
}
