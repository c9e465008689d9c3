//! The public look-up by code and four characters, and the public check of a result by its QR code.
//! Looking up only shows; acting needs the account or the key.
use super::Deps;
use crate::errors::Refused;
use crate::model::{Dossier, Entry, ResultPaper, Status, Supplement};
use crate::store;
use base::DossierCode;
use policy::OpContext;
use sha2::{Digest, Sha256};

/// Tries per code and hour, and per address and hour (database.md).
const TRIES_PER_CODE: i64 = 5;
const TRIES_PER_ADDRESS: i64 = 30;

/// A look-up.
#[derive(Clone, Debug)]
pub struct LookUp {
    pub code: String,
    /// Last four characters of the owner's or submitter's number, tax code, or telephone when there is no number.
    pub digits: String,
    /// The visitor's address, hashed before it is stored.
    pub address: Vec<u8>,
}

/// What the look-up shows; the page masks the owner's name.
#[derive(Clone, Debug)]
pub struct LookedUp {
    pub dossier: Dossier,
    /// Public lines only.
    pub timeline: Vec<Entry>,
    pub supplement: Option<Supplement>,
    pub result: Option<ResultPaper>,
}

/// Looks a dossier up.  The same answer for an unknown code and for wrong digits.
///
/// # Errors
/// [`Refused::LookupMismatch`] or [`Refused::TooManyTries`].
pub async fn look_up(deps: &Deps, cx: &OpContext, cmd: LookUp) -> Result<LookedUp, Refused> {
    let cx = cx.clone();
    let address = Sha256::digest(&cmd.address).to_vec();
    let code = DossierCode::parse(&cmd.code).ok().map(|code| code.canonical());
    let code = code.map(|code| (code.clone(), Sha256::digest(code.as_bytes()).to_vec()));
    let (allowed, found) = deps
        .db
        .write(move |tx| {
            let hour = cx.now.micros() / 3_600_000_000;
            // An address that has used up its tries does not use up those of codes.
            if store::count_try(tx, "lookup_address", &address, hour)? > TRIES_PER_ADDRESS {
                return Ok((false, None));
            }
            // What is no code is nobody's: it would use up one counter for all who mistype.
            let Some(code) = &code else { return Ok((true, None)) };
            if store::count_try(tx, "lookup_code", &code.1, hour)? > TRIES_PER_CODE {
                return Ok((false, None));
            }
            let digits = cmd.digits.trim().to_uppercase();
            let Some(dossier) = store::by_code(tx, &code.0)? else { return Ok((true, None)) };
            if !store::lookup_digits(tx, dossier.id, &digits)? {
                return Ok((true, None));
            }
            let timeline = store::entries(tx, dossier.id)?.into_iter().filter(|line| line.public).collect();
            // A dossier withdrawn or stopped while something was asked is asked nothing any more.
            let supplement = store::supplements(tx, dossier.id)?
                .into_iter()
                .find(|round| round.answered_at.is_none() && dossier.status == Status::Supplement);
            let result = store::result_of(tx, dossier.id)?.filter(|paper| paper.signed_at.is_some());
            Ok::<_, Refused>((true, Some(LookedUp { dossier, timeline, supplement, result })))
        })
        .await?;
    if !allowed {
        return Err(Refused::TooManyTries);
    }
    found.ok_or(Refused::LookupMismatch)
}

/// The result paper behind a QR code: number, date, signer, state; never the owner's data.
///
/// # Errors
/// [`Refused::NotFound`] for an unknown token or an unsigned paper.
pub async fn check_result(deps: &Deps, token: String) -> Result<(Dossier, ResultPaper), Refused> {
    deps.db
        .read(move |tx| {
            let (id, paper) = store::by_check_token(tx, &token)?.ok_or(Refused::NotFound)?;
            let dossier = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            Ok((dossier, paper))
        })
        .await
}
