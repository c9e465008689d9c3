//! `/ho-so/{id}/tra`: the result into the person's hand, after seeing who stands there.
use super::acts::version;
use super::dossier_parts::fees;
use super::words;
use crate::Deps;
use crate::Refused;
use crate::model::{FeeState, ResultState};
use crate::ops::{self, DossierView, ReturnResult};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::date_vi;
use contracts::{DossierId, FeeDue};
use http::StatusCode;
use policy::web::Cx;
use web::{Choice, Errors, Failure, Fields, Form, Frame, Shell, page_status, see_other};

#[derive(Template)]
#[template(path = "desk/give.html")]
struct GivePage {
    frame: Frame,
    errors: Errors,
    id: DossierId,
    version: i64,
    code: String,
    procedure: String,
    owner: String,
    submitter: String,
    result: String,
    ready: bool,
    /// Amounts still due before the return.
    owed: Vec<String>,
    originals: Vec<Choice>,
    digits: String,
    collector: String,
    proof: String,
}

fn originals(view: &DossierView, ticked: &[String]) -> Vec<Choice> {
    let Some(case) = view.procedure.case(&view.dossier.case_code) else { return Vec::new() };
    let granted = view.result.as_ref().is_some_and(|paper| paper.granted);
    let asked = ops::to_compare(case, &view.dossier, &view.components, granted);
    asked
        .into_iter()
        .map(|rule| Choice::new(rule.code.clone(), rule.name.clone()).chosen(ticked.contains(&rule.code)))
        .collect()
}

fn render(
    shell: &Shell,
    view: &DossierView,
    fields: &Fields,
    status: StatusCode,
    errors: Errors,
) -> Response {
    let lang = shell.lang();
    let code = view.dossier.code.clone().unwrap_or_default();
    let frame = shell
        .frame("dossiers-desk-give-title")
        .at_work()
        .crumb("dossiers-desk-title", "/quay")
        .crumb_text(code.clone(), format!("/ho-so/{}", view.dossier.id))
        .with_errors(&errors);
    let signed = view.result.as_ref().filter(|paper| paper.state == ResultState::Signed);
    let result = signed.map_or_else(
        || lang.t("refusal-dossiers-no-result").into_owned(),
        |paper| match (paper.number, paper.signed_at) {
            (Some(number), Some(at)) => {
                let args = [
                    ("title", paper.title.clone()),
                    ("number", number.to_string()),
                    ("day", date_vi(at.date())),
                ];
                lang.with("dossiers-desk-result-numbered", &args)
            }
            _ => paper.title.clone(),
        },
    );
    let due = view.fees.iter().any(|fee| fee.state == FeeState::Due && fee.due == FeeDue::BeforeReturn);
    let owed = if due {
        fees(&lang, view)
            .into_iter()
            .filter(|fee| fee.due)
            .map(|fee| format!("{}: {}", fee.name, fee.amount))
            .collect()
    } else {
        Vec::new()
    };
    page_status(
        status,
        GivePage {
            id: view.dossier.id,
            version: view.dossier.version,
            code,
            procedure: view.dossier.procedure_name.clone(),
            owner: view.owner.name.clone(),
            submitter: if view.owner.id == view.submitter.id {
                String::new()
            } else {
                view.submitter.name.clone()
            },
            ready: signed.is_some(),
            result,
            owed,
            originals: originals(view, fields.all("compared")),
            digits: fields.text("shown_digits").to_owned(),
            collector: fields.text("collected_by").to_owned(),
            proof: fields.text("collector_proof").to_owned(),
            frame,
            errors,
        },
    )
}

/// GET `/ho-so/{id}/tra`.
pub async fn show_give(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    let view = ops::view_dossier(&deps, &cx, id, None).await?;
    Ok(render(&shell, &view, &Fields::default(), StatusCode::OK, Errors::new()))
}

/// Name and proof of whoever is neither owner nor submitter; that a name needs its proof, the operation knows.
fn collector(fields: &Fields) -> Result<(String, String), Refused> {
    let name = fields.text("collected_by").trim().to_owned();
    let proof = fields.text("collector_proof").trim().to_owned();
    if name.is_empty() && !proof.is_empty() {
        return Err(Refused::Field { field: "collected_by", problem: "missing" });
    }
    Ok((name, proof))
}

/// POST `/ho-so/{id}/tra`.
pub async fn give(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let done = match collector(&fields) {
        Err(refused) => Err(refused),
        Ok((collected_by, proof)) => {
            let command = ReturnResult {
                dossier: id,
                version: version(&fields),
                shown_digits: fields.text("shown_digits").to_owned(),
                collected_by,
                compared: fields.all("compared").to_vec(),
            };
            ops::return_result_to(&deps, &cx, command, proof).await
        }
    };
    match done {
        Ok(()) => Ok(see_other(format!("/ho-so/{id}"))),
        Err(refused) => {
            let trouble = words::trouble(&shell.lang(), refused, |field| match field {
                known @ ("collected_by" | "collector_proof") => known.to_owned(),
                "dossiers.component_missing" => "compared".to_owned(),
                _ => "shown_digits".to_owned(),
            })?;
            let view = ops::view_dossier(&deps, &cx, id, None).await?;
            Ok(render(&shell, &view, &fields, trouble.status, trouble.errors))
        }
    }
}
