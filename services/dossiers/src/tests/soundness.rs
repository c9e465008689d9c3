//! What must hold of a database whatever was done to it: read straight from the tables, by other words than the
//! operations use.
use super::status::EDGES;
use base::{Date, Id, Timestamp};
use contracts::DossierId;
use db::{Db, DbError, Tx, params};
use std::collections::BTreeMap;

const OPEN: [i64; 5] = [2, 4, 5, 6, 9];
const FINAL: [i64; 4] = [3, 7, 8, 10];
/// Kinds of timeline lines with which an event leaves; a dossier also tells when it comes to status 9.
const TELLING: [&str; 12] = [
    "filed",
    "received",
    "refused",
    "supplement_requested",
    "supplemented",
    "fee_requested",
    "withdrawn",
    "stopped",
    "handed_over",
    "result_sent_back",
    "returned",
    "late_entry_approved",
];

struct Row {
    id: DossierId,
    code: Option<String>,
    status: i64,
    version: i64,
    received_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    paused_at: Option<Timestamp>,
    paused_for: Option<String>,
    closed_at: Option<Timestamp>,
    returned_at: Option<Timestamp>,
    outcome: Option<String>,
    process: Option<Id>,
    holder: Option<Id>,
}

fn row(tx: &mut Tx<'_>, id: DossierId) -> Result<Row, DbError> {
    tx.query_one(
        "SELECT id, code, status, version, received_at, due_at, paused_at, paused_for, closed_at, returned_at,
            outcome, process, holder FROM dossier WHERE id = ?1",
        params![id],
        |row| {
            Ok(Row {
                id: row.get::<Id>(0)?.into(),
                code: row.get(1)?,
                status: row.get(2)?,
                version: row.get(3)?,
                received_at: row.get(4)?,
                due_at: row.get(5)?,
                paused_at: row.get(6)?,
                paused_for: row.get(7)?,
                closed_at: row.get(8)?,
                returned_at: row.get(9)?,
                outcome: row.get(10)?,
                process: row.get(11)?,
                holder: row.get(12)?,
            })
        },
    )
}

fn count(tx: &mut Tx<'_>, sql: &str, id: DossierId) -> Result<i64, DbError> {
    tx.query_one(sql, params![id], |row| row.get(0))
}

