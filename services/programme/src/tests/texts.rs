//! A text is taken in, corrected by two people, and becomes a plan.
use super::house::{Site, agency, house, now, officer, site};
use crate::model::source::FindingKind;
use crate::ops::adopt::adopt_facts;
use crate::ops::adopt_text::{Identity, adopt_text, discard_text, put_identity};
use crate::ops::correct::{
    Body, Decision, Edit, add_finding, change_finding, decide_name, reopen_doubt, settle_doubt,
};
use crate::ops::doubts;
use crate::ops::look::{Items, Look, Want, look, look_finding};
use crate::ops::read_text::read_text;
use crate::store::{plans, sources};
use crate::{ReadError, Refused};
use contracts::PlanSourceId;
use db::Db;
use policy::OpContext;

const TEXT: &[u8] = include_bytes!("plan.txt");
const MIGRATIONS: [db::MigrationSet; 2] = super::house::MIGRATIONS;

async fn take(site: &Site, cx: &OpContext, bytes: &'static [u8]) -> Result<PlanSourceId, Refused> {
    let (deps, cx) = (site.deps.clone(), cx.clone());
    tokio::task::spawn_blocking(move || read_text(&deps, &cx, "ke-hoach.txt", bytes)).await.unwrap()
}

async fn see(site: &Site, cx: &OpContext, id: PlanSourceId, want: Want) -> Look {
    look(&site.deps, cx, id, want).await.unwrap()
}

async fn findings(
    site: &Site,
    cx: &OpContext,
    id: PlanSourceId,
    kind: FindingKind,
) -> Vec<crate::model::source::Finding> {
    match see(site, cx, id, Want::Findings(kind, 0)).await.items {
        Items::Findings(rows) => rows,
        _ => panic!("findings were asked for"),
    }
}

async fn open_doubts(site: &Site, cx: &OpContext, id: PlanSourceId) -> Vec<crate::model::source::Doubt> {
    match see(site, cx, id, Want::Doubts(0)).await.items {
        Items::Doubts(rows) => {
            rows.into_iter().map(|row| row.doubt).filter(|row| row.settled_at.is_none()).collect()
        }
        _ => panic!("doubts were asked for"),
    }
}

/// Decides every open name: the first candidate, or nobody of the province.
async fn settle_names(site: &Site, cx: &OpContext, id: PlanSourceId) {
    let Items::Doubts(rows) = see(site, cx, id, Want::Doubts(0)).await.items else { panic!() };
    for row in
        rows.into_iter().filter(|row| row.doubt.code == doubts::AGENCY && row.doubt.settled_at.is_none())
    {
        let first = row.name.unwrap().candidates.first().map(|(agency, _)| agency.id);
        let decision = first.map_or(Decision::Outside, |one| Decision::Agencies(vec![one]));
        decide_name(&site.deps, cx, id, (row.doubt.id, row.doubt.version), decision).await.unwrap();
    }
}

