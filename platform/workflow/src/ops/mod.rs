//! What callers do with a stored process: each inside the caller's transaction.
mod apply;
mod carry;
mod control;
mod find;
mod places;
mod publish;

pub use apply::{apply, start};
pub use carry::Happened;
pub use control::{cancel, resume, suspend};
pub use find::{correction_step, desk_token, first_step_token, may_act, waiting_citizen};
pub use places::{Places, Ports};
pub use publish::{definition, publish_definition};
