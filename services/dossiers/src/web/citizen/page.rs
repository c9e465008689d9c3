//! One question a page, drawn and read by `forms`; saved on the server page by page.
use super::caller::Caller;
use super::receive::keep;
use super::{owed, words};
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{Journey, form_context};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use forms::{Answers, Context, FieldError, FormDefinition, Next, Row, StepRef, View};
use http::StatusCode;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use web::{Errors, Failure, Fields, Form, Frame, page_status, see_other};

/// Hidden field: what the page's answers were when it was shown.
const SEEN: &str = "_seen";

#[derive(Template)]
#[template(path = "citizen/page.html")]
struct QuestionPage {
    frame: Frame,
    name: String,
    section: String,
    saved: String,
    /// The page's inside, drawn by `forms`.
    body: String,
    /// The summary of errors, drawn by `forms`.
    summary: String,
    action: String,
    seen: String,
    /// The answers saved elsewhere meanwhile, when this page is a stale one.
    elsewhere: Vec<Row>,
    stale: bool,
}

fn step(page: String, item: Option<&str>) -> Result<StepRef, Refused> {
    let text = match item {
        Some(item) => format!("{page}/{item}"),
        None => page,
    };
    text.parse().map_err(|_| Refused::NotFound)
}

fn form_of(journey: &Journey) -> Result<Arc<FormDefinition>, Refused> {
    journey.form.clone().ok_or(Refused::NotFound)
}

/// Twelve signs that change with the answers of this page, and with nothing else of the draft.
fn seen(form: &FormDefinition, answers: &Answers, at: &StepRef) -> String {
    let mut hasher = Sha256::new();
    if let Some(page) = form.page(&at.page) {
        let stored = answers.of_page(page, at.item);
        for field in &page.fields {
            let value = stored.and_then(|values| values.get(&field.id));
            hasher.update(value.map(ToString::to_string).unwrap_or_default().as_bytes());
            hasher.update([0x1f]);
        }
        hasher.update(answers.item_count(page).unwrap_or(0).to_string().as_bytes());
    }
    for (name, value) in answers.typed.get(&Answers::slot(&at.page, at.item)).into_iter().flatten() {
        hasher.update(name.as_bytes());
        hasher.update(value.as_bytes());
    }
    data_encoding::HEXLOWER.encode(&hasher.finalize()).chars().take(12).collect()
}

/// What a page is drawn from.
struct Shown<'a> {
    journey: &'a Journey,
    form: &'a FormDefinition,
    at: &'a StepRef,
    /// Answers as they are to be shown, which may be typed and not yet saved.
    answers: &'a Answers,
    errors: &'a [FieldError],
    elsewhere: Vec<Row>,
    stale: bool,
}

fn render(deps: &Deps, caller: &Caller, status: StatusCode, shown: Shown<'_>) -> Result<Response, Failure> {
    let l = caller.shell.lang();
    let labels = words::labels(&l);
    let journey = shown.journey;
    let draft = journey.draft.id.to_string();
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    let link = |at: &StepRef| owed::step_href(&draft, at);
    let view = View { form: shown.form, answers: shown.answers, cx: &context, labels: &labels, link: &link };
    let body = view.render_page(shown.at, shown.errors)?;
    let title = view.title(shown.at, &[]);
    let mut errors = Errors::new();
    for error in shown.errors {
        errors.add(error.control.clone(), error.message.text(&labels));
    }
    let back = forms::previous(shown.form, shown.answers, &context, shown.at)
        .map_or_else(|| format!("/nop/{draft}"), |at| link(&at));
    let section = shown.form.page(&shown.at.page).map(|page| page.section().to_owned()).unwrap_or_default();
    let frame = caller.shell.frame_titled(title).public().back_to(back).with_errors(&errors);
    let saved = if journey.draft.version > 1 {
        l.with("dossiers-citizen-saved", &[("time", base::time_vi(journey.draft.saved_at.to_local().time()))])
    } else {
        String::new()
    };
    Ok(page_status(
        status,
        QuestionPage {
            frame,
            name: words::short_name(&journey.procedure.name),
            section,
            saved,
            body,
            summary: view.render_errors(shown.errors),
            action: owed::step_href(&draft, shown.at),
            seen: seen(shown.form, &journey.answers, shown.at),
            elsewhere: shown.elsewhere,
            stale: shown.stale,
        },
    ))
}

async fn show_step(deps: &Deps, caller: &Caller, draft: &str, at: &StepRef) -> Result<Response, Failure> {
    let journey = caller.journey(deps, draft).await?;
    let form = form_of(&journey)?;
    // What was refused last time stands there again with its reasons.
    let errors = standing_errors(deps, caller, &journey, &form, at);
    let shown = Shown {
        journey: &journey,
        form: &form,
        at,
        answers: &journey.answers,
        errors: &errors,
        elsewhere: Vec::new(),
        stale: false,
    };
    render(deps, caller, StatusCode::OK, shown)
}

