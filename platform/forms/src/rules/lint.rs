//! What is wrong with a definition before anybody meets it; a form with problems is not published.
use super::schema::schema_of;
use crate::model::{Field, FieldKind, FormDefinition, ITEMS_MAX, Page, TEXT_CHARS_MAX};
use expr::Expr;
use std::collections::BTreeSet;

/// What is wrong.  The sentence is the locale key `forms-problem-…` of [`ProblemKind::key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Not `[a-z][a-z0-9_]*` (pages and forms: hyphens too).
    BadId,
    TwiceUsedId,
    Empty,
    TooLong,
    /// A condition or rule reads a name that is not answered before it.
    UnknownName,
    /// The attribute does nothing for this kind.
    IdleAttribute,
    NoChoices,
    BadLimits,
    /// Files stand alone on their page, and on no repeating page.
    FileNotAlone,
    /// Prefill works on pages that do not repeat.
    PrefillInRepeat,
    BadSchema,
}

impl ProblemKind {
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::BadId => "forms-problem-bad-id",
            Self::TwiceUsedId => "forms-problem-twice-used-id",
            Self::Empty => "forms-problem-empty",
            Self::TooLong => "forms-problem-too-long",
            Self::UnknownName => "forms-problem-unknown-name",
            Self::IdleAttribute => "forms-problem-idle-attribute",
            Self::NoChoices => "forms-problem-no-choices",
            Self::BadLimits => "forms-problem-bad-limits",
            Self::FileNotAlone => "forms-problem-file-not-alone",
            Self::PrefillInRepeat => "forms-problem-prefill-in-repeat",
            Self::BadSchema => "forms-problem-bad-schema",
        }
    }
}

/// One problem: where (a JSON pointer), what, and the name concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub at: String,
    pub what: ProblemKind,
    pub detail: String,
}

impl FormDefinition {
    /// Everything that is wrong with the definition; publish only when empty.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut lint = Lint { form: self, found: Vec::new(), ids: BTreeSet::new(), names: BTreeSet::new() };
        lint.run();
        lint.found
    }
}

struct Lint<'a> {
    form: &'a FormDefinition,
    found: Vec<Problem>,
    ids: BTreeSet<&'a str>,
    /// Names that conditions may read at this point.
    names: BTreeSet<&'a str>,
}

impl<'a> Lint<'a> {
    fn add(&mut self, at: &str, what: ProblemKind, detail: &str) {
        self.found.push(Problem { at: at.to_owned(), what, detail: detail.to_owned() });
    }

    fn run(&mut self) {
        let form = self.form;
        if !is_id(&form.code, true) || form.version < 1 {
            self.add("/code", ProblemKind::BadId, &form.code);
        }
        if form.title.is_empty() || form.pages.is_empty() {
            self.add("/pages", ProblemKind::Empty, &form.code);
        }
        self.names.insert("today");
        self.names.extend(form.facts.iter().map(String::as_str));
        self.ids.extend(["today", "value"]);
        self.ids.extend(form.facts.iter().map(String::as_str));
        for (number, page) in form.pages.iter().enumerate() {
            self.page(&format!("/pages/{number}"), page);
        }
        let schema = schema_of(form);
        if let Err(error) = jsonschema::draft202012::new(&schema) {
            self.add("/schema", ProblemKind::BadSchema, &error.to_string());
        }
    }

    fn id(&mut self, at: &str, id: &'a str, hyphens: bool) {
        if !is_id(id, hyphens) {
            self.add(at, ProblemKind::BadId, id);
        } else if !self.ids.insert(id) {
            self.add(at, ProblemKind::TwiceUsedId, id);
        }
    }

