//! Administrative units and what becomes of them.
use super::Period;
use base::Date;
use contracts::UnitId;

/// The levels of territory; districts ended on 2025-07-01 (203/2025/QH15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Province,
    District,
    Commune,
}

impl Level {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Province, Self::District, Self::Commune].into_iter().find(|level| level.word() == word)
    }

    /// Digits of the statistical code at this level (124/2004/QĐ-TTg, 19/2025/QĐ-TTg).
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Province => 2,
            Self::District => 3,
            Self::Commune => 5,
        }
    }
}

/// How much of a former unit or agency a successor took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    Whole,
    Default,
    Split,
}

impl Share {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Default => "default",
            Self::Split => "split",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Whole, Self::Default, Self::Split].into_iter().find(|share| share.word() == word)
    }
}

/// One version of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub key: String,
    pub level: Level,
    /// Statistical code, unique only within its period.
    pub code: String,
    /// "Xã", "Phường", "Đặc khu", "Tỉnh", …
    pub kind: String,
    pub name: String,
    pub parent: Option<UnitId>,
    /// The period of this version, not of the unit.
    pub period: Period,
}

impl Unit {
    /// "Xã Con Cuông".
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }

    /// "xã Con Cuông", as within a sentence or an agency's name.
    #[must_use]
    pub fn name_within(&self) -> String {
        format!("{} {}", self.kind.to_lowercase(), self.name)
    }
}

/// Who answers for a unit on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    One(Unit),
    /// It was divided: ask for the village.  Statistics take the default and say "quy đổi".
    Several {
        default: Unit,
        others: Vec<Unit>,
    },
    /// Nothing known: the day lies before what the data covers, or no successor is recorded.
    None,
}

impl Answer {
    /// The unit that statistics use.
    #[must_use]
    pub const fn statistical(&self) -> Option<&Unit> {
        match self {
            Self::One(unit) | Self::Several { default: unit, .. } => Some(unit),
            Self::None => None,
        }
    }

    /// Every possible unit, the default first.
    #[must_use]
    pub fn all(&self) -> Vec<&Unit> {
        match self {
            Self::One(unit) => vec![unit],
            Self::Several { default, others } => std::iter::once(default).chain(others).collect(),
            Self::None => Vec::new(),
        }
    }
}

/// A link that a reorganisation records, by keys of the units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    pub from: String,
    pub to: String,
    pub on: Date,
    pub share: Share,
}
