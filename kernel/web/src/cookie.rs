//! Cookies: reading, and making them with the flags that the address allows.
use crate::app::Kernel;
use base::Timestamp;
use http::{HeaderMap, HeaderValue, header};

/// The shell's own cookie names.  `__Host-` makes the browser insist on Secure, Path=/ and no Domain (RFC 6265bis).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    pub session: &'static str,
    pub pre: &'static str,
    pub draft: &'static str,
}

impl Names {
    pub(crate) const fn of(https: bool) -> Self {
        if https {
            Self { session: "__Host-tinhso", pre: "__Host-tinhso-pre", draft: "tinhso-draft" }
        } else {
            Self { session: "tinhso", pre: "tinhso-pre", draft: "tinhso-draft" }
        }
    }
}

/// The value of a cookie, when the request carries it exactly once (two of a name are somebody's trick).
pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value.trim_matches('"').to_owned());
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// A `Set-Cookie` value: HttpOnly, SameSite=Lax, Path=/, Secure on https.  `max_age` in seconds; none = until the
/// browser closes; 0 = forget.
pub(crate) fn make(name: &str, value: &str, max_age: Option<i64>, https: bool) -> HeaderValue {
    let mut text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax");
    if let Some(seconds) = max_age {
        text.push_str(&format!("; Max-Age={seconds}"));
    }
    if https {
        text.push_str("; Secure");
    }
    // Names are ours and values are base64url, so the error cannot occur; an empty header sets nothing.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// A named cookie whose value only this installation can make and that ends at a time of its own.
/// The value is readable by the visitor: it is signed, not encrypted.
#[derive(Clone, Copy, Debug)]
pub struct SignedCookie {
    name: &'static str,
    seconds: i64,
}

impl SignedCookie {
    /// `seconds`: how long it lives, both in the browser and inside the seal.
    #[must_use]
    pub const fn new(name: &'static str, seconds: i64) -> Self {
        Self { name, seconds }
    }

    fn full_name(&self, https: bool) -> String {
        if https { format!("__Host-{}", self.name) } else { self.name.to_owned() }
    }

    fn purpose(&self) -> String {
        format!("cookie\u{1f}{}", self.name)
    }

    pub(crate) fn seal(&self, kernel: &Kernel, value: &str) -> HeaderValue {
        let ends = kernel.config.clock.now().plus_seconds(self.seconds).micros();
        let https = kernel.config.https();
        let sealed = kernel.keys.seal(&self.purpose(), &format!("{ends}:{value}"));
        make(&self.full_name(https), &sealed, Some(self.seconds), https)
    }

    pub(crate) fn open(&self, kernel: &Kernel, headers: &HeaderMap) -> Option<String> {
        let sealed = read(headers, &self.full_name(kernel.config.https()))?;
        let inner = kernel.keys.open(&self.purpose(), &sealed)?;
        let (ends, value) = inner.split_once(':')?;
        let ends = Timestamp::from_micros(ends.parse().ok()?);
        (kernel.config.clock.now() < ends).then(|| value.to_owned())
    }

    pub(crate) fn forget(&self, kernel: &Kernel) -> HeaderValue {
        let https = kernel.config.https();
        make(&self.full_name(https), "", Some(0), https)
    }
}
