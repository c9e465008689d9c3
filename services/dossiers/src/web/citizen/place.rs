//! Where the dossier goes: the commune, and by it the centre that receives.
use super::caller::Caller;
use super::{owed, words};
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{self, Journey, SaveAnswers};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::{AgencyFact, Receiving, UnitId};
use http::StatusCode;
use serde::Deserialize;
use web::{Choice, Errors, Failure, Form, Frame, page_status, see_other};

/// The kinds of agency that receive, as `org` names them.
const COMMUNE_CENTRE: &str = "commune_centre";
const PROVINCIAL_CENTRE: &str = "provincial_centre";

#[derive(Deserialize, Default)]
pub(super) struct Typed {
    #[serde(default, rename = "xa")]
    unit: String,
    /// An old or new name to look for.
    #[serde(default, rename = "ten-xa")]
    words: String,
    #[serde(default, rename = "chon")]
    found: String,
    #[serde(default, rename = "_act")]
    act: String,
}

#[derive(Template)]
#[template(path = "citizen/place.html")]
struct PlacePage {
    frame: Frame,
    name: String,
    errors: Errors,
    choices: Vec<Choice>,
    words: String,
    found: Vec<Choice>,
    province_receives: bool,
    draft: String,
}

/// Communes of the province, and those that the words find, each with the old name that matched.
async fn lists(deps: &Deps, caller: &Caller, words: &str) -> Result<(Vec<Choice>, Vec<Choice>), Refused> {
    let (work, words, on) = (deps.clone(), words.trim().to_owned(), caller.cx.now.date());
    let l = caller.shell.lang();
    let (communes, found) = deps
        .db
        .read(move |tx| {
            let communes = work.directory.communes(tx, on)?;
            let home = communes.first().and_then(|commune| commune.parent);
            let found =
                if words.is_empty() { Vec::new() } else { org::search_units(tx, &words, home, on, 20)? };
            Ok::<_, Refused>((communes, found))
        })
        .await?;
    let found = found
        .into_iter()
        .filter(|hit| communes.iter().any(|commune| commune.id == hit.unit.id))
        .map(|hit| {
            let old = hit.formerly.as_ref().map(org::model::Unit::full_name);
            let hint = old.map(|old| l.with("dossiers-citizen-place-formerly", &[("name", old)]));
            Choice::new(hit.unit.id.to_string(), hit.unit.full_name()).hint(hint.unwrap_or_default())
        })
        .collect();
    let all =
        communes.into_iter().map(|commune| Choice::new(commune.id.to_string(), commune.full_name)).collect();
    Ok((all, found))
}

async fn render(
    deps: &Deps,
    caller: &Caller,
    journey: &Journey,
    typed: &Typed,
    mut errors: Errors,
) -> Result<Response, Failure> {
    let (mut choices, mut found) = lists(deps, caller, &typed.words).await?;
    let l = caller.shell.lang();
    if !typed.words.trim().is_empty() && found.is_empty() {
        let sentence = l.with("dossiers-citizen-place-not-found", &[("words", typed.words.trim())]);
        errors = Errors::new();
        errors.add("ten-xa", sentence);
    }
    let kept = journey.draft.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let chosen = if typed.unit.is_empty() { kept } else { typed.unit.clone() };
    for choice in &mut choices {
        choice.chosen = choice.value == chosen;
    }
    if let [only] = found.as_mut_slice() {
        only.chosen = true;
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let draft = journey.draft.id.to_string();
    Ok(page_status(
        status,
        PlacePage {
            frame: caller
                .shell
                .frame("dossiers-citizen-place-title")
                .public()
                .back_to(format!("/nop/{draft}"))
                .with_errors(&errors),
            name: words::short_name(&journey.procedure.name),
            errors,
            choices,
            words: typed.words.clone(),
            found,
            province_receives: journey.procedure.receiving == Receiving::Province,
            draft,
        },
    ))
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    render(&deps, &caller, &journey, &Typed::default(), Errors::new()).await
}

pub(super) async fn save(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let looked_for = !typed.words.trim().is_empty() && typed.found.is_empty();
    if typed.act == "find" || (looked_for && typed.unit.is_empty()) {
        return render(&deps, &caller, &journey, &typed, Errors::new()).await;
    }
    let wanted = if typed.found.is_empty() { &typed.unit } else { &typed.found };
    let mut errors = Errors::new();
    let place = match wanted.parse::<UnitId>() {
        Ok(unit) => centre(&deps, &caller, &journey, unit).await?.map(|centre| (unit, centre)),
        Err(_) => None,
    };
    let Some((unit, centre)) = place else {
        let key = if wanted.is_empty() {
            "dossiers-citizen-place-missing"
        } else {
            "dossiers-citizen-place-no-centre"
        };
        errors.add("xa", caller.shell.lang().t(key));
        return render(&deps, &caller, &journey, &typed, errors).await;
    };
    let cmd = SaveAnswers {
        draft: journey.draft.id,
        holder: journey.holder.clone(),
        version: journey.draft.version,
        answers: journey.draft.answers.clone(),
        receiving: Some(centre.id),
        unit: Some(unit),
    };
    let saved = ops::save_answers(&deps, &caller.cx, cmd).await?;
    let journey = Journey { draft: saved, ..journey };
    Ok(see_other(owed::onward(&deps, &caller, &journey)))
}

/// The centre that receives for a commune of the province.
async fn centre(
    deps: &Deps,
    caller: &Caller,
    journey: &Journey,
    unit: UnitId,
) -> Result<Option<AgencyFact>, Refused> {
    let (work, on, receiving) = (deps.clone(), caller.cx.now.date(), journey.procedure.receiving);
    deps.db
        .read(move |tx| {
            let communes = work.directory.communes(tx, on)?;
            let Some(commune) = communes.into_iter().find(|commune| commune.id == unit) else {
                return Ok(None);
            };
            let (place, kind) = match (receiving, commune.parent) {
                (Receiving::Province, Some(province)) => (province, PROVINCIAL_CENTRE),
                _ => (unit, COMMUNE_CENTRE),
            };
            Ok(work.directory.agencies_of_kind(tx, place, kind, on)?.into_iter().next())
        })
        .await
}
