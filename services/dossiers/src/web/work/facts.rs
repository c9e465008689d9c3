//! What a step's page tells of the dossier: facts, answers, papers, the steps so far.
use super::words::{key_of, moment};
use crate::Deps;
use crate::model::{File, Given, Status};
use crate::ops::{self, StepView};
use base::Timestamp;
use contracts::AgencyId;
use forms::{Answers, FieldKind, FormDefinition, Row};
use policy::OpContext;
use std::collections::HashMap;
use web::{Lang, Receipt};
use workflow::StepKind;

/// Answers of one part of the form.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    pub title: String,
    pub rows: Vec<Answered>,
}

/// One answer as people read it.
#[derive(Clone, Debug, Default)]
pub(super) struct Answered {
    /// Field of the form; of the second and later items of a list with its number.
    pub field: String,
    pub label: String,
    pub value: String,
    /// How to reach the person: nothing that a result says.
    pub contact: bool,
}

/// A paper of the dossier with its files.
pub(super) struct Paper {
    pub name: String,
    pub given: String,
    pub missing: bool,
    pub files: Vec<Receipt>,
    /// Address and name of those that a browser shows as pictures.
    pub pictures: Vec<(String, String)>,
}

/// A step that has been or is under way.
pub(super) struct Passed {
    pub title: String,
    pub agency: String,
    pub when: String,
    pub how: String,
    /// An answer that came after consent by silence; kept, it reopens nothing.
    pub late: String,
}

pub(super) const fn tag_of(status: Status) -> &'static str {
    match status {
        Status::Filed | Status::Received => "info",
        Status::Supplement | Status::PaymentDue => "turn",
        Status::Resolved | Status::Returned => "ok",
        Status::Refused | Status::Stopped => "bad",
        Status::Processing | Status::Withdrawn => "",
    }
}

pub(super) fn facts(
    lang: &Lang,
    step: &StepView,
    names: &HashMap<AgencyId, String>,
) -> Vec<(String, String)> {
    let dossier = &step.view.dossier;
    let agency = |id: AgencyId| names.get(&id).cloned().unwrap_or_default();
    let number = step.view.owner.papers.first().map(|paper| paper.identifier.as_str().to_owned());
    let birth = step.view.owner.birth.map(|birth| birth.display_vi()).unwrap_or_default();
    let mut list =
        vec![("owner", dossier.owner_name.clone()), ("number", number.unwrap_or_default()), ("birth", birth)];
    if dossier.owner != dossier.submitter {
        list.push(("submitter", step.view.submitter.name.clone()));
    }
    list.push(("standing", lang.t(&key_of("dossiers-standing-", dossier.standing.word())).into_owned()));
    list.push(("proof", dossier.standing_proof.clone()));
    list.push(("phone", dossier.contact_phone.clone()));
    list.push(("channel", lang.t(&key_of("dossiers-channel-", dossier.channel.word())).into_owned()));
    let case = step.view.procedure.case(&dossier.case_code).map(|case| case.name.clone());
    list.push(("case", case.unwrap_or_default()));
    list.push(("receiving", agency(dossier.receiving)));
    list.push(("resolving", agency(dossier.resolving)));
    if let Some(received) = dossier.received_at {
        list.push(("received", moment(lang, received)));
    }
    if let Some(due) = dossier.due_at {
        list.push(("due", moment(lang, due)));
    }
    list.into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(key, value)| (lang.t(&format!("dossiers-work-fact-{key}")).into_owned(), value))
        .collect()
}

/// The answers as people read them; without a form, the plain ones by their names.
pub(super) fn answers(deps: &Deps, cx: &OpContext, lang: &Lang, step: &StepView) -> Vec<Part> {
    let Some(values) = step.view.dossier.answers.as_object() else { return Vec::new() };
    let Some(form) = &step.form else {
        let case = step.view.procedure.case(&step.view.dossier.case_code);
        let counted = |name: &str| case?.counts.iter().find(|count| count.code == name);
        let rows = values
            .iter()
            .filter(|(_, value)| !value.is_null() && !value.is_object())
            .map(|(name, value)| Answered {
                field: name.clone(),
                label: counted(name).map_or_else(|| name.clone(), |count| count.label.clone()),
                value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
                contact: false,
            })
            .collect();
        return vec![Part { title: String::new(), rows }];
    };
    let answers = Answers { values: values.clone(), ..Answers::default() };
    let mut context = ops::form_context(deps, cx, &step.view.dossier.case_code);
    context.facts.insert("channel".to_owned(), step.view.dossier.channel.word().into());
    let labels = |key: &str, args: &[(&str, String)]| lang.with(key, args);
    forms::check_answers(form, &answers, &context, &labels)
        .into_iter()
        .map(|section| Part {
            title: section.title,
            rows: section.rows.into_iter().map(|row| answered(form, row)).collect(),
        })
        .collect()
}

fn answered(form: &FormDefinition, row: Row) -> Answered {
    let kind = form.pages.iter().find_map(|page| page.field(&row.field)).map(|field| field.kind);
    let item = row.change.item.filter(|item| *item > 0);
    Answered {
        contact: matches!(kind, Some(FieldKind::Phone | FieldKind::Email)),
        value: row.lines.join(", "),
        field: item.map_or_else(|| row.field.clone(), |item| format!("{}#{item}", row.field)),
        label: row.label,
    }
}

