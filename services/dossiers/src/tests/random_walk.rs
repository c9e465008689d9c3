//! Random commands by random people at random times: after each, either something happened that may happen, or nothing
//! did.  `PROPTEST_CASES` asks for more sequences.
use super::fixture::{World, now, procedure};
use super::soundness::{dossier_is_sound, house_is_sound};
use super::walk::{at, mother};
use super::wide::WIDE;
use crate::errors::Refused;
use crate::model::{Dossier, Fee, FeeState, File, ReasonCode, ReturnChannel, StandingKind, Status};
use crate::ops::{self, Holder, Submitter, TaskAct};
use crate::store;
use base::{Currency, Id, Money, Refusal, RefusalKind, Timestamp};
use calendar::{AfterSupplement, DatedPolicy, Policy, PolicyBook, WorkCalendar};
use contracts::{
    AgencyId, Channel, DossierId, FeeDue, FeeKind, FileId, Limit, LimitUnit, ProcedureFact, ProcedureId,
    SupplementRound, WorkingTime,
};
use db::{DbError, Tx, params};
use policy::OpContext;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use std::collections::BTreeMap;
use std::sync::Arc;
use workflow::{StepKind, TaskRow};

const NARROW_CODE: &str = "1.001193";
const WIDE_CODE: &str = "1.013225";

/// Two rounds, five working days, a charge before receipt, no electronic form.
pub fn wide() -> ProcedureFact {
    let mut fact = procedure();
    fact.id = ProcedureId::from(Id::from_bytes([8; 16]));
    fact.code = WIDE_CODE.to_owned();
    fact.result.register = Some("giay-phep".to_owned());
    fact.supplements = vec![SupplementRound { within_working_days: 7, source: "mẫu".to_owned() }; 2];
    let limit = Limit { amount: 5, unit: LimitUnit::WorkingDay, source: "mẫu".to_owned() };
    for case in &mut fact.cases {
        case.process = Some("rong@1".to_owned());
        case.form = None;
        case.channels.iter_mut().for_each(|rule| rule.limit = Some(limit.clone()));
        for fee in &mut case.fees {
            fee.channel = None;
            fee.formula = Some("5000 * quantity".to_owned());
            fee.due = FeeDue::BeforeReceipt;
        }
    }
    fact
}

struct Hours(WorkCalendar, PolicyBook);

impl WorkingTime for Hours {
    fn calendar(&self) -> WorkCalendar {
        self.0.clone()
    }
    fn policies(&self) -> PolicyBook {
        self.1.clone()
    }
}

