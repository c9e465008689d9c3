//! Against forged requests: a token per session in every form, and the browser's own word on where a request began.
use crate::context::Context;
use crate::failure::Failure;
use crate::keys::random;
use base::RefusalKind;
use data_encoding::BASE64URL_NOPAD;
use http::{HeaderMap, header};
use subtle::ConstantTimeEq;

/// The name of the hidden field.
pub(crate) const FIELD: &str = "csrf";

/// A token for this request's page.  The HMAC is masked afresh each time, so that compression of the page
/// beside attacker-chosen text reveals nothing (BREACH).
pub(crate) fn token(context: &Context) -> String {
    let mac = context.kernel.keys.mac("csrf", &[context.csrf_subject().as_bytes()]);
    let mask = random();
    let masked = mask.iter().zip(mac).map(|(a, b)| a ^ b);
    let bytes: Vec<u8> = mask.iter().copied().chain(masked).collect();
    BASE64URL_NOPAD.encode(&bytes)
}

fn token_fits(context: &Context, given: &str) -> bool {
    let Ok(bytes) = BASE64URL_NOPAD.decode(given.as_bytes()) else { return false };
    let Some((mask, masked)) = bytes.split_at_checked(32) else { return false };
    let mac: Vec<u8> = mask.iter().zip(masked).map(|(a, b)| a ^ b).collect();
    let expected = context.kernel.keys.mac("csrf", &[context.csrf_subject().as_bytes()]);
    masked.len() == 32 && bool::from(expected.as_slice().ct_eq(&mac))
}

/// # Errors
/// 403 `web.csrf` when the form was not made for this session.
pub(crate) fn check_token(context: &Context, given: Option<&str>) -> Result<(), Failure> {
    if given.is_some_and(|given| token_fits(context, given)) {
        Ok(())
    } else {
        Err(Failure::new(RefusalKind::Forbidden, "web.csrf")
            .because("csrf token absent or not of this session"))
    }
}

/// Refuses a request that the browser says began on another site.  Old browsers say nothing: then the token decides.
///
/// # Errors
/// 403 `web.csrf`.
pub(crate) fn check_origin(context: &Context, headers: &HeaderMap) -> Result<(), Failure> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let refuse = |why: &str| Err(Failure::new(RefusalKind::Forbidden, "web.csrf").because(why));
    if let Some(site) = text(http::HeaderName::from_static("sec-fetch-site")) {
        // "none": typed or reloaded by the person.
        if !matches!(site, "same-origin" | "none") {
            return refuse("sec-fetch-site is another site");
        }
    }
    if let Some(origin) = text(header::ORIGIN) {
        let origin = origin.to_ascii_lowercase();
        let own = context.kernel.config.origin();
        // On http (a laptop, a commune's own network) the machine has several names: the one asked for counts.
        let by_host = !context.kernel.config.https()
            && text(header::HOST)
                .is_some_and(|host| origin == format!("http://{}", host.to_ascii_lowercase()));
        if origin != own && !by_host {
            return refuse("origin is another site");
        }
    }
    Ok(())
}

/// A path of our own to go to after signing in, or none when the text is anything else (another site, a control
/// character, a back-slash that browsers read as a slash).
#[must_use]
pub fn safe_next(text: &str) -> Option<&str> {
    let local = text.starts_with('/')
        && !text.starts_with("//")
        && text.len() <= 1024
        && text
            .bytes()
            .all(|b| (0x21..0x7f).contains(&b) && b != b'\\' && b != b'"' && b != b'<' && b != b'>');
    local.then_some(text)
}
