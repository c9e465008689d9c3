//! The store's contract, on both databases.
use super::office::*;
use super::*;
use crate::{Happened, Level, Places, WorkflowError, own_minutes};
use base::Refusal;
use db::Db;
use policy::Scope;

fn names(happened: &[Happened]) -> Vec<String> {
    happened
        .iter()
        .map(|event| match event {
            Happened::TaskOpened { step, .. } => format!("opened {step}"),
            Happened::TaskClosed { step, how, .. } => format!("{step} {how}"),
            Happened::CitizenWait { .. } => "citizen waits".to_owned(),
            Happened::CitizenWaitOver { agreed, deemed, .. } => format!("citizen {agreed} deemed {deemed}"),
            Happened::ExternalOpened { system, .. } => format!("order to {system}"),
            Happened::ExternalAnswered { ok, .. } => format!("order {ok}"),
            Happened::Deemed { .. } => "deemed".to_owned(),
            Happened::LateAnswer { agreed, .. } => format!("late {agreed}"),
            Happened::Escalated { step, level, .. } => format!("{step} at {level:?}"),
            Happened::Ended { outcome } => format!("ended {outcome:?}"),
        })
        .collect()
}

#[test]
fn both_databases_get_the_same_tables() {
    db::testing::assert_same_schema(&[db::MIGRATIONS, crate::MIGRATIONS]);
}

