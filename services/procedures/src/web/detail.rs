//! One procedure: what is in force, its versions, where it is filed, the province's decisions.
use super::Admin;
use super::words::{self, CaseLines, Day};
use crate::Refused;
use crate::model::{Change, NewOverlay, Overlay, State as Phase, VersionRow};
use crate::ops::{ProcedureDetail, close_version, end_overlay, procedure, set_mode, set_overlay};
use ::web::{Choice, Errors, Failure, Fields, Form, Frame, Shell, page_status, see_other};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Date, Id, Money, date_vi};
use contracts::{Channel, FeeDue, FeeKind, FeeRule, Limit, LimitUnit, Mode};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;

struct VersionLine {
    number: String,
    origin: String,
    from: String,
    to: String,
    in_force: bool,
    draft_href: Option<String>,
}

struct OverlayLine {
    id: String,
    what: String,
    decision: String,
    from: String,
    to: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "detail.html")]
struct DetailPage {
    frame: Frame,
    code: String,
    name: String,
    field: String,
    decision: String,
    mode: String,
    notes: Vec<String>,
    office_notes: Vec<String>,
    cases: Vec<CaseLines>,
    versions: Vec<VersionLine>,
    overlays: Vec<OverlayLine>,
    modes: Vec<Choice>,
    kinds: Vec<Choice>,
    case_choices: Vec<Choice>,
    channel_choices: Vec<Choice>,
    unit_choices: Vec<Choice>,
    fee_kinds: Vec<Choice>,
    typed: Fields,
    errors: Errors,
    may_manage: bool,
}

fn period(day: Option<Date>) -> String {
    day.map(date_vi).unwrap_or_default()
}

fn version_line(frame: &Frame, row: &VersionRow, current: Option<contracts::ProcedureId>) -> VersionLine {
    let draft = row.state == Phase::Draft;
    VersionLine {
        number: row.version.map(|number| number.to_string()).unwrap_or_default(),
        origin: frame.t(&format!("procedures-origin-{}", row.origin.word())).into_owned(),
        from: date_vi(row.effective_from),
        to: period(row.effective_to),
        in_force: current == Some(row.id),
        draft_href: draft.then(|| format!("/quan-tri/thu-tuc/ban-nhap/{}", row.id)),
    }
}

fn overlay_line(frame: &Frame, overlay: &Overlay, today: Date) -> OverlayLine {
    let what = match &overlay.change {
        Change::Fee { fee } => format!("{}: {}", fee.name, words::amount(&frame.l, fee)),
        Change::Limit { limit } => words::limit(&frame.l, Some(limit)),
        Change::Authority { .. } => frame.t("procedures-overlay-authority").into_owned(),
    };
    let parts =
        [Some(what), overlay.case.clone(), overlay.channel.map(|channel| words::channel(&frame.l, channel))];
    OverlayLine {
        id: overlay.id.to_string(),
        what: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        decision: overlay.decision.clone(),
        from: date_vi(overlay.effective_from),
        to: period(overlay.effective_to),
        open: overlay.effective_to.is_none_or(|end| today < end),
    }
}

/// Options of a select: an empty one first, what was typed chosen.
fn choices(frame: &Frame, empty: &str, list: &[(String, String)], typed: &str) -> Vec<Choice> {
    let first = (!empty.is_empty()).then(|| Choice::new("", frame.t(empty).into_owned()));
    first
        .into_iter()
        .chain(
            list.iter()
                .map(|(value, label)| Choice::new(value.clone(), label.clone()).chosen(value == typed)),
        )
        .collect()
}

fn worded(frame: &Frame, list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(value, key)| ((*value).to_owned(), frame.t(key).into_owned())).collect()
}

const KINDS: [(&str, &str); 2] =
    [("fee", "procedures-overlay-kind-fee"), ("limit", "procedures-overlay-kind-limit")];
const CHANNELS: [(&str, &str, Channel); 3] = [
    ("in_person", "procedures-channel-in-person", Channel::InPerson),
    ("online", "procedures-channel-online", Channel::Online),
    ("post", "procedures-channel-post", Channel::Post),
];
const UNITS: [(&str, &str, LimitUnit); 4] = [
    ("working_day", "procedures-unit-working-day", LimitUnit::WorkingDay),
    ("calendar_day", "procedures-unit-calendar-day", LimitUnit::CalendarDay),
    ("hour", "procedures-unit-hour", LimitUnit::Hour),
    ("same_day", "procedures-unit-same-day", LimitUnit::SameDay),
];
const FEE_KINDS: [(&str, &str, FeeKind); 2] = [
    ("fee", "procedures-fee-kind-fee", FeeKind::Fee),
    ("charge", "procedures-fee-kind-charge", FeeKind::Charge),
];

