//! All SQL of this crate, and nothing else.  Changing a dossier demands an [`policy::Authorized`] one.
mod counters;
mod dossier;
pub(crate) mod drafts;
mod entries;
mod fees;
pub(crate) mod figures;
mod files;
pub(crate) mod find;
mod handover;
pub(crate) mod history;
pub(crate) mod lists;
mod lookup;
pub(crate) mod marks;
pub(crate) mod notices;
pub(crate) mod own;
mod papers;
mod results;
pub(crate) mod tally;
pub(crate) mod work;

pub use counters::{CounterKind, next_number};
pub use dossier::{
    by_code, components, insert, insert_components, load, lock, lookup_digits, save, set_code, set_given,
};
pub use drafts::{
    close_draft, delete_expired_draft, draft, draft_by_key, drafts_of_account, expired_drafts, insert_draft,
    save_draft,
};
pub use entries::{NewEntry, entries, write_entry};
pub use fees::{fees, insert_fees, settle_fee};
pub use figures::{
    Behind, BehindFilter, OpenCount, behind_list, day_start, end_of_day, month_start, open_counts,
};
pub use files::{adopt_draft_files, dossier_files, draft_files, file, insert_file, referenced, remove_file};
pub use find::{Waiting, desk_rows, dossiers_of_people, open_late_entries, open_refusals};
pub use handover::{Slip, insert_slip, insert_slip_item, number_slip, slip};
pub use history::{Life, codes_of, lives};
pub use lists::{
    DeskFilter, DeskRow, DeskTab, desk_counts, desk_list, late_now, open_ids, open_now, own_dossiers,
    own_row, twins,
};
pub use lookup::{count_try, forget_tries, tries};
pub use marks::{DeskMark, DeskTurn, marks_of, set_desk_turn};
pub use notices::{Owed, notices_of, notices_owed};
pub use own::{dossier_by_key, remove_round_file, submitters_of};
pub use papers::{
    answer_findings, answer_supplement, decide_late_entry, decide_refusal, finding_open, insert_finding,
    insert_late_entry, insert_refusal, insert_supplement, lapse_papers, late_entry, open_refusal, refusals,
    supplements,
};
pub use results::{
    Signature, by_check_token, collector, insert_result, note_collector, result_of, results_of,
    set_result_state, settle_draft, sign_result,
};
pub use tally::{Measure, TallyRow, bump, recount, tally_rows};
pub use work::{drafts_of, rows_of};

use db::DbError;

/// A stored word or number that no version of this program writes.
fn corrupt(table: &str, column: &str) -> DbError {
    DbError::Column { index: 0, message: format!("{table}.{column}") }
}
