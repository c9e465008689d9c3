//! What a later text changes, in words: before adoption, and between two plans.
use super::words::{self, DifferenceGroup};
use crate::Deps;
use crate::model::plan::AMENDS;
use crate::ops::differ::{Compared, compare_plans, preview_difference};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::PlanSourceId;
use policy::web::Cx;
use web::{Failure, Frame, Shell, page};

#[derive(Template)]
#[template(path = "planner/differ.html")]
struct DifferPage {
    frame: Frame,
    old: String,
    new: String,
    lead: String,
    groups: Vec<DifferenceGroup>,
}

fn render(shell: &Shell, compared: &Compared, back: String) -> Response {
    let lang = shell.lang();
    let frame = shell.frame("programme-planner-differ-title").back_to(back);
    let amends = compared.relation.as_deref() == Some(AMENDS);
    let name = |facts: &crate::PlanFacts| {
        let document = &facts.document;
        document.number.clone().or_else(|| document.title.clone()).unwrap_or_default()
    };
    let relation = compared.relation.as_deref().unwrap_or("none");
    let page_of = DifferPage {
        old: name(&compared.old),
        new: name(&compared.new),
        lead: lang.t(&format!("programme-planner-differ-lead-{relation}")).into_owned(),
        groups: words::difference(&lang, &compared.old, &compared.new, &compared.difference, amends),
        frame,
    };
    page(page_of)
}

pub(super) async fn preview(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
) -> Result<Response, Failure> {
    let compared = preview_difference(&deps, &cx, source).await?;
    Ok(render(&shell, &compared, format!("/ke-hoach/nhap/{source}")))
}

pub(super) async fn compare(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, other)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let compared = compare_plans(&deps, &cx, &slug, &other).await?;
    Ok(render(&shell, &compared, format!("/ke-hoach/{slug}")))
}
