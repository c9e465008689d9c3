//! A finding in a few words, for its line of the list.
use super::words;
use crate::Refused;
use crate::model::source::Finding;
use crate::ops::correct::Body;
use web::Lang;

/// A line of the list.
pub(super) struct FoundView {
    /// `id.version`
    pub handle: String,
    pub id: String,
    pub title: String,
    pub parts: Vec<String>,
    pub lines: String,
    pub line: i64,
    /// `sure` or `doubt`
    pub class: &'static str,
    /// Word of its state and of how sure it is.
    pub mark: String,
    pub dropped: bool,
    pub open: bool,
    pub edit: String,
}

pub(super) fn found_view(lang: &Lang, base: &str, row: &Finding) -> Result<FoundView, Refused> {
    let (title, parts) = describe(lang, &Body::of(row)?);
    let dropped = row.state == "dropped";
    let sure = matches!(row.state.as_str(), "confirmed" | "changed") || row.confidence >= 70;
    let mark = match row.state.as_str() {
        "open" if row.confidence >= 70 => lang.t("programme-planner-sure").into_owned(),
        "open" => lang.t(&format!("programme-planner-unsure-{}", row.reason.replace('_', "-"))).into_owned(),
        state => lang.t(&format!("programme-planner-answer-{state}")).into_owned(),
    };
    Ok(FoundView {
        handle: format!("{}.{}", row.id, row.version),
        id: row.id.to_string(),
        title,
        parts,
        lines: lang
            .with("programme-planner-place", &[("lines", words::lines(row.line, row.end_line).as_str())]),
        line: row.line,
        class: if sure && !dropped { "sure" } else { "doubt" },
        mark,
        dropped,
        open: row.state == "open",
        edit: format!("{base}/sua/{}", row.id),
    })
}

fn labelled(lang: &Lang, key: &str, value: &str, parts: &mut Vec<String>) {
    if !value.trim().is_empty() {
        parts.push(lang.with(key, &[("value", words::cut(value, 200).as_str())]));
    }
}

/// What a finding says, in a few words.
pub(super) fn describe(lang: &Lang, body: &Body) -> (String, Vec<String>) {
    let mut parts = Vec::new();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match body {
        Body::Target(row) => {
            let value = words::number(&row.value.normalize().to_string());
            let aim = format!("{} {value} {}", row.comparator, text(&row.unit));
            labelled(lang, "programme-planner-part-aim", &aim, &mut parts);
            let year = row.year.map(|year| year.to_string()).unwrap_or_default();
            labelled(lang, "programme-planner-part-year", &year, &mut parts);
            labelled(lang, "programme-planner-part-level", &text(&row.level), &mut parts);
            labelled(lang, "programme-planner-part-owner", &row.owner.join("; "), &mut parts);
            labelled(lang, "programme-planner-part-pillar", &text(&row.pillar), &mut parts);
            (words::cut(row.measure.as_ref().unwrap_or(&row.text), 200), parts)
        }
        Body::Task(row) => {
            labelled(lang, "programme-planner-part-lead", &row.lead.join("; "), &mut parts);
            labelled(lang, "programme-planner-part-coordinating", &row.coordinating.join("; "), &mut parts);
            let term = words::terms(lang, &row.deadlines.join(";"));
            labelled(lang, "programme-planner-part-deadline", &term, &mut parts);
            labelled(lang, "programme-planner-part-cadence", &text(&row.cadence), &mut parts);
            labelled(lang, "programme-planner-part-product", &text(&row.product), &mut parts);
            let code = row.code.as_deref().map(|code| format!("{code} ")).unwrap_or_default();
            (format!("{code}{}", words::cut(&row.text, 240)), parts)
        }
        Body::Budget(row) => {
            let amount = words::number(&row.amount.normalize().to_string());
            labelled(lang, "programme-planner-part-amount", &format!("{amount} {}", row.unit), &mut parts);
            labelled(lang, "programme-planner-part-source", &text(&row.source), &mut parts);
            let year = row.year.map(|year| year.to_string()).unwrap_or_default();
            labelled(lang, "programme-planner-part-year", &year, &mut parts);
            if row.sum {
                parts.push(lang.t("programme-planner-part-sum").into_owned());
            }
            (words::cut(&row.task, 200), parts)
        }
        Body::Figure(row) => {
            let decimal = |value: &Option<rust_decimal::Decimal>| {
                value.map(|value| words::number(&value.normalize().to_string())).unwrap_or_default()
            };
            let fraction = match (&row.numerator, &row.denominator) {
                (Some(_), Some(_)) => format!("{}/{}", decimal(&row.numerator), decimal(&row.denominator)),
                _ => decimal(&row.numerator),
            };
            labelled(lang, "programme-planner-part-figure", &fraction, &mut parts);
            let rate = row.rate.map(|_| format!("{} %", decimal(&row.rate))).unwrap_or_default();
            labelled(lang, "programme-planner-part-rate", &rate, &mut parts);
            labelled(lang, "programme-planner-part-date", &text(&row.date), &mut parts);
            (words::cut(row.measure.as_ref().unwrap_or(&row.text), 200), parts)
        }
    }
}
