//! From an installed sample to one that has been at work for weeks.
use super::follow::{Follow, Sheet};
use super::online::{Citizen, File};
use super::random::Random;
use super::staff::{self, Officers};
use super::walk::{Drive, Walked};
use super::{Asked, accounts, decisions, picture, plan};
use crate::open::Opened;
use crate::parts::{Choices, Parts, PartsError};
use base::{Refusal, Timestamp};
use calendar::FixedClock;
use contracts::{AccountId, Directory, UnitFact, WorkingTime};
use db::DbError;
use identity::SampleAccounts;
use identity::ops::SignIn;
use org::OrgDirectory;
use policy::OpContext;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// Communes with dossiers.
const COMMUNES: usize = 6;

fn refused(error: impl Refusal + 'static) -> PartsError {
    Box::new(error)
}

/// Officers, decisions, dossiers, then what is reported and assigned.  `begun` is before the first act of anybody.
pub(super) fn seed(
    opened: &Opened,
    sample: &str,
    begun: Timestamp,
    now: Timestamp,
    asked_to_stop: &mut Asked<'_>,
) -> Result<Walked, PartsError> {
    let db = &opened.db;
    let Some(own) = accounts(sample) else { return Ok(Walked::default()) };
    let seed =
        sample.bytes().fold(20_261_122, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let communes = communes(opened, &own, now)?;
    let mut random = Random::new(seed);
    let mut all = staff::officers(db, &own, &communes, begun.date(), &mut random).map_err(refused)?;
    staff::followers(db, &mut all, begun.date(), &mut random).map_err(refused)?;
    if !appoint(opened, &all, begun, asked_to_stop)? {
        return Ok(Walked { broken_off: true, ..Walked::default() });
    }
    let parts = Parts::assemble(
        db.clone(),
        opened.objects.clone(),
        Arc::new(FixedClock::new(now)),
        Choices::default(),
    )?;
    let picture = picture::page().map_err(objects::ObjectError::from).map_err(refused)?;
    let digest = opened.objects.put_bytes(&picture).map_err(refused)?;
    let file = File(digest.clone());
    let mut officers = Officers::new(db, &all, now);
    // Before the first dossier; the decisions of this year have begun to hold.
    let opening = now.plus_seconds(-(plan::DAYS + 7) * 86_400);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(objects::ObjectError::from).map_err(refused)?;
    let walked = runtime.block_on(async {
        decisions::lay(db, sample, &mut officers, opening).await.map_err(refused)?;
        let citizen = Citizen(sign_in(&parts, &own, now).await);
        let province = communes.first().and_then(|unit| unit.parent);
        let Some(province) = province else { return Ok(Walked::default()) };
        let plan = plan::plan(&communes, &parts.calendar.calendar(), now, seed);
        let province_code = province_code(&parts, province, now).await.map_err(refused)?;
        let mut drive = Drive {
            deps: &parts.dossiers,
            officers: &mut officers,
            province,
            province_code,
            citizen,
            file,
            now,
        };
        let mut walked = drive.run(plan, asked_to_stop).await;
        if !walked.broken_off {
            let sheet = Sheet { digest, bytes: picture };
            let units = communes.iter().map(|unit| unit.id).collect();
            let told = (begun, now, seed);
            let follow = Follow::new(&parts, &mut officers, &own, sheet, told, units).await;
            let mut follow = follow.map_err(refused)?;
            walked.broken_off = !follow.run(asked_to_stop).await.map_err(refused)?;
            walked.steps += follow.steps;
            walked.refused.append(&mut follow.refused);
        }
        Ok::<_, PartsError>(walked)
    })?;
    tracing::info!(
        dossiers = walked.received,
        steps = walked.steps,
        refused = walked.refused.len(),
        "sample filled"
    );
    for words in &walked.refused {
        tracing::debug!(%words, "a step of the sample was refused");
    }
    Ok(walked)
}

/// The commune of the sign-in page's officers first, then others spread over the province.
fn communes(opened: &Opened, own: &SampleAccounts, now: Timestamp) -> Result<Vec<UnitFact>, PartsError> {
    let codes: Vec<String> =
        own.accounts.iter().flat_map(|row| &row.positions).map(|position| position.agency.clone()).collect();
    let found = opened.db.read_blocking(move |tx| {
        let all = OrgDirectory.communes(tx, now.date())?;
        let mut home = None;
        for code in &codes {
            if let Some(agency) = OrgDirectory.agency_by_code(tx, code, now.date())?
                && agency.kind == "commune_centre"
            {
                home = Some(agency.unit);
                break;
            }
        }
        Ok::<_, DbError>((all, home))
    });
    let (all, home) = found.map_err(refused)?;
    let mut chosen: Vec<UnitFact> = all.iter().filter(|unit| Some(unit.id) == home).cloned().collect();
    let stride = (all.len() / COMMUNES).max(1);
    let others = all.into_iter().skip(stride / 2).step_by(stride).filter(|unit| Some(unit.id) != home);
    chosen.extend(others);
    chosen.truncate(COMMUNES);
    Ok(chosen)
}

fn appoint(
    opened: &Opened,
    all: &SampleAccounts,
    begun: Timestamp,
    asked_to_stop: &mut Asked<'_>,
) -> Result<bool, PartsError> {
    let prepared = all.prepare().map_err(refused)?;
    let cx = OpContext::system("tinhso", begun);
    for slice in prepared.accounts().chunks(8) {
        if asked_to_stop() {
            return Ok(false);
        }
        let (rows, prepared, cx) = (slice.to_vec(), prepared.clone(), cx.clone());
        opened
            .db
            .write_blocking(move |tx| identity::sample::seed(tx, &cx, &prepared, &rows))
            .map_err(refused)?;
    }
    Ok(true)
}

/// The citizen account of the sign-in page; none where the sample has none.
async fn sign_in(parts: &Parts, own: &SampleAccounts, now: Timestamp) -> Option<AccountId> {
    let citizen = own.accounts.iter().find(|row| row.kind == identity::model::AccountKind::Citizen)?;
    let given = SignIn {
        login: citizen.login.clone(),
        password: own.password.clone(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        old_token: None,
    };
    let signed_in = parts.identity.sign_in(&OpContext::anonymous(now), given).await;
    signed_in.ok().map(|who| who.account.id)
}

async fn province_code(
    parts: &Parts,
    province: contracts::UnitId,
    now: Timestamp,
) -> Result<String, DbError> {
    parts
        .db
        .read(move |tx| {
            let unit = org::unit_at(tx, province, now.date())?;
            Ok(unit.map(|unit| unit.code).unwrap_or_default())
        })
        .await
}
