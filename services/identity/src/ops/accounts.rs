//! What an administrator does with accounts, within the agencies of her scope.
use super::MANAGE;
use crate::model::{Account, AccountKind, AccountState, MachineTokenRow, SessionRow};
use crate::rules;
use crate::store::{accounts, links, machines, sessions, tries};
use crate::{Identity, IdentityError};
use contracts::{AccountId, AgencyId, HoldingFact, Positions};
use db::Tx;
use policy::{Actor, Authorized, Denied, Holding, OpContext, Scope, audit};
use serde_json::json;
use std::sync::Arc;

/// Where the next page of a list begins.
pub(crate) type Cursor = accounts::Position;

/// An account to be.  It has no password: its owner chooses one by an invitation.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub kind: AccountKind,
    pub login: String,
    pub name: String,
    /// The agency that keeps the account.
    pub agency: AgencyId,
}

/// An account as an administrator sees it.
pub struct AccountView {
    pub account: Account,
    pub holdings: Vec<HoldingFact>,
    pub sessions: Vec<SessionRow>,
    pub tokens: Vec<MachineTokenRow>,
}

/// The proof that the actor may manage the account: a right over **every** agency where it holds a position and over
/// the one that keeps it, because who can reset a password can act in each of those positions.
fn authorize(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    account: Account,
) -> Result<Authorized<Account>, IdentityError> {
    if matches!(cx.actor, Actor::System(_)) {
        return Ok(cx.authorize_system(MANAGE, account)?);
    }
    let mut agencies: Vec<AgencyId> =
        positions.holdings(tx, account.id, cx.now)?.into_iter().map(|row| row.agency).collect();
    agencies.extend(account.agency);
    let mut holding: Option<Holding> = None;
    for agency in &agencies {
        holding = Some(cx.require(MANAGE, *agency)?);
    }
    let holding = match (holding, cx.scope(MANAGE)?) {
        (Some(holding), _) => holding,
        // A citizen belongs to no agency: only who manages the whole installation.
        (None, Scope::All) => cx.require_anywhere(MANAGE)?,
        (None, Scope::Agencies(_)) => return Err(Denied::Missing(MANAGE).into()),
    };
    Ok(cx.authorize_by(MANAGE, holding, account)?)
}

/// Locks the row and authorises.
pub(super) fn managed(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    id: AccountId,
) -> Result<Authorized<Account>, IdentityError> {
    if !tx.lock("account", id)? {
        return Err(IdentityError::AccountUnknown);
    }
    let account = accounts::by_id(tx, id)?.ok_or(IdentityError::AccountUnknown)?;
    authorize(tx, cx, positions, account)
}

fn note(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    event: &str,
    account: &Authorized<Account>,
) -> Result<(), IdentityError> {
    Ok(audit(tx, cx, event, account.id.id(), account.holding(), &json!({}))?)
}

fn not_oneself(cx: &OpContext, id: AccountId) -> Result<(), IdentityError> {
    if cx.actor.account() == Some(id) { Err(IdentityError::OwnAccount) } else { Ok(()) }
}

/// Creates an officer's or a machine's account, kept by an agency.
///
/// # Errors
/// [`IdentityError`]: no right over the agency, name or login not taken, a citizen (they register themselves).
pub fn create_account(tx: &mut Tx<'_>, cx: &OpContext, new: &NewAccount) -> Result<AccountId, IdentityError> {
    let holding = cx.require(MANAGE, new.agency)?;
    if new.kind == AccountKind::Citizen {
        return Err(IdentityError::AccountKind);
    }
    let login = rules::login(&new.login)?;
    let name = account_name(new.kind, &new.name)?;
    let id = AccountId::new(cx.now);
    let row = accounts::Insert {
        id,
        kind: new.kind,
        login: &login,
        name: &name,
        password: None,
        agency: Some(new.agency),
        by: cx.actor.account(),
        at: cx.now,
    };
    if !accounts::insert(tx, &row)? {
        return Err(IdentityError::LoginTaken);
    }
    let detail = json!({"kind": new.kind, "agency": new.agency});
    audit(tx, cx, "identity.account_created", id.id(), Some(&holding), &detail)?;
    Ok(id)
}

/// A person's name, or the line that says which machine it is.
pub(super) fn account_name(kind: AccountKind, name: &str) -> Result<String, IdentityError> {
    if kind == AccountKind::Machine {
        let line = text::clean_line_within(name, text::NAME_CHARS_MAX)?;
        return if line.is_empty() { Err(text::TextError::NameEmpty.into()) } else { Ok(line) };
    }
    Ok(text::clean_name(name)?)
}

fn end_access(tx: &mut Tx<'_>, cx: &OpContext, account: &Authorized<Account>) -> Result<(), IdentityError> {
    sessions::delete_of(tx, account.id, None)?;
    links::void_of(tx, account.id, cx.now)?;
    Ok(())
}

