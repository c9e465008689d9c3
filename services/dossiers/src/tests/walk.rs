//! A dossier walks through the house, on both databases: filed or received, processed by four roles, returned.
use super::fixture::{Staff, World, now, procedure};
use crate::errors::Refused;
use crate::model::{FeeState, Outcome, Pause, ReasonCode, ReturnChannel, StandingKind, Status};
use crate::ops::{
    Accept, ActOnTask, AnswerSupplement, Approve, DecideLateEntry, DecideRefusal, FileOnline, Filed,
    HandOver, Holder, NewDraft, Person, ProposeRefusal, ProposeResult, Received, RequestSupplement,
    ReturnResult, SaveAnswers, SettleFee, Submitter, TaskAct, WalkIn, accept, act_on_task,
    answer_draft_result, answer_supplement, approve_result, decide_late_entry, decide_refusal, file_online,
    hand_over, propose_refusal, propose_result, receive_walk_in, request_supplement, return_result,
    run_timers, save_answers, settle_fee, start_draft, withdraw,
};
use crate::{Deps, model, store};
use base::Timestamp;
use contracts::{Channel, DossierId, FileId, TaskId};
use db::DbError;
use policy::OpContext;
use std::collections::BTreeMap;
use workflow::StepKind;

/// The same test on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($name:ident => $body:expr;)*) => { $(
        mod $name {
            #[allow(unused_imports, reason = "bodies differ")]
            use super::*;
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let world = World::with(vec![procedure()]).await;
                $body(&world).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(world) = World::on_postgres(vec![procedure()]).await {
                    $body(&world).await;
                }
            }
        }
    )* };
}

pub fn mother() -> Person {
    Person {
        name: "Lữ Thị Mẫu".to_owned(),
        number: "040198001234".to_owned(),
        birth: "1998".to_owned(),
        phone: "0868 415 207".to_owned(),
        ..Person::default()
    }
}

pub fn walk_in(staff: &Staff, world: &World, key: &str) -> WalkIn {
    WalkIn {
        idempotency_key: key.to_owned(),
        receiving: staff.centre,
        procedure_code: "1.001193".to_owned(),
        case_code: "ordinary".to_owned(),
        channel: Channel::InPerson,
        unit: world.unit("c1"),
        owner: mother(),
        submitter: Submitter { person: None, standing: StandingKind::Itself, proof: String::new() },
        answers: serde_json::json!({ "relation": "mother" }),
        papers: vec!["giay_chung_sinh".to_owned()],
        quantity: 1,
        counts: BTreeMap::new(),
        not_due: Vec::new(),
        settled: BTreeMap::new(),
        return_channel: ReturnChannel::Counter,
        note: String::new(),
        late: None,
    }
}

pub async fn dossier(deps: &Deps, id: DossierId) -> model::Dossier {
    deps.db.read(move |tx| store::load(tx, id)).await.map_err(|e: DbError| e).unwrap().unwrap()
}

pub async fn open_task(deps: &Deps, id: DossierId) -> workflow::TaskRow {
    let tasks =
        deps.db.read(move |tx| workflow::tasks_of(tx, id.id())).await.map_err(|e: DbError| e).unwrap();
    tasks.into_iter().rfind(|task| task.closed_at.is_none()).unwrap()
}

pub fn at(cx: &OpContext, when: Timestamp) -> OpContext {
    OpContext { now: when, ..cx.clone() }
}

async fn proposed(deps: &Deps, staff: &Staff, id: DossierId, when: Timestamp) -> TaskId {
    let task = open_task(deps, id).await;
    assert_eq!(task.kind, StepKind::Propose);
    let cmd = ProposeResult {
        task: task.id,
        granted: true,
        title: "Giấy khai sinh".to_owned(),
        body: serde_json::json!({ "rows": [["Họ và tên", "Lữ Thị Bé"]] }),
    };
    propose_result(deps, &at(&staff.case_officer, when), cmd).await.unwrap();
    task.id
}

async fn signed(deps: &Deps, staff: &Staff, id: DossierId, when: Timestamp) {
    let task = open_task(deps, id).await;
    assert_eq!(task.kind, StepKind::Approve);
    let result =
        deps.db.read(move |tx| store::result_of(tx, id)).await.map_err(|e: DbError| e).unwrap().unwrap();
    let cmd = Approve {
        task: task.id,
        result: result.id,
        signer_line: "CHỦ TỊCH".to_owned(),
        signer_name: "Vi Văn Ký".to_owned(),
    };
    approve_result(deps, &at(&staff.chair, when), cmd).await.unwrap();
}

