//! Decisions about sign-in: data in, decision out.
mod login;
mod password;
mod session;
mod tries;

pub use login::login;
pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, check_password};
pub use session::{ABSOLUTE_SECONDS, IDLE_SECONDS, TOUCH_SECONDS, alive, to_touch};
pub use tries::{FORGET_SECONDS, Subject, wait_seconds};
