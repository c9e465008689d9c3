//! Words for the data of the catalogue.
use crate::model::{Question, Reading};
use ::web::{Choice, Errors, Frame, Lang};
use base::{Date, Refusal};
use contracts::{Channel, FeeRule, Limit, LimitUnit, Mode, ProcedureFact};
use serde::Deserialize;

fn key(prefix: &str, code: &str) -> String {
    format!("{prefix}{}", code.replace('_', "-"))
}

fn sentence(l: &Lang, key: &str, args: &[(String, String)]) -> String {
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    l.with(key, &args)
}

pub(super) fn question(l: &Lang, question: &Question) -> String {
    sentence(l, &key("procedures-question-", &question.code), &question.args)
}

pub(super) fn reading(l: &Lang, reading: &Reading) -> String {
    sentence(l, &key("procedures-reading-", &reading.code), &reading.args)
}

/// What people read about an open question: by what it concerns, once each.
pub(super) fn notes(l: &Lang, questions: &[Question]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for question in questions.iter().filter(|question| question.answer.is_none()) {
        let topic = match question.id.as_str() {
            "fee" => "fee",
            "limit" => "limit",
            "authority" | "level" => "authority",
            "cases" | "components" => "components",
            "result" => "result",
            _ => continue,
        };
        let note = l.t(&format!("procedures-note-{topic}")).into_owned();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

pub(super) fn limit(l: &Lang, limit: Option<&Limit>) -> String {
    let Some(limit) = limit else { return l.t("procedures-limit-none").into_owned() };
    let key = match limit.unit {
        LimitUnit::Hour => "procedures-limit-hours",
        LimitUnit::WorkingDay => "procedures-limit-working-days",
        LimitUnit::CalendarDay => "procedures-limit-calendar-days",
        LimitUnit::SameDay => return l.t("procedures-limit-same-day").into_owned(),
    };
    l.with(key, &[("n", limit.amount)])
}

pub(super) fn amount(l: &Lang, fee: &FeeRule) -> String {
    match (&fee.amount, &fee.formula) {
        (Some(amount), _) => amount.display_vi(),
        (None, Some(formula)) => l.with("procedures-fee-formula", &[("formula", formula.as_str())]),
        (None, None) => l.t("procedures-fee-unknown").into_owned(),
    }
}

pub(super) fn channel(l: &Lang, channel: Channel) -> String {
    let key = match channel {
        Channel::InPerson => "procedures-channel-in-person",
        Channel::Online => "procedures-channel-online",
        Channel::Post => "procedures-channel-post",
    };
    l.t(key).into_owned()
}

struct ModeWords {
    mode: Mode,
    value: &'static str,
    key: &'static str,
    hint: &'static str,
}

const MODES: [ModeWords; 3] = [
    ModeWords {
        mode: Mode::National,
        value: "national",
        key: "procedures-mode-national",
        hint: "procedures-mode-national-hint",
    },
    ModeWords {
        mode: Mode::Assisted,
        value: "assisted",
        key: "procedures-mode-assisted",
        hint: "procedures-mode-assisted-hint",
    },
    ModeWords {
        mode: Mode::Local,
        value: "local",
        key: "procedures-mode-local",
        hint: "procedures-mode-local-hint",
    },
];

pub(super) fn mode(l: &Lang, mode: Mode) -> String {
    let words = MODES.iter().find(|words| words.mode == mode);
    l.t(words.map_or("procedures-mode-national", |words| words.key)).into_owned()
}

pub(super) fn mode_choices(l: &Lang, now: Mode) -> Vec<Choice> {
    let choice = |words: &ModeWords| {
        Choice::new(words.value, l.t(words.key).into_owned())
            .hint(l.t(words.hint).into_owned())
            .chosen(words.mode == now)
    };
    MODES.iter().map(choice).collect()
}

/// A case as lists show it: papers, times, fees.
pub(super) struct CaseLines {
    pub name: String,
    pub times: Vec<String>,
    pub fees: Vec<String>,
    pub papers: Vec<String>,
}

pub(super) fn cases(l: &Lang, fact: &ProcedureFact) -> Vec<CaseLines> {
    fact.cases
        .iter()
        .map(|case| CaseLines {
            name: case.name.clone(),
            times: case
                .channels
                .iter()
                .map(|rule| format!("{}: {}", channel(l, rule.channel), limit(l, rule.limit.as_ref())))
                .collect(),
            fees: case
                .fees
                .iter()
                .map(|fee| {
                    let on = fee.channel.map(|only| format!(" ({})", channel(l, only))).unwrap_or_default();
                    format!("{}{on}: {}", fee.name, amount(l, fee))
                })
                .collect(),
            papers: case.components.iter().map(|component| component.name.clone()).collect(),
        })
        .collect()
}

/// The three boxes of a day.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Day {
    pub day: String,
    pub month: String,
    pub year: String,
}

impl Day {
    pub(super) fn of(date: Date) -> Self {
        Self { day: date.day().to_string(), month: date.month().to_string(), year: date.year().to_string() }
    }

    pub(super) fn new(day: &str, month: &str, year: &str) -> Self {
        Self { day: day.to_owned(), month: month.to_owned(), year: year.to_owned() }
    }

    pub(super) fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|part| part.trim().is_empty())
    }

    /// The day, or an error at the field.
    pub(super) fn read(&self, frame: &Frame, field: &str, errors: &mut Errors) -> Option<Date> {
        let text = format!("{}/{}/{}", self.day.trim(), self.month.trim(), self.year.trim());
        match base::parse_date_vi(&text) {
            Ok(date) => Some(date),
            Err(_) => {
                errors.add(field, frame.t("procedures-error-date").into_owned());
                None
            }
        }
    }
}

/// The sentence of a refusal beside a field.
pub(super) fn refusal(frame: &Frame, error: &dyn Refusal) -> String {
    frame.l.refusal(error.code(), &error.args()).unwrap_or_else(|| frame.t("procedures-refused").into_owned())
}
