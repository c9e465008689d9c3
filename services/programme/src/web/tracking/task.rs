//! `/ke-hoach/{slug}/nhiem-vu/{id}`: one task; who leads it, how far it is, what was said, what proves it.
use super::words::{
    self, FileLine, billions, cadence_word, day, due_state, due_words, files, round_name, task_tag,
};
use crate::Deps;
use crate::charts;
use crate::ops::track::{self, TaskPage, TrackRefused, number_vi};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Id, date_vi, moment_vi};
use contracts::{AgencyId, PlanTaskId};
use policy::web::Cx;
use rust_decimal::Decimal;
use serde::Deserialize;
use web::{Errors, Failure, Form, Frame, Lang, Shell, page, see_other};

struct ProgressLine {
    agency: String,
    words: String,
    percent: String,
    last: String,
    done: bool,
}

pub(super) struct Told {
    pub state: &'static str,
    pub title: String,
    pub datetime: String,
    pub when: String,
    pub words: String,
    pub reason: String,
    pub answer: String,
    pub files: Vec<FileLine>,
}

struct Asked {
    id: String,
    question: String,
    asked: String,
    answer: String,
    answered: String,
}

#[derive(Template)]
#[template(path = "tracking/task.html")]
struct Page {
    frame: Frame,
    slug: String,
    id: String,
    heading: String,
    tag: (&'static str, String),
    due: String,
    due_state: &'static str,
    facts: Vec<(String, String)>,
    progress_title: String,
    bar: String,
    progress: Vec<ProgressLine>,
    more_progress: usize,
    told: Vec<Told>,
    questions: Vec<Asked>,
    may_answer: bool,
    may_ask: Option<(String, String)>,
    report_href: String,
    number: String,
    lines: Vec<(i64, String)>,
    legal: String,
    budgets: Vec<(String, String, String)>,
    assigned: Vec<(String, String, String)>,
    from: String,
    errors: Errors,
}

/// Agencies not yet done shown before the rest is summed up.
const AGENCIES: usize = 20;

fn agencies_of(p: &TaskPage, role: &str) -> String {
    let names: Vec<&str> =
        p.agencies.iter().filter(|(row, _)| row.role == role).map(|(_, name)| name.as_str()).collect();
    names.join("; ")
}

fn facts(l: &Lang, p: &TaskPage) -> Vec<(String, String)> {
    let task = &p.row.task;
    let moved = task.first_due.filter(|first| Some(*first) != task.due);
    [
        ("programme-track-lead", agencies_of(p, "lead")),
        ("programme-track-coordinating", agencies_of(p, "coordinating")),
        ("programme-track-directing", agencies_of(p, "directing")),
        ("programme-track-due", due_words(l, &p.row)),
        ("programme-track-first-due", day(moved)),
        ("programme-track-cadence", cadence_word(l, &task.cadence)),
        ("programme-track-product", task.product.clone()),
        ("programme-track-note", task.note.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (l.t(key).into_owned(), value))
    .collect()
}

fn said(figure: Option<&String>, total: Option<&String>, of: &str) -> String {
    let number = |text: &String| track::decimal(text).map_or_else(|| text.clone(), number_vi);
    match (figure, total) {
        (Some(figure), Some(total)) => format!("{} / {} {of}", number(figure), number(total)),
        (Some(figure), None) => format!("{} {of}", number(figure)),
        _ => String::new(),
    }
}

/// What was reported, the newest first.
pub(super) fn told(
    l: &Lang,
    reports: &[crate::model::track::Report],
    evidence: &[crate::model::track::Evidence],
    name: impl Fn(AgencyId) -> String,
    round: impl Fn(contracts::RoundId) -> String,
    unit: &str,
) -> Vec<Told> {
    reports
        .iter()
        .map(|report| {
            let figure = said(report.figure.as_ref(), report.figure_total.as_ref(), &report.figure_of);
            let value = match report.percent {
                Some(percent) => format!("{percent}%"),
                None => track::decimal(report.figure.as_deref().unwrap_or_default())
                    .map(|value| words::with_unit(value, unit))
                    .unwrap_or_default(),
            };
            let state = l.t(&format!("programme-track-report-{}", report.state)).into_owned();
            let title = l.with(
                "programme-track-told",
                &[("agency", name(report.agency)), ("value", value), ("state", state)],
            );
            let code = round(report.round);
            Told {
                state: match report.state.as_str() {
                    "sent" => "now",
                    "returned" => "wait",
                    _ => "done",
                },
                title,
                datetime: report.sent_at.to_string(),
                when: l.with(
                    "programme-track-told-when",
                    &[
                        ("at", moment_vi(report.sent_at)),
                        ("by", report.sent_name.clone()),
                        ("round", code),
                        ("day", date_vi(report.as_of)),
                    ],
                ),
                words: if figure.is_empty() || report.percent.is_none() {
                    report.words.clone()
                } else {
                    format!("{figure}. {}", report.words)
                },
                reason: report.reason.clone(),
                answer: report.answer.clone(),
                files: files(evidence, report.id),
            }
        })
        .collect()
}

fn progress(l: &Lang, p: &TaskPage) -> (Vec<ProgressLine>, usize, usize) {
    let done = track::finished(&p.progress, &p.leading);
    let mut lines: Vec<ProgressLine> = p
        .leading
        .iter()
        .map(|(agency, name)| {
            let row = p.progress.iter().find(|row| row.agency == *agency);
            let percent = row.and_then(|row| row.accepted_percent);
            ProgressLine {
                agency: name.clone(),
                words: row.map_or_else(|| l.t("programme-track-never").into_owned(), |row| row.words.clone()),
                percent: percent.map(|n| format!("{n}%")).unwrap_or_default(),
                last: row
                    .map(|row| format!("{}, {}", moment_vi(row.sent_at), row.sent_name))
                    .unwrap_or_default(),
                done: percent == Some(100),
            }
        })
        .filter(|line| !line.done)
        .collect();
    lines.sort_by_cached_key(|line| (!line.last.is_empty(), text::collation_key(&line.agency)));
    let more = lines.len().saturating_sub(AGENCIES);
    lines.truncate(AGENCIES);
    (lines, more, done)
}

/// The agency for which the reader may ask and report here.
fn own(cx: &policy::OpContext, p: &TaskPage) -> Option<AgencyId> {
    let named = p.agencies.iter().filter_map(|(row, _)| row.agency);
    let all = p.leading.iter().map(|(agency, _)| *agency).chain(named);
    all.into_iter().find(|agency| {
        cx.standing.holdings.iter().any(|holding| holding.agency == *agency)
            && cx.require(track::REPORT, *agency).is_ok()
    })
}

fn parse(id: &str) -> Result<PlanTaskId, TrackRefused> {
    id.parse::<Id>().map(PlanTaskId::from).map_err(|_| TrackRefused::NoSuch)
}

async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &policy::OpContext,
    (slug, id): (&str, &str),
    errors: Errors,
) -> Result<Response, Failure> {
    let p = track::task_page(deps, cx, slug, parse(id)?).await?;
    let l = shell.lang();
    let (lines, more_progress, done) = progress(&l, &p);
    let number = p.leading.len();
    let title = format!("{} {}", p.row.task.code, p.row.task.text).trim().to_owned();
    let frame = shell
        .frame_titled(title.clone())
        .at_work()
        .with_errors(&errors)
        .crumb_text(p.plan.title.clone(), format!("/ke-hoach/{slug}"))
        .crumb("programme-track-tasks", format!("/ke-hoach/{slug}/nhiem-vu"));
    let own = own(cx, &p);
    let round = p.current_round.clone();
    let report_href = match (own.filter(|agency| p.leading.iter().any(|(lead, _)| lead == agency)), round) {
        (Some(agency), Some(code)) => {
            format!("/ke-hoach/{slug}/ky/{code}/bao-cao/task/{id}?co-quan={agency}")
        }
        _ => String::new(),
    };
    let name = |id: AgencyId| p.names.get(&id).cloned().unwrap_or_default();
    let code = |id| p.rounds.get(&id).map(|round| round_name(&l, round)).unwrap_or_default();
    let questions = p.questions.iter().map(|row| Asked {
        id: row.id.to_string(),
        question: row.question.clone(),
        asked: l.with(
            "programme-track-asked",
            &[("agency", name(row.agency)), ("by", row.asked_name.clone()), ("at", moment_vi(row.asked_at))],
        ),
        answer: row.answer.clone().unwrap_or_default(),
        answered: match (row.answered_at, &row.answered_name) {
            (Some(at), Some(by)) => {
                l.with("programme-track-answered", &[("by", by.clone()), ("at", moment_vi(at))])
            }
            _ => String::new(),
        },
    });
    Ok(page(Page {
        progress_title: if number > 1 {
            l.with(
                "programme-track-progress-many",
                &[("done", done.to_string()), ("all", number.to_string())],
            )
        } else {
            l.with("programme-track-progress-one", &[("done", p.row.done.to_string())])
        },
        bar: charts::bar(
            if number > 1 {
                charts::share(Decimal::from(done), Decimal::from(number))
            } else {
                charts::share(Decimal::from(p.row.done), Decimal::ONE_HUNDRED)
            },
            "f-main",
            Some(100.0),
        )
        .replacen("class=\"bar\"", "class=\"bar tall\"", 1),
        tag: task_tag(&l, p.row.state),
        due: due_words(&l, &p.row),
        due_state: due_state(&p.row),
        facts: facts(&l, &p),
        progress: if number > 1 { lines } else { Vec::new() },
        more_progress,
        told: told(&l, &p.reports, &p.evidence, name, code, ""),
        questions: questions.collect(),
        may_answer: cx.require(track::FOLLOW, p.plan.standing).is_ok(),
        may_ask: own.map(|agency| (agency.to_string(), name(agency))),
        report_href,
        number: p.plan.number.clone(),
        lines: p.lines.clone(),
        legal: p.row.task.legal_basis.clone(),
        budgets: p
            .budgets
            .iter()
            .map(|row| {
                let year = row.budget.year.map(|year| year.to_string()).unwrap_or_default();
                let title = format!("{} {year}", row.budget.source_of_money).trim().to_owned();
                let title = if title.is_empty() { row.budget.text.clone() } else { title };
                let sums = l.with(
                    "programme-track-budget-sums",
                    &[("estimate", billions(row.stages.estimate)), ("paid", billions(row.stages.paid))],
                );
                (format!("/ke-hoach/{slug}/kinh-phi/{}", row.budget.id), title, sums)
            })
            .collect(),
        assigned: assigned(&l, &p.assigned),
        from: contracts::assign_href(
            &format!("plan-task:{id}"),
            &title,
            &format!("/ke-hoach/{slug}/nhiem-vu/{id}"),
        ),
        slug: slug.to_owned(),
        id: id.to_owned(),
        heading: title,
        frame,
        errors,
    }))
}

/// Assigned work: address, title, who and until when.
pub(super) fn assigned(l: &Lang, all: &[contracts::AssignmentFact]) -> Vec<(String, String, String)> {
    all.iter()
        .map(|row| {
            let until = l.with(
                "programme-track-assigned-line",
                &[("agency", row.agency_name.clone()), ("day", date_vi(row.due))],
            );
            (row.href.clone(), row.title.clone(), until)
        })
        .collect()
}

pub(super) async fn show_plan_task(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    render(&deps, &shell, &cx, (&slug, &id), Errors::new()).await
}

#[derive(Deserialize, Default)]
pub(super) struct AskForm {
    #[serde(default)]
    agency: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    once: String,
}

pub(super) async fn ask_plan_question(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, id)): Path<(String, String)>,
    Form(form): Form<AskForm>,
) -> Result<Response, Failure> {
    let agency: Id = form.agency.parse().map_err(|_| TrackRefused::NotYours)?;
    let by = super::writer(&shell);
    let typed = (form.question.as_str(), by.as_str());
    let asked = track::ask_question(&deps, &cx, parse(&id)?, agency.into(), typed, &form.once).await;
    match asked {
        Ok(_) => Ok(see_other(format!("/ke-hoach/{slug}/nhiem-vu/{id}#hoi-dap"))),
        Err(refused) => {
            let errors = words::at_field(&shell.lang(), refused)?;
            render(&deps, &shell, &cx, (&slug, &id), errors).await
        }
    }
}

#[derive(Deserialize, Default)]
pub(super) struct AnswerForm {
    #[serde(default)]
    answer: String,
    #[serde(default)]
    task: String,
}

pub(super) async fn answer_plan_question(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, question)): Path<(String, String)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, Failure> {
    let id: Id = question.parse().map_err(|_| TrackRefused::NoSuch)?;
    let by = super::writer(&shell);
    match track::answer_question(&deps, &cx, id, (&form.answer, &by)).await {
        Ok(task) => Ok(see_other(format!("/ke-hoach/{slug}/nhiem-vu/{task}#hoi-dap"))),
        Err(refused) => {
            let errors = words::at_field(&shell.lang(), refused)?;
            render(&deps, &shell, &cx, (&slug, &form.task), errors).await
        }
    }
}
