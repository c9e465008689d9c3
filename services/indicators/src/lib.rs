#![doc = include_str!("../README.md")]
#[path = "web/mod.rs"]
pub mod doors;
pub mod errors;
pub mod model;
pub mod ops;
mod pack;
mod port;
pub mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use errors::Refused;
pub use ops::{Counter, Deps};
pub use pack::IndicatorReader;
pub use port::Values;

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet =
    db::migrations!("indicators", "0001_create_indicator", "0002_create_counter" => twin);

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] =
    &["indicators.read", "indicators.define", "indicators.report", "indicators.approve"];

/// Sentences of this crate.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// Every act that is written to the audit trail.
pub const AUDIT_EVENTS: &[&str] = &[
    "indicators.defined",
    "indicators.reported",
    "indicators.approved",
    "indicators.sent_back",
    "indicators.locked",
];

/// Counts every event of a dossier in the transaction that delivers it.
fn subscription(counter: Counter) -> jobs::Subscription {
    jobs::Subscription {
        name: "indicators.facts",
        kinds: ops::DOSSIER_KINDS,
        handle: std::sync::Arc::new(move |tx, event| {
            let body: contracts::DossierEvent = serde_json::from_value(event.body.clone())
                .map_err(|error| jobs::JobError::Failed(error.to_string()))?;
            ops::count_event(&counter, tx, &event.kind, &body, event.stream_seq)?;
            Ok(())
        }),
    }
}

/// What this crate gives the program.
#[must_use]
pub fn module(deps: &Deps) -> web::Module {
    let work = deps.clone();
    let rebuild = jobs::JobKind::on_demand(ops::REBUILD, move |db, run| ops::run_rebuild(db, &work, run));
    let watch = jobs::JobKind::every("indicators.watch", 30, |db, run| ops::watch(db, run.now));
    web::Module {
        routes: doors::routes(deps),
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        menu: vec![web::MenuItem {
            key: "indicators-menu",
            href: "/chi-so",
            audience: web::Audience::Permission("indicators.read"),
            order: 60,
        }],
        audit_events: AUDIT_EVENTS,
        locales: LOCALES,
        subscriptions: vec![subscription(deps.counter.clone())],
        jobs: vec![rebuild, watch],
        ..web::Module::new("indicators")
    }
}
