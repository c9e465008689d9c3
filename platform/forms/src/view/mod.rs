//! The HTML of one page, of the list of items and of the check page; classes are those of web/tinhso.css.
//! No script, no frame: the caller puts the pieces into its page and its `<form>`.
mod build;
mod shape;

use crate::errors::FormError;
use crate::model::{Answers, FieldKind, FormDefinition, Page, Source, lower_first};
use crate::ports::{Context, Labels};
use crate::rules::journey::{StepRef, StepStatus, journey};
use crate::rules::messages::FieldError;
use crate::rules::review::{check_answers, item_title};
use crate::rules::visible::walk;
use askama::Template;
use base::moment_vi;
use shape::{FieldView, Shape};

/// Everything that turns a draft into HTML.
pub struct View<'a> {
    pub form: &'a FormDefinition,
    pub answers: &'a Answers,
    pub cx: &'a Context<'a>,
    pub labels: &'a dyn Labels,
    /// Address of a step.
    pub link: &'a dyn Fn(&StepRef) -> String,
}

#[derive(Template)]
#[template(path = "form/page.html")]
struct PageTemplate<'a> {
    l: &'a dyn Labels,
    title: &'a str,
    help: &'a str,
    /// The only field's label is the page's question.
    label_is_title: bool,
    /// Some field has a button of its own: Enter must still go on.
    has_side_buttons: bool,
    again: bool,
    /// A page of files: heading and help stand above the sending form (`render_upload`).
    title_stands_above: bool,
    /// “Đã nhận 2 tệp”.
    files_received: String,
    shown: String,
    fields: Vec<FieldView>,
}

#[derive(Template)]
#[template(path = "form/errors.html")]
struct ErrorsTemplate {
    title: String,
    errors: Vec<(String, String)>,
}

struct ItemView {
    number: usize,
    title: String,
    name: String,
    link: String,
    unfinished: bool,
}

#[derive(Template)]
#[template(path = "form/items.html")]
struct ItemsTemplate<'a> {
    l: &'a dyn Labels,
    page: &'a str,
    title: &'a str,
    items: Vec<ItemView>,
    may_add: bool,
    add_label: String,
}

struct RowView {
    label: String,
    label_lower: String,
    lines: Vec<String>,
    source: String,
    link: String,
}

struct SectionView {
    title: String,
    rows: Vec<RowView>,
}

#[derive(Template)]
#[template(path = "form/check.html")]
struct CheckTemplate<'a> {
    l: &'a dyn Labels,
    sections: Vec<SectionView>,
}

#[derive(Template)]
#[template(path = "form/submit.html")]
struct SubmitTemplate<'a> {
    l: &'a dyn Labels,
    declaration: &'a str,
    submit_label: String,
    wrong: bool,
}

#[derive(Template)]
#[template(path = "form/upload.html")]
struct UploadTemplate<'a> {
    l: &'a dyn Labels,
    title: &'a str,
    help: &'a str,
    action: &'a str,
    before: &'a str,
    field: &'a str,
}

