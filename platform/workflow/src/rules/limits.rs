//! Limits on everything a process may grow by.

/// Bytes of a state as JSON (peers.md, row 1).
pub const STATE_BYTES_MAX: usize = 2_048;
/// Steps of a definition.
pub const STEPS_MAX: usize = 60;
/// Characters of a step's key.
pub const KEY_CHARS_MAX: usize = 24;
/// Tokens at one time.
pub const TOKENS_MAX: usize = 24;
/// Agencies asked by one consultation.
pub const ASKED_MAX: usize = 8;
/// Consents by silence that a late answer is still kept for; older ones are refused as stale.
pub const LATE_MAX: usize = 8;
/// Steps whose last actor is remembered for the four-eyes rule.
pub const WATCHED_MAX: usize = 8;
