//! Signing: the list of results that wait, one result as it will print with what differs from the answers, and
//! several at once, each in its own transaction.
use super::acts::answer;
use super::draft::prefilled;
use super::facts::answers;
use super::step::Typed;
use super::words::{Due, due, moment, sentence};
use crate::Deps;
use crate::model::{ResultPaper, ResultState};
use crate::ops::{self, Approve, ResultBody, ResultLine, StepView, WorkQuery};
use crate::rules::{self, Difference};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::Id;
use contracts::TaskId;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use web::{Failure, Form, Frame, Lang, Pager, Shell, page};

const ROWS: usize = 50;

/// A draft before its signer.
pub(super) struct Signing {
    pub result: String,
    pub granted: bool,
    pub agency: String,
    pub title: String,
    pub paragraphs: Vec<String>,
    pub groups: Vec<(String, Vec<ResultLine>)>,
    pub recipients: Vec<String>,
    /// Lines above the signature, as they will print.
    pub lines: Vec<String>,
    pub name: String,
    pub basis: String,
    pub drafted: String,
    /// What the draft says otherwise than the answers.
    pub differing: Vec<Difference>,
    /// Why this reader may not sign; empty when she may.
    pub reason: String,
    pub pdf: String,
}

/// What the signer sees of the draft at hand.
///
/// # Errors
/// The database; there being no draft is shown as a reason.
pub(super) async fn signing(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    step: &StepView,
) -> Result<Signing, Failure> {
    let lang = shell.lang();
    let letter = ops::letter_of(deps, &step.view).await?;
    let parts = answers(deps, cx, &lang, step);
    let name = shell.principal().map(|who| who.name.clone()).unwrap_or_default();
    let lines = step.signature_lines();
    let draft = step.view.result.clone().filter(|result| result.state == ResultState::Draft);
    let reason = reason(&lang, cx, draft.as_ref());
    let Some(result) = draft else {
        return Ok(Signing::nothing(reason));
    };
    let body = ResultBody::of(&result.body);
    // A refusal repeats no answers.
    let differing = if result.granted {
        rules::differences(&step.view.procedure.result, &prefilled(step, &parts), &body.rows)
    } else {
        Vec::new()
    };
    Ok(Signing {
        result: result.id.to_string(),
        granted: result.granted,
        agency: letter.resolving.name,
        title: result.title,
        lines: rules::signature_text(&lines).lines().map(str::to_owned).collect(),
        name,
        basis: step.block.as_ref().and_then(|block| block.legal_basis.clone()).unwrap_or_default(),
        drafted: moment(&lang, result.drafted_at),
        differing,
        groups: body.groups(),
        paragraphs: body.paragraphs,
        recipients: body.recipients,
        reason,
        pdf: format!("/ho-so/{}/du-thao.pdf", step.view.dossier.id),
    })
}

impl Signing {
    fn nothing(reason: String) -> Self {
        Self {
            result: String::new(),
            granted: true,
            agency: String::new(),
            title: String::new(),
            paragraphs: Vec::new(),
            groups: Vec::new(),
            recipients: Vec::new(),
            lines: Vec::new(),
            name: String::new(),
            basis: String::new(),
            drafted: String::new(),
            differing: Vec::new(),
            reason,
            pdf: String::new(),
        }
    }
}

/// Drafter and signer differ (law.md §1.4).
fn reason(lang: &Lang, cx: &OpContext, draft: Option<&ResultPaper>) -> String {
    match draft {
        None => lang.t("dossiers-work-sign-none").into_owned(),
        Some(draft) if cx.actor.account() == Some(draft.drafted_by) => {
            lang.t("dossiers-work-sign-same-person").into_owned()
        }
        Some(_) => String::new(),
    }
}

/// Signs one result in the reader's name, by the delegation of the day.
async fn sign(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    task: TaskId,
    result: Id,
) -> Result<(), crate::Refused> {
    let step = ops::open_task(deps, cx, task).await?;
    let lines = step.signature_lines();
    let cmd = Approve {
        task,
        result,
        signer_line: rules::signature_text(&lines),
        signer_name: shell.principal().map(|who| who.name.clone()).unwrap_or_default(),
    };
    ops::approve_result(deps, cx, cmd).await
}

pub(super) async fn approve_result(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(task): Path<TaskId>,
    Form(mut typed): Form<Typed>,
) -> Result<Response, Failure> {
    typed.from = "sign";
    let done = match typed.result.parse::<Id>() {
        Ok(result) => sign(&deps, &shell, &cx, task, result).await,
        Err(_) => Err(crate::Refused::Stale),
    };
    answer(&deps, &shell, &cx, task, typed, done).await
}

