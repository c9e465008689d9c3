//! `/quay`: the list of the counter.
use super::words::{self, Due};
use crate::ops::{self, COUNT_MAX, DeskListing, DeskQuery, Found};
use crate::store::{DeskFilter, DeskRow, DeskTab};
use crate::{Deps, Refused};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Timestamp, group_thousands, time_vi};
use calendar::WorkCalendar;
use contracts::{Channel, DossierId};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use web::{Choice, Errors, Failure, Form, Frame, Lang, Pager, Shell, page_status, see_other};

/// Rows of a page: what a 1366 × 768 screen shows in two turns.
const ROWS: i64 = 40;
/// Characters of a procedure's name in the filter.
const SHORT_NAME: usize = 34;

/// What the address of the list says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub nhom: String,
    #[serde(default)]
    pub tt: String,
    #[serde(default)]
    pub kenh: String,
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub sau: String,
}

struct Tab {
    href: String,
    label: String,
    count: String,
    current: bool,
    late: bool,
}

/// One line of the table.
pub struct Line {
    pub id: DossierId,
    pub code: String,
    pub owner: String,
    pub procedure: String,
    pub at: String,
    /// What waits with whom; empty where nothing does.
    pub mark: String,
    pub due: Due,
    pub channel: String,
}

#[derive(Template)]
#[template(path = "desk/list.html")]
struct DeskPage {
    frame: Frame,
    errors: Errors,
    tabs: Vec<Tab>,
    asked: Asked,
    tab: &'static str,
    searched: bool,
    procedures: Vec<Choice>,
    channels: Vec<Choice>,
    lines: Vec<Line>,
    pager: Pager,
    /// Address of the file of this list, without its format; empty where nothing is to be had.
    export: String,
    clock: String,
    director: bool,
}

/// A row in words.
pub fn line(lang: &Lang, calendar: &WorkCalendar, now: Timestamp, row: DeskRow) -> Line {
    let due = words::due(lang, calendar, now, (&row).into());
    let at = if row.step_title.is_empty() { words::status_word(lang, row.status) } else { row.step_title };
    let channel = if row.assisted {
        lang.t("dossiers-desk-assisted").into_owned()
    } else {
        lang.t(&words::key_of("dossiers-channel-", row.channel.word())).into_owned()
    };
    let mark = row.mark.as_ref().map(|mark| words::mark(lang, mark)).unwrap_or_default();
    Line {
        id: row.id,
        code: row.code,
        owner: row.owner_name,
        procedure: row.procedure_name,
        at,
        mark,
        due,
        channel,
    }
}

/// `1.000+` above what is counted.
fn count_words(count: i64) -> String {
    if count > COUNT_MAX { format!("{}+", group_thousands(COUNT_MAX)) } else { group_thousands(count) }
}

fn address(tab: &str, asked: &Asked, after: Option<&str>) -> String {
    let mut href = format!("/quay?nhom={tab}");
    for (name, value) in
        [("tt", asked.tt.as_str()), ("kenh", &asked.kenh), ("sau", after.unwrap_or_default())]
    {
        if !value.is_empty() {
            href.push_str(&format!("&{name}={value}"));
        }
    }
    href
}

fn query_of(asked: &Asked, after: Option<(i64, DossierId)>) -> DeskQuery {
    DeskQuery {
        tab: DeskTab::from_word(&asked.nhom),
        filter: DeskFilter { after, ..filter_of(asked) },
        limit: ROWS,
    }
}

/// What the list is narrowed by.
pub fn filter_of(asked: &Asked) -> DeskFilter {
    let channel = [Channel::InPerson, Channel::Online, Channel::Post]
        .into_iter()
        .find(|channel| channel.word() == asked.kenh);
    let procedure_code = Some(asked.tt.clone()).filter(|code| !code.is_empty());
    DeskFilter { procedure_code, channel, after: None }
}

/// GET `/quay`.
pub async fn list_desk(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let typed = asked.q.trim().to_owned();
    if !typed.is_empty() {
        return match ops::find_dossiers(&deps, &cx, typed).await? {
            Found::One(id) => Ok(see_other(format!("/ho-so/{id}"))),
            Found::Several(rows) => show(&deps, &shell, &cx, asked, Some(rows), None).await,
        };
    }
    show(&deps, &shell, &cx, asked, None, None).await
}

