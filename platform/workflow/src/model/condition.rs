//! A condition as authored: the source is kept even when it does not parse, so that the checker can say where.
use expr::{Expr, ExprError};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An S-FEEL condition over the variables of the process and `today`.
#[derive(Clone)]
pub struct Condition {
    source: String,
    parsed: Result<Expr, ExprError>,
}

impl Condition {
    #[must_use]
    pub fn new(source: impl Into<String>) -> Self {
        let source = source.into();
        let parsed = Expr::parse(&source);
        Self { source, parsed }
    }

    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// # Errors
    /// [`ExprError`] when the source is no expression.
    pub const fn expr(&self) -> Result<&Expr, &ExprError> {
        self.parsed.as_ref()
    }

    /// Whether the condition reads the variable `name`.
    #[must_use]
    pub fn reads(&self, name: &str) -> bool {
        self.parsed
            .as_ref()
            .is_ok_and(|expr| expr.names().iter().any(|path| path.split('.').next() == Some(name)))
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Condition {}

impl std::fmt::Debug for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.source)
    }
}

impl From<&str> for Condition {
    fn from(source: &str) -> Self {
        Self::new(source)
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}
