//! `/ke-hoach/nhap/{source}`: the text beside what was found in it, what is not clear first.
use super::rows::{FoundView, found_view};
use super::words;
use crate::model::source::{Doubt, FindingKind, PlanSource, SourceLine};
use crate::ops::doubts as codes;
use crate::ops::look::{DoubtLook, ITEMS, Items, Look, NameLook, Want, look};
use crate::{Deps, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::date_vi;
use contracts::PlanSourceId;
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use web::{Choice, Failure, Form, Frame, Lang, Shell, page_status};

/// What is asked for: the tab and where in it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub muc: String,
    #[serde(default)]
    pub tu: Option<i64>,
}

const TABS: [(&str, Option<FindingKind>); 6] = [
    ("chua-ro", None),
    ("chi-tieu", Some(FindingKind::Target)),
    ("nhiem-vu", Some(FindingKind::Task)),
    ("hien-trang", Some(FindingKind::Figure)),
    ("kinh-phi", Some(FindingKind::Budget)),
    ("dong", None),
];

/// The tab's word of a kind.
pub(super) fn tab_of(kind: FindingKind) -> &'static str {
    TABS.iter().find(|(_, of)| *of == Some(kind)).map_or("chua-ro", |(word, _)| *word)
}

impl Asked {
    fn want(&self) -> Want {
        let from = self.tu.unwrap_or(0).max(0);
        match TABS.iter().find(|(word, _)| *word == self.muc) {
            Some((_, Some(kind))) => Want::Findings(*kind, from),
            Some(("dong", _)) => Want::Unused(from.max(1)),
            _ => Want::Doubts(usize::try_from(from).unwrap_or(0)),
        }
    }

    /// The tab and place as a query, so that a form leads back to where it was sent from.
    pub(super) fn query(&self) -> String {
        let tab = TABS.iter().find(|(word, _)| *word == self.muc).map_or("chua-ro", |(word, _)| *word);
        match self.tu.filter(|from| *from > 0) {
            Some(from) => format!("muc={tab}&tu={from}"),
            None => format!("muc={tab}"),
        }
    }
}

struct Tab {
    href: String,
    label: String,
    count: usize,
    current: bool,
    warn: bool,
}

/// A line of the text: three pieces, the middle one marked.
struct LineView {
    line: i64,
    /// Lines are left out before this one.
    gap: bool,
    before: String,
    marked: String,
    after: String,
    /// Marked as what was found; else as what is not clear.
    hit: bool,
}

struct DoubtView {
    id: String,
    version: i64,
    title: String,
    place: String,
    line: i64,
    class: &'static str,
    must: bool,
    /// Why its name means what it means now.
    meaning: String,
    /// The choices of a name; several may be ticked where `many`.
    choices: Vec<Choice>,
    many: bool,
    /// The choices of what was due before today.
    past: Vec<Choice>,
    /// Only a number and a day settle it.
    by_name: bool,
    /// What it was settled with; empty: open.
    answer: String,
    edit: Option<String>,
    act: String,
}

#[derive(Template)]
#[template(path = "planner/text.html")]
struct TextPage {
    frame: Frame,
    base: String,
    query: String,
    notice: Option<String>,
    heading: String,
    summary: String,
    found: String,
    tabs: Vec<Tab>,
    lines: Vec<LineView>,
    doubts: Vec<DoubtView>,
    rows: Vec<FoundView>,
    /// `doubts`, `rows`, `lines`.
    show: &'static str,
    add: Option<String>,
    next: Option<String>,
    first: Option<String>,
    open: bool,
    must: i64,
    version: i64,
    earlier: bool,
    others: usize,
    plan_href: Option<String>,
}

pub(super) async fn show_text(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    render(&deps, &shell, &cx, (source, &asked), None, StatusCode::OK).await
}

/// The page, perhaps with what an act was refused with.
pub(super) async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    (id, asked): (PlanSourceId, &Asked),
    notice: Option<String>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let want = asked.want();
    let look = look(deps, cx, id, want).await?;
    let frame = shell.frame("programme-planner-text-title").back_to("/ke-hoach");
    let lang = shell.lang();
    let base = format!("/ke-hoach/nhap/{id}");
    let open = look.source.state == "reading";
    let marks = marks(&look);
    let (mut doubts, mut rows, mut show) = (Vec::new(), Vec::new(), "lines");
    match &look.items {
        Items::Doubts(list) => {
            show = "doubts";
            doubts = list.iter().map(|one| doubt_view(&lang, &base, one)).collect();
        }
        Items::Findings(list) => {
            show = "rows";
            rows = list.iter().map(|row| found_view(&lang, &base, row)).collect::<Result<_, Refused>>()?;
        }
        Items::Unused => {}
    }
    let query = asked.query();
    let tab = query.split('&').next().unwrap_or_default().to_owned();
    let page = TextPage {
        heading: heading(&lang, &look.source),
        summary: summary(&lang, &look.source),
        found: found_words(&lang, &look),
        tabs: tabs(&lang, &base, &look, want),
        lines: line_views(&look.lines, &marks),
        add: add_href(&base, want).filter(|_| open),
        next: look.next.map(|from| format!("{base}?{tab}&tu={from}")),
        first: asked.tu.filter(|from| *from > 0).map(|_| format!("{base}?{tab}")),
        must: look.must,
        version: look.source.version,
        earlier: look.earlier.is_some(),
        others: look.others.len(),
        plan_href: look.plan.as_ref().map(|plan| format!("/ke-hoach/{}", plan.slug)),
        frame,
        base,
        query,
        notice,
        doubts,
        rows,
        show,
        open,
    };
    Ok(page_status(status, page))
}

