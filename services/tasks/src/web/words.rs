//! How these pages speak of states, days and refusals.
use crate::errors::Refused;
use crate::model::{Assignment, State};
use base::{Date, Refusal, Timestamp, date_vi, time_vi};
use calendar::WorkCalendar;
use http::StatusCode;
use web::{Errors, Failure, Lang};

/// A tag: its colour and its word.
#[derive(Clone, Debug, Default)]
pub struct Tag {
    pub kind: &'static str,
    pub word: String,
}

/// A due mark: the shape repeats what the words say.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// `soon`, `late`, `done` or empty.
    pub state: &'static str,
    pub words: String,
}

/// Stored words have underscores, keys have hyphens.
pub fn key_of(prefix: &str, word: &str) -> String {
    format!("{prefix}{}", word.replace('_', "-"))
}

pub fn state_tag(lang: &Lang, state: State) -> Tag {
    let kind = match state {
        State::NotAccepted => "info",
        State::InTime | State::Withdrawn => "",
        State::Overdue => "bad",
        State::AwaitingConfirmation => "turn",
        State::DoneInTime => "ok",
        State::DoneLate => "warn",
    };
    Tag { kind, word: lang.t(&key_of("tasks-state-", state.word())).into_owned() }
}

/// Working days before the last day in which it is near.
const SOON_DAYS: i64 = 2;

/// The mark of one assignment on a day, in a sentence of its own.
pub fn due(lang: &Lang, calendar: &WorkCalendar, now: Timestamp, row: &Assignment) -> Due {
    let short = due_in_list(lang, calendar, now, row);
    match row.closed_at.is_none() && row.submitted_on.is_none() {
        true => Due { words: lang.with("tasks-due-line", &[("due", short.words)]), ..short },
        false => short,
    }
}

/// The mark under a column's head that says what it is.
pub fn due_in_list(lang: &Lang, calendar: &WorkCalendar, now: Timestamp, row: &Assignment) -> Due {
    let (today, day) = (now.date(), date_vi(row.due));
    if let Some(closed) = row.closed_at {
        return Due {
            state: "done",
            words: lang.with("tasks-due-closed", &[("day", date_vi(closed.date()))]),
        };
    }
    if let Some(sent) = row.submitted_on {
        return Due { state: "done", words: lang.with("tasks-due-sent", &[("day", date_vi(sent))]) };
    }
    let left = calendar::working_days_between(calendar, today, row.due);
    let said = |key: &str, count: i64| {
        let (day, count) = (day.clone(), count.max(0).to_string());
        lang.with(key, &[("day", day), ("n", count)])
    };
    match () {
        () if row.due < today => Due {
            state: "late",
            words: said("tasks-due-late", calendar::working_days_between(calendar, row.due, today)),
        },
        () if row.due == today => Due { state: "soon", words: said("tasks-due-today", 0) },
        () if left <= SOON_DAYS => Due { state: "soon", words: said("tasks-due-left", left) },
        () => Due { state: "", words: said("tasks-due-left", left) },
    }
}

/// `10:24 20/11/2026`.
pub fn moment(at: Timestamp) -> String {
    format!("{} {}", time_vi(at.to_local().time()), date_vi(at.date()))
}

/// An ISO day of a stored detail as people read it.
pub fn day_of(iso: &str) -> String {
    iso.parse::<Date>().map_or_else(|_| iso.to_owned(), date_vi)
}

/// A page that comes back: its status and what is wrong.
#[derive(Debug)]
pub struct Trouble {
    pub status: StatusCode,
    pub errors: Errors,
}

/// The sentence of a refusal beside the field it is about; `other` is the place for what is about no field.
///
/// # Errors
/// What no form can mend: not found, no right, the database.
pub fn trouble(
    lang: &Lang,
    refused: Refused,
    other: &str,
    place: impl Fn(&str) -> String,
) -> Result<Trouble, Failure> {
    let status = StatusCode::from_u16(refused.kind().status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let mut errors = Errors::new();
    match &refused {
        Refused::Field(field) => {
            errors.add(place(field), lang.t(&key_of("tasks-wrong-", field)).into_owned());
        }
        Refused::NotFound | Refused::Denied(_) | Refused::Database(_) | Refused::Objects(_) => {
            return Err(refused.into());
        }
        Refused::NoProduct => errors.add(place("number"), sentence(lang, &refused)),
        Refused::FileEmpty | Refused::FileKind | Refused::FileTooLarge | Refused::FileUnsafe => {
            errors.add(place("file"), sentence(lang, &refused));
        }
        Refused::NoAgency | Refused::OutOfReach(_) => errors.add(place("names"), sentence(lang, &refused)),
        _ => errors.add(other, sentence(lang, &refused)),
    }
    Ok(Trouble { status, errors })
}

fn sentence(lang: &Lang, refused: &Refused) -> String {
    let key = format!("refusal-{}", refused.code().replace(['.', '_'], "-"));
    let args = refused.args();
    let args: Vec<(&str, web::Arg<'_>)> = args.iter().map(|(name, value)| (*name, web::arg(value))).collect();
    lang.with(&key, &args)
}
