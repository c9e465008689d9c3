//! A published text is taken in: kept as it is, read, and laid out with what was found and what is not clear.
use super::doubts::raise;
use super::resolve::{self, Resolved};
use crate::errors::Refused;
use crate::model::PlanFacts;
use crate::model::facts::{BudgetFacts, FigureFacts, TargetFacts, TaskFacts};
use crate::model::source::{AgencyName, Doubt, Finding, FindingKind, PlanSource, SourceIdentity, SourceLine};
use crate::reading::{Document, Kind};
use crate::rules::{Found, meaning};
use crate::store::{doubts, findings, names, sources};
use crate::{Deps, Reading, read_plan};
use base::Timestamp;
use contracts::{AgencyId, PlanSourceId};
use db::{DbError, Tx};
use policy::OpContext;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use std::time::Instant;

/// Reads a file and lays it out for correction; blocks.  A loading that broke off is taken up again.
///
/// # Errors
/// [`Refused`]: no right, the file cannot be read ([`Refused::Read`]), or it was read before ([`Refused::SameFile`]).
pub fn read_text(
    deps: &Deps,
    cx: &OpContext,
    file_name: &str,
    bytes: &[u8],
) -> Result<PlanSourceId, Refused> {
    let holding = cx.require_anywhere("programme.plan")?;
    take_in(deps, cx, Some(&holding), file_name, bytes)
}

/// The same for the operator at the command line.
///
/// # Errors
/// As [`read_text`]; `Denied` for anybody but the program itself.
pub fn read_text_as_operator(
    deps: &Deps,
    cx: &OpContext,
    file_name: &str,
    bytes: &[u8],
) -> Result<PlanSourceId, Refused> {
    cx.authorize_system("programme.plan", ())?;
    take_in(deps, cx, None, file_name, bytes)
}

fn take_in(
    deps: &Deps,
    cx: &OpContext,
    holding: Option<&policy::Holding>,
    file_name: &str,
    bytes: &[u8],
) -> Result<PlanSourceId, Refused> {
    if bytes.is_empty() {
        return Err(Refused::NoFile);
    }
    let digest = objects::Digest::of(bytes);
    let sha = digest.sha256.clone();
    let known = deps.db.read_blocking(move |tx| sources::by_digest(tx, &sha))?;
    if let Some(source) = known.filter(|source| !left(source, cx.now)) {
        return Err(Refused::SameFile(source.id));
    }
    let begun = Instant::now();
    let reading = read_plan(bytes, file_name)?;
    let read_millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let stored = deps.objects.put_bytes(bytes)?;
    let facts = facts_of(&reading.found)?;
    let source = PlanSource {
        id: base::Id::new(cx.now).into(),
        file_name: file_name.to_owned(),
        digest: Some(stored.sha256.clone()),
        size: stored.size_stored(),
        identity: SourceIdentity {
            document: facts.document.clone(),
            standing: holding.map(|holding| holding.agency),
            read_millis,
        },
        state: "loading".to_owned(),
        line_count: i64::try_from(reading.document.lines.len()).unwrap_or(i64::MAX),
        read_at: cx.now,
        read_by: cx.actor.account(),
        earlier: None,
        relation: None,
        version: 1,
    };
    let source = deps.db.write_blocking(move |tx| claim(tx, &source))?;
    lay_out(deps, cx, &source, &reading, &facts)?;
    let (id, cx, holding) = (source.id, cx.clone(), holding.cloned());
    put(deps, &source, move |tx| {
        sources::put_state(tx, id, "loading", "reading")?;
        let detail = serde_json::json!({ "digest": stored.sha256 });
        policy::audit(tx, &cx, "programme.text_read", id.id(), holding.as_ref(), &detail)?;
        Ok(())
    })?;
    Ok(source.id)
}

/// A loading that nobody has touched for so long broke off.
const LEFT_SECONDS: i64 = 120;

fn left_before(now: Timestamp) -> Timestamp {
    now.plus_seconds(-LEFT_SECONDS)
}

