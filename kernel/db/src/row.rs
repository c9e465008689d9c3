//! Values on their way out of a row: a column is read through serde, so that typed ids, string enums, options and
//! dates need no second trait.
use crate::{DbError, Json};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// One row of an answer.  Columns count from 0.
pub struct Row<'r> {
    inner: RowRef<'r>,
}

#[derive(Clone, Copy)]
pub(crate) enum RowRef<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

/// One value as both databases give it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell<'r> {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(&'r str),
    Bytes(&'r [u8]),
}

impl<'r> Row<'r> {
    pub(crate) const fn new(inner: RowRef<'r>) -> Self {
        Self { inner }
    }

    fn cell(&self, index: usize) -> Result<Cell<'r>, DbError> {
        match self.inner {
            RowRef::Sqlite(row) => crate::sqlite::cell(row, index),
            RowRef::Postgres(row) => crate::postgres::cell(row, index),
        }
    }

    /// The column at `index`: `i64`, `bool`, `String`, `Vec<u8>`, `Id`, typed ids, `Timestamp`, `Date`, [`Json`],
    /// string enums (serde), or an `Option` of one.
    ///
    /// # Errors
    /// [`DbError::Column`] when there is no such column or the value has another type.
    pub fn get<T: DeserializeOwned>(&self, index: usize) -> Result<T, DbError> {
        let cell = self.cell(index)?;
        T::deserialize(cell).map_err(|Mismatch(message)| DbError::Column { index, message })
    }

    /// The text at `index` without a copy.
    ///
    /// # Errors
    /// [`DbError::Column`] when the column is NULL or no text.
    pub fn text(&self, index: usize) -> Result<&'r str, DbError> {
        match self.cell(index)? {
            Cell::Text(text) => Ok(text),
            other => {
                Err(DbError::Column { index, message: format!("expected text, found {}", other.kind()) })
            }
        }
    }

    /// The bytes at `index` without a copy.
    ///
    /// # Errors
    /// [`DbError::Column`] when the column is NULL or no bytes.
    pub fn bytes(&self, index: usize) -> Result<&'r [u8], DbError> {
        match self.cell(index)? {
            Cell::Bytes(bytes) => Ok(bytes),
            other => {
                Err(DbError::Column { index, message: format!("expected bytes, found {}", other.kind()) })
            }
        }
    }
}

impl Cell<'_> {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Real(_) => "a real",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }

    fn mismatch<T>(self, expected: &str) -> Result<T, Mismatch> {
        Err(Mismatch(format!("expected {expected}, found {}", self.kind())))
    }
}

/// Why a cell is no such value.  Carries types, never the value.
#[derive(Debug)]
pub(crate) struct Mismatch(String);

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self(format!("expected {expected}"))
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self(format!("not a valid value: expected {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(format!("not one of {expected:?}"))
    }
}

impl<'de> Deserializer<'de> for Cell<'de> {
    type Error = Mismatch;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self {
            Cell::Null => visitor.visit_unit(),
            Cell::Bool(value) => visitor.visit_bool(value),
            Cell::Int(value) => visitor.visit_i64(value),
            Cell::Real(value) => visitor.visit_f64(value),
            Cell::Text(value) => visitor.visit_borrowed_str(value),
            Cell::Bytes(value) => visitor.visit_borrowed_bytes(value),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self {
            Cell::Bool(value) => visitor.visit_bool(value),
            Cell::Int(0) => visitor.visit_bool(false),
            Cell::Int(1) => visitor.visit_bool(true),
            other => other.mismatch("a boolean"),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self {
            Cell::Real(value) => visitor.visit_f64(value),
            other => other.mismatch("a real"),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self {
            Cell::Null => visitor.visit_none(),
            other => visitor.visit_some(other),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self {
            Cell::Bytes(bytes) => visitor.visit_seq(de::value::SeqDeserializer::new(bytes.iter().copied())),
            other => other.mismatch("bytes"),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self {
            Cell::Text(text) => visitor.visit_enum(text.into_deserializer()),
            other => other.mismatch("text"),
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 char str string bytes byte_buf unit unit_struct
        tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de, T: DeserializeOwned> de::Deserialize<'de> for Json<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FromText<T>(PhantomData<T>);
        impl<T: DeserializeOwned> Visitor<'_> for FromText<T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON text")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
                serde_json::from_str(text)
                    .map_err(|error| E::custom(format_args!("JSON does not fit: {:?}", error.classify())))
            }
        }
        deserializer.deserialize_str(FromText(PhantomData)).map(Json)
    }
}