fn heading(lang: &Lang, source: &PlanSource) -> String {
    let document = &source.identity.document;
    match (&document.number, document.issued) {
        (Some(number), Some(day)) => lang.with(
            "programme-planner-number-of",
            &[("number", number.as_str()), ("date", date_vi(day).as_str())],
        ),
        (Some(number), None) => number.clone(),
        _ => lang.t("programme-planner-no-number").into_owned(),
    }
}

fn summary(lang: &Lang, source: &PlanSource) -> String {
    let tenths = source.identity.read_millis.div_ceil(100);
    let seconds = format!("{},{}", tenths / 10, tenths % 10);
    let lines = words::number(&source.line_count.to_string());
    lang.with(
        "programme-planner-summary",
        &[("file", source.file_name.as_str()), ("lines", lines.as_str()), ("seconds", seconds.as_str())],
    )
}

fn count(look: &Look, kind: FindingKind) -> usize {
    let all = look.counts.iter().find(|(of, ..)| *of == kind);
    all.and_then(|(_, all, dropped)| usize::try_from(all - dropped).ok()).unwrap_or(0)
}

fn found_words(lang: &Lang, look: &Look) -> String {
    lang.with(
        "programme-planner-found",
        &[
            ("targets", count(look, FindingKind::Target)),
            ("tasks", count(look, FindingKind::Task)),
            ("figures", count(look, FindingKind::Figure)),
            ("budgets", count(look, FindingKind::Budget)),
            ("open", usize::try_from(look.open).unwrap_or(0)),
        ],
    )
}

fn tabs(lang: &Lang, base: &str, look: &Look, want: Want) -> Vec<Tab> {
    TABS.iter()
        .map(|(word, kind)| {
            let (label, count, current) = match (kind, *word) {
                (Some(kind), _) => (
                    words::kind(lang, *kind),
                    count(look, *kind),
                    matches!(want, Want::Findings(of, _) if of == *kind),
                ),
                (None, "dong") => (
                    lang.t("programme-planner-tab-unused").into_owned(),
                    look.unused,
                    matches!(want, Want::Unused(_)),
                ),
                _ => (
                    lang.t("programme-planner-tab-doubts").into_owned(),
                    usize::try_from(look.open).unwrap_or(0),
                    matches!(want, Want::Doubts(_)),
                ),
            };
            let warn = *word == "chua-ro" && count > 0;
            Tab { href: format!("{base}?muc={word}"), label, count, current, warn }
        })
        .collect()
}

fn add_href(base: &str, want: Want) -> Option<String> {
    match want {
        Want::Findings(kind, _) => Some(format!("{base}/them?loai={}", kind.word())),
        Want::Doubts(_) | Want::Unused(_) => None,
    }
}

/// Lines to be marked: first, last, the words within them (empty: all), found or not clear.
type Mark = (i64, i64, String, bool);

fn marks(look: &Look) -> Vec<Mark> {
    match &look.items {
        Items::Doubts(list) => list
            .iter()
            .filter(|one| !one.is_of_whole_text())
            .map(|one| {
                let words = one.name.as_ref().map(|name| name.name.printed.clone()).unwrap_or_default();
                (one.doubt.line, one.doubt.end_line, words, false)
            })
            .collect(),
        Items::Findings(rows) => {
            rows.iter().map(|row| (row.line, row.end_line, String::new(), row.confidence >= 70)).collect()
        }
        Items::Unused => Vec::new(),
    }
}

/// A very long line is cut: the file itself is kept whole.
const LINE_CHARS: usize = 600;

pub(super) fn plain_lines(lines: &[SourceLine], marked: (i64, i64)) -> Vec<(i64, String, bool)> {
    lines
        .iter()
        .map(|line| {
            let within = marked.0 <= line.line && line.line <= marked.1;
            (line.line, words::cut(&line.text, LINE_CHARS), within)
        })
        .collect()
}

fn line_views(lines: &[SourceLine], marks: &[Mark]) -> Vec<LineView> {
    let mut last = 0;
    lines
        .iter()
        .map(|line| {
            let gap = last > 0 && line.line > last + 1;
            last = line.line;
            let text = words::cut(&line.text, LINE_CHARS);
            let mark = marks.iter().find(|(from, to, ..)| *from <= line.line && line.line <= *to);
            let (before, marked, after) = match mark {
                None => (text, String::new(), String::new()),
                Some((_, _, words, _)) => split_at(&text, words),
            };
            LineView { line: line.line, gap, before, marked, after, hit: mark.is_some_and(|(.., hit)| *hit) }
        })
        .collect()
}

