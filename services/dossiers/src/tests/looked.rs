//! Who looked at my data: only my own rows, newest first, in words of the house, for the account alone.
use super::desk::words_are_whole;
use super::fixture::{World, now, procedure};
use super::signatures::Seats;
use super::walk::{at, filed};
use crate::ops::{self, Looker};
use base::{Id, Timestamp};
use contracts::{DossierId, PartyId};
use db::DbError;
use parties::model::{NewParty, PartyKind};
use policy::{Access, OpContext, record_access};

async fn look(world: &World, officer: &OpContext, id: DossierId, when: Timestamp) {
    ops::view_dossier(&world.deps, &at(officer, when), id, None).await.unwrap();
}

async fn all(world: &World, citizen: &OpContext, page: usize) -> Vec<ops::Look> {
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let looks = ops::list_looks(&world.deps, citizen, before, page).await.unwrap();
        seen.extend(looks.rows);
        if !looks.more {
            return seen;
        }
        before = seen.last().map(|row| (row.at, row.id));
    }
}

async fn owner_of(world: &World, id: DossierId) -> PartyId {
    super::walk::dossier(&world.deps, id).await.owner
}

async fn record(world: &World, officer: &OpContext, subject: PartyId, dossier: Option<DossierId>) {
    let cx = officer.clone();
    let access = move |tx: &mut db::Tx<'_>| {
        record_access(tx, &cx, None, &Access { subject, purpose: "dossier", dossier, fields: "name" })
    };
    world.deps.db.write::<_, DbError, _>(move |tx| access(tx).map(|_| ())).await.unwrap();
}

async fn only_mine(world: &World) {
    let staff = world.staff("c1").await;
    // Two accounts typed the same person's number: an account proves its dossiers, not the person.
    let (mine, other) = (world.citizen(50), world.citizen(60));
    let (id, theirs) = (filed(world, &mine).await.id, filed(world, &other).await.id);
    assert_eq!(owner_of(world, id).await, owner_of(world, theirs).await, "one party");
    for n in 0..7 {
        look(world, &staff.clerk, id, now().plus_seconds(60 * (n + 1))).await;
    }
    look(world, &staff.director, theirs, now().plus_seconds(30)).await;
    // Looked up by number at a counter: of no dossier, so of nobody who is not proved.
    record(world, &staff.clerk, owner_of(world, id).await, None).await;
    for page in [2, 3, 7, 50] {
        let rows = all(world, &mine, page).await;
        assert_eq!(rows.len(), 7, "{rows:?}");
        assert!(rows.iter().all(|row| row.dossier == id), "{rows:?}");
        assert!(rows.windows(2).all(|pair| pair[0].at > pair[1].at), "newest first: {rows:?}");
    }
    let rows = all(world, &other, 50).await;
    assert!(rows.len() == 1 && rows[0].dossier == theirs, "{rows:?}");
    // Read by herself, it is no line of the record.
    let own = ops::view_dossier(&world.deps, &mine, id, Some(ops::Holder::Account)).await;
    assert!(own.is_ok());
    assert_eq!(all(world, &mine, 50).await.len(), 7);
    let third = world.citizen(70);
    assert!(all(world, &third, 50).await.is_empty(), "nobody's dossiers, nobody's looks");
}

async fn after_a_merge(world: &World) {
    let staff = world.staff("c1").await;
    let (mine, other) = (world.citizen(50), world.citizen(60));
    let (id, theirs) = (filed(world, &mine).await.id, filed(world, &other).await.id);
    let absorbed = owner_of(world, id).await;
    let committee = world.agency("c1", "commune_committee").await;
    let steward = world.officer(80, &committee, "administrator", &["parties.merge", "parties.edit"]);
    let mut standing = (*steward.standing).clone();
    standing.grants.iter_mut().for_each(|grant| grant.scope = policy::Scope::All);
    let steward = OpContext { standing: std::sync::Arc::new(standing), ..steward };
    let survivor = world
        .deps
        .db
        .write::<_, parties::PartyError, _>(move |tx| {
            let new = NewParty::named(PartyKind::Person, "Lữ Thị Mẫu");
            let survivor = parties::ops::find_or_create(tx, &steward, &new)?.party;
            parties::ops::merge(tx, &steward, survivor, absorbed, "một người, hai số")?;
            Ok(survivor)
        })
        .await
        .unwrap();
    look(world, &staff.clerk, id, now().plus_seconds(60)).await;
    record(world, &staff.clerk, survivor, Some(id)).await;
    record(world, &staff.clerk, survivor, Some(theirs)).await;
    record(world, &staff.clerk, survivor, None).await;
    let rows = all(world, &mine, 50).await;
    assert_eq!(rows.len(), 2, "by the old id and by the new one: {rows:?}");
    assert!(rows.iter().all(|row| row.dossier == id), "another's never: {rows:?}");
}

