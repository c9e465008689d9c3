//! packs/vietnam against the tables it was made from: counts, names, codes, and every link of the map.
use org::pack::{CountryPack, UnitRow};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

type Table = Vec<HashMap<String, String>>;

/// A table of the source; says so and answers none where the project's shared data is not there.
fn shared(name: &str) -> Option<Table> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/admin").join(name);
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("SKIPPED: no shared data ({})", file.display());
        return None;
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader
        .records()
        .map(|row| header.iter().cloned().zip(row.unwrap().iter().map(str::to_owned)).collect())
        .collect();
    Some(rows)
}

fn living<'p>(pack: &'p CountryPack, level: &str, on: &str) -> BTreeMap<&'p str, &'p UnitRow> {
    let on = on.parse().unwrap();
    let rows = pack.units.iter().filter(|row| row.level.word() == level && row.period.contains(on));
    rows.map(|row| (row.code.as_str(), row)).collect()
}

/// Every row of the source is there under its code and full name, and nothing else is.
fn same_units(pack: &CountryPack, table: &Table, level: &str, on: &str, count: usize) {
    let ours = living(pack, level, on);
    assert_eq!((ours.len(), table.len()), (count, count), "{level} on {on}");
    for row in table {
        let unit =
            ours.get(row["code"].as_str()).unwrap_or_else(|| panic!("{level} {} on {on}", row["code"]));
        assert_eq!(
            format!("{} {}", unit.kind, unit.name),
            row["full_name"],
            "{level} {} on {on}",
            row["code"]
        );
    }
}

#[test]
fn units_of_both_eras_agree_with_the_shared_tables() {
    let pack = CountryPack::embedded().unwrap();
    for (name, level, on, count) in [
        ("vn_provinces_old_63.csv", "province", "2025-06-30", 63),
        ("vn_districts_old.csv", "district", "2025-06-30", 696),
        ("vn_communes_old.csv", "commune", "2025-06-30", 10_035),
        // The shared list of today is the state of May 2026: Đồng Nai is a city, Quảng Ninh and Bắc Ninh not yet.
        ("vn_provinces_new_34.csv", "province", "2026-05-01", 34),
        ("vn_communes_new_3321.csv", "commune", "2026-05-01", 3_321),
    ] {
        let Some(table) = shared(name) else { return };
        same_units(&pack, &table, level, on, count);
    }
}

#[test]
fn units_lie_in_the_parents_that_the_shared_tables_give_them() {
    let pack = CountryPack::embedded().unwrap();
    let by_key: HashMap<&str, &UnitRow> = pack.units.iter().map(|row| (row.key.as_str(), row)).collect();
    for (name, on, column) in [
        ("vn_communes_old.csv", "2025-06-30", "district_code"),
        ("vn_communes_new_3321.csv", "2026-05-01", "province_code"),
    ] {
        let Some(table) = shared(name) else { return };
        let ours = living(&pack, "commune", on);
        for row in &table {
            let parent = ours[row["code"].as_str()].parent.as_deref().unwrap();
            assert_eq!(by_key[parent].code, row[column], "{}", row["code"]);
        }
    }
}

/// The map as (old code, new code) → is it the default.
fn map_of_the_source(rows: &Table) -> BTreeMap<(String, String), bool> {
    let known = rows.iter().filter(|row| !row["old_code"].is_empty());
    known.map(|row| ((row["old_code"].clone(), row["new_code"].clone()), row["is_default"] == "1")).collect()
}

/// Our links the same way; a commune that goes on answers for itself.
fn map_of_ours(pack: &CountryPack) -> BTreeMap<(String, String), bool> {
    let before = living(pack, "commune", "2025-06-30");
    let after = living(pack, "commune", "2025-07-01");
    let codes: HashMap<&str, &str> =
        before.values().chain(after.values()).map(|row| (row.key.as_str(), row.code.as_str())).collect();
    let links = pack.links.iter().filter(|link| link.from.starts_with('c'));
    let mut map: BTreeMap<_, _> = links
        .map(|link| {
            let pair = (codes[link.from.as_str()].to_owned(), codes[link.to.as_str()].to_owned());
            (pair, link.share.word() != "split")
        })
        .collect();
    for row in before.values().filter(|row| after.values().any(|later| later.key == row.key)) {
        map.insert((row.code.clone(), row.code.clone()), true);
    }
    map
}

