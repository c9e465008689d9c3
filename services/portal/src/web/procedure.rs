//! `/thu-tuc/{code}`: what it takes, and the one button.
use crate::Deps;
use crate::rules::{Action, FeeRow, action, case_limit, fee_rows, limit_words};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::ProcedureCode;
use contracts::{CaseRule, Channel, ComponentRule, FeeKind, ProcedureFact};
use serde::Deserialize;
use web::{Failure, Form, Frame, Lang, Shell, page};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    truong_hop: String,
}

struct CaseTab {
    name: String,
    href: String,
    current: bool,
}

struct Paper {
    name: String,
    help: String,
    issuer: String,
    count: String,
    tag: &'static str,
    need: String,
}

struct FeeLine {
    name: String,
    online: String,
    counter: String,
    source: String,
}

struct ChannelLine {
    channel: String,
    time: String,
    note: String,
}

#[derive(Template)]
#[template(path = "procedure.html")]
struct ProcedurePage {
    frame: Frame,
    code: String,
    name: String,
    lead: String,
    time: String,
    same_day: bool,
    fee: String,
    place: String,
    result: String,
    cases: Vec<CaseTab>,
    case_code: String,
    papers: Vec<Paper>,
    fees: Vec<FeeLine>,
    channels: Vec<ChannelLine>,
    steps: Vec<String>,
    conditions: Vec<String>,
    legal_basis: Vec<String>,
    notes: Vec<String>,
    published: String,
    file_here: bool,
    national: bool,
    has_form: bool,
}

fn paper(rule: &ComponentRule, l: &Lang) -> Paper {
    let number = |key: &str, count: i64| l.with(key, &[("count", web::arg(&count))]);
    let mut counts = Vec::new();
    if rule.originals > 0 {
        counts.push(number("portal-paper-originals", rule.originals));
    }
    if rule.copies > 0 {
        counts.push(number("portal-paper-copies", rule.copies));
    }
    let (tag, key) = if rule.is_form {
        ("warn", "portal-need-form")
    } else if rule.when.is_some() {
        ("mute", "portal-need-sometimes")
    } else if rule.replaced_by.is_some() {
        ("ok", "portal-need-database")
    } else if rule.mandatory {
        ("warn", "portal-need-always")
    } else {
        ("mute", "portal-need-optional")
    };
    let issuer = if rule.issuer.is_empty() {
        String::new()
    } else {
        l.with("portal-paper-issuer", &[("issuer", web::arg(&rule.issuer))])
    };
    let mut help = rule.help.clone();
    if let Some(database) = &rule.replaced_by {
        help = format!("{help} {}", l.with("portal-paper-database", &[("database", web::arg(database))]));
    }
    if rule.compare_original {
        help = format!("{help} {}", l.t("portal-paper-compare"));
    }
    Paper {
        name: rule.name.clone(),
        help: help.trim().to_owned(),
        issuer,
        count: counts.join(", "),
        tag,
        need: l.t(key).into_owned(),
    }
}

fn fee_line(row: FeeRow, l: &Lang) -> FeeLine {
    let kind = if row.kind == FeeKind::Fee { "portal-kind-fee" } else { "portal-kind-charge" };
    let amount = |money: Option<base::Money>| match money {
        Some(money) => money.display_vi(),
        None if row.by_rule => l.t("portal-fee-by-rule").into_owned(),
        None => l.t("portal-fee-not-here").into_owned(),
    };
    FeeLine {
        online: amount(row.online),
        counter: amount(row.counter),
        name: l.with(kind, &[("name", web::arg(&row.name))]),
        source: row.source,
    }
}

fn channel_lines(case: &CaseRule, l: &Lang) -> Vec<ChannelLine> {
    [Channel::Online, Channel::InPerson, Channel::Post]
        .into_iter()
        .filter_map(|channel| case.channel(channel))
        .map(|rule| {
            let words = limit_words(rule.limit.as_ref());
            let word = rule.channel.word().replace('_', "-");
            ChannelLine {
                channel: l.t(&format!("portal-channel-name-{word}")).into_owned(),
                time: l.with(words.key, &[("amount", web::arg(&words.amount))]),
                note: rule.limit.as_ref().map(|limit| limit.source.clone()).unwrap_or_default(),
            }
        })
        .collect()
}

