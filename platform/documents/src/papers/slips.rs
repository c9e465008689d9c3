//! The A5 slips of the one-stop shop (Circular 03/2025/TT-VPCP, Annex I).
use super::{Letterhead, Paper, amount, iso_date_opt, moment, moment_opt};
use crate::Template;
use base::{Date, Money, Timestamp};
use serde::Serialize;

/// Who owns or brings a dossier.
#[derive(Clone, Debug, Serialize)]
pub struct Party {
    pub name: String,
    /// Kind and number of the paper shown, as the procedure lets it be printed: `CCCD 040190001234`.
    pub identity: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// Which of the identical prints this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Copy {
    /// Given to who brought the dossier.
    Submitter,
    /// Kept with the dossier.
    File,
}

/// One paper of the dossier and in which form it came.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Component {
    pub name: String,
    /// Bản chính.
    pub originals: u32,
    /// Bản sao có chứng thực.
    pub certified: u32,
    /// Bản sao chụp.
    pub photocopies: u32,
    /// Bản điện tử; the column is printed only when some paper has one.
    pub electronic: u32,
}

/// A fee on the slip.
#[derive(Clone, Debug, Serialize)]
pub struct FeeLine {
    /// `Phí …` or `Lệ phí …`: the law keeps them apart.
    pub label: String,
    #[serde(serialize_with = "amount")]
    pub amount: Money,
    pub state: FeeState,
    /// Number of the fee receipt.
    pub receipt: Option<String>,
}

/// Whether a fee was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeState {
    Paid,
    Unpaid,
    /// Paid when the result is handed out.
    OnResult,
    Exempt,
}

/// Giai đoạn 2: a procedure that answers in two steps promises a second date.
#[derive(Clone, Debug, Serialize)]
pub struct Stage {
    pub label: String,
    #[serde(serialize_with = "moment")]
    pub due: Timestamp,
}

/// Where to ask.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Contact {
    pub officer: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
}

/// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
#[derive(Clone, Debug, Serialize)]
pub struct AcceptanceSlip {
    pub letterhead: Letterhead,
    /// Each begins on its own sheet.
    pub copies: Vec<Copy>,
    /// Quyển số and số thứ tự of the register, where a register is kept.
    pub book: Option<String>,
    pub sequence: Option<String>,
    pub dossier_code: String,
    /// What the QR code says: the look-up address with the dossier's code, nothing personal.
    pub qr_text: Option<String>,
    /// Bộ phận, quầy.
    pub desk: Option<String>,
    pub owner: Party,
    /// When somebody else than the owner brings it.
    pub submitter: Option<Party>,
    pub procedure_name: String,
    pub procedure_code: String,
    /// Nội dung yêu cầu giải quyết, where it says more than the procedure's name.
    pub request: Option<String>,
    pub components: Vec<Component>,
    /// Số bộ hồ sơ.
    pub sets: u32,
    pub fees: Vec<FeeLine>,
    /// Thời hạn theo quy định, in words: `3 ngày làm việc`.
    pub time_limit: String,
    /// Days in between that are not counted, in words.
    pub time_limit_note: Option<String>,
    #[serde(serialize_with = "moment")]
    pub received: Timestamp,
    #[serde(serialize_with = "moment_opt")]
    pub due: Option<Timestamp>,
    pub second_stage: Option<Stage>,
    /// Where the result is handed out.
    pub return_at: Option<String>,
    pub settling_agency: String,
    pub receiver: String,
    pub contact: Contact,
}

impl Paper for AcceptanceSlip {
    const TEMPLATE: Template = Template::AcceptanceSlip;
}

/// One thing to bring or to correct.
#[derive(Clone, Debug, Serialize)]
pub struct SupplementItem {
    pub name: String,
    /// What is wrong or missing, and what would be right.
    pub request: String,
}

/// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
#[derive(Clone, Debug, Serialize)]
pub struct SupplementSlip {
    pub letterhead: Letterhead,
    /// Each begins on its own sheet.
    pub copies: Vec<Copy>,
    /// None while the dossier has not been taken in.
    pub dossier_code: Option<String>,
    pub qr_text: Option<String>,
    pub owner: Party,
    pub submitter: Option<Party>,
    pub procedure_name: String,
    pub procedure_code: String,
    pub items: Vec<SupplementItem>,
    /// Lý do and legal basis, a paragraph each.
    pub reasons: Vec<String>,
    /// The last day to bring what is asked, where there is one.
    #[serde(serialize_with = "iso_date_opt")]
    pub deadline: Option<Date>,
    pub officer: String,
    pub contact: Contact,
}

impl Paper for SupplementSlip {
    const TEMPLATE: Template = Template::SupplementSlip;
}

/// Phiếu từ chối tiếp nhận giải quyết hồ sơ.
#[derive(Clone, Debug, Serialize)]
pub struct RefusalSlip {
    pub letterhead: Letterhead,
    /// Each begins on its own sheet.
    pub copies: Vec<Copy>,
    /// Only a dossier handed in online has one.
    pub dossier_code: Option<String>,
    #[serde(serialize_with = "moment_opt")]
    pub submitted: Option<Timestamp>,
    pub qr_text: Option<String>,
    pub owner: Party,
    pub submitter: Option<Party>,
    pub procedure_name: String,
    pub procedure_code: Option<String>,
    /// Lý do with the legal basis, a paragraph each.
    pub reasons: Vec<String>,
    /// Hướng dẫn: which agency is competent, what to do next.
    pub guidance: Vec<String>,
    pub officer: String,
    pub contact: Contact,
}

impl Paper for RefusalSlip {
    const TEMPLATE: Template = Template::RefusalSlip;
}
