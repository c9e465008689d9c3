//! Every definition and every fact, as read at the beginning of an answer.
use crate::model::{Dated, Definition, FactRow, FactState};
use crate::rules::Known;
use crate::store;
use base::Date;
use db::{DbError, Tx};
use std::collections::BTreeMap;

/// Definitions and facts by code.
#[derive(Clone, Debug, Default)]
pub struct Book {
    definitions: BTreeMap<String, Vec<Dated>>,
    facts: BTreeMap<String, FactRow>,
}

impl Book {
    /// Reads them.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn load(tx: &mut Tx<'_>) -> Result<Self, DbError> {
        let mut book = Self::default();
        for dated in store::definitions(tx)? {
            book.definitions.entry(dated.definition.code.clone()).or_default().push(dated);
        }
        for fact in store::facts(tx)? {
            // The fact in use is told while the one that will replace it is being counted.
            let stands = book.facts.get(&fact.body.code).is_some_and(|known| known.state == FactState::Ready);
            if !stands || fact.state == FactState::Ready {
                book.facts.insert(fact.body.code.clone(), fact);
            }
        }
        Ok(book)
    }

    /// The version in force on a day.
    #[must_use]
    pub fn at(&self, code: &str, on: Date) -> Option<&Dated> {
        self.definitions.get(code)?.iter().rev().find(|dated| dated.valid_from <= on && on < dated.valid_to)
    }

    /// The version in force on a day, or the first one for a day before it: an indicator may look back.
    #[must_use]
    pub fn at_or_first(&self, code: &str, on: Date) -> Option<&Dated> {
        let all = self.definitions.get(code)?;
        self.at(code, on).or_else(|| all.first().filter(|first| on < first.valid_from))
    }

    /// Every version, oldest first.
    #[must_use]
    pub fn versions(&self, code: &str) -> &[Dated] {
        self.definitions.get(code).map_or(&[], Vec::as_slice)
    }

    /// Those in force on a day, by code.
    pub fn in_force(&self, on: Date) -> impl Iterator<Item = &Dated> {
        self.definitions.keys().filter_map(move |code| self.at(code, on))
    }

    /// The same with one definition that is not stored, in force always.
    #[must_use]
    pub fn with(&self, definition: Definition) -> Self {
        let mut book = self.clone();
        let dated = Dated {
            version: 0,
            valid_from: Date::MIN,
            valid_to: Date::MAX,
            reason: String::new(),
            changed_at: base::Timestamp::from_micros(0),
            from_pack: false,
            definition,
        };
        book.definitions.insert(dated.definition.code.clone(), vec![dated]);
        book
    }

    #[must_use]
    pub fn fact(&self, code: &str) -> Option<&FactRow> {
        self.facts.get(code)
    }

    pub fn facts(&self) -> impl Iterator<Item = &FactRow> {
        self.facts.values()
    }

    /// What a definition of `code` may name.
    #[must_use]
    pub fn known(&self, code: &str, on: Date) -> Known {
        let others: BTreeMap<String, Definition> = self
            .in_force(on)
            .filter(|dated| dated.definition.code != code)
            .map(|dated| (dated.definition.code.clone(), dated.definition.clone()))
            .collect();
        Known { facts: self.facts.keys().cloned().collect(), indicators: others }
    }
}
