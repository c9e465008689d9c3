//! Printed agency names lead to the agencies of the day.
use super::{MIGRATIONS, day, nghe_an, noon, read};
use crate::pack::CountryPack;
use crate::{OrgDirectory, import_country, import_province};
use contracts::AgencyNames;
use db::Db;

async fn install(db: &Db) {
    import_country(db, &CountryPack::embedded().unwrap(), noon("2026-01-01")).await.unwrap();
    import_province(db, &nghe_an(), noon("2026-01-01")).await.unwrap();
}

/// Short names and reasons of the candidates of one printed name.
async fn ask(db: &Db, printed: &'static str, on: &'static str) -> Vec<(String, &'static str)> {
    let found = read(db, move |tx| OrgDirectory.candidates(tx, printed, day(on))).await;
    found
        .into_iter()
        .map(|one| (one.agency.name.replace(" tỉnh Nghệ An", "").replace("Ủy ban nhân dân ", ""), one.reason))
        .collect()
}

fn one(name: &str, reason: &'static str) -> Vec<(String, &'static str)> {
    vec![(name.to_owned(), reason)]
}

const TODAY: &str = "2026-11-22";

async fn departments(db: &Db) {
    for (printed, name) in [
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("SỞ NỘI VỤ TỈNH NGHỆ AN", "Sở Nội vụ"),
        ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở VH-TT-DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở KH và CN", "Sở Khoa học và Công nghệ"),
        ("VP UBND tỉnh", "Văn phòng Ủy ban nhân dân"),
        ("Văn phòng UBND tỉnh", "Văn phòng Ủy ban nhân dân"),
        ("Công an tỉnh", "Công an"),
        ("Thanh tra tỉnh", "Thanh tra"),
    ] {
        let found = ask(db, printed, TODAY).await;
        assert_eq!(found, one(name, "same_name"), "{printed}");
    }
    let committee = read(db, |tx| OrgDirectory.candidates(tx, "UBND tỉnh", day(TODAY))).await;
    assert_eq!(committee[0].agency.code, "H41");
}

async fn former_departments(db: &Db) {
    for printed in
        ["Sở Tài nguyên và Môi trường", "Sở TN&MT", "Sở Nông nghiệp và Phát triển nông thôn", "Sở NN-PTNT"]
    {
        let expected = one("Sở Nông nghiệp và Môi trường", "successor");
        assert_eq!(ask(db, printed, TODAY).await, expected, "{printed}");
    }
    assert_eq!(ask(db, "Sở Giao thông Vận tải", TODAY).await, one("Sở Xây dựng", "successor"));
    // Divided: the default first.
    let divided = ask(db, "Sở TT&TT", TODAY).await;
    assert_eq!(divided[0], ("Sở Khoa học và Công nghệ".to_owned(), "successor"));
    assert_eq!(divided[1], ("Sở Văn hóa, Thể thao và Du lịch".to_owned(), "successor"));
    assert_eq!(ask(db, "Sở Lao động, Thương binh và Xã hội", TODAY).await.len(), 4);
    // Before the merger it was itself.
    assert_eq!(
        ask(db, "Sở Giao thông vận tải", "2025-02-01").await,
        one("Sở Giao thông vận tải", "same_name")
    );
    // The new department bears the name of one that went into it.
    assert_eq!(
        ask(db, "Sở Khoa học và Công nghệ", TODAY).await,
        one("Sở Khoa học và Công nghệ", "same_name")
    );
}

async fn places(db: &Db) {
    for printed in [
        "UBND huyện Con Cuông",
        "Con Cuông",
        "huyện Con Cuông",
        "Ủy ban nhân dân huyện Con Cuông tỉnh Nghệ An",
    ] {
        let found = ask(db, printed, TODAY).await;
        assert!(found.len() > 3, "{printed}: {found:?}");
        assert!(found.iter().all(|(_, reason)| *reason == "district"));
        assert!(found.iter().any(|(name, _)| name == "xã Con Cuông"), "{found:?}");
        assert!(found.iter().any(|(name, _)| name == "xã Môn Sơn"), "{found:?}");
    }
    assert_eq!(ask(db, "UBND xã Con Cuông", TODAY).await, one("xã Con Cuông", "same_name"));
    assert_eq!(ask(db, "UBND thị trấn Trà Lân", TODAY).await, one("xã Con Cuông", "successor"));
    let vinh = ask(db, "UBND TP Vinh", TODAY).await;
    assert!(vinh.iter().any(|(name, _)| name == "phường Thành Vinh"), "{vinh:?}");
    // A place of another province is nobody here.
    assert!(ask(db, "UBND huyện Tư Nghĩa", TODAY).await.is_empty());
}

