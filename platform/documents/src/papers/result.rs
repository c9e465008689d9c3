//! A result in the layout of Decree 30/2020/NĐ-CP, Annex I (A4): certificate, permit, notice, decision.
use super::{Letterhead, Paper};
use crate::Template;
use serde::Serialize;

/// A part of the body, in order.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// Căn cứ ban hành: italic, one line each, as Annex I II.5 asks.
    LegalBasis {
        items: Vec<String>,
    },
    Paragraph {
        text: String,
    },
    /// Centred bold, such as `QUYẾT ĐỊNH:`.
    Centred {
        text: String,
    },
    /// A bold line before what belongs to it, such as `Điều 1.` with its text in the following paragraph.
    Heading {
        text: String,
    },
    /// Label and value, such as the lines of a certificate.
    Fields {
        rows: Vec<(String, String)>,
    },
    /// `widths` are shares; empty means equal.
    Table {
        columns: Vec<String>,
        widths: Vec<u32>,
        rows: Vec<Vec<String>>,
    },
}

/// Quyền hạn ký (Decree 30/2020, Art. 13; Annex I II.7.a).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SigningAuthority {
    /// Thay mặt tập thể.
    #[serde(rename = "TM.")]
    OnBehalf,
    /// Quyền (cấp trưởng).
    #[serde(rename = "Q.")]
    Acting,
    /// Ký thay (cấp phó).
    #[serde(rename = "KT.")]
    Deputy,
    /// Thừa lệnh.
    #[serde(rename = "TL.")]
    ByOrder,
    /// Thừa uỷ quyền.
    #[serde(rename = "TUQ.")]
    Delegated,
}

impl SigningAuthority {
    /// As it is printed: `TM.`.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::OnBehalf => "TM.",
            Self::Acting => "Q.",
            Self::Deputy => "KT.",
            Self::ByOrder => "TL.",
            Self::Delegated => "TUQ.",
        }
    }
}

/// One line above the signature: `TM. UỶ BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
#[derive(Clone, Debug, Serialize)]
pub struct SignatureLine {
    pub authority: Option<SigningAuthority>,
    /// Printed in capitals.
    pub office: String,
}

/// Chức vụ, họ tên of who signs.
#[derive(Clone, Debug, Serialize)]
pub struct Signature {
    pub lines: Vec<SignatureLine>,
    pub name: String,
}

/// A certificate, permit, notice or decision.  Until signing exists it is a draft and says so on every page.
#[derive(Clone, Debug, Serialize)]
pub struct ResultPaper {
    pub letterhead: Letterhead,
    /// A draft is marked on every page as having no legal effect.
    pub draft: bool,
    /// Tên loại, e.g. `Giấy xác nhận`. Printed in capitals.
    pub kind: String,
    /// Trích yếu, e.g. `Tình trạng hôn nhân`.
    pub subject: Option<String>,
    /// Kính gửi, for notices and letters.
    pub addressee: Option<String>,
    pub body: Vec<Block>,
    pub signature: Signature,
    /// Nơi nhận, without dashes and stops.
    pub recipients: Vec<String>,
    pub dossier_code: Option<String>,
    /// What the QR code says: the address where the result is verified.
    pub qr_text: Option<String>,
}

impl Paper for ResultPaper {
    const TEMPLATE: Template = Template::ResultPaper;
}
