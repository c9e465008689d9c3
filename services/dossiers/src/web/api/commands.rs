//! The desk's commands on one dossier: each needs the version that was read (`If-Match`), each answers the new state.
use super::common::{Body, Once, id, state_of, stated, told, word};
use super::dto::{DossierState, HandOverOut};
use super::input::{
    DecisionIn, HandOverIn, PaymentIn, RefusalIn, ReturnIn, SettlementIn, SupplementAnswerIn, SupplementIn,
    WordsIn,
};
use crate::Deps;
use crate::errors::Refused;
use crate::model::{Fee, FeeState, ReasonCode};
use crate::ops::{
    self, Accept, AnswerSupplement, DecideLateEntry, DecideRefusal, HandOver, ProposeRefusal,
    RequestSupplement, ReturnResult, SettleFee, StopDossier,
};
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Currency, Id, Money};
use contracts::{DossierId, FeeDue, FeeKind};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use web::{Failure, IfMatch, Json};

/// Runs one command on one dossier and answers where it stands then.
async fn command<T>(
    deps: &Deps,
    cx: &OpContext,
    once: &Once,
    operation: &str,
    dossier: DossierId,
    run: impl Future<Output = Result<T, Refused>>,
) -> Result<Response, Failure> {
    let state = once
        .run(deps, cx, &format!("{operation}:{dossier}"), async {
            run.await.map_err(told)?;
            state_of(deps, dossier).await
        })
        .await?;
    Ok(stated(StatusCode::OK, state))
}

/// Accepts a dossier filed online (1 → 2).
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/acceptance", operation_id = "api_accept",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), responses((status = 200, body = DossierState)))]
pub(super) async fn accept(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let run = ops::accept(&deps, &cx, Accept { dossier, version });
    command(&deps, &cx, &once, "accept", dossier, run).await
}

/// One complete request for supplement.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/supplement-request", operation_id = "api_request_supplement",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = SupplementIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn request_supplement(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<SupplementIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let reason = word(ReasonCode::from_word(&input.reason), "reason")?;
    let (words, components) = (input.words, input.components);
    let cmd = RequestSupplement { dossier, version, reason, words, components };
    let run = ops::request_supplement(&deps, &cx, cmd);
    command(&deps, &cx, &once, "request_supplement", dossier, run).await
}

/// Papers of an open round taken at the counter.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/supplement-answer", operation_id = "api_answer_supplement",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = SupplementAnswerIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn answer_supplement(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<SupplementAnswerIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let cmd = AnswerSupplement { dossier, version, holder: None, words: input.words, papers: input.papers };
    let run = ops::answer_supplement(&deps, &cx, cmd);
    command(&deps, &cx, &once, "answer_supplement", dossier, run).await
}

/// Proposes not to accept; the director decides.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/refusal-proposal", operation_id = "api_propose_refusal",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = RefusalIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn propose_refusal(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<RefusalIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let reason = word(ReasonCode::from_word(&input.reason), "reason")?;
    let run =
        ops::propose_refusal(&deps, &cx, ProposeRefusal { dossier, version, reason, words: input.words });
    command(&deps, &cx, &once, "propose_refusal", dossier, run).await
}

/// The director's decision on a proposed refusal.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/refusal-decision", operation_id = "api_decide_refusal",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = DecisionIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn decide_refusal(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<DecisionIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let cmd = DecideRefusal { dossier, version, approve: input.approve, words: input.words };
    let run = ops::decide_refusal(&deps, &cx, cmd);
    command(&deps, &cx, &once, "decide_refusal", dossier, run).await
}

/// The director's decision on paper entered late.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/late-entry-decision", operation_id = "api_decide_late_entry",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = DecisionIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn decide_late_entry(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<DecisionIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let cmd = DecideLateEntry { dossier, version, approve: input.approve, words: input.words };
    let run = ops::decide_late_entry(&deps, &cx, cmd);
    command(&deps, &cx, &once, "decide_late_entry", dossier, run).await
}

/// Withdraws on the person's written wish, taken at the counter.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/withdrawal", operation_id = "api_withdraw",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = WordsIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn withdraw(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    if_match: IfMatch,
    once: Once,
    Body(input): Body<WordsIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let run = async {
        if state_version(&deps, dossier).await? != if_match.0 {
            return Err(Refused::Stale);
        }
        ops::withdraw(&deps, &cx, dossier, None, input.words).await
    };
    command(&deps, &cx, &once, "withdraw", dossier, run).await
}

