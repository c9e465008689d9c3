//! `/hom-nay`: six numbers, each of what, against what and when, and where they come from.
use super::behind::NOTICE_LATE;
use crate::Deps;
use crate::doors::work::words::{day, moment};
use crate::ops::{self, LeaderFigures, Sums};
use crate::rules::{per_mille, percent_vi};
use crate::store::Behind;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::group_thousands;
use policy::web::Cx;
use serde::Deserialize;
use web::{Failure, FileAnswer, Form, Frame, Lang, Shell, csv_cell, page};

/// Lines of a table before the rest is asked for.
const LINES: usize = 15;

#[derive(Deserialize, Default)]
pub(super) struct TodayQuery {
    /// Which table to show whole: `co-quan` or `thu-tuc`.
    #[serde(default)]
    xem: String,
}

/// One of the six.
pub(super) struct Tile {
    pub title: String,
    pub number: String,
    pub unit: String,
    pub href: String,
    /// Sentences under the number, each with an address or without.
    pub notes: Vec<(String, String)>,
}

/// One line of a table.
pub(super) struct Line {
    pub name: String,
    pub received: String,
    pub received_href: String,
    pub closed: String,
    pub closed_href: String,
    /// `97,8 %`, or a word when nothing was closed.
    pub rate: String,
    /// `97.8` for the drawing; empty when there is no rate.
    pub share: String,
    pub late: i64,
    pub late_href: String,
    pub waiting: String,
    pub waiting_href: String,
}

#[derive(Template)]
#[template(path = "leader/today.html")]
struct TodayPage {
    frame: Frame,
    heading: String,
    tiles: Vec<Tile>,
    agencies: Vec<Line>,
    more_agencies: usize,
    procedures: Vec<Line>,
    more_procedures: usize,
    /// Of every number: what it is and how it is made.
    methods: Vec<(String, String)>,
}

/// Address of the list behind a number; `narrowed` is `&co-quan=…` or `&thu-tuc=…`.
fn behind(which: Behind, narrowed: &str) -> String {
    format!("/hom-nay/ho-so?so={}{narrowed}", which.word())
}

fn rate(lang: &Lang, sums: &Sums) -> String {
    match per_mille(sums.in_time, sums.closed()) {
        Some(share) => lang.with("dossiers-leader-percent", &[("n", percent_vi(share))]),
        None => lang.t("dossiers-leader-no-rate").into_owned(),
    }
}

fn line(lang: &Lang, name: String, sums: &Sums, narrowed: &str) -> Line {
    let share = per_mille(sums.in_time, sums.closed());
    Line {
        name,
        received: group_thousands(sums.received),
        received_href: behind(Behind::ReceivedMonth, narrowed),
        closed: group_thousands(sums.closed()),
        closed_href: behind(Behind::ClosedMonth, narrowed),
        rate: rate(lang, sums),
        share: share.map(|share| format!("{}.{}", share / 10, share % 10)).unwrap_or_default(),
        late: sums.late,
        late_href: behind(Behind::LateNow, narrowed),
        waiting: group_thousands(sums.waiting),
        waiting_href: behind(Behind::Waiting, narrowed),
    }
}

/// Nothing stands behind a nought.
fn notices_href(late: i64) -> String {
    if late > 0 { format!("/hom-nay/ho-so?so={NOTICE_LATE}") } else { String::new() }
}

fn tiles(lang: &Lang, f: &LeaderFigures) -> Vec<Tile> {
    let t = |key: &str| lang.t(key).into_owned();
    let note = |key: &str, n: i64| (lang.with(key, &[("n", group_thousands(n))]), String::new());
    let linked = |key: &str, n: i64, which| (note(key, n).0, behind(which, ""));
    let unit = || t("dossiers-leader-unit");
    let tile = |name: &str, number: i64, which: Behind, notes| Tile {
        title: t(&format!("dossiers-leader-tile-{name}")),
        number: group_thousands(number),
        unit: unit(),
        href: behind(which, ""),
        notes,
    };
    let online = per_mille(f.month.online, f.month.received).map_or_else(
        || t("dossiers-leader-no-rate"),
        |share| lang.with("dossiers-leader-online-share", &[("n", percent_vi(share))]),
    );
    let in_time = per_mille(f.month.in_time, f.month.closed());
    vec![
        tile(
            "received",
            f.received_today,
            Behind::ReceivedToday,
            vec![
                note("dossiers-leader-yesterday", f.received_yesterday),
                linked("dossiers-leader-month-received", f.month.received, Behind::ReceivedMonth),
                note("dossiers-leader-before-received", f.before.received),
                (online, behind(Behind::OnlineMonth, "")),
            ],
        ),
        Tile {
            title: t("dossiers-leader-tile-in-time"),
            number: in_time.map_or_else(|| "–".to_owned(), percent_vi),
            unit: if in_time.is_some() { "%".to_owned() } else { String::new() },
            href: behind(Behind::ClosedMonth, ""),
            notes: vec![
                note("dossiers-leader-of-closed", f.month.closed()),
                linked("dossiers-leader-closed-late", f.month.closed_late, Behind::ClosedLate),
                (lang.with("dossiers-leader-before-rate", &[("rate", rate(lang, &f.before))]), String::new()),
            ],
        },
        tile(
            "late",
            f.month.late,
            Behind::LateNow,
            vec![
                note("dossiers-leader-late-new", f.month.late_new),
                (note("dossiers-leader-notice-late", f.notices_late).0, notices_href(f.notices_late)),
            ],
        ),
        tile(
            "waiting",
            f.month.waiting,
            Behind::Waiting,
            vec![note("dossiers-leader-waiting-long", f.month.waiting_long)],
        ),
        tile(
            "due-today",
            f.month.due_today,
            Behind::DueToday,
            vec![(t("dossiers-leader-due-note"), String::new())],
        ),
        tile(
            "ready",
            f.month.ready,
            Behind::Ready,
            vec![note("dossiers-leader-ready-long", f.month.ready_long)],
        ),
    ]
}

