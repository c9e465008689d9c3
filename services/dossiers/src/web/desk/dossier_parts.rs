//! The parts of the dossier page in words.
use super::dossier::{Again, Fact};
use super::words::{key_of, moment};
use crate::Deps;
use crate::model::{Entry, FeeState, Given, Status};
use crate::ops::{DeskFacts, DossierView};
use crate::rules::{self, Deadline};
use base::{Timestamp, date_vi};
use contracts::{AgencyId, FeeDue, FeeKind, FileId};
use forms::size_vi;
use parties::model::{ContactKind, Party};
use web::{Choice, Frame, Lang, TimelineItem};

/// A notice above the dossier; `act` names the form that belongs to it.
pub struct Notice {
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    /// `refusal` or `late` for the director's decision, `finding` for the desk's answer to the officer, else empty.
    pub act: &'static str,
}

/// A paper and what was handed in for it.
pub struct PaperLine {
    pub name: String,
    pub given: String,
    pub missing: bool,
    pub files: Vec<Scan>,
}

/// An attached file.
#[derive(Clone)]
pub struct Scan {
    pub id: FileId,
    pub component: String,
    pub name: String,
    pub size: String,
    /// A browser draws it inside the page.
    pub inline: bool,
}

/// One amount.
pub struct FeeLine {
    pub code: String,
    pub name: String,
    pub amount: String,
    pub due: bool,
    pub state: String,
    pub state_kind: &'static str,
    pub when: String,
    pub source: String,
}

/// Which acts this officer may take on this dossier now.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "one flag for each button of the bar")]
pub struct Bar {
    pub accept: bool,
    pub supplement: bool,
    pub take_supplement: bool,
    pub refuse: bool,
    pub hand_over: bool,
    pub give: bool,
    pub correct: bool,
    pub ask_money: bool,
    pub settle: bool,
    pub scan: bool,
    pub withdraw: bool,
    pub stop: bool,
    pub print_acceptance: bool,
    pub print_supplement: bool,
    pub print_refusal: bool,
    pub print_return: bool,
}

pub fn bar(frame: &Frame, view: &DossierView, facts: &DeskFacts) -> Bar {
    let status = view.dossier.status;
    let desk = frame.may("dossiers.receive");
    let director = frame.may("dossiers.approve_refusal");
    let may = |to: Status| status.to(to).is_ok();
    let pending = view.refusals.iter().any(|one| one.decided_at.is_none());
    let late_open = view.late_entry.as_ref().is_some_and(|late| late.approved.is_none());
    Bar {
        accept: desk && status == Status::Filed && !pending,
        supplement: desk && may(Status::Supplement) && !pending,
        take_supplement: desk && status == Status::Supplement,
        refuse: desk && status == Status::Filed && !pending,
        hand_over: desk
            && matches!(status, Status::Received | Status::Processing)
            && facts.at_first_step
            && !late_open,
        give: frame.may("dossiers.return") && status == Status::Resolved,
        correct: frame.may("dossiers.return") && status == Status::Resolved && facts.correctable,
        ask_money: desk && may(Status::PaymentDue),
        settle: desk && !status.is_final(),
        scan: desk && !status.is_final() && status != Status::Resolved,
        withdraw: desk && may(Status::Withdrawn),
        stop: director && may(Status::Stopped),
        print_acceptance: view.dossier.received_at.is_some(),
        print_supplement: !view.supplements.is_empty(),
        print_refusal: status == Status::Refused,
        print_return: status == Status::Returned,
    }
}

/// The due time if the desk accepted at this moment.
pub fn due_if_accepted(deps: &Deps, view: &DossierView, now: Timestamp) -> Option<Timestamp> {
    let case = view.procedure.case(&view.dossier.case_code)?;
    let policy = deps.time.policies().at(now.date()).policy;
    match rules::deadline(&deps.time.calendar(), &policy, case, view.dossier.channel, now) {
        Deadline::At(at) => Some(at),
        Deadline::None | Deadline::NotOffered => None,
    }
}