/// Templates only fail when memory does; an empty piece is then the least harm.
fn rendered(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

impl View<'_> {
    /// What goes inside the page's `<form method="post" novalidate>`: heading, fields with errors, buttons.
    ///
    /// # Errors
    /// [`FormError::NoSuchPage`] when the page is not asked now.
    pub fn render_page(&self, at: &StepRef, errors: &[FieldError]) -> Result<String, FormError> {
        let page = self.form.page(&at.page).ok_or(FormError::NoSuchPage)?;
        let walked = walk(self.form, self.answers, self.cx, Some(&page.id));
        if walked.steps.last().is_none_or(|shown| shown.page.id != page.id) {
            return Err(FormError::NoSuchPage);
        }
        match (&page.repeat, at.item) {
            (Some(_), None) => return Ok(self.items(page)),
            (Some(repeat), Some(item)) => {
                if item > self.answers.item_count(page).unwrap_or(0) || item >= repeat.max {
                    return Err(FormError::NoSuchPage);
                }
            }
            (None, Some(_)) => return Err(FormError::NoSuchPage),
            (None, None) => {}
        }
        let empty = serde_json::Map::new();
        let stored = self.answers.of_page(page, at.item).unwrap_or(&empty);
        let shown = build::fields_to_show(page, at.item, self.answers, stored, &walked.names);
        let label_is_title = shown.len() == 1 && shown.iter().all(|field| field.label == page.title);
        let fields: Vec<FieldView> =
            shown.iter().map(|field| build::field_view(self, page, at.item, field, stored, errors)).collect();
        let files = fields.iter().find_map(|field| match &field.shape {
            Shape::Files(files) => Some(files.iter().filter(|file| file.whole).count()),
            _ => None,
        });
        let received = [("count", files.unwrap_or(0).to_string())];
        let again = errors.is_empty()
            && shown.iter().any(|field| field.show_if.is_some() && !stored.contains_key(&field.id))
            && shown.iter().any(|field| stored.contains_key(&field.id));
        Ok(rendered(&PageTemplate {
            l: self.labels,
            title: &page.title,
            help: &page.help,
            label_is_title,
            has_side_buttons: fields.iter().any(FieldView::has_button),
            again,
            title_stands_above: files.is_some(),
            files_received: self.labels.with("forms-files-received", &received),
            shown: shown.iter().map(|field| field.id.as_str()).collect::<Vec<_>>().join(" "),
            fields,
        }))
    }

    /// The summary above everything else; empty without errors.
    #[must_use]
    pub fn render_errors(&self, errors: &[FieldError]) -> String {
        if errors.is_empty() {
            return String::new();
        }
        let title = self.labels.with("forms-error-summary", &[("count", errors.len().to_string())]);
        let errors =
            errors.iter().map(|error| (error.control.clone(), error.message.text(self.labels))).collect();
        rendered(&ErrorsTemplate { title, errors })
    }

    /// The document title of a page: its question, after “Lỗi:” when something is refused.
    #[must_use]
    pub fn title(&self, at: &StepRef, errors: &[FieldError]) -> String {
        let title = self.form.page(&at.page).map(|page| page.title.clone()).unwrap_or_default();
        if errors.is_empty() { title } else { self.labels.with("forms-error-title", &[("title", title)]) }
    }

    fn items(&self, page: &Page) -> String {
        let steps = journey(self.form, self.answers, self.cx);
        let walked = walk(self.form, self.answers, self.cx, Some(&page.id));
        let items = walked.steps.iter().filter(|shown| shown.page.id == page.id).filter_map(|shown| {
            let number = shown.item?;
            let at = StepRef { page: page.id.clone(), item: shown.item };
            let unfinished = steps.iter().any(|step| step.at == at && step.status != StepStatus::Done);
            let (title, name) = item_title(self.form, shown, number, self.answers, self.cx, self.labels);
            Some(ItemView {
                number,
                title,
                name: name.unwrap_or_default(),
                link: (self.link)(&at),
                unfinished,
            })
        });
        let item_title =
            page.repeat.as_ref().map(|repeat| lower_first(&repeat.item_title)).unwrap_or_default();
        let max = page.repeat.as_ref().map_or(0, |repeat| repeat.max);
        rendered(&ItemsTemplate {
            l: self.labels,
            page: &page.id,
            title: &page.title,
            items: items.collect(),
            may_add: self.answers.item_count(page).unwrap_or(0) < max,
            add_label: self.labels.with("forms-add-item", &[("item", item_title)]),
        })
    }

    /// Heading and grouped answers of the check page, for a `<div class="measure stack">`.
    #[must_use]
    pub fn render_check(&self) -> String {
        let sections =
            check_answers(self.form, self.answers, self.cx, self.labels).into_iter().map(|section| {
                let rows = section.rows.into_iter().map(|row| RowView {
                    label_lower: lower_first(&row.label),
                    label: row.label,
                    lines: row.lines,
                    source: row.source.map(|source| self.short_source(&source)).unwrap_or_default(),
                    link: format!("{}#{}", (self.link)(&row.change), row.control),
                });
                SectionView { title: section.title, rows: rows.collect() }
            });
        rendered(&CheckTemplate { l: self.labels, sections: sections.collect() })
    }

    /// Declaration and buttons of the check page, for the inside of its `<form>`; `wrong`: the box was not ticked.
    /// The box is `_agree`, the buttons are `_act` = `submit` or `save`.
    #[must_use]
    pub fn render_submit(&self, wrong: bool) -> String {
        let label = &self.form.submit_label;
        let submit_label = if label.is_empty() { self.labels.t("forms-submit") } else { label.clone() };
        rendered(&SubmitTemplate { l: self.labels, declaration: &self.form.declaration, submit_label, wrong })
    }

    /// Of a page of files: heading, help and the form by which one file is sent; stands before the page's own form.
    /// `before` is trusted HTML (the CSRF field).
    ///
    /// # Errors
    /// [`FormError::NoSuchPage`] when the page has no file field.
    pub fn render_upload(&self, page: &str, action: &str, before: &str) -> Result<String, FormError> {
        let page = self.form.page(page).ok_or(FormError::NoSuchPage)?;
        let field =
            page.fields.iter().find(|field| field.kind == FieldKind::File).ok_or(FormError::NoSuchPage)?;
        Ok(rendered(&UploadTemplate {
            l: self.labels,
            title: &page.title,
            help: &page.help,
            action,
            before,
            field: &field.id,
        }))
    }

    fn short_source(&self, source: &Source) -> String {
        let key =
            if source.reported.is_some() { "forms-source-reported-short" } else { "forms-source-short" };
        self.labels.with(key, &[("source", source.name.clone()), ("time", moment_vi(source.at))])
    }
}
