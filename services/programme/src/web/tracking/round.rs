//! `/ke-hoach/{slug}/ky/{round}`: the standing office's page: who is silent, what waits for an answer.
use super::words::{self, FileLine, files, round_name, with_unit};
use crate::Deps;
use crate::ops::track::{self, RoundPage, TrackRefused, decimal};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Id, Timestamp, date_vi, moment_vi};
use contracts::AgencyId;
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use web::{Errors, Failure, Form, Frame, Lang, Shell, page_status, see_other};

/// Agencies shown before the rest is asked for.
const AGENCIES: usize = 30;

struct AgencyLine {
    id: String,
    name: String,
    tally: String,
    missing: i64,
    chased: String,
}

struct Waiting {
    id: String,
    title: String,
    href: String,
    who: String,
    value: String,
    words: String,
    reason: String,
    files: Vec<FileLine>,
}

#[derive(Template)]
#[template(path = "tracking/round.html")]
struct Page {
    frame: Frame,
    here: String,
    heading: String,
    about: String,
    closed: String,
    facts: Vec<(String, String)>,
    silent: usize,
    agencies: Vec<AgencyLine>,
    more_agencies: usize,
    waiting: Vec<Waiting>,
    more_waiting: bool,
    /// When the newest of them was sent.
    newest: i64,
    questions: Vec<(String, String, String)>,
    may_follow: bool,
    done: String,
    errors: Errors,
}

fn agencies(l: &Lang, p: &RoundPage) -> Vec<AgencyLine> {
    p.agencies
        .iter()
        .map(|row| {
            let tally = row.row.tally;
            let args = [
                ("done", tally.reported.to_string()),
                ("all", tally.expected.to_string()),
                ("accepted", tally.accepted.to_string()),
            ];
            let chased = row.last_chase.as_ref().map(|chase| {
                let args = [
                    ("n", row.row.chased.to_string()),
                    ("at", moment_vi(chase.at)),
                    ("by", chase.by.clone()),
                ];
                l.with("programme-track-chased-times", &args)
            });
            AgencyLine {
                id: row.row.agency.to_string(),
                name: row.name.clone(),
                tally: l.with("programme-track-tally", &args),
                missing: tally.missing(),
                chased: chased.unwrap_or_default(),
            }
        })
        .collect()
}

fn waiting(l: &Lang, p: &RoundPage) -> Vec<Waiting> {
    p.waiting
        .iter()
        .map(|(report, title)| {
            let path = if report.percent.is_some() { "nhiem-vu" } else { "chi-tieu" };
            let value = match report.percent {
                Some(percent) => format!("{percent}%"),
                None => {
                    let unit = p
                        .view
                        .targets
                        .iter()
                        .find(|row| row.target.id.id() == report.subject)
                        .map_or("", |row| row.target.unit.as_str());
                    decimal(report.figure.as_deref().unwrap_or_default())
                        .map(|value| with_unit(value, unit))
                        .unwrap_or_default()
                }
            };
            let agency = p.names.get(&report.agency).cloned().unwrap_or_default();
            let args =
                [("agency", agency), ("by", report.sent_name.clone()), ("at", moment_vi(report.sent_at))];
            Waiting {
                id: report.id.to_string(),
                title: title.clone(),
                href: format!("/ke-hoach/{}/{path}/{}", p.view.plan.slug, report.subject),
                who: l.with("programme-track-asked", &args),
                value,
                words: report.words.clone(),
                reason: report.reason.clone(),
                files: files(&p.evidence, report.id),
            }
        })
        .collect()
}

fn facts(l: &Lang, p: &RoundPage) -> Vec<(String, String)> {
    let period = format!("{} – {}", date_vi(p.round.from), date_vi(p.round.to));
    let source = crate::rules::rounds::regimes_of(&p.regimes, &p.view.plan.slug, p.round.agency_due)
        .into_iter()
        .find(|row| row.kind == p.round.kind)
        .map(|row| row.source.clone());
    let reports = l.with(
        "programme-track-tally",
        &[
            ("done", p.tally.reported.to_string()),
            ("all", p.tally.expected.to_string()),
            ("accepted", p.tally.accepted.to_string()),
        ],
    );
    [
        ("programme-track-period", period),
        ("programme-track-agency-due", date_vi(p.round.agency_due)),
        ("programme-track-standing-due", date_vi(p.round.standing_due)),
        ("programme-track-regime", source.unwrap_or_default()),
        ("programme-track-reports", reports),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (l.t(key).into_owned(), value))
    .collect()
}

async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    (slug, code): (&str, &str),
    (done, errors, status): (String, Errors, StatusCode),
) -> Result<Response, Failure> {
    let p = track::round_page(deps, cx, slug, code).await?;
    let l = shell.lang();
    let name = round_name(&l, &p.round);
    let heading = l.with("programme-track-round-heading", &[("round", name.as_str())]);
    let mut agencies = agencies(&l, &p);
    let silent = agencies.iter().filter(|row| row.missing > 0).count();
    let more_agencies =
        if shell.here().contains("xem=tat-ca") { 0 } else { agencies.len().saturating_sub(AGENCIES) };
    agencies.truncate(agencies.len().saturating_sub(more_agencies));
    let frame = shell
        .frame_titled(heading.clone())
        .at_work()
        .with_errors(&errors)
        .crumb_text(p.view.plan.title.clone(), format!("/ke-hoach/{slug}"));
    Ok(page_status(
        status,
        Page {
            here: format!("/ke-hoach/{slug}/ky/{code}"),
            about: super::plan::about(&l, &p.view),
            closed: p
                .round
                .closed_at
                .map(|at| l.with("programme-track-closed-at", &[("at", moment_vi(at))]))
                .unwrap_or_default(),
            facts: facts(&l, &p),
            silent,
            more_agencies,
            waiting: waiting(&l, &p),
            more_waiting: p.more_waiting,
            newest: p.waiting.iter().map(|(row, _)| row.sent_at.micros()).max().unwrap_or(0),
            questions: p
                .questions
                .iter()
                .map(|row| {
                    let agency = p.names.get(&row.agency).cloned().unwrap_or_default();
                    let args =
                        [("agency", agency), ("by", row.asked_name.clone()), ("at", moment_vi(row.asked_at))];
                    let href = format!("/ke-hoach/{slug}/nhiem-vu/{}#hoi-dap", row.task);
                    (href, row.question.clone(), l.with("programme-track-asked", &args))
                })
                .collect(),
            may_follow: p.may_follow,
            heading,
            agencies,
            done,
            frame,
            errors,
        },
    ))
}

