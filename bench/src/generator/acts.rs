//! What happens to one dossier, and what must be true of it afterwards.
use super::days::Minute;
use dossiers::model::{Outcome, Status};

/// The five configured procedures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// 2.000815, at the counter only, no limit.
    Copies,
    /// 1.001193
    Birth,
    /// 1.001612, any commune receives.
    Household,
    /// 1.013225, a family's house.
    House,
    /// 2.001827, the province's department resolves.
    Food,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Copies, Self::Birth, Self::Household, Self::House, Self::Food];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Copies => "2.000815",
            Self::Birth => "1.001193",
            Self::Household => "1.001612",
            Self::House => "1.013225",
            Self::Food => "2.001827",
        }
    }

    #[must_use]
    pub const fn case(self) -> &'static str {
        match self {
            Self::Household => "individual",
            Self::House => "house_family",
            _ => "ordinary",
        }
    }

    /// Papers handed over, the form left out.
    #[must_use]
    pub const fn papers(self) -> &'static [&'static str] {
        match self {
            Self::Copies => &["ban_chinh"],
            Self::Birth => &["giay_chung_sinh"],
            Self::Household => &[],
            Self::House => &["giay_to_dat", "ban_ve"],
            Self::Food => &["thuyet_minh"],
        }
    }

    /// Conditional papers that these dossiers do not owe.
    #[must_use]
    pub const fn not_due(self) -> &'static [&'static str] {
        match self {
            Self::Birth => &["uy_quyen"],
            Self::Household => &["uy_quyen_ca_nhan", "hop_dong_dich_vu", "phieu_gui_buu_chinh"],
            Self::House => &["cam_ket_lien_ke"],
            Self::Copies | Self::Food => &[],
        }
    }

    /// The paper that a supplement asks for.
    #[must_use]
    pub const fn asked(self) -> &'static str {
        match self {
            Self::Copies => "ban_chinh",
            Self::Birth => "giay_chung_sinh",
            Self::Household => "giay_de_nghi",
            Self::House => "ban_ve",
            Self::Food => "thuyet_minh",
        }
    }

    /// The register that a granted result is entered in.
    #[must_use]
    pub const fn register(self) -> &'static str {
        match self {
            Self::Copies => "chung-thuc-ban-sao",
            Self::Birth => "khai-sinh",
            Self::Household => "ho-kinh-doanh",
            Self::House => "giay-phep-xay-dung",
            Self::Food => "an-toan-thuc-pham",
        }
    }
}

/// What somebody does.  Clocks that run out do the rest by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// At the counter or by post; late: the paper was taken at this earlier time.
    Receive {
        late: Option<Minute>,
    },
    /// A draft is begun, filled, given its file, and filed.
    File,
    Accept,
    ProposeRefusal,
    DecideRefusal {
        approve: bool,
    },
    /// By the person with the key, or at the counter.
    Withdraw {
        online: bool,
    },
    DecideLate {
        approve: bool,
    },
    SettleFee {
        code: &'static str,
    },
    RequestPayment,
    HandOver,
    Forward {
        step: &'static str,
        outcome: Option<&'static str>,
        consult: bool,
    },
    External {
        step: &'static str,
        ok: bool,
    },
    Consult {
        step: &'static str,
    },
    Propose {
        step: &'static str,
        granted: bool,
    },
    Confirm {
        agreed: bool,
    },
    Approve {
        step: &'static str,
    },
    Correct,
    Return,
    AskSupplement,
    AnswerSupplement,
    Stop,
}

/// One act, when, and at which version of the dossier the page was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    pub at: Minute,
    pub version: i64,
    pub act: Act,
}

/// What the generator knows of the dossier at the end of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub status: Status,
    /// Every change of the row: version − 1, and lines of the timeline and of the audit trail beside the first.
    pub saves: i64,
    pub entered: Minute,
    pub online: bool,
    pub received: Option<Minute>,
    pub due: Option<Minute>,
    pub paused: Option<Minute>,
    pub closed: Option<Minute>,
    pub outcome: Option<Outcome>,
    pub returned: Option<Minute>,
    /// Events for others.
    pub events: i64,
    /// Steps that wait for somebody, in any order.
    pub open_steps: Vec<&'static str>,
    /// Sum of all fee lines in đồng, and how many of the lines are settled.
    pub fees: i64,
    pub settled: i64,
    /// Results signed and entered in the register (again after a correction).
    pub signed: i64,
    pub handed_over: bool,
    pub supplements: i64,
}

/// A whole dossier.
#[derive(Clone, Debug)]
pub struct Plan {
    pub kind: Kind,
    pub post: bool,
    pub commune: usize,
    /// The commune whose centre receives; the province's centre for food safety.
    pub receiving: usize,
    pub owner: i64,
    /// Somebody else who files with a certified authorisation.
    pub submitter: Option<i64>,
    /// Copies (certified copies, papers of a birth).
    pub quantity: i64,
    /// Pages of the original.
    pub pages: i64,
    pub acts: Vec<Planned>,
    pub expected: Expected,
}
