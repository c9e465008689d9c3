//! A table of many agencies at once, pasted from a spreadsheet or uploaded.
use super::book::Book;
use super::deps::Deps;
use super::report::{Fresh, expected_reporters, send};
use crate::errors::Refused;
use crate::model::Period;
use crate::rules::{Flaw, read_table};
use base::Date;
use contracts::AgencyId;
use policy::OpContext;
use std::collections::BTreeMap;

/// What is pasted.
#[derive(Clone, Debug)]
pub struct Paste {
    pub code: String,
    pub period: Date,
    pub text: String,
    /// Needed after the lock.
    pub reason: String,
    /// The last version of every agency that the page showed; an agency that is not here had sent nothing.
    pub seen: BTreeMap<AgencyId, i64>,
}

/// Sends the report of every line in one transaction: all or nothing.  Answers how many.
///
/// # Errors
/// [`Refused::Report`] with every flaw at its line and column; otherwise as [`super::send_report`].
pub async fn paste(deps: &Deps, cx: &OpContext, cmd: Paste) -> Result<usize, Refused> {
    cx.require_anywhere("indicators.report")?;
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let book = Book::load(tx)?;
            let dated = book.at_or_first(&cmd.code, cmd.period).ok_or(Refused::NotFound)?;
            let definition = &dated.definition;
            if definition.counted() {
                return Err(Refused::NotFound);
            }
            let period = Period::of_calendar(definition.period, cmd.period);
            let end = period.window(definition.window_day).1;
            let expected = expected_reporters(tx, work.names.as_ref(), definition, end)?;
            let known: Vec<(String, String)> =
                expected.iter().map(|agency| (agency.code.clone(), agency.name.clone())).collect();
            let rows = read_table(&cmd.text, definition, &known).map_err(Refused::Report)?;
            let mut flaws = Vec::new();
            let count = rows.len();
            for row in rows {
                let Some(agency) = expected.iter().find(|agency| agency.code == row.agency_code) else {
                    continue;
                };
                let Ok(holding) = cx.require("indicators.report", agency.id) else {
                    let flaw = Flaw::new("table", "table-not-yours")
                        .arg("line", row.line.to_string())
                        .arg("name", agency.name.clone());
                    flaws.push(flaw);
                    continue;
                };
                let fresh = Fresh {
                    agency: agency.id,
                    inputs: row.inputs,
                    note: row.note,
                    reason: cmd.reason.clone(),
                    version: cmd.seen.get(&agency.id).copied().unwrap_or(0),
                };
                match send(tx, &cx, &holding, definition, period, &fresh) {
                    Ok(_) => {}
                    Err(Refused::Stale) => {
                        let flaw = Flaw::new("table", "table-stale")
                            .arg("line", row.line.to_string())
                            .arg("name", agency.name.clone());
                        flaws.push(flaw);
                    }
                    Err(refused) => return Err(refused),
                }
            }
            if flaws.is_empty() { Ok(count) } else { Err(Refused::Report(flaws)) }
        })
        .await
}
