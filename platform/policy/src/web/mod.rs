//! The door from HTTP: an operation context out of what the shell has authenticated.
use crate::{Actor, OpContext, Standing};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use contracts::AccountId;
use std::sync::Arc;
use web::{Failure, Principal, PrincipalKind, RequestId, RequestTime};

/// Extracts the [`OpContext`] of a request.  Without a principal the actor is anonymous; without a standing nothing
/// is permitted.
#[derive(Clone, Debug)]
pub struct Cx(pub OpContext);

impl<S: Send + Sync> FromRequestParts<S> for Cx {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let RequestId(request_id) = RequestId::from_request_parts(parts, state).await?;
        let RequestTime(now) = RequestTime::from_request_parts(parts, state).await?;
        let standing = parts.extensions.get::<Arc<Standing>>().cloned().unwrap_or_default();
        let actor = match parts.extensions.get::<Principal>() {
            None => Actor::Anonymous,
            Some(principal) => {
                let account = AccountId::from(principal.account);
                match principal.kind {
                    PrincipalKind::Citizen => Actor::Citizen(account),
                    PrincipalKind::Officer => Actor::Officer(account),
                    PrincipalKind::Machine => Actor::Machine(account),
                }
            }
        };
        Ok(Self(OpContext { actor, standing, purpose: None, now, request_id }))
    }
}
