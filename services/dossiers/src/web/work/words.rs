//! How officers' pages say moments, due times and refusals.
use crate::errors::Refused;
use crate::model::Entry;
use base::{Refusal, RefusalKind, Timestamp, date_vi, time_vi, weekday_key};
use calendar::{MINUTES_PER_WORKING_DAY, WorkCalendar};
use std::collections::HashMap;
use web::{Errors, Failure, Lang, TimelineItem};

/// A due mark: the shape repeats what the words say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// `soon`, `late`, `paused` or empty.
    pub state: &'static str,
    pub words: String,
}

fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// “thứ Sáu 20/11”.
pub fn day(lang: &Lang, at: Timestamp) -> String {
    let date = at.date();
    let weekday = lower_first(&lang.t(weekday_key(date)));
    format!("{weekday} {}/{}", date.day(), date.month())
}

/// “10:24, thứ Sáu 20/11/2026”.
pub fn moment(lang: &Lang, at: Timestamp) -> String {
    let weekday = lower_first(&lang.t(weekday_key(at.date())));
    let args = [("time", time_vi(at.to_local().time())), ("weekday", weekday), ("date", date_vi(at.date()))];
    lang.with("dossiers-work-moment", &args)
}

/// An amount of office time in its largest unit: “2 ngày làm việc”, “4 giờ”, “52 phút”.
pub fn office_time(lang: &Lang, minutes: i64) -> String {
    let (key, unit) = match minutes {
        MINUTES_PER_WORKING_DAY.. => ("dossiers-work-days", MINUTES_PER_WORKING_DAY),
        60.. => ("dossiers-work-hours", 60),
        _ => ("dossiers-work-minutes", 1),
    };
    lang.with(key, &[("n", (minutes / unit).max(1))])
}

/// The mark of a due time at one moment; `paused`: the clock stands still for the person.
pub fn due(lang: &Lang, calendar: &WorkCalendar, now: Timestamp, at: Option<Timestamp>, paused: bool) -> Due {
    let plain = |state, key: &str| Due { state, words: lang.t(key).into_owned() };
    if paused {
        return plain("paused", "dossiers-work-due-paused");
    }
    let Some(at) = at else { return plain("", "dossiers-work-due-none") };
    let left = calendar::elapsed_working(calendar, now, at);
    if at < now && left == 0 {
        // Due at the last closing: no office time has gone since.
        return plain("late", "dossiers-work-due-over");
    }
    if at < now {
        let amount = office_time(lang, left.saturating_neg());
        return Due { state: "late", words: lang.with("dossiers-work-due-late", &[("amount", amount)]) };
    }
    let time = time_vi(at.to_local().time());
    if left < 60 {
        let amount = office_time(lang, left);
        return Due { state: "soon", words: lang.with("dossiers-work-due-left", &[("amount", amount)]) };
    }
    if at.date() == now.date() {
        return Due { state: "soon", words: lang.with("dossiers-work-due-today", &[("time", time)]) };
    }
    let words = lang.with("dossiers-work-due-at", &[("time", time), ("day", day(lang, at))]);
    Due { state: if left <= MINUTES_PER_WORKING_DAY { "soon" } else { "" }, words }
}

/// Stored words have underscores, keys have hyphens.
pub fn key_of(prefix: &str, word: &str) -> String {
    format!("{prefix}{}", word.replace('_', "-"))
}

/// The sentence of a refusal; a wrong field has a sentence of its own where one was written.
pub fn sentence(lang: &Lang, refused: &dyn Refusal) -> String {
    let args = refused.args();
    let named = |name: &str| args.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    if let (Some(field), Some(problem)) = (named("field"), named("problem")) {
        let key = format!("dossiers-work-wrong-{}-{}", field.replace('_', "-"), problem.replace('_', "-"));
        if lang.has(&key) {
            return lang.t(&key).into_owned();
        }
    }
    lang.refusal(refused.code(), &args).unwrap_or_else(|| lang.t("refusal-dossiers-field").into_owned())
}

/// What the officer can mend comes back onto the page under the control it is about; anything else is an answer of
/// its own.
///
/// # Errors
/// The refusal as it leaves the house, when it is not one to mend here.
pub fn mendable(lang: &Lang, refused: Refused) -> Result<Errors, Failure> {
    let invalid = refused.kind() == RefusalKind::Invalid;
    if !invalid && !matches!(refused, Refused::SamePerson | Refused::ProposalOpen) {
        return Err(Failure::from(refused));
    }
    let field = match &refused {
        Refused::Field { field, .. } => (*field).to_owned(),
        Refused::Workflow(workflow::WorkflowError::Refused(workflow::Refused::NobodyAsked { .. })) => {
            "ask".to_owned()
        }
        _ => "main".to_owned(),
    };
    let mut errors = Errors::new();
    errors.add(field, sentence(lang, &refused));
    Ok(errors)
}

/// The timeline, oldest first.
pub fn timeline(
    lang: &Lang,
    entries: &[Entry],
    agencies: &HashMap<contracts::AgencyId, String>,
) -> Vec<TimelineItem> {
    entries
        .iter()
        .map(|entry| {
            let args: Vec<(&str, String)> = ["step", "words"]
                .iter()
                .map(|name| (*name, entry.detail.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned()))
                .collect();
            let agency = entry.agency.and_then(|id| agencies.get(&id)).cloned().unwrap_or_default();
            let who: Vec<String> =
                [entry.actor_title.clone(), agency].into_iter().filter(|part| !part.is_empty()).collect();
            TimelineItem {
                state: "done",
                title: lang.with(&key_of("dossiers-entry-", &entry.kind), &args),
                datetime: entry.at.to_string(),
                when: moment(lang, entry.at),
                text: who.join(" · "),
            }
        })
        .collect()
}
