//! Drives the planned dossiers through the house, by the operations that the pages call, in the order of time.
use super::Asked;
use super::online::{Citizen, File};
use super::people::Invented;
use super::plan::{Coming, Fate, Way};
use super::staff::{Officer, Officers};
use base::Timestamp;
use contracts::{AgencyId, Channel, DossierId, FeeDue, ProcedureFact, Receiving, UnitId};
use dossiers::model::{Dossier, FeeState, ReasonCode, ReturnChannel, StandingKind, Status};
use dossiers::ops::{
    Accept, ActOnTask, AnswerSupplement, Approve, DecideRefusal, HandOver, ProposeRefusal, ProposeResult,
    RequestSupplement, ReturnResult, SettleFee, Submitter, TaskAct, WalkIn,
};
use dossiers::{Deps, Refused, ops, store};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;
use workflow::{StepKind, TaskRow};

/// What became of the plan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walked {
    pub received: usize,
    pub steps: usize,
    /// Refusals met on the way, by code: a sample has none.
    pub refused: Vec<String>,
    /// It was asked to stop on the way.
    pub broken_off: bool,
}

struct Walk {
    coming: Coming,
    dossier: Option<DossierId>,
    digits: String,
    steps: usize,
}

/// Whoever drives: the ports, the officers, the end of time.
pub(super) struct Drive<'a> {
    pub deps: &'a Deps,
    pub officers: &'a mut Officers,
    pub province: UnitId,
    /// Two digits, for numbers of persons.
    pub province_code: String,
    pub citizen: Citizen,
    pub file: File,
    pub now: Timestamp,
}

