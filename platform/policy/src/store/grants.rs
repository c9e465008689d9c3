//! From positions held and role data to what somebody may do now.
use crate::{GrantRow, Scope, Standing};
use base::Timestamp;
use contracts::{AccountId, AgencyId, Positions};
use db::{DbError, Tx, params};
use std::collections::HashMap;

/// How far a role's permission reaches from the agency of the position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    Own,
    Below,
    All,
}

impl Reach {
    const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Below => "below",
            Self::All => "all",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Own, Self::Below, Self::All].into_iter().find(|reach| reach.word() == word)
    }
}

/// One line of role data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RoleGrant {
    pub role: String,
    pub permission: String,
    pub reach: Reach,
}

/// Replaces all role data by `grants`.
///
/// # Errors
/// [`DbError`] of the statements.
pub fn replace_role_grants(tx: &mut Tx<'_>, grants: &[RoleGrant]) -> Result<(), DbError> {
    tx.execute("DELETE FROM role_grant", params![])?;
    for grant in grants {
        tx.execute(
            "INSERT INTO role_grant (role, permission, reach) VALUES (?1, ?2, ?3)
             ON CONFLICT (role, permission) DO UPDATE SET reach = excluded.reach",
            params![&grant.role, &grant.permission, grant.reach.word()],
        )?;
    }
    Ok(())
}

/// All role data, by role and permission.
///
/// # Errors
/// [`DbError`] of the query.
pub fn role_grants(tx: &mut Tx<'_>) -> Result<Vec<RoleGrant>, DbError> {
    let rows = tx.query(
        "SELECT role, permission, reach FROM role_grant ORDER BY role, permission",
        params![],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    Ok(rows
        .into_iter()
        .filter_map(|(role, permission, reach)| {
            Reach::from_word(&reach).map(|reach| RoleGrant { role, permission, reach })
        })
        .collect())
}

/// What the account may do at `now`: every position it holds, every permission those roles carry.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn load_standing(
    tx: &mut Tx<'_>,
    positions: &dyn Positions,
    account: AccountId,
    now: Timestamp,
) -> Result<Standing, DbError> {
    let holdings = positions.holdings(tx, account, now)?;
    let mut below: HashMap<AgencyId, Vec<AgencyId>> = HashMap::new();
    let mut grants = Vec::new();
    for holding in &holdings {
        let rows = tx.query(
            "SELECT permission, reach FROM role_grant WHERE role = ?1 ORDER BY permission",
            params![&holding.role],
            |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
        )?;
        for (permission, reach) in rows {
            let scope = match Reach::from_word(&reach) {
                Some(Reach::Own) => Scope::Agencies(vec![holding.agency]),
                Some(Reach::All) => Scope::All,
                Some(Reach::Below) => {
                    let known = below.get(&holding.agency).cloned();
                    let list = match known {
                        Some(list) => list,
                        None => positions.agencies_below(tx, holding.agency, now)?,
                    };
                    below.insert(holding.agency, list.clone());
                    Scope::Agencies(list)
                }
                None => continue,
            };
            grants.push(GrantRow { permission, scope, holding: holding.holding });
        }
    }
    Ok(Standing { account: Some(account), holdings, grants })
}