fn render(
    shell: &Shell,
    cx: &OpContext,
    found: &ProcedureDetail,
    typed: Fields,
    errors: Errors,
) -> DetailPage {
    let today = cx.now.date();
    let published = || found.versions.iter().filter(|row| row.state == Phase::Published);
    let covers =
        |row: &&VersionRow| row.effective_from <= today && row.effective_to.is_none_or(|end| today < end);
    let current = published().find(covers);
    let shown = current.or_else(|| published().next()).or_else(|| found.versions.first());
    let name = shown.map(|row| row.body.name.clone()).unwrap_or_default();
    let frame = shell
        .frame_titled(name.clone())
        .crumb("procedures-list-title", "/quan-tri/thu-tuc")
        .with_errors(&errors);
    let case_list: Vec<(String, String)> = shown
        .map(|row| row.body.cases.iter().map(|case| (case.code.clone(), case.name.clone())).collect())
        .unwrap_or_default();
    let channels: Vec<(&str, &str)> = CHANNELS.iter().map(|row| (row.0, row.1)).collect();
    let units: Vec<(&str, &str)> = UNITS.iter().map(|row| (row.0, row.1)).collect();
    let fee_kinds: Vec<(&str, &str)> = FEE_KINDS.iter().map(|row| (row.0, row.1)).collect();
    DetailPage {
        code: found.code.clone(),
        name,
        field: shown.map(|row| row.body.field.clone()).unwrap_or_default(),
        decision: shown.map(|row| row.body.published_by.clone()).unwrap_or_default(),
        mode: words::mode(&frame.l, found.mode),
        notes: shown.map(|row| row.body.notes.clone()).unwrap_or_default(),
        office_notes: shown.map(|row| row.body.office_notes.clone()).unwrap_or_default(),
        cases: shown.map(|row| words::cases(&frame.l, &row.body)).unwrap_or_default(),
        versions: found
            .versions
            .iter()
            .map(|row| version_line(&frame, row, current.map(|row| row.id)))
            .collect(),
        overlays: found.overlays.iter().map(|overlay| overlay_line(&frame, overlay, today)).collect(),
        modes: words::mode_choices(&frame.l, found.mode),
        kinds: choices(&frame, "", &worded(&frame, &KINDS), typed.text("loai")),
        case_choices: choices(&frame, "procedures-all-cases", &case_list, typed.text("truong-hop")),
        channel_choices: choices(
            &frame,
            "procedures-all-channels",
            &worded(&frame, &channels),
            typed.text("kenh"),
        ),
        unit_choices: choices(&frame, "", &worded(&frame, &units), typed.text("don-vi")),
        fee_kinds: choices(&frame, "", &worded(&frame, &fee_kinds), typed.text("loai-phi")),
        typed,
        errors,
        may_manage: frame.may(crate::MANAGE),
        frame,
    }
}

pub(super) async fn show(
    State(admin): State<Admin>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let found = procedure(&admin.db, &cx, &code).await?;
    Ok(::web::page(render(&shell, &cx, &found, Fields::default(), Errors::new())))
}

/// The page again, with what was typed and what is wrong.
async fn again(
    admin: &Admin,
    shell: &Shell,
    cx: &OpContext,
    code: &str,
    typed: Fields,
    errors: Errors,
) -> Result<Response, Failure> {
    let found = procedure(&admin.db, cx, code).await?;
    Ok(page_status(StatusCode::UNPROCESSABLE_ENTITY, render(shell, cx, &found, typed, errors)))
}

fn back(code: &str) -> Response {
    see_other(format!("/quan-tri/thu-tuc/{code}"))
}

