//! One submitted page: what becomes of the answers, what is refused, what was asked besides going on.
use super::controls::{ACT, SHOWN, belongs, filled};
use super::journey::{StepRef, next_after};
use super::messages::{FieldError, Message};
use super::read::{Typed, missing, read, refuse};
use super::visible::{Layers, named_value, walk};
use crate::errors::FormError;
use crate::model::{Answers, Field, FieldKind, FileReference, FormDefinition, ITEMS_MAX, Page};
use crate::ports::Context;
use contracts::FileId;
use expr::Value;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Which button was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Continue,
    /// *Lưu, làm sau*: everything is kept, nothing is demanded.
    SaveLater,
    /// Look a commune up by the words beside this field.
    FindUnit(String),
    /// Show the communes of the province chosen beside this field.
    ChangeProvince(String),
    /// *Báo sai* beside this prefilled field.
    ReportWrong(String),
    AddItem,
    RemoveItem(usize),
    RemoveFile(FileId),
}

impl Action {
    fn of(typed: Typed<'_>) -> Self {
        let act = typed.get(ACT).unwrap_or_default();
        match act.split_once(':').unwrap_or((act, "")) {
            ("save", _) => Self::SaveLater,
            ("add", _) => Self::AddItem,
            ("find", field) => Self::FindUnit(field.to_owned()),
            ("province", field) => Self::ChangeProvince(field.to_owned()),
            ("wrong", field) => Self::ReportWrong(field.to_owned()),
            ("remove", item) => item.parse().map_or(Self::Continue, Self::RemoveItem),
            ("drop", file) => file.parse().map_or(Self::Continue, Self::RemoveFile),
            _ => Self::Continue,
        }
    }
}

/// What a submitted page leads to.
#[derive(Clone, Debug)]
pub struct PageOutcome {
    /// The new draft: accepted values, and for a refused page everything as typed.
    pub answers: Answers,
    /// In the order of the boxes; show the page again with 422 when there are some and the action was to go on.
    pub errors: Vec<FieldError>,
    pub action: Action,
    /// Show the page again without blame: a look-up was made, or an answer opened a further question.
    pub again: bool,
    step: StepRef,
}

/// Where a page leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The same page once more.
    Stay,
    /// Saved; leave the journey.
    Leave,
    To(StepRef),
    /// The check page.
    Check,
}

impl PageOutcome {
    /// Where to go now.
    #[must_use]
    pub fn next(&self, form: &FormDefinition, cx: &Context<'_>) -> Next {
        match &self.action {
            Action::SaveLater => Next::Leave,
            _ if self.again || !self.errors.is_empty() => Next::Stay,
            Action::AddItem => {
                let page = form.page(&self.step.page);
                let item = page.and_then(|page| self.answers.item_count(page)).unwrap_or(0);
                Next::To(StepRef { page: self.step.page.clone(), item: Some(item) })
            }
            _ => next_after(form, &self.answers, cx, &self.step).map_or(Next::Check, Next::To),
        }
    }
}

/// Reads one submitted page (`item` counts from 0 on repeating pages; none is the list of items).
/// Never loses what was typed: refused pages keep every box in [`Answers::typed`].
///
/// # Errors
/// [`FormError::NoSuchPage`] when the form has no such page, it is not asked now, or the item does not exist.
pub fn parse_page(
    form: &FormDefinition,
    answers: &Answers,
    page: &str,
    item: Option<usize>,
    pairs: &[(String, String)],
    cx: &Context<'_>,
) -> Result<PageOutcome, FormError> {
    let step = StepRef { page: page.to_owned(), item };
    let page = form.page(page).ok_or(FormError::NoSuchPage)?;
    let walked = walk(form, answers, cx, Some(&page.id));
    if walked.steps.last().is_none_or(|shown| shown.page.id != page.id) {
        return Err(FormError::NoSuchPage);
    }
    let typed = Typed(pairs);
    let mut outcome = PageOutcome {
        answers: answers.clone(),
        errors: Vec::new(),
        action: Action::of(typed),
        again: false,
        step,
    };
    match (&page.repeat, item) {
        (Some(_), None) => {
            list_of_items(page, &mut outcome);
            return Ok(outcome);
        }
        (Some(repeat), Some(item)) => {
            let count = answers.item_count(page).unwrap_or(0);
            if item > count || item >= repeat.max.min(ITEMS_MAX) {
                return Err(FormError::NoSuchPage);
            }
        }
        (None, Some(_)) => return Err(FormError::NoSuchPage),
        (None, None) => {}
    }
    Reader { form, page, item, typed, cx, names: &walked.names, known: BTreeMap::new() }.run(&mut outcome);
    side_steps(page, item, typed, cx, &mut outcome);
    Ok(outcome)
}

