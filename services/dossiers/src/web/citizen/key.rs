//! The key that keeps a draft: shown, printed, and typed again on another device.
use super::caller::{Caller, written};
use super::words;
use crate::Deps;
use crate::errors::Refused;
use crate::ops;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Deserialize;
use std::net::IpAddr;
use web::{ClientAddress, Errors, Failure, Form, Frame, page, page_status, see_other};

#[derive(Template)]
#[template(path = "citizen/key.html")]
struct KeyPage {
    frame: Frame,
    name: String,
    key: String,
    until: String,
    reopen_url: String,
    next_href: String,
    filed: bool,
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let journey = caller.any_journey(&deps, &draft).await?;
    let key = ops::key_of_draft(&deps, journey.draft.id, caller.keys.clone()).await?.unwrap_or_default();
    let l = caller.shell.lang();
    let filed = journey.draft.dossier.is_some();
    let next_href =
        if filed { format!("/nop/{draft}/da-nop") } else { super::owed::onward(&deps, &caller, &journey) };
    Ok(page(KeyPage {
        frame: caller.shell.frame("dossiers-citizen-key-title").public(),
        name: words::short_name(&journey.procedure.name),
        key,
        until: words::moment(&l, journey.draft.expires_at),
        reopen_url: format!("{}/nop/mo-lai", caller.shell.public_url()),
        next_href,
        filed,
    }))
}

#[derive(Template)]
#[template(path = "citizen/reopen.html")]
struct Reopen {
    frame: Frame,
    errors: Errors,
    key: String,
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default, rename = "ma")]
    key: String,
}

fn reopen_page(caller: &Caller, errors: Errors, key: String) -> Reopen {
    let frame = caller.shell.frame("dossiers-citizen-reopen-title").public().with_errors(&errors);
    Reopen { frame, errors, key }
}

pub(super) async fn show_reopen(caller: Caller) -> Response {
    page(reopen_page(&caller, Errors::new(), String::new()))
}

pub(super) async fn reopen(
    State(deps): State<Deps>,
    caller: Caller,
    ClientAddress(address): ClientAddress,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let key = written(&typed.key);
    let found = ops::open_draft(&deps, &caller.cx, key.clone(), octets(address)).await;
    let target = match found {
        Ok(opened) => match opened.draft.dossier {
            Some(dossier) => format!("/ho-so-cua-toi/{dossier}"),
            None => format!("/nop/{}", opened.draft.id),
        },
        Err(Refused::NotYours) => match ops::dossier_by_key(&deps, key.clone()).await {
            Ok(dossier) => format!("/ho-so-cua-toi/{dossier}"),
            Err(Refused::NotYours) => {
                let mut errors = Errors::new();
                errors.add("ma", caller.shell.lang().t("dossiers-citizen-reopen-wrong"));
                return Ok(page_status(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    reopen_page(&caller, errors, typed.key),
                ));
            }
            Err(other) => return Err(other.into()),
        },
        Err(other) => return Err(other.into()),
    };
    Ok(([(header::SET_COOKIE, caller.keep(&key))], see_other(target)).into_response())
}

/// An address as the bytes that limits are counted by.
pub(super) fn octets(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(six) => six.octets().to_vec(),
    }
}
