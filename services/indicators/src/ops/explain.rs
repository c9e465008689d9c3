//! One number, down to what it is made of.
use super::book::Book;
use super::deps::Deps;
use super::engine::{Engine, Group, Slice};
use super::remembered::Remembered;
use super::report::expected_reporters;
use crate::errors::Refused;
use crate::model::{Dated, Level, Period, PeriodKind};
use crate::port::year_to;
use crate::rules::Made;
use base::{Date, Timestamp};
use contracts::{AgencyFact, AgencyId, AgencyNames, Directory, UnitId};
use db::{DbError, Tx};
use policy::OpContext;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Explain {
    pub code: String,
    /// The year whose number is asked; the current one up to today.
    pub year: i16,
    /// A period of that year by its first day; none: the year so far.
    pub period: Option<Date>,
    pub level: Level,
}

/// A name of the expressions with its number.
#[derive(Clone, Debug)]
pub struct Part {
    pub name: String,
    pub title: String,
    /// What is counted and what is not; empty for what is reported.
    pub method: String,
    /// `fact`, `input` or `indicator`.
    pub kind: &'static str,
    pub number: Option<Decimal>,
}

/// A period of the chart.
#[derive(Clone, Copy, Debug)]
pub struct MonthValue {
    pub period: Period,
    pub made: Made,
    /// Still running.
    pub open: bool,
}

/// One agency or commune.
#[derive(Clone, Debug)]
pub struct Line {
    /// Agencies whose numbers are in it.
    pub agencies: Vec<AgencyId>,
    pub name: String,
    pub made: Made,
    /// A former agency's numbers are counted for its successor.
    pub converted: bool,
    /// Everything above the communes, in one line.
    pub above: bool,
}

/// The whole page.
#[derive(Clone, Debug)]
pub struct Explained {
    pub dated: Dated,
    pub versions: Vec<Dated>,
    pub slice: Slice,
    /// What the number really speaks of: a stock may be older.
    pub window: (Date, Date),
    pub made: Made,
    pub parts: Vec<Part>,
    pub months: Vec<MonthValue>,
    pub lines: Vec<Line>,
    pub counting: bool,
    /// Of a reported indicator: how many of those who report are in the number, and how many there are.
    pub coverage: Option<(usize, usize)>,
    pub as_of: Timestamp,
    /// The last ended period of a reported indicator.
    pub last_period: Option<Period>,
}

fn slice_of(dated: &Dated, query: &Explain, today: Date) -> Slice {
    let (kind, day) = (dated.definition.period, dated.definition.window_day);
    if let Some(first) = query.period {
        let kind = if dated.definition.counted() { PeriodKind::Month } else { kind };
        let (from, to) = Period::of_calendar(kind, first).window(day);
        return Slice { from, to: to.min(today).max(from), look_back: false };
    }
    let whole = Period::of_calendar(PeriodKind::Year, Date::new(query.year, 1, 1).unwrap_or(today));
    let (from, to) = whole.window(day);
    if to < today {
        Slice { from, to, look_back: false }
    } else {
        Slice { look_back: true, ..year_to(day, today.max(from), true) }
    }
}

fn part(book: &Book, dated: &Dated, name: String, number: Option<Decimal>, on: Date) -> Part {
    if let Some(input) = dated.definition.inputs.iter().find(|input| input.code == name) {
        return Part { title: input.title.clone(), method: String::new(), kind: "input", name, number };
    }
    if let Some(fact) = book.fact(&name) {
        let (title, method) = (fact.body.title.clone(), fact.body.method.clone());
        return Part { title, method, kind: "fact", name, number };
    }
    let other = book.at_or_first(&name, on).map(|other| &other.definition);
    let title = other.map_or_else(|| name.clone(), |other| other.title.clone());
    let method = other.map(|other| other.method.clone()).unwrap_or_default();
    Part { title, method, kind: "indicator", name, number }
}

/// Who knows places and names.
#[derive(Clone, Copy)]
struct Work<'w> {
    directory: &'w dyn Directory,
    names: &'w dyn AgencyNames,
}

/// Where each agency's numbers belong on a day: the unit, its name, and whether they were carried over.
struct Home {
    unit: Option<UnitId>,
    name: String,
    converted: bool,
}

fn homes(
    work: Work<'_>,
    tx: &mut Tx<'_>,
    agencies: &[AgencyFact],
    on: Date,
) -> Result<BTreeMap<AgencyId, Home>, DbError> {
    let communes: BTreeMap<UnitId, String> =
        work.directory.communes(tx, on)?.into_iter().map(|unit| (unit.id, unit.full_name)).collect();
    let mut all = BTreeMap::new();
    for agency in agencies {
        let here = communes.get(&agency.unit).cloned();
        let home = match here {
            Some(name) => Home { unit: Some(agency.unit), name, converted: false },
            None if agency.kind.starts_with("commune") => {
                // A commune of before a merger: its numbers go to the one that took it over, where that is one.
                let heirs: BTreeSet<UnitId> = work
                    .names
                    .candidates(tx, &agency.name, on)?
                    .into_iter()
                    .map(|heir| heir.agency.unit)
                    .filter(|unit| communes.contains_key(unit))
                    .collect();
                match heirs.iter().next() {
                    Some(unit) if heirs.len() == 1 => Home {
                        unit: Some(*unit),
                        name: communes.get(unit).cloned().unwrap_or_default(),
                        converted: true,
                    },
                    _ => Home { unit: Some(agency.unit), name: agency.name.clone(), converted: false },
                }
            }
            None => Home { unit: None, name: String::new(), converted: false },
        };
        all.insert(agency.id, home);
    }
    Ok(all)
}

