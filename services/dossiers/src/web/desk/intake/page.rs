//! The intake page in words.
use super::super::words;
use super::typed::{Typed, standings};
use crate::ops::{Chosen, Prepared};
use crate::rules::Deadline;
use crate::store::DeskRow;
use askama::Template;
use axum::response::Response;
use base::date_vi;
use contracts::{CaseRule, Channel, DossierId, FeeDue, FeeKind};
use http::StatusCode;
use org::AddressMatch;
use std::collections::BTreeMap;
use web::{Choice, Errors, Failure, Frame, Lang, Shell, page_status};

/// One amount and how it was settled.
struct FeeRow {
    code: String,
    name: String,
    amount: String,
    /// Must be settled before the dossier is received.
    first: bool,
    receipt: String,
    exempt: String,
}

/// A number that the case counts.
struct Count {
    /// Also the id of its control.
    name: String,
    label: String,
    hint: String,
    value: String,
}

/// The right-hand panel.
struct Outcome {
    /// Amounts that cannot be reckoned yet: the fee and what to fill in.
    uncounted: Vec<(String, String)>,
    due: String,
    resolving: String,
    explained: Vec<String>,
    fees: Vec<FeeRow>,
    total: String,
}

struct Candidate {
    code: String,
    name: String,
}

struct Twin {
    id: DossierId,
    code: String,
    status: String,
    filed: String,
}

/// What the card's address became.
enum CardPlace {
    None,
    /// Today's name is another.
    Moved {
        written: String,
        now: String,
    },
    Same(String),
    /// The commune was divided: ask.
    Split(Vec<String>),
    Unknown,
}

#[derive(Template)]
#[template(path = "desk/intake.html")]
struct IntakePage {
    frame: Frame,
    errors: Errors,
    typed: Typed,
    once: String,
    desks: Vec<Choice>,
    desk_name: String,
    procedures: Vec<Candidate>,
    candidates: Vec<Candidate>,
    not_found: bool,
    /// `code/case` now shown; empty while none is chosen.
    shown_for: String,
    cases: Vec<Choice>,
    channels: Vec<Choice>,
    units: Vec<Choice>,
    papers: Vec<Choice>,
    conditional: Vec<Choice>,
    counted: bool,
    counts: Vec<Count>,
    outcome: Option<Outcome>,
    standings: Vec<Choice>,
    other: String,
    returns: Vec<Choice>,
    card: CardPlace,
    twins: Vec<Twin>,
    focus: &'static str,
}

/// The page with everything that follows from what was typed.
pub fn show(
    shell: &Shell,
    mut typed: Typed,
    prepared: Prepared,
    status: StatusCode,
    errors: Errors,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let frame = shell.frame("dossiers-desk-intake-title").at_work().with_errors(&errors);
    let once = if typed.once.is_empty() { frame.once() } else { typed.once.clone() };
    let focus = focus(&typed, &prepared, &errors);
    let asks = prepared.chosen.as_ref().map(|chosen| asks(&lang, chosen, &mut typed)).unwrap_or_default();
    let not_found =
        prepared.chosen.is_none() && prepared.candidates.is_empty() && !typed.procedure.is_empty();
    let outcome = prepared.chosen.as_ref().map(|chosen| outcome(&lang, chosen, &typed));
    let candidate = |one: &std::sync::Arc<contracts::ProcedureFact>| Candidate {
        code: one.code.clone(),
        name: one.name.clone(),
    };
    let unit = prepared.unit;
    Ok(page_status(
        status,
        IntakePage {
            once,
            desks: prepared
                .desks
                .iter()
                .map(|desk| {
                    Choice::new(desk.id.to_string(), desk.name.clone()).chosen(desk.id == prepared.desk.id)
                })
                .collect(),
            desk_name: prepared.desk.name.clone(),
            procedures: prepared.procedures.iter().map(candidate).collect(),
            candidates: prepared.candidates.iter().map(candidate).collect(),
            not_found,
            shown_for: asks.shown_for,
            cases: asks.cases,
            channels: channels(&lang, typed.channel()),
            units: units(&lang, &prepared, unit),
            papers: asks.papers,
            conditional: asks.conditional,
            counted: asks.counted,
            counts: asks.counts,
            outcome,
            standings: standings(&lang, typed.standing()),
            other: others(),
            returns: returns(&lang, &typed),
            card: card(&prepared),
            twins: prepared.twins.into_iter().map(|row| twin(&lang, row)).collect(),
            focus,
            frame,
            errors,
            typed,
        },
    ))
}

/// Where the clerk goes on typing.
fn focus(typed: &Typed, prepared: &Prepared, errors: &Errors) -> &'static str {
    if !errors.is_empty() {
        ""
    } else if prepared.chosen.is_some() && !typed.owner.name.is_empty() {
        "papers"
    } else if typed.owner.name.is_empty() {
        "scan"
    } else {
        "procedure"
    }
}

