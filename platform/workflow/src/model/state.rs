//! Where a process stands: tokens and variables, nothing else.  Steps are named by their place in the immutable
//! definition and ids by 22 characters, so that 30 steps stay under 2 kB.
use contracts::{AccountId, AgencyId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A place where the process waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Never used again after the token has moved on: a stale page names a token that is gone.
    #[serde(rename = "n")]
    pub number: u32,
    /// Index of the step in the definition.
    #[serde(rename = "s")]
    pub step: u16,
    /// The split whose branch this is.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub fork: Option<u32>,
    /// The agencies asked, with their answers so far.
    #[serde(rename = "q", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) asked: Vec<Ask>,
}

/// One agency asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    #[serde(rename = "a", with = "short")]
    pub agency: AgencyId,
    #[serde(rename = "y", default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<bool>,
}

/// A split whose branches are under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    #[serde(rename = "n")]
    pub number: u32,
    /// Index of the step that split.
    #[serde(rename = "s")]
    pub step: u16,
    /// The fork within whose branch this split happened.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
    /// Branches that have neither reached the join nor ended.
    #[serde(rename = "l")]
    pub left: u16,
    /// The join that a branch has reached.
    #[serde(rename = "j", default, skip_serializing_if = "Option::is_none")]
    pub join: Option<u16>,
}

/// Who did a step that another step must not be done by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    #[serde(rename = "s")]
    pub step: u16,
    #[serde(rename = "b", with = "short")]
    pub by: AccountId,
}

/// A consent by silence; an answer that still comes is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    #[serde(rename = "n")]
    pub token: u32,
    /// None: the agency of the step's own place.
    #[serde(rename = "a", default, with = "short_option", skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyId>,
}

/// Where a process stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    #[serde(rename = "t", default)]
    pub(crate) tokens: Vec<Token>,
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) forks: Vec<Fork>,
    /// The next number for a token or fork.
    #[serde(rename = "n", default)]
    pub(crate) next: u32,
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) acted: Vec<Acted>,
    #[serde(rename = "l", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) late: Vec<Late>,
    #[serde(rename = "v", default, skip_serializing_if = "Map::is_empty")]
    pub(crate) vars: Map<String, Value>,
    #[serde(rename = "e", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) ended: bool,
}

impl State {
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    #[must_use]
    pub fn token(&self, number: u32) -> Option<&Token> {
        self.tokens.iter().find(|token| token.number == number)
    }

    #[must_use]
    pub fn var(&self, name: &str) -> Option<&Value> {
        self.vars.get(name)
    }

    #[must_use]
    pub const fn ended(&self) -> bool {
        self.ended
    }

    pub(crate) fn fork(&self, number: u32) -> Option<&Fork> {
        self.forks.iter().find(|fork| fork.number == number)
    }

    /// The forks around a branch, outermost first.
    pub(crate) fn around(&self, fork: Option<u32>) -> Vec<u32> {
        let mut chain = Vec::new();
        let mut next = fork;
        while let Some(number) = next.filter(|number| !chain.contains(number)) {
            chain.push(number);
            next = self.fork(number).and_then(|fork| fork.parent);
        }
        chain.reverse();
        chain
    }
}

/// An id as 22 characters of base64url.
mod short {
    use base::Id;
    use data_encoding::BASE64URL_NOPAD;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::borrow::Cow;

    pub fn encode(id: Id) -> String {
        BASE64URL_NOPAD.encode(id.as_bytes())
    }

    pub fn decode(text: &str) -> Option<Id> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        Some(Id::from_bytes(bytes.try_into().ok()?))
    }

    pub fn serialize<T: Copy + Into<Id>, S: Serializer>(id: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&encode((*id).into()))
    }

    pub fn deserialize<'de, T: From<Id>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        decode(&text).map(T::from).ok_or_else(|| D::Error::custom("not a short id"))
    }
}

mod short_option {
    use base::Id;
    use serde::{Deserializer, Serializer};

    #[allow(clippy::ref_option, reason = "the shape that serde calls")]
    pub fn serialize<T: Copy + Into<Id>, S: Serializer>(id: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        match id {
            Some(id) => super::short::serialize(id, to),
            None => to.serialize_none(),
        }
    }

    /// Present means a value: an absent one is left out.
    pub fn deserialize<'de, T: From<Id>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        super::short::deserialize(from).map(Some)
    }
}
