//! A citizen makes an account of her own.
use super::Token;
use super::sign_in::{address_key, count_try, open_session};
use crate::model::AccountKind;
use crate::ops::SignedIn;
use crate::rules::{self, Subject};
use crate::store::accounts;
use crate::{Identity, IdentityError};
use contracts::AccountId;
use policy::{OpContext, audit};
use serde_json::json;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// What the person gives.
pub struct Registration {
    pub name: String,
    /// A login name or a telephone number.
    pub login: String,
    pub password: String,
    pub address: IpAddr,
    pub old_token: Option<String>,
}

impl Identity {
    /// Makes an unverified citizen's account and signs it in.  Nothing is believed of the name until an office or a
    /// national database has matched it: the account is marked so.
    ///
    /// # Errors
    /// [`IdentityError`]: name, login or password not taken; too many registrations from one address.
    pub async fn register_citizen(
        &self,
        cx: &OpContext,
        given: Registration,
    ) -> Result<SignedIn, IdentityError> {
        let name = text::clean_name(&given.name)?;
        let login = rules::login(&given.login)?;
        rules::check_password(&given.password, login.as_str(), &name)?;
        let (key, now) = (address_key(Subject::Registration, given.address), cx.now);
        self.inner
            .db
            .write::<_, IdentityError, _>(move |tx| count_try(tx, Subject::Registration, &key, now))
            .await?;
        let hash = self.inner.passwords.hash(given.password).await?;
        let token = Token::fresh("")?;
        let (fresh, cx, id) = (token.clone(), cx.clone(), AccountId::new(now));
        let old_token = given.old_token;
        let account = self
            .inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                let new = accounts::Insert {
                    id,
                    kind: AccountKind::Citizen,
                    login: &login,
                    name: &name,
                    password: Some(&hash),
                    agency: None,
                    by: None,
                    at: now,
                };
                if !accounts::insert(tx, &new)? {
                    return Err(IdentityError::LoginTaken);
                }
                let account = accounts::by_id(tx, id)?.ok_or(IdentityError::AccountUnknown)?;
                open_session(tx, &account, &fresh, old_token.as_deref(), now)?;
                audit(tx, &cx, "identity.citizen_registered", id.id(), None, &json!({"verified": false}))?;
                Ok(account)
            })
            .await?;
        Ok(SignedIn { token, account, permissions: BTreeSet::new() })
    }
}