struct Reader<'a> {
    form: &'a FormDefinition,
    page: &'a Page,
    item: Option<usize>,
    typed: Typed<'a>,
    cx: &'a Context<'a>,
    names: &'a BTreeMap<String, Value>,
    /// Names of the fields read so far on this page.
    known: BTreeMap<String, Value>,
}

impl Reader<'_> {
    fn run(mut self, outcome: &mut PageOutcome) {
        let stored: Map<String, Json> =
            outcome.answers.of_page(self.page, self.item).cloned().unwrap_or_default();
        for field in &self.page.fields {
            let layers = Layers { inner: &self.known, outer: self.names, value: None };
            let shown = field.show_if.as_ref().is_none_or(|rule| rule.holds(&layers).unwrap_or(false));
            let value = if shown { self.field(field, stored.get(&field.id), outcome) } else { None };
            let named = value.map_or(Value::Null, |value| named_value(field.kind, &value));
            self.known.insert(field.id.clone(), named);
        }
        let slot = Answers::slot(&self.page.id, self.item);
        if outcome.errors.is_empty() {
            outcome.answers.typed.remove(&slot);
        } else {
            outcome.answers.typed.insert(slot, kept(self.page, self.typed));
        }
    }

    /// Reads one shown field into the draft and answers its value.
    fn field(&self, field: &Field, stored: Option<&Json>, outcome: &mut PageOutcome) -> Option<Json> {
        let locked = self.item.is_none() && outcome.answers.is_locked(&field.id);
        if locked && stored.is_some() {
            return stored.cloned();
        }
        let unasked = self.typed.get(SHOWN).is_some_and(|shown| shown.split(' ').all(|id| id != field.id));
        if unasked && field.kind != FieldKind::File {
            // The question was opened by an answer of this very page: ask it before demanding it.
            outcome.again |= stored.is_none();
            return stored.cloned();
        }
        let reading = if field.kind == FieldKind::File {
            file_answer(field, stored)
        } else {
            read(self.form, field, self.typed, self.cx)
        };
        let accepted = reading.and_then(|value| match value {
            Some(value) => self.checked(field, value),
            None if field.optional => Ok(Json::Null),
            None => Err(missing(field)),
        });
        match accepted {
            Ok(value) => {
                if self.item.is_none() && stored != Some(&value) {
                    outcome.answers.forget_carried(&field.id);
                }
                outcome.answers.put(self.page, self.item, &field.id, Some(value.clone()));
                Some(value)
            }
            Err(error) => {
                outcome.errors.push(error);
                outcome.answers.forget_carried(&field.id);
                // What the person replaced is gone from the accepted answers; what she typed stays in `typed`.
                if field.kind != FieldKind::File {
                    outcome.answers.put(self.page, self.item, &field.id, None);
                }
                None
            }
        }
    }

    fn checked(&self, field: &Field, value: Json) -> Result<Json, FieldError> {
        let named = named_value(field.kind, &value);
        let layers = Layers { inner: &self.known, outer: self.names, value: Some(&named) };
        broken_rule(field, &layers).map_or(Ok(value), Err)
    }
}

/// The first of the field's own rules that is false.
pub(crate) fn broken_rule(field: &Field, layers: &Layers<'_>) -> Option<FieldError> {
    let broken = field
        .checks
        .iter()
        .find(|check| check.rule.eval(layers).is_ok_and(|answer| answer.as_bool() == Some(false)))?;
    let mut error = missing(field);
    error.message = Message::Written(broken.message.clone());
    Some(error)
}

/// Files count when all their bytes came; an empty one is as good as none.
pub(crate) fn file_answer(field: &Field, stored: Option<&Json>) -> Result<Option<Json>, FieldError> {
    let files = files_of(stored);
    if let Some(broken) = files.iter().find(|file| file.size == 0) {
        return Err(refuse(field, "", "forms-error-file-empty", vec![("name", broken.name.clone())]));
    }
    let count = i64::try_from(files.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(None);
    }
    if let Some(min) = field.min.filter(|min| count < *min) {
        return Err(refuse(field, "", "forms-error-files-few", vec![("min", min.to_string())]));
    }
    Ok(stored.cloned())
}

