//! From what was typed to an answer, one field at a time.
use super::controls::first_control;
use super::messages::{FieldError, Message};
use super::numbers::{NumberError, number_vi, read_number};
use super::read_parts::{read_address, read_date, read_name, read_partial_date};
use crate::model::{Choice, Field, FieldKind, FormDefinition, ITEMS_MAX};
use crate::ports::Context;
use base::{IdentifierError, Money, PersonalNumber, Phone, Refusal, TaxCode};
use expr::Decimal;
use serde_json::{Value as Json, json};
use text::TextError;

/// The submitted pairs of one page.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'a>(pub &'a [(String, String)]);

impl<'a> Typed<'a> {
    pub fn get(self, control: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, _)| name == control).map(|(_, value)| value.as_str())
    }

    pub fn all(self, control: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(name, _)| name == control).map(|(_, value)| value.as_str())
    }

    /// A box of a field, trimmed; nothing is an empty text.
    pub fn part(self, field: &Field, suffix: &str) -> &'a str {
        self.get(&format!("{}{suffix}", field.id)).unwrap_or_default().trim()
    }
}

/// `Ok(None)`: nothing was given.
pub(crate) type Reading = Result<Option<Json>, FieldError>;

pub(crate) fn refuse(
    field: &Field,
    suffix: &str,
    key: &'static str,
    args: Vec<(&'static str, String)>,
) -> FieldError {
    let control = if suffix.is_empty() { first_control(field) } else { format!("{}{suffix}", field.id) };
    FieldError { field: field.id.clone(), control, message: Message::Key(key, with_label(field, args)) }
}

fn with_label(field: &Field, mut args: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    // A question as label: “Mẹ ở đâu: chọn xã”, not “đâu?: chọn”.
    args.push(("label", field.short().trim_end_matches('?').to_owned()));
    args
}

/// The sentence for an unanswered question.
pub(crate) fn missing(field: &Field) -> FieldError {
    let key = match field.kind {
        FieldKind::Address | FieldKind::File => unanswered_place_or_file(field.kind),
        _ if field.short().ends_with('?') => "forms-error-answer",
        FieldKind::Choice | FieldKind::MultiChoice | FieldKind::YesNo | FieldKind::Code => {
            "forms-error-choose"
        }
        _ => "forms-error-missing",
    };
    let mut error = refuse(field, "", key, vec![("what", crate::model::lower_first(field.short()))]);
    if !field.missing.is_empty() {
        error.message = Message::Written(field.missing.clone());
    }
    error
}

const fn unanswered_place_or_file(kind: FieldKind) -> &'static str {
    if matches!(kind, FieldKind::File) { "forms-error-no-file" } else { "forms-error-choose-unit" }
}

/// Reads a field from the boxes of its page.
pub(crate) fn read(form: &FormDefinition, field: &Field, typed: Typed<'_>, cx: &Context<'_>) -> Reading {
    let raw = typed.part(field, "");
    let by_parts = matches!(
        field.kind,
        FieldKind::Date
            | FieldKind::PartialDate
            | FieldKind::PersonName
            | FieldKind::Address
            | FieldKind::MultiChoice
    );
    if raw.is_empty() && !by_parts {
        return Ok(None);
    }
    match field.kind {
        FieldKind::Text => line(field, "", raw, field.chars_max()).map(some_text),
        FieldKind::LongText => free_text(field, raw).map(some_text),
        FieldKind::Number | FieldKind::Integer => number(field, raw).map(Some),
        FieldKind::Money => money(field, raw).map(Some),
        FieldKind::Date => read_date(field, typed),
        FieldKind::PartialDate => read_partial_date(field, typed),
        FieldKind::PersonName => read_name(field, typed),
        FieldKind::PersonalNumber => {
            identifier(field, PersonalNumber::parse_on(raw, cx.today), |n| n.as_str().into())
        }
        FieldKind::TaxCode => identifier(field, TaxCode::parse(raw), |code| code.as_str().into()),
        FieldKind::Phone => identifier(field, Phone::parse(raw), |phone| phone.as_str().into()),
        FieldKind::Email => email(field, raw),
        FieldKind::YesNo => match raw {
            "yes" => Ok(Some(json!(true))),
            "no" => Ok(Some(json!(false))),
            _ => Err(missing(field)),
        },
        FieldKind::Choice | FieldKind::Code => {
            let known = choices(form, field, cx).iter().any(|choice| choice.code == raw);
            if known { Ok(some_text(raw.to_owned())) } else { Err(missing(field)) }
        }
        FieldKind::MultiChoice => several(form, field, typed, cx),
        FieldKind::Address => read_address(field, typed, cx),
        FieldKind::File => Ok(None),
    }
}

