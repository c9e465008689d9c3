//! What the random walks try, and what must hold after each try.
use super::fixture::World;
use super::random_house::People;
use super::soundness::dossier_is_sound;
use super::walk::at;
use crate::errors::Refused;
use crate::model::{Dossier, Fee, FeeState, ReasonCode, Status};
use crate::ops::{self, Holder, TaskAct};
use crate::store;
use base::{Currency, Id, Money, Refusal, RefusalKind, Timestamp};
use contracts::{DossierId, FeeDue, FeeKind};
use db::{DbError, Tx, params};
use policy::OpContext;
use workflow::{StepKind, TaskRow};

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
    TurnDown,
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

const TRIES: [Try; 25] = [
    Try::Accept,
    Try::HandOver,
    Try::AskSupplement,
    Try::AnswerSupplement,
    Try::AnswerSupplementOnline,
    Try::ProposeRefusal,
    Try::DecideRefusal,
    Try::DecideLate,
    Try::Finding,
    Try::TurnDown,
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
pub type Drawn = (u8, u8, u8, u8);

/// A dossier under way.
pub struct Walk<'a> {
    pub world: &'a World,
    pub people: &'a People,
    pub id: DossierId,
    pub key: Option<String>,
    pub now: Timestamp,
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
            Try::TurnDown => {
                let cmd = ops::TurnDownFinding { dossier: id, version, words };
                ops::turn_down_finding(deps, cx, cmd).await.map(|()| true)
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
            | Try::TurnDown
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

    pub async fn step(&mut self, drawn: Drawn) {
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
