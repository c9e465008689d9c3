//! One-time links: the first administrator, an invitation, a forgotten password.  Handed over in person or by a
//! channel of the office; the program sends none.
use super::accounts::managed;
use super::{MANAGE, Token, token_hash};
use crate::model::{Account, AccountKind, AccountState, LinkRow, Purpose};
use crate::rules;
use crate::store::{accounts, links, sessions, tries};
use crate::{Identity, IdentityError};
use base::Id;
use contracts::{AccountId, AgencyId, Positions};
use db::Tx;
use org::ops::{Appointment, appoint_at_start};
use policy::{OpContext, audit};
use serde_json::json;

/// What a link opens.
#[derive(Clone, Debug)]
pub struct LinkView {
    pub purpose: Purpose,
    /// None for the first administrator, who has yet to be named.
    pub account: Option<Account>,
}

/// Who the first administrator is.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub name: String,
    pub login: String,
}

/// Makes a link with which the owner of the account chooses a password.  Older links of the account stop opening.
/// Whether it is an invitation or a reset follows from whether there is a password.
///
/// # Errors
/// [`IdentityError`]: no right, a machine, not active.
pub fn issue_one_time_link(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    id: AccountId,
) -> Result<(Token, LinkRow), IdentityError> {
    let account = managed(tx, cx, positions, id)?;
    if account.kind == AccountKind::Machine {
        return Err(IdentityError::AccountKind);
    }
    if account.state != AccountState::Active {
        return Err(IdentityError::AccountState);
    }
    let purpose = if account.has_password { Purpose::Reset } else { Purpose::Invite };
    links::void_of(tx, id, cx.now)?;
    let (token, link) = issue(tx, cx, purpose, Some(id), None)?;
    let detail = json!({"purpose": purpose, "link": link.id});
    audit(tx, cx, "identity.link_issued", id.id(), account.holding(), &detail)?;
    Ok((token, link))
}

/// As [`issue_one_time_link`], by login name: the operator at the command line knows no ids.  Only the program itself.
///
/// # Errors
/// [`IdentityError`]: not the program, no such account, a machine, not active.
pub fn issue_link_for(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    positions: &dyn Positions,
    login: &str,
) -> Result<(Token, LinkRow), IdentityError> {
    cx.authorize_system(MANAGE, ())?;
    let account = accounts::by_login(tx, &rules::login(login)?)?.ok_or(IdentityError::AccountUnknown)?;
    issue_one_time_link(tx, cx, positions, account.id)
}

/// Makes the link with which the first administrator names herself.  `agency` has a position `administrator`.
/// Only the program itself, and only while there is no officer's account.
///
/// # Errors
/// [`IdentityError`]: not the program, begun already.
pub fn issue_first_link(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    agency: AgencyId,
) -> Result<(Token, LinkRow), IdentityError> {
    cx.authorize_system(MANAGE, ())?;
    if accounts::any_officer(tx)? {
        return Err(IdentityError::AlreadyBegun);
    }
    links::void_first(tx, cx.now)?;
    let (token, link) = issue(tx, cx, Purpose::AdminInit, None, Some(agency))?;
    let detail = json!({"purpose": Purpose::AdminInit, "link": link.id});
    audit(tx, cx, "identity.link_issued", agency.id(), None, &detail)?;
    Ok((token, link))
}

fn issue(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    purpose: Purpose,
    account: Option<AccountId>,
    agency: Option<AgencyId>,
) -> Result<(Token, LinkRow), IdentityError> {
    let token = Token::fresh("")?;
    let expires_at = cx.now.plus_seconds(purpose.hours() * 3600);
    let link = LinkRow { id: Id::new(cx.now), purpose, account, agency, expires_at };
    links::insert(tx, &link, &token.hash(), cx.now, cx.actor.account())?;
    Ok((token, link))
}