/// Who is about.
#[derive(Clone)]
struct People {
    /// Name, context, and which of the commune's rights they have.
    all: Vec<(&'static str, OpContext)>,
    committee: AgencyId,
    centre: AgencyId,
}

const CITIZEN: usize = 0;

async fn people(world: &World) -> People {
    let staff = world.staff("c1").await;
    let there = world.staff("c2").await;
    let centre = world.agency("c1", "commune_centre").await;
    let office = world.agency("c1", "commune_office").await;
    let committee = world.agency("c1", "commune_committee").await;
    let everything = [
        "dossiers.desk",
        "dossiers.receive",
        "dossiers.return",
        "dossiers.view",
        "dossiers.approve_refusal",
        "workflow.act",
    ];
    // One person who proposes and might decide, one who drafts and might sign.
    let both = world.officer(61, &centre, "reception_officer", &everything);
    let mut two = world.officer(62, &office, "civil_status_officer", &["workflow.act", "dossiers.view"]);
    let second = world.officer(63, &committee, "chair", &["workflow.act"]);
    let mut standing = (*two.standing).clone();
    standing.holdings.extend(second.standing.holdings.iter().cloned());
    standing.grants.extend(second.standing.grants.iter().cloned());
    two.standing = Arc::new(standing);
    let asked = world.officer(64, &committee, "civil_status_officer", &["workflow.act"]);
    let looker = world.officer(65, &committee, "auditor", &["dossiers.view", "dossiers.leader"]);
    let all = vec![
        ("citizen", world.citizen(50)),
        ("clerk", staff.clerk),
        ("director", staff.director),
        ("case officer", staff.case_officer),
        ("chair", staff.chair),
        ("clerk and director", both),
        ("drafter and signer", two),
        ("consulted", asked),
        ("looker", looker),
        ("stranger", world.citizen(51)),
        ("visitor", world.visitor()),
        ("neighbour's clerk", there.clerk),
        ("neighbour's director", there.director),
        ("neighbour's case officer", there.case_officer),
        ("neighbour's chair", there.chair),
    ];
    People { all, committee: committee.id, centre: centre.id }
}

/// A province with both processes and one of the two policies.
async fn house(after_supplement: AfterSupplement) -> (World, People) {
    let mut world = World::with(vec![procedure(), wide()]).await;
    let definition = workflow::Definition::from_toml(WIDE).unwrap();
    world.deps.db.write(move |tx| workflow::publish_definition(tx, &definition)).await.unwrap();
    let policy = Policy { after_supplement, ..Policy::default() };
    let book = PolicyBook::new(vec![DatedPolicy {
        from: base::Date::constant(2020, 1, 1),
        policy,
        source: "mẫu".to_owned(),
    }])
    .unwrap();
    world.deps.time = Arc::new(Hours(WorkCalendar::standard().unwrap(), book));
    let people = people(&world).await;
    (world, people)
}

/// What can be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Try {
    Accept,
    HandOver,
    AskSupplement,
    AnswerSupplement,
    AnswerSupplementOnline,
    ProposeRefusal,
    DecideRefusal,
    DecideLate,
    Finding,
    Stop,
    Withdraw,
    WithdrawOnline,
    AskPayment,
    Settle,
    Forward,
    SendBack,
    Consult,
    External,
    Propose,
    Approve,
    AnswerDraft,
    Return,
    Correct,
    Timers,
}

const TRIES: [Try; 24] = [
    Try::Accept,
    Try::HandOver,
    Try::AskSupplement,
    Try::AnswerSupplement,
    Try::AnswerSupplementOnline,
    Try::ProposeRefusal,
    Try::DecideRefusal,
    Try::DecideLate,
    Try::Finding,
    Try::Stop,
    Try::Withdraw,
    Try::WithdrawOnline,
    Try::AskPayment,
    Try::Settle,
    Try::Forward,
    Try::SendBack,
    Try::Consult,
    Try::External,
    Try::Propose,
    Try::Approve,
    Try::AnswerDraft,
    Try::Return,
    Try::Correct,
    Try::Timers,
];

/// One step of a sequence, as drawn: what, by whom, how, and after how long.
type Drawn = (u8, u8, u8, u8);

/// A dossier under way.
struct Walk<'a> {
    world: &'a World,
    people: &'a People,
    id: DossierId,
    key: Option<String>,
    now: Timestamp,
}

/// What there was, to see whether a refusal changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Snapshot {
    text: String,
    /// Tasks with their clocks: a clock that runs out in closed hours moves to the next opening, and nothing else.
    tasks: String,
}

fn snapshot(tx: &mut Tx<'_>, id: DossierId) -> Result<Snapshot, DbError> {
    let one = |tx: &mut Tx<'_>, sql: &str| tx.query_one(sql, params![id], |row| row.get::<i64>(0));
    let audited = one(tx, "SELECT count(*) FROM audit_entry WHERE subject = ?1")?;
    let sent = one(tx, "SELECT count(*) FROM outbox WHERE stream = ?1")?;
    let process = one(tx, "SELECT coalesce(sum(version), 0) FROM process WHERE subject = ?1")?;
    let text = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {audited} {sent} {process}",
        store::load(tx, id)?,
        store::entries(tx, id)?,
        store::components(tx, id)?,
        store::supplements(tx, id)?,
        store::refusals(tx, id)?,
        store::finding_open(tx, id)?,
        store::results_of(tx, id)?,
        store::fees(tx, id)?,
        store::late_entry(tx, id)?,
    );
    Ok(Snapshot { text, tasks: format!("{:?}", workflow::tasks_of(tx, id.id())?) })
}

/// Everything a try is chosen by.
struct Facts {
    dossier: Dossier,
    tasks: Vec<TaskRow>,
    fees: Vec<Fee>,
    draft: Option<crate::model::ResultPaper>,
    snapshot: Snapshot,
}

