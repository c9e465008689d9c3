#![doc = include_str!("../README.md")]
#[path = "web/mod.rs"]
mod doors;
pub mod ops;
mod store;
#[cfg(test)]
mod tests;

pub use ops::{ConsoleError, StoredCalendar, seed_standard_calendar};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("console", "0001_create_calendar");

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] = &[ops::CALENDAR_PERMISSION, "console.trail", "console.deliveries"];

/// What this crate gives the program.
#[must_use]
pub fn module(db: &db::Db, calendar: &StoredCalendar) -> web::Module {
    let watched = calendar.clone();
    let refresh = jobs::JobKind::every("console.refresh_calendar", 5, move |_, _| {
        watched.refresh().map(|_| ()).map_err(|error| jobs::JobError::Failed(error.to_string()))
    });
    web::Module {
        routes: doors::routes(db, calendar),
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        menu: vec![
            doors::menu("console-menu-calendar", "/quan-tri/lich", ops::CALENDAR_PERMISSION, 80),
            doors::menu("console-menu-trail", "/quan-tri/nhat-ky", "console.trail", 90),
            doors::menu("console-menu-deliveries", "/quan-tri/su-kien", "console.deliveries", 95),
        ],
        audit_events: &[
            "console.calendar_entry_put",
            "console.calendar_entry_removed",
            "console.delivery_retried",
        ],
        locales: &[("vi", include_str!("../locales/vi.ftl"))],
        jobs: vec![refresh],
        ..web::Module::new("console")
    }
}
