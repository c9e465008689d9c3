//! Databases that released versions left: every later program migrates and reads them.  `scripts/old-database` makes
//! the file of a version once; until 0.1.0 is released it may be made again, when a migration of 0.1.0 changes.
use super::support::{Site, parts, text, tinhso};
use crate::open::Opened;
use base::Id;
use db::{Db, DbConfig, DbError, params};
use http::StatusCode;
use objects::Objects;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn left_behind() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/old");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn unpack(file: &Path, to: &Path) {
    let mut packed = flate2::read::GzDecoder::new(fs::File::open(file).unwrap());
    std::io::copy(&mut packed, &mut fs::File::create(to).unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_of_every_released_version_is_migrated_and_read() {
    let files = left_behind();
    assert!(files.iter().any(|file| file.ends_with("0.1.0.sqlite.gz")), "{files:?}");
    for file in files {
        assert!(fs::metadata(&file).unwrap().len() <= 300_000, "{}", file.display());
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("sample.db");
        unpack(&file, &database);
        let folder = dir.path().to_path_buf();
        let told = tokio::task::spawn_blocking(move || {
            let run = |command: &str| tinhso(&[command, "--data", text(&folder)]);
            [run("migrate"), run("check"), run("migrate")]
        });
        let [migrated, checked, again] = told.await.unwrap();
        assert_eq!(migrated.code, 0, "{}: {}", file.display(), migrated.err);
        assert!(checked.out.contains("Tỉnh mẫu: Nghệ An"), "{} {}", checked.out, checked.err);
        assert_eq!(again.out.trim(), "Cấu trúc cơ sở dữ liệu đã đúng phiên bản này.");
        let db = Db::open(&DbConfig::new(format!("sqlite:{}", database.display()))).unwrap();
        let objects = Objects::open(dir.path().join("objects")).unwrap();
        let parts = parts(Opened { db, objects }, None);
        read_everything(&parts).await;
        let site = Site::new(&parts, "127.0.0.1");
        for (path, words) in [("/readyz", "ready"), ("/", "Nghệ An"), ("/thu-tuc?q=khai+sinh", "1.001193")]
        {
            let page = site.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
            assert!(page.body.contains(words), "{path}");
        }
    }
}

/// Each dossier with the procedure it lies under, the steps it went and those that are open.
async fn read_everything(parts: &crate::Parts) {
    let catalogue = parts.dossiers.catalogue.clone();
    let (statuses, tasks) = parts
        .db
        .read(move |tx| {
            let ids = tx.query("SELECT id FROM dossier", params![], |row| row.get::<Id>(0))?;
            assert!(ids.len() >= 20, "{} dossiers", ids.len());
            let (mut statuses, mut tasks) = (BTreeSet::new(), 0);
            for id in ids {
                let dossier = dossiers::store::load(tx, id.into())?.expect("it is there");
                let at = dossier.filed_at.date();
                let fact = catalogue.in_force(tx, &dossier.procedure_code, at)?.expect("its procedure");
                assert!(!fact.name.is_empty() && !fact.cases.is_empty());
                statuses.insert(dossier.status);
                tasks += workflow::tasks_of(tx, id)?.len();
            }
            Ok::<_, DbError>((statuses, tasks))
        })
        .await
        .unwrap();
    assert!(statuses.len() >= 7, "{statuses:?}");
    assert!(tasks > 20, "{tasks} steps");
}