impl Walk<'_> {
    async fn facts(&self) -> Facts {
        let id = self.id;
        self.world
            .deps
            .db
            .read(move |tx| {
                Ok::<_, DbError>(Facts {
                    dossier: store::load(tx, id)?.unwrap(),
                    tasks: workflow::tasks_of(tx, id.id())?,
                    fees: store::fees(tx, id)?,
                    draft: store::result_of(tx, id)?,
                    snapshot: snapshot(tx, id)?,
                })
            })
            .await
            .unwrap()
    }

    /// The open (rarely a closed) task that the try is about.
    fn task(facts: &Facts, how: u8) -> Option<TaskRow> {
        let open: Vec<&TaskRow> = facts.tasks.iter().filter(|task| task.closed_at.is_none()).collect();
        let all: Vec<&TaskRow> = facts.tasks.iter().collect();
        let from = if how.is_multiple_of(16) || open.is_empty() { all } else { open };
        from.get(usize::from(how / 16) % from.len().max(1)).map(|task| (*task).clone())
    }

    async fn attempt(&self, what: Try, cx: &OpContext, how: u8, facts: &Facts) -> Result<bool, Refused> {
        let deps = &self.world.deps;
        let words = "Lý do của phép thử".to_owned();
        let stale = how % 23 == 1;
        let version = facts.dossier.version - i64::from(stale);
        let Some(task) = Self::task(facts, how) else {
            return self.without_a_step(what, cx, how, facts, version, words).await;
        };
        let act = |act| ops::ActOnTask { task: task.id, act, words: words.clone() };
        match what {
            Try::Forward => {
                let outcome = [None, Some("consult"), Some("apart"), None][usize::from(how) % 4];
                let ask = if outcome == Some("consult") {
                    vec![self.people.committee, self.people.centre]
                } else {
                    Vec::new()
                };
                let forward = TaskAct::Forward { outcome: outcome.map(str::to_owned), ask };
                ops::act_on_task(deps, cx, act(forward)).await.map(|_| true)
            }
            Try::SendBack => {
                let to = ["receive", "draft", "apart", "assess"][usize::from(how) % 4].to_owned();
                ops::act_on_task(deps, cx, act(TaskAct::SendBack { to })).await.map(|_| true)
            }
            Try::Consult => {
                let agreed = how.is_multiple_of(2);
                ops::act_on_task(deps, cx, act(TaskAct::Consult { agreed })).await.map(|_| true)
            }
            Try::External => {
                let answer = TaskAct::External { ok: !how.is_multiple_of(3), reference: "HT-1".to_owned() };
                ops::act_on_task(deps, cx, act(answer)).await.map(|_| true)
            }
            Try::Propose => {
                let cmd = ops::ProposeResult {
                    task: task.id,
                    granted: !how.is_multiple_of(4),
                    title: "Kết quả".to_owned(),
                    body: serde_json::json!({ "paragraphs": ["…"] }),
                };
                ops::propose_result(deps, cx, cmd).await.map(|()| true)
            }
            Try::Approve => {
                let result = facts.draft.as_ref().map_or_else(|| Id::from_bytes([1; 16]), |draft| draft.id);
                let cmd = ops::Approve {
                    task: task.id,
                    result,
                    signer_line: "CHỦ TỊCH".to_owned(),
                    signer_name: "Vi Văn Ký".to_owned(),
                };
                ops::approve_result(deps, cx, cmd).await.map(|()| true)
            }
            Try::Finding => {
                let cmd = ops::ReportFinding {
                    task: task.id,
                    advice: ["supplement", "stop", "payment"][usize::from(how) % 3].to_owned(),
                    words,
                    components: vec!["giay_chung_sinh".to_owned()],
                };
                ops::report_finding(deps, cx, cmd).await.map(|()| true)
            }
            _ => self.without_a_step(what, cx, how, facts, version, words).await,
        }
    }

    async fn without_a_step(
        &self,
        what: Try,
        cx: &OpContext,
        how: u8,
        facts: &Facts,
        version: i64,
        words: String,
    ) -> Result<bool, Refused> {
        let deps = &self.world.deps;
        let (id, approve) = (self.id, !how.is_multiple_of(3));
        match what {
            Try::Accept => ops::accept(deps, cx, ops::Accept { dossier: id, version }).await.map(|_| true),
            Try::HandOver => {
                ops::hand_over(deps, cx, ops::HandOver { dossiers: vec![id] }).await.map(|_| true)
            }
            Try::AskSupplement => {
                let cmd = ops::RequestSupplement {
                    dossier: id,
                    version,
                    reason: ReasonCode::Unreadable,
                    words,
                    components: vec!["giay_chung_sinh".to_owned()],
                };
                ops::request_supplement(deps, cx, cmd).await.map(|_| true)
            }
            Try::AnswerSupplement | Try::AnswerSupplementOnline => {
                let online = what == Try::AnswerSupplementOnline;
                if online && how.is_multiple_of(2) {
                    self.attach(cx, facts).await;
                }
                let cmd = ops::AnswerSupplement {
                    dossier: id,
                    version,
                    holder: online.then(|| self.holder(how)),
                    words,
                    papers: vec!["giay_chung_sinh".to_owned()],
                };
                ops::answer_supplement(deps, cx, cmd).await.map(|_| true)
            }
            Try::ProposeRefusal => {
                let cmd =
                    ops::ProposeRefusal { dossier: id, version, reason: ReasonCode::NotCompetent, words };
                ops::propose_refusal(deps, cx, cmd).await.map(|()| true)
            }
            Try::DecideRefusal => {
                let cmd = ops::DecideRefusal { dossier: id, version, approve, words };
                ops::decide_refusal(deps, cx, cmd).await.map(|()| true)
            }
            Try::DecideLate => {
                let cmd = ops::DecideLateEntry { dossier: id, version, approve, words };
                ops::decide_late_entry(deps, cx, cmd).await.map(|()| true)
            }
            Try::Stop => {
                ops::stop(deps, cx, ops::StopDossier { dossier: id, version, words }).await.map(|()| true)
            }
            Try::Withdraw => ops::withdraw(deps, cx, id, None, words).await.map(|()| true),
            Try::WithdrawOnline => {
                ops::withdraw(deps, cx, id, Some(self.holder(how)), words).await.map(|()| true)
            }
            Try::AskPayment => {
                let fee = Fee {
                    id: Id::new(cx.now),
                    code: format!("sau-{}", how % 4),
                    name: "Khoản sau".to_owned(),
                    kind: FeeKind::Charge,
                    amount: Money { minor: 50_000, currency: Currency::Vnd },
                    due: if how.is_multiple_of(2) { FeeDue::BeforeReceipt } else { FeeDue::BeforeReturn },
                    // A page that claims that it is paid is not believed.
                    state: if how.is_multiple_of(5) { FeeState::Paid } else { FeeState::Due },
                    source: "mẫu".to_owned(),
                    receipt_number: None,
                    exempt_reason: None,
                };
                ops::request_payment(deps, cx, id, version, fee).await.map(|()| true)
            }
            Try::Settle => {
                let due = facts.fees.iter().rfind(|fee| fee.state == FeeState::Due);
                let code = due.map_or_else(|| "ban_sao".to_owned(), |fee| fee.code.clone());
                let cmd = ops::SettleFee { dossier: id, version, code, exempt: how.is_multiple_of(4), words };
                ops::settle_fee(deps, cx, cmd).await.map(|()| true)
            }
            Try::AnswerDraft => {
                let agreed = !how.is_multiple_of(3);
                ops::answer_draft_result(deps, cx, id, self.holder(how), agreed, words).await.map(|()| true)
            }
            Try::Return => {
                let cmd = ops::ReturnResult {
                    dossier: id,
                    version,
                    shown_digits: "1234".to_owned(),
                    collected_by: String::new(),
                    compared: Vec::new(),
                };
                ops::return_result(deps, cx, cmd).await.map(|()| true)
            }
            Try::Correct => ops::return_for_correction(deps, cx, id, version, words).await.map(|()| true),
            Try::Timers => {
                let fired = tokio::task::block_in_place(|| ops::run_timers(deps, cx.now))?;
                // What fired may have been another dossier's clock.
                let _ = fired;
                Ok(self.facts().await.snapshot.text != facts.snapshot.text)
            }
            _ => Ok(false),
        }
    }

    fn holder(&self, how: u8) -> Holder {
        match (&self.key, how % 4) {
            (Some(key), 0) => Holder::Key(key.clone()),
            (_, 1) => Holder::Key("AAAA-AAAA-AAAA".to_owned()),
            _ => Holder::Account,
        }
    }

    /// A file for the open round, when it is hers.
    async fn attach(&self, cx: &OpContext, facts: &Facts) {
        let size = 10;
        let cmd = ops::AttachSupplementFile {
            dossier: self.id,
            holder: Holder::Account,
            component: "giay_chung_sinh".to_owned(),
            name: "anh.jpg".to_owned(),
            kind: "image/jpeg".to_owned(),
            digest: self.world.deps.objects.put_bytes(&[7; 10]).unwrap(),
        };
        if let Ok(file) = ops::attach_supplement_file(&self.world.deps, cx, cmd).await {
            assert_eq!(file.size, size);
            assert_eq!(facts.dossier.status, Status::Supplement);
        }
    }

    /// Whether this person has any right to try this here; the house must then say no in one of three ways.
    fn has_right(&self, what: Try, who: &str, cx: &OpContext, how: u8, facts: &Facts) -> bool {
        let desk = ["clerk", "clerk and director"].contains(&who);
        let director = ["director", "clerk and director"].contains(&who);
        match what {
            Try::Accept
            | Try::HandOver
            | Try::AskSupplement
            | Try::AnswerSupplement
            | Try::ProposeRefusal
            | Try::Withdraw
            | Try::AskPayment
            | Try::Settle
            | Try::Return
            | Try::Correct => desk,
            Try::DecideRefusal | Try::DecideLate | Try::Stop => director,
            Try::Timers => true,
            Try::AnswerSupplementOnline | Try::WithdrawOnline | Try::AnswerDraft => match self.holder(how) {
                Holder::Account => who == "citizen" && facts.dossier.account == cx.actor.account(),
                Holder::Key(key) => self.key.as_ref() == Some(&key),
            },
            Try::Forward
            | Try::SendBack
            | Try::Consult
            | Try::External
            | Try::Propose
            | Try::Approve
            | Try::Finding => Self::task(facts, how).is_none_or(|task| workflow::may_act(cx, &task).is_ok()),
        }
    }

    async fn step(&mut self, drawn: Drawn) {
        let (what, who, how, wait) = drawn;
        let minutes: i64 = [1, 7, 45, 180, 1_440, 4_320, 1, 20][usize::from(wait) % 8];
        self.now = self.now.plus_seconds(minutes * 60 + i64::from(wait));
        let facts = self.facts().await;
        // Half of the time what carries the dossier on, half of the time whatever.
        let what = if wait >= 128 { onward(&facts, how) } else { TRIES[usize::from(what) % TRIES.len()] };
        // Half of the time whoever can, so that dossiers get anywhere.
        let all = &self.people.all;
        let mut index = usize::from(who) % all.len();
        if who >= 100 {
            let able = (0..all.len()).find(|at| self.has_right(what, all[*at].0, &all[*at].1, how, &facts));
            index = able.unwrap_or(index);
        }
        let (name, cx) = (all[index].0, at(&all[index].1, self.now));
        let right = self.has_right(what, name, &cx, how, &facts);
        let outcome = self.attempt(what, &cx, how, &facts).await;
        let after = self.facts().await;
        let told = format!("{what:?} by {name} ({how}) at {:?}: {outcome:?}", facts.dossier.status);
        match &outcome {
            Ok(true) => {
                assert!(right, "acted without a right: {told}");
                assert!(after.dossier.version > facts.dossier.version, "{told}");
            }
            Ok(false) if what == Try::Timers => {
                assert_eq!(after.snapshot.text, facts.snapshot.text, "{told}")
            }
            Ok(false) => assert_eq!(after.snapshot, facts.snapshot, "{told}"),
            Err(refused) => {
                assert_eq!(after.snapshot, facts.snapshot, "a refusal changed something: {told}");
                assert_ne!(refused.kind(), RefusalKind::Internal, "{told}");
                assert!(!matches!(refused, Refused::Database(_)), "{told}");
                let no = matches!(
                    refused,
                    Refused::Denied(_)
                        | Refused::NotYours
                        | Refused::NotFound
                        | Refused::Workflow(workflow::WorkflowError::Denied(_))
                );
                assert_eq!(no, !right, "refused for another reason than the missing right: {told}");
            }
        }
        let id = self.id;
        self.world
            .deps
            .db
            .read(move |tx| dossier_is_sound(tx, id))
            .await
            .unwrap_or_else(|e| panic!("{told} {e}"));
    }
}