/// One waiting result.
struct Row {
    value: String,
    href: String,
    title: String,
    owner: String,
    code: String,
    granted: bool,
    mine: bool,
    position: String,
    drafted: String,
    due: Due,
}

/// What came of one result of a batch.
struct Outcome {
    code: String,
    title: String,
    /// Empty when it was signed.
    problem: String,
}

#[derive(Template)]
#[template(path = "work/signing.html")]
struct SigningPage {
    frame: Frame,
    rows: Vec<Row>,
    pager: Pager,
    late: usize,
    outcomes: Vec<Outcome>,
    signed: usize,
    nothing_chosen: bool,
}

#[derive(Deserialize, Default)]
pub(super) struct SigningQuery {
    #[serde(default)]
    sau: String,
}

pub(super) async fn list_signing(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(query): Form<SigningQuery>,
) -> Result<Response, Failure> {
    signing_page(&deps, &shell, &cx, &query.sau, Vec::new(), false).await
}

async fn signing_page(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    sau: &str,
    outcomes: Vec<Outcome>,
    nothing_chosen: bool,
) -> Result<Response, Failure> {
    let account = cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
    let cursor = shell.cursor(format!("signing {account}"));
    let after: Option<(i64, TaskId)> = cursor.open_opt(Some(sau))?;
    let asked = WorkQuery { holding: None, signing: true, after, limit: ROWS };
    let listing = ops::list_work(deps, cx, asked).await?;
    let lang = shell.lang();
    let calendar = deps.time.calendar();
    let rows: Vec<Row> = listing
        .rows
        .iter()
        .map(|row| {
            let draft = row.draft.as_ref();
            Row {
                value: draft.map(|draft| format!("{}|{}", row.task.id, draft.id)).unwrap_or_default(),
                href: format!("/viec/{}", row.task.id),
                title: draft.map_or_else(|| row.task.title.clone(), |draft| draft.title.clone()),
                owner: row.dossier.owner_name.clone(),
                code: row.dossier.code.clone(),
                granted: draft.is_none_or(|draft| draft.granted),
                mine: draft.is_some_and(|draft| cx.actor.account() == Some(draft.drafted_by)),
                position: row.holding.title.clone(),
                drafted: draft.map(|draft| moment(&lang, draft.drafted_at)).unwrap_or_default(),
                due: due(&lang, &calendar, cx.now, row.task.due_at, row.dossier.paused_at.is_some()),
            }
        })
        .collect();
    let last = listing.rows.last().filter(|_| listing.more);
    let next = last.map(|row| format!("/cho-ky?sau={}", cursor.seal(&(row.task.sort_key(), row.task.id))));
    let first = (!sau.is_empty()).then(|| "/cho-ky".to_owned());
    let summary = lang.with("dossiers-work-shown", &[("n", rows.len())]);
    let late = rows.iter().filter(|row| row.due.state == "late").count();
    let signed = outcomes.iter().filter(|outcome| outcome.problem.is_empty()).count();
    let frame = shell.frame("dossiers-work-signing-title").at_work().crumb("dossiers-work-title", "/viec");
    let pager = Pager { first, next, summary };
    Ok(page(SigningPage { frame, rows, pager, late, outcomes, signed, nothing_chosen }))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Chosen {
    chosen: Vec<String>,
}

/// Signs what was chosen, one after the other; what could not be signed says why, the others stand.
pub(super) async fn approve_results(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(form): Form<Chosen>,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let mut outcomes = Vec::new();
    for value in form.chosen.iter().take(ROWS) {
        let ids = value.split_once('|').and_then(|(task, result)| {
            Some((TaskId::from(task.parse::<Id>().ok()?), result.parse::<Id>().ok()?))
        });
        let Some((task, result)) = ids else { continue };
        let (code, title) = named(&deps, &cx, task).await?;
        let problem = match sign(&deps, &shell, &cx, task, result).await {
            Ok(()) => String::new(),
            Err(refused) => sentence(&lang, &refused),
        };
        outcomes.push(Outcome { code, title, problem });
    }
    let nothing_chosen = outcomes.is_empty();
    signing_page(&deps, &shell, &cx, "", outcomes, nothing_chosen).await
}

/// Code and title of a result before it is signed, for the list of what came of it.
async fn named(deps: &Deps, cx: &OpContext, task: TaskId) -> Result<(String, String), Failure> {
    match ops::open_task(deps, cx, task).await {
        Ok(step) => {
            let title = step.view.result.map(|result| result.title).unwrap_or_default();
            Ok((step.view.dossier.code.unwrap_or_default(), title))
        }
        Err(crate::Refused::NotFound) => Ok((String::new(), String::new())),
        Err(other) => Err(other.into()),
    }
}
