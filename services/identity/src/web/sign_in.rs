//! `/dang-nhap` and `/dang-xuat`.
use super::sentence;
use crate::ops::SignIn;
use crate::rules::ABSOLUTE_SECONDS;
use crate::sample::SampleAccounts;
use crate::{Identity, IdentityError};
use ::web::{ClientAddress, Errors, Failure, Form, Frame, Shell, page_status, safe_next, see_other};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use policy::web::Cx;
use serde::Deserialize;

#[derive(Deserialize, Default)]
pub(super) struct Query {
    #[serde(default)]
    next: String,
    /// A word about what just happened: `mat-khau` after a link was used, `da-ra` after signing out.
    #[serde(default)]
    tin: String,
}

#[derive(Deserialize, Default)]
pub(super) struct Body {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
    /// Login of a sample account whose button was pressed.
    #[serde(default)]
    mau: Option<String>,
}

struct SampleRow {
    login: String,
    name: String,
    role: String,
    duty: String,
    token: Option<String>,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    errors: Errors,
    news: String,
    login: String,
    next: String,
    samples: Vec<SampleRow>,
    sample_password: String,
}

fn rows(samples: &SampleAccounts) -> Vec<SampleRow> {
    let row = |account: &crate::sample::SampleAccount| SampleRow {
        login: account.login.clone(),
        name: account.name.clone(),
        role: account.role.clone(),
        duty: account.duty.clone(),
        token: account.token.clone(),
    };
    samples.by_role().into_iter().map(row).collect()
}

fn view(identity: &Identity, shell: &Shell, body: Body, errors: Errors, news: String) -> SignInPage {
    let samples = identity.inner.samples.as_ref();
    SignInPage {
        frame: shell.frame("identity-sign-in-title").public().with_errors(&errors),
        errors,
        news,
        login: body.login,
        next: safe_next(&body.next).unwrap_or_default().to_owned(),
        samples: samples.map(rows).unwrap_or_default(),
        sample_password: samples.map(|samples| samples.password.clone()).unwrap_or_default(),
    }
}

pub(super) async fn show(
    State(identity): State<Identity>,
    shell: Shell,
    Form(query): Form<Query>,
) -> Response {
    let news = match query.tin.as_str() {
        "mat-khau" => shell.lang().t("identity-news-password").into_owned(),
        "da-ra" => shell.lang().t("identity-news-out").into_owned(),
        _ => String::new(),
    };
    let body = Body { next: query.next, ..Body::default() };
    page_status(StatusCode::OK, view(&identity, &shell, body, Errors::new(), news))
}

/// Fills name and password in for the sample account whose button was pressed; then it goes the way of all.
fn with_sample(identity: &Identity, mut body: Body) -> Body {
    let wanted = body.mau.take();
    if let (Some(wanted), Some(samples)) = (wanted, identity.inner.samples.as_ref())
        && samples.accounts.iter().any(|account| account.login == wanted)
    {
        body.password.clone_from(&samples.password);
        body.login = wanted;
    }
    body
}

pub(super) async fn sign_in(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    ClientAddress(address): ClientAddress,
    Form(body): Form<Body>,
) -> Result<Response, Failure> {
    let body = with_sample(&identity, body);
    let given = SignIn {
        login: body.login.clone(),
        password: body.password.clone(),
        address,
        old_token: shell.session_token().map(str::to_owned),
    };
    match identity.sign_in(&cx, given).await {
        Ok(who) => {
            let cookie = shell.sign_in_cookie(who.token.reveal(), ABSOLUTE_SECONDS);
            // Whoever must change the password first is not sent past that page.
            let next = safe_next(&body.next).filter(|_| !who.account.must_change);
            let target = next.unwrap_or_else(|| identity.landing(&who)).to_owned();
            Ok(([(header::SET_COOKIE, cookie)], see_other(target)).into_response())
        }
        Err(error) => again(&identity, &shell, body, error),
    }
}

fn again(identity: &Identity, shell: &Shell, body: Body, error: IdentityError) -> Result<Response, Failure> {
    let status = match error {
        IdentityError::WrongPassword | IdentityError::Locked => StatusCode::UNPROCESSABLE_ENTITY,
        IdentityError::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
        other => return Err(other.into()),
    };
    let mut errors = Errors::new();
    errors.add("login", sentence(shell, &error));
    let mut response = page_status(status, view(identity, shell, body, errors, String::new()));
    if let IdentityError::TooManyTries { seconds } = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

pub(super) async fn sign_out(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    Form(_): Form<serde::de::IgnoredAny>,
) -> Result<Response, Failure> {
    if let Some(token) = shell.session_token() {
        identity.sign_out(&cx, token).await?;
    }
    let cookie = [(header::SET_COOKIE, shell.sign_out_cookie())];
    Ok((cookie, see_other("/dang-nhap?tin=da-ra")).into_response())
}
