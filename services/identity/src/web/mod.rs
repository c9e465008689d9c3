//! The doors: pages under Vietnamese addresses, and `GET /api/v1/me`.
mod account;
mod admin;
mod admin_acts;
mod api;
mod link;
mod register;
mod sign_in;

use crate::{AUDIT_EVENTS, Identity, IdentityError, MANAGE, MIGRATIONS, PERMISSIONS};
use ::web::{Access, Audience, Errors, MenuItem, Module, Routes, Shell};
use base::Refusal;

/// What this crate gives the program.
#[must_use]
pub fn module(identity: &Identity) -> Module {
    let manage = Access::Permission(MANAGE);
    let routes = Routes::with(identity.clone())
        .get("/dang-nhap", "show_sign_in", Access::Public, sign_in::show)
        .post("/dang-nhap", "create_session", Access::Public, sign_in::sign_in)
        .post("/dang-xuat", "delete_session", Access::Public, sign_in::sign_out)
        .get("/dang-ky", "show_registration", Access::Public, register::show)
        .post("/dang-ky", "create_citizen_account", Access::Public, register::register)
        .get("/lien-ket/{token}", "show_link", Access::Public, link::show)
        .post("/lien-ket/{token}", "consume_link", Access::Public, link::consume)
        .get("/tai-khoan", "show_account", Access::SignedIn, account::show)
        .post("/tai-khoan/vi-tri", "choose_position", Access::SignedIn, account::choose_position)
        .post("/tai-khoan/phien", "delete_other_sessions", Access::SignedIn, account::end_others)
        .get("/tai-khoan/mat-khau", "show_password", Access::SignedIn, account::show_password)
        .post("/tai-khoan/mat-khau", "update_password", Access::SignedIn, account::change_password)
        .get("/quan-tri/tai-khoan", "list_accounts", manage, admin::list)
        .get("/quan-tri/tai-khoan/moi", "show_new_account", manage, admin::show_new)
        .post("/quan-tri/tai-khoan", "create_account", manage, admin::create)
        .get("/quan-tri/tai-khoan/{id}", "show_managed_account", manage, admin::show)
        .post("/quan-tri/tai-khoan/{id}/viec", "update_account", manage, admin_acts::act)
        .post("/quan-tri/tai-khoan/{id}/lien-ket", "create_link", manage, admin_acts::issue_link)
        .post("/quan-tri/tai-khoan/{id}/vi-tri", "create_holding", manage, admin_acts::appoint)
        .post("/quan-tri/tai-khoan/{id}/thoi-vi-tri", "end_holding", manage, admin_acts::end_appointment)
        .post("/quan-tri/tai-khoan/{id}/ma-may", "create_machine_token", manage, admin_acts::create_token)
        .post("/quan-tri/tai-khoan/{id}/thu-hoi", "revoke_machine_token", manage, admin_acts::revoke_token)
        .get("/api/v1/me", "get_me", Access::Public, api::me)
        .into_vec();
    let menu = |key, href, audience, order| MenuItem { key, href, audience, order };
    Module {
        routes,
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        menu: vec![
            menu("identity-menu-account", "/tai-khoan", Audience::Citizen, 90),
            menu("identity-menu-accounts", "/quan-tri/tai-khoan", Audience::Permission(MANAGE), 70),
        ],
        audit_events: AUDIT_EVENTS,
        locales: crate::LOCALES,
        ..Module::new("identity")
    }
}

/// The sentence of a refusal beside a field.
fn sentence(shell: &Shell, error: &IdentityError) -> String {
    let lang = shell.lang();
    lang.refusal(error.code(), &error.args()).unwrap_or_else(|| lang.t("identity-refused").into_owned())
}

/// The form comes back with this refusal at this field; anything that no field can mend is passed on.
fn at_field(shell: &Shell, error: IdentityError) -> Result<Errors, IdentityError> {
    use IdentityError as E;
    let field = match &error {
        E::Text(_) => "name",
        E::LoginMalformed | E::LoginTaken => "login",
        E::PasswordShort { .. }
        | E::PasswordLong { .. }
        | E::PasswordPersonal
        | E::PasswordCommon
        | E::PasswordSame => "password",
        E::PasswordsDiffer => "again",
        E::WrongPassword => "current",
        E::AgencyUnknown => "agency",
        E::DaysWrong { .. } => "days",
        _ => return Err(error),
    };
    let mut errors = Errors::new();
    errors.add(field, sentence(shell, &error));
    Ok(errors)
}

/// What the two boxes of a new password say.
fn same_twice(password: String, again: &str) -> Result<String, IdentityError> {
    if password == again { Ok(password) } else { Err(IdentityError::PasswordsDiffer) }
}
