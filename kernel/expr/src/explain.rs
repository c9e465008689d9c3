//! Why a result is what it is: the tree of sub-expressions with the value of each.
use crate::value::Value;
use serde::Serialize;

/// Why a sub-expression answered null though its text is right.  A code, not a sentence: screens translate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The scope does not know the name.
    UnknownName,
    /// The value has no such property.
    UnknownProperty,
    /// The operands are of kinds that this operator does not take together, or one of them is null.
    NotApplicable,
    /// An operand of `and`, `or`, `if` is not a boolean.
    NotABoolean,
    DivisionByZero,
    /// The result does not fit (28 digits, years −9999…9999).
    OutOfRange,
    /// A function was given an argument that it does not take.
    BadArgument,
}

/// One sub-expression and its value.  Literals are left out of `parts`: their text is their value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The sub-expression as written.
    pub text: String,
    #[serde(serialize_with = "as_written")]
    pub value: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Explanation>,
}

fn as_written<S: serde::Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}
