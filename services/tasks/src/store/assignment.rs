//! The row, its helpers, its parts.
use super::corrupt;
use crate::model::{Assignment, Helper, Phase, Priority};
use crate::rules::PartFact;
use base::Id;
use contracts::{AgencyId, AssignmentId};
use db::{DbError, Param, Row, Tx, params};
use policy::Authorized;

pub(super) const COLUMNS: &str = "id, parent, parts, title, product, words, source, source_title, source_href,
    notice_number, notice_date, paragraph, agency, agency_name, assigner, assigner_name, assigned_by, person, priority,
    assigned_at, first_due, due, phase, accepted_at, percent, reported_at, reported_by, report, submitted_on,
    submitted_by, product_number, product_file, closed_at, late, extension_to, question_open, waits_since, chased_at,
    half_at, overdue_marked, version, entries";

pub(super) fn row(row: &Row<'_>) -> Result<Assignment, DbError> {
    let id = |index| row.get::<Id>(index);
    let maybe = |index| row.get::<Option<Id>>(index);
    let words = |index| row.get::<String>(index);
    Ok(Assignment {
        id: id(0)?.into(),
        parent: maybe(1)?.map(Into::into),
        parts: row.get(2)?,
        title: words(3)?,
        product: words(4)?,
        words: words(5)?,
        source: words(6)?,
        source_title: words(7)?,
        source_href: words(8)?,
        notice_number: words(9)?,
        notice_date: row.get(10)?,
        paragraph: words(11)?,
        agency: maybe(12)?.map(Into::into),
        agency_name: words(13)?,
        assigner: id(14)?.into(),
        assigner_name: words(15)?,
        assigned_by: id(16)?.into(),
        person: words(17)?,
        priority: Priority::from_word(&words(18)?).ok_or_else(|| corrupt("priority"))?,
        assigned_at: row.get(19)?,
        first_due: row.get(20)?,
        due: row.get(21)?,
        phase: Phase::from_word(&words(22)?).ok_or_else(|| corrupt("phase"))?,
        accepted_at: row.get(23)?,
        percent: row.get(24)?,
        reported_at: row.get(25)?,
        reported_by: words(26)?,
        report: words(27)?,
        submitted_on: row.get(28)?,
        submitted_by: maybe(29)?.map(Into::into),
        product_number: words(30)?,
        product_file: maybe(31)?.map(Into::into),
        closed_at: row.get(32)?,
        late: row.get(33)?,
        extension_to: row.get(34)?,
        question_open: row.get(35)?,
        waits_since: row.get(36)?,
        chased_at: row.get(37)?,
        half_at: row.get(38)?,
        overdue_marked: row.get(39)?,
        version: row.get(40)?,
        entries: row.get(41)?,
    })
}

/// Takes the row lock that every command begins with; false when there is no such row.
pub fn lock(tx: &mut Tx<'_>, id: AssignmentId) -> Result<bool, DbError> {
    tx.lock("assignment", id.id())
}

pub fn load(tx: &mut Tx<'_>, id: AssignmentId) -> Result<Option<Assignment>, DbError> {
    tx.query_opt(&format!("SELECT {COLUMNS} FROM assignment WHERE id = ?1"), params![id], row)
}

/// Columns of a new row: who does it first, then what all parts of a fan-out share.
const NEW_COLUMNS: &str = "id, agency, agency_name, agency_key, parent, parts, title, product, words, source,
    source_title, source_href, notice_number, notice_date, paragraph, assigner, assigner_name, assigned_by, person,
    priority, assigned_at, first_due, due, phase, percent, reported_by, report, product_number, late, question_open,
    half_at, next_timer_at, version, entries";
/// Values that all rows of one statement share: ?1 to ?24.
const SHARED: &str =
    "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?18, ?19, 0,
    '', '', '', ?20, ?20, ?21, ?22, ?23, ?24";

/// Who does it.
pub struct NewPart {
    pub id: AssignmentId,
    /// None: a parent.
    pub agency: Option<AgencyId>,
    pub name: String,
}

/// Rows of one statement: both databases take some ten thousand values.
const PARTS_AT_ONCE: usize = 200;

/// In the order of [`SHARED`].
fn shared(a: &Assignment) -> Vec<Param<'_>> {
    let moment = |at: Option<base::Timestamp>| at.map_or(Param::Null, |at| Param::Int(at.micros()));
    vec![
        a.parent.map_or(Param::Null, |id| Param::Id(id.id())),
        Param::Int(a.parts),
        Param::Text(&a.title),
        Param::Text(&a.product),
        Param::Text(&a.words),
        Param::Text(&a.source),
        Param::Text(&a.source_title),
        Param::Text(&a.source_href),
        Param::Text(&a.notice_number),
        a.notice_date.map_or(Param::Null, Param::Date),
        Param::Text(&a.paragraph),
        Param::Id(a.assigner.id()),
        Param::Text(&a.assigner_name),
        Param::Id(a.assigned_by.id()),
        Param::Text(&a.person),
        Param::Text(a.priority.word()),
        Param::Int(a.assigned_at.micros()),
        Param::Date(a.first_due),
        Param::Text(a.phase.word()),
        Param::Bool(false),
        moment(a.half_at),
        moment(a.next_timer_at()),
        Param::Int(a.version),
        Param::Int(a.entries),
    ]
}

