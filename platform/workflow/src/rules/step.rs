//! The engine: one event, the next state, and what follows.  Pure; the same events give the same states.
use super::limits::{LATE_MAX, STATE_BYTES_MAX};
use super::moves::Run;
use crate::errors::Refused;
use crate::model::{Acted, Answer, Definition, Effect, Event, How, Late, Level, State, StepKind, TimerKind};
use base::Timestamp;
use contracts::{AccountId, AgencyId};
use serde_json::{Map, Value};

/// Applies one event.  `now` (UTC) is only what conditions know as `today`.
///
/// # Errors
/// [`Refused`]; the given state is untouched.
pub fn step(
    definition: &Definition,
    state: &State,
    event: &Event,
    now: Timestamp,
) -> Result<(State, Vec<Effect>), Refused> {
    let mut run = Run::new(definition, state, now);
    match event {
        Event::Start { vars } => run.start(vars)?,
        Event::Forward { token, by, outcome, set, ask } => {
            run.forward(*token, *by, outcome.as_deref(), set, ask)?;
        }
        Event::SendBack { token, by: _, to } => run.send_back(*token, to)?,
        Event::ConsultAnswer { token, agency, by: _, agreed } => run.consulted(*token, *agency, *agreed)?,
        Event::CitizenAnswer { token, agreed } => run.citizen(*token, *agreed, false)?,
        Event::ExternalAnswer { token, ok, reference } => run.external(*token, *ok, reference)?,
        Event::Timer { token, kind } => run.timer(*token, *kind)?,
        Event::Cancel => run.cancel()?,
    }
    let bytes = serde_json::to_vec(&run.state).map_or(usize::MAX, |json| json.len());
    if bytes > STATE_BYTES_MAX {
        return Err(Refused::StateTooLarge { bytes });
    }
    Ok((run.state, run.effects))
}

