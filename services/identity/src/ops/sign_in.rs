//! In with a name and a password.  What is answered, and what work is done, does not depend on whether the name exists.
use super::{Token, token_hash};
use crate::model::{Account, AccountKind, AccountState, SessionRow};
use crate::rules::{self, ABSOLUTE_SECONDS, Subject};
use crate::store::{accounts, sessions, tries};
use crate::{Identity, IdentityError};
use base::Timestamp;
use contracts::SessionId;
use db::{DbError, Tx};
use policy::{OpContext, audit, load_standing};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

/// A try.
pub struct SignIn {
    pub login: String,
    pub password: String,
    pub address: IpAddr,
    /// The session that the browser came with; it ends, so that no token outlives a sign-in (session fixation).
    pub old_token: Option<String>,
}

/// In.
#[derive(Debug)]
pub struct SignedIn {
    pub token: Token,
    pub account: Account,
    pub permissions: BTreeSet<String>,
}

pub(super) fn try_key(subject: Subject, value: &str) -> [u8; 32] {
    Sha256::new().chain_update(subject.word()).chain_update([0]).chain_update(value).finalize().into()
}

/// An address as it is counted: of IPv6 the network of a household or office, 64 bits.
pub(super) fn address_key(subject: Subject, address: IpAddr) -> [u8; 32] {
    let value = match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:016x}", address.to_bits() >> 64),
    };
    try_key(subject, &value)
}

/// Counts one try, refuses while one has to wait, and sets the wait that the next try will meet.
pub(super) fn count_try(
    tx: &mut Tx<'_>,
    subject: Subject,
    key: &[u8; 32],
    now: Timestamp,
) -> Result<(), IdentityError> {
    let (failures, blocked_until) = tries::count(tx, key, now)?;
    if now < blocked_until {
        // Refusing rolls the count back: who waits is not punished for asking.
        return Err(IdentityError::TooManyTries { seconds: blocked_until.seconds_since(now) });
    }
    let wait = rules::wait_seconds(subject, failures);
    if wait > 0 {
        tries::block(tx, key, now.plus_seconds(wait))?;
    }
    Ok(())
}

/// A new session of `account`, and the end of the one before.
pub(super) fn open_session(
    tx: &mut Tx<'_>,
    account: &Account,
    token: &Token,
    old_token: Option<&str>,
    now: Timestamp,
) -> Result<SessionRow, DbError> {
    if let Some(old) = old_token {
        sessions::delete_by_token(tx, &token_hash(old))?;
    }
    let session = SessionRow {
        id: SessionId::new(now),
        account: account.id,
        position: None,
        created_at: now,
        last_seen_at: now,
        ends_at: now.plus_seconds(ABSOLUTE_SECONDS),
    };
    sessions::insert(tx, &session, &token.hash())?;
    Ok(session)
}

impl Identity {
    /// Signs a person in.
    ///
    /// # Errors
    /// [`IdentityError::WrongPassword`] (also for an unknown or closed account), `Locked` (only to who knows the
    /// password), `TooManyTries`, `Busy`.
    pub async fn sign_in(&self, cx: &OpContext, given: SignIn) -> Result<SignedIn, IdentityError> {
        let SignIn { login, password, address, old_token } = given;
        let login = rules::login(&login).map_or_else(
            // A name that nobody can have is counted and looked up all the same.
            |_| text::fold(&login).chars().take(100).collect(),
            |login| login.as_str().to_owned(),
        );
        let keys = (try_key(Subject::Login, &login), address_key(Subject::Address, address));
        let now = cx.now;
        let found = self
            .inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                count_try(tx, Subject::Login, &keys.0, now)?;
                count_try(tx, Subject::Address, &keys.1, now)?;
                Ok(accounts::with_password(tx, &login)?)
            })
            .await?;
        let found = found.filter(|(account, _)| {
            account.kind != AccountKind::Machine && account.state != AccountState::Closed
        });
        let hash = found.as_ref().and_then(|(_, hash)| hash.clone());
        let fits = self.inner.passwords.fits(password, hash.clone()).await?;
        match found {
            Some((account, Some(hash))) if fits => self.let_in(cx, account, hash, old_token, keys).await,
            other => Err(self.refuse(cx, other.map(|(account, _)| account)).await?),
        }
    }

    async fn refuse(&self, cx: &OpContext, account: Option<Account>) -> Result<IdentityError, IdentityError> {
        let subject = account.map_or(cx.request_id, |account| account.id.id());
        let cx = cx.clone();
        self.inner
            .db
            .write::<_, DbError, _>(move |tx| {
                audit(tx, &cx, "identity.sign_in_failed", subject, None, &json!({}))
            })
            .await?;
        Ok(IdentityError::WrongPassword)
    }

    async fn let_in(
        &self,
        cx: &OpContext,
        account: Account,
        checked: String,
        old_token: Option<String>,
        keys: ([u8; 32], [u8; 32]),
    ) -> Result<SignedIn, IdentityError> {
        let token = Token::fresh("")?;
        let (fresh, old) = (token.clone(), old_token.clone());
        let (cx, positions) = (cx.clone(), Arc::clone(&self.inner.positions));
        let (account, permissions) = self
            .inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                tx.lock("account", account.id)?;
                // The password may have been changed, or the account closed, while Argon2 ran.
                let current = accounts::with_password(tx, &account.login)?;
                let current = match current {
                    Some((row, Some(hash))) if hash == checked && row.state != AccountState::Closed => row,
                    _ => return Err(IdentityError::WrongPassword),
                };
                if current.state == AccountState::Locked {
                    return Err(IdentityError::Locked);
                }
                tries::forget(tx, &keys.0)?;
                tries::take_back(tx, &keys.1)?;
                tries::sweep(tx, cx.now)?;
                sessions::sweep(tx, cx.now)?;
                let session = open_session(tx, &current, &fresh, old.as_deref(), cx.now)?;
                let standing = if current.kind == AccountKind::Officer && !current.must_change {
                    load_standing(tx, &*positions, current.id, cx.now)?
                } else {
                    policy::Standing::default()
                };
                let detail = json!({"session": session.id});
                audit(tx, &cx, "identity.signed_in", current.id.id(), None, &detail)?;
                let held = standing.grants.into_iter().map(|grant| grant.permission).collect();
                Ok((current, held))
            })
            .await?;
        if let Some(old) = old_token {
            self.inner.standings.forget(&token_hash(&old));
        }
        Ok(SignedIn { token, account, permissions })
    }

    /// The page to show after signing in, when the person did not come from another one.
    #[must_use]
    pub fn landing(&self, who: &SignedIn) -> &'static str {
        if who.account.must_change {
            return "/tai-khoan/mat-khau";
        }
        if who.account.kind == AccountKind::Citizen {
            return self.inner.citizen_home;
        }
        let found = self.inner.landing.iter().find(|(permission, _)| who.permissions.contains(*permission));
        found.map_or("/tai-khoan", |(_, path)| path)
    }
}
