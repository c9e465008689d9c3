use crate::{Entry, find, put, remove};
use base::Date;
use db::{Db, DbError};
use std::time::Instant;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn entry(id: &str, title: &str, synonyms: &[&str]) -> Entry {
    Entry {
        kind: "procedure".into(),
        id: id.into(),
        title: title.into(),
        synonyms: synonyms.iter().map(|word| (*word).to_owned()).collect(),
        ..Entry::default()
    }
}

fn sample() -> Vec<Entry> {
    vec![
        entry("1.001193", "Đăng ký khai sinh", &["làm giấy khai sinh", "sinh con"]),
        entry("1.000656", "Đăng ký khai tử", &["báo tử"]),
        entry("1.003583", "Đăng ký lại khai sinh", &[]),
        entry("1.001022", "Đăng ký nhận cha, mẹ, con", &[]),
        entry("2.000815", "Chứng thực bản sao từ bản chính giấy tờ, văn bản", &["sao y công chứng"]),
        entry("1.013225", "Cấp giấy phép xây dựng nhà ở riêng lẻ", &["xin phép xây nhà"]),
        Entry {
            body: "Hộ tịch khai sinh có yếu tố nước ngoài".into(),
            ..entry("2.000528", "Hộ tịch nước ngoài", &[])
        },
    ]
}

async fn fill(db: &Db) {
    db.write(|tx| sample().iter().try_for_each(|entry| put(tx, entry))).await.unwrap();
}

async fn ids(db: &Db, query: &str) -> Vec<String> {
    let query = query.to_owned();
    let hits = db.read(move |tx| find(tx, "procedure", &query, day("2026-11-22"), 10)).await.unwrap();
    hits.into_iter().map(|hit| hit.id).collect()
}