/// The errors of a page that was left with something refused on it.
fn standing_errors(
    deps: &Deps,
    caller: &Caller,
    journey: &Journey,
    form: &FormDefinition,
    at: &StepRef,
) -> Vec<FieldError> {
    let slot = Answers::slot(&at.page, at.item);
    let Some(typed) = journey.answers.typed.get(&slot) else { return Vec::new() };
    if typed.iter().any(|(name, value)| name.ends_with("-q") && !value.is_empty()) {
        // A look-up is under way: nothing is blamed.
        return Vec::new();
    }
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    forms::parse_page(form, &journey.answers, &at.page, at.item, typed, &context)
        .map(|outcome| outcome.errors)
        .unwrap_or_default()
}

async fn save_step(
    deps: &Deps,
    caller: &Caller,
    draft: &str,
    at: &StepRef,
    fields: &Fields,
) -> Result<Response, Failure> {
    let journey = caller.journey(deps, draft).await?;
    let form = form_of(&journey)?;
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    let pairs: Vec<(String, String)> = fields
        .iter()
        .filter(|(name, _)| *name != SEEN)
        .flat_map(|(name, values)| values.iter().map(move |value| (name.to_owned(), value.clone())))
        .collect();
    let outcome = forms::parse_page(&form, &journey.answers, &at.page, at.item, &pairs, &context)?;
    let read = fields.text(SEEN);
    if !read.is_empty()
        && read != seen(&form, &journey.answers, at)
        && read_of(&outcome.answers, &form, at) != read_of(&journey.answers, &form, at)
    {
        return stale(deps, caller, &journey, &form, at, &outcome);
    }
    let journey = keep(deps, caller, &journey, outcome.answers.clone()).await?;
    let target = match outcome.next(&form, &context) {
        Next::Stay if outcome.errors.is_empty() => owed::step_href(draft, at),
        Next::Stay => {
            let shown = Shown {
                journey: &journey,
                form: &form,
                at,
                answers: &outcome.answers,
                errors: &outcome.errors,
                elsewhere: Vec::new(),
                stale: false,
            };
            return render(deps, caller, StatusCode::UNPROCESSABLE_ENTITY, shown);
        }
        Next::Leave => format!("/nop/{draft}"),
        Next::To(_) if owed::gaps(deps, caller, &journey).is_empty() => owed::onward(deps, caller, &journey),
        Next::To(next) => owed::step_href(draft, &next),
        Next::Check => owed::onward(deps, caller, &journey),
    };
    Ok(see_other(target))
}

/// The page's own answers, for telling a real conflict from a page that merely is old.
fn read_of(answers: &Answers, form: &FormDefinition, at: &StepRef) -> String {
    seen(form, answers, at)
}

/// Another device saved other answers to this very page: both are shown, nothing is overwritten unasked.
fn stale(
    deps: &Deps,
    caller: &Caller,
    journey: &Journey,
    form: &FormDefinition,
    at: &StepRef,
    outcome: &forms::PageOutcome,
) -> Result<Response, Failure> {
    let l = caller.shell.lang();
    let labels = words::labels(&l);
    let context: Context<'_> = form_context(deps, &caller.cx, &journey.draft.case_code);
    let elsewhere = forms::check_answers(form, &journey.answers, &context, &labels)
        .into_iter()
        .flat_map(|section| section.rows)
        .filter(|row| row.change == *at)
        .collect();
    let shown = Shown {
        journey,
        form,
        at,
        answers: &outcome.answers,
        errors: &outcome.errors,
        elsewhere,
        stale: true,
    };
    render(deps, caller, StatusCode::CONFLICT, shown)
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path((draft, page)): Path<(String, String)>,
) -> Result<Response, Failure> {
    show_step(&deps, &caller, &draft, &step(page, None)?).await
}

pub(super) async fn show_item(
    State(deps): State<Deps>,
    caller: Caller,
    Path((draft, page, item)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    show_step(&deps, &caller, &draft, &step(page, Some(&item))?).await
}

pub(super) async fn save(
    State(deps): State<Deps>,
    caller: Caller,
    Path((draft, page)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    save_step(&deps, &caller, &draft, &step(page, None)?, &fields).await
}

pub(super) async fn save_item(
    State(deps): State<Deps>,
    caller: Caller,
    Path((draft, page, item)): Path<(String, String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    save_step(&deps, &caller, &draft, &step(page, Some(&item))?, &fields).await
}
