//! *Kiểm tra trước khi nộp*: every shown answer in groups, each with the step that changes it.
use super::display::display;
use super::journey::StepRef;
use super::visible::{Shown, walk};
use crate::model::{Answers, Field, FieldKind, FormDefinition, Source};
use crate::ports::{Context, Labels};
use base::PersonalNumber;
use serde_json::Value as Json;

/// A group of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub title: String,
    pub rows: Vec<Row>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Id of the field; empty where a list of items is empty.
    pub field: String,
    pub label: String,
    /// Empty: nothing was given.
    pub lines: Vec<String>,
    /// Where it came from, when it was not typed.
    pub source: Option<Source>,
    pub change: StepRef,
    /// Element id to go to on that step.
    pub control: String,
}

/// The shown answers, grouped by section in the order of the pages.
#[must_use]
pub fn check_answers(
    form: &FormDefinition,
    answers: &Answers,
    cx: &Context<'_>,
    labels: &dyn Labels,
) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for shown in walk(form, answers, cx, None).steps {
        let rows: Vec<Row> =
            shown.fields.iter().map(|field| row(form, &shown, field, answers, cx, labels)).collect();
        match (&shown.page.repeat, shown.item) {
            (None, _) => match sections.last_mut() {
                Some(section) if section.title == shown.page.section() => section.rows.extend(rows),
                _ => sections.push(Section { title: shown.page.section().to_owned(), rows }),
            },
            (Some(_), Some(item)) => {
                let (title, name) = item_title(form, &shown, item, answers, cx, labels);
                let title = name.map_or_else(|| title.clone(), |name| format!("{title}: {name}"));
                sections.push(Section { title, rows });
            }
            (Some(_), None) if answers.item_count(shown.page).unwrap_or(0) == 0 => {
                let row = Row {
                    field: String::new(),
                    label: shown.page.title.clone(),
                    lines: vec![labels.t("forms-no-items")],
                    source: None,
                    change: StepRef { page: shown.page.id.clone(), item: None },
                    control: format!("{}-add", shown.page.id),
                };
                sections.push(Section { title: shown.page.section().to_owned(), rows: vec![row] });
            }
            (Some(_), None) => {}
        }
    }
    sections
}

/// “Thành viên 2”, and the answer that names the item.
pub(crate) fn item_title(
    form: &FormDefinition,
    shown: &Shown<'_>,
    item: usize,
    answers: &Answers,
    cx: &Context<'_>,
    labels: &dyn Labels,
) -> (String, Option<String>) {
    let Some(repeat) = &shown.page.repeat else { return (String::new(), None) };
    let args = [("item", repeat.item_title.clone()), ("number", item.saturating_add(1).to_string())];
    let plain = labels.with("forms-item", &args);
    let named = repeat.name_field.as_ref().and_then(|id| {
        let field = shown.page.field(id)?;
        let value = answers.of_page(shown.page, Some(item))?.get(id)?;
        display(form, field, value, cx, labels).into_iter().next()
    });
    (plain, named)
}

fn row(
    form: &FormDefinition,
    shown: &Shown<'_>,
    field: &Field,
    answers: &Answers,
    cx: &Context<'_>,
    labels: &dyn Labels,
) -> Row {
    let value = answers.of_page(shown.page, shown.item).and_then(|values| values.get(&field.id));
    let source = if shown.item.is_none() { answers.sources.get(&field.id).cloned() } else { None };
    let locked = source.as_ref().is_some_and(|source| source.reported.is_none() && !source.open);
    let lines = value.map(|value| display(form, field, value, cx, labels)).unwrap_or_default();
    let masked = value.filter(|_| locked && field.kind == FieldKind::PersonalNumber).and_then(masked_number);
    Row {
        field: field.id.clone(),
        label: field.short().to_owned(),
        lines: masked.map_or(lines, |number| vec![number]),
        source,
        change: StepRef { page: shown.page.id.clone(), item: shown.item },
        control: super::controls::first_control(field),
    }
}

/// A number the person did not type herself is not spelled out on a screen that others may see.
pub(crate) fn masked_number(value: &Json) -> Option<String> {
    PersonalNumber::parse(value.as_str()?).ok().map(|number| number.masked())
}