/// Timeline, audit and outbox of one dossier tell the same story, along the edges of ADR 0004 only.
fn the_story_is_whole(tx: &mut Tx<'_>, d: &Row) -> Result<(), DbError> {
    let lines: Vec<(i64, i64, String)> = tx.query(
        "SELECT seq, status, kind FROM dossier_entry WHERE dossier = ?1 ORDER BY seq",
        params![d.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let numbers: Vec<i64> = lines.iter().map(|line| line.0).collect();
    assert_eq!(numbers, (1..=d.version).collect::<Vec<_>>(), "one line for each version");
    assert!([1, 2].contains(&lines[0].1), "a dossier begins at 1 or 2");
    assert_eq!(lines.last().unwrap().1, d.status);
    let mut told = 0;
    for (at, line) in lines.iter().enumerate() {
        let before = if at == 0 { None } else { Some(lines[at - 1].1) };
        if let Some(before) = before.filter(|before| *before != line.1) {
            let edges = EDGES.iter().find(|(from, _)| *from == before).unwrap().1;
            assert!(edges.contains(&line.1), "{before} → {} by {} is no edge: {lines:?}", line.1, line.2);
            assert_ne!((before, line.1), (5, 2));
            if (before, line.1) == (9, 4) {
                assert_eq!(line.2, "result_sent_back", "9 → 4 only as a correction");
            }
        }
        let resolved = line.1 == 9 && before != Some(9);
        told += i64::from(TELLING.contains(&line.2.as_str()) || resolved);
    }
    let audited: Vec<String> =
        tx.query("SELECT event FROM audit_entry WHERE subject = ?1 ORDER BY event", params![d.id], |row| {
            row.get(0)
        })?;
    let mut lines_as_events: Vec<String> = lines.iter().map(|line| format!("dossiers.{}", line.2)).collect();
    lines_as_events.sort();
    assert_eq!(audited, lines_as_events, "every line is audited and nothing else");
    for event in &audited {
        assert!(crate::AUDIT_EVENTS.contains(&event.as_str()), "{event} is not in the list of audit events");
    }
    let sent: Vec<(i64, String)> = tx.query(
        "SELECT stream_seq, type FROM outbox WHERE stream = ?1 ORDER BY stream_seq",
        params![d.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let sequence: Vec<i64> = sent.iter().map(|one| one.0).collect();
    assert_eq!(sequence, (1..=told).collect::<Vec<_>>(), "{sent:?} for {lines:?}");
    for (_, kind) in &sent {
        assert!(contracts::EVENT_KINDS.iter().any(|(known, _)| known == kind), "{kind} is no known event");
    }
    Ok(())
}

/// Clock, process and open papers agree with the status.
fn the_state_is_whole(tx: &mut Tx<'_>, d: &Row) -> Result<(), DbError> {
    let open: Vec<(String, Id)> = tx.query(
        "SELECT kind, agency FROM task WHERE subject = ?1 AND closed_at IS NULL",
        params![d.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    // 5 before acceptance: the person is asked, no process has begun.
    if OPEN.contains(&d.status) && d.received_at.is_some() {
        assert!(!open.is_empty(), "status {} and nobody has a step", d.status);
        assert!(open.iter().any(|(_, agency)| Some(*agency) == d.holder), "it lies where a step is open");
    } else {
        assert!(open.is_empty(), "status {} and a step is open", d.status);
    }
    if FINAL.contains(&d.status) {
        assert_eq!(d.holder, None);
    }
    let desk = open.iter().any(|(kind, _)| kind == "desk");
    assert_eq!(d.status == 9, desk, "status 9 is a result at the desk");
    let waits = open.iter().any(|(kind, _)| kind == "wait_citizen");
    let expected = match d.status {
        5 => Some("supplement"),
        6 => Some("payment"),
        2 | 4 if waits => Some("draft_result"),
        _ => None,
    };
    assert_eq!(d.paused_for.as_deref(), expected, "status {}", d.status);
    assert_eq!(d.paused_at.is_some(), expected.is_some());
    if let Some(process) = d.process {
        let (suspended, ended): (Option<Timestamp>, Option<Timestamp>) = tx.query_one(
            "SELECT suspended_at, ended_at FROM process WHERE id = ?1",
            params![process],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        assert_eq!(ended.is_some(), FINAL.contains(&d.status));
        if ended.is_none() {
            assert_eq!(suspended.is_some(), [5, 6].contains(&d.status), "steps stand still in 5 and 6");
        }
        assert!(d.received_at.is_some());
    } else {
        assert!(d.received_at.is_none());
    }
    let one = count(tx, "SELECT count(*) FROM process WHERE subject = ?1", d.id)?;
    assert_eq!(one, i64::from(d.process.is_some()), "one process at most");
    if let (Some(due), Some(received)) = (d.due_at, d.received_at) {
        assert!(due >= received, "due before it was received");
    }
    let ended = [3, 8, 9, 10].contains(&d.status) || d.status == 7 && d.received_at.is_some();
    assert_eq!(d.closed_at.is_some(), ended);
    assert_eq!(d.outcome.is_some(), ended || d.status == 7);
    assert_eq!(d.returned_at.is_some(), d.status == 10);
    Ok(())
}

/// At most one open paper of a kind, none after the end, and nobody decided on her own.
fn the_papers_are_whole(tx: &mut Tx<'_>, d: &Row) -> Result<(), DbError> {
    let rounds = count(
        tx,
        "SELECT count(*) FROM dossier_supplement WHERE dossier = ?1 AND answered_at IS NULL",
        d.id,
    )?;
    if ![7, 8].contains(&d.status) {
        assert_eq!(rounds, i64::from(d.status == 5));
    }
    let proposed =
        count(tx, "SELECT count(*) FROM dossier_refusal WHERE dossier = ?1 AND decided_at IS NULL", d.id)?;
    assert!(proposed <= i64::from(d.status == 1), "a proposal waits at status {}", d.status);
    let found =
        count(tx, "SELECT count(*) FROM dossier_finding WHERE dossier = ?1 AND answered_at IS NULL", d.id)?;
    assert!(found <= i64::from(d.status == 4), "a finding waits at status {}", d.status);
    for alone in [
        "SELECT count(*) FROM dossier_result WHERE dossier = ?1 AND drafted_by = signed_by",
        "SELECT count(*) FROM dossier_refusal WHERE dossier = ?1 AND proposed_by = decided_by",
        "SELECT count(*) FROM dossier_late_entry WHERE dossier = ?1 AND entered_by = decided_by",
        "SELECT count(*) FROM dossier_result WHERE dossier = ?1 AND (number IS NULL) <> (register IS NULL)",
        "SELECT count(*) FROM dossier_refusal WHERE dossier = ?1 AND decided_at IS NOT NULL
            AND (approved IS NULL) <> (decided_by IS NULL)",
    ] {
        assert_eq!(count(tx, alone, d.id)?, 0, "{alone}");
    }
    if d.status == 10 {
        let given = "SELECT count(*) FROM dossier_result WHERE dossier = ?1 AND state = 'returned' AND signed_at IS NOT NULL";
        assert_eq!(count(tx, given, d.id)?, 1, "a signed paper was handed over");
    }
    if d.status == 3 {
        let approved = "SELECT count(*) FROM dossier_refusal WHERE dossier = ?1 AND approved";
        assert_eq!(count(tx, approved, d.id)?, 1);
    }
    if d.status == 6 {
        let due = "SELECT count(*) FROM dossier_fee WHERE dossier = ?1 AND state = 'due'";
        assert!(count(tx, due, d.id)? > 0, "it waits for money that nobody owes");
    }
    Ok(())
}

/// One dossier.
pub fn dossier_is_sound(tx: &mut Tx<'_>, id: DossierId) -> Result<(), DbError> {
    let d = row(tx, id)?;
    assert!(d.code.is_some(), "a dossier without a code");
    the_story_is_whole(tx, &d)?;
    the_state_is_whole(tx, &d)?;
    the_turn_is_told(tx, &d)?;
    the_papers_are_whole(tx, &d)
}

/// Whether the desk's own list holds it, and why, from the papers and the steps.
fn the_turn_is_told(tx: &mut Tx<'_>, d: &Row) -> Result<(), DbError> {
    let marked: Option<String> =
        tx.query_one("SELECT desk_turn FROM dossier WHERE id = ?1", params![d.id], |row| row.get(0))?;
    let count = |tx: &mut Tx<'_>, sql: &str| tx.query_one(sql, params![d.id], |row| row.get::<i64>(0));
    let found =
        count(tx, "SELECT count(*) FROM dossier_finding WHERE dossier = ?1 AND answered_at IS NULL")? > 0;
    let turned_down = count(
        tx,
        "SELECT count(*) FROM dossier_refusal r WHERE r.dossier = ?1 AND NOT r.approved
            AND NOT EXISTS (SELECT 1 FROM dossier_refusal l WHERE l.dossier = ?1 AND l.proposed_at > r.proposed_at)
            AND NOT EXISTS (SELECT 1 FROM dossier_supplement s WHERE s.dossier = ?1 AND s.requested_at >= r.decided_at)",
    )? > 0;
    let steps: Vec<(String, bool)> = tx.query(
        "SELECT t.step, t.closed_at IS NULL AND t.agency = d.receiving AND t.role = 'reception_officer'
         FROM task t JOIN dossier d ON d.id = t.subject
         WHERE t.subject = ?1 ORDER BY t.opened_at, t.token, t.id",
        params![d.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let at_counter = steps.iter().find(|(_, here)| *here).map(|(step, _)| step);
    let expected = match d.status {
        4 if found => Some("finding"),
        4 => at_counter
            .map(|step| if Some(step) == steps.first().map(|(step, _)| step) { "sent_back" } else { "step" }),
        1 if turned_down => Some("refusal_turned_down"),
        _ => None,
    };
    assert_eq!(marked.as_deref(), expected, "status {}", d.status);
    Ok(())
}

type Tally = BTreeMap<(String, Id, String, String), i64>;

/// The leader's counters, counted again from the rows.
fn recounted(tx: &mut Tx<'_>) -> Result<Tally, DbError> {
    type Counted = (Id, String, i64, bool, Option<Timestamp>, Option<Timestamp>, Option<Timestamp>);
    let rows: Vec<Counted> = tx.query(
        "SELECT receiving, procedure_code, channel, assisted, received_at, due_at, closed_at FROM dossier",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?)),
    )?;
    let mut sums = Tally::new();
    for (agency, code, channel, assisted, received, due, closed) in rows {
        let mut add = |day: Date, measure: &str| {
            *sums.entry((day.to_string(), agency, code.clone(), measure.to_owned())).or_default() += 1;
        };
        if let Some(received) = received {
            add(received.date(), "received");
            if channel == 2 && !assisted {
                add(received.date(), "received_online");
            }
        }
        if let Some(closed) = closed {
            let late = due.is_some_and(|due| due < closed);
            let measure = match (received.is_some(), late) {
                (false, _) => "not_accepted",
                (true, false) => "closed_in_time",
                (true, true) => "closed_late",
            };
            add(closed.date(), measure);
        }
    }
    Ok(sums)
}

fn gapless(tx: &mut Tx<'_>) -> Result<(), DbError> {
    let counters: Vec<(Id, String, String, i64)> =
        tx.query("SELECT agency, kind, period, last FROM dossier_counter ORDER BY kind", params![], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    let codes: Vec<(Id, String)> =
        tx.query("SELECT receiving, code FROM dossier", params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut seen = 0;
    for (agency, kind, period, last) in counters {
        let mut numbers: Vec<i64> = if kind == "dossier" {
            let day = period.replace('-', "").get(2..).unwrap().to_owned();
            codes
                .iter()
                .filter(|(at, code)| *at == agency && code.split('-').nth(1) == Some(day.as_str()))
                .map(|(_, code)| code.rsplit('-').next().unwrap().parse().unwrap())
                .collect()
        } else if kind == "handover" {
            tx.query(
                "SELECT number FROM dossier_handover WHERE from_agency = ?1 AND year = ?2",
                params![agency, period.parse::<i64>().unwrap()],
                |row| row.get(0),
            )?
        } else {
            let register = format!("{}:{agency}", kind.strip_prefix("register:").unwrap());
            tx.query(
                "SELECT number FROM dossier_result WHERE register = ?1 AND year = ?2",
                params![register.as_str(), period.parse::<i64>().unwrap()],
                |row| row.get(0),
            )?
        };
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=last).collect::<Vec<_>>(), "{kind} {period} has a gap or a twin");
        seen += if kind == "dossier" { numbers.len() } else { 0 };
    }
    assert_eq!(seen, codes.len(), "every code comes from a counter");
    let bare = "SELECT count(*) FROM dossier_handover h WHERE number IS NULL
        OR NOT EXISTS (SELECT 1 FROM dossier_handover_item i WHERE i.handover = h.id)";
    assert_eq!(
        tx.query_one(bare, params![], |row| row.get::<i64>(0))?,
        0,
        "a slip without number or dossier"
    );
    Ok(())
}

/// Counters, tallies and slips of the whole database.
pub fn house_is_sound(tx: &mut Tx<'_>) -> Result<(), DbError> {
    gapless(tx)?;
    let kept: Vec<((String, Id, String, String), i64)> = tx.query(
        "SELECT day, agency, procedure_code, measure, count FROM dossier_tally",
        params![],
        |row| Ok(((row.get::<Date>(0)?.to_string(), row.get(1)?, row.get(2)?, row.get(3)?), row.get(4)?)),
    )?;
    let kept: Tally = kept.into_iter().filter(|(_, count)| *count != 0).collect();
    assert_eq!(kept, recounted(tx)?, "the leader's counters drifted");
    let dangling = "SELECT count(*) FROM task WHERE subject NOT IN (SELECT id FROM dossier)";
    assert_eq!(tx.query_one(dangling, params![], |row| row.get::<i64>(0))?, 0, "half a command is there");
    let orphans = "SELECT count(*) FROM dossier_file f JOIN dossier_draft d ON d.id = f.draft
        WHERE d.dossier IS NOT NULL AND f.removed_at IS NULL";
    assert_eq!(
        tx.query_one(orphans, params![], |row| row.get::<i64>(0))?,
        0,
        "a file stayed with a filed draft"
    );
    Ok(())
}

/// Everything.
pub async fn all_is_sound(db: &Db) {
    db.read(|tx| {
        let ids: Vec<Id> = tx.query("SELECT id FROM dossier", params![], |row| row.get(0))?;
        for id in ids {
            dossier_is_sound(tx, id.into())?;
        }
        house_is_sound(tx)
    })
    .await
    .map_err(|error: DbError| error)
    .unwrap();
}