/// Closes an account for good; sessions, links and tokens end.  Positions end in `org`.
///
/// # Errors
/// [`IdentityError`]: no right, closed already, one's own.
pub fn close_account(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    id: AccountId,
) -> Result<(), IdentityError> {
    let account = managed(tx, cx, positions, id)?;
    not_oneself(cx, id)?;
    if account.state == AccountState::Closed {
        return Err(IdentityError::AccountState);
    }
    accounts::set_state(tx, &account, AccountState::Closed, cx.now)?;
    machines::revoke_all(tx, &account, cx.now)?;
    end_access(tx, cx, &account)?;
    note(tx, cx, "identity.account_closed", &account)
}

/// Keeps somebody out until an administrator unlocks the account; sessions and links end.
///
/// # Errors
/// [`IdentityError`]: no right, not active, one's own.
pub fn lock_account(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    id: AccountId,
) -> Result<(), IdentityError> {
    let account = managed(tx, cx, positions, id)?;
    not_oneself(cx, id)?;
    if account.state != AccountState::Active {
        return Err(IdentityError::AccountState);
    }
    accounts::set_state(tx, &account, AccountState::Locked, cx.now)?;
    end_access(tx, cx, &account)?;
    note(tx, cx, "identity.account_locked", &account)
}

/// Lets somebody in again, and forgets wrong tries at the name.
///
/// # Errors
/// [`IdentityError`]: no right, closed.
pub fn unlock_account(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    id: AccountId,
) -> Result<(), IdentityError> {
    let account = managed(tx, cx, positions, id)?;
    if account.state == AccountState::Closed {
        return Err(IdentityError::AccountState);
    }
    accounts::set_state(tx, &account, AccountState::Active, cx.now)?;
    tries::forget(tx, &super::sign_in::try_key(rules::Subject::Login, &account.login))?;
    note(tx, cx, "identity.account_unlocked", &account)
}

/// From now on the account has no rights until its owner has changed the password.
///
/// # Errors
/// [`IdentityError`]: no right, a machine, closed.
pub fn require_password_change(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    id: AccountId,
) -> Result<(), IdentityError> {
    let account = managed(tx, cx, positions, id)?;
    if account.kind == AccountKind::Machine {
        return Err(IdentityError::AccountKind);
    }
    if account.state == AccountState::Closed {
        return Err(IdentityError::AccountState);
    }
    accounts::require_change(tx, &account)?;
    note(tx, cx, "identity.password_change_required", &account)
}

impl Identity {
    /// One page of the accounts in scope, by given name; or those that begin with `query`.
    pub(crate) async fn list_accounts(
        &self,
        cx: &OpContext,
        query: &str,
        after: Option<Cursor>,
    ) -> Result<(Vec<Account>, Option<Cursor>), IdentityError> {
        let scope = cx.scope(MANAGE)?;
        let folded: String = text::fold(query).chars().take(100).collect();
        self.inner
            .db
            .read(move |tx| {
                if folded.is_empty() {
                    Ok(accounts::list(tx, &scope, after.as_ref())?)
                } else {
                    Ok((accounts::find(tx, &scope, &folded)?, None))
                }
            })
            .await
    }

    /// One account for its administrator.
    ///
    /// # Errors
    /// [`IdentityError`]: unknown, no right.
    pub async fn view_account(&self, cx: &OpContext, id: AccountId) -> Result<AccountView, IdentityError> {
        let (cx, positions) = (cx.clone(), Arc::clone(&self.inner.positions));
        self.inner
            .db
            .read(move |tx| {
                let account = accounts::by_id(tx, id)?.ok_or(IdentityError::AccountUnknown)?;
                let account = authorize(tx, &cx, &*positions, account)?.into_inner();
                let holdings = positions.holdings(tx, id, cx.now)?;
                let mut running = sessions::of_account(tx, id)?;
                running.retain(|session| rules::alive(session, cx.now));
                let tokens = machines::of_account(tx, id)?;
                Ok(AccountView { account, holdings, sessions: running, tokens })
            })
            .await
    }

    /// Runs one of the operations above in a transaction, and forgets standings in memory.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn manage<F>(&self, cx: &OpContext, id: AccountId, operation: F) -> Result<(), IdentityError>
    where
        F: Fn(&mut Tx<'_>, &OpContext, &dyn Positions, AccountId) -> Result<(), IdentityError>
            + Send
            + 'static,
    {
        let (cx, positions) = (cx.clone(), Arc::clone(&self.inner.positions));
        self.inner.db.write(move |tx| operation(tx, &cx, &*positions, id)).await?;
        self.rights_changed();
        Ok(())
    }
}
