//! What administrators do, and what they may not.
use super::{MIGRATIONS, administrator, day, install_small, noon, read, write};
use crate::model::{Answer, Level, Share, SignatureForm};
use crate::ops::{
    AgencyChange, Appointment, NewAgency, NewDelegation, NewPosition, NewUnit, Renaming, Reorganisation,
    appoint, appoint_at_start, change_agency, close_agency, close_position, create_agency, create_delegation,
    create_position, create_unit, end_delegation, end_holding, record_agency_succession, rename_unit,
    reorganise,
};
use crate::{OrgDirectory, OrgError, agency_by_code, answers_for, unit_at, unit_by_code, unit_id};
use base::{Id, Refusal, RefusalKind};
use contracts::{AccountId, AgencyId, Positions};
use db::Db;
use policy::{OpContext, Reach, RoleGrant, audit_trail, load_standing, replace_role_grants};

fn ward(code: &str, name: &str) -> NewUnit {
    NewUnit {
        level: Level::Commune,
        code: code.to_owned(),
        kind: "Phường".to_owned(),
        name: name.to_owned(),
        parent: Some(unit_id("p80-2025")),
    }
}

fn committee(unit: &str, parent: Option<AgencyId>, code: Option<&str>) -> NewAgency {
    NewAgency {
        kind: "commune_committee".to_owned(),
        unit: unit_id(unit),
        parent,
        name: "Ủy ban nhân dân phường Tân Ninh".to_owned(),
        short_name: "UBND phường Tân Ninh".to_owned(),
        code: code.map(str::to_owned),
        from: day("2026-01-01"),
        basis: "01/QĐ-UBND".to_owned(),
    }
}

async fn tree(db: &Db) -> (AgencyId, AgencyId) {
    write(db, |tx| {
        let cx = administrator();
        let top = create_agency(tx, &cx, &committee("p80-2025", None, Some("H53")))?;
        let below = create_agency(tx, &cx, &committee("n2", Some(top), Some("H53.41")))?;
        Ok((top, below))
    })
    .await
    .unwrap()
}

fn seat(agency: AgencyId, role: &str, title: &str) -> NewPosition {
    NewPosition { agency, role: role.to_owned(), title: title.to_owned(), from: day("2026-01-01") }
}

