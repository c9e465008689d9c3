//! Whether an event makes a fact, on which day and for which agency.
use crate::model::{AgencyOf, DayOf, FactBody};
use base::{Date, Timestamp};
use contracts::{AgencyId, DossierEvent};
use expr::{Expr, ExprError, Scope, Value};

/// What a fact's condition may name.
pub const FACT_NAMES: [&str; 8] =
    ["kind", "status", "online", "procedure_code", "at", "received_at", "due_at", "closed_at"];

/// A fact ready to be asked.
#[derive(Clone)]
pub struct CompiledFact {
    pub number: i64,
    /// Counted once a dossier, by its latest event.
    pub of_dossier: bool,
    events: Vec<String>,
    when: Expr,
    day: DayOf,
    agency: AgencyOf,
}

struct Happened<'a> {
    kind: &'a str,
    event: &'a DossierEvent,
}

fn moment(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| Value::DateTime(at.to_local()))
}

impl Scope for Happened<'_> {
    fn lookup(&self, name: &str) -> Option<Value> {
        let event = self.event;
        Some(match name {
            "kind" => Value::Text(self.kind.to_owned()),
            "status" => Value::from(i64::from(event.status)),
            "online" => Value::Bool(event.online),
            "procedure_code" => Value::Text(event.procedure_code.clone()),
            "at" => moment(Some(event.at)),
            "received_at" => moment(event.received_at),
            "due_at" => moment(event.due_at),
            "closed_at" => moment(event.closed_at),
            _ => return None,
        })
    }
}

impl CompiledFact {
    /// Parses the condition.
    ///
    /// # Errors
    /// [`ExprError`] of the condition.
    pub fn of(number: i64, body: &FactBody) -> Result<Self, ExprError> {
        Ok(Self {
            number,
            of_dossier: body.events.is_empty(),
            events: body.events.clone(),
            when: Expr::parse(&body.when)?,
            day: body.day,
            agency: body.agency,
        })
    }

    /// The day and the agency for which the event counts; none when it does not.  A condition that hits a limit of
    /// the language does not hold.
    #[must_use]
    pub fn counts(&self, kind: &str, event: &DossierEvent) -> Option<(Date, AgencyId)> {
        if !self.of_dossier && !self.events.iter().any(|known| known == kind) {
            return None;
        }
        let at = match self.day {
            DayOf::At => Some(event.at),
            DayOf::ReceivedAt => event.received_at,
            DayOf::DueAt => event.due_at,
            DayOf::ClosedAt => event.closed_at,
        }?;
        if !self.when.holds(&Happened { kind, event }).unwrap_or(false) {
            return None;
        }
        let agency = match self.agency {
            AgencyOf::Receiving => event.receiving,
            AgencyOf::Resolving => event.resolving,
        };
        Some((at.date(), agency))
    }

    /// What tells one act from another of the same dossier: its moment in microseconds, and which of the fact's kinds
    /// it is (no fact names more than 32).  0 for a fact of the dossier.
    #[must_use]
    pub fn mark(&self, kind: &str, event: &DossierEvent) -> i64 {
        if self.of_dossier {
            return 0;
        }
        let place = self.events.iter().position(|known| known == kind).unwrap_or(0);
        event.at.micros().saturating_mul(32).saturating_add(i64::try_from(place).unwrap_or(0))
    }
}
