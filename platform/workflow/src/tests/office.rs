//! A small office around one process: persons 1 (counter), 2 (case officer), 4 (signer); agencies by number.
use super::*;
use crate::{Answer, Happened, Places, Ports, TaskRow, WorkflowError};
use base::Date;
use calendar::WorkCalendar;
use contracts::{AgencyFact, Directory, ProcessId, UnitFact, UnitId};
use db::{Db, DbError, Tx};
use policy::{Actor, GrantRow, Holding, OpContext, Scope, Standing};
use std::sync::{Arc, OnceLock};

/// November 2026 in Vietnam.
pub fn at(day: i8, hour: i8, minute: i8) -> Timestamp {
    Timestamp::from_local(base::DateTime::constant(2026, 11, day, hour, minute, 0, 0))
}

pub fn calendar() -> &'static WorkCalendar {
    static CALENDAR: OnceLock<WorkCalendar> = OnceLock::new();
    CALENDAR.get_or_init(|| WorkCalendar::standard().unwrap())
}

pub fn places() -> Places {
    Places { receiving: agency(1), resolving: agency(2), unit: UnitId::from(id(50)) }
}

/// A draft that the citizen confirms first, then a work order.
pub fn waiting() -> Definition {
    let mut confirm = plain("confirm", StepKind::WaitCitizen { default: Answer::Agree }, &[]);
    confirm.routes = vec![route_for("draft", "agreed"), route_for("draft", "disagreed")];
    confirm.minutes = Some(480);
    let mut order = plain("order", StepKind::External { system: "ngoai".to_owned() }, &["last"]);
    order.routes.push(route_for("last", "failed"));
    let definition = table(vec![
        confirm,
        plain("draft", StepKind::Work, &["order"]),
        order,
        plain("last", StepKind::Work, &["end"]),
    ]);
    assert_eq!(crate::check(&definition, None), []);
    definition
}

struct Town;