fn lines(
    work: Work<'_>,
    tx: &mut Tx<'_>,
    engine: &Engine<'_>,
    code: &str,
    query: &Explain,
    scope: &Group,
    on: Date,
) -> Result<Vec<Line>, DbError> {
    let ids: Vec<AgencyId> = engine.agencies().into_iter().filter(|id| scope.has(*id)).collect();
    let agencies = work.directory.agencies(tx, &ids)?;
    let mut groups: BTreeMap<String, (String, Vec<AgencyId>, bool, bool)> = BTreeMap::new();
    if query.level == Level::Commune {
        let homes = homes(work, tx, &agencies, on)?;
        for agency in &agencies {
            let Some(home) = homes.get(&agency.id) else { continue };
            let key = home.unit.map(|unit| unit.to_string()).unwrap_or_default();
            let group = groups
                .entry(key)
                .or_insert_with(|| (home.name.clone(), Vec::new(), false, home.unit.is_none()));
            group.1.push(agency.id);
            group.2 |= home.converted;
        }
    } else {
        for agency in &agencies {
            groups.insert(agency.id.to_string(), (agency.name.clone(), vec![agency.id], false, false));
        }
    }
    let mut lines = Vec::with_capacity(groups.len());
    for (name, agencies, converted, above) in groups.into_values() {
        let group = Group::Agencies(agencies.iter().copied().collect());
        let Some(made) = engine.make(code, &group) else { continue };
        lines.push(Line { agencies, name, made, converted, above });
    }
    lines.sort_by_cached_key(|line| (line.above, text::collation_key(&line.name)));
    Ok(lines)
}

/// Explains a number.
///
/// # Errors
/// [`Refused::NotFound`]; [`Refused::Denied`] without `indicators.read`.
pub async fn explain(deps: &Deps, cx: &OpContext, query: Explain) -> Result<Explained, Refused> {
    let scope = Group::of_scope(&cx.scope("indicators.read")?);
    let (db, deps, now) = (deps.db.clone(), deps.clone(), cx.now);
    db.read(move |tx| {
        let today = now.date();
        let book = Book::load(tx)?;
        let names = Remembered::new(deps.names.as_ref());
        let work = Work { directory: deps.directory.as_ref(), names: &names };
        let newest = book.at_or_first(&query.code, today).ok_or(Refused::NotFound)?;
        let slice = slice_of(newest, &query, today);
        let dated = book.at_or_first(&query.code, slice.to).unwrap_or(newest).clone();
        let codes = [query.code.clone()];
        let engine = Engine::load(tx, &book, &names, &codes, slice)?;
        let made = engine.make(&query.code, &scope).ok_or(Refused::NotFound)?;
        let parts = engine
            .parts(&dated.definition, &scope)
            .into_iter()
            .map(|(name, number)| part(&book, &dated, name, number, slice.to))
            .collect();
        let lines = if query.level == Level::Province {
            Vec::new()
        } else {
            lines(work, tx, &engine, &query.code, &query, &scope, slice.to)?
        };
        let reported = engine.reported(&query.code);
        let coverage = match reported {
            None => None,
            Some(reported) => {
                let expected = expected_reporters(tx, &names, &dated.definition, slice.to)?.len();
                Some((reported.by_agency.len(), expected.max(reported.by_agency.len())))
            }
        };
        let months = months(&names, tx, &book, &dated, &query, &scope, today)?;
        Ok(Explained {
            versions: book.versions(&query.code).to_vec(),
            window: reported.and_then(|one| one.window).unwrap_or((slice.from, slice.to)),
            as_of: reported.and_then(|one| one.as_of).unwrap_or(now),
            coverage,
            counting: engine.counting(&query.code),
            last_period: (!dated.definition.counted())
                .then(|| Period::of(dated.definition.period, dated.definition.window_day, today).before()),
            slice,
            made,
            parts,
            months,
            lines,
            dated,
        })
    })
    .await
}

/// The periods of the year, each by itself: months of what is counted, the reporting periods of what is reported.
fn months(
    names: &dyn AgencyNames,
    tx: &mut Tx<'_>,
    book: &Book,
    dated: &Dated,
    query: &Explain,
    scope: &Group,
    today: Date,
) -> Result<Vec<MonthValue>, Refused> {
    let definition = &dated.definition;
    let kind = if definition.counted() { PeriodKind::Month } else { definition.period };
    let codes = [query.code.clone()];
    let mut all = Vec::new();
    let mut period = Period::of_calendar(kind, Date::new(query.year, 1, 1).unwrap_or(today));
    while period.first.year() == query.year {
        let (from, to) = period.window(definition.window_day);
        if from > today {
            break;
        }
        let slice = Slice { from, to, look_back: false };
        let engine = Engine::load(tx, book, names, &codes, slice)?;
        if let Some(made) = engine.make(&query.code, scope) {
            all.push(MonthValue { period, made, open: to >= today });
        }
        period = period.next();
    }
    Ok(all)
}
