//! Commands that contradict one another, at once and many times, on both databases: one of them happens, the others
//! hear no in words, and what stands afterwards is sound.
use super::fixture::{Staff, World, now, procedure};
use super::random_house::online_as;
use super::soundness::all_is_sound;
use super::together::{CALLERS, alone, together};
use super::walk::{at, dossier, mother, open_task, walk_in};
use crate::model::{ReasonCode, ReturnChannel, StandingKind, Status};
use crate::ops::{self, Holder, Submitter, TaskAct};
use crate::{Deps, store};
use base::Timestamp;
use contracts::DossierId;
use db::DbError;
use db::testing::join_all;
use policy::OpContext;
use workflow::StepKind;

/// Dossiers per pair, and callers on each side.
const ROUNDS: usize = 4;

/// A commune at work on one database.
struct House {
    world: World,
    staff: Staff,
    citizen: OpContext,
}

impl House {
    async fn new(world: World) -> Self {
        let (staff, citizen) = (world.staff("c1").await, world.citizen(50));
        Self { world, staff, citizen }
    }

    fn deps(&self) -> &Deps {
        &self.world.deps
    }

    async fn version(&self, id: DossierId) -> i64 {
        dossier(self.deps(), id).await.version
    }

    /// Status 1, with the key that opens it.
    async fn filed(&self, round: usize) -> (DossierId, String) {
        let when = now().plus_seconds(i64::try_from(round).unwrap());
        online_as(&self.world, self.staff.centre, &at(&self.citizen, when), "1.001193").await
    }

    /// Status 2.
    async fn received(&self, round: usize) -> DossierId {
        let cmd = walk_in(&self.staff, &self.world, &format!("pair-{round}"));
        ops::receive_walk_in(self.deps(), &self.staff.clerk, cmd).await.unwrap().id
    }

    /// Status 4, to be drafted.
    async fn processing(&self, round: usize) -> DossierId {
        let id = self.received(round).await;
        ops::hand_over(self.deps(), &self.staff.clerk, ops::HandOver { dossiers: vec![id] }).await.unwrap();
        id
    }

    async fn draft(&self, id: DossierId) -> ops::ProposeResult {
        let task = open_task(self.deps(), id).await;
        assert_eq!(task.kind, StepKind::Propose);
        let (title, body) = ("Giấy khai sinh".to_owned(), serde_json::json!({ "paragraphs": ["Bé"] }));
        ops::ProposeResult { task: task.id, granted: true, title, body }
    }

    /// Status 4, to be signed.
    async fn drafted(&self, round: usize) -> DossierId {
        let id = self.processing(round).await;
        ops::propose_result(self.deps(), &self.staff.case_officer, self.draft(id).await).await.unwrap();
        id
    }

    async fn signature(&self, id: DossierId) -> ops::Approve {
        let task = open_task(self.deps(), id).await;
        let result = self.deps().db.read(move |tx| store::result_of(tx, id)).await;
        let result = result.map_err(|error: DbError| error).unwrap().unwrap().id;
        let (signer_line, signer_name) = ("CHỦ TỊCH".to_owned(), "Vi Văn Ký".to_owned());
        ops::Approve { task: task.id, result, signer_line, signer_name }
    }

    /// Status 9.
    async fn resolved(&self, round: usize) -> DossierId {
        let id = self.drafted(round).await;
        ops::approve_result(self.deps(), &self.staff.chair, self.signature(id).await).await.unwrap();
        id
    }

    /// Status 4, the draft result before the person.
    async fn confirming(&self, round: usize) -> (DossierId, String) {
        let (id, key) = self.filed(round).await;
        let accept = ops::Accept { dossier: id, version: self.version(id).await };
        ops::accept(self.deps(), &self.staff.clerk, accept).await.unwrap();
        ops::hand_over(self.deps(), &self.staff.clerk, ops::HandOver { dossiers: vec![id] }).await.unwrap();
        ops::propose_result(self.deps(), &self.staff.case_officer, self.draft(id).await).await.unwrap();
        (id, key)
    }

