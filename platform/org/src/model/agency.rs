//! Agencies, positions, delegations.
use super::Period;
use contracts::{AgencyId, PositionId, UnitId};

/// Whether a code is a fact or a value of the sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeNature {
    Fact,
    Sample,
}

impl CodeNature {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Sample => "sample",
        }
    }
}

/// One version of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    pub id: AgencyId,
    pub key: String,
    pub kind: String,
    pub unit: UnitId,
    pub name: String,
    pub short_name: String,
    /// Code of QĐ 20/2020/QĐ-TTg; police and some branches have none of the province's.
    pub code: Option<String>,
    pub parent: Option<AgencyId>,
    pub period: Period,
}

impl policy::Governed for Agency {
    fn agencies(&self) -> Vec<AgencyId> {
        vec![self.id]
    }
}

/// A seat in an agency; who sits on it is a holding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub id: PositionId,
    pub agency: AgencyId,
    pub role: String,
    pub title: String,
    pub period: Period,
}

impl policy::Governed for Position {
    fn agencies(&self) -> Vec<AgencyId> {
        vec![self.agency]
    }
}

/// In whose place somebody signs (NĐ 30/2020/NĐ-CP, Điều 13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureForm {
    /// Thay mặt: for the collective body.
    Tm,
    /// Ký thay: the deputy for the head.
    Kt,
    /// Thừa lệnh.
    Tl,
    /// Thừa ủy quyền.
    Tuq,
    /// Quyền: acting head.
    Q,
}

impl SignatureForm {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tm => "TM",
            Self::Kt => "KT",
            Self::Tl => "TL",
            Self::Tuq => "TUQ",
            Self::Q => "Q",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Tm, Self::Kt, Self::Tl, Self::Tuq, Self::Q].into_iter().find(|form| form.word() == word)
    }
}

/// A dated delegation from one position to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    pub id: base::Id,
    pub from: PositionId,
    pub to: PositionId,
    /// A matter's code, or `*` for all of the position's work.
    pub matter: String,
    pub form: SignatureForm,
    pub legal_basis: String,
    pub period: Period,
}

/// What stands above a signature; the document's template makes the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureBlock {
    /// None when the signer signs in the position's own right.
    pub form: Option<SignatureForm>,
    /// Title of the position signed for ("Chủ tịch"), where a form stands.
    pub for_title: Option<String>,
    pub title: String,
    pub agency_name: String,
    pub legal_basis: Option<String>,
}
