//! What is wrong with a form, field by field, in the order of the page.

/// Field errors: the field's id on the page and a whole sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    list: Vec<(String, String)>,
}

impl Errors {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `field` is the id of the control that the summary's link leads to.
    pub fn add(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.list.push((field.into(), sentence.into()));
    }

    /// The first sentence for a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.list.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}
