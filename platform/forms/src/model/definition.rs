//! A form as data: what an official writes and a province publishes.  Immutable once published.
use expr::Expr;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest one-line answer, in characters, unless the field says less.
pub const TEXT_CHARS_MAX: usize = 200;
/// Longest free text, in characters, unless the field says less.
pub const LONG_TEXT_CHARS_MAX: usize = 4_000;
/// Most items of a repeating page (transport permits list up to 200 vehicles, procedure 1.000703).
pub const ITEMS_MAX: usize = 200;

/// One version of an electronic form (*biểu mẫu điện tử*).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    /// Lower-case letters, digits, hyphens; stable over versions.
    pub code: String,
    /// Counts from 1.
    pub version: i64,
    pub title: String,
    /// JSON Schema 2020-12 of what is handed in.  Left out, it is derived from the fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<serde_json::Value>,
    /// Names beside the answers that conditions may read, e.g. `case`, `channel`; the caller gives their values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// Choices used by several fields; looked up before the province's code lists.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub code_lists: BTreeMap<String, Vec<Choice>>,
    pub pages: Vec<Page>,
    /// What the person vouches for above the last button.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub declaration: String,
    /// The last button, naming the act: “Nộp hồ sơ đăng ký khai sinh”.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub submit_label: String,
}

/// One thing on one screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub id: String,
    /// The question, as the heading.
    pub title: String,
    /// Heading of the group on the check page; left out, the page's title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Shown when true; reads answers of earlier pages, the facts and `today`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Expr>,
    pub fields: Vec<Field>,
    /// The page is asked once per item; its answers are a list under the page's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
}

/// How often a page repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    #[serde(default)]
    pub min: usize,
    pub max: usize,
    /// One item in words: “Thành viên”.
    pub item_title: String,
    /// Field whose answer names an item in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_field: Option<String>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    LongText,
    /// Decimal comma; up to `decimals` places.
    Number,
    Integer,
    /// Whole đồng.
    Money,
    Date,
    /// A year, a month of a year, or a day: older papers carry no more.
    PartialDate,
    /// *Họ*, *chữ đệm*, *tên* apart; a person may have a single name.
    PersonName,
    PersonalNumber,
    TaxCode,
    Phone,
    Email,
    /// One of few, as radio buttons.
    Choice,
    MultiChoice,
    YesNo,
    /// One of many from a code list, as a select.
    Code,
    /// A commune in force today, a village and a house.
    Address,
    /// Files sent by their own requests; the field keeps their receipts.
    File,
}

/// Where an address may lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The province of this installation.
    Province,
    #[default]
    Country,
}

/// One choice of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub code: String,
    pub label: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
}

/// A rule over answers; refused only when it is false (null = not known = passes).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Reads `value`, earlier answers, the facts and `today`.
    pub rule: Expr,
    /// What to do, as a sentence.
    pub message: String,
}

/// One question.  Attributes that the kind does not use are refused by [`FormDefinition::problems`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// `[a-z][a-z0-9_]*`, unique in the form: the name in answers, expressions and the browser.
    pub id: String,
    pub kind: FieldKind,
    pub label: String,
    /// The label as a noun, for the check page and for sentences, where the label is a question: “Nơi thường trú”.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub short: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// As [`Page::show_if`], and may also read earlier fields of the same page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Expr>,
    /// What to say when nothing was given, instead of the ordinary sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub missing: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// HTML autofill token, only where the person writes about herself (WCAG 1.3.5).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub autocomplete: String,
    /// Name of what may fill the field from state data, e.g. `account.name`; the caller knows the names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<String>,
    /// Least number, amount, choices or files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Greatest number, amount, choices, files, or characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Decimal places of a number, 0–6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// Unit written behind the box: “m²”, “bản”.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Choices written here, or
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// the name of a code list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_list: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
    /// The check page repeats the date in words, as civil-status papers do.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_words: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl FormDefinition {
    #[must_use]
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// The page and field of a field id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<(&Page, &Field)> {
        self.pages.iter().find_map(|page| page.field(id).map(|field| (page, field)))
    }

    /// `code@version`, as procedures name their form.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }
}

impl Page {
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    #[must_use]
    pub fn section(&self) -> &str {
        if self.section.is_empty() { &self.title } else { &self.section }
    }
}

impl Field {
    /// The label as a noun, where one is given.
    #[must_use]
    pub fn short(&self) -> &str {
        if self.short.is_empty() { &self.label } else { &self.short }
    }

    /// Most characters of a text.
    #[must_use]
    pub fn chars_max(&self) -> usize {
        let default = if self.kind == FieldKind::LongText { LONG_TEXT_CHARS_MAX } else { TEXT_CHARS_MAX };
        self.max.and_then(|max| usize::try_from(max).ok()).map_or(default, |max| max.min(LONG_TEXT_CHARS_MAX))
    }
}