impl Drive<'_> {
    /// Runs everything that happens before now, or what it can until it is asked to stop.
    pub(super) async fn run(&mut self, plan: Vec<Coming>, asked_to_stop: &mut Asked<'_>) -> Walked {
        let mut walked = Walked::default();
        let mut walks: Vec<Walk> = plan
            .into_iter()
            .map(|coming| Walk { coming, dossier: None, digits: String::new(), steps: 0 })
            .collect();
        let mut queue: BinaryHeap<Reverse<(Timestamp, usize)>> =
            walks.iter().enumerate().map(|(index, walk)| Reverse((walk.coming.at, index))).collect();
        while let Some(Reverse((at, index))) = queue.pop() {
            if at > self.now {
                continue;
            }
            if asked_to_stop() {
                walked.broken_off = true;
                break;
            }
            let Some(walk) = walks.get_mut(index) else { continue };
            let outcome = match walk.dossier {
                None => self.receive(walk, at).await.map(|()| {
                    walked.received += 1;
                    true
                }),
                Some(id) => self.step(walk, id, at).await,
            };
            match outcome {
                Ok(true) => {
                    walked.steps += 1;
                    walk.steps += 1;
                    queue.push(Reverse((self.later(walk, at), index)));
                }
                Ok(false) => {}
                Err(refused) => walked.refused.push(format!("{}: {refused}", walk.coming.kind.procedure)),
            }
        }
        walked
    }

    fn later(&self, walk: &mut Walk, at: Timestamp) -> Timestamp {
        let usual = walk.coming.kind.step_minutes;
        let pace = if walk.coming.fate == Fate::Slow { 4 } else { 1 };
        let minutes = walk.coming.random.between(usual / 3, usual * 5 / 4).max(3) * pace;
        self.deps.time.calendar().plus_minutes(at, minutes)
    }

    async fn receive(&mut self, walk: &mut Walk, at: Timestamp) -> Result<(), Refused> {
        let kind = walk.coming.kind;
        let (deps, code) = (self.deps.clone(), kind.procedure);
        let fact = self.deps.db.read(move |tx| deps.catalogue.in_force(tx, code, at.date())).await?;
        let procedure = fact.ok_or(Refused::NoProcedure)?;
        let unit = walk.coming.commune.id;
        let desk = self.desk(&procedure, unit, at).await?;
        let random = &mut walk.coming.random;
        let commune = walk.coming.commune.full_name.clone();
        let adult = Invented::adult(random).at_counter(&self.province_code, &commune, random);
        walk.digits = adult.number.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
        let (owner, submitter) = if kind.birth {
            let child = Invented::born_in(random, i64::from(at.date().year())).newborn(&commune, random);
            let parent = Submitter {
                person: Some(adult),
                standing: StandingKind::BirthRelative,
                proof: String::new(),
            };
            (child, parent)
        } else {
            (adult, Submitter { person: None, standing: StandingKind::Itself, proof: String::new() })
        };
        let case = procedure.case(kind.case).ok_or(Refused::NoProcedure)?;
        if let Way::Online { own } = walk.coming.way {
            let filed = super::online::file(self, &walk.coming, own, desk, (&owner, &submitter), at).await?;
            walk.dossier = Some(filed);
            return Ok(());
        }
        let clerk = self.officer(desk, "reception_officer").await?;
        let random = &mut walk.coming.random;
        let receipt = |number: i64| format!("BL-{number:06}");
        let settled: BTreeMap<String, String> = case
            .fees
            .iter()
            .filter(|fee| fee.due == FeeDue::BeforeReceipt)
            .map(|fee| (fee.code.clone(), receipt(random.between(1, 999_999))))
            .collect();
        let cmd = WalkIn {
            idempotency_key: base::Id::new(at).to_string(),
            receiving: desk,
            procedure_code: kind.procedure.to_owned(),
            case_code: kind.case.to_owned(),
            channel: if walk.coming.way == Way::Post { Channel::Post } else { Channel::InPerson },
            unit,
            owner,
            submitter,
            answers: if kind.birth {
                serde_json::json!({ "relation": "mother", "birth_proof": "paper" })
            } else {
                serde_json::json!({})
            },
            papers: case
                .components
                .iter()
                .filter(|rule| rule.mandatory)
                .map(|rule| rule.code.clone())
                .collect(),
            quantity: if kind.procedure == "2.000815" { random.between(2, 12) } else { 1 },
            counts: case.counts.iter().map(|rule| (rule.code.clone(), random.between(1, 6))).collect(),
            not_due: Vec::new(),
            settled,
            return_channel: ReturnChannel::Counter,
            note: String::new(),
            late: None,
        };
        let received = ops::receive_walk_in(self.deps, &clerk.at(at), cmd).await?;
        walk.dossier = Some(received.id);
        Ok(())
    }

    /// The counter at which the procedure is received for somebody of this commune.
    async fn desk(
        &self,
        procedure: &Arc<ProcedureFact>,
        unit: UnitId,
        at: Timestamp,
    ) -> Result<AgencyId, Refused> {
        let (unit, kind) = match procedure.receiving {
            Receiving::Province => (self.province, "provincial_centre"),
            _ => (unit, "commune_centre"),
        };
        let deps = self.deps.clone();
        let found =
            self.deps.db.read(move |tx| deps.directory.agencies_of_kind(tx, unit, kind, at.date())).await?;
        found.into_iter().next().map(|fact| fact.id).ok_or(Refused::NoResolvingAgency)
    }

    async fn officer(&mut self, agency: AgencyId, role: &str) -> Result<Officer, Refused> {
        self.officers.find(agency, role).await?.ok_or(Refused::NoResolvingAgency)
    }

    /// One act on the dossier; false when it rests here.
    async fn step(&mut self, walk: &mut Walk, id: DossierId, at: Timestamp) -> Result<bool, Refused> {
        let found = self.deps.db.read(move |tx| store::load(tx, id)).await?;
        let Some(dossier) = found else { return Ok(false) };
        if matches!(walk.coming.fate, Fate::Stuck(after) if walk.steps > after) {
            return Ok(false);
        }
        match dossier.status {
            Status::Filed => self.in_the_online_queue(walk, &dossier, at).await,
            Status::Received => self.at_the_desk(walk, &dossier, at).await,
            Status::Processing => self.in_process(walk, &dossier, at).await,
            Status::Supplement => self.bring(walk, &dossier, at).await,
            Status::Resolved => self.give(walk, &dossier, at).await,
            _ => Ok(false),
        }
    }

    async fn at_the_desk(
        &mut self,
        walk: &mut Walk,
        dossier: &Dossier,
        at: Timestamp,
    ) -> Result<bool, Refused> {
        let clerk = self.officer(dossier.receiving, "reception_officer").await?;
        let cx = clerk.at(at);
        if walk.steps == 1 && walk.coming.way != (Way::Online { own: true }) {
            match walk.coming.fate {
                Fate::Supplement(_) if self.may_ask(dossier).await? => return self.ask(dossier, &cx).await,
                Fate::Withdrawn => {
                    let words = "Người nộp rút hồ sơ để làm lại sau.".to_owned();
                    ops::withdraw(self.deps, &cx, dossier.id, None, words).await?;
                    return Ok(false);
                }
                _ => {}
            }
        }
        ops::hand_over(self.deps, &cx, HandOver { dossiers: vec![dossier.id] }).await?;
        Ok(true)
    }

    async fn in_the_online_queue(
        &mut self,
        walk: &mut Walk,
        dossier: &Dossier,
        at: Timestamp,
    ) -> Result<bool, Refused> {
        let clerk = self.officer(dossier.receiving, "reception_officer").await?;
        let cx = clerk.at(at);
        match (walk.coming.fate, walk.steps) {
            (Fate::Stuck(0), _) => Ok(false),
            (Fate::Supplement(_), 1) => self.ask(dossier, &cx).await,
            (Fate::Refused(_), 1) => {
                let cmd = ProposeRefusal {
                    dossier: dossier.id,
                    version: dossier.version,
                    reason: ReasonCode::Duplicate,
                    words: "Bé đã được đăng ký khai sinh ở nơi khác.".to_owned(),
                };
                ops::propose_refusal(self.deps, &cx, cmd).await?;
                Ok(true)
            }
            (Fate::Refused(true), 2) => {
                let director = self.officer(dossier.receiving, "centre_director").await?;
                let cmd = DecideRefusal {
                    dossier: dossier.id,
                    version: dossier.version,
                    approve: true,
                    words: String::new(),
                };
                ops::decide_refusal(self.deps, &director.at(at), cmd).await?;
                Ok(false)
            }
            (Fate::Refused(_), _) => Ok(false),
            _ => {
                ops::accept(self.deps, &cx, Accept { dossier: dossier.id, version: dossier.version }).await?;
                Ok(true)
            }
        }
    }

    /// Whether the procedure's data allow a supplement round.
    async fn may_ask(&self, dossier: &Dossier) -> Result<bool, Refused> {
        let (deps, id) = (self.deps.clone(), dossier.procedure);
        let fact = self.deps.db.read(move |tx| deps.catalogue.version(tx, id)).await?;
        Ok(fact.is_some_and(|fact| !fact.supplements.is_empty()))
    }

    async fn ask(&mut self, dossier: &Dossier, cx: &policy::OpContext) -> Result<bool, Refused> {
        let (deps, id, code) = (self.deps.clone(), dossier.procedure, dossier.case_code.clone());
        let fact = self.deps.db.read(move |tx| deps.catalogue.version(tx, id)).await?;
        let wanted = fact.and_then(|fact| {
            let case = fact.case(&code)?;
            case.components.iter().find(|rule| rule.mandatory && !rule.is_form).map(|rule| rule.code.clone())
        });
        let cmd = RequestSupplement {
            dossier: dossier.id,
            version: dossier.version,
            reason: ReasonCode::Unreadable,
            words: "Bản nộp bị mờ, thiếu phần dấu. Đề nghị nộp lại bản rõ, đủ các trang.".to_owned(),
            components: wanted.into_iter().collect(),
        };
        ops::request_supplement(self.deps, cx, cmd).await?;
        Ok(true)
    }

    async fn bring(&mut self, walk: &mut Walk, dossier: &Dossier, at: Timestamp) -> Result<bool, Refused> {
        if walk.coming.fate == Fate::Supplement(false) {
            return Ok(false);
        }
        let clerk = self.officer(dossier.receiving, "reception_officer").await?;
        let cmd = AnswerSupplement {
            dossier: dossier.id,
            version: dossier.version,
            holder: None,
            words: "Đã nộp lại bản rõ.".to_owned(),
            papers: self.asked(dossier.id).await?,
        };
        ops::answer_supplement(self.deps, &clerk.at(at), cmd).await?;
        Ok(true)
    }

    async fn asked(&self, id: DossierId) -> Result<Vec<String>, Refused> {
        let rounds = self.deps.db.read(move |tx| store::supplements(tx, id)).await?;
        let open = rounds.into_iter().rfind(|round| round.answered_at.is_none());
        Ok(open.map(|round| round.components).unwrap_or_default())
    }

    async fn in_process(
        &mut self,
        walk: &mut Walk,
        dossier: &Dossier,
        at: Timestamp,
    ) -> Result<bool, Refused> {
        let subject = dossier.id.id();
        let tasks = self.deps.db.read(move |tx| workflow::tasks_of(tx, subject)).await;
        let tasks = tasks.map_err(Refused::from)?;
        let Some(task) = tasks.into_iter().rfind(|task| task.closed_at.is_none()) else { return Ok(false) };
        if task.role.is_empty() {
            // The citizen's day passes: silence is agreement, said by the clock.
            ops::run_timers(self.deps, at)?;
            return Ok(true);
        }
        let officer = self.officer(task.agency, &task.role).await?;
        if task.role == "reception_officer" {
            // After a supplement the dossier is at the desk once more: it is handed over, not acted on.
            let cmd = HandOver { dossiers: vec![dossier.id] };
            ops::hand_over(self.deps, &officer.at(at), cmd).await?;
            return Ok(true);
        }
        self.act(walk, dossier, &task, &officer, at).await?;
        Ok(true)
    }

    async fn act(
        &mut self,
        walk: &mut Walk,
        dossier: &Dossier,
        task: &TaskRow,
        officer: &Officer,
        at: Timestamp,
    ) -> Result<(), Refused> {
        let cx = officer.at(at);
        let act = match task.kind {
            StepKind::Propose => {
                let granted = walk.coming.fate != Fate::Denied;
                let title = self.result_name(dossier, granted).await?;
                let body = serde_json::json!({ "rows": [["Tên", dossier.owner_name]] });
                let cmd = ProposeResult { task: task.id, granted, title, body };
                return ops::propose_result(self.deps, &cx, cmd).await;
            }
            StepKind::Approve => {
                let id = dossier.id;
                let draft = self.deps.db.read(move |tx| store::result_of(tx, id)).await?;
                let cmd = Approve {
                    task: task.id,
                    result: draft.ok_or(Refused::NoResult)?.id,
                    signer_line: officer.signer_line.clone(),
                    signer_name: officer.name.clone(),
                };
                return ops::approve_result(self.deps, &cx, cmd).await;
            }
            StepKind::Consult { .. } => TaskAct::Consult { agreed: true },
            StepKind::External { .. } => TaskAct::External {
                ok: true,
                // A number as registers of persons give it, so that a step may ask for an identity number.
                reference: format!(
                    "0{}3{:02}{:06}",
                    self.province_code,
                    at.date().year() % 100,
                    walk.coming.random.between(0, 999_999)
                ),
            },
            _ => TaskAct::Forward { outcome: None, ask: Vec::new() },
        };
        ops::act_on_task(self.deps, &cx, ActOnTask { task: task.id, act, words: String::new() })
            .await
            .map(drop)
    }

    async fn result_name(&self, dossier: &Dossier, granted: bool) -> Result<String, Refused> {
        if !granted {
            return Ok("Thông báo không đủ điều kiện giải quyết".to_owned());
        }
        let (deps, id) = (self.deps.clone(), dossier.procedure);
        let fact = self.deps.db.read(move |tx| deps.catalogue.version(tx, id)).await?;
        Ok(fact.map(|fact| fact.result.name.clone()).unwrap_or_default())
    }

    /// Papers whose originals are looked at when the result is handed over.
    async fn to_compare(&self, dossier: &Dossier) -> Result<Vec<String>, Refused> {
        let (deps, id, code) = (self.deps.clone(), dossier.procedure, dossier.case_code.clone());
        let fact = self.deps.db.read(move |tx| deps.catalogue.version(tx, id)).await?;
        let codes = fact.and_then(|fact| {
            let rules = &fact.case(&code)?.components;
            Some(rules.iter().filter(|rule| rule.compare_original).map(|rule| rule.code.clone()).collect())
        });
        Ok(codes.unwrap_or_default())
    }

    async fn give(&mut self, walk: &mut Walk, dossier: &Dossier, at: Timestamp) -> Result<bool, Refused> {
        // Some never come for their paper.
        if walk.coming.random.percent(9) {
            return Ok(false);
        }
        let clerk = self.officer(dossier.receiving, "reception_officer").await?;
        let cx = clerk.at(at);
        let id = dossier.id;
        let fees = self.deps.db.read(move |tx| store::fees(tx, id)).await?;
        let mut version = dossier.version;
        for fee in fees.into_iter().filter(|fee| fee.state == FeeState::Due) {
            let words = format!("BL-{:06}", walk.coming.random.between(1, 999_999));
            let cmd = SettleFee { dossier: id, version, code: fee.code, exempt: false, words };
            ops::settle_fee(self.deps, &cx, cmd).await?;
            version =
                self.deps.db.read(move |tx| store::load(tx, id)).await?.map_or(version, |row| row.version);
        }
        let cmd = ReturnResult {
            dossier: id,
            version,
            shown_digits: walk.digits.clone(),
            collected_by: String::new(),
            compared: self.to_compare(dossier).await?,
        };
        ops::return_result(self.deps, &cx, cmd).await?;
        Ok(false)
    }
}
