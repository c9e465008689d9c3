//! `/thu-tuc`: what matches the words, a life event or a field.
use crate::Deps;
use crate::rules::{FeeWords, LIFE_EVENTS, case_fee, case_limit};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use contracts::{Channel, LimitUnit, ProcedureFact};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use web::{Failure, Form, Frame, Lang, Shell, page};

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    q: String,
    /// Life event.
    #[serde(default)]
    viec: String,
    /// Field of administration.
    #[serde(default)]
    linh_vuc: String,
    /// `qua-mang` or `trong-ngay`.
    #[serde(default)]
    loc: String,
}

struct ResultRow {
    code: String,
    name: String,
    summary: String,
    time: String,
    fee: String,
    channels: String,
}

struct Narrow {
    label: String,
    href: String,
    count: usize,
    current: bool,
}

#[derive(Template)]
#[template(path = "results.html")]
struct ResultsPage {
    frame: Frame,
    query: String,
    heading: String,
    note: String,
    rows: Vec<ResultRow>,
    narrow: Vec<Narrow>,
    all_href: String,
    narrowed: bool,
}

const FOUND_MAX: usize = 60;

fn channels(procedure: &ProcedureFact, l: &Lang) -> String {
    let offered = |channel| procedure.cases.iter().any(|case| case.channel(channel).is_some());
    [Channel::Online, Channel::InPerson, Channel::Post]
        .into_iter()
        .filter(|channel| offered(*channel))
        .map(|channel| l.t(&format!("portal-channel-{}", channel.word().replace('_', "-"))).into_owned())
        .collect::<Vec<_>>()
        .join(", ")
}

fn row(procedure: &ProcedureFact, l: &Lang) -> ResultRow {
    let first = procedure.cases.first();
    let time = first
        .map(case_limit)
        .map_or_else(String::new, |words| l.with(words.key, &[("amount", web::arg(&words.amount))]));
    let fee = match first.map(case_fee) {
        Some(FeeWords::Fixed(money)) => money.display_vi(),
        Some(FeeWords::Varies) => l.t("portal-fee-varies").into_owned(),
        Some(FeeWords::Free) if crate::rules::by_council(procedure) => l.t("portal-fee-council").into_owned(),
        _ => l.t("portal-fee-none").into_owned(),
    };
    ResultRow {
        code: procedure.code.clone(),
        name: procedure.name.clone(),
        summary: procedure.steps.first().cloned().unwrap_or_default(),
        time,
        fee,
        channels: channels(procedure, l),
    }
}

fn files_online(procedure: &ProcedureFact) -> bool {
    procedure.cases.iter().any(|case| case.channel(Channel::Online).is_some())
}

fn same_day(procedure: &ProcedureFact) -> bool {
    procedure
        .cases
        .iter()
        .flat_map(|case| &case.channels)
        .any(|rule| rule.limit.as_ref().is_some_and(|limit| limit.unit == LimitUnit::SameDay))
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    let kept: Vec<(&str, &str)> = pairs.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
    let query = serde_urlencoded::to_string(kept).unwrap_or_default();
    if query.is_empty() { "/thu-tuc".to_owned() } else { format!("/thu-tuc?{query}") }
}

fn narrowing(found: &[Arc<ProcedureFact>], query: &Query, l: &Lang) -> Vec<Narrow> {
    let link = |field: &str, filter: &str| {
        encoded(&[("q", &query.q), ("viec", &query.viec), ("linh_vuc", field), ("loc", filter)])
    };
    let mut list = Vec::new();
    for (word, test) in [("qua-mang", files_online as fn(&ProcedureFact) -> bool), ("trong-ngay", same_day)] {
        let count = found.iter().filter(|one| test(one)).count();
        if count > 0 {
            list.push(Narrow {
                label: l.t(&format!("portal-narrow-{word}")).into_owned(),
                href: link(&query.linh_vuc, word),
                count,
                current: query.loc == word,
            });
        }
    }
    let mut fields: BTreeMap<Vec<u8>, (&str, usize)> = BTreeMap::new();
    for one in found {
        let entry = fields.entry(text::collation_key(&one.field)).or_insert((&one.field, 0));
        entry.1 += 1;
    }
    for (field, count) in fields.into_values() {
        list.push(Narrow {
            label: l.with("portal-narrow-field", &[("field", web::arg(&field.to_owned()))]),
            href: link(field, &query.loc),
            count,
            current: query.linh_vuc == field,
        });
    }
    list
}

fn keeps(query: &Query, one: &ProcedureFact) -> bool {
    (query.linh_vuc.is_empty() || one.field == query.linh_vuc)
        && match query.loc.as_str() {
            "qua-mang" => files_online(one),
            "trong-ngay" => same_day(one),
            _ => true,
        }
}

pub(super) async fn search_procedures(
    State(deps): State<Deps>,
    shell: Shell,
    Form(query): Form<Query>,
) -> Result<Response, Failure> {
    let (catalogue, today) = (deps.catalogue.clone(), shell.now().date());
    let asked = query.clone();
    let (found, loose) = deps
        .db
        .read(move |tx| {
            let all = catalogue.all_in_force(tx, today)?;
            let words: String = asked.q.chars().take(200).collect();
            if words.trim().is_empty() {
                let event = &asked.viec;
                let of_event =
                    |one: &Arc<ProcedureFact>| event.is_empty() || one.life_event.as_deref() == Some(event);
                return Ok::<_, db::DbError>((all.into_iter().filter(of_event).collect::<Vec<_>>(), false));
            }
            let hits = search::find(tx, "procedure", &words, today, FOUND_MAX)?;
            let loose = hits.first().is_some_and(|hit| hit.loose);
            let list = hits
                .iter()
                .filter_map(|hit| all.iter().find(|one| one.code == hit.id).cloned())
                .collect::<Vec<_>>();
            Ok((list, loose))
        })
        .await?;
    let l = shell.lang();
    let narrow = narrowing(&found, &query, &l);
    let rows: Vec<ResultRow> =
        found.iter().filter(|one| keeps(&query, one)).map(|one| row(one, &l)).collect();
    let total = i64::try_from(rows.len()).unwrap_or(0);
    let count = web::arg(&total);
    let known_event = LIFE_EVENTS.iter().any(|(code, _)| *code == query.viec);
    let heading = if !query.q.trim().is_empty() {
        l.with("portal-results-for", &[("count", count), ("words", web::arg(&query.q.trim().to_owned()))])
    } else if known_event {
        l.t(&format!("portal-event-{}", query.viec)).into_owned()
    } else {
        l.with("portal-results-all", &[("count", count)])
    };
    let note = if loose { l.t("portal-results-loose").into_owned() } else { String::new() };
    let frame = shell.frame_titled(heading.clone()).public().crumb("portal-home", "/");
    Ok(page(ResultsPage {
        frame,
        heading,
        note,
        rows,
        narrow,
        all_href: encoded(&[("q", &query.q), ("viec", &query.viec)]),
        narrowed: !query.linh_vuc.is_empty() || !query.loc.is_empty(),
        query: query.q,
    }))
}
