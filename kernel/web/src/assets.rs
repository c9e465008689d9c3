//! Embedded files under `/-/`: the hash of the content is in the name, so a browser may keep them for ever.
use crate::app::Kernel;
use crate::failure::Failure;
use crate::theme::Theme;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

/// Where embedded files are served.
pub(crate) const PREFIX: &str = "/-/";

struct Asset {
    plain: Bytes,
    packed: Bytes,
    media_type: &'static str,
}

/// Every embedded file, by logical and by served name.
pub(crate) struct Assets {
    by_served: HashMap<String, Asset>,
    served: HashMap<&'static str, String>,
}

const FILES: &[(&str, &str, &[u8])] = &[
    ("tinhso.css", "text/css; charset=utf-8", include_bytes!("../../../web/tinhso.css")),
    ("tinhso.js", "text/javascript; charset=utf-8", include_bytes!("../../../web/tinhso.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("../../../web/icon.svg")),
];

impl Assets {
    pub(crate) fn new(theme: Option<&Theme>) -> Self {
        let mut all = Self { by_served: HashMap::new(), served: HashMap::new() };
        for (name, media_type, bytes) in FILES {
            all.add(name, media_type, Bytes::from_static(bytes));
        }
        if let Some(theme) = theme {
            all.add("tinh.css", "text/css; charset=utf-8", Bytes::from(theme.css().to_owned()));
        }
        all
    }

    fn add(&mut self, name: &'static str, media_type: &'static str, plain: Bytes) {
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&plain));
        let short: String = digest.chars().take(12).collect();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let served = format!("{stem}.{short}.{ending}");
        let packed = gzip(&plain, Compression::best()).unwrap_or_else(|| plain.clone());
        self.by_served.insert(served.clone(), Asset { plain, packed, media_type });
        self.served.insert(name, served);
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.served.contains_key(name)
    }

    /// A name nobody embedded leads to a 404 that tests see.
    pub(crate) fn href(&self, name: &str) -> String {
        format!("{PREFIX}{}", self.served.get(name).map_or(name, String::as_str))
    }
}

pub(crate) fn gzip(bytes: &[u8], level: Compression) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), level);
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// Whether the client takes gzip (RFC 9110 §12.5.3; `gzip;q=0` is a no).
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(|entry| entry.trim().to_ascii_lowercase())
        .any(|entry| {
            let (name, quality) = entry.split_once(';').unwrap_or((entry.as_str(), ""));
            let quality =
                quality.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).unwrap_or(1.0);
            matches!(name.trim(), "gzip" | "*") && quality > 0.0
        })
}

pub(crate) async fn serve(
    State(kernel): State<Arc<Kernel>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = kernel.assets.by_served.get(&name) else {
        return Failure::not_found().into_response();
    };
    let zip = takes_gzip(&headers);
    let body = if zip { asset.packed.clone() } else { asset.plain.clone() };
    let mut response = Response::new(Body::from(body));
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if zip {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
