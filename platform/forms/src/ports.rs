//! What the engine asks of its surroundings.
use crate::model::Choice;
use base::{Date, Timestamp};
use contracts::UnitId;
use expr::Value;
use std::collections::BTreeMap;

/// One administrative unit on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: UnitId,
    pub code: String,
    /// Full name: “Xã Con Cuông”, “Tỉnh Nghệ An”.
    pub name: String,
}

/// A commune found by words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPlace {
    pub commune: Place,
    pub province: Place,
    /// The name that matched when it is not today's: “Xã Yên Khê”.
    pub former_name: Option<String>,
}

/// Units by day; `org` supplies it.  A former commune that was split is found several times: the person chooses.
pub trait AddressBook: Send + Sync {
    fn provinces(&self, on: Date) -> Vec<Place>;
    fn communes(&self, province_code: &str, on: Date) -> Vec<Place>;
    /// The commune with this code on this day, and its province.
    fn commune(&self, code: &str, on: Date) -> Option<(Place, Place)>;
    /// Communes whose name, present or former, has these words; marks may be missing.  At most 20.
    fn search(&self, words: &str, on: Date) -> Vec<FoundPlace>;
    /// Code of the installation's own province.
    fn home_province(&self) -> Option<String>;
}

/// Code lists of the province (peoples, nationalities, lines of business).
pub trait CodeLists: Send + Sync {
    fn choices(&self, list: &str, on: Date) -> Option<Vec<Choice>>;
}

/// Sentences by key, with Fluent arguments; `web::Lang` supplies it.
pub trait Labels {
    fn with(&self, key: &str, args: &[(&str, String)]) -> String;
    fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }
}

impl<F: Fn(&str, &[(&str, String)]) -> String> Labels for F {
    fn with(&self, key: &str, args: &[(&str, String)]) -> String {
        self(key, args)
    }
}

/// The moment and the surroundings of one request.
#[derive(Clone)]
pub struct Context<'a> {
    /// A day in Vietnam.
    pub today: Date,
    pub addresses: &'a dyn AddressBook,
    pub codes: &'a dyn CodeLists,
    /// Values of [`crate::FormDefinition::facts`].
    pub facts: BTreeMap<String, Value>,
}

impl<'a> Context<'a> {
    #[must_use]
    pub fn new(now: Timestamp, addresses: &'a dyn AddressBook, codes: &'a dyn CodeLists) -> Self {
        Self { today: now.date(), addresses, codes, facts: BTreeMap::new() }
    }

    #[must_use]
    pub fn with_fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }
}
