//! Pages of indicators.
pub mod api;
mod chart;
mod define;
mod list;
mod records;
mod report;
mod report_acts;
mod sheet;
mod show;
mod words;

use crate::Deps;
use web::{Access, Route, RouteKind, Routes};

const READ: Access = Access::Permission("indicators.read");
const DEFINE: Access = Access::Permission("indicators.define");
const REPORT: Access = Access::Permission("indicators.report");
const MACHINE: Access = Access::Machine("indicators.read");
const APPROVE: Access = Access::Permission("indicators.approve");

/// The routes of this crate.
pub fn routes(deps: &Deps) -> Vec<Route> {
    Routes::with(deps.clone())
        .get("/chi-so", "list_indicators", READ, list::list_indicators)
        .get("/chi-so/moi", "show_new_indicator", DEFINE, define::show_new)
        .post("/chi-so/moi", "create_indicator", DEFINE, define::save_new)
        .get("/chi-so/{code}", "show_indicator", READ, show::show_indicator)
        .get("/chi-so/{code}/so-lieu.csv", "get_indicator_csv", READ, sheet::get_indicator_csv)
        .kind(RouteKind::File)
        .get("/chi-so/{code}/ho-so", "list_indicator_records", READ, records::list_records)
        .get("/chi-so/{code}/sua", "show_indicator_edit", DEFINE, define::show_edit)
        .post("/chi-so/{code}/sua", "update_indicator", DEFINE, define::save_edit)
        .get("/chi-so/{code}/bao-cao", "show_reporting", READ, report::show_reporting)
        .post("/chi-so/{code}/bao-cao", "send_report", REPORT, report_acts::send_report)
        .post("/chi-so/{code}/bang", "send_report_table", REPORT, report_acts::send_table)
        .get("/chi-so/{code}/mau.csv", "get_report_template", REPORT, sheet::get_report_template)
        .kind(RouteKind::File)
        .post("/chi-so/{code}/duyet", "decide_report", APPROVE, report_acts::decide_report)
        .post("/chi-so/{code}/duyet-het", "approve_all_reports", APPROVE, report_acts::approve_all)
        .post("/chi-so/{code}/khoa", "lock_period", DEFINE, report_acts::lock_period)
        .get("/api/v1/indicators", "api_list_indicators", MACHINE, api::list_indicators)
        .get("/api/v1/indicators/{code}", "api_get_indicator", MACHINE, api::get_indicator)
        .into_vec()
}
