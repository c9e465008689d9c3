//! Fee lines.
use crate::model::{Dossier, Fee, FeeState};
use base::{Currency, Money, Timestamp};
use contracts::{AccountId, DossierId, FeeDue, FeeKind};
use db::{DbError, Tx, params};
use policy::Authorized;

const fn kind_word(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Fee => "fee",
        FeeKind::Charge => "charge",
    }
}

const fn due_word(due: FeeDue) -> &'static str {
    match due {
        FeeDue::BeforeReceipt => "before_receipt",
        FeeDue::BeforeReturn => "before_return",
    }
}

pub fn insert_fees(tx: &mut Tx<'_>, dossier: DossierId, list: &[Fee]) -> Result<(), DbError> {
    for fee in list {
        tx.execute(
            "INSERT INTO dossier_fee (id, dossier, code, name, kind, amount, currency, due, state, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                fee.id,
                dossier,
                &fee.code,
                &fee.name,
                kind_word(fee.kind),
                fee.amount.minor,
                fee.amount.currency.code(),
                due_word(fee.due),
                fee.state.word(),
                &fee.source
            ],
        )?;
    }
    Ok(())
}

pub fn fees(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<Fee>, DbError> {
    let bad = |what| super::corrupt("dossier_fee", what);
    tx.query(
        "SELECT id, code, name, kind, amount, currency, due, state, source, receipt_number, exempt_reason
         FROM dossier_fee WHERE dossier = ?1 ORDER BY code",
        params![dossier],
        |row| {
            let currency = Currency::from_code(&row.get::<String>(5)?).ok_or_else(|| bad("currency"))?;
            Ok(Fee {
                id: row.get(0)?,
                code: row.get(1)?,
                name: row.get(2)?,
                kind: if row.get::<String>(3)? == "fee" { FeeKind::Fee } else { FeeKind::Charge },
                amount: Money { minor: row.get(4)?, currency },
                due: if row.get::<String>(6)? == "before_return" {
                    FeeDue::BeforeReturn
                } else {
                    FeeDue::BeforeReceipt
                },
                state: FeeState::from_word(&row.get::<String>(7)?).ok_or_else(|| bad("state"))?,
                source: row.get(8)?,
                receipt_number: row.get(9)?,
                exempt_reason: row.get(10)?,
            })
        },
    )
}

/// Marks one due line as paid (with the number of the counter's receipt) or exempt (with the reason).
/// False when the line was not due any more.
pub fn settle_fee(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    code: &str,
    state: FeeState,
    words: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let (receipt, reason) = if state == FeeState::Paid { (Some(words), None) } else { (None, Some(words)) };
    let changed = tx.execute(
        "UPDATE dossier_fee SET state = ?3, receipt_number = ?4, exempt_reason = ?5, settled_at = ?6, settled_by = ?7
         WHERE dossier = ?1 AND code = ?2 AND state = 'due'",
        params![dossier.id, code, state.word(), receipt, reason, now, by],
    )?;
    Ok(changed == 1)
}