fn left(source: &PlanSource, now: Timestamp) -> bool {
    source.state == "loading" && source.read_at < left_before(now)
}

/// The one loading of these bytes: a new text, or one whose loader is gone.
fn claim(tx: &mut Tx<'_>, new: &PlanSource) -> Result<PlanSource, Refused> {
    if sources::insert(tx, new)? {
        return Ok(new.clone());
    }
    let known = sources::by_digest(tx, new.digest.as_deref().unwrap_or_default())?.ok_or(Refused::Stale)?;
    if !sources::take_up(tx, &known, left_before(new.read_at), new.read_at)? {
        return Err(Refused::SameFile(known.id));
    }
    Ok(PlanSource { id: known.id, version: known.version + 1, ..new.clone() })
}

/// Writes a slice while the loading is still this loader's.
fn put<T: Send + 'static>(
    deps: &Deps,
    source: &PlanSource,
    write: impl Fn(&mut Tx<'_>) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let (id, version) = (source.id, source.version);
    deps.db.write_blocking(move |tx| {
        if !sources::is_loading(tx, id, version)? {
            return Err(Refused::Stale);
        }
        write(tx)
    })
}

/// Lines, findings, names and doubts in slices; nothing counts before the state says so.
fn lay_out(
    deps: &Deps,
    cx: &OpContext,
    source: &PlanSource,
    reading: &Reading,
    facts: &PlanFacts,
) -> Result<(), Refused> {
    let id = source.id;
    for slice in lines_of(&reading.document).chunks(db::BULK_SLICE_MAX) {
        let slice = slice.to_vec();
        put(deps, source, move |tx| Ok(sources::insert_lines(tx, id, &slice)?))?;
    }
    put(deps, source, move |tx| {
        doubts::clear(tx, id)?;
        names::clear(tx, id)?;
        Ok(findings::clear(tx, id)?)
    })?;
    let rows = findings_of(id, &reading.found, facts, cx)?;
    for slice in rows.chunks(db::BULK_SLICE_MAX) {
        let slice = slice.to_vec();
        put(deps, source, move |tx| Ok(slice.iter().try_for_each(|row| findings::insert(tx, row))?))?;
    }
    let (port, on, printed) =
        (deps.names.clone(), cx.now.date(), names_with_expansion(&reading.found, facts));
    let resolved: Vec<Resolved> = deps.db.read_blocking(move |tx| {
        let each = printed.iter();
        each.map(|(name, long)| resolve::resolve(tx, &*port, (name, long.as_deref()), on))
            .collect::<Result<Vec<_>, DbError>>()
    })?;
    let doubts_found = raise(source, &reading.found, facts, &rows, &resolved, cx.now);
    let decided: Vec<(AgencyName, Vec<AgencyId>)> =
        resolved.iter().map(|one| (name_row(id, one), one.agencies.clone())).collect();
    for slice in decided.chunks(db::BULK_SLICE_MAX) {
        let slice = slice.to_vec();
        put(deps, source, move |tx| {
            Ok(slice.iter().try_for_each(|(row, agencies)| names::insert(tx, row, agencies))?)
        })?;
    }
    for slice in doubts_found.chunks(db::BULK_SLICE_MAX) {
        let slice: Vec<Doubt> = slice.to_vec();
        put(deps, source, move |tx| Ok(slice.iter().try_for_each(|row| doubts::insert(tx, row))?))?;
    }
    Ok(())
}

/// The reading as facts.
///
/// # Errors
/// [`Refused::Database`] when the reading's own JSON is no facts; that is a fault of the program.
pub fn facts_of(found: &Found) -> Result<PlanFacts, Refused> {
    let json = crate::json::of(found, &|warning| warning.key.to_owned());
    serde_json::from_value(json).map_err(|error| fault(&error))
}

fn fault(error: &serde_json::Error) -> Refused {
    Refused::Database(DbError::Column { index: 0, message: error.to_string() })
}

