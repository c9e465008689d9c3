//! Random processes under random events.
use super::*;
use crate::{Answer, STATE_BYTES_MAX, check};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Reads choices from random bytes; zeros when they run out.
struct Tape<'a>(&'a [u8]);

impl Tape<'_> {
    fn next(&mut self, below: u8) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first % below
    }
}

/// Builds well-formed tables backwards: every block knows where it goes on.
struct Builder<'a> {
    tape: Tape<'a>,
    steps: Vec<Step>,
    drafts: usize,
}

const STEPS: usize = 24;

impl Builder<'_> {
    fn add(&mut self, kind: StepKind, routes: Vec<Route>) -> String {
        let key = format!("b{}", self.steps.len());
        let mut step = plain(&key, kind, &[]);
        step.routes = routes;
        self.steps.push(step);
        key
    }

    fn block(&mut self, next: &str, depth: u8) -> String {
        let choice =
            if depth == 0 || self.steps.len() > STEPS { self.tape.next(6) } else { self.tape.next(10) };
        match choice {
            0 | 1 if choice == 0 || self.drafts >= 3 => self.add(StepKind::Work, vec![route(next)]),
            1 => {
                self.drafts += 1;
                self.add(StepKind::Propose, vec![route(next)])
            }
            2 => {
                let fix = self.add(StepKind::Work, vec![route(next)]);
                let default = if self.tape.next(2) == 0 { Answer::Agree } else { Answer::Disagree };
                let routes = vec![route_for(next, "agreed"), route_for(&fix, "disagreed")];
                self.add(StepKind::WaitCitizen { default }, routes)
            }
            3 => {
                let fix = self.add(StepKind::Work, vec![route(next)]);
                let routes = vec![route(next), route_for(&fix, "failed")];
                self.add(StepKind::External { system: "ngoai".to_owned() }, routes)
            }
            4 => {
                let deemed = self.tape.next(2) == 0;
                let ask = self.add(StepKind::Consult { deemed }, vec![route(next)]);
                self.steps.last_mut().unwrap().place = Place::Asked;
                self.add(StepKind::Work, vec![route(&ask)])
            }
            5 => self.add(StepKind::Consult { deemed: true }, vec![route(next)]),
            6 => {
                let one = self.block(next, depth - 1);
                let other = self.block(next, depth - 1);
                let routes = vec![route_for(&one, "x"), route_when(&other, "flag = 1"), route(&one)];
                self.add(StepKind::Work, routes)
            }
            7 | 8 => {
                let join = self.add(StepKind::Work, vec![route(next)]);
                self.steps.last_mut().unwrap().join = true;
                let mut routes: Vec<Route> = Vec::new();
                for _ in 0..=1 + self.tape.next(2) {
                    routes.push(route(&self.block(&join, depth - 1)));
                }
                if self.tape.next(3) == 0 {
                    routes.push(route_when(&join, "flag = 1"));
                }
                if self.tape.next(4) == 0 {
                    routes.push(route("end"));
                }
                let split = self.add(StepKind::Work, routes);
                self.steps.last_mut().unwrap().split = true;
                split
            }
            _ => {
                let then = self.block(next, depth - 1);
                self.block(&then, depth - 1)
            }
        }
    }
}

/// A clean definition of at most 60 steps, most of them under 30.
fn definition(bytes: &[u8]) -> Definition {
    let mut builder = Builder { tape: Tape(bytes), steps: Vec::new(), drafts: 0 };
    let desk = builder.add(StepKind::Desk, vec![route("end")]);
    let sign = builder.add(StepKind::Approve, vec![route(&desk)]);
    let draft = builder.add(StepKind::Propose, vec![route(&sign)]);
    let start = builder.block(&draft, 3);
    let Builder { mut tape, mut steps, .. } = builder;
    let officers: Vec<String> =
        steps.iter().filter(|step| step.kind.by_officer()).map(|step| step.key.clone()).collect();
    let drafts: Vec<String> =
        steps.iter().filter(|step| step.kind == StepKind::Propose).map(|step| step.key.clone()).collect();
    for step in steps.iter_mut().filter(|step| step.kind.by_officer()) {
        for _ in 0..tape.next(3) {
            let to = &officers[usize::from(tape.next(250)) % officers.len()];
            if *to != step.key && !step.may_return_to.contains(to) {
                step.may_return_to.push(to.clone());
            }
        }
        if step.kind == StepKind::Approve {
            step.different_from.clone_from(&drafts);
        }
    }
    Definition { start, ..table(steps) }
}

/// Every fork has as many branches under way as it counts, and exactly one thread runs outside of all forks.
fn assert_whole(state: &State) {
    for fork in &state.forks {
        let inside = state.tokens.iter().filter(|token| token.fork == Some(fork.number)).count()
            + state.forks.iter().filter(|other| other.parent == Some(fork.number)).count();
        assert_eq!(usize::from(fork.left), inside, "{state:?}");
        assert!(inside > 0);
    }
    let outside = state.tokens.iter().filter(|token| token.fork.is_none()).count()
        + state.forks.iter().filter(|fork| fork.parent.is_none()).count();
    assert_eq!(outside, usize::from(!state.ended), "{state:?}");
    let numbers: BTreeSet<u32> = state.tokens.iter().map(|token| token.number).collect();
    assert_eq!(numbers.len(), state.tokens.len());
    let bytes = serde_json::to_vec(state).unwrap().len();
    assert!(bytes <= STATE_BYTES_MAX, "{bytes}");
}

