//! How tokens move: leaving and entering steps, splits, joins, and the way back.
use super::limits::{ASKED_MAX, TOKENS_MAX};
use super::shape;
use crate::errors::Refused;
use crate::model::{Ask, Definition, Effect, Fork, How, Place, Route, State, Step, StepKind, Token};
use base::Timestamp;
use contracts::AgencyId;
use expr::{Scope, Value};
use serde_json::Map;

/// One event being applied to a copy of the state.
pub(super) struct Run<'a> {
    pub definition: &'a Definition,
    pub state: State,
    pub effects: Vec<Effect>,
    now: Timestamp,
}

/// What conditions see: the kept variables, and the day in Vietnam as `today`.
struct Vars<'a> {
    vars: &'a Map<String, serde_json::Value>,
    now: Timestamp,
}

impl Scope for Vars<'_> {
    fn lookup(&self, name: &str) -> Option<Value> {
        if name == "today" {
            return Some(Value::Date(self.now.date()));
        }
        self.vars.get(name).map(|value| Value::from(value.clone()))
    }
}

impl<'a> Run<'a> {
    pub fn new(definition: &'a Definition, state: &State, now: Timestamp) -> Self {
        Self { definition, state: state.clone(), effects: Vec::new(), now }
    }

    /// The token and the step it stands on.
    pub fn standing(&self, number: u32) -> Result<(Token, &'a Step), Refused> {
        if self.state.ended {
            return Err(Refused::Ended);
        }
        let token = self.state.token(number).cloned().ok_or(Refused::StaleToken(number))?;
        let step = self.at(token.step)?;
        Ok((token, step))
    }

