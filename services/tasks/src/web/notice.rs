//! `/viec-giao/thong-bao`: a conclusion notice cut into its paragraphs; the ticked ones are assigned.
use super::typed;
use super::whom::{Named, Whom, whom};
use super::words;
use crate::Deps;
use crate::model::Priority;
use crate::ops::{self, NewAssignment, NoticeRef, Reach, Source, Suggested};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Date, date_vi};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use web::{Errors, Failure, Fields, Form, Frame, Lang, Shell, page_status, see_other};

/// Paragraphs of one form; the same bound as that of the operation that cuts.
const PARAGRAPHS_MAX: usize = 150;
/// Characters of a title made from a paragraph.
const TITLE_CHARS: usize = 180;

/// One paragraph of the form.
struct Line {
    number: String,
    text: String,
    tick: bool,
    title: String,
    product: String,
    names: String,
    departments: bool,
    communes: bool,
    helpers: String,
    due: String,
    /// What the person should look at: names that are not clear, the words of the day.
    notes: Vec<String>,
}

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage {
    frame: Frame,
    errors: Errors,
    once: String,
    number: String,
    date: String,
    text: String,
    lines: Vec<Line>,
}

/// Agencies that a note names one by one.
const NAMES_SHOWN: usize = 8;

struct Shown {
    number: String,
    date: String,
    text: String,
    lines: Vec<Line>,
}

fn render(shell: &Shell, shown: Shown, again: Fields, errors: Errors, status: StatusCode) -> Response {
    let frame =
        shell.frame("tasks-notice-title").at_work().crumb("tasks-title", "/viec-giao").with_errors(&errors);
    let once = match again.text("once") {
        "" => frame.once(),
        same => same.to_owned(),
    };
    let Shown { number, date, text, lines } = shown;
    page_status(status, NoticePage { frame, errors, once, number, date, text, lines })
}

fn empty(again: &Fields) -> Shown {
    Shown {
        number: String::new(),
        date: String::new(),
        text: again.text("notice-text").to_owned(),
        lines: Vec::new(),
    }
}

/// GET `/viec-giao/thong-bao`.
pub async fn show_notice(shell: Shell) -> Response {
    let none = Fields::default();
    render(&shell, empty(&none), none, Errors::new(), StatusCode::OK)
}

