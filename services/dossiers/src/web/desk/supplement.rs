//! `/ho-so/{id}/bo-sung` and `/ho-so/{id}/tu-choi`: what the desk writes to the person, shown before it leaves.
use super::acts::version;
use super::{dossier, words};
use crate::model::ReasonCode;
use crate::ops::{self, DossierView, ProposeRefusal, RequestSupplement};
use crate::{Deps, Refused, rules};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Timestamp, date_vi};
use contracts::DossierId;
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use web::{Choice, Errors, Failure, Fields, Form, Frame, Lang, Shell, page_status, see_other};

#[derive(Template)]
#[template(path = "desk/supplement.html")]
struct SupplementPage {
    frame: Frame,
    errors: Errors,
    id: DossierId,
    version: i64,
    code: String,
    procedure: String,
    owner: String,
    /// How many rounds the procedure's data still allow, this one included; 0: none.
    rounds: i64,
    reasons: Vec<Choice>,
    components: Vec<Choice>,
    words: String,
    /// The day until when the person may answer.
    until: String,
    preview: Vec<String>,
    reason: String,
}

fn reasons(lang: &Lang, chosen: &str, mendable: bool) -> Vec<Choice> {
    let all = ReasonCode::ALL.iter().filter(|reason| !mendable || reason.mendable());
    all.map(|reason| {
        let label = lang.t(&words::key_of("dossiers-reason-", reason.word())).into_owned();
        Choice::new(reason.word(), label).chosen(reason.word() == chosen)
    })
    .collect()
}

/// What an officer's finding has already written.
fn from_finding(view: &DossierView) -> Fields {
    let mut fields = Fields::default();
    if let Some(finding) = &view.finding {
        fields.push("words", finding.words.clone());
        for code in &finding.components {
            fields.push("components", code.clone());
        }
    }
    fields
}

fn answer_by(deps: &Deps, view: &DossierView, now: Timestamp) -> Timestamp {
    let received = view.dossier.received_at.unwrap_or(now);
    let policy = deps.time.policies().at(received.date()).policy;
    rules::answer_by(&deps.time.calendar(), &policy, now)
}

fn render_supplement(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    view: &DossierView,
    fields: &Fields,
    status: StatusCode,
    errors: Errors,
) -> Response {
    let lang = shell.lang();
    let ticked = fields.all("components");
    let chosen: Vec<&crate::model::Component> =
        view.components.iter().filter(|one| ticked.contains(&one.code)).collect();
    let reason = ReasonCode::from_word(fields.text("reason"));
    let preview = if chosen.is_empty() || fields.text("words").trim().is_empty() {
        Vec::new()
    } else {
        chosen.iter().map(|one| one.name.clone()).collect()
    };
    let rounds = i64::try_from(view.procedure.supplements.len().max(1)).unwrap_or(1);
    let done = i64::try_from(view.supplements.len()).unwrap_or(0);
    let code = view.dossier.code.clone().unwrap_or_default();
    let frame = shell
        .frame("dossiers-desk-supplement-title")
        .at_work()
        .crumb("dossiers-desk-title", "/quay")
        .crumb_text(code.clone(), format!("/ho-so/{}", view.dossier.id))
        .with_errors(&errors);
    page_status(
        status,
        SupplementPage {
            id: view.dossier.id,
            version: view.dossier.version,
            code,
            procedure: view.dossier.procedure_name.clone(),
            owner: view.dossier.owner_name.clone(),
            rounds: rounds.saturating_sub(done).max(0),
            reasons: reasons(&lang, fields.text("reason"), true),
            components: view
                .components
                .iter()
                .map(|one| Choice::new(one.code.clone(), one.name.clone()).chosen(ticked.contains(&one.code)))
                .collect(),
            words: fields.text("words").to_owned(),
            until: date_vi(answer_by(deps, view, cx.now).date()),
            preview,
            reason: reason
                .map(|reason| lang.t(&words::key_of("dossiers-reason-", reason.word())).into_owned())
                .unwrap_or_default(),
            frame,
            errors,
        },
    )
}