pub(crate) fn files_of(stored: Option<&Json>) -> Vec<FileReference> {
    stored.and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

fn kept(page: &Page, typed: Typed<'_>) -> Vec<(String, String)> {
    typed.0.iter().filter(|(name, _)| belongs(&page.fields, name)).cloned().collect()
}

/// Look-ups and reports: the page comes back as typed, and nothing is blamed.
fn side_steps(
    page: &Page,
    item: Option<usize>,
    typed: Typed<'_>,
    cx: &Context<'_>,
    outcome: &mut PageOutcome,
) {
    if outcome.action == Action::Continue
        && let Some(field) = page.fields.iter().find(|field| asks_for_search(field, typed))
    {
        // Enter in the search box presses the page's first button; searching is what was meant.
        outcome.action = Action::FindUnit(field.id.clone());
    }
    let slot = Answers::slot(&page.id, item);
    match outcome.action.clone() {
        Action::FindUnit(id) => {
            keep_and_show_again(page, typed, slot, outcome);
            let field = page.field(&id).filter(|field| field.kind == FieldKind::Address);
            let words = field.map(|field| typed.part(field, "-q")).unwrap_or_default();
            if let Some(field) = field
                && cx.addresses.search(words, cx.today).is_empty()
            {
                let key =
                    if words.is_empty() { "forms-error-unit-no-words" } else { "forms-error-unit-not-found" };
                outcome.errors.push(refuse(field, "-q", key, vec![("words", words.to_owned())]));
            }
        }
        Action::ChangeProvince(_) => keep_and_show_again(page, typed, slot, outcome),
        Action::ReportWrong(id) if item.is_none() && page.field(&id).is_some() => {
            let before = outcome.answers.values.get(&id).cloned();
            outcome.answers.report_wrong(&id);
            keep_and_show_again(page, typed, slot.clone(), outcome);
            let boxes = page.field(&id).zip(before).map(|(field, value)| filled(field, &value));
            let typed = outcome.answers.typed.entry(slot).or_default();
            for (name, value) in boxes.unwrap_or_default() {
                typed.retain(|(known, _)| *known != name);
                typed.push((name, value));
            }
        }
        Action::RemoveFile(file) => {
            outcome.answers.remove_file(page, item, file);
            keep_and_show_again(page, typed, slot, outcome);
        }
        _ => {}
    }
}

fn asks_for_search(field: &Field, typed: Typed<'_>) -> bool {
    field.kind == FieldKind::Address
        && !typed.part(field, "-q").is_empty()
        && typed.part(field, "-found").is_empty()
        && typed.part(field, "-unit").is_empty()
}

fn keep_and_show_again(page: &Page, typed: Typed<'_>, slot: String, outcome: &mut PageOutcome) {
    outcome.again = true;
    outcome.errors.clear();
    outcome.answers.typed.insert(slot, kept(page, typed));
}

fn list_of_items(page: &Page, outcome: &mut PageOutcome) {
    let Some(repeat) = &page.repeat else { return };
    let count = outcome.answers.item_count(page).unwrap_or(0);
    let mut refuse = |key: &'static str, number: usize| {
        let args = vec![("item", repeat.item_title.clone()), ("number", number.to_string())];
        let control = format!("{}-add", page.id);
        outcome.errors.push(FieldError { field: page.id.clone(), control, message: Message::Key(key, args) });
    };
    match outcome.action {
        Action::RemoveItem(item) => {
            outcome.answers.remove_item(page, item);
            outcome.again = true;
        }
        Action::AddItem if count >= repeat.max.min(ITEMS_MAX) => {
            refuse("forms-error-items-many", repeat.max.min(ITEMS_MAX));
        }
        Action::AddItem | Action::SaveLater => {}
        _ if count < repeat.min => refuse("forms-error-items-few", repeat.min),
        _ => outcome.answers.set_no_items(page),
    }
}

impl Answers {
    /// Adds the receipt of a stored file to a file field.
    ///
    /// # Errors
    /// [`FormError::NoSuchPage`] when the form has no such file field, [`FormError::TooManyFiles`] past its limit.
    pub fn add_file(
        &mut self,
        form: &FormDefinition,
        field: &str,
        file: FileReference,
    ) -> Result<(), FormError> {
        let (page, field) = form
            .field(field)
            .filter(|(page, field)| field.kind == FieldKind::File && page.repeat.is_none())
            .ok_or(FormError::NoSuchPage)?;
        let mut files = files_of(self.values.get(&field.id));
        let most = field.max.and_then(|max| usize::try_from(max).ok()).unwrap_or(FILES_MAX);
        if files.len() >= most {
            return Err(FormError::TooManyFiles);
        }
        files.push(file);
        self.put(page, None, &field.id, serde_json::to_value(files).ok());
        Ok(())
    }

    fn remove_file(&mut self, page: &Page, item: Option<usize>, file: FileId) {
        for field in page.fields.iter().filter(|field| field.kind == FieldKind::File) {
            let mut files = files_of(self.of_page(page, item).and_then(|values| values.get(&field.id)));
            files.retain(|known| known.id != file);
            let value = if files.is_empty() { None } else { serde_json::to_value(files).ok() };
            self.put(page, item, &field.id, value);
        }
    }
}

/// Most files of one field, unless the field says less.
const FILES_MAX: usize = 20;
