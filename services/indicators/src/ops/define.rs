//! A statistician defines an indicator, or a new version of one.
use super::book::Book;
use super::deps::Deps;
use super::engine::{Engine, Group, Parts, Slice};
use crate::errors::Refused;
use crate::model::{Dated, Definition};
use crate::port::year_to;
use crate::rules::{Flaw, Made, check_definition};
use crate::store;
use base::{Date, Id};
use policy::OpContext;

/// What is to be stored.
#[derive(Clone, Debug)]
pub struct Define {
    pub definition: Definition,
    /// First day on which it holds.
    pub from: Date,
    /// Why it changes; may be empty for a new indicator.
    pub reason: String,
    /// The version that the page showed; 0 for a new indicator.
    pub version: i64,
}

/// A definition's number before it is stored.
#[derive(Clone, Debug)]
pub struct Preview {
    pub slice: Slice,
    pub made: Made,
    pub parts: Parts,
}

/// An indicator's subject in the audit trail: its code, in an id made of it.
pub(super) fn subject(code: &str) -> Id {
    let mut bytes = [0_u8; 16];
    for (place, byte) in bytes.iter_mut().zip(code.bytes()) {
        *place = byte;
    }
    Id::from_bytes(bytes)
}

fn flaws_of(book: &Book, cmd: &Define) -> Vec<Flaw> {
    let code = &cmd.definition.code;
    let mut flaws = check_definition(&cmd.definition, &book.known(code, cmd.from));
    let last = book.versions(code).last();
    if cmd.version == 0 && last.is_some() {
        flaws.push(Flaw::new("code", "code-taken").arg("code", code.clone()));
    }
    if cmd.version > 0 && last.is_some_and(|last| cmd.from < last.valid_from) {
        flaws.push(Flaw::new("from", "from-before"));
    }
    if cmd.version > 0 && cmd.reason.trim().is_empty() {
        flaws.push(Flaw::new("reason", "no-reason"));
    }
    flaws
}

fn newest(versions: &[Dated]) -> i64 {
    versions.last().map_or(0, |last| last.version)
}

/// Stores a definition from its day on; answers its version.
///
/// # Errors
/// [`Refused::Definition`] with every flaw at its field; [`Refused::Stale`]; [`Refused::Denied`] without
/// `indicators.define`.
pub async fn define(deps: &Deps, cx: &OpContext, cmd: Define) -> Result<i64, Refused> {
    let holding = cx.require_anywhere("indicators.define")?;
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let book = Book::load(tx)?;
            let flaws = flaws_of(&book, &cmd);
            if !flaws.is_empty() {
                return Err(Refused::Definition(flaws));
            }
            let code = &cmd.definition.code;
            if newest(book.versions(code)) != cmd.version {
                return Err(Refused::Stale);
            }
            let by = cx.actor.account();
            let version = cmd.version + 1;
            if !store::put_version(tx, &cmd.definition, cmd.from, cmd.reason.trim(), by, cx.now, version)? {
                return Err(Refused::Stale);
            }
            let detail =
                serde_json::json!({ "code": code, "version": version, "from": cmd.from.to_string() });
            policy::audit(tx, &cx, "indicators.defined", subject(code), Some(&holding), &detail)?;
            Ok(version)
        })
        .await
}

/// What the definition would say now, for this year so far.
///
/// # Errors
/// As [`define`].
pub async fn preview(deps: &Deps, cx: &OpContext, cmd: Define) -> Result<Preview, Refused> {
    cx.require_anywhere("indicators.define")?;
    let (work, today) = (deps.clone(), cx.now.date());
    deps.db
        .read(move |tx| {
            let book = Book::load(tx)?;
            let flaws = flaws_of(&book, &cmd);
            if !flaws.is_empty() {
                return Err(Refused::Definition(flaws));
            }
            let definition = cmd.definition.clone();
            let slice = year_to(definition.window_day, today, true);
            let book = book.with(definition.clone());
            let codes = [definition.code.clone()];
            let engine = Engine::load(tx, &book, work.names.as_ref(), &codes, slice)?;
            Ok(Preview {
                slice,
                made: engine.make_of(&definition, &Group::All),
                parts: engine.parts(&definition, &Group::All),
            })
        })
        .await
}
