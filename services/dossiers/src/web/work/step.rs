//! `/viec/{task}`: one step with its dossier, and what may be done with it.
use super::draft::{self, DraftForm};
use super::facts::{self, Paper, Part, Passed};
use super::sign::{self, Signing};
use super::words::{Due, due, key_of, moment, timeline};
use crate::Deps;
use crate::model::Status;
use crate::ops::{self, StepView, WayOn};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::{AgencyId, TaskId};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use std::collections::HashMap;
use web::{Choice, Errors, Failure, Frame, Lang, Shell, TimelineItem, page_status};
use workflow::{Asks, StepKind};

/// Everything a form of this page may send; what is sent comes back when something is to be mended.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub words: String,
    pub outcome: String,
    pub ask: Vec<String>,
    pub to: String,
    pub agreed: String,
    pub ok: String,
    pub reference: String,
    pub advice: String,
    pub components: Vec<String>,
    pub granted: String,
    pub title: String,
    pub paragraphs: String,
    pub row_label: Vec<String>,
    pub row_value: Vec<String>,
    pub row_key: Vec<String>,
    pub recipients: String,
    pub result: String,
    /// Which form was sent: its panel is the one that shows what was wrong.
    #[serde(skip)]
    pub from: &'static str,
}

/// What may be done with the step now.
#[derive(Default)]
pub(super) struct Doing {
    pub forward: bool,
    pub draft: bool,
    pub sign: bool,
    pub desk: bool,
    pub consult: bool,
    pub external: bool,
    pub back: bool,
    pub finding: bool,
}

#[derive(Template)]
#[template(path = "work/step.html")]
struct StepPage {
    frame: Frame,
    errors: Errors,
    typed: Typed,
    here: String,
    code: String,
    dossier_href: String,
    status: String,
    status_tag: &'static str,
    step: String,
    kind: String,
    position: String,
    due: Due,
    whole: Due,
    /// Why nothing can be done; empty when something can.
    still: String,
    /// Notes above the dossier, each with its kind.
    notes: Vec<(&'static str, String)>,
    facts: Vec<(String, String)>,
    parts: Vec<Part>,
    /// Questions left without an answer; they are counted, not listed.
    blank: usize,
    papers: Vec<Paper>,
    passed: Vec<Passed>,
    timeline: Vec<TimelineItem>,
    doing: Doing,
    ways: Vec<Choice>,
    ask: Vec<Choice>,
    back: Vec<Choice>,
    agreed: Vec<Choice>,
    ok: Vec<Choice>,
    advice: Vec<Choice>,
    components: Vec<Choice>,
    /// What the outside system must have given: label and hint.
    reference: (String, String),
    draft: Option<DraftForm>,
    sign: Option<Signing>,
    draft_pdf: Option<String>,
}

pub(super) async fn show_task(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(task): Path<TaskId>,
) -> Result<Response, Failure> {
    render(&deps, &shell, &cx, task, Typed::default(), Errors::new()).await
}

/// The page, fresh or with what was typed and what is wrong with it.
pub(super) async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    task: TaskId,
    typed: Typed,
    errors: Errors,
) -> Result<Response, Failure> {
    let step = ops::open_task(deps, cx, task).await?;
    let signing = match step.task.kind {
        StepKind::Approve => Some(sign::signing(deps, shell, cx, &step).await?),
        _ => None,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page_status(status, build(deps, shell, cx, &step, typed, errors, signing)))
}

