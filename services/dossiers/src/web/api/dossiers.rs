//! Dossiers: list, one, receive, files, result, look-up.
use super::common::{Body as Input, Once, id, moment, rows, state_of, stated, told, word};
use super::dto::{DossierLine, DossierOut, DossierPage, DossierState, FileOut, LookUpOut};
use super::input::{DossierIn, LookUpIn};
use crate::Deps;
use crate::errors::Refused;
use crate::model::{ReturnChannel, StandingKind};
use crate::ops::{self, AttachScan, DeskQuery, LookUp, Submitter, WalkIn, Which};
use crate::store::{DeskFilter, DeskTab};
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use base::Id;
use contracts::{AgencyId, Channel, DossierId, FileId};
use http::{StatusCode, header};
use policy::web::Cx;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Failure, FileAnswer, IfMatch, Json, Shell, etag};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// `incoming`, `desk`, `to-hand-over`, `processing`, `citizen`, `to-return` or `late`.
    tab: String,
    #[serde(default)]
    procedure: Option<String>,
    /// Cursor of the page before.
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
}

/// Dossiers of the machine's counters, by due time.
#[utoipa::path(get, path = "/api/v1/dossiers", operation_id = "api_list_dossiers", params(ListQuery),
    responses((status = 200, body = DossierPage)))]
pub(super) async fn list_dossiers(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Query(query): Query<ListQuery>,
) -> Result<Json<DossierPage>, Failure> {
    let tab = word(DeskTab::from_word(&query.tab), "tab")?;
    let account = cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
    let narrowed = query.procedure.clone().unwrap_or_default();
    let cursor = shell.cursor(format!("api dossiers {account} {} {narrowed}", query.tab));
    let after: Option<(i64, DossierId)> = cursor.open_opt(query.after.as_deref())?;
    let filter = DeskFilter { procedure_code: query.procedure, after, ..DeskFilter::default() };
    let limit = i64::try_from(rows(query.limit)).unwrap_or(1);
    let listing = ops::list_desk(&deps, &cx, DeskQuery { tab: Some(tab), filter, limit }).await?;
    let last = listing.rows.last().filter(|_| listing.more);
    let next = last.map(|row| cursor.seal(&(row.sort_key(), row.id)));
    Ok(Json(DossierPage { items: listing.rows.iter().map(DossierLine::from).collect(), next }))
}

/// Receives a dossier at a counter or by post; the same key gives the same dossier.
#[utoipa::path(post, path = "/api/v1/dossiers", operation_id = "api_create_dossier", request_body = DossierIn,
    params(("Idempotency-Key" = String, Header,)), responses((status = 201, body = DossierState)))]
pub(super) async fn create_dossier(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    once: Once,
    Input(input): Input<DossierIn>,
) -> Result<Response, Failure> {
    let key = once.required()?;
    let (work, code, today) = (deps.clone(), input.unit.clone(), cx.now.date());
    let receiving: Option<AgencyId> = input.receiving.parse::<Id>().ok().map(AgencyId::from);
    let (communes, known) = deps
        .db
        .read(move |tx| {
            let known = work.directory.agencies(tx, receiving.as_slice())?;
            Ok::<_, Refused>((work.directory.communes(tx, today)?, known))
        })
        .await?;
    // Which agencies there are is no secret: one that is none is told by its key, one not hers by the right.
    let receiving = word(known.first().map(|agency| agency.id), "receiving")?;
    let unit = communes.into_iter().find(|unit| unit.code == code).map(|unit| unit.id);
    let unit = word(unit, "unit")?;
    let cmd = walk_in(input, key, receiving, unit)?;
    let received = ops::receive_walk_in(&deps, &cx, cmd).await.map_err(told)?;
    let location = format!("/api/v1/dossiers/{}", received.id);
    let state = state_of(&deps, received.id).await?;
    Ok(([(header::LOCATION, location)], stated(StatusCode::CREATED, state)).into_response())
}

