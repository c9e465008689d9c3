//! The relay: from the outbox to subscriptions.
use crate::{JobError, TRIES_MAX, pause_seconds};
use base::{Id, Timestamp};
use db::{Db, DbError, Json, Row, Tx, params};
use std::sync::Arc;

/// An event on its way.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: Id,
    pub stream: Id,
    /// From 1 within the stream.
    pub stream_seq: i64,
    pub kind: String,
    pub version: i64,
    pub body: serde_json::Value,
    pub created_at: Timestamp,
}

/// How one event is handled, inside the transaction that marks it as processed.
pub type Handle = Arc<dyn Fn(&mut Tx<'_>, &Event) -> Result<(), JobError> + Send + Sync>;

/// Who listens to what.
#[derive(Clone)]
pub struct Subscription {
    pub name: &'static str,
    /// Event kinds, e.g. `dossiers.received`.
    pub kinds: &'static [&'static str],
    pub handle: Handle,
}

const COLUMNS: &str = "id, stream, stream_seq, type, version, body, created_at";

fn event_row(row: &Row<'_>) -> Result<Event, DbError> {
    Ok(Event {
        id: row.get(0)?,
        stream: row.get(1)?,
        stream_seq: row.get(2)?,
        kind: row.get(3)?,
        version: row.get(4)?,
        body: row.get::<Json>(5)?.0,
        created_at: row.get(6)?,
    })
}

/// Delivers up to `most` undelivered events and tries the heads of the backlog; says how many events were delivered.
///
/// # Errors
/// [`DbError`] of the relay's own statements; a handler's failure goes to the backlog.
pub fn relay_once(
    db: &Db,
    subscriptions: &[Subscription],
    now: Timestamp,
    most: i64,
) -> Result<usize, DbError> {
    let waiting = db.read_blocking(move |tx| {
        tx.query(
            &format!(
                "SELECT {COLUMNS} FROM outbox WHERE delivered_at IS NULL ORDER BY created_at, id LIMIT ?1"
            ),
            params![most],
            event_row,
        )
    })?;
    let mut waiting = waiting;
    // Within a stream by number: commits may overtake one another between streams, never inside one.
    waiting.sort_by_key(|event| (event.created_at, event.stream, event.stream_seq));
    for event in &waiting {
        for subscription in subscriptions.iter().filter(|s| s.kinds.contains(&event.kind.as_str())) {
            deliver(db, subscription, event, now)?;
        }
        let id = event.id;
        db.write_blocking(move |tx| {
            tx.execute("UPDATE outbox SET delivered_at = ?2 WHERE id = ?1", params![id, now])
        })?;
    }
    try_backlog(db, subscriptions, now)?;
    Ok(waiting.len())
}

fn handle_once(tx: &mut Tx<'_>, subscription: &Subscription, event: &Event) -> Result<(), JobError> {
    let fresh = tx.execute(
        "INSERT INTO processed (subscription, event) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![subscription.name, event.id],
    )?;
    if fresh == 1 { (subscription.handle)(tx, event) } else { Ok(()) }
}

fn deliver(db: &Db, subscription: &Subscription, event: &Event, now: Timestamp) -> Result<(), DbError> {
    let (name, stream) = (subscription.name, event.stream);
    let behind = db.read_blocking(move |tx| {
        tx.query_opt(
            "SELECT 1 FROM backlog WHERE subscription = ?1 AND stream = ?2 LIMIT 1",
            params![name, stream],
            |row| row.get::<i64>(0),
        )
    })?;
    let (who, what) = (subscription.clone(), event.clone());
    let failure = if behind.is_some() {
        Some(String::new())
    } else {
        db.write_blocking(move |tx| handle_once(tx, &who, &what)).err().map(|error| error.to_string())
    };
    let Some(words) = failure else { return Ok(()) };
    let tries = i64::from(!words.is_empty());
    let event = event.clone();
    db.write_blocking(move |tx| {
        tx.execute(
            "INSERT INTO backlog (subscription, stream, stream_seq, event, tries, next_at, error)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            params![
                name,
                event.stream,
                event.stream_seq,
                event.id,
                tries,
                now.plus_seconds(pause_seconds(tries)),
                &words
            ],
        )
    })?;
    Ok(())
}

