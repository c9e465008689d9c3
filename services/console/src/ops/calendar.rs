//! The working calendar as stored: seeded from the statute, edited with provenance, compiled once per revision.
use crate::store;
use base::{Date, Id, Refusal, RefusalKind};
use calendar::{CalendarData, CalendarError, DayEntry, PolicyBook, WorkCalendar};
use contracts::WorkingTime;
use db::{Db, DbError, Tx};
use parking_lot::RwLock;
use policy::{Denied, OpContext};
use std::sync::Arc;

/// Changing the province's calendar.
pub const CALENDAR_PERMISSION: policy::Permission = "console.calendar";

/// Why this crate says no.
#[derive(Debug, thiserror::Error)]
pub enum ConsoleError {
    #[error("the entry has no source")]
    NoSource,
    #[error("the day has no entry")]
    NoEntry,
    #[error("a swap names the day it stands for")]
    NoOtherDay,
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Refusal for ConsoleError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSource => "console.no_source",
            Self::NoEntry => "console.no_entry",
            Self::NoOtherDay => "console.no_other_day",
            Self::Calendar(inner) => inner.code(),
            Self::Denied(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoEntry => RefusalKind::NotFound,
            Self::NoSource | Self::NoOtherDay => RefusalKind::Invalid,
            Self::Calendar(inner) => inner.kind(),
            Self::Denied(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
        }
    }
    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Calendar(inner) => inner.args(),
            _ => Vec::new(),
        }
    }
}

struct Compiled {
    revision: i64,
    calendar: WorkCalendar,
    policies: PolicyBook,
}

/// The compiled calendar in force, shared by every service through [`WorkingTime`].
#[derive(Clone)]
pub struct StoredCalendar {
    db: Db,
    compiled: Arc<RwLock<Compiled>>,
}

impl StoredCalendar {
    /// Reads and compiles what is stored; an empty database answers the statute's calendar.
    ///
    /// # Errors
    /// [`ConsoleError`] when the rows contradict each other or cannot be read.
    pub fn load(db: &Db) -> Result<Self, ConsoleError> {
        let compiled = db.read_blocking(compile)?;
        Ok(Self { db: db.clone(), compiled: Arc::new(RwLock::new(compiled)) })
    }

    /// Compiles again when another node or page has changed an entry; true when something changed.
    ///
    /// # Errors
    /// As [`StoredCalendar::load`]; the old calendar then stays in force.
    pub fn refresh(&self) -> Result<bool, ConsoleError> {
        let known = self.compiled.read().revision;
        let stored = self.db.read_blocking(store::revision)?;
        if stored == known {
            return Ok(false);
        }
        let fresh = self.db.read_blocking(compile)?;
        *self.compiled.write() = fresh;
        Ok(true)
    }

    fn take(&self, fresh: Compiled) {
        *self.compiled.write() = fresh;
    }
}

impl WorkingTime for StoredCalendar {
    fn calendar(&self) -> WorkCalendar {
        self.compiled.read().calendar.clone()
    }

    fn policies(&self) -> PolicyBook {
        self.compiled.read().policies.clone()
    }
}

fn compile(tx: &mut Tx<'_>) -> Result<Compiled, ConsoleError> {
    let revision = store::revision(tx)?;
    let standard = CalendarData::standard();
    let (hours, entries) = (store::hours(tx)?, store::entries(tx)?);
    let data = CalendarData {
        hours: if hours.is_empty() { standard.hours } else { hours },
        entries: if entries.is_empty() { standard.entries } else { entries },
    };
    let policies = store::policies(tx)?;
    let policies = if policies.is_empty() { PolicyBook::default() } else { PolicyBook::new(policies)? };
    Ok(Compiled { revision, calendar: WorkCalendar::new(data)?, policies })
}

/// Stores the statute's calendar when nothing is stored yet; true when it was stored now.
///
/// # Errors
/// [`DbError`].
pub fn seed_standard_calendar(tx: &mut Tx<'_>, cx: &OpContext) -> Result<bool, DbError> {
    if store::revision(tx)? > 0 {
        return Ok(false);
    }
    let standard = CalendarData::standard();
    for hours in &standard.hours {
        store::put_hours(tx, hours)?;
    }
    for entry in &standard.entries {
        store::put_entry(tx, entry, cx.actor.account(), cx.now)?;
    }
    for policy in Vec::from(PolicyBook::default()) {
        store::put_policy(tx, &policy)?;
    }
    store::raise_revision(tx)?;
    Ok(true)
}

/// A day's subject in the audit trail: the date itself, in an id made of it.
fn subject(date: Date) -> Id {
    let mut bytes = [0_u8; 16];
    for (place, byte) in bytes.iter_mut().zip(date.to_string().bytes()) {
        *place = byte;
    }
    Id::from_bytes(bytes)
}

/// Adds or replaces the entry of one day.  What it makes of the whole calendar is checked before it is stored.
///
/// # Errors
/// [`ConsoleError`]: no right, no source, or a contradiction with another entry.
pub async fn put_entry(stored: &StoredCalendar, cx: &OpContext, entry: DayEntry) -> Result<(), ConsoleError> {
    let cx = cx.clone();
    let fresh = stored
        .db
        .write(move |tx| {
            let holding = cx.require_anywhere(CALENDAR_PERMISSION)?;
            if entry.provenance.source.trim().is_empty() {
                return Err(ConsoleError::NoSource);
            }
            if entry.kind != calendar::DayKind::Holiday && entry.instead_of.is_none() {
                return Err(ConsoleError::NoOtherDay);
            }
            store::put_entry(tx, &entry, cx.actor.account(), cx.now)?;
            changed(tx, &cx, &holding, "console.calendar_entry_put", entry.date)
        })
        .await?;
    stored.take(fresh);
    Ok(())
}

/// Takes one day's entry away.
///
/// # Errors
/// [`ConsoleError`]: no right, or no such entry.
pub async fn remove_entry(stored: &StoredCalendar, cx: &OpContext, date: Date) -> Result<(), ConsoleError> {
    let cx = cx.clone();
    let fresh = stored
        .db
        .write(move |tx| {
            let holding = cx.require_anywhere(CALENDAR_PERMISSION)?;
            if !store::remove_entry(tx, date)? {
                return Err(ConsoleError::NoEntry);
            }
            changed(tx, &cx, &holding, "console.calendar_entry_removed", date)
        })
        .await?;
    stored.take(fresh);
    Ok(())
}

fn changed(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: &policy::Holding,
    event: &str,
    date: Date,
) -> Result<Compiled, ConsoleError> {
    store::raise_revision(tx)?;
    let fresh = compile(tx)?;
    let detail = serde_json::json!({ "date": date.to_string(), "revision": fresh.revision });
    policy::audit(tx, cx, event, subject(date), Some(holding), &detail)?;
    tx.emit(subject(date), "console.calendar_changed", 1, &detail, cx.now)?;
    Ok(fresh)
}