pub fn notices(lang: &Lang, frame: &Frame, view: &DossierView) -> Vec<Notice> {
    let mut list = Vec::new();
    let director = frame.may("dossiers.approve_refusal");
    if let Some(finding) = &view.finding {
        let advice = lang.t(&key_of("dossiers-desk-advice-", &finding.advice)).into_owned();
        let title = lang.with("dossiers-desk-finding", &[("advice", advice)]);
        let act = if frame.may("dossiers.receive") { "finding" } else { "" };
        list.push(Notice { kind: "warn", title, text: finding.words.clone(), act });
    }
    for refusal in view.refusals.iter().filter(|one| one.decided_at.is_none()) {
        let reason = lang.t(&key_of("dossiers-reason-", refusal.reason.word())).into_owned();
        let title = lang.with("dossiers-desk-refusal-open", &[("reason", reason)]);
        let act = if director { "refusal" } else { "" };
        list.push(Notice { kind: "warn", title, text: refusal.words.clone(), act });
    }
    if let Some(late) = &view.late_entry {
        let at = moment(lang, late.true_received_at);
        let (kind, key, act) = match late.approved {
            None => ("warn", "dossiers-desk-late-open", if director { "late" } else { "" }),
            Some(true) => ("ok", "dossiers-desk-late-approved", ""),
            Some(false) => ("", "dossiers-desk-late-refused", ""),
        };
        let text = if late.decision_words.is_empty() { &late.reason } else { &late.decision_words };
        list.push(Notice { kind, title: lang.with(key, &[("at", at)]), text: text.clone(), act });
    }
    if let Some(round) = view.supplements.iter().find(|round| round.answered_at.is_none()) {
        let until = date_vi(round.answer_by.date());
        let title = lang.with("dossiers-desk-supplement-open", &[("until", until)]);
        list.push(Notice { kind: "turn", title, text: round.words.clone(), act: "" });
    }
    list
}

fn agency_name(facts: &DeskFacts, id: AgencyId) -> String {
    facts.agencies.iter().find(|agency| agency.id == id).map(|agency| agency.name.clone()).unwrap_or_default()
}

fn person(lang: &Lang, party: &Party) -> String {
    let mut parts = vec![party.name.clone()];
    parts.extend(party.birth.map(|birth| birth.display_vi()));
    parts.extend(party.papers.iter().map(|paper| {
        let number = paper.identifier.as_str();
        lang.with("dossiers-desk-paper-number", &[("number", number)])
    }));
    parts.join(", ")
}

fn contact(view: &DossierView) -> String {
    let mut parts = vec![view.dossier.contact_phone.clone(), view.dossier.contact_email.clone()];
    for party in [&view.submitter, &view.owner] {
        parts.extend(
            party.contacts.iter().filter(|one| one.kind == ContactKind::Phone).map(|one| one.value.clone()),
        );
    }
    parts.retain(|part| !part.is_empty());
    parts.dedup();
    parts.into_iter().take(2).collect::<Vec<_>>().join(", ")
}

pub fn facts(lang: &Lang, view: &DossierView, found: &DeskFacts) -> Vec<Fact> {
    let dossier = &view.dossier;
    let standing = lang.t(&key_of("dossiers-standing-", dossier.standing.word())).into_owned();
    let mut list = vec![Fact { label: "dossiers-desk-owner", value: person(lang, &view.owner) }];
    if dossier.owner != dossier.submitter {
        list.push(Fact { label: "dossiers-desk-submitter", value: person(lang, &view.submitter) });
    }
    let standing = if dossier.standing_proof.is_empty() {
        standing
    } else {
        format!("{standing}: {}", dossier.standing_proof)
    };
    list.push(Fact { label: "dossiers-desk-standing", value: standing });
    list.push(Fact { label: "dossiers-desk-phone", value: contact(view) });
    let channel = lang.t(&key_of("dossiers-channel-", dossier.channel.word())).into_owned();
    list.push(Fact { label: "dossiers-desk-channel", value: channel });
    let case = view.procedure.case(&dossier.case_code).map(|case| case.name.clone()).unwrap_or_default();
    list.push(Fact { label: "dossiers-desk-case", value: case });
    let received = dossier.received_at.map(|at| moment(lang, at)).unwrap_or_default();
    list.push(Fact { label: "dossiers-desk-received-at", value: received });
    let due = dossier.due_at.map(|at| moment(lang, at)).unwrap_or_default();
    list.push(Fact { label: "dossiers-desk-return-due", value: due });
    list.push(Fact { label: "dossiers-desk-receiving", value: agency_name(found, dossier.receiving) });
    list.push(Fact { label: "dossiers-desk-goes-to", value: agency_name(found, dossier.resolving) });
    if !dossier.step_title.is_empty() {
        let holder = dossier.holder.map(|id| agency_name(found, id)).unwrap_or_default();
        list.push(Fact { label: "dossiers-desk-at", value: format!("{} · {holder}", dossier.step_title) });
    }
    let returned = lang.t(&key_of("dossiers-return-", dossier.return_channel.word())).into_owned();
    list.push(Fact { label: "dossiers-desk-return-channel", value: returned });
    if !dossier.note.is_empty() {
        list.push(Fact { label: "dossiers-desk-note", value: dossier.note.clone() });
    }
    list.extend(result(lang, view));
    list
}

/// The result as far as it is: drafted, or signed under its number.
fn result(lang: &Lang, view: &DossierView) -> Option<Fact> {
    let paper = view.result.as_ref()?;
    let value = match (paper.signed_at, paper.number) {
        (Some(at), Some(number)) => {
            let args =
                [("title", paper.title.clone()), ("number", number.to_string()), ("day", date_vi(at.date()))];
            lang.with("dossiers-desk-result-numbered", &args)
        }
        (Some(at), None) => lang.with(
            "dossiers-desk-result-signed",
            &[("title", paper.title.clone()), ("day", date_vi(at.date()))],
        ),
        (None, _) => lang.with("dossiers-desk-result-draft", &[("title", paper.title.as_str())]),
    };
    Some(Fact { label: "dossiers-desk-result", value })
}