/// The list, or what a search found; `wrong` is a sentence above it.
pub async fn show(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    asked: Asked,
    found: Option<Vec<DeskRow>>,
    wrong: Option<words::Trouble>,
) -> Result<Response, Failure> {
    let asked = Asked { tt: sound(&asked.tt), kenh: sound(&asked.kenh), ..asked };
    let cursor = shell.cursor(format!(
        "list_desk {} {} {} {:?}",
        asked.nhom,
        asked.tt,
        asked.kenh,
        cx.actor.account()
    ));
    let after: Option<(i64, DossierId)> = cursor.open_opt(Some(asked.sau.as_str()))?;
    let listing = ops::list_desk(deps, cx, query_of(&asked, after)).await?;
    let lang = shell.lang();
    let calendar = deps.time.calendar();
    let searched = found.is_some();
    let next = listing
        .rows
        .last()
        .filter(|_| listing.more && !searched)
        .map(|last| address(&asked.nhom, &asked, Some(&cursor.seal(&(last.sort_key(), last.id)))));
    let (tab, tabs) = (listing.tab, tabs(&lang, &listing, &asked, searched));
    let (procedures, channels) = filters(&lang, &listing, &asked);
    let rows = found.unwrap_or(listing.rows);
    let pager = Pager {
        first: after.is_some().then(|| address(&asked.nhom, &asked, None)),
        next,
        summary: lang.with("dossiers-desk-shown", &[("n", rows.len())]),
    };
    let export = if searched || rows.is_empty() {
        String::new()
    } else {
        let plain = Asked { nhom: tab.word().to_owned(), ..asked.clone() };
        address(tab.word(), &plain, None).replacen("/quay?", "/quay/xuat?", 1)
    };
    let lines = rows.into_iter().map(|row| line(&lang, &calendar, cx.now, row)).collect();
    let (status, errors) =
        wrong.map_or((StatusCode::OK, Errors::new()), |wrong| (wrong.status, wrong.errors));
    let clock = time_vi(cx.now.to_local().time());
    let frame = shell
        .frame("dossiers-desk-title")
        .at_work()
        .with_errors(&errors)
        .as_of(lang.with("dossiers-desk-as-of", &[("at", words::moment(&lang, cx.now))]));
    let director = frame.may("dossiers.approve_refusal");
    let tab = tab.word();
    Ok(page_status(
        status,
        DeskPage {
            frame,
            errors,
            tabs,
            asked,
            tab,
            searched,
            procedures,
            channels,
            lines,
            pager,
            export,
            clock,
            director,
        },
    ))
}

/// Filters go into links: only what a code or a word consists of.
fn sound(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).take(40).collect()
}

fn tabs(lang: &Lang, listing: &DeskListing, asked: &Asked, searched: bool) -> Vec<Tab> {
    let plain = Asked { sau: String::new(), ..asked.clone() };
    listing
        .counts
        .iter()
        .map(|(tab, count)| Tab {
            href: address(tab.word(), &plain, None),
            label: lang.t(&format!("dossiers-desk-tab-{}", tab.word())).into_owned(),
            count: count_words(*count),
            current: !searched && *tab == listing.tab,
            late: *tab == DeskTab::Late && *count > 0,
        })
        .collect()
}

/// A name as long as a filter has room for.
fn short(name: &str) -> String {
    let kept: String = name.chars().take(SHORT_NAME).collect();
    if kept.len() < name.len() { format!("{}…", kept.trim_end()) } else { kept }
}

fn filters(lang: &Lang, listing: &DeskListing, asked: &Asked) -> (Vec<Choice>, Vec<Choice>) {
    let all = || Choice::new("", lang.t("dossiers-desk-all").into_owned());
    let mut procedures = vec![all()];
    procedures.extend(
        listing
            .procedures
            .iter()
            .map(|one| Choice::new(one.code.clone(), short(&one.name)).chosen(one.code == asked.tt)),
    );
    let mut channels = vec![all()];
    channels.extend([Channel::InPerson, Channel::Online, Channel::Post].into_iter().map(|channel| {
        let label = lang.t(&words::key_of("dossiers-channel-", channel.word())).into_owned();
        Choice::new(channel.word(), label).chosen(channel.word() == asked.kenh)
    }));
    (procedures, channels)
}

/// The bar under the list: which act on which dossiers.
#[derive(Debug, Default, Deserialize)]
pub struct Picked {
    #[serde(default)]
    pub c: Vec<String>,
    #[serde(default)]
    pub v: String,
    #[serde(default)]
    pub nhom: String,
}

impl Picked {
    /// The chosen dossiers; what is no id was never on the page.
    pub fn ids(&self) -> Vec<DossierId> {
        self.c.iter().filter_map(|text| text.parse().ok()).collect()
    }

    pub fn list(&self) -> Asked {
        Asked { nhom: self.nhom.clone(), ..Asked::default() }
    }
}

/// POST `/quay/mo`: opens the page of an act on the first dossier chosen.
pub async fn open_chosen(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(picked): Form<Picked>,
) -> Result<Response, Failure> {
    let Some(id) = picked.ids().first().copied() else {
        let wrong = words::trouble(&shell.lang(), Refused::NothingChosen, |_| "chon-0".to_owned())?;
        return show(&deps, &shell, &cx, picked.list(), None, Some(wrong)).await;
    };
    Ok(see_other(match picked.v.as_str() {
        "b" => format!("/ho-so/{id}/bo-sung"),
        "r" => format!("/ho-so/{id}/tra"),
        "p" => format!("/ho-so/{id}/mau-01.pdf"),
        _ => format!("/ho-so/{id}"),
    }))
}