/// Keeps the tasks that effects open and close: each belongs to a token that is there, and each token has one.
fn keep_tasks(tasks: &mut Vec<(u32, Option<AgencyId>)>, effects: &[Effect], state: &State) {
    for effect in effects {
        match effect {
            Effect::OpenTask { token, agency, .. } => {
                assert!(!tasks.contains(&(*token, *agency)));
                tasks.push((*token, *agency));
            }
            Effect::CloseTask { token, agency, .. } => {
                tasks.retain(|(number, asked)| number != token || (agency.is_some() && asked != agency));
            }
            _ => {}
        }
    }
    let with_tasks: BTreeSet<u32> = tasks.iter().map(|(token, _)| *token).collect();
    let standing: BTreeSet<u32> = state.tokens().iter().map(|token| token.number).collect();
    assert_eq!(with_tasks, standing);
}

/// The event that finishes the work of a token.
fn finishing(definition: &Definition, state: &State, at: usize, choice: u8) -> Event {
    let token = &state.tokens()[at];
    let number = token.number;
    let outcome = (choice.is_multiple_of(3)).then(|| "x".to_owned());
    let agreed = choice.is_multiple_of(2);
    match &definition.at(token.step).unwrap().kind {
        StepKind::WaitCitizen { .. } if choice.is_multiple_of(5) => {
            Event::Timer { token: number, kind: TimerKind::Default }
        }
        StepKind::WaitCitizen { .. } => Event::CitizenAnswer { token: number, agreed },
        StepKind::External { .. } => {
            Event::ExternalAnswer { token: number, ok: agreed, reference: String::new() }
        }
        StepKind::Consult { deemed: true } if choice.is_multiple_of(5) => {
            Event::Timer { token: number, kind: TimerKind::Default }
        }
        StepKind::Consult { .. } => {
            let open = token.asked.iter().find(|ask| ask.agreed.is_none()).map(|ask| ask.agency);
            let agency = open.unwrap_or_else(|| agency(0));
            Event::ConsultAnswer { token: number, agency, by: person(7), agreed }
        }
        _ => {
            let ask = (0..=choice % 4).map(agency).collect();
            let by = person(1 + choice % 5);
            Event::Forward { token: number, by, outcome, set: Map::new(), ask }
        }
    }
}

fn random_event(definition: &Definition, state: &State, (what, which, choice): (u8, u8, u8)) -> Event {
    let Some(count) = std::num::NonZeroUsize::new(state.tokens().len()) else {
        return Event::ConsultAnswer {
            token: u32::from(which),
            agency: agency(1),
            by: person(7),
            agreed: false,
        };
    };
    let at = usize::from(which) % count;
    let token = state.tokens()[at].number;
    match what % 16 {
        0..=9 => finishing(definition, state, at, choice),
        10..=12 => {
            let may = &definition.at(state.tokens()[at].step).unwrap().may_return_to;
            let to = may.get(usize::from(choice) % may.len().max(1)).cloned();
            Event::SendBack { token, by: person(1), to: to.unwrap_or_else(|| "end".to_owned()) }
        }
        13 => {
            Event::Timer { token, kind: if choice % 2 == 0 { TimerKind::Half } else { TimerKind::Default } }
        }
        14 => Event::ConsultAnswer {
            token: u32::from(choice),
            agency: agency(which % 5),
            by: person(7),
            agreed: false,
        },
        _ => Event::CitizenAnswer { token: token.saturating_sub(1), agreed: true },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_are_neither_lost_nor_doubled_and_every_process_can_end(
        bytes in prop::collection::vec(any::<u8>(), 0..160),
        happenings in prop::collection::vec(any::<(u8, u8, u8)>(), 0..80),
        flag in 0..2_i64,
    ) {
        let definition = definition(&bytes);
        prop_assert_eq!(check(&definition, None), Vec::new());
        let begin = Event::Start { vars: vars(&[("flag", flag.into())]) };
        let (mut state, effects) = step(&definition, &State::default(), &begin, monday()).unwrap();
        let mut log = vec![begin];
        let mut tasks = Vec::new();
        keep_tasks(&mut tasks, &effects, &state);
        let mut gone: BTreeSet<u32> = BTreeSet::new();
        for happening in happenings {
            assert_whole(&state);
            let event = random_event(&definition, &state, happening);
            let before: BTreeSet<u32> = state.tokens().iter().map(|token| token.number).collect();
            let Ok((next, effects)) = step(&definition, &state, &event, monday()) else { continue };
            let after: BTreeSet<u32> = next.tokens().iter().map(|token| token.number).collect();
            prop_assert!(after.is_disjoint(&gone), "a number came back");
            gone.extend(before.difference(&after));
            keep_tasks(&mut tasks, &effects, &next);
            // what is stored is what goes on
            state = serde_json::from_str(&serde_json::to_string(&next).unwrap()).unwrap();
            prop_assert_eq!(&state, &next);
            log.push(event);
        }
        assert_whole(&state);
        let replayed = log.iter().fold(State::default(), |state, event| {
            step(&definition, &state, event, monday()).unwrap().0
        });
        prop_assert_eq!(&replayed, &state);
        // wherever it stands, work that is done brings it to its end
        for turn in 0..2_000_u32 {
            if state.ended() {
                break;
            }
            let at = usize::try_from(turn).unwrap() % state.tokens().len();
            let choice = u8::try_from(turn % 11).unwrap();
            let event = finishing(&definition, &state, at, choice);
            match step(&definition, &state, &event, monday()) {
                Ok((next, effects)) => {
                    keep_tasks(&mut tasks, &effects, &next);
                    state = next;
                    assert_whole(&state);
                }
                Err(refused) => prop_assert!(matches!(refused, Refused::FourEyes { .. }), "{refused} {event:?}"),
            }
        }
        prop_assert!(state.ended(), "{:?}", state);
    }
}
