//! Every agency name that the four provinces' plans print, looked up in the organisation of today: found, a group, a body
//! of another kind, or asked about.  Nothing is guessed, and little is asked.
//!
//! `cargo nextest run -p conformance plan_names --no-capture`
use base::{Date, Timestamp};
use db::{Db, DbConfig};
use org::pack::{CountryPack, ProvincePack};
use programme::ops::read_text::facts_of;
use programme::ops::resolve::{NameKind, printed_names, resolve};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Document, province, and the names that a person must be asked about.
const PLANS: [(&str, &str, &[&str]); 4] = [
    (
        "nghe-an-3050-2024",
        "nghe-an",
        &[
            "Sở Thông tin và Truyền thông",
            "Sở Thông tin và Truyền thông và các đơn vị được giao chủ trì triển khai các hệ thống",
            "Sở Du lịch",
            "Sở Văn hoá và Thể thao",
        ],
    ),
    (
        "son-la-292-2022",
        "son-la",
        &["Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông và các cơ quan, đơn vị có liên quan"],
    ),
    ("quang-ngai-219-2023", "quang-ngai", &["Sở TT&TT", "Sở LĐ-TB&XH", "Sở LĐTBXH"]),
    (
        "tay-ninh-713-2021",
        "tay-ninh",
        &["Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông và các doanh nghiệp viễn thông"],
    ),
];

async fn province(code: &str) -> Db {
    let folder = std::env::temp_dir().join(format!("tinhso-plan-names-{code}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let db = Db::open(&DbConfig::new(format!("sqlite:{}", folder.join("t.db").display()))).unwrap();
    db::migrate(&db, &[policy::MIGRATIONS, org::MIGRATIONS]).unwrap();
    let at = Timestamp::from_local(Date::constant(2026, 1, 1).at(12, 0, 0, 0));
    org::import_country(&db, &CountryPack::embedded().unwrap(), at).await.unwrap();
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../packs/{code}/org.toml")),
    )
    .unwrap();
    org::import_province(&db, &ProvincePack::from_toml(&text).unwrap(), at).await.unwrap();
    db
}

#[tokio::test(flavor = "multi_thread")]
async fn every_name_of_the_four_plans_is_known_or_asked_about() {
    let mut wrong = Vec::new();
    for (name, code, asked) in PLANS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../../shared/seeds/{name}.txt"));
        let Ok(bytes) = fs::read(&file) else {
            println!("SKIPPED: {} is not there", file.display());
            continue;
        };
        let reading = programme::read_plan(&bytes, &format!("{name}.txt")).unwrap();
        let facts = facts_of(&reading.found).unwrap();
        let db = province(code).await;
        let printed = printed_names(&facts);
        let on = Date::constant(2026, 11, 22);
        let found = db
            .read(move |tx| {
                printed
                    .iter()
                    .map(|one| resolve(tx, &org::OrgDirectory, (one, None), on))
                    .collect::<Result<Vec<_>, db::DbError>>()
            })
            .await
            .unwrap();
        let mut kinds: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for one in &found {
            kinds.entry(one.kind.word()).or_default().push(format!("{} [{}]", one.printed, one.reason));
        }
        println!("{name}: {} names", found.len());
        for (kind, names) in &kinds {
            println!("  {kind} {}: {}", names.len(), names.join("; "));
        }
        let open: Vec<&str> =
            found.iter().filter(|one| one.kind == NameKind::Open).map(|one| one.printed.as_str()).collect();
        if open != asked {
            wrong.push(format!("{name}: {open:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
