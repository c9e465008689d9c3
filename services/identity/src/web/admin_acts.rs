//! What an administrator does on the page of one account.
use super::admin::managed_page;
use super::at_field;
use crate::ops::{
    NewMachineToken, close_account, create_machine_token, issue_one_time_link, lock_account,
    require_password_change, revoke_machine_token, unlock_account,
};
use crate::{Identity, IdentityError};
use ::web::{Errors, Failure, Form, Frame, Shell, page, see_other};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Id, RefusalKind, moment_vi};
use contracts::{AccountId, HoldingId, PositionId};
use http::StatusCode;
use policy::web::Cx;
use serde::Deserialize;
use std::sync::Arc;

fn back(id: AccountId) -> Response {
    see_other(format!("/quan-tri/tai-khoan/{id}"))
}

#[derive(Deserialize)]
pub(super) struct ActBody {
    #[serde(default)]
    viec: String,
}

pub(super) async fn act(
    State(identity): State<Identity>,
    Cx(cx): Cx,
    Path(id): Path<AccountId>,
    Form(body): Form<ActBody>,
) -> Result<Response, Failure> {
    match body.viec.as_str() {
        "khoa" => identity.manage(&cx, id, lock_account).await?,
        "mo-khoa" => identity.manage(&cx, id, unlock_account).await?,
        "dong" => identity.manage(&cx, id, close_account).await?,
        "doi-mat-khau" => identity.manage(&cx, id, require_password_change).await?,
        _ => return Err(Failure::new(RefusalKind::Invalid, "web.bad_form")),
    }
    Ok(back(id))
}

/// Something that is shown once.
#[derive(Template)]
#[template(path = "secret.html")]
struct SecretPage {
    frame: Frame,
    lead: String,
    secret: String,
    warning: String,
    back: String,
}

pub(super) async fn issue_link(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<AccountId>,
    Form(_): Form<serde::de::IgnoredAny>,
) -> Result<Response, Failure> {
    let name = identity.view_account(&cx, id).await?.account.name;
    let positions = Arc::clone(&identity.inner.positions);
    let (token, link) = identity
        .inner
        .db
        .write::<_, IdentityError, _>(move |tx| issue_one_time_link(tx, &cx, &*positions, id))
        .await?;
    let frame = shell.frame("identity-secret-link-title").at_work();
    Ok(page(SecretPage {
        lead: frame
            .with("identity-secret-link-lead", &[("name", name), ("until", moment_vi(link.expires_at))]),
        secret: format!("{}/lien-ket/{}", shell.public_url(), token.reveal()),
        warning: frame.t("identity-secret-link-warning").into_owned(),
        back: format!("/quan-tri/tai-khoan/{id}"),
        frame,
    }))
}

#[derive(Deserialize)]
pub(super) struct TokenBody {
    #[serde(default)]
    token_name: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    days: String,
}

pub(super) async fn create_token(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<AccountId>,
    Form(body): Form<TokenBody>,
) -> Result<Response, Failure> {
    let new = NewMachineToken {
        account: id,
        name: body.token_name,
        roles: body.roles,
        // What is no number is no number of days.
        days: body.days.trim().parse().unwrap_or(0),
    };
    let (positions, ours) = (Arc::clone(&identity.inner.positions), cx.clone());
    let made = identity
        .inner
        .db
        .write::<_, IdentityError, _>(move |tx| create_machine_token(tx, &ours, &*positions, &new))
        .await;
    let (token, row) = match made {
        Ok(made) => made,
        Err(error) => {
            let errors = at_field(&shell, error)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return managed_page(&identity, &shell, &cx, id, String::new(), status, errors).await;
        }
    };
    let frame = shell.frame("identity-secret-token-title").at_work();
    let args = [("name", row.name), ("until", moment_vi(row.expires_at))];
    Ok(page(SecretPage {
        lead: frame.with("identity-secret-token-lead", &args),
        secret: token.reveal().to_owned(),
        warning: frame.t("identity-secret-token-warning").into_owned(),
        back: format!("/quan-tri/tai-khoan/{id}"),
        frame,
    }))
}

#[derive(Deserialize)]
pub(super) struct RevokeBody {
    token: Id,
}

pub(super) async fn revoke_token(
    State(identity): State<Identity>,
    Cx(cx): Cx,
    Path(id): Path<AccountId>,
    Form(body): Form<RevokeBody>,
) -> Result<Response, Failure> {
    let token = body.token;
    identity
        .manage(&cx, id, move |tx, cx, positions, _| revoke_machine_token(tx, cx, positions, token))
        .await?;
    Ok(back(id))
}

#[derive(Deserialize)]
pub(super) struct AppointBody {
    #[serde(default)]
    position: Option<PositionId>,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    agency: String,
}

pub(super) async fn appoint(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<AccountId>,
    Form(body): Form<AppointBody>,
) -> Result<Response, Failure> {
    let mut errors = Errors::new();
    if body.position.is_none() {
        errors.add("position", shell.lang().t("identity-position-missing"));
    }
    if body.basis.trim().is_empty() {
        errors.add("basis", shell.lang().t("identity-basis-missing"));
    }
    match body.position.filter(|_| errors.is_empty()) {
        Some(position) => {
            identity.appoint(&cx, id, position, &body.basis).await?;
            Ok(back(id))
        }
        None => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            managed_page(&identity, &shell, &cx, id, body.agency, status, errors).await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct EndBody {
    holding: HoldingId,
}

pub(super) async fn end_appointment(
    State(identity): State<Identity>,
    Cx(cx): Cx,
    Path(id): Path<AccountId>,
    Form(body): Form<EndBody>,
) -> Result<Response, Failure> {
    identity.end_appointment(&cx, body.holding).await?;
    Ok(back(id))
}
