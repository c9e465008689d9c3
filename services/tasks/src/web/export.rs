//! `/viec-giao/xuat`: one tab as CSV.
use super::words;
use crate::Deps;
use crate::model::Assignment;
use crate::ops::{self, Tab};
use crate::store::MineTab;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::date_vi;
use policy::web::Cx;
use serde::Deserialize;
use web::{Failure, FileAnswer, Form, Lang, Shell};

#[derive(Debug, Default, Deserialize)]
pub struct AskedFile {
    #[serde(default)]
    nhom: String,
}

const COLUMNS: [&str; 13] = [
    "tasks-column-title",
    "tasks-column-product",
    "tasks-column-agency",
    "tasks-column-assigner",
    "tasks-column-notice",
    "tasks-column-paragraph",
    "tasks-column-assigned",
    "tasks-column-first-due",
    "tasks-column-due",
    "tasks-column-state",
    "tasks-column-percent",
    "tasks-column-submitted",
    "tasks-column-number",
];

/// A cell: quoted where it must be; what a spreadsheet would run as a formula begins with an apostrophe.
fn cell(text: &str) -> String {
    let plain = web::csv_safe(text);
    if plain.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", plain.replace('"', "\"\""))
    } else {
        plain.into_owned()
    }
}

fn cells(lang: &Lang, today: base::Date, row: &Assignment) -> Vec<String> {
    let state = words::state_tag(lang, row.state(today)).word;
    vec![
        row.title.clone(),
        row.product.clone(),
        row.agency_name.clone(),
        row.assigner_name.clone(),
        row.notice_number.clone(),
        row.paragraph.clone(),
        date_vi(row.assigned_at.date()),
        date_vi(row.first_due),
        date_vi(row.due),
        state,
        row.percent.to_string(),
        row.submitted_on.map(date_vi).unwrap_or_default(),
        row.product_number.clone(),
    ]
}

/// GET `/viec-giao/xuat`.
pub async fn export_assignments(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(asked): Form<AskedFile>,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let tab = Tab::from_word(&asked.nhom).unwrap_or(Tab::Mine(MineTab::Todo));
    let lines = ops::list_all(&deps, &cx, tab).await?;
    // The mark by which Excel knows UTF-8.
    let mut text = String::from("\u{FEFF}");
    let heads: Vec<String> = COLUMNS.iter().map(|key| cell(&lang.t(key))).collect();
    text.push_str(&heads.join(","));
    text.push_str("\r\n");
    for row in &lines.rows {
        let line: Vec<String> = cells(&lang, cx.now.date(), row).iter().map(|text| cell(text)).collect();
        text.push_str(&line.join(","));
        text.push_str("\r\n");
    }
    if lines.more {
        text.push_str(&cell(&lang.with("tasks-export-cut", &[("n", lines.rows.len())])));
        text.push_str("\r\n");
    }
    let group = lang.t(&words::key_of("tasks-tab-", tab.word())).to_lowercase();
    let day = date_vi(cx.now.date()).replace('/', "-");
    let name = lang.with("tasks-export-file", &[("tab", group), ("day", day)]);
    Ok(FileAnswer::bytes(&name, "text/csv; charset=utf-8", text.into_bytes()).into_response())
}
