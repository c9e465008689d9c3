//! Small closed vocabularies stored as words.
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The stored word; with hyphens for underscores it ends the locale key.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> { Self::ALL.iter().copied().find(|value| value.word() == word) }
        }
    };
}
words! {
    /// In what standing the submitter files for the owner (law.md §1.4, "Owner ≠ submitter").
    StandingKind {
        Itself = "self",
        LegalRepresentative = "legal_representative",
        /// Certified written authorisation.
        Authorised = "authorised",
        /// Close relative; the authorisation need not be certified.
        Relative = "relative",
        /// Relatives registering a birth need no authorisation.
        BirthRelative = "birth_relative",
        Post = "post",
        /// Somebody helped; never counted as the citizen's own online filing.
        Assisted = "assisted",
    }
}
words! {
    /// How processing ended.
    Outcome {
        Granted = "granted",
        /// Resolved with a reasoned refusal of what was asked.
        Denied = "denied",
        /// Not accepted at the desk (status 3).
        NotAccepted = "not_accepted",
        Withdrawn = "withdrawn",
        Stopped = "stopped",
    }
}
words! {
    /// What the clock stands still for.
    Pause {
        Supplement = "supplement",
        Payment = "payment",
        /// The draft result waits for the citizen's yes (status 4).
        DraftResult = "draft_result",
    }
}
words! {
    /// How the person takes the result.
    ReturnChannel {
        Counter = "counter",
        Post = "post",
        Electronic = "electronic",
    }
}
words! {
    /// Coded reasons; always together with words of the officer's own.
    ReasonCode {
        MissingComponent = "missing_component",
        Unreadable = "unreadable",
        WrongContent = "wrong_content",
        Expired = "expired",
        NotMatching = "not_matching",
        /// Refusals only.
        NotCompetent = "not_competent",
        ConditionsNotMet = "conditions_not_met",
        Duplicate = "duplicate",
        Other = "other",
    }
}

impl ReasonCode {
    /// Reasons that a supplement can mend.
    #[must_use]
    pub const fn mendable(self) -> bool {
        !matches!(self, Self::NotCompetent | Self::ConditionsNotMet | Self::Duplicate)
    }
}

impl StandingKind {
    /// Whether a written proof must be named.
    #[must_use]
    pub const fn needs_proof(self) -> bool {
        matches!(self, Self::LegalRepresentative | Self::Authorised | Self::Relative)
    }
}
