//! `/ho-so/{id}`: one dossier whole, with what may be done to it now.
use super::dossier_parts::{self as parts, Bar, FeeLine, Notice, PaperLine, Scan};
use super::words::{self, Due};
use crate::Deps;
use crate::model::Status;
use crate::ops::{self, DeskFacts, DossierView};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::DossierId;
use forms::Section;
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use web::{Choice, Errors, Failure, Fields, Form, Frame, Shell, TimelineItem, page_status};

/// What one form of the page was sent with, when it comes back.
#[derive(Clone, Debug, Default)]
pub struct Again {
    fields: Fields,
}

impl Again {
    pub fn with(fields: Fields) -> Self {
        Self { fields }
    }

    pub fn text(&self, name: &str) -> &str {
        self.fields.text(name)
    }

    /// Whether a form came back: its fold stands open.
    pub fn has(&self, name: &str) -> bool {
        self.fields.get(name).is_some()
    }

    pub fn all(&self, name: &str) -> &[String] {
        self.fields.all(name)
    }
}

/// A pair of the facts.
pub struct Fact {
    pub label: &'static str,
    pub value: String,
}

#[derive(Template)]
#[template(path = "desk/dossier.html")]
struct DossierPage {
    frame: Frame,
    errors: Errors,
    again: Again,
    id: DossierId,
    version: i64,
    code: String,
    procedure: String,
    status: &'static str,
    status_word: String,
    due: Due,
    filed: String,
    notices: Vec<Notice>,
    facts: Vec<Fact>,
    sections: Vec<Section>,
    papers: Vec<PaperLine>,
    asked: Vec<Choice>,
    scannable: Vec<Choice>,
    fees: Vec<FeeLine>,
    scans: Vec<Scan>,
    shown: Option<Scan>,
    timeline: Vec<TimelineItem>,
    bar: Bar,
    due_now: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct Look {
    #[serde(default)]
    tep: Option<String>,
}

/// GET `/ho-so/{id}`.
pub async fn show_dossier(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    Form(look): Form<Look>,
) -> Result<Response, Failure> {
    let view = ops::view_dossier(&deps, &cx, id, None).await?;
    render(&deps, &shell, &cx, view, look.tep, Again::default(), None).await
}

/// The page again after a refusal: what was typed stays.
pub async fn show_again(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    id: DossierId,
    fields: Fields,
    trouble: words::Trouble,
) -> Result<Response, Failure> {
    let view = ops::view_dossier(deps, cx, id, None).await?;
    render(deps, shell, cx, view, None, Again::with(fields), Some(trouble)).await
}

async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    view: DossierView,
    file: Option<String>,
    again: Again,
    trouble: Option<words::Trouble>,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let form = view.procedure.case(&view.dossier.case_code).and_then(|case| case.form.clone());
    let form = form.filter(|_| view.dossier.answers.as_object().is_some_and(|answers| !answers.is_empty()));
    let acted = view.timeline.iter().filter_map(|entry| entry.agency).collect();
    let facts = ops::desk_facts(deps, &view.dossier, form, acted).await?;
    let (status, errors) =
        trouble.map_or((StatusCode::OK, Errors::new()), |wrong| (wrong.status, wrong.errors));
    let code = view.dossier.code.clone().unwrap_or_default();
    let frame =
        shell.frame_titled(code.clone()).at_work().crumb("dossiers-desk-title", "/quay").with_errors(&errors);
    let calendar = deps.time.calendar();
    let scans = parts::scans(&view);
    let shown = scans
        .iter()
        .find(|scan| scan.inline && file.as_ref().is_none_or(|wanted| *wanted == scan.id.to_string()))
        .cloned();
    let due_now = (view.dossier.status == Status::Filed)
        .then(|| parts::due_if_accepted(deps, &view, cx.now))
        .flatten()
        .map(|at| words::moment(&lang, at))
        .unwrap_or_default();
    let page = DossierPage {
        id: view.dossier.id,
        version: view.dossier.version,
        code,
        procedure: view.dossier.procedure_name.clone(),
        status: words::tag_of(view.dossier.status),
        status_word: words::status_word(&lang, view.dossier.status),
        due: words::due(&lang, &calendar, cx.now, (&view.dossier).into()),
        filed: words::moment(&lang, view.dossier.filed_at),
        notices: parts::notices(&lang, &frame, &view),
        facts: parts::facts(&lang, &view, &facts),
        sections: sections(deps, cx, &lang, &view, &facts),
        papers: parts::papers(&lang, &view),
        asked: parts::asked(&view, &again),
        scannable: parts::scannable(&view, &again),
        fees: parts::fees(&lang, &view),
        scans,
        shown,
        timeline: parts::timeline(&lang, &view, &facts),
        bar: parts::bar(&frame, &view, &facts),
        due_now,
        again,
        frame,
        errors,
    };
    Ok(page_status(status, page))
}

/// The electronic form as people read it.
fn sections(
    deps: &Deps,
    cx: &OpContext,
    lang: &web::Lang,
    view: &DossierView,
    facts: &DeskFacts,
) -> Vec<Section> {
    let (Some(form), Some(values)) = (&facts.form, view.dossier.answers.as_object()) else {
        return Vec::new();
    };
    let answers = forms::Answers { values: values.clone(), ..forms::Answers::default() };
    let context = ops::form_context(deps, cx, &view.dossier.case_code);
    let labels = |key: &str, args: &[(&str, String)]| lang.with(key, args);
    let mut sections = forms::check_answers(form, &answers, &context, &labels);
    sections.retain(|section| !section.rows.is_empty());
    sections
}