fn lines_of(document: &Document) -> Vec<SourceLine> {
    let mut kinds = vec!["paragraph"; document.lines.len()];
    for block in &document.blocks {
        let kind = match block.kind {
            Kind::Heading { .. } => "heading",
            Kind::Paragraph(_) => "paragraph",
            Kind::Bullet { .. } => "bullet",
            Kind::Table(_) => "table",
            Kind::Note(_) => "note",
            Kind::Furniture => "furniture",
        };
        for line in block.first..=block.last {
            if let Some(slot) = line.checked_sub(1).and_then(|at| kinds.get_mut(at)) {
                *slot = kind;
            }
        }
    }
    let numbered = document.lines.iter().zip(kinds).enumerate();
    numbered
        .map(|(at, (text, kind))| SourceLine {
            line: i64::try_from(at + 1).unwrap_or(i64::MAX),
            text: text.chars().filter(|c| *c != '\0').collect(),
            kind: kind.to_owned(),
        })
        .collect()
}

struct Laying<'a> {
    source: PlanSourceId,
    cx: &'a OpContext,
    rows: Vec<Finding>,
}

impl Laying<'_> {
    fn put<T: Serialize>(
        &mut self,
        kind: FindingKind,
        at: usize,
        place: crate::rules::Place,
        body: &T,
    ) -> Result<(), Refused> {
        let mut body = serde_json::to_value(body).map_err(|error| fault(&error))?;
        if let Value::Object(fields) = &mut body {
            fields.remove("line");
            fields.remove("end_line");
        }
        self.rows.push(Finding {
            id: base::Id::new(self.cx.now).into(),
            source: self.source,
            kind,
            position: i64::try_from(at).unwrap_or(i64::MAX),
            line: i64::try_from(place.line).unwrap_or(i64::MAX),
            end_line: i64::try_from(place.end_line).unwrap_or(i64::MAX),
            confidence: i64::from(place.confidence),
            reason: place.reason.to_owned(),
            original: Some(body.clone()),
            body,
            state: "open".to_owned(),
            version: 1,
            changed_by: None,
            changed_at: None,
        });
        Ok(())
    }
}

fn findings_of(
    source: PlanSourceId,
    found: &Found,
    facts: &PlanFacts,
    cx: &OpContext,
) -> Result<Vec<Finding>, Refused> {
    let mut laying = Laying { source, cx, rows: Vec::new() };
    for (at, (row, fact)) in found.targets.iter().zip(&facts.targets).enumerate() {
        laying.put::<TargetFacts>(FindingKind::Target, at, row.place, fact)?;
    }
    for (at, (row, fact)) in found.tasks.iter().zip(&facts.tasks).enumerate() {
        laying.put::<TaskFacts>(FindingKind::Task, at, row.place, fact)?;
    }
    for (at, (row, fact)) in found.budgets.iter().zip(&facts.budgets).enumerate() {
        laying.put::<BudgetFacts>(FindingKind::Budget, at, row.place, fact)?;
    }
    for (at, (row, fact)) in found.figures.iter().zip(&facts.figures).enumerate() {
        laying.put::<FigureFacts>(FindingKind::Figure, at, row.place, fact)?;
    }
    Ok(laying.rows)
}

/// Every printed name once, with the name that the document itself writes out for it.
fn names_with_expansion(found: &Found, facts: &PlanFacts) -> Vec<(String, Option<String>)> {
    let named =
        found.tasks.iter().flat_map(|task| task.lead.iter().chain(&task.coordinating).chain(&task.directing));
    let long: HashMap<String, String> =
        named.filter_map(|name| Some((meaning::key(&name.printed), name.expanded.clone()?))).collect();
    resolve::printed_names(facts)
        .into_iter()
        .map(|printed| {
            let expanded = long.get(&meaning::key(&printed)).cloned();
            (printed, expanded)
        })
        .collect()
}

pub(super) fn name_row(source: PlanSourceId, one: &Resolved) -> AgencyName {
    AgencyName {
        source,
        key: meaning::key(&one.printed),
        printed: one.printed.clone(),
        kind: one.kind.word().to_owned(),
        group_code: (!one.groups.is_empty()).then(|| one.groups.join(" ")),
        reason: one.reason.to_owned(),
        version: 1,
    }
}
