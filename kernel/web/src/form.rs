//! Urlencoded forms.  The only way a page reads one: forged requests are refused here, text is normalised here.
use crate::context::{Context, context_of};
use crate::csrf;
use crate::failure::Failure;
use crate::form_values::{self, group};
use crate::kept::Kept;
use axum::extract::{FromRequest, Request};
use base::RefusalKind;
use bytes::Bytes;
use http::{HeaderMap, Method, header};
use http_body_util::{BodyExt, Limited};
use serde::de::{self, DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// Fields of one form: no more than this, or somebody is playing.
const FIELDS_MAX: usize = 5_000;

/// Extractor for `application/x-www-form-urlencoded` bodies (and for the query of a GET form).
/// Checks the `csrf` field and the origin of the request, turns decomposed text into NFC, trims nothing.
/// A repeated field reads into a `Vec`, an empty one into `None`; text fields want `#[serde(default)]`.
#[derive(Clone, Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let context = context_of(request.extensions())?;
        let reading = matches!(*request.method(), Method::GET | Method::HEAD);
        let pairs = if reading {
            decode(request.uri().query().unwrap_or_default().as_bytes())?
        } else {
            csrf::check_origin(&context, request.headers())?;
            if !is_kind(request.headers(), "application/x-www-form-urlencoded") {
                return Err(Failure::new(RefusalKind::Invalid, "web.bad_form").because("content type"));
            }
            let bytes = body(&context, request).await?;
            let mut pairs = decode(&bytes)?;
            let token = take(&mut pairs, csrf::FIELD);
            csrf::check_token(&context, token.as_deref())
                .map_err(|refused| ended(&context, refused).keeping(Kept::of(&pairs)))?;
            pairs
        };
        form_values::read(group(pairs))
            .map(Self)
            .map_err(|error| Failure::new(RefusalKind::Invalid, "web.bad_form").because(error.to_string()))
    }
}

/// A form whose session has ended meanwhile lacks a sign-in, not a right.
pub(crate) fn ended(context: &Context, refused: Failure) -> Failure {
    if context.session_token.is_some() && context.principal.get().is_none() {
        return Failure::new(RefusalKind::Unauthenticated, "web.sign_in_needed")
            .because("the session has ended");
    }
    refused
}

pub(crate) fn is_kind(headers: &HeaderMap, wanted: &str) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case(wanted))
}

/// The whole body, within the limit.
pub(crate) async fn body(context: &Context, request: Request) -> Result<Bytes, Failure> {
    let limit = context.kernel.config.body_limit;
    match Limited::new(request.into_body(), limit).collect().await {
        Ok(all) => Ok(all.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            Err(Failure::new(RefusalKind::TooLarge, "web.too_large"))
        }
        Err(_) => Err(Failure::new(RefusalKind::Invalid, "web.broken_body").because("the body broke off")),
    }
}

pub(crate) fn decode(bytes: &[u8]) -> Result<Vec<(String, String)>, Failure> {
    let bad = |why: &str| Failure::new(RefusalKind::Invalid, "web.bad_form").because(why);
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(bytes).map_err(|_| bad("not urlencoded UTF-8"))?;
    if pairs.len() > FIELDS_MAX {
        return Err(bad("too many fields"));
    }
    Ok(pairs.into_iter().map(|(name, value)| (name, text::nfc(&value))).collect())
}

fn take(pairs: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let index = pairs.iter().position(|(known, _)| known == name)?;
    Some(pairs.remove(index).1)
}

/// Any form's fields, for pages whose fields are data (electronic forms).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, Vec<String>)>);

impl Fields {
    #[must_use]
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(group(pairs))
    }

    /// The first value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }

    /// The first value, or empty.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.0.iter().find(|(known, _)| known == name).map_or(&[], |(_, values)| values.as_slice())
    }

    /// Whether a field carries this value (a ticked box).
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|given| given == value)
    }

    pub fn push(&mut self, name: &str, value: String) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(value),
            None => self.0.push((name.to_owned(), vec![value])),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Fields;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("form fields")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut all = Vec::new();
                while let Some((name, values)) = map.next_entry::<String, Vec<String>>()? {
                    all.push((name, values));
                }
                Ok(Fields(all))
            }
        }
        deserializer.deserialize_map(Reader).map_err(de::Error::custom)
    }
}
