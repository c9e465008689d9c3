//! Packs into an installation: the readers of every part, the packs inside the binary, one way to install.
mod embedded;
mod org_parts;
mod readers;

pub(crate) use embedded::{embedded, embedded_names, embedded_text};
pub(crate) use readers::readers;

use crate::terminal::{Stop, Terminal};
use base::Timestamp;
use db::Db;
use org::pack::{CountryPack, ProvincePack};
use packs::{Outcome, PackError, PackSource, Problem, Readers};
use policy::OpContext;

/// Installs one pack: territory and agencies first, in bulk by org's own door, then everything that has a reader.
///
/// # Errors
/// [`PackError`]; nothing of a pack with a problem is written.
pub(crate) fn install(
    db: &Db,
    cx: &OpContext,
    source: &dyn PackSource,
    readers: &Readers,
) -> Result<Outcome, PackError> {
    let installed = db.read_blocking(packs::installed)?;
    let report = packs::check(source, readers, &installed);
    if !report.problems.is_empty() {
        return Err(PackError::Problems(report.problems));
    }
    let files = source.files()?;
    let text = |name: &str| {
        let bytes = files.iter().find(|(path, _)| path == name).map(|(_, bytes)| bytes.as_slice());
        bytes.and_then(|bytes| std::str::from_utf8(bytes).ok())
    };
    if let (Some(units), Some(links), Some(resolutions)) =
        (text("units.tsv"), text("successions.tsv"), text("resolutions.tsv"))
    {
        let pack = CountryPack::from_texts(units, links, resolutions);
        import_country(db, &pack.map_err(|error| PackError::part("units.tsv", error))?, cx.now)?;
    }
    if let Some(org) = text("org.toml") {
        let pack = ProvincePack::from_toml(org).map_err(|error| PackError::part("org.toml", error))?;
        import_province(db, &pack, cx.now)?;
    }
    packs::install(db, cx, source, readers)
}

fn import_country(db: &Db, pack: &CountryPack, now: Timestamp) -> Result<(), PackError> {
    block_on(org::import_country(db, pack, now))?
        .map(drop)
        .map_err(|error| PackError::part("units.tsv", error))
}

pub(crate) fn import_province(db: &Db, pack: &ProvincePack, now: Timestamp) -> Result<(), PackError> {
    block_on(org::import_province(db, pack, now))?
        .map(drop)
        .map_err(|error| PackError::part("org.toml", error))
}

/// The command line has no runtime of its own; an import waits for the database alone.
fn block_on<F: Future>(work: F) -> Result<F::Output, PackError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    Ok(runtime.map_err(|error| PackError::Unreadable(error.to_string()))?.block_on(work))
}

/// Says each problem on a line of its own: file, line, sentence.
pub(crate) fn say_problems(problems: &[Problem], terminal: &mut Terminal<'_>) {
    for problem in problems {
        let line = told(problem, terminal);
        terminal.line(&line);
    }
}

fn told(problem: &Problem, terminal: &Terminal<'_>) -> String {
    let args: Vec<(&str, &str)> = problem.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sentence = terminal.lang.with(&problem.key(), &args);
    match problem.line {
        Some(line) => format!("{}:{line}: {sentence}", problem.file),
        None => format!("{}: {sentence}", problem.file),
    }
}

/// A pack's refusal as the end of a command: problems one by one, or the sentence.
pub(crate) fn stop(error: &PackError, terminal: &Terminal<'_>) -> Stop {
    let mut stop = terminal.stop(error);
    if !error.problems().is_empty() {
        stop.lines.truncate(1);
        stop.lines.extend(error.problems().iter().map(|problem| told(problem, terminal)));
    }
    stop
}
