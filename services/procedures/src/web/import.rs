//! Takes a file of the national catalogue in.
use super::Admin;
use super::words::{self, Day};
use crate::Refused;
use crate::ops::{ImportReport, import_catalogue};
use crate::rules::ImportSettings;
use ::web::{Errors, Failure, Frame, Part, Shell, Upload, page_status};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use policy::web::Cx;

/// Largest file taken by the page, in bytes.
const FILE_BYTES_MAX: u64 = 20 * 1024 * 1024;

struct ProblemRow {
    /// From 1, as people count.
    number: usize,
    code: String,
    sentence: String,
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    frame: Frame,
    from: Day,
    errors: Errors,
    done: bool,
    summary: String,
    problems: Vec<ProblemRow>,
}

fn render(shell: &Shell, day: Day, errors: Errors, report: Option<&ImportReport>) -> ImportPage {
    let frame = shell
        .frame("procedures-import-title")
        .crumb("procedures-list-title", "/quan-tri/thu-tuc")
        .with_errors(&errors);
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let summary = report.map(|report| {
        let args = [
            ("drafts", count(report.drafts)),
            ("questions", count(report.questions)),
            ("unchanged", count(report.unchanged)),
        ];
        frame.with("procedures-import-summary", &args)
    });
    let problems = report.map(|report| report.problems.as_slice()).unwrap_or_default();
    let problems = problems
        .iter()
        .map(|problem| ProblemRow {
            number: problem.index + 1,
            code: problem.code.clone(),
            sentence: frame
                .t(&format!("procedures-import-problem-{}", problem.what.replace('_', "-")))
                .into_owned(),
        })
        .collect();
    ImportPage {
        from: day,
        errors,
        done: report.is_some(),
        summary: summary.unwrap_or_default(),
        problems,
        frame,
    }
}

pub(super) async fn show(shell: Shell, Cx(cx): Cx) -> Response {
    ::web::page(render(&shell, Day::of(cx.now.date()), Errors::new(), None))
}

pub(super) async fn import(
    State(admin): State<Admin>,
    shell: Shell,
    Cx(cx): Cx,
    mut upload: Upload,
) -> Result<Response, Failure> {
    let (mut bytes, mut day) = (Vec::new(), Day::default());
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, value } => match name.as_str() {
                "tu" => day.day = value,
                "tu-m" => day.month = value,
                "tu-y" => day.year = value,
                _ => {}
            },
            Part::File(file) => bytes = file.read_all(FILE_BYTES_MAX).await?,
        }
    }
    let frame = shell.frame("procedures-import-title");
    let mut errors = Errors::new();
    if bytes.is_empty() {
        errors.add("tep", frame.t("procedures-error-file").into_owned());
    }
    let from = day.read(&frame, "tu", &mut errors);
    if let (Some(effective_from), true) = (from, errors.is_empty()) {
        let settings = ImportSettings { province: admin.province.to_string(), effective_from };
        match import_catalogue(&admin.db, &cx, &bytes, &settings).await {
            Ok(report) => return Ok(::web::page(render(&shell, day, errors, Some(&report)))),
            Err(error @ (Refused::NotCatalogue(_) | Refused::TooManyRecords(_) | Refused::TooLarge(_))) => {
                errors.add("tep", words::refusal(&frame, &error));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(page_status(StatusCode::UNPROCESSABLE_ENTITY, render(&shell, day, errors, None)))
}
