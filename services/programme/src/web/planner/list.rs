//! `/ke-hoach`: plans in force, texts being corrected, plans that ended.
use crate::Deps;
use crate::model::plan::Plan;
use crate::ops::look;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{date_vi, moment_vi};
use policy::web::Cx;
use web::{Failure, Frame, Shell, page};

struct PlanLine {
    href: String,
    title: String,
    number: String,
    period: String,
    standing: String,
    /// Of a plan that ended: the word of its state.
    state: String,
    /// Where the difference from the plan that it changed is said.
    differ: Option<String>,
}

struct TextLine {
    href: String,
    name: String,
    file: String,
    read_at: String,
    must: i64,
}

#[derive(Template)]
#[template(path = "planner/list.html")]
struct ListPage {
    frame: Frame,
    plans: Vec<PlanLine>,
    ended: Vec<PlanLine>,
    texts: Vec<TextLine>,
    planner: bool,
}

pub(super) async fn list_plans(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
) -> Result<Response, Failure> {
    let all = look::list_plans(&deps, &cx).await?;
    let frame = shell.frame("programme-planner-list-title");
    let line = |plan: &Plan| PlanLine {
        href: format!("/ke-hoach/{}", plan.slug),
        title: if plan.title.is_empty() { plan.number.clone() } else { plan.title.clone() },
        number: match plan.issued {
            Some(day) => frame.with(
                "programme-planner-number-of",
                &[("number", plan.number.as_str()), ("date", date_vi(day).as_str())],
            ),
            None => plan.number.clone(),
        },
        period: match (plan.period_from, plan.period_to) {
            (Some(from), Some(to)) if from != to => format!("{from}–{to}"),
            (Some(year), _) | (_, Some(year)) => year.to_string(),
            _ => String::new(),
        },
        standing: all
            .standing
            .iter()
            .find(|agency| agency.id == plan.standing)
            .map(|agency| agency.name.clone())
            .unwrap_or_default(),
        state: frame.t(&format!("programme-planner-state-{}", plan.state.replace('_', "-"))).into_owned(),
        differ: all
            .ended
            .iter()
            .find(|old| plan.earlier == Some(old.id))
            .map(|old| format!("/ke-hoach/{}/khac/{}", old.slug, plan.slug)),
    };
    let texts = all
        .texts
        .iter()
        .map(|(source, must)| TextLine {
            href: format!("/ke-hoach/nhap/{}", source.id),
            name: source
                .identity
                .document
                .number
                .clone()
                .or_else(|| source.identity.document.title.clone())
                .unwrap_or_else(|| source.file_name.clone()),
            file: source.file_name.clone(),
            read_at: moment_vi(source.read_at),
            must: *must,
        })
        .collect();
    let (plans, ended) = (all.plans.iter().map(line).collect(), all.ended.iter().map(line).collect());
    let planner = frame.may("programme.plan");
    Ok(page(ListPage { frame, plans, ended, texts, planner }))
}
