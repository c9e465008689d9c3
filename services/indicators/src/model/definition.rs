//! An indicator's definition.
use super::PeriodKind;
use base::Date;
use serde::{Deserialize, Serialize};

/// Whether more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    Up,
    Down,
}

/// At which level of the tree it can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Province,
    Commune,
    Agency,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::Province, Self::Commune, Self::Agency];

    /// Stable word of the data.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Commune => "commune",
            Self::Agency => "agency",
        }
    }
}

/// How reported values of several periods become one of a longer time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverTime {
    /// A flow: they add up.
    Sum,
    /// A stock: the last one holds.
    #[default]
    Last,
}

/// Who reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reporters {
    /// The agency that answers for the indicator, for the whole province.
    #[default]
    Responsible,
    /// Every people's committee of a commune, for itself.
    Communes,
    /// Every department and office of the province, for itself.
    Departments,
}

impl Reporters {
    pub const ALL: [Self; 3] = [Self::Responsible, Self::Communes, Self::Departments];

    /// Stable word of the data, and the group's name in [`contracts::AgencyNames::of_group`].
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Responsible => "responsible",
            Self::Communes => "communes",
            Self::Departments => "departments",
        }
    }
}

/// One number that somebody reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `lower_snake`, the name in this definition's expressions.
    pub code: String,
    pub title: String,
    #[serde(default)]
    pub unit: String,
}

const fn first_day() -> i8 {
    1
}

const fn one_decimal() -> u32 {
    1
}

/// A definition as a statistician writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// `lower_snake`, stable.
    pub code: String,
    pub title: String,
    /// As printed behind the number; `%` with a denominator multiplies by 100.
    pub unit: String,
    #[serde(default)]
    pub direction: Direction,
    /// How often it is read or reported.
    pub period: PeriodKind,
    pub levels: Vec<Level>,
    /// S-FEEL over facts, this indicator's inputs and other indicators.
    pub numerator: String,
    /// Empty: the numerator is the value.
    #[serde(default)]
    pub denominator: String,
    /// Digits behind the comma on screen, 0–6.
    #[serde(default = "one_decimal")]
    pub decimals: u32,
    /// Empty: the program counts it by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Input>,
    #[serde(default)]
    pub reporters: Reporters,
    #[serde(default)]
    pub over_time: OverTime,
    /// The day of the month on which its own data window begins; 1 is the calendar, 15: from the 15th to the 14th.
    #[serde(default = "first_day")]
    pub window_day: i8,
    /// Calendar days after the end of the window by which it is reported.
    #[serde(default)]
    pub deadline_days: i64,
    /// Where the numbers come from.
    pub source: String,
    /// How they are made, in a sentence or two.
    pub method: String,
    /// Name of the agency that answers for it, as printed.
    pub responsible: String,
    /// The person or position in it.
    #[serde(default)]
    pub person: String,
    pub legal_basis: String,
}

impl Definition {
    /// Counted by the program itself, without anybody's report.
    #[must_use]
    pub fn counted(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Whether a quotient is told per hundred.
    #[must_use]
    pub fn percent(&self) -> bool {
        self.unit.trim() == "%" && !self.denominator.trim().is_empty()
    }

    #[must_use]
    pub fn rising(&self) -> bool {
        self.direction == Direction::Up
    }
}

/// A definition with its version and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    pub version: i64,
    pub valid_from: Date,
    /// The first day on which it is no longer in force.
    pub valid_to: Date,
    pub definition: Definition,
    pub reason: String,
    pub changed_at: base::Timestamp,
    /// False when a person wrote it.
    pub from_pack: bool,
}