    fn page(&mut self, at: &str, page: &'a Page) {
        // A repeating page's id is a name in expressions, so it has no hyphen.
        self.id(&format!("{at}/id"), &page.id, page.repeat.is_none());
        if page.title.is_empty() || page.fields.is_empty() {
            self.add(at, ProblemKind::Empty, &page.id);
        }
        self.condition(&format!("{at}/show_if"), page.show_if.as_ref(), &[]);
        if let Some(repeat) = &page.repeat {
            let named = repeat.name_field.as_ref().is_none_or(|id| page.field(id).is_some());
            if repeat.max == 0 || repeat.max > ITEMS_MAX || repeat.min > repeat.max || !named {
                self.add(&format!("{at}/repeat"), ProblemKind::BadLimits, &page.id);
            }
            if repeat.item_title.is_empty() {
                self.add(&format!("{at}/repeat"), ProblemKind::Empty, &page.id);
            }
        }
        let mut earlier: Vec<&'a str> = Vec::new();
        for (number, field) in page.fields.iter().enumerate() {
            let at = format!("{at}/fields/{number}");
            self.id(&format!("{at}/id"), &field.id, false);
            self.field(&at, page, field, &earlier);
            earlier.push(&field.id);
        }
        match page.repeat {
            Some(_) => self.names.insert(&page.id),
            None => {
                self.names.extend(earlier);
                true
            }
        };
    }

    fn condition(&mut self, at: &str, expr: Option<&Expr>, also: &[&str]) {
        let Some(expr) = expr else { return };
        for name in expr.names() {
            let root = name.split('.').next().unwrap_or_default();
            if !self.names.contains(root) && !also.contains(&root) {
                self.add(at, ProblemKind::UnknownName, &name);
            }
        }
    }

    fn field(&mut self, at: &str, page: &Page, field: &Field, earlier: &[&str]) {
        if field.label.is_empty() {
            self.add(at, ProblemKind::Empty, &field.id);
        }
        if field.label.chars().count() > TEXT_CHARS_MAX {
            self.add(at, ProblemKind::TooLong, &field.id);
        }
        self.condition(&format!("{at}/show_if"), field.show_if.as_ref(), earlier);
        let with_value: Vec<&str> = earlier.iter().copied().chain(["value", field.id.as_str()]).collect();
        for (number, check) in field.checks.iter().enumerate() {
            self.condition(&format!("{at}/checks/{number}"), Some(&check.rule), &with_value);
            if check.message.is_empty() {
                self.add(&format!("{at}/checks/{number}"), ProblemKind::Empty, &field.id);
            }
        }
        if field.kind == FieldKind::File && (page.fields.len() > 1 || page.repeat.is_some()) {
            self.add(at, ProblemKind::FileNotAlone, &field.id);
        }
        if field.prefill.is_some() && page.repeat.is_some() {
            self.add(at, ProblemKind::PrefillInRepeat, &field.id);
        }
        self.attributes(at, field);
    }

    fn attributes(&mut self, at: &str, field: &Field) {
        use FieldKind::{
            Address, Choice, Code, Date, File, Integer, LongText, Money, MultiChoice, Number, PartialDate,
            Text,
        };
        let kind = field.kind;
        let chooses = matches!(kind, Choice | MultiChoice | Code);
        let counts = matches!(kind, Integer | Number | Money | MultiChoice | File);
        let idle = [
            ("min", field.min.is_some() && !counts),
            ("max", field.max.is_some() && !counts && !matches!(kind, Text | LongText)),
            ("decimals", field.decimals.is_some() && kind != Number),
            ("unit", !field.unit.is_empty() && !matches!(kind, Integer | Number)),
            ("choices", !field.choices.is_empty() && !chooses),
            ("code_list", field.code_list.is_some() && !chooses),
            ("reach", field.reach.is_some() && kind != Address),
            ("in_words", field.in_words && !matches!(kind, Date | PartialDate)),
        ];
        for (name, _) in idle.into_iter().filter(|(_, idle)| *idle) {
            self.add(&format!("{at}/{name}"), ProblemKind::IdleAttribute, &field.id);
        }
        if chooses && field.choices.is_empty() == field.code_list.is_none() {
            self.add(at, ProblemKind::NoChoices, &field.id);
        }
        let codes: BTreeSet<&str> = field.choices.iter().map(|choice| choice.code.as_str()).collect();
        if codes.len() != field.choices.len() {
            self.add(&format!("{at}/choices"), ProblemKind::TwiceUsedId, &field.id);
        }
        let crossed = field.min.zip(field.max).is_some_and(|(min, max)| min > max);
        if crossed || field.decimals.is_some_and(|places| places > 6) {
            self.add(at, ProblemKind::BadLimits, &field.id);
        }
    }
}

fn is_id(id: &str, hyphens: bool) -> bool {
    let rest_ok = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || (hyphens && c == '-');
    id.len() <= 60 && id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(rest_ok)
}