/// What the house itself would do next.
fn onward(facts: &Facts, how: u8) -> Try {
    let task = Walk::task(facts, how);
    match facts.dossier.status {
        Status::Filed if facts.fees.iter().any(|fee| fee.state == FeeState::Due) => Try::Settle,
        Status::Filed if how.is_multiple_of(8) => Try::DecideRefusal,
        Status::Filed => Try::Accept,
        Status::Received if facts.dossier.late_entry && how.is_multiple_of(2) => Try::DecideLate,
        Status::Received => Try::HandOver,
        Status::Supplement | Status::PaymentDue if how.is_multiple_of(5) => Try::Stop,
        Status::Supplement | Status::PaymentDue if how % 5 == 1 => Try::Withdraw,
        Status::Supplement => Try::AnswerSupplement,
        Status::PaymentDue => Try::Settle,
        Status::Resolved if how.is_multiple_of(3) => Try::Correct,
        Status::Resolved if facts.fees.iter().any(|fee| fee.state == FeeState::Due) => Try::Settle,
        Status::Resolved => Try::Return,
        _ => match task.map(|task| task.kind) {
            Some(StepKind::Propose) => Try::Propose,
            Some(StepKind::Approve) => Try::Approve,
            Some(StepKind::Consult { .. }) => Try::Consult,
            Some(StepKind::External { .. }) => Try::External,
            Some(StepKind::WaitCitizen { .. }) => Try::AnswerDraft,
            _ => Try::Forward,
        },
    }
}