fn walk_in(
    input: DossierIn,
    key: String,
    receiving: AgencyId,
    unit: contracts::UnitId,
) -> Result<WalkIn, Failure> {
    let channel = [Channel::InPerson, Channel::Post].into_iter().find(|known| known.word() == input.channel);
    let submitter = match input.submitter {
        None => Submitter { person: None, standing: StandingKind::Itself, proof: String::new() },
        Some(given) => Submitter {
            person: Some(given.person.into()),
            standing: word(StandingKind::from_word(&given.standing), "standing")?,
            proof: given.proof,
        },
    };
    let return_channel = match &input.return_channel {
        None => ReturnChannel::Counter,
        Some(given) => word(ReturnChannel::from_word(given), "return_channel")?,
    };
    let late = match input.late {
        None => None,
        Some(late) => Some((moment(&late.received_at, "true_received_at")?, late.reason)),
    };
    Ok(WalkIn {
        idempotency_key: key,
        receiving,
        procedure_code: input.procedure,
        case_code: input.case,
        channel: word(channel, "channel")?,
        unit,
        owner: input.owner.into(),
        submitter,
        answers: serde_json::Value::Object(input.answers),
        papers: input.papers,
        quantity: input.quantity.unwrap_or(1),
        counts: input.counts,
        not_due: input.not_due,
        settled: input.settled,
        return_channel,
        note: input.note,
        late,
    })
}

/// One dossier whole; the look at the person is recorded.
#[utoipa::path(get, path = "/api/v1/dossiers/{id}", operation_id = "api_get_dossier", params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = DossierOut)))]
pub(super) async fn get_dossier(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
) -> Result<Response, Failure> {
    let view = ops::view_dossier(&deps, &cx, id(&dossier)?, None).await?;
    Ok(([(header::ETAG, etag(view.dossier.version))], Json(DossierOut::from(&view))).into_response())
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FileQuery {
    /// Code of the paper.
    component: String,
    name: String,
}

/// Puts a file on a paper: the body is the file itself, at most 20 MB; what it is is told by its bytes.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/files", operation_id = "api_create_file",
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header,), FileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = FileOut)))]
pub(super) async fn create_file(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
    Query(query): Query<FileQuery>,
    IfMatch(version): IfMatch,
    once: Once,
    body: Body,
) -> Result<Response, Failure> {
    let most = usize::try_from(deps.settings.file_bytes_max).unwrap_or(usize::MAX);
    let bytes = axum::body::to_bytes(body, most).await.map_err(|_| Failure::from(Refused::FileTooLarge))?;
    let named = text::clean_line(&query.name);
    let name = named.map_err(|_| Failure::from(Refused::Field { field: "name", problem: "malformed" }))?;
    let dossier: DossierId = id(&dossier)?;
    let cmd = AttachScan { dossier, version, component: query.component, name, bytes };
    let file = once
        .run(&deps, &cx, "create_file", async {
            Ok(FileOut::from(&ops::attach_scan(&deps, &cx, cmd).await?))
        })
        .await?;
    let state = state_of(&deps, dossier).await?;
    Ok((StatusCode::CREATED, [(header::ETAG, etag(state.version))], Json(file)).into_response())
}

/// The bytes of a file; the look is recorded.
#[utoipa::path(get, path = "/api/v1/dossiers/{id}/files/{file}", operation_id = "api_get_file",
    params(("id" = String, Path, format = "uuid"), ("file" = String, Path, format = "uuid")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn get_file(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path((dossier, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let file: FileId = id(&file)?;
    let (file, bytes) = ops::officer_file(&deps, &cx, id(&dossier)?, file).await?;
    let size = u64::try_from(file.size).unwrap_or(0);
    Ok(FileAnswer::stream(&file.name, &file.kind, size, bytes).into_response())
}

/// The signed result as PDF.
#[utoipa::path(get, path = "/api/v1/dossiers/{id}/result.pdf", operation_id = "api_get_result_pdf",
    params(("id" = String, Path, format = "uuid")), responses((status = 200, body = Vec<u8>, content_type = "application/pdf")))]
pub(super) async fn get_result_pdf(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(dossier): Path<String>,
) -> Result<Response, Failure> {
    let (code, pdf) = ops::print_result(&deps, &cx, id(&dossier)?, Which::Signed).await?;
    Ok(FileAnswer::bytes(&format!("{code}.pdf"), "application/pdf", pdf.bytes).into_response())
}

/// Looks a dossier up by code and four characters; the same answer for an unknown code and wrong characters.
#[utoipa::path(post, path = "/api/v1/look-ups", operation_id = "api_look_up", request_body = LookUpIn,
    responses((status = 200, body = LookUpOut)))]
pub(super) async fn look_up(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Input(input): Input<LookUpIn>,
) -> Result<Json<LookUpOut>, Failure> {
    // The machine's account stands for the visitor's address: its tries are counted together.
    let address = cx.actor.account().map(|account| account.to_string()).unwrap_or_default().into_bytes();
    let found = ops::look_up(&deps, &cx, LookUp { code: input.code, digits: input.digits, address }).await?;
    Ok(Json(LookUpOut::from(&found)))
}