impl Directory for Town {
    fn agencies(&self, _: &mut Tx<'_>, _: &[AgencyId]) -> Result<Vec<AgencyFact>, DbError> {
        Ok(Vec::new())
    }
    fn agency_by_code(&self, _: &mut Tx<'_>, _: &str, _: Date) -> Result<Option<AgencyFact>, DbError> {
        Ok(None)
    }
    fn agencies_of_kind(
        &self,
        _: &mut Tx<'_>,
        unit: UnitId,
        kind: &str,
        _: Date,
    ) -> Result<Vec<AgencyFact>, DbError> {
        let office = AgencyFact {
            id: agency(7),
            code: "H41.7".to_owned(),
            name: "Văn phòng".to_owned(),
            kind: kind.to_owned(),
            unit,
            parent: None,
        };
        Ok(if kind == "commune_office" { vec![office] } else { Vec::new() })
    }
    fn units(&self, _: &mut Tx<'_>, _: &[UnitId]) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }
    fn communes(&self, _: &mut Tx<'_>, _: Date) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }
}

pub async fn publish(db: &Db, definition: &Definition) -> Result<(), WorkflowError> {
    let definition = definition.clone();
    db.write(move |tx| crate::publish_definition(tx, &definition)).await
}

pub struct Office {
    pub db: Db,
    pub process: ProcessId,
    pub places: Places,
    pub now: Timestamp,
    subject: Id,
}

impl Office {
    pub async fn open(db: &Db, definition: &Definition) -> Self {
        publish(db, definition).await.unwrap();
        let subject = Id::new(monday());
        let vars = [("channel", "online".into()), ("name", "không giữ".into())];
        Self::start(db, &definition.reference(), subject, places(), monday(), &vars).await
    }

    pub async fn start(
        db: &Db,
        reference: &str,
        subject: Id,
        places: Places,
        now: Timestamp,
        pairs: &[(&str, Value)],
    ) -> Self {
        let (text, given) = (reference.to_owned(), vars(pairs));
        let cx = OpContext { actor: Actor::Officer(person(1)), ..OpContext::system("test", now) };
        let process = db
            .write(move |tx| {
                let ports = Ports { calendar: calendar(), directory: &Town };
                crate::start(tx, &cx, &ports, &text, subject, given.clone(), &places)
            })
            .await
            .unwrap()
            .0;
        Self { db: db.clone(), process, places, now, subject }
    }

    pub fn holding(&self, number: u8, agency: AgencyId, role: &str) -> Holding {
        Holding {
            holding: id(number).into(),
            position: id(number).into(),
            agency,
            agency_name: String::new(),
            role: role.to_owned(),
            title: String::new(),
        }
    }

    pub fn cx_with(&self, by: u8, holdings: Vec<Holding>) -> OpContext {
        let grants = holdings
            .iter()
            .map(|held| GrantRow {
                permission: "workflow.act".to_owned(),
                scope: Scope::Agencies(vec![held.agency]),
                holding: held.holding,
            })
            .collect();
        let standing = Standing { account: Some(person(by)), holdings, grants };
        OpContext {
            actor: Actor::Officer(person(by)),
            standing: Arc::new(standing),
            ..OpContext::system("test", self.now)
        }
    }

    pub fn cx(&self, by: u8) -> OpContext {
        self.cx_with(by, vec![self.holding(by, self.places.receiving, "reception_officer")])
    }

    pub async fn apply(&self, cx: OpContext, event: Event) -> Result<Vec<Happened>, WorkflowError> {
        let process = self.process;
        self.db
            .write(move |tx| {
                let ports = Ports { calendar: calendar(), directory: &Town };
                crate::apply(tx, &cx, &ports, process, &event)
            })
            .await
    }

    pub async fn act(&self, by: u8, event: Event) -> Result<Vec<Happened>, WorkflowError> {
        self.apply(self.cx(by), event).await
    }

    pub async fn system(&self, event: Event) -> Result<Vec<Happened>, WorkflowError> {
        self.apply(OpContext::system("timers", self.now), event).await
    }

    pub async fn citizen(&self, event: Event) -> Result<Vec<Happened>, WorkflowError> {
        self.apply(OpContext::anonymous(self.now), event).await
    }

    pub async fn forward(&self, key: &str, by: u8) -> Result<Vec<Happened>, WorkflowError> {
        self.forward_with(key, by, None, Vec::new()).await
    }

    pub async fn forward_with(
        &self,
        key: &str,
        by: u8,
        outcome: Option<&str>,
        ask: Vec<AgencyId>,
    ) -> Result<Vec<Happened>, WorkflowError> {
        let (token, outcome) = (self.token(key).await, outcome.map(str::to_owned));
        self.act(by, Event::Forward { token, by: person(by), outcome, set: Map::new(), ask }).await
    }

    /// `actor` sends an event in the name of `by`.
    pub async fn forward_as(&self, key: &str, actor: u8, by: u8) -> Result<Vec<Happened>, WorkflowError> {
        let token = self.token(key).await;
        let event = Event::Forward { token, by: person(by), outcome: None, set: Map::new(), ask: Vec::new() };
        self.act(actor, event).await
    }

    pub async fn granted(&self, key: &str, by: u8) -> Result<Vec<Happened>, WorkflowError> {
        let token = self.token(key).await;
        let set = vars(&[("granted", true.into())]);
        let event = Event::Forward { token, by: person(by), outcome: None, set, ask: Vec::new() };
        self.act(by, event).await
    }

    pub async fn answer(&self, key: &str, number: u8, agreed: bool) -> Result<Vec<Happened>, WorkflowError> {
        let token = self.token(key).await;
        self.act(5, Event::ConsultAnswer { token, agency: agency(number), by: person(5), agreed }).await
    }

    pub async fn suspend(&self) {
        let (process, now) = (self.process, self.now);
        self.db.write(move |tx| crate::suspend(tx, process, now)).await.unwrap();
    }

    pub async fn resume(&self) {
        let (process, now) = (self.process, self.now);
        self.db.write(move |tx| crate::resume(tx, process, now)).await.unwrap();
    }

    pub async fn timers(&self) -> Vec<Event> {
        let now = self.now;
        let due = self.db.read(move |tx| crate::due_timers(tx, now, 100)).await.unwrap();
        due.into_iter().map(|(_, event)| event).collect()
    }

    pub async fn tasks(&self) -> Vec<TaskRow> {
        let subject = self.subject;
        self.db.read(move |tx| crate::tasks_of(tx, subject)).await.unwrap()
    }

    /// The latest task on a step.
    pub async fn task(&self, key: &str) -> TaskRow {
        let found = self.tasks().await.into_iter().rfind(|task| task.step == key);
        let id = found.unwrap_or_else(|| panic!("no task on {key}")).id;
        self.db.read(move |tx| crate::task(tx, id)).await.unwrap().unwrap()
    }

    pub async fn token(&self, key: &str) -> u32 {
        self.task(key).await.token
    }

    pub async fn first(&self) -> Option<u32> {
        let process = self.process;
        self.db.read(move |tx| crate::first_step_token(tx, process)).await.unwrap()
    }
}
