//! `/viec-giao/moi`: somebody assigns, from a number or from nothing.
use super::typed;
use super::whom::{Named, whom};
use super::words;
use crate::Deps;
use crate::model::Priority;
use crate::ops::{self, NewAssignment, NoticeRef, Reach, Source};
use crate::rules;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::Date;
use contracts::AgencyFact;
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use web::{Choice, Errors, Failure, Fields, Form, Frame, Shell, page_status, see_other};

struct Group {
    code: &'static str,
    title: String,
    all: String,
    chosen: bool,
    open: bool,
    agencies: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "new.html")]
struct NewPage {
    frame: Frame,
    errors: Errors,
    again: Fields,
    once: String,
    source: Source,
    source_words: String,
    groups: Vec<Group>,
    others: Vec<Choice>,
    priorities: Vec<Choice>,
}

fn choices(agencies: &[AgencyFact], again: &Fields) -> Vec<Choice> {
    agencies
        .iter()
        .map(|agency| {
            let value = agency.id.to_string();
            let chosen = again.has("a", &value);
            Choice::new(value, agency.name.clone()).chosen(chosen)
        })
        .collect()
}

fn source_of(fields: &Fields) -> Source {
    Source::read(fields.text("tu"), fields.text("nguon"), fields.text("ve")).unwrap_or_default()
}

fn render(shell: &Shell, reach: &Reach, again: Fields, errors: Errors, status: StatusCode) -> Response {
    let lang = shell.lang();
    let source = source_of(&again);
    let groups = reach
        .groups
        .iter()
        .map(|(code, all)| {
            let agencies = choices(all, &again);
            Group {
                code,
                title: lang.t(&format!("tasks-pick-{code}")).into_owned(),
                all: lang.with(&format!("tasks-every-{code}"), &[("n", all.len())]),
                chosen: again.has("g", code),
                open: agencies.iter().any(|choice| choice.chosen),
                agencies,
            }
        })
        .collect();
    let priority = Priority::from_word(again.text("priority")).unwrap_or_default();
    let priorities = Priority::ALL
        .into_iter()
        .map(|one| {
            let label = lang.t(&words::key_of("tasks-priority-", one.word())).into_owned();
            Choice::new(one.word(), label).chosen(one == priority)
        })
        .collect();
    let source_words = match (source.kind(), source.title.is_empty()) {
        ("", _) => String::new(),
        (kind, true) => lang.t(&format!("tasks-source-{kind}")).into_owned(),
        (kind, false) => {
            let kind = lang.t(&format!("tasks-source-{kind}")).into_owned();
            lang.with("tasks-source-of", &[("kind", kind), ("title", source.title.clone())])
        }
    };
    let frame =
        shell.frame("tasks-new-title").at_work().crumb("tasks-title", "/viec-giao").with_errors(&errors);
    let once = match again.text("once") {
        "" => frame.once(),
        same => same.to_owned(),
    };
    page_status(
        status,
        NewPage {
            errors,
            source,
            source_words,
            groups,
            others: choices(&reach.others, &again),
            priorities,
            once,
            again,
            frame,
        },
    )
}

/// GET `/viec-giao/moi`.
pub async fn show_new(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(mut asked): Form<Fields>,
) -> Result<Response, Failure> {
    let reach = ops::reach(&deps, &cx).await?;
    // An address may bring a title along.
    if asked.text("title").is_empty() && !asked.text("ten").is_empty() {
        let title = asked.text("ten").to_owned();
        asked.push("title", title);
    }
    Ok(render(&shell, &reach, asked, Errors::new(), StatusCode::OK))
}

/// The last day: as written, or so many working days from today.
fn last_day(deps: &Deps, cx: &OpContext, fields: &Fields) -> Option<Date> {
    let days = fields.text("days").trim();
    if !fields.text("due").trim().is_empty() {
        return typed::day(fields.text("due"));
    }
    let days = days.parse::<u16>().ok().filter(|days| (1..=750).contains(days))?;
    Some(rules::working_day_after(&deps.time.calendar(), cx.now.date(), days))
}

/// POST `/viec-giao/moi`.
pub async fn create(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let reach = ops::reach(&deps, &cx).await?;
    let mut errors = Errors::new();
    for (field, limit) in [("title", 500), ("product", 500)] {
        let count = fields.text(field).trim().chars().count();
        if count == 0 || count > limit {
            errors.add(field, lang.t(&words::key_of("tasks-wrong-", field)).into_owned());
        }
    }
    let named = Named {
        groups: fields.all("g"),
        ticked: fields.all("a"),
        written: fields.text("names"),
        field: "names",
    };
    let doers = whom(&deps, &cx, &lang, &reach, named, &mut errors).await?;
    if doers.agencies.is_empty() && !errors.has("names") {
        errors.add("names", lang.t("refusal-tasks-no-agency").into_owned());
    }
    let named = Named { groups: &[], ticked: &[], written: fields.text("helpers"), field: "helpers" };
    let helpers = whom(&deps, &cx, &lang, &reach, named, &mut errors).await?;
    let due = last_day(&deps, &cx, &fields);
    if due.is_none() {
        errors.add("due", lang.t("tasks-wrong-due").into_owned());
    }
    let (Some(due), true) = (due, errors.is_empty()) else {
        return Ok(render(&shell, &reach, fields, errors, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let new = NewAssignment {
        once: fields.text("once").to_owned(),
        person: shell.principal().map(|who| who.name.clone()).unwrap_or_default(),
        source: source_of(&fields),
        notice: NoticeRef::default(),
        title: fields.text("title").to_owned(),
        product: fields.text("product").to_owned(),
        words: fields.text("words").to_owned(),
        agencies: doers.agencies,
        helpers: helpers.agencies,
        together: doers.together,
        due,
        priority: Priority::from_word(fields.text("priority")).unwrap_or_default(),
    };
    match ops::assign(&deps, &cx, new).await {
        Ok(id) => Ok(see_other(format!("/viec-giao/{id}?xong=assigned"))),
        Err(refused) => {
            let wrong = words::trouble(&lang, refused, "title", |field| match field {
                "agencies" => "names".to_owned(),
                other => other.to_owned(),
            })?;
            Ok(render(&shell, &reach, fields, wrong.errors, wrong.status))
        }
    }
}
