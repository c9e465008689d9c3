//! `/ke-hoach/nhap/{source}/van-ban`: number and day, who follows the plan, which plan it changes.
use crate::model::DocumentFacts;
use crate::model::plan::{AMENDS, REPLACES};
use crate::ops::adopt_text::{Identity, put_identity};
use crate::ops::look::{IdentityChoices, look_identity};
use crate::{Deps, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Refusal, date_vi, parse_date_vi};
use contracts::{AgencyId, PlanId, PlanSourceId};
use http::StatusCode;
use policy::web::Cx;
use web::{Choice, Errors, Failure, Fields, Form, Frame, Lang, Shell, page_status, see_other};

#[derive(Template)]
#[template(path = "planner/identity.html")]
struct IdentityPage {
    frame: Frame,
    errors: Errors,
    notice: Option<String>,
    base: String,
    version: i64,
    number: String,
    issued: String,
    issuer: String,
    title: String,
    from: String,
    to: String,
    standing: Vec<Choice>,
    earlier: Vec<Choice>,
    relation: Vec<Choice>,
}

fn values(choices: &IdentityChoices) -> Fields {
    let source = &choices.source;
    let document = &source.identity.document;
    let mut out = Fields::default();
    let year = |at: usize| {
        let years = document.period.and_then(|years| years.get(at).copied());
        years.map(|year| year.to_string()).unwrap_or_default()
    };
    out.push("number", document.number.clone().unwrap_or_default());
    out.push("issued", document.issued.map(date_vi).unwrap_or_default());
    out.push("issuer", document.issuer.clone().unwrap_or_default());
    out.push("title", document.title.clone().unwrap_or_default());
    out.push("from", year(0));
    out.push("to", year(1));
    out.push("standing", source.identity.standing.map(|id| id.to_string()).unwrap_or_default());
    out.push("earlier", source.earlier.map(|id| id.to_string()).unwrap_or_default());
    out.push("relation", source.relation.clone().unwrap_or_else(|| AMENDS.to_owned()));
    out
}

fn render(
    shell: &Shell,
    choices: &IdentityChoices,
    typed: &Fields,
    (version, notice): (i64, Option<String>),
    (errors, status): (Errors, StatusCode),
) -> Response {
    let lang = shell.lang();
    let base = format!("/ke-hoach/nhap/{}", choices.source.id);
    let none = Choice::new("", lang.t("programme-planner-identity-new"));
    let standing = choices.standing.iter().map(|agency| {
        let id = agency.id.to_string();
        Choice::new(id.clone(), agency.name.clone()).chosen(id == typed.text("standing"))
    });
    let plans = choices.plans.iter().map(|plan| {
        let id = plan.id.to_string();
        let label = super::words::cut(&format!("{} {}", plan.number, plan.title), 120);
        Choice::new(id.clone(), label).chosen(id == typed.text("earlier"))
    });
    let relation = [AMENDS, REPLACES].map(|word| {
        Choice::new(word, lang.t(&format!("programme-planner-relation-{word}")))
            .hint(lang.t(&format!("programme-planner-relation-hint-{word}")).into_owned())
            .chosen(word == typed.text("relation"))
    });
    let text = |name: &str| typed.text(name).to_owned();
    let page = IdentityPage {
        frame: shell.frame("programme-planner-identity-title").with_errors(&errors).back_to(base.clone()),
        errors,
        notice,
        base,
        version,
        number: text("number"),
        issued: text("issued"),
        issuer: text("issuer"),
        title: text("title"),
        from: text("from"),
        to: text("to"),
        standing: std::iter::once(Choice::new("", lang.t("programme-planner-name-choose")))
            .chain(standing)
            .collect(),
        earlier: std::iter::once(none).chain(plans).collect(),
        relation: relation.into(),
    };
    page_status(status, page)
}

