//! Units of the present era with their provinces, for the address book of forms.
use base::Date;
use contracts::UnitId;
use db::{DbError, Tx, params};

/// One unit as it is called on some days.
#[derive(Clone, Debug)]
pub struct UnitRow {
    pub id: UnitId,
    pub code: String,
    pub full_name: String,
    pub parent: Option<UnitId>,
    pub from: Date,
    /// The day after the last; far in the future while there is none.
    pub until: Date,
}

/// Every version of the units of a level that lasts beyond `on`, in Vietnamese order.
///
/// # Errors
/// [`DbError`] of the query.
pub fn units(tx: &mut Tx<'_>, level: &str, on: Date) -> Result<Vec<UnitRow>, DbError> {
    tx.query(
        "SELECT unit_id, code, full_name, parent_id, valid_from, valid_to FROM org_unit_v
         WHERE level = ?1 AND valid_to > ?2 ORDER BY sort_key, unit_id, valid_from",
        params![level, on],
        |row| {
            Ok(UnitRow {
                id: row.get::<base::Id>(0)?.into(),
                code: row.get(1)?,
                full_name: row.get(2)?,
                parent: row.get::<Option<base::Id>>(3)?.map(UnitId::from),
                from: row.get(4)?,
                until: row.get(5)?,
            })
        },
    )
}
