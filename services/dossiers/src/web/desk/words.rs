//! How the desk speaks of times, states and refusals.
use crate::errors::Refused;
use crate::model::{Dossier, Pause, Status};
use crate::store::{DeskMark, DeskRow};
use base::{Refusal, RefusalKind, Timestamp, date_vi, time_vi, weekday_key};
use calendar::{MINUTES_PER_WORKING_DAY, WorkCalendar};
use http::StatusCode;
use web::{Errors, Failure, Lang};

/// A due mark: the shape repeats what the words say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// `soon`, `late`, `paused`, `done` or empty.
    pub state: &'static str,
    pub words: String,
}

/// What a due mark is made of.
#[derive(Clone, Copy, Debug)]
pub struct Clockwork {
    pub status: Status,
    pub filed_at: Timestamp,
    pub due_at: Option<Timestamp>,
    pub paused: Option<(Timestamp, Option<Pause>)>,
    pub closed_at: Option<Timestamp>,
    /// Until when the person must have heard (NĐ 61/2018/NĐ-CP Đ19.4); none when nothing is owed, or not asked for.
    pub notice_by: Option<Timestamp>,
}

impl From<&DeskRow> for Clockwork {
    fn from(row: &DeskRow) -> Self {
        Self {
            status: row.status,
            filed_at: row.filed_at,
            due_at: row.due_at,
            paused: row.paused_at.map(|at| (at, row.paused_for)),
            closed_at: row.closed_at,
            notice_by: row.notice_by,
        }
    }
}

impl From<&Dossier> for Clockwork {
    fn from(dossier: &Dossier) -> Self {
        Self {
            status: dossier.status,
            filed_at: dossier.filed_at,
            due_at: dossier.due_at,
            paused: dossier.paused_at.map(|at| (at, dossier.paused_for)),
            closed_at: dossier.closed_at,
            notice_by: None,
        }
    }
}

/// `23/11`: the day of a mark; the year is said where it matters.
fn short_day(at: Timestamp) -> String {
    let day = at.date();
    format!("{}/{}", day.day(), day.month())
}

/// `17:00 Thứ Hai 23/11/2026`.
pub fn moment(lang: &Lang, at: Timestamp) -> String {
    let time = time_vi(at.to_local().time());
    let weekday = lang.t(weekday_key(at.date())).into_owned();
    lang.with("dossiers-desk-moment", &[("time", time), ("weekday", weekday), ("date", date_vi(at.date()))])
}

/// By when a dossier received at `received` goes to whoever resolves: the same working day; received after the cut-off
/// or on a day off, the start of the next working day (NĐ 61/2018/NĐ-CP Đ17–18); at once where that is over.
pub fn hand_over(lang: &Lang, calendar: &WorkCalendar, now: Timestamp, received: Timestamp) -> String {
    let by = calendar::hand_over_by(calendar, received);
    if by < now {
        return lang.t("dossiers-desk-hand-over-now").into_owned();
    }
    let weekday = lang.t(weekday_key(by.date())).into_owned();
    let key = if by.date() == received.date() {
        "dossiers-desk-hand-over-day"
    } else {
        "dossiers-desk-hand-over-opening"
    };
    let time = time_vi(by.to_local().time());
    lang.with(key, &[("weekday", weekday), ("day", short_day(by)), ("time", time)])
}

/// An amount of office time, rounded up to its largest unit: `2 ngày`, `4 giờ`, `52 phút`.
pub fn office_time(lang: &Lang, minutes: i64) -> String {
    let (key, unit) = match minutes {
        MINUTES_PER_WORKING_DAY.. => ("dossiers-desk-days", MINUTES_PER_WORKING_DAY),
        60.. => ("dossiers-desk-hours", 60),
        _ => ("dossiers-desk-minutes", 1),
    };
    lang.with(key, &[("n", (minutes / unit).max(1))])
}

/// The mark of one dossier at one moment.
pub fn due(lang: &Lang, calendar: &WorkCalendar, now: Timestamp, of: Clockwork) -> Due {
    if let Some(closed) = of.closed_at {
        let key = match of.status {
            Status::Resolved => "dossiers-desk-due-ready",
            Status::Returned => "dossiers-desk-due-returned",
            _ => "dossiers-desk-due-closed",
        };
        return Due { state: "done", words: lang.with(key, &[("day", short_day(closed))]) };
    }
    if of.status.is_final() {
        return Due { state: "done", words: lang.t("dossiers-desk-due-over").into_owned() };
    }
    if let Some((since, why)) = of.paused {
        let key = match why {
            Some(Pause::Payment) => "dossiers-desk-due-paused-payment",
            Some(Pause::DraftResult) => "dossiers-desk-due-paused-draft",
            _ => "dossiers-desk-due-paused",
        };
        return Due { state: "paused", words: lang.with(key, &[("day", short_day(since))]) };
    }
    if let Some(owed) = of.notice_by.and_then(|by| notice(lang, calendar, now, by)) {
        return owed;
    }
    match of.due_at {
        Some(at) => running(lang, calendar, now, at),
        None if of.status == Status::Filed => {
            let args = [("time", time_vi(of.filed_at.to_local().time())), ("day", short_day(of.filed_at))];
            Due { state: "", words: lang.with("dossiers-desk-due-filed", &args) }
        }
        None => Due { state: "", words: lang.t("dossiers-desk-due-none").into_owned() },
    }
}

