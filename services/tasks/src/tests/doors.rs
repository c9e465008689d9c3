//! Every route and every act, asked by everybody: who may, who may not, and who must not even know.
use super::fixture::{Far, Site, World, agency, submit, work};
use crate::model::{Assignment, Deed};
use crate::{Refused, ops};
use contracts::AssignmentId;
use http::StatusCode;
use policy::OpContext;

/// A way into a state in which the act is possible.
struct Case {
    name: &'static str,
    deed: fn() -> Deed,
    before: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { name: "accept", deed: || Deed::Accept, before: &[] },
    Case {
        name: "report",
        deed: || Deed::Report { percent: 10, words: "x".to_owned(), file: None },
        before: &["accept"],
    },
    Case { name: "ask", deed: || Deed::Ask { words: "x".to_owned() }, before: &[] },
    Case {
        name: "extend",
        deed: || Deed::AskExtension { to: "2026-12-31".parse().unwrap(), reason: "x".to_owned() },
        before: &[],
    },
    Case { name: "submit", deed: submit, before: &["accept"] },
    Case { name: "answer", deed: || Deed::Answer { words: "x".to_owned() }, before: &["ask"] },
    Case {
        name: "grant",
        deed: || Deed::GrantExtension { to: "2026-12-31".parse().unwrap(), words: String::new() },
        before: &["extend"],
    },
    Case { name: "refuse", deed: || Deed::RefuseExtension { words: "x".to_owned() }, before: &["extend"] },
    Case { name: "confirm", deed: || Deed::Confirm { words: String::new() }, before: &["accept", "submit"] },
    Case { name: "return", deed: || Deed::Return { reason: "x".to_owned() }, before: &["accept", "submit"] },
    Case { name: "withdraw", deed: || Deed::Withdraw { reason: "x".to_owned() }, before: &[] },
    Case { name: "chase", deed: || Deed::Chase { words: String::new() }, before: &[] },
];

const OF_AGENCY: &[&str] = &["accept", "report", "ask", "extend", "submit"];

fn case(name: &str) -> &'static Case {
    CASES.iter().find(|case| case.name == name).unwrap()
}

/// (who, sees, works, decides)
fn people(world: &World) -> Vec<(&'static str, OpContext, bool, bool, bool)> {
    vec![
        ("who assigned", world.leader(1, 1, Far::Province), true, false, true),
        ("a colleague who may assign", world.leader(11, 1, Far::Province), true, false, true),
        ("an officer of the agency", world.officer(2, 4), true, true, false),
        ("the head of the agency", world.leader(12, 4, Far::Only(4)), true, true, false),
        ("an officer of the helping agency", world.officer(3, 3), true, false, false),
        ("a planner elsewhere who may assign to all", world.leader(13, 2, Far::All), true, false, false),
        ("an officer of another agency", world.officer(4, 10), false, false, false),
        ("the head of another agency", world.leader(14, 10, Far::Only(10)), false, false, false),
        ("an officer of the assigner without the right", world.officer(5, 1), false, false, false),
        ("an auditor", world.stranger(6), false, false, false),
        ("a citizen", world.citizen(7), false, false, false),
    ]
}

async fn prepared(world: &World, before: &[&str]) -> AssignmentId {
    let mut new = work(&[4]);
    new.helpers = vec![agency(3)];
    let leader = world.leader(1, 1, Far::Province);
    let id = ops::assign(&world.deps, &leader, new).await.unwrap();
    for step in before {
        let cx = if OF_AGENCY.contains(step) { world.officer(99, 4) } else { leader.clone() };
        world.act(&cx, id, (case(step).deed)()).await.unwrap();
    }
    id
}

