//! Money of a plan by stage.

/// How far money has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// As the plan prints it, or as estimated later.
    Estimate,
    Allotted,
    Contracted,
    Paid,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Estimate, Self::Allotted, Self::Contracted, Self::Paid];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Estimate => "estimate",
            Self::Allotted => "allotted",
            Self::Contracted => "contracted",
            Self::Paid => "paid",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// The stage before it.
    #[must_use]
    pub const fn before(self) -> Option<Self> {
        match self {
            Self::Estimate => None,
            Self::Allotted => Some(Self::Estimate),
            Self::Contracted => Some(Self::Allotted),
            Self::Paid => Some(Self::Contracted),
        }
    }
}

/// Whole đồng by stage; none: nobody has said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stages {
    pub estimate: Option<i64>,
    pub allotted: Option<i64>,
    pub contracted: Option<i64>,
    pub paid: Option<i64>,
}

impl Stages {
    #[must_use]
    pub const fn get(&self, stage: Stage) -> Option<i64> {
        match stage {
            Stage::Estimate => self.estimate,
            Stage::Allotted => self.allotted,
            Stage::Contracted => self.contracted,
            Stage::Paid => self.paid,
        }
    }

    pub const fn set(&mut self, stage: Stage, dong: Option<i64>) {
        match stage {
            Stage::Estimate => self.estimate = dong,
            Stage::Allotted => self.allotted = dong,
            Stage::Contracted => self.contracted = dong,
            Stage::Paid => self.paid = dong,
        }
    }
}

/// What of a budget line is added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyLine {
    /// As printed; empty: the plan names none.
    pub source: String,
    pub year: Option<i64>,
    /// The plan's own sum of other lines.
    pub is_sum: bool,
    pub stages: Stages,
}

/// A sum of one source in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyTotal {
    pub source: String,
    pub year: Option<i64>,
    pub stages: Stages,
}
