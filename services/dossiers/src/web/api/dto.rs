//! What goes out over the wire.  Instants are RFC 3339 in Vietnam's time, days `yyyy-MM-dd`, money in đồng, identity
//! numbers text.  None of these types is a row; a row may change without them.
use crate::model::{Dossier, Fee, File, ResultPaper};
use crate::ops::DossierView;
use crate::store::DeskRow;
use base::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use workflow::TaskRow;

/// A refusal (RFC 9457).
#[derive(Serialize, ToSchema)]
#[allow(dead_code, reason = "kernel/web writes it; here it is described")]
pub struct Problem {
    /// `urn:tinhso:refusal:` and the code.
    pub r#type: String,
    /// Whole sentence in Vietnamese.
    pub title: String,
    pub status: u16,
    /// Stable, e.g. `dossiers.stale`.
    pub code: String,
    /// To be told to whoever looks into it.
    pub request_id: String,
    /// Fields that are wrong; absent when none is named.
    pub errors: Vec<FieldProblem>,
}

/// One field that is wrong.
#[derive(Serialize, ToSchema)]
#[allow(dead_code, reason = "kernel/web writes it; here it is described")]
pub struct FieldProblem {
    pub field: String,
    pub message: String,
}

/// The answer to a command: where the dossier stands now.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DossierState {
    #[schema(format = "uuid")]
    pub id: String,
    pub code: String,
    /// Word of the status, e.g. `processing`.
    pub status: String,
    /// The national portal's number, 1–10.
    pub status_code: i64,
    pub version: i64,
    pub due_at: Option<String>,
}

/// RFC 3339 with Vietnam's offset.
pub fn instant(at: Timestamp) -> String {
    at.to_string()
}

pub fn instant_opt(at: Option<Timestamp>) -> Option<String> {
    at.map(instant)
}

impl From<&Dossier> for DossierState {
    fn from(d: &Dossier) -> Self {
        Self {
            id: d.id.to_string(),
            code: d.code.clone().unwrap_or_default(),
            status: d.status.word().to_owned(),
            status_code: d.status.code(),
            version: d.version,
            due_at: instant_opt(d.due_at),
        }
    }
}

/// A line of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierLine {
    #[schema(format = "uuid")]
    pub id: String,
    pub code: String,
    /// Masked in the leader's lists.
    pub owner_name: String,
    pub procedure: String,
    pub procedure_name: String,
    pub status: String,
    pub step: String,
    pub channel: String,
    pub receiving: String,
    pub resolving: String,
    pub filed_at: String,
    pub received_at: Option<String>,
    pub due_at: Option<String>,
    pub paused_at: Option<String>,
    pub closed_at: Option<String>,
    pub version: i64,
}

impl From<&DeskRow> for DossierLine {
    fn from(row: &DeskRow) -> Self {
        Self {
            id: row.id.to_string(),
            code: row.code.clone(),
            owner_name: row.owner_name.clone(),
            procedure: row.procedure_code.clone(),
            procedure_name: row.procedure_name.clone(),
            status: row.status.word().to_owned(),
            step: row.step_title.clone(),
            channel: row.channel.word().to_owned(),
            receiving: row.receiving.to_string(),
            resolving: row.resolving.to_string(),
            filed_at: instant(row.filed_at),
            received_at: instant_opt(row.received_at),
            due_at: instant_opt(row.due_at),
            paused_at: instant_opt(row.paused_at),
            closed_at: instant_opt(row.closed_at),
            version: row.version,
        }
    }
}

/// A page of dossiers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierPage {
    pub items: Vec<DossierLine>,
    /// For the query `after`; absent on the last page.
    pub next: Option<String>,
}

/// A person, unmasked; the look is recorded.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonOut {
    pub name: String,
    pub numbers: Vec<String>,
    pub birth: Option<String>,
}

