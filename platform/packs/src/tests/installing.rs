use super::support::{Journal, NOW, operator, pack, readers};
use crate::{Outcome, PackError, install, installed, installed_packs, remove};
use base::Refusal;
use db::Db;
use policy::OpContext;

const A: (&str, &str) = ("late/a.txt", "one first");
const B: (&str, &str) = ("early/b.txt", "two\nthree");

db::contract! {
    migrations: [db::MIGRATIONS, policy::MIGRATIONS, crate::MIGRATIONS];

    async fn parts_are_written_in_the_readers_order_slice_by_slice(db: Db) {
        let journal = Journal::default();
        let done = install(&db, &operator(), &pack("1.0", &[A, B]), &readers(&journal)).unwrap();
        assert!(matches!(done, Outcome::Installed { objects: 3, .. }));
        assert_eq!(journal.lines(), ["early/b.txt 0", "early/b.txt 1", "early/b.txt 2", "late/a.txt 0"]);
        let known = db.read(installed).await.unwrap();
        assert_eq!(known.packs["thu"].as_str(), "1.0");
        assert_eq!(known.objects.len(), 3);
    }

    async fn the_same_version_again_writes_nothing(db: Db) {
        let journal = Journal::default();
        install(&db, &operator(), &pack("1.0", &[A]), &readers(&journal)).unwrap();
        let again = install(&db, &operator(), &pack("1.0", &[A, ("README.md", "words")]), &readers(&journal)).unwrap();
        assert!(matches!(again, Outcome::AlreadyInstalled { .. }));
        assert_eq!(journal.lines().len(), 1);
    }

    async fn a_lower_and_a_changed_version_are_refused(db: Db) {
        let readers = readers(&Journal::default());
        install(&db, &operator(), &pack("1.9", &[A]), &readers).unwrap();
        let lower = install(&db, &operator(), &pack("1.8", &[A]), &readers).unwrap_err();
        assert_eq!(lower.code(), "packs.lower");
        let changed = install(&db, &operator(), &pack("1.9", &[A, B]), &readers).unwrap_err();
        assert_eq!(changed.code(), "packs.changed");
        install(&db, &operator(), &pack("1.10", &[A, B]), &readers).unwrap();
    }

    async fn an_immutable_object_never_changes_and_a_replaceable_one_may(db: Db) {
        let readers = readers(&Journal::default());
        install(&db, &operator(), &pack("1.0", &[A, B]), &readers).unwrap();
        let changed = install(&db, &operator(), &pack("1.1", &[("late/a.txt", "one second"), B]), &readers).unwrap_err();
        assert_eq!(changed.code(), "packs.immutable");
        assert_eq!(db.read(installed).await.unwrap().packs["thu"].as_str(), "1.0", "nothing was installed");
        install(&db, &operator(), &pack("1.1", &[A, ("early/b.txt", "two changed")]), &readers).unwrap();
    }

    async fn a_pack_with_problems_writes_nothing(db: Db) {
        let journal = Journal::default();
        let refused = install(&db, &operator(), &pack("1.0", &[B, ("late/a.txt", "bad")]), &readers(&journal)).unwrap_err();
        assert_eq!(refused.problems().len(), 1);
        assert_eq!(journal.lines(), Vec::<String>::new());
        assert!(db.read(installed_packs).await.unwrap().is_empty());
    }

    async fn removing_closes_what_the_pack_brought_and_keeps_every_row(db: Db) {
        let journal = Journal::default();
        let readers = readers(&journal);
        install(&db, &operator(), &pack("1.0", &[A, B]), &readers).unwrap();
        let on = "2026-12-01".parse().unwrap();
        assert_eq!(remove(&db, &operator(), "thu", on, &readers).unwrap(), 3);
        let closed: Vec<String> = journal.lines().into_iter().filter(|line| line.starts_with("close")).collect();
        assert_eq!(closed, ["close early three 2026-12-01", "close early two 2026-12-01", "close late one 2026-12-01"]);
        let rows = db.read(installed_packs).await.unwrap();
        assert_eq!((rows.len(), rows[0].closed_on), (1, Some(on)));
        let known = db.read(installed).await.unwrap();
        assert!(known.packs.is_empty() && known.objects.len() == 3);
        assert_eq!(remove(&db, &operator(), "thu", on, &readers).unwrap_err().code(), "packs.not_installed");
        assert_eq!(install(&db, &operator(), &pack("1.0", &[A, B]), &readers).unwrap_err().code(), "packs.removed");
        install(&db, &operator(), &pack("1.1", &[A, B]), &readers).unwrap();
    }

    async fn only_the_operator_installs_and_removes(db: Db) {
        let readers = readers(&Journal::default());
        let visitor = OpContext::anonymous(NOW);
        // An anonymous context made for a page is no system, whatever permissions its roles carry.
        assert!(matches!(install(&db, &visitor, &pack("1.0", &[A]), &readers), Err(PackError::Denied(_))));
        let on = "2026-12-01".parse().unwrap();
        assert!(matches!(remove(&db, &visitor, "thu", on, &readers), Err(PackError::Denied(_))));
    }

    async fn an_installation_broken_off_is_taken_up_again(db: Db) {
        let journal = Journal::default();
        let broken = crate::Readers::new(vec![std::sync::Arc::new(super::support::Lines {
            kind: "early", order: 10, slices: 3, immutable: false, journal: journal.clone(),
        }), std::sync::Arc::new(Failing)]);
        assert!(install(&db, &operator(), &pack("1.0", &[A, B]), &broken).is_err());
        assert!(db.read(installed_packs).await.unwrap().is_empty(), "not installed until the end");
        install(&db, &operator(), &pack("1.0", &[A, B]), &readers(&journal)).unwrap();
        assert_eq!(db.read(installed_packs).await.unwrap().len(), 1);
    }
}

/// Reads well and fails when it writes.
struct Failing;

impl crate::PartReader for Failing {
    fn kind(&self) -> &'static str {
        "late"
    }
    fn order(&self) -> u16 {
        70
    }
    fn plan(&self, _: &str, _: &[u8], _: &crate::PackView) -> Result<crate::Part, Vec<crate::Problem>> {
        Ok(crate::Part::new(Vec::new(), |_, _| Err(PackError::NotInstalled("power cut".into()))))
    }
}

#[test]
fn both_databases_have_the_same_schema() {
    db::testing::assert_same_schema(&[db::MIGRATIONS, policy::MIGRATIONS, crate::MIGRATIONS]);
}
