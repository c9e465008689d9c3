//! Mẫu 01, 02, 03 as PDF: gathered, the database let go, then typeset on a blocking thread.
use super::intake::explained_days;
use super::words;
use crate::model::{FeeState, Given, ReasonCode};
use crate::ops::{self, DeskFacts, DossierView};
use crate::{Deps, Refused, rules};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base::{Date, DossierCode};
use contracts::{AgencyFact, AgencyId, DossierId, FeeDue, UnitFact};
use documents::{
    AcceptanceSlip, Component, Contact, Copy, FeeLine, Letterhead, Paper, Pdf, RefusalSlip, SupplementItem,
    SupplementSlip,
};
use policy::OpContext;
use policy::web::Cx;
use web::{Failure, FileAnswer, Frame, Lang, Shell};

/// Typesets on a blocking thread; nothing of the database is held.
///
/// # Errors
/// [`Refused::Document`].
pub async fn print<P: Paper + Send + 'static>(paper: P) -> Result<Pdf, Refused> {
    let printed = tokio::task::spawn_blocking(move || documents::print(&paper)).await;
    Ok(printed.map_err(|_| Refused::NoResult)??)
}

/// The place name in front of a date: the unit's name without its kind.
pub fn place(unit: Option<&UnitFact>) -> String {
    let full = unit.map_or("", |unit| unit.full_name.as_str());
    ["Xã ", "Phường ", "Đặc khu ", "Tỉnh ", "Thành phố "]
        .iter()
        .find_map(|kind| full.strip_prefix(kind))
        .unwrap_or(full)
        .to_owned()
}

/// What every slip needs.
struct Sheet {
    view: DossierView,
    facts: DeskFacts,
    lang: Lang,
    hotline: String,
    officer: String,
    public_url: String,
    owner_address: Option<String>,
    submitter_address: Option<String>,
}

async fn sheet(deps: &Deps, shell: &Shell, cx: &OpContext, id: DossierId) -> Result<Sheet, Failure> {
    let view = ops::view_dossier(deps, cx, id, None).await?;
    let facts = ops::desk_facts(deps, &view.dossier, None, Vec::new()).await?;
    let frame: Frame = shell.frame("dossiers-desk-title");
    let officer = shell.principal().map(|who| who.name.clone()).unwrap_or_default();
    let public_url = deps.settings.public_url.clone();
    let today = cx.now.date();
    let owner_address = ops::address_line(deps, &view.owner, today).await?;
    let submitter_address = ops::address_line(deps, &view.submitter, today).await?;
    let (lang, hotline) = (shell.lang(), frame.hotline);
    Ok(Sheet { view, facts, lang, hotline, officer, public_url, owner_address, submitter_address })
}

impl Sheet {
    fn agency(&self, id: AgencyId) -> Option<&AgencyFact> {
        self.facts.agencies.iter().find(|agency| agency.id == id)
    }

    fn name(&self, id: AgencyId) -> String {
        self.agency(id).map(|agency| agency.name.clone()).unwrap_or_default()
    }

    fn letterhead(&self, number: Option<String>, date: Date) -> Letterhead {
        let receiving = self.view.dossier.receiving;
        let desk = self.agency(receiving);
        let superior = desk.and_then(|desk| desk.parent).and_then(|parent| self.agency(parent));
        let unit = desk.and_then(|desk| self.facts.units.iter().find(|unit| unit.id == desk.unit));
        Letterhead {
            superior: superior.map(|agency| agency.name.clone()),
            agency: self.name(receiving),
            number,
            place: place(unit),
            date,
        }
    }

    fn code(&self) -> Option<String> {
        self.view.dossier.code.clone()
    }

    /// The address of the look-up: the code and nothing personal.
    fn look_up(&self) -> Option<String> {
        self.code().map(|code| format!("{}/tra-cuu?ma={code}", self.public_url))
    }