/// The form of the procedure is filled in and signed at the counter: ticked to begin with.
fn forms_of(chosen: &Chosen) -> Vec<String> {
    chosen.case.components.iter().filter(|rule| rule.is_form).map(|rule| rule.code.clone()).collect()
}

/// What the page asks of the chosen case.
#[derive(Default)]
struct Asks {
    shown_for: String,
    cases: Vec<Choice>,
    papers: Vec<Choice>,
    conditional: Vec<Choice>,
    counted: bool,
    counts: Vec<Count>,
}

fn asks(lang: &Lang, chosen: &Chosen, typed: &mut Typed) -> Asks {
    let shown_for = format!("{}/{}", chosen.procedure.code, chosen.case.code);
    if typed.shown_for != shown_for {
        typed.papers = forms_of(chosen);
        typed.not_due.clear();
    }
    typed.procedure = format!("{} {}", chosen.procedure.code, chosen.procedure.name);
    let conditional = chosen.case.conditional().map(|rule| {
        Choice::new(rule.code.clone(), rule.name.clone()).chosen(typed.not_due.contains(&rule.code))
    });
    let count = |rule: &contracts::CountRule| Count {
        name: format!("count-{}", rule.code),
        label: rule.label.clone(),
        hint: rule.hint.clone(),
        value: typed.count(&rule.code),
    };
    Asks {
        shown_for,
        cases: cases(chosen),
        papers: papers(lang, chosen, typed),
        conditional: conditional.collect(),
        counted: counted(chosen, typed.channel()),
        counts: chosen.case.counts.iter().map(count).collect(),
    }
}

/// Whether some amount on this channel is multiplied by the quantity.
fn counted(chosen: &Chosen, channel: Channel) -> bool {
    let by_quantity =
        |formula: &str| expr::Expr::parse(formula).is_ok_and(|formula| formula.names().contains("quantity"));
    chosen.case.fees_on(channel).filter_map(|fee| fee.formula.as_deref()).any(by_quantity)
}

/// Those counts that the case asks; a number typed for a procedure chosen before is none of its.
pub fn asked_of(mut counts: BTreeMap<String, i64>, case: &CaseRule) -> BTreeMap<String, i64> {
    counts.retain(|code, _| case.counts.iter().any(|rule| rule.code == *code));
    counts
}

/// An error at each count that an amount waits for.
pub fn uncounted(lang: &Lang, chosen: &Chosen, typed: &Typed, errors: &mut Errors) {
    for rule in &chosen.case.counts {
        let waiting = chosen.uncounted.iter().find(|one| one.needs.contains(&rule.code));
        if let Some(one) = waiting
            && typed.count(&rule.code).is_empty()
        {
            let args = [("fee", one.fee.as_str()), ("needs", &rule.label)];
            errors.add(format!("count-{}", rule.code), lang.with("refusal-dossiers-fee-needs", &args));
        }
    }
}

fn cases(chosen: &Chosen) -> Vec<Choice> {
    let open = chosen.procedure.cases.iter().filter(|case| case.process.is_some());
    open.map(|case| Choice::new(case.code.clone(), case.name.clone()).chosen(case.code == chosen.case.code))
        .collect()
}

fn papers(lang: &Lang, chosen: &Chosen, typed: &Typed) -> Vec<Choice> {
    let hint = |rule: &contracts::ComponentRule| {
        let mut parts = Vec::new();
        if rule.originals > 0 {
            parts.push(lang.with("dossiers-desk-originals", &[("n", rule.originals)]));
        }
        if rule.copies > 0 {
            parts.push(lang.with("dossiers-desk-copies", &[("n", rule.copies)]));
        }
        if rule.when.is_some() {
            parts.push(lang.t("dossiers-desk-conditional").into_owned());
        } else if !rule.mandatory {
            parts.push(lang.t("dossiers-desk-optional").into_owned());
        }
        parts.join(", ")
    };
    let choice = |rule: &contracts::ComponentRule| {
        Choice::new(rule.code.clone(), rule.name.clone())
            .hint(hint(rule))
            .chosen(typed.papers.contains(&rule.code))
    };
    chosen.case.components.iter().map(choice).collect()
}

