//! The installation's secret and what is derived from it.
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// 256 bits that only this installation knows.  Never printed.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A secret that dies with the process: sessions' forms and drafts' cookies do not outlive a restart.
    #[must_use]
    pub fn fresh() -> Self {
        Self(random())
    }
}

/// One key per purpose, so that a value made for one is worthless for another.
#[derive(Clone)]
pub(crate) struct Keys {
    secret: Secret,
}

impl Keys {
    pub(crate) fn new(secret: Secret) -> Self {
        Self { secret }
    }

    /// HMAC-SHA-256 over purpose and parts; each part is preceded by its length, so that no two lists collide.
    pub(crate) fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC takes a key of any length, so the error cannot occur; an empty answer would match nothing.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret.0) else { return random() };
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    pub(crate) fn seal(&self, purpose: &str, value: &str) -> String {
        let mac = self.mac(purpose, &[value.as_bytes()]);
        format!("{}.{}", BASE64URL_NOPAD.encode(value.as_bytes()), BASE64URL_NOPAD.encode(&mac))
    }

    pub(crate) fn open(&self, purpose: &str, sealed: &str) -> Option<String> {
        let (value, mac) = sealed.split_once('.')?;
        let value = BASE64URL_NOPAD.decode(value.as_bytes()).ok()?;
        let given = BASE64URL_NOPAD.decode(mac.as_bytes()).ok()?;
        let expected = self.mac(purpose, &[&value]);
        if bool::from(expected.as_slice().ct_eq(&given)) { String::from_utf8(value).ok() } else { None }
    }
}

/// Random bytes of the operating system.  Without them no token is safe, so the process stops at once.
pub(crate) fn random() -> [u8; 32] {
    let mut bytes = [0u8; 32];
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!(target: "web", "the operating system gave no random bytes");
        std::process::abort();
    }
    bytes
}

pub(crate) fn random_text() -> String {
    BASE64URL_NOPAD.encode(&random())
}