fn build(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    step: &StepView,
    mut typed: Typed,
    errors: Errors,
    signing: Option<Signing>,
) -> StepPage {
    let lang = shell.lang();
    if typed.from != "external"
        && step.asks.is_some()
        && let Some(known) = &step.later.personal_number
    {
        typed.reference.clone_from(known);
    }
    let (view, task) = (&step.view, &step.task);
    let names: HashMap<AgencyId, String> =
        step.agencies.iter().map(|agency| (agency.id, agency.name.clone())).collect();
    let calendar = deps.time.calendar();
    let paused = view.dossier.paused_at.is_some();
    let still = still(&lang, step);
    let doing = if still.is_empty() { doing(step) } else { Doing::default() };
    let code = view.dossier.code.clone().unwrap_or_default();
    let (parts, blank) = facts::given(facts::answers(deps, cx, &lang, step));
    let draft = doing.draft.then(|| draft::form(&lang, step, &parts, &typed));
    let title = format!("{} · {}", task.title, code);
    let frame =
        shell.frame_titled(title).at_work().crumb("dossiers-work-title", "/viec").with_errors(&errors);
    StepPage {
        here: format!("/viec/{}", task.id),
        dossier_href: format!("/ho-so/{}", view.dossier.id),
        status: lang.t(&format!("dossiers-status-{}", view.dossier.status.word())).into_owned(),
        status_tag: facts::tag_of(view.dossier.status),
        step: task.title.clone(),
        kind: lang.t(&task.kind.key()).into_owned(),
        position: format!("{} · {}", step.holding.title, step.holding.agency_name),
        due: due(&lang, &calendar, cx.now, task.due_at, paused && task.kind.own_time()),
        whole: due(&lang, &calendar, cx.now, view.dossier.due_at, paused),
        notes: facts::notes(&lang, step, cx.now),
        facts: facts::facts(&lang, step, &names),
        papers: facts::papers(&lang, step),
        passed: facts::passed(&lang, step, &names),
        timeline: timeline(&lang, &view.timeline, &names),
        ways: ways(&lang, &step.ways, &typed),
        ask: step
            .askable
            .iter()
            .map(|agency| {
                let id = agency.id.to_string();
                let chosen = typed.ask.contains(&id);
                Choice::new(id, agency.name.clone()).chosen(chosen)
            })
            .collect(),
        back: step
            .back
            .iter()
            .map(|(key, title)| Choice::new(key.clone(), title.clone()).chosen(&typed.to == key))
            .collect(),
        agreed: two(&lang, "dossiers-work-agreed", &typed.agreed),
        reference: reference(&lang, step.asks),
        ok: two(&lang, "dossiers-work-external", &typed.ok),
        advice: ["supplement", "payment", "stop"]
            .iter()
            .map(|word| {
                let label = lang.t(&key_of("dossiers-work-advice-", word)).into_owned();
                Choice::new(*word, label).chosen(typed.advice == *word)
            })
            .collect(),
        components: view
            .components
            .iter()
            .map(|c| Choice::new(c.code.clone(), c.name.clone()).chosen(typed.components.contains(&c.code)))
            .collect(),
        draft_pdf: view
            .result
            .as_ref()
            .filter(|result| result.signed_at.is_none())
            .map(|_| format!("/ho-so/{}/du-thao.pdf", view.dossier.id)),
        draft,
        sign: signing.filter(|_| doing.sign),
        code,
        still,
        parts,
        blank,
        doing,
        frame,
        errors,
        typed,
    }
}

/// How the outside system's number is asked for.
fn reference(lang: &Lang, asks: Option<Asks>) -> (String, String) {
    let (label, hint) = match asks {
        Some(Asks::PersonalNumber) => ("dossiers-work-personal-number", "dossiers-work-personal-number-hint"),
        None => ("dossiers-work-reference", "dossiers-work-reference-hint"),
    };
    (lang.t(label).into_owned(), lang.t(hint).into_owned())
}

/// A yes and a no, `1` and `0`.
fn two(lang: &Lang, prefix: &str, typed: &str) -> Vec<Choice> {
    ["1", "0"]
        .iter()
        .map(|value| {
            let word = if *value == "1" { "yes" } else { "no" };
            Choice::new(*value, lang.t(&format!("{prefix}-{word}")).into_owned()).chosen(typed == *value)
        })
        .collect()
}

/// Ways on, when there is something to choose.
fn ways(lang: &Lang, ways: &[WayOn], typed: &Typed) -> Vec<Choice> {
    if ways.len() < 2 {
        return Vec::new();
    }
    ways.iter()
        .map(|way| {
            let value = way.outcome.clone().unwrap_or_default();
            let to = if way.to.is_empty() {
                lang.t("dossiers-work-way-end").into_owned()
            } else {
                way.to.join("; ")
            };
            let chosen = typed.outcome == value;
            let choice = Choice::new(value, lang.with("dossiers-work-way", &[("to", to)])).chosen(chosen);
            if way.asks { choice.hint(lang.t("dossiers-work-way-asks").into_owned()) } else { choice }
        })
        .collect()
}

fn doing(step: &StepView) -> Doing {
    let kind = &step.task.kind;
    Doing {
        forward: matches!(kind, StepKind::Work),
        draft: matches!(kind, StepKind::Propose),
        sign: matches!(kind, StepKind::Approve),
        desk: matches!(kind, StepKind::Desk),
        consult: matches!(kind, StepKind::Consult { .. }),
        external: matches!(kind, StepKind::External { .. }),
        back: kind.by_officer() && !matches!(kind, StepKind::Desk) && !step.back.is_empty(),
        finding: matches!(kind, StepKind::Work | StepKind::Propose)
            && step.view.dossier.status == Status::Processing
            && step.view.finding.is_none(),
    }
}

/// Why nothing can be done here.
fn still(lang: &Lang, step: &StepView) -> String {
    if let Some(closed) = step.task.closed_at {
        return lang.with("dossiers-work-still-closed", &[("at", moment(lang, closed))]);
    }
    match step.view.dossier.status {
        Status::Supplement => lang.t("dossiers-work-still-supplement").into_owned(),
        Status::PaymentDue => lang.t("dossiers-work-still-payment").into_owned(),
        _ if matches!(step.task.kind, StepKind::WaitCitizen { .. }) => {
            lang.t("dossiers-work-still-citizen").into_owned()
        }
        _ => String::new(),
    }
}
