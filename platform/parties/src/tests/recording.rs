//! Found by number, completed, never overwritten, never shown without a recorded look.
use super::{MIGRATIONS, citizen, clerk, day, look, now, person, strange, write};
use crate::model::{
    Address, AddressKind, Contact, ContactKind, Identifier, IdentifierKind, NewParty, Paper, PartyKind,
};
use crate::ops::{Correction, add_paper, correct, end_paper, find_or_create, put_address};
use crate::{PartyError, find_by_identifier, masked, names, party, search_masked};
use base::{PartialDate, Refusal, RefusalKind, Sex};
use db::Db;
use policy::{Access, OpContext, record_access, record_list_access};

const NUMBER: &str = "040190000123";

db::contract! {
    migrations: [MIGRATIONS[0], MIGRATIONS[1]];

    async fn the_same_number_finds_the_same_person_however_it_is_typed(db: Db) {
        let (first, second, third) = write(&db, |tx| {
            let cx = clerk();
            let grouped = citizen("040 190 000 123");
            Ok((
                find_or_create(tx, &cx, &person("Nguyễn Thị Hoà", &[citizen(NUMBER)]))?,
                find_or_create(tx, &cx, &person("NGUYỄN THỊ HÒA", &[grouped]))?,
                find_or_create(tx, &cx, &person("Trần Văn Bình", &[citizen(NUMBER)]))?,
            ))
        }).await.unwrap();
        assert!(first.created && !second.created && !third.created);
        assert!(first.party == second.party && second.party == third.party);
        assert!(!second.name_differs && third.name_differs);
    }

    async fn a_known_person_is_completed_and_her_name_stays(db: Db) {
        let found = write(&db, |tx| {
            let cx = clerk();
            let mut given = person("Nguyễn Thị An", &[citizen(NUMBER)]);
            given.birth = Some(PartialDate::parse("1990").unwrap());
            given.sex = Some(Sex::Female);
            let first = find_or_create(tx, &cx, &given)?;
            let nine = Paper::of(Identifier::parse(IdentifierKind::FormerIdentity, "182345678")?);
            let mut again = person("Nguyễn An", &[citizen(NUMBER), nine.clone()]);
            again.contacts = vec![Contact { kind: ContactKind::Phone, value: "+84 912 345 678".to_owned() }];
            let unit = contracts::UnitId::new(now());
            again.addresses = vec![Address { kind: AddressKind::Permanent, unit, line: "  Bản   Nà, ".to_owned() }];
            find_or_create(tx, &cx, &again)?;
            // The former number alone leads to the same person.
            let third = find_or_create(tx, &cx, &person("Nguyễn Thị An", &[nine]))?;
            assert_eq!(third.party, first.party);
            look(tx, first.party)
        }).await.unwrap();
        assert_eq!((found.name.as_str(), found.papers.len()), ("Nguyễn Thị An", 2));
        assert_eq!(found.contacts.iter().map(|c| c.value.as_str()).collect::<Vec<_>>(), ["0912345678"]);
        assert_eq!(found.addresses.first().map(|a| a.line.as_str()), Some("Bản Nà,"));
        assert_eq!((found.birth.map(PartialDate::to_iso).as_deref(), found.sex), (Some("1990"), Some(Sex::Female)));
    }

    async fn a_number_of_somebody_else_is_refused(db: Db) {
        let code = write(&db, |tx| {
            let cx = clerk();
            find_or_create(tx, &cx, &person("Nguyễn Thị An", &[citizen(NUMBER)]))?;
            let other = find_or_create(tx, &cx, &person("Trần Văn Bình", &[citizen("040190000456")]))?;
            Ok(add_paper(tx, &cx, other.party, &citizen(NUMBER)).unwrap_err().code())
        }).await.unwrap();
        assert_eq!(code, "parties.identifier_taken");
        let mixed = write(&db, |tx| {
            find_or_create(tx, &clerk(), &person("Lê Văn Cường", &[citizen("040190000456"), citizen(NUMBER)]))
        }).await;
        assert!(matches!(mixed, Err(PartyError::IdentifierTaken)));
        let organisation = write(&db, |tx| {
            let given = NewParty { papers: vec![citizen(NUMBER)], ..NewParty::named(PartyKind::Organisation, "Hợp tác xã Nà Ngoi") };
            find_or_create(tx, &clerk(), &given)
        }).await;
        assert!(matches!(organisation, Err(PartyError::IdentifierTaken)));
    }

    async fn a_number_given_up_may_name_another_later_and_each_day_has_its_owner(db: Db) {
        let (before, after, second) = write(&db, |tx| {
            let cx = clerk();
            let passport = Identifier::parse(IdentifierKind::Passport, "c 1234567")?;
            let since = |from: &str| Paper { valid_from: Some(day(from)), ..Paper::of(passport.clone()) };
            let first = find_or_create(tx, &cx, &person("Nguyễn Thị An", &[citizen(NUMBER)]))?;
            add_paper(tx, &cx, first.party, &since("2020-01-01"))?;
            end_paper(tx, &cx, first.party, &passport, day("2025-01-01"))?;
            let second = find_or_create(tx, &cx, &person("Trần Văn Bình", &[citizen("040190000456")]))?;
            add_paper(tx, &cx, second.party, &since("2025-01-01"))?;
            let owner = |found: Option<contracts::PartyId>| found == Some(first.party);
            Ok((
                owner(find_by_identifier(tx, &passport, day("2024-12-31"))?),
                owner(find_by_identifier(tx, &passport, day("2025-01-01"))?),
                find_by_identifier(tx, &passport, day("2026-01-01"))? == Some(second.party),
            ))
        }).await.unwrap();
        assert!(before && !after && second);
    }

    async fn nobody_is_shown_unmasked_without_a_look_recorded_for_that_person(db: Db) {
        let (denied, list, rows) = write(&db, |tx| {
            let cx = clerk();
            let an = find_or_create(tx, &cx, &person("Nguyễn Thị An", &[citizen(NUMBER)]))?.party;
            let binh = find_or_create(tx, &cx, &person("Trần Văn Bình", &[]))?.party;
            let access = Access { subject: an, purpose: "hồ sơ", dossier: None, fields: "name" };
            let grant = record_access(tx, &cx, None, &access)?;
            let denied = party(tx, binh, &grant).unwrap_err();
            let for_list = record_list_access(tx, &cx, None, "name", "đang xử lý")?;
            let list = names(tx, &[binh, an], &for_list)?;
            let rows = tx.query_one("SELECT count(*) FROM access_entry", &[], |row| row.get::<i64>(0))?;
            assert!(names(tx, &[binh], &grant).is_err());
            Ok((denied, list.into_iter().map(|row| row.1).collect::<Vec<_>>(), rows))
        }).await.unwrap();
        assert_eq!((denied.code(), denied.kind()), ("parties.access_unrecorded", RefusalKind::Forbidden));
        assert_eq!(list, ["Trần Văn Bình", "Nguyễn Thị An"]);
        assert_eq!(rows, 2);
    }

    async fn a_list_shows_initials_and_the_last_four_digits(db: Db) {
        let (people, firms, unknown) = write(&db, |tx| {
            let cx = clerk();
            find_or_create(tx, &cx, &person("Nguyễn Thị An", &[citizen(NUMBER)]))?;
            let firm = NewParty::named(PartyKind::Organisation, "Công ty Nguyễn Thị");
            find_or_create(tx, &cx, &firm)?;
            Ok((search_masked(tx, "nguyen thi", 10)?, search_masked(tx, "CONG TY", 10)?, masked(tx, &[strange()])?))
        }).await.unwrap();
        let first = people.first().unwrap();
        assert_eq!((first.name.as_str(), first.identifiers.as_slice()), ("Nguyễn T. A.", ["••••••••0123".to_owned()].as_slice()));
        assert_eq!(firms.first().map(|row| row.name.as_str()), Some("Công ty Nguyễn Thị"));
        assert!(unknown.is_empty());
    }

    async fn a_correction_needs_the_right_the_version_and_a_reason_and_keeps_the_former_name(db: Db) {
        let (codes, found) = write(&db, |tx| {
            let cx = clerk();
            let id = find_or_create(tx, &cx, &person("Nguyễn Thị An", &[]))?.party;
            let to = Correction {
                party: id, version: 1, name: "Nguyễn Thị Ân".to_owned(), birth: None, sex: Some(Sex::Female),
                reason: "12/QĐ-UBND".to_owned(),
            };
            let anonymous = OpContext::anonymous(now());
            let mut codes = vec![correct(tx, &anonymous, &to).unwrap_err().code()];
            codes.push(correct(tx, &cx, &Correction { reason: " ".to_owned(), ..to.clone() }).unwrap_err().code());
            correct(tx, &cx, &to)?;
            codes.push(correct(tx, &cx, &to).unwrap_err().code());
            Ok((codes, look(tx, id)?))
        }).await.unwrap();
        assert_eq!(codes, ["policy.unauthenticated", "parties.reason_missing", "parties.stale"]);
        assert_eq!((found.name.as_str(), found.former_names.as_slice()), ("Nguyễn Thị Ân", ["Nguyễn Thị An".to_owned()].as_slice()));
        assert_eq!(found.version, 2);
    }

    async fn a_new_address_takes_the_place_of_the_one_of_its_kind(db: Db) {
        let found = write(&db, |tx| {
            let cx = clerk();
            let id = find_or_create(tx, &cx, &person("Nguyễn Thị An", &[]))?.party;
            let unit = contracts::UnitId::new(now());
            for (kind, line) in [(AddressKind::Current, "Khối 1"), (AddressKind::Current, "Khối 2"), (AddressKind::Permanent, "Bản Nà")] {
                put_address(tx, &cx, id, &Address { kind, unit, line: line.to_owned() })?;
            }
            look(tx, id)
        }).await.unwrap();
        let mut lines: Vec<_> = found.addresses.iter().map(|address| address.line.as_str()).collect();
        lines.sort_unstable();
        assert_eq!(lines, ["Bản Nà", "Khối 2"]);
    }

    async fn what_cannot_be_is_refused_with_a_reason(db: Db) {
        let future = || Some(PartialDate::parse("2027").unwrap());
        let contact = |kind, value: &str| vec![Contact { kind, value: value.to_owned() }];
        let base = person("Nguyễn Thị An", &[]);
        let cases = [
            NewParty { name: " ".to_owned(), ..base.clone() },
            NewParty { name: "An 2".to_owned(), ..base.clone() },
            NewParty { birth: future(), ..base.clone() },
            NewParty { contacts: contact(ContactKind::Phone, "12"), ..base.clone() },
            NewParty { contacts: contact(ContactKind::Email, "an@"), ..base },
        ];
        let mut codes = Vec::new();
        for given in cases {
            codes.push(write(&db, move |tx| find_or_create(tx, &clerk(), &given)).await.unwrap_err().code());
        }
        assert_eq!(codes, [
            "text.name_empty", "text.not_in_name", "parties.birth_in_future", "base.phone_prefix", "parties.email_malformed",
        ]);
    }

    async fn two_clerks_who_record_one_person_at_once_make_one_party(db: Db) {
        let clerks = (0..8).map(|_| {
            let db = db.clone();
            std::thread::spawn(move || {
                db.write_blocking::<_, PartyError, _>(|tx| {
                    find_or_create(tx, &clerk(), &person("Nguyễn Thị An", &[citizen(NUMBER)]))
                })
            })
        });
        let clerks: Vec<_> = clerks.collect();
        let parties: Vec<_> = clerks.into_iter().map(|clerk| clerk.join().unwrap().unwrap()).collect();
        assert_eq!(parties.iter().filter(|found| found.created).count(), 1);
        assert!(parties.iter().all(|found| found.party == parties[0].party));
        let rows = write(&db, |tx| Ok(tx.query_one("SELECT count(*) FROM party", &[], |row| row.get::<i64>(0))?)).await;
        assert_eq!(rows.unwrap(), 1);
    }
}

#[test]
fn nothing_of_a_person_is_in_a_debug_line() {
    let mut given = person("Nguyễn Thị An", &[citizen(NUMBER)]);
    given.contacts = vec![Contact { kind: ContactKind::Phone, value: "0912345678".to_owned() }];
    let shown = format!("{given:?} {:?} {:?}", given.papers, given.contacts);
    for private in ["Nguyễn", NUMBER, "0912345678"] {
        assert!(!shown.contains(private), "{shown}");
    }
}

#[test]
fn a_persons_twelve_digit_tax_code_is_her_personal_number() {
    let tax = Identifier::parse(IdentifierKind::Tax, NUMBER).unwrap();
    assert_eq!(tax, Identifier::parse(IdentifierKind::Personal, NUMBER).unwrap());
    assert_eq!(tax.last_four(), "0123");
}
