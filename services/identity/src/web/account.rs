//! `/tai-khoan`: who I am here, in which positions, signed in where; and my password.
use super::{at_field, same_twice};
use crate::model::AccountKind;
use crate::ops::PasswordChange;
use crate::rules::{ABSOLUTE_SECONDS, PASSWORD_CHARS_MIN};
use crate::{Identity, IdentityError};
use ::web::{Errors, Failure, Form, Frame, Principal, Shell, page_status, see_other};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::moment_vi;
use contracts::{PositionId, SessionId};
use http::{StatusCode, header};
use policy::web::Cx;
use serde::Deserialize;

struct PositionRow {
    id: String,
    title: String,
    agency: String,
    chosen: bool,
}

struct SessionLine {
    since: String,
    seen: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    name: String,
    login: String,
    kind: String,
    officer: bool,
    unverified: bool,
    must_change: bool,
    news: String,
    positions: Vec<PositionRow>,
    all_chosen: bool,
    sessions: Vec<SessionLine>,
}

#[derive(Deserialize, Default)]
pub(super) struct Query {
    #[serde(default)]
    tin: String,
}

pub(super) async fn show(
    State(identity): State<Identity>,
    shell: Shell,
    who: Principal,
    Cx(cx): Cx,
    Form(query): Form<Query>,
) -> Result<Response, Failure> {
    let (account, held, running) = identity.own_account(&cx).await?;
    let here = running.iter().find(|session| session.id.id() == who.session);
    let chosen = here.and_then(|session| session.position);
    let frame = shell.frame("identity-account-title");
    let news = match query.tin.as_str() {
        "mat-khau" => frame.t("identity-news-changed").into_owned(),
        "phien" => frame.t("identity-news-sessions").into_owned(),
        "vi-tri" => frame.t("identity-news-position").into_owned(),
        _ => String::new(),
    };
    let positions = held
        .into_iter()
        .map(|row| PositionRow {
            chosen: chosen == Some(row.position),
            id: row.position.to_string(),
            title: row.title,
            agency: row.agency_name,
        })
        .collect();
    let sessions = running
        .iter()
        .map(|session| SessionLine {
            since: moment_vi(session.created_at),
            seen: moment_vi(session.last_seen_at),
            here: session.id.id() == who.session,
        })
        .collect();
    Ok(::web::page(AccountPage {
        kind: frame.t(&format!("identity-kind-{}", account.kind.word())).into_owned(),
        officer: account.kind == AccountKind::Officer,
        unverified: !account.verified,
        must_change: account.must_change,
        name: account.name,
        login: account.login,
        frame,
        news,
        positions,
        all_chosen: chosen.is_none(),
        sessions,
    }))
}

#[derive(Deserialize)]
pub(super) struct PositionBody {
    /// Empty: all positions held.
    #[serde(default)]
    position: Option<PositionId>,
}

pub(super) async fn choose_position(
    State(identity): State<Identity>,
    who: Principal,
    Cx(cx): Cx,
    Form(body): Form<PositionBody>,
) -> Result<Response, Failure> {
    identity.choose_position(&cx, SessionId::from(who.session), body.position).await?;
    Ok(see_other("/tai-khoan?tin=vi-tri"))
}

pub(super) async fn end_others(
    State(identity): State<Identity>,
    who: Principal,
    Cx(cx): Cx,
    Form(_): Form<serde::de::IgnoredAny>,
) -> Result<Response, Failure> {
    identity.sign_out_everywhere(&cx, Some(SessionId::from(who.session))).await?;
    Ok(see_other("/tai-khoan?tin=phien"))
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    frame: Frame,
    errors: Errors,
    password_hint: String,
}

fn password_page(shell: &Shell, status: StatusCode, errors: Errors) -> Response {
    let frame = shell.frame("identity-password-title").back_to("/tai-khoan").with_errors(&errors);
    let password_hint = frame.with("identity-password-hint", &[("min", PASSWORD_CHARS_MIN)]);
    page_status(status, PasswordPage { frame, errors, password_hint })
}

pub(super) async fn show_password(shell: Shell) -> Response {
    password_page(&shell, StatusCode::OK, Errors::new())
}

#[derive(Deserialize)]
pub(super) struct PasswordBody {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

pub(super) async fn change_password(
    State(identity): State<Identity>,
    shell: Shell,
    who: Principal,
    Cx(cx): Cx,
    Form(body): Form<PasswordBody>,
) -> Result<Response, Failure> {
    let outcome = match same_twice(body.password, &body.again) {
        Err(error) => Err(error),
        Ok(new) => {
            let change = PasswordChange { session: SessionId::from(who.session), current: body.current, new };
            identity.change_password(&cx, change).await
        }
    };
    match outcome {
        Ok(token) => {
            let cookie = shell.sign_in_cookie(token.reveal(), ABSOLUTE_SECONDS);
            Ok(([(header::SET_COOKIE, cookie)], see_other("/tai-khoan?tin=mat-khau")).into_response())
        }
        Err(error @ IdentityError::TooManyTries { .. }) => Err(error.into()),
        Err(error) => {
            let errors = at_field(&shell, error)?;
            Ok(password_page(&shell, StatusCode::UNPROCESSABLE_ENTITY, errors))
        }
    }
}
