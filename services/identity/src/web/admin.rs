//! `/quan-tri/tai-khoan`: the accounts within an administrator's scope.
use super::at_field;
use crate::model::{Account, AccountKind, AccountState};
use crate::ops::{Cursor, NewAccount, create_account};
use crate::{Identity, IdentityError, MANAGE};
use ::web::{Choice, Errors, Failure, Form, Frame, Pager, Shell, page, page_status, see_other};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::moment_vi;
use contracts::AccountId;
use http::StatusCode;
use policy::web::Cx;
use serde::Deserialize;

struct Line {
    id: String,
    name: String,
    login: String,
    kind: String,
    state: String,
    /// Class of the tag.
    tag: &'static str,
}

fn line(frame: &Frame, account: Account) -> Line {
    let (state, tag) = state(frame, &account);
    Line {
        id: account.id.to_string(),
        kind: frame.t(&format!("identity-kind-{}", account.kind.word())).into_owned(),
        name: account.name,
        login: account.login,
        state,
        tag,
    }
}

fn state(frame: &Frame, account: &Account) -> (String, &'static str) {
    let waiting = account.state == AccountState::Active
        && account.kind != AccountKind::Machine
        && !account.has_password;
    if waiting {
        return (frame.t("identity-state-invited").into_owned(), "info");
    }
    let tag = match account.state {
        AccountState::Active => "ok",
        AccountState::Locked => "warn",
        AccountState::Closed => "",
    };
    (frame.t(&format!("identity-state-{}", account.state.word())).into_owned(), tag)
}

#[derive(Deserialize, Default)]
pub(super) struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sau: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    frame: Frame,
    q: String,
    rows: Vec<Line>,
    pager: Pager,
}

pub(super) async fn list(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    Form(query): Form<ListQuery>,
) -> Result<Response, Failure> {
    // A cursor is good for the scope it was made in, and for no other.
    let scope = cx.scope(MANAGE)?;
    let cursor = shell.cursor(format!("list_accounts {scope:?}"));
    let after: Option<Cursor> = cursor.open_opt(query.sau.as_deref())?;
    let first = after.is_some().then(|| "/quan-tri/tai-khoan".to_owned());
    let (accounts, next) = identity.list_accounts(&cx, &query.q, after).await?;
    let frame = shell.frame("identity-accounts-title");
    let pager = Pager {
        first,
        next: next.map(|position| format!("/quan-tri/tai-khoan?sau={}", cursor.seal(&position))),
        summary: frame.with("identity-accounts-count", &[("n", accounts.len())]),
    };
    let rows = accounts.into_iter().map(|account| line(&frame, account)).collect();
    Ok(page(AccountsPage { frame, q: query.q, rows, pager }))
}

#[derive(Deserialize, Default)]
pub(super) struct NewBody {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    agency: String,
}

#[derive(Template)]
#[template(path = "account_new.html")]
struct NewPage {
    frame: Frame,
    errors: Errors,
    kinds: Vec<Choice>,
    body: NewBody,
}

fn new_page(shell: &Shell, status: StatusCode, body: NewBody, errors: Errors) -> Response {
    let frame = shell
        .frame("identity-new-title")
        .crumb("identity-accounts-title", "/quan-tri/tai-khoan")
        .with_errors(&errors);
    let machine = body.kind == AccountKind::Machine.word();
    let kinds = vec![
        Choice::new(AccountKind::Officer.word(), frame.t("identity-kind-officer")).chosen(!machine),
        Choice::new(AccountKind::Machine.word(), frame.t("identity-kind-machine"))
            .hint(frame.t("identity-kind-machine-hint"))
            .chosen(machine),
    ];
    page_status(status, NewPage { frame, errors, kinds, body })
}

pub(super) async fn show_new(shell: Shell) -> Response {
    new_page(&shell, StatusCode::OK, NewBody::default(), Errors::new())
}

async fn make(
    identity: &Identity,
    cx: &policy::OpContext,
    body: &NewBody,
) -> Result<AccountId, IdentityError> {
    let agency = identity.agency(cx, &body.agency).await?;
    let kind =
        if body.kind == AccountKind::Machine.word() { AccountKind::Machine } else { AccountKind::Officer };
    let new = NewAccount { kind, login: body.login.clone(), name: body.name.clone(), agency };
    let cx = cx.clone();
    identity.inner.db.write(move |tx| create_account(tx, &cx, &new)).await
}