pub(super) async fn show_identity(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
) -> Result<Response, Failure> {
    let choices = look_identity(&deps, &cx, source).await?;
    let typed = values(&choices);
    let version = choices.source.version;
    Ok(render(&shell, &choices, &typed, (version, None), (Errors::new(), StatusCode::OK)))
}

fn read(lang: &Lang, typed: &Fields) -> Result<Identity, Errors> {
    let mut errors = Errors::new();
    let text = |name: &str| {
        let clean = text::clean_line(&text::squeeze(typed.text(name))).unwrap_or_default();
        (!clean.is_empty()).then_some(clean)
    };
    let issued = match typed.text("issued").trim() {
        "" => None,
        day => {
            let read = parse_date_vi(day).ok();
            if read.is_none() {
                errors.add("issued", lang.t("programme-planner-wrong-date"));
            }
            read
        }
    };
    let mut year = |name: &str| match typed.text(name).trim() {
        "" => None,
        typed => {
            let read = typed.parse::<i32>().ok().filter(|year| (1990..=2100).contains(year));
            if read.is_none() {
                errors.add(name, lang.t("programme-planner-wrong-year"));
            }
            read
        }
    };
    let (from, to) = (year("from"), year("to"));
    let period = from.or(to).zip(to.or(from)).map(|(from, to)| [from, to]);
    if period.is_some_and(|[from, to]| from > to) {
        errors.add("to", lang.t("programme-planner-wrong-period"));
    }
    let standing: Option<AgencyId> = typed.text("standing").parse().ok();
    if standing.is_none() {
        errors.add("standing", lang.t("programme-planner-wrong-standing"));
    }
    let earlier: Option<PlanId> = typed.text("earlier").parse().ok();
    let relation = if typed.text("relation") == REPLACES { REPLACES } else { AMENDS };
    let document = DocumentFacts {
        number: text("number"),
        issued,
        issuer: text("issuer"),
        title: text("title"),
        period,
        status: "adopted".to_owned(),
    };
    match standing {
        Some(standing) if errors.is_empty() => {
            Ok(Identity { document, standing, earlier: earlier.map(|plan| (plan, relation.to_owned())) })
        }
        _ => Err(errors),
    }
}

pub(super) async fn save_identity(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
    Form(typed): Form<Fields>,
) -> Result<Response, Failure> {
    let choices = look_identity(&deps, &cx, source).await?;
    let lang = shell.lang();
    let version = typed.text("version").parse().unwrap_or(0);
    let identity = match read(&lang, &typed) {
        Ok(identity) => identity,
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(render(&shell, &choices, &typed, (version, None), (errors, status)));
        }
    };
    match put_identity(&deps, &cx, source, version, identity).await {
        Ok(()) => Ok(see_other(format!("/ke-hoach/nhap/{source}"))),
        Err(refused @ Refused::Stale) => {
            // What is there now is said in words; what was typed stays in the fields.
            let now = values(&choices);
            let changed: Vec<String> = ["number", "issued", "issuer", "title", "from", "to"]
                .iter()
                .filter(|name| now.text(name) != typed.text(name))
                .map(|name| {
                    let label = lang.t(&format!("programme-planner-identity-{name}")).into_owned();
                    format!("{label}: “{}”", now.text(name))
                })
                .collect();
            let sentence = lang.refusal(refused.code(), &refused.args()).unwrap_or_default();
            let notice = format!("{sentence} {}", changed.join("; "));
            let state = (choices.source.version, Some(notice));
            Ok(render(&shell, &choices, &typed, state, (Errors::new(), StatusCode::CONFLICT)))
        }
        Err(refused @ (Refused::EarlierUnknown | Refused::NoStanding)) => {
            let mut errors = Errors::new();
            let field = if matches!(refused, Refused::NoStanding) { "standing" } else { "earlier" };
            errors.add(field, lang.refusal(refused.code(), &refused.args()).unwrap_or_default());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(render(&shell, &choices, &typed, (version, None), (errors, status)))
        }
        Err(other) => Err(other.into()),
    }
}