impl Identity {
    /// What a link would open, without using it up.
    ///
    /// # Errors
    /// [`IdentityError::LinkInvalid`] when it is unknown, used or out of date.
    pub async fn view_link(&self, cx: &OpContext, token: &str) -> Result<LinkView, IdentityError> {
        let (hash, now) = (token_hash(token), cx.now);
        self.inner
            .db
            .read(move |tx| {
                let link = links::open(tx, &hash, now)?.ok_or(IdentityError::LinkInvalid)?;
                let account = match link.account {
                    None => None,
                    Some(id) => {
                        let row = accounts::by_id(tx, id)?.filter(|row| row.state == AccountState::Active);
                        Some(row.ok_or(IdentityError::LinkInvalid)?)
                    }
                };
                Ok(LinkView { purpose: link.purpose, account })
            })
            .await
    }

    /// Uses a link up: the password is set, every session of the account ends.  For the first administrator the
    /// account is made and put on the position `administrator` of the link's agency.
    ///
    /// # Errors
    /// [`IdentityError`]: the link is not valid, the password or login not taken.
    pub async fn consume_link(
        &self,
        cx: &OpContext,
        token: &str,
        person: Option<NewPerson>,
        password: String,
    ) -> Result<AccountId, IdentityError> {
        let view = self.view_link(cx, token).await?;
        let (login, name) = match (&view.account, &person) {
            (Some(account), _) => (account.login.clone(), account.name.clone()),
            (None, Some(person)) => {
                (rules::login(&person.login)?.as_str().to_owned(), text::clean_name(&person.name)?)
            }
            (None, None) => return Err(IdentityError::LoginMalformed),
        };
        rules::check_password(&password, &login, &name)?;
        let hash = self.inner.passwords.hash(password).await?;
        let (token_hash, cx) = (token_hash(token), cx.clone());
        let id = self
            .inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                let link = links::consume(tx, &token_hash, cx.now)?.ok_or(IdentityError::LinkInvalid)?;
                let id = match link.account {
                    Some(id) => reset(tx, &cx, id, &hash)?,
                    None => begin(tx, &cx, &link, &login, &name, &hash)?,
                };
                let detail = json!({"purpose": link.purpose, "link": link.id});
                audit(tx, &cx, "identity.link_used", id.id(), None, &detail)?;
                Ok(id)
            })
            .await?;
        self.rights_changed();
        Ok(id)
    }
}

fn reset(tx: &mut Tx<'_>, cx: &OpContext, id: AccountId, hash: &str) -> Result<AccountId, IdentityError> {
    tx.lock("account", id)?;
    let account = accounts::by_id(tx, id)?.filter(|row| row.state == AccountState::Active);
    let account = account.ok_or(IdentityError::LinkInvalid)?;
    tries::forget(tx, &super::sign_in::try_key(rules::Subject::Login, &account.login))?;
    // Whoever holds the link acts for herself: the link is the proof.
    let account = cx.authorize_own(MANAGE, account, true)?;
    accounts::set_password(tx, &account, hash, cx.now)?;
    sessions::delete_of(tx, id, None)?;
    links::void_of(tx, id, cx.now)?;
    Ok(id)
}

fn begin(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    link: &LinkRow,
    login: &str,
    name: &str,
    hash: &str,
) -> Result<AccountId, IdentityError> {
    let agency = link.agency.ok_or(IdentityError::LinkInvalid)?;
    if accounts::any_officer(tx)? {
        return Err(IdentityError::AlreadyBegun);
    }
    let id = AccountId::new(cx.now);
    let login = rules::login(login)?;
    let new = accounts::Insert {
        id,
        kind: AccountKind::Officer,
        login: &login,
        name,
        password: Some(hash),
        agency: Some(agency),
        by: None,
        at: cx.now,
    };
    if !accounts::insert(tx, &new)? {
        return Err(IdentityError::LoginTaken);
    }
    let today = cx.now.date();
    let position = org::find_position(tx, agency, "administrator", today)?;
    let position = position.ok_or(IdentityError::AgencyUnknown)?.id;
    let program = OpContext { request_id: cx.request_id, ..OpContext::system("identity", cx.now) };
    let basis = "first administrator".to_owned();
    appoint_at_start(tx, &program, &Appointment { account: id, position, from: today, to: None, basis })?;
    Ok(id)
}
