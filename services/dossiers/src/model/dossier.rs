//! The rows as types.
use super::{Outcome, Pause, ReasonCode, ReturnChannel, StandingKind, Status};
use base::{Id, Money, Timestamp};
use contracts::{
    AccountId, AgencyId, Channel, ComponentId, DossierId, DraftId, FeeDue, FeeKind, FileId, PartyId,
    ProcedureId, ProcessId, UnitId,
};
use policy::Governed;

/// A dossier.  Instants are UTC.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub id: DossierId,
    pub code: Option<String>,
    pub central_code: Option<String>,
    pub procedure: ProcedureId,
    pub procedure_code: String,
    pub procedure_name: String,
    pub case_code: String,
    pub channel: Channel,
    pub assisted: bool,
    pub status: Status,
    /// Raised by every change; a stale version answers 409.
    pub version: i64,
    pub receiving: AgencyId,
    pub resolving: AgencyId,
    pub unit: UnitId,
    pub owner: PartyId,
    pub submitter: PartyId,
    /// As printed; masked by every list beyond one's own working scope.
    pub owner_name: String,
    pub standing: StandingKind,
    pub standing_proof: String,
    pub contact_phone: String,
    pub contact_email: String,
    pub return_channel: ReturnChannel,
    pub answers: serde_json::Value,
    /// Pages or copies, for formulas of fees; 1 where nothing is counted.
    pub quantity: i64,
    pub summary: String,
    pub note: String,
    pub filed_at: Timestamp,
    pub received_at: Option<Timestamp>,
    pub due_at: Option<Timestamp>,
    pub paused_at: Option<Timestamp>,
    pub paused_for: Option<Pause>,
    pub closed_at: Option<Timestamp>,
    pub outcome: Option<Outcome>,
    pub returned_at: Option<Timestamp>,
    pub process: Option<ProcessId>,
    pub step_title: String,
    pub holder: Option<AgencyId>,
    pub key_hash: Option<Vec<u8>>,
    pub account: Option<AccountId>,
    pub late_entry: bool,
    pub entered_at: Timestamp,
    pub entered_by: Option<AccountId>,
}

impl Governed for Dossier {
    fn agencies(&self) -> Vec<AgencyId> {
        let mut agencies = vec![self.receiving, self.resolving];
        agencies.extend(self.holder);
        agencies.dedup();
        agencies
    }
}

/// What was handed in for a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    Missing,
    Paper,
    File,
    Form,
    Database,
}

impl Given {
    pub const ALL: [Self; 5] = [Self::Missing, Self::Paper, Self::File, Self::Form, Self::Database];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Paper => "paper",
            Self::File => "file",
            Self::Form => "form",
            Self::Database => "database",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|given| given.word() == word)
    }
}

/// A paper of the dossier.
#[derive(Clone, Debug)]
pub struct Component {
    pub id: ComponentId,
    pub position: i64,
    pub code: String,
    pub name: String,
    pub mandatory: bool,
    pub originals: i64,
    pub copies: i64,
    pub given: Given,
    pub note: String,
}

/// An attached file: the receipt the person sees.
#[derive(Clone, Debug)]
pub struct File {
    pub id: FileId,
    pub component: String,
    pub name: String,
    /// MIME type as sniffed, never as claimed.
    pub kind: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256, hexadecimal.
    pub digest: String,
    pub uploaded_at: Timestamp,
    pub round: i64,
}

/// One line of the timeline.
#[derive(Clone, Debug)]
pub struct Entry {
    pub at: Timestamp,
    pub kind: String,
    pub status: Status,
    pub public: bool,
    pub agency: Option<AgencyId>,
    pub actor: Option<AccountId>,
    pub actor_title: String,
    pub detail: serde_json::Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeState {
    Due,
    Paid,
    Exempt,
}

impl FeeState {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Paid => "paid",
            Self::Exempt => "exempt",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Due, Self::Paid, Self::Exempt].into_iter().find(|state| state.word() == word)
    }
}

/// One amount of a dossier.
#[derive(Clone, Debug)]
pub struct Fee {
    pub id: Id,
    pub code: String,
    pub name: String,
    pub kind: FeeKind,
    pub amount: Money,
    pub due: FeeDue,
    pub state: FeeState,
    pub source: String,
    pub receipt_number: Option<String>,
    pub exempt_reason: Option<String>,
}

/// One supplement round.
#[derive(Clone, Debug)]
pub struct Supplement {
    pub id: Id,
    pub round: i64,
    pub reason: ReasonCode,
    pub words: String,
    pub components: Vec<String>,
    pub requested_at: Timestamp,
    pub answer_by: Timestamp,
    pub due_before: Option<Timestamp>,
    pub due_after: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub answer_words: String,
}

/// A refusal proposed by the desk and decided by the centre's director.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub id: Id,
    pub reason: ReasonCode,
    pub words: String,
    pub proposed_at: Timestamp,
    pub proposed_by: AccountId,
    pub decided_at: Option<Timestamp>,
    pub approved: Option<bool>,
    pub decision_words: String,
}

/// What a case officer found and advises the desk to write.
#[derive(Clone, Debug)]
pub struct Finding {
    pub id: Id,
    pub advice: String,
    pub words: String,
    pub components: Vec<String>,
    pub found_at: Timestamp,
    pub found_by: AccountId,
    pub answered_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultState {
    Draft,
    Signed,
    Returned,
    Replaced,
    Revoked,
}

impl ResultState {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Signed, Self::Returned, Self::Replaced, Self::Revoked];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Signed => "signed",
            Self::Returned => "returned",
            Self::Replaced => "replaced",
            Self::Revoked => "revoked",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// The result paper: drafted by one, signed by another.
#[derive(Clone, Debug)]
pub struct ResultPaper {
    pub id: Id,
    pub granted: bool,
    pub title: String,
    /// A [`super::ResultBody`].
    pub body: serde_json::Value,
    pub drafted_at: Timestamp,
    pub drafted_by: AccountId,
    pub register: Option<String>,
    pub number: Option<i64>,
    pub year: Option<i64>,
    pub signed_at: Option<Timestamp>,
    pub signed_by: Option<AccountId>,
    pub signer_line: String,
    pub signer_name: String,
    pub check_token: String,
    pub state: ResultState,
}

/// Who collected a result, when neither owner nor submitter came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collector {
    pub name: String,
    /// The paper that gives her the right, as the counter wrote it down.
    pub proof: String,
    /// Last characters of her own paper.
    pub digits: String,
}

/// Paper taken while the system was out.
#[derive(Clone, Debug)]
pub struct LateEntry {
    pub true_received_at: Timestamp,
    pub reason: String,
    pub entered_by: AccountId,
    pub decided_by: Option<AccountId>,
    pub approved: Option<bool>,
    pub decision_words: String,
}

/// An unfiled draft.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: DraftId,
    pub account: Option<AccountId>,
    pub procedure: ProcedureId,
    pub procedure_code: String,
    pub case_code: String,
    pub receiving: Option<AgencyId>,
    pub unit: Option<UnitId>,
    pub answers: serde_json::Value,
    pub version: i64,
    pub created_at: Timestamp,
    pub saved_at: Timestamp,
    pub expires_at: Timestamp,
    /// Set once filed; a filed draft is closed.
    pub dossier: Option<DossierId>,
}
