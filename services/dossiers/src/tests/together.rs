//! Commands that contradict each other, sent at the same moment by several callers.
use crate::errors::Refused;
use base::{Refusal, RefusalKind};
use db::testing::join_all;
use std::pin::Pin;

/// Callers of each side.
pub const CALLERS: usize = 3;

/// A command on its way.
pub type Running<'a, T> = Pin<Box<dyn Future<Output = Result<T, Refused>> + Send + 'a>>;

/// A refusal that a person can be told; a collision of the database is none.
pub fn in_words<T>(outcome: &Result<T, Refused>) {
    if let Err(refused) = outcome {
        let told = format!("{refused:?}");
        assert!(!matches!(refused, Refused::Database(_)), "{told}");
        assert!(!matches!(refused, Refused::Workflow(workflow::WorkflowError::Database(_))), "{told}");
        assert_ne!(refused.kind(), RefusalKind::Internal, "{told}");
    }
}

/// One side on its way: whether the left or the right happened.
type Side<'a> = Pin<Box<dyn Future<Output = (bool, bool)> + Send + 'a>>;

/// Runs both sides together, interleaved; says how many of each side happened.
pub async fn together<'a, A: 'a, B: 'a>(
    left: impl Fn() -> Running<'a, A>,
    right: impl Fn() -> Running<'a, B>,
) -> (usize, usize) {
    let mut running: Vec<Side<'a>> = Vec::new();
    for _ in 0..CALLERS {
        let (one, other) = (left(), right());
        running.push(Box::pin(async move {
            let outcome = one.await;
            in_words(&outcome);
            (outcome.is_ok(), false)
        }));
        running.push(Box::pin(async move {
            let outcome = other.await;
            in_words(&outcome);
            (false, outcome.is_ok())
        }));
    }
    let done = join_all(running).await;
    (done.iter().filter(|pair| pair.0).count(), done.iter().filter(|pair| pair.1).count())
}

/// As [`together`], with one kind of command only.
pub async fn alone<'a, A: 'a>(command: impl Fn() -> Running<'a, A>) -> usize {
    let (left, right) = together(&command, &command).await;
    left + right
}
