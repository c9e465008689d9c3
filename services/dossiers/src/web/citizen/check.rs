//! Check the answers, then hand the dossier in.
use super::caller::Caller;
use super::owed::{self, Gap};
use super::words;
use crate::Deps;
use crate::model::Given;
use crate::ops::{self, Beside, FileOnline, Journey, form_context};
use crate::rules;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::{Channel, FeeDue};
use forms::{StepRef, View};
use http::StatusCode;
use serde::Deserialize;
use web::{Failure, Form, Frame, Lang, page_status, see_other};

struct Line {
    label: String,
    value: String,
    href: String,
}

#[derive(Template)]
#[template(path = "citizen/check.html")]
struct Check {
    frame: Frame,
    /// Heading and the form's answers, drawn by `forms`; empty when the case has no form.
    answers: String,
    place: Vec<Line>,
    people: Vec<Line>,
    papers: Vec<Line>,
    fees: Vec<(String, String)>,
    gaps: Vec<Gap>,
    /// The button was pressed: the gaps are errors now.
    pressed: bool,
    not_agreed: bool,
    declaration: String,
    submit: String,
    draft: String,
}

fn render(deps: &Deps, caller: &Caller, journey: &Journey, pressed: bool, not_agreed: bool) -> Response {
    let l = caller.shell.lang();
    let labels = words::labels(&l);
    let draft = journey.draft.id.to_string();
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    let link = |at: &StepRef| owed::step_href(&draft, at);
    let answers = journey.form.as_ref().map(|form| {
        View { form, answers: &journey.answers, cx: &context, labels: &labels, link: &link }.render_check()
    });
    let name = words::short_name(&journey.procedure.name);
    let form = journey.form.as_deref();
    let own_words = form.map(|form| form.submit_label.clone()).filter(|label| !label.is_empty());
    let submit = own_words
        .unwrap_or_else(|| l.with("dossiers-citizen-submit", &[("name", words::lower_first(&name))]));
    let declaration = form.map(|form| form.declaration.clone()).filter(|words| !words.is_empty());
    let mut errors = web::Errors::new();
    if pressed {
        errors.add("nop", l.t("dossiers-citizen-gaps"));
    }
    let status = if pressed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = caller.shell.frame("dossiers-citizen-check-title").public().back_to(format!("/nop/{draft}"));
    page_status(
        status,
        Check {
            frame: frame.with_errors(&errors),
            answers: answers.unwrap_or_default(),
            place: place_lines(&l, journey),
            people: people_lines(&l, journey),
            papers: paper_lines(deps, caller, journey),
            fees: fee_lines(deps, caller, journey),
            gaps: owed::gaps(deps, caller, journey),
            pressed,
            not_agreed,
            declaration: declaration.unwrap_or_else(|| l.t("dossiers-citizen-declaration").into_owned()),
            submit,
            draft,
        },
    )
}

fn line(l: &Lang, key: &str, value: impl Into<String>, href: String) -> Line {
    Line { label: l.t(key).into_owned(), value: value.into(), href }
}

fn place_lines(l: &Lang, journey: &Journey) -> Vec<Line> {
    let href = format!("/nop/{}/noi-nop", journey.draft.id);
    let unit = journey.unit.as_ref().map(|unit| unit.full_name.clone()).unwrap_or_default();
    let centre = journey.receiving.as_ref().map(|agency| agency.name.clone()).unwrap_or_default();
    vec![
        line(l, "dossiers-citizen-line-unit", unit, href.clone()),
        line(l, "dossiers-citizen-line-centre", centre, href),
    ]
}

fn people_lines(l: &Lang, journey: &Journey) -> Vec<Line> {
    let beside = Beside::of(&journey.answers);
    let base = format!("/nop/{}", journey.draft.id);
    let (me_href, owner_href) = (format!("{base}/nguoi-nop"), format!("{base}/chu-ho-so"));
    let me = beside.me.clone().unwrap_or_default();
    let standing = beside
        .standing
        .map(|standing| l.t(&format!("dossiers-standing-{}", words::hyphened(standing.word()))).into_owned());
    let mut lines = vec![
        line(l, "dossiers-citizen-line-submitter", me.name, me_href.clone()),
        line(l, "dossiers-citizen-line-number", me.number, me_href.clone()),
        line(l, "dossiers-citizen-line-phone", me.phone, me_href.clone()),
        line(l, "dossiers-citizen-line-email", me.email, me_href.clone()),
        line(l, "dossiers-citizen-line-standing", standing.unwrap_or_default(), me_href),
    ];
    if beside.standing.is_some() && !beside.for_herself() {
        let owner = beside.owner.clone().unwrap_or_default();
        lines.push(line(l, "dossiers-citizen-line-owner", owner.name, owner_href.clone()));
        if !owner.number.is_empty() {
            lines.push(line(l, "dossiers-citizen-line-owner-number", owner.number, owner_href.clone()));
        }
        if !beside.proof.is_empty() {
            lines.push(line(l, "dossiers-citizen-line-proof", beside.proof.clone(), owner_href));
        }
    }
    lines
}

