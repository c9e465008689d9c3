//! How long a session lives (database.md, "Sessions").
use crate::model::SessionRow;
use base::Timestamp;

/// Without a request for this long the session is over.
pub const IDLE_SECONDS: i64 = 30 * 60;
/// However busy, the session ends this long after sign-in.
pub const ABSOLUTE_SECONDS: i64 = 12 * 3600;
/// How often the last request's time is written; so an idle session ends after 25 to 30 minutes.
pub const TOUCH_SECONDS: i64 = 5 * 60;

/// Whether the session still lets somebody in.
#[must_use]
pub fn alive(session: &SessionRow, now: Timestamp) -> bool {
    now < session.ends_at && now.seconds_since(session.last_seen_at) < IDLE_SECONDS
}

/// Whether the time of the last request is to be written now.
#[must_use]
pub fn to_touch(last: Option<Timestamp>, now: Timestamp) -> bool {
    last.is_none_or(|last| now.seconds_since(last) >= TOUCH_SECONDS)
}
