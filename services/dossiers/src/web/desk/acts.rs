//! The short acts of the dossier page.  Each form names the version it was made from.
use super::dossier::show_again;
use super::words;
use crate::model::{Fee, FeeState};
use crate::ops::{
    self, Accept, AnswerSupplement, DecideLateEntry, DecideRefusal, HandOver, SettleFee, StopDossier,
};
use crate::{Deps, Refused};
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Id, Money};
use contracts::{DossierId, FeeDue, FeeKind};
use policy::OpContext;
use policy::web::Cx;
use web::{Failure, Fields, Form, Shell, see_other};

/// The version that the page was made from; a page without one is stale by definition.
pub fn version(fields: &Fields) -> i64 {
    fields.text("version").trim().parse().unwrap_or(-1)
}

/// Back to the dossier, or the page again with what is wrong and what was typed.
async fn answer(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    id: DossierId,
    fields: Fields,
    done: Result<(), Refused>,
    place: impl Fn(&str) -> String,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(see_other(format!("/ho-so/{id}"))),
        Err(refused) => {
            let trouble = words::trouble(&shell.lang(), refused, place)?;
            show_again(deps, shell, cx, id, fields, trouble).await
        }
    }
}

/// POST `/ho-so/{id}/tiep-nhan`.
pub async fn accept(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let done = ops::accept(&deps, &cx, Accept { dossier: id, version: version(&fields) }).await;
    if done.is_ok() {
        return Ok(see_other(format!("/quay/da-nhan/{id}")));
    }
    answer(&deps, &shell, &cx, id, fields, done.map(|_| ()), |field| match field {
        "dossiers.fee_unpaid" => "fees".to_owned(),
        _ => "main".to_owned(),
    })
    .await
}

/// POST `/ho-so/{id}/chuyen`: hands over this one dossier; the slip is shown.
pub async fn hand_over_one(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    match ops::hand_over(&deps, &cx, HandOver { dossiers: vec![id] }).await {
        Ok(handed) => Ok(see_other(format!("/ban-giao/{}", handed.slip))),
        Err(refused) => answer(&deps, &shell, &cx, id, fields, Err(refused), |_| "main".to_owned()).await,
    }
}

/// POST `/ho-so/{id}/duyet-tu-choi`.
pub async fn decide_refusal(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let command = DecideRefusal {
        dossier: id,
        version: version(&fields),
        approve: fields.text("refusal-decision") == "yes",
        words: fields.text("refusal-words").to_owned(),
    };
    let done = ops::decide_refusal(&deps, &cx, command).await;
    answer(&deps, &shell, &cx, id, fields, done, |_| "refusal-words".to_owned()).await
}

/// POST `/ho-so/{id}/duyet-nhap-bu`.
pub async fn decide_late_entry(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let command = DecideLateEntry {
        dossier: id,
        version: version(&fields),
        approve: fields.text("late-decision") == "yes",
        words: fields.text("late-words").to_owned(),
    };
    let done = ops::decide_late_entry(&deps, &cx, command).await;
    answer(&deps, &shell, &cx, id, fields, done, |_| "late-words".to_owned()).await
}

/// POST `/ho-so/{id}/nop-bo-sung`: the papers handed in at the counter.
pub async fn take_supplement(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let command = AnswerSupplement {
        dossier: id,
        version: version(&fields),
        holder: None,
        words: fields.text("supplement-words").to_owned(),
        papers: fields.all("supplement-papers").to_vec(),
    };
    let done = ops::answer_supplement(&deps, &cx, command).await.map(|_| ());
    answer(&deps, &shell, &cx, id, fields, done, |_| "supplement-papers".to_owned()).await
}

/// POST `/ho-so/{id}/thu-phi`.
pub async fn settle_fee(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let code = fields.text("fee-code").to_owned();
    let exempt = fields.text("fee-exempt") == "1";
    let command = SettleFee {
        dossier: id,
        version: version(&fields),
        code: code.clone(),
        exempt,
        words: fields.text(&format!("fee-words-{code}")).to_owned(),
    };
    let done = ops::settle_fee(&deps, &cx, command).await;
    answer(&deps, &shell, &cx, id, fields, done, |_| format!("fee-words-{code}")).await
}

/// POST `/ho-so/{id}/khoan-phai-nop`: a later due; the clock stands still until it is paid.
pub async fn request_payment(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let done = match new_fee(&fields, &cx) {
        Ok(fee) => ops::request_payment(&deps, &cx, id, version(&fields), fee).await,
        Err(refused) => Err(refused),
    };
    answer(&deps, &shell, &cx, id, fields, done, |field| match field {
        "name" | "source" => format!("payment-{field}"),
        _ => "payment-amount".to_owned(),
    })
    .await
}

fn new_fee(fields: &Fields, cx: &OpContext) -> Result<Fee, Refused> {
    let name = fields.text("payment-name").trim().to_owned();
    if name.is_empty() {
        return Err(Refused::Field { field: "name", problem: "missing" });
    }
    let source = fields.text("payment-source").trim().to_owned();
    if source.is_empty() {
        return Err(Refused::Field { field: "source", problem: "missing" });
    }
    let amount = Money::parse_dong(fields.text("payment-amount"))
        .map_err(|_| Refused::Field { field: "amount", problem: "missing" })?;
    let kind = if fields.text("payment-kind") == "charge" { FeeKind::Charge } else { FeeKind::Fee };
    let id = Id::new(cx.now);
    Ok(Fee {
        id,
        code: format!("later-{id}"),
        name,
        kind,
        amount,
        // The dossier goes on only when it is settled.
        due: FeeDue::BeforeReceipt,
        state: FeeState::Due,
        source,
        receipt_number: None,
        exempt_reason: None,
    })
}

/// POST `/ho-so/{id}/dung`.
pub async fn stop(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let command =
        StopDossier { dossier: id, version: version(&fields), words: fields.text("stop-words").to_owned() };
    let done = ops::stop(&deps, &cx, command).await;
    answer(&deps, &shell, &cx, id, fields, done, |_| "stop-words".to_owned()).await
}

/// POST `/ho-so/{id}/rut`: on the person's written wish.
pub async fn withdraw(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let words = fields.text("withdraw-words").to_owned();
    let done = ops::withdraw(&deps, &cx, id, None, words).await;
    answer(&deps, &shell, &cx, id, fields, done, |_| "withdraw-words".to_owned()).await
}

/// POST `/ho-so/{id}/tra-lai-sua`: the result goes back to be corrected (9 → 4).
pub async fn send_back_result(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let words = fields.text("correct-words").to_owned();
    let done = ops::return_for_correction(&deps, &cx, id, version(&fields), words).await;
    answer(&deps, &shell, &cx, id, fields, done, |_| "correct-words".to_owned()).await
}

/// POST `/ho-so/{id}/gui-lai-can-bo`: the desk does not follow a finding.
pub async fn turn_down_finding(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let command = ops::TurnDownFinding {
        dossier: id,
        version: version(&fields),
        words: fields.text("finding-words").to_owned(),
    };
    let done = ops::turn_down_finding(&deps, &cx, command).await;
    answer(&deps, &shell, &cx, id, fields, done, |_| "finding-words".to_owned()).await
}
