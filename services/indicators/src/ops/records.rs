//! The records behind a number: codes of dossiers, and nothing of a person.
use super::book::Book;
use super::deps::Deps;
use crate::errors::Refused;
use crate::store::{self, Record, RecordFilter};
use base::Date;
use contracts::{AgencyId, DossierId};
use policy::OpContext;
use std::collections::BTreeMap;

/// Which records.
#[derive(Clone, Debug)]
pub struct ListRecords {
    /// Code of the fact.
    pub fact: String,
    pub from: Date,
    pub to: Date,
    /// None: every agency within the scope.
    pub agencies: Option<Vec<AgencyId>>,
    pub after: Option<Record>,
    pub limit: usize,
}

/// One record.
#[derive(Clone, Debug)]
pub struct ListedRecord {
    pub record: Record,
    pub code: String,
    pub agency: String,
}

/// One page of them.
#[derive(Clone, Debug)]
pub struct Records {
    /// What is counted, in words.
    pub title: String,
    pub method: String,
    pub rows: Vec<ListedRecord>,
    pub more: bool,
}

/// One page of the records behind a fact.
///
/// # Errors
/// [`Refused::NotFound`] for an unknown fact; [`Refused::Denied`] without `indicators.read`.
pub async fn list_records(deps: &Deps, cx: &OpContext, query: ListRecords) -> Result<Records, Refused> {
    let scope = cx.scope("indicators.read")?;
    let work = deps.clone();
    deps.db
        .read(move |tx| {
            let book = Book::load(tx)?;
            let fact = book.fact(&query.fact).ok_or(Refused::NotFound)?;
            let filter = RecordFilter {
                fact: fact.number,
                from: query.from,
                to: query.to,
                agencies: query.agencies.clone(),
                after: query.after,
            };
            let limit = i64::try_from(query.limit.saturating_add(1)).unwrap_or(i64::MAX);
            let mut found = store::records(tx, &scope, &filter, limit)?;
            let more = found.len() > query.limit;
            found.truncate(query.limit);
            let mut ids: Vec<DossierId> = found.iter().map(|record| record.dossier).collect();
            ids.sort_unstable();
            ids.dedup();
            let codes: BTreeMap<DossierId, String> = work.history.codes(tx, &ids)?.into_iter().collect();
            let mut agencies: Vec<AgencyId> = found.iter().map(|record| record.agency).collect();
            agencies.sort_unstable();
            agencies.dedup();
            let names: BTreeMap<AgencyId, String> = work
                .directory
                .agencies(tx, &agencies)?
                .into_iter()
                .map(|fact| (fact.id, fact.name))
                .collect();
            let rows = found
                .into_iter()
                .map(|record| ListedRecord {
                    code: codes.get(&record.dossier).cloned().unwrap_or_default(),
                    agency: names.get(&record.agency).cloned().unwrap_or_default(),
                    record,
                })
                .collect();
            Ok(Records { title: fact.body.title.clone(), method: fact.body.method.clone(), rows, more })
        })
        .await
}
