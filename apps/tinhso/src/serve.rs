//! `tinhso serve`: opens everything, answers, stops gently.
use crate::modules::{migration_sets, modules};
use crate::open::{self, Opened};
use crate::settings::Settings;
use crate::store::Installation;
use crate::terminal::{Stop, Terminal};
use crate::{Choices, Parts, sample};
use calendar::{Clock, SystemClock};
use std::path::Path;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use web::{Theme, ThemeError, WebConfig};

/// The machine's clock.
pub(crate) fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// Runs until SIGTERM or Ctrl+C.
///
/// # Errors
/// [`Stop`] in words when it cannot start or breaks.
pub(crate) fn serve(settings: &Settings, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let begun = Instant::now();
    match telemetry::install(&settings.log) {
        // Whoever runs the command inside a process of their own has set up their log.
        Ok(()) | Err(telemetry::LogError::Twice(_)) => {}
        Err(error) => return Err(terminal.stop_with("tinhso-log", &[("cause", error.to_string())])),
    }
    telemetry::quiet_panics();
    let runtime = runtime(settings).map_err(|error| cannot_listen(settings, &error, terminal))?;
    // From here on a signal is heard, also while a sample is made.
    let mut stopping = Stopping::new(&runtime).map_err(|error| cannot_listen(settings, &error, terminal))?;
    let clock = clock();
    let _held = open::only_one(settings, terminal)?;
    if settings.sample.is_some() {
        sample::throw_away_half_made(settings, terminal)?;
    }
    let opened = open::open(settings, terminal)?;
    let installation = installation(settings, &opened, &clock, &mut stopping, terminal)?;
    let config = web_config(settings, &installation, &clock, terminal)?;
    let choices = Choices {
        public_url: settings.public_url.clone(),
        province: config.province.clone(),
        samples: settings.sample.as_deref().and_then(sample::accounts),
        metrics_from: settings.metrics_from.clone(),
    };
    let parts = Parts::assemble(opened.db, opened.objects, clock, choices);
    let parts = parts.map_err(|refusal| terminal.stop(refusal.as_ref()))?;
    run(settings, parts, config, (runtime, stopping), begun, terminal)
}

/// The marker of the database; a sample is made on the way.
fn installation(
    settings: &Settings,
    opened: &Opened,
    clock: &Arc<dyn Clock>,
    stopping: &mut Stopping,
    terminal: &mut Terminal<'_>,
) -> Result<Installation, Stop> {
    let pending = db::pending(&opened.db, &migration_sets()).map_err(|error| terminal.stop(&error))?;
    let found = if pending.iter().any(|step| step.starts_with("tinhso/")) {
        None
    } else {
        open::marker(&opened.db, terminal)?
    };
    open::refuse_mixing(settings, found.as_ref(), terminal)?;
    if let Some(sample) = &settings.sample {
        return sample::prepare(opened, sample, clock.now(), &mut || stopping.asked(), terminal);
    }
    found.ok_or_else(|| terminal.stop_with("tinhso-no-province", &[("command", "tinhso admin init")]))
}

fn web_config(
    settings: &Settings,
    installation: &Installation,
    clock: &Arc<dyn Clock>,
    terminal: &Terminal<'_>,
) -> Result<WebConfig, Stop> {
    let secret = open::secret(settings, terminal)?;
    let mut config = WebConfig::new(settings.public_url.clone(), secret, Arc::clone(clock));
    config.province = settings.province.clone().unwrap_or_else(|| installation.province_name.clone());
    config.sample = settings.sample.is_some();
    config.hotline.clone_from(&settings.hotline);
    config.behind_proxy = settings.behind_proxy;
    config.footer_links = portal::FOOTER_LINKS.to_vec();
    config.theme = match &settings.theme {
        None => None,
        Some(path) => {
            let css = std::fs::read_to_string(path).map_err(|error| terminal.stop_io(path, &error))?;
            Some(Theme::parse(&css).map_err(|error| theme_stop(path, &error, terminal))?)
        }
    };
    Ok(config)
}