    fn party(
        &self,
        party: &parties::model::Party,
        address: Option<&String>,
        contact: bool,
    ) -> documents::Party {
        let dossier = &self.view.dossier;
        let said = |text: &str| Some(text.to_owned()).filter(|text| contact && !text.is_empty());
        documents::Party {
            name: party.name.clone(),
            identity: party.papers.first().map(|paper| {
                self.lang.with("dossiers-desk-paper-number", &[("number", paper.identifier.as_str())])
            }),
            address: address.cloned(),
            phone: said(&dossier.contact_phone),
            email: said(&dossier.contact_email),
        }
    }

    fn owner(&self) -> documents::Party {
        let own = self.view.dossier.owner == self.view.dossier.submitter;
        self.party(&self.view.owner, self.owner_address.as_ref(), own)
    }

    fn submitter(&self) -> Option<documents::Party> {
        let dossier = &self.view.dossier;
        let address = self.submitter_address.as_ref();
        (dossier.owner != dossier.submitter).then(|| self.party(&self.view.submitter, address, true))
    }

    fn contact(&self) -> Contact {
        Contact { officer: None, phone: Some(self.hotline.clone()), website: Some(self.public_url.clone()) }
    }

    fn reason(&self, reason: ReasonCode, words: &str) -> Vec<String> {
        let coded = self.lang.t(&words::key_of("dossiers-reason-", reason.word())).into_owned();
        vec![format!("{coded}. {words}")]
    }
}

fn file(name: &str, pdf: Pdf) -> Response {
    FileAnswer::bytes(name, "application/pdf", pdf.bytes).into_response()
}

fn component(one: &crate::model::Component, files: usize) -> Component {
    let count = |number: i64| u32::try_from(number.max(0)).unwrap_or(0);
    let electronic = u32::try_from(files).unwrap_or(0);
    match one.given {
        Given::Paper => Component {
            name: one.name.clone(),
            originals: if one.originals == 0 && one.copies == 0 { 1 } else { count(one.originals) },
            photocopies: count(one.copies),
            electronic,
            ..Component::default()
        },
        Given::File | Given::Form | Given::Database => {
            Component { name: one.name.clone(), electronic: electronic.max(1), ..Component::default() }
        }
        Given::Missing => Component { name: one.name.clone(), ..Component::default() },
    }
}

fn fee_line(lang: &Lang, fee: &crate::model::Fee) -> FeeLine {
    let key = if fee.kind == contracts::FeeKind::Fee { "dossiers-desk-fee" } else { "dossiers-desk-charge" };
    FeeLine {
        label: lang.with(key, &[("name", fee.name.as_str())]),
        amount: fee.amount,
        state: match (fee.state, fee.due) {
            (FeeState::Paid, _) => documents::FeeState::Paid,
            (FeeState::Exempt, _) => documents::FeeState::Exempt,
            (FeeState::Due, FeeDue::BeforeReturn) => documents::FeeState::OnResult,
            (FeeState::Due, FeeDue::BeforeReceipt) => documents::FeeState::Unpaid,
        },
        receipt: fee.receipt_number.clone(),
    }
}

