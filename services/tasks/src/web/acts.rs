//! The acts on one assignment: those of the agency that works, and those of the agency that assigned.
use super::one::show_again;
use super::typed::{self, Sent, sent};
use super::words;
use crate::model::Deed;
use crate::ops::{self, Brought, Command, Gather, GatherDeed};
use crate::{Deps, Refused};
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::AssignmentId;
use policy::OpContext;
use policy::web::Cx;
use web::{Failure, Fields, Form, Shell, Upload, see_other};

/// What is about no field stands with the timeline.
const ELSEWHERE: &str = "dien-bien";

fn person(shell: &Shell) -> String {
    shell.principal().map(|who| who.name.clone()).unwrap_or_default()
}

/// The page with the refusal at its field; what no form can mend goes on as a failure.
async fn back(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    id: AssignmentId,
    fields: Fields,
    refused: Refused,
    place: impl Fn(&str) -> String,
) -> Result<Response, Failure> {
    let trouble = words::trouble(&shell.lang(), refused, ELSEWHERE, place)?;
    show_again(deps, shell, cx, id, fields, trouble).await
}

async fn run(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    id: AssignmentId,
    fields: Fields,
    act: (Result<Deed, Refused>, Option<Brought>),
    place: impl Fn(&str) -> String,
) -> Result<Response, Failure> {
    let (deed, file) = act;
    let done = match deed {
        Ok(deed) => {
            let word = deed.word();
            let command = Command {
                id,
                version: Some(typed::version(&fields)),
                once: fields.text("once").to_owned(),
                person: person(shell),
                deed,
                file,
            };
            ops::act(deps, cx, command).await.map(|_| word)
        }
        Err(refused) => Err(refused),
    };
    match done {
        Ok(word) => Ok(see_other(format!("/viec-giao/{id}?xong={word}"))),
        Err(refused) => back(deps, shell, cx, id, fields, refused, place).await,
    }
}

fn day(fields: &Fields, name: &str) -> Result<base::Date, Refused> {
    typed::day(fields.text(name)).ok_or(Refused::Field("extension"))
}

/// POST `/viec-giao/{id}/lam`: accept, ask, ask for an extension.
pub async fn work(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<AssignmentId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let text = |name: &str| fields.text(name).to_owned();
    let deed = match fields.text("v") {
        "nhan" => Ok(Deed::Accept),
        "hoi" => Ok(Deed::Ask { words: text("question") }),
        "gia-han" => day(&fields, "extension").map(|to| Deed::AskExtension { to, reason: text("reason") }),
        _ => Err(Refused::Phase),
    };
    run(&deps, &shell, &cx, id, fields, (deed, None), ToOwned::to_owned).await
}

/// POST `/viec-giao/{id}/nop`: a report or the hand-in, each with a file.
pub async fn hand_in(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<AssignmentId>,
    upload: Upload,
) -> Result<Response, Failure> {
    let Sent { fields, file, refused } = sent(upload).await?;
    let text = |name: &str| fields.text(name).to_owned();
    let report = fields.text("v") == "bao-cao";
    let deed = match (refused, fields.text("v")) {
        (Some(refused), _) => Err(refused),
        (None, "bao-cao") => {
            match fields.text("percent").trim().trim_end_matches('%').trim().parse::<i64>() {
                Ok(percent) => Ok(Deed::Report { percent, words: text("report-words"), file: None }),
                Err(_) => Err(Refused::Field("percent")),
            }
        }
        // The file takes its id where it is kept; a hand-in with a file has its document.
        (None, "trinh") => {
            Ok(Deed::Submit { words: text("submit-words"), number: text("number"), file: None })
        }
        _ => Err(Refused::Phase),
    };
    let place = |field: &str| match field {
        "file" if report => "report-file".to_owned(),
        "file" => "submit-file".to_owned(),
        other => other.to_owned(),
    };
    run(&deps, &shell, &cx, id, fields, (deed, file), place).await
}

/// POST `/viec-giao/{id}/quyet`: everything the agency that assigned decides.
pub async fn decide(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<AssignmentId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let text = |name: &str| fields.text(name).to_owned();
    let place = |field: &str| match field {
        "extension" => "extension-to".to_owned(),
        other => other.to_owned(),
    };
    let deed = match fields.text("v") {
        "don-doc-con-lai" => {
            let deed = GatherDeed::ChaseRest { words: text("chase-words") };
            return gather(&deps, &shell, &cx, id, fields, deed).await;
        }
        "xac-nhan-cac-phan" => {
            let parts = fields.all("c").iter().filter_map(|text| text.parse().ok()).collect();
            return gather(&deps, &shell, &cx, id, fields, GatherDeed::Confirm { parts }).await;
        }
        "thu-hoi-con-lai" => {
            let deed = GatherDeed::WithdrawRest { reason: text("withdraw-words") };
            return gather(&deps, &shell, &cx, id, fields, deed).await;
        }
        "gia-han" => extension(&deps, &cx, id, &fields).await,
        "tra-loi" => Ok(Deed::Answer { words: text("answer") }),
        "xac-nhan" => Ok(Deed::Confirm { words: text("confirm-words") }),
        "tra-lai" => Ok(Deed::Return { reason: text("return-words") }),
        "thu-hoi" => Ok(Deed::Withdraw { reason: text("withdraw-words") }),
        "don-doc" => Ok(Deed::Chase { words: text("chase-words") }),
        _ => Err(Refused::Phase),
    };
    run(&deps, &shell, &cx, id, fields, (deed, None), place).await
}

/// The decision on an extension: the day asked, another day, or none.
async fn extension(deps: &Deps, cx: &OpContext, id: AssignmentId, fields: &Fields) -> Result<Deed, Refused> {
    let words = fields.text("extension-words").to_owned();
    match fields.text("g") {
        "dung" => {
            let asked = ops::view(deps, cx, id).await?.row.extension_to.ok_or(Refused::NothingAsked)?;
            Ok(Deed::GrantExtension { to: asked, words })
        }
        "khac" => day(fields, "extension-to").map(|to| Deed::GrantExtension { to, words }),
        "khong" => Ok(Deed::RefuseExtension { words }),
        _ => Err(Refused::Field("g")),
    }
}

async fn gather(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    id: AssignmentId,
    fields: Fields,
    deed: GatherDeed,
) -> Result<Response, Failure> {
    let word = match &deed {
        GatherDeed::ChaseRest { .. } => "chased",
        GatherDeed::Confirm { .. } => "confirmed",
        GatherDeed::WithdrawRest { .. } => "withdrawn",
    };
    if matches!(&deed, GatherDeed::Confirm { parts } if parts.is_empty()) {
        let refused = Refused::Field("c");
        return back(deps, shell, cx, id, fields, refused, |_| "con-lai".to_owned()).await;
    }
    let ask = Gather { id, once: fields.text("once").to_owned(), person: person(shell), deed };
    match ops::gather_act(deps, cx, ask).await {
        Ok(_) => Ok(see_other(format!("/viec-giao/{id}?xong={word}"))),
        Err(refused) => back(deps, shell, cx, id, fields, refused, ToOwned::to_owned).await,
    }
}
