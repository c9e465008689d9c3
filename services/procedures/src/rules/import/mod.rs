//! Reads records of the national catalogue into drafts and questions.  A record is what a web page of the national
//! portal says, glued together without marks between cells; law.md §12 lists its traps.  What is certain becomes data,
//! what is not becomes a question with its readings and the words of the steps beside it; nothing is guessed silently.
mod authority;
mod cells;
mod components;
mod fees;
mod limits;
mod record;
mod results;
mod words;

pub(crate) use record::Record;

use crate::Refused;
use crate::model::Question;
use base::Date;
use contracts::{CaseRule, ChannelRule, Level, Mode, ProcedureFact, ProcedureId, Receiving};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Largest file, in bytes.
pub(crate) const BYTES_MAX: usize = 32 * 1024 * 1024;
/// Most records in one file (the whole catalogue has about 6,700).
pub const RECORDS_MAX: usize = 10_000;

/// What the reader must know about the installation.
#[derive(Clone, Debug)]
pub struct ImportSettings {
    /// Name of the own province without its kind: `Nghệ An`.
    pub province: String,
    /// From when the imported versions hold, until the drafts say otherwise.
    pub effective_from: Date,
}

/// One record as a draft.
#[derive(Clone, Debug)]
pub struct Imported {
    /// From 0, in the file.
    pub index: usize,
    /// Without id and version: those come with storing.
    pub fact: ProcedureFact,
    pub questions: Vec<Question>,
    /// Hexadecimal SHA-256 of the record.
    pub digest: String,
}

/// A record that cannot be a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportProblem {
    /// From 0, in the file.
    pub index: usize,
    /// The code as written, shortened; empty when there is none.
    pub code: String,
    /// The sentence is `procedures-import-<what>`.
    pub what: &'static str,
}

/// Reads a file.
///
/// # Errors
/// [`Refused::NotCatalogue`], [`Refused::TooLarge`], [`Refused::TooManyRecords`] for the whole file.  A record that is
/// wrong by itself stands in the problems and harms no other.
pub fn read_catalogue(
    bytes: &[u8],
    settings: &ImportSettings,
) -> Result<(Vec<Imported>, Vec<ImportProblem>), Refused> {
    if bytes.len() > BYTES_MAX {
        return Err(Refused::TooLarge(u64::try_from(BYTES_MAX / (1024 * 1024)).unwrap_or(0)));
    }
    let values: Vec<serde_json::Value> = serde_json::from_slice(bytes).map_err(|error| {
        // The parser's message may quote the file; the place is enough.
        Refused::NotCatalogue(format!("{}:{}", error.line(), error.column()))
    })?;
    if values.len() > RECORDS_MAX {
        return Err(Refused::TooManyRecords(RECORDS_MAX));
    }
    let (mut drafts, mut problems, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (index, value) in values.into_iter().enumerate() {
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(value.to_string().as_bytes()));
        let written = value.get("ma_thu_tuc").and_then(|code| code.as_str()).unwrap_or_default();
        let code: String = written.chars().take(20).collect();
        match Record::read(value) {
            Ok(record) if !seen.insert(record.code.clone()) => {
                problems.push(ImportProblem { index, code, what: "twice" });
            }
            Ok(record) => {
                let (fact, questions) = draft(&record, settings);
                drafts.push(Imported { index, fact, questions, digest });
            }
            Err(what) => problems.push(ImportProblem { index, code, what }),
        }
    }
    Ok((drafts, problems))
}

fn draft(record: &Record, settings: &ImportSettings) -> (ProcedureFact, Vec<Question>) {
    let cells: Vec<cells::Cell> = record.channels.iter().filter_map(|text| cells::read_cell(text)).collect();
    let mut questions = Vec::new();
    cells::unread(record, &cells, &mut questions);
    let limit = limits::decide(record, &cells, &mut questions);
    let fees = fees::decide(record, &cells, &mut questions);
    let papers = components::decide(record, &mut questions);
    let authority = authority::decide(record, &settings.province, &mut questions);
    let result = results::decide(record, &mut questions);
    let mut channels: Vec<ChannelRule> = Vec::new();
    for cell in &cells {
        if !channels.iter().any(|rule| rule.channel == cell.channel) {
            channels.push(ChannelRule { channel: cell.channel, limit: limit.clone() });
        }
    }
    channels.sort_by_key(|rule| rule.channel.number());
    let cases = papers
        .cases
        .into_iter()
        .map(|case| CaseRule {
            code: case.code,
            name: case.name,
            help: case.help,
            channels: channels.clone(),
            components: case.components,
            fees: fees.clone(),
            counts: Vec::new(),
            form: None,
            process: None,
        })
        .collect();
    let fact = ProcedureFact {
        id: ProcedureId::from(base::Id::from_bytes([0; 16])),
        code: record.code.clone(),
        version: 0,
        name: record.name.clone(),
        field: record.field.clone(),
        level: authority.level,
        receiving: match authority.level {
            Level::Commune => Receiving::OwnCommune,
            Level::Province => Receiving::Province,
        },
        resolving_kind: authority.kind.to_owned(),
        resolving_code: None,
        mode: Mode::National,
        audience: record.audience.clone(),
        cases,
        result,
        supplements: Vec::new(),
        immediate: false,
        synonyms: Vec::new(),
        life_event: None,
        steps: record.step_lines(),
        conditions: record.condition_lines(),
        legal_basis: words::act_numbers(&record.legal),
        published_by: record.decision.clone(),
        effective_from: settings.effective_from,
        notes: Vec::new(),
        office_notes: Vec::new(),
    };
    (fact, questions)
}
