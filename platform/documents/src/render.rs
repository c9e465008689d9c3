//! From data to PDF/A-2b.
use crate::papers::Paper;
use crate::world::PaperWorld;
use crate::{DocumentError, clean, qr};
use serde_json::Value;
use std::collections::BTreeSet;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// After so many papers without use, a remembered layout is forgotten (bounds the memory of the typesetter).
const CACHE_AGE_MAX: usize = 4;
/// Minutes east of UTC of Asia/Ho_Chi_Minh.
const VIETNAM_OFFSET_MINUTES: i32 = 7 * 60;

/// The papers we print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Template {
    /// Mẫu 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả. A5.
    AcceptanceSlip,
    /// Mẫu 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ. A5.
    SupplementSlip,
    /// Mẫu 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ. A5.
    RefusalSlip,
    /// Phiếu bàn giao hồ sơ. A4.
    HandoverSlip,
    /// A result in the layout of Decree 30/2020/NĐ-CP, Annex I. A4.
    ResultPaper,
    /// Biên nhận nộp hồ sơ qua mạng. A5.
    FilingReceipt,
    /// Biên nhận trả kết quả. A5.
    ReturnSlip,
    /// A written report in the layout of Decree 30/2020/NĐ-CP, Annex I. A4.
    ReportPaper,
}

impl Template {
    /// All of them, for tests and previews.
    pub const ALL: [Self; 8] = [
        Self::AcceptanceSlip,
        Self::SupplementSlip,
        Self::RefusalSlip,
        Self::HandoverSlip,
        Self::ResultPaper,
        Self::FilingReceipt,
        Self::ReturnSlip,
        Self::ReportPaper,
    ];

    const fn path(self) -> &'static str {
        match self {
            Self::AcceptanceSlip => "/acceptance.typ",
            Self::SupplementSlip => "/supplement.typ",
            Self::RefusalSlip => "/refusal.typ",
            Self::HandoverSlip => "/handover.typ",
            Self::ResultPaper => "/result.typ",
            Self::FilingReceipt => "/filed.typ",
            Self::ReturnSlip => "/returned.typ",
            Self::ReportPaper => "/report.typ",
        }
    }
}

/// A finished paper.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf {
    /// PDF/A-2b.
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Characters that the font lacks; each was drawn as an empty box. Empty for almost every paper.
    pub missing: Vec<char>,
}

impl std::fmt::Debug for Pdf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pdf({} pages, {} bytes)", self.pages, self.bytes.len())
    }
}

/// Prints a typed paper.  Takes 10 ms a page optimised and some tenths of a second unoptimised: call it on a
/// blocking thread and never inside a transaction.
///
/// # Errors
/// [`DocumentError`]; only a QR text that is too long depends on the data.
pub fn print<P: Paper>(paper: &P) -> Result<Pdf, DocumentError> {
    render(P::TEMPLATE, &serde_json::to_value(paper)?)
}

/// Prints `template` with the data of its typed paper.  The same data gives the same bytes.
///
/// # Errors
/// As [`print`]; also when `data` lacks a field.
pub fn render(template: Template, data: &Value) -> Result<Pdf, DocumentError> {
    let mut data = data.clone();
    let qr = match data.get("qr_text").and_then(Value::as_str) {
        Some(content) if !content.is_empty() => qr::qr_value(content)?,
        _ => Value::Null,
    };
    let mut missing = BTreeSet::new();
    clean::clean(&mut data, &mut missing);
    if let Value::Object(fields) = &mut data {
        fields.insert("qr".to_owned(), qr);
    }
    let fail = |message: String| DocumentError::Template { template: template.path(), message };
    let world = PaperWorld::new(template.path(), serde_json::to_vec(&data)?)
        .ok_or_else(|| fail("unknown template".to_owned()))?;
    let laid_out = typst::compile::<PagedDocument>(&world).output;
    typst::comemo::evict(CACHE_AGE_MAX);
    let document = laid_out.map_err(|errors| fail(first_message(&errors)))?;
    let bytes = export(template, &document, issued_on(&data))?;
    Ok(Pdf { bytes, pages: document.pages().len(), missing: missing.into_iter().collect() })
}

fn export(
    template: Template,
    document: &PagedDocument,
    issued: Option<Datetime>,
) -> Result<Vec<u8>, DocumentError> {
    let fail = |message: String| DocumentError::Export { template: template.path(), message };
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|e| fail(e.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Tỉnh Số".to_owned())),
        timestamp: issued.and_then(|date| Timestamp::new_local(date, VIETNAM_OFFSET_MINUTES)),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|errors| fail(first_message(&errors)))
}

/// The date on the paper, as midnight in Vietnam, becomes the date of the file.
fn issued_on(data: &Value) -> Option<Datetime> {
    let text = data.get("letterhead")?.get("date")?.as_str()?;
    let date: base::Date = text.parse().ok()?;
    let month = u8::try_from(date.month()).ok()?;
    Datetime::from_ymd_hms(i32::from(date.year()), month, u8::try_from(date.day()).ok()?, 0, 0, 0)
}

/// Typst's own words about our template; they name types and fields, never values.
fn first_message(errors: &[SourceDiagnostic]) -> String {
    errors.first().map(|error| error.message.to_string()).unwrap_or_default()
}
