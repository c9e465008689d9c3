mod checks;
mod kinds;
mod office;
mod random;
mod stored;
mod written;

use crate::{
    Condition, Definition, Effect, Event, Place, Refused, Route, State, Step, StepKind, TimerKind, step,
};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId};
use serde_json::{Map, Value};

/// Monday 9 November 2026, 08:00 in Vietnam.
pub(crate) fn monday() -> Timestamp {
    Timestamp::from_local(base::DateTime::constant(2026, 11, 9, 8, 0, 0, 0))
}

pub(crate) fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

pub(crate) fn person(number: u8) -> AccountId {
    id(number).into()
}

pub(crate) fn agency(number: u8) -> AgencyId {
    id(100 + number).into()
}

/// The example of the README, which is what authors copy.
pub(crate) fn permit() -> Definition {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    Definition::from_toml(rest.split_once("```").unwrap().0).unwrap()
}

pub(crate) fn plain(key: &str, kind: StepKind, to: &[&str]) -> Step {
    let waits = matches!(kind, StepKind::WaitCitizen { .. });
    Step {
        key: key.to_owned(),
        title: format!("Bước {key}"),
        kind,
        asks: None,
        role: if waits { String::new() } else { "officer".to_owned() },
        place: Place::Resolving,
        minutes: Some(60),
        limit: None,
        routes: to.iter().map(|to| route(to)).collect(),
        split: false,
        join: false,
        may_return_to: Vec::new(),
        different_from: Vec::new(),
    }
}

pub(crate) fn route(to: &str) -> Route {
    Route { to: to.to_owned(), when: None, outcome: None }
}

pub(crate) fn route_for(to: &str, outcome: &str) -> Route {
    Route { outcome: Some(outcome.to_owned()), ..route(to) }
}

pub(crate) fn route_when(to: &str, when: &str) -> Route {
    Route { when: Some(Condition::new(when)), ..route(to) }
}

pub(crate) fn table(steps: Vec<Step>) -> Definition {
    Definition {
        code: "thu".to_owned(),
        version: 1,
        title: "Thử".to_owned(),
        source: String::new(),
        start: steps.first().map_or_else(String::new, |step| step.key.clone()),
        steps,
    }
}

pub(crate) fn vars(pairs: &[(&str, Value)]) -> Map<String, Value> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// A process played in memory.
pub(crate) struct Play {
    pub definition: Definition,
    pub state: State,
    pub effects: Vec<Effect>,
}

impl Play {
    pub fn start(definition: Definition, pairs: &[(&str, Value)]) -> Self {
        let (state, effects) =
            step(&definition, &State::default(), &Event::Start { vars: vars(pairs) }, monday()).unwrap();
        Self { definition, state, effects }
    }

    pub fn send(&mut self, event: Event) -> Result<Vec<Effect>, Refused> {
        let (state, effects) = step(&self.definition, &self.state, &event, monday())?;
        self.state = state;
        self.effects.extend(effects.clone());
        Ok(effects)
    }

    /// The only token on `key`.
    pub fn at(&self, key: &str) -> u32 {
        let index = self.definition.index(key).unwrap();
        let mut found = self.state.tokens().iter().filter(|token| token.step == index);
        let number = found.next().unwrap_or_else(|| panic!("no token on {key}: {:?}", self.places())).number;
        assert!(found.next().is_none(), "two tokens on {key}");
        number
    }

    /// The steps on which tokens stand, sorted.
    pub fn places(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self
            .state
            .tokens()
            .iter()
            .map(|token| self.definition.at(token.step).unwrap().key.as_str())
            .collect();
        keys.sort_unstable();
        keys
    }

    pub fn forward(&mut self, key: &str, by: u8) -> Result<Vec<Effect>, Refused> {
        self.forward_with(key, by, None, &[])
    }

    pub fn forward_with(
        &mut self,
        key: &str,
        by: u8,
        outcome: Option<&str>,
        ask: &[AgencyId],
    ) -> Result<Vec<Effect>, Refused> {
        let token = self.at(key);
        let outcome = outcome.map(str::to_owned);
        self.send(Event::Forward { token, by: person(by), outcome, set: Map::new(), ask: ask.to_vec() })
    }

    pub fn send_back(&mut self, key: &str, to: &str) -> Result<Vec<Effect>, Refused> {
        let token = self.at(key);
        self.send(Event::SendBack { token, by: person(1), to: to.to_owned() })
    }

    pub fn answer(&mut self, key: &str, agency: AgencyId, agreed: bool) -> Result<Vec<Effect>, Refused> {
        let token = self.at(key);
        self.send(Event::ConsultAnswer { token, agency, by: person(9), agreed })
    }

    pub fn timer(&mut self, key: &str, kind: TimerKind) -> Result<Vec<Effect>, Refused> {
        let token = self.at(key);
        self.send(Event::Timer { token, kind })
    }
}
