//! What the clerk typed, kept from one turn of the page to the next.
use super::super::words;
use crate::model::{ReturnChannel, StandingKind};
use crate::ops::{Person, Submitter};
use base::{CardScan, Date, DateTime, PartialDate, Phone, Refusal, Time, Timestamp, parse_date_vi};
use contracts::Channel;
use parties::model::{ContactKind, Identifier, IdentifierKind, Party};
use std::collections::BTreeMap;
use web::{Errors, Fields, Lang};

/// One person's fields; `prefix` of their names is empty for the owner and `submitter_` for who brings the dossier.
#[derive(Clone, Debug, Default)]
pub struct TypedPerson {
    pub scan: String,
    pub name: String,
    pub number: String,
    pub birth: String,
    pub phone: String,
    pub email: String,
    /// As printed on the card or typed.
    pub address: String,
    pub organisation: bool,
    /// How the fields were filled: `card`, `known` or nothing.
    pub source: &'static str,
}

impl TypedPerson {
    fn read(fields: &Fields, prefix: &str) -> Self {
        let text = |name: &str| fields.text(&format!("{prefix}{name}")).trim().to_owned();
        Self {
            scan: text("scan"),
            name: text("name"),
            number: text("number"),
            birth: text("birth"),
            phone: text("phone"),
            email: text("email"),
            address: text("address"),
            organisation: text("organisation") == "1",
            source: "",
        }
    }

    /// Takes what a card's QR says; false when the scan is no card.
    pub fn take_card(&mut self, scan: &str, today: Date) -> bool {
        let Ok(card) = CardScan::parse_on(scan, today) else { return false };
        self.number = card.number.as_str().to_owned();
        self.name = text::clean_name(&card.name).unwrap_or(card.name);
        self.birth = card.birth.display_vi();
        self.address = card.address;
        self.organisation = false;
        self.source = "card";
        true
    }

    /// Takes what the province knows, where nothing is typed.
    pub fn take_known(&mut self, party: &Party) {
        let fill = |field: &mut String, value: Option<String>| {
            if field.is_empty() {
                *field = value.unwrap_or_default();
            }
        };
        let contact = |kind| party.contacts.iter().find(|one| one.kind == kind).map(|one| one.value.clone());
        fill(&mut self.name, Some(party.name.clone()));
        fill(&mut self.number, party.papers.first().map(|paper| paper.identifier.as_str().to_owned()));
        fill(&mut self.birth, party.birth.map(|birth| birth.display_vi()));
        fill(&mut self.phone, contact(ContactKind::Phone));
        fill(&mut self.email, contact(ContactKind::Email));
        self.organisation = party.kind == parties::model::PartyKind::Organisation;
        if self.source.is_empty() {
            self.source = "known";
        }
    }

    /// The number as an identifier, when it is one.
    pub fn identifier(&self, today: Date) -> Option<Identifier> {
        if self.number.is_empty() {
            None
        } else if self.organisation {
            Identifier::parse(IdentifierKind::Tax, &self.number).ok()
        } else {
            crate::ops::number_of(&self.number, today)
        }
    }

    /// Every field that is wrong, at its place.
    fn check(&self, lang: &Lang, prefix: &str, today: Date, errors: &mut Errors) {
        let mut add = |field: &str, code: &str| {
            let sentence = lang.refusal(code, &[]).unwrap_or_default();
            errors.add(format!("{prefix}{field}"), sentence);
        };
        if self.name.is_empty() {
            errors.add(format!("{prefix}name"), lang.t("dossiers-desk-wrong-name-missing"));
            return;
        }
        if !self.number.is_empty() {
            let read = if self.organisation {
                Identifier::parse(IdentifierKind::Tax, &self.number)
            } else if self.number.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '.') {
                Identifier::personal(&self.number, today)
            } else {
                Identifier::parse(IdentifierKind::Passport, &self.number)
            };
            if let Err(refused) = read {
                add("number", refused.code());
            }
        }
        if !self.birth.is_empty()
            && let Err(refused) = PartialDate::parse(&self.birth)
        {
            add("birth", refused.code());
        }
        if !self.phone.is_empty()
            && let Err(refused) = Phone::parse(&self.phone)
        {
            add("phone", refused.code());
        }
    }

    pub fn person(&self) -> Person {
        Person {
            name: self.name.clone(),
            number: self.number.clone(),
            birth: self.birth.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            organisation: self.organisation,
        }
    }
}

/// The whole page.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Idempotency key, made when the page was first shown.
    pub once: String,
    pub act: String,
    pub desk: String,
    pub owner: TypedPerson,
    pub submitter: TypedPerson,
    pub standing: String,
    pub proof: String,
    pub procedure: String,
    pub case: String,
    pub channel: String,
    pub unit: String,
    /// `code/case` that the ticked papers belong to.
    pub shown_for: String,
    pub papers: Vec<String>,
    /// Conditional papers that the clerk says this case does not ask.
    pub not_due: Vec<String>,
    pub quantity: String,
    /// Code of a count → the number as typed.
    pub counts: BTreeMap<String, String>,
    /// Fee code → receipt number; fee code → reason of exemption.
    pub receipts: BTreeMap<String, String>,
    pub exempts: BTreeMap<String, String>,
    pub return_channel: String,
    pub note: String,
    pub late: bool,
    pub late_day: String,
    pub late_time: String,
    pub late_reason: String,
}

