//! The sample province on the committed country.
use super::{MIGRATIONS, day, nghe_an, noon, read};
use crate::model::{Share, SignatureForm};
use crate::pack::CountryPack;
use crate::{
    OrgDirectory, OrgError, agencies_in, agency_by_code, agency_id, agency_successors, find_position,
    import_country, import_province, signature_block, unit_id,
};
use contracts::{Directory, Positions};
use db::Db;

async fn install(db: &Db) -> crate::ImportReport {
    import_country(db, &CountryPack::embedded().unwrap(), noon("2026-01-01")).await.unwrap();
    import_province(db, &nghe_an(), noon("2026-01-01")).await.unwrap()
}

db::contract! {
    migrations: [MIGRATIONS[0], MIGRATIONS[1]];

    async fn nghe_an_has_its_agencies_positions_and_130_communes_with_everything_a_commune_has(db: Db) {
        let report = install(&db).await;
        // 26 of the province, 7 in each commune (6 in its tree and the police outside).
        assert_eq!(report.agencies, 26 + 130 * 6);
        let communes = read(&db, |tx| OrgDirectory.communes(tx, day("2026-11-20"))).await;
        assert_eq!(communes.len(), 130);
        let kinds = read(&db, |tx| {
            let agencies = agencies_in(tx, unit_id("c17254-2025"), None, day("2026-11-20"))?;
            Ok(agencies.into_iter().map(|agency| agency.kind).collect::<std::collections::BTreeSet<_>>())
        })
        .await;
        let expected = ["commune_centre", "commune_committee", "commune_culture", "commune_economy", "commune_office", "commune_police"];
        assert!(kinds.iter().map(String::as_str).eq(expected));
        codes_name_agencies(&db).await;
        the_tree_leaves_the_police_out(&db).await;
        former_departments_have_successors(&db).await;
        signatures_follow_delegations(&db).await;
        let again = import_province(&db, &nghe_an(), noon("2026-02-01")).await.unwrap();
        assert!(again.unchanged);
    }

    async fn a_province_needs_the_country_first(db: Db) {
        let refused = import_province(&db, &nghe_an(), noon("2026-01-01")).await;
        assert!(matches!(refused, Err(OrgError::UnitUnknown)));
    }
}

async fn codes_name_agencies(db: &Db) {
    let names = read(db, |tx| {
        let on = day("2026-11-20");
        let mut names = Vec::new();
        for code in ["H41", "H41.77", "H41.77.01", "000.00.77.H41", "000.00.00.H41"] {
            names.push(agency_by_code(tx, code, on)?.map(|agency| agency.name));
        }
        names.push(agency_by_code(tx, "H41.77", day("2025-06-30"))?.map(|agency| agency.name));
        Ok(names)
    })
    .await;
    let name = |text: &str| Some(text.to_owned());
    assert_eq!(
        names,
        [
            name("Ủy ban nhân dân tỉnh Nghệ An"),
            name("Ủy ban nhân dân xã Con Cuông"),
            name("Trung tâm Phục vụ hành chính công xã Con Cuông"),
            name("Ủy ban nhân dân xã Con Cuông"),
            name("Ủy ban nhân dân tỉnh Nghệ An"),
            None,
        ]
    );
}

async fn the_tree_leaves_the_police_out(db: &Db) {
    let (province, commune, facts) = read(db, |tx| {
        let now = noon("2026-11-20");
        let committee = agency_id("p40", "c17254-2025/ubnd");
        let below = OrgDirectory.agencies_below(tx, committee, now)?;
        let facts = OrgDirectory.agencies(tx, &below)?;
        Ok((OrgDirectory.agencies_below(tx, agency_id("p40", "ubnd"), now)?, below, facts))
    })
    .await;
    assert_eq!((commune.len(), facts.len()), (5, 5));
    assert!(facts.iter().all(|fact| fact.kind != "commune_police" && fact.code.starts_with("H41.77")));
    let police = agency_id("p40", "c17254-2025/ca");
    assert!(!province.contains(&police));
    // The province's committee, 16 bodies below it, and five in each commune.
    assert_eq!(province.len(), 1 + 16 + 130 * 5);
}

async fn former_departments_have_successors(db: &Db) {
    let (whole, split) = read(db, |tx| {
        let on = day("2026-11-20");
        let names = |rows: Vec<(crate::model::Agency, Share)>| {
            rows.into_iter().map(|(agency, share)| (agency.short_name, share)).collect::<Vec<_>>()
        };
        Ok((
            names(agency_successors(tx, agency_id("p40", "skhdt"), on)?),
            names(agency_successors(tx, agency_id("p40", "stttt"), on)?),
        ))
    })
    .await;
    assert_eq!(whole, [("Sở Tài chính".to_owned(), Share::Whole)]);
    assert_eq!(split, [("Sở KH và CN".to_owned(), Share::Default), ("Sở VHTTDL".to_owned(), Share::Split),]);
}

async fn signatures_follow_delegations(db: &Db) {
    let blocks = read(db, |tx| {
        let on = day("2026-11-20");
        let committee = agency_id("p40", "c17254-2025/ubnd");
        let office = agency_id("p40", "c17254-2025/vp");
        let chair = find_position(tx, committee, "chair", on)?.unwrap();
        let deputy = find_position(tx, committee, "vice_chair", on)?.unwrap();
        let head = find_position(tx, office, "head", on)?.unwrap();
        Ok((
            signature_block(tx, chair.id, "certified_copy", on)?.unwrap(),
            signature_block(tx, deputy.id, "certified_copy", on)?.unwrap(),
            signature_block(tx, head.id, "certified_copy", on)?.unwrap(),
            signature_block(tx, head.id, "certified_copy", day("2025-10-31"))?.unwrap(),
            signature_block(tx, head.id, "birth", on)?.unwrap(),
        ))
    })
    .await;
    let (chair, deputy, head, too_early, other) = blocks;
    assert_eq!((chair.form, chair.title.as_str()), (None, "Chủ tịch"));
    assert_eq!((deputy.form, deputy.for_title.as_deref()), (Some(SignatureForm::Kt), Some("Chủ tịch")));
    assert_eq!((head.form, head.for_title.as_deref()), (Some(SignatureForm::Tuq), Some("Chủ tịch")));
    assert_eq!(head.agency_name, "Ủy ban nhân dân xã Con Cuông");
    assert_eq!((too_early.form, other.form), (None, None));
}