/// GET `/ho-so/{id}/mau-01.pdf`.
pub async fn print_acceptance(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    let sheet = sheet(&deps, &shell, &cx, id).await?;
    let (dossier, lang) = (&sheet.view.dossier, &sheet.lang);
    let received = dossier.received_at.ok_or(Refused::NotFound)?;
    let code = sheet.code().unwrap_or_default();
    let tail = DossierCode::parse(&code).map(|code| code.tail().to_owned()).unwrap_or_default();
    let span = sheet
        .view
        .procedure
        .case(&dossier.case_code)
        .and_then(|case| case.channel(dossier.channel))
        .and_then(|rule| rule.limit.as_ref())
        .and_then(rules::limit_span);
    let calendar = deps.time.calendar();
    let policy = deps.time.policies().at(received.date()).policy;
    let days_off = span
        .and_then(|span| explained_days(lang, &calendar::explain(&calendar, &policy, span, received, &[])));
    let files = |code: &str| sheet.view.files.iter().filter(|file| file.component == code).count();
    let paper = AcceptanceSlip {
        letterhead: sheet
            .letterhead(Some(lang.with("dossiers-desk-slip-number", &[("n", tail)])), received.date()),
        copies: vec![Copy::Submitter, Copy::File],
        book: None,
        sequence: None,
        dossier_code: code.clone(),
        qr_text: sheet.look_up(),
        desk: None,
        owner: sheet.owner(),
        submitter: sheet.submitter(),
        procedure_name: dossier.procedure_name.clone(),
        procedure_code: dossier.procedure_code.clone(),
        request: None,
        components: sheet
            .view
            .components
            .iter()
            .filter(|one| one.given != Given::Missing)
            .map(|one| component(one, files(&one.code)))
            .collect(),
        sets: 1,
        fees: sheet.view.fees.iter().map(|fee| fee_line(lang, fee)).collect(),
        time_limit: span
            .map_or_else(|| lang.t("dossiers-desk-due-none").into_owned(), |span| span.to_string()),
        time_limit_note: days_off,
        received,
        due: dossier.due_at,
        second_stage: None,
        return_at: Some(sheet.name(dossier.receiving)),
        settling_agency: sheet.name(dossier.resolving),
        receiver: sheet.officer.clone(),
        contact: sheet.contact(),
    };
    let name = lang.with("dossiers-desk-file-01", &[("code", code)]);
    Ok(file(&name, print(paper).await?))
}

/// GET `/ho-so/{id}/mau-02.pdf`: the latest request.
pub async fn print_supplement(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    let sheet = sheet(&deps, &shell, &cx, id).await?;
    let dossier = &sheet.view.dossier;
    let round = sheet.view.supplements.last().ok_or(Refused::NotFound)?;
    let name = |code: &String| {
        let known = sheet.view.components.iter().find(|one| &one.code == code);
        known.map_or_else(|| code.clone(), |one| one.name.clone())
    };
    let paper = SupplementSlip {
        letterhead: sheet.letterhead(None, round.requested_at.date()),
        copies: vec![Copy::Submitter],
        dossier_code: sheet.code(),
        qr_text: sheet.look_up(),
        owner: sheet.owner(),
        submitter: sheet.submitter(),
        procedure_name: dossier.procedure_name.clone(),
        procedure_code: dossier.procedure_code.clone(),
        items: round
            .components
            .iter()
            .map(|code| SupplementItem { name: name(code), request: round.words.clone() })
            .collect(),
        reasons: vec![sheet.lang.t(&words::key_of("dossiers-reason-", round.reason.word())).into_owned()],
        deadline: Some(round.answer_by.date()),
        officer: sheet.officer.clone(),
        contact: sheet.contact(),
    };
    let name = sheet.lang.with("dossiers-desk-file-02", &[("code", sheet.code().unwrap_or_default())]);
    Ok(file(&name, print(paper).await?))
}

/// GET `/ho-so/{id}/mau-03.pdf`: the refusal that the director approved.
pub async fn print_refusal(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    let sheet = sheet(&deps, &shell, &cx, id).await?;
    let dossier = &sheet.view.dossier;
    let refusal = sheet.view.refusals.iter().rev().find(|one| one.approved == Some(true));
    let refusal = refusal.ok_or(Refused::NotFound)?;
    let day = refusal.decided_at.unwrap_or(refusal.proposed_at).date();
    let paper = RefusalSlip {
        letterhead: sheet.letterhead(None, day),
        copies: vec![Copy::Submitter],
        dossier_code: sheet.code(),
        submitted: Some(dossier.filed_at),
        qr_text: sheet.look_up(),
        owner: sheet.owner(),
        submitter: sheet.submitter(),
        procedure_name: dossier.procedure_name.clone(),
        procedure_code: Some(dossier.procedure_code.clone()),
        reasons: sheet.reason(refusal.reason, &refusal.words),
        guidance: Some(refusal.decision_words.clone())
            .filter(|words| !words.is_empty())
            .into_iter()
            .collect(),
        officer: sheet.officer.clone(),
        contact: sheet.contact(),
    };
    let name = sheet.lang.with("dossiers-desk-file-03", &[("code", sheet.code().unwrap_or_default())]);
    Ok(file(&name, print(paper).await?))
}
