//! The catalogue as other services read it: published versions, from memory as long as nothing changed.
use crate::store;
use base::{Date, Id};
use contracts::{Catalogue, Mode, ProcedureFact, ProcedureId};
use db::{DbError, Tx};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Answers [`Catalogue`].  One per process; cheap to share.  Every answer first reads the one-row revision in the
/// caller's transaction, so that no process ever answers from an outdated list.
#[derive(Default)]
pub struct CatalogueReader {
    cache: Mutex<Cache>,
}

#[derive(Default)]
struct Cache {
    revision: Option<Id>,
    loaded: bool,
    index: Arc<Index>,
    facts: HashMap<ProcedureId, Arc<ProcedureFact>>,
}

#[derive(Default)]
struct Index {
    /// Published versions in Vietnamese order of names.
    rows: Vec<store::IndexRow>,
    by_code: HashMap<String, Vec<usize>>,
    modes: HashMap<String, Mode>,
}

impl Index {
    fn new(mut rows: Vec<store::IndexRow>) -> Self {
        rows.sort_by(|one, other| {
            (&one.name_key, &one.code, one.version).cmp(&(&other.name_key, &other.code, other.version))
        });
        let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
        let mut modes = HashMap::new();
        for (place, row) in rows.iter().enumerate() {
            by_code.entry(row.code.clone()).or_default().push(place);
            modes.insert(row.code.clone(), row.mode);
        }
        Self { rows, by_code, modes }
    }

    /// The highest version whose period holds the day.
    fn in_force(&self, code: &str, on: Date) -> Option<ProcedureId> {
        self.by_code
            .get(code)?
            .iter()
            .filter_map(|place| self.rows.get(*place))
            .filter(|row| row.effective_from <= on && row.effective_to.is_none_or(|end| on < end))
            .max_by_key(|row| row.version)
            .map(|row| row.id)
    }
}

impl CatalogueReader {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn index(&self, tx: &mut Tx<'_>) -> Result<Arc<Index>, DbError> {
        let revision = store::revision(tx)?;
        {
            let cache = self.cache();
            if cache.loaded && cache.revision == revision {
                return Ok(Arc::clone(&cache.index));
            }
        }
        // Read after the revision: what is read is at least as new, never older.
        let index = Arc::new(Index::new(store::index(tx)?));
        let mut cache = self.cache();
        // A changed mode shows in the facts too.
        cache.facts.retain(|_, fact| index.modes.get(&fact.code) == Some(&fact.mode));
        cache.revision = revision;
        cache.loaded = true;
        cache.index = Arc::clone(&index);
        Ok(index)
    }

    fn keep(&self, index: &Index, mut fact: ProcedureFact) -> Arc<ProcedureFact> {
        fact.mode = index.modes.get(&fact.code).copied().unwrap_or_default();
        let fact = Arc::new(fact);
        let mut cache = self.cache();
        if std::ptr::eq(Arc::as_ptr(&cache.index), index) {
            cache.facts.insert(fact.id, Arc::clone(&fact));
        }
        fact
    }

    fn kept(&self, id: ProcedureId) -> Option<Arc<ProcedureFact>> {
        self.cache().facts.get(&id).cloned()
    }
}

impl Catalogue for CatalogueReader {
    fn version(&self, tx: &mut Tx<'_>, id: ProcedureId) -> Result<Option<Arc<ProcedureFact>>, DbError> {
        let index = self.index(tx)?;
        if let Some(fact) = self.kept(id) {
            return Ok(Some(fact));
        }
        Ok(store::fact(tx, id)?.map(|(_, fact)| self.keep(&index, fact)))
    }

    fn in_force(&self, tx: &mut Tx<'_>, code: &str, on: Date) -> Result<Option<Arc<ProcedureFact>>, DbError> {
        match self.index(tx)?.in_force(code, on) {
            Some(id) => self.version(tx, id),
            None => Ok(None),
        }
    }

    fn all_in_force(&self, tx: &mut Tx<'_>, on: Date) -> Result<Vec<Arc<ProcedureFact>>, DbError> {
        let index = self.index(tx)?;
        let ids: Vec<ProcedureId> = index
            .rows
            .iter()
            .filter(|row| index.in_force(&row.code, on) == Some(row.id))
            .map(|row| row.id)
            .collect();
        let missing: Vec<ProcedureId> = ids.iter().copied().filter(|id| self.kept(*id).is_none()).collect();
        let mut found: HashMap<ProcedureId, Arc<ProcedureFact>> = HashMap::new();
        for slice in missing.chunks(200) {
            for (id, fact) in store::facts(tx, slice)? {
                found.insert(id, self.keep(&index, fact));
            }
        }
        Ok(ids.into_iter().filter_map(|id| found.remove(&id).or_else(|| self.kept(id))).collect())
    }
}
