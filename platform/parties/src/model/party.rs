//! Persons and organisations.
use super::{Identifier, words};
use base::{Date, Id, PartialDate, Sex, Timestamp};
use contracts::{PartyId, UnitId};
use std::fmt;

words!(
    /// Human being or body.
    PartyKind { Person => "person", Organisation => "organisation" }
);
words!(
    /// How to reach a party.
    ContactKind { Phone => "phone", Email => "email" }
);
words!(
    /// What an address is (Luật Cư trú 68/2020/QH14 for persons).
    AddressKind { Permanent => "permanent", Temporary => "temporary", Current => "current", Headquarters => "headquarters" }
);

/// A number with its issue and validity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub identifier: Identifier,
    pub issued_on: Option<Date>,
    pub issued_by: Option<String>,
    /// None: since before anybody asked.
    pub valid_from: Option<Date>,
    /// First day after; none while no end is known.
    pub valid_to: Option<Date>,
}

impl Paper {
    /// A number of which nothing else is known.
    #[must_use]
    pub const fn of(identifier: Identifier) -> Self {
        Self { identifier, issued_on: None, issued_by: None, valid_from: None, valid_to: None }
    }
}

/// A way to reach a party.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    pub kind: ContactKind,
    pub value: String,
}

/// Where a party lives or sits.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    pub kind: AddressKind,
    /// Unit of any era, as given.
    pub unit: UnitId,
    /// House, street, village.
    pub line: String,
}

/// A party about to be recorded.
#[derive(Clone)]
pub struct NewParty {
    pub kind: PartyKind,
    pub name: String,
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
    /// The first is what the party is found by.
    pub papers: Vec<Paper>,
    pub contacts: Vec<Contact>,
    pub addresses: Vec<Address>,
}

impl NewParty {
    /// A party of which only the name is known.
    #[must_use]
    pub fn named(kind: PartyKind, name: &str) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            birth: None,
            sex: None,
            papers: Vec::new(),
            contacts: Vec::new(),
            addresses: Vec::new(),
        }
    }
}

/// What `find_or_create` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub party: PartyId,
    pub created: bool,
    /// The number was known under other words than were given: somebody looks before relying on it.
    pub name_differs: bool,
}

/// A party unmasked.  Only [`crate::party`] makes one, and that demands an access grant.
#[derive(Clone, PartialEq, Eq)]
pub struct Party {
    pub id: PartyId,
    pub kind: PartyKind,
    pub name: String,
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
    pub papers: Vec<Paper>,
    pub contacts: Vec<Contact>,
    pub addresses: Vec<Address>,
    pub former_names: Vec<String>,
    pub version: i64,
}

/// A party as any list may show it.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskedParty {
    pub id: PartyId,
    pub kind: PartyKind,
    /// `Nguyễn T. A.`; an organisation's name is public.
    pub name: String,
    /// `••••••••1234` of the living identifiers, the first kind first.
    pub identifiers: Vec<String>,
}

/// One merge as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeRow {
    pub id: Id,
    pub survivor: PartyId,
    pub absorbed: PartyId,
    pub at: Timestamp,
    pub reason: String,
    pub undone_at: Option<Timestamp>,
}

macro_rules! quiet {
    ($($name:ident by $field:ident),+) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.$field)
            }
        })+
    };
}
quiet!(Contact by kind, Address by kind, NewParty by kind, Party by id, MaskedParty by id);
