//! The small province in which the random walks take place, and how a dossier comes into it.
use super::fixture::{World, now, procedure};
use super::random_acts::Walk;
use super::walk::{at, mother};
use super::wide::WIDE;
use crate::model::{File, ReturnChannel, StandingKind};
use crate::ops::{self, Holder, Submitter};
use crate::store;
use base::Id;
use calendar::{AfterSupplement, DatedPolicy, Policy, PolicyBook, WorkCalendar};
use contracts::{
    AgencyId, Channel, DossierId, FeeDue, FileId, Limit, LimitUnit, ProcedureFact, ProcedureId,
    SupplementRound, WorkingTime,
};
use policy::OpContext;
use std::collections::BTreeMap;
use std::sync::Arc;

const NARROW_CODE: &str = "1.001193";
const WIDE_CODE: &str = "1.013225";

/// Two rounds, five working days, a charge before receipt, no electronic form.
pub fn wide() -> ProcedureFact {
    let mut fact = procedure();
    fact.id = ProcedureId::from(Id::from_bytes([8; 16]));
    fact.code = WIDE_CODE.to_owned();
    fact.result.register = Some("giay-phep".to_owned());
    fact.supplements = vec![SupplementRound { within_working_days: 7, source: "mẫu".to_owned() }; 2];
    let limit = Limit { amount: 5, unit: LimitUnit::WorkingDay, source: "mẫu".to_owned() };
    for case in &mut fact.cases {
        case.process = Some("rong@1".to_owned());
        case.form = None;
        case.channels.iter_mut().for_each(|rule| rule.limit = Some(limit.clone()));
        for fee in &mut case.fees {
            fee.channel = None;
            fee.formula = Some("5000 * quantity".to_owned());
            fee.due = FeeDue::BeforeReceipt;
        }
    }
    fact
}

struct Hours(WorkCalendar, PolicyBook);

impl WorkingTime for Hours {
    fn calendar(&self) -> WorkCalendar {
        self.0.clone()
    }
    fn policies(&self) -> PolicyBook {
        self.1.clone()
    }
}