fn some_text(text: String) -> Option<Json> {
    if text.is_empty() { None } else { Some(Json::String(text)) }
}

/// The choices of a field: its own, a list of the form, or a list of the province.
pub(crate) fn choices(form: &FormDefinition, field: &Field, cx: &Context<'_>) -> Vec<Choice> {
    match &field.code_list {
        None => field.choices.clone(),
        Some(list) => form
            .code_lists
            .get(list)
            .cloned()
            .or_else(|| cx.codes.choices(list, cx.today))
            .unwrap_or_default(),
    }
}

/// One line: NFC, no control characters, no emoji, blanks squeezed.
pub(crate) fn line(field: &Field, suffix: &str, raw: &str, chars_max: usize) -> Result<String, FieldError> {
    let clean = text::clean_line(raw).map_err(|error| unclean(field, suffix, raw, chars_max, error))?;
    if clean.chars().any(is_emoji) {
        return Err(refuse(field, suffix, "forms-error-emoji", Vec::new()));
    }
    within(field, suffix, clean, chars_max)
}

fn free_text(field: &Field, raw: &str) -> Result<String, FieldError> {
    let chars_max = field.chars_max();
    let clean = text::clean_text(raw).map_err(|error| unclean(field, "", raw, chars_max, error))?;
    within(field, "", clean, chars_max)
}

pub(crate) fn unclean(
    field: &Field,
    suffix: &str,
    raw: &str,
    chars_max: usize,
    error: TextError,
) -> FieldError {
    match error {
        TextError::TooLong { .. } => too_long(field, suffix, raw.chars().count(), chars_max),
        TextError::NotInName => refuse(field, suffix, "forms-error-name-characters", Vec::new()),
        _ => refuse(field, suffix, "forms-error-control-character", Vec::new()),
    }
}

fn too_long(field: &Field, suffix: &str, count: usize, chars_max: usize) -> FieldError {
    let over = count.saturating_sub(chars_max);
    let args = vec![("max", chars_max.to_string()), ("over", over.to_string())];
    refuse(field, suffix, "forms-error-too-long", args)
}

fn within(field: &Field, suffix: &str, clean: String, chars_max: usize) -> Result<String, FieldError> {
    let count = clean.chars().count();
    if count <= chars_max { Ok(clean) } else { Err(too_long(field, suffix, count, chars_max)) }
}

/// Pictures, flags, dingbats and their joiners: they belong in free text only.
pub(crate) const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{FE0F}' | '\u{20E3}' | '\u{E0000}'..='\u{E007F}')
}

fn number(field: &Field, raw: &str) -> Result<Json, FieldError> {
    let number = read_number(raw).map_err(|error| {
        let key = match error {
            NumberError::NotANumber => "forms-error-number",
            NumberError::StopInsteadOfComma => "forms-error-number-comma",
            NumberError::TooLong => "forms-error-number-long",
        };
        refuse(field, "", key, Vec::new())
    })?;
    let places = if field.kind == FieldKind::Integer { 0 } else { field.decimals.unwrap_or(2) };
    if number.normalize().scale() > places {
        return Err(match places {
            0 => refuse(field, "", "forms-error-number-whole", Vec::new()),
            _ => refuse(field, "", "forms-error-number-places", vec![("places", places.to_string())]),
        });
    }
    in_range(field, number)?;
    Ok(expr::Value::Number(number.normalize()).to_json())
}

