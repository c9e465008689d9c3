//! `/viec-giao/{id}`: one assignment, its fan-out, its timeline, and what the reader may do with it.
use super::words::{self, Due, Tag, Trouble};
use crate::Deps;
use crate::model::{Assignment, Entry, Phase, Priority};
use crate::ops::{self, View};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base::{Timestamp, date_vi};
use calendar::WorkCalendar;
use contracts::{AssignmentId, FileId};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use web::{Errors, Failure, Fields, FileAnswer, Form, Frame, Lang, Shell, page_status};

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The act that was done just now.
    #[serde(default)]
    xong: String,
}

/// One agency of a fan-out.
struct PartLine {
    id: AssignmentId,
    name: String,
    state: Tag,
    report: String,
    latest: String,
    due: Due,
    /// Can be ticked for confirmation.
    confirms: bool,
}

/// One line of the timeline.
struct Step {
    state: &'static str,
    title: String,
    datetime: String,
    when: String,
    who: String,
    words: String,
    file: String,
    file_href: String,
}

/// Unfinished agencies that stand open; the others are folded away.
const PARTS_SHOWN: usize = 12;

/// Which forms stand on the page.
#[derive(Default)]
struct Bar {
    accept: bool,
    report: bool,
    ask: bool,
    extend: bool,
    answer: bool,
    extension: bool,
    confirm: bool,
    withdraw: bool,
    chase: bool,
    parent: bool,
    confirms: bool,
}

impl Bar {
    /// Something can be done here.
    const fn any(&self) -> bool {
        self.accept
            || self.report
            || self.ask
            || self.answer
            || self.extension
            || self.confirm
            || self.withdraw
    }
}

#[derive(Template)]
#[template(path = "one.html")]
struct OnePage {
    frame: Frame,
    errors: Errors,
    again: Fields,
    done: String,
    id: AssignmentId,
    version: i64,
    title: String,
    words: String,
    state: Tag,
    due: Due,
    urgent: String,
    facts: Vec<(String, String)>,
    source_words: String,
    source_href: String,
    notice: String,
    parent_href: String,
    fan_title: String,
    fan_share: f64,
    fan_note: String,
    rest: Vec<PartLine>,
    more: Vec<PartLine>,
    finished: Vec<PartLine>,
    steps: Vec<Step>,
    question: String,
    extension: String,
    extension_reason: String,
    product: String,
    product_href: String,
    percent: String,
    bar: Bar,
}

fn bar(view: &View) -> Bar {
    let (row, rights) = (&view.row, &view.rights);
    let (work, decide) = (rights.work, rights.decide.is_some());
    let running = row.phase.is_running();
    if row.is_parent() {
        let any = |phase: fn(Phase) -> bool| view.parts.iter().any(|part| phase(part.phase));
        return Bar {
            parent: true,
            chase: decide && any(Phase::is_running),
            withdraw: decide && any(|phase| !phase.is_closed()),
            confirms: decide && any(|phase| phase == Phase::Submitted),
            ..Bar::default()
        };
    }
    Bar {
        accept: work && row.phase == Phase::Given,
        report: work && row.phase == Phase::Accepted,
        ask: work && running,
        extend: work && running && row.extension_to.is_none(),
        answer: decide && row.question_open,
        extension: decide && row.extension_to.is_some(),
        confirm: decide && row.phase == Phase::Submitted,
        withdraw: decide && !row.phase.is_closed(),
        chase: decide && running,
        parent: false,
        confirms: false,
    }
}

/// The sentence of one line; a group of lines may have more words than one key holds.
fn step(lang: &Lang, id: AssignmentId, view: &View, entry: &Entry, last_extension: bool) -> Step {
    let key = words::key_of("tasks-entry-", &entry.kind);
    let args = [
        ("due", words::day_of(entry.text("due"))),
        (
            "to",
            if entry.kind == "assigned" {
                entry.text("to").to_owned()
            } else {
                words::day_of(entry.text("to"))
            },
        ),
        ("n", entry.number("n").or(entry.number("percent")).unwrap_or(0).to_string()),
        ("number", entry.text("number").to_owned()),
    ];
    let waiting = match entry.kind.as_str() {
        "extension_asked" => last_extension && view.row.extension_to.is_some(),
        "asked" => view.row.question_open,
        "submitted" => view.row.phase == Phase::Submitted,
        _ => false,
    };
    let file = view.files.iter().find(|file| file.id.to_string() == entry.text("file"));
    let moved = entry.kind == "assigned"
        && !entry.text("asked").is_empty()
        && entry.text("asked") != entry.text("due");
    let who = match (entry.person.is_empty(), entry.office.is_empty()) {
        (true, _) => String::new(),
        (false, true) => entry.person.clone(),
        (false, false) => format!("{}, {}", entry.person, entry.office),
    };
    let said = if moved {
        lang.with("tasks-due-moved", &[("asked", words::day_of(entry.text("asked")))])
    } else {
        entry.text("words").to_owned()
    };
    Step {
        state: match (waiting, entry.kind.as_str()) {
            (true, _) => "wait",
            (false, "overdue") => "now",
            _ => "done",
        },
        title: lang.with(&key, &args),
        datetime: entry.at.to_string(),
        when: words::moment(entry.at),
        who,
        words: said,
        file: file.map(|file| file.name.clone()).unwrap_or_default(),
        file_href: file.map(|file| format!("/viec-giao/{id}/tep/{}", file.id)).unwrap_or_default(),
    }
}

