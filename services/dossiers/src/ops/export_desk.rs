//! A list of the desk as a file: the same right, scope and filter as the list on the screen, read in slices; the look
//! is written before the first row is read, the export before the file leaves.
use super::Deps;
use super::list_desk::{FIELDS, busiest, describe, write_look};
use super::notice::mark_notices;
use crate::errors::Refused;
use crate::store::{self, DeskFilter, DeskRow, DeskTab};
use base::Timestamp;
use db::Tx;
use policy::{Holding, OpContext, Scope, audit};

/// Most rows of one file; who needs more filters.
pub const EXPORT_MAX: i64 = 5_000;
/// Rows read at a time: what one file holds in memory.
const SLICE: i64 = 500;

/// An export under way.
#[derive(Debug)]
pub struct DeskExport {
    scope: Scope,
    holding: Holding,
    filter: DeskFilter,
    now: Timestamp,
    said: String,
    left: i64,
    /// What the file is of.
    pub tab: DeskTab,
    /// Whether the list went on behind the last row of the file.
    pub cut: bool,
}

/// Opens an export of a tab, the first with something to do when none is named.
///
/// # Errors
/// [`Refused::Denied`] without `dossiers.desk`; [`Refused::Database`].
pub async fn begin_export(
    deps: &Deps,
    cx: &OpContext,
    tab: Option<DeskTab>,
    filter: DeskFilter,
) -> Result<DeskExport, Refused> {
    let scope = cx.scope("dossiers.desk")?;
    let holding = cx.require_anywhere("dossiers.desk")?;
    let (seen, now) = (scope.clone(), cx.now);
    let tab = match tab {
        Some(tab) => tab,
        None => {
            let counts = deps.db.read(move |tx| store::desk_counts(tx, &seen, now, 1)).await?;
            busiest(&counts)
        }
    };
    let filter = DeskFilter { after: None, ..filter };
    let said = format!("{} export of {FIELDS}", describe(Some(tab), &filter));
    write_look(deps, cx, said.clone()).await?;
    Ok(DeskExport { scope, holding, filter, now, said, left: EXPORT_MAX, tab, cut: false })
}

impl DeskExport {
    /// The next rows; none at the end.
    ///
    /// # Errors
    /// [`Refused::Database`].
    pub async fn next(&mut self, deps: &Deps) -> Result<Vec<DeskRow>, Refused> {
        let wanted = self.left.min(SLICE);
        let (scope, filter) = (self.scope.clone(), self.filter.clone());
        let (tab, now) = (self.tab, self.now);
        // One row more tells at the end whether the list goes on.
        let limit = wanted.saturating_add(1);
        let work = deps.clone();
        let read = move |tx: &mut Tx<'_>| {
            let mut rows = store::desk_list(tx, &scope, tab, &filter, now, limit)?;
            let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) > wanted;
            rows.truncate(usize::try_from(wanted).unwrap_or(0));
            mark_notices(&work, tx, &mut rows)?;
            Ok::<_, Refused>((rows, more))
        };
        let (rows, more) = deps.db.read(read).await?;
        self.left = self.left.saturating_sub(i64::try_from(rows.len()).unwrap_or(wanted));
        self.cut = more && self.left == 0;
        if let Some(last) = rows.last() {
            self.filter.after = Some((last.sort_key(), last.id));
        }
        Ok(rows)
    }

    /// Writes into the record that the file was made, with its number of rows; nothing of it may leave before.
    ///
    /// # Errors
    /// [`Refused::Database`].
    pub async fn finish(self, deps: &Deps, cx: &OpContext, format: &'static str) -> Result<(), Refused> {
        let rows = EXPORT_MAX.saturating_sub(self.left);
        let detail =
            serde_json::json!({ "list": self.said, "format": format, "rows": rows, "cut": self.cut });
        let (cx, holding) = (cx.clone(), self.holding);
        deps.db
            .write(move |tx| {
                audit(tx, &cx, "dossiers.desk_exported", holding.agency.id(), Some(&holding), &detail)?;
                Ok::<_, Refused>(())
            })
            .await
    }
}
