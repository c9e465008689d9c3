use crate::ConsoleError;
use crate::ops::{StoredCalendar, put_entry, remove_entry, seed_standard_calendar};
use base::{Date, Id, Timestamp};
use calendar::{DayEntry, DayKind, DayName, Provenance};
use contracts::{AccountId, AgencyId, HoldingFact, HoldingId, PositionId, WorkingTime};
use db::Db;
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use std::sync::Arc;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

fn administrator() -> OpContext {
    let holding = HoldingFact {
        holding: HoldingId::new(NOW),
        position: PositionId::new(NOW),
        agency: AgencyId::new(NOW),
        agency_name: "Văn phòng".to_owned(),
        role: "administrator".to_owned(),
        title: "Quản trị".to_owned(),
    };
    let account = AccountId::new(NOW);
    let grant = GrantRow {
        permission: crate::ops::CALENDAR_PERMISSION.to_owned(),
        scope: Scope::All,
        holding: holding.holding,
    };
    OpContext {
        actor: Actor::Officer(account),
        standing: Arc::new(Standing { account: Some(account), holdings: vec![holding], grants: vec![grant] }),
        purpose: None,
        now: NOW,
        request_id: Id::new(NOW),
    }
}

fn day(date: Date) -> DayEntry {
    DayEntry {
        date,
        kind: DayKind::Holiday,
        name: DayName::Other,
        title: "Lễ hội Làng Sen".to_owned(),
        instead_of: None,
        provenance: Provenance::decided("12/QĐ-UBND"),
    }
}

db::contract! {
    migrations: [db::MIGRATIONS, policy::MIGRATIONS, crate::MIGRATIONS];

    async fn an_empty_database_answers_the_statute_and_seeding_keeps_it(db: Db) {
        let before = StoredCalendar::load(&db).unwrap();
        let tet = Date::constant(2026, 2, 17);
        assert!(!before.calendar().is_working_day(tet));
        let seeded = db.write(|tx| seed_standard_calendar(tx, &OpContext::system("seed", NOW))).await.unwrap();
        let again = db.write(|tx| seed_standard_calendar(tx, &OpContext::system("seed", NOW))).await.unwrap();
        assert!(seeded && !again);
        let after = StoredCalendar::load(&db).unwrap();
        assert_eq!(after.calendar().data().entries.len(), before.calendar().data().entries.len());
        assert!(after.calendar().is_working_day(Date::constant(2026, 8, 22)), "the worked Saturday of 2026");
    }

    async fn an_entry_takes_effect_at_once_and_on_the_other_node_at_its_next_look(db: Db) {
        db.write(|tx| seed_standard_calendar(tx, &OpContext::system("seed", NOW))).await.unwrap();
        let (here, there) = (StoredCalendar::load(&db).unwrap(), StoredCalendar::load(&db).unwrap());
        let festival = Date::constant(2026, 5, 19);
        let cx = administrator();
        put_entry(&here, &cx, day(festival)).await.unwrap();
        assert!(!here.calendar().is_working_day(festival));
        assert!(there.calendar().is_working_day(festival));
        assert!(there.refresh().unwrap() && !there.refresh().unwrap());
        assert!(!there.calendar().is_working_day(festival));
        remove_entry(&here, &cx, festival).await.unwrap();
        assert!(here.calendar().is_working_day(festival));
        assert!(matches!(remove_entry(&here, &cx, festival).await, Err(ConsoleError::NoEntry)));
    }

    async fn a_day_without_a_source_or_without_a_right_is_refused(db: Db) {
        let stored = StoredCalendar::load(&db).unwrap();
        let mut entry = day(Date::constant(2026, 5, 19));
        let visitor = OpContext::anonymous(NOW);
        assert!(matches!(put_entry(&stored, &visitor, entry.clone()).await, Err(ConsoleError::Denied(_))));
        entry.provenance.source = "  ".to_owned();
        assert!(matches!(put_entry(&stored, &administrator(), entry).await, Err(ConsoleError::NoSource)));
        assert!(stored.calendar().is_working_day(Date::constant(2026, 5, 19)));
    }
}