db::contract! {
    migrations: [MIGRATIONS[0], MIGRATIONS[1]];

    async fn a_printed_name_leads_to_the_agency_of_the_day(db: Db) {
        install(&db).await;
        departments(&db).await;
        former_departments(&db).await;
        places(&db).await;
        for nobody in ["", "  ", "Các doanh nghiệp", "Bộ Nội vụ", "Đảng", "UBND", "Sở"] {
            let found = ask(&db, nobody, TODAY).await;
            assert!(found.len() <= 1 && found.iter().all(|(name, _)| name.is_empty() || nobody == "UBND"), "{nobody}: {found:?}");
        }
    }

    async fn a_group_is_every_agency_of_it_on_the_day(db: Db) {
        install(&db).await;
        let (communes, departments, unknown) = read(&db, |tx| {
            Ok((
                OrgDirectory.of_group(tx, "communes", day(TODAY))?,
                OrgDirectory.of_group(tx, "departments", day(TODAY))?,
                OrgDirectory.of_group(tx, "ministries", day(TODAY))?,
            ))
        })
        .await;
        assert_eq!(communes.len(), 130);
        assert!(communes.iter().all(|one| one.kind == "commune_committee"));
        assert!(departments.iter().any(|one| one.code == "H41.01") && departments.len() >= 12);
        assert!(departments.iter().all(|one| one.kind != "commune_committee"));
        assert!(unknown.is_empty());
    }

    async fn many_names_are_told_as_each_alone_and_a_group_is_read_by_indexes(db: Db) {
        install(&db).await;
        let asked = ["Sở TT&TT", "", "UBND xã Con Cuông", "Sở Nội vụ"].map(str::to_owned);
        let (many, alone) = read(&db, move |tx| {
            let alone: Result<Vec<_>, _> =
                asked.iter().map(|one| OrgDirectory.candidates(tx, one, day(TODAY))).collect();
            Ok((OrgDirectory.candidates_many(tx, &asked, day(TODAY))?, alone?))
        })
        .await;
        assert_eq!(many, alone);
        let sql = crate::store::names::committees_sql();
        let asked = db.clone();
        let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &sql)).await.unwrap().unwrap();
        assert!(plan.full_scans.is_empty(), "{:?}", plan.lines);
    }

    async fn a_province_made_later_knows_the_former_departments_by_the_decree(db: Db) {
        import_country(&db, &CountryPack::embedded().unwrap(), noon("2026-01-01")).await.unwrap();
        let text = include_str!("../../../../packs/quang-ngai/org.toml");
        let pack = crate::pack::ProvincePack::from_toml(text).unwrap();
        import_province(&db, &pack, noon("2026-01-01")).await.unwrap();
        for (printed, expected) in [
            ("Sở TT&TT", vec!["Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch"]),
            ("Sở KH&ĐT", vec!["Sở Tài chính"]),
            ("Sở LĐTBXH", vec!["Sở Nội vụ", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Nông nghiệp và Môi trường"]),
            ("Sở Giao thông vận tải tỉnh Quảng Ngãi", vec!["Sở Xây dựng"]),
        ] {
            let found = read(&db, move |tx| OrgDirectory.candidates(tx, printed, day(TODAY))).await;
            let names: Vec<String> = found.iter().map(|one| one.agency.name.replace(" tỉnh Quảng Ngãi", "")).collect();
            assert_eq!(names, expected, "{printed}");
            assert!(found.iter().all(|one| one.reason == "successor"));
        }
        // Former districts of this province and of the one that joined it.
        for printed in ["Tư Nghĩa", "UBND huyện Minh Long", "huyện Kon Rẫy", "UBND huyện Ia H'Drai"] {
            let found = read(&db, move |tx| OrgDirectory.candidates(tx, printed, day(TODAY))).await;
            assert!(found.len() > 1 && found.iter().all(|one| one.reason == "district"), "{printed}: {found:?}");
        }
    }

    async fn without_a_province_nobody_is_named(db: Db) {
        assert!(ask(&db, "Sở Nội vụ", TODAY).await.is_empty());
    }
}