fn theme_stop(path: &Path, error: &ThemeError, terminal: &Terminal<'_>) -> Stop {
    let file = ("file", path.display().to_string());
    match error {
        ThemeError::Shape => terminal.stop_with("tinhso-theme-shape", &[file]),
        ThemeError::Token(token) => {
            terminal.stop_with("tinhso-theme-token", &[file, ("token", token.clone())])
        }
        ThemeError::Value(token) => {
            terminal.stop_with("tinhso-theme-value", &[file, ("token", token.clone())])
        }
        ThemeError::Contrast(token, contrast, other) => terminal.stop_with(
            "tinhso-theme-contrast",
            &[file, ("token", token.clone()), ("contrast", contrast.clone()), ("other", other.clone())],
        ),
    }
}

fn run(
    settings: &Settings,
    parts: Parts,
    mut config: WebConfig,
    (runtime, stopping): (Runtime, Stopping),
    begun: Instant,
    terminal: &mut Terminal<'_>,
) -> Result<(), Stop> {
    let numbers = Arc::clone(&parts.numbers);
    config.observer = Some(Arc::new(move |seen| numbers.seen(seen)));
    let mut modules = modules(&parts);
    let subscriptions =
        modules.iter_mut().flat_map(|module| std::mem::take(&mut module.subscriptions)).collect();
    let kinds = modules.iter_mut().flat_map(|module| std::mem::take(&mut module.jobs)).collect();
    let router = web::app(modules, config, parts.identity.clone())
        .map_err(|error| terminal.stop_with("tinhso-app", &[("cause", error.to_string())]))?;
    let clock = Arc::clone(&parts.clock);
    let outcome = runtime.block_on(async {
        let listener = TcpListener::bind(settings.listen).await?;
        // A second copy of the program must fail at the port before it takes jobs.
        let runner =
            jobs::Runner::start(parts.db.clone(), Arc::new(move || clock.now()), subscriptions, kinds)?;
        tell(settings, begun, terminal);
        let served = answer(listener, router, stopping.wait(), settings.stop_seconds).await;
        runner.stop();
        served
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome.map_err(|error| cannot_listen(settings, &error, terminal))?;
    tracing::info!("stopped");
    Ok(())
}

fn tell(settings: &Settings, begun: Instant, terminal: &mut Terminal<'_>) {
    let ready_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        listen = %settings.listen,
        workers = settings.workers,
        sample = settings.sample.as_deref().unwrap_or("-"),
        ready_ms,
        "serving"
    );
    terminal.say("tinhso-serving", &[("url", settings.public_url.as_str())]);
}

fn runtime(settings: &Settings) -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(settings.workers)
        .thread_name("web")
        .enable_all()
        .build()
}

fn cannot_listen(settings: &Settings, error: &std::io::Error, terminal: &Terminal<'_>) -> Stop {
    let (listen, cause) = (settings.listen.to_string(), terminal.io_words(error));
    terminal.stop_with("tinhso-serve", &[("listen", listen), ("cause", cause)])
}

/// SIGTERM from systemd, Ctrl+C from a person.  A signal is kept until it is asked for.
struct Stopping {
    terminate: Signal,
    interrupt: Signal,
}

impl Stopping {
    fn new(runtime: &Runtime) -> std::io::Result<Self> {
        let _inside = runtime.enter();
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Whether one came since the last question.
    fn asked(&mut self) -> bool {
        let mut nobody = Context::from_waker(Waker::noop());
        self.terminate.poll_recv(&mut nobody).is_ready() || self.interrupt.poll_recv(&mut nobody).is_ready()
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Answers until `stop` resolves, then lets requests finish, but not for ever.
pub(crate) async fn answer(
    listener: TcpListener,
    router: axum::Router,
    stop: impl Future<Output = ()>,
    stop_seconds: u64,
) -> std::io::Result<()> {
    let (begin_stop, mut stopping) = tokio::sync::watch::channel(false);
    let served = web::serve(listener, router, async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    });
    let limit = async {
        stop.await;
        tracing::info!("stopping");
        let _ = begin_stop.send(true);
        tokio::time::sleep(Duration::from_secs(stop_seconds)).await;
        tracing::warn!(stop_seconds, "requests were still running");
    };
    tokio::select! {
        outcome = served => outcome,
        () = limit => Ok(()),
    }
}