db::contract! {
    migrations: [MIGRATIONS[0], MIGRATIONS[1]];

    async fn nobody_without_the_right_changes_anything(db: Db) {
        install_small(&db).await;
        let stranger = OpContext::anonymous(noon("2026-11-20"));
        let refused = write(&db, move |tx| create_unit(tx, &stranger, &ward("00009", "Mới"), day("2026-12-01"), "")).await;
        assert_eq!(refused.unwrap_err().kind(), RefusalKind::Unauthenticated);
        let system = OpContext::system("import", noon("2026-11-20"));
        let refused = write(&db, move |tx| create_agency(tx, &system, &committee("n2", None, None))).await;
        assert_eq!(refused.unwrap_err().kind(), RefusalKind::Forbidden);
        let cx = administrator();
        let refused = write(&db, move |tx| {
            let given = Appointment {
                account: AccountId::from(Id::new(cx.now)), position: Id::new(cx.now).into(),
                from: day("2026-01-01"), to: None, basis: String::new(),
            };
            appoint_at_start(tx, &cx, &given)
        }).await;
        assert_eq!(refused.unwrap_err().code(), "policy.denied");
    }

    async fn a_unit_is_renamed_by_an_act_and_the_trail_says_so(db: Db) {
        install_small(&db).await;
        let (before, after, trail) = write(&db, |tx| {
            let to = Renaming {
                unit: unit_id("n5"), kind: "Phường".to_owned(), name: "Mộc Hóa Mới".to_owned(),
                on: day("2026-12-01"), basis: "9/NQ-UBTVQH16".to_owned(),
            };
            rename_unit(tx, &administrator(), &to)?;
            Ok((
                unit_at(tx, unit_id("n5"), day("2026-11-30"))?.unwrap(),
                unit_at(tx, unit_id("n5"), day("2026-12-01"))?.unwrap(),
                audit_trail(tx, unit_id("n5").id())?,
            ))
        }).await.unwrap();
        assert_eq!((before.full_name().as_str(), after.full_name().as_str()), ("Xã Mộc Hoá", "Phường Mộc Hóa Mới"));
        assert_eq!(trail.iter().map(|row| row.event.as_str()).collect::<Vec<_>>(), ["org.unit_renamed"]);
    }

    async fn two_wards_become_one_and_one_is_divided_in_a_single_act(db: Db) {
        install_small(&db).await;
        let change = Reorganisation {
            on: day("2027-01-01"),
            basis: "10/NQ-UBTVQH16".to_owned(),
            closes: vec![unit_id("n2"), unit_id("n3")],
            // The code 00002 is used again by another unit on the very day.
            creates: vec![ward("00002", "Hợp Nhất"), ward("00007", "Phần Chia")],
            links: vec![
                (unit_id("n2"), 0, Share::Whole),
                (unit_id("n3"), 0, Share::Default),
                (unit_id("n3"), 1, Share::Split),
            ],
        };
        let given = change.clone();
        write(&db, move |tx| reorganise(tx, &administrator(), &given)).await.unwrap();
        let (whole, divided, former, code) = read(&db, |tx| Ok((
            answers_for(tx, unit_id("n2"), day("2027-01-01"))?,
            answers_for(tx, unit_id("n3"), day("2027-01-01"))?,
            // Two steps: Phường 4 of Tân An became Phường Long An in 2025, which was divided in 2027.
            answers_for(tx, unit_id("c3"), day("2027-01-01"))?,
            unit_by_code(tx, Level::Commune, "00002", day("2027-01-01"))?.unwrap(),
        ))).await;
        assert!(matches!(&whole, Answer::One(unit) if unit.name == "Hợp Nhất"));
        assert!(matches!(&divided, Answer::Several { default, others } if default.name == "Hợp Nhất" && others.len() == 1));
        assert!(matches!(former, Answer::Several { .. }));
        assert_eq!(code.name, "Hợp Nhất");
        let again = write(&db, move |tx| reorganise(tx, &administrator(), &change)).await;
        assert!(matches!(again, Err(OrgError::UnitUnknown)));
    }

    async fn a_reorganisation_that_loses_a_unit_or_takes_a_code_in_use_is_refused(db: Db) {
        install_small(&db).await;
        let base = Reorganisation {
            on: day("2027-01-01"), basis: String::new(), closes: vec![unit_id("n2")],
            creates: vec![ward("00007", "Mới")], links: vec![(unit_id("n2"), 0, Share::Whole)],
        };
        let lost = Reorganisation { links: vec![], ..base.clone() };
        let half = Reorganisation { links: vec![(unit_id("n2"), 0, Share::Default)], ..base.clone() };
        let taken = Reorganisation { creates: vec![ward("00003", "Mới")], ..base.clone() };
        let malformed = Reorganisation { creates: vec![ward("3", "Mới")], ..base.clone() };
        let top = Reorganisation { closes: vec![unit_id("p80-2025")], links: vec![(unit_id("p80-2025"), 0, Share::Whole)], ..base };
        let mut codes = Vec::new();
        for change in [lost, half, taken, malformed, top] {
            codes.push(write(&db, move |tx| reorganise(tx, &administrator(), &change)).await.unwrap_err().code());
        }
        assert_eq!(codes, ["org.shares_wrong", "org.shares_wrong", "org.code_taken", "org.code_malformed", "org.still_in_use"]);
        let still = read(&db, |tx| unit_at(tx, unit_id("n2"), day("2027-06-01"))).await;
        assert!(still.is_some());
    }

    async fn an_agency_is_renamed_closed_and_succeeded(db: Db) {
        install_small(&db).await;
        let (top, below) = tree(&db).await;
        let refused = write(&db, move |tx| close_agency(tx, &administrator(), top, day("2026-06-01"), "")).await;
        assert!(matches!(refused, Err(OrgError::StillInUse)));
        let names = write(&db, move |tx| {
            let cx = administrator();
            let to = AgencyChange {
                agency: below, name: "Ủy ban nhân dân phường Mới".to_owned(), short_name: "UBND phường Mới".to_owned(),
                on: day("2026-03-01"), basis: "2/QĐ-UBND".to_owned(),
            };
            change_agency(tx, &cx, &to)?;
            close_agency(tx, &cx, below, day("2026-06-01"), "3/QĐ-UBND")?;
            let mut successor = committee("n2", Some(top), Some("H53.41"));
            successor.from = day("2026-06-01");
            let successor = create_agency(tx, &cx, &successor)?;
            record_agency_succession(tx, &cx, below, &[(successor, Share::Whole)], day("2026-06-01"), "3/QĐ-UBND")?;
            let mut names = Vec::new();
            for on in ["2026-02-28", "2026-03-01", "2026-06-01"] {
                names.push(agency_by_code(tx, "H53.41", day(on))?.map(|agency| (agency.id == below, agency.short_name)));
            }
            Ok(names)
        }).await.unwrap();
        let expected = [(true, "UBND phường Tân Ninh"), (true, "UBND phường Mới"), (false, "UBND phường Tân Ninh")];
        assert_eq!(names, expected.map(|(same, name)| Some((same, name.to_owned()))));
    }

    async fn a_code_in_use_or_malformed_is_refused_to_an_agency(db: Db) {
        install_small(&db).await;
        let (top, _) = tree(&db).await;
        let mut codes = Vec::new();
        for code in ["H53.41", "h53.42", "H53."] {
            let new = committee("n3", Some(top), Some(code));
            codes.push(write(&db, move |tx| create_agency(tx, &administrator(), &new)).await.unwrap_err().code());
        }
        assert_eq!(codes, ["org.code_taken", "org.code_malformed", "org.code_malformed"]);
    }

    async fn what_somebody_may_do_follows_the_positions_held_on_the_day(db: Db) {
        install_small(&db).await;
        let (top, below) = tree(&db).await;
        let account = AccountId::from(Id::new(noon("2026-01-01")));
        let (early, held, over) = write(&db, move |tx| {
            let cx = administrator();
            let reach = |role: &str, permission: &str, reach| RoleGrant { role: role.to_owned(), permission: permission.to_owned(), reach };
            replace_role_grants(tx, &[
                reach("chair", "dossiers.lead", Reach::Below),
                reach("clerk", "dossiers.receive", Reach::Own),
            ])?;
            let chair = create_position(tx, &cx, &seat(top, "chair", "Chủ tịch"))?;
            let clerk = create_position(tx, &cx, &seat(below, "clerk", "Công chức"))?;
            for position in [chair, clerk] {
                appoint(tx, &cx, &Appointment {
                    account, position, from: day("2026-02-01"), to: Some(day("2026-08-01")), basis: "4/QĐ".to_owned(),
                })?;
            }
            let mut standings = Vec::new();
            for on in ["2026-01-31", "2026-02-01", "2026-08-01"] {
                standings.push(load_standing(tx, &OrgDirectory, account, noon(on))?);
            }
            let over = standings.pop().unwrap();
            let held = standings.pop().unwrap();
            Ok((standings.pop().unwrap(), held, over))
        }).await.unwrap();
        assert!(early.holdings.is_empty() && over.holdings.is_empty() && over.grants.is_empty());
        assert_eq!(held.holdings.len(), 2);
        let scope = |permission: &str| held.grants.iter().find(|grant| grant.permission == permission).unwrap().scope.clone();
        assert!(scope("dossiers.lead").covers(top) && scope("dossiers.lead").covers(below));
        assert!(scope("dossiers.receive").covers(below) && !scope("dossiers.receive").covers(top));
    }

    async fn who_stands_in_for_another_holds_that_position_too_until_it_ends(db: Db) {
        install_small(&db).await;
        let (top, _) = tree(&db).await;
        let account = AccountId::from(Id::new(noon("2026-01-01")));
        let (titles, after) = write(&db, move |tx| {
            let cx = administrator();
            let chair = create_position(tx, &cx, &seat(top, "chair", "Chủ tịch"))?;
            let deputy = create_position(tx, &cx, &seat(top, "vice_chair", "Phó Chủ tịch"))?;
            appoint(tx, &cx, &Appointment { account, position: deputy, from: day("2026-02-01"), to: None, basis: String::new() })?;
            let lent = |matter: &str| NewDelegation {
                from: chair, to: deputy, matter: matter.to_owned(), form: SignatureForm::Kt,
                legal_basis: "5/QĐ".to_owned(), valid_from: day("2026-03-01"), valid_to: None,
            };
            // One matter gives no position: only a signature.
            create_delegation(tx, &cx, &lent("certified_copy"))?;
            let all = create_delegation(tx, &cx, &lent("*"))?;
            let held = OrgDirectory.holdings(tx, account, noon("2026-04-01"))?;
            end_delegation(tx, &cx, all, day("2026-05-01"))?;
            let after = OrgDirectory.holdings(tx, account, noon("2026-05-01"))?;
            Ok((held.into_iter().map(|row| row.title).collect::<Vec<_>>(), after.len()))
        }).await.unwrap();
        assert_eq!(titles, ["Phó Chủ tịch", "KT. Chủ tịch"]);
        assert_eq!(after, 1);
    }

    async fn who_signs_for_the_body_holds_her_own_position_once(db: Db) {
        install_small(&db).await;
        let (top, _) = tree(&db).await;
        let account = AccountId::from(Id::new(noon("2026-01-01")));
        let titles = write(&db, move |tx| {
            let cx = administrator();
            let chair = create_position(tx, &cx, &seat(top, "chair", "Chủ tịch"))?;
            appoint(tx, &cx, &Appointment { account, position: chair, from: day("2026-02-01"), to: None, basis: String::new() })?;
            create_delegation(tx, &cx, &NewDelegation {
                from: chair, to: chair, matter: "*".to_owned(), form: SignatureForm::Tm,
                legal_basis: "5/QĐ".to_owned(), valid_from: day("2026-03-01"), valid_to: None,
            })?;
            Ok(OrgDirectory.holdings(tx, account, noon("2026-04-01"))?)
        }).await.unwrap();
        assert_eq!(titles.into_iter().map(|row| row.title).collect::<Vec<_>>(), ["Chủ tịch"]);
    }

    async fn a_position_closes_with_its_holdings_and_no_period_leaves_its_owner(db: Db) {
        install_small(&db).await;
        let (top, _) = tree(&db).await;
        let account = AccountId::from(Id::new(noon("2026-01-01")));
        let codes = write(&db, move |tx| {
            let cx = administrator();
            let position = create_position(tx, &cx, &seat(top, "chair", "Chủ tịch"))?;
            let appointment = |from: &str, to: Option<&str>| Appointment {
                account, position, from: day(from), to: to.map(day), basis: String::new(),
            };
            let mut codes = vec![
                appoint(tx, &cx, &appointment("2025-12-31", None)).unwrap_err().code(),
                appoint(tx, &cx, &appointment("2026-05-01", Some("2026-05-01"))).unwrap_err().code(),
            ];
            let holding = appoint(tx, &cx, &appointment("2026-02-01", None))?;
            codes.push(appoint(tx, &cx, &appointment("2026-04-01", None)).unwrap_err().code());
            codes.push(create_delegation(tx, &cx, &NewDelegation {
                from: position, to: position, matter: "*".to_owned(), form: SignatureForm::Kt,
                legal_basis: "x".to_owned(), valid_from: day("2026-03-01"), valid_to: None,
            }).unwrap_err().code());
            close_position(tx, &cx, position, day("2026-06-01"))?;
            assert!(OrgDirectory.holdings(tx, account, noon("2026-06-01"))?.is_empty());
            assert_eq!(OrgDirectory.holdings(tx, account, noon("2026-05-31"))?.len(), 1);
            codes.push(end_holding(tx, &cx, holding, day("2026-07-01")).unwrap_err().code());
            Ok(codes)
        }).await.unwrap();
        assert_eq!(codes, [
            "org.period_wrong", "org.period_wrong", "org.duplicate", "org.delegation_to_self", "org.period_wrong",
        ]);
    }

    async fn names_with_control_characters_are_refused(db: Db) {
        install_small(&db).await;
        for name in ["", "  ", "a\u{0}b"] {
            let mut unit = ward("00009", name);
            unit.name = name.to_owned();
            let refused = write(&db, move |tx| create_unit(tx, &administrator(), &unit, day("2026-12-01"), "")).await;
            assert_eq!(refused.unwrap_err().code(), "org.name_wrong", "{name:?}");
        }
    }
}
