//! `kill -9` under 64 concurrent commands: every acknowledged dossier is there, none twice, the counter without a gap.
use super::fixture::{MIGRATIONS, World, procedure};
use super::walk::walk_in;
use crate::ops::receive_walk_in;
use crate::store;
use db::{Db, DbConfig, DbError, migrate, params};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

#[allow(clippy::disallowed_methods, reason = "the parent tells its child by the environment")]
mod told {
    pub fn by_parent(name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}

const FOLDER: &str = "TINHSO_TEST_KILLED_FOLDER";

fn open(folder: &std::path::Path) -> Db {
    let db = Db::open(&DbConfig::new(format!("sqlite:{}", folder.join("killed.db").display()))).unwrap();
    migrate(&db, MIGRATIONS).unwrap();
    db
}

/// The child: receives for ever, and prints each code after its command was answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_will_be_killed() {
    let Some(folder) = told::by_parent(FOLDER) else { return };
    let run = told::by_parent("TINHSO_TEST_KILLED_RUN").unwrap();
    let world = World::found(open(std::path::Path::new(&folder)), None, vec![procedure()]).await;
    let staff = world.staff("c1").await;
    let mut callers = Vec::new();
    for caller in 0..64 {
        let (world, staff, run) = (&world, &staff, &run);
        callers.push(async move {
            for n in 0_u32.. {
                let cmd = walk_in(staff, world, &format!("{run}-{caller}-{n}"));
                let code = receive_walk_in(&world.deps, &staff.clerk, cmd).await.unwrap().code;
                writeln!(std::io::stdout(), "ACK {code}").unwrap();
            }
        });
    }
    db::testing::join_all(callers).await;
}

#[test]
fn what_was_acknowledged_survives_kill_9_once_and_without_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: Vec<String> = Vec::new();
    for run in 0..3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["tests::killed::child_that_will_be_killed", "--exact", "--nocapture"])
            .env(FOLDER, folder.path())
            .env("TINHSO_TEST_KILLED_RUN", run.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut seen = 0;
        while seen < 300 {
            let line = lines.next().expect("the child stopped by itself").unwrap();
            if let Some((_, code)) = line.split_once("ACK ") {
                acknowledged.push(code.trim().to_owned());
                seen += 1;
            }
        }
        child.kill().unwrap();
        // what was still in the pipe had been answered too
        acknowledged.extend(
            lines
                .map_while(Result::ok)
                .filter_map(|line| line.split_once("ACK ").map(|(_, c)| c.trim().to_owned())),
        );
        child.wait().unwrap();
    }
    let db = open(folder.path());
    let (codes, last, keys, dangling) = db
        .read_blocking(|tx| {
            let codes =
                tx.query("SELECT code FROM dossier", params![], |row| row.get::<Option<String>>(0))?;
            let last =
                tx.query_one("SELECT last FROM dossier_counter WHERE kind = 'dossier'", params![], |row| {
                    row.get::<i64>(0)
                })?;
            let keys =
                tx.query_one("SELECT count(*) FROM idempotency", params![], |row| row.get::<i64>(0))?;
            let dangling = tx.query_one(
                "SELECT count(*) FROM task WHERE subject NOT IN (SELECT id FROM dossier)",
                params![],
                |row| row.get::<i64>(0),
            )?;
            let recount = store::recount(tx)?;
            assert_eq!(recount.iter().map(|row| row.2).sum::<i64>(), last);
            Ok::<_, DbError>((codes, last, keys, dangling))
        })
        .unwrap();
    let stored: BTreeSet<String> =
        codes.iter().map(|code| code.clone().expect("a dossier without code")).collect();
    assert_eq!(stored.len(), codes.len(), "a code stands twice");
    assert_eq!(i64::try_from(codes.len()).unwrap(), last, "the counter has a gap");
    assert_eq!(keys, last, "every command left its key");
    assert_eq!(dangling, 0, "half a command is there");
    for code in &acknowledged {
        assert!(stored.contains(code), "{code} was acknowledged and is gone");
    }
    let twice: BTreeSet<&String> = acknowledged.iter().collect();
    assert_eq!(twice.len(), acknowledged.len(), "a code was given to two commands");
}
