//! `indicators/*.toml` of a pack: facts and definitions.
use crate::model::{Definition, FactBody};
use crate::ops::{Book, enqueue_rebuild};
use crate::rules::{Flaw, Known, check_definition, check_fact};
use crate::store;
use base::Date;
use db::Tx;
use packs::{Object, PackError, PackView, Part, PartReader, Problem, line_of, toml_problem};
use policy::OpContext;
use serde::Deserialize;

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorsFile {
    format: i64,
    /// First day on which the definitions hold.
    from: Date,
    #[serde(default)]
    fact: Vec<FactBody>,
    #[serde(default)]
    indicator: Vec<Definition>,
}

/// Reads indicators.  A definition that a person has changed here is left as she wrote it.
#[derive(Clone, Copy, Debug, Default)]
pub struct IndicatorReader;

fn read(file: &str, bytes: &[u8]) -> Result<(IndicatorsFile, String), Vec<Problem>> {
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Problem::new(file, "packs.not_utf8")])?;
    let parsed: IndicatorsFile =
        toml::from_str(text).map_err(|error| vec![toml_problem(file, text, &error)])?;
    if parsed.format != 1 {
        return Err(vec![Problem::new(file, "indicators.format")]);
    }
    Ok((parsed, text.to_owned()))
}

fn problem(file: &str, text: &str, code: &str, flaw: &Flaw) -> Problem {
    let line = text.find(&format!("\"{code}\"")).and_then(|at| line_of(text, at));
    Problem::new(file, "indicators.flaw")
        .at_line(line)
        .arg("code", code)
        .arg("field", flaw.field.clone())
        .arg("flaw", flaw.plain())
}

/// What the whole pack brings, so that one file may name what another defines.
fn known(pack: &PackView, own: (&str, &IndicatorsFile)) -> Known {
    let mut known = Known::default();
    let mut take = |file: &IndicatorsFile| {
        known.facts.extend(file.fact.iter().map(|fact| fact.code.clone()));
        known.indicators.extend(file.indicator.iter().map(|one| (one.code.clone(), one.clone())));
    };
    take(own.1);
    for path in pack.paths().filter(|path| path.starts_with("indicators/") && *path != own.0) {
        if let Some(Ok((file, _))) = pack.file(path).map(|bytes| read(path, bytes)) {
            take(&file);
        }
    }
    known
}

/// Names that stand in an earlier pack are known by their objects.
fn settled(pack: &PackView, flaw: &Flaw) -> bool {
    flaw.code == "name-unknown"
        && flaw.args.iter().any(|(_, name)| pack.has("fact", name) || pack.has("indicator", name))
}

fn objects(file: &str, parsed: &IndicatorsFile) -> Result<Vec<Object>, Vec<Problem>> {
    let wrong = |error: serde_json::Error| {
        vec![Problem::new(file, "packs.bad_json").arg("detail", error.to_string())]
    };
    let mut objects = Vec::new();
    for fact in &parsed.fact {
        let bytes = serde_json::to_vec(fact).map_err(wrong)?;
        objects.push(Object::replaceable("fact", fact.code.clone(), &bytes));
    }
    for one in &parsed.indicator {
        let bytes = serde_json::to_vec(one).map_err(wrong)?;
        objects.push(Object::replaceable("indicator", one.code.clone(), &bytes));
    }
    Ok(objects)
}

fn write(tx: &mut Tx<'_>, cx: &OpContext, file: &IndicatorsFile) -> Result<(), PackError> {
    let stored = store::facts(tx)?;
    let mut changed = false;
    for fact in &file.fact {
        let newest = stored.iter().rev().find(|row| row.body.code == fact.code);
        if newest.is_none_or(|row| row.body != *fact) {
            store::add_fact(tx, fact, cx.now)?;
            changed = true;
        }
    }
    if changed {
        store::raise_revision(tx)?;
        enqueue_rebuild(tx, cx.now)?;
    }
    let book = Book::load(tx)?;
    for one in &file.indicator {
        let last = book.versions(&one.code).last();
        if last.is_some_and(|last| !last.from_pack || last.definition == *one) {
            continue;
        }
        let from = last.map_or(file.from, |last| last.valid_from.max(cx.now.date()));
        store::put_definition(tx, one, from, "", None, cx.now)?;
    }
    Ok(())
}

impl PartReader for IndicatorReader {
    fn kind(&self) -> &'static str {
        "indicators"
    }

    fn order(&self) -> u16 {
        75
    }

    fn plan(&self, file: &str, bytes: &[u8], pack: &PackView) -> Result<Part, Vec<Problem>> {
        let (parsed, text) = read(file, bytes)?;
        let all = known(pack, (file, &parsed));
        let mut problems = Vec::new();
        for fact in &parsed.fact {
            problems.extend(check_fact(fact).iter().map(|flaw| problem(file, &text, &fact.code, flaw)));
        }
        for one in &parsed.indicator {
            let mut others = all.clone();
            others.indicators.remove(&one.code);
            let flaws = check_definition(one, &others);
            let open = flaws.iter().filter(|flaw| !settled(pack, flaw));
            problems.extend(open.map(|flaw| problem(file, &text, &one.code, flaw)));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let objects = objects(file, &parsed)?;
        Ok(Part::new(objects, move |tx, cx| write(tx, cx, &parsed)))
    }

    fn close(&self, tx: &mut Tx<'_>, _: &OpContext, object: (&str, &str), on: Date) -> Result<(), PackError> {
        if object.0 == "indicator" {
            store::close_definition(tx, object.1, on)?;
        }
        Ok(())
    }
}