/// (old code, new code) of the links that the pack refuses and lists.
fn refused() -> BTreeSet<(String, String)> {
    let text = include_str!("../../../packs/vietnam/exceptions.tsv");
    let code = |key: &str| key.trim_start_matches('c').trim_end_matches("-2025").to_owned();
    text.lines()
        .filter(|line| line.starts_with("refused_link"))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            (code(cells[1]), code(cells[2]))
        })
        .collect()
}

#[test]
fn the_map_agrees_with_the_source_but_for_the_listed_collisions_of_names() {
    let Some(rows) = shared("vn_commune_map_old_to_new.csv") else { return };
    let pack = CountryPack::embedded().unwrap();
    let (theirs, ours, refused) = (map_of_the_source(&rows), map_of_ours(&pack), refused());
    assert_eq!((theirs.len(), refused.len()), (10_597, 28));
    let without: BTreeSet<_> = theirs.keys().filter(|pair| !refused.contains(*pair)).collect();
    assert!(ours.keys().eq(without.iter().copied()), "the links differ from the source");
    for (pair, default) in &ours {
        // 31379's default of the source is itself refused; its other link takes the place.
        assert!(*default == theirs[pair] || pair.0 == "31379", "{pair:?}");
    }
    for pair in [("25462", "27694"), ("27691", "25459")] {
        assert!(refused.contains(&(pair.0.to_owned(), pair.1.to_owned())), "{pair:?}");
    }
}

#[test]
fn every_refused_link_crosses_a_former_provincial_border_and_has_a_namesake_there() {
    let (Some(old), Some(rows), Some(origin)) = (
        shared("vn_communes_old.csv"),
        shared("vn_commune_map_old_to_new.csv"),
        shared("vn_new_commune_to_old_district_province.csv"),
    ) else {
        return;
    };
    let old: HashMap<&str, &HashMap<String, String>> =
        old.iter().map(|row| (row["code"].as_str(), row)).collect();
    let origin: HashMap<&str, &str> =
        origin.iter().map(|row| (row["code"].as_str(), row["old_province"].as_str())).collect();
    let crossing: BTreeSet<(String, String)> = map_of_the_source(&rows)
        .into_keys()
        .filter(|(from, to)| old[from.as_str()]["province_code"] != origin[to.as_str()])
        .collect();
    assert_eq!(crossing, refused());
    for (from, to) in &crossing {
        let name = text::fold(&old[from.as_str()]["full_name"]);
        let namesake =
            rows.iter().filter(|row| row["new_code"] == *to && row["old_code"] != *from).any(|row| {
                let other = old.get(row["old_code"].as_str());
                other.is_some_and(|other| {
                    other["province_code"] == origin[to.as_str()] && text::fold(&other["full_name"]) == name
                })
            });
        assert!(namesake, "{from} to {to}");
    }
}

#[test]
fn the_source_marks_471_communes_as_split() {
    let Some(rows) = shared("vn_commune_map_old_to_new.csv") else { return };
    let split: BTreeSet<&str> =
        rows.iter().filter(|row| row["is_split"] == "1").map(|row| row["old_code"].as_str()).collect();
    let mut ours: HashMap<&str, usize> = HashMap::new();
    let pack = CountryPack::embedded().unwrap();
    for link in pack.links.iter().filter(|link| link.from.starts_with('c')) {
        *ours.entry(link.from.trim_start_matches('c')).or_default() += 1;
    }
    let several = split.iter().filter(|code| ours.get(*code).is_some_and(|count| *count > 1)).count();
    let refused: BTreeSet<String> = refused().into_iter().map(|pair| pair.0).collect();
    let one: Vec<&str> =
        split.iter().copied().filter(|code| ours.get(code).is_none_or(|count| *count == 1)).collect();
    assert_eq!((split.len(), several, one.len()), (471, 445, 26));
    assert!(one.iter().all(|code| refused.contains(*code)));
}
