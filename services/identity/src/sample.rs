//! The accounts of a sample province: one of every role, with a password that the sign-in page shows.
//! Nothing here opens a side door: they sign in like everybody.
use crate::IdentityError;
use crate::model::{Account, AccountKind};
use crate::ops::{MANAGE, NewMachineToken, hash_blocking, put_token, token_hash};
use crate::rules;
use crate::store::accounts;
use base::Date;
use contracts::{AccountId, AgencyId, PositionId};
use db::Tx;
use org::OrgDirectory;
use org::ops::{Appointment, NewPosition, appoint_at_start, create_position};
use policy::{OpContext, audit, load_standing};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Days for which a sample machine's token is good.
const TOKEN_DAYS: i64 = 366;

/// The part `accounts.toml` of a sample pack.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleAccounts {
    /// Layout of the file.
    pub format: i64,
    /// One password for all; shown on the sign-in page.
    pub password: String,
    #[serde(rename = "account")]
    pub accounts: Vec<SampleAccount>,
}

/// One invented person, or one machine.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleAccount {
    pub login: String,
    pub name: String,
    #[serde(default = "officer")]
    pub kind: AccountKind,
    /// The role as people call it; accounts of one role stand together on the sign-in page.
    pub role: String,
    /// What she does, and where.
    pub duty: String,
    #[serde(default)]
    pub positions: Vec<SamplePosition>,
    /// A machine's token.
    #[serde(default)]
    pub token: Option<String>,
}

/// A position of an agency.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamplePosition {
    /// Code of QĐ 20/2020/QĐ-TTg.
    pub agency: String,
    pub role: String,
    /// Given where the province's templates have no such position: it is then created.
    #[serde(default)]
    pub title: Option<String>,
}

const fn officer() -> AccountKind {
    AccountKind::Officer
}

impl SampleAccounts {
    /// Reads the part.
    ///
    /// # Errors
    /// The parser's error.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// People by role, in the order in which the roles first stand in the file; machines last.
    #[must_use]
    pub fn by_role(&self) -> Vec<&SampleAccount> {
        let mut roles: Vec<&str> = Vec::new();
        for account in &self.accounts {
            if !roles.contains(&account.role.as_str()) {
                roles.push(&account.role);
            }
        }
        let mut rows: Vec<&SampleAccount> = self.accounts.iter().collect();
        rows.sort_by_key(|row| {
            let place = roles.iter().position(|role| *role == row.role);
            (row.kind == AccountKind::Machine, place)
        });
        rows
    }

    /// Hashes the password: once, outside of any transaction.
    ///
    /// # Errors
    /// [`IdentityError`]: a name, login or password that would not be taken.
    pub fn prepare(&self) -> Result<PreparedSample, IdentityError> {
        for row in &self.accounts {
            let login = rules::login(&row.login)?;
            if row.kind != AccountKind::Machine {
                text::clean_name(&row.name)?;
                rules::check_password(&self.password, login.as_str(), &row.name)?;
            }
        }
        let mut accounts = self.accounts.clone();
        // The administrator comes first: with her rights missing positions are created.
        accounts.sort_by_key(|row| !row.positions.iter().any(|position| position.role == "administrator"));
        Ok(PreparedSample { password: hash_blocking(&self.password)?, accounts })
    }
}

/// Sample accounts whose password has been hashed.
#[derive(Clone)]
pub struct PreparedSample {
    password: String,
    accounts: Vec<SampleAccount>,
}

impl PreparedSample {
    /// In the order in which they are to be written.
    #[must_use]
    pub fn accounts(&self) -> &[SampleAccount] {
        &self.accounts
    }
}

/// Writes sample accounts with their positions.  An account that is there stays as it is; so do positions held.
/// Agencies and role permissions must be there before.
///
/// # Errors
/// [`IdentityError`]; [`policy::Denied`] for anybody but the program itself.
pub fn seed(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    sample: &PreparedSample,
    rows: &[SampleAccount],
) -> Result<(), IdentityError> {
    cx.authorize_system(MANAGE, ())?;
    for row in rows {
        let home = match row.positions.first() {
            Some(position) => Some(agency(tx, &position.agency, cx.now.date())?),
            None => None,
        };
        let id = put_account(tx, cx, sample, row, home)?;
        for position in &row.positions {
            put_holding(tx, cx, sample, id, position)?;
        }
        if let Some(token) = &row.token {
            put_sample_token(tx, cx, id, &row.name, token)?;
        }
    }
    Ok(())
}

fn agency(tx: &mut Tx<'_>, code: &str, on: Date) -> Result<AgencyId, IdentityError> {
    Ok(org::agency_by_code(tx, code, on)?.ok_or(IdentityError::AgencyUnknown)?.id)
}

fn put_account(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    sample: &PreparedSample,
    row: &SampleAccount,
    agency: Option<AgencyId>,
) -> Result<AccountId, IdentityError> {
    let login = rules::login(&row.login)?;
    if let Some(account) = accounts::by_login(tx, &login)? {
        return Ok(account.id);
    }
    let id = AccountId::new(cx.now);
    let new = accounts::Insert {
        id,
        kind: row.kind,
        login: &login,
        name: &row.name,
        password: (row.kind != AccountKind::Machine).then_some(sample.password.as_str()),
        agency,
        by: None,
        at: cx.now,
    };
    if !accounts::insert(tx, &new)? {
        return Err(IdentityError::LoginTaken);
    }
    audit(tx, cx, "identity.account_created", id.id(), None, &json!({"kind": row.kind, "sample": true}))?;
    Ok(id)
}

fn put_holding(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    sample: &PreparedSample,
    account: AccountId,
    wanted: &SamplePosition,
) -> Result<(), IdentityError> {
    let on = cx.now.date();
    let agency = agency(tx, &wanted.agency, on)?;
    let position = match org::find_position(tx, agency, &wanted.role, on)? {
        Some(position) => position.id,
        None => make_position(tx, cx, sample, agency, wanted)?,
    };
    if org::holdings_of(tx, account, on)?.iter().any(|row| row.position == position) {
        return Ok(());
    }
    let given = Appointment { account, position, from: on, to: None, basis: "sample".to_owned() };
    appoint_at_start(tx, cx, &given)?;
    Ok(())
}

/// A position that the templates lack, created with the rights of the sample's administrator, by the program.
fn make_position(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    sample: &PreparedSample,
    agency: AgencyId,
    wanted: &SamplePosition,
) -> Result<PositionId, IdentityError> {
    let administrator = sample.accounts.first().ok_or(IdentityError::AccountUnknown)?;
    let administrator = accounts::by_login(tx, &rules::login(&administrator.login)?)?;
    let administrator = administrator.ok_or(IdentityError::AccountUnknown)?.id;
    let standing = load_standing(tx, &OrgDirectory, administrator, cx.now)?;
    let cx = OpContext { standing: Arc::new(standing), ..cx.clone() };
    let title = wanted.title.clone().unwrap_or_default();
    let new = NewPosition { agency, role: wanted.role.clone(), title, from: cx.now.date() };
    Ok(create_position(tx, &cx, &new)?)
}

fn put_sample_token(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    id: AccountId,
    name: &str,
    token: &str,
) -> Result<(), IdentityError> {
    let account: Account = accounts::by_id(tx, id)?.ok_or(IdentityError::AccountUnknown)?;
    let account = cx.authorize_system(MANAGE, account)?;
    let new = NewMachineToken { account: id, name: name.to_owned(), roles: Vec::new(), days: TOKEN_DAYS };
    put_token(tx, cx, &account, &new, &token_hash(token))?;
    Ok(())
}
