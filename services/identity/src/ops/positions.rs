//! Putting an account on a position and taking it off: `org` checks the right and keeps the record; here it is checked
//! that the account can hold one.
use crate::model::{AccountKind, AccountState};
use crate::store::accounts;
use crate::{Identity, IdentityError};
use contracts::{AccountId, AgencyId, HoldingId, PositionId};
use org::model::{Agency, Position};
use org::ops::{Appointment, appoint, end_holding};
use policy::OpContext;

impl Identity {
    /// The agency with a code of QĐ 20/2020/QĐ-TTg and its positions today.
    ///
    /// # Errors
    /// [`IdentityError::AgencyUnknown`].
    pub async fn positions_at(
        &self,
        cx: &OpContext,
        code: &str,
    ) -> Result<(Agency, Vec<Position>), IdentityError> {
        let (code, on) = (code.trim().to_owned(), cx.now.date());
        self.inner
            .db
            .read(move |tx| {
                let agency = org::agency_by_code(tx, &code, on)?.ok_or(IdentityError::AgencyUnknown)?;
                let positions = org::positions_of(tx, agency.id, on)?;
                Ok((agency, positions))
            })
            .await
    }

    /// The agency that a code names today.
    ///
    /// # Errors
    /// [`IdentityError::AgencyUnknown`].
    pub async fn agency(&self, cx: &OpContext, code: &str) -> Result<AgencyId, IdentityError> {
        let (code, on, directory) = (code.trim().to_owned(), cx.now.date(), self.inner.directory.clone());
        self.inner
            .db
            .read(move |tx| {
                let found = directory.agency_by_code(tx, &code, on)?;
                Ok(found.ok_or(IdentityError::AgencyUnknown)?.id)
            })
            .await
    }

    /// Puts an officer or a machine on a position from today.
    ///
    /// # Errors
    /// [`IdentityError`]: no right over the position's agency, a citizen, an account that is not active, already held.
    pub async fn appoint(
        &self,
        cx: &OpContext,
        account: AccountId,
        position: PositionId,
        basis: &str,
    ) -> Result<(), IdentityError> {
        let basis = text::clean_line_within(basis, 200)?;
        let (cx, from) = (cx.clone(), cx.now.date());
        let given = Appointment { account, position, from, to: None, basis };
        self.inner
            .db
            .write::<_, IdentityError, _>(move |tx| {
                tx.lock("account", account)?;
                let row = accounts::by_id(tx, account)?.ok_or(IdentityError::AccountUnknown)?;
                if row.kind == AccountKind::Citizen {
                    return Err(IdentityError::AccountKind);
                }
                if row.state == AccountState::Closed {
                    return Err(IdentityError::AccountState);
                }
                Ok(appoint(tx, &cx, &given)?)
            })
            .await?;
        self.rights_changed();
        Ok(())
    }

    /// Takes an account off a position from today on: it may do nothing more in it at once.
    ///
    /// # Errors
    /// [`IdentityError`]: no right, unknown, over already.
    pub async fn end_appointment(&self, cx: &OpContext, holding: HoldingId) -> Result<(), IdentityError> {
        let (cx, on) = (cx.clone(), cx.now.date());
        self.inner.db.write::<_, IdentityError, _>(move |tx| Ok(end_holding(tx, &cx, holding, on)?)).await?;
        self.rights_changed();
        Ok(())
    }
}
