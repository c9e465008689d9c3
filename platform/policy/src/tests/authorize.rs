use crate::{Actor, Denied, Governed, GrantRow, Holding, OpContext, Scope, Standing};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, HoldingId, PositionId};
use std::sync::Arc;

const NOW: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);

struct Paper(Vec<AgencyId>);
impl Governed for Paper {
    fn agencies(&self) -> Vec<AgencyId> {
        self.0.clone()
    }
}

fn holding(agency: AgencyId, role: &str) -> Holding {
    Holding {
        holding: HoldingId::new(NOW),
        position: PositionId::new(NOW),
        agency,
        agency_name: "Trung tâm".to_owned(),
        role: role.to_owned(),
        title: "Cán bộ".to_owned(),
    }
}

fn officer(grants: &[(&str, Scope)], agency: AgencyId) -> OpContext {
    let held = holding(agency, "reception_officer");
    let account = AccountId::new(NOW);
    let grants = grants
        .iter()
        .map(|(permission, scope)| GrantRow {
            permission: (*permission).to_owned(),
            scope: scope.clone(),
            holding: held.holding,
        })
        .collect();
    let standing = Standing { account: Some(account), holdings: vec![held], grants };
    OpContext {
        actor: Actor::Officer(account),
        standing: Arc::new(standing),
        purpose: None,
        now: NOW,
        request_id: Id::new(NOW),
    }
}

#[test]
fn nothing_is_permitted_to_a_visitor_and_the_answer_asks_to_sign_in() {
    let cx = OpContext::anonymous(NOW);
    let agency = AgencyId::new(NOW);
    assert_eq!(cx.require("dossiers.receive", agency), Err(Denied::Unauthenticated));
    assert_eq!(cx.scope("dossiers.receive"), Err(Denied::Unauthenticated));
    assert!(cx.authorize("dossiers.receive", Paper(vec![agency])).is_err());
}

#[test]
fn a_permission_reaches_its_own_agency_and_no_other() {
    let (mine, other) = (AgencyId::new(NOW), AgencyId::new(NOW));
    let cx = officer(&[("dossiers.receive", Scope::Agencies(vec![mine]))], mine);
    assert!(cx.require("dossiers.receive", mine).is_ok());
    assert_eq!(cx.require("dossiers.receive", other), Err(Denied::Missing("dossiers.receive")));
    assert_eq!(cx.require("dossiers.return", mine), Err(Denied::Missing("dossiers.return")));
}

#[test]
fn an_object_is_let_through_when_one_of_its_agencies_is_in_scope() {
    let (mine, other) = (AgencyId::new(NOW), AgencyId::new(NOW));
    let cx = officer(&[("dossiers.receive", Scope::Agencies(vec![mine]))], mine);
    let through = cx.authorize("dossiers.receive", Paper(vec![other, mine])).unwrap();
    assert_eq!(through.holding().unwrap().agency, mine);
    assert!(cx.authorize("dossiers.receive", Paper(vec![other])).is_err());
    assert!(cx.authorize("dossiers.receive", Paper(vec![])).is_err());
}

#[test]
fn a_list_reaches_the_union_of_all_positions_and_never_more() {
    let (a, b, c) = (AgencyId::new(NOW), AgencyId::new(NOW), AgencyId::new(NOW));
    let cx = officer(
        &[
            ("dossiers.desk", Scope::Agencies(vec![b, a])),
            ("dossiers.desk", Scope::Agencies(vec![a])),
            ("dossiers.leader", Scope::All),
        ],
        a,
    );
    let scope = cx.scope("dossiers.desk").unwrap();
    assert!(scope.covers(a) && scope.covers(b) && !scope.covers(c));
    assert_eq!(scope.agencies().unwrap().len(), 2);
    assert_eq!(cx.scope("dossiers.leader").unwrap(), Scope::All);
}

#[test]
fn only_the_owner_is_let_through_to_her_own() {
    let cx = OpContext::anonymous(NOW);
    assert!(cx.authorize_own("dossiers.own", 1, true).unwrap().holding().is_none());
    assert!(cx.authorize_own("dossiers.own", 1, false).is_err());
}

#[test]
fn only_the_program_itself_acts_without_a_position() {
    let agency = AgencyId::new(NOW);
    let cx = officer(&[("dossiers.receive", Scope::All)], agency);
    assert!(cx.authorize_system("dossiers.timer", 1).is_err());
    assert!(OpContext::system("timer", NOW).authorize_system("dossiers.timer", 1).is_ok());
}

#[test]
fn a_step_is_acted_on_only_in_a_position_that_is_held() {
    let agency = AgencyId::new(NOW);
    let cx = officer(&[("workflow.act", Scope::Agencies(vec![agency]))], agency);
    let mine = cx.standing.holdings.first().unwrap().clone();
    assert!(cx.authorize_by("workflow.act", mine, 1).is_ok());
    assert!(cx.authorize_by("workflow.act", holding(agency, "signer"), 1).is_err());
}