impl Typed {
    pub fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).trim().to_owned();
        let by_prefix = |prefix: &str| {
            let named = fields.iter().filter_map(|(name, values)| {
                let code = name.strip_prefix(prefix)?;
                Some((code.to_owned(), values.first()?.trim().to_owned()))
            });
            named.collect::<BTreeMap<_, _>>()
        };
        let picked = text("pick");
        Self {
            once: text("once"),
            act: if picked.is_empty() { text("act") } else { "look".to_owned() },
            desk: text("desk"),
            owner: TypedPerson::read(fields, ""),
            submitter: TypedPerson::read(fields, "submitter_"),
            standing: text("standing"),
            proof: text("standing_proof"),
            procedure: if picked.is_empty() { text("procedure") } else { picked },
            case: text("case"),
            channel: text("channel"),
            unit: text("unit"),
            shown_for: text("shown_for"),
            papers: fields.all("papers").to_vec(),
            not_due: fields.all("not_due").to_vec(),
            quantity: text("quantity"),
            counts: by_prefix("count-"),
            receipts: by_prefix("receipt-"),
            exempts: by_prefix("exempt-"),
            return_channel: text("return_channel"),
            note: fields.text("note").trim().to_owned(),
            late: text("late") == "1",
            late_day: text("true_received_at"),
            late_time: text("true_time"),
            late_reason: text("late_reason"),
        }
    }

    pub fn standing(&self) -> StandingKind {
        StandingKind::from_word(&self.standing).unwrap_or(StandingKind::Itself)
    }

    pub fn channel(&self) -> Channel {
        if self.channel == Channel::Post.word() { Channel::Post } else { Channel::InPerson }
    }

    pub fn return_channel(&self) -> ReturnChannel {
        ReturnChannel::from_word(&self.return_channel).unwrap_or(ReturnChannel::Counter)
    }

    /// What is multiplied by; 1 while nothing sound is typed.
    pub fn quantity(&self) -> i64 {
        number(&self.quantity).unwrap_or(1)
    }

    /// The counts that are numbers.
    pub fn counts(&self) -> BTreeMap<String, i64> {
        self.counts.iter().filter_map(|(code, typed)| Some((code.clone(), number(typed)?))).collect()
    }

    /// The control of a count.
    pub fn count(&self, code: &str) -> String {
        self.counts.get(code).cloned().unwrap_or_default()
    }

    pub fn by_other(&self) -> bool {
        self.standing() != StandingKind::Itself
    }

    /// The true time of a late entry, when day and hour can be read.
    pub fn true_time(&self) -> Option<Timestamp> {
        let day = parse_date_vi(&self.late_day).ok()?;
        let (hour, minute) = self.late_time.split_once([':', 'h', '.', 'g'])?;
        let time = Time::new(hour.trim().parse().ok()?, minute.trim().parse().unwrap_or(0), 0, 0).ok()?;
        Some(Timestamp::from_local(DateTime::from_parts(day, time)))
    }

    /// What is wrong before anything is asked of the operation.
    pub fn check(&self, lang: &Lang, today: Date) -> Errors {
        let mut errors = Errors::new();
        self.owner.check(lang, "", today, &mut errors);
        if self.by_other() {
            self.submitter.check(lang, "submitter_", today, &mut errors);
            if self.standing().needs_proof() && self.proof.is_empty() {
                errors.add("standing_proof", lang.t("dossiers-desk-wrong-standing-proof-missing"));
            }
        }
        if !self.quantity.is_empty() && number(&self.quantity).is_none() {
            errors.add("quantity", lang.t("dossiers-desk-wrong-count"));
        }
        for (code, typed) in self.counts.iter().filter(|(_, typed)| !typed.is_empty()) {
            if number(typed).is_none() {
                errors.add(format!("count-{code}"), lang.t("dossiers-desk-wrong-count"));
            }
        }
        if self.late && self.true_time().is_none() {
            errors.add("true_received_at", lang.t("dossiers-desk-wrong-true-received-at-malformed"));
        }
        errors
    }

    pub fn submitter(&self) -> Submitter {
        Submitter {
            person: self.by_other().then(|| self.submitter.person()),
            standing: self.standing(),
            proof: self.proof.clone(),
        }
    }

    /// What the counter took for the lines of this case.
    pub fn settled(&self) -> BTreeMap<String, String> {
        let mut settled = BTreeMap::new();
        for (code, reason) in self.exempts.iter().filter(|(_, reason)| !reason.is_empty()) {
            settled.insert(code.clone(), format!("exempt:{reason}"));
        }
        for (code, number) in self.receipts.iter().filter(|(_, number)| !number.is_empty()) {
            settled.insert(code.clone(), number.clone());
        }
        settled
    }
}

/// A number that is counted, 1 to 10,000, dots and spaces between thousands allowed.
fn number(typed: &str) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    digits.parse().ok().filter(|number| (1..=10_000).contains(number))
}

/// The id of the control that a field of the operation stands for.
pub fn place(field: &str) -> String {
    match field {
        "dossiers.component_missing" => "papers",
        "dossiers.component_undecided" => "not_due",
        "dossiers.fee_unpaid" | "dossiers.fee_needs" | "dossiers.fee_wrong" => "fees",
        "dossiers.no_resolving_agency" => "unit",
        "dossiers.no_procedure" | "dossiers.not_received_here" => "procedure",
        known @ ("quantity" | "not_due" | "true_received_at" | "late_reason" | "standing_proof"
        | "submitter_name" | "birth") => known,
        code if code.starts_with("base.personal") || code.starts_with("base.tax") => "number",
        _ => "name",
    }
    .to_owned()
}

/// Standings a clerk chooses from.
pub fn standings(lang: &Lang, chosen: StandingKind) -> Vec<web::Choice> {
    let choice = |kind: &StandingKind| {
        let label = lang.t(&words::key_of("dossiers-standing-", kind.word())).into_owned();
        web::Choice::new(kind.word(), label).chosen(*kind == chosen)
    };
    StandingKind::ALL.iter().map(choice).collect()
}
