//! The public look-up by code and four characters.  It only shows, and shows masked.
use super::caller::Caller;
use super::key::octets;
use super::track::{self, Turn};
use super::words;
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{self, LookUp};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use web::{ClientAddress, Errors, Failure, Form, Frame, TimelineItem, page, page_status};

#[derive(Deserialize, Default)]
pub(super) struct Typed {
    #[serde(default, rename = "ma")]
    code: String,
    #[serde(default, rename = "so")]
    digits: String,
}

#[derive(Template)]
#[template(path = "citizen/lookup.html")]
struct LookUpPage {
    frame: Frame,
    errors: Errors,
    code: String,
    digits: String,
}

#[derive(Template)]
#[template(path = "citizen/tracked.html")]
struct Tracked {
    frame: Frame,
    code: String,
    heading: String,
    turn: Option<Turn>,
    facts: Vec<(String, String)>,
    steps: Vec<TimelineItem>,
    ending: String,
    result: String,
    own_href: String,
}

fn form(caller: &Caller, status: StatusCode, typed: Typed, errors: Errors) -> Response {
    let frame = caller.shell.frame("dossiers-citizen-lookup-title").public().with_errors(&errors);
    page_status(status, LookUpPage { frame, errors, code: typed.code, digits: typed.digits })
}

pub(super) async fn show(caller: Caller, Form(typed): Form<Typed>) -> Response {
    form(&caller, StatusCode::OK, Typed { digits: String::new(), ..typed }, Errors::new())
}

pub(super) async fn look_up(
    State(deps): State<Deps>,
    caller: Caller,
    ClientAddress(address): ClientAddress,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let l = caller.shell.lang();
    let mut errors = Errors::new();
    if typed.code.trim().is_empty() {
        errors.add("ma", l.t("dossiers-citizen-lookup-code-missing"));
    }
    if typed.digits.trim().chars().count() != 4 {
        errors.add("so", l.t("dossiers-citizen-lookup-digits-missing"));
    }
    if !errors.is_empty() {
        return Ok(form(&caller, StatusCode::UNPROCESSABLE_ENTITY, typed, errors));
    }
    let cmd = LookUp { code: typed.code.clone(), digits: typed.digits.clone(), address: octets(address) };
    let found = match ops::look_up(&deps, &caller.cx, cmd).await {
        Ok(found) => found,
        Err(refused @ (Refused::LookupMismatch | Refused::TooManyTries)) => {
            let status = match refused {
                Refused::TooManyTries => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            errors.add("ma", words::sentence(&l, &refused));
            return Ok(form(&caller, status, typed, errors));
        }
        Err(other) => return Err(other.into()),
    };
    let way = ops::track(&deps, &found.dossier, &found.timeline).await?;
    let dossier = &found.dossier;
    let name = words::short_name(&dossier.procedure_name);
    let owner = text::mask_name(&dossier.owner_name);
    let heading =
        l.with("dossiers-citizen-tracked-heading", &[("name", name.as_str()), ("owner", owner.as_str())]);
    let result = found
        .result
        .as_ref()
        .and_then(|paper| paper.signed_at)
        .map(|at| l.with("dossiers-citizen-tracked-result", &[("at", words::moment(&l, at))]));
    let turn = track::turn(&l, dossier, &way, found.supplement.as_ref().map(|round| round.answer_by));
    Ok(page(Tracked {
        frame: caller
            .shell
            .frame_titled(name)
            .public()
            .crumb("dossiers-citizen-home", "/")
            .crumb("dossiers-citizen-lookup-title", "/tra-cuu"),
        code: dossier.code.clone().unwrap_or_default(),
        heading,
        turn,
        facts: track::facts(&l, dossier, &way),
        steps: track::timeline(&l, dossier, &way, &found.timeline, false),
        ending: track::ending(&l, dossier),
        result: result.unwrap_or_default(),
        own_href: format!("/ho-so-cua-toi/{}", dossier.id),
    }))
}
