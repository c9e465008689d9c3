//! QR codes (ISO/IEC 18004) as runs of dark modules, which the templates draw as one vector path.
use crate::DocumentError;
use qrcode::{Color, EcLevel, QrCode};
use serde_json::{Value, json};

/// `{"size": modules per side, "runs": [[x, y, width], …]}` with error correction M.
pub(crate) fn qr_value(content: &str) -> Result<Value, DocumentError> {
    let code =
        QrCode::with_error_correction_level(content, EcLevel::M).map_err(|_| DocumentError::QrTooLong)?;
    let size = code.width();
    let colors = code.into_colors();
    let mut runs: Vec<[usize; 3]> = Vec::new();
    for (y, row) in colors.chunks(size.max(1)).enumerate() {
        let mut open: Option<(usize, usize)> = None;
        for (x, color) in row.iter().chain(std::iter::once(&Color::Light)).enumerate() {
            open = match (open, *color == Color::Dark) {
                (None, true) => Some((x, 1)),
                (Some((start, width)), true) => Some((start, width + 1)),
                (Some((start, width)), false) => {
                    runs.push([start, y, width]);
                    None
                }
                (None, false) => None,
            };
        }
    }
    Ok(json!({ "size": size, "runs": runs }))
}
