//! Which pages and fields are asked, given what has been answered.  Answers of hidden pages do not count: the walk
//! goes forward and a condition sees only what is shown before it.
use crate::model::{Address, Answers, Field, FieldKind, FormDefinition, Page, PersonName};
use crate::ports::Context;
use base::PartialDate;
use expr::{Expr, Scope, Value};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// A page to be answered, or one item of a repeating page, or the list of its items (`item` none).
pub(crate) struct Shown<'f> {
    pub page: &'f Page,
    pub item: Option<usize>,
    /// Empty for the list of items.
    pub fields: Vec<&'f Field>,
}

/// Names of earlier answers; the innermost layer first.
pub(crate) struct Layers<'a> {
    pub inner: &'a BTreeMap<String, Value>,
    pub outer: &'a BTreeMap<String, Value>,
    pub value: Option<&'a Value>,
}

impl Scope for Layers<'_> {
    fn lookup(&self, name: &str) -> Option<Value> {
        if name == "value"
            && let Some(value) = self.value
        {
            return Some(value.clone());
        }
        self.inner.get(name).or_else(|| self.outer.get(name)).cloned()
    }
}

fn holds(condition: Option<&Expr>, scope: &dyn Scope) -> bool {
    condition.is_none_or(|condition| condition.holds(scope).unwrap_or(false))
}

/// The shown steps in order, up to and including `until` when it is given, and the names known before the last of them.
pub(crate) struct Walk<'f> {
    pub steps: Vec<Shown<'f>>,
    pub names: BTreeMap<String, Value>,
}

pub(crate) fn walk<'f>(
    form: &'f FormDefinition,
    answers: &Answers,
    cx: &Context<'_>,
    until: Option<&str>,
) -> Walk<'f> {
    let mut names = cx.facts.clone();
    names.insert("today".to_owned(), Value::Date(cx.today));
    let mut steps = Vec::new();
    for page in &form.pages {
        let nothing = BTreeMap::new();
        let here = Layers { inner: &nothing, outer: &names, value: None };
        let last = until == Some(page.id.as_str());
        if holds(page.show_if.as_ref(), &here) {
            let known = if page.repeat.is_some() {
                walk_items(page, answers, &names, &mut steps)
            } else {
                let (fields, known) = shown_fields(page, &answers.values, &names);
                steps.push(Shown { page, item: None, fields });
                known
            };
            if last {
                break;
            }
            names.extend(known);
        } else if last {
            break;
        } else {
            hide(page, &mut names);
        }
    }
    Walk { steps, names }
}

/// A hidden page's names are known and null, so that conditions over them are answered.
fn hide(page: &Page, names: &mut BTreeMap<String, Value>) {
    if page.repeat.is_some() {
        names.insert(page.id.clone(), Value::List(Vec::new()));
    } else {
        names.extend(page.fields.iter().map(|field| (field.id.clone(), Value::Null)));
    }
}

fn walk_items<'f>(
    page: &'f Page,
    answers: &Answers,
    names: &BTreeMap<String, Value>,
    steps: &mut Vec<Shown<'f>>,
) -> BTreeMap<String, Value> {
    let mut list = Vec::new();
    for item in 0..answers.item_count(page).unwrap_or(0) {
        let empty = Map::new();
        let values = answers.of_page(page, Some(item)).unwrap_or(&empty);
        let (fields, known) = shown_fields(page, values, names);
        steps.push(Shown { page, item: Some(item), fields });
        list.push(Value::Context(known));
    }
    steps.push(Shown { page, item: None, fields: Vec::new() });
    BTreeMap::from([(page.id.clone(), Value::List(list))])
}

/// The fields of a page that are asked, and their values as names.
pub(crate) fn shown_fields<'f>(
    page: &'f Page,
    values: &Map<String, Json>,
    outer: &BTreeMap<String, Value>,
) -> (Vec<&'f Field>, BTreeMap<String, Value>) {
    let mut known = BTreeMap::new();
    let mut fields = Vec::new();
    for field in &page.fields {
        let shown = holds(field.show_if.as_ref(), &Layers { inner: &known, outer, value: None });
        let value = values.get(&field.id).filter(|_| shown);
        known.insert(field.id.clone(), value.map_or(Value::Null, |value| named_value(field.kind, value)));
        if shown {
            fields.push(field);
        }
    }
    (fields, known)
}

/// An answer as an expression sees it: days as dates, money as đồng, a name as one text, an address by its parts.
pub(crate) fn named_value(kind: FieldKind, json: &Json) -> Value {
    let text = || json.as_str().unwrap_or_default();
    match kind {
        FieldKind::Date => Value::parse_date(text()).map_or(Value::Null, Value::Date),
        FieldKind::PartialDate => PartialDate::parse(text()).map_or(Value::Null, |date| match date.whole() {
            Some(day) => Value::Date(day),
            None => Value::Context(BTreeMap::from([
                ("year".to_owned(), Value::from(i64::from(date.year()))),
                ("month".to_owned(), date.month().map_or(Value::Null, |month| Value::from(i64::from(month)))),
            ])),
        }),
        FieldKind::Money => json.get("minor").cloned().map_or(Value::Null, Value::from),
        FieldKind::PersonName => serde_json::from_value::<PersonName>(json.clone())
            .map_or(Value::Null, |name| Value::Text(name.full())),
        FieldKind::Address => {
            serde_json::from_value::<Address>(json.clone()).map_or(Value::Null, |address| {
                let parts = [("code", address.code), ("name", address.name), ("village", address.village)];
                Value::Context(
                    parts.into_iter().map(|(name, part)| (name.to_owned(), Value::Text(part))).collect(),
                )
            })
        }
        FieldKind::File => {
            let count = json.as_array().map_or(0, Vec::len);
            i64::try_from(count).map_or(Value::Null, Value::from)
        }
        _ => Value::from(json.clone()),
    }
}
