//! Pages of the administrator.
mod calendar;
mod deliveries;
mod trail;

use crate::StoredCalendar;
use crate::ops::CALENDAR_PERMISSION;
use db::Db;
use web::{Access, Audience, MenuItem, Routes};

#[derive(Clone)]
pub(crate) struct Console {
    pub db: Db,
    pub calendar: StoredCalendar,
}

pub(crate) const fn menu(
    key: &'static str,
    href: &'static str,
    permission: &'static str,
    order: u16,
) -> MenuItem {
    MenuItem { key, href, audience: Audience::Permission(permission), order }
}

pub(crate) fn routes(db: &Db, calendar: &StoredCalendar) -> Vec<web::Route> {
    let edit = Access::Permission(CALENDAR_PERMISSION);
    let trail = Access::Permission("console.trail");
    let deliveries = Access::Permission("console.deliveries");
    Routes::with(Console { db: db.clone(), calendar: calendar.clone() })
        .get("/quan-tri/lich", "show_calendar", edit, calendar::show_calendar)
        .post("/quan-tri/lich", "put_calendar_entry", edit, calendar::put_calendar_entry)
        .post("/quan-tri/lich/bo", "remove_calendar_entry", edit, calendar::remove_calendar_entry)
        .get("/quan-tri/nhat-ky", "show_trail", trail, trail::show_trail)
        .get("/quan-tri/su-kien", "list_deliveries", deliveries, deliveries::list_deliveries)
        .post("/quan-tri/su-kien/thu-lai", "retry_delivery", deliveries, deliveries::retry_delivery)
        .into_vec()
}