    fn at(&self, index: u16) -> Result<&'a Step, Refused> {
        self.definition.at(index).ok_or_else(|| Refused::UnknownStep(index.to_string()))
    }

    /// Keeps the variables that some condition reads; the rest is none of the process's business.
    pub fn keep(&mut self, vars: &Map<String, serde_json::Value>) {
        for (name, value) in vars {
            if self.definition.reads(name) {
                self.state.vars.insert(name.clone(), value.clone());
            }
        }
    }

    /// Records one answer of a consultation.
    pub fn answered(&mut self, number: u32, agency: AgencyId, agreed: bool) -> Result<Token, Refused> {
        let token = self.state.tokens.iter_mut().find(|token| token.number == number);
        let token = token.ok_or(Refused::StaleToken(number))?;
        let ask = token.asked.iter_mut().find(|ask| ask.agency == agency).ok_or(Refused::NotAsked)?;
        if ask.agreed.is_some() {
            return Err(Refused::Answered);
        }
        ask.agreed = Some(agreed);
        Ok(token.clone())
    }

    fn number(&mut self) -> u32 {
        let number = self.state.next;
        self.state.next = number.saturating_add(1);
        number
    }

    /// The step is done: its tasks close and the token goes on.
    pub fn leave(
        &mut self,
        token: &Token,
        how: How,
        outcome: Option<&str>,
        ask: &[AgencyId],
    ) -> Result<(), Refused> {
        let step = self.at(token.step)?;
        if let Some(word) = outcome
            && self.definition.reads(&step.key)
        {
            self.state.vars.insert(step.key.clone(), word.into());
        }
        let routes = self.choose(step, outcome)?;
        self.state.tokens.retain(|other| other.number != token.number);
        self.effects.push(Effect::CloseTask { token: token.number, agency: None, how });
        if !step.split {
            return routes.iter().try_for_each(|route| self.take(route, token.fork, ask));
        }
        let number = self.number();
        let left = u16::try_from(routes.len()).unwrap_or(u16::MAX);
        self.state.forks.push(Fork { number, step: token.step, parent: token.fork, left, join: None });
        routes.iter().try_for_each(|route| self.take(route, Some(number), ask))
    }

    /// The ways on: those named by the outcome before those for any outcome; one, or all of them at a split.
    fn choose(&self, step: &'a Step, outcome: Option<&str>) -> Result<Vec<&'a Route>, Refused> {
        let (named, open): (Vec<_>, Vec<_>) = step
            .routes
            .iter()
            .filter(|route| route.outcome.is_none() || route.outcome.as_deref() == outcome)
            .partition(|route| route.outcome.is_some());
        let mut chosen = Vec::new();
        for route in named.into_iter().chain(open) {
            if self.holds(step, route)? {
                chosen.push(route);
                if !step.split {
                    break;
                }
            }
        }
        if chosen.is_empty() {
            let outcome = outcome.map(str::to_owned);
            return Err(Refused::NoRoute { step: step.title.clone(), outcome });
        }
        Ok(chosen)
    }

    fn holds(&self, step: &Step, route: &Route) -> Result<bool, Refused> {
        let Some(condition) = &route.when else { return Ok(true) };
        let bad = || Refused::Condition { step: step.title.clone() };
        let expr = condition.expr().map_err(|_| bad())?;
        expr.holds(&Vars { vars: &self.state.vars, now: self.now }).map_err(|_| bad())
    }

    fn take(&mut self, route: &Route, fork: Option<u32>, ask: &[AgencyId]) -> Result<(), Refused> {
        if route.ends() {
            return self.branch_over(fork, route.outcome.as_deref());
        }
        let unknown = || Refused::UnknownStep(route.to.clone());
        let index = self.definition.index(&route.to).ok_or_else(unknown)?;
        let split = fork.and_then(|fork| self.state.fork(fork)).map(|fork| fork.step);
        match fork.zip(split) {
            Some((fork, split)) if self.at(index)?.join && shape::closes(self.definition, split, index) => {
                self.arrive(index, fork)
            }
            _ => self.open(index, fork, ask),
        }
    }

    /// A branch reaches its join; the last one opens it.
    fn arrive(&mut self, index: u16, number: u32) -> Result<(), Refused> {
        if let Some(fork) = self.state.forks.iter_mut().find(|fork| fork.number == number) {
            fork.join = Some(index);
        }
        self.branch_over(Some(number), None)
    }

    /// One branch less; the last one opens the join that others reached, or ends what is around the split.
    fn branch_over(&mut self, fork: Option<u32>, outcome: Option<&str>) -> Result<(), Refused> {
        let Some(number) = fork else {
            self.state.ended = true;
            self.effects.push(Effect::Ended { outcome: outcome.map(str::to_owned) });
            return Ok(());
        };
        let Some(at) = self.state.forks.iter().position(|fork| fork.number == number) else { return Ok(()) };
        if let Some(fork) = self.state.forks.get_mut(at) {
            fork.left = fork.left.saturating_sub(1);
            if fork.left > 0 {
                return Ok(());
            }
        }
        let fork = self.state.forks.remove(at);
        match fork.join {
            Some(join) => self.open(join, fork.parent, &[]),
            None => self.branch_over(fork.parent, outcome),
        }
    }

    /// A fresh token stands on the step, and whoever does it gets a task.
    pub fn open(&mut self, index: u16, fork: Option<u32>, ask: &[AgencyId]) -> Result<(), Refused> {
        let step = self.at(index)?;
        let mut asked = Vec::new();
        if step.place == Place::Asked {
            let mut agencies = ask.to_vec();
            agencies.sort_unstable();
            agencies.dedup();
            if agencies.is_empty() {
                return Err(Refused::NobodyAsked { step: step.title.clone() });
            }
            if agencies.len() > ASKED_MAX {
                return Err(Refused::TooManyAsked { max: ASKED_MAX });
            }
            asked = agencies.into_iter().map(|agency| Ask { agency, agreed: None }).collect();
        }
        if self.state.tokens.len() >= TOKENS_MAX {
            return Err(Refused::TooManyTokens { max: TOKENS_MAX });
        }
        let token = self.number();
        let task = |agency| Effect::OpenTask { token, step: step.key.clone(), agency };
        if asked.is_empty() {
            self.effects.push(task(None));
        }
        self.effects.extend(asked.iter().map(|ask| task(Some(ask.agency))));
        self.state.tokens.push(Token { number: token, step: index, fork, asked });
        match &step.kind {
            StepKind::WaitCitizen { .. } => self.effects.push(Effect::CitizenWait { token }),
            StepKind::External { system } => {
                self.effects.push(Effect::ExternalOpened { token, system: system.clone() });
            }
            _ => {}
        }
        Ok(())
    }

    /// Back to an earlier step.  Within the same branch only this token moves; to a step before the split the other
    /// branches come along: their tasks are withdrawn.
    pub fn send_back(&mut self, number: u32, to: &str) -> Result<(), Refused> {
        let (token, step) = self.standing(number)?;
        if !step.may_return_to.iter().any(|key| key == to) {
            let to = self.definition.step(to).map_or_else(|| to.to_owned(), |step| step.title.clone());
            return Err(Refused::MayNotReturn { from: step.title.clone(), to });
        }
        let index = self.definition.index(to).ok_or_else(|| Refused::UnknownStep(to.to_owned()))?;
        let around = self.state.around(token.fork);
        let levels = shape::levels(self.definition);
        let wanted = levels.get(usize::from(index)).cloned().flatten().unwrap_or_default();
        let splits = around.iter().map(|fork| self.state.fork(*fork).map(|fork| fork.step));
        let kept = splits.zip(&wanted).take_while(|(split, wanted)| split.as_ref() == Some(*wanted)).count();
        let fork = kept.checked_sub(1).and_then(|at| around.get(at)).copied();
        self.state.tokens.retain(|other| other.number != number);
        self.effects.push(Effect::CloseTask { token: number, agency: None, how: How::SentBack });
        if let Some(left) = around.get(kept) {
            self.withdraw(*left);
        }
        self.open(index, fork, &[])
    }

    /// Takes a fork back with everything under it.
    fn withdraw(&mut self, fork: u32) {
        let state = &self.state;
        let inside = |around: Option<u32>| state.around(around).contains(&fork);
        let (gone, tokens): (Vec<_>, Vec<_>) = state.tokens.iter().cloned().partition(|t| inside(t.fork));
        let forks = state.forks.iter().filter(|other| !inside(Some(other.number))).cloned().collect();
        self.state.tokens = tokens;
        self.state.forks = forks;
        self.effects.extend(gone.into_iter().map(|token| Effect::CloseTask {
            token: token.number,
            agency: None,
            how: How::Withdrawn,
        }));
    }
}
