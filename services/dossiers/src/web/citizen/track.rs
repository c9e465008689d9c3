//! The way of a dossier as the person reads it: whose turn it is, since when, until when, what comes next.
use super::words;
use crate::model::{Dossier, Entry, Outcome, Pause, Status};
use crate::ops::Track;
use base::Timestamp;
use web::{Lang, TimelineItem};
use workflow::StepKind;

/// The notice on top when the person herself is to do something.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    pub title: String,
    pub text: String,
    /// Word of the button, and its page; empty where looking up only shows.
    pub act: String,
    pub href: String,
}

/// “Đến lượt bạn”, when the clock stands still for her.  `until` of a supplement is the round's.
pub(super) fn turn(l: &Lang, dossier: &Dossier, track: &Track, answer_by: Option<Timestamp>) -> Option<Turn> {
    let base = format!("/ho-so-cua-toi/{}", dossier.id);
    let say = |key: &str, until: Option<Timestamp>| match until {
        Some(until) => l.with(key, &[("until", words::deadline(l, until))]),
        None => l.t(&format!("{key}-open")).into_owned(),
    };
    let waiting = || track.open.iter().find(|task| matches!(task.kind, StepKind::WaitCitizen { .. }));
    match (dossier.status, dossier.paused_for) {
        (Status::Supplement, _) => Some(Turn {
            title: l.t("dossiers-citizen-turn-supplement").into_owned(),
            text: say("dossiers-citizen-turn-supplement-until", answer_by),
            act: l.t("dossiers-citizen-turn-supplement-act").into_owned(),
            href: format!("{base}/bo-sung"),
        }),
        (Status::PaymentDue, _) => Some(Turn {
            title: l.t("dossiers-citizen-turn-payment").into_owned(),
            text: l.t("dossiers-citizen-turn-payment-text").into_owned(),
            ..Turn::default()
        }),
        (_, Some(Pause::DraftResult)) => Some(Turn {
            title: l.t("dossiers-citizen-turn-draft").into_owned(),
            text: say("dossiers-citizen-turn-draft-until", waiting().and_then(|task| task.due_at)),
            act: l.t("dossiers-citizen-turn-draft-act").into_owned(),
            href: format!("{base}/du-thao"),
        }),
        _ => None,
    }
}

/// Where it is, since when, due when, and whether the clock runs.
pub(super) fn facts(l: &Lang, dossier: &Dossier, track: &Track) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (l.t(key).into_owned(), value);
    let paused = dossier.paused_at.is_some();
    let place = if paused {
        l.t("dossiers-citizen-at-you").into_owned()
    } else {
        dossier
            .holder
            .map(|agency| track.agency(agency).to_owned())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| l.t(&format!("dossiers-status-{}", dossier.status.word())).into_owned())
    };
    let mut facts = vec![fact("dossiers-citizen-fact-at", place)];
    let since = dossier.paused_at.or_else(|| track.open.last().map(|task| task.opened_at));
    if let Some(since) = since.filter(|_| !dossier.status.is_final()) {
        facts.push(fact("dossiers-citizen-fact-since", words::moment(l, since)));
    }
    let due = match dossier.due_at {
        Some(due) if paused => l.with("dossiers-citizen-due-moves", &[("due", words::deadline(l, due))]),
        Some(due) => words::deadline(l, due),
        None if dossier.received_at.is_none() => l.t("dossiers-citizen-due-later").into_owned(),
        None => l.t("dossiers-citizen-due-none").into_owned(),
    };
    facts.push(fact("dossiers-citizen-fact-due", due));
    let clock = match (dossier.closed_at.is_some() || dossier.status.is_final(), paused, dossier.received_at)
    {
        (true, _, _) => "dossiers-citizen-clock-over",
        (false, true, _) => "dossiers-citizen-clock-stands",
        (false, false, None) => "dossiers-citizen-clock-not-yet",
        (false, false, Some(_)) => "dossiers-citizen-clock-runs",
    };
    facts.push(fact("dossiers-citizen-fact-clock", l.t(clock).into_owned()));
    facts
}

