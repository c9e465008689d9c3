//! A procedure as other services see it: one published, immutable version, pinned by every dossier it started.
use crate::ProcedureId;
use base::{Date, Money};
use db::{DbError, Tx};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How a dossier reaches the desk (KenhThucHien of the national portal: 1, 2, 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    InPerson,
    Online,
    Post,
}

impl Channel {
    /// The national portal's number for this channel.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::InPerson => 1,
            Self::Online => 2,
            Self::Post => 3,
        }
    }

    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        [Self::InPerson, Self::Online, Self::Post].into_iter().find(|channel| channel.number() == number)
    }

    /// Stable word, also the end of the locale key `channel-…`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Online => "online",
            Self::Post => "post",
        }
    }
}

/// Where people file this procedure (NĐ 224/2026 Đ15.1.i; ui.md §0).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Information page and a link to the national portal.
    #[default]
    National,
    /// Filed by an officer or helper for the person.
    Assisted,
    /// Filed here by the person herself.
    Local,
}

/// Which agencies may receive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiving {
    /// The centre of the commune that resolves, and the provincial centre for any commune.
    #[default]
    OwnCommune,
    /// Any commune's centre of the province (household business).
    AnyCommune,
    /// The provincial centre.
    Province,
}

/// Which level resolves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Province,
    #[default]
    Commune,
}

/// The unit in which a time limit is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    Hour,
    WorkingDay,
    CalendarDay,
    /// The same working day; received after the cut-off hour, the next (law.md §1.4).
    SameDay,
}

/// A time limit as decided, with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// How many units; ignored for `SameDay`.
    #[serde(default)]
    pub amount: i64,
    pub unit: LimitUnit,
    /// Article or decision that sets it.
    #[serde(default)]
    pub source: String,
}

/// One way of filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRule {
    pub channel: Channel,
    /// None: at once at the counter, or no limit given (then `note` says which).
    pub limit: Option<Limit>,
}

/// One paper of the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentRule {
    /// Unique within the case, stable over versions.
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub help: String,
    /// Who issues the paper, in words.
    #[serde(default)]
    pub issuer: String,
    #[serde(default)]
    pub originals: i64,
    #[serde(default)]
    pub copies: i64,
    pub mandatory: bool,
    /// S-FEEL over the form's answers; when false the paper is not asked.
    #[serde(default)]
    pub when: Option<String>,
    /// The electronic form of this procedure stands in for this paper.
    #[serde(default)]
    pub is_form: bool,
    /// The paper itself must be shown when the result is handed over.
    #[serde(default)]
    pub compare_original: bool,
    /// Name of the database that may replace the paper (NQ 66.7/2025/NQ-CP).
    #[serde(default)]
    pub replaced_by: Option<String>,
}

/// When an amount falls due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeDue {
    #[default]
    BeforeReceipt,
    BeforeReturn,
}

/// One amount: *phí* (fee) or *lệ phí* (charge), which are different things in law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRule {
    pub code: String,
    pub name: String,
    pub kind: FeeKind,
    /// S-FEEL over answers and `quantity`, giving đồng; used when `amount` is none.
    #[serde(default)]
    pub formula: Option<String>,
    #[serde(default)]
    pub amount: Option<Money>,
    /// Only on this channel; none: on all.
    #[serde(default)]
    pub channel: Option<Channel>,
    #[serde(default)]
    pub due: FeeDue,
    pub source: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    Fee,
    Charge,
}

/// Supplement rounds as the sector's law allows them (NĐ 61/2018 Đ17–19; 1.013225 allows two).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementRound {
    /// Working days from acceptance (first) or from the last answer (further) within which the notice must leave.
    pub within_working_days: i64,
    pub source: String,
}

/// A number that the counter asks because an amount is reckoned by it (pages of an original, TT 226/2016/TT-BTC).
/// `quantity` is always known and needs no rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRule {
    /// The name under which formulas read it and the dossier's answers keep it.
    pub code: String,
    /// What the clerk reads, e.g. “Số trang của bản chính”.
    pub label: String,
    #[serde(default)]
    pub hint: String,
}

/// A kind of case within the procedure, with its own papers, time, form and process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRule {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub help: String,
    pub channels: Vec<ChannelRule>,
    pub components: Vec<ComponentRule>,
    #[serde(default)]
    pub fees: Vec<FeeRule>,
    /// What the counter counts for the fees; an electronic form asks with fields of its own.
    #[serde(default)]
    pub counts: Vec<CountRule>,
    /// `code@version` of a published electronic form.
    #[serde(default)]
    pub form: Option<String>,
    /// `code@version` of a published process; none: information only, cannot be received here.
    #[serde(default)]
    pub process: Option<String>,
}