/// The version at this moment; withdrawing asks for none inside, because the person's wish stands above it.
async fn state_version(deps: &Deps, dossier: DossierId) -> Result<i64, Refused> {
    let found = deps.db.read(move |tx| Ok::<_, Refused>(crate::store::load(tx, dossier)?)).await?;
    found.map(|found| found.version).ok_or(Refused::NotFound)
}

/// Stops processing (status 8).
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/stop", operation_id = "api_stop",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = WordsIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn stop(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<WordsIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let run = ops::stop(&deps, &cx, StopDossier { dossier, version, words: input.words });
    command(&deps, &cx, &once, "stop", dossier, run).await
}

/// Asks for a later due (status 6).
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/fees", operation_id = "api_request_payment",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = PaymentIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn request_payment(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<PaymentIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let kind = match input.kind.as_str() {
        "fee" => Some(FeeKind::Fee),
        "charge" => Some(FeeKind::Charge),
        _ => None,
    };
    let fee = Fee {
        id: Id::new(cx.now),
        code: input.code,
        name: input.name,
        kind: word(kind, "kind")?,
        amount: Money { minor: input.amount, currency: Currency::Vnd },
        due: FeeDue::BeforeReceipt,
        state: FeeState::Due,
        source: input.source,
        receipt_number: None,
        exempt_reason: None,
    };
    let run = ops::request_payment(&deps, &cx, dossier, version, fee);
    command(&deps, &cx, &once, "request_payment", dossier, run).await
}

/// Settles one line: paid with the number of the receipt, or exempt with the reason.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/fees/{code}/settlement", operation_id = "api_settle_fee",
    params(("id" = String, Path, format = "uuid"), ("code" = String, Path,), ("If-Match" = String, Header,)),
    request_body = SettlementIn, responses((status = 200, body = DossierState)))]
pub(super) async fn settle_fee(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path((dossier, code)): Path<(String, String)>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<SettlementIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let operation = format!("settle_fee:{code}");
    let cmd = SettleFee { dossier, version, code, exempt: input.exempt, words: input.words };
    let run = ops::settle_fee(&deps, &cx, cmd);
    command(&deps, &cx, &once, &operation, dossier, run).await
}

/// Hands the result over (9 → 10).
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/return", operation_id = "api_return_result",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = ReturnIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn return_result(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<ReturnIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let (shown_digits, collected_by, compared) = (input.shown_digits, input.collected_by, input.compared);
    let cmd = ReturnResult { dossier, version, shown_digits, collected_by, compared };
    let run = ops::return_result_to(&deps, &cx, cmd, input.collector_proof);
    command(&deps, &cx, &once, "return_result", dossier, run).await
}

/// Sends a finished result back to be corrected (9 → 4).
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/correction", operation_id = "api_correct_result",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,)), request_body = WordsIn,
    responses((status = 200, body = DossierState)))]
pub(super) async fn correct_result(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    IfMatch(version): IfMatch,
    once: Once,
    Body(input): Body<WordsIn>,
) -> Result<Response, Failure> {
    let dossier = id(&dossier)?;
    let run = ops::return_for_correction(&deps, &cx, dossier, version, input.words);
    command(&deps, &cx, &once, "correct_result", dossier, run).await
}

/// Hands dossiers of one resolving agency over with one numbered slip.
#[utoipa::path(post, path = "/api/v1/hand-overs", operation_id = "api_hand_over", request_body = HandOverIn,
    params(("Idempotency-Key" = String, Header,)), responses((status = 201, body = HandOverOut)))]
pub(super) async fn hand_over(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    once: Once,
    Body(input): Body<HandOverIn>,
) -> Result<(StatusCode, Json<HandOverOut>), Failure> {
    once.required()?;
    let dossiers = input.dossiers.iter().map(|text| id(text)).collect::<Result<Vec<DossierId>, _>>()?;
    let slip = once
        .run(&deps, &cx, "hand_over", async {
            let slip = ops::hand_over(&deps, &cx, HandOver { dossiers }).await?;
            let count = i64::try_from(slip.count).unwrap_or(i64::MAX);
            Ok(HandOverOut { id: slip.slip.to_string(), number: slip.number, year: slip.year, count })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(slip)))
}