fn in_range(field: &Field, number: Decimal) -> Result<(), FieldError> {
    let (min, max) = (field.min.map(Decimal::from), field.max.map(Decimal::from));
    if let Some(min) = min.filter(|min| number < *min) {
        return Err(refuse(field, "", "forms-error-number-small", vec![("min", number_vi(min))]));
    }
    if let Some(max) = max.filter(|max| number > *max) {
        return Err(refuse(field, "", "forms-error-number-large", vec![("max", number_vi(max))]));
    }
    Ok(())
}

fn money(field: &Field, raw: &str) -> Result<Json, FieldError> {
    let amount = Money::parse_dong(raw).map_err(|_| refuse(field, "", "forms-error-money", Vec::new()))?;
    in_range(field, Decimal::from(amount.minor))?;
    Ok(json!({ "minor": amount.minor, "currency": "VND" }))
}

fn identifier<T>(field: &Field, parsed: Result<T, IdentifierError>, text: impl Fn(&T) -> String) -> Reading {
    let parsed = parsed.map_err(|error| refuse(field, "", refusal_key(error), Vec::new()))?;
    Ok(Some(Json::String(text(&parsed))))
}

/// The sentence of `kernel/base` for what is wrong with a number people are known by.
fn refusal_key(error: IdentifierError) -> &'static str {
    match error.code() {
        "base.personal_number_characters" => "refusal-base-personal-number-characters",
        "base.personal_number_length" => "refusal-base-personal-number-length",
        "base.personal_number_place" => "refusal-base-personal-number-place",
        "base.personal_number_future_year" => "refusal-base-personal-number-future-year",
        "base.tax_code_characters" => "refusal-base-tax-code-characters",
        "base.tax_code_length" => "refusal-base-tax-code-length",
        "base.tax_code_check_digit" => "refusal-base-tax-code-check-digit",
        "base.tax_code_branch" => "refusal-base-tax-code-branch",
        "base.phone_characters" => "refusal-base-phone-characters",
        "base.phone_length" => "refusal-base-phone-length",
        "base.phone_prefix" => "refusal-base-phone-prefix",
        _ => "forms-error-missing-short",
    }
}

/// Something, one `@`, a domain with a point: anything stricter refuses real addresses.
fn email(field: &Field, raw: &str) -> Reading {
    let bad = || refuse(field, "", "forms-error-email", Vec::new());
    let clean = text::clean_line(raw).map_err(|_| bad())?;
    let (local, domain) = clean.split_once('@').ok_or_else(bad)?;
    let labels_ok = domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-'));
    let chars_ok = !clean.chars().any(|c| c.is_whitespace() || is_emoji(c) || ",;<>()\"".contains(c));
    if local.is_empty() || domain.contains('@') || !domain.contains('.') || !labels_ok || !chars_ok {
        return Err(bad());
    }
    if clean.len() > 254 {
        return Err(bad());
    }
    Ok(Some(Json::String(format!("{local}@{}", domain.to_lowercase()))))
}

fn several(form: &FormDefinition, field: &Field, typed: Typed<'_>, cx: &Context<'_>) -> Reading {
    let known = choices(form, field, cx);
    let mut codes: Vec<&str> = Vec::new();
    for code in typed.all(&field.id).map(str::trim).filter(|code| !code.is_empty()).take(ITEMS_MAX) {
        if !known.iter().any(|choice| choice.code == code) {
            return Err(missing(field));
        }
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    if codes.is_empty() {
        return Ok(None);
    }
    let count = i64::try_from(codes.len()).unwrap_or(i64::MAX);
    if let Some(min) = field.min.filter(|min| count < *min) {
        return Err(refuse(field, "", "forms-error-choose-more", vec![("min", min.to_string())]));
    }
    if let Some(max) = field.max.filter(|max| count > *max) {
        return Err(refuse(field, "", "forms-error-choose-fewer", vec![("max", max.to_string())]));
    }
    Ok(Some(json!(codes)))
}
