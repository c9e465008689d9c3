//! What has been answered so far: the whole state of a journey besides the form itself.
use super::definition::Page;
use base::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Where a prefilled value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The database by its name as people read it.
    pub name: String,
    /// When it was read.
    pub at: Timestamp,
    /// The person says that it is wrong: what she writes stands beside it, the official compares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Json>,
    /// The person's own words from another question: typed over like any answer, and then the source is forgotten.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

/// Draft answers.  A missing key is a question not yet answered; `null` is an optional question left blank.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Accepted values: fields by id; of a repeating page, a list of such objects by page id.
    #[serde(default)]
    pub values: Map<String, Json>,
    /// Pages that hold something refused, with everything as it was typed; by slot (`page` or `page/index`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub typed: BTreeMap<String, Vec<(String, String)>>,
    /// Sources of prefilled fields, by field id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, Source>,
}

impl Answers {
    /// Key of [`Answers::typed`].
    #[must_use]
    pub fn slot(page: &str, item: Option<usize>) -> String {
        item.map_or_else(|| page.to_owned(), |item| format!("{page}/{item}"))
    }

    /// The answers of one page, or of one item of a repeating page.
    #[must_use]
    pub fn of_page(&self, page: &Page, item: Option<usize>) -> Option<&Map<String, Json>> {
        if page.repeat.is_none() {
            return Some(&self.values);
        }
        self.values.get(&page.id)?.as_array()?.get(item?)?.as_object()
    }

    /// How many items a repeating page has; `None` when it was never answered, not even with "none".
    #[must_use]
    pub fn item_count(&self, page: &Page) -> Option<usize> {
        self.values.get(&page.id)?.as_array().map(Vec::len)
    }

    /// Stores one answer.  An item one past the end is appended; further ones are ignored.
    pub(crate) fn put(&mut self, page: &Page, item: Option<usize>, field: &str, value: Option<Json>) {
        let Some(target) = self.target(page, item) else { return };
        match value {
            Some(value) => {
                target.insert(field.to_owned(), value);
            }
            None => {
                target.shift_remove(field);
            }
        }
    }

    fn target(&mut self, page: &Page, item: Option<usize>) -> Option<&mut Map<String, Json>> {
        if page.repeat.is_none() {
            return Some(&mut self.values);
        }
        let item = item?;
        let list = self.values.entry(page.id.clone()).or_insert_with(|| Json::Array(Vec::new()));
        let items = list.as_array_mut()?;
        if items.len() == item {
            items.push(Json::Object(Map::new()));
        }
        items.get_mut(item)?.as_object_mut()
    }

    /// Fills a field from state data, unless the person has already answered it.
    pub fn prefill(&mut self, field: &str, value: Json, source: &str, at: Timestamp) {
        if !self.values.contains_key(field) {
            self.values.insert(field.to_owned(), value);
            let source = Source { name: source.to_owned(), at, reported: None, open: false };
            self.sources.insert(field.to_owned(), source);
        }
    }

    /// Fills a field from what the person herself said elsewhere, unless she has answered it otherwise.  It stays hers
    /// to change; said anew elsewhere, the copy follows as long as she has not changed it.
    pub fn carry(&mut self, field: &str, value: Json, source: &str, at: Timestamp) {
        let copied = self.sources.get(field).is_some_and(|source| source.open);
        if copied || !self.values.contains_key(field) {
            self.values.insert(field.to_owned(), value);
            let source = Source { name: source.to_owned(), at, reported: None, open: true };
            self.sources.insert(field.to_owned(), source);
        }
    }

    /// The answer changed under the person's hand: what was carried here is no longer its source.
    pub(crate) fn forget_carried(&mut self, field: &str) {
        if self.sources.get(field).is_some_and(|source| source.open) {
            self.sources.remove(field);
        }
    }

    /// The person says a prefilled value is wrong: the field opens, and what the source said is kept.
    pub fn report_wrong(&mut self, field: &str) {
        if let Some(source) = self.sources.get_mut(field)
            && source.reported.is_none()
        {
            source.reported = Some(self.values.get(field).cloned().unwrap_or(Json::Null));
        }
    }

    /// Is the field shown as it came from its source, not to be typed over?
    #[must_use]
    pub fn is_locked(&self, field: &str) -> bool {
        self.sources.get(field).is_some_and(|source| source.reported.is_none() && !source.open)
    }

    /// Says that a repeating page has (so far) no item.
    pub fn set_no_items(&mut self, page: &Page) {
        self.values.entry(page.id.clone()).or_insert_with(|| Json::Array(Vec::new()));
    }

    /// Takes an item out; what was typed for later items moves up with them.
    pub fn remove_item(&mut self, page: &Page, item: usize) {
        if let Some(items) = self.values.get_mut(&page.id).and_then(Json::as_array_mut)
            && item < items.len()
        {
            items.remove(item);
        }
        let prefix = format!("{}/", page.id);
        let moved = std::mem::take(&mut self.typed).into_iter().filter_map(|(slot, typed)| {
            let Some(index) = slot.strip_prefix(&prefix).and_then(|index| index.parse::<usize>().ok()) else {
                return Some((slot, typed));
            };
            match index.cmp(&item) {
                std::cmp::Ordering::Less => Some((slot, typed)),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some((format!("{prefix}{}", index - 1), typed)),
            }
        });
        self.typed = moved.collect();
    }
}
