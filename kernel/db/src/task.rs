//! A closure on its way to a database thread and its answer on the way back.
use crate::{DbError, Tx};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use tokio::sync::oneshot;

/// What a closure may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
}

/// How one run of a closure ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ran {
    Accepted,
    Refused,
    Panicked,
}

/// A closure with its types erased.  It may run more than once; the last run's answer counts.
pub(crate) trait Task: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Ran;
    /// Sends what the last run answered.
    fn answer(self: Box<Self>);
    /// Sends an error of ours instead.
    fn refuse(self: Box<Self>, error: DbError);
    /// Nobody waits any longer, so that a closure that has not begun need not begin.
    fn abandoned(&self) -> bool;
}

pub(crate) struct Job {
    pub task: Box<dyn Task>,
    pub mode: Mode,
    /// Time for one run; `None` for migrations.
    pub limit: Option<Duration>,
    /// Bulk slices and migrations may take longer than a closure should.
    pub may_be_slow: bool,
}

/// Where the answer goes: to an async caller or to a blocked thread.
pub(crate) enum Reply<R> {
    Async(oneshot::Sender<R>),
    Blocking(crossbeam_channel::Sender<R>),
}

pub(crate) struct Closure<F, T, E> {
    pub run: F,
    pub result: Option<Result<T, E>>,
    pub reply: Reply<Result<T, E>>,
}

impl<F, T, E> Closure<F, T, E> {
    fn send(self, result: Result<T, E>) {
        // A caller that went away needs no answer.
        match self.reply {
            Reply::Async(sender) => drop(sender.send(result)),
            Reply::Blocking(sender) => drop(sender.send(result)),
        }
    }
}

impl<F, T, E> Task for Closure<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<DbError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Ran {
        self.result = None;
        // The closure sees only `tx`, which is poisoned or dropped after a panic.
        match catch_unwind(AssertUnwindSafe(|| (self.run)(tx))) {
            Ok(result) => {
                let ran = if result.is_ok() { Ran::Accepted } else { Ran::Refused };
                self.result = Some(result);
                ran
            }
            Err(_) => Ran::Panicked,
        }
    }

    fn answer(mut self: Box<Self>) {
        let result = self.result.take().unwrap_or_else(|| Err(DbError::Panicked.into()));
        self.send(result);
    }

    fn refuse(self: Box<Self>, error: DbError) {
        self.send(Err(error.into()));
    }

    fn abandoned(&self) -> bool {
        match &self.reply {
            Reply::Async(sender) => sender.is_closed(),
            Reply::Blocking(_) => false,
        }
    }
}
