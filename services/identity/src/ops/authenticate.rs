//! From a token to a principal and a standing.
use super::standings::Known;
use super::token_hash;
use crate::Identity;
use crate::model::{Account, AccountKind, AccountState};
use crate::rules;
use crate::store::{accounts, machines, sessions};
use base::Timestamp;
use contracts::{AccountId, AgencyId, HoldingFact, PositionId, Positions};
use db::{DbError, Tx};
use http::Extensions;
use policy::{Standing, load_standing};
use std::collections::BTreeSet;
use std::sync::Arc;
use web::{Authenticator, Failure, Office, Principal, PrincipalKind};

/// The positions of an account, narrowed: to the one chosen for a session, or to a token's roles.
struct Narrowed<'a> {
    all: &'a dyn Positions,
    position: Option<PositionId>,
    roles: &'a [String],
}

impl Positions for Narrowed<'_> {
    fn holdings(
        &self,
        tx: &mut Tx<'_>,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<HoldingFact>, DbError> {
        let mut held = self.all.holdings(tx, account, now)?;
        // A position chosen and lost since: nothing is left of it, and nothing else is taken instead.
        held.retain(|row| self.position.is_none_or(|position| row.position == position));
        held.retain(|row| self.roles.is_empty() || self.roles.contains(&row.role));
        Ok(held)
    }

    fn agencies_below(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        now: Timestamp,
    ) -> Result<Vec<AgencyId>, DbError> {
        self.all.agencies_below(tx, agency, now)
    }
}

fn principal(account: &Account, session: base::Id, standing: &Standing) -> Principal {
    Principal {
        account: account.id.id(),
        name: account.name.clone(),
        kind: match account.kind {
            AccountKind::Officer => PrincipalKind::Officer,
            AccountKind::Citizen => PrincipalKind::Citizen,
            AccountKind::Machine => PrincipalKind::Machine,
        },
        session,
        permissions: Arc::new(
            standing.grants.iter().map(|grant| grant.permission.clone()).collect::<BTreeSet<_>>(),
        ),
    }
}

fn read_session(
    tx: &mut Tx<'_>,
    positions: &dyn Positions,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<Known>, DbError> {
    let Some(session) = sessions::by_token(tx, hash)?.filter(|session| rules::alive(session, now)) else {
        return Ok(None);
    };
    let account = accounts::by_id(tx, session.account)?
        .filter(|account| account.state == AccountState::Active && account.kind != AccountKind::Machine);
    let Some(account) = account else { return Ok(None) };
    // Until the password is changed there are no rights at all.
    let standing = if account.kind == AccountKind::Officer && !account.must_change {
        let narrowed = Narrowed { all: positions, position: session.position, roles: &[] };
        load_standing(tx, &narrowed, account.id, now)?
    } else {
        Standing { account: Some(account.id), ..Standing::default() }
    };
    let office = standing.holdings.first().map(|row| Office(format!("{} · {}", row.title, row.agency_name)));
    let known = Known {
        principal: principal(&account, session.id.id(), &standing),
        standing: Arc::new(standing),
        office,
        ends_at: session.ends_at,
        session: Some(session),
    };
    Ok(Some(known))
}

fn read_machine(
    tx: &mut Tx<'_>,
    positions: &dyn Positions,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(Known, Option<Timestamp>)>, DbError> {
    let Some(token) = machines::by_hash(tx, hash)?.filter(|token| token.valid(now)) else {
        return Ok(None);
    };
    let account = accounts::by_id(tx, token.account)?
        .filter(|account| account.state == AccountState::Active && account.kind == AccountKind::Machine);
    let Some(account) = account else { return Ok(None) };
    let narrowed = Narrowed { all: positions, position: None, roles: &token.roles };
    let standing = load_standing(tx, &narrowed, account.id, now)?;
    let known = Known {
        principal: principal(&account, token.id, &standing),
        standing: Arc::new(standing),
        office: None,
        session: None,
        ends_at: token.expires_at,
    };
    Ok(Some((known, token.last_used_at)))
}

impl Identity {
    /// `used`: a person stands behind the request; a stream that only asks whether it may go on is no use.
    async fn person(&self, token: &str, used: bool) -> Result<Option<Known>, DbError> {
        let (hash, now) = (token_hash(token), self.now());
        if let Some(known) = self.inner.standings.get(&hash, now) {
            // A machine's token in a cookie is no session.
            return Ok(Some(known).filter(|known| known.session.is_some()));
        }
        let revision = self.inner.standings.revision();
        let positions = Arc::clone(&self.inner.positions);
        let known = self.inner.db.read(move |tx| read_session(tx, &*positions, &hash, now)).await?;
        let Some(mut known) = known else { return Ok(None) };
        if let Some(session) = known.session.as_mut()
            && used
            && rules::to_touch(Some(session.last_seen_at), now)
        {
            let id = session.id;
            session.last_seen_at = now;
            self.note_use(self.inner.db.write(move |tx| sessions::touch(tx, id, now)).await);
        }
        self.inner.standings.put(hash, known.clone(), now, revision);
        Ok(Some(known))
    }

    async fn machine(&self, token: &str) -> Result<Option<Known>, DbError> {
        let (hash, now) = (token_hash(token), self.now());
        if let Some(known) = self.inner.standings.get(&hash, now) {
            // Nor is a session's token a machine's.
            return Ok(Some(known).filter(|known| known.session.is_none()));
        }
        let revision = self.inner.standings.revision();
        let positions = Arc::clone(&self.inner.positions);
        let found = self.inner.db.read(move |tx| read_machine(tx, &*positions, &hash, now)).await?;
        let Some((known, last_used_at)) = found else { return Ok(None) };
        if rules::to_touch(last_used_at, now) {
            let id = known.principal.session;
            self.note_use(self.inner.db.write(move |tx| machines::touch(tx, id, now)).await);
        }
        self.inner.standings.put(hash, known.clone(), now, revision);
        Ok(Some(known))
    }

    /// A time of last use that cannot be written (a full disk) keeps nobody from reading.
    #[allow(clippy::unused_self, reason = "reads as what it is at the call")]
    fn note_use(&self, written: Result<(), DbError>) {
        if let Err(error) = written {
            tracing::warn!(target: "identity", %error, "the time of last use was not written");
        }
    }
}

fn admit(known: Known, extensions: &mut Extensions) -> Principal {
    extensions.insert(known.standing);
    if let Some(office) = known.office {
        extensions.insert(office);
    }
    known.principal
}

impl Authenticator for Identity {
    async fn authenticate(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        let used = extensions.get::<web::Unattended>().is_none();
        Ok(self.person(token, used).await?.map(|known| admit(known, extensions)))
    }

    async fn authenticate_machine(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        Ok(self.machine(token).await?.map(|known| admit(known, extensions)))
    }
}
