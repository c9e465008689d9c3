//! Multipart forms, streamed: a file never lies whole in memory, and a file that is too large costs only itself.
use crate::context::context_of;
use crate::csrf;
use crate::failure::Failure;
use crate::form::ended;
use axum::extract::{FromRequest, Request};
use base::RefusalKind;
use bytes::Bytes;
use http::header;
use multer::{Constraints, Multipart, SizeLimit};

/// Limits of one multipart form, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    /// Per file; `database.md`: 20 MB.
    pub file_bytes_max: u64,
    /// The whole body, files and fields.
    pub total_bytes_max: u64,
    /// Per text field.
    pub field_bytes_max: usize,
    pub parts_max: usize,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self {
            file_bytes_max: 20 * 1024 * 1024,
            total_bytes_max: 120 * 1024 * 1024,
            field_bytes_max: 256 * 1024,
            parts_max: 2_000,
        }
    }
}

/// Extractor for `multipart/form-data`.  The first part must be the `csrf` field; then [`Upload::next`] gives part
/// after part.  One part at a time: drop a file before asking for the next.
pub struct Upload {
    parts: Multipart<'static>,
    limits: UploadLimits,
    seen: usize,
}

/// One part of a multipart form.
pub enum Part {
    /// A text field, in NFC.
    Field {
        name: String,
        value: String,
    },
    File(FilePart),
}

/// A file on its way in.
pub struct FilePart {
    /// Name of the form field.
    pub field: String,
    /// The name on the sender's machine: last component only, NFC, no control characters, at most 200 characters.
    pub file_name: String,
    /// What the browser claims; the content decides.
    pub media_type: String,
    limit: u64,
    received: u64,
    inner: Box<multer::Field<'static>>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let context = context_of(request.extensions())?;
        csrf::check_origin(&context, request.headers())?;
        let limits = UploadLimits::default();
        let boundary = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|kind| multer::parse_boundary(kind).ok())
            .ok_or_else(|| Failure::new(RefusalKind::Invalid, "web.bad_form").because("not multipart"))?;
        let declared = request
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.parse::<u64>().ok());
        if declared.is_some_and(|bytes| bytes > limits.total_bytes_max) {
            return Err(total_too_large(&limits));
        }
        let constraints =
            Constraints::new().size_limit(SizeLimit::new().whole_stream(limits.total_bytes_max));
        let stream = request.into_body().into_data_stream();
        let parts = Multipart::with_constraints(stream, boundary, constraints);
        let mut upload = Self { parts, limits, seen: 0 };
        let token = match upload.next().await? {
            Some(Part::Field { name, value }) if name == csrf::FIELD => Some(value),
            _ => None,
        };
        csrf::check_token(&context, token.as_deref()).map_err(|refused| ended(&context, refused))?;
        Ok(upload)
    }
}

impl Upload {
    /// The next part, or none at the end.  What is left of a file that was not read whole is skipped.
    /// A file control that was left empty is no part.
    ///
    /// # Errors
    /// 413 when the whole body is too large, 422 when it breaks off or a text field is too long.
    pub async fn next(&mut self) -> Result<Option<Part>, Failure> {
        loop {
            self.seen += 1;
            if self.seen > self.limits.parts_max {
                return Err(broken("too many parts"));
            }
            let Some(field) = self.parts.next_field().await.map_err(|error| self.explain(&error))? else {
                return Ok(None);
            };
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                None => return self.text(name, field).await.map(Some),
                Some(file) if file.is_empty() => {
                    let mut field = field;
                    // An empty file control sends an empty part; anything in it is not a file that a person chose.
                    while field.chunk().await.map_err(|error| self.explain(&error))?.is_some() {}
                }
                Some(file) => {
                    return Ok(Some(Part::File(FilePart {
                        field: name,
                        file_name: clean_file_name(&file),
                        media_type: field.content_type().map(ToString::to_string).unwrap_or_default(),
                        limit: self.limits.file_bytes_max,
                        received: 0,
                        inner: Box::new(field),
                    })));
                }
            }
        }
    }

    async fn text(&self, name: String, mut field: multer::Field<'static>) -> Result<Part, Failure> {
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|error| self.explain(&error))? {
            if bytes.len() + chunk.len() > self.limits.field_bytes_max {
                return Err(broken("text field too long"));
            }
            bytes.extend_from_slice(&chunk);
        }
        let value = String::from_utf8(bytes).map_err(|_| broken("text field is not UTF-8"))?;
        Ok(Part::Field { name, value: text::nfc(&value) })
    }

    fn explain(&self, error: &multer::Error) -> Failure {
        match error {
            multer::Error::StreamSizeExceeded { .. } => total_too_large(&self.limits),
            _ => broken("the body broke off or is not multipart"),
        }
    }
}

impl FilePart {
    /// The next piece, or none when the file is whole.
    ///
    /// # Errors
    /// 413 `web.file_too_large` above the limit: drop this part and go on with [`Upload::next`], so that the other
    /// fields are kept; 422 when the connection broke.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        let piece = self.inner.chunk().await.map_err(|error| match error {
            multer::Error::StreamSizeExceeded { .. } => total_too_large(&UploadLimits::default()),
            _ => broken("the file broke off"),
        })?;
        if let Some(bytes) = &piece {
            self.received = self.received.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            if self.received > self.limit {
                let megabytes = (self.limit / (1024 * 1024)).to_string();
                return Err(Failure::new(RefusalKind::TooLarge, "web.file_too_large")
                    .arg("name", self.file_name.clone())
                    .arg("max", megabytes));
            }
        }
        Ok(piece)
    }

    /// Bytes given out so far.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The whole file in memory: for small things (a CSV, a pack), within `bytes_max`.
    ///
    /// # Errors
    /// As [`FilePart::chunk`].
    pub async fn read_all(mut self, bytes_max: u64) -> Result<Vec<u8>, Failure> {
        self.limit = self.limit.min(bytes_max);
        let mut all = Vec::new();
        while let Some(piece) = self.chunk().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }
}

fn total_too_large(limits: &UploadLimits) -> Failure {
    Failure::new(RefusalKind::TooLarge, "web.upload_too_large")
        .arg("max", (limits.total_bytes_max / (1024 * 1024)).to_string())
}

fn broken(why: &str) -> Failure {
    Failure::new(RefusalKind::Invalid, "web.broken_body").because(why)
}

/// The last component of a path, without what breaks a header or a file system.
pub(crate) fn clean_file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = text::nfc(last)
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .take(200)
        .collect();
    let clean = clean.trim().trim_start_matches('.').to_owned();
    if clean.is_empty() { "tep".to_owned() } else { clean }
}
