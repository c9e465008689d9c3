//! What a person does with her own sessions and password.
use super::sign_in::{count_try, try_key};
use super::{MANAGE, Token, token_hash};
use crate::model::{Account, SessionRow};
use crate::rules::{self, Subject};
use crate::store::{accounts, links, sessions, tries};
use crate::{Identity, IdentityError};
use contracts::{AccountId, HoldingFact, PositionId, SessionId};
use policy::{Denied, OpContext, audit};
use serde_json::json;
use std::sync::Arc;

/// A new password, with the old one as proof.
pub struct PasswordChange {
    pub session: SessionId,
    pub current: String,
    pub new: String,
}

fn own(cx: &OpContext) -> Result<AccountId, IdentityError> {
    cx.actor.account().ok_or(IdentityError::Denied(Denied::Unauthenticated))
}

impl Identity {
    /// Ends the session behind a token; of no effect when there is none.
    ///
    /// # Errors
    /// [`IdentityError::Db`].
    pub async fn sign_out(&self, cx: &OpContext, token: &str) -> Result<(), IdentityError> {
        let (hash, cx) = (token_hash(token), cx.clone());
        self.inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                if let Some(account) = sessions::delete_by_token(tx, &hash)? {
                    audit(tx, &cx, "identity.signed_out", account.id(), None, &json!({}))?;
                }
                Ok(())
            })
            .await?;
        self.inner.standings.forget(&hash);
        Ok(())
    }

    /// Ends one's own sessions everywhere but in `keep`.  Answers how many ended.
    ///
    /// # Errors
    /// [`IdentityError::Denied`] when nobody is signed in.
    pub async fn sign_out_everywhere(
        &self,
        cx: &OpContext,
        keep: Option<SessionId>,
    ) -> Result<u64, IdentityError> {
        let (account, cx) = (own(cx)?, cx.clone());
        let ended = self
            .inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                let ended = sessions::delete_of(tx, account, keep)?;
                let detail = json!({"sessions": ended});
                audit(tx, &cx, "identity.signed_out_everywhere", account.id(), None, &detail)?;
                Ok(ended)
            })
            .await?;
        self.inner.standings.forget_all();
        Ok(ended)
    }

    /// Changes one's own password.  Every other session ends, links stop opening, and this session goes on under the
    /// token in the answer.
    ///
    /// # Errors
    /// [`IdentityError`]: the current password is wrong, too many tries, the new one is not taken.
    pub async fn change_password(
        &self,
        cx: &OpContext,
        change: PasswordChange,
    ) -> Result<Token, IdentityError> {
        let (id, now) = (own(cx)?, cx.now);
        let key = try_key(Subject::Login, &format!("change {id}"));
        let new = change.new.clone();
        let found = self
            .inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                let account = accounts::by_id(tx, id)?.ok_or(IdentityError::AccountUnknown)?;
                rules::check_password(&new, &account.login, &account.name)?;
                count_try(tx, Subject::Login, &key, now)?;
                Ok(accounts::with_password(tx, &account.login)?)
            })
            .await?;
        let (account, old_hash) = found.ok_or(IdentityError::AccountUnknown)?;
        if !self.inner.passwords.fits(change.current.clone(), old_hash.clone()).await? {
            return Err(IdentityError::WrongPassword);
        }
        if change.new == change.current {
            return Err(IdentityError::PasswordSame);
        }
        let hash = self.inner.passwords.hash(change.new).await?;
        let token = Token::fresh("")?;
        let (fresh, session, cx) = (token.hash(), change.session, cx.clone());
        self.inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                tx.lock("account", id)?;
                let current = accounts::with_password(tx, &account.login)?;
                let (current, kept) = current.ok_or(IdentityError::AccountUnknown)?;
                if kept != old_hash || !sessions::rotate(tx, session, &fresh)? {
                    return Err(IdentityError::WrongPassword);
                }
                let current = cx.authorize_own(MANAGE, current, true)?;
                accounts::set_password(tx, &current, &hash, cx.now)?;
                sessions::delete_of(tx, id, Some(session))?;
                links::void_of(tx, id, cx.now)?;
                tries::forget(tx, &key)?;
                audit(tx, &cx, "identity.password_changed", id.id(), None, &json!({}))?;
                Ok(())
            })
            .await?;
        self.inner.standings.forget_all();
        Ok(token)
    }

    /// Narrows a session to one of the positions held, or widens it to all.
    ///
    /// # Errors
    /// [`IdentityError::PositionNotHeld`].
    pub async fn choose_position(
        &self,
        cx: &OpContext,
        session: SessionId,
        position: Option<PositionId>,
    ) -> Result<(), IdentityError> {
        let (id, cx, positions) = (own(cx)?, cx.clone(), Arc::clone(&self.inner.positions));
        self.inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                if let Some(position) = position {
                    let held = positions.holdings(tx, id, cx.now)?;
                    if !held.iter().any(|row| row.position == position) {
                        return Err(IdentityError::PositionNotHeld);
                    }
                }
                if !sessions::of_account(tx, id)?.iter().any(|row| row.id == session) {
                    return Err(IdentityError::Denied(Denied::Unauthenticated));
                }
                sessions::choose(tx, session, position)?;
                let detail = json!({"position": position});
                audit(tx, &cx, "identity.position_chosen", id.id(), None, &detail)?;
                Ok(())
            })
            .await?;
        self.inner.standings.forget_all();
        Ok(())
    }

    /// One's own account, every position held (also those a session leaves out), and the running sessions.
    ///
    /// # Errors
    /// [`IdentityError`] of the queries; `AccountUnknown` when nobody is signed in.
    pub async fn own_account(
        &self,
        cx: &OpContext,
    ) -> Result<(Account, Vec<HoldingFact>, Vec<SessionRow>), IdentityError> {
        let (id, now, positions) = (own(cx)?, cx.now, Arc::clone(&self.inner.positions));
        self.inner
            .db
            .read(move |tx| {
                let account = accounts::by_id(tx, id)?.ok_or(IdentityError::AccountUnknown)?;
                let held = positions.holdings(tx, id, now)?;
                let mut running = sessions::of_account(tx, id)?;
                running.retain(|session| rules::alive(session, now));
                Ok((account, held, running))
            })
            .await
    }
}
