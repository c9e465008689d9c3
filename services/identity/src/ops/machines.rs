//! Tokens of machine accounts.
use super::Token;
use super::accounts::managed;
use crate::IdentityError;
use crate::model::{Account, AccountKind, AccountState, MachineTokenRow};
use crate::store::machines;
use base::Id;
use contracts::{AccountId, Positions};
use db::Tx;
use policy::{Authorized, OpContext, audit};
use serde_json::json;

/// A token lives no longer.
pub(crate) const TOKEN_DAYS_MAX: i64 = 366;

/// A token to be.
#[derive(Clone, Debug)]
pub struct NewMachineToken {
    pub account: AccountId,
    /// Which system will use it.
    pub name: String,
    /// Restricts the token to these of the account's roles; empty: all of them.
    pub roles: Vec<String>,
    pub days: i64,
}

/// Makes a token; its text is in the answer and nowhere else.
///
/// # Errors
/// [`IdentityError`]: no right, not a machine, not active, more than a year.
pub fn create_machine_token(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    new: &NewMachineToken,
) -> Result<(Token, MachineTokenRow), IdentityError> {
    let account = managed(tx, cx, positions, new.account)?;
    let token = Token::fresh("tsm_")?;
    let row = put_token(tx, cx, &account, new, &token.hash())?.ok_or(IdentityError::TokenUnknown)?;
    Ok((token, row))
}

/// Stores a token's digest.  None when that very token is there already.
pub(crate) fn put_token(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    account: &Authorized<Account>,
    new: &NewMachineToken,
    token_hash: &[u8],
) -> Result<Option<MachineTokenRow>, IdentityError> {
    if account.kind != AccountKind::Machine {
        return Err(IdentityError::AccountKind);
    }
    if account.state != AccountState::Active {
        return Err(IdentityError::AccountState);
    }
    if !(1..=TOKEN_DAYS_MAX).contains(&new.days) {
        return Err(IdentityError::DaysWrong { max: TOKEN_DAYS_MAX });
    }
    let name = text::clean_line_within(&new.name, 100)?;
    let row = MachineTokenRow {
        id: Id::new(cx.now),
        account: account.id,
        name,
        roles: new.roles.clone(),
        created_at: cx.now,
        expires_at: cx.now.plus_seconds(new.days * 24 * 3600),
        last_used_at: None,
        revoked_at: None,
    };
    if !machines::insert(tx, account, &row, token_hash, cx.actor.account())? {
        return Ok(None);
    }
    let detail = json!({"token": row.id, "roles": row.roles, "days": new.days});
    audit(tx, cx, "identity.machine_token_created", account.id.id(), account.holding(), &detail)?;
    Ok(Some(row))
}

/// Ends a token.
///
/// # Errors
/// [`IdentityError`]: no right, unknown or ended already.
pub fn revoke_machine_token(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    token: Id,
) -> Result<(), IdentityError> {
    let row = machines::by_id(tx, token)?.ok_or(IdentityError::TokenUnknown)?;
    let account = managed(tx, cx, positions, row.account)?;
    if !machines::revoke(tx, &account, token, cx.now)? {
        return Err(IdentityError::TokenUnknown);
    }
    let detail = json!({"token": token});
    audit(tx, cx, "identity.machine_token_revoked", account.id.id(), account.holding(), &detail)?;
    Ok(())
}