impl From<&parties::model::Party> for PersonOut {
    fn from(party: &parties::model::Party) -> Self {
        Self {
            name: party.name.clone(),
            numbers: party.papers.iter().map(|paper| paper.identifier.as_str().to_owned()).collect(),
            birth: party.birth.map(|birth| birth.to_iso()),
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ComponentOut {
    pub code: String,
    pub name: String,
    pub mandatory: bool,
    /// `missing`, `paper`, `file`, `form` or `database`.
    pub given: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FileOut {
    pub id: String,
    pub component: String,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    pub sha256: String,
    pub uploaded_at: String,
    pub round: i64,
}

impl From<&File> for FileOut {
    fn from(file: &File) -> Self {
        Self {
            id: file.id.to_string(),
            component: file.component.clone(),
            name: file.name.clone(),
            media_type: file.kind.clone(),
            size: file.size,
            sha256: file.digest.clone(),
            uploaded_at: instant(file.uploaded_at),
            round: file.round,
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FeeOut {
    pub code: String,
    pub name: String,
    /// Minor units: đồng.
    pub amount: i64,
    pub currency: String,
    /// `due`, `paid` or `exempt`.
    pub state: String,
    pub receipt_number: Option<String>,
    pub exempt_reason: Option<String>,
}

impl From<&Fee> for FeeOut {
    fn from(fee: &Fee) -> Self {
        Self {
            code: fee.code.clone(),
            name: fee.name.clone(),
            amount: fee.amount.minor,
            currency: fee.amount.currency.code().to_owned(),
            state: fee.state.word().to_owned(),
            receipt_number: fee.receipt_number.clone(),
            exempt_reason: fee.exempt_reason.clone(),
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EntryOut {
    pub at: String,
    pub kind: String,
    pub status: String,
    pub public: bool,
    pub by: String,
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupplementOut {
    pub round: i64,
    pub reason: String,
    pub words: String,
    pub components: Vec<String>,
    pub requested_at: String,
    pub answer_by: String,
    pub answered_at: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResultOut {
    pub id: String,
    pub granted: bool,
    pub title: String,
    #[schema(value_type = Object)]
    pub body: serde_json::Value,
    /// `draft`, `signed`, `returned`.
    pub state: String,
    pub number: Option<i64>,
    pub year: Option<i64>,
    pub signed_at: Option<String>,
    pub signer_line: String,
    pub signer_name: String,
}

impl From<&ResultPaper> for ResultOut {
    fn from(r: &ResultPaper) -> Self {
        Self {
            id: r.id.to_string(),
            granted: r.granted,
            title: r.title.clone(),
            body: r.body.clone(),
            state: r.state.word().to_owned(),
            number: r.number,
            year: r.year,
            signed_at: instant_opt(r.signed_at),
            signer_line: r.signer_line.clone(),
            signer_name: r.signer_name.clone(),
        }
    }
}

/// A step.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskOut {
    pub id: String,
    pub dossier: String,
    pub step: String,
    pub title: String,
    /// `work`, `propose`, `approve`, `desk`, `wait_citizen`, `consult` or `external`.
    pub kind: String,
    pub role: String,
    pub agency: String,
    pub opened_at: String,
    pub due_at: Option<String>,
    pub closed_at: Option<String>,
    pub closed_how: Option<String>,
    pub reference: Option<String>,
}

impl From<&TaskRow> for TaskOut {
    fn from(t: &TaskRow) -> Self {
        Self {
            id: t.id.to_string(),
            dossier: t.subject.to_string(),
            step: t.step.clone(),
            title: t.title.clone(),
            kind: t.kind.word().to_owned(),
            role: t.role.clone(),
            agency: t.agency.to_string(),
            opened_at: instant(t.opened_at),
            due_at: instant_opt(t.due_at),
            closed_at: instant_opt(t.closed_at),
            closed_how: t.closed_how.clone(),
            reference: t.reference.clone(),
        }
    }
}

/// A dossier whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierOut {
    #[serde(flatten)]
    pub state: DossierState,
    pub procedure: String,
    pub procedure_name: String,
    pub case: String,
    pub channel: String,
    pub receiving: String,
    pub resolving: String,
    pub owner: PersonOut,
    pub submitter: PersonOut,
    pub standing: String,
    pub standing_proof: String,
    pub phone: String,
    pub email: String,
    pub return_channel: String,
    #[schema(value_type = Object)]
    pub answers: serde_json::Value,
    pub filed_at: String,
    pub received_at: Option<String>,
    pub closed_at: Option<String>,
    /// `granted`, `denied`, `not_accepted`, `withdrawn` or `stopped`.
    pub outcome: Option<String>,
    /// `supplement`, `payment` or `draft_result` while the clock stands still.
    pub paused_for: Option<String>,
    pub components: Vec<ComponentOut>,
    pub files: Vec<FileOut>,
    pub fees: Vec<FeeOut>,
    pub supplements: Vec<SupplementOut>,
    pub timeline: Vec<EntryOut>,
    pub result: Option<ResultOut>,
    pub tasks: Vec<TaskOut>,
}

impl From<&DossierView> for DossierOut {
    fn from(v: &DossierView) -> Self {
        let d = &v.dossier;
        Self {
            state: d.into(),
            procedure: d.procedure_code.clone(),
            procedure_name: d.procedure_name.clone(),
            case: d.case_code.clone(),
            channel: d.channel.word().to_owned(),
            receiving: d.receiving.to_string(),
            resolving: d.resolving.to_string(),
            owner: (&v.owner).into(),
            submitter: (&v.submitter).into(),
            standing: d.standing.word().to_owned(),
            standing_proof: d.standing_proof.clone(),
            phone: d.contact_phone.clone(),
            email: d.contact_email.clone(),
            return_channel: d.return_channel.word().to_owned(),
            answers: d.answers.clone(),
            filed_at: instant(d.filed_at),
            received_at: instant_opt(d.received_at),
            closed_at: instant_opt(d.closed_at),
            outcome: d.outcome.map(|outcome| outcome.word().to_owned()),
            paused_for: d.paused_for.map(|pause| pause.word().to_owned()),
            components: v.components.iter().map(component).collect(),
            files: v.files.iter().map(FileOut::from).collect(),
            fees: v.fees.iter().map(FeeOut::from).collect(),
            supplements: v.supplements.iter().map(supplement).collect(),
            timeline: v.timeline.iter().map(entry).collect(),
            result: v.result.as_ref().map(ResultOut::from),
            tasks: v.tasks.iter().map(TaskOut::from).collect(),
        }
    }
}

fn component(c: &crate::model::Component) -> ComponentOut {
    let given = c.given.word().to_owned();
    ComponentOut { code: c.code.clone(), name: c.name.clone(), mandatory: c.mandatory, given }
}

fn supplement(s: &crate::model::Supplement) -> SupplementOut {
    SupplementOut {
        round: s.round,
        reason: s.reason.word().to_owned(),
        words: s.words.clone(),
        components: s.components.clone(),
        requested_at: instant(s.requested_at),
        answer_by: instant(s.answer_by),
        answered_at: instant_opt(s.answered_at),
    }
}

fn entry(e: &crate::model::Entry) -> EntryOut {
    EntryOut {
        at: instant(e.at),
        kind: e.kind.clone(),
        status: e.status.word().to_owned(),
        public: e.public,
        by: e.actor_title.clone(),
        detail: e.detail.clone(),
    }
}

/// What a look-up shows: nothing of the person but the masked name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LookUpOut {
    #[serde(flatten)]
    pub state: DossierState,
    pub owner_name: String,
    pub procedure_name: String,
    pub step: String,
    pub timeline: Vec<EntryOut>,
}

impl From<&crate::ops::LookedUp> for LookUpOut {
    fn from(found: &crate::ops::LookedUp) -> Self {
        Self {
            state: (&found.dossier).into(),
            owner_name: text::mask_name(&found.dossier.owner_name),
            procedure_name: found.dossier.procedure_name.clone(),
            step: found.dossier.step_title.clone(),
            timeline: found.timeline.iter().map(entry).collect(),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct HandOverOut {
    pub id: String,
    pub number: i64,
    pub year: i64,
    pub count: i64,
}

/// A step of my work with its dossier.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorkOut {
    pub task: TaskOut,
    pub dossier: DossierLine,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorkPage {
    pub items: Vec<WorkOut>,
    pub next: Option<String>,
}

/// One way on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WayOut {
    pub outcome: Option<String>,
    pub to: Vec<String>,
    /// The act must name agencies to ask.
    pub asks: bool,
}

/// A step with its dossier and what may be done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepOut {
    pub task: TaskOut,
    pub dossier: DossierOut,
    pub ways: Vec<WayOut>,
    /// Keys of steps it may return to.
    pub back: Vec<String>,
}
