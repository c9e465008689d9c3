//! Whose turn it is: dossiers that came back to the desk, and what waits for the director.
use crate::model::Dossier;
use base::Id;
use contracts::DossierId;
use db::{DbError, Param, Tx, params};
use policy::Authorized;

/// Why the next act is the desk's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskTurn {
    /// An officer's finding waits for the desk's answer.
    Finding,
    /// The desk's own first step was opened again.
    SentBack,
    /// A later step lies with the desk's role at the counter.
    Step,
    /// The director did not follow the proposal of refusal.
    RefusalTurnedDown,
}

impl DeskTurn {
    pub const ALL: [Self; 4] = [Self::Finding, Self::SentBack, Self::Step, Self::RefusalTurnedDown];

    /// Stable word of the column.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::SentBack => "sent_back",
            Self::Step => "step",
            Self::RefusalTurnedDown => "refusal_turned_down",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|turn| turn.word() == word)
    }
}

/// What a row of the desk says beside where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskMark {
    Turn(DeskTurn),
    /// An officer's finding, with what she advises: `supplement`, `stop` or `payment`.
    Finding(String),
    /// A proposal of refusal waits for the director.
    RefusalPending,
    /// A late entry waits for the director.
    LatePending,
}

/// Writes whose turn it is where that changed.
pub fn set_desk_turn(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    turn: Option<DeskTurn>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE dossier SET desk_turn = ?2 WHERE id = ?1 AND coalesce(desk_turn, '') <> coalesce(?2, '')",
        params![dossier.id, turn.map(DeskTurn::word)],
    )?;
    Ok(())
}

pub(crate) fn marks_sql(count: usize) -> String {
    let marks: Vec<String> = (1..=count).map(|number| format!("?{number}")).collect();
    format!(
        "SELECT d.id, d.desk_turn,
            (SELECT max(f.advice) FROM dossier_finding f WHERE f.dossier = d.id AND f.answered_at IS NULL),
            (SELECT count(*) FROM dossier_refusal r WHERE r.dossier = d.id AND r.decided_at IS NULL),
            (SELECT count(*) FROM dossier_late_entry l WHERE l.dossier = d.id AND l.decided_at IS NULL)
         FROM dossier d WHERE d.id IN ({})",
        marks.join(", ")
    )
}

/// The marks of the rows of one page; rows without one are left out.
pub fn marks_of(tx: &mut Tx<'_>, ids: &[DossierId]) -> Result<Vec<(DossierId, DeskMark)>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let bound: Vec<Param<'_>> = ids.iter().map(|id| Param::Id(id.id())).collect();
    let rows = tx.query(&marks_sql(ids.len()), &bound, |row| {
        let turn = row.get::<Option<String>>(1)?.and_then(|word| DeskTurn::from_word(&word));
        let (advice, refusal, late): (Option<String>, i64, i64) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let mark = if refusal > 0 {
            Some(DeskMark::RefusalPending)
        } else if late > 0 {
            Some(DeskMark::LatePending)
        } else if let (Some(DeskTurn::Finding), Some(advice)) = (turn, advice) {
            Some(DeskMark::Finding(advice))
        } else {
            turn.map(DeskMark::Turn)
        };
        Ok((DossierId::from(row.get::<Id>(0)?), mark))
    })?;
    Ok(rows.into_iter().filter_map(|(id, mark)| mark.map(|mark| (id, mark))).collect())
}
