//! `overlays.toml` of a sample: fees and authority as the province would decide them, and what is filed here.
//! The control officer lays them, through the same operations as a person at a page.
use super::staff::Officers;
use crate::loading;
use base::{Date, Timestamp};
use contracts::{Channel, Directory, Mode};
use db::{Db, DbError};
use org::OrgDirectory;
use org::pack::ProvincePack;
use procedures::{Change, NewOverlay, Refused};
use serde::Deserialize;

/// The one whose sample values stand in for provinces that have none of their own.
const MODEL: &str = "nghe-an";

#[derive(Deserialize)]
struct File {
    local: Vec<String>,
    #[serde(rename = "overlay")]
    overlays: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    case: Option<String>,
    channel: Option<Channel>,
    change: Change,
    decision: String,
    effective_from: String,
    effective_to: Option<String>,
}

/// Lays the decisions and opens the procedures that are filed here.
///
/// # Errors
/// [`Refused`] of the catalogue; an authority that this province does not have is left out.
pub(super) async fn lay(
    db: &Db,
    sample: &str,
    officers: &mut Officers,
    now: Timestamp,
) -> Result<(), Refused> {
    let (own, text) = match loading::embedded_text(sample, "overlays.toml") {
        Some(text) => (true, text),
        None => (false, loading::embedded_text(MODEL, "overlays.toml").unwrap_or_default()),
    };
    let Ok(file) = toml::from_str::<File>(text) else { return Err(Refused::NotFound) };
    let office = db.read(move |tx| control_office(tx, now.date())).await?;
    let Some(office) = office else { return Ok(()) };
    let Some(officer) = officers.find(office, "control_officer").await? else { return Ok(()) };
    let cx = officer.at(now);
    for row in file.overlays {
        let (Some(from), to) = (day(&row.effective_from), row.effective_to.as_deref().and_then(day)) else {
            continue;
        };
        let Some(change) = (if own { Some(row.change) } else { at_home(sample, row.change) }) else {
            continue;
        };
        let new = NewOverlay {
            code: row.code,
            case: row.case,
            channel: row.channel,
            change,
            decision: row.decision,
            effective_from: from,
            effective_to: to,
        };
        procedures::set_overlay(db, &cx, new).await?;
    }
    for code in file.local {
        match procedures::set_mode(db, &cx, &code, Mode::Local).await {
            Ok(()) => {}
            // Without the decision of its own province it stays with the national portal.
            Err(Refused::NotConfigured) if !own => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The same decision about the agency that has the same key in this province.
fn at_home(sample: &str, change: Change) -> Option<Change> {
    let Change::Authority { level, receiving, resolving_kind, resolving_code: Some(code) } = change else {
        return Some(change);
    };
    let agencies = |province: &str| {
        let text = loading::embedded_text(province, "org.toml")?;
        ProvincePack::from_toml(text).ok().map(|pack| pack.agencies)
    };
    let key = agencies(MODEL)?.into_iter().find(|row| row.code.as_ref() == Some(&code))?.key;
    let code = agencies(sample)?.into_iter().find(|row| row.key == key)?.code?;
    Some(Change::Authority { level, receiving, resolving_kind, resolving_code: Some(code) })
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// The office of the province's committee: where procedures are controlled.
fn control_office(tx: &mut db::Tx<'_>, on: Date) -> Result<Option<contracts::AgencyId>, DbError> {
    let communes = OrgDirectory.communes(tx, on)?;
    let Some(province) = communes.first().and_then(|unit| unit.parent) else { return Ok(None) };
    Ok(OrgDirectory.agencies_of_kind(tx, province, "office", on)?.into_iter().next().map(|fact| fact.id))
}
