//! Plays planned acts through the real operations.
use super::acts::{Act, Kind, Plan, Planned};
use super::days::{Minute, date, instant};
use super::people::{digits, person};
use super::province::Province;
use super::{answers, days};
use crate::Fail;
use base::{Currency, Id, Money};
use contracts::{AgencyId, Channel, DossierId, FeeDue, FeeKind, FileId};
use dossiers::model::{Fee, FeeState, File, ReasonCode, ReturnChannel, StandingKind};
use dossiers::ops::{
    self, Accept, ActOnTask, AnswerSupplement, Approve, DecideLateEntry, DecideRefusal, FileOnline, HandOver,
    Holder, NewDraft, ProposeRefusal, ProposeResult, RequestSupplement, ReturnResult, SaveAnswers, SettleFee,
    StopDossier, Submitter, TaskAct, WalkIn,
};
use dossiers::store;
use policy::OpContext;
use std::collections::BTreeMap;
use workflow::TaskRow;

/// What the driver learns while it plays.
#[derive(Clone, Debug, Default)]
pub struct Played {
    pub id: Option<DossierId>,
    pub code: String,
    pub key: String,
    /// Acts done so far.
    pub done: usize,
}

/// One dossier with its people, on its way.
pub struct Player<'a> {
    pub province: &'a Province,
    pub seed: u64,
    pub index: i64,
    pub plan: &'a Plan,
}

