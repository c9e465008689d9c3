//! The way through a form, derived from the form and the answers; nobody stores a current page.
use super::visible::{Shown, walk};
use crate::model::{Answers, Field, FormDefinition};
use crate::ports::Context;
use std::fmt;
use std::str::FromStr;

/// A page of the journey.  Written `page`, or `page/2` for the second item of a repeating page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StepRef {
    pub page: String,
    /// Counts from 0; none on a repeating page is the list of its items.
    pub item: Option<usize>,
}

impl fmt::Display for StepRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.item {
            None => f.write_str(&self.page),
            Some(item) => write!(f, "{}/{}", self.page, item.saturating_add(1)),
        }
    }
}

/// The text names no step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a step")]
pub struct StepRefError;

impl FromStr for StepRef {
    type Err = StepRefError;

    fn from_str(text: &str) -> Result<Self, StepRefError> {
        let Some((page, item)) = text.split_once('/') else {
            return Ok(Self { page: text.to_owned(), item: None });
        };
        let item = item.parse::<usize>().ok().and_then(|item| item.checked_sub(1)).ok_or(StepRefError)?;
        Ok(Self { page: page.to_owned(), item: Some(item) })
    }
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepStatus {
    Done,
    /// Something on it was refused or is still missing.
    Started,
    ToDo,
}

/// One step as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub at: StepRef,
    pub title: String,
    pub section: String,
    pub status: StepStatus,
}

/// Every step that is asked now, in order.
#[must_use]
pub fn journey(form: &FormDefinition, answers: &Answers, cx: &Context<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for shown in walk(form, answers, cx, None).steps {
        let count = answers.item_count(shown.page);
        let wanting =
            shown.item.is_none() && shown.page.repeat.as_ref().is_some_and(|r| count.unwrap_or(0) < r.min);
        if wanting {
            // The next item to be given, before the list that would refuse to go on without it.
            steps.push(step(&shown, Some(count.unwrap_or(0)), StepStatus::ToDo));
        }
        steps.push(step(&shown, shown.item, status(&shown, answers)));
    }
    steps
}

fn step(shown: &Shown<'_>, item: Option<usize>, status: StepStatus) -> Step {
    Step {
        at: StepRef { page: shown.page.id.clone(), item },
        title: shown.page.title.clone(),
        section: shown.page.section().to_owned(),
        status,
    }
}

fn status(shown: &Shown<'_>, answers: &Answers) -> StepStatus {
    if let (Some(repeat), None) = (&shown.page.repeat, shown.item) {
        return match answers.item_count(shown.page) {
            Some(count) if count >= repeat.min => StepStatus::Done,
            _ => StepStatus::ToDo,
        };
    }
    if answers.typed.contains_key(&Answers::slot(&shown.page.id, shown.item)) {
        return StepStatus::Started;
    }
    let answered = |field: &&&Field| is_answered(field, shown, answers);
    match shown.fields.iter().filter(answered).count() {
        all if all == shown.fields.len() => StepStatus::Done,
        0 => StepStatus::ToDo,
        _ => StepStatus::Started,
    }
}

fn is_answered(field: &Field, shown: &Shown<'_>, answers: &Answers) -> bool {
    let value = answers.of_page(shown.page, shown.item).and_then(|values| values.get(&field.id));
    value.is_some_and(|value| field.optional || !value.is_null())
}

/// The first step that is not done; none: the check page may be shown.
#[must_use]
pub fn next_unfinished(form: &FormDefinition, answers: &Answers, cx: &Context<'_>) -> Option<StepRef> {
    journey(form, answers, cx).into_iter().find(|step| step.status != StepStatus::Done).map(|step| step.at)
}

/// The step after this one in the ordinary order; after an item, the list of items.  None: the check page.
#[must_use]
pub fn next_after(
    form: &FormDefinition,
    answers: &Answers,
    cx: &Context<'_>,
    at: &StepRef,
) -> Option<StepRef> {
    let steps = journey(form, answers, cx);
    let after_item = |step: &Step| step.at.page == at.page && step.status != StepStatus::Done;
    if at.item.is_some() {
        let unfinished = steps.iter().find(|step| after_item(step));
        let list = || steps.iter().find(|step| step.at.page == at.page && step.at.item.is_none());
        if let Some(step) = unfinished.or_else(list) {
            return Some(step.at.clone());
        }
    }
    match steps.iter().position(|step| step.at == *at) {
        Some(position) => steps.into_iter().nth(position + 1).map(|step| step.at),
        None => next_unfinished(form, answers, cx),
    }
}

/// The step before this one: where *Quay lại* leads.  None: the start page.
#[must_use]
pub fn previous(form: &FormDefinition, answers: &Answers, cx: &Context<'_>, at: &StepRef) -> Option<StepRef> {
    let steps = journey(form, answers, cx);
    let first_of_page = steps.iter().position(|step| step.at.page == at.page);
    let position = steps.iter().position(|step| step.at == *at).or(first_of_page)?;
    let before = position.checked_sub(1)?;
    steps.into_iter().nth(before).map(|step| step.at)
}