/// What the person gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRule {
    /// `KQ.…` codes of the national catalogue.
    pub codes: Vec<String>,
    pub name: String,
    /// Register whose yearly numbers the result takes (counter per agency, register and year).
    pub register: Option<String>,
    /// Notation behind the number, e.g. `KS`.
    #[serde(default)]
    pub notation: String,
    #[serde(default)]
    pub valid_months: Option<i64>,
    /// What the paper says, line by line; none: the answers as they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<ResultRow>,
}

/// One line of the result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultRow {
    /// Unique in the result: a draft is compared with the answers by it.
    pub key: String,
    /// Opens a group, e.g. `Người mẹ`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
    pub label: String,
    /// The first that holds and has a value gives it; without a value the line stays blank.
    pub from: Vec<RowSource>,
    /// Stands in the draft for what is known only later.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pending: String,
}

/// Where the value of a line comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowSource {
    /// Fields of the form, as people read their answers; those that have one, joined by commas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Instead of fields: what the house knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<RowFact>,
    /// Of a day only the year.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub year: bool,
    /// S-FEEL over the answers and `case`; taken only when true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// What a line says that no answer gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowFact {
    /// Name of the agency that resolves.
    Agency,
    /// Day of the signature, Vietnam.
    SignedOn,
    /// The identity number that the step with `asks = "personal_number"` brought.
    PersonalNumber,
}

impl ResultRow {
    /// Whether the line says this fact.
    #[must_use]
    pub fn says(&self, fact: RowFact) -> bool {
        self.from.iter().any(|source| source.fact == Some(fact))
    }
}

/// One published version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureFact {
    pub id: ProcedureId,
    /// `[123].dddddd`.
    pub code: String,
    pub version: i64,
    pub name: String,
    pub field: String,
    pub level: Level,
    pub receiving: Receiving,
    /// Kind code of the agency that resolves (`commune_committee`, `department`), and its code when the level is the province.
    pub resolving_kind: String,
    #[serde(default)]
    pub resolving_code: Option<String>,
    pub mode: Mode,
    pub audience: Vec<String>,
    pub cases: Vec<CaseRule>,
    pub result: ResultRule,
    pub supplements: Vec<SupplementRound>,
    /// No *Giấy tiếp nhận* is printed unless asked: the result is immediate (NĐ 61/2018 Đ17).
    #[serde(default)]
    pub immediate: bool,
    /// Words people search by beside the name.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Life event of the home page.
    #[serde(default)]
    pub life_event: Option<String>,
    #[serde(default)]
    pub steps: Vec<String>,
    #[serde(default)]
    pub conditions: Vec<String>,
    pub legal_basis: Vec<String>,
    /// Decision that published it.
    pub published_by: String,
    pub effective_from: Date,
    /// What whoever needs the procedure must know besides: shown to citizens.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Working notes of the department: how the record was read, what is still open.  Shown to whoever manages the
    /// catalogue, never on a page for citizens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub office_notes: Vec<String>,
}

impl ProcedureFact {
    #[must_use]
    pub fn case(&self, code: &str) -> Option<&CaseRule> {
        self.cases.iter().find(|case| case.code == code)
    }

    /// Whether some case can be received and processed here.
    #[must_use]
    pub fn configured(&self) -> bool {
        self.cases.iter().any(|case| case.process.is_some())
    }
}

impl CaseRule {
    #[must_use]
    pub fn channel(&self, channel: Channel) -> Option<&ChannelRule> {
        self.channels.iter().find(|rule| rule.channel == channel)
    }

    #[must_use]
    pub fn component(&self, code: &str) -> Option<&ComponentRule> {
        self.components.iter().find(|rule| rule.code == code)
    }

    /// The papers that are mandatory in some cases only: where no form was filled in, the clerk says which it is.
    pub fn conditional(&self) -> impl Iterator<Item = &ComponentRule> {
        self.components.iter().filter(|rule| rule.mandatory && rule.when.is_some() && !rule.is_form)
    }

    /// The amounts that apply on a channel.
    pub fn fees_on(&self, channel: Channel) -> impl Iterator<Item = &FeeRule> {
        self.fees.iter().filter(move |fee| fee.channel.is_none_or(|only| only == channel))
    }
}

/// The catalogue; implemented by `procedures`, read by `dossiers` and `portal`.  Versions are immutable, so an
/// implementation may answer from memory.
pub trait Catalogue: Send + Sync {
    /// The pinned version of a dossier.
    fn version(&self, tx: &mut Tx<'_>, id: ProcedureId) -> Result<Option<Arc<ProcedureFact>>, DbError>;
    /// The version in force for a code on a day.
    fn in_force(&self, tx: &mut Tx<'_>, code: &str, on: Date) -> Result<Option<Arc<ProcedureFact>>, DbError>;
    /// Every version in force on a day, in Vietnamese order of names.
    fn all_in_force(&self, tx: &mut Tx<'_>, on: Date) -> Result<Vec<Arc<ProcedureFact>>, DbError>;
}