/// The first words of a paragraph, cut between words.
fn title_of(text: &str) -> String {
    let line = text::squeeze(text);
    let mut title = String::new();
    for word in line.split(' ') {
        if title.chars().count().saturating_add(word.chars().count()) >= TITLE_CHARS {
            title.push('…');
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
        // A long enough first sentence says what it is about.
        if title.chars().count() > 40 && word.ends_with(['.', ';']) {
            break;
        }
    }
    title.trim_end_matches(['.', ';', ',']).to_owned()
}

fn first(lang: &Lang, one: Suggested) -> Line {
    let mut notes: Vec<String> = Vec::new();
    for (name, names) in one.unclear {
        notes.push(match names.len() {
            0 => lang.with("tasks-wrong-name-unknown", &[("name", name)]),
            1..=NAMES_SHOWN => {
                lang.with("tasks-notice-several", &[("name", name), ("names", names.join("; "))])
            }
            count => lang.with("tasks-notice-many", &[("name", name), ("n", count.to_string())]),
        });
    }
    if !one.due_words.is_empty() {
        notes.push(lang.with("tasks-notice-day", &[("words", one.due_words)]));
    }
    Line {
        title: title_of(&one.text),
        product: lang.t("tasks-notice-product").into_owned(),
        names: one.agencies.join("; "),
        departments: one.groups.contains(&"departments"),
        communes: one.groups.contains(&"communes"),
        helpers: one.helpers.join("; "),
        due: one.due.map(date_vi).unwrap_or_default(),
        number: one.number,
        text: one.text,
        tick: one.tick,
        notes,
    }
}

fn field(at: usize, name: &str) -> String {
    format!("p{at}-{name}")
}

/// The paragraphs as the form sent them.
fn sent(fields: &Fields) -> Vec<Line> {
    let count = fields.text("n").parse::<usize>().unwrap_or(0).min(PARAGRAPHS_MAX);
    (0..count)
        .map(|at| {
            let text = |name: &str| fields.text(&field(at, name)).to_owned();
            let has = |name: &str, value: &str| fields.has(&field(at, name), value);
            Line {
                number: text("number"),
                text: text("text"),
                tick: has("tick", "1"),
                title: text("title"),
                product: text("product"),
                names: text("names"),
                departments: has("g", "departments"),
                communes: has("g", "communes"),
                helpers: text("helpers"),
                due: text("due"),
                notes: Vec::new(),
            }
        })
        .collect()
}

/// POST `/viec-giao/thong-bao`: cuts a text, or assigns what was ticked.
pub async fn take_notice(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    if fields.text("v") == "giao" {
        return assign(&deps, &shell, &cx, fields).await;
    }
    let lang = shell.lang();
    match ops::suggest(&deps, &cx, fields.text("notice-text")).await {
        Ok((notice, suggested)) => {
            let shown = Shown {
                number: notice.number,
                date: notice.issued.map(date_vi).unwrap_or_default(),
                text: String::new(),
                lines: suggested.into_iter().map(|one| first(&lang, one)).collect(),
            };
            Ok(render(&shell, shown, Fields::default(), Errors::new(), StatusCode::OK))
        }
        Err(refused) => {
            let wrong = words::trouble(&lang, refused, "notice-text", |_| "notice-text".to_owned())?;
            Ok(render(&shell, empty(&fields), fields, wrong.errors, wrong.status))
        }
    }
}

/// A ticked paragraph with everything found.
struct Ready {
    at: usize,
    doers: Whom,
    helpers: Whom,
    due: Date,
}

async fn check(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    reach: &Reach,
    (at, line): (usize, &Line),
    errors: &mut Errors,
) -> Result<Option<Ready>, Failure> {
    let lang = shell.lang();
    for (name, value) in [("title", &line.title), ("product", &line.product)] {
        if value.trim().is_empty() || value.chars().count() > 500 {
            errors.add(field(at, name), lang.t(&words::key_of("tasks-wrong-", name)).into_owned());
        }
    }
    let mut groups: Vec<String> = Vec::new();
    groups.extend(line.departments.then(|| "departments".to_owned()));
    groups.extend(line.communes.then(|| "communes".to_owned()));
    let names = field(at, "names");
    let named = Named { groups: &groups, ticked: &[], written: &line.names, field: &names };
    let doers = whom(deps, cx, &lang, reach, named, errors).await?;
    if doers.agencies.is_empty() && !errors.has(&names) {
        errors.add(names, lang.t("refusal-tasks-no-agency").into_owned());
    }
    let helping = field(at, "helpers");
    let named = Named { groups: &[], ticked: &[], written: &line.helpers, field: &helping };
    let helpers = whom(deps, cx, &lang, reach, named, errors).await?;
    let due = typed::day(&line.due).filter(|day| *day >= cx.now.date());
    if due.is_none() {
        errors.add(field(at, "due"), lang.t("tasks-wrong-due").into_owned());
    }
    Ok(due.map(|due| Ready { at, doers, helpers, due }))
}

async fn assign(deps: &Deps, shell: &Shell, cx: &OpContext, fields: Fields) -> Result<Response, Failure> {
    let lang = shell.lang();
    let reach = ops::reach(deps, cx).await?;
    let lines = sent(&fields);
    let (number, date) = (fields.text("number").to_owned(), fields.text("date").to_owned());
    let mut errors = Errors::new();
    let issued = typed::day(&date);
    if number.trim().is_empty() || number.chars().count() > 100 {
        errors.add("number", lang.t("tasks-wrong-notice").into_owned());
    }
    if issued.is_none() {
        errors.add("date", lang.t("tasks-wrong-notice-date").into_owned());
    }
    let mut ready: Vec<Ready> = Vec::new();
    for chosen in lines.iter().enumerate().filter(|(_, line)| line.tick) {
        ready.extend(check(deps, shell, cx, &reach, chosen, &mut errors).await?);
    }
    if ready.is_empty() && errors.is_empty() {
        errors.add("p0-tick", lang.t("tasks-wrong-none-ticked").into_owned());
    }
    let shown = |lines| Shown { number: number.clone(), date: date.clone(), text: String::new(), lines };
    if !errors.is_empty() {
        return Ok(render(shell, shown(lines), fields, errors, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let person = shell.principal().map(|who| who.name.clone()).unwrap_or_default();
    let count = ready.len();
    for one in ready {
        let Some(line) = lines.get(one.at) else { continue };
        let new = NewAssignment {
            // Each paragraph is an act of its own: sent again, only what is missing is assigned.
            once: match fields.text("once") {
                "" => String::new(),
                same => format!("{same}.{}", one.at),
            },
            person: person.clone(),
            source: Source::default(),
            notice: NoticeRef { number: number.clone(), date: issued, paragraph: line.number.clone() },
            title: line.title.clone(),
            product: line.product.clone(),
            words: line.text.clone(),
            agencies: one.doers.agencies,
            helpers: one.helpers.agencies,
            together: one.doers.together,
            due: one.due,
            priority: Priority::Normal,
        };
        if let Err(refused) = ops::assign(deps, cx, new).await {
            let wrong = words::trouble(&lang, refused, &field(one.at, "title"), |name| match name {
                "agencies" => field(one.at, "names"),
                other => field(one.at, other),
            })?;
            return Ok(render(shell, shown(lines), fields, wrong.errors, wrong.status));
        }
    }
    Ok(see_other(format!("/viec-giao?nhom=running&giao={count}")))
}
