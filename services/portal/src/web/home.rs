//! `/`
use crate::Deps;
use crate::rules::LIFE_EVENTS;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{date_vi, group_thousands, time_vi};
use contracts::PublicFigures;
use web::{Errors, Failure, Frame, Shell, page};

struct Popular {
    words: String,
    href: String,
}

struct EventLink {
    code: &'static str,
    picture: &'static str,
    title: String,
    words: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    popular: Vec<Popular>,
    events: Vec<EventLink>,
    as_of: String,
    received: String,
    online_words: String,
    in_time_percent: String,
    in_time_words: String,
    late: String,
    any_closed: bool,
    errors: Errors,
}

/// One decimal, comma: `97,8`.  Zero of zero is empty.
fn percent(part: i64, whole: i64) -> String {
    if whole == 0 {
        return String::new();
    }
    let tenths = (part.saturating_mul(1000) + whole / 2) / whole;
    format!("{},{}", tenths / 10, tenths % 10)
}

pub(super) async fn show_home(State(deps): State<Deps>, shell: Shell) -> Result<Response, Failure> {
    let (figures, now) = (deps.figures.clone(), shell.now());
    let counted: PublicFigures = deps.db.read(move |tx| figures.public(tx, now)).await?;
    let l = shell.lang();
    let events = LIFE_EVENTS
        .iter()
        .map(|(code, picture)| EventLink {
            code,
            picture,
            title: l.t(&format!("portal-event-{code}")).into_owned(),
            words: l.t(&format!("portal-event-{code}-words")).into_owned(),
        })
        .collect();
    let popular = l
        .t("portal-popular")
        .split(';')
        .map(|words| {
            let words = words.trim().to_owned();
            let query = serde_urlencoded::to_string([("q", &words)]).unwrap_or_default();
            Popular { href: format!("/thu-tuc?{query}"), words }
        })
        .collect();
    let as_of = l.with(
        "portal-as-of",
        &[
            ("time", web::arg(&time_vi(now.to_local().time()))),
            ("weekday", web::arg(&l.t(base::weekday_key(now.date())).into_owned())),
            ("date", web::arg(&date_vi(now.date()))),
        ],
    );
    Ok(page(HomePage {
        frame: shell.frame("portal-home-title").public().as_home(),
        popular,
        events,
        as_of,
        received: group_thousands(counted.received_today),
        online_words: match percent(counted.received_online_today, counted.received_today) {
            none if none.is_empty() => l.t("portal-received-none").into_owned(),
            percent => l.with("portal-received-online", &[("percent", web::arg(&percent))]),
        },
        in_time_percent: percent(counted.closed_in_time_this_month, counted.closed_this_month),
        in_time_words: l.with(
            "portal-in-time-of",
            &[
                ("part", web::arg(&counted.closed_in_time_this_month)),
                ("whole", web::arg(&counted.closed_this_month)),
            ],
        ),
        late: group_thousands(counted.late_now),
        any_closed: counted.closed_this_month > 0,
        errors: Errors::new(),
    }))
}