    fn ask(&self, id: DossierId, version: i64) -> ops::RequestSupplement {
        ops::RequestSupplement {
            dossier: id,
            version,
            reason: ReasonCode::Unreadable,
            words: "Mờ".to_owned(),
            components: vec!["giay_chung_sinh".to_owned()],
        }
    }

    fn give(&self, id: DossierId, version: i64) -> ops::ReturnResult {
        ops::ReturnResult {
            dossier: id,
            version,
            shown_digits: "1234".to_owned(),
            collected_by: String::new(),
            compared: Vec::new(),
        }
    }
}

macro_rules! pairs {
    ($($(#[$meta:meta])* async fn $name:ident($house:ident: &House) $body:block)*) => { $(
        async fn $name($house: &House) $body

        mod $name {
            use super::*;
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let house = House::new(World::with(vec![procedure()]).await).await;
                super::$name(&house).await;
                all_is_sound(&house.deps().db).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(world) = World::on_postgres(vec![procedure()]).await {
                    let house = House::new(world).await;
                    super::$name(&house).await;
                    all_is_sound(&house.deps().db).await;
                }
            }
        }
    )* };
}

pairs! {
    async fn accepting_and_withdrawing(house: &House) {
        let (deps, words) = (house.deps(), || "Nộp nhầm".to_owned());
        for round in 0..ROUNDS {
            let (id, _) = house.filed(round).await;
            let version = house.version(id).await;
            let (accepted, withdrawn) = together(
                || Box::pin(ops::accept(deps, &house.staff.clerk, ops::Accept { dossier: id, version })),
                || Box::pin(ops::withdraw(deps, &house.citizen, id, Some(Holder::Account), words())),
            ).await;
            assert!(accepted <= 1);
            assert_eq!(withdrawn, 1, "before or after acceptance, once");
            assert_eq!(dossier(deps, id).await.received_at.is_some(), accepted == 1);
        }
    }

    async fn accepting_twice(house: &House) {
        for round in 0..ROUNDS {
            let (id, _) = house.filed(round).await;
            let cmd = ops::Accept { dossier: id, version: house.version(id).await };
            let done = alone(|| Box::pin(ops::accept(house.deps(), &house.staff.clerk, cmd.clone()))).await;
            assert_eq!(done, 1);
        }
    }

    async fn asking_and_handing_over(house: &House) {
        let (deps, clerk) = (house.deps(), &house.staff.clerk);
        for round in 0..ROUNDS {
            let id = house.received(round).await;
            let ask = house.ask(id, house.version(id).await);
            let (asked, handed) = together(
                || Box::pin(ops::request_supplement(deps, clerk, ask.clone())),
                || Box::pin(ops::hand_over(deps, clerk, ops::HandOver { dossiers: vec![id] })),
            ).await;
            assert_eq!(asked + handed, 1);
        }
    }

    async fn drafting_and_asking(house: &House) {
        let deps = house.deps();
        for round in 0..ROUNDS {
            let id = house.processing(round).await;
            let (ask, draft) = (house.ask(id, house.version(id).await), house.draft(id).await);
            let (asked, drafted) = together(
                || Box::pin(ops::request_supplement(deps, &house.staff.clerk, ask.clone())),
                || Box::pin(ops::propose_result(deps, &house.staff.case_officer, draft.clone())),
            ).await;
            assert_eq!(asked + drafted, 1);
        }
    }

    async fn signing_and_sending_back(house: &House) {
        let (deps, chair) = (house.deps(), &house.staff.chair);
        for round in 0..ROUNDS {
            let id = house.drafted(round).await;
            let sign = house.signature(id).await;
            let (act, words) = (TaskAct::SendBack { to: "draft".to_owned() }, "Sửa tên".to_owned());
            let back = ops::ActOnTask { task: sign.task, act, words };
            let (signed, sent_back) = together(
                || Box::pin(ops::approve_result(deps, chair, sign.clone())),
                || Box::pin(ops::act_on_task(deps, chair, back.clone())),
            ).await;
            assert_eq!(signed + sent_back, 1);
        }
    }

    async fn returning_and_correcting(house: &House) {
        let (deps, clerk) = (house.deps(), &house.staff.clerk);
        for round in 0..ROUNDS {
            let id = house.resolved(round).await;
            let version = house.version(id).await;
            let (returned, corrected) = together(
                || Box::pin(ops::return_result(deps, clerk, house.give(id, version))),
                || Box::pin(ops::return_for_correction(deps, clerk, id, version, "Sai năm".to_owned())),
            ).await;
            assert_eq!(returned + corrected, 1);
        }
    }

    async fn answering_and_stopping(house: &House) {
        let (deps, words) = (house.deps(), || "Không đủ điều kiện".to_owned());
        for round in 0..ROUNDS {
            let id = house.processing(round).await;
            let ask = house.ask(id, house.version(id).await);
            ops::request_supplement(deps, &house.staff.clerk, ask).await.unwrap();
            let version = house.version(id).await;
            let papers = vec!["giay_chung_sinh".to_owned()];
            let answer = ops::AnswerSupplement { dossier: id, version, holder: None, words: words(), papers };
            let (answered, stopped) = together(
                || Box::pin(ops::answer_supplement(deps, &house.staff.clerk, answer.clone())),
                || Box::pin(ops::stop(
                    deps, &house.staff.director, ops::StopDossier { dossier: id, version, words: words() })),
            ).await;
            assert_eq!(answered + stopped, 1);
        }
    }

    async fn settling_one_fee_twice(house: &House) {
        for round in 0..ROUNDS {
            let (id, _) = house.filed(round).await;
            let version = house.version(id).await;
            let (code, words) = ("ban_sao".to_owned(), "BL 7".to_owned());
            let cmd = ops::SettleFee { dossier: id, version, code, exempt: false, words };
            let done = alone(|| Box::pin(ops::settle_fee(house.deps(), &house.staff.clerk, cmd.clone()))).await;
            assert_eq!(done, 1);
        }
    }

    async fn deciding_and_withdrawing(house: &House) {
        let deps = house.deps();
        for round in 0..ROUNDS {
            let (id, _) = house.filed(round).await;
            let version = house.version(id).await;
            let (reason, words) = (ReasonCode::NotCompetent, "Tỉnh khác".to_owned());
            let propose = ops::ProposeRefusal { dossier: id, version, reason, words };
            let proposed =
                alone(|| Box::pin(ops::propose_refusal(deps, &house.staff.clerk, propose.clone()))).await;
            assert_eq!(proposed, 1, "one proposal");
            let version = house.version(id).await;
            let decide = ops::DecideRefusal { dossier: id, version, approve: true, words: String::new() };
            let (refused, withdrawn) = together(
                || Box::pin(ops::decide_refusal(deps, &house.staff.director, decide.clone())),
                || Box::pin(ops::withdraw(deps, &house.citizen, id, Some(Holder::Account), "Rút".to_owned())),
            ).await;
            assert_eq!(refused + withdrawn, 1);
        }
    }

    async fn the_clock_and_the_person(house: &House) {
        let deps = house.deps();
        let tuesday = Timestamp::from_local("2026-11-24T17:30:00".parse().unwrap());
        let citizen = at(&house.citizen, tuesday);
        for round in 0..ROUNDS {
            let (id, _) = house.confirming(round).await;
            let (_, answered) = together(
                || {
                    let deps = deps.clone();
                    Box::pin(async move {
                        tokio::task::spawn_blocking(move || ops::run_timers(&deps, tuesday)).await.unwrap()
                    })
                },
                || Box::pin(ops::answer_draft_result(deps, &citizen, id, Holder::Account, true, String::new())),
            ).await;
            let lines = deps.db.read(move |tx| store::entries(tx, id)).await.map_err(|e: DbError| e).unwrap();
            let said = |kind: &str| lines.iter().filter(|line| line.kind == kind).count();
            assert_eq!(said("draft_agreed"), answered);
            assert_eq!(said("draft_agreed") + said("draft_deemed_agreed"), 1, "once, by her or by silence");
        }
    }

    async fn slips_that_overlap(house: &House) {
        let (deps, clerk) = (house.deps(), &house.staff.clerk);
        for round in 0..ROUNDS {
            let mut ids = Vec::new();
            for each in 0..6 {
                ids.push(house.received(round * 10 + each).await);
            }
            let (first, mut second) = (ids[..4].to_vec(), ids[2..].to_vec());
            second.reverse();
            let (left, right) = together(
                || Box::pin(ops::hand_over(deps, clerk, ops::HandOver { dossiers: first.clone() })),
                || Box::pin(ops::hand_over(deps, clerk, ops::HandOver { dossiers: second.clone() })),
            ).await;
            assert_eq!(left + right, 1, "a slip is made whole or not at all");
        }
    }

    async fn reporting_and_drafting(house: &House) {
        let (deps, officer) = (house.deps(), &house.staff.case_officer);
        for round in 0..ROUNDS {
            let id = house.processing(round).await;
            let draft = house.draft(id).await;
            let report = ops::ReportFinding {
                task: draft.task,
                advice: "supplement".to_owned(),
                words: "Mờ".to_owned(),
                components: vec!["giay_chung_sinh".to_owned()],
            };
            let (reported, drafted) = together(
                || Box::pin(ops::report_finding(deps, officer, report.clone())),
                || Box::pin(ops::propose_result(deps, officer, draft.clone())),
            ).await;
            assert!(reported <= 1, "one finding waits");
            assert_eq!(drafted, 1);
        }
    }

    async fn the_true_time_and_a_question(house: &House) {
        let (deps, staff) = (house.deps(), &house.staff);
        for round in 0..ROUNDS {
            let mut cmd = walk_in(staff, &house.world, &format!("late-{round}"));
            cmd.late = Some((now().plus_seconds(-50_000), "Mất điện".to_owned()));
            let id = ops::receive_walk_in(deps, &staff.clerk, cmd).await.unwrap().id;
            let version = house.version(id).await;
            let decide = ops::DecideLateEntry { dossier: id, version, approve: true, words: String::new() };
            let (decided, asked) = together(
                || Box::pin(ops::decide_late_entry(deps, &staff.director, decide.clone())),
                || Box::pin(ops::request_supplement(deps, &staff.clerk, house.ask(id, version))),
            ).await;
            assert_eq!(decided + asked, 1);
        }
    }

    async fn one_key_with_two_contents(house: &House) {
        let (deps, clerk) = (house.deps(), &house.staff.clerk);
        for round in 0..ROUNDS {
            let cmd = walk_in(&house.staff, &house.world, &format!("key-{round}"));
            let mut other = cmd.clone();
            other.note = "Người khác".to_owned();
            let (one, two) = together(
                || Box::pin(ops::receive_walk_in(deps, clerk, cmd.clone())),
                || Box::pin(ops::receive_walk_in(deps, clerk, other.clone())),
            ).await;
            assert_eq!((one.min(two), one.max(two)), (0, CALLERS), "the key stands for one content");
        }
        let rows = deps.db.read(|tx| store::open_ids(tx, Status::Received, None, 100)).await;
        assert_eq!(rows.map_err(|error: DbError| error).unwrap().len(), ROUNDS);
    }
}

