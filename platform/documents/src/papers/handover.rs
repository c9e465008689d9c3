//! Phiếu bàn giao: dossiers that pass from one unit to another (A4).
use super::{Letterhead, Paper, moment, moment_opt};
use crate::Template;
use base::Timestamp;
use serde::Serialize;

/// One dossier handed over.
#[derive(Clone, Debug, Serialize)]
pub struct HandoverRow {
    pub dossier_code: String,
    pub owner: String,
    pub procedure: String,
    #[serde(serialize_with = "moment_opt")]
    pub due: Option<Timestamp>,
    /// Papers that go along, or a remark.
    pub note: Option<String>,
}

/// Phiếu bàn giao hồ sơ.
#[derive(Clone, Debug, Serialize)]
pub struct HandoverSlip {
    pub letterhead: Letterhead,
    /// What the QR code says: the address of this hand-over.
    pub qr_text: Option<String>,
    #[serde(serialize_with = "moment")]
    pub at: Timestamp,
    pub from_unit: String,
    pub from_person: String,
    pub to_unit: String,
    /// Left open for the hand when not known yet.
    pub to_person: Option<String>,
    pub rows: Vec<HandoverRow>,
}

impl Paper for HandoverSlip {
    const TEMPLATE: Template = Template::HandoverSlip;
}
