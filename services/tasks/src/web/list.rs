//! `/viec-giao`: what my agency has to do, and what it has assigned.
use super::words::{self, Due, Tag};
use crate::Deps;
use crate::model::{Assignment, Priority};
use crate::ops::{self, COUNT_MAX, Tab, TabCount};
use crate::store::Filter;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Date, Timestamp, group_thousands, time_vi};
use calendar::WorkCalendar;
use contracts::AssignmentId;
use policy::web::Cx;
use serde::Deserialize;
use web::{Failure, Form, Frame, Lang, Pager, Shell, page};

/// Rows of a page.
const ROWS: i64 = 40;

/// What the address of the list says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub nhom: String,
    #[serde(default)]
    pub sau: String,
    /// How many were assigned just now, from a notice.
    #[serde(default)]
    pub giao: String,
}

struct TabLink {
    href: String,
    label: String,
    count: String,
    current: bool,
    late: bool,
}

/// One line of the table.
pub struct Line {
    pub id: AssignmentId,
    pub title: String,
    pub urgent: String,
    /// Whose work it is for the one who looks: who does it, or who assigned it.
    pub other: String,
    pub state: Tag,
    pub progress: String,
    pub waits: String,
    pub due: Due,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    frame: Frame,
    tabs: Vec<TabLink>,
    tab: &'static str,
    given: bool,
    done: String,
    lines: Vec<Line>,
    pager: Pager,
    clock: String,
    assigns: bool,
}

/// A row in words; `given`: the list of what one's agency has assigned.
pub fn line(
    lang: &Lang,
    calendar: &WorkCalendar,
    now: Timestamp,
    row: &Assignment,
    tally: Option<(i64, i64)>,
    given: bool,
) -> Line {
    let progress = match tally {
        Some((done, of)) => lang.with("tasks-tally", &[("done", done), ("of", of)]),
        // What was handed in has no share any more: it is done or it comes back.
        None if !row.phase.is_running() => String::new(),
        None => lang.with("tasks-percent", &[("n", row.percent)]),
    };
    let urgent = match row.priority {
        Priority::Normal => String::new(),
        other => lang.t(&words::key_of("tasks-priority-", other.word())).into_owned(),
    };
    let waits = match () {
        () if row.is_parent() || row.phase.is_closed() => String::new(),
        () if row.extension_to.is_some() => lang.t("tasks-waits-extension").into_owned(),
        () if row.question_open => lang.t("tasks-waits-question").into_owned(),
        () => String::new(),
    };
    Line {
        id: row.id,
        title: row.title.clone(),
        urgent,
        other: if given { row.agency_name.clone() } else { row.assigner_name.clone() },
        state: words::state_tag(lang, row.state(now.date())),
        progress,
        waits,
        due: words::due_in_list(lang, calendar, now, row),
    }
}

fn tabs(lang: &Lang, counts: &[TabCount], current: Tab) -> Vec<TabLink> {
    let word = |count: i64| {
        if count > COUNT_MAX { format!("{}+", group_thousands(COUNT_MAX)) } else { group_thousands(count) }
    };
    counts
        .iter()
        .map(|(tab, count)| TabLink {
            href: format!("/viec-giao?nhom={}", tab.word()),
            label: lang.t(&words::key_of("tasks-tab-", tab.word())).into_owned(),
            count: word(*count),
            current: *tab == current,
            late: *count > 0 && matches!(tab.word(), "overdue" | "waiting"),
        })
        .collect()
}

/// GET `/viec-giao`.
pub async fn list_assignments(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let tab = Tab::from_word(&asked.nhom);
    let scope = format!("list_assignments {} {:?}", tab.map_or("", Tab::word), cx.actor.account());
    let cursor = shell.cursor(scope);
    let after: Option<(String, AssignmentId)> = cursor.open_opt(Some(asked.sau.as_str()))?;
    let after = after.and_then(|(day, id)| Some((day.parse::<Date>().ok()?, id)));
    let listing = ops::list(&deps, &cx, tab, Filter { after, limit: ROWS }).await?;
    let (lang, calendar) = (shell.lang(), deps.time.calendar());
    let given = matches!(listing.tab, Tab::Given(_));
    let href = format!("/viec-giao?nhom={}", listing.tab.word());
    let next_scope = format!("list_assignments {} {:?}", listing.tab.word(), cx.actor.account());
    let next = listing.lines.rows.last().filter(|_| listing.lines.more).map(|last| {
        format!("{href}&sau={}", shell.cursor(next_scope).seal(&(last.due.to_string(), last.id)))
    });
    let rows = &listing.lines.rows;
    let pager = Pager {
        first: after.is_some().then(|| href.clone()),
        next,
        summary: lang.with("tasks-shown", &[("n", rows.len())]),
    };
    let lines = rows
        .iter()
        .map(|row| {
            let tally = listing.lines.tallies.get(&row.id).copied();
            line(&lang, &calendar, cx.now, row, tally, given)
        })
        .collect();
    let done = match asked.giao.parse::<u16>() {
        Ok(count) => lang.with("tasks-notice-given", &[("n", count)]),
        Err(_) => String::new(),
    };
    let frame = shell.frame("tasks-title").at_work();
    let assigns = frame.may("tasks.assign");
    Ok(page(ListPage {
        tabs: tabs(&lang, &listing.counts, listing.tab),
        tab: listing.tab.word(),
        given,
        done,
        lines,
        pager,
        clock: time_vi(cx.now.to_local().time()),
        assigns,
        frame,
    }))
}