fn paper_lines(deps: &Deps, caller: &Caller, journey: &Journey) -> Vec<Line> {
    let l = caller.shell.lang();
    let base = format!("/nop/{}", journey.draft.id);
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    let mut lines: Vec<Line> = owed::papers(journey, &context)
        .into_iter()
        .map(|paper| {
            let own = || journey.files.iter().filter(|file| file.component == paper.code);
            let value = if paper.given == Given::File {
                let bytes = own().map(|file| file.size).sum();
                let count = i64::try_from(own().count()).unwrap_or(i64::MAX);
                let args = [("n", web::arg(&count)), ("size", web::Arg::Text(words::size(bytes).into()))];
                l.with("dossiers-citizen-files-received", &args)
            } else {
                String::new()
            };
            Line { label: paper.name.clone(), value, href: format!("{base}/giay-to#c-{}", paper.code) }
        })
        .collect();
    let beside = Beside::of(&journey.answers);
    let wished = beside.return_channel.map(|channel| {
        l.t(&format!("dossiers-citizen-return-{}", words::hyphened(channel.word()))).into_owned()
    });
    let href = format!("{base}/nhan-ket-qua");
    lines.push(line(&l, "dossiers-citizen-line-return", wished.unwrap_or_default(), href.clone()));
    if let Some(quantity) = beside.quantity {
        lines.push(line(&l, "dossiers-citizen-line-quantity", quantity.to_string(), href));
    }
    lines
}

/// What will be asked to pay, and when.
fn fee_lines(deps: &Deps, caller: &Caller, journey: &Journey) -> Vec<(String, String)> {
    let l = caller.shell.lang();
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    let answers = owed::counted(journey, &context);
    let quantity = Beside::of(&journey.answers).quantity.unwrap_or(1);
    let (fees, uncounted) =
        rules::fees_so_far(&journey.case, Channel::Online, &answers, quantity, caller.cx.now);
    let label = |name: &str| {
        let field = journey.form.as_deref()?.field(name.split('.').next()?)?;
        Some(field.1.short().to_owned())
    };
    let waiting = uncounted.into_iter().map(|why| {
        let needs = why.words(&journey.case, label);
        let words = l.with("dossiers-citizen-fee-needs", &[("needs", needs)]);
        (why.fee, words)
    });
    let known = fees.into_iter().map(|fee| {
        let key = match fee.due {
            FeeDue::BeforeReceipt => "dossiers-citizen-fee-before-receipt",
            FeeDue::BeforeReturn => "dossiers-citizen-fee-before-return",
        };
        (fee.name.clone(), l.with(key, &[("amount", fee.amount.display_vi())]))
    });
    known.chain(waiting).collect()
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let journey = caller.any_journey(&deps, &draft).await?;
    if journey.draft.dossier.is_some() {
        return Ok(see_other(format!("/nop/{draft}/da-nop")));
    }
    Ok(render(&deps, &caller, &journey, false, false))
}

#[derive(Deserialize)]
pub(super) struct Pressed {
    #[serde(default, rename = "_agree")]
    agreed: bool,
    #[serde(default, rename = "_act")]
    act: String,
}

pub(super) async fn file(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Result<Response, Failure> {
    let journey = caller.any_journey(&deps, &draft).await?;
    if journey.draft.dossier.is_some() {
        // A double click, or the button pressed again after going back: it is the same dossier.
        return Ok(see_other(format!("/nop/{draft}/da-nop")));
    }
    if pressed.act == "save" {
        return Ok(see_other(format!("/nop/{draft}")));
    }
    let people = Beside::of(&journey.answers).people();
    let complete = owed::gaps(&deps, &caller, &journey).is_empty();
    let Some((owner, submitter)) = people.filter(|_| complete && pressed.agreed) else {
        return Ok(render(&deps, &caller, &journey, true, complete && !pressed.agreed));
    };
    let beside = Beside::of(&journey.answers);
    let cmd = FileOnline {
        draft: journey.draft.id,
        holder: journey.holder.clone(),
        owner,
        submitter,
        return_channel: beside.return_channel.unwrap_or(crate::model::ReturnChannel::Counter),
        quantity: beside.quantity.unwrap_or(1),
    };
    match ops::file_online(&deps, &caller.cx, cmd).await {
        Ok(_) => Ok(see_other(format!("/nop/{draft}/da-nop"))),
        Err(refused) if words::is_field(&refused) => {
            let journey = caller.any_journey(&deps, &draft).await?;
            Ok(render(&deps, &caller, &journey, true, false))
        }
        Err(other) => Err(other.into()),
    }
}
