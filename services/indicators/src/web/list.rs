//! `/chi-so`: every indicator with its number and how its reports stand.
use super::words;
use crate::Deps;
use crate::ops::{self, Listed};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::date_vi;
use policy::web::Cx;
use web::{Failure, Frame, Lang, Shell, page};

struct Row {
    href: String,
    title: String,
    responsible: String,
    value: String,
    has_value: bool,
    span: String,
    /// Tag kind and word.
    state: (&'static str, String),
    report_href: String,
    /// What of it is the reader's to send.
    own: String,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    frame: Frame,
    counted: Vec<Row>,
    reported: Vec<Row>,
    own: Vec<(String, String)>,
}

fn state(lang: &Lang, one: &Listed) -> (&'static str, String) {
    let Some(report) = one.report else {
        return if one.counting {
            ("warn", lang.t("indicators-state-counting").into_owned())
        } else {
            ("", String::new())
        };
    };
    let text = |key: &str, n: usize| {
        let period = words::period(lang, report.period);
        lang.with(key, &[("n", n.to_string()), ("of", report.expected.to_string()), ("period", period)])
    };
    if report.expected == 0 {
        ("bad", lang.t("indicators-state-nobody").into_owned())
    } else if report.missing > 0 {
        ("bad", text("indicators-state-missing", report.missing))
    } else if report.waiting > 0 {
        ("turn", text("indicators-state-waiting", report.waiting))
    } else if report.approved < report.expected {
        ("warn", text("indicators-state-open", report.expected.saturating_sub(report.approved)))
    } else if report.late > 0 {
        ("warn", text("indicators-state-late", report.late))
    } else {
        ("ok", text("indicators-state-whole", report.approved))
    }
}

fn row(lang: &Lang, one: &Listed) -> Row {
    let definition = &one.dated.definition;
    let code = &definition.code;
    let own = one.report.filter(|report| report.own_open > 0).map(|report| {
        let deadline = date_vi(report.deadline);
        let period = words::period(lang, report.period);
        lang.with(
            "indicators-own",
            &[("title", definition.title.clone()), ("period", period), ("deadline", deadline)],
        )
    });
    Row {
        href: format!("/chi-so/{code}"),
        title: definition.title.clone(),
        responsible: definition.responsible.clone(),
        value: words::short(lang, definition, &one.made),
        has_value: one.made.value.is_ok(),
        // What nobody reported speaks of no time.
        span: if definition.counted() || one.made.value.is_ok() {
            words::span(lang, one.from, one.to)
        } else {
            String::new()
        },
        state: state(lang, one),
        report_href: one
            .report
            .map(|report| format!("/chi-so/{code}/bao-cao?ky={}", report.period.first))
            .unwrap_or_default(),
        own: own.unwrap_or_default(),
    }
}

pub(super) async fn list_indicators(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
) -> Result<Response, Failure> {
    let all = ops::list(&deps, &cx).await?;
    let lang = shell.lang();
    let as_of = lang.with("indicators-as-of", &[("at", base::moment_vi(cx.now))]);
    let frame = shell.frame("indicators-list-title").at_work().as_of(as_of);
    let rows = |counted: bool| -> Vec<Row> {
        let of = all.iter().filter(|one| one.report.is_none() == counted);
        of.map(|one| row(&lang, one)).collect()
    };
    let (counted, reported) = (rows(true), rows(false));
    let own = reported
        .iter()
        .filter(|row| !row.own.is_empty())
        .map(|row| (row.own.clone(), row.report_href.clone()))
        .collect();
    Ok(page(ListPage { frame, counted, reported, own }))
}