/// Who is about.
#[derive(Clone)]
pub struct People {
    /// Name, context, and which of the commune's rights they have.
    pub all: Vec<(&'static str, OpContext)>,
    pub committee: AgencyId,
    pub centre: AgencyId,
}

const CITIZEN: usize = 0;

async fn people(world: &World) -> People {
    let staff = world.staff("c1").await;
    let there = world.staff("c2").await;
    let centre = world.agency("c1", "commune_centre").await;
    let office = world.agency("c1", "commune_office").await;
    let committee = world.agency("c1", "commune_committee").await;
    let everything = [
        "dossiers.desk",
        "dossiers.receive",
        "dossiers.return",
        "dossiers.view",
        "dossiers.approve_refusal",
        "workflow.act",
    ];
    // One person who proposes and might decide, one who drafts and might sign.
    let both = world.officer(61, &centre, "reception_officer", &everything);
    let mut two = world.officer(62, &office, "civil_status_officer", &["workflow.act", "dossiers.view"]);
    let second = world.officer(63, &committee, "chair", &["workflow.act"]);
    let mut standing = (*two.standing).clone();
    standing.holdings.extend(second.standing.holdings.iter().cloned());
    standing.grants.extend(second.standing.grants.iter().cloned());
    two.standing = Arc::new(standing);
    let asked = world.officer(64, &committee, "civil_status_officer", &["workflow.act"]);
    let looker = world.officer(65, &committee, "auditor", &["dossiers.view", "dossiers.leader"]);
    let all = vec![
        ("citizen", world.citizen(50)),
        ("clerk", staff.clerk),
        ("director", staff.director),
        ("case officer", staff.case_officer),
        ("chair", staff.chair),
        ("clerk and director", both),
        ("drafter and signer", two),
        ("consulted", asked),
        ("looker", looker),
        ("stranger", world.citizen(51)),
        ("visitor", world.visitor()),
        ("neighbour's clerk", there.clerk),
        ("neighbour's director", there.director),
        ("neighbour's case officer", there.case_officer),
        ("neighbour's chair", there.chair),
    ];
    People { all, committee: committee.id, centre: centre.id }
}

/// A province with both processes and one of the two policies.
pub async fn house(after_supplement: AfterSupplement) -> (World, People) {
    let mut world = World::with(vec![procedure(), wide()]).await;
    let definition = workflow::Definition::from_toml(WIDE).unwrap();
    world.deps.db.write(move |tx| workflow::publish_definition(tx, &definition)).await.unwrap();
    let policy = Policy { after_supplement, ..Policy::default() };
    let book = PolicyBook::new(vec![DatedPolicy {
        from: base::Date::constant(2020, 1, 1),
        policy,
        source: "mẫu".to_owned(),
    }])
    .unwrap();
    world.deps.time = Arc::new(Hours(WorkCalendar::standard().unwrap(), book));
    let people = people(&world).await;
    (world, people)
}

/// A dossier comes in: over the counter, late, or online.
pub async fn comes_in<'a>(world: &'a World, people: &'a People, begin: u8, number: u64) -> Walk<'a> {
    let code = if begin.is_multiple_of(2) { NARROW_CODE } else { WIDE_CODE };
    let when = now().plus_seconds(i64::from(begin) * 1_117);
    let mut walk = Walk { world, people, id: DossierId::new(when), key: None, now: when };
    if begin.is_multiple_of(3) {
        let clerk = at(&people.all[1].1, when);
        let late = begin.is_multiple_of(5);
        let cmd = ops::WalkIn {
            idempotency_key: format!("walk-{number}"),
            receiving: people.centre,
            procedure_code: code.to_owned(),
            case_code: "ordinary".to_owned(),
            channel: if begin.is_multiple_of(4) { Channel::Post } else { Channel::InPerson },
            unit: world.unit("c1"),
            owner: mother(),
            submitter: Submitter { person: None, standing: StandingKind::Itself, proof: String::new() },
            answers: serde_json::json!({ "relation": "mother" }),
            papers: vec!["giay_chung_sinh".to_owned()],
            quantity: i64::from(begin % 7),
            counts: BTreeMap::new(),
            not_due: Vec::new(),
            settled: BTreeMap::from([("ban_sao".to_owned(), "BL 1".to_owned())]),
            return_channel: ReturnChannel::Counter,
            note: String::new(),
            late: late.then(|| (when.plus_seconds(-80_000), "Mất điện".to_owned())),
        };
        walk.id = ops::receive_walk_in(&world.deps, &clerk, cmd).await.unwrap().id;
        return walk;
    }
    let citizen = at(&people.all[CITIZEN].1, when);
    let (id, key) = online_as(world, people.centre, &citizen, code).await;
    (walk.id, walk.key) = (id, Some(key));
    walk
}

/// Filed online by this person; the answers are those of the birth form, which the other procedure does not ask.
pub async fn online_as(world: &World, centre: AgencyId, cx: &OpContext, code: &str) -> (DossierId, String) {
    let deps = &world.deps;
    let new = ops::NewDraft { procedure_code: code.to_owned(), case_code: "ordinary".to_owned() };
    let opened = ops::start_draft(deps, cx, new).await.unwrap();
    let name = |family: &str, given: &str| serde_json::json!({ "family": family, "given": given });
    let values = serde_json::json!({
        "relation": "mother", "child_name": name("Lữ", "Bé"), "child_birth": "2026-11-10",
        "mother_home": { "unit": world.unit("c1"), "code": "17254", "name": "Xã Con Cuông, tỉnh Nghệ An", "village": "Bản Yên" },
        "requester_name": name("Lữ", "Mẫu")
    });
    let save = ops::SaveAnswers {
        draft: opened.draft.id,
        holder: Holder::Key(opened.key.clone()),
        version: opened.draft.version,
        answers: serde_json::json!({ "values": values }),
        receiving: Some(centre),
        unit: Some(world.unit("c1")),
    };
    let draft = ops::save_answers(deps, cx, save).await.unwrap().id;
    let file = File {
        id: FileId::new(cx.now),
        component: "giay_chung_sinh".to_owned(),
        name: "anh.jpg".to_owned(),
        kind: "image/jpeg".to_owned(),
        size: 10,
        digest: "00".repeat(32),
        uploaded_at: cx.now,
        round: 0,
    };
    deps.db.write(move |tx| store::insert_file(tx, Some(draft), None, &file, None)).await.unwrap();
    let cmd = ops::FileOnline {
        draft,
        holder: Holder::Key(opened.key.clone()),
        owner: mother(),
        submitter: Submitter { person: None, standing: StandingKind::Itself, proof: String::new() },
        return_channel: ReturnChannel::Electronic,
        quantity: 2,
    };
    (ops::file_online(deps, cx, cmd).await.unwrap().id, opened.key)
}
