//! Numbers of one time, read once, and values made of them for any group of agencies.
use super::book::Book;
use crate::model::{Definition, FactState, OverTime, Period, Reporters};
use crate::rules::{Made, NoValue, make};
use crate::store;
use base::{Date, Timestamp};
use contracts::{AgencyId, AgencyNames};
use db::{DbError, Tx};
use expr::{Expr, Scope, Value};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Indicators may name one another; no chain is longer.
const CHAIN_MAX: usize = 8;

/// Whose numbers are added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    All,
    Agencies(BTreeSet<AgencyId>),
}

impl Group {
    #[must_use]
    pub fn has(&self, agency: AgencyId) -> bool {
        match self {
            Self::All => true,
            Self::Agencies(list) => list.contains(&agency),
        }
    }

    /// What a list may reach, as a group.
    #[must_use]
    pub fn of_scope(scope: &policy::Scope) -> Self {
        scope.agencies().map_or(Self::All, |list| Self::Agencies(list.iter().copied().collect()))
    }
}

/// The time that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub from: Date,
    pub to: Date,
    /// A stock that was not reported within the time may be taken from up to a year before it.
    pub look_back: bool,
}

/// What was reported of one indicator and is approved, of the periods that count here.
#[derive(Clone, Debug, Default)]
pub struct Reported {
    pub by_agency: BTreeMap<AgencyId, BTreeMap<String, Decimal>>,
    /// First and last day that they speak of.
    pub window: Option<(Date, Date)>,
    pub as_of: Option<Timestamp>,
}

/// A name of an expression with its number.
pub type Parts = Vec<(String, Option<Decimal>)>;

/// The numbers of one time.
pub struct Engine<'b> {
    book: &'b Book,
    on: Date,
    counts: BTreeMap<String, BTreeMap<AgencyId, i64>>,
    reported: BTreeMap<String, Reported>,
    /// Facts that are still being counted from the beginning.
    counting: BTreeSet<String>,
}

/// Names that a definition reads.
pub(super) fn names_of(definition: &Definition) -> BTreeSet<String> {
    [&definition.numerator, &definition.denominator]
        .into_iter()
        .filter_map(|source| Expr::parse(source).ok())
        .flat_map(|parsed| parsed.names())
        .collect()
}

