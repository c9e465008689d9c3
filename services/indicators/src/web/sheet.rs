//! The same numbers for spreadsheets, and the empty table of a period.
use super::show::{ShowQuery, asked};
use super::words;
use crate::Deps;
use crate::ops;
use crate::rules::{Made, decimal_vi, header_of};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base::Date;
use policy::web::Cx;
use rust_decimal::Decimal;
use serde::Deserialize;
use web::{Failure, FileAnswer, Form, Shell, csv_cell};

/// A number without marks of thousands, comma before decimals, as Vietnamese spreadsheets read it.
fn number(value: Option<Decimal>) -> String {
    value.map(|value| value.normalize().to_string().replace('.', ",")).unwrap_or_default()
}

fn row(out: &mut String, cells: &[String]) {
    out.push_str(&cells.join(";"));
    out.push_str("\r\n");
}

fn file(name: &str, text: String) -> Response {
    FileAnswer::bytes(name, "text/csv; charset=utf-8", text.into_bytes()).into_response()
}

/// The number, its periods and its places: UTF-8 with its mark, semicolons as Vietnamese settings expect.
pub(super) async fn get_indicator_csv(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(query): Form<ShowQuery>,
) -> Result<Response, Failure> {
    let ask = asked(code, &query, None, cx.now.date());
    let seen = ops::explain(&deps, &cx, ask).await?;
    let lang = shell.lang();
    let definition = &seen.dated.definition;
    let mut text = String::from("\u{feff}");
    let head: Vec<String> = ["kind", "place", "span", "numerator", "denominator", "value", "unit", "note"]
        .iter()
        .map(|name| csv_cell(&lang.t(&format!("indicators-csv-{name}"))))
        .collect();
    row(&mut text, &head);
    let mut add = |kind: &str, name: &str, span: String, made: &Made, note: &str| {
        let value = made.value.ok().map(|value| decimal_vi(value, 6).replace('.', ""));
        let why =
            made.missing().map(|why| lang.t(&format!("indicators-no-value-{}", why.word())).into_owned());
        let note = if note.is_empty() { why.unwrap_or_default() } else { note.to_owned() };
        let cells = [
            csv_cell(&lang.t(kind)),
            csv_cell(name),
            csv_cell(&span),
            number(made.numerator),
            number(made.denominator),
            value.unwrap_or_default().replace('−', "-"),
            csv_cell(&definition.unit),
            csv_cell(&note),
        ];
        row(&mut text, &cells);
    };
    let window = words::span(&lang, seen.window.0, seen.window.1);
    add("indicators-csv-whole", &definition.title, window.clone(), &seen.made, "");
    for one in &seen.months {
        add("indicators-csv-period", &definition.title, words::period(&lang, one.period), &one.made, "");
    }
    let converted = lang.t("indicators-converted").into_owned();
    for line in &seen.lines {
        let note = if line.converted { converted.as_str() } else { "" };
        add("indicators-csv-line", &line.name, window.clone(), &line.made, note);
    }
    Ok(file(&format!("chi-so-{}-{}.csv", definition.code, seen.slice.to), text))
}

#[derive(Deserialize, Default)]
pub(super) struct TemplateQuery {
    #[serde(default)]
    ky: String,
}

/// The table of a period with every agency that the reader may report for.
pub(super) async fn get_report_template(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(query): Form<TemplateQuery>,
) -> Result<Response, Failure> {
    let day = query.ky.parse::<Date>().unwrap_or_else(|_| cx.now.date());
    let seen = ops::reporting(&deps, &cx, code, day).await?;
    let definition = &seen.dated.definition;
    let mut text = String::from("\u{feff}");
    row(&mut text, &header_of(definition));
    for one in seen.rows.iter().filter(|one| one.may_report) {
        let mut cells = vec![csv_cell(&one.agency.code), csv_cell(&one.agency.name)];
        let last = one.last();
        for input in &definition.inputs {
            cells.push(number(last.and_then(|report| report.inputs.get(&input.code).copied())));
        }
        cells.push(csv_cell(last.map(|report| report.note.as_str()).unwrap_or_default()));
        row(&mut text, &cells);
    }
    Ok(file(&format!("bao-cao-{}-{}.csv", definition.code, seen.period.first), text))
}
