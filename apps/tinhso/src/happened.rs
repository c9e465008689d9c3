//! Dossiers counted by what happened to them, from the events that the relay has delivered: those are committed, so
//! nothing that was rolled back is ever counted.  Read when somebody asks for the numbers; the commands pay nothing.
//! Kinds only: no agency, no procedure, no person.
use base::{Id, Timestamp};
use db::{Db, DbError};
use jobs::Delivered;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use telemetry::{Counter, Exposition};

/// Every word that the label may be.
const WORDS: [&str; 9] = [
    "received",
    "filed_online",
    "accepted",
    "supplement_asked",
    "resolved",
    "returned",
    "refused",
    "withdrawn",
    "stopped",
];

/// A delivery may become visible after a later one; so far back every reading looks again.
const OVERLAP_SECONDS: i64 = 60;
const SLICE: i64 = 5_000;

/// Counts since the program started.
pub(crate) struct Happened {
    counts: Counter,
    read: Mutex<Read>,
}

struct Read {
    /// Everything delivered before this is counted.
    from: Timestamp,
    /// What was counted after it.
    seen: BTreeMap<Id, Timestamp>,
}

/// A dossier that begins with being received came over the counter; one received later had been filed online.
fn word(kind: &str, stream_seq: i64) -> Option<&'static str> {
    Some(match kind {
        "dossiers.filed" => "filed_online",
        "dossiers.received" if stream_seq == 1 => "received",
        "dossiers.received" => "accepted",
        "dossiers.supplement_requested" => "supplement_asked",
        "dossiers.resolved" => "resolved",
        "dossiers.returned" => "returned",
        "dossiers.refused" => "refused",
        "dossiers.withdrawn" => "withdrawn",
        "dossiers.stopped" => "stopped",
        _ => return None,
    })
}

impl Happened {
    pub(crate) fn since(from: Timestamp) -> Self {
        let counts = Counter::default();
        // A rate needs its zero: a count that appears with its first event has none.
        for word in WORDS {
            counts.add(&[word], 0);
        }
        Self { counts, read: Mutex::new(Read { from, seen: BTreeMap::new() }) }
    }

    /// Counts what was delivered since it was asked last.
    ///
    /// # Errors
    /// [`DbError`] of the reading; what was read by then is counted.
    pub(crate) async fn catch_up(&self, db: &Db) -> Result<(), DbError> {
        let mut at = (self.read.lock().from, Id::from_bytes([0; 16]));
        loop {
            let slice = db.read(move |tx| jobs::delivered_since(tx, at.0, at.1, SLICE)).await?;
            self.note(&slice);
            match slice.last() {
                Some(last) if i64::try_from(slice.len()) == Ok(SLICE) => at = (last.delivered_at, last.id),
                _ => return Ok(()),
            }
        }
    }

    fn note(&self, slice: &[Delivered]) {
        let mut read = self.read.lock();
        for event in slice {
            let new =
                event.delivered_at >= read.from && read.seen.insert(event.id, event.delivered_at).is_none();
            if let Some(word) = word(&event.kind, event.stream_seq).filter(|_| new) {
                self.counts.add(&[word], 1);
            }
        }
        if let Some(last) = slice.last() {
            read.from = read.from.max(last.delivered_at.plus_seconds(-OVERLAP_SECONDS));
            let from = read.from;
            read.seen.retain(|_, at| *at >= from);
        }
    }

    pub(crate) fn tell(&self, page: &mut Exposition) {
        page.counter(
            "tinhso_dossiers_total",
            "Dossiers by what happened, since the program started.",
            &["happened"],
            &self.counts,
        );
    }
}