/// GET `/ho-so/{id}/bo-sung`.
pub async fn show_supplement(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    let view = ops::view_dossier(&deps, &cx, id, None).await?;
    // A proposal of refusal is before the director: nothing else is written to the person until she decides.
    if view.refusals.iter().any(|one| one.decided_at.is_none()) {
        let wrong = words::trouble(&shell.lang(), Refused::ProposalOpen, |_| "words".to_owned())?;
        return dossier::show_again(&deps, &shell, &cx, id, Fields::default(), wrong).await;
    }
    let fields = from_finding(&view);
    Ok(render_supplement(&deps, &shell, &cx, &view, &fields, StatusCode::OK, Errors::new()))
}

/// POST `/ho-so/{id}/bo-sung`: the preview, or the request itself.
pub async fn send_supplement(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let done = if fields.text("act") == "preview" {
        Ok(None)
    } else {
        match ReasonCode::from_word(fields.text("reason")) {
            None => Err(Refused::Field { field: "reason", problem: "missing" }),
            Some(reason) => {
                let command = RequestSupplement {
                    dossier: id,
                    version: version(&fields),
                    reason,
                    words: fields.text("words").to_owned(),
                    components: fields.all("components").to_vec(),
                };
                ops::request_supplement(&deps, &cx, command).await.map(Some)
            }
        }
    };
    let (status, errors) = match done {
        Ok(Some(_)) => return Ok(see_other(format!("/ho-so/{id}"))),
        Ok(None) => (StatusCode::OK, Errors::new()),
        Err(refused) => {
            let trouble = words::trouble(&lang, refused, |field| match field {
                known @ ("reason" | "components") => known.to_owned(),
                _ => "words".to_owned(),
            })?;
            (trouble.status, trouble.errors)
        }
    };
    let view = ops::view_dossier(&deps, &cx, id, None).await?;
    Ok(render_supplement(&deps, &shell, &cx, &view, &fields, status, errors))
}

#[derive(Template)]
#[template(path = "desk/refuse.html")]
struct RefusePage {
    frame: Frame,
    errors: Errors,
    id: DossierId,
    version: i64,
    code: String,
    procedure: String,
    owner: String,
    reasons: Vec<Choice>,
    words: String,
}

fn render_refuse(
    shell: &Shell,
    view: &DossierView,
    fields: &Fields,
    status: StatusCode,
    errors: Errors,
) -> Response {
    let code = view.dossier.code.clone().unwrap_or_default();
    let frame = shell
        .frame("dossiers-desk-refuse-title")
        .at_work()
        .crumb("dossiers-desk-title", "/quay")
        .crumb_text(code.clone(), format!("/ho-so/{}", view.dossier.id))
        .with_errors(&errors);
    page_status(
        status,
        RefusePage {
            id: view.dossier.id,
            version: view.dossier.version,
            code,
            procedure: view.dossier.procedure_name.clone(),
            owner: view.dossier.owner_name.clone(),
            reasons: reasons(&shell.lang(), fields.text("reason"), false),
            words: fields.text("words").to_owned(),
            frame,
            errors,
        },
    )
}

/// GET `/ho-so/{id}/tu-choi`.
pub async fn show_refuse(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    let view = ops::view_dossier(&deps, &cx, id, None).await?;
    Ok(render_refuse(&shell, &view, &Fields::default(), StatusCode::OK, Errors::new()))
}

/// POST `/ho-so/{id}/tu-choi`: the proposal goes to the director.
pub async fn propose_refusal(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let done = match ReasonCode::from_word(fields.text("reason")) {
        None => Err(Refused::Field { field: "reason", problem: "missing" }),
        Some(reason) => {
            let words = fields.text("words").to_owned();
            let command = ProposeRefusal { dossier: id, version: version(&fields), reason, words };
            ops::propose_refusal(&deps, &cx, command).await
        }
    };
    match done {
        Ok(()) => Ok(see_other(format!("/ho-so/{id}"))),
        Err(refused) => {
            let trouble = words::trouble(&shell.lang(), refused, |field| {
                if field == "reason" { "reason".to_owned() } else { "words".to_owned() }
            })?;
            let view = ops::view_dossier(&deps, &cx, id, None).await?;
            Ok(render_refuse(&shell, &view, &fields, trouble.status, trouble.errors))
        }
    }
}