/// A draft ready to be filed.
async fn ready(house: &House) -> (ops::FileOnline, ops::SaveAnswers) {
    let deps = house.deps();
    let new = ops::NewDraft { procedure_code: "1.001193".to_owned(), case_code: "ordinary".to_owned() };
    let opened = ops::start_draft(deps, &house.citizen, new).await.unwrap();
    let holder = Holder::Key(opened.key.clone());
    let name = |family: &str, given: &str| serde_json::json!({ "family": family, "given": given });
    let values = serde_json::json!({
        "relation": "mother", "child_name": name("Lữ", "Bé"), "child_birth": "2026-11-10",
        "mother_home": { "unit": house.world.unit("c1"), "code": "17254", "name": "Xã Con Cuông", "village": "Bản Yên" },
        "requester_name": name("Lữ", "Mẫu")
    });
    let mut save = ops::SaveAnswers {
        draft: opened.draft.id,
        holder: holder.clone(),
        version: opened.draft.version,
        answers: serde_json::json!({ "values": values }),
        receiving: Some(house.staff.centre),
        unit: Some(house.world.unit("c1")),
    };
    ops::save_answers(deps, &house.citizen, save.clone()).await.unwrap();
    ops::attach_file(deps, &house.citizen, paper(house, &save)).await.unwrap();
    save.version += 1;
    save.answers["values"]["child_name"] = name("Lữ", "Khác");
    let cmd = ops::FileOnline {
        draft: save.draft,
        holder,
        owner: mother(),
        submitter: Submitter { person: None, standing: StandingKind::Itself, proof: String::new() },
        return_channel: ReturnChannel::Electronic,
        quantity: 1,
    };
    (cmd, save)
}

