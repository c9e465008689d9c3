//! One description of everything under `/api`, put together from what the modules tell.
use utoipa::openapi::{Info, License, OpenApi, Paths};

/// The OpenAPI 3.1 document, pretty-printed.
#[must_use]
pub fn document() -> String {
    let mut info = Info::new("Tỉnh Số", env!("CARGO_PKG_VERSION"));
    info.license = Some(License::new("EUPL-1.2"));
    let mut all = OpenApi::new(info, Paths::new());
    for part in crate::modules::api_documents() {
        all.merge(part);
    }
    let mut text = all.to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}
