//! Types; pure.  None of them prints a person: `Debug` shows ids and kinds only.
mod identifier;
mod party;

pub use identifier::{Identifier, IdentifierKind};
pub use party::{
    Address, AddressKind, Contact, ContactKind, Found, MaskedParty, MergeRow, NewParty, Paper, Party,
    PartyKind,
};

/// The day that stands for "no end is known" in a column.
pub(crate) const OPEN: base::Date = base::Date::constant(9999, 12, 31);
/// The day that stands for "since before anybody asked" in a column.
pub(crate) const ALWAYS: base::Date = base::Date::constant(1, 1, 1);

/// A type stored as one of a few words.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$note:meta])* $variant:ident => $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$note])* $variant),+ }
        impl $name {
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;