impl Run<'_> {
    fn start(&mut self, vars: &Map<String, Value>) -> Result<(), Refused> {
        if self.state.next != 0 {
            return Err(Refused::Started);
        }
        let unknown = || Refused::UnknownStep(self.definition.start.clone());
        let first = self.definition.index(&self.definition.start).ok_or_else(unknown)?;
        self.keep(vars);
        self.open(first, None, &[])
    }

    fn forward(
        &mut self,
        number: u32,
        by: AccountId,
        outcome: Option<&str>,
        set: &Map<String, Value>,
        ask: &[AgencyId],
    ) -> Result<(), Refused> {
        let (token, step) = self.standing(number)?;
        if !step.kind.by_officer() {
            return Err(Refused::WrongEvent { step: step.title.clone() });
        }
        for other in &step.different_from {
            let Some(index) = self.definition.index(other) else { continue };
            if self.state.acted.iter().any(|acted| acted.step == index && acted.by == by) {
                let other = self.definition.step(other).map_or_else(String::new, |step| step.title.clone());
                return Err(Refused::FourEyes { step: step.title.clone(), other });
            }
        }
        if self.definition.watched(&step.key) {
            self.state.acted.retain(|acted| acted.step != token.step);
            self.state.acted.push(Acted { step: token.step, by });
        }
        self.keep(set);
        self.leave(&token, How::Forwarded, outcome, ask)
    }

    fn consulted(&mut self, number: u32, agency: AgencyId, agreed: bool) -> Result<(), Refused> {
        if self.state.token(number).is_none() {
            return self.late(number, agency, agreed);
        }
        let (token, step) = self.standing(number)?;
        if !matches!(step.kind, StepKind::Consult { .. }) {
            return Err(Refused::WrongEvent { step: step.title.clone() });
        }
        let how = if agreed { How::Agreed } else { How::Disagreed };
        if token.asked.is_empty() {
            // The step's own place answers: one agency, one answer.
            return self.leave(&token, how, Some(outcome_word(agreed)), &[]);
        }
        let token = self.answered(number, agency, agreed)?;
        self.effects.push(Effect::CloseTask { token: number, agency: Some(agency), how });
        if token.asked.iter().any(|ask| ask.agreed.is_none()) {
            return Ok(());
        }
        let all = token.asked.iter().all(|ask| ask.agreed == Some(true));
        self.leave(&token, how, Some(outcome_word(all)), &[])
    }

    /// An answer after the limit is kept beside the deemed consent; the process goes on as it went.
    fn late(&mut self, number: u32, agency: AgencyId, agreed: bool) -> Result<(), Refused> {
        let found = self
            .state
            .late
            .iter()
            .position(|late| late.token == number && late.agency.is_none_or(|asked| asked == agency));
        let gone = if self.state.ended { Refused::Ended } else { Refused::StaleToken(number) };
        self.state.late.remove(found.ok_or(gone)?);
        self.effects.push(Effect::LateAnswer { token: number, agency, agreed });
        Ok(())
    }

    fn citizen(&mut self, number: u32, agreed: bool, deemed: bool) -> Result<(), Refused> {
        let (token, step) = self.standing(number)?;
        if !matches!(step.kind, StepKind::WaitCitizen { .. }) {
            return Err(Refused::WrongEvent { step: step.title.clone() });
        }
        let how = match (deemed, agreed) {
            (true, _) => How::Deemed,
            (false, true) => How::Agreed,
            (false, false) => How::Disagreed,
        };
        self.effects.push(Effect::CitizenWaitOver { token: number, agreed, deemed });
        self.leave(&token, how, Some(outcome_word(agreed)), &[])
    }

    fn external(&mut self, number: u32, ok: bool, reference: &str) -> Result<(), Refused> {
        let (token, step) = self.standing(number)?;
        if !matches!(step.kind, StepKind::External { .. }) {
            return Err(Refused::WrongEvent { step: step.title.clone() });
        }
        let reference = reference.to_owned();
        self.effects.push(Effect::ExternalAnswered { token: number, ok, reference });
        let (how, outcome) = if ok { (How::Ok, "ok") } else { (How::Failed, "failed") };
        self.leave(&token, how, Some(outcome), &[])
    }

    fn timer(&mut self, number: u32, kind: TimerKind) -> Result<(), Refused> {
        let (token, step) = self.standing(number)?;
        match (kind, &step.kind) {
            (TimerKind::Half, _) => self.effects.push(Effect::Escalate { token: number, level: Level::Half }),
            (TimerKind::Due, _) => self.effects.push(Effect::Escalate { token: number, level: Level::Due }),
            (TimerKind::Default, StepKind::WaitCitizen { default }) => {
                return self.citizen(number, *default == Answer::Agree, true);
            }
            (TimerKind::Default, StepKind::Consult { deemed: true }) => {
                if token.asked.is_empty() {
                    self.deem(number, None);
                }
                for ask in token.asked.iter().filter(|ask| ask.agreed.is_none()) {
                    self.deem(number, Some(ask.agency));
                }
                let all = token.asked.iter().all(|ask| ask.agreed != Some(false));
                return self.leave(&token, How::Deemed, Some(outcome_word(all)), &[]);
            }
            (TimerKind::Default, _) => return Err(Refused::WrongEvent { step: step.title.clone() }),
        }
        Ok(())
    }

    fn deem(&mut self, token: u32, agency: Option<AgencyId>) {
        self.effects.push(Effect::Deemed { token, agency });
        if self.state.late.len() >= LATE_MAX {
            self.state.late.remove(0);
        }
        self.state.late.push(Late { token, agency });
    }

    fn cancel(&mut self) -> Result<(), Refused> {
        if self.state.ended {
            return Err(Refused::Ended);
        }
        for token in std::mem::take(&mut self.state.tokens) {
            let close = Effect::CloseTask { token: token.number, agency: None, how: How::Cancelled };
            self.effects.push(close);
        }
        self.state.forks.clear();
        self.state.ended = true;
        self.effects.push(Effect::Ended { outcome: Some("cancelled".to_owned()) });
        Ok(())
    }
}

const fn outcome_word(agreed: bool) -> &'static str {
    if agreed { "agreed" } else { "disagreed" }
}
