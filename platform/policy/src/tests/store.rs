use crate::{
    Access, OpContext, Reach, RoleGrant, Scope, audit, audit_trail, load_standing, record_access,
    replace_role_grants, role_grants,
};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, HoldingFact, HoldingId, PartyId, PositionId, Positions};
use db::{Db, DbError, Tx, params};

const NOW: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);

struct Tree {
    parent: AgencyId,
    child: AgencyId,
    role: &'static str,
}

impl Positions for Tree {
    fn holdings(&self, _: &mut Tx<'_>, _: AccountId, _: Timestamp) -> Result<Vec<HoldingFact>, DbError> {
        Ok(vec![HoldingFact {
            holding: HoldingId::new(NOW),
            position: PositionId::new(NOW),
            agency: self.parent,
            agency_name: "Sở".to_owned(),
            role: self.role.to_owned(),
            title: "Giám đốc".to_owned(),
        }])
    }
    fn agencies_below(&self, _: &mut Tx<'_>, _: AgencyId, _: Timestamp) -> Result<Vec<AgencyId>, DbError> {
        Ok(vec![self.parent, self.child])
    }
}

fn grant(role: &str, permission: &str, reach: Reach) -> RoleGrant {
    RoleGrant { role: role.to_owned(), permission: permission.to_owned(), reach }
}

db::contract! {
    migrations: [db::MIGRATIONS, crate::MIGRATIONS];

    async fn a_standing_is_what_the_roles_of_ones_positions_carry(db: Db) {
        let (parent, child) = (AgencyId::new(NOW), AgencyId::new(NOW));
        let standing = db.write(move |tx| {
            replace_role_grants(tx, &[
                grant("head", "dossiers.leader", Reach::Below),
                grant("head", "dossiers.receive", Reach::Own),
                grant("clerk", "dossiers.return", Reach::All),
            ])?;
            let tree = Tree { parent, child, role: "head" };
            load_standing(tx, &tree, AccountId::new(NOW), NOW)
        }).await.unwrap();
        assert!(!standing.holds("dossiers.return"));
        let of = |name: &str| standing.grants.iter().find(|g| g.permission == name).unwrap().scope.clone();
        assert_eq!(of("dossiers.receive"), Scope::Agencies(vec![parent]));
        assert_eq!(of("dossiers.leader"), Scope::Agencies(vec![parent, child]));
    }

    async fn role_data_is_replaced_whole(db: Db) {
        let rows = db.write(move |tx| {
            replace_role_grants(tx, &[grant("a", "x.y", Reach::Own), grant("b", "x.y", Reach::All)])?;
            replace_role_grants(tx, &[grant("c", "x.z", Reach::Below)])?;
            role_grants(tx)
        }).await.unwrap();
        assert_eq!(rows, vec![grant("c", "x.z", Reach::Below)]);
    }

    async fn an_act_and_a_look_are_written_with_who_when_and_why(db: Db) {
        let subject = Id::new(NOW);
        let (trail, looks) = db.write(move |tx| {
            let cx = OpContext::system("test", NOW);
            audit(tx, &cx, "dossiers.received", subject, None, &serde_json::json!({"status": 2}))?;
            let access = Access { subject: PartyId::from(subject), purpose: "dossier", dossier: None, fields: "name" };
            let given = record_access(tx, &cx, None, &access)?;
            assert!(given.covers(PartyId::from(subject)) && !given.covers(PartyId::new(NOW)));
            let looks = tx.query_one("SELECT count(*) FROM access_entry WHERE subject = ?1", params![subject], |row| row.get::<i64>(0))?;
            Ok::<_, DbError>((audit_trail(tx, subject)?, looks))
        }).await.unwrap();
        assert_eq!(looks, 1);
        assert_eq!(trail.len(), 1);
        assert_eq!(trail[0].event, "dossiers.received");
        assert_eq!(trail[0].actor_kind, "system");
        assert_eq!(trail[0].detail["status"], 2);
    }
}