fn fee_summary(procedure: &ProcedureFact, case: &CaseRule, l: &Lang) -> String {
    match case.fees.as_slice() {
        [] if crate::rules::by_council(procedure) => l.t("portal-fee-council").into_owned(),
        [] => l.t("portal-fee-none").into_owned(),
        [one] if one.amount.is_some() && one.channel.is_none() => {
            one.amount.map(|money| money.display_vi()).unwrap_or_default()
        }
        _ => l.t("portal-fee-table").into_owned(),
    }
}

fn place(procedure: &ProcedureFact, l: &Lang) -> String {
    let key = match procedure.receiving {
        contracts::Receiving::OwnCommune => "portal-place-own-commune",
        contracts::Receiving::AnyCommune => "portal-place-any-commune",
        contracts::Receiving::Province => "portal-place-province",
    };
    l.t(key).into_owned()
}

fn build(shell: &Shell, procedure: &ProcedureFact, case: &CaseRule) -> ProcedurePage {
    let l = shell.lang();
    let time = case_limit(case);
    let cases = if procedure.cases.len() > 1 {
        procedure
            .cases
            .iter()
            .map(|one| CaseTab {
                name: one.name.clone(),
                href: format!("/thu-tuc/{}?truong_hop={}", procedure.code, one.code),
                current: one.code == case.code,
            })
            .collect()
    } else {
        Vec::new()
    };
    let chosen = action(procedure, case);
    let mut frame = shell.frame_titled(procedure.name.clone()).public().crumb("portal-home", "/");
    frame = match &procedure.life_event {
        Some(event) => frame.crumb(&format!("portal-event-{event}"), format!("/thu-tuc?viec={event}")),
        None => frame.crumb("portal-menu-procedures", "/thu-tuc"),
    };
    ProcedurePage {
        code: procedure.code.clone(),
        name: procedure.name.clone(),
        lead: case.help.clone(),
        same_day: time.key == "portal-time-same-day",
        time: l.with(time.key, &[("amount", web::arg(&time.amount))]),
        fee: fee_summary(procedure, case, &l),
        place: place(procedure, &l),
        result: procedure.result.name.clone(),
        cases,
        case_code: case.code.clone(),
        papers: case.components.iter().map(|rule| paper(rule, &l)).collect(),
        fees: fee_rows(case).into_iter().map(|row| fee_line(row, &l)).collect(),
        channels: channel_lines(case, &l),
        steps: procedure.steps.clone(),
        conditions: procedure.conditions.clone(),
        legal_basis: procedure.legal_basis.clone(),
        notes: procedure.notes.clone(),
        published: l.with(
            "portal-published",
            &[("code", web::arg(&procedure.code)), ("decision", web::arg(&procedure.published_by))],
        ),
        file_here: chosen == Action::FileHere,
        national: chosen == Action::National,
        has_form: case.form.is_some(),
        frame,
    }
}

pub(super) async fn show_procedure(
    State(deps): State<Deps>,
    shell: Shell,
    Path(code): Path<String>,
    Form(query): Form<Query>,
) -> Result<Response, Failure> {
    let code = ProcedureCode::parse(&code).map_err(|_| Failure::not_found())?;
    let (catalogue, today) = (deps.catalogue.clone(), shell.now().date());
    let found = deps.db.read(move |tx| catalogue.in_force(tx, code.as_str(), today)).await?;
    let procedure = found.ok_or_else(Failure::not_found)?;
    let case = procedure.case(&query.truong_hop).or_else(|| procedure.cases.first());
    let case = case.ok_or_else(Failure::not_found)?;
    Ok(page(build(&shell, &procedure, case)))
}