fn paper(house: &House, save: &ops::SaveAnswers) -> ops::AttachFile {
    ops::AttachFile {
        draft: save.draft,
        holder: save.holder.clone(),
        component: "giay_chung_sinh".to_owned(),
        name: "anh.jpg".to_owned(),
        kind: "image/jpeg".to_owned(),
        digest: house.deps().objects.put_bytes(&[1; 20]).unwrap(),
    }
}

pairs! {
    async fn filing_one_draft_twice(house: &House) {
        let (deps, citizen) = (house.deps(), &house.citizen);
        for _ in 0..ROUNDS {
            let (cmd, _) = ready(house).await;
            let many = (0..2 * CALLERS).map(|_| ops::file_online(deps, citizen, cmd.clone())).collect();
            let mut filed: Vec<ops::Filed> =
                join_all(many).await.into_iter().map(|outcome| outcome.unwrap()).collect();
            filed.dedup();
            assert_eq!(filed.len(), 1, "the same draft is one dossier, for whoever asks");
        }
    }

    async fn filing_and_saving(house: &House) {
        let (deps, citizen) = (house.deps(), &house.citizen);
        for _ in 0..ROUNDS {
            let (cmd, save) = ready(house).await;
            let (filed, saved) = together(
                || Box::pin(ops::file_online(deps, citizen, cmd.clone())),
                || Box::pin(ops::save_answers(deps, citizen, save.clone())),
            ).await;
            assert!(saved <= 1);
            let id = ops::file_online(deps, citizen, cmd.clone()).await.unwrap().id;
            let given = dossier(deps, id).await.answers["child_name"]["given"].clone();
            assert_eq!(given == "Khác", saved == 1, "what was acknowledged is what was filed: {given}");
            assert!(filed <= CALLERS);
        }
    }

    async fn filing_and_attaching(house: &House) {
        let (deps, citizen) = (house.deps(), &house.citizen);
        // The window is narrow: a file that comes between reading the draft and adopting its files.
        for _ in 0..10 * ROUNDS {
            let (cmd, save) = ready(house).await;
            let (filed, attached) = together(
                || Box::pin(ops::file_online(deps, citizen, cmd.clone())),
                || Box::pin(ops::attach_file(deps, citizen, paper(house, &save))),
            ).await;
            assert_eq!(filed, CALLERS);
            let id = ops::file_online(deps, citizen, cmd.clone()).await.unwrap().id;
            let files = deps.db.read(move |tx| store::dossier_files(tx, id)).await;
            let files = files.map_err(|error: DbError| error).unwrap().len();
            assert_eq!(files, 1 + attached, "every acknowledged file is on the dossier");
        }
    }
}
