//! The lists: what my agency has to do, what my agency has assigned.
use super::rights::{ASSIGN, DO};
use crate::Deps;
use crate::errors::Refused;
use crate::model::Assignment;
use crate::store::{self, Filter, GivenTab, MineTab};
use base::Date;
use contracts::{AgencyId, AssignmentId};
use db::Tx;
use policy::{OpContext, Scope};
use std::collections::HashMap;

/// Above this a count is shown as "1.000+" (database.md).
pub const COUNT_MAX: i64 = 1_000;
/// Rows of an export.
const EXPORT_MAX: i64 = 5_000;

/// One tab of either list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tab {
    Mine(MineTab),
    Given(GivenTab),
}

impl Tab {
    /// Stable word of URLs and locale keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mine(tab) => tab.word(),
            Self::Given(tab) => tab.word(),
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let mine = MineTab::ALL.into_iter().map(Self::Mine);
        mine.chain(GivenTab::ALL.into_iter().map(Self::Given)).find(|tab| tab.word() == word)
    }
}

/// How many stand under a tab, counted up to [`COUNT_MAX`] + 1.
pub type TabCount = (Tab, i64);

/// Rows with the tallies of the parents among them: (done, of how many).
#[derive(Debug, Default)]
pub struct Lines {
    pub rows: Vec<Assignment>,
    pub tallies: HashMap<AssignmentId, (i64, i64)>,
    /// There are more behind the last row.
    pub more: bool,
}

/// What the list shows.
#[derive(Debug)]
pub struct Listing {
    pub tab: Tab,
    pub counts: Vec<TabCount>,
    pub lines: Lines,
}

/// The two scopes of one person; none of them: there is no list for her.
struct Scopes {
    mine: Option<Scope>,
    given: Option<Scope>,
}

impl Scopes {
    fn of(cx: &OpContext) -> Result<Self, Refused> {
        let mine = cx.scope(DO).ok();
        // What was assigned is listed by the agency that assigned, however far the right reaches.
        let grants = cx.standing.grants.iter().filter(|grant| grant.permission == ASSIGN);
        let mut agencies: Vec<AgencyId> =
            grants.filter_map(|grant| cx.standing.holding(grant.holding)).map(|held| held.agency).collect();
        agencies.sort_unstable();
        agencies.dedup();
        let given = (!agencies.is_empty()).then_some(Scope::Agencies(agencies));
        if mine.is_none() && given.is_none() { Err(Refused::NotFound) } else { Ok(Self { mine, given }) }
    }

    fn holds(&self, tab: Tab) -> bool {
        match tab {
            Tab::Mine(_) => self.mine.is_some(),
            Tab::Given(_) => self.given.is_some(),
        }
    }

    fn counts(&self, tx: &mut Tx<'_>, today: Date) -> Result<Vec<TabCount>, Refused> {
        let mut all: Vec<TabCount> = Vec::new();
        if let Some(scope) = &self.mine {
            let counts = store::mine_counts(tx, scope, COUNT_MAX)?;
            all.extend(counts.into_iter().map(|(tab, count)| (Tab::Mine(tab), count)));
        }
        if let Some(scope) = &self.given {
            let counts = store::given_counts(tx, scope, today, COUNT_MAX)?;
            all.extend(counts.into_iter().map(|(tab, count)| (Tab::Given(tab), count)));
        }
        Ok(all)
    }

    fn rows(&self, tx: &mut Tx<'_>, tab: Tab, today: Date, filter: Filter) -> Result<Lines, Refused> {
        let limit = filter.limit;
        let one_more = Filter { limit: limit.saturating_add(1), ..filter };
        let mut rows = match (tab, &self.mine, &self.given) {
            (Tab::Mine(tab), Some(scope), _) => store::mine_list(tx, scope, tab, one_more)?,
            (Tab::Given(tab), _, Some(scope)) => store::given_list(tx, scope, tab, today, one_more)?,
            _ => return Err(Refused::NotFound),
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let parents: Vec<AssignmentId> =
            rows.iter().filter(|row| row.is_parent()).map(|row| row.id).collect();
        let mut tallies = HashMap::new();
        for slice in parents.chunks(500) {
            tallies.extend(store::part_tallies(tx, slice)?);
        }
        Ok(Lines { rows, tallies, more })
    }
}

/// The first tab in which something waits, else the first there is.
fn busiest(counts: &[TabCount]) -> Option<Tab> {
    let waits = [
        Tab::Given(GivenTab::Waiting),
        Tab::Mine(MineTab::Todo),
        Tab::Given(GivenTab::Overdue),
        Tab::Given(GivenTab::Running),
    ];
    let full = waits.into_iter().find(|tab| counts.iter().any(|(known, count)| known == tab && *count > 0));
    full.or_else(|| counts.first().map(|(tab, _)| *tab))
}

/// One page of a tab; none asked: the busiest.
///
/// # Errors
/// [`Refused::NotFound`] for whoever neither does nor assigns work.
pub async fn list(deps: &Deps, cx: &OpContext, tab: Option<Tab>, filter: Filter) -> Result<Listing, Refused> {
    let scopes = Scopes::of(cx)?;
    let today = cx.now.date();
    deps.db
        .read(move |tx| {
            let counts = scopes.counts(tx, today)?;
            let asked = tab.filter(|tab| scopes.holds(*tab));
            let tab = asked.or_else(|| busiest(&counts)).ok_or(Refused::NotFound)?;
            let lines = scopes.rows(tx, tab, today, filter)?;
            Ok(Listing { tab, counts, lines })
        })
        .await
}

/// The whole tab for a file, at most some thousand rows; that a file was made is written down.
///
/// # Errors
/// As [`list`].
pub async fn list_all(deps: &Deps, cx: &OpContext, tab: Tab) -> Result<Lines, Refused> {
    let scopes = Scopes::of(cx)?;
    let today = cx.now.date();
    let filter = Filter { after: None, limit: EXPORT_MAX };
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let lines = scopes.rows(tx, tab, today, filter)?;
            let holding = cx.standing.holdings.first();
            let subject = cx.actor.account().ok_or(Refused::NotFound)?;
            let said = serde_json::json!({ "group": tab.word(), "rows": lines.rows.len() });
            policy::audit(tx, &cx, "tasks.exported", subject.id(), holding, &said)?;
            Ok(lines)
        })
        .await
}
