//! One's own dossier: its way, papers, money, and what may still be done to it.
use super::caller::Caller;
use super::track::{self, Turn};
use super::words;
use crate::Deps;
use crate::model::{Fee, FeeState, Status};
use crate::ops::{self, DossierView, open_round};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::FeeDue;
use http::StatusCode;
use serde::Deserialize;
use web::{Errors, Failure, Form, Frame, Lang, Receipt, TimelineItem, page, page_status, see_other};

pub(super) struct PaperFiles {
    pub name: String,
    pub state: String,
    pub files: Vec<Receipt>,
}

#[derive(Template)]
#[template(path = "citizen/own.html")]
struct Own {
    frame: Frame,
    code: String,
    heading: String,
    turn: Option<Turn>,
    facts: Vec<(String, String)>,
    steps: Vec<TimelineItem>,
    ending: String,
    papers: Vec<PaperFiles>,
    fees: Vec<(String, String)>,
    result_href: String,
    /// What is still to be paid before the signed result is given.
    result_owed: String,
    receipt_href: String,
    withdraw_href: String,
    refusal: String,
}

fn papers(l: &Lang, view: &DossierView) -> Vec<PaperFiles> {
    let folder = format!("/ho-so-cua-toi/{}", view.dossier.id);
    view.components
        .iter()
        .map(|component| PaperFiles {
            name: component.name.clone(),
            state: l.t(&format!("dossiers-citizen-given-{}", component.given.word())).into_owned(),
            files: view
                .files
                .iter()
                .filter(|file| file.component == component.code && file.round >= 0)
                .map(|file| words::receipt(l, file, &folder, false))
                .collect(),
        })
        .collect()
}

fn fees(l: &Lang, view: &DossierView) -> Vec<(String, String)> {
    view.fees
        .iter()
        .map(|fee| {
            let key = match fee.state {
                FeeState::Due => "dossiers-citizen-fee-due",
                FeeState::Paid => "dossiers-citizen-fee-paid",
                FeeState::Exempt => "dossiers-citizen-fee-exempt",
            };
            (fee.name.clone(), l.with(key, &[("amount", fee.amount.display_vi())]))
        })
        .collect()
}

/// The sentence about what is due before the result is returned; empty when nothing is.
fn result_owed(l: &Lang, view: &DossierView) -> String {
    let due = |fee: &&Fee| fee.state == FeeState::Due && fee.due == FeeDue::BeforeReturn;
    let owed: Vec<String> = view
        .fees
        .iter()
        .filter(due)
        .map(|fee| format!("{}: {}", fee.name, fee.amount.display_vi()))
        .collect();
    if owed.is_empty() {
        return String::new();
    }
    l.with("dossiers-citizen-own-result-owed", &[("fees", owed.join("; "))])
}

/// The words that an approved refusal was written with.
fn refusal(l: &Lang, view: &DossierView) -> String {
    let approved = view.refusals.iter().find(|refusal| refusal.approved == Some(true));
    approved
        .map(|refusal| {
            let reason =
                l.t(&format!("dossiers-reason-{}", words::hyphened(refusal.reason.word()))).into_owned();
            format!("{reason}. {}", refusal.words)
        })
        .unwrap_or_default()
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (id, holder) = caller.own(&deps, &id).await?;
    let view = ops::view_dossier(&deps, &caller.cx, id, Some(holder)).await?;
    let way = ops::track(&deps, &view.dossier, &view.timeline).await?;
    let l = caller.shell.lang();
    let dossier = &view.dossier;
    let base = format!("/ho-so-cua-toi/{id}");
    let name = words::short_name(&dossier.procedure_name);
    let args = [("name", name.as_str()), ("owner", dossier.owner_name.as_str())];
    let signed = view.result.as_ref().is_some_and(|paper| paper.signed_at.is_some());
    let owed = if signed { result_owed(&l, &view) } else { String::new() };
    let answer_by = open_round(&view.supplements).map(|round| round.answer_by);
    Ok(page(Own {
        code: dossier.code.clone().unwrap_or_default(),
        heading: l.with("dossiers-citizen-tracked-heading", &args),
        turn: track::turn(&l, dossier, &way, answer_by),
        facts: track::facts(&l, dossier, &way),
        steps: track::timeline(&l, dossier, &way, &view.timeline, true),
        ending: track::ending(&l, dossier),
        papers: papers(&l, &view),
        fees: fees(&l, &view),
        result_href: if signed && owed.is_empty() { format!("{base}/ket-qua.pdf") } else { String::new() },
        result_owed: owed,
        receipt_href: if dossier.channel == contracts::Channel::Online {
            format!("{base}/bien-nhan.pdf")
        } else {
            String::new()
        },
        withdraw_href: if may_withdraw(dossier.status) { format!("{base}/rut") } else { String::new() },
        refusal: refusal(&l, &view),
        frame: caller.shell.frame_titled(name).public().crumb("dossiers-citizen-mine-title", "/cua-toi"),
    }))
}

fn may_withdraw(status: Status) -> bool {
    status.next().contains(&Status::Withdrawn)
}

#[derive(Template)]
#[template(path = "citizen/withdraw.html")]
struct Withdraw {
    frame: Frame,
    errors: Errors,
    code: String,
    words: String,
    base: String,
    possible: bool,
}

#[derive(Deserialize, Default)]
pub(super) struct Typed {
    #[serde(default, rename = "ly-do")]
    words: String,
}

async fn withdrawal(
    deps: &Deps,
    caller: &Caller,
    id: &str,
    typed: Typed,
    errors: Errors,
) -> Result<Response, Failure> {
    let (id, _) = caller.own(deps, id).await?;
    let view = ops::filed_view(deps, &caller.cx, id).await?;
    let base = format!("/ho-so-cua-toi/{id}");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = caller.shell.frame("dossiers-citizen-withdraw-title").public().back_to(base.clone());
    Ok(page_status(
        status,
        Withdraw {
            frame: frame.with_errors(&errors),
            errors,
            code: view.dossier.code.clone().unwrap_or_default(),
            words: typed.words,
            base,
            possible: may_withdraw(view.dossier.status),
        },
    ))
}

pub(super) async fn show_withdrawal(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    withdrawal(&deps, &caller, &id, Typed::default(), Errors::new()).await
}

pub(super) async fn withdraw(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let mut errors = Errors::new();
    let l = caller.shell.lang();
    let reason = words::note(&l, &mut errors, "ly-do", text::clean_text(&typed.words)).unwrap_or_default();
    if reason.is_empty() && errors.is_empty() {
        errors.add("ly-do", l.t("dossiers-citizen-withdraw-missing"));
    }
    if !errors.is_empty() {
        return withdrawal(&deps, &caller, &id, typed, errors).await;
    }
    let (dossier, holder) = caller.own(&deps, &id).await?;
    ops::withdraw(&deps, &caller.cx, dossier, Some(holder), reason).await?;
    Ok(see_other(format!("/ho-so-cua-toi/{dossier}")))
}