/// The mark of a notice whose last day is near or over; it goes before the due time, because it comes first.
pub fn notice(lang: &Lang, calendar: &WorkCalendar, now: Timestamp, by: Timestamp) -> Option<Due> {
    let left = calendar::elapsed_working(calendar, now, by);
    if by < now {
        let words =
            lang.with("dossiers-desk-notice-late", &[("amount", office_time(lang, left.saturating_neg()))]);
        return Some(Due { state: "late", words });
    }
    (left <= MINUTES_PER_WORKING_DAY).then(|| {
        let args = [("time", time_vi(by.to_local().time())), ("day", short_day(by))];
        Due { state: "soon", words: lang.with("dossiers-desk-notice-soon", &args) }
    })
}

fn running(lang: &Lang, calendar: &WorkCalendar, now: Timestamp, at: Timestamp) -> Due {
    let left = calendar::elapsed_working(calendar, now, at);
    if at < now {
        let words =
            lang.with("dossiers-desk-due-late", &[("amount", office_time(lang, left.saturating_neg()))]);
        return Due { state: "late", words };
    }
    let time = time_vi(at.to_local().time());
    if left < 60 {
        let words = lang.with("dossiers-desk-due-left", &[("amount", office_time(lang, left))]);
        return Due { state: "soon", words };
    }
    if at.date() == now.date() {
        return Due { state: "soon", words: lang.with("dossiers-desk-due-today", &[("time", time)]) };
    }
    let weekday = lang.t(weekday_key(at.date())).into_owned();
    let words =
        lang.with("dossiers-desk-due-at", &[("weekday", weekday), ("day", short_day(at)), ("time", time)]);
    // One working day before: the warning that officials ask for (procedures.md).
    Due { state: if left <= MINUTES_PER_WORKING_DAY { "soon" } else { "" }, words }
}

/// What waits with whom, in words.
pub fn mark(lang: &Lang, mark: &DeskMark) -> String {
    let key = match mark {
        DeskMark::RefusalPending => "dossiers-desk-mark-refusal-pending",
        DeskMark::LatePending => "dossiers-desk-mark-late-pending",
        DeskMark::Finding(advice) => {
            let advice = lang.t(&key_of("dossiers-desk-advice-", advice)).into_owned();
            return lang.with("dossiers-desk-mark-finding", &[("advice", advice)]);
        }
        DeskMark::Turn(turn) => return lang.t(&key_of("dossiers-desk-mark-", turn.word())).into_owned(),
    };
    lang.t(key).into_owned()
}

/// Colour of a status: the word carries the meaning.
pub const fn tag_of(status: Status) -> &'static str {
    match status {
        Status::Filed | Status::Received => "info",
        Status::Supplement | Status::PaymentDue => "turn",
        Status::Resolved | Status::Returned => "ok",
        Status::Refused | Status::Stopped => "bad",
        Status::Processing | Status::Withdrawn => "",
    }
}

/// A status by its word.
pub fn status_word(lang: &Lang, status: Status) -> String {
    lang.t(&format!("dossiers-status-{}", status.word())).into_owned()
}

/// `standing` and the like: stored words have underscores, keys have hyphens.
pub fn key_of(prefix: &str, word: &str) -> String {
    format!("{prefix}{}", word.replace('_', "-"))
}

/// The sentence of a refusal.  A wrong field has a sentence of its own where one was written.
pub fn sentence(lang: &Lang, refused: &Refused) -> String {
    if let Refused::Field { field, problem } = refused {
        let key = format!("dossiers-desk-wrong-{}-{}", field.replace('_', "-"), problem.replace('_', "-"));
        if lang.has(&key) {
            return lang.t(&key).into_owned();
        }
    }
    if matches!(refused, Refused::Stale) {
        return lang.t("dossiers-desk-stale").into_owned();
    }
    lang.refusal(refused.code(), &refused.args())
        .unwrap_or_else(|| lang.t("refusal-dossiers-field").into_owned())
}

/// A refusal that the page shows again with everything that was typed.
#[derive(Debug)]
pub struct Trouble {
    pub status: StatusCode,
    pub errors: Errors,
}

/// Sorts a refusal: what the officer can mend comes back onto her page, everything else is a page of its own.
/// `place` gives the id of the control that a field of the operation stands for.
pub fn trouble(lang: &Lang, refused: Refused, place: impl Fn(&str) -> String) -> Result<Trouble, Failure> {
    let kind = refused.kind();
    if !matches!(kind, RefusalKind::Invalid | RefusalKind::Conflict | RefusalKind::TooLarge) {
        return Err(Failure::from(refused));
    }
    let field = match &refused {
        Refused::Field { field, .. } => *field,
        other => other.code(),
    };
    let mut errors = Errors::new();
    errors.add(place(field), sentence(lang, &refused));
    let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Ok(Trouble { status, errors })
}
