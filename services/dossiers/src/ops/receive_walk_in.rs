//! Receiving at the counter: the dossier is born accepted (status 2) with its code, due date and process.
use super::intake::{self, Person, Submitter};
use super::record::{Act, write_act};
use super::{Deps, effects};
use crate::errors::Refused;
use crate::model::{Component, Given, ReturnChannel, Status};
use crate::{rules, store};
use base::Timestamp;
use contracts::{AgencyId, CaseRule, Channel, ComponentRule, DossierId, FeeDue, UnitId};
use db::{DbError, Tx};
use policy::OpContext;
use rules::Deadline;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use workflow::{Places, Ports};

/// A dossier handed in at the counter or come by post.
#[derive(Clone, Debug)]
pub struct WalkIn {
    /// Made by the page when it was shown: a double click or a lost answer gives one dossier.
    pub idempotency_key: String,
    pub receiving: AgencyId,
    pub procedure_code: String,
    pub case_code: String,
    /// `InPerson` or `Post`.
    pub channel: Channel,
    pub unit: UnitId,
    pub owner: Person,
    pub submitter: Submitter,
    pub answers: serde_json::Value,
    /// Codes of the papers that were handed in.
    pub papers: Vec<String>,
    /// Copies, cases, persons and the like; 1 where nothing is counted.
    pub quantity: i64,
    /// What the case counts for its fees, 1 to 10,000 each; kept among the answers.
    pub counts: BTreeMap<String, i64>,
    /// Codes of the conditional papers that this case does not ask, as the clerk judged; only without a filled form.
    pub not_due: Vec<String>,
    /// Fee code → receipt number or reason of exemption, prefixed `exempt:`.
    pub settled: BTreeMap<String, String>,
    pub return_channel: ReturnChannel,
    pub note: String,
    /// Paper taken during an outage: the true time and the reason; waits for the director.
    pub late: Option<(Timestamp, String)>,
}

/// The answer: also what the slip prints.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Received {
    pub id: DossierId,
    pub code: String,
    /// UTC; none for procedures without a limit.
    pub due_at: Option<Timestamp>,
}

/// Receives a dossier at the counter.
///
/// # Errors
/// [`Refused`]: no right at this counter, an unknown procedure, missing papers, an unpaid fee, a wrong field.
pub async fn receive_walk_in(deps: &Deps, cx: &OpContext, cmd: WalkIn) -> Result<Received, Refused> {
    let (work, cx, print) = (deps.clone(), cx.clone(), fingerprint(&cmd));
    deps.db.write(move |tx| receive(&work, tx, &cx, &cmd, &print)).await
}

/// What the key stands for: the same key with another content is another command, never the earlier answer.
fn fingerprint(cmd: &WalkIn) -> String {
    let content = serde_json::json!([
        cmd.receiving,
        cmd.procedure_code,
        cmd.case_code,
        cmd.channel,
        cmd.unit,
        cmd.owner,
        cmd.submitter.person,
        cmd.submitter.standing,
        cmd.submitter.proof,
        cmd.answers,
        cmd.papers,
        cmd.quantity,
        cmd.counts,
        cmd.not_due,
        cmd.settled,
        cmd.return_channel,
        cmd.note,
        cmd.late,
    ]);
    data_encoding::HEXLOWER.encode(&Sha256::digest(content.to_string().as_bytes()))
}

/// An answer as it is remembered.
#[derive(serde::Serialize, serde::Deserialize)]
struct Remembered {
    print: String,
    answer: Received,
}

