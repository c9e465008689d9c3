//! `procedures/*.toml`: a version of a procedure.
use super::{processes, utf8};
use crate::model::{Origin, ProcedureFile};
use crate::ops::publication::{NewBase, close_by_origin, publish_base};
use crate::rules::{self, Finding};
use ::packs::{Object, PackError, PackView, Part, PartReader, Problem, toml_problem};
use base::{Date, Id};
use contracts::{ProcedureFact, ProcedureId};
use db::Tx;
use policy::OpContext;

/// Reads procedures.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProcedureReader;

/// The kind under which packs remember procedures; the reference is `1.001193@1`.
const OBJECT: &str = "procedure";

impl PartReader for ProcedureReader {
    fn kind(&self) -> &'static str {
        "procedures"
    }

    fn order(&self) -> u16 {
        70
    }

    fn plan(&self, file: &str, bytes: &[u8], pack: &PackView) -> Result<Part, Vec<Problem>> {
        let text = utf8(file, bytes)?;
        let written: ProcedureFile =
            toml::from_str(text).map_err(|error| vec![toml_problem(file, text, &error)])?;
        let reference = format!("{}@{}", written.code, written.version);
        let canonical = serde_json::to_vec(&written)
            .map_err(|error| vec![Problem::new(file, "packs.bad_json").arg("detail", error.to_string())])?;
        let mut problems = misspelled(file, text, &written);
        if written.version < 1 {
            problems.push(
                Problem::new(file, "procedures.bad_version").at_line(processes::line_near(text, "version")),
            );
        }
        let fact = written.into_fact(ProcedureId::from(Id::from_bytes([0; 16])), 0);
        problems.extend(rules::check_fact(&fact).iter().map(|finding| problem(file, text, finding)));
        problems.extend(references(file, text, &fact, pack));
        if !problems.is_empty() {
            return Err(problems);
        }
        let object = Object::immutable(OBJECT, reference.clone(), &canonical);
        let digest = object.digest.clone();
        Ok(Part::new(vec![object], move |tx, cx| {
            let base = NewBase {
                fact: &fact,
                origin: Origin::Pack,
                origin_ref: &reference,
                digest: &digest,
                effective_to: None,
            };
            publish_base(tx, &base, cx.now, cx.actor.account())
                .map(drop)
                .map_err(|error| PackError::part("", error))
        }))
    }

    fn close(
        &self,
        tx: &mut Tx<'_>,
        cx: &OpContext,
        object: (&str, &str),
        on: Date,
    ) -> Result<(), PackError> {
        let (kind, reference) = object;
        if kind != OBJECT {
            return Ok(());
        }
        close_by_origin(tx, Origin::Pack, reference, on, cx.now)
            .map_err(|error| PackError::part(reference, error))
    }
}

/// Keys that no field reads: misspelled, so without effect.
fn misspelled(file: &str, text: &str, written: &ProcedureFile) -> Vec<Problem> {
    let parsed = toml::from_str::<toml::Table>(text).ok().and_then(|table| serde_json::to_value(table).ok());
    let (Some(parsed), Ok(read)) = (parsed, serde_json::to_value(written)) else { return Vec::new() };
    rules::unknown_keys(&parsed, &read)
        .into_iter()
        // A day as TOML's own date is a table with one odd key when it is turned into JSON.
        .filter(|path| !path.starts_with("effective_from"))
        .map(|path| {
            let last = path.rsplit('.').next().unwrap_or_default().to_owned();
            Problem::new(file, "procedures.unknown_key")
                .at_line(processes::line_near(text, &last))
                .arg("key", path)
        })
        .collect()
}

fn problem(file: &str, text: &str, finding: &Finding) -> Problem {
    let line = finding.near.as_deref().and_then(|near| processes::line_near(text, near));
    let mut problem = Problem::new(file, format!("procedures.{}", finding.code)).at_line(line);
    problem.args.clone_from(&finding.args);
    problem
}

/// Forms and processes that a case names must be in the pack or installed, and the steps must fit into the limit.
fn references(file: &str, text: &str, fact: &ProcedureFact, pack: &PackView) -> Vec<Problem> {
    let mut problems = Vec::new();
    for case in &fact.cases {
        for (kind, reference) in [("form", &case.form), ("process", &case.process)] {
            let Some(reference) = reference else { continue };
            if rules::split_reference(reference).is_some() && !pack.has(kind, reference) {
                problems.push(
                    Problem::new(file, "procedures.reference_missing")
                        .at_line(processes::line_near(text, reference))
                        .arg("case", case.code.clone())
                        .arg("kind", kind)
                        .arg("reference", reference.clone()),
                );
            }
        }
        let definition = case.process.as_deref().and_then(|reference| process_of(pack, reference));
        if let Some((definition, most)) = definition.zip(rules::longest_working_minutes(case)) {
            let sum = workflow::longest_minutes(&definition);
            if sum > most {
                problems.push(
                    Problem::new(file, "procedures.steps_over_limit")
                        .at_line(processes::line_near(text, &definition.reference()))
                        .arg("case", case.code.clone())
                        .arg("process", definition.reference())
                        .arg("steps", sum.to_string())
                        .arg("limit", most.to_string()),
                );
            }
        }
    }
    problems
}

/// The process of this pack; of an installed one the checker of processes has seen the limit before.
fn process_of(pack: &PackView, reference: &str) -> Option<workflow::Definition> {
    pack.paths()
        .filter(|path| path.starts_with("processes/"))
        .filter_map(|path| std::str::from_utf8(pack.file(path)?).ok())
        .filter_map(|text| processes::read("", text).ok())
        .find(|definition| definition.reference() == reference)
}