fn try_backlog(db: &Db, subscriptions: &[Subscription], now: Timestamp) -> Result<(), DbError> {
    let heads = db.read_blocking(move |tx| {
        tx.query(
            "SELECT b.subscription, b.event, b.tries FROM backlog b WHERE b.next_at <= ?1 AND b.tries < ?2
               AND b.stream_seq = (SELECT min(h.stream_seq) FROM backlog h
                 WHERE h.subscription = b.subscription AND h.stream = b.stream)
             ORDER BY b.next_at LIMIT 100",
            params![now, TRIES_MAX],
            |row| Ok((row.get::<String>(0)?, row.get::<Id>(1)?, row.get::<i64>(2)?)),
        )
    })?;
    for (name, id, tries) in heads {
        let Some(subscription) = subscriptions.iter().find(|s| s.name == name).cloned() else { continue };
        let outcome = db.write_blocking(move |tx| {
            let event =
                tx.query_one(&format!("SELECT {COLUMNS} FROM outbox WHERE id = ?1"), params![id], event_row)?;
            handle_once(tx, &subscription, &event)?;
            tx.execute(
                "DELETE FROM backlog WHERE subscription = ?1 AND event = ?2",
                params![subscription.name, id],
            )?;
            Ok::<_, JobError>(())
        });
        if let Err(error) = outcome {
            let words = error.to_string();
            tracing::warn!(subscription = %name, tries = tries + 1, error = %words, "event refused");
            db.write_blocking(move |tx| {
                tx.execute(
                    "UPDATE backlog SET tries = tries + 1, next_at = ?3, error = ?4 WHERE subscription = ?1 AND event = ?2",
                    params![&name, id, now.plus_seconds(pause_seconds(tries + 1)), &words],
                )
            })?;
        }
    }
    Ok(())
}

/// An event that has left, for counting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub id: Id,
    /// From 1 within its stream.
    pub stream_seq: i64,
    pub kind: String,
    pub delivered_at: Timestamp,
}

/// What was delivered from `from` on, in the order of delivery and id; of `from` itself only ids after `after`.
///
/// # Errors
/// [`DbError`] of the query.
pub fn delivered_since(
    tx: &mut Tx<'_>,
    from: Timestamp,
    after: Id,
    most: i64,
) -> Result<Vec<Delivered>, DbError> {
    tx.query(
        "SELECT id, stream_seq, type, delivered_at FROM outbox
         WHERE delivered_at >= ?1 AND (delivered_at > ?1 OR id > ?2) ORDER BY delivered_at, id LIMIT ?3",
        params![from, after, most],
        |row| {
            Ok(Delivered {
                id: row.get(0)?,
                stream_seq: row.get(1)?,
                kind: row.get(2)?,
                delivered_at: row.get(3)?,
            })
        },
    )
}

/// An event that a subscription gave up on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    pub subscription: String,
    pub event: Id,
    pub error: String,
}

/// What waits for a person, at most 200.
///
/// # Errors
/// [`DbError`] of the query.
pub fn dead_letters(tx: &mut Tx<'_>) -> Result<Vec<DeadLetter>, DbError> {
    tx.query(
        "SELECT subscription, event, error FROM backlog WHERE tries >= ?1 ORDER BY next_at LIMIT 200",
        params![TRIES_MAX],
        |row| Ok(DeadLetter { subscription: row.get(0)?, event: row.get(1)?, error: row.get(2)? }),
    )
}

/// Lets the relay try again; false when no such event waits.
///
/// # Errors
/// [`DbError`] of the update.
pub fn retry(tx: &mut Tx<'_>, subscription: &str, event: Id, now: Timestamp) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE backlog SET tries = 0, next_at = ?3 WHERE subscription = ?1 AND event = ?2",
        params![subscription, event, now],
    )?;
    Ok(changed == 1)
}

/// Removes events delivered before `before` that nobody waits for, one slice; says how many went.
pub(crate) fn sweep(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    let gone = "SELECT id FROM outbox o WHERE o.delivered_at < ?1
        AND NOT EXISTS (SELECT 1 FROM backlog b WHERE b.event = o.id) ORDER BY o.delivered_at LIMIT 500";
    tx.execute(&format!("DELETE FROM processed WHERE event IN ({gone})"), params![before])?;
    tx.execute(&format!("DELETE FROM outbox WHERE id IN ({gone})"), params![before])
}