async fn returned(
    deps: &Deps,
    staff: &Staff,
    id: DossierId,
    digits: &str,
    when: Timestamp,
) -> Result<(), Refused> {
    let row = dossier(deps, id).await;
    let cmd = ReturnResult {
        dossier: id,
        version: row.version,
        shown_digits: digits.to_owned(),
        collected_by: String::new(),
        compared: Vec::new(),
    };
    return_result(deps, &at(&staff.clerk, when), cmd).await
}

/// Counters equal a recount, the code is whole, and every act was audited.
async fn sound(deps: &Deps, acts: usize, id: DossierId) {
    let (recount, tally, audit) = deps
        .db
        .read(move |tx| {
            let recount = store::recount(tx)?;
            let from = base::Date::constant(2000, 1, 1);
            let to = base::Date::constant(2100, 1, 1);
            let tally = store::tally_rows(tx, &policy::Scope::All, from, to)?;
            Ok::<_, DbError>((recount, tally, policy::audit_trail(tx, id.id())?))
        })
        .await
        .unwrap();
    let sum = |agency, code: &str, measure: store::Measure| -> i64 {
        tally
            .iter()
            .filter(|row| row.agency == agency && row.procedure_code == code && row.measure == measure.word())
            .map(|row| row.count)
            .sum()
    };
    for (agency, code, received, in_time, late) in recount {
        assert_eq!(sum(agency, &code, store::Measure::Received), received);
        assert_eq!(sum(agency, &code, store::Measure::ClosedInTime), in_time);
        assert_eq!(sum(agency, &code, store::Measure::ClosedLate), late);
    }
    assert_eq!(audit.len(), acts, "{:?}", audit.iter().map(|row| row.event.clone()).collect::<Vec<_>>());
}

