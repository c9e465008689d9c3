//! Events and remembered answers, written in the transaction of the rows they speak of.
use crate::task::Mode;
use crate::{DbError, Param, Tx, params};
use base::{Id, Timestamp};
use serde::Serialize;

impl Tx<'_> {
    /// Writes an event of the aggregate `stream`.  Order is promised within a stream only: its sequence number is taken
    /// under a row lock, so that numbers follow commits without a gap.  Ids only: no name, address or identity number.
    ///
    /// # Errors
    /// Any SQL error; a body that does not serialise.
    pub fn emit(
        &mut self,
        stream: impl Into<Id>,
        kind: &'static str,
        version: u16,
        body: &impl Serialize,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let stream = stream.into();
        let body = serde_json::to_string(body).map_err(|error| DbError::Value(error.to_string()))?;
        let sequence: i64 = self.query_one(
            "INSERT INTO outbox_stream (stream, last_seq) VALUES (?1, 1) \
             ON CONFLICT (stream) DO UPDATE SET last_seq = outbox_stream.last_seq + 1 RETURNING last_seq",
            params![stream],
            |row| row.get(0),
        )?;
        self.execute(
            "INSERT INTO outbox (id, stream, stream_seq, type, version, body, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![Id::new(now), stream, sequence, kind, version, Param::Json(&body), now],
        )?;
        Ok(())
    }

    /// The answer given before to the command `key` within `scope` (for example the account), if any.
    ///
    /// # Errors
    /// Any SQL error.
    pub fn idempotent(&mut self, scope: &str, key: &str) -> Result<Option<String>, DbError> {
        self.query_opt(
            "SELECT answer FROM idempotency WHERE scope = ?1 AND key = ?2",
            params![scope, key],
            |row| row.get(0),
        )
    }

    /// Remembers the answer to the command `key`.  When another transaction was first, this one is undone and the
    /// closure runs again and finds that answer.
    ///
    /// # Errors
    /// Any SQL error.
    pub fn remember(
        &mut self,
        scope: &str,
        key: &str,
        answer_json: &str,
        now: Timestamp,
    ) -> Result<(), DbError> {
        if self.mode() == Mode::Read {
            return Err(DbError::ReadOnly);
        }
        let written = self.execute(
            "INSERT INTO idempotency (scope, key, answer, created_at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (scope, key) DO NOTHING",
            params![scope, key, answer_json, now],
        )?;
        if written == 0 { Err(self.collide()) } else { Ok(()) }
    }
}