db::contract! {
    migrations: [crate::MIGRATIONS];

    async fn words_without_marks_find_the_title_with_marks(db: Db) {
        fill(&db).await;
        let found = ids(&db, "dang ky khai sinh").await;
        assert_eq!(found.first().map(String::as_str), Some("1.001193"));
        assert_eq!(found, ids(&db, "ĐĂNG KÝ  Khai Sinh").await);
        assert!(found.contains(&"1.003583".to_owned()));
        assert!(!found.contains(&"1.000656".to_owned()));
    }

    async fn marks_that_are_typed_count_in_favour_of_what_has_them(db: Db) {
        db.write(|tx| {
            put(tx, &entry("a", "Bán hàng", &[]))?;
            put(tx, &entry("b", "Bản hàng", &[]))?;
            put(tx, &entry("c", "Ban hang", &[]))
        }).await.unwrap();
        assert_eq!(ids(&db, "bản").await.first().map(String::as_str), Some("b"));
        assert_eq!(ids(&db, "bán").await.first().map(String::as_str), Some("a"));
        assert_eq!(ids(&db, "ban").await.len(), 3);
    }

    async fn where_the_tone_stands_does_not_matter(db: Db) {
        db.write(|tx| put(tx, &entry("hoa", "Hòa giải cơ sở", &[]))).await.unwrap();
        assert_eq!(ids(&db, "hoà giải").await, ["hoa"]);
    }

    async fn the_last_word_may_be_unfinished(db: Db) {
        fill(&db).await;
        assert!(ids(&db, "khai si").await.contains(&"1.001193".to_owned()));
        let finished = db.read(|tx| find(tx, "procedure", "khai si ", day("2026-11-22"), 10)).await.unwrap();
        assert!(finished.iter().all(|hit| hit.loose));
        assert_eq!(ids(&db, "1.0132").await, ["1.013225"]);
    }

    async fn synonyms_and_codes_lead_there(db: Db) {
        fill(&db).await;
        assert_eq!(ids(&db, "lam giay khai sinh").await.first().map(String::as_str), Some("1.001193"));
        assert_eq!(ids(&db, "sao y").await.first().map(String::as_str), Some("2.000815"));
        assert_eq!(ids(&db, "xin phép xây nhà").await.first().map(String::as_str), Some("1.013225"));
        assert_eq!(ids(&db, "1.000656").await, ["1.000656"]);
    }

    async fn a_misspelled_word_finds_its_neighbour_and_says_so(db: Db) {
        fill(&db).await;
        let hits = db.read(|tx| find(tx, "procedure", "dang ky khia sinh", day("2026-11-22"), 10)).await.unwrap();
        assert_eq!(hits.first().map(|hit| (hit.id.as_str(), hit.loose)), Some(("1.001193", true)));
        let exact = db.read(|tx| find(tx, "procedure", "khai sinh", day("2026-11-22"), 10)).await.unwrap();
        assert!(exact.iter().all(|hit| !hit.loose));
    }

    async fn one_word_too_many_still_finds(db: Db) {
        fill(&db).await;
        let found = ids(&db, "khai sinh oto").await;
        assert!(found.contains(&"1.001193".to_owned()), "{found:?}");
        assert!(ids(&db, "qwxz").await.is_empty());
        assert!(ids(&db, "").await.is_empty());
    }

    async fn an_entry_is_replaced_whole_and_taken_away_whole(db: Db) {
        fill(&db).await;
        db.write(|tx| put(tx, &entry("1.001193", "Ghi sổ hộ tịch", &[]))).await.unwrap();
        assert!(!ids(&db, "lam giay khai sinh").await.contains(&"1.001193".to_owned()));
        assert_eq!(ids(&db, "ghi so").await, ["1.001193"]);
        db.write(|tx| remove(tx, "procedure", "1.001193")).await.unwrap();
        assert!(ids(&db, "ghi so").await.is_empty());
    }

    async fn what_is_undone_is_not_found(db: Db) {
        let undone = db.write(|tx| {
            put(tx, &entry("x", "Khai sinh", &[]))?;
            Err::<(), DbError>(DbError::NoRow)
        }).await;
        assert!(undone.is_err());
        assert!(ids(&db, "khai sinh").await.is_empty());
    }

    async fn only_what_is_in_force_on_the_day_is_found(db: Db) {
        let dated = Entry {
            effective_from: Some(day("2026-01-01")),
            effective_to: Some(day("2026-07-01")),
            ..entry("d", "Thủ tục cũ", &[])
        };
        db.write(move |tx| put(tx, &dated)).await.unwrap();
        for (on, there) in [("2025-12-31", false), ("2026-01-01", true), ("2026-06-30", true), ("2026-07-01", false)] {
            let hits = db.read(move |tx| find(tx, "procedure", "thu tuc", day(on), 10)).await.unwrap();
            assert_eq!(!hits.is_empty(), there, "{on}");
        }
    }

    async fn hostile_queries_find_nothing_and_break_nothing(db: Db) {
        fill(&db).await;
        for query in ["%", "'; DROP TABLE search_entry", "\u{10ffff}", "_", "a\u{300}\u{300}\u{300}", "🦀🦀", "?1 ?2"] {
            let _ = ids(&db, query).await;
        }
        assert!(!ids(&db, "khai sinh").await.is_empty());
    }

    async fn three_thousand_procedures_are_searched_quickly(db: Db) {
        const SYLLABLES: [&str; 24] = [
            "đăng", "ký", "cấp", "giấy", "phép", "xây", "dựng", "khai", "sinh", "đất", "đai", "kinh",
            "doanh", "vận", "tải", "thuốc", "thú", "y", "môi", "trường", "công", "chứng", "hộ", "tịch",
        ];
        let entries: Vec<Entry> = (0..3_000_usize).map(|number| {
            let title: Vec<&str> = (0..14).map(|place| SYLLABLES[(number * 7 + place * (number % 11 + 1)) % 24]).collect();
            Entry { body: format!("{} mục {number}", title.join(" ")), ..entry(&format!("9.{number:06}"), &format!("{} {number}", title.join(" ")), &[]) }
        }).collect();
        db.bulk(entries, |tx, slice| slice.iter().try_for_each(|entry| put(tx, entry))).await.unwrap();
        fill(&db).await;
        let started = Instant::now();
        for _ in 0..5 {
            assert_eq!(ids(&db, "dang ky khai sinh").await.first().map(String::as_str), Some("1.001193"));
        }
        let each = started.elapsed() / 5;
        println!("search over 3,000 entries: {} ms", each.as_millis());
        assert!(each.as_millis() < 500, "{each:?}");
    }
}

#[test]
fn both_databases_have_the_same_schema() {
    db::testing::assert_same_schema(&[crate::MIGRATIONS]);
}
