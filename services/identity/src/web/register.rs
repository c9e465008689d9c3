//! `/dang-ky`: a citizen's own account.
use super::{at_field, same_twice};
use crate::ops::Registration;
use crate::rules::{ABSOLUTE_SECONDS, PASSWORD_CHARS_MIN};
use crate::{Identity, IdentityError};
use ::web::{ClientAddress, Errors, Failure, Form, Frame, Shell, page_status, safe_next, see_other};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
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
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    frame: Frame,
    errors: Errors,
    password_hint: String,
    body: Body,
}

fn answer(shell: &Shell, status: StatusCode, body: Body, errors: Errors) -> Response {
    let frame = shell.frame("identity-register-title").public().back_to("/dang-nhap").with_errors(&errors);
    let password_hint = frame.with("identity-password-hint", &[("min", PASSWORD_CHARS_MIN)]);
    page_status(status, RegisterPage { frame, errors, password_hint, body })
}

pub(super) async fn show(shell: Shell, Form(body): Form<Body>) -> Response {
    let next = safe_next(&body.next).unwrap_or_default().to_owned();
    answer(&shell, StatusCode::OK, Body { next, ..Body::default() }, Errors::new())
}

pub(super) async fn register(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    ClientAddress(address): ClientAddress,
    Form(body): Form<Body>,
) -> Result<Response, Failure> {
    let outcome = match same_twice(body.password.clone(), &body.again) {
        Err(error) => Err(error),
        Ok(password) => {
            let given = Registration {
                name: body.name.clone(),
                login: body.login.clone(),
                password,
                address,
                old_token: shell.session_token().map(str::to_owned),
            };
            identity.register_citizen(&cx, given).await
        }
    };
    match outcome {
        Ok(who) => {
            let cookie = shell.sign_in_cookie(who.token.reveal(), ABSOLUTE_SECONDS);
            let target = safe_next(&body.next).unwrap_or_else(|| identity.landing(&who)).to_owned();
            Ok(([(header::SET_COOKIE, cookie)], see_other(target)).into_response())
        }
        Err(error @ IdentityError::TooManyTries { .. }) => Err(error.into()),
        Err(error) => {
            let errors = at_field(&shell, error)?;
            Ok(answer(&shell, StatusCode::UNPROCESSABLE_ENTITY, body, errors))
        }
    }
}
