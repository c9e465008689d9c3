#![doc = include_str!("../README.md")]
#[path = "web/mod.rs"]
pub mod doors;
pub mod errors;
mod figures;
mod history;
pub mod model;
pub mod ops;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;

pub use errors::Refused;
pub use figures::PublicCounts;
pub use history::History;
pub use ops::{Deps, Settings};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!(
    "dossiers",
    "0001_create_dossier",
    "0002_index_dossier_key",
    "0003_index_figures",
    "0004_mark_desk_turn"
);

/// Sentences of this crate, one file per group of pages.
pub const LOCALES: &[(&str, &str)] = &[
    ("vi", include_str!("../locales/vi/core.ftl")),
    ("vi", include_str!("../locales/vi/citizen.ftl")),
    ("vi", include_str!("../locales/vi/desk.ftl")),
    ("vi", include_str!("../locales/vi/work.ftl")),
    ("vi", include_str!("../locales/vi/leader.ftl")),
];

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] = &[
    "dossiers.desk",
    "dossiers.receive",
    "dossiers.return",
    "dossiers.view",
    "dossiers.approve_refusal",
    "dossiers.leader",
    "workflow.act",
];

/// What this crate gives the program.
#[must_use]
pub fn module(deps: &Deps) -> web::Module {
    let mut routes = doors::citizen::routes(deps);
    routes.extend(doors::desk::routes(deps));
    routes.extend(doors::work::routes(deps));
    routes.extend(doors::leader::routes(deps));
    routes.extend(doors::api::routes(deps));
    let work = deps.clone();
    let timers = jobs::JobKind::every("dossiers.timers", 20, move |_, run| {
        ops::run_timers(&work, run.now)
            .map(|_| ())
            .map_err(|refused| jobs::JobError::Failed(refused.to_string()))
    });
    let work = deps.clone();
    let recompute = jobs::JobKind::on_demand("dossiers.recompute_due", move |_, run| {
        let failed = |refused: Refused| jobs::JobError::Failed(refused.to_string());
        ops::recompute_open_due_times(&work, run.now).map(|_| ()).map_err(failed)
    });
    // The work is too long for the event's transaction: it is handed to a job, once per change.
    let calendar_changed = jobs::Subscription {
        name: "dossiers.calendar_changed",
        kinds: &["console.calendar_changed"],
        handle: std::sync::Arc::new(|tx, event| {
            let key = event.id.to_string();
            jobs::enqueue(tx, "dossiers.recompute_due", &key, &serde_json::json!({}), event.created_at)?;
            Ok(())
        }),
    };
    web::Module {
        subscriptions: vec![calendar_changed],
        routes,
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        menu: vec![
            web::MenuItem {
                key: "dossiers-citizen-mine-title",
                href: "/cua-toi",
                audience: web::Audience::Citizen,
                order: 30,
            },
            menu("dossiers-menu-desk", "/quay", "dossiers.desk", 10),
            menu("dossiers-menu-work", "/viec", "workflow.act", 20),
            menu("dossiers-menu-leader", "/hom-nay", "dossiers.leader", 40),
        ],
        audit_events: AUDIT_EVENTS,
        locales: LOCALES,
        jobs: vec![timers, recompute],
        ..web::Module::new("dossiers")
    }
}

const fn menu(key: &'static str, href: &'static str, permission: &'static str, order: u16) -> web::MenuItem {
    web::MenuItem { key, href, audience: web::Audience::Permission(permission), order }
}

/// Every act that is written to the audit trail.
pub const AUDIT_EVENTS: &[&str] = &[
    "dossiers.filed",
    "dossiers.received",
    "dossiers.refusal_proposed",
    "dossiers.refusal_turned_down",
    "dossiers.refused",
    "dossiers.supplement_requested",
    "dossiers.supplemented",
    "dossiers.handed_over",
    "dossiers.forwarded",
    "dossiers.sent_back",
    "dossiers.consult_agreed",
    "dossiers.consult_disagreed",
    "dossiers.consult_deemed",
    "dossiers.external_answered",
    "dossiers.external_failed",
    "dossiers.result_drafted",
    "dossiers.draft_agreed",
    "dossiers.draft_disputed",
    "dossiers.draft_deemed_agreed",
    "dossiers.signed",
    "dossiers.result_sent_back",
    "dossiers.returned",
    "dossiers.withdrawn",
    "dossiers.stopped",
    "dossiers.finding_reported",
    "dossiers.finding_turned_down",
    "dossiers.file_attached",
    "dossiers.fee_paid",
    "dossiers.fee_exempted",
    "dossiers.fee_requested",
    "dossiers.late_entry_approved",
    "dossiers.late_entry_turned_down",
    "dossiers.step_escalated",
    "dossiers.due_recomputed",
];
