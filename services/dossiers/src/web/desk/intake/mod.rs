//! `/quay/tiep-nhan`: a walk-in dossier on one page.  Every turn is a plain form: what is typed comes back, what
//! follows from it (person of the card, papers, fees, date) is added.
mod page;
mod typed;

use super::words;
use crate::ops::{self, Prepare, Prepared, WalkIn};
use crate::{Deps, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::Timestamp;
use contracts::{AgencyId, DossierId, UnitId};
use http::StatusCode;
pub use page::explained_days;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use typed::{Typed, TypedPerson};
use web::{Errors, Failure, Fields, Form, Frame, Shell, page_status, see_other};

/// What the address says: the dossier whose people come again.
#[derive(Debug, Default, Deserialize)]
pub struct Same {
    #[serde(default)]
    tiep: Option<String>,
}

/// GET `/quay/tiep-nhan`.
pub async fn show_intake(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(same): Form<Same>,
) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    if let Some(id) = same.tiep.and_then(|text| text.parse::<DossierId>().ok()) {
        let view = ops::view_dossier(&deps, &cx, id, None).await?;
        typed.owner.take_known(&view.owner);
        if view.dossier.submitter != view.dossier.owner {
            typed.submitter.take_known(&view.submitter);
            view.dossier.standing.word().clone_into(&mut typed.standing);
            typed.proof = view.dossier.standing_proof;
        }
        typed.desk = view.dossier.receiving.to_string();
    }
    render(&deps, &shell, &cx, typed, StatusCode::OK, Errors::new()).await
}

/// POST `/quay/tiep-nhan`: the next turn of the page, or the receipt.
pub async fn take_intake(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let mut typed = Typed::read(&fields);
    let mut errors = Errors::new();
    take_scans(&deps, &shell, &cx, &mut typed, &mut errors).await?;
    if typed.act != "receive" || !errors.is_empty() {
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return render(&deps, &shell, &cx, typed, status, errors).await;
    }
    receive(&deps, &shell, &cx, typed).await
}

/// Fills the people from what was scanned or typed into the scan fields.
async fn take_scans(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    typed: &mut Typed,
    errors: &mut Errors,
) -> Result<(), Failure> {
    let today = cx.now.date();
    let both: [(&mut TypedPerson, &str); 2] =
        [(&mut typed.owner, "scan"), (&mut typed.submitter, "submitter_scan")];
    for (person, field) in both {
        let scan = std::mem::take(&mut person.scan);
        if scan.is_empty() {
            continue;
        }
        let card = person.take_card(&scan, today);
        if !card && ops::number_of(&scan, today).is_none() {
            errors.add(field, shell.lang().t("refusal-base-card-scan-invalid"));
            person.scan = scan;
            continue;
        }
        if !card {
            // A number typed instead of a card: whoever the province knows by it.
            *person = TypedPerson { number: scan, ..TypedPerson::default() };
        }
        if let Some(number) = person.identifier(today)
            && let Some(known) = ops::known_person(deps, cx, number).await?
        {
            person.take_known(&known);
        }
    }
    Ok(())
}

async fn receive(deps: &Deps, shell: &Shell, cx: &OpContext, typed: Typed) -> Result<Response, Failure> {
    let lang = shell.lang();
    if let Some(command) = at_once(&typed, typed.check(&lang, cx.now.date()).is_empty())
        && let Ok(received) = ops::receive_walk_in(deps, cx, command).await
    {
        return Ok(see_other(format!("/quay/da-nhan/{}", received.id)));
    }
    // Something is open or was refused: the long way finds out what, and says it at its field.
    let quick = Prepare { whole: false, ..asked(&typed, cx.now, cx) };
    let prepared = ops::prepare_walk_in(deps, cx, quick).await?;
    let mut errors = typed.check(&lang, cx.now.date());
    if prepared.chosen.is_none() {
        errors.add("procedure", lang.t("dossiers-desk-wrong-procedure-missing"));
    }
    if prepared.unit.is_none() {
        errors.add("unit", lang.t("dossiers-desk-wrong-unit-missing"));
    }
    if let Some(chosen) = &prepared.chosen {
        page::uncounted(&lang, chosen, &typed, &mut errors);
    }
    let (Some(chosen), Some(unit), true) = (&prepared.chosen, prepared.unit, errors.is_empty()) else {
        return render(deps, shell, cx, typed, StatusCode::UNPROCESSABLE_ENTITY, errors).await;
    };
    let known = Settled {
        receiving: prepared.desk.id,
        procedure: &chosen.procedure.code,
        case: &chosen.case.code,
        unit,
    };
    let mut command = known.command(&typed);
    // What was typed or ticked for a procedure chosen before says nothing of this one.
    command.counts = page::asked_of(command.counts, &chosen.case);
    command.not_due.retain(|code| chosen.case.conditional().any(|rule| rule.code == *code));
    match ops::receive_walk_in(deps, cx, command).await {
        Ok(received) => Ok(see_other(format!("/quay/da-nhan/{}", received.id))),
        Err(refused) => {
            let trouble = words::trouble(&lang, refused, typed::place)?;
            render(deps, shell, cx, typed, trouble.status, trouble.errors).await
        }
    }
}

