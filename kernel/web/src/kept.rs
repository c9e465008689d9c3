//! Words that were sent and not taken (the session had ended): shown once more to whoever sent them, so that nothing is
//! typed twice.  Nothing is stored; files and passwords are never among them.
use crate::context::{Context, RouteMeta};
use crate::csrf;
use crate::form::{body, decode, is_kind};
use crate::module::RouteKind;
use axum::extract::Request;
use std::fmt;
use std::sync::Arc;

/// Beyond this somebody is not typing.
const BYTES_MAX: usize = 64 * 1024;

/// The kept words, a line for each box.  Never written to a log.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Kept(Option<Arc<String>>);

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_none() { "Kept(nothing)" } else { "Kept(…)" })
    }
}

impl Kept {
    /// What a person typed among the fields of a form.
    pub(crate) fn of(pairs: &[(String, String)]) -> Self {
        let mut lines = String::new();
        for (_, value) in pairs.iter().filter(|(name, value)| is_typed(name, value)) {
            if lines.len() + value.len() > BYTES_MAX {
                break;
            }
            lines.push_str(value.trim());
            lines.push('\n');
        }
        let lines = lines.trim_end();
        Self((!lines.is_empty()).then(|| Arc::new(lines.to_owned())))
    }

    /// Reads them off a request that the door refuses.  Nothing when it began on another site or is no form.
    pub(crate) async fn off(context: &Context, meta: RouteMeta, request: Request) -> Self {
        let form = meta.kind == RouteKind::Page
            && is_kind(request.headers(), "application/x-www-form-urlencoded")
            && csrf::check_origin(context, request.headers()).is_ok();
        if !form {
            return Self::default();
        }
        match body(context, request).await.and_then(|bytes| decode(&bytes)) {
            Ok(pairs) => Self::of(&pairs),
            Err(_) => Self::default(),
        }
    }

    pub(crate) fn text(&self) -> &str {
        self.0.as_ref().map_or("", |text| text.as_str())
    }
}

/// Not what the page itself put into the form, and never a secret.
fn is_typed(name: &str, value: &str) -> bool {
    const OURS: [&str; 9] =
        [csrf::FIELD, "once", "v", "version", "row_version", "id", "next", "token", "mau"];
    const SECRET: [&str; 6] = ["password", "again", "current", "mat-khau", "secret", "otp"];
    !value.trim().is_empty()
        && !name.starts_with('_')
        && !OURS.contains(&name)
        && !SECRET.iter().any(|word| name.to_ascii_lowercase().contains(word))
}