fn outcome(lang: &Lang, chosen: &Chosen, typed: &Typed) -> Outcome {
    let due = match chosen.deadline {
        Deadline::At(at) => words::moment(lang, at),
        Deadline::None => lang.t("dossiers-desk-due-none").into_owned(),
        Deadline::NotOffered => lang.t("dossiers-desk-not-offered").into_owned(),
    };
    let fees = chosen.fees.iter().map(|fee| FeeRow {
        code: fee.code.clone(),
        name: if fee.kind == FeeKind::Fee {
            lang.with("dossiers-desk-fee", &[("name", fee.name.as_str())])
        } else {
            lang.with("dossiers-desk-charge", &[("name", fee.name.as_str())])
        },
        amount: fee.amount.display_vi(),
        first: fee.due == FeeDue::BeforeReceipt,
        receipt: typed.receipts.get(&fee.code).cloned().unwrap_or_default(),
        exempt: typed.exempts.get(&fee.code).cloned().unwrap_or_default(),
    });
    let waiting = chosen.uncounted.iter().map(|one| {
        let needs = one.words(&chosen.case, |_| None);
        let words = if needs.is_empty() {
            lang.t("dossiers-desk-fee-wrong").into_owned()
        } else {
            lang.with("dossiers-desk-fee-needs", &[("needs", needs)])
        };
        (one.fee.clone(), words)
    });
    let uncounted: Vec<(String, String)> = waiting.collect();
    let sum = chosen.fees.iter().fold(0_i64, |sum, fee| sum.saturating_add(fee.amount.minor));
    Outcome {
        due,
        resolving: chosen.resolving.as_ref().map(|agency| agency.name.clone()).unwrap_or_default(),
        explained: chosen.explained.iter().map(|line| explained(lang, line)).collect(),
        fees: fees.collect(),
        total: if uncounted.is_empty() {
            base::Money::vnd(sum).display_vi()
        } else {
            lang.t("dossiers-desk-total-open").into_owned()
        },
        uncounted,
    }
}

/// A line of the explanation through the words of `kernel/calendar`.
fn explained(lang: &Lang, line: &calendar::Line) -> String {
    let mut args = line.args();
    if let Some(key) = line.name_key() {
        args.push(("name", lang.t(key).into_owned()));
    }
    lang.with(line.key(), &args)
}

/// The days off on the way to the date, for the note under the limit on the slip.
pub fn explained_days(lang: &Lang, lines: &[calendar::Line]) -> Option<String> {
    let days: Vec<String> = lines
        .iter()
        .filter(|line| matches!(line, calendar::Line::DayOff { .. } | calendar::Line::PushedOff { .. }))
        .map(|line| explained(lang, line))
        .collect();
    (!days.is_empty()).then(|| days.join(" "))
}

fn channels(lang: &Lang, chosen: Channel) -> Vec<Choice> {
    [Channel::InPerson, Channel::Post]
        .into_iter()
        .map(|channel| {
            let label = lang.t(&words::key_of("dossiers-channel-", channel.word())).into_owned();
            Choice::new(channel.word(), label).chosen(channel == chosen)
        })
        .collect()
}

fn units(lang: &Lang, prepared: &Prepared, unit: Option<contracts::UnitId>) -> Vec<Choice> {
    let mut choices = Vec::new();
    if unit.is_none() {
        choices.push(Choice::new("", lang.t("dossiers-desk-unit-choose").into_owned()).chosen(true));
    }
    choices.extend(
        prepared
            .units
            .iter()
            .map(|one| Choice::new(one.id.to_string(), one.full_name.clone()).chosen(Some(one.id) == unit)),
    );
    choices
}

fn returns(lang: &Lang, typed: &Typed) -> Vec<Choice> {
    crate::model::ReturnChannel::ALL
        .iter()
        .map(|channel| {
            let label = lang.t(&words::key_of("dossiers-return-", channel.word())).into_owned();
            Choice::new(channel.word(), label).chosen(*channel == typed.return_channel())
        })
        .collect()
}

/// Every standing but the owner's own, for the part of the form that they open.
fn others() -> String {
    let all =
        crate::model::StandingKind::ALL.iter().filter(|kind| **kind != crate::model::StandingKind::Itself);
    all.map(|kind| kind.word()).collect::<Vec<_>>().join("|")
}

fn card(prepared: &Prepared) -> CardPlace {
    match &prepared.card {
        None => CardPlace::None,
        Some(AddressMatch::One { unit, written }) if unit.full_name() == written.full_name() => {
            CardPlace::Same(unit.full_name())
        }
        Some(AddressMatch::One { unit, written }) => {
            CardPlace::Moved { written: written.full_name(), now: unit.full_name() }
        }
        Some(AddressMatch::Several { options, .. }) => {
            CardPlace::Split(options.iter().map(org::model::Unit::full_name).collect())
        }
        Some(AddressMatch::Unknown { .. }) => CardPlace::Unknown,
    }
}

fn twin(lang: &Lang, row: DeskRow) -> Twin {
    Twin {
        id: row.id,
        code: row.code,
        status: words::status_word(lang, row.status),
        filed: date_vi(row.filed_at.date()),
    }
}