/// Writes new rows that differ only in who does it: one assignment, a parent, or all parts of a fan-out.
pub fn insert(tx: &mut Tx<'_>, a: &Assignment, rows: &[NewPart]) -> Result<(), DbError> {
    for slice in rows.chunks(PARTS_AT_ONCE) {
        let keys: Vec<Vec<u8>> = slice.iter().map(|part| text::collation_key(&part.name)).collect();
        let mut values = shared(a);
        let mut lines: Vec<String> = Vec::with_capacity(slice.len());
        for (part, key) in slice.iter().zip(&keys) {
            let first = values.len().saturating_add(1);
            values.extend([
                Param::Id(part.id.id()),
                part.agency.map_or(Param::Null, |agency| Param::Id(agency.id())),
                Param::Text(&part.name),
                Param::Bytes(key),
            ]);
            lines.push(format!("(?{first}, ?{}, ?{}, ?{}, {SHARED})", first + 1, first + 2, first + 3));
        }
        tx.execute(&format!("INSERT INTO assignment ({NEW_COLUMNS}) VALUES {}", lines.join(", ")), &values)?;
    }
    Ok(())
}

/// Stores what an act may change; false when another one came first.
pub fn save(tx: &mut Tx<'_>, before: &Authorized<Assignment>, a: &Assignment) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE assignment SET due = ?4, phase = ?5, accepted_at = ?6, percent = ?7, reported_at = ?8,
            reported_by = ?9, report = ?10, submitted_on = ?11, submitted_by = ?12, product_number = ?13,
            product_file = ?14, closed_at = ?15, late = ?16, extension_to = ?17, question_open = ?18,
            waits_since = ?19, chased_at = ?20, half_at = ?21, overdue_marked = ?22, next_timer_at = ?23,
            version = ?24, entries = ?25
         WHERE id = ?1 AND version = ?2 AND entries = ?3",
        params![
            before.id,
            before.version,
            before.entries,
            a.due,
            a.phase.word(),
            a.accepted_at,
            a.percent,
            a.reported_at,
            &a.reported_by,
            &a.report,
            a.submitted_on,
            a.submitted_by,
            &a.product_number,
            a.product_file,
            a.closed_at,
            a.late,
            a.extension_to,
            a.question_open,
            a.waits_since,
            a.chased_at,
            a.half_at,
            a.overdue_marked,
            a.next_timer_at(),
            a.version,
            a.entries
        ],
    )?;
    Ok(changed == 1)
}

/// Stores what a parent takes from its parts; the caller holds its lock.
pub fn save_gathered(tx: &mut Tx<'_>, a: &Assignment) -> Result<(), DbError> {
    tx.execute(
        "UPDATE assignment SET due = ?2, phase = ?3, percent = ?4, closed_at = ?5, late = ?6, waits_since = ?7,
            chased_at = ?8, version = ?9, entries = ?10
         WHERE id = ?1",
        params![
            a.id,
            a.due,
            a.phase.word(),
            a.percent,
            a.closed_at,
            a.late,
            a.waits_since,
            a.chased_at,
            a.version,
            a.entries
        ],
    )?;
    Ok(())
}

pub(crate) fn parts_sql() -> String {
    format!("SELECT {COLUMNS} FROM assignment WHERE parent = ?1 ORDER BY agency_key, id")
}

/// The parts of a fan-out in Vietnamese order of their agencies.
pub fn parts(tx: &mut Tx<'_>, parent: AssignmentId) -> Result<Vec<Assignment>, DbError> {
    tx.query(&parts_sql(), params![parent], row)
}

pub(crate) const FACTS_SQL: &str =
    "SELECT phase, due, late, percent, waits_since FROM assignment WHERE parent = ?1";

/// What the parent is gathered from.
pub fn part_facts(tx: &mut Tx<'_>, parent: AssignmentId) -> Result<Vec<PartFact>, DbError> {
    tx.query(FACTS_SQL, params![parent], |row| {
        Ok(PartFact {
            phase: Phase::from_word(&row.get::<String>(0)?).ok_or_else(|| corrupt("phase"))?,
            due: row.get(1)?,
            late: row.get(2)?,
            percent: row.get(3)?,
            waits_since: row.get(4)?,
        })
    })
}

pub(crate) fn source_sql() -> String {
    format!("SELECT {COLUMNS} FROM assignment WHERE source = ?1 AND parent IS NULL ORDER BY due, id LIMIT ?2")
}

/// What was assigned from a source, by due day; parents, not their parts.
pub fn source_rows(tx: &mut Tx<'_>, source: &str, limit: i64) -> Result<Vec<Assignment>, DbError> {
    tx.query(&source_sql(), params![source, limit], row)
}

pub fn insert_helpers(tx: &mut Tx<'_>, id: AssignmentId, helpers: &[Helper]) -> Result<(), DbError> {
    for (position, helper) in (1_i64..).zip(helpers) {
        tx.execute(
            "INSERT INTO assignment_helper (assignment, agency, agency_name, position) VALUES (?1, ?2, ?3, ?4)",
            params![id, helper.agency, &helper.name, position],
        )?;
    }
    Ok(())
}

/// The agencies that help, of the work itself or of the fan-out it is a part of.
pub fn helpers(tx: &mut Tx<'_>, root: AssignmentId) -> Result<Vec<Helper>, DbError> {
    tx.query(
        "SELECT agency, agency_name FROM assignment_helper WHERE assignment = ?1 ORDER BY position",
        params![root],
        |row| Ok(Helper { agency: row.get::<Id>(0)?.into(), name: row.get(1)? }),
    )
}