/// Only what was answered, and how many questions were left open.
pub(super) fn given(parts: Vec<Part>) -> (Vec<Part>, usize) {
    let mut blank = 0;
    let mut kept = Vec::new();
    for mut part in parts {
        let all = part.rows.len();
        part.rows.retain(|row| !row.value.is_empty());
        blank += all - part.rows.len();
        if !part.rows.is_empty() {
            kept.push(part);
        }
    }
    (kept, blank)
}

/// What a reader must know before she begins.
pub(super) fn notes(lang: &Lang, step: &StepView, now: Timestamp) -> Vec<(&'static str, String)> {
    let mut notes = Vec::new();
    if !step.task.kind.own_time() {
        let system = match &step.task.kind {
            StepKind::External { system } => system.as_str(),
            _ => "",
        };
        let args = [("system", system.to_owned()), ("since", moment(lang, step.task.opened_at))];
        let overdue = step.task.due_at.is_some_and(|due| due < now);
        let key = if overdue { "dossiers-work-note-external-late" } else { "dossiers-work-note-external" };
        notes.push(("", lang.with(key, &args)));
    }
    if let Some(finding) = &step.view.finding {
        let args = [
            ("at", moment(lang, finding.found_at)),
            ("words", finding.words.clone()),
            ("advice", lang.t(&key_of("dossiers-work-advice-", &finding.advice)).into_owned()),
        ];
        notes.push(("turn", lang.with("dossiers-work-note-finding", &args)));
    }
    // The last word of whoever sent the dossier back.
    let back = step.view.timeline.iter().rev().find(|entry| {
        let sent_back = matches!(entry.kind.as_str(), "sent_back" | "result_sent_back" | "draft_disputed");
        // A finding that was turned down answers this very step; reported anew, the desk's word is over.
        let turned_down = entry.kind == "finding_turned_down" && step.view.finding.is_none();
        (sent_back || turned_down) && entry.at >= step.task.opened_at
    });
    if let Some(entry) = back {
        let words = entry.detail.get("words").and_then(|words| words.as_str()).unwrap_or_default();
        let key = key_of("dossiers-entry-", &entry.kind);
        notes.push(("warn", lang.with(&key, &[("words", words.to_owned()), ("step", String::new())])));
    }
    for round in step.view.supplements.iter().filter(|round| round.answered_at.is_some()) {
        let args = [("n", round.round.to_string()), ("words", round.answer_words.clone())];
        notes.push(("ok", lang.with("dossiers-work-note-supplemented", &args)));
    }
    notes
}

pub(super) fn papers(lang: &Lang, step: &StepView) -> Vec<Paper> {
    step.view
        .components
        .iter()
        .map(|component| {
            let files: Vec<&File> =
                step.view.files.iter().filter(|file| file.component == component.code).collect();
            let address = |file: &File| format!("/viec/{}/tep/{}", step.task.id, file.id);
            Paper {
                name: component.name.clone(),
                given: lang.t(&key_of("dossiers-work-given-", component.given.word())).into_owned(),
                missing: component.given == Given::Missing && component.mandatory,
                files: files.iter().map(|file| receipt(lang, file, address(file))).collect(),
                pictures: files
                    .iter()
                    .filter(|file| matches!(file.kind.as_str(), "image/jpeg" | "image/png" | "image/webp"))
                    .map(|file| (address(file), file.name.clone()))
                    .collect(),
            }
        })
        .collect()
}

fn receipt(lang: &Lang, file: &File, href: String) -> Receipt {
    let head: Vec<char> = file.digest.chars().take(12).collect();
    let groups: Vec<String> = head.chunks(4).map(|group| group.iter().collect()).collect();
    let size = forms::size_vi(u64::try_from(file.size).unwrap_or(0));
    let empty = file.size <= 0;
    Receipt {
        name: file.name.clone(),
        detail: format!("{size} · {}", moment(lang, file.uploaded_at)),
        fingerprint: groups.join(" "),
        problem: if empty { lang.t("refusal-dossiers-file-empty").into_owned() } else { String::new() },
        view_href: (!empty).then_some(href),
        remove: None,
    }
}

pub(super) fn passed(lang: &Lang, step: &StepView, names: &HashMap<AgencyId, String>) -> Vec<Passed> {
    step.view
        .tasks
        .iter()
        .map(|task| Passed {
            title: task.title.clone(),
            agency: names.get(&task.agency).cloned().unwrap_or_default(),
            when: moment(lang, task.closed_at.unwrap_or(task.opened_at)),
            how: match task.how_key() {
                Some(key) => lang.t(&key).into_owned(),
                None => lang.t("dossiers-work-open").into_owned(),
            },
            late: task.late.map_or_else(String::new, |late| {
                let key = if late.agreed { "dossiers-work-late-yes" } else { "dossiers-work-late-no" };
                lang.with(key, &[("at", moment(lang, late.at))])
            }),
        })
        .collect()
}
