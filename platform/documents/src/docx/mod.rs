//! A report as a Word document (ECMA-376, Office Open XML, transitional): styles of Word, native charts with their figures
//! in an embedded sheet, nothing that runs.  **The same paper gives the same bytes.**
mod body;
mod charts;
mod package;
mod sheet;
mod xml;

use crate::{DocumentError, ReportPaper};

/// The media type of a Word document.
pub const DOCX_MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Writes `paper` as a Word document.
///
/// # Errors
/// [`DocumentError::Docx`]: the archive was not written, a defect of ours.
pub fn docx(paper: &ReportPaper) -> Result<Vec<u8>, DocumentError> {
    let written = body::write(paper);
    package::pack(paper, &written).map_err(|error| DocumentError::Docx { message: error.to_string() })
}