#[tokio::test]
async fn every_act_is_open_to_those_it_belongs_to_and_unknown_to_all_others() {
    let world = World::new();
    for case in CASES {
        for (who, cx, _, works, decides) in people(&world) {
            let id = prepared(&world, case.before).await;
            let before = world.row(id).await;
            let may = if OF_AGENCY.contains(&case.name) { works } else { decides };
            let done = world.act(&cx, id, (case.deed)()).await;
            match (may, done) {
                (true, Ok(_)) => {}
                (false, Err(Refused::NotFound)) => {
                    let after: Assignment = world.row(id).await;
                    assert_eq!(after, before, "{who}: {}", case.name);
                }
                (may, done) => panic!("{who}: {} may={may} {done:?}", case.name),
            }
        }
    }
}

#[tokio::test]
async fn one_page_and_its_files_are_there_for_those_who_may_see() {
    let world = World::new();
    let id = prepared(&world, &["accept"]).await;
    let site = world.site();
    for (who, cx, sees, works, decides) in people(&world) {
        let browser = world.browser(&site, who, &cx);
        let page = browser.get(&format!("/viec-giao/{id}")).await;
        assert_eq!(page.status, if sees { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{who}");
        assert_eq!(page.has("name=\"submit-words\""), works, "{who}");
        assert_eq!(page.has("name=\"withdraw-words\""), decides, "{who}");
        let file = browser.get(&format!("/viec-giao/{id}/tep/{id}")).await;
        assert_eq!(file.status, StatusCode::NOT_FOUND, "{who}");
    }
    let nobody = site.get(&format!("/viec-giao/{id}")).await;
    assert!(nobody.location().starts_with("/dang-nhap"));
}

#[tokio::test]
async fn every_route_answers_each_role_as_the_table_says() {
    let world = World::new();
    let id = prepared(&world, &[]).await;
    let site = world.site();
    let none = StatusCode::NOT_FOUND;
    let (ok, no, back) = (StatusCode::OK, StatusCode::FORBIDDEN, StatusCode::SEE_OTHER);
    let one = format!("/viec-giao/{id}");
    // route, leader, officer of the agency, officer elsewhere, auditor, citizen
    let table: Vec<(&str, String, [StatusCode; 5])> = vec![
        ("GET", "/viec-giao".to_owned(), [ok, ok, ok, none, none]),
        ("GET", "/viec-giao/xuat".to_owned(), [ok, ok, ok, none, none]),
        ("GET", "/viec-giao/moi".to_owned(), [ok, no, no, no, no]),
        ("GET", "/viec-giao/thong-bao".to_owned(), [ok, no, no, no, no]),
        ("GET", one.clone(), [ok, ok, none, none, none]),
        ("POST", "/viec-giao/moi".to_owned(), [StatusCode::UNPROCESSABLE_ENTITY, no, no, no, no]),
        ("POST", "/viec-giao/thong-bao".to_owned(), [StatusCode::UNPROCESSABLE_ENTITY, no, no, no, no]),
        ("POST", format!("{one}/lam?v=nhan"), [none, back, none, no, no]),
        ("POST", format!("{one}/quyet?v=don-doc"), [back, no, no, no, no]),
    ];
    let visitors = [
        world.leader(1, 1, Far::Province),
        world.officer(2, 4),
        world.officer(4, 10),
        world.stranger(6),
        world.citizen(7),
    ];
    for (column, cx) in visitors.iter().enumerate() {
        let browser = world.browser(&site, "x", cx);
        for (method, path, expected) in &table {
            let (address, act) = path.split_once("?v=").unwrap_or((path, ""));
            let answer = if *method == "GET" {
                browser.get(address).await
            } else {
                let version = world.row(id).await.version.to_string();
                post(&browser, address, &[("v", act), ("version", &version)]).await
            };
            assert_eq!(answer.status, expected[column], "{column}: {method} {path}\n{}", answer.text());
        }
    }
}

/// Posts with the value of a page that everybody has.
async fn post(browser: &Site, path: &str, fields: &[(&str, &str)]) -> super::fixture::Answer {
    let page = browser.get("/_thu-vien").await;
    browser.post(path, &page.hidden("csrf"), fields).await
}
