//! Idempotency keys, pages, and the answer to a command.
use super::dto::DossierState;
use crate::errors::Refused;
use crate::{Deps, store};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use base::{Id, RefusalKind, Timestamp};
use contracts::DossierId;
use http::request::Parts;
use http::{StatusCode, header};
use policy::OpContext;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web::{Errors, Failure, Json, etag};

/// Rows of a page, when the caller says nothing and at most.
const ROWS: usize = 50;
const ROWS_MAX: usize = 200;
const KEY_CHARS_MAX: usize = 100;

/// `Idempotency-Key`: the same command sent again under the same key is answered as the first time.
pub(super) struct Once(Option<String>);

impl<S: Sync> FromRequestParts<S> for Once {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let bad = || Failure::new(RefusalKind::Invalid, "dossiers.idempotency_key");
        let key = value.to_str().map_err(|_| bad())?.trim();
        let fits = !key.is_empty() && key.len() <= KEY_CHARS_MAX && key.chars().all(|c| c.is_ascii_graphic());
        if fits { Ok(Self(Some(key.to_owned()))) } else { Err(bad()) }
    }
}

impl Once {
    /// The key, where a command cannot do without.
    pub fn required(&self) -> Result<String, Failure> {
        self.0.clone().ok_or_else(|| Failure::new(RefusalKind::Invalid, "dossiers.idempotency_key"))
    }

    /// Runs the command, unless its answer is remembered.  The command guards itself against a second run (by the
    /// version, or by the step that is gone): the memory only gives the first answer again.
    pub async fn run<T, F>(
        &self,
        deps: &Deps,
        cx: &OpContext,
        operation: &str,
        command: F,
    ) -> Result<T, Failure>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        let Some(key) = self.0.clone() else { return command.await };
        let account = cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
        let scope = format!("api:{account}:{operation}");
        let (asked, wanted) = (scope.clone(), key.clone());
        let earlier = deps.db.read(move |tx| Ok::<_, Refused>(tx.idempotent(&asked, &wanted)?)).await?;
        if let Some(answer) = earlier.and_then(|text| serde_json::from_str(&text).ok()) {
            return Ok(answer);
        }
        let answer = command.await?;
        let (text, now) = (serde_json::to_string(&answer).unwrap_or_default(), cx.now);
        deps.db
            .write(move |tx| {
                if tx.idempotent(&scope, &key)?.is_none() {
                    tx.remember(&scope, &key, &text, now)?;
                }
                Ok::<_, Refused>(())
            })
            .await?;
        Ok(answer)
    }
}

/// `limit` of a query, within bounds.
pub(super) fn rows(limit: Option<usize>) -> usize {
    limit.unwrap_or(ROWS).clamp(1, ROWS_MAX)
}

/// A JSON body.  A key that must be there and is not is named: 422 `dossiers.key_missing`.
pub(super) struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let Json(value) = Json::<serde_json::Value>::from_request(request, state).await?;
        serde_json::from_value(value).map(Self).map_err(|error| {
            // Only the name of a key of ours leaves: any other message of serde_json may quote what was sent.
            let said = error.to_string();
            let key = said.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            match key {
                Some(key) => {
                    let mut errors = Errors::new();
                    errors.add(key, "missing");
                    Failure::new(RefusalKind::Invalid, "dossiers.key_missing")
                        .arg("key", key)
                        .with_errors(errors)
                }
                None => Failure::new(RefusalKind::Invalid, "web.bad_json").because("shape"),
            }
        })
    }
}

/// A refusal; a wrong field is named beside its problem.
pub(super) fn told(refused: Refused) -> Failure {
    let mut errors = Errors::new();
    if let Refused::Field { field, problem } = &refused {
        errors.add(*field, *problem);
    }
    Failure::from(refused).with_errors(errors)
}

/// An id of the wire; one that is none names nothing.
pub(super) fn id<T: From<Id>>(text: &str) -> Result<T, Failure> {
    text.parse::<Id>().map(T::from).map_err(|_| Failure::from(Refused::NotFound))
}

/// A word of a closed vocabulary.
pub(super) fn word<T>(found: Option<T>, field: &'static str) -> Result<T, Failure> {
    found.ok_or_else(|| told(Refused::Field { field, problem: "unknown" }))
}

/// RFC 3339.
pub(super) fn moment(text: &str, field: &'static str) -> Result<Timestamp, Failure> {
    let read = text.trim().parse::<jiff::Timestamp>();
    let at = read.map_err(|_| told(Refused::Field { field, problem: "malformed" }))?;
    Ok(Timestamp::from_micros(at.as_microsecond()))
}

/// Where the dossier stands after a command, no word of the person.
pub(super) async fn state_of(deps: &Deps, dossier: DossierId) -> Result<DossierState, Failure> {
    let found = deps.db.read(move |tx| Ok::<_, Refused>(store::load(tx, dossier)?)).await?;
    Ok((&found.ok_or(Refused::NotFound)?).into())
}

/// The answer with its version.
pub(super) fn stated(status: StatusCode, state: DossierState) -> Response {
    (status, [(header::ETAG, etag(state.version))], Json(state)).into_response()
}
