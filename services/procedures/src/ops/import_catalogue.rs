//! Takes records of the national catalogue in as drafts with questions.
use super::MANAGE;
use crate::Refused;
use crate::model::{Origin, State};
use crate::rules::{self, ImportProblem, ImportSettings, Imported};
use crate::store::{self, NewVersion};
use base::Timestamp;
use contracts::{Mode, ProcedureId};
use db::{Db, Tx};
use policy::{OpContext, audit};

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// New drafts, and drafts whose record has changed.
    pub drafts: usize,
    /// Records that are there already with the same content.
    pub unchanged: usize,
    pub questions: usize,
    pub problems: Vec<ImportProblem>,
}

/// Records written in one transaction.
const SLICE: usize = 20;

/// Reads a file of records (as in `procedures-30.json`) into drafts.  Nothing is published.  A record that is there with
/// the same content is left alone; answers given to an earlier draft stay where the question is the same.
///
/// # Errors
/// [`Refused::Denied`]; those of the whole file ([`Refused::NotCatalogue`], too large, too many).
pub async fn import_catalogue(
    db: &Db,
    cx: &OpContext,
    bytes: &[u8],
    settings: &ImportSettings,
) -> Result<ImportReport, Refused> {
    let holding = cx.require_anywhere(MANAGE)?;
    let (records, problems) = rules::read_catalogue(bytes, settings)?;
    let mut report = ImportReport { problems, ..ImportReport::default() };
    for slice in records.chunks(SLICE) {
        let (slice, now) = (slice.to_vec(), cx.now);
        // Counted afresh in every run of the closure: it may run twice.
        let (drafts, unchanged, questions) = db
            .write(move |tx| {
                let (mut drafts, mut unchanged, mut questions) = (0, 0, 0);
                for record in &slice {
                    match store_draft(tx, record, now)? {
                        Some(open) => {
                            drafts += 1;
                            questions += open;
                        }
                        None => unchanged += 1,
                    }
                }
                Ok::<_, Refused>((drafts, unchanged, questions))
            })
            .await?;
        report.drafts += drafts;
        report.unchanged += unchanged;
        report.questions += questions;
    }
    let (cx, done) = (cx.clone(), report.clone());
    db.write(move |tx| {
        let detail = serde_json::json!({
            "drafts": done.drafts, "unchanged": done.unchanged, "problems": done.problems.len(),
        });
        audit(tx, &cx, "procedures.imported", cx.request_id, Some(&holding), &detail)?;
        Ok::<(), Refused>(())
    })
    .await?;
    Ok(report)
}

/// Open questions of the draft that was written; none when the record is known.
fn store_draft(tx: &mut Tx<'_>, record: &Imported, now: Timestamp) -> Result<Option<usize>, Refused> {
    let (procedure, _) = store::ensure_procedure(tx, &record.fact.code, Mode::National, now)?;
    let reference = record.fact.published_by.as_str();
    let known = store::by_origin(tx, procedure, Origin::Import, reference)?;
    let mut questions = record.questions.clone();
    if let Some(known) = known {
        if known.digest == record.digest {
            return Ok(None);
        }
        rules::carry_over(&mut questions, &known.questions);
        if known.state == State::Draft {
            let mut fact = record.fact.clone();
            fact.id = known.id;
            store::replace_draft(tx, &fact, &questions, &record.digest, known.row_version)?;
            return Ok(Some(open(&questions)));
        }
    }
    let mut fact = record.fact.clone();
    fact.id = ProcedureId::new(now);
    store::insert_version(
        tx,
        &NewVersion {
            procedure,
            fact: &fact,
            state: State::Draft,
            origin: Origin::Import,
            origin_ref: reference,
            base: None,
            digest: &record.digest,
            questions: &questions,
            effective_to: None,
            published: None,
            now,
        },
    )?;
    Ok(Some(open(&questions)))
}

fn open(questions: &[crate::model::Question]) -> usize {
    questions.iter().filter(|question| question.answer.is_none()).count()
}