pub(super) async fn mode(
    State(admin): State<Admin>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let mode = match fields.text("mode") {
        "local" => Mode::Local,
        "assisted" => Mode::Assisted,
        _ => Mode::National,
    };
    match set_mode(&admin.db, &cx, &code, mode).await {
        Ok(()) => Ok(back(&code)),
        Err(error @ Refused::NotConfigured) => {
            let mut errors = Errors::new();
            errors.add("mode", words::refusal(&shell.frame("procedures-list-title"), &error));
            again(&admin, &shell, &cx, &code, fields, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What the form says, or what is wrong with it.
fn read_overlay(frame: &Frame, code: &str, fields: &Fields, errors: &mut Errors) -> Option<NewOverlay> {
    let source = fields.text("can-cu").trim().to_owned();
    if source.is_empty() {
        errors.add("can-cu", frame.t("procedures-error-decision").into_owned());
    }
    let from =
        Day::new(fields.text("tu"), fields.text("tu-m"), fields.text("tu-y")).read(frame, "tu", errors);
    let until = Day::new(fields.text("den"), fields.text("den-m"), fields.text("den-y"));
    let to = if until.is_empty() { None } else { until.read(frame, "den", errors) };
    let change = if fields.text("loai") == "limit" {
        read_limit(frame, fields, &source, errors)
    } else {
        read_fee(frame, fields, &source, errors)
    };
    let (change, effective_from) = change.zip(from)?;
    let channel = CHANNELS.iter().find(|row| row.0 == fields.text("kenh")).map(|row| row.2);
    let case = Some(fields.text("truong-hop").to_owned()).filter(|case| !case.is_empty());
    errors.is_empty().then(|| NewOverlay {
        code: code.to_owned(),
        case,
        channel,
        change,
        decision: source,
        effective_from,
        effective_to: to,
    })
}

fn read_limit(frame: &Frame, fields: &Fields, source: &str, errors: &mut Errors) -> Option<Change> {
    let unit =
        UNITS.iter().find(|row| row.0 == fields.text("don-vi")).map_or(LimitUnit::WorkingDay, |row| row.2);
    let amount = fields.text("so").trim().parse().ok().filter(|amount| (1..=3_660).contains(amount));
    let amount = if unit == LimitUnit::SameDay { Some(1) } else { amount };
    if amount.is_none() {
        errors.add("so", frame.t("procedures-error-days").into_owned());
    }
    Some(Change::Limit { limit: Limit { amount: amount?, unit, source: source.to_owned() } })
}

fn read_fee(frame: &Frame, fields: &Fields, source: &str, errors: &mut Errors) -> Option<Change> {
    let amount = Money::parse_dong(fields.text("so")).ok();
    if amount.is_none() {
        errors.add("so", frame.t("procedures-error-amount").into_owned());
    }
    let (_, name, kind) = FEE_KINDS.into_iter().find(|row| row.0 == fields.text("loai-phi")).unwrap_or((
        "fee",
        "procedures-fee-kind-fee",
        FeeKind::Fee,
    ));
    let code = if kind == FeeKind::Charge { "le-phi" } else { "phi" };
    Some(Change::Fee {
        fee: FeeRule {
            code: code.to_owned(),
            name: frame.t(name).into_owned(),
            kind,
            formula: None,
            amount: Some(amount?),
            channel: None,
            due: FeeDue::BeforeReceipt,
            source: source.to_owned(),
        },
    })
}

pub(super) async fn overlay(
    State(admin): State<Admin>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let frame = shell.frame("procedures-list-title");
    let mut errors = Errors::new();
    if let Some(new) = read_overlay(&frame, &code, &fields, &mut errors) {
        match set_overlay(&admin.db, &cx, new).await {
            Ok(_) => return Ok(back(&code)),
            Err(error @ (Refused::Denied(_) | Refused::Db(_) | Refused::NotFound)) => {
                return Err(error.into());
            }
            Err(error) => {
                let field = match &error {
                    Refused::LimitLonger => "so",
                    Refused::Period => "den",
                    Refused::NoDecision => "can-cu",
                    Refused::NoCase(_) => "truong-hop",
                    _ => "tu",
                };
                errors.add(field, words::refusal(&frame, &error));
            }
        }
    }
    again(&admin, &shell, &cx, &code, fields, errors).await
}

pub(super) async fn end(
    State(admin): State<Admin>,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let id: Id = fields.text("id").parse().map_err(|_| Refused::NotFound)?;
    end_overlay(&admin.db, &cx, id, cx.now.date()).await?;
    Ok(back(&code))
}

pub(super) async fn close(
    State(admin): State<Admin>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let frame = shell.frame("procedures-list-title");
    let mut errors = Errors::new();
    let day = Day::new(fields.text("ngay"), fields.text("ngay-m"), fields.text("ngay-y"));
    if let Some(on) = day.read(&frame, "ngay", &mut errors) {
        match close_version(&admin.db, &cx, &code, on).await {
            Ok(_) => return Ok(back(&code)),
            Err(error @ Refused::NoVersion) => errors.add("ngay", words::refusal(&frame, &error)),
            Err(error) => return Err(error.into()),
        }
    }
    again(&admin, &shell, &cx, &code, fields, errors).await
}
