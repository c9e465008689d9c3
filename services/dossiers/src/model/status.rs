//! The ten statuses of the national portal and the only ways between them.
//!
//! The statuses are those of the national portal's synchronisation (law.md §1.1; TT 22/2019/TT-BTTTT Đ4 asks that every
//! step shows its status).  The decree gives no edges: they are our decision, recorded in docs/adr/0004.
use serde::{Deserialize, Serialize};

/// Status of a dossier.  The number is the national portal's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 1 Mới đăng ký
    Filed = 1,
    /// 2 Được tiếp nhận
    Received = 2,
    /// 3 Không được tiếp nhận
    Refused = 3,
    /// 4 Đang xử lý
    Processing = 4,
    /// 5 Yêu cầu bổ sung giấy tờ
    Supplement = 5,
    /// 6 Yêu cầu thực hiện nghĩa vụ tài chính
    PaymentDue = 6,
    /// 7 Công dân yêu cầu rút hồ sơ
    Withdrawn = 7,
    /// 8 Dừng xử lý
    Stopped = 8,
    /// 9 Đã xử lý xong
    Resolved = 9,
    /// 10 Đã trả kết quả
    Returned = 10,
}

/// The asked change is not one of the edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no transition from {from:?} to {to:?}")]
pub struct TransitionRefused {
    pub from: Status,
    pub to: Status,
}

impl Status {
    pub const ALL: [Self; 10] = [
        Self::Filed,
        Self::Received,
        Self::Refused,
        Self::Processing,
        Self::Supplement,
        Self::PaymentDue,
        Self::Withdrawn,
        Self::Stopped,
        Self::Resolved,
        Self::Returned,
    ];

    /// The national portal's number, 1–10.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Filed => 1,
            Self::Received => 2,
            Self::Refused => 3,
            Self::Processing => 4,
            Self::Supplement => 5,
            Self::PaymentDue => 6,
            Self::Withdrawn => 7,
            Self::Stopped => 8,
            Self::Resolved => 9,
            Self::Returned => 10,
        }
    }

    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Where a dossier may go from here; nothing else is possible.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        use Status::{
            Filed, PaymentDue, Processing, Received, Refused, Resolved, Returned, Stopped, Supplement,
            Withdrawn,
        };
        match self {
            Filed => &[Received, Refused, Supplement, Withdrawn],
            Received => &[Processing, Supplement, PaymentDue, Withdrawn, Stopped],
            Processing => &[Supplement, PaymentDue, Withdrawn, Stopped, Resolved],
            Supplement => &[Filed, Processing, Withdrawn, Stopped],
            PaymentDue => &[Received, Processing, Withdrawn, Stopped],
            // back to Processing only as "result returned for correction", audited
            Resolved => &[Returned, Processing],
            Refused | Withdrawn | Stopped | Returned => &[],
        }
    }

    /// The new status, when the edge exists.
    ///
    /// # Errors
    /// [`TransitionRefused`] when it does not.
    pub fn to(self, to: Self) -> Result<Self, TransitionRefused> {
        if self.next().contains(&to) { Ok(to) } else { Err(TransitionRefused { from: self, to }) }
    }

    /// Nothing happens after this.
    #[must_use]
    pub const fn is_final(self) -> bool {
        self.next().is_empty()
    }

    /// Processing has ended for statistics (QĐ 766 annex 2.1): 3, 8, 9, 10, and 7 when it had been accepted.
    #[must_use]
    pub const fn ends_processing(self, accepted: bool) -> bool {
        match self {
            Self::Refused | Self::Stopped | Self::Resolved | Self::Returned => true,
            Self::Withdrawn => accepted,
            _ => false,
        }
    }

    /// Stable word: the end of the locale key `dossiers-status-…`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Received => "received",
            Self::Refused => "refused",
            Self::Processing => "processing",
            Self::Supplement => "supplement",
            Self::PaymentDue => "payment-due",
            Self::Withdrawn => "withdrawn",
            Self::Stopped => "stopped",
            Self::Resolved => "resolved",
            Self::Returned => "returned",
        }
    }
}
