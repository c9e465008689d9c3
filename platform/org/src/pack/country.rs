//! packs/vietnam: units of every era, their successions and the legal base.
use super::PackError;
use crate::model::{Level, OPEN, Period, Share};
use base::Date;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// One version of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    pub key: String,
    pub period: Period,
    pub level: Level,
    pub code: String,
    pub kind: String,
    pub name: String,
    pub parent: Option<String>,
}

/// What became of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub from: String,
    pub to: String,
    pub on: Date,
    pub share: Share,
}

/// The act by which a province's units changed on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    pub province: String,
    pub on: Date,
    pub number: String,
}

/// The whole country, read and checked.
#[derive(Clone, Debug, Default)]
pub struct CountryPack {
    pub units: Vec<UnitRow>,
    pub links: Vec<Link>,
    pub resolutions: Vec<Resolution>,
    /// SHA-256 of the texts, hexadecimal.
    pub digest: String,
}

impl CountryPack {
    /// The committed data of the country, compiled in.
    ///
    /// # Errors
    /// [`PackError`] should the committed data be broken; a test reads it.
    pub fn embedded() -> Result<Self, PackError> {
        Self::from_texts(
            include_str!("../../../../packs/vietnam/units.tsv"),
            include_str!("../../../../packs/vietnam/successions.tsv"),
            include_str!("../../../../packs/vietnam/resolutions.tsv"),
        )
    }

    /// Reads `units.tsv`, `successions.tsv` and `resolutions.tsv` of a folder.
    ///
    /// # Errors
    /// [`PackError`] naming the file and line.
    pub fn from_dir(dir: &Path) -> Result<Self, PackError> {
        let read = |name: &str| {
            std::fs::read_to_string(dir.join(name))
                .map_err(|error| PackError::new(name, 0, error.to_string()))
        };
        Self::from_texts(&read("units.tsv")?, &read("successions.tsv")?, &read("resolutions.tsv")?)
    }

    /// Reads the three tables.
    ///
    /// # Errors
    /// [`PackError`] naming the file and line.
    pub fn from_texts(units: &str, successions: &str, resolutions: &str) -> Result<Self, PackError> {
        let mut pack = Self {
            units: table("units.tsv", units, unit_row)?,
            links: table("successions.tsv", successions, link_row)?,
            resolutions: table("resolutions.tsv", resolutions, resolution_row)?,
            digest: crate::digest(&[units, successions, resolutions]),
        };
        pack.units.sort_by(|a, b| (a.level, &a.key, a.period.from).cmp(&(b.level, &b.key, b.period.from)));
        pack.check()?;
        Ok(pack)
    }

    fn check(&self) -> Result<(), PackError> {
        let keys: HashSet<&str> = self.units.iter().map(|row| row.key.as_str()).collect();
        for row in &self.units {
            if let Some(parent) = &row.parent
                && !keys.contains(parent.as_str())
            {
                return Err(PackError::new("units.tsv", 0, format!("{}: no unit {parent}", row.key)));
            }
        }
        for pair in self.units.windows(2) {
            if let [first, second] = pair
                && first.key == second.key
                && first.period.to > second.period.from
            {
                return Err(PackError::new("units.tsv", 0, format!("{}: two versions at once", first.key)));
            }
        }
        self.check_codes()?;
        self.check_links(&keys)
    }

    /// A code names at most one unit of a level on any day.
    fn check_codes(&self) -> Result<(), PackError> {
        let mut by_code: HashMap<(Level, &str), Vec<&UnitRow>> = HashMap::new();
        for row in &self.units {
            by_code.entry((row.level, row.code.as_str())).or_default().push(row);
        }
        for rows in by_code.values_mut() {
            rows.sort_by_key(|row| row.period);
            for pair in rows.windows(2) {
                if let [first, second] = pair
                    && first.period.and(second.period).is_some()
                {
                    let problem =
                        format!("code {} names {} and {} at once", first.code, first.key, second.key);
                    return Err(PackError::new("units.tsv", 0, problem));
                }
            }
        }
        Ok(())
    }

    fn check_links(&self, keys: &HashSet<&str>) -> Result<(), PackError> {
        let mut shares: HashMap<(&str, Date), (usize, usize, usize)> = HashMap::new();
        for link in &self.links {
            for key in [&link.from, &link.to] {
                if !keys.contains(key.as_str()) {
                    return Err(PackError::new("successions.tsv", 0, format!("no unit {key}")));
                }
            }
            let counts = shares.entry((&link.from, link.on)).or_default();
            match link.share {
                Share::Whole => counts.0 += 1,
                Share::Default => counts.1 += 1,
                Share::Split => counts.2 += 1,
            }
        }
        for ((from, _), counts) in shares {
            if !matches!(counts, (1, 0, 0) | (0, 1, 1..)) {
                return Err(PackError::new(
                    "successions.tsv",
                    0,
                    format!("{from}: shares do not make one whole"),
                ));
            }
        }
        Ok(())
    }

    /// The acts behind a change of that province on that day, joined; empty when none is recorded.
    #[must_use]
    pub fn basis(&self, province: &str, on: Date) -> String {
        let mut numbers: Vec<&str> = self
            .resolutions
            .iter()
            .filter(|row| row.province == province && row.on == on)
            .map(|row| row.number.as_str())
            .collect();
        numbers.dedup();
        numbers.join("; ")
    }
}

fn table<T>(file: &str, text: &str, row: fn(&[&str]) -> Option<T>) -> Result<Vec<T>, PackError> {
    let mut rows = Vec::with_capacity(text.len() / 40);
    let mut header = true;
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if std::mem::take(&mut header) {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        rows.push(row(&cells).ok_or_else(|| PackError::new(file, number + 1, "cannot be read"))?);
    }
    Ok(rows)
}

fn unit_row(cells: &[&str]) -> Option<UnitRow> {
    let [key, from, to, level, code, kind, name, parent] = cells else { return None };
    let level = Level::from_word(level)?;
    let period = Period { from: from.parse().ok()?, to: if to.is_empty() { OPEN } else { to.parse().ok()? } };
    let sound = code.len() == level.digits() && code.bytes().all(|digit| digit.is_ascii_digit());
    if !sound || period.is_empty() || key.is_empty() || name.is_empty() {
        return None;
    }
    Some(UnitRow {
        key: (*key).to_owned(),
        period,
        level,
        code: (*code).to_owned(),
        kind: (*kind).to_owned(),
        name: (*name).to_owned(),
        parent: (!parent.is_empty()).then(|| (*parent).to_owned()),
    })
}

fn link_row(cells: &[&str]) -> Option<Link> {
    let [from, to, on, share] = cells else { return None };
    Some(Link {
        from: (*from).to_owned(),
        to: (*to).to_owned(),
        on: on.parse().ok()?,
        share: Share::from_word(share)?,
    })
}

fn resolution_row(cells: &[&str]) -> Option<Resolution> {
    let [province, on, number, _signed] = cells else { return None };
    Some(Resolution { province: (*province).to_owned(), on: on.parse().ok()?, number: (*number).to_owned() })
}
