//! One subscriber for the program: structured, filtered, redacted, to standard error.
use crate::redact::Redacting;
use std::io::{self, Write};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

/// How lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people at a terminal and for journald.
    #[default]
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

#[derive(Clone, Debug)]
pub struct LogConfig {
    /// `info`, `web=debug,info`, … (directives of tracing-subscriber's `EnvFilter`).
    pub filter: String,
    pub format: LogFormat,
}

#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("the filter cannot be read: {0}")]
    Filter(String),
    #[error("a subscriber is installed already")]
    Twice(#[source] TryInitError),
}

/// Whether a filter can be read.
///
/// # Errors
/// [`LogError::Filter`] with the part that cannot.
pub fn check_filter(filter: &str) -> Result<(), LogError> {
    parse(filter).map(drop)
}

fn parse(filter: &str) -> Result<EnvFilter, LogError> {
    EnvFilter::builder().parse(filter).map_err(|error| LogError::Filter(error.to_string()))
}

/// Where events go.  Standard error in the program, memory in tests.
#[derive(Clone, Copy)]
struct Redirect<M>(M);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Redirect<M> {
    type Writer = Redacting<M::Writer>;
    fn make_writer(&'a self) -> Self::Writer {
        Redacting(self.0.make_writer())
    }
}

/// Installs the subscriber of the whole program.
///
/// # Errors
/// [`LogError`].
pub fn install(config: &LogConfig) -> Result<(), LogError> {
    subscriber(config, io::stderr)?.try_init().map_err(LogError::Twice)
}

pub(crate) fn subscriber<W, M>(
    config: &LogConfig,
    writer: M,
) -> Result<Box<dyn tracing::Subscriber + Send + Sync>, LogError>
where
    W: Write,
    M: for<'a> MakeWriter<'a, Writer = W> + Send + Sync + 'static,
{
    let builder = tracing_subscriber::fmt()
        .with_env_filter(parse(&config.filter)?)
        .with_ansi(false)
        .with_writer(Redirect(writer));
    Ok(match config.format {
        LogFormat::Text => Box::new(builder.finish()),
        LogFormat::Json => Box::new(builder.json().flatten_event(true).finish()),
    })
}

/// A panic is one error line with its place.  Its words are told only when they are fixed in the program: words put
/// together at run time may hold a person's data.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let words = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("-");
        tracing::error!(target: "panic", place, words, "panicked");
    }));
}
