//! Answers as people read them: days dd/mm/yyyy, `1.234.567 đ`, decimal comma, names of choices.
use super::numbers::number_vi;
use super::page::files_of;
use super::read::choices;
use crate::model::{Address, Field, FieldKind, FormDefinition, PersonName};
use crate::ports::{Context, Labels};
use base::{Date, Money, PartialDate, Phone, TaxCode};
use expr::Decimal;
use serde_json::Value as Json;

/// The lines of an answer; empty when nothing was given.
#[must_use]
pub fn display(
    form: &FormDefinition,
    field: &Field,
    value: &Json,
    cx: &Context<'_>,
    labels: &dyn Labels,
) -> Vec<String> {
    if value.is_null() {
        return Vec::new();
    }
    let text = value.as_str().unwrap_or_default();
    let one = |line: String| if line.is_empty() { Vec::new() } else { vec![line] };
    match field.kind {
        FieldKind::LongText => text.lines().map(str::to_owned).collect(),
        FieldKind::Number | FieldKind::Integer => match expr::Value::from(value.clone()) {
            expr::Value::Number(number) if field.unit.is_empty() => one(number_vi(number)),
            expr::Value::Number(number) => one(format!("{} {}", number_vi(number), field.unit)),
            _ => Vec::new(),
        },
        FieldKind::Money => serde_json::from_value::<Money>(value.clone())
            .map(|m| m.display_vi())
            .map_or_else(|_| Vec::new(), one),
        FieldKind::Date | FieldKind::PartialDate => PartialDate::parse(text).map_or_else(
            |_| Vec::new(),
            |date| match date.whole() {
                Some(day) if field.in_words => {
                    one(format!("{} ({})", date.display_vi(), in_words(day, labels)))
                }
                _ => one(date.display_vi()),
            },
        ),
        FieldKind::PersonName => {
            one(serde_json::from_value::<PersonName>(value.clone()).unwrap_or_default().full())
        }
        FieldKind::Address => serde_json::from_value::<Address>(value.clone())
            .map_or_else(|_| Vec::new(), |address| one(address.full())),
        FieldKind::Phone => {
            one(Phone::parse(text).map_or_else(|_| text.to_owned(), |phone| phone.display_vi()))
        }
        FieldKind::TaxCode => {
            one(TaxCode::parse(text).map_or_else(|_| text.to_owned(), |code| code.display_vi()))
        }
        FieldKind::YesNo => {
            one(labels.t(if value.as_bool() == Some(true) { "forms-yes" } else { "forms-no" }))
        }
        FieldKind::Choice | FieldKind::Code => one(choice_label(form, field, text, cx)),
        FieldKind::MultiChoice => value
            .as_array()
            .map(|codes| {
                codes
                    .iter()
                    .filter_map(Json::as_str)
                    .map(|code| choice_label(form, field, code, cx))
                    .collect()
            })
            .unwrap_or_default(),
        FieldKind::File => files_of(Some(value))
            .into_iter()
            .map(|file| format!("{} ({})", file.name, size_vi(file.size)))
            .collect(),
        FieldKind::Text | FieldKind::PersonalNumber | FieldKind::Email => one(text.to_owned()),
    }
}

/// A code that is no longer in its list is shown as it is: a draft may be older than the list.
fn choice_label(form: &FormDefinition, field: &Field, code: &str, cx: &Context<'_>) -> String {
    let known = choices(form, field, cx).into_iter().find(|choice| choice.code == code);
    known.map_or_else(|| code.to_owned(), |choice| choice.label)
}

/// A day in words, as civil-status papers repeat it.
fn in_words(date: Date, labels: &dyn Labels) -> String {
    let args = [
        ("day", text::number_in_words(date.day().unsigned_abs().into())),
        ("month", text::number_in_words(date.month().unsigned_abs().into())),
        ("year", text::number_in_words(date.year().unsigned_abs().into())),
    ];
    labels.with("forms-date-in-words", &args)
}

/// `412 KB`, `1,8 MB`.
#[must_use]
pub fn size_vi(bytes: u64) -> String {
    const KB: u64 = 1_000;
    match bytes {
        0..KB => format!("{bytes} byte"),
        KB..1_000_000 => format!("{} KB", bytes / KB),
        _ => {
            let tenths = Decimal::from(bytes / 100_000) / Decimal::TEN;
            format!("{} MB", number_vi(tenths))
        }
    }
}