/// The text around the words; without words, or where they do not stand, the whole text is the middle.
fn split_at(text: &str, words: &str) -> (String, String, String) {
    let found = if words.is_empty() { None } else { text.split_once(words) };
    match found {
        Some((before, after)) => (before.to_owned(), words.to_owned(), after.to_owned()),
        None => (String::new(), text.to_owned(), String::new()),
    }
}

fn doubt_view(lang: &Lang, base: &str, one: &DoubtLook) -> DoubtView {
    let DoubtLook { doubt, name } = one;
    let places = doubt.args.get("places").and_then(serde_json::Value::as_str).unwrap_or("1").to_owned();
    let place = if one.is_of_whole_text() {
        lang.t("programme-planner-place-text").into_owned()
    } else if places == "1" {
        lang.with("programme-planner-place", &[("lines", words::lines(doubt.line, doubt.end_line).as_str())])
    } else {
        let lines = words::lines(doubt.line, doubt.end_line);
        lang.with("programme-planner-places", &[("lines", lines.as_str()), ("places", places.as_str())])
    };
    let settled = doubt.settled_at.is_some();
    let past = |word: &str, key: &str| Choice::new(word, lang.t(key)).chosen(word == "late");
    let (choices, many) = name.as_ref().map_or((Vec::new(), false), |name| choices(lang, doubt, name));
    DoubtView {
        id: doubt.id.to_string(),
        version: doubt.version,
        title: words::doubt(lang, doubt),
        place,
        line: if one.is_of_whole_text() { 0 } else { doubt.line },
        class: if settled { "sure" } else { "doubt" },
        must: doubt.weight <= 1 && !settled,
        meaning: name.as_ref().map(|name| meaning(lang, name)).unwrap_or_default(),
        choices,
        many,
        past: if doubt.code == codes::PAST {
            vec![past("late", "programme-planner-past-late"), past("done", "programme-planner-past-done")]
        } else {
            Vec::new()
        },
        by_name: matches!(doubt.code.as_str(), codes::DRAFT | codes::NO_NUMBER),
        answer: if settled { answer(lang, doubt, name.as_ref()) } else { String::new() },
        edit: doubt.finding.map(|finding| format!("{base}/sua/{finding}")),
        act: lang.with("programme-planner-name-apply", &[("places", places.parse::<i64>().unwrap_or(1))]),
    }
}

fn group_words(lang: &Lang, group: &str) -> String {
    let each =
        group.split_whitespace().map(|code| lang.t(&format!("programme-planner-group-{code}")).into_owned());
    each.collect::<Vec<_>>().join(", ")
}

fn meaning(lang: &Lang, name: &NameLook) -> String {
    let means = match name.name.kind.as_str() {
        "agency" => name.chosen.iter().map(|agency| agency.name.clone()).collect::<Vec<_>>().join(", "),
        "group" => group_words(lang, name.name.group_code.as_deref().unwrap_or_default()),
        "outside" => lang.t("programme-planner-group-outside").into_owned(),
        _ => return String::new(),
    };
    lang.with("programme-planner-name-means", &[("means", means.as_str())])
}

fn answer(lang: &Lang, doubt: &Doubt, name: Option<&NameLook>) -> String {
    match name {
        Some(name) => meaning(lang, name),
        None => {
            let word = doubt.answer.as_deref().unwrap_or("kept");
            lang.t(&format!("programme-planner-answer-{word}")).into_owned()
        }
    }
}

/// What a name may mean: agencies, groups, nobody of the province; many may be ticked where a district became many.
fn choices(lang: &Lang, doubt: &Doubt, name: &NameLook) -> (Vec<Choice>, bool) {
    let many = name.candidates.iter().any(|(_, reason)| *reason == "district");
    let sole = name.candidates.first().is_some_and(|(_, reason)| *reason == "successor");
    let mut all: Vec<Choice> = name
        .candidates
        .iter()
        .enumerate()
        .map(|(at, (agency, _))| {
            Choice::new(agency.id.to_string(), agency.name.clone()).chosen(many || (sole && at == 0))
        })
        .collect();
    if !many {
        let now = name.name.group_code.clone().unwrap_or_default();
        let mut groups = vec!["communes", "departments", "departments communes"];
        groups.retain(|group| doubt.code != codes::AGENCY_FORMER || *group == now);
        for group in groups {
            all.push(Choice::new(group, group_words(lang, group)).chosen(group == now));
        }
        let outside = doubt.code == codes::AGENCY && name.name.kind == "outside";
        all.push(Choice::new("outside", lang.t("programme-planner-group-outside")).chosen(outside));
    }
    (all, many)
}

const _: () = assert!(ITEMS <= 25, "a page of more items weighs more than 40 KB");
