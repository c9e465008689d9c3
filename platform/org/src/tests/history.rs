//! The five things that happen to territory.
use super::{MIGRATIONS, day, install_small, read};
use crate::model::{Answer, Level, Share};
use crate::{AddressMatch, AddressText};
use crate::{
    answers_for, map_address, predecessors, search_units, split_address, unit_at, unit_by_code, unit_id,
    units_below,
};
use db::Db;

fn one(answer: Answer) -> String {
    match answer {
        Answer::One(unit) => unit.full_name(),
        other => panic!("expected one unit, found {other:?}"),
    }
}

db::contract! {
    migrations: [MIGRATIONS[0], MIGRATIONS[1]];

    async fn a_renamed_unit_stays_itself_and_has_each_days_name(db: Db) {
        install_small(&db).await;
        let (before, after, answer) = read(&db, |tx| {
            let id = unit_id("c1");
            Ok((
                unit_at(tx, id, day("2025-06-30"))?.unwrap(),
                unit_at(tx, id, day("2025-07-01"))?.unwrap(),
                answers_for(tx, id, day("2026-11-20"))?,
            ))
        })
        .await;
        assert_eq!((before.full_name().as_str(), after.full_name().as_str()), ("Xã Hoà Hội", "Phường Hoà Hội"));
        assert_eq!(before.id, after.id);
        assert_eq!(after.parent, Some(unit_id("p80-2025")));
        assert_eq!(one(answer), "Phường Hoà Hội");
    }

    async fn a_merged_unit_is_answered_for_by_one(db: Db) {
        install_small(&db).await;
        let (answer, province, same_day, before, parts) = read(&db, |tx| {
            Ok((
                answers_for(tx, unit_id("c5"), day("2026-11-20"))?,
                answers_for(tx, unit_id("p72"), day("2026-11-20"))?,
                answers_for(tx, unit_id("c5"), day("2025-07-01"))?,
                answers_for(tx, unit_id("c5"), day("2025-06-30"))?,
                predecessors(tx, unit_id("n5"))?,
            ))
        })
        .await;
        assert_eq!(one(answer), "Xã Mộc Hoá");
        assert_eq!(one(province), "Tỉnh Tây Ninh");
        assert_eq!(one(same_day), "Xã Mộc Hoá");
        assert_eq!(one(before), "Xã Tân Lập");
        let parts: Vec<_> = parts.into_iter().map(|(unit, share)| (unit.name, share)).collect();
        assert_eq!(parts, [("Bình Lập".to_owned(), Share::Split), ("Tân Lập".to_owned(), Share::Whole)]);
    }

    async fn a_split_unit_is_answered_for_by_several_and_statistics_take_the_default(db: Db) {
        install_small(&db).await;
        let answer = read(&db, |tx| answers_for(tx, unit_id("c4"), day("2026-11-20"))).await;
        assert_eq!(answer.statistical().map(|unit| unit.name.as_str()), Some("Long An"));
        let Answer::Several { default, others } = answer else { panic!("expected several") };
        assert_eq!(default.name, "Long An");
        assert_eq!(others.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["Mộc Hoá"]);
    }

    async fn a_unit_split_across_former_districts_keeps_its_own_history(db: Db) {
        install_small(&db).await;
        let (tan_an, moc_hoa, today) = read(&db, |tx| {
            Ok((
                units_below(tx, unit_id("d794"), day("2025-06-30"))?,
                units_below(tx, unit_id("d795"), day("2025-06-30"))?,
                units_below(tx, unit_id("p80-2025"), day("2025-07-01"))?,
            ))
        })
        .await;
        // Bình Lập lay in Tân An; half of it is in a commune whose other part lay in Mộc Hóa: no old total changes.
        assert!(tan_an.contains(&unit_id("c4")) && !moc_hoa.contains(&unit_id("c4")));
        assert_eq!((tan_an.len(), moc_hoa.len(), today.len()), (3, 2, 5));
    }

    async fn a_reused_code_names_another_unit_on_another_day(db: Db) {
        install_small(&db).await;
        let (before, after, none) = read(&db, |tx| {
            Ok((
                unit_by_code(tx, Level::Province, "80", day("2025-06-30"))?.unwrap(),
                unit_by_code(tx, Level::Province, "80", day("2025-07-01"))?.unwrap(),
                unit_by_code(tx, Level::Province, "72", day("2025-07-01"))?,
            ))
        })
        .await;
        assert_eq!((before.name.as_str(), after.name.as_str()), ("Long An", "Tây Ninh"));
        assert_ne!(before.id, after.id);
        assert_eq!(none, None);
    }

    async fn nobody_answers_for_what_is_unknown_or_not_yet_there(db: Db) {
        install_small(&db).await;
        let (unknown, early) = read(&db, |tx| {
            Ok((
                answers_for(tx, unit_id("c99"), day("2026-11-20"))?,
                answers_for(tx, unit_id("n5"), day("2025-06-30"))?,
            ))
        })
        .await;
        assert_eq!((unknown, early), (Answer::None, Answer::None));
    }

    async fn the_same_name_in_two_former_provinces_is_told_apart_by_the_address(db: Db) {
        install_small(&db).await;
        let wards = read(&db, |tx| {
            let mut found = Vec::new();
            for line in ["Số 2, Phường 04, TP. Tây Ninh, Tây Ninh", "KP 1, P.4, Tân An, tỉnh Long An"] {
                let address = split_address(line).remove(0);
                found.push((address.line.clone(), map_address(tx, &address, day("2026-11-20"))?));
            }
            Ok(found)
        })
        .await;
        let names: Vec<_> = wards
            .into_iter()
            .map(|(line, found)| match found {
                AddressMatch::One { unit, written } => (line, written.full_name(), unit.full_name()),
                other => panic!("{line}: {other:?}"),
            })
            .collect();
        let text = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(names, [text("Số 2", "Phường 4", "Phường Tân Ninh"), text("KP 1", "Phường 4", "Phường Long An")]);
    }

    async fn an_address_in_a_divided_commune_is_asked_and_a_strange_one_is_unknown(db: Db) {
        install_small(&db).await;
        let (divided, strange, nowhere) = read(&db, |tx| {
            let address = |commune: &str, province: &str| AddressText {
                commune: commune.to_owned(),
                district: Some("Thành phố Tân An".to_owned()),
                province: province.to_owned(),
                ..AddressText::default()
            };
            let on = day("2026-11-20");
            Ok((
                map_address(tx, &address("Xã Bình Lập", "Long An"), on)?,
                map_address(tx, &address("Xã Không Có", "Long An"), on)?,
                map_address(tx, &address("Xã Bình Lập", "Atlantis"), on)?,
            ))
        })
        .await;
        let AddressMatch::Several { options, written } = divided else { panic!("expected a question") };
        assert_eq!(options.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["Long An", "Mộc Hoá"]);
        assert_eq!(written.len(), 1);
        assert!(matches!(strange, AddressMatch::Unknown { province: Some(_) }));
        assert_eq!(nowhere, AddressMatch::Unknown { province: None });
    }

    async fn a_former_name_typed_without_marks_finds_todays_unit_and_says_so(db: Db) {
        install_small(&db).await;
        let (old, new, word, empty) = read(&db, |tx| {
            let on = day("2026-11-20");
            let province = Some(unit_id("p80-2025"));
            Ok((
                search_units(tx, "binh lap", province, on, 10)?,
                search_units(tx, "phường hòa hội", None, on, 10)?,
                search_units(tx, "hoi", province, on, 10)?,
                search_units(tx, "  ", province, on, 10)?,
            ))
        })
        .await;
        let names: Vec<_> = old.iter().map(|hit| hit.unit.name.as_str()).collect();
        assert_eq!(names, ["Long An", "Mộc Hoá"]);
        assert!(old.iter().all(|hit| hit.one_of_several && hit.province == "Tỉnh Tây Ninh"));
        assert!(old.iter().all(|hit| hit.formerly.as_ref().is_some_and(|unit| unit.full_name() == "Xã Bình Lập")));
        let first = new.first().unwrap();
        assert_eq!((first.unit.full_name().as_str(), first.formerly.is_none()), ("Phường Hoà Hội", true));
        assert_eq!(word.first().map(|hit| hit.unit.name.as_str()), Some("Hoà Hội"));
        assert!(empty.is_empty());
    }

    async fn importing_the_same_data_again_writes_nothing_and_a_newer_one_replaces_links(db: Db) {
        use crate::pack::CountryPack;
        install_small(&db).await;
        let again = crate::import_country(&db, &super::small_country(), super::noon("2026-02-01")).await.unwrap();
        assert!(again.unchanged);
        let newer = super::LINKS.replace("c4\tn3\t2025-07-01\tdefault\nc4\tn5\t2025-07-01\tsplit\n", "c4\tn5\t2025-07-01\twhole\n");
        let newer = CountryPack::from_texts(super::UNITS, &newer, super::RESOLUTIONS).unwrap();
        let done = crate::import_country(&db, &newer, super::noon("2026-03-01")).await.unwrap();
        assert!(!done.unchanged);
        let answer = read(&db, |tx| answers_for(tx, unit_id("c4"), day("2026-11-20"))).await;
        assert_eq!(one(answer), "Xã Mộc Hoá");
    }
}