macro_rules! on_both {
    ($($name:ident => $body:expr;)*) => { $(
        mod $name {
            use super::*;
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                $body(&World::with(vec![procedure()]).await).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(world) = World::on_postgres(vec![procedure()]).await {
                    $body(&world).await;
                }
            }
        }
    )* };
}

on_both! {
    a_person_reads_the_looks_at_her_in_her_own_dossiers_and_no_others => only_mine;
    a_merge_of_parties_brings_her_rows_along_and_nobody_elses => after_a_merge;
}

#[tokio::test]
async fn the_record_names_position_and_agency_and_never_a_person() {
    let world = World::new().await;
    let mine = world.citizen(50);
    let filed = filed(&world, &mine).await;
    let seats = Seats::of(&world).await;
    let chair = seats.seat(&seats.committee, "chair", "Chủ tịch").await;
    let officer = seats.signer(71, chair, now()).await;
    look(&world, &officer, filed.id, now()).await;
    let rows = all(&world, &mine, 50).await;
    let expected = Looker::Officer {
        title: "Chủ tịch".to_owned(),
        agency: "Ủy ban nhân dân xã Con Cuông".to_owned(),
    };
    assert_eq!(rows[0].by, expected);
    let site = world.site();
    site.set_session(&world.accounts.sign_in("Lữ Thị Mẫu", &mine));
    assert!(site.get("/cua-toi").await.has("href=\"/cua-toi/ai-da-xem\""));
    let page = site.get("/cua-toi/ai-da-xem").await;
    assert_eq!(page.status, 200, "{}", page.text());
    for words in ["Chủ tịch", "Ủy ban nhân dân xã Con Cuông", "Để giải quyết hồ sơ", filed.code.as_str()]
    {
        assert!(page.has(words), "{words} in {}", page.text());
    }
    assert!(!page.has("⟦"), "{}", page.text());
    words_are_whole(&site);
}

#[tokio::test]
async fn a_key_or_a_staff_account_opens_no_record_and_an_empty_one_says_so() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let visitor = world.site();
    let (_, own) = super::citizen::file(&visitor).await;
    assert_eq!(visitor.get(&format!("/ho-so-cua-toi/{own}")).await.status, 200, "the key opens the dossier");
    assert!(!visitor.get("/cua-toi").await.has("ai-da-xem"), "no way is shown");
    let closed = visitor.get("/cua-toi/ai-da-xem").await;
    assert!(matches!(closed.status.as_u16(), 303 | 401), "{}", closed.status);
    let clerk = visitor.other_browser();
    clerk.set_session(&world.accounts.sign_in("Cán bộ", &staff.clerk));
    assert_eq!(clerk.get("/cua-toi/ai-da-xem").await.status, 403);
    let citizen = visitor.other_browser();
    citizen.set_session(&world.accounts.sign_in("Vi Thị Thử", &world.citizen(55)));
    let page = citizen.get("/cua-toi/ai-da-xem").await;
    assert!(page.status == 200 && page.has("Chưa có ai xem") && !page.has("⟦"), "{}", page.text());
    assert_eq!(citizen.get("/cua-toi/ai-da-xem?sau=khong-phai").await.status, 422, "no cursor of ours");
}

#[tokio::test]
async fn whoever_opens_her_dossier_with_the_key_stands_in_the_record() {
    let world = World::new().await;
    let mine = world.citizen(50);
    let site = world.site();
    site.set_session(&world.accounts.sign_in("Lữ Thị Mẫu", &mine));
    let (draft, own) = super::citizen::file(&site).await;
    let text = site.get(&format!("/nop/{draft}/da-nop")).await.text();
    let key = text.split("<b class=\"code\">").nth(2).unwrap().split('<').next().unwrap().to_owned();
    let stranger = site.other_browser();
    let opened = stranger.post_from("/nop/mo-lai", "/nop/mo-lai", &[("ma", &key)]).await;
    assert_eq!(opened.status, 303, "{}", opened.text());
    assert_eq!(stranger.get(&format!("/ho-so-cua-toi/{own}")).await.status, 200);
    let rows = all(&world, &mine, 50).await;
    assert!(rows.iter().any(|row| row.by == Looker::KeyHolder), "{rows:?}");
    assert!(site.get("/cua-toi/ai-da-xem").await.has("Người có mã giữ bản khai"));
    let _: Id = rows[0].id;
}

#[test]
fn the_statement_of_the_record_goes_by_the_person() {
    let sql = policy::accesses_sql(3);
    assert!(sql.contains("subject = ?1") && sql.contains("dossier IN (?6, ?7, ?8)"), "{sql}");
}