/// A dossier comes in: over the counter, late, or online.
async fn comes_in<'a>(world: &'a World, people: &'a People, begin: u8, number: u64) -> Walk<'a> {
    let code = if begin.is_multiple_of(2) { NARROW_CODE } else { WIDE_CODE };
    let when = now().plus_seconds(i64::from(begin) * 1_117);
    let mut walk = Walk { world, people, id: DossierId::new(when), key: None, now: when };
    if begin.is_multiple_of(3) {
        let clerk = at(&people.all[1].1, when);
        let late = begin.is_multiple_of(5);
        let cmd = ops::WalkIn {
            idempotency_key: format!("walk-{number}"),
            receiving: people.centre,
            procedure_code: code.to_owned(),
            case_code: "ordinary".to_owned(),
            channel: if begin.is_multiple_of(4) { Channel::Post } else { Channel::InPerson },
            unit: world.unit("c1"),
            owner: mother(),
            submitter: Submitter { person: None, standing: StandingKind::Itself, proof: String::new() },
            answers: serde_json::json!({ "relation": "mother" }),
            papers: vec!["giay_chung_sinh".to_owned()],
            quantity: i64::from(begin % 7),
            counts: BTreeMap::new(),
            not_due: Vec::new(),
            settled: BTreeMap::from([("ban_sao".to_owned(), "BL 1".to_owned())]),
            return_channel: ReturnChannel::Counter,
            note: String::new(),
            late: late.then(|| (when.plus_seconds(-80_000), "Mất điện".to_owned())),
        };
        walk.id = ops::receive_walk_in(&world.deps, &clerk, cmd).await.unwrap().id;
        return walk;
    }
    let citizen = at(&people.all[CITIZEN].1, when);
    let (id, key) = online(world, people, &citizen, code).await;
    (walk.id, walk.key) = (id, Some(key));
    walk
}

