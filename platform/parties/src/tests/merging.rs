//! Merged and apart again.
use super::{MIGRATIONS, citizen, clerk, day, look, now, person, strange, write};
use crate::model::{Identifier, IdentifierKind, NewParty, Paper, PartyKind};
use crate::ops::{find_or_create, merge, unmerge};
use crate::{PartyError, find_by_identifier, merges_of, resolve, search_masked};
use base::Refusal;
use contracts::PartyId;
use db::{Db, Tx};
use policy::{OpContext, audit_trail};

fn two(tx: &mut Tx<'_>) -> Result<(PartyId, PartyId), PartyError> {
    let cx = clerk();
    let nine = Paper::of(Identifier::parse(IdentifierKind::FormerIdentity, "182345678")?);
    let first = find_or_create(tx, &cx, &person("Nguyễn Thị An", &[citizen("040190000123")]))?.party;
    let second = find_or_create(tx, &cx, &person("Nguyễn Thị An", &[nine]))?.party;
    Ok((first, second))
}

db::contract! {
    migrations: [MIGRATIONS[0], MIGRATIONS[1]];

    async fn a_merged_party_is_found_as_the_survivor_with_both_numbers(db: Db) {
        let (first, found, by_old, listed) = write(&db, |tx| {
            let (first, second) = two(tx)?;
            merge(tx, &clerk(), first, second, "cùng một người")?;
            let nine = Identifier::parse(IdentifierKind::FormerIdentity, "182345678")?;
            Ok((
                first,
                look(tx, second)?,
                find_by_identifier(tx, &nine, day("2026-11-20"))?,
                search_masked(tx, "nguyen thi an", 10)?.len(),
            ))
        }).await.unwrap();
        assert_eq!((found.id, found.papers.len(), by_old, listed), (first, 2, Some(first), 1));
    }

    async fn a_merge_undone_leaves_both_as_they_were_and_both_steps_recorded(db: Db) {
        let (apart, merges, events) = write(&db, |tx| {
            let (first, second) = two(tx)?;
            merge(tx, &clerk(), first, second, "cùng một người")?;
            unmerge(tx, &clerk(), second, "hai người trùng tên")?;
            let mut events: Vec<String> =
                audit_trail(tx, second.id())?.into_iter().map(|row| row.event).collect();
            // One instant in this test: the trail's order within it means nothing.
            events.sort();
            let one = look(tx, first)?.papers.len() == 1 && look(tx, second)?.papers.len() == 1;
            Ok((one && resolve(tx, second)? == Some(second), merges_of(tx, second)?, events))
        }).await.unwrap();
        assert!(apart);
        assert!(merges.len() == 1 && merges[0].undone_at.is_some());
        assert_eq!(events, ["parties.created", "parties.merged", "parties.unmerged"]);
    }

    async fn a_chain_of_merges_leads_to_the_last_survivor(db: Db) {
        let (found, third) = write(&db, |tx| {
            let (first, second) = two(tx)?;
            let third = find_or_create(tx, &clerk(), &person("Nguyễn Thị An", &[citizen("040190000456")]))?.party;
            merge(tx, &clerk(), first, second, "trùng")?;
            merge(tx, &clerk(), third, first, "trùng")?;
            Ok((look(tx, second)?, third))
        }).await.unwrap();
        assert_eq!((found.id, found.papers.len()), (third, 3));
    }

    async fn a_merge_that_makes_no_sense_is_refused(db: Db) {
        let codes = write(&db, |tx| {
            let cx = clerk();
            let (first, second) = two(tx)?;
            let firm = find_or_create(tx, &cx, &NewParty::named(PartyKind::Organisation, "Hợp tác xã"))?.party;
            let mut codes = vec![
                merge(tx, &OpContext::anonymous(now()), first, second, "trùng").unwrap_err().code(),
                merge(tx, &cx, first, first, "trùng").unwrap_err().code(),
                merge(tx, &cx, first, firm, "trùng").unwrap_err().code(),
                merge(tx, &cx, first, strange(), "trùng").unwrap_err().code(),
                merge(tx, &cx, first, second, "").unwrap_err().code(),
                unmerge(tx, &cx, second, "nhầm").unwrap_err().code(),
            ];
            merge(tx, &cx, first, second, "trùng")?;
            // Neither twice nor round in a circle.
            codes.push(merge(tx, &cx, first, second, "trùng").unwrap_err().code());
            codes.push(merge(tx, &cx, second, first, "trùng").unwrap_err().code());
            Ok(codes)
        }).await.unwrap();
        assert_eq!(codes, [
            "policy.unauthenticated", "parties.merge_to_self", "parties.kinds_differ", "parties.party_unknown",
            "parties.reason_missing", "parties.not_merged", "parties.party_unknown", "parties.party_unknown",
        ]);
    }
}
