//! Before a draft: which case it is and what it takes.
use super::caller::Caller;
use super::words;
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{self, NewDraft};
use crate::rules;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use contracts::{CaseRule, Channel, Mode, ProcedureFact};
use http::header;
use serde::Deserialize;
use std::sync::Arc;
use web::{Choice, Errors, Failure, Form, Frame, page, see_other};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default, rename = "thu-tuc", alias = "procedure")]
    procedure: String,
    #[serde(default, rename = "truong-hop", alias = "case")]
    case: String,
}

struct Paper {
    name: String,
    issuer: String,
    help: String,
    note: String,
}

#[derive(Template)]
#[template(path = "citizen/start.html")]
struct Start {
    frame: Frame,
    code: String,
    case: String,
    case_name: String,
    choices: Vec<Choice>,
    errors: Errors,
    papers: Vec<Paper>,
    fees: Vec<(String, String)>,
    time: String,
    result: String,
    draft_days: i64,
}

async fn in_force(deps: &Deps, caller: &Caller, code: &str) -> Result<Arc<ProcedureFact>, Refused> {
    let (work, code, on) = (deps.clone(), code.to_owned(), caller.cx.now.date());
    let found = deps.db.read(move |tx| Ok::<_, Refused>(work.catalogue.in_force(tx, &code, on)?)).await?;
    let procedure = found.ok_or(Refused::NoProcedure)?;
    if procedure.mode != Mode::Local || open_cases(&procedure).next().is_none() {
        return Err(Refused::NotReceivedHere);
    }
    Ok(procedure)
}

/// Cases that can be filed online here.
fn open_cases(procedure: &ProcedureFact) -> impl Iterator<Item = &CaseRule> {
    procedure.cases.iter().filter(|case| case.channel(Channel::Online).is_some() && case.process.is_some())
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let procedure = in_force(&deps, &caller, &asked.procedure).await?;
    let only = open_cases(&procedure).count() == 1;
    let chosen = open_cases(&procedure).find(|case| only || case.code == asked.case);
    let l = caller.shell.lang();
    let name = words::short_name(&procedure.name);
    let title = l.with("dossiers-citizen-start-title", &[("name", words::lower_first(&name))]);
    let mut frame = caller.shell.frame_titled(title).public();
    frame = if chosen.is_some() && !only {
        frame.back_to(format!("/nop/bat-dau?thu-tuc={}", procedure.code))
    } else {
        frame.back_to(format!("/thu-tuc/{}", procedure.code))
    };
    let choices = open_cases(&procedure)
        .map(|case| Choice::new(&case.code, &case.name).hint(&case.help).chosen(case.code == asked.case))
        .collect();
    let mut start = Start {
        frame,
        code: procedure.code.clone(),
        case: String::new(),
        case_name: String::new(),
        choices,
        errors: Errors::new(),
        papers: Vec::new(),
        fees: Vec::new(),
        time: String::new(),
        result: procedure.result.name.clone(),
        draft_days: deps.settings.draft_days,
    };
    if let Some(case) = chosen {
        start.case.clone_from(&case.code);
        start.case_name = if only { String::new() } else { case.name.clone() };
        takes(&mut start, case, &caller);
    }
    Ok(page(start))
}

/// What the case takes: papers with their issuers, money, time.
fn takes(start: &mut Start, case: &CaseRule, caller: &Caller) {
    let l = caller.shell.lang();
    for rule in case.components.iter().filter(|rule| !rule.is_form) {
        let key = match (rule.mandatory, rule.when.is_some()) {
            (true, false) => "",
            (true, true) => "dossiers-citizen-paper-sometimes",
            (false, _) => "dossiers-citizen-paper-optional",
        };
        start.papers.push(Paper {
            name: rule.name.clone(),
            issuer: rule.issuer.clone(),
            help: rule.help.clone(),
            note: if key.is_empty() { String::new() } else { l.t(key).into_owned() },
        });
    }
    let nothing = serde_json::json!({});
    let (fees, uncounted) = rules::fees_so_far(case, Channel::Online, &nothing, 1, caller.cx.now);
    for fee in fees {
        start.fees.push((fee.name.clone(), fee.amount.display_vi()));
    }
    for fee in uncounted {
        start.fees.push((fee.fee, l.t("dossiers-citizen-fee-by-form").into_owned()));
    }
    let limit = case.channel(Channel::Online).and_then(|rule| rule.limit.as_ref());
    start.time = limit.map(|limit| words::limit(&l, limit)).unwrap_or_default();
}

pub(super) async fn create(
    State(deps): State<Deps>,
    caller: Caller,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let procedure = in_force(&deps, &caller, &asked.procedure).await?;
    let mut cases = open_cases(&procedure);
    let case = match (cases.next(), cases.next()) {
        (Some(only), None) => only.code.clone(),
        _ if open_cases(&procedure).any(|case| case.code == asked.case) => asked.case,
        _ => return Ok(see_other(format!("/nop/bat-dau?thu-tuc={}", procedure.code))),
    };
    let cmd = NewDraft { procedure_code: procedure.code.clone(), case_code: case };
    let opened = ops::start_draft(&deps, &caller.cx, cmd).await?;
    let kept = [(header::SET_COOKIE, caller.keep(&opened.key))];
    Ok((kept, see_other(format!("/nop/{}/ma-giu", opened.draft.id))).into_response())
}
