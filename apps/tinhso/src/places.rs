//! The country's communes for the address questions of forms: in memory, read again when the territory changes.
use crate::store::units;
use base::{Date, Timestamp};
use contracts::{Directory, UnitId};
use db::{Db, DbError, Tx};
use forms::{AddressBook, FoundPlace, ListedCommune, ListedPlaces, Place};
use org::OrgDirectory;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::Arc;

/// Seconds between looks at whether the territory has changed.
const LOOK_SECONDS: i64 = 60;

/// The book in force.
#[derive(Clone)]
pub(crate) struct StoredPlaces {
    book: Arc<RwLock<(Vec<String>, Arc<ListedPlaces>)>>,
}

impl StoredPlaces {
    /// Reads the units of the era of `now`; an empty database gives an empty book.
    pub(crate) fn load(db: &Db, now: Timestamp) -> Result<Self, DbError> {
        let book = db.read_blocking(move |tx| read(tx, now.date()))?;
        Ok(Self { book: Arc::new(RwLock::new(book)) })
    }

    /// Reads again when packs have brought something new.
    fn refresh(&self, db: &Db, now: Timestamp) -> Result<(), DbError> {
        let known = self.book.read().0.clone();
        if db.read_blocking(installed)? != known {
            let fresh = db.read_blocking(move |tx| read(tx, now.date()))?;
            *self.book.write() = fresh;
        }
        Ok(())
    }

    /// The job that keeps the book fresh.
    pub(crate) fn job(&self) -> jobs::JobKind {
        let book = self.clone();
        jobs::JobKind::every("tinhso.refresh_places", LOOK_SECONDS, move |db, run| {
            Ok(book.refresh(db, run.now)?)
        })
    }

    fn book(&self) -> Arc<ListedPlaces> {
        Arc::clone(&self.book.read().1)
    }
}

fn installed(tx: &mut Tx<'_>) -> Result<Vec<String>, DbError> {
    Ok(packs::installed_packs(tx)?.into_iter().map(|pack| pack.digest).collect())
}

fn read(tx: &mut Tx<'_>, today: Date) -> Result<(Vec<String>, Arc<ListedPlaces>), DbError> {
    let stamp = installed(tx)?;
    let own = OrgDirectory.communes(tx, today)?;
    let home: Option<UnitId> = own.first().and_then(|unit| unit.parent);
    let provinces = units::units(tx, "province", today)?;
    let codes: HashMap<UnitId, String> = provinces.iter().map(|unit| (unit.id, unit.code.clone())).collect();
    let mut communes = Vec::new();
    for unit in units::units(tx, "commune", today)? {
        let Some(province) = unit.parent.filter(|parent| codes.contains_key(parent)) else { continue };
        // Elsewhere a person finds the commune through its province; at home also by what it was called before.
        let former = if home == Some(province) { former_names(tx, unit.id)? } else { Vec::new() };
        communes.push(ListedCommune {
            place: Place { id: unit.id, code: unit.code, name: unit.full_name },
            province_code: codes.get(&province).cloned().unwrap_or_default(),
            former_names: former,
            from: unit.from,
            until: Some(unit.until),
        });
    }
    let home = home.and_then(|id| codes.get(&id).cloned());
    let mut listed: Vec<Place> = Vec::new();
    for unit in provinces.into_iter().filter(|unit| unit.from <= today) {
        listed.push(Place { id: unit.id, code: unit.code, name: unit.full_name });
    }
    Ok((stamp, Arc::new(ListedPlaces::new(home, listed, communes))))
}

fn former_names(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<String>, DbError> {
    Ok(org::predecessors(tx, unit)?.into_iter().map(|(former, _)| former.full_name()).collect())
}

impl AddressBook for StoredPlaces {
    fn provinces(&self, on: Date) -> Vec<Place> {
        self.book().provinces(on)
    }
    fn communes(&self, province_code: &str, on: Date) -> Vec<Place> {
        self.book().communes(province_code, on)
    }
    fn commune(&self, code: &str, on: Date) -> Option<(Place, Place)> {
        self.book().commune(code, on)
    }
    fn search(&self, words: &str, on: Date) -> Vec<FoundPlace> {
        self.book().search(words, on)
    }
    fn home_province(&self) -> Option<String> {
        self.book().home_province()
    }
}
