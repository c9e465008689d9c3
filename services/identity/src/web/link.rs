//! `/lien-ket/{token}`: choose a password by a link that works once.
use super::{at_field, same_twice};
use crate::model::Purpose;
use crate::ops::{LinkView, NewPerson};
use crate::rules::PASSWORD_CHARS_MIN;
use crate::{Identity, IdentityError};
use ::web::{Errors, Failure, Form, Frame, Shell, page_status, see_other};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use policy::web::Cx;
use serde::Deserialize;

#[derive(Deserialize, Default)]
pub(super) struct Body {
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage {
    frame: Frame,
    errors: Errors,
    password_hint: String,
    token: String,
    /// The account's login; empty for the first administrator, who names herself.
    known_login: String,
    lead: String,
    body: Body,
}

fn answer(
    shell: &Shell,
    status: StatusCode,
    link: &LinkView,
    token: String,
    body: Body,
    errors: Errors,
) -> Response {
    let (title, lead) = match link.purpose {
        Purpose::AdminInit => ("identity-link-admin-title", "identity-link-admin-lead"),
        Purpose::Reset => ("identity-link-reset-title", "identity-link-reset-lead"),
        Purpose::Invite => ("identity-link-invite-title", "identity-link-invite-lead"),
    };
    let frame = shell.frame(title).public().with_errors(&errors);
    let password_hint = frame.with("identity-password-hint", &[("min", PASSWORD_CHARS_MIN)]);
    let name = link.account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
    let lead = frame.with(lead, &[("name", name)]);
    let known_login = link.account.as_ref().map(|account| account.login.clone()).unwrap_or_default();
    let page = LinkPage { frame, errors, password_hint, token, known_login, lead, body };
    let mut response = page_status(status, page);
    // The address opens an account: neither kept by the browser nor told to other pages.
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

pub(super) async fn show(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let link = identity.view_link(&cx, &token).await?;
    Ok(answer(&shell, StatusCode::OK, &link, token, Body::default(), Errors::new()))
}

pub(super) async fn consume(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    Path(token): Path<String>,
    Form(body): Form<Body>,
) -> Result<Response, Failure> {
    let link = identity.view_link(&cx, &token).await?;
    let outcome = match same_twice(body.password.clone(), &body.again) {
        Err(error) => Err(error),
        Ok(password) => {
            let person = link
                .account
                .is_none()
                .then(|| NewPerson { name: body.name.clone(), login: body.login.clone() });
            identity.consume_link(&cx, &token, person, password).await
        }
    };
    match outcome {
        Ok(_) => {
            let cookie = [(header::SET_COOKIE, shell.sign_out_cookie())];
            Ok((cookie, see_other("/dang-nhap?tin=mat-khau")).into_response())
        }
        Err(error @ IdentityError::LinkInvalid) => Err(error.into()),
        Err(error) => {
            let errors = at_field(&shell, error)?;
            Ok(answer(&shell, StatusCode::UNPROCESSABLE_ENTITY, &link, token, body, errors))
        }
    }
}