fn part_line(
    lang: &Lang,
    calendar: &WorkCalendar,
    now: Timestamp,
    part: &Assignment,
    decide: bool,
) -> PartLine {
    let report = match (part.phase, part.report.is_empty()) {
        (Phase::Given, _) => String::new(),
        (Phase::Submitted | Phase::Done | Phase::Withdrawn, true) => String::new(),
        (_, true) => lang.with("tasks-percent", &[("n", part.percent)]),
        (_, false) => {
            let (n, words) = (part.percent.to_string(), part.report.clone());
            lang.with("tasks-percent-words", &[("n", n), ("words", words)])
        }
    };
    let latest = match part.reported_at {
        Some(at) => format!("{}, {}", date_vi(at.date()), part.reported_by),
        None => lang.t("tasks-part-unreported").into_owned(),
    };
    PartLine {
        id: part.id,
        name: part.agency_name.clone(),
        state: words::state_tag(lang, part.state(now.date())),
        report,
        latest,
        due: words::due_in_list(lang, calendar, now, part),
        confirms: decide && part.phase == Phase::Submitted,
    }
}

fn facts(lang: &Lang, view: &View) -> Vec<(String, String)> {
    let row = &view.row;
    let mut all: Vec<(String, String)> = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            all.push((lang.t(key).into_owned(), value));
        }
    };
    add("tasks-fact-agency", row.agency_name.clone());
    add("tasks-fact-helpers", view.helpers.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join("; "));
    add("tasks-fact-product", row.product.clone());
    add("tasks-fact-assigner", format!("{}, {}", row.person, row.assigner_name));
    add("tasks-fact-assigned", date_vi(row.assigned_at.date()));
    let moved = row.first_due != row.due;
    add("tasks-fact-first-due", if moved { date_vi(row.first_due) } else { String::new() });
    add("tasks-fact-due", date_vi(row.due));
    all
}

fn notice_words(lang: &Lang, row: &Assignment) -> String {
    if row.notice_number.is_empty() {
        return String::new();
    }
    let (number, paragraph) = (row.notice_number.clone(), row.paragraph.clone());
    let day = row.notice_date.map(date_vi).unwrap_or_default();
    lang.with("tasks-notice-of", &[("number", number), ("day", day), ("paragraph", paragraph)])
}

fn source_words(lang: &Lang, row: &Assignment) -> (String, String) {
    let Some((kind, code)) = row.source.split_once(':') else { return (String::new(), String::new()) };
    let kind_word = lang.t(&format!("tasks-source-{kind}")).into_owned();
    let title = if row.source_title.is_empty() { code.to_owned() } else { row.source_title.clone() };
    let words = match (kind, row.source_title.is_empty()) {
        // The id of a plan's row says nothing to a person.
        ("plan-task" | "plan-target", true) => kind_word,
        _ => lang.with("tasks-source-of", &[("kind", kind_word), ("title", title)]),
    };
    let href = match (row.source_href.is_empty(), kind) {
        (false, _) => row.source_href.clone(),
        (true, "indicator") => format!("/chi-so/{code}"),
        (true, "dossier") => format!("/quay?q={code}"),
        _ => String::new(),
    };
    (words, href)
}

