//! One thing wrong with what somebody wrote, at its place.

/// What is wrong: the sentence is `indicators-flaw-…` of the locale file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Id of the field on the page.
    pub field: String,
    /// `lower-kebab`.
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Flaw {
    #[must_use]
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, args: Vec::new() }
    }

    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Key of the sentence.
    #[must_use]
    pub fn key(&self) -> String {
        format!("indicators-flaw-{}", self.code)
    }

    /// For a log or a terminal without a catalogue.
    #[must_use]
    pub fn plain(&self) -> String {
        let args: Vec<String> = self.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}: {} {}", self.field, self.code, args.join(" ")).trim_end().to_owned()
    }
}
