//! A clerk at every commune's counter, signed in over HTTP like everybody.
use super::http::Browser;
use super::server::{Server, Store, database};
use crate::Fail;
use base::{Date, Timestamp};
use contracts::Directory;
use db::Db;
use identity::SampleAccounts;
use identity::model::AccountKind;
use identity::sample::{SampleAccount, SamplePosition};
use org::OrgDirectory;
use policy::OpContext;
use std::path::Path;

const PASSWORD: &str = "do-toc-do-2026";

/// One counter: who sits there and for which commune.
#[derive(Clone, Debug)]
pub struct Counter {
    pub login: String,
    pub unit: String,
    pub agency: contracts::AgencyId,
}

/// The machine's time.
///
/// # Errors
/// A clock before 1970.
pub fn now() -> Result<Timestamp, Fail> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(Timestamp::from_micros(i64::try_from(since.as_micros())?))
}

/// Puts a clerk on every commune's counter of a sample database that no server has open.
///
/// # Errors
/// The database's.
pub fn appoint(data: &Path, store: &Store) -> Result<Vec<Counter>, Fail> {
    let db = Db::open(&database(data, store))?;
    let now = now()?;
    let begun = now.plus_seconds(-40 * 86_400);
    let counters = counters(&db, now.date())?;
    let rows = counters.iter().map(|(counter, code)| SampleAccount {
        login: counter.login.clone(),
        name: "Lữ Thị Đo".to_owned(),
        kind: AccountKind::Officer,
        role: "Cán bộ tiếp nhận".to_owned(),
        duty: "Đo tốc độ".to_owned(),
        positions: vec![SamplePosition {
            agency: code.clone(),
            role: "reception_officer".to_owned(),
            title: None,
        }],
        token: None,
    });
    let accounts: Vec<SampleAccount> = rows.collect();
    let sample = SampleAccounts { format: 1, password: PASSWORD.to_owned(), accounts };
    let cx = OpContext::system("bench", begun);
    let prepared = std::sync::Arc::new(sample.prepare()?);
    for slice in sample.accounts.chunks(20) {
        let (cx, prepared, slice) = (cx.clone(), std::sync::Arc::clone(&prepared), slice.to_vec());
        db.write_blocking(move |tx| identity::sample::seed(tx, &cx, &prepared, &slice))?;
    }
    Ok(counters.into_iter().map(|(counter, _)| counter).collect())
}

fn counters(db: &Db, today: Date) -> Result<Vec<(Counter, String)>, Fail> {
    let found = db.read_blocking(move |tx| {
        let mut list = Vec::new();
        for unit in OrgDirectory.communes(tx, today)? {
            let centre =
                OrgDirectory.agencies_of_kind(tx, unit.id, "commune_centre", today)?.into_iter().next();
            list.extend(centre.map(|centre| (unit.clone(), centre)));
        }
        Ok::<_, db::DbError>(list)
    })?;
    let row = |(unit, centre): (contracts::UnitFact, contracts::AgencyFact)| {
        let counter =
            Counter { login: format!("do.{}", unit.code), unit: unit.id.to_string(), agency: centre.id };
        (counter, centre.code)
    };
    Ok(found.into_iter().map(row).collect())
}

/// A browser in which the clerk is signed in.
///
/// # Errors
/// When the sign-in is refused.
pub fn sign_in(server: &Server, login: &str) -> Result<Browser, Fail> {
    sign_in_with(server, login, PASSWORD)
}

/// As [`sign_in`], anybody with her own password.
///
/// # Errors
/// When the sign-in is refused.
pub fn sign_in_with(server: &Server, login: &str, password: &str) -> Result<Browser, Fail> {
    let mut browser = Browser::new(server.at);
    let page = browser.get("/dang-nhap")?;
    let csrf = page.hidden("csrf").ok_or("the sign-in page has no csrf")?;
    let fields = [("csrf", csrf.as_str()), ("login", login), ("password", password)];
    let answer = browser.post("/dang-nhap", &fields)?;
    if answer.status == 303 { Ok(browser) } else { Err(format!("{login}: {}", answer.status).into()) }
}