/// The page of what was read.
fn render(
    deps: &Deps,
    shell: &Shell,
    now: Timestamp,
    view: &View,
    again: Fields,
    done: String,
    wrong: Option<Trouble>,
) -> Response {
    let (lang, calendar) = (shell.lang(), deps.time.calendar());
    let (status, errors) =
        wrong.map_or((StatusCode::OK, Errors::new()), |wrong| (wrong.status, wrong.errors));
    let row = &view.row;
    let decide = view.rights.decide.is_some();
    let (finished, rest): (Vec<&Assignment>, Vec<&Assignment>) =
        view.parts.iter().partition(|part| part.phase.is_closed());
    let lines = |parts: Vec<&Assignment>| -> Vec<PartLine> {
        parts.into_iter().map(|part| part_line(&lang, &calendar, now, part, decide)).collect()
    };
    let mut rest = lines(rest);
    // What waits for the reader first, then what is late, then Vietnamese order as read.
    rest.sort_by_key(|line| (!line.confirms, line.due.state != "late"));
    // A screenful; those that can be ticked all stand in it.
    let shown = rest.iter().filter(|line| line.confirms).count().max(PARTS_SHOWN).min(rest.len());
    let more = rest.split_off(shown);
    let (fan_title, fan_note, fan_share) = match &view.gathered {
        Some(sum) => {
            let counts = [("done", sum.done), ("of", sum.of), ("sent", sum.submitted), ("n", sum.percent)];
            let share = u32::try_from(sum.done.saturating_mul(1000).checked_div(sum.of).unwrap_or(0));
            (
                lang.with("tasks-fan-title", &counts),
                lang.with("tasks-fan-note", &counts),
                f64::from(share.unwrap_or(0)) / 10.0,
            )
        }
        None => (String::new(), String::new(), 0.0),
    };
    let last = view.entries.iter().rposition(|entry| entry.kind == "extension_asked");
    let mut steps: Vec<Step> = view
        .entries
        .iter()
        .enumerate()
        .map(|(at, entry)| step(&lang, row.id, view, entry, Some(at) == last))
        .collect();
    steps.reverse();
    let latest = |kind: &str| {
        let found = view.entries.iter().rev().find(|entry| entry.kind == kind);
        found.map(|entry| entry.text("words").to_owned()).unwrap_or_default()
    };
    let (source, source_href) = source_words(&lang, row);
    let product_href = row.product_file.map(|file| format!("/viec-giao/{}/tep/{file}", row.id));
    let frame = shell
        .frame_titled(row.title.clone())
        .at_work()
        .crumb("tasks-title", "/viec-giao")
        .with_errors(&errors);
    page_status(
        status,
        OnePage {
            frame,
            errors,
            done,
            id: row.id,
            version: row.version,
            title: row.title.clone(),
            words: row.words.clone(),
            state: words::state_tag(&lang, row.state(now.date())),
            due: words::due(&lang, &calendar, now, row),
            urgent: match row.priority {
                Priority::Normal => String::new(),
                other => lang.t(&words::key_of("tasks-priority-", other.word())).into_owned(),
            },
            facts: facts(&lang, view),
            source_words: source,
            source_href,
            notice: notice_words(&lang, row),
            parent_href: match (row.parent, view.parent_seen) {
                (Some(parent), true) => format!("/viec-giao/{parent}"),
                _ => String::new(),
            },
            fan_title,
            fan_share,
            fan_note,
            rest,
            more,
            finished: lines(finished),
            steps,
            question: latest("asked"),
            extension: row.extension_to.map(date_vi).unwrap_or_default(),
            extension_reason: latest("extension_asked"),
            product: row.product_number.clone(),
            product_href: product_href.unwrap_or_default(),
            percent: match again.get("percent") {
                Some(typed) => typed.to_owned(),
                None => row.percent.to_string(),
            },
            bar: bar(view),
            again,
        },
    )
}

/// What the page says after an act.
const DONE: &[&str] = &[
    "assigned",
    "accepted",
    "reported",
    "asked",
    "answered",
    "submitted",
    "confirmed",
    "returned",
    "extension_asked",
    "extension_granted",
    "extension_refused",
    "withdrawn",
    "chased",
];

/// GET `/viec-giao/{id}`.
pub async fn show_assignment(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<AssignmentId>,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let view = ops::view(&deps, &cx, id).await?;
    let done = match DONE.iter().find(|word| **word == asked.xong) {
        Some(word) => shell.lang().t(&words::key_of("tasks-done-", word)).into_owned(),
        None => String::new(),
    };
    Ok(render(&deps, &shell, cx.now, &view, Fields::default(), done, None))
}

/// The page again, with what was typed and what is wrong.
pub async fn show_again(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    id: AssignmentId,
    again: Fields,
    wrong: Trouble,
) -> Result<Response, Failure> {
    let view = ops::view(deps, cx, id).await?;
    Ok(render(deps, shell, cx.now, &view, again, String::new(), Some(wrong)))
}

/// GET `/viec-giao/{id}/tep/{file}`.
pub async fn get_file(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path((id, file)): Path<(AssignmentId, FileId)>,
) -> Result<Response, Failure> {
    let (row, opened) = ops::file_of(&deps, &cx, id, file).await?;
    let size = u64::try_from(row.size).unwrap_or(0);
    Ok(FileAnswer::stream(&row.name, &row.kind, size, opened).into_response())
}
