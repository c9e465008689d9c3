//! A5 receipts that are no form of the Circular's set: of filing online, and of a result handed over.
use super::{Contact, Letterhead, Paper, Party, moment, moment_opt};
use crate::Template;
use base::Timestamp;
use serde::Serialize;

/// A file as it was received.
#[derive(Clone, Debug, Serialize)]
pub struct FiledFile {
    pub name: String,
    /// In words: `1,2 MB`.
    pub size: String,
    /// SHA-256, hexadecimal, whole.
    pub digest: String,
}

/// A paper of the dossier with the files that came for it.
#[derive(Clone, Debug, Serialize)]
pub struct FiledPart {
    pub name: String,
    /// How it came when it came without a file, in words; empty otherwise.
    pub state: String,
    pub files: Vec<FiledFile>,
}

/// Biên nhận nộp hồ sơ qua mạng: made by the system when a dossier is filed, before anybody has accepted it.
#[derive(Clone, Debug, Serialize)]
pub struct FilingReceipt {
    /// Of the counter that received; its number is not printed.
    pub letterhead: Letterhead,
    pub dossier_code: String,
    /// What the QR code says: the look-up address with the dossier's code, nothing personal.
    pub qr_text: Option<String>,
    pub owner: Party,
    pub submitter: Option<Party>,
    pub procedure_name: String,
    pub procedure_code: Option<String>,
    #[serde(serialize_with = "moment")]
    pub filed: Timestamp,
    /// Who has the dossier now.
    pub held_by: String,
    /// Until when the counter looks at it; none once it has.
    #[serde(serialize_with = "moment_opt")]
    pub looked_at_by: Option<Timestamp>,
    pub parts: Vec<FiledPart>,
    pub contact: Contact,
}

impl Paper for FilingReceipt {
    const TEMPLATE: Template = Template::FilingReceipt;
}

/// Biên nhận trả kết quả: what was handed over, when, and to whom.
#[derive(Clone, Debug, Serialize)]
pub struct ReturnSlip {
    pub letterhead: Letterhead,
    pub dossier_code: String,
    pub qr_text: Option<String>,
    pub owner: Party,
    pub submitter: Option<Party>,
    pub procedure_name: String,
    pub procedure_code: Option<String>,
    /// The paper handed over, with number and day.
    pub result: String,
    #[serde(serialize_with = "moment")]
    pub returned: Timestamp,
    /// Who took it, when neither owner nor submitter.
    pub collector: Option<String>,
    /// By what right she took it.
    pub proof: Option<String>,
    /// The last characters of the paper she showed.
    pub digits: Option<String>,
    /// Who handed it over; empty on a copy that somebody else prints.
    pub officer: String,
}

impl Paper for ReturnSlip {
    const TEMPLATE: Template = Template::ReturnSlip;
}