#[derive(Deserialize, Default)]
pub(super) struct Query {
    /// What was just done, and how many.
    #[serde(default)]
    xong: String,
    #[serde(default)]
    n: Option<i64>,
    /// How many were left because the same person had sent them.
    #[serde(default)]
    con: Option<i64>,
}

pub(super) async fn show_plan_round(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, round)): Path<(String, String)>,
    Form(query): Form<Query>,
) -> Result<Response, Failure> {
    let l = shell.lang();
    let n = query.n.unwrap_or(0).to_string();
    let done = match query.xong.as_str() {
        "don-doc" => l.with("programme-track-done-chase", &[("n", n)]),
        "nhan" if query.con.is_some_and(|own| own > 0) => {
            let own = query.con.unwrap_or(0).to_string();
            l.with("programme-track-done-accept-own", &[("n", n), ("own", own)])
        }
        "nhan" => l.with("programme-track-done-accept", &[("n", n)]),
        "tra-lai" => l.t("programme-track-done-return").into_owned(),
        "dong" => l.t("programme-track-done-close").into_owned(),
        _ => String::new(),
    };
    render(&deps, &shell, &cx, (&slug, &round), (done, Errors::new(), StatusCode::OK)).await
}

fn back(slug: &str, round: &str, what: &str, n: usize) -> Response {
    see_other(format!("/ke-hoach/{slug}/ky/{round}?xong={what}&n={n}"))
}

#[derive(Deserialize, Default)]
pub(super) struct ChaseForm {
    /// Empty: all that are silent.
    #[serde(default)]
    agency: String,
    #[serde(default)]
    note: String,
}

pub(super) async fn chase_plan_agencies(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, round)): Path<(String, String)>,
    Form(form): Form<ChaseForm>,
) -> Result<Response, Failure> {
    let one = match form.agency.trim() {
        "" => None,
        typed => Some(AgencyId::from(typed.parse::<Id>().map_err(|_| TrackRefused::NoSuch)?)),
    };
    let by = super::writer(&shell);
    match track::chase(&deps, &cx, &slug, &round, one, (&form.note, &by)).await {
        Ok(n) => Ok(back(&slug, &round, "don-doc", n)),
        Err(refused) => {
            let errors = words::at_field(&shell.lang(), refused)?;
            let state = (String::new(), errors, StatusCode::UNPROCESSABLE_ENTITY);
            render(&deps, &shell, &cx, (&slug, &round), state).await
        }
    }
}

#[derive(Deserialize, Default)]
pub(super) struct AcceptForm {
    #[serde(default)]
    report: String,
    /// `1`: every report that waits and stood on the page.
    #[serde(default, rename = "tat-ca")]
    all: String,
    /// When the newest report on the page was sent, in microseconds.
    #[serde(default)]
    den: String,
}

pub(super) async fn accept_plan_reports(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path((slug, round)): Path<(String, String)>,
    Form(form): Form<AcceptForm>,
) -> Result<Response, Failure> {
    if form.all == "1" {
        let until: i64 = form.den.parse().map_err(|_| TrackRefused::NoSuch)?;
        let until = Timestamp::from_micros(until);
        let done = track::accept_round_until(&deps, &cx, &slug, &round, until).await?;
        let own = done.own;
        return Ok(see_other(format!("/ke-hoach/{slug}/ky/{round}?xong=nhan&n={}&con={own}", done.reports)));
    }
    let id: Id = form.report.parse().map_err(|_| TrackRefused::NoSuch)?;
    track::accept_report(&deps, &cx, &slug, id).await?;
    Ok(back(&slug, &round, "nhan", 1))
}

#[derive(Deserialize, Default)]
pub(super) struct ReturnForm {
    #[serde(default)]
    report: String,
    #[serde(default)]
    why: String,
}

pub(super) async fn return_plan_report(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, round)): Path<(String, String)>,
    Form(form): Form<ReturnForm>,
) -> Result<Response, Failure> {
    let id: Id = form.report.parse().map_err(|_| TrackRefused::NoSuch)?;
    match track::return_report(&deps, &cx, &slug, id, &form.why).await {
        Ok(()) => Ok(back(&slug, &round, "tra-lai", 1)),
        Err(TrackRefused::Entry { problem, .. }) => {
            let mut errors = Errors::new();
            let sentence = shell.lang().t(&format!("programme-track-problem-{problem}")).into_owned();
            errors.add(format!("why-{id}"), sentence);
            let state = (String::new(), errors, StatusCode::UNPROCESSABLE_ENTITY);
            render(&deps, &shell, &cx, (&slug, &round), state).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn close_plan_round(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path((slug, round)): Path<(String, String)>,
    Form(_): Form<AcceptForm>,
) -> Result<Response, Failure> {
    track::close_round(&deps, &cx, &slug, &round).await?;
    Ok(back(&slug, &round, "dong", 1))
}
