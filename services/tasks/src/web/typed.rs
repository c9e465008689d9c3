//! What was typed: kept whole, so that a page that comes back shows it again.
use crate::Refused;
use crate::ops::Brought;
use base::{Date, parse_date_vi};
use bytes::BytesMut;
use web::{Failure, Fields, FilePart, Part, Upload};

/// The fields and the one file of a multipart form.
#[derive(Default)]
pub struct Sent {
    pub fields: Fields,
    pub file: Option<Brought>,
    pub refused: Option<Refused>,
}

pub async fn sent(mut upload: Upload) -> Result<Sent, Failure> {
    let mut sent = Sent::default();
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, value } => sent.fields.push(&name, value),
            Part::File(file) => match whole(file).await? {
                Some(brought) if brought.bytes.is_empty() && brought.name.is_empty() => {}
                Some(brought) => sent.file = Some(brought),
                None => sent.refused = Some(Refused::FileTooLarge),
            },
        }
    }
    Ok(sent)
}

/// The bytes of one file; none when it is larger than what is taken.
async fn whole(mut file: FilePart) -> Result<Option<Brought>, Failure> {
    let mut bytes = BytesMut::new();
    loop {
        match file.chunk().await {
            Ok(Some(piece)) => bytes.extend_from_slice(&piece),
            Ok(None) => return Ok(Some(Brought { name: file.file_name.clone(), bytes: bytes.freeze() })),
            Err(failure) if failure.code() == "web.file_too_large" => return Ok(None),
            Err(failure) => return Err(failure),
        }
    }
}

/// The version that the page showed; a page without one is always stale.
pub fn version(fields: &Fields) -> i64 {
    fields.text("version").trim().parse().unwrap_or(-1)
}

/// A day as typed.
pub fn day(text: &str) -> Option<Date> {
    parse_date_vi(text.trim()).ok()
}