/// Filed online by this person; the answers are those of the birth form, which the other procedure does not ask.
pub async fn online_as(world: &World, centre: AgencyId, cx: &OpContext, code: &str) -> (DossierId, String) {
    let deps = &world.deps;
    let new = ops::NewDraft { procedure_code: code.to_owned(), case_code: "ordinary".to_owned() };
    let opened = ops::start_draft(deps, cx, new).await.unwrap();
    let name = |family: &str, given: &str| serde_json::json!({ "family": family, "given": given });
    let values = serde_json::json!({
        "relation": "mother", "child_name": name("Lữ", "Bé"), "child_birth": "2026-11-10",
        "mother_home": { "unit": world.unit("c1"), "code": "17254", "name": "Xã Con Cuông, tỉnh Nghệ An", "village": "Bản Yên" },
        "requester_name": name("Lữ", "Mẫu")
    });
    let save = ops::SaveAnswers {
        draft: opened.draft.id,
        holder: Holder::Key(opened.key.clone()),
        version: opened.draft.version,
        answers: serde_json::json!({ "values": values }),
        receiving: Some(centre),
        unit: Some(world.unit("c1")),
    };
    let draft = ops::save_answers(deps, cx, save).await.unwrap().id;
    let file = File {
        id: FileId::new(cx.now),
        component: "giay_chung_sinh".to_owned(),
        name: "anh.jpg".to_owned(),
        kind: "image/jpeg".to_owned(),
        size: 10,
        digest: "00".repeat(32),
        uploaded_at: cx.now,
        round: 0,
    };
    deps.db.write(move |tx| store::insert_file(tx, Some(draft), None, &file, None)).await.unwrap();
    let cmd = ops::FileOnline {
        draft,
        holder: Holder::Key(opened.key.clone()),
        owner: mother(),
        submitter: Submitter { person: None, standing: StandingKind::Itself, proof: String::new() },
        return_channel: ReturnChannel::Electronic,
        quantity: 2,
    };
    (ops::file_online(deps, cx, cmd).await.unwrap().id, opened.key)
}

