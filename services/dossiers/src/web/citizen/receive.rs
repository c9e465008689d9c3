//! How the person takes the result, and how many copies where a fee is counted by them.
use super::caller::Caller;
use super::{owed, words};
use crate::Deps;
use crate::model::ReturnChannel;
use crate::ops::{self, Beside, Journey, SaveAnswers};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::Channel;
use forms::Answers;
use http::StatusCode;
use serde::Deserialize;
use web::{Choice, Errors, Failure, Form, Frame, page_status, see_other};

/// Most copies of one dossier; above that somebody is asked.
const COPIES_MAX: i64 = 200;

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default, rename = "nhan")]
    channel: String,
    #[serde(default, rename = "so-ban")]
    quantity: String,
}

#[derive(Template)]
#[template(path = "citizen/receive.html")]
struct Receive {
    frame: Frame,
    name: String,
    errors: Errors,
    choices: Vec<Choice>,
    counted: bool,
    quantity: String,
    draft: String,
}

/// Whether some fee of the case is counted by copies.
fn counted(journey: &Journey) -> bool {
    journey.case.fees.iter().any(|fee| {
        fee.channel.is_none_or(|only| only == Channel::Online)
            && fee.formula.as_ref().is_some_and(|formula| formula.contains("quantity"))
    })
}

fn render(caller: &Caller, journey: &Journey, typed: &Typed, errors: Errors) -> Response {
    let l = caller.shell.lang();
    let choices = ReturnChannel::ALL
        .iter()
        .map(|channel| {
            let word = words::hyphened(channel.word());
            Choice::new(channel.word(), l.t(&format!("dossiers-citizen-return-{word}")))
                .hint(l.t(&format!("dossiers-citizen-return-{word}-hint")))
                .chosen(channel.word() == typed.channel)
        })
        .collect();
    let draft = journey.draft.id.to_string();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = caller.shell.frame("dossiers-citizen-return-title").public().back_to(format!("/nop/{draft}"));
    page_status(
        status,
        Receive {
            frame: frame.with_errors(&errors),
            name: words::short_name(&journey.procedure.name),
            errors,
            choices,
            counted: counted(journey),
            quantity: typed.quantity.clone(),
            draft,
        },
    )
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let beside = Beside::of(&journey.answers);
    let typed = Typed {
        channel: beside.return_channel.map(|channel| channel.word().to_owned()).unwrap_or_default(),
        quantity: beside.quantity.unwrap_or(1).to_string(),
    };
    Ok(render(&caller, &journey, &typed, Errors::new()))
}

pub(super) async fn save(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let l = caller.shell.lang();
    let mut errors = Errors::new();
    let channel = ReturnChannel::from_word(&typed.channel);
    if channel.is_none() {
        errors.add("nhan", l.t("dossiers-citizen-return-missing"));
    }
    let plain: String = typed.quantity.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let quantity = plain.parse::<i64>().ok().filter(|count| (1..=COPIES_MAX).contains(count));
    if counted(&journey) && quantity.is_none() {
        errors.add("so-ban", l.with("dossiers-citizen-quantity-wrong", &[("max", COPIES_MAX)]));
    }
    if !errors.is_empty() {
        return Ok(render(&caller, &journey, &typed, errors));
    }
    let mut beside = Beside::of(&journey.answers);
    beside.return_channel = channel;
    beside.quantity = quantity.filter(|_| counted(&journey));
    let mut answers = journey.answers.clone();
    beside.put(&mut answers);
    let journey = keep(&deps, &caller, &journey, answers).await?;
    Ok(see_other(owed::onward(&deps, &caller, &journey)))
}

/// Saves answers over those that were read, and answers the journey as it is now.
pub(super) async fn keep(
    deps: &Deps,
    caller: &Caller,
    journey: &Journey,
    answers: Answers,
) -> Result<Journey, Failure> {
    let stored = serde_json::to_value(&answers).map_err(|error| {
        Failure::new(base::RefusalKind::Internal, "web.internal").because(error.to_string())
    })?;
    let cmd = SaveAnswers {
        draft: journey.draft.id,
        holder: journey.holder.clone(),
        version: journey.draft.version,
        answers: stored,
        receiving: None,
        unit: None,
    };
    let draft = ops::save_answers(deps, &caller.cx, cmd).await?;
    Ok(Journey { draft, answers, ..journey.clone() })
}
