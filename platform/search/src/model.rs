//! What is put in and what comes out.
use base::Date;

/// One thing that can be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub kind: String,
    /// The owner's key: stays the same when the thing is renamed.
    pub id: String,
    pub title: String,
    /// Other names that people use.
    pub synonyms: Vec<String>,
    /// More words that lead here, of little weight: field, code, results.
    pub body: String,
    /// Larger comes first among equals.
    pub rank: i64,
    pub effective_from: Option<Date>,
    /// First day no longer to be found.
    pub effective_to: Option<Date>,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub id: String,
    pub title: String,
    /// Larger is better; only comparable within one answer.
    pub score: i64,
    /// A word was read as another, or left out: say so on the page.
    pub loose: bool,
}