/// Words of an act's detail.
fn detail<'a>(entry: &'a Entry, name: &str) -> &'a str {
    entry.detail.get(name).and_then(serde_json::Value::as_str).unwrap_or_default()
}

/// The journey: what was done, what happens now, what comes.  `open`: the reader has opened the dossier, so words
/// written to or by her may be shown.
pub(super) fn timeline(
    l: &Lang,
    dossier: &Dossier,
    track: &Track,
    entries: &[Entry],
    open: bool,
) -> Vec<TimelineItem> {
    let mut items: Vec<TimelineItem> = entries
        .iter()
        .filter(|entry| entry.public)
        .map(|entry| {
            let key = format!("dossiers-entry-{}", words::hyphened(&entry.kind));
            let words = if open { detail(entry, "words") } else { "…" };
            let agency = entry.agency.map(|agency| track.agency(agency).to_owned()).unwrap_or_default();
            TimelineItem {
                state: "done",
                title: l.with(&key, &[("step", detail(entry, "step")), ("words", words)]),
                datetime: entry.at.to_string(),
                when: super::words::moment(l, entry.at),
                text: agency,
            }
        })
        .collect();
    items.extend(present(l, dossier, track));
    if !dossier.status.is_final() {
        items.extend(track.ahead.iter().map(|step| TimelineItem {
            state: "next",
            title: step.title.clone(),
            ..TimelineItem::default()
        }));
    }
    items
}

/// What happens now.
fn present(l: &Lang, dossier: &Dossier, track: &Track) -> Vec<TimelineItem> {
    if dossier.status.is_final() {
        return Vec::new();
    }
    if let Some(paused_at) = dossier.paused_at {
        let word = match dossier.paused_for {
            Some(Pause::Payment) => "payment",
            Some(Pause::DraftResult) => "draft-result",
            _ => "supplement",
        };
        return vec![TimelineItem {
            state: "wait",
            title: l.t(&format!("dossiers-citizen-wait-{word}")).into_owned(),
            datetime: paused_at.to_string(),
            when: l.with("dossiers-citizen-since", &[("at", words::moment(l, paused_at))]),
            text: l.t("dossiers-citizen-wait-text").into_owned(),
        }];
    }
    match dossier.status {
        Status::Filed => vec![TimelineItem {
            state: "now",
            title: l.t("dossiers-citizen-now-filed").into_owned(),
            text: l.with(
                "dossiers-citizen-now-filed-text",
                &[
                    ("agency", track.agency(dossier.receiving).to_owned()),
                    ("until", words::deadline(l, track.desk_by)),
                ],
            ),
            ..TimelineItem::default()
        }],
        Status::Resolved => vec![TimelineItem {
            state: "now",
            title: l.t("dossiers-citizen-now-resolved").into_owned(),
            text: track.agency(dossier.receiving).to_owned(),
            ..TimelineItem::default()
        }],
        _ => track
            .open
            .iter()
            .map(|task| {
                let agency = track.agency(task.agency).to_owned();
                let text = match task.due_at {
                    Some(due) => l.with(
                        "dossiers-citizen-now-step-text",
                        &[("agency", agency), ("until", words::deadline(l, due))],
                    ),
                    None => agency,
                };
                TimelineItem {
                    state: "now",
                    title: task.title.clone(),
                    datetime: task.opened_at.to_string(),
                    when: l.with("dossiers-citizen-since", &[("at", words::moment(l, task.opened_at))]),
                    text,
                }
            })
            .collect(),
    }
}

/// One sentence about how it ended, when it has.
pub(super) fn ending(l: &Lang, dossier: &Dossier) -> String {
    let word = match dossier.outcome {
        Some(Outcome::Granted) => "granted",
        Some(Outcome::Denied) => "denied",
        Some(Outcome::NotAccepted) => "not-accepted",
        Some(Outcome::Withdrawn) => "withdrawn",
        Some(Outcome::Stopped) => "stopped",
        None => return String::new(),
    };
    l.t(&format!("dossiers-citizen-ending-{word}")).into_owned()
}
