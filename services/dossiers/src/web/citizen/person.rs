//! Who files and for whom: two pages, one about the person at the keyboard, one about the owner when that is another.
//! What is said here once is not asked again by the form (WCAG 3.3.7).
use super::caller::Caller;
use super::receive::keep;
use super::{owed, words};
use crate::Deps;
use crate::model::StandingKind;
use crate::ops::{Beside, Journey, Person};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Date, PartialDate, PersonalNumber, Phone, TaxCode, Timestamp};
use forms::{Answers, FieldKind, FormDefinition};
use http::StatusCode;
use parties::model::{Identifier, IdentifierKind};
use serde::Deserialize;
use web::{Choice, Errors, Failure, Form, Frame, Lang, page_status, see_other};

#[derive(Deserialize, Default)]
pub(super) struct Typed {
    #[serde(default, rename = "tu-cach")]
    standing: String,
    #[serde(default, rename = "loai")]
    kind: String,
    #[serde(default, rename = "ten")]
    name: String,
    #[serde(default, rename = "so")]
    number: String,
    #[serde(default, rename = "sinh")]
    birth: String,
    #[serde(default, rename = "dien-thoai")]
    phone: String,
    #[serde(default, rename = "thu")]
    email: String,
    #[serde(default, rename = "giay-to")]
    proof: String,
}

impl Typed {
    fn of(person: &Person) -> Self {
        Self {
            kind: if person.organisation { ORGANISATION } else { PERSON }.to_owned(),
            name: person.name.clone(),
            number: person.number.clone(),
            birth: person.birth.clone(),
            phone: person.phone.clone(),
            email: person.email.clone(),
            ..Self::default()
        }
    }
}

const PERSON: &str = "ca-nhan";
const ORGANISATION: &str = "to-chuc";

#[derive(Template)]
#[template(path = "citizen/person.html")]
struct PersonPage {
    frame: Frame,
    name: String,
    errors: Errors,
    typed: Typed,
    /// The page about the owner.
    owner: bool,
    standings: Vec<Choice>,
    kinds: Vec<Choice>,
    asks_proof: bool,
    newborn: bool,
    draft: String,
}

/// The standings a person may file in by herself.
fn standings(journey: &Journey, l: &Lang, chosen: &str) -> Vec<Choice> {
    let birth = journey.procedure.life_event.as_deref() == Some("sinh-con");
    let mut list = vec![StandingKind::Itself];
    if birth {
        list.push(StandingKind::BirthRelative);
    }
    list.extend([StandingKind::Relative, StandingKind::Authorised, StandingKind::LegalRepresentative]);
    list.into_iter()
        .map(|standing| {
            let word = words::hyphened(standing.word());
            Choice::new(standing.word(), l.t(&format!("dossiers-citizen-standing-{word}")))
                .hint(l.t(&format!("dossiers-citizen-standing-{word}-hint")))
                .chosen(standing.word() == chosen)
        })
        .collect()
}

fn render(caller: &Caller, journey: &Journey, owner: bool, typed: Typed, errors: Errors) -> Response {
    let l = caller.shell.lang();
    let draft = journey.draft.id.to_string();
    let standing = Beside::of(&journey.answers).standing;
    let back = if owner { format!("/nop/{draft}/nguoi-nop") } else { format!("/nop/{draft}") };
    let title = if owner { "dossiers-citizen-owner-title" } else { "dossiers-citizen-submitter-title" };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = matches!(standing, Some(StandingKind::Authorised | StandingKind::LegalRepresentative));
    let kinds = if owner && body {
        let is_body = typed.kind == ORGANISATION;
        vec![
            Choice::new(PERSON, l.t("dossiers-citizen-owner-person")).chosen(!is_body),
            Choice::new(ORGANISATION, l.t("dossiers-citizen-owner-organisation")).chosen(is_body),
        ]
    } else {
        Vec::new()
    };
    page_status(
        status,
        PersonPage {
            frame: caller.shell.frame(title).public().back_to(back).with_errors(&errors),
            name: words::short_name(&journey.procedure.name),
            standings: if owner { Vec::new() } else { standings(journey, &l, &typed.standing) },
            errors,
            typed,
            owner,
            kinds,
            asks_proof: owner && standing.is_some_and(StandingKind::needs_proof),
            newborn: standing == Some(StandingKind::BirthRelative),
            draft,
        },
    )
}

