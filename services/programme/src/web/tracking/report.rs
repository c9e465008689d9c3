//! The form by which an agency reports in a minute: percent, words, reason, figure, files.
use super::files::bring;
use super::words::{self, round_name, typed_number};
use crate::Deps;
use crate::model::track::{Report, Subject};
use crate::ops::track::{self, NewReport, TrackRefused};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Date, Id, date_vi, moment_vi, parse_date_vi};
use contracts::AgencyId;
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use web::{Errors, Failure, Fields, Form, Frame, Shell, Upload, page_status, see_other};

/// What the address names.
#[derive(Clone, Deserialize)]
pub(super) struct Place {
    slug: String,
    round: String,
    kind: String,
    id: String,
}

#[derive(Deserialize, Default)]
pub(super) struct Query {
    #[serde(default, rename = "co-quan")]
    agency: String,
}

#[derive(Default)]
struct Typed {
    percent: String,
    figure: String,
    figure_total: String,
    figure_of: String,
    as_of: String,
    words: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "tracking/report.html")]
struct Page {
    frame: Frame,
    action: String,
    heading: String,
    about: String,
    agency: String,
    seen: i64,
    is_task: bool,
    unit: String,
    typed: Typed,
    /// Of a task whose day has passed: the reason is asked for.
    late: bool,
    before: Option<(String, String, String)>,
    overtaken: bool,
    errors: Errors,
}

impl Place {
    fn subject(&self) -> Result<(Subject, Id), TrackRefused> {
        let kind = Subject::from_word(&self.kind).ok_or(TrackRefused::NoSuch)?;
        Ok((kind, self.id.parse().map_err(|_| TrackRefused::NoSuch)?))
    }
}

/// What the form is about: its title, unit, and whether its day has passed.
async fn about(
    deps: &Deps,
    cx: &OpContext,
    place: &Place,
) -> Result<(String, String, Option<Date>), TrackRefused> {
    let (kind, id) = place.subject()?;
    match kind {
        Subject::Task => {
            let p = track::task_page(deps, cx, &place.slug, id.into()).await?;
            let title = format!("{} {}", p.row.task.code, p.row.task.text).trim().to_owned();
            Ok((title, String::new(), p.row.task.due))
        }
        Subject::Target => {
            let p = track::target_page(deps, cx, &place.slug, id.into()).await?;
            Ok((p.row.target.measure.clone(), p.row.target.unit.clone(), None))
        }
    }
}

fn typed_of(report: &Report) -> Typed {
    let number = |text: &Option<String>| text.clone().unwrap_or_default().replace('.', ",");
    Typed {
        percent: report.percent.map(|n| n.to_string()).unwrap_or_default(),
        figure: number(&report.figure),
        figure_total: number(&report.figure_total),
        figure_of: report.figure_of.clone(),
        ..Typed::default()
    }
}

async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    place: &Place,
    agency: AgencyId,
    (typed, errors, status): (Option<Typed>, Errors, StatusCode),
) -> Result<Response, Failure> {
    let (kind, id) = place.subject()?;
    let (plan, round, last) = track::last_report(deps, cx, (&place.slug, &place.round), id, agency).await?;
    let (title, unit, due) = about(deps, cx, place).await?;
    let l = shell.lang();
    let today = date_vi(cx.now.date());
    let fresh = || {
        let before = last.as_ref().map(typed_of).unwrap_or_default();
        Typed { as_of: today.clone(), ..before }
    };
    let frame = shell
        .frame_titled(title.clone())
        .at_work()
        .with_errors(&errors)
        .crumb("programme-track-agency-title", format!("/ke-hoach/viec?co-quan={agency}"));
    let before = last.as_ref().map(|report| {
        let state = l.t(&format!("programme-track-report-{}", report.state)).into_owned();
        let value = match report.percent {
            Some(percent) => format!("{percent}%"),
            None => report.figure.clone().unwrap_or_default(),
        };
        let head = l.with(
            "programme-track-before",
            &[
                ("by", report.sent_name.clone()),
                ("at", moment_vi(report.sent_at)),
                ("value", value),
                ("state", state),
            ],
        );
        (head, report.words.clone(), report.answer.clone())
    });
    Ok(page_status(
        status,
        Page {
            action: format!(
                "/ke-hoach/{}/ky/{}/bao-cao/{}/{}",
                place.slug, place.round, place.kind, place.id
            ),
            about: l.with(
                "programme-track-report-about",
                &[
                    ("plan", plan.title.clone()),
                    ("round", round_name(&l, &round)),
                    ("day", date_vi(round.agency_due)),
                ],
            ),
            agency: agency.to_string(),
            seen: last.as_ref().map_or(0, |report| report.revision),
            is_task: kind == Subject::Task,
            late: due.is_some_and(|due| due < cx.now.date()),
            overtaken: status == StatusCode::CONFLICT,
            typed: typed.unwrap_or_else(fresh),
            heading: title,
            unit,
            before,
            frame,
            errors,
        },
    ))
}

