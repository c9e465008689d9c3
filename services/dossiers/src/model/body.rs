//! What a result says: paragraphs, lines in groups, recipients.
use serde::{Deserialize, Serialize};

/// One line of a result, or the heading of the lines below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct ResultLine {
    /// Field of the form or key of the procedure's line; empty where an officer wrote it.
    pub key: String,
    pub label: String,
    pub value: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub heading: bool,
}

/// Lines were pairs once, and whoever writes by the API needs no key.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Pair(String, String),
    Line {
        #[serde(default)]
        key: String,
        label: String,
        #[serde(default)]
        value: String,
        #[serde(default)]
        heading: bool,
    },
}

impl From<Written> for ResultLine {
    fn from(written: Written) -> Self {
        match written {
            Written::Pair(label, value) => Self { label, value, ..Self::default() },
            Written::Line { key, label, value, heading } => Self { key, label, value, heading },
        }
    }
}

impl ResultLine {
    #[must_use]
    pub fn heading(title: &str) -> Self {
        Self { label: title.to_owned(), heading: true, ..Self::default() }
    }

    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.label.is_empty() && self.value.is_empty()
    }
}

/// What a result says, as stored in its row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResultBody {
    pub paragraphs: Vec<String>,
    pub rows: Vec<ResultLine>,
    pub recipients: Vec<String>,
}

impl ResultBody {
    #[must_use]
    pub fn of(body: &serde_json::Value) -> Self {
        serde_json::from_value(body.clone()).unwrap_or_default()
    }

    /// The lines under their headings; the first group may have none.
    #[must_use]
    pub fn groups(&self) -> Vec<(String, Vec<ResultLine>)> {
        let mut groups: Vec<(String, Vec<ResultLine>)> = Vec::new();
        for line in &self.rows {
            if line.heading {
                groups.push((line.label.clone(), Vec::new()));
                continue;
            }
            match groups.last_mut() {
                Some((_, lines)) => lines.push(line.clone()),
                None => groups.push((String::new(), vec![line.clone()])),
            }
        }
        groups
    }

    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "paragraphs": self.paragraphs, "rows": self.rows, "recipients": self.recipients,
        })
    }
}