pub(super) async fn show_submitter(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let beside = Beside::of(&journey.answers);
    // Somebody signed in need not write her name again.
    let mut typed = match &beside.me {
        Some(me) => Typed::of(me),
        None => Typed {
            name: caller.shell.principal().map(|who| who.name.clone()).unwrap_or_default(),
            ..Typed::default()
        },
    };
    typed.standing = beside.standing.map(|standing| standing.word().to_owned()).unwrap_or_default();
    Ok(render(&caller, &journey, false, typed, Errors::new()))
}

pub(super) async fn save_submitter(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let l = caller.shell.lang();
    let today = caller.cx.now.date();
    let mut errors = Errors::new();
    let offered = standings(&journey, &l, "");
    let standing = StandingKind::from_word(&typed.standing)
        .filter(|standing| offered.iter().any(|choice| choice.value == standing.word()));
    if standing.is_none() {
        errors.add("tu-cach", l.t("dossiers-citizen-standing-missing"));
    }
    let me = read(&l, &typed, today, Asked { organisation: false, number: true, phone: true }, &mut errors);
    let (Some(standing), true) = (standing, errors.is_empty()) else {
        return Ok(render(&caller, &journey, false, typed, errors));
    };
    let mut beside = Beside::of(&journey.answers);
    let mut answers = journey.answers.clone();
    if let Some(form) = &journey.form {
        prefill(form, &mut answers, beside.me.as_ref(), &me);
    }
    beside.me = Some(me);
    beside.standing = Some(standing);
    beside.put(&mut answers);
    let journey = keep(&deps, &caller, &journey, answers).await?;
    if beside.for_herself() {
        return Ok(see_other(owed::onward(&deps, &caller, &journey)));
    }
    Ok(see_other(format!("/nop/{draft}/chu-ho-so")))
}

pub(super) async fn show_owner(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let beside = Beside::of(&journey.answers);
    if beside.standing.is_none() || beside.for_herself() {
        return Ok(see_other(format!("/nop/{draft}/nguoi-nop")));
    }
    let mut typed = beside.owner.as_ref().map(Typed::of).unwrap_or_default();
    typed.proof.clone_from(&beside.proof);
    Ok(render(&caller, &journey, true, typed, Errors::new()))
}

pub(super) async fn save_owner(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let l = caller.shell.lang();
    let mut beside = Beside::of(&journey.answers);
    let Some(standing) = beside.standing.filter(|_| !beside.for_herself()) else {
        return Ok(see_other(format!("/nop/{draft}/nguoi-nop")));
    };
    let mut errors = Errors::new();
    let organisation = typed.kind == ORGANISATION;
    let asked = Asked { organisation, number: organisation, phone: false };
    let owner = read(&l, &typed, caller.cx.now.date(), asked, &mut errors);
    let proof = words::note(&l, &mut errors, "giay-to", text::clean_line(&typed.proof)).unwrap_or_default();
    if standing.needs_proof() && proof.is_empty() && !errors.has("giay-to") {
        errors.add("giay-to", l.t("dossiers-citizen-proof-missing"));
    }
    if !errors.is_empty() {
        return Ok(render(&caller, &journey, true, typed, errors));
    }
    let mut answers = journey.answers.clone();
    if let Some(form) = &journey.form {
        carry_owner(form, &mut answers, &owner, &l.t("dossiers-citizen-owner-source"), caller.cx.now);
    }
    beside.owner = Some(owner);
    beside.proof = proof;
    beside.put(&mut answers);
    let journey = keep(&deps, &caller, &journey, answers).await?;
    Ok(see_other(owed::onward(&deps, &caller, &journey)))
}

/// What must be given.
struct Asked {
    organisation: bool,
    number: bool,
    phone: bool,
}