pub(super) async fn create(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    Form(body): Form<NewBody>,
) -> Result<Response, Failure> {
    match make(&identity, &cx, &body).await {
        Ok(id) => Ok(see_other(format!("/quan-tri/tai-khoan/{id}"))),
        Err(error) => {
            let errors = at_field(&shell, error)?;
            Ok(new_page(&shell, StatusCode::UNPROCESSABLE_ENTITY, body, errors))
        }
    }
}

struct HoldingLine {
    id: String,
    title: String,
    agency: String,
    /// A position lent by delegation ends where it was lent.
    own: bool,
}

struct TokenLine {
    id: String,
    name: String,
    roles: String,
    created: String,
    expires: String,
    used: String,
    state: String,
    valid: bool,
}

#[derive(Template)]
#[template(path = "account_manage.html")]
struct ManagePage {
    frame: Frame,
    errors: Errors,
    id: String,
    account: Line,
    oneself: bool,
    machine: bool,
    open: bool,
    active: bool,
    created: String,
    sessions: usize,
    holdings: Vec<HoldingLine>,
    tokens: Vec<TokenLine>,
    roles: Vec<Choice>,
    /// The agency looked up for a new position.
    agency: String,
    agency_name: String,
    choices: Vec<Choice>,
    may_appoint: bool,
}

#[derive(Deserialize, Default)]
pub(super) struct ManageQuery {
    /// Code of an agency whose positions are offered.
    #[serde(default)]
    agency: String,
}

pub(super) async fn show(
    State(identity): State<Identity>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<AccountId>,
    Form(query): Form<ManageQuery>,
) -> Result<Response, Failure> {
    managed_page(&identity, &shell, &cx, id, query.agency, StatusCode::OK, Errors::new()).await
}

/// The page of one account; also what comes back when one of its forms is refused.
pub(super) async fn managed_page(
    identity: &Identity,
    shell: &Shell,
    cx: &policy::OpContext,
    id: AccountId,
    agency: String,
    mut status: StatusCode,
    mut errors: Errors,
) -> Result<Response, Failure> {
    let view = identity.view_account(cx, id).await?;
    let mut agency_name = String::new();
    let mut choices = Vec::new();
    if !agency.trim().is_empty() {
        match identity.positions_at(cx, &agency).await {
            Ok((found, positions)) => {
                agency_name = found.name;
                choices = positions
                    .into_iter()
                    .map(|position| Choice::new(position.id.to_string(), position.title))
                    .collect();
            }
            Err(error) => {
                errors = at_field(shell, error)?;
                status = StatusCode::UNPROCESSABLE_ENTITY;
            }
        }
    }
    let frame = shell
        .frame_titled(view.account.name.clone())
        .crumb("identity-accounts-title", "/quan-tri/tai-khoan")
        .with_errors(&errors);
    let mut roles: Vec<Choice> = Vec::new();
    let mut holdings: Vec<HoldingLine> = Vec::new();
    for row in view.holdings {
        if !roles.iter().any(|choice| choice.value == row.role) {
            roles.push(Choice::new(row.role, row.title.clone()));
        }
        let holding = row.holding.to_string();
        let own = !holdings.iter().any(|line| line.id == holding);
        holdings.push(HoldingLine { id: holding, title: row.title, agency: row.agency_name, own });
    }
    let tokens = view.tokens.into_iter().map(|row| token_line(&frame, cx.now, row)).collect();
    let account = view.account;
    Ok(page_status(
        status,
        ManagePage {
            errors,
            id: account.id.to_string(),
            oneself: cx.actor.account() == Some(account.id),
            machine: account.kind == AccountKind::Machine,
            open: account.state != AccountState::Closed,
            active: account.state == AccountState::Active,
            created: moment_vi(account.created_at),
            sessions: view.sessions.len(),
            may_appoint: account.kind != AccountKind::Citizen
                && cx.standing.holds(org::ops::MANAGE_POSITIONS),
            account: line(&frame, account),
            frame,
            holdings,
            tokens,
            roles,
            agency,
            agency_name,
            choices,
        },
    ))
}

fn token_line(frame: &Frame, now: base::Timestamp, row: crate::model::MachineTokenRow) -> TokenLine {
    let valid = row.valid(now);
    let state = if valid {
        "identity-token-valid"
    } else if row.revoked_at.is_some() {
        "identity-token-revoked"
    } else {
        "identity-token-over"
    };
    TokenLine {
        id: row.id.to_string(),
        name: row.name,
        roles: row.roles.join(", "),
        created: moment_vi(row.created_at),
        expires: moment_vi(row.expires_at),
        used: row.last_used_at.map(moment_vi).unwrap_or_default(),
        state: frame.t(state).into_owned(),
        valid,
    }
}
