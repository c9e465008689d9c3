//! An address book and code lists held in memory: what a request reads, filled from `org` once per change.
use crate::model::Choice;
use crate::ports::{AddressBook, CodeLists, FoundPlace, Place};
use base::Date;
use std::collections::BTreeMap;

/// Most results of a search.
const FOUND_MAX: usize = 20;

/// One commune with the names it goes by.
#[derive(Clone, Debug)]
pub struct ListedCommune {
    pub place: Place,
    pub province_code: String,
    /// Full names of the former communes that are now in it, wholly or in part.
    pub former_names: Vec<String>,
    /// First day and the day after the last; none: without end.
    pub from: Date,
    pub until: Option<Date>,
}

struct Entry {
    commune: ListedCommune,
    key: String,
    former_keys: Vec<String>,
}

/// Provinces and communes in the order in which they are shown.
#[derive(Default)]
pub struct ListedPlaces {
    provinces: Vec<Place>,
    entries: Vec<Entry>,
    home: Option<String>,
}

impl ListedPlaces {
    #[must_use]
    pub fn new(home: Option<String>, provinces: Vec<Place>, communes: Vec<ListedCommune>) -> Self {
        let entries = communes.into_iter().map(|commune| Entry {
            key: text::fold(&commune.place.name),
            former_keys: commune.former_names.iter().map(|name| text::fold(name)).collect(),
            commune,
        });
        Self { provinces, entries: entries.collect(), home }
    }

    fn in_force(&self, on: Date) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| {
            entry.commune.from <= on && entry.commune.until.is_none_or(|until| on < until)
        })
    }

    fn province(&self, code: &str) -> Option<&Place> {
        self.provinces.iter().find(|place| place.code == code)
    }
}

impl AddressBook for ListedPlaces {
    fn provinces(&self, _on: Date) -> Vec<Place> {
        self.provinces.clone()
    }

    fn communes(&self, province_code: &str, on: Date) -> Vec<Place> {
        let of_province = self.in_force(on).filter(|entry| entry.commune.province_code == province_code);
        of_province.map(|entry| entry.commune.place.clone()).collect()
    }

    fn commune(&self, code: &str, on: Date) -> Option<(Place, Place)> {
        let entry = self.in_force(on).find(|entry| entry.commune.place.code == code)?;
        Some((entry.commune.place.clone(), self.province(&entry.commune.province_code)?.clone()))
    }

    fn search(&self, words: &str, on: Date) -> Vec<FoundPlace> {
        let wanted = text::fold(words);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, FoundPlace)> = Vec::new();
        for entry in self.in_force(on) {
            let Some(province) = self.province(&entry.commune.province_code) else { continue };
            let former = entry.former_keys.iter().zip(&entry.commune.former_names);
            let former =
                former.filter(|(key, _)| has_words(key, &wanted)).map(|(_, name)| name.clone()).next();
            let today = has_words(&entry.key, &wanted);
            if !today && former.is_none() {
                continue;
            }
            // Home before elsewhere, a whole name before a part of one.
            let far = u8::from(self.home.as_deref() != Some(province.code.as_str())) * 2;
            let whole =
                entry.key.ends_with(&wanted) || entry.former_keys.iter().any(|key| key.ends_with(&wanted));
            let former_name = if today { None } else { former };
            let place =
                FoundPlace { commune: entry.commune.place.clone(), province: province.clone(), former_name };
            found.push((far + u8::from(!whole), place));
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().take(FOUND_MAX).map(|(_, place)| place).collect()
    }

    fn home_province(&self) -> Option<String> {
        self.home.clone()
    }
}

/// Do the wanted words stand in the key as whole words from some place on?
fn has_words(key: &str, wanted: &str) -> bool {
    format!(" {key} ").contains(&format!(" {wanted} "))
}

/// Code lists by name, the same on every day.
#[derive(Clone, Debug, Default)]
pub struct ListedCodes(pub BTreeMap<String, Vec<Choice>>);

impl CodeLists for ListedCodes {
    fn choices(&self, list: &str, _on: Date) -> Option<Vec<Choice>> {
        self.0.get(list).cloned()
    }
}
