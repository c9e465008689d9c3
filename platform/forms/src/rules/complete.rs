//! The last look before handing in: every shown answer again, against its rules and the schema.
use super::journey::{StepRef, StepStatus, journey};
use super::messages::{FieldError, Message};
use super::page::{broken_rule, file_answer};
use super::read::missing;
use super::schema::schema_of;
use super::visible::{Layers, Shown, named_value, walk};
use crate::model::{Answers, FieldKind, FormDefinition};
use crate::ports::Context;
use expr::Value;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What is handed in: answers of shown pages only, without blanks.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// `code@version` of the form.
    pub form: String,
    pub values: Map<String, Json>,
}

/// A step that stands in the way, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepErrors {
    pub at: StepRef,
    pub errors: Vec<FieldError>,
}

/// The shown answers as they would be handed in; the draft keeps the hidden ones.
#[must_use]
pub fn submitted_values(form: &FormDefinition, answers: &Answers, cx: &Context<'_>) -> Map<String, Json> {
    let mut all = Map::new();
    for shown in walk(form, answers, cx, None).steps {
        let stored = answers.of_page(shown.page, shown.item);
        let values = shown.fields.iter().filter_map(|field| {
            let value = stored?.get(&field.id).filter(|value| !value.is_null())?;
            Some((field.id.clone(), value.clone()))
        });
        match (&shown.page.repeat, shown.item) {
            (None, _) => all.extend(values),
            (Some(_), None) => {
                all.entry(shown.page.id.clone()).or_insert_with(|| Json::Array(Vec::new()));
            }
            (Some(_), Some(_)) => {
                let list = all.entry(shown.page.id.clone()).or_insert_with(|| Json::Array(Vec::new()));
                if let Some(items) = list.as_array_mut() {
                    items.push(Json::Object(values.collect()));
                }
            }
        }
    }
    all
}

/// Checks the whole form as of `cx.today`.
///
/// # Errors
/// The steps that stand in the way, in order.
pub fn validate_all(
    form: &FormDefinition,
    answers: &Answers,
    cx: &Context<'_>,
) -> Result<Submission, Vec<StepErrors>> {
    let mut wrong: Vec<StepErrors> = Vec::new();
    // The names before a page serve all its items: 200 vehicles are one walk, not 200.
    let mut before: Option<(&str, BTreeMap<String, Value>)> = None;
    for shown in walk(form, answers, cx, None).steps {
        let page = shown.page.id.as_str();
        let names = match before.take() {
            Some((known, names)) if known == page => names,
            _ => walk(form, answers, cx, Some(page)).names,
        };
        let errors = step_errors(&shown, answers, &names);
        before = Some((page, names));
        if !errors.is_empty() {
            wrong.push(StepErrors { at: StepRef { page: shown.page.id.clone(), item: shown.item }, errors });
        }
    }
    for step in journey(form, answers, cx).into_iter().filter(|step| step.status != StepStatus::Done) {
        if !wrong.iter().any(|known| known.at == step.at) {
            wrong.push(StepErrors { errors: vec![unfinished(&step.at, &step.title)], at: step.at });
        }
    }
    let values = submitted_values(form, answers, cx);
    if wrong.is_empty() {
        wrong = schema_errors(form, &values);
    }
    if wrong.is_empty() { Ok(Submission { form: form.reference(), values }) } else { Err(wrong) }
}

fn unfinished(at: &StepRef, title: &str) -> FieldError {
    let message = Message::Key("forms-error-unfinished", vec![("page", title.to_owned())]);
    FieldError { field: at.page.clone(), control: at.page.clone(), message }
}

fn step_errors(shown: &Shown<'_>, answers: &Answers, outer: &BTreeMap<String, Value>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut known = BTreeMap::new();
    let stored = answers.of_page(shown.page, shown.item);
    for field in &shown.fields {
        let value = stored.and_then(|values| values.get(&field.id)).filter(|value| !value.is_null());
        let named = value.map_or(Value::Null, |value| named_value(field.kind, value));
        let broken = match value {
            None if field.optional => None,
            None => Some(missing(field)),
            Some(value) if field.kind == FieldKind::File => file_answer(field, Some(value)).err(),
            Some(_) => broken_rule(field, &Layers { inner: &known, outer, value: Some(&named) }),
        };
        errors.extend(broken);
        known.insert(field.id.clone(), named);
    }
    errors
}

/// Refusals of the schema alone; our own rules have passed.
fn schema_errors(form: &FormDefinition, values: &Map<String, Json>) -> Vec<StepErrors> {
    let whole = Json::Object(values.clone());
    let Ok(validator) = jsonschema::draft202012::new(&schema_of(form)) else {
        // `problems` refuses such a form before it is published.
        return Vec::new();
    };
    let mut wrong: Vec<StepErrors> = Vec::new();
    for error in validator.iter_errors(&whole).take(20) {
        let path = error.instance_path().to_string();
        let mut parts = path.split('/').skip(1);
        let first = parts.next().unwrap_or_default();
        let item = parts.next().and_then(|part| part.parse::<usize>().ok());
        let field_id = parts.next().unwrap_or(first);
        let found = form.field(if item.is_some() { field_id } else { first });
        let page = found.map(|(page, _)| page).or_else(|| form.page(first)).or_else(|| form.pages.first());
        let Some(page) = page else { continue };
        let label = found.map_or_else(|| page.title.clone(), |(_, field)| field.short().to_owned());
        let control =
            found.map_or_else(|| page.id.clone(), |(_, field)| super::controls::first_control(field));
        let message = Message::Key("forms-error-schema", vec![("label", label)]);
        let at = StepRef { page: page.id.clone(), item: item.filter(|_| page.repeat.is_some()) };
        let field = found.map_or_else(|| page.id.clone(), |(_, field)| field.id.clone());
        wrong.push(StepErrors { at, errors: vec![FieldError { field, control, message }] });
    }
    wrong
}