fn agency_of(cx: &OpContext, typed: &str) -> Result<AgencyId, TrackRefused> {
    match typed.trim() {
        "" => track::own_agencies(cx)?.first().map(|holding| holding.agency).ok_or(TrackRefused::NotYours),
        typed => Ok(typed.parse::<Id>().map_err(|_| TrackRefused::NotYours)?.into()),
    }
}

pub(super) async fn show_plan_report(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(place): Path<Place>,
    Form(query): Form<Query>,
) -> Result<Response, Failure> {
    let agency = agency_of(&cx, &query.agency)?;
    render(&deps, &shell, &cx, &place, agency, (None, Errors::new(), StatusCode::OK)).await
}

fn typed(fields: &Fields) -> Typed {
    let text = |name: &str| fields.text(name).trim().to_owned();
    Typed {
        percent: text("percent"),
        figure: text("figure"),
        figure_total: text("figure_total"),
        figure_of: text("figure_of"),
        as_of: text("as_of"),
        words: text("words"),
        reason: text("reason"),
    }
}

/// The report as typed, or what is wrong with it.
fn read(place: &Place, fields: &Fields, agency: AgencyId, by: String) -> Result<NewReport, TrackRefused> {
    let (kind, subject) = place.subject()?;
    let typed = typed(fields);
    let optional = |text: &str| Some(typed_number(text)).filter(|text| !text.is_empty());
    let as_of = parse_date_vi(&typed.as_of);
    Ok(NewReport {
        slug: place.slug.clone(),
        round: place.round.clone(),
        kind,
        subject,
        agency,
        percent: typed.percent.trim_end_matches('%').trim().parse().ok(),
        figure: optional(&typed.figure),
        figure_total: optional(&typed.figure_total),
        figure_of: typed.figure_of,
        as_of: as_of.map_err(|_| TrackRefused::Entry { field: "as_of", problem: "day" })?,
        words: typed.words,
        reason: typed.reason,
        files: Vec::new(),
        seen: fields.text("seen").parse().unwrap_or(0),
        by,
    })
}

pub(super) async fn send_plan_report(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(place): Path<Place>,
    upload: Upload,
) -> Result<Response, Failure> {
    let brought = bring(&deps, upload).await?;
    let fields = brought.fields();
    let agency = agency_of(&cx, fields.text("agency"))?;
    let new = read(&place, &fields, agency, super::writer(&shell));
    let sent = match (new, brought.refused) {
        (_, Some(refused)) | (Err(refused), None) => Err(refused),
        (Ok(new), None) => track::send_report(&deps, &cx, NewReport { files: brought.files, ..new }).await,
    };
    let l = shell.lang();
    match sent {
        Ok(_) => Ok(see_other(format!("/ke-hoach/viec?co-quan={agency}"))),
        Err(refused @ TrackRefused::Overtaken) => {
            let mut errors = Errors::new();
            errors.add("words", words::sentence(&l, &refused));
            let again = (Some(typed(&fields)), errors, StatusCode::CONFLICT);
            render(&deps, &shell, &cx, &place, agency, again).await
        }
        Err(refused) => {
            let errors = words::at_field(&l, refused)?;
            let again = (Some(typed(&fields)), errors, StatusCode::UNPROCESSABLE_ENTITY);
            render(&deps, &shell, &cx, &place, agency, again).await
        }
    }
}
