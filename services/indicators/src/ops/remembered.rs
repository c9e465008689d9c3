//! Names asked once an answer: a page with twenty indicators asks for the same hundred communes again and again.
use base::Date;
use contracts::{AgencyCandidate, AgencyFact, AgencyNames};
use db::{DbError, Tx};
use parking_lot::Mutex;
use std::collections::BTreeMap;

type Asked<T> = Mutex<BTreeMap<(String, Date), Vec<T>>>;

/// Remembers for the length of one answer.
pub(crate) struct Remembered<'n> {
    names: &'n dyn AgencyNames,
    groups: Asked<AgencyFact>,
    candidates: Asked<AgencyCandidate>,
}

impl<'n> Remembered<'n> {
    pub(crate) fn new(names: &'n dyn AgencyNames) -> Self {
        Self { names, groups: Mutex::default(), candidates: Mutex::default() }
    }
}

impl AgencyNames for Remembered<'_> {
    fn candidates(&self, tx: &mut Tx<'_>, printed: &str, on: Date) -> Result<Vec<AgencyCandidate>, DbError> {
        let key = (printed.to_owned(), on);
        if let Some(known) = self.candidates.lock().get(&key) {
            return Ok(known.clone());
        }
        let found = self.names.candidates(tx, printed, on)?;
        self.candidates.lock().insert(key, found.clone());
        Ok(found)
    }

    fn of_group(&self, tx: &mut Tx<'_>, group: &str, on: Date) -> Result<Vec<AgencyFact>, DbError> {
        let key = (group.to_owned(), on);
        if let Some(known) = self.groups.lock().get(&key) {
            return Ok(known.clone());
        }
        let found = self.names.of_group(tx, group, on)?;
        self.groups.lock().insert(key, found.clone());
        Ok(found)
    }
}
