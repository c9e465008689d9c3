//! How dates and times of day stand in JSON: `2026-11-24` and `15:00`.
use base::{Date, Time};
use serde::{Deserialize, Deserializer, Serializer, de::Error};

pub(crate) mod date {
    use super::*;
    pub fn serialize<S: Serializer>(value: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

pub(crate) mod date_option {
    use super::*;
    pub fn serialize<S: Serializer>(value: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(date) => to.collect_str(date),
            None => to.serialize_none(),
        }
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(from)?.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}

pub(crate) mod time {
    use super::*;
    pub fn serialize<S: Serializer>(value: &Time, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&value.strftime("%H:%M"))
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Time, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

pub(crate) mod time_option {
    use super::*;
    pub fn serialize<S: Serializer>(value: &Option<Time>, to: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(time) => to.collect_str(&time.strftime("%H:%M")),
            None => to.serialize_none(),
        }
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Time>, D::Error> {
        Option::<String>::deserialize(from)?.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}
