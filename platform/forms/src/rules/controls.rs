//! Names of the boxes a field has in the browser, and what stands in them for a stored answer.
use super::numbers::number_vi;
use crate::model::{Address, Field, FieldKind, PersonName};
use base::PartialDate;
use serde_json::Value as Json;

/// Hidden box that lists the fields a page showed, so that an unticked choice differs from an unasked one.
pub(crate) const SHOWN: &str = "_shown";
/// Name of every button; its value is the act.
pub(crate) const ACT: &str = "_act";

/// Suffixes of the boxes of a kind; the plain id is the empty suffix.
pub(crate) const fn suffixes(kind: FieldKind) -> &'static [&'static str] {
    match kind {
        FieldKind::Date | FieldKind::PartialDate => &["-d", "-m", "-y"],
        FieldKind::PersonName => &["-family", "-middle", "-given"],
        FieldKind::Address => &["-unit", "-province", "-found", "-q", "-village", "-house"],
        FieldKind::File => &[],
        _ => &[""],
    }
}

/// Element id where the summary's link leads when the whole field is wrong.
pub(crate) fn first_control(field: &Field) -> String {
    match field.kind {
        FieldKind::Date | FieldKind::PartialDate => format!("{}-d", field.id),
        FieldKind::PersonName => format!("{}-given", field.id),
        FieldKind::Address => format!("{}-unit", field.id),
        // Choices are numbered; the first can be reached.
        FieldKind::Choice | FieldKind::MultiChoice | FieldKind::YesNo => format!("{}-1", field.id),
        _ => field.id.clone(),
    }
}

/// Is this box one of the page's?
pub(crate) fn belongs(fields: &[Field], control: &str) -> bool {
    fields.iter().any(|field| {
        control.strip_prefix(field.id.as_str()).is_some_and(|suffix| suffixes(field.kind).contains(&suffix))
    })
}

/// What the boxes hold for a stored answer, in the form in which reading them gives the same answer again.
pub(crate) fn filled(field: &Field, value: &Json) -> Vec<(String, String)> {
    let id = &field.id;
    let one = |text: String| vec![(id.clone(), text)];
    let text = || value.as_str().unwrap_or_default().to_owned();
    match field.kind {
        _ if value.is_null() => Vec::new(),
        FieldKind::Date | FieldKind::PartialDate => {
            let Ok(date) = PartialDate::parse(&text()) else { return Vec::new() };
            vec![
                (format!("{id}-d"), date.day().map_or_else(String::new, |day| day.to_string())),
                (format!("{id}-m"), date.month().map_or_else(String::new, |month| month.to_string())),
                (format!("{id}-y"), date.year().to_string()),
            ]
        }
        FieldKind::PersonName => {
            let name: PersonName = serde_json::from_value(value.clone()).unwrap_or_default();
            vec![
                (format!("{id}-family"), name.family),
                (format!("{id}-middle"), name.middle),
                (format!("{id}-given"), name.given),
            ]
        }
        FieldKind::Address => serde_json::from_value::<Address>(value.clone()).map_or_else(
            |_| Vec::new(),
            |address| {
                vec![
                    (format!("{id}-unit"), address.code),
                    (format!("{id}-village"), address.village),
                    (format!("{id}-house"), address.house),
                ]
            },
        ),
        FieldKind::MultiChoice => value
            .as_array()
            .map(|codes| {
                codes.iter().filter_map(Json::as_str).map(|code| (id.clone(), code.to_owned())).collect()
            })
            .unwrap_or_default(),
        FieldKind::YesNo => one(if value.as_bool() == Some(true) { "yes" } else { "no" }.to_owned()),
        FieldKind::Number | FieldKind::Integer => match expr::Value::from(value.clone()) {
            expr::Value::Number(number) => one(number_vi(number)),
            _ => Vec::new(),
        },
        FieldKind::Money => {
            one(value.get("minor").and_then(Json::as_i64).map_or_else(String::new, base::group_thousands))
        }
        FieldKind::File => Vec::new(),
        _ => one(text()),
    }
}