/// What the page has settled besides what is typed.
struct Settled<'a> {
    receiving: AgencyId,
    procedure: &'a str,
    case: &'a str,
    unit: UnitId,
}

impl Settled<'_> {
    fn command(&self, typed: &Typed) -> WalkIn {
        WalkIn {
            idempotency_key: typed.once.clone(),
            receiving: self.receiving,
            procedure_code: self.procedure.to_owned(),
            case_code: self.case.to_owned(),
            channel: typed.channel(),
            unit: self.unit,
            owner: typed.owner.person(),
            submitter: typed.submitter(),
            answers: serde_json::json!({}),
            papers: typed.papers.clone(),
            quantity: typed.quantity(),
            counts: typed.counts(),
            not_due: typed.not_due.clone(),
            settled: typed.settled(),
            return_channel: typed.return_channel(),
            note: typed.note.clone(),
            late: typed.true_time().filter(|_| typed.late).map(|at| (at, typed.late_reason.clone())),
        }
    }
}

/// The command of a page that leaves nothing open: the procedure and case are still the ones it was shown for.
fn at_once(typed: &Typed, right: bool) -> Option<WalkIn> {
    let (procedure, case) = typed.shown_for.split_once('/').filter(|_| right)?;
    let same = typed.procedure.split_whitespace().next() == Some(procedure) && typed.case == case;
    let receiving = typed.desk.parse().ok().filter(|_| same)?;
    Some(Settled { receiving, procedure, case, unit: typed.unit.parse().ok()? }.command(typed))
}

fn asked(typed: &Typed, now: Timestamp, cx: &OpContext) -> Prepare {
    let today = now.date();
    Prepare {
        receiving: typed.desk.parse::<AgencyId>().ok(),
        procedure: typed.procedure.clone(),
        case: typed.case.clone(),
        channel: typed.channel(),
        unit: typed.unit.parse::<UnitId>().ok(),
        quantity: typed.quantity(),
        counts: typed.counts(),
        owner: typed.owner.identifier(today),
        card_address: typed.owner.address.clone(),
        received: typed.true_time().filter(|at| typed.late && *at < cx.now).unwrap_or(now),
        whole: true,
    }
}

async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    typed: Typed,
    status: StatusCode,
    errors: Errors,
) -> Result<Response, Failure> {
    let prepared: Prepared = ops::prepare_walk_in(deps, cx, asked(&typed, cx.now, cx)).await?;
    page::show(shell, typed, prepared, status, errors)
}

#[derive(Template)]
#[template(path = "desk/received.html")]
struct ReceivedPage {
    frame: Frame,
    id: DossierId,
    code: String,
    procedure: String,
    owner: String,
    due: String,
    resolving: String,
    /// By when it goes on, or what it waits for.
    hand_over: String,
    late: bool,
}

/// GET `/quay/da-nhan/{id}`: what was received, what to print, what is next.
pub async fn show_received(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    let (dossier, resolving, waits) = ops::read_received(&deps, &cx, id).await?;
    let lang = shell.lang();
    let received = dossier.received_at.ok_or(Refused::NotFound)?;
    let hand_over = if waits {
        lang.t("dossiers-desk-next-hand-over-waits").into_owned()
    } else {
        let at = words::hand_over(&lang, &deps.time.calendar(), cx.now, received);
        lang.with("dossiers-desk-next-hand-over", &[("at", at)])
    };
    let due = dossier
        .due_at
        .map_or_else(|| lang.t("dossiers-desk-due-none").into_owned(), |at| words::moment(&lang, at));
    let frame = shell.frame("dossiers-desk-received-title").at_work();
    Ok(page_status(
        StatusCode::OK,
        ReceivedPage {
            frame,
            id,
            code: dossier.code.unwrap_or_default(),
            procedure: dossier.procedure_name,
            owner: dossier.owner_name,
            due,
            resolving,
            hand_over,
            late: waits,
        },
    ))
}
