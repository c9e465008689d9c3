//! Files on their way out: always a download, never sniffed, never run.
use crate::upload::clean_file_name;
use axum::body::{Body, HttpBody};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use http::{HeaderName, HeaderValue, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, ReadBuf};

const PIECE_BYTES: usize = 64 * 1024;

/// A file to send: content is streamed, ranges are not offered.
pub struct FileAnswer {
    name: String,
    media_type: String,
    size: u64,
    body: Body,
}

impl FileAnswer {
    /// Streams an open file of `size` bytes.
    #[must_use]
    pub fn stream(name: &str, media_type: &str, size: u64, file: std::fs::File) -> Self {
        let reader = FileBody { file: tokio::fs::File::from_std(file), left: size, buffer: BytesMut::new() };
        Self { name: name.to_owned(), media_type: media_type.to_owned(), size, body: Body::new(reader) }
    }

    /// Sends bytes made just now (a CSV, a PDF).
    #[must_use]
    pub fn bytes(name: &str, media_type: &str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Self { name: name.to_owned(), media_type: media_type.to_owned(), size, body: Body::from(bytes) }
    }
}

/// `Content-Disposition` with the name in ASCII and, for all others, in UTF-8 (RFC 6266, RFC 8187).
#[must_use]
pub fn attachment(name: &str) -> HeaderValue {
    let name = clean_file_name(name);
    let plain: String = text::fold(&name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let encoded = utf8_percent_encode(&name, NON_ALPHANUMERIC);
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

impl IntoResponse for FileAnswer {
    fn into_response(self) -> Response {
        let kind = HeaderValue::from_str(&self.media_type)
            .unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let mut response = Response::new(self.body);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, kind);
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(self.size));
        headers.insert(header::CONTENT_DISPOSITION, attachment(&self.name));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers
            .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("none"));
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        );
        response
    }
}

/// Reads a file piece by piece; ends early, with an error, when the file is shorter than promised.
struct FileBody {
    file: tokio::fs::File,
    left: u64,
    buffer: BytesMut,
}

impl HttpBody for FileBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, std::io::Error>>> {
        let this = self.get_mut();
        if this.left == 0 {
            return Poll::Ready(None);
        }
        let wanted = usize::try_from(this.left).unwrap_or(PIECE_BYTES).min(PIECE_BYTES);
        this.buffer.resize(wanted, 0);
        let mut space = ReadBuf::new(&mut this.buffer);
        match Pin::new(&mut this.file).poll_read(cx, &mut space) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) => {
                let read = space.filled().len();
                if read == 0 {
                    return Poll::Ready(Some(Err(std::io::ErrorKind::UnexpectedEof.into())));
                }
                this.left = this.left.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
                let piece = this.buffer.split_to(read).freeze();
                Poll::Ready(Some(Ok(hyper::body::Frame::data(piece))))
            }
        }
    }
}
