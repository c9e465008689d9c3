//! How a procedure's data is told in words: keys and arguments, never sentences.
use base::Money;
use contracts::{CaseRule, Channel, FeeKind, Limit, LimitUnit, Mode, ProcedureFact};

/// A message and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub key: &'static str,
    pub amount: i64,
}

/// How long a limit is.
#[must_use]
pub fn limit_words(limit: Option<&Limit>) -> Words {
    let Some(limit) = limit else { return Words { key: "portal-time-none", amount: 0 } };
    let key = match limit.unit {
        LimitUnit::Hour => "portal-time-hours",
        LimitUnit::WorkingDay => "portal-time-working-days",
        LimitUnit::CalendarDay => "portal-time-days",
        LimitUnit::SameDay => "portal-time-same-day",
    };
    Words { key, amount: limit.amount }
}

/// The shortest promise of a case: online first, as that is what most people ask.
#[must_use]
pub fn case_limit(case: &CaseRule) -> Words {
    let order = [Channel::Online, Channel::InPerson, Channel::Post];
    let limit = order.iter().find_map(|channel| case.channel(*channel)).and_then(|rule| rule.limit.as_ref());
    limit_words(limit)
}

/// What is paid, in one line of a result list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeeWords {
    /// The data say that nothing is paid.
    Free,
    /// One fixed amount.
    Fixed(Money),
    /// Several lines, a formula, or different amounts per channel.
    Varies,
}

/// Whether the notes leave the amounts to the province's council: then no line does not mean nothing is paid.
#[must_use]
pub fn by_council(procedure: &ProcedureFact) -> bool {
    let says =
        |note: &String| note.contains("HĐND tỉnh") || note.contains("Hội đồng nhân dân tỉnh quyết định");
    procedure.notes.iter().any(says)
}

/// The fees of a case in one word.
#[must_use]
pub fn case_fee(case: &CaseRule) -> FeeWords {
    match case.fees.as_slice() {
        [] => FeeWords::Free,
        [one] if one.channel.is_none() => one.amount.map_or(FeeWords::Varies, FeeWords::Fixed),
        _ => FeeWords::Varies,
    }
}

/// One row of the table of fees: the amounts online and at the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeRow {
    pub name: String,
    pub kind: FeeKind,
    pub online: Option<Money>,
    pub counter: Option<Money>,
    /// The amount follows from the case by a rule.
    pub by_rule: bool,
    pub source: String,
}

/// The table of fees of a case; a line for one channel leaves the other empty.
#[must_use]
pub fn fee_rows(case: &CaseRule) -> Vec<FeeRow> {
    let on = |only: Option<Channel>, channel| only.is_none_or(|only| only == channel);
    let mut rows: Vec<FeeRow> = Vec::new();
    for rule in &case.fees {
        let online = rule.amount.filter(|_| on(rule.channel, Channel::Online));
        let counter = rule.amount.filter(|_| on(rule.channel, Channel::InPerson));
        if let Some(row) = rows.iter_mut().find(|row| row.name == rule.name && row.kind == rule.kind) {
            row.online = row.online.or(online);
            row.counter = row.counter.or(counter);
            continue;
        }
        rows.push(FeeRow {
            name: rule.name.clone(),
            kind: rule.kind,
            online,
            counter,
            by_rule: rule.amount.is_none(),
            source: rule.source.clone(),
        });
    }
    rows
}

/// Which button the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Filed here by the person herself.
    FileHere,
    /// Filed here with an officer's or helper's hand, or at the counter.
    Counter,
    /// Filed at the national portal.
    National,
}

/// The one button of a procedure and case (NĐ 224/2026 Đ15.1.i).
#[must_use]
pub fn action(procedure: &ProcedureFact, case: &CaseRule) -> Action {
    let online = case.channel(Channel::Online).is_some();
    match procedure.mode {
        Mode::Local if online && case.process.is_some() => Action::FileHere,
        Mode::Local | Mode::Assisted => Action::Counter,
        Mode::National if online => Action::National,
        Mode::National => Action::Counter,
    }
}

/// Life events of the home page: code, pictogram.
pub const LIFE_EVENTS: [(&str, &str); 8] = [
    ("sinh-con", "birth"),
    ("ket-hon-gia-dinh", "family"),
    ("nha-o-cu-tru", "home"),
    ("dat-dai", "land"),
    ("kinh-doanh", "business"),
    ("giay-to", "card"),
    ("hoc-hanh-viec-lam", "learn"),
    ("qua-doi", "passing"),
];