db::contract! {
    migrations: [db::MIGRATIONS, crate::MIGRATIONS];

    async fn a_published_version_never_changes(db: Db) {
        let mut definition = permit();
        publish(&db, &definition).await.unwrap();
        publish(&db, &definition).await.unwrap();
        "Khác".clone_into(&mut definition.title);
        let refused = publish(&db, &definition).await.unwrap_err();
        assert_eq!(refused.code(), "workflow.immutable");
        definition.version = 2;
        definition.steps[0].routes.clear();
        let refused = publish(&db, &definition).await.unwrap_err();
        assert!(matches!(&refused, WorkflowError::Definition { problems, .. } if !problems.is_empty()));
        let found = db
            .read(|tx| {
                Ok::<_, WorkflowError>((
                    crate::definition(tx, "cap-phep-xay-dung@1")?,
                    crate::definition(tx, "cap-phep-xay-dung@2")?,
                    crate::definition(tx, "vô nghĩa")?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(found.0.as_deref(), Some(&permit()));
        assert!(found.1.is_none() && found.2.is_none());
    }

    async fn a_dossier_walks_from_the_counter_to_its_result(db: Db) {
        let office = Office::open(&db, &permit()).await;
        assert_eq!(office.first().await, Some(0));
        let happened = office.forward("receive", 1).await.unwrap();
        assert_eq!(names(&happened), ["receive forwarded", "opened open"]);
        assert_eq!(office.first().await, None);
        let happened = office.forward_with("open", 2, None, vec![agency(3), agency(4)]).await.unwrap();
        assert_eq!(names(&happened), ["open forwarded", "opened consult", "opened consult", "opened site"]);
        office.answer("consult", 3, true).await.unwrap();
        assert_eq!(office.answer("consult", 3, true).await.unwrap_err().code(), "workflow.answered");
        assert_eq!(office.answer("consult", 5, true).await.unwrap_err().code(), "workflow.not_asked");
        office.answer("consult", 4, false).await.unwrap();
        office.forward("site", 2).await.unwrap();
        office.forward("assess", 2).await.unwrap();
        let refused = office.forward_as("draft", 2, 3).await.unwrap_err();
        assert_eq!(refused.code(), "policy.denied", "nobody acts in another's name");
        let happened = office.granted("draft", 2).await.unwrap();
        assert_eq!(names(&happened), ["draft forwarded", "opened confirm", "citizen waits"]);
        let token = office.db.read({
            let process = office.process;
            move |tx| crate::waiting_citizen(tx, process)
        }).await.unwrap().unwrap();
        let happened = office.citizen(Event::CitizenAnswer { token, agreed: true }).await.unwrap();
        assert_eq!(
            names(&happened),
            ["citizen true deemed false", "confirm agreed", "opened register", "order to csdl-xay-dung"]
        );
        let token = office.token("register").await;
        let answer = Event::ExternalAnswer { token, ok: true, reference: "CSDL-77".to_owned() };
        office.act(2, answer).await.unwrap();
        assert_eq!(office.forward("sign", 2).await.unwrap_err().code(), "workflow.four_eyes");
        office.forward("sign", 4).await.unwrap();
        let (process, found) = (office.process, office.token("desk").await);
        let (desk, back) = office
            .db
            .read(move |tx| {
                Ok::<_, WorkflowError>((crate::desk_token(tx, process)?, crate::correction_step(tx, process)?))
            })
            .await
            .unwrap();
        assert_eq!((desk, back), (Some(found), Some((found, "draft".to_owned()))));
        let happened = office.forward("desk", 1).await.unwrap();
        assert_eq!(names(&happened), ["desk forwarded", "ended None"]);
        let tasks = office.tasks().await;
        assert_eq!(tasks.len(), 11);
        assert!(tasks.iter().all(|task| task.closed_at.is_some() && task.next_timer_at.is_none()));
        let order = tasks.iter().find(|task| task.step == "register").unwrap();
        assert_eq!(order.reference.as_deref(), Some("CSDL-77"));
        assert_eq!(order.kind, StepKind::External { system: "csdl-xay-dung".to_owned() });
        assert_eq!(office.forward("desk", 1).await.unwrap_err().code(), "workflow.ended");
    }

    async fn due_times_follow_the_working_calendar(db: Db) {
        let mut office = Office::open(&db, &permit()).await;
        let receive = office.task("receive").await;
        // 120 minutes from 08:00
        assert_eq!(receive.due_at, Some(at(9, 10, 0)));
        assert_eq!(receive.half_at, Some(at(9, 9, 0)));
        office.now = at(12, 8, 0);
        office.forward("receive", 1).await.unwrap();
        office.forward_with("open", 2, None, vec![agency(3)]).await.unwrap();
        // ten working days over two weekends and over 24 November, a day off from 2026
        assert_eq!(office.task("consult").await.due_at, Some(at(27, 8, 0)));
    }

    async fn half_time_and_due_escalate_once_each(db: Db) {
        let mut office = Office::open(&db, &permit()).await;
        assert_eq!(office.timers().await, []);
        let early = Event::Timer { token: 0, kind: TimerKind::Half };
        assert_eq!(office.system(early.clone()).await.unwrap_err().code(), "workflow.not_due");
        assert_eq!(office.act(1, early.clone()).await.unwrap_err().code(), "policy.denied");
        office.now = at(9, 9, 0);
        assert_eq!(office.timers().await, std::slice::from_ref(&early));
        assert_eq!(names(&office.system(early.clone()).await.unwrap()), ["receive at Half"]);
        assert_eq!(office.timers().await, []);
        assert_eq!(office.system(early).await.unwrap_err().code(), "workflow.not_due");
        office.now = at(9, 10, 30);
        let due = Event::Timer { token: 0, kind: TimerKind::Due };
        assert_eq!(office.timers().await, std::slice::from_ref(&due));
        let happened = office.system(due).await.unwrap();
        assert!(matches!(happened[0], Happened::Escalated { level: Level::Due, .. }));
        office.now = at(20, 8, 0);
        assert_eq!(office.timers().await, []);
        office.forward("receive", 1).await.unwrap();
        // both clocks of the next step have passed before anybody looked: only the later one counts
        office.now = at(27, 8, 0);
        let token = office.token("open").await;
        assert_eq!(office.timers().await, [Event::Timer { token, kind: TimerKind::Due }]);
    }

    async fn silence_is_consent_and_a_late_no_stays_beside_it(db: Db) {
        let mut office = Office::open(&db, &permit()).await;
        office.forward("receive", 1).await.unwrap();
        office.forward_with("open", 2, None, vec![agency(3), agency(4)]).await.unwrap();
        let token = office.token("consult").await;
        office.answer("consult", 3, true).await.unwrap();
        office.now = at(24, 8, 0);
        let due = Event::Timer { token, kind: TimerKind::Default };
        assert!(office.timers().await.contains(&due));
        let happened = office.system(due).await.unwrap();
        assert_eq!(names(&happened), ["deemed", "consult deemed"]);
        let late = |agency| Event::ConsultAnswer { token, agency, by: person(5), agreed: false };
        let happened = office.act(5, late(agency(4))).await.unwrap();
        assert_eq!(happened, [Happened::LateAnswer { agency: agency(4), agreed: false }]);
        assert_eq!(office.act(5, late(agency(4))).await.unwrap_err().code(), "workflow.stale_token");
        assert_eq!(office.act(5, late(agency(3))).await.unwrap_err().code(), "workflow.stale_token");
        let tasks = office.tasks().await;
        let task = tasks.iter().find(|task| task.agency == agency(4)).unwrap();
        assert_eq!(task.closed_how.as_deref(), Some("deemed"));
        let late = task.late.unwrap();
        assert_eq!((late.agreed, late.by), (false, Some(person(5))));
        assert_eq!(task.closed_by, None);
    }

    async fn the_citizens_day_ends_by_its_default(db: Db) {
        let mut office = Office::open(&db, &waiting()).await;
        let task = office.task("confirm").await;
        assert_eq!((task.half_at, task.due_at), (None, Some(at(10, 8, 0))));
        assert_eq!(task.role, "");
        office.now = at(10, 8, 1);
        let token = office.token("confirm").await;
        let over = Event::Timer { token, kind: TimerKind::Default };
        assert_eq!(office.timers().await, std::slice::from_ref(&over));
        let happened = office.system(over).await.unwrap();
        assert_eq!(names(&happened), ["citizen true deemed true", "confirm deemed", "opened draft"]);
    }

    async fn stopped_clocks_do_not_run_out_and_move_by_the_pause(db: Db) {
        let mut office = Office::open(&db, &permit()).await;
        office.now = at(9, 8, 30);
        office.suspend().await;
        office.suspend().await;
        office.now = at(11, 8, 0);
        assert_eq!(office.timers().await, []);
        // acting goes on, and what opens meanwhile stands still too
        office.forward("receive", 1).await.unwrap();
        let opened = office.task("open").await;
        assert_eq!((opened.due_at, opened.next_timer_at), (Some(at(12, 8, 0)), None));
        office.now = at(12, 9, 0);
        office.resume().await;
        office.resume().await;
        let moved = office.task("open").await;
        assert_eq!(moved.due_at, Some(at(13, 9, 0)));
        assert_eq!(moved.next_timer_at, moved.half_at);
        assert_eq!(moved.sort_key(), at(13, 9, 0).micros());
    }

    async fn a_clock_moved_into_closed_hours_waits_for_the_opening(db: Db) {
        let mut office = Office::open(&db, &permit()).await;
        office.suspend().await;
        // five days on: due at 10:00 on Saturday 14 November
        office.now = at(14, 8, 0);
        office.resume().await;
        office.now = at(14, 11, 0);
        let [timer] = office.timers().await.try_into().unwrap();
        assert_eq!(office.system(timer).await.unwrap(), []);
        let moved = office.task("receive").await;
        assert_eq!((moved.due_at, moved.next_timer_at), (Some(at(16, 7, 0)), Some(at(16, 7, 0))));
        assert_eq!(office.timers().await, []);
        office.now = at(16, 7, 0);
        let [timer] = office.timers().await.try_into().unwrap();
        assert_eq!(names(&office.system(timer).await.unwrap()), ["receive at Due"]);
    }

    async fn cancelling_closes_the_tasks_and_is_done_once(db: Db) {
        let office = Office::open(&db, &permit()).await;
        office.forward("receive", 1).await.unwrap();
        for _ in 0..2 {
            let (process, cx) = (office.process, office.cx(1));
            db.write(move |tx| crate::cancel(tx, &cx, process)).await.unwrap();
        }
        let tasks = office.tasks().await;
        let how: Vec<_> = tasks.iter().filter_map(|task| task.closed_how.as_deref()).collect();
        assert_eq!(how, ["forwarded", "cancelled"]);
        let missing = contracts::ProcessId::from(id(77));
        let cx = office.cx(1);
        let refused = db.write(move |tx| crate::cancel(tx, &cx, missing)).await.unwrap_err();
        assert_eq!(refused.kind().status(), 404);
    }

    async fn a_substitute_acts_in_the_delegated_position(db: Db) {
        let office = Office::open(&db, &permit()).await;
        office.forward("receive", 1).await.unwrap();
        let task = office.task("open").await;
        assert!(crate::may_act(&office.cx(1), &task).is_err(), "another agency's officer");
        let deputy = office.holding(8, office.places.resolving, "case_officer");
        let cx = office.cx_with(8, vec![deputy.clone()]);
        assert_eq!(crate::may_act(&cx, &task).unwrap().holding, deputy.holding);
        let token = office.token("open").await;
        let event = Event::Forward {
            token, by: person(8), outcome: None, set: Map::new(), ask: vec![agency(3)],
        };
        office.apply(cx, event).await.unwrap();
        let done = office.tasks().await.into_iter().find(|task| task.step == "open").unwrap();
        assert_eq!((done.closed_by, done.holding), (Some(person(8)), Some(deputy.holding)));
    }

    async fn the_outside_systems_time_is_not_ours(db: Db) {
        let mut office = Office::open(&db, &waiting()).await;
        office.now = at(9, 10, 0);
        let token = office.token("confirm").await;
        office.citizen(Event::CitizenAnswer { token, agreed: true }).await.unwrap();
        office.now = at(9, 11, 0);
        office.forward("draft", 2).await.unwrap();
        office.now = at(11, 8, 0);
        let token = office.token("order").await;
        office.act(2, Event::ExternalAnswer { token, ok: true, reference: String::new() }).await.unwrap();
        office.now = at(11, 9, 30);
        let minutes = own_minutes(calendar(), &office.tasks().await, office.now);
        assert_eq!(minutes.into_iter().collect::<Vec<_>>(), [(office.places.resolving, 60 + 90)]);
    }

    async fn two_clicks_at_once_forward_once(db: Db) {
        let office = Office::open(&db, &permit()).await;
        let both = [office.forward("receive", 1), office.forward("receive", 1)];
        let [one, two] = both;
        let (one, two) = tokio::join!(one, two);
        let refused = [one, two].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].code(), "workflow.stale_token");
        assert_eq!(office.tasks().await.len(), 2);
    }

    async fn a_place_without_an_agency_refuses_the_whole_step(db: Db) {
        let mut definition = permit();
        definition.steps[1].place = Place::UnitKind("commune_police".to_owned());
        let office = Office::open(&db, &definition).await;
        assert_eq!(office.forward("receive", 1).await.unwrap_err().code(), "workflow.no_agency");
        assert_eq!(office.tasks().await.len(), 1);
        definition.version = 2;
        definition.steps[1].place = Place::UnitKind("commune_office".to_owned());
        let office = Office::open(&db, &definition).await;
        office.forward("receive", 1).await.unwrap();
        assert_eq!(office.task("open").await.agency, agency(7));
    }

    async fn a_work_list_is_a_range_by_due_time_within_the_scope(db: Db) {
        let mut definition = table(vec![plain("a", StepKind::Work, &["end"])]);
        publish(&db, &definition).await.unwrap();
        definition.version = 2;
        definition.steps[0].minutes = None;
        publish(&db, &definition).await.unwrap();
        for number in 0..12_u8 {
            let reference = if number % 3 == 0 { "thu@2" } else { "thu@1" };
            let places = Places { resolving: agency(number % 2), ..places() };
            Office::start(&db, reference, id(number), places, monday().plus_seconds(i64::from(number)), &[])
                .await;
        }
        let list = |scope: Scope, after, limit| {
            let roles = vec!["nobody".to_owned(), "officer".to_owned()];
            let db = db.clone();
            async move { db.read(move |tx| crate::work_list(tx, &scope, &roles, after, limit)).await.unwrap() }
        };
        let all = list(Scope::All, None, 50).await;
        assert_eq!(all.len(), 12);
        assert!(all.is_sorted_by_key(|task| (task.sort_key(), task.id)));
        assert!(all.iter().skip(8).all(|task| task.due_at.is_none()));
        let many: Vec<AgencyId> = (0..20).map(agency).collect();
        assert_eq!(list(Scope::Agencies(many), None, 50).await, all);
        assert_eq!(list(Scope::Agencies(vec![]), None, 50).await, []);
        let mine: Vec<_> = all.iter().filter(|task| task.agency == agency(1)).cloned().collect();
        let scope = Scope::Agencies(vec![agency(1)]);
        let first = list(scope.clone(), None, 4).await;
        assert_eq!(first, mine[..4]);
        let after = first.last().map(|task| (task.sort_key(), task.id));
        assert_eq!(list(scope, after, 4).await, mine[4..]);
        let shown: Vec<i64> = db
            .read(|tx| {
                tx.query("SELECT count(*) FROM workflow_task_v WHERE role = 'officer'", db::params![], |row| {
                    row.get(0)
                })
            })
            .await
            .unwrap();
        assert_eq!(shown, [12]);
    }

    async fn lists_and_timers_read_indexes(db: Db) {
        for sql in [
            crate::store::work_sql(" AND agency = ?5"),
            crate::store::work_sql(" AND agency IN (?5, ?6)"),
            crate::store::work_sql(""),
            crate::store::timers_sql(),
        ] {
            let db = db.clone();
            let text = sql.clone();
            let plan = tokio::task::spawn_blocking(move || db::explain(&db, &text)).await.unwrap().unwrap();
            assert_eq!(plan.full_scans, Vec::<String>::new(), "{sql}: {:?}", plan.lines);
        }
    }

    async fn a_process_of_six_tasks_keeps_a_small_state(db: Db) {
        let keys = ["a", "b", "c", "d", "e", "f", "end"];
        let steps = keys.windows(2).map(|pair| plain(pair[0], StepKind::Work, &[pair[1]])).collect();
        let office = Office::open(&db, &table(steps)).await;
        for key in keys.iter().take(6) {
            office.forward(key, 1).await.unwrap();
        }
        let bytes: String =
            db.read(|tx| tx.query_one("SELECT CAST(state AS text) FROM process", db::params![], |row| row.get(0)))
                .await
                .unwrap();
        assert!(bytes.len() < 100, "{bytes}");
    }
}