db::contract! {
    migrations: MIGRATIONS;

    async fn a_text_is_kept_and_laid_out_with_everything_found_and_every_line(db: Db) {
        let site = site(&db);
        let cx = house().planner;
        let id = take(&site, &cx, TEXT).await.unwrap();
        let page = see(&site, &cx, id, Want::Doubts(0)).await;
        let reading = crate::read_plan(TEXT, "ke-hoach.txt").unwrap();
        let count = |kind| page.counts.iter().find(|(known, ..)| *known == kind).map_or(0, |(_, all, _)| *all);
        assert_eq!(count(FindingKind::Target), i64::try_from(reading.found.targets.len()).unwrap());
        assert_eq!(count(FindingKind::Task), i64::try_from(reading.found.tasks.len()).unwrap());
        assert_eq!(page.source.line_count, i64::try_from(reading.document.lines.len()).unwrap());
        assert!(site.deps.objects.contains(page.source.digest.as_deref().unwrap()));
        assert_eq!(page.source.identity.standing, Some(agency("H41.08")));
        let Items::Doubts(rows) = &page.items else { panic!() };
        let weights: Vec<i64> = rows.iter().map(|row| row.doubt.weight).collect();
        assert!(weights.is_sorted(), "the heaviest first: {weights:?}");
        assert!(!page.lines.is_empty());
        let unused = see(&site, &cx, id, Want::Unused(1)).await;
        assert!(unused.unused > 0 && unused.lines.iter().all(|line| !line.text.is_empty()));
    }

    async fn the_same_file_twice_is_recognised_and_a_broken_off_loading_is_taken_up(db: Db) {
        let site = site(&db);
        let cx = house().planner;
        let id = take(&site, &cx, TEXT).await.unwrap();
        let again = take(&site, &cx, TEXT).await;
        assert!(matches!(again, Err(Refused::SameFile(known)) if known == id));
        // As if the program had stopped before the last step.
        db.write(move |tx| sources::put_state(tx, id, "reading", "loading")).await.map_err(|e: db::DbError| e).unwrap();
        assert!(matches!(look(&site.deps, &cx, id, Want::Doubts(0)).await, Err(Refused::NotFound)));
        let before = crate::read_plan(TEXT, "ke-hoach.txt").unwrap().found.tasks.len();
        // Its loader may still live: only a loading left alone for two minutes is taken up.
        assert!(matches!(take(&site, &cx, TEXT).await, Err(Refused::SameFile(known)) if known == id));
        let later = OpContext { now: now().plus_seconds(121), ..cx.clone() };
        assert_eq!(take(&site, &later, TEXT).await.unwrap(), id);
        assert_eq!(findings(&site, &cx, id, FindingKind::Task).await.len(), before.min(crate::ops::look::ITEMS));
        // Put away, it may be read anew.
        let seen = see(&site, &cx, id, Want::Doubts(0)).await.source.version;
        assert!(matches!(discard_text(&site.deps, &cx, id, seen - 1).await, Err(Refused::Stale)));
        discard_text(&site.deps, &cx, id, seen).await.unwrap();
        assert_ne!(take(&site, &cx, TEXT).await.unwrap(), id);
    }

    async fn one_file_sent_several_times_at_once_becomes_one_text(db: Db) {
        let site = site(&db);
        let cx = house().planner;
        let all = tokio::join!(take(&site, &cx, TEXT), take(&site, &cx, TEXT), take(&site, &cx, TEXT), take(&site, &cx, TEXT));
        let all = [all.0, all.1, all.2, all.3];
        let one = *all.iter().find_map(|done| done.as_ref().ok()).unwrap();
        assert_eq!(all.iter().filter(|done| done.is_ok()).count(), 1);
        assert!(all.iter().all(|done| matches!(done, Ok(id) | Err(Refused::SameFile(id)) if *id == one)));
        let rows: i64 = db.read(|tx| tx.query_one("SELECT count(*) FROM plan_source", &[], |row| row.get(0))).await.map_err(|e: db::DbError| e).unwrap();
        assert_eq!(rows, 1);
        assert_eq!(see(&site, &cx, one, Want::Doubts(0)).await.source.state, "reading");
    }

    async fn what_cannot_be_read_leaves_nothing_behind(db: Db) {
        let site = site(&db);
        let Houses { planner, stranger } = people();
        assert!(matches!(take(&site, &planner, b"").await, Err(Refused::NoFile)));
        assert!(matches!(take(&site, &planner, b"%PDF-1.4 broken").await, Err(Refused::Read(ReadError::Broken { .. } | ReadError::NoText))));
        assert!(matches!(take(&site, &planner, b"\x7fELF\x00\x01\x02").await, Err(Refused::Read(_))));
        assert!(matches!(take(&site, &stranger, TEXT).await, Err(Refused::Denied(_))));
        let rows: i64 = db.read(|tx| tx.query_one("SELECT count(*) FROM plan_source", &[], |row| row.get(0))).await.map_err(|e: db::DbError| e).unwrap();
        assert_eq!(rows, 0);
    }

    async fn of_two_people_at_one_row_the_second_is_told_and_neither_loses_anything(db: Db) {
        let site = site(&db);
        let (one, two) = (house().planner, officer(73, crate::PERMISSIONS));
        let id = take(&site, &one, TEXT).await.unwrap();
        let row = findings(&site, &one, id, FindingKind::Task).await.remove(0);
        let Body::Task(mut body) = Body::of(&row).unwrap() else { panic!() };
        body.product = Some("Quyết định".to_owned());
        let save = Edit::Save { body: Box::new(Body::Task(body.clone())), lines: (row.line, row.end_line) };
        change_finding(&site.deps, &one, id, (row.id, row.version), save).await.unwrap();
        body.product = Some("Báo cáo".to_owned());
        let late = Edit::Save { body: Box::new(Body::Task(body.clone())), lines: (row.line, row.end_line) };
        let refused = change_finding(&site.deps, &two, id, (row.id, row.version), late.clone()).await;
        assert!(matches!(refused, Err(Refused::Stale)));
        let now_there = look_finding(&site.deps, &two, id, row.id).await.unwrap().finding;
        assert_eq!(now_there.body["product"], "Quyết định");
        assert_eq!(now_there.original, row.original, "what was read stays");
        // With both values before her she saves knowingly.
        change_finding(&site.deps, &two, id, (row.id, now_there.version), late).await.unwrap();
        let last = look_finding(&site.deps, &one, id, row.id).await.unwrap().finding;
        assert_eq!((last.body["product"].as_str(), last.version), (Some("Báo cáo"), 3));
        assert_eq!(see(&site, &one, id, Want::Doubts(0)).await.others.len(), 1);
    }

    async fn rows_are_dropped_brought_back_and_added_and_fields_are_checked(db: Db) {
        let site = site(&db);
        let cx = house().planner;
        let id = take(&site, &cx, TEXT).await.unwrap();
        let row = findings(&site, &cx, id, FindingKind::Target).await.remove(0);
        change_finding(&site.deps, &cx, id, (row.id, 1), Edit::Drop).await.unwrap();
        change_finding(&site.deps, &cx, id, (row.id, 2), Edit::Restore).await.unwrap();
        let Body::Target(mut body) = Body::of(&row).unwrap() else { panic!() };
        body.comparator = "chừng".to_owned();
        let wrong = add_finding(&site.deps, &cx, id, Body::Target(body.clone()), (3, 3)).await;
        assert!(matches!(wrong, Err(Refused::Field { field: "comparator", .. })));
        body.comparator = "≥".to_owned();
        body.owner = vec!["Sở Hàng không".to_owned()];
        let added = add_finding(&site.deps, &cx, id, Body::Target(body), (3, 3)).await.unwrap();
        let rows = findings(&site, &cx, id, FindingKind::Target).await;
        assert_eq!(rows.last().map(|row| (row.id, row.original.is_none())), Some((added, true)));
        let asked = open_doubts(&site, &cx, id).await;
        assert!(asked.iter().any(|doubt| doubt.args["name"] == "Sở Hàng không"), "a new name is looked up too");
    }

    async fn a_plan_is_adopted_only_when_nothing_that_must_be_settled_is_open(db: Db) {
        let site = site(&db);
        let cx = house().planner;
        let id = take(&site, &cx, TEXT).await.unwrap();
        let must = see(&site, &cx, id, Want::Doubts(0)).await.must;
        assert!(must > 0);
        let source_version = see(&site, &cx, id, Want::Doubts(0)).await.source.version;
        assert!(matches!(adopt_text(&site.deps, &cx, id, source_version).await, Err(Refused::DoubtsOpen(n)) if n == must));
        settle_names(&site, &cx, id).await;
        let source = see(&site, &cx, id, Want::Doubts(0)).await.source;
        let mut document = source.identity.document.clone();
        document.number = Some("15/KH-UBND".to_owned());
        document.issued = Some("2026-01-15".parse().unwrap());
        let identity = Identity { document, standing: agency("H41.08"), earlier: None };
        put_identity(&site.deps, &cx, id, source.version, identity.clone()).await.unwrap();
        let stale = put_identity(&site.deps, &cx, id, source.version, identity).await;
        assert!(matches!(stale, Err(Refused::Stale)));
        for doubt in open_doubts(&site, &cx, id).await {
            settle_doubt(&site.deps, &cx, id, (doubt.id, doubt.version), "kept").await.unwrap();
            let twice = settle_doubt(&site.deps, &cx, id, (doubt.id, doubt.version), "kept").await;
            assert!(matches!(twice, Err(Refused::Stale)));
        }
        let stranger = officer(72, &["programme.read"]);
        assert!(matches!(adopt_text(&site.deps, &stranger, id, source_version + 1).await, Err(Refused::Denied(_))));
        let dropped = findings(&site, &cx, id, FindingKind::Target).await.remove(0);
        change_finding(&site.deps, &cx, id, (dropped.id, dropped.version), Edit::Drop).await.unwrap();
        assert!(matches!(adopt_text(&site.deps, &cx, id, source_version).await, Err(Refused::Stale)));
        let plan = adopt_text(&site.deps, &cx, id, source_version + 1).await.unwrap();
        let (stored, targets, tasks, agencies) = db
            .read(move |tx| {
                let stored = plans::plan_by_id(tx, plan)?.unwrap();
                Ok::<_, db::DbError>((stored, plans::targets(tx, plan)?, plans::tasks(tx, plan)?, plans::agencies_of_plan(tx, plan)?))
            })
            .await
            .unwrap();
        assert_eq!(stored.slug, "15-kh-ubnd-2026");
        assert_eq!((stored.adopted_at, stored.adopted_by), (now(), cx.actor.account()));
        let reading = crate::read_plan(TEXT, "ke-hoach.txt").unwrap();
        assert_eq!(targets.len(), reading.found.targets.len() - 1, "what was dropped is no target");
        assert_eq!(tasks.len(), reading.found.tasks.len());
        assert!(agencies.iter().any(|row| row.role == "lead" && row.agency.is_some()));
        // Adopted is adopted.
        assert!(matches!(adopt_text(&site.deps, &cx, id, source_version + 1).await, Err(Refused::Closed)));
        assert!(matches!(discard_text(&site.deps, &cx, id, source_version + 1).await, Err(Refused::Closed)));
        assert_eq!(see(&site, &cx, id, Want::Doubts(0)).await.plan.unwrap().id, plan);
    }

    async fn of_two_texts_that_take_one_plans_place_one_does_and_only_with_the_right_over_its_office(db: Db) {
        let site = site(&db);
        let cx = house().planner;
        let (system, ports) = (OpContext::system("test", now()), house().ports);
        let facts: crate::model::PlanFacts = toml::from_str(include_str!("plan_pack.toml")).unwrap();
        let old = db.write(move |tx| adopt_facts(tx, &system, &ports, &facts, "x.toml")).await.unwrap().unwrap();
        let one = ready(&site, &cx, TEXT, "15/KH-UBND", old).await;
        let other: &'static [u8] = Box::leak([TEXT, b"\n"].concat().into_boxed_slice());
        let two = ready(&site, &cx, other, "16/KH-UBND", old).await;
        let mut narrow = officer(74, crate::PERMISSIONS);
        let mut standing = (*narrow.standing).clone();
        for grant in &mut standing.grants {
            grant.scope = policy::Scope::Agencies(vec![agency("H41.02")]);
        }
        narrow.standing = std::sync::Arc::new(standing);
        assert!(matches!(adopt_text(&site.deps, &narrow, one.0, one.1).await, Err(Refused::Denied(_))));
        let (a, b) = tokio::join!(
            adopt_text(&site.deps, &cx, one.0, one.1),
            adopt_text(&site.deps, &cx, two.0, two.1)
        );
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        assert!(matches!(a.and(b), Err(Refused::EarlierUnknown | Refused::Stale)));
    }

    async fn a_settled_doubt_may_be_opened_again(db: Db) {
        let site = site(&db);
        let cx = house().planner;
        let id = take(&site, &cx, TEXT).await.unwrap();
        settle_names(&site, &cx, id).await;
        let Items::Doubts(rows) = see(&site, &cx, id, Want::Doubts(0)).await.items else { panic!() };
        let settled = rows.into_iter().map(|row| row.doubt).find(|row| row.settled_at.is_some()).unwrap();
        let must = see(&site, &cx, id, Want::Doubts(0)).await.must;
        reopen_doubt(&site.deps, &cx, id, (settled.id, settled.version)).await.unwrap();
        assert_eq!(see(&site, &cx, id, Want::Doubts(0)).await.must, must + 1);
    }
}

/// A text with everything settled that takes the place of `earlier`; and its version.
async fn ready(
    site: &Site,
    cx: &OpContext,
    bytes: &'static [u8],
    number: &str,
    earlier: contracts::PlanId,
) -> (PlanSourceId, i64) {
    let id = take(site, cx, bytes).await.unwrap();
    settle_names(site, cx, id).await;
    let source = see(site, cx, id, Want::Doubts(0)).await.source;
    let mut document = source.identity.document.clone();
    document.number = Some(number.to_owned());
    document.issued = Some("2026-01-15".parse().unwrap());
    let earlier = Some((earlier, "replaces".to_owned()));
    let identity = Identity { document, standing: agency("H41.02"), earlier };
    put_identity(&site.deps, cx, id, source.version, identity).await.unwrap();
    for doubt in open_doubts(site, cx, id).await {
        settle_doubt(&site.deps, cx, id, (doubt.id, doubt.version), "kept").await.unwrap();
    }
    (id, source.version + 1)
}

struct Houses {
    planner: OpContext,
    stranger: OpContext,
}

fn people() -> Houses {
    let house = house();
    Houses { planner: house.planner, stranger: house.stranger }
}