pub(super) async fn show_leader(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(query): Form<TodayQuery>,
) -> Result<Response, Failure> {
    let figures = ops::leader_figures(&deps, &cx).await?;
    let lang = shell.lang();
    let mut agencies: Vec<Line> = figures
        .agencies
        .iter()
        .map(|row| line(&lang, row.name.clone(), &row.sums, &format!("&co-quan={}", row.agency)))
        .collect();
    let mut procedures: Vec<Line> = figures
        .procedures
        .iter()
        .map(|row| line(&lang, row.name.clone(), &row.sums, &format!("&thu-tuc={}", row.code)))
        .collect();
    let cut = |list: &mut Vec<Line>, whole: bool| {
        let more = if whole { 0 } else { list.len().saturating_sub(LINES) };
        list.truncate(list.len().saturating_sub(more));
        more
    };
    let more_agencies = cut(&mut agencies, query.xem == "co-quan");
    let more_procedures = cut(&mut procedures, query.xem == "thu-tuc");
    let mut methods: Vec<(String, String)> = ["received", "in-time", "late", "waiting", "due-today", "ready"]
        .iter()
        .map(|name| {
            let title = lang.t(&format!("dossiers-leader-tile-{name}")).into_owned();
            (title, lang.t(&format!("dossiers-leader-method-{name}")).into_owned())
        })
        .collect();
    let notice = lang.t("dossiers-leader-behind-notice-late").into_owned();
    methods.push((notice, lang.t("dossiers-leader-method-notice-late").into_owned()));
    let heading = lang.with("dossiers-leader-heading", &[("day", day(&lang, figures.at))]);
    let as_of = lang.with("dossiers-leader-as-of", &[("at", moment(&lang, figures.at))]);
    let frame = shell.frame("dossiers-leader-title").at_work().as_of(as_of);
    Ok(page(TodayPage {
        tiles: tiles(&lang, &figures),
        frame,
        heading,
        agencies,
        more_agencies,
        procedures,
        more_procedures,
        methods,
    }))
}

/// The tables as a file for spreadsheets: UTF-8 with its mark, semicolons as Vietnamese settings expect.
pub(super) async fn get_leader_csv(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
) -> Result<Response, Failure> {
    let figures = ops::leader_figures(&deps, &cx).await?;
    let lang = shell.lang();
    let mut text = String::from("\u{feff}");
    let heads = [
        "kind",
        "name",
        "code",
        "received",
        "online",
        "closed",
        "in-time",
        "late-closed",
        "rate",
        "late",
        "due-today",
        "waiting",
        "ready",
    ];
    let head: Vec<String> =
        heads.iter().map(|name| csv_cell(&lang.t(&format!("dossiers-leader-column-{name}")))).collect();
    text.push_str(&head.join(";"));
    text.push_str("\r\n");
    let mut add = |kind: &str, name: &str, code: &str, sums: &Sums| {
        let rate = per_mille(sums.in_time, sums.closed()).map(percent_vi).unwrap_or_default();
        let mut cells = vec![csv_cell(&lang.t(kind)), csv_cell(name), csv_cell(code)];
        cells.extend(
            [sums.received, sums.online, sums.closed(), sums.in_time, sums.closed_late]
                .map(|n| n.to_string()),
        );
        cells.push(rate);
        cells.extend([sums.late, sums.due_today, sums.waiting, sums.ready].map(|n| n.to_string()));
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    };
    add("dossiers-leader-kind-all", "", "", &figures.month);
    for row in &figures.agencies {
        add("dossiers-leader-kind-agency", &row.name, "", &row.sums);
    }
    for row in &figures.procedures {
        add("dossiers-leader-kind-procedure", &row.name, &row.code, &row.sums);
    }
    let name = format!("hom-nay-{}.csv", figures.at.date());
    Ok(FileAnswer::bytes(&name, "text/csv; charset=utf-8", text.into_bytes()).into_response())
}
