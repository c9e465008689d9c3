//! What a draft still lacks, in the order in which it is asked.  Nobody stores a current page: it is derived.
use super::caller::Caller;
use super::words;
use crate::Deps;
use crate::model::{Component, Given};
use crate::ops::{Beside, Journey, form_context};
use crate::rules;
use forms::{Context, StepErrors, StepRef};

/// One thing that stands in the way of filing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    pub href: String,
    pub sentence: String,
}

/// The answers that count, as conditions of papers and fees read them.
pub(super) fn counted(journey: &Journey, context: &Context<'_>) -> serde_json::Value {
    match &journey.form {
        Some(form) => serde_json::Value::Object(forms::submitted_values(form, &journey.answers, context)),
        None => serde_json::json!({}),
    }
}

/// The papers asked of these answers, with what has been attached; the form itself is not among them.
pub(super) fn papers(journey: &Journey, context: &Context<'_>) -> Vec<Component> {
    let answers = counted(journey, context);
    rules::required_components(&journey.case, &answers, journey.draft.saved_at, |rule| {
        let whole = journey.files.iter().any(|file| file.component == rule.code && file.size > 0);
        if rule.is_form {
            Given::Form
        } else if whole {
            Given::File
        } else {
            Given::Missing
        }
    })
    .into_iter()
    .filter(|paper| paper.given != Given::Form)
    .collect()
}

/// Address of a step of the form.
pub(super) fn step_href(draft: &str, at: &StepRef) -> String {
    format!("/nop/{draft}/{at}")
}

/// Everything missing, first things first.
pub(super) fn gaps(deps: &Deps, caller: &Caller, journey: &Journey) -> Vec<Gap> {
    let l = caller.shell.lang();
    let base = format!("/nop/{}", journey.draft.id);
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    let beside = Beside::of(&journey.answers);
    let mut gaps = Vec::new();
    let mut lacks = |page: &str, key: &str| {
        gaps.push(Gap { href: format!("{base}/{page}"), sentence: l.t(key).into_owned() });
    };
    if journey.draft.receiving.is_none() || journey.draft.unit.is_none() {
        lacks("noi-nop", "dossiers-citizen-gap-place");
    }
    if beside.me.is_none() || beside.standing.is_none() {
        lacks("nguoi-nop", "dossiers-citizen-gap-submitter");
    } else if !beside.for_herself() && beside.owner.is_none() {
        lacks("chu-ho-so", "dossiers-citizen-gap-owner");
    }
    gaps.extend(form_gaps(journey, &context, &l, &base));
    for paper in papers(journey, &context).iter().filter(|p| p.mandatory && p.given == Given::Missing) {
        let sentence = l.with("dossiers-citizen-gap-paper", &[("name", paper.name.as_str())]);
        gaps.push(Gap { href: format!("{base}/giay-to#tep-{}", paper.code), sentence });
    }
    if beside.return_channel.is_none() {
        let sentence = l.t("dossiers-citizen-gap-return").into_owned();
        gaps.push(Gap { href: format!("{base}/nhan-ket-qua"), sentence });
    }
    gaps
}

fn form_gaps(journey: &Journey, context: &Context<'_>, l: &web::Lang, base: &str) -> Vec<Gap> {
    let Some(form) = &journey.form else { return Vec::new() };
    let wrong: Vec<StepErrors> =
        forms::validate_all(form, &journey.answers, context).err().unwrap_or_default();
    let labels = words::labels(l);
    wrong
        .iter()
        .flat_map(|step| {
            step.errors.iter().map(|error| Gap {
                href: format!("{base}/{}#{}", step.at, error.control),
                sentence: error.message.text(&labels),
            })
        })
        .collect()
}

/// Where the journey goes on: the first thing missing, the papers once, then the check page.
pub(super) fn onward(deps: &Deps, caller: &Caller, journey: &Journey) -> String {
    let base = format!("/nop/{}", journey.draft.id);
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    let beside = Beside::of(&journey.answers);
    if journey.draft.receiving.is_none() || journey.draft.unit.is_none() {
        return format!("{base}/noi-nop");
    }
    if beside.me.is_none() || beside.standing.is_none() {
        return format!("{base}/nguoi-nop");
    }
    if !beside.for_herself() && beside.owner.is_none() {
        return format!("{base}/chu-ho-so");
    }
    if let Some(form) = &journey.form
        && let Some(at) = forms::next_unfinished(form, &journey.answers, &context)
    {
        return format!("{base}/{at}");
    }
    let papers = papers(journey, &context);
    let missing = papers.iter().any(|paper| paper.mandatory && paper.given == Given::Missing);
    if missing || (!papers.is_empty() && !beside.papers_seen) {
        return format!("{base}/giay-to");
    }
    if beside.return_channel.is_none() {
        return format!("{base}/nhan-ket-qua");
    }
    format!("{base}/kiem-tra")
}