/// Reads one person; what is wrong is noted at its box.
fn read(l: &Lang, typed: &Typed, today: Date, asked: Asked, errors: &mut Errors) -> Person {
    let mut person = Person { organisation: asked.organisation, ..Person::default() };
    let name = if asked.organisation { text::clean_line(&typed.name) } else { text::clean_name(&typed.name) };
    match words::note(l, errors, "ten", name) {
        Some(name) if !name.is_empty() => person.name = name,
        Some(_) => errors.add("ten", l.t("dossiers-citizen-name-missing")),
        None => {}
    }
    let number = typed.number.trim();
    if !number.is_empty() {
        person.number = number_of(l, number, asked.organisation, today, errors).unwrap_or_default();
    } else if asked.number {
        let key = if asked.organisation {
            "dossiers-citizen-tax-missing"
        } else {
            "dossiers-citizen-number-missing"
        };
        errors.add("so", l.t(key));
    }
    if !typed.birth.trim().is_empty()
        && let Some(birth) = words::note(l, errors, "sinh", PartialDate::parse(&typed.birth))
    {
        if birth.earliest() > today {
            errors.add("sinh", l.t("dossiers-citizen-birth-future"));
        }
        person.birth = birth.display_vi();
    }
    if !typed.phone.trim().is_empty() {
        let phone = words::note(l, errors, "dien-thoai", Phone::parse(&typed.phone));
        person.phone = phone.map(|phone| phone.as_str().to_owned()).unwrap_or_default();
    } else if asked.phone {
        errors.add("dien-thoai", l.t("dossiers-citizen-phone-missing"));
    }
    let email = words::note(l, errors, "thu", text::clean_line_within(&typed.email, 254)).unwrap_or_default();
    let sound = email.split_once('@').is_some_and(|(box_name, host)| {
        !box_name.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains('@')
    });
    if !email.is_empty() && !sound {
        errors.add("thu", l.t("dossiers-citizen-email-wrong"));
    }
    person.email = email.to_lowercase();
    person
}

/// An identity number, a passport, or the tax code of an organisation, in its one written form.
fn number_of(l: &Lang, number: &str, organisation: bool, today: Date, errors: &mut Errors) -> Option<String> {
    if organisation {
        return words::note(l, errors, "so", TaxCode::parse(number)).map(|code| code.as_str().to_owned());
    }
    if number.chars().any(|c| c.is_ascii_alphabetic()) {
        let passport = Identifier::parse(IdentifierKind::Passport, number);
        return words::note(l, errors, "so", passport).map(|paper| paper.as_str().to_owned());
    }
    words::note(l, errors, "so", PersonalNumber::parse_on(number, today))
        .map(|found| found.as_str().to_owned())
}

/// Fills what the form asks of the person at the keyboard (`prefill = "account.…"`) from what she said here; an answer
/// she has changed in the form stays.
fn prefill(form: &FormDefinition, answers: &mut Answers, before: Option<&Person>, me: &Person) {
    for page in form.pages.iter().filter(|page| page.repeat.is_none()) {
        for field in &page.fields {
            let Some(name) = field.prefill.as_deref() else { continue };
            let Some(value) = known(name, field.kind, me) else { continue };
            let earlier = before.and_then(|before| known(name, field.kind, before));
            let here = answers.values.get(&field.id);
            if here.is_none() || here == earlier.as_ref() {
                answers.values.insert(field.id.clone(), value);
            }
        }
    }
}

/// Fills what the form asks of the owner (`prefill = "owner.name"`), who has just been named.
fn carry_owner(form: &FormDefinition, answers: &mut Answers, owner: &Person, source: &str, at: Timestamp) {
    let single = form.pages.iter().filter(|page| page.repeat.is_none() && !owner.organisation);
    for field in single.flat_map(|page| &page.fields) {
        if field.prefill.as_deref() == Some("owner.name")
            && let Some(value) = known("account.name", field.kind, owner)
        {
            answers.carry(&field.id, value, source, at);
        }
    }
}

fn known(name: &str, kind: FieldKind, me: &Person) -> Option<serde_json::Value> {
    let text = |value: &str| (!value.is_empty()).then(|| serde_json::Value::from(value));
    match (name, kind) {
        ("account.name", FieldKind::PersonName) => serde_json::to_value(split_name(&me.name)).ok(),
        ("account.name", FieldKind::Text) => text(&me.name),
        ("account.birth_date", FieldKind::PartialDate) => {
            PartialDate::parse(&me.birth).ok().and_then(|birth| text(&birth.to_iso()))
        }
        ("account.birth_date", FieldKind::Date) => {
            PartialDate::parse(&me.birth).ok()?.whole().and_then(|day| text(&day.to_string()))
        }
        ("account.personal_number", FieldKind::PersonalNumber) => {
            PersonalNumber::parse(&me.number).ok().and_then(|number| text(number.as_str()))
        }
        ("account.phone", FieldKind::Phone) => text(&me.phone),
        ("account.email", FieldKind::Email) => text(&me.email),
        _ => None,
    }
}

/// The first word is the family name, the last the given name; a single name is a given name.
fn split_name(name: &str) -> forms::PersonName {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        [] => forms::PersonName::default(),
        [only] => forms::PersonName { given: (*only).to_owned(), ..forms::PersonName::default() },
        [family, middle @ .., given] => forms::PersonName {
            family: (*family).to_owned(),
            middle: middle.join(" "),
            given: (*given).to_owned(),
        },
    }
}