fn receive(
    deps: &Deps,
    tx: &mut Tx<'_>,
    cx: &OpContext,
    cmd: &WalkIn,
    print: &str,
) -> Result<Received, Refused> {
    let holding = cx.require("dossiers.receive", cmd.receiving)?;
    let key = cmd.idempotency_key.trim();
    if key.is_empty() {
        return Err(Refused::Field { field: "idempotency_key", problem: "missing" });
    }
    let scope = format!("receive:{}", holding.holding);
    if let Some(earlier) = tx.idempotent(&scope, key)? {
        return match serde_json::from_str::<Remembered>(&earlier) {
            Ok(known) if known.print == print => Ok(known.answer),
            // The page was gone back to and filled in again: what was received stays, this is not it.
            _ => Err(Refused::Stale),
        };
    }
    if cmd.channel == Channel::Online {
        // What comes over the counter never counts as the person's own online filing (law.md §1.4).
        return Err(Refused::Field { field: "channel", problem: "unknown" });
    }
    let quantity = intake::quantity(cmd.quantity)?;
    let (procedure, case) =
        intake::pinned_case(deps, tx, &cmd.procedure_code, &cmd.case_code, cx.now.date())?;
    intake::counter(deps, tx, &procedure, cmd.receiving, cmd.unit)?;
    let resolving = intake::resolving_agency(deps, tx, &procedure, cmd.unit, cx.now.date())?;
    check_late(cx, cmd)?;
    let policy = effects::counting_policy(deps, cx.now);
    let due_at = match rules::deadline(&deps.time.calendar(), &policy, &case, cmd.channel, cx.now) {
        Deadline::At(due) => Some(due),
        Deadline::None => None,
        Deadline::NotOffered => return Err(Refused::NotReceivedHere),
    };
    let components = components(cx, cmd, &case)?;
    let answers = intake::with_counts(&case, &cmd.answers, &cmd.counts)?;
    let fees = rules::fee_lines(&case, cmd.channel, &answers, quantity, cx.now)
        .map_err(|why| intake::fee_refused(&case, None, &why))?;
    if fees.iter().any(|fee| fee.due == FeeDue::BeforeReceipt && !settled(cmd, &fee.code)) {
        return Err(Refused::FeeUnpaid);
    }
    let people = intake::people(tx, cx, &cmd.owner, &cmd.submitter, cmd.unit)?;
    let mut dossier =
        intake::blank(cx, &procedure, &case, &people, cmd.receiving, resolving.id, cmd.unit, &cmd.submitter);
    dossier.channel = cmd.channel;
    dossier.status = Status::Received;
    dossier.received_at = Some(cx.now);
    dossier.due_at = due_at;
    dossier.quantity = quantity;
    dossier.answers = answers;
    dossier.return_channel = cmd.return_channel;
    dossier.contact_phone.clone_from(&contact(cmd).phone);
    dossier.contact_email.clone_from(&contact(cmd).email);
    dossier.note.clone_from(&cmd.note);
    dossier.late_entry = cmd.late.is_some();
    let reference = case.process.clone().ok_or(Refused::NotReceivedHere)?;
    let calendar = deps.time.calendar();
    let ports = Ports { calendar: &calendar, directory: deps.directory.as_ref() };
    let places = Places { receiving: dossier.receiving, resolving: dossier.resolving, unit: dossier.unit };
    let vars = variables(cmd.channel, &cmd.case_code, &dossier.answers);
    let (process, happened) = workflow::start(tx, cx, &ports, &reference, dossier.id.id(), vars, &places)?;
    dossier.process = Some(process);
    effects::begin(cx, &mut dossier, &happened, None);
    intake::insert_all(tx, &dossier, &people, &components, &fees)?;
    settle_given(tx, cx, cmd, &dossier)?;
    if let Some((true_time, reason)) = &cmd.late {
        let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
        store::insert_late_entry(tx, dossier.id, *true_time, reason.trim(), by)?;
    }
    let act = Act::public("received").event("dossiers.received").detail(judged(cmd, &case));
    write_act(tx, cx, Some(&holding), &dossier, &act)?;
    let code = intake::give_code(deps, tx, &mut dossier, cx.now)?;
    let answer = Received { id: dossier.id, code, due_at: dossier.due_at };
    let remembered = Remembered { print: print.to_owned(), answer };
    let stored = serde_json::to_string(&remembered).map_err(|error| DbError::Value(error.to_string()))?;
    tx.remember(&scope, key, &stored, cx.now)?;
    Ok(remembered.answer)
}

