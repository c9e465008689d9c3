//! What comes over the wire.  Instants are RFC 3339, money in đồng, identity numbers text.
use crate::ops::Person;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A person or organisation as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct PersonIn {
    pub name: String,
    /// Identity number, tax code, other paper, or empty.
    pub number: String,
    /// `dd/MM/yyyy`, `MM/yyyy` or `yyyy`.
    pub birth: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub organisation: bool,
}

impl From<PersonIn> for Person {
    fn from(p: PersonIn) -> Self {
        let (name, number, birth) = (text::nfc(p.name.trim()), p.number, p.birth);
        let (phone, email, address, organisation) = (p.phone, p.email, text::nfc(&p.address), p.organisation);
        Self { name, number, birth, phone, email, address, organisation }
    }
}

/// Who hands in for the owner, in what standing.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SubmitterIn {
    pub person: PersonIn,
    /// `legal_representative`, `authorised`, `relative`, `birth_relative`, `post` or `assisted`.
    pub standing: String,
    #[serde(default)]
    pub proof: String,
}

/// Paper taken during an outage.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct LateIn {
    /// RFC 3339.
    pub received_at: String,
    pub reason: String,
}

/// A dossier received at a counter or by post, for the person herself or on behalf of her.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct DossierIn {
    /// Receiving agency.
    #[schema(format = "uuid")]
    pub receiving: String,
    pub procedure: String,
    pub case: String,
    /// `in_person` or `post`.
    pub channel: String,
    /// Code of the commune.
    pub unit: String,
    pub owner: PersonIn,
    #[serde(default)]
    pub submitter: Option<SubmitterIn>,
    #[serde(default)]
    #[schema(value_type = Object)]
    pub answers: serde_json::Map<String, serde_json::Value>,
    /// Codes of the papers handed in.
    #[serde(default)]
    pub papers: Vec<String>,
    /// Codes of the conditional papers that this case does not ask; every mandatory one that was not handed in is
    /// named here unless `answers` say which are due.
    #[serde(default)]
    pub not_due: Vec<String>,
    #[serde(default)]
    pub quantity: Option<i64>,
    /// What the case counts for its fees (pages of an original), 1 to 10,000 each.
    #[serde(default)]
    pub counts: BTreeMap<String, i64>,
    /// Fee code → number of the receipt, or `exempt:` and the reason.
    #[serde(default)]
    pub settled: BTreeMap<String, String>,
    /// `counter`, `post` or `electronic`.
    #[serde(default)]
    pub return_channel: Option<String>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub late: Option<LateIn>,
}

/// A look-up by code and four characters.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct LookUpIn {
    pub code: String,
    pub digits: String,
}

/// Words, where a command needs nothing else.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
pub struct WordsIn {
    #[serde(default)]
    pub words: String,
}

/// A request for supplement: a coded reason, words and papers, all three.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SupplementIn {
    /// `missing_component`, `unreadable`, `wrong_content`, `expired`, `not_matching` or `other`.
    pub reason: String,
    pub words: String,
    pub components: Vec<String>,
}

/// Papers taken at the counter for an open round.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct SupplementAnswerIn {
    pub words: String,
    pub papers: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct RefusalIn {
    pub reason: String,
    pub words: String,
}

/// A director's decision; words are required for a no.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct DecisionIn {
    pub approve: bool,
    #[serde(default)]
    pub words: String,
}

/// A later due: the clock stands still until it is paid.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct PaymentIn {
    pub code: String,
    pub name: String,
    /// `fee` (phí) or `charge` (lệ phí).
    pub kind: String,
    /// Đồng.
    pub amount: i64,
    /// The decision that sets it.
    pub source: String,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SettlementIn {
    #[serde(default)]
    pub exempt: bool,
    /// Number of the receipt, or the reason of exemption.
    pub words: String,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ReturnIn {
    pub shown_digits: String,
    /// Name of a third person who collects; with `collector_proof`.
    #[serde(default)]
    pub collected_by: String,
    /// The paper that gives a third person the right to collect.
    #[serde(default)]
    pub collector_proof: String,
    #[serde(default)]
    pub compared: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct HandOverIn {
    pub dossiers: Vec<String>,
}

/// An act on a step.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum ActIn {
    Forward {
        #[serde(default)]
        outcome: Option<String>,
        #[serde(default)]
        ask: Vec<String>,
    },
    SendBack {
        to: String,
        words: String,
    },
    Consult {
        agreed: bool,
        #[serde(default)]
        words: String,
    },
    External {
        ok: bool,
        #[serde(default)]
        reference: String,
        #[serde(default)]
        words: String,
    },
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct FindingIn {
    /// `supplement`, `payment` or `stop`.
    pub advice: String,
    pub words: String,
    #[serde(default)]
    pub components: Vec<String>,
}

/// What a result says.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ResultIn {
    pub granted: bool,
    pub title: String,
    #[serde(default)]
    pub paragraphs: Vec<String>,
    /// Pairs of label and value.
    #[serde(default)]
    pub rows: Vec<RowIn>,
    #[serde(default)]
    pub recipients: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct RowIn {
    pub label: String,
    pub value: String,
}

/// The draft that was read; another one since is refused.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ApprovalIn {
    #[schema(format = "uuid")]
    pub result: String,
}
