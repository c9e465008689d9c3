//! Standings in memory: five seconds at most, gone at once when this process changes a right.
use crate::model::SessionRow;
use crate::rules;
use base::Timestamp;
use parking_lot::Mutex;
use policy::Standing;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use web::{Office, Principal};

/// How long another process may not know of a change.
const FRESH_SECONDS: i64 = 5;
const ENTRIES_MAX: usize = 20_000;

/// Everything a request needs to know of who asks.
#[derive(Clone)]
pub(crate) struct Known {
    pub principal: Principal,
    pub standing: Arc<Standing>,
    pub office: Option<Office>,
    /// None for a machine.
    pub session: Option<SessionRow>,
    /// When it stops by itself: the session's or the token's end.
    pub ends_at: Timestamp,
}

struct Entry {
    known: Known,
    read_at: Timestamp,
    revision: u64,
}

#[derive(Default)]
pub(crate) struct Standings {
    entries: Mutex<HashMap<[u8; 32], Entry>>,
    revision: AtomicU64,
}

impl Standings {
    /// To be taken before reading the database, so that a change in between is seen.
    pub(crate) fn revision(&self) -> u64 {
        self.revision.load(Ordering::SeqCst)
    }

    pub(crate) fn get(&self, token_hash: &[u8; 32], now: Timestamp) -> Option<Known> {
        let entries = self.entries.lock();
        let entry = entries.get(token_hash)?;
        let age = now.seconds_since(entry.read_at);
        let fresh = (0..FRESH_SECONDS).contains(&age) && entry.revision == self.revision();
        let alive = now < entry.known.ends_at
            && entry.known.session.as_ref().is_none_or(|session| rules::alive(session, now));
        (fresh && alive).then(|| entry.known.clone())
    }

    pub(crate) fn put(&self, token_hash: [u8; 32], known: Known, read_at: Timestamp, revision: u64) {
        let mut entries = self.entries.lock();
        if entries.len() >= ENTRIES_MAX {
            entries.retain(|_, entry| read_at.seconds_since(entry.read_at) < FRESH_SECONDS);
            if entries.len() >= ENTRIES_MAX {
                entries.clear();
            }
        }
        entries.insert(token_hash, Entry { known, read_at, revision });
    }

    pub(crate) fn forget(&self, token_hash: &[u8; 32]) {
        // The revision moves too: a reader on its way would put the entry back.
        self.revision.fetch_add(1, Ordering::SeqCst);
        self.entries.lock().remove(token_hash);
    }

    pub(crate) fn forget_all(&self) {
        self.revision.fetch_add(1, Ordering::SeqCst);
        self.entries.lock().clear();
    }
}
