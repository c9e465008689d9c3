//! All SQL of the crate.
mod definitions;
mod lists;
mod processes;
mod tasks;

pub use definitions::{digest_of, digest_of_published, insert_definition, load_definition};
pub use lists::{due_timers, task, tasks_of, work_list};
#[cfg(test)]
pub use lists::{timers_sql, work_sql};
pub use processes::{
    ProcessRow, clear_suspension, insert_process, lock_process, process_of, save_process, shift_clocks,
    stop_clocks, subject_of,
};
pub use tasks::{
    Closing, NewTask, close_task, insert_task, keep_late_answer, late_task, move_clocks, open_tasks,
    token_of_kind, token_on_step,
};

use db::DbError;

/// A stored word that the program does not know: the schema's promise is broken.
fn corrupt(column: &str) -> DbError {
    DbError::Value(format!("{column} holds an unknown word"))
}