/// Every file, in the order of the papers.
pub fn scans(view: &DossierView) -> Vec<Scan> {
    view.files
        .iter()
        .map(|file| Scan {
            id: file.id,
            component: file.component.clone(),
            name: file.name.clone(),
            size: size_vi(u64::try_from(file.size).unwrap_or(0)),
            inline: matches!(file.kind.as_str(), "image/jpeg" | "image/png" | "image/webp" | "image/gif"),
        })
        .collect()
}

pub fn papers(lang: &Lang, view: &DossierView) -> Vec<PaperLine> {
    let all = scans(view);
    let line = |component: &crate::model::Component| PaperLine {
        name: component.name.clone(),
        given: lang.t(&key_of("dossiers-desk-given-", component.given.word())).into_owned(),
        missing: component.given == Given::Missing && component.mandatory,
        files: all.iter().filter(|scan| scan.component == component.code).cloned().collect(),
    };
    view.components.iter().map(line).collect()
}

/// The papers a scan may show.
pub fn scannable(view: &DossierView, again: &Again) -> Vec<Choice> {
    let chosen = again.text("scan-component");
    view.components
        .iter()
        .map(|one| Choice::new(one.code.clone(), one.name.clone()).chosen(one.code == chosen))
        .collect()
}

/// The papers of the open supplement round, to tick when they are handed in.
pub fn asked(view: &DossierView, again: &Again) -> Vec<Choice> {
    let Some(round) = view.supplements.iter().find(|round| round.answered_at.is_none()) else {
        return Vec::new();
    };
    let name = |code: &String| {
        view.components
            .iter()
            .find(|one| &one.code == code)
            .map_or_else(|| code.clone(), |one| one.name.clone())
    };
    let ticked = again.all("supplement-papers");
    round
        .components
        .iter()
        .map(|code| Choice::new(code.clone(), name(code)).chosen(ticked.contains(code)))
        .collect()
}

pub fn fees(lang: &Lang, view: &DossierView) -> Vec<FeeLine> {
    view.fees
        .iter()
        .map(|fee| {
            let key = if fee.kind == FeeKind::Fee { "dossiers-desk-fee" } else { "dossiers-desk-charge" };
            let (state, state_kind) = match fee.state {
                FeeState::Due => (lang.t("dossiers-desk-fee-due").into_owned(), "warn"),
                FeeState::Paid => {
                    let number = fee.receipt_number.clone().unwrap_or_default();
                    (lang.with("dossiers-desk-fee-paid", &[("number", number)]), "ok")
                }
                FeeState::Exempt => {
                    let reason = fee.exempt_reason.clone().unwrap_or_default();
                    (lang.with("dossiers-desk-fee-exempt", &[("reason", reason)]), "")
                }
            };
            let when = match fee.due {
                FeeDue::BeforeReceipt => String::new(),
                FeeDue::BeforeReturn => lang.t("dossiers-desk-fee-later").into_owned(),
            };
            FeeLine {
                code: fee.code.clone(),
                name: lang.with(key, &[("name", fee.name.as_str())]),
                amount: fee.amount.display_vi(),
                due: fee.state == FeeState::Due,
                state,
                state_kind,
                when,
                source: fee.source.clone(),
            }
        })
        .collect()
}

/// Internal and public lines, the newest last.
pub fn timeline(lang: &Lang, view: &DossierView, found: &DeskFacts) -> Vec<TimelineItem> {
    let last = view.timeline.len().saturating_sub(1);
    let item = |(index, entry): (usize, &Entry)| TimelineItem {
        state: if index == last { "now" } else { "done" },
        title: entry_words(lang, entry),
        datetime: entry.at.to_string(),
        when: moment(lang, entry.at),
        text: who(lang, entry, found),
    };
    view.timeline.iter().enumerate().map(item).collect()
}

/// The sentence of a line; its arguments are whatever the act kept.
pub fn entry_words(lang: &Lang, entry: &Entry) -> String {
    let texts: Vec<(String, String)> = entry
        .detail
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    let args: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    lang.with(&key_of("dossiers-entry-", &entry.kind), &args)
}

fn who(lang: &Lang, entry: &Entry, found: &DeskFacts) -> String {
    let mut parts = vec![entry.actor_title.clone()];
    parts.extend(entry.agency.map(|id| agency_name(found, id)));
    if let Some(papers) = entry.detail.get("not_due").and_then(|papers| papers.as_str()) {
        parts.push(lang.with("dossiers-desk-judged", &[("papers", papers)]));
    }
    parts.retain(|part| !part.is_empty());
    let who = parts.join(", ");
    if entry.public { who } else { lang.with("dossiers-desk-internal", &[("who", who)]) }
}