impl<'b> Engine<'b> {
    /// Reads what the indicators `codes` need; definitions are those of the last day of the time.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn load(
        tx: &mut Tx<'_>,
        book: &'b Book,
        names: &dyn AgencyNames,
        codes: &[String],
        slice: Slice,
    ) -> Result<Self, DbError> {
        let mut engine = Self {
            book,
            on: slice.to,
            counts: BTreeMap::new(),
            reported: BTreeMap::new(),
            counting: BTreeSet::new(),
        };
        let mut open: Vec<String> = codes.to_vec();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        while let Some(code) = open.pop() {
            if !seen.insert(code.clone()) {
                continue;
            }
            let Some(dated) = book.at_or_first(&code, slice.to) else { continue };
            let definition = &dated.definition;
            engine.read(tx, names, definition, slice)?;
            for name in names_of(definition) {
                if definition.inputs.iter().any(|input| input.code == name) {
                    continue;
                }
                match book.fact(&name) {
                    Some(fact) if !engine.counts.contains_key(&name) => {
                        if fact.state == FactState::Counting {
                            engine.counting.insert(name.clone());
                        }
                        let mut by_agency: BTreeMap<AgencyId, i64> = BTreeMap::new();
                        for (agency, count) in store::sums(tx, fact.number, slice.from, slice.to)? {
                            *by_agency.entry(agency).or_default() += count;
                        }
                        engine.counts.insert(name, by_agency);
                    }
                    Some(_) => {}
                    None => open.push(name),
                }
            }
        }
        Ok(engine)
    }

    /// The approved reports that count for the time.
    fn read(
        &mut self,
        tx: &mut Tx<'_>,
        names: &dyn AgencyNames,
        definition: &Definition,
        slice: Slice,
    ) -> Result<(), DbError> {
        if definition.counted() {
            return Ok(());
        }
        let (kind, day) = (definition.period, definition.window_day);
        let year_before = slice.from.checked_add(jiff::Span::new().years(-1)).unwrap_or(slice.from);
        let earliest = if slice.look_back { year_before } else { slice.from };
        let last = Period::of(kind, day, slice.to);
        let mut periods = Vec::new();
        let mut period = last;
        while period.window(day).0 >= earliest && periods.len() < 36 {
            if period.window(day).1 <= slice.to {
                periods.push(period);
            }
            period = period.before();
        }
        let (Some(newest), Some(oldest)) = (periods.first().copied(), periods.last().copied()) else {
            self.reported.insert(definition.code.clone(), Reported::default());
            return Ok(());
        };
        let rows = store::approved(tx, &definition.code, oldest.first, newest.first)?;
        let chosen: Vec<Period> = match definition.over_time {
            OverTime::Sum => periods.into_iter().filter(|one| one.window(day).0 >= slice.from).collect(),
            OverTime::Last => {
                let expected = match definition.reporters {
                    Reporters::Responsible => 1,
                    group => names.of_group(tx, group.word(), slice.to)?.len(),
                };
                let count = |one: &Period| rows.iter().filter(|row| row.period == one.first).count();
                let whole = periods.iter().find(|one| count(one) >= expected.max(1));
                whole.or_else(|| periods.iter().find(|one| count(one) > 0)).copied().into_iter().collect()
            }
        };
        let mut reported = Reported::default();
        for row in rows.iter().filter(|row| chosen.iter().any(|one| one.first == row.period)) {
            let (from, to) = Period { kind, first: row.period }.window(day);
            reported.window = Some(match reported.window {
                None => (from, to),
                Some((first, last)) => (first.min(from), last.max(to)),
            });
            reported.as_of = reported.as_of.max(row.decided_at);
            let sums = reported.by_agency.entry(row.agency).or_default();
            for (code, value) in &row.inputs {
                let sum = sums.entry(code.clone()).or_default();
                *sum = sum.checked_add(*value).unwrap_or(*sum);
            }
        }
        self.reported.insert(definition.code.clone(), reported);
        Ok(())
    }

    /// The definition in force at the end of the time.
    #[must_use]
    pub fn definition(&self, code: &str) -> Option<&'b Definition> {
        self.book.at_or_first(code, self.on).map(|dated| &dated.definition)
    }

    /// What was reported of an indicator.
    #[must_use]
    pub fn reported(&self, code: &str) -> Option<&Reported> {
        self.reported.get(code)
    }

    /// Whether a number is not whole yet: a fact in it is still being counted from the beginning.
    #[must_use]
    pub fn counting(&self, code: &str) -> bool {
        let mut open = vec![code.to_owned()];
        let mut seen = BTreeSet::new();
        while let Some(code) = open.pop() {
            if self.counting.contains(&code) {
                return true;
            }
            if seen.insert(code.clone())
                && let Some(definition) = self.definition(&code)
            {
                open.extend(names_of(definition));
            }
        }
        false
    }

    /// Every agency that has a number in what was read.
    #[must_use]
    pub fn agencies(&self) -> BTreeSet<AgencyId> {
        let counted =
            self.counts.values().flat_map(|by| by.iter().filter(|(_, n)| **n != 0).map(|(id, _)| *id));
        let reported = self.reported.values().flat_map(|one| one.by_agency.keys().copied());
        counted.chain(reported).collect()
    }

    /// The value of an indicator for a group; none when there is no such indicator.
    #[must_use]
    pub fn make(&self, code: &str, group: &Group) -> Option<Made> {
        self.make_deep(code, group, 0)
    }

    /// The value of a definition that is not stored (a preview).
    #[must_use]
    pub fn make_of(&self, definition: &Definition, group: &Group) -> Made {
        make(definition, &Names { engine: self, definition, group, depth: 0 })
    }

    fn make_deep(&self, code: &str, group: &Group, depth: usize) -> Option<Made> {
        let definition = self.definition(code)?;
        Some(make(definition, &Names { engine: self, definition, group, depth }))
    }

    fn number(
        &self,
        definition: &Definition,
        name: &str,
        group: &Group,
        depth: usize,
    ) -> Option<Option<Decimal>> {
        if definition.inputs.iter().any(|input| input.code == name) {
            let reported = self.reported.get(&definition.code)?;
            let mut sum = None;
            for (agency, inputs) in &reported.by_agency {
                if let (true, Some(value)) = (group.has(*agency), inputs.get(name)) {
                    sum = Some(sum.unwrap_or(Decimal::ZERO).checked_add(*value)?);
                }
            }
            return Some(sum);
        }
        if let Some(by_agency) = self.counts.get(name) {
            let sum: i64 = by_agency.iter().filter(|(agency, _)| group.has(**agency)).map(|(_, n)| *n).sum();
            return Some(Some(Decimal::from(sum)));
        }
        if depth >= CHAIN_MAX {
            return Some(None);
        }
        self.make_deep(name, group, depth + 1).map(|made| made.value.ok())
    }

    /// Every name of a definition with its number.
    #[must_use]
    pub fn parts(&self, definition: &Definition, group: &Group) -> Parts {
        names_of(definition)
            .into_iter()
            .map(|name| {
                let number = self.number(definition, &name, group, 0).flatten();
                (name, number)
            })
            .collect()
    }
}

struct Names<'e, 'b> {
    engine: &'e Engine<'b>,
    definition: &'e Definition,
    group: &'e Group,
    depth: usize,
}

impl Scope for Names<'_, '_> {
    fn lookup(&self, name: &str) -> Option<Value> {
        let number = self.engine.number(self.definition, name, self.group, self.depth)?;
        Some(number.map_or(Value::Null, Value::Number))
    }
}

/// A value as words need it: none keeps its reason.
impl Made {
    #[must_use]
    pub fn missing(&self) -> Option<NoValue> {
        self.value.err()
    }
}
