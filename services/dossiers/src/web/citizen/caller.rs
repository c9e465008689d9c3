//! Who asks: the account, and the draft keys that this browser keeps.
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{self, Holder, Journey};
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use contracts::{DossierId, DraftId};
use http::HeaderValue;
use http::request::Parts;
use policy::web::Cx;
use policy::{Actor, OpContext};
use web::{DraftKey, Failure, Shell};

/// Keys that one browser keeps; an older one is asked for again.
const KEYS_MAX: usize = 8;

/// Extractor: the context, the shell and the keys at hand.
pub(super) struct Caller {
    pub cx: OpContext,
    pub shell: Shell,
    pub keys: Vec<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Cx(cx) = Cx::from_request_parts(parts, state).await?;
        let shell = Shell::from_request_parts(parts, state).await?;
        let kept = <DraftKey as OptionalFromRequestParts<S>>::from_request_parts(parts, state).await?;
        let keys =
            kept.map(|DraftKey(list)| list.split('.').map(str::to_owned).collect()).unwrap_or_default();
        Ok(Self { cx, shell, keys })
    }
}

impl Caller {
    /// Every proof at hand, the account first.
    pub fn holders(&self) -> Vec<Holder> {
        let account = matches!(self.cx.actor, Actor::Citizen(_)).then_some(Holder::Account);
        account.into_iter().chain(self.keys.iter().cloned().map(Holder::Key)).collect()
    }

    /// The journey of a draft that is hers; a filed draft's journey is [`Refused::DraftClosed`].
    pub async fn journey(&self, deps: &Deps, draft: &str) -> Result<Journey, Refused> {
        let journey = self.any_journey(deps, draft).await?;
        if journey.draft.dossier.is_some() { Err(Refused::DraftClosed) } else { Ok(journey) }
    }

    /// The journey of a draft that is hers, filed or not.
    pub async fn any_journey(&self, deps: &Deps, draft: &str) -> Result<Journey, Refused> {
        let id: DraftId = draft.parse().map_err(|_| Refused::NotFound)?;
        ops::open_journey(deps, &self.cx, id, self.holders()).await
    }

    /// The id of a dossier that is hers, and the proof.
    pub async fn own(&self, deps: &Deps, id: &str) -> Result<(DossierId, Holder), Refused> {
        let id: DossierId = id.parse().map_err(|_| Refused::NotFound)?;
        Ok((id, ops::proof_of(deps, &self.cx, id, self.holders()).await?))
    }

    /// `Set-Cookie` that keeps this key too, the newest first.
    pub fn keep(&self, key: &str) -> HeaderValue {
        let others = self.keys.iter().filter(|kept| kept.as_str() != key).map(String::as_str);
        let all: Vec<&str> = std::iter::once(key).chain(others).take(KEYS_MAX).collect();
        self.shell.draft_cookie(&all.join("."))
    }
}

/// A key as typed, written as it was shown: `XXXX-XXXX-XXXX`.
pub(super) fn written(key: &str) -> String {
    let plain: Vec<char> = key
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            upper => upper,
        })
        .collect();
    plain.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