impl Player<'_> {
    fn receiving(&self) -> Result<AgencyId, Fail> {
        if self.plan.kind == Kind::Food {
            return Ok(self.province.provincial_centre);
        }
        let commune = self.province.communes.get(self.plan.receiving).ok_or("no such commune")?;
        Ok(commune.centre)
    }

    fn desk(&self, role: &str, at: Minute) -> Result<OpContext, Fail> {
        self.province.officer(self.receiving()?, role, instant(at))
    }

    /// Plays the acts that fall before `until`.
    ///
    /// # Errors
    /// The refusal of the first act that the house does not take, with everything needed to look at it.
    pub async fn play(&self, mut played: Played, until: Minute) -> Result<Played, Fail> {
        while let Some(planned) = self.plan.acts.get(played.done).filter(|planned| planned.at < until) {
            self.act(&mut played, *planned).await.map_err(|error| {
                format!(
                    "dossier {} {:?} {planned:?} on {}: {error}",
                    self.index,
                    self.plan.kind,
                    date(planned.at)
                )
            })?;
            played.done += 1;
        }
        Ok(played)
    }

    async fn act(&self, played: &mut Played, planned: Planned) -> Result<(), Fail> {
        match planned.act {
            Act::Receive { late } => self.receive(played, planned.at, late).await,
            Act::File => self.file(played, planned.at).await,
            act => {
                let id = played.id.ok_or("it was never received")?;
                self.go_on(id, &played.key, planned, act).await
            }
        }
    }

    async fn go_on(&self, id: DossierId, key: &str, planned: Planned, act: Act) -> Result<(), Fail> {
        match act {
            Act::Receive { .. } | Act::File => Err("a dossier begins once".into()),
            Act::Forward { .. }
            | Act::External { .. }
            | Act::Consult { .. }
            | Act::Propose { .. }
            | Act::Approve { .. } => self.on_task(id, planned.at, act).await,
            Act::Withdraw { online: true } | Act::Confirm { .. } => {
                self.by_the_person(id, key, planned.at, act).await
            }
            Act::ProposeRefusal
            | Act::DecideRefusal { .. }
            | Act::DecideLate { .. }
            | Act::Stop
            | Act::AskSupplement
            | Act::AnswerSupplement => self.decided(id, planned, act).await,
            _ => self.at_the_desk(id, planned, act).await,
        }
    }

    async fn receive(&self, played: &mut Played, at: Minute, late: Option<Minute>) -> Result<(), Fail> {
        let plan = self.plan;
        let cx = self.desk("reception_officer", at)?;
        let commune = self.province.communes.get(plan.commune).ok_or("no such commune")?;
        let mut settled = BTreeMap::new();
        if matches!(plan.kind, Kind::Household | Kind::Food) {
            settled.insert(super::ways::fee_code(plan.kind).to_owned(), format!("BL {:07}", self.index));
        }
        let counts = match plan.kind {
            Kind::Copies => BTreeMap::from([("pages".to_owned(), plan.pages)]),
            _ => BTreeMap::new(),
        };
        let walk_in = WalkIn {
            idempotency_key: format!("{}-{}", self.seed, self.index),
            receiving: self.receiving()?,
            procedure_code: plan.kind.code().to_owned(),
            case_code: plan.kind.case().to_owned(),
            channel: if plan.post { Channel::Post } else { Channel::InPerson },
            unit: commune.home.unit,
            owner: person(self.seed, plan.owner),
            submitter: self.submitter(),
            answers: serde_json::json!({}),
            papers: plan.kind.papers().iter().map(|code| (*code).to_owned()).collect(),
            quantity: plan.quantity,
            counts,
            not_due: plan.kind.not_due().iter().map(|code| (*code).to_owned()).collect(),
            settled,
            return_channel: ReturnChannel::Counter,
            note: String::new(),
            late: late.map(|true_time| (instant(true_time), "Mất điện, nhận hồ sơ giấy".to_owned())),
        };
        let received = ops::receive_walk_in(&self.province.deps, &cx, walk_in).await?;
        played.id = Some(received.id);
        played.code = received.code;
        Ok(())
    }

    fn submitter(&self) -> Submitter {
        match self.plan.submitter {
            Some(other) => Submitter {
                person: Some(person(self.seed, other)),
                standing: StandingKind::Authorised,
                proof: "Giấy ủy quyền số 12/2026".to_owned(),
            },
            None => Submitter { person: None, standing: StandingKind::Itself, proof: String::new() },
        }
    }

    async fn file(&self, played: &mut Played, at: Minute) -> Result<(), Fail> {
        let (plan, deps) = (self.plan, &self.province.deps);
        let cx = OpContext { request_id: Id::new(instant(at)), ..OpContext::anonymous(instant(at)) };
        let commune = self.province.communes.get(plan.commune).ok_or("no such commune")?;
        let owner = person(self.seed, plan.owner);
        let new = NewDraft { procedure_code: plan.kind.code().into(), case_code: plan.kind.case().into() };
        let opened = ops::start_draft(deps, &cx, new).await?;
        let holder = Holder::Key(opened.key.clone());
        let values = if plan.kind == Kind::Birth {
            let born = date(at - 9 * 1440).to_string();
            answers::birth(plan, &owner, &person(self.seed, plan.owner + 1), &commune.home, &born)
        } else {
            answers::household(&owner, &commune.home)
        };
        let saved = ops::save_answers(
            deps,
            &cx,
            SaveAnswers {
                draft: opened.draft.id,
                holder: holder.clone(),
                version: opened.draft.version,
                answers: serde_json::json!({ "values": values }),
                receiving: Some(self.receiving()?),
                unit: Some(commune.home.unit),
            },
        )
        .await?;
        if plan.kind == Kind::Birth {
            self.attach(saved.id, at).await?;
        }
        let command = FileOnline {
            draft: saved.id,
            holder,
            owner,
            submitter: self.submitter(),
            return_channel: ReturnChannel::Electronic,
            quantity: plan.quantity,
        };
        let filed = ops::file_online(deps, &cx, command).await?;
        played.id = Some(filed.id);
        played.code = filed.code;
        played.key = opened.key;
        Ok(())
    }

    /// The row of a photo; the bytes of a year of photos are not what is measured here.
    async fn attach(&self, draft: contracts::DraftId, at: Minute) -> Result<(), Fail> {
        let file = File {
            id: FileId::new(instant(at)),
            component: "giay_chung_sinh".to_owned(),
            name: "giay-chung-sinh.jpg".to_owned(),
            kind: "image/jpeg".to_owned(),
            size: 180_000,
            digest: format!("{:064x}", self.index),
            uploaded_at: instant(at),
            round: 0,
        };
        let db = &self.province.deps.db;
        db.write(move |tx| store::insert_file(tx, Some(draft), None, &file, None)).await?;
        Ok(())
    }

    /// The open task of a step, and who does it.
    async fn task(&self, id: DossierId, step: &str, at: Minute) -> Result<(TaskRow, OpContext), Fail> {
        let tasks = self.province.deps.db.read(move |tx| workflow::tasks_of(tx, id.id())).await?;
        let open = tasks.into_iter().find(|task| task.closed_at.is_none() && task.step == step);
        let task = open.ok_or_else(|| format!("no open step {step}"))?;
        let cx = self.province.officer(task.agency, &task.role, instant(at))?;
        Ok((task, cx))
    }

    async fn on_task(&self, id: DossierId, at: Minute, act: Act) -> Result<(), Fail> {
        let deps = &self.province.deps;
        let step = match act {
            Act::Forward { step, .. }
            | Act::External { step, .. }
            | Act::Consult { step }
            | Act::Propose { step, .. }
            | Act::Approve { step } => step,
            _ => return Err("not done on a step".into()),
        };
        let (task, cx) = self.task(id, step, at).await?;
        let done = match act {
            Act::Propose { granted, .. } => {
                let body =
                    serde_json::json!({ "rows": [["Họ và tên", person(self.seed, self.plan.owner).name]] });
                let title = "Kết quả giải quyết".to_owned();
                return Ok(ops::propose_result(
                    deps,
                    &cx,
                    ProposeResult { task: task.id, granted, title, body },
                )
                .await?);
            }
            Act::Approve { .. } => {
                let result = deps.db.read(move |tx| store::result_of(tx, id)).await?.ok_or("no draft")?;
                let command = Approve {
                    task: task.id,
                    result: result.id,
                    signer_line: "CHỦ TỊCH".to_owned(),
                    signer_name: "Vi Văn Ký".to_owned(),
                };
                return Ok(ops::approve_result(deps, &cx, command).await?);
            }
            Act::Forward { outcome, consult, .. } => {
                let culture = self.province.communes.get(self.plan.commune).map(|commune| commune.culture);
                let ask = culture.filter(|_| consult).into_iter().collect();
                TaskAct::Forward { outcome: outcome.map(str::to_owned), ask }
            }
            Act::External { step, ok } => {
                TaskAct::External { ok, reference: outside_number(step).to_owned() }
            }
            _ => TaskAct::Consult { agreed: true },
        };
        let words = if matches!(act, Act::External { ok: false, .. }) { "Không tra được" } else { "" };
        ops::act_on_task(deps, &cx, ActOnTask { task: task.id, act: done, words: words.to_owned() }).await?;
        Ok(())
    }

    async fn by_the_person(&self, id: DossierId, key: &str, at: Minute, act: Act) -> Result<(), Fail> {
        let deps = &self.province.deps;
        let cx = OpContext { request_id: Id::new(instant(at)), ..OpContext::anonymous(instant(at)) };
        let holder = Holder::Key(key.to_owned());
        match act {
            Act::Confirm { agreed } => {
                let words = if agreed { String::new() } else { "Tên đệm viết sai".to_owned() };
                ops::answer_draft_result(deps, &cx, id, holder, agreed, words).await?;
            }
            _ => ops::withdraw(deps, &cx, id, Some(holder), "Tôi nộp nhầm".to_owned()).await?,
        }
        Ok(())
    }

    async fn decided(&self, dossier: DossierId, planned: Planned, act: Act) -> Result<(), Fail> {
        let (deps, version) = (&self.province.deps, planned.version);
        let clerk = self.desk("reception_officer", planned.at)?;
        let director = self.desk("centre_director", planned.at)?;
        let words_for =
            |approve: bool| if approve { String::new() } else { "Chưa đủ căn cứ".to_owned() };
        match act {
            Act::ProposeRefusal => {
                let words = "Không thuộc thẩm quyền".to_owned();
                let reason = ReasonCode::NotCompetent;
                ops::propose_refusal(deps, &clerk, ProposeRefusal { dossier, version, reason, words })
                    .await?;
            }
            Act::DecideRefusal { approve } => {
                let command = DecideRefusal { dossier, version, approve, words: words_for(approve) };
                ops::decide_refusal(deps, &director, command).await?;
            }
            Act::DecideLate { approve } => {
                let command = DecideLateEntry { dossier, version, approve, words: words_for(approve) };
                ops::decide_late_entry(deps, &director, command).await?;
            }
            Act::Stop => {
                let words = "Quá hạn bổ sung".to_owned();
                ops::stop(deps, &director, StopDossier { dossier, version, words }).await?;
            }
            Act::AskSupplement => {
                let command = RequestSupplement {
                    dossier,
                    version,
                    reason: ReasonCode::Unreadable,
                    words: "Bản chụp bị mờ, cần bản rõ hơn".to_owned(),
                    components: vec![self.plan.kind.asked().to_owned()],
                };
                ops::request_supplement(deps, &clerk, command).await?;
            }
            _ => {
                let papers = vec![self.plan.kind.asked().to_owned()];
                let command =
                    AnswerSupplement { dossier, version, holder: None, words: String::new(), papers };
                ops::answer_supplement(deps, &clerk, command).await?;
            }
        }
        Ok(())
    }

    async fn at_the_desk(&self, dossier: DossierId, planned: Planned, act: Act) -> Result<(), Fail> {
        let (deps, version) = (&self.province.deps, planned.version);
        let clerk = self.desk("reception_officer", planned.at)?;
        match act {
            Act::Accept => {
                ops::accept(deps, &clerk, Accept { dossier, version }).await?;
            }
            Act::Withdraw { .. } => {
                ops::withdraw(deps, &clerk, dossier, None, "Người dân xin rút".to_owned()).await?;
            }
            Act::HandOver => {
                ops::hand_over(deps, &clerk, HandOver { dossiers: vec![dossier] }).await?;
            }
            Act::SettleFee { code } => {
                let words = format!("BL {:07}", self.index);
                let command = SettleFee { dossier, version, code: code.to_owned(), exempt: false, words };
                ops::settle_fee(deps, &clerk, command).await?;
            }
            Act::RequestPayment => {
                ops::request_payment(deps, &clerk, dossier, version, later_due(planned.at)).await?;
            }
            Act::Correct => {
                let words = "Sai ngày sinh".to_owned();
                ops::return_for_correction(deps, &clerk, dossier, version, words).await?;
            }
            _ => {
                let command = ReturnResult {
                    dossier,
                    version,
                    shown_digits: digits(&person(self.seed, self.plan.owner)),
                    collected_by: String::new(),
                    compared: vec!["giay_chung_sinh".to_owned(), "uy_quyen".to_owned()],
                };
                ops::return_result(deps, &clerk, command).await?;
            }
        }
        Ok(())
    }
}

/// What the other system gives: the civil status register a child's number (Nghệ An, a girl of 2026), others a letter's.
fn outside_number(step: &str) -> &'static str {
    if step == "enter" { "040326000016" } else { "12/CV" }
}

fn later_due(at: Minute) -> Fee {
    Fee {
        id: Id::new(days::instant(at)),
        code: "chi_phi_them".to_owned(),
        name: "Chi phí thẩm định thêm".to_owned(),
        kind: FeeKind::Fee,
        amount: Money { minor: 50_000, currency: Currency::Vnd },
        due: FeeDue::BeforeReceipt,
        state: FeeState::Due,
        source: "giá trị mẫu".to_owned(),
        receipt_number: None,
        exempt_reason: None,
    }
}