/// The papers with what was handed in.  A filled form says which conditional ones are due; on paper the clerk does,
/// and says it of each.
fn components(cx: &OpContext, cmd: &WalkIn, case: &CaseRule) -> Result<Vec<Component>, Refused> {
    let handed = |rule: &ComponentRule| handed_in(rule, &cmd.papers);
    let on_paper = cmd.answers.as_object().is_none_or(serde_json::Map::is_empty);
    for code in &cmd.not_due {
        let rule = case.conditional().find(|rule| on_paper && rule.code == *code);
        let rule = rule.ok_or(Refused::Field { field: "not_due", problem: "unknown" })?;
        if handed(rule) != Given::Missing {
            return Err(Refused::ComponentUndecided(rule.name.clone()));
        }
    }
    let components = if on_paper {
        rules::components_on_paper(case, cx.now, handed, &cmd.not_due)
    } else {
        rules::required_components(case, &cmd.answers, cx.now, handed)
    };
    let Some(missing) = rules::missing_mandatory(&components) else { return Ok(components) };
    let open = on_paper && case.component(&missing.code).is_some_and(|rule| rule.when.is_some());
    let name = missing.name.clone();
    Err(if open { Refused::ComponentUndecided(name) } else { Refused::ComponentMissing(name) })
}

/// What the clerk judged not to be due, by name, for the timeline.
fn judged(cmd: &WalkIn, case: &CaseRule) -> serde_json::Value {
    let names: Vec<&str> = case
        .conditional()
        .filter(|rule| cmd.not_due.contains(&rule.code))
        .map(|rule| rule.name.as_str())
        .collect();
    if names.is_empty() { serde_json::json!({}) } else { serde_json::json!({ "not_due": names.join("; ") }) }
}

fn contact(cmd: &WalkIn) -> &Person {
    cmd.submitter.person.as_ref().unwrap_or(&cmd.owner)
}

fn handed_in(rule: &ComponentRule, papers: &[String]) -> Given {
    if papers.contains(&rule.code) {
        Given::Paper
    } else if rule.is_form {
        Given::Form
    } else {
        Given::Missing
    }
}

fn settled(cmd: &WalkIn, code: &str) -> bool {
    cmd.settled.get(code).is_some_and(|words| !words.trim_start_matches("exempt:").trim().is_empty())
}

/// Marks what the counter took: a receipt number, or `exempt:` and the reason.
fn settle_given(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    cmd: &WalkIn,
    dossier: &crate::model::Dossier,
) -> Result<(), Refused> {
    let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
    let authorized = cx.authorize("dossiers.receive", dossier.clone())?;
    for (code, words) in &cmd.settled {
        let (state, words) =
            words.strip_prefix("exempt:").map_or((crate::model::FeeState::Paid, words.as_str()), |reason| {
                (crate::model::FeeState::Exempt, reason)
            });
        if !words.trim().is_empty() {
            store::settle_fee(tx, &authorized, code, state, words.trim(), by, cx.now)?;
        }
    }
    Ok(())
}

/// A late entry names a past time and a reason.
fn check_late(cx: &OpContext, cmd: &WalkIn) -> Result<(), Refused> {
    let Some((true_time, reason)) = &cmd.late else { return Ok(()) };
    if *true_time >= cx.now {
        return Err(Refused::Field { field: "true_received_at", problem: "future" });
    }
    if cx.now.seconds_since(*true_time) > 30 * 86_400 {
        return Err(Refused::Field { field: "true_received_at", problem: "too_old" });
    }
    if reason.trim().is_empty() {
        return Err(Refused::Field { field: "late_reason", problem: "missing" });
    }
    Ok(())
}

/// What the process may decide by: the channel, the case, and the scalar answers of the form.
pub fn variables(
    channel: Channel,
    case: &str,
    answers: &serde_json::Value,
) -> serde_json::Map<String, serde_json::Value> {
    let mut vars = serde_json::Map::new();
    vars.insert("channel".to_owned(), channel.word().into());
    vars.insert("case".to_owned(), case.into());
    let Some(object) = answers.as_object() else { return vars };
    for (key, value) in object {
        let short = match value {
            serde_json::Value::String(words) => words.len() <= 40,
            serde_json::Value::Bool(_) | serde_json::Value::Number(_) => true,
            _ => false,
        };
        // Only what a rule can ask: flags, numbers and short codes; never a name or an identity number.  The engine
        // keeps those that a condition of the process reads.
        let code = value.as_str().is_none_or(|words| {
            words.starts_with(|c: char| c.is_ascii_lowercase())
                && words.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
        });
        // What the house says of the channel and the case, no answer overrules.
        if short && code && !vars.contains_key(key) {
            vars.insert(key.clone(), value.clone());
        }
    }
    vars
}
