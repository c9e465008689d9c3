//! Turning effects of the engine into rows of tasks and into what the caller acts on.
use super::places::{Ports, agency_of};
use crate::errors::{Refused, WorkflowError};
use crate::model::{Clocks, Definition, Effect, How, LateAnswer, Level, StepKind, TaskRow};
use crate::rules::clocks;
use crate::store::{self, Closing, NewTask, ProcessRow};
use base::Timestamp;
use contracts::{AccountId, AgencyId, HoldingId, TaskId};
use db::Tx;
use policy::OpContext;

/// What `start` or `apply` did, for the caller to act on.  Times are UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    TaskOpened {
        task: TaskId,
        token: u32,
        step: String,
        title: String,
        kind: StepKind,
        role: String,
        agency: AgencyId,
        due_at: Option<Timestamp>,
    },
    TaskClosed {
        task: TaskId,
        token: u32,
        step: String,
        how: String,
    },
    CitizenWait {
        token: u32,
        until: Option<Timestamp>,
    },
    CitizenWaitOver {
        token: u32,
        agreed: bool,
        deemed: bool,
    },
    ExternalOpened {
        token: u32,
        system: String,
        until: Option<Timestamp>,
    },
    ExternalAnswered {
        token: u32,
        ok: bool,
    },
    Deemed {
        token: u32,
        agency: AgencyId,
    },
    LateAnswer {
        agency: AgencyId,
        agreed: bool,
    },
    Escalated {
        task: TaskId,
        step: String,
        agency: AgencyId,
        level: Level,
    },
    Ended {
        outcome: Option<String>,
    },
}

/// Carries out the effects of one event.
pub(super) struct Carrier<'a> {
    cx: &'a OpContext,
    definition: &'a Definition,
    open: Vec<TaskRow>,
    /// The number an outside system gave with its answer.
    reference: Option<String>,
    untils: Vec<(u32, Option<Timestamp>)>,
    happened: Vec<Happened>,
}

impl<'a> Carrier<'a> {
    pub fn new(
        cx: &'a OpContext,
        definition: &'a Definition,
        open: Vec<TaskRow>,
        reference: Option<String>,
    ) -> Self {
        Self { cx, definition, open, reference, untils: Vec::new(), happened: Vec::new() }
    }

    /// `ports` may be missing only where no effect opens a task.
    pub fn carry_out(
        &mut self,
        tx: &mut Tx<'_>,
        ports: Option<&Ports<'_>>,
        process: &mut ProcessRow,
        effects: Vec<Effect>,
    ) -> Result<Vec<Happened>, WorkflowError> {
        for effect in effects {
            match effect {
                Effect::OpenTask { token, step, agency } => {
                    let ports = ports.ok_or_else(|| Refused::UnknownStep(step.clone()))?;
                    self.open_task(tx, ports, process, token, &step, agency)?;
                }
                Effect::CloseTask { token, agency, how } => self.close(tx, token, agency, how)?,
                Effect::Escalate { token, level } => self.escalate(token, level),
                Effect::CitizenWait { token } => {
                    let until = self.until(token);
                    self.happened.push(Happened::CitizenWait { token, until });
                }
                Effect::CitizenWaitOver { token, agreed, deemed } => {
                    self.happened.push(Happened::CitizenWaitOver { token, agreed, deemed });
                }
                Effect::ExternalOpened { token, system } => {
                    let until = self.until(token);
                    self.happened.push(Happened::ExternalOpened { token, system, until });
                }
                Effect::ExternalAnswered { token, ok, .. } => {
                    self.happened.push(Happened::ExternalAnswered { token, ok });
                }
                Effect::Deemed { token, agency } => {
                    let agencies =
                        self.open.iter().filter(|task| task.token == token).map(|task| task.agency);
                    let found = agency.or_else(|| agencies.min());
                    self.happened.extend(found.map(|agency| Happened::Deemed { token, agency }));
                }
                Effect::LateAnswer { token, agency, agreed } => {
                    self.late(tx, process, token, agency, agreed)?;
                }
                Effect::Ended { outcome } => {
                    process.ended_at = Some(self.cx.now);
                    process.outcome.clone_from(&outcome);
                    self.happened.push(Happened::Ended { outcome });
                }
            }
        }
        Ok(std::mem::take(&mut self.happened))
    }

