//! Sentences of the planner's pages, also those that the command line prints.
use crate::model::PlanFacts;
use crate::model::source::{Doubt, FindingKind};
use crate::ops::amend::Difference;
use crate::rules::difference::{Change, FieldChange};
use serde_json::Value;
use web::Lang;

/// Where lines begin and end: "12" or "12–15".
#[must_use]
pub fn lines(first: i64, last: i64) -> String {
    if last > first { format!("{first}–{last}") } else { first.to_string() }
}

/// A decimal as Vietnamese readers write it; a plain number is grouped by thousands.
#[must_use]
pub fn number(text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let sign = if whole.starts_with('-') { "-" } else { "" };
    let digits = whole.trim_start_matches('-');
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    match rest {
        Some(rest) => format!("{sign}{out},{rest}"),
        None => format!("{sign}{out}"),
    }
}

/// At most so many characters, cut at a word.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most).collect();
    let whole = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '.']))
}

/// Terms as people write them: "30/12/2024", "tháng 6/2026", "quý III/2026", "2024 – 2025"; parted by semicolons.
#[must_use]
pub fn terms(lang: &Lang, terms: &str) -> String {
    let each = terms.split(';').map(str::trim).filter(|term| !term.is_empty());
    let words = each
        .map(|term| term.split('/').map(|point| point_words(lang, point)).collect::<Vec<_>>().join(" – "));
    words.collect::<Vec<_>>().join("; ")
}

fn point_words(lang: &Lang, point: &str) -> String {
    if let Some(day) = point.parse::<base::Date>().ok().filter(|_| point.len() == 10) {
        return base::date_vi(day);
    }
    match point.split_once('-') {
        Some((year, quarter)) if quarter.starts_with('Q') => {
            let roman = match quarter {
                "Q1" => "I",
                "Q2" => "II",
                "Q3" => "III",
                _ => "IV",
            };
            lang.with("programme-planner-quarter", &[("quarter", roman), ("year", year)])
        }
        Some((year, month)) => {
            let month = month.trim_start_matches('0');
            lang.with("programme-planner-month", &[("month", month), ("year", year)])
        }
        None => point.to_owned(),
    }
}

/// The word of a kind: "Mục tiêu", "Nhiệm vụ", …
#[must_use]
pub fn kind(lang: &Lang, kind: FindingKind) -> String {
    lang.t(&format!("programme-planner-kind-{}", kind.word())).into_owned()
}

/// What a doubt says.
#[must_use]
pub fn doubt(lang: &Lang, doubt: &Doubt) -> String {
    let text = |name: &str| doubt.args.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    if doubt.code == crate::ops::doubts::UNSURE {
        return lang
            .t(&format!("programme-planner-unsure-{}", text("reason").replace('_', "-")))
            .into_owned();
    }
    let args: Vec<(String, String)> = doubt
        .args
        .as_object()
        .map(|fields| {
            fields
                .iter()
                .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect()
        })
        .unwrap_or_default();
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    lang.with(&doubt.code, &args)
}

/// What became of the aims and tasks of a plan, one sentence a change; what is the same is counted at the end.
/// `amends`: what the new text does not name goes on.
#[must_use]
pub fn difference(
    lang: &Lang,
    old: &PlanFacts,
    new: &PlanFacts,
    difference: &Difference,
    amends: bool,
) -> Vec<DifferenceGroup> {
    let target = |facts: &PlanFacts, at: usize| {
        facts
            .targets
            .get(at)
            .map(|row| cut(row.measure.as_ref().unwrap_or(&row.text), 160))
            .unwrap_or_default()
    };
    let task = |facts: &PlanFacts, at: usize| {
        facts
            .tasks
            .get(at)
            .map(|row| {
                let code = row.code.as_deref().map(|code| format!("{code} ")).unwrap_or_default();
                format!("{code}{}", cut(&row.text, 160))
            })
            .unwrap_or_default()
    };
    vec![
        group(
            lang,
            FindingKind::Target,
            &difference.targets,
            amends,
            (&|at| target(old, at), &|at| target(new, at)),
        ),
        group(lang, FindingKind::Task, &difference.tasks, amends, (&|at| task(old, at), &|at| task(new, at))),
    ]
}

/// The changes of one kind in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DifferenceGroup {
    pub title: String,
    pub changed: Vec<DifferenceLine>,
    /// "Giữ nguyên 12".
    pub same: String,
}

/// One sentence, and what changed inside the row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DifferenceLine {
    /// `ok` added, `bad` gone, `warn` changed, empty: goes on.
    pub mark: &'static str,
    pub word: String,
    pub text: String,
    pub fields: Vec<String>,
}

type NameAt<'a> = &'a dyn Fn(usize) -> String;

fn group(
    lang: &Lang,
    kind: FindingKind,
    changes: &[Change],
    amends: bool,
    (old, new): (NameAt<'_>, NameAt<'_>),
) -> DifferenceGroup {
    let mut out = DifferenceGroup { title: self::kind(lang, kind), ..DifferenceGroup::default() };
    let mut same = 0;
    for change in changes {
        let (mark, key, text, fields) = match change {
            Change::Same { .. } => {
                same += 1;
                continue;
            }
            Change::Changed { new: at, fields, .. } => {
                ("warn", "programme-planner-differ-changed", new(*at), field_words(lang, fields))
            }
            Change::Added { new: at } => ("ok", "programme-planner-differ-added", new(*at), Vec::new()),
            Change::Gone { old: at } if amends => ("", "programme-planner-differ-kept", old(*at), Vec::new()),
            Change::Gone { old: at } => ("bad", "programme-planner-differ-gone", old(*at), Vec::new()),
        };
        out.changed.push(DifferenceLine { mark, word: lang.t(key).into_owned(), text, fields });
    }
    out.same = lang.with("programme-planner-differ-same", &[("n", same)]);
    out
}

fn field_words(lang: &Lang, fields: &[FieldChange]) -> Vec<String> {
    let none = lang.t("programme-planner-differ-none").into_owned();
    let or_none = |text: &str| if text.is_empty() { none.clone() } else { format!("“{text}”") };
    fields
        .iter()
        .map(|one| {
            let name = lang.t(&format!("programme-planner-differ-field-{}", one.field)).into_owned();
            let value = |text: &str| {
                if one.field == "deadline" {
                    terms(lang, text)
                } else if one.field == "cadence" && !text.is_empty() {
                    lang.t(&format!("programme-planner-cadence-{}", text.replace('_', "-"))).into_owned()
                } else {
                    cut(text, 200)
                }
            };
            lang.with(
                "programme-planner-differ-from-to",
                &[
                    ("name", name.as_str()),
                    ("before", or_none(&value(&one.before)).as_str()),
                    ("after", or_none(&value(&one.after)).as_str()),
                ],
            )
        })
        .collect()
}
