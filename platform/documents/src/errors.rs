//! Why a paper was not made.
use base::{Refusal, RefusalKind};

/// Neither the text nor the arguments carry what stood on the paper.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The data has no place the template asks for, or the template is broken: a defect of ours.
    #[error("template {template} failed: {message}")]
    Template { template: &'static str, message: String },
    /// PDF/A-2b could not be written: a defect of ours.
    #[error("template {template}: not written as PDF/A-2b: {message}")]
    Export { template: &'static str, message: String },
    /// The typed paper could not be turned into data.
    #[error("the paper's data could not be written: {0}")]
    Data(#[from] serde_json::Error),
    /// A Word document could not be packed: a defect of ours.
    #[error("the Word document was not written: {message}")]
    Docx { message: String },
    /// The text for the QR code is longer than a code holds.
    #[error("the QR code's text is too long")]
    QrTooLong,
}

impl Refusal for DocumentError {
    fn code(&self) -> &'static str {
        match self {
            Self::Template { .. } => "documents.template",
            Self::Export { .. } => "documents.export",
            Self::Data(_) => "documents.data",
            Self::Docx { .. } => "documents.docx",
            Self::QrTooLong => "documents.qr_too_long",
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Internal
    }
}