    fn until(&self, token: u32) -> Option<Timestamp> {
        self.untils.iter().find(|(number, _)| *number == token).and_then(|(_, until)| *until)
    }

    fn open_task(
        &mut self,
        tx: &mut Tx<'_>,
        ports: &Ports<'_>,
        process: &ProcessRow,
        token: u32,
        key: &str,
        asked: Option<AgencyId>,
    ) -> Result<(), WorkflowError> {
        let step = self.definition.step(key).ok_or_else(|| Refused::UnknownStep(key.to_owned()))?;
        let now = self.cx.now;
        let agency = agency_of(tx, ports, process, step, asked, now)?;
        let clocks: Clocks = clocks(ports.calendar, step, now);
        let task = NewTask {
            id: TaskId::new(now),
            process: process.id,
            subject: process.subject,
            token,
            step: key,
            title: &step.title,
            kind: &step.kind,
            role: &step.role,
            agency,
            opened_at: now,
            clocks,
            standing_still: process.suspended_at.is_some(),
        };
        store::insert_task(tx, &task)?;
        self.untils.push((token, clocks.due));
        self.happened.push(Happened::TaskOpened {
            task: task.id,
            token,
            step: key.to_owned(),
            title: step.title.clone(),
            kind: step.kind.clone(),
            role: step.role.clone(),
            agency,
            due_at: clocks.due,
        });
        Ok(())
    }

    fn close(
        &mut self,
        tx: &mut Tx<'_>,
        token: u32,
        agency: Option<AgencyId>,
        how: How,
    ) -> Result<(), WorkflowError> {
        let (closed, open): (Vec<_>, Vec<_>) = std::mem::take(&mut self.open)
            .into_iter()
            .partition(|task| task.token == token && agency.is_none_or(|agency| agency == task.agency));
        self.open = open;
        for task in closed {
            let by = self.by();
            let holding = by.and_then(|_| self.holding(&task));
            let reference = self.reference.as_deref();
            store::close_task(tx, task.id, &Closing { at: self.cx.now, how, by, holding, reference })?;
            let how = how.word().to_owned();
            self.happened.push(Happened::TaskClosed { task: task.id, token, step: task.step, how });
        }
        Ok(())
    }

    fn by(&self) -> Option<AccountId> {
        self.cx.actor.account()
    }

    /// The position in which the actor does the task: agency and role fit, or at least the agency.
    fn holding(&self, task: &TaskRow) -> Option<HoldingId> {
        let held = || self.cx.standing.holdings.iter().filter(|held| held.agency == task.agency);
        held().find(|held| held.role == task.role).or_else(|| held().next()).map(|held| held.holding)
    }

    fn escalate(&mut self, token: u32, level: Level) {
        let tasks = self.open.iter().filter(|task| task.token == token);
        self.happened.extend(tasks.map(|task| Happened::Escalated {
            task: task.id,
            step: task.step.clone(),
            agency: task.agency,
            level,
        }));
    }

    fn late(
        &mut self,
        tx: &mut Tx<'_>,
        process: &ProcessRow,
        token: u32,
        agency: AgencyId,
        agreed: bool,
    ) -> Result<(), WorkflowError> {
        let task =
            store::late_task(tx, process.subject, process.id, token, agency)?.ok_or(Refused::NotAsked)?;
        store::keep_late_answer(tx, task, &LateAnswer { agreed, at: self.cx.now, by: self.by() })?;
        self.happened.push(Happened::LateAnswer { agency, agreed });
        Ok(())
    }
}