async fn online(world: &World, people: &People, cx: &OpContext, code: &str) -> (DossierId, String) {
    online_as(world, people.centre, cx, code).await
}

/// How far the walks got: a test in which everything is refused tests nothing.
#[derive(Default)]
struct Seen(std::collections::BTreeSet<(i64, i64)>);

fn walks(after_supplement: AfterSupplement, sequences: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (world, people) = runtime.block_on(house(after_supplement));
    // The suite walks the same ways each time; whoever asks for more gets others.
    let asked = Config::default().cases;
    let more = asked > 256;
    let cases = if more { asked } else { sequences };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let algorithm = config.rng_algorithm;
    let mut runner = if more {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(algorithm))
    };
    let number = std::cell::Cell::new(0_u64);
    let seen = std::cell::RefCell::new(Seen::default());
    let sequence = (any::<u8>(), vec(any::<Drawn>(), 10..60));
    let outcome = runner.run(&sequence, |(begin, steps)| {
        number.set(number.get() + 1);
        runtime.block_on(async {
            let mut walk = comes_in(&world, &people, begin, number.get()).await;
            for drawn in &steps {
                walk.step(*drawn).await;
            }
            let (deps, now) = (world.deps.clone(), walk.now);
            if number.get().is_multiple_of(10) {
                let moved =
                    tokio::task::block_in_place(|| ops::recompute_open_due_times(&deps, now)).unwrap();
                assert_eq!(moved, 0, "a due time differs from what the calendar counts");
            }
            let id = walk.id;
            let lines = world
                .deps
                .db
                .read(move |tx| {
                    house_is_sound(tx)?;
                    store::entries(tx, id)
                })
                .await
                .map_err(|error: DbError| error)
                .unwrap();
            for pair in lines.windows(2) {
                seen.borrow_mut().0.insert((pair[0].status.code(), pair[1].status.code()));
            }
        });
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let seen = seen.into_inner().0;
    for (from, targets) in super::status::EDGES {
        for to in *targets {
            assert!(seen.contains(&(*from, *to)), "no walk went {from} → {to}: {seen:?}");
        }
    }
}

#[test]
fn whatever_is_tried_only_what_may_happen_happens() {
    walks(AfterSupplement::Restart, 170);
}

#[test]
fn whatever_is_tried_only_what_may_happen_happens_where_the_clock_goes_on() {
    walks(AfterSupplement::Pause, 170);
}