async fn walks_from_the_counter(world: &World) {
    let (deps, staff) = (&world.deps, world.staff("c1").await);
    let Received { id, code, due_at } =
        receive_walk_in(deps, &staff.clerk, walk_in(&staff, world, "k1")).await.unwrap();
    assert_eq!(code, "H41.77.01-261120-0001");
    let due = due_at.unwrap().to_local();
    assert_eq!((due.day(), due.hour()), (20, 17), "received before 15:00: the same day");
    assert_eq!(dossier(deps, id).await.status, Status::Received);
    let slip = hand_over(deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    assert_eq!((slip.number, slip.year, slip.count), (1, 2026, 1));
    assert_eq!(dossier(deps, id).await.status, Status::Processing);
    proposed(deps, &staff, id, now().plus_seconds(3600)).await;
    signed(deps, &staff, id, now().plus_seconds(7200)).await;
    let done = dossier(deps, id).await;
    assert_eq!((done.status, done.outcome), (Status::Resolved, Some(Outcome::Granted)));
    assert_eq!(done.closed_at, Some(now().plus_seconds(7200)));
    let wrong = returned(deps, &staff, id, "0000", now().plus_seconds(9000)).await;
    assert!(matches!(wrong, Err(Refused::Field { field: "shown_digits", .. })));
    returned(deps, &staff, id, "1234", now().plus_seconds(9000)).await.unwrap();
    assert_eq!(dossier(deps, id).await.status, Status::Returned);
    let paper = deps.db.read(move |tx| store::results_of(tx, id)).await.map_err(|e: DbError| e).unwrap();
    assert_eq!(paper[0].number, Some(1));
    assert_eq!(paper[0].state, model::ResultState::Returned);
    sound(deps, 5, id).await;
}

pub async fn filed(world: &World, citizen: &OpContext) -> Filed {
    let deps = &world.deps;
    let new = NewDraft { procedure_code: "1.001193".to_owned(), case_code: "ordinary".to_owned() };
    let opened = start_draft(deps, citizen, new).await.unwrap();
    let holder = Holder::Key(opened.key.clone());
    let centre = world.agency("c1", "commune_centre").await;
    let name = |family: &str, given: &str| serde_json::json!({ "family": family, "given": given });
    let values = serde_json::json!({
        "relation": "mother", "child_name": name("Lữ", "Bé"), "child_birth": "2026-11-10",
        "mother_home": { "unit": world.unit("c1"), "code": "17254", "name": "Xã Con Cuông, tỉnh Nghệ An", "village": "Bản Yên" }, "requester_name": name("Lữ", "Mẫu")
    });
    let saved = save_answers(
        deps,
        citizen,
        SaveAnswers {
            draft: opened.draft.id,
            holder: holder.clone(),
            version: opened.draft.version,
            answers: serde_json::json!({ "values": values }),
            receiving: Some(centre.id),
            unit: Some(world.unit("c1")),
        },
    )
    .await
    .unwrap();
    let file = model::File {
        id: FileId::new(now()),
        component: "giay_chung_sinh".to_owned(),
        name: "anh.jpg".to_owned(),
        kind: "image/jpeg".to_owned(),
        size: 10,
        digest: "00".repeat(32),
        uploaded_at: now(),
        round: 0,
    };
    let draft = saved.id;
    deps.db
        .write(move |tx| store::insert_file(tx, Some(draft), None, &file, None))
        .await
        .map_err(|e: DbError| e)
        .unwrap();
    let cmd = FileOnline {
        draft,
        holder,
        owner: mother(),
        submitter: Submitter { person: None, standing: StandingKind::Itself, proof: String::new() },
        return_channel: ReturnChannel::Electronic,
        quantity: 2,
    };
    let first = file_online(deps, citizen, cmd.clone()).await.unwrap();
    assert_eq!(file_online(deps, citizen, cmd).await.unwrap(), first, "the same draft is one dossier");
    first
}

async fn walks_from_a_draft_and_silence_means_agreed(world: &World) {
    let (deps, staff, citizen) = (&world.deps, world.staff("c1").await, world.citizen(50));
    let Filed { id, code } = filed(world, &citizen).await;
    assert_eq!(code, "H41.77.01-261120-0001");
    let row = dossier(deps, id).await;
    assert_eq!((row.status, row.due_at), (Status::Filed, None));
    accept(deps, &staff.clerk, Accept { dossier: id, version: row.version }).await.unwrap();
    hand_over(deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    proposed(deps, &staff, id, now().plus_seconds(600)).await;
    let waiting = dossier(deps, id).await;
    assert_eq!((waiting.status, waiting.paused_for), (Status::Processing, Some(Pause::DraftResult)));
    run_timers(deps, now().plus_seconds(3600)).unwrap();
    assert!(dossier(deps, id).await.paused_at.is_some(), "not before its time");
    let monday = Timestamp::from_local("2026-11-23T17:00:00".parse().unwrap());
    run_timers(deps, monday).unwrap();
    let after = dossier(deps, id).await;
    assert_eq!(after.paused_at, None, "silence means agreed");
    assert!(after.due_at.unwrap() > waiting.due_at.unwrap(), "the clock stood still meanwhile");
    signed(deps, &staff, id, monday.plus_seconds(60)).await;
    let unpaid = returned(deps, &staff, id, "1234", monday.plus_seconds(120)).await;
    assert!(matches!(unpaid, Err(Refused::FeeUnpaid)), "two copies at 8.000 đ are due before return");
    let row = dossier(deps, id).await;
    let fee = SettleFee {
        dossier: id,
        version: row.version,
        code: "ban_sao".to_owned(),
        exempt: false,
        words: "BL 0007".to_owned(),
    };
    settle_fee(deps, &staff.clerk, fee).await.unwrap();
    let fees = deps.db.read(move |tx| store::fees(tx, id)).await.map_err(|e: DbError| e).unwrap();
    assert_eq!((fees[0].amount.minor, fees[0].state), (16_000, FeeState::Paid));
    returned(deps, &staff, id, "1234", monday.plus_seconds(180)).await.unwrap();
    assert_eq!(dossier(deps, id).await.status, Status::Returned);
}

async fn the_person_disputes_the_draft_and_it_is_drawn_up_again(world: &World) {
    let (deps, staff, citizen) = (&world.deps, world.staff("c1").await, world.citizen(50));
    let Filed { id, .. } = filed(world, &citizen).await;
    let version = dossier(deps, id).await.version;
    accept(deps, &staff.clerk, Accept { dossier: id, version }).await.unwrap();
    hand_over(deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    proposed(deps, &staff, id, now()).await;
    let stranger = world.citizen(51);
    let refused = answer_draft_result(deps, &stranger, id, Holder::Account, true, String::new()).await;
    assert!(matches!(refused, Err(Refused::NotYours)));
    let words = "Tên đệm viết sai".to_owned();
    answer_draft_result(deps, &citizen, id, Holder::Account, false, words).await.unwrap();
    assert_eq!(open_task(deps, id).await.kind, StepKind::Propose);
    proposed(deps, &staff, id, now().plus_seconds(60)).await;
    answer_draft_result(deps, &citizen, id, Holder::Account, true, String::new()).await.unwrap();
    assert_eq!(open_task(deps, id).await.kind, StepKind::Approve);
}

async fn one_complete_supplement_request_and_the_clock_restarts(world: &World) {
    let (deps, staff) = (&world.deps, world.staff("c1").await);
    let received = receive_walk_in(deps, &staff.clerk, walk_in(&staff, world, "k1")).await.unwrap();
    let id = received.id;
    hand_over(deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    let version = dossier(deps, id).await.version;
    let ask = RequestSupplement {
        dossier: id,
        version,
        reason: ReasonCode::Unreadable,
        words: "Giấy chứng sinh bị mờ ở phần ngày sinh".to_owned(),
        components: vec!["giay_chung_sinh".to_owned()],
    };
    let wordless = RequestSupplement { words: " ".to_owned(), ..ask.clone() };
    assert!(matches!(
        request_supplement(deps, &staff.clerk, wordless).await,
        Err(Refused::Field { field: "words", .. })
    ));
    let nameless = RequestSupplement { components: vec![], ..ask.clone() };
    assert!(request_supplement(deps, &staff.clerk, nameless).await.is_err());
    request_supplement(deps, &staff.clerk, ask.clone()).await.unwrap();
    let paused = dossier(deps, id).await;
    assert_eq!((paused.status, paused.paused_for), (Status::Supplement, Some(Pause::Supplement)));
    let tuesday = Timestamp::from_local("2026-11-25T08:00:00".parse().unwrap());
    let answer = AnswerSupplement {
        dossier: id,
        version: paused.version,
        holder: None,
        words: String::new(),
        papers: Vec::new(),
    };
    let missing = answer_supplement(deps, &at(&staff.clerk, tuesday), answer.clone()).await;
    assert!(matches!(missing, Err(Refused::ComponentMissing(_))));
    let whole = AnswerSupplement { papers: vec!["giay_chung_sinh".to_owned()], ..answer };
    let due = answer_supplement(deps, &at(&staff.clerk, tuesday), whole).await.unwrap().unwrap().to_local();
    assert_eq!((due.day(), due.hour()), (25, 17), "NĐ 61/2018 Đ19.4: the limit runs again from the answer");
    let row = dossier(deps, id).await;
    assert_eq!(row.status, Status::Processing);
    let again = RequestSupplement { version: row.version, ..ask };
    assert!(matches!(request_supplement(deps, &staff.clerk, again).await, Err(Refused::NoFurtherRound)));
}

async fn a_refusal_needs_the_director_who_is_another_person(world: &World) {
    let (deps, staff, citizen) = (&world.deps, world.staff("c1").await, world.citizen(50));
    let Filed { id, .. } = filed(world, &citizen).await;
    let version = dossier(deps, id).await.version;
    let propose = ProposeRefusal {
        dossier: id,
        version,
        reason: ReasonCode::NotCompetent,
        words: "Cha mẹ cư trú ở tỉnh khác".to_owned(),
    };
    propose_refusal(deps, &staff.clerk, propose.clone()).await.unwrap();
    let row = dossier(deps, id).await;
    assert_eq!(row.status, Status::Filed, "the status stays until the director decides");
    let twice = ProposeRefusal { version: row.version, ..propose };
    assert!(matches!(propose_refusal(deps, &staff.clerk, twice).await, Err(Refused::ProposalOpen)));
    let decide = DecideRefusal { dossier: id, version: row.version, approve: true, words: String::new() };
    assert!(matches!(decide_refusal(deps, &staff.clerk, decide.clone()).await, Err(Refused::Denied(_))));
    decide_refusal(deps, &staff.director, decide).await.unwrap();
    let done = dossier(deps, id).await;
    assert_eq!((done.status, done.outcome), (Status::Refused, Some(Outcome::NotAccepted)));
    sound(deps, 3, id).await;
}

async fn paper_taken_in_a_power_cut_counts_from_the_true_time_once_approved(world: &World) {
    let (deps, staff) = (&world.deps, world.staff("c1").await);
    let true_time = Timestamp::from_local("2026-11-19T15:30:00".parse().unwrap());
    let mut cmd = walk_in(&staff, world, "k1");
    cmd.late = Some((true_time, "Mất điện từ 14:00 đến 17:00".to_owned()));
    let id = receive_walk_in(deps, &staff.clerk, cmd.clone()).await.unwrap().id;
    let early = hand_over(deps, &staff.clerk, HandOver { dossiers: vec![id] }).await;
    assert!(matches!(early, Err(Refused::ProposalOpen)), "it waits for the director");
    let version = dossier(deps, id).await.version;
    let decide = DecideLateEntry { dossier: id, version, approve: true, words: String::new() };
    decide_late_entry(deps, &staff.director, decide).await.unwrap();
    let row = dossier(deps, id).await;
    assert_eq!(row.received_at, Some(true_time));
    assert_eq!(row.due_at.unwrap().to_local().day(), 20, "received after 15:00: the next working day");
    sound(deps, 2, id).await;
    cmd.idempotency_key = "k2".to_owned();
    cmd.late = Some((now().plus_seconds(60), "x".to_owned()));
    assert!(matches!(receive_walk_in(deps, &staff.clerk, cmd).await, Err(Refused::Field { .. })));
}

async fn nobody_acts_beyond_the_own_counter_or_step(world: &World) {
    let (deps, here, there) = (&world.deps, world.staff("c1").await, world.staff("c2").await);
    assert!(matches!(
        receive_walk_in(deps, &there.clerk, walk_in(&here, world, "k1")).await,
        Err(Refused::Denied(_))
    ));
    assert!(receive_walk_in(deps, &world.visitor(), walk_in(&here, world, "k1")).await.is_err());
    let id = receive_walk_in(deps, &here.clerk, walk_in(&here, world, "k1")).await.unwrap().id;
    assert!(hand_over(deps, &there.clerk, HandOver { dossiers: vec![id] }).await.is_err());
    hand_over(deps, &here.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    let task = open_task(deps, id).await.id;
    let forward = ActOnTask {
        task,
        act: TaskAct::SendBack { to: "receive".to_owned() },
        words: "Thiếu chữ ký".to_owned(),
    };
    assert!(act_on_task(deps, &there.case_officer, forward.clone()).await.is_err());
    assert!(act_on_task(deps, &here.clerk, forward.clone()).await.is_err());
    act_on_task(deps, &here.case_officer, forward).await.unwrap();
    assert_eq!(open_task(deps, id).await.role, "reception_officer");
}

async fn a_stale_page_changes_nothing(world: &World) {
    let (deps, staff, citizen) = (&world.deps, world.staff("c1").await, world.citizen(50));
    let Filed { id, .. } = filed(world, &citizen).await;
    let version = dossier(deps, id).await.version;
    accept(deps, &staff.clerk, Accept { dossier: id, version }).await.unwrap();
    let again = accept(deps, &staff.clerk, Accept { dossier: id, version }).await;
    assert!(matches!(again, Err(Refused::Stale)));
    withdraw(deps, &citizen, id, Some(Holder::Account), "Tôi nộp nhầm".to_owned()).await.unwrap();
    let row = dossier(deps, id).await;
    assert_eq!((row.status, row.outcome), (Status::Withdrawn, Some(Outcome::Withdrawn)));
    assert!(row.closed_at.is_some(), "accepted before: it counts as an end of processing");
    let late = accept(deps, &staff.clerk, Accept { dossier: id, version: row.version }).await;
    assert!(matches!(late, Err(Refused::Transition(_))));
    sound(deps, 3, id).await;
}

async fn sixty_four_at_once_leave_no_gap_and_no_twin(world: &World) {
    let (deps, staff) = (&world.deps, world.staff("c1").await);
    let mut running = Vec::new();
    for n in 0..64 {
        // every key twice: a double click
        let cmd = walk_in(&staff, world, &format!("k{}", n / 2));
        let (deps, cx) = (deps.clone(), staff.clerk.clone());
        running.push(async move { receive_walk_in(&deps, &cx, cmd).await.unwrap().code });
    }
    let mut codes = db::testing::join_all(running).await;
    codes.sort();
    codes.dedup();
    let expected: Vec<String> = (1..=32).map(|n| format!("H41.77.01-261120-{n:04}")).collect();
    assert_eq!(codes, expected);
}

on_both! {
    a_walk_in_dossier_goes_from_the_counter_to_the_hand_of_its_owner => walks_from_the_counter;
    a_dossier_filed_online_is_confirmed_by_silence_and_returned_when_paid => walks_from_a_draft_and_silence_means_agreed;
    a_disputed_draft_result_is_drawn_up_again => the_person_disputes_the_draft_and_it_is_drawn_up_again;
    a_supplement_is_asked_once_and_restarts_the_clock => one_complete_supplement_request_and_the_clock_restarts;
    a_refusal_is_decided_by_another_person => a_refusal_needs_the_director_who_is_another_person;
    a_late_entry_counts_from_the_true_time => paper_taken_in_a_power_cut_counts_from_the_true_time_once_approved;
    rights_end_at_the_own_counter_and_step => nobody_acts_beyond_the_own_counter_or_step;
    a_stale_or_closed_dossier_is_refused_in_words => a_stale_page_changes_nothing;
    concurrent_intake_is_gapless => sixty_four_at_once_leave_no_gap_and_no_twin;
}
