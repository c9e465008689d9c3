//! What a target asks for and how far something has come.
use base::Date;
use rust_decimal::Decimal;

/// How a value is compared with its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// `=`: neither less nor, where less is better, more.
    Exactly,
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
    /// `≈`: within the tolerance of the rule.
    About,
}

impl Ask {
    /// From the sign as the plan prints it.
    #[must_use]
    pub fn from_sign(sign: &str) -> Option<Self> {
        Some(match sign {
            "=" => Self::Exactly,
            "≥" => Self::AtLeast,
            ">" => Self::MoreThan,
            "≤" => Self::AtMost,
            "<" => Self::LessThan,
            "≈" => Self::About,
            _ => return None,
        })
    }

    /// True where the sign itself says that more is better, false where less is; none: it does not say.
    #[must_use]
    pub const fn rising(self) -> Option<bool> {
        match self {
            Self::AtLeast | Self::MoreThan => Some(true),
            Self::AtMost | Self::LessThan => Some(false),
            Self::Exactly | Self::About => None,
        }
    }
}

/// A value on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub on: Date,
    pub value: Decimal,
}

/// What must hold on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aim {
    pub ask: Ask,
    /// The last day of the target's year.
    pub by: Date,
    pub value: Decimal,
}

/// Where a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetState {
    /// Its day has come and the value is not reached.
    Missed,
    AtRisk,
    NoData,
    OnCourse,
    /// Reached when its day had come.
    Met,
    MetEarly,
}

impl TargetState {
    pub const ALL: [Self; 6] =
        [Self::Missed, Self::AtRisk, Self::NoData, Self::OnCourse, Self::Met, Self::MetEarly];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::AtRisk => "at_risk",
            Self::NoData => "no_data",
            Self::OnCourse => "on_course",
            Self::Met => "met",
            Self::MetEarly => "met_early",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskState {
    Missed,
    AtRisk,
    /// Its agency owed a report and the day has passed.
    NotReported,
    OnCourse,
    Done,
}

impl TaskState {
    pub const ALL: [Self; 5] = [Self::Missed, Self::AtRisk, Self::NotReported, Self::OnCourse, Self::Done];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::AtRisk => "at_risk",
            Self::NotReported => "not_reported",
            Self::OnCourse => "on_course",
            Self::Done => "done",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// The dated thresholds (`plan_rule`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub from: Date,
    /// Percent of the path below which a value is at risk.
    pub path_percent: i64,
    /// Calendar days before a task's date.
    pub task_days: i64,
    pub task_percent: i64,
    /// Calendar days before the reporting day.
    pub remind_days: i64,
    /// Who set it, as printed.
    pub source: String,
}
