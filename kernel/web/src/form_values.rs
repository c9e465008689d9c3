//! Reads form fields into a struct: a repeated field is a list, an absent list is empty, an empty `Option` is none.
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use std::fmt;

/// Fields grouped by name, in the order of their first appearance.
pub(crate) type Groups = Vec<(String, Vec<String>)>;

pub(crate) fn group(pairs: Vec<(String, String)>) -> Groups {
    let mut groups: Groups = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => groups.push((name, vec![value])),
        }
    }
    groups
}

pub(crate) fn read<T: DeserializeOwned>(groups: Groups) -> Result<T, ValueError> {
    let entries = groups.into_iter().map(|(name, values)| (name, Values(values)));
    T::deserialize(MapDeserializer::<_, ValueError>::new(entries))
}

/// A field that does not fit; the message names the kind that was expected, not what was typed.
#[derive(Debug)]
pub(crate) struct ValueError(String);

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}

impl de::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

struct Values(Vec<String>);

impl<'de> IntoDeserializer<'de, ValueError> for Values {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl Values {
    fn one(self) -> String {
        self.0.into_iter().next().unwrap_or_default()
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $kind:ty),*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
            let text = self.one();
            let value: $kind = text.trim().parse().map_err(|_| ValueError(concat!("expected ", stringify!($kind)).to_owned()))?;
            visitor.$visit(value)
        }
    )* };
}

impl<'de> Deserializer<'de> for Values {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_string(self.one())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        // A hidden "0" before a checkbox is a habit of some forms: the last value counts.
        match self.0.last().map(String::as_str) {
            Some("1" | "on" | "true") => visitor.visit_bool(true),
            None | Some("" | "0" | "off" | "false") => visitor.visit_bool(false),
            Some(_) => Err(ValueError("expected bool".to_owned())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.0.iter().all(String::is_empty) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_seq(SeqDeserializer::new(self.0.into_iter().map(|value| Self(vec![value]))))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_enum(IntoDeserializer::<ValueError>::into_deserializer(self.one()))
    }

    numbers!(
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64, deserialize_f32 visit_f32 f32,
        deserialize_f64 visit_f64 f64
    );

    serde::forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct tuple_struct map struct identifier ignored_any i128 u128
    }
}
