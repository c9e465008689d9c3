//! What a printed agency name means on a day: by its words, through mergers and renames, through former districts.
use crate::model::{Agency, Answer, Unit};
use crate::store::agencies::{AGENCY, agencies_in, agency, agency_at, agency_successors, child_agencies};
use crate::store::directory::{OrgDirectory, agency_fact};
use crate::store::lookup::{UNIT, answers_for, unit, unit_at};
use base::Date;
use contracts::{AgencyCandidate, AgencyFact, AgencyId, AgencyNames, UnitId};
use db::{DbError, Tx, params};
use std::collections::BTreeSet;

const SAME: &str = "same_name";
const SUCCESSOR: &str = "successor";
const DISTRICT: &str = "district";

/// Kinds whose agencies are "các sở, ban, ngành" of a province.
const DEPARTMENTS: &[&str] = &["department", "office", "inspectorate"];

const COMMITTEE: &str = "commune_committee";

/// Abbreviations that administrative texts use without explaining them (folded).
const WORDS: &[(&str, &str)] = &[
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("vp", "van phong"),
    ("tp", "thanh pho"),
    ("tx", "thi xa"),
    ("ttpvhcc", "trung tam phuc vu hanh chinh cong"),
];

/// What became of the departments of every province on 2025-03-01 (NĐ 45/2025/NĐ-CP, Điều 7, 8): folded words without
/// "và", the default first.  Asked only where the province's own data names no such department: a province made on
/// 2025-07-01 begins with the departments of that day.
const BY_DECREE: &[(&str, &[&str])] = &[
    ("so thong tin truyen thong", &["so khoa hoc cong nghe", "so van hoa the thao du lich"]),
    ("so ke hoach dau tu", &["so tai chinh"]),
    ("so giao thong van tai", &["so xay dung"]),
    ("so tai nguyen moi truong", &["so nong nghiep moi truong"]),
    ("so nong nghiep phat trien nong thon", &["so nong nghiep moi truong"]),
    (
        "so lao dong thuong binh xa hoi",
        &["so noi vu", "so y te", "so giao duc dao tao", "so nong nghiep moi truong"],
    ),
    ("ban dan toc", &["so dan toc ton giao"]),
];
const DECREE_FROM: Date = Date::constant(2025, 3, 1);

/// Words before the name of a unit: the level they speak of.
const KINDS: &[(&str, UnitKind)] = &[
    ("huyen", UnitKind::District),
    ("thi xa", UnitKind::District),
    ("thanh pho", UnitKind::District),
    ("quan", UnitKind::District),
    ("xa", UnitKind::Commune),
    ("phuong", UnitKind::Commune),
    ("thi tran", UnitKind::Commune),
    ("dac khu", UnitKind::Commune),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum UnitKind {
    District,
    Commune,
    /// A bare name: "Con Cuông".
    Unsaid,
}

impl AgencyNames for OrgDirectory {
    fn candidates(&self, tx: &mut Tx<'_>, printed: &str, on: Date) -> Result<Vec<AgencyCandidate>, DbError> {
        let Some(home) = home(tx)? else { return Ok(Vec::new()) };
        let bodies = bodies(tx, &home)?;
        meant(tx, &home, &bodies, printed, on)
    }

    fn candidates_many(
        &self,
        tx: &mut Tx<'_>,
        printed: &[String],
        on: Date,
    ) -> Result<Vec<Vec<AgencyCandidate>>, DbError> {
        let Some(home) = home(tx)? else { return Ok(vec![Vec::new(); printed.len()]) };
        let bodies = bodies(tx, &home)?;
        printed.iter().map(|one| meant(tx, &home, &bodies, one, on)).collect()
    }

    fn of_group(&self, tx: &mut Tx<'_>, group: &str, on: Date) -> Result<Vec<AgencyFact>, DbError> {
        match group {
            "communes" => Ok(tx
                .query(&committees_sql(), params![on, COMMITTEE], agency)?
                .into_iter()
                .map(agency_fact)
                .collect()),
            "departments" => {
                let Some(home) = home(tx)? else { return Ok(Vec::new()) };
                let below = child_agencies(tx, home.agency, on)?;
                let kept = below.into_iter().filter(|one| DEPARTMENTS.contains(&one.kind.as_str()));
                Ok(kept.map(agency_fact).collect())
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// The province served: its unit, its committee, its name folded.
struct Home {
    unit: UnitId,
    agency: AgencyId,
    name: String,
}

fn home(tx: &mut Tx<'_>) -> Result<Option<Home>, DbError> {
    let sql = "SELECT h.unit_id, h.agency_id, v.folded FROM org_home h
               JOIN org_unit_version v ON v.unit_id = h.unit_id WHERE h.slot = 1
               ORDER BY v.valid_from DESC LIMIT 1";
    tx.query_opt(sql, &[], |row| Ok(Home { unit: row.get(0)?, agency: row.get(1)?, name: row.get(2)? }))
}

/// The words of a name without marks, signs and abbreviations; "và" and "&" are left out.
fn words(name: &str) -> Vec<String> {
    let folded = text::fold(name).replace('&', " va ").replace('’', "'");
    let mut out = Vec::new();
    // The sign in "Ia H'Drai" belongs to the name.
    let parts = folded.split(|c: char| !c.is_alphanumeric() && c != '\'');
    for word in parts.filter(|word| !word.is_empty() && *word != "va") {
        match WORDS.iter().find(|(short, _)| *short == word) {
            Some((_, long)) => out.extend(long.split(' ').map(str::to_owned)),
            None => out.push(word.to_owned()),
        }
    }
    out
}

/// Without the province at the end: "tỉnh Nghệ An", "Nghệ An", "tỉnh".
fn without_province<'a>(words: &'a [String], province: &[String]) -> &'a [String] {
    let mut rest = words;
    if rest.len() > province.len() && rest.ends_with(province) {
        rest = rest.get(..rest.len() - province.len()).unwrap_or(rest);
    }
    match rest {
        [before @ .., last] if last == "tinh" && !before.is_empty() => before,
        _ => rest,
    }
}

/// "Sở TT&TT", "Sở LĐ-TB&XH": the head's word, then the first letters of all others.
fn is_initials(wanted: &[String], name: &[String]) -> bool {
    let (Some((head, letters)), Some((name_head, rest))) = (wanted.split_first(), name.split_first()) else {
        return false;
    };
    let letters: String = letters.concat();
    let initials: String = rest.iter().filter_map(|word| word.chars().next()).collect();
    head == name_head && rest.len() > 1 && letters == initials
}

/// The committees of all communes of the day.  The level is hidden from the planner as in `Directory::communes`.
pub(crate) fn committees_sql() -> String {
    format!(
        "SELECT {AGENCY} FROM org_home o
         JOIN org_closure k ON k.ancestor_id = o.unit_id AND k.valid_from <= ?1 AND ?1 < k.valid_to
         JOIN org_unit_v u ON u.unit_id = k.descendant_id AND u.valid_from <= ?1 AND ?1 < u.valid_to
         JOIN org_agency_v v ON v.unit_id = u.unit_id AND v.kind = ?2 AND v.valid_from <= ?1 AND ?1 < v.valid_to
         WHERE o.slot = 1 AND u.level || '' = 'commune' ORDER BY u.sort_key, u.code, v.sort_key, v.agency_id"
    )
}

/// A version of an agency of the province with the words that it is called by.
struct Body {
    agency: Agency,
    name: Vec<String>,
    short: Option<Vec<String>>,
}

/// What one printed name may mean.
fn meant(
    tx: &mut Tx<'_>,
    home: &Home,
    bodies: &[Body],
    printed: &str,
    on: Date,
) -> Result<Vec<AgencyCandidate>, DbError> {
    let wanted = words(printed);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = of_province(tx, home, bodies, &wanted, on)?;
    if found.is_empty() {
        found = by_decree(tx, home, bodies, &wanted, on)?;
    }
    if found.is_empty() { of_units(tx, home, &wanted, on) } else { Ok(found) }
}

/// Agencies of the province itself, of any time, read and folded once for all names of a call.
fn bodies(tx: &mut Tx<'_>, home: &Home) -> Result<Vec<Body>, DbError> {
    let sql = format!(
        "SELECT {AGENCY} FROM org_agency_v v WHERE v.parent_id = ?1 ORDER BY v.valid_from DESC, v.agency_id LIMIT 5000"
    );
    let mut versions = tx.query(&sql, params![home.agency], agency)?;
    let own =
        format!("SELECT {AGENCY} FROM org_agency_v v WHERE v.agency_id = ?1 ORDER BY v.valid_from DESC");
    versions.extend(tx.query(&own, params![home.agency], agency)?);
    // Bodies of the province outside of the committee's tree (the police) stand in the province's unit.
    let others = format!(
        "SELECT {AGENCY} FROM org_agency_v v WHERE v.unit_id = ?1 AND v.parent_id IS NULL ORDER BY v.valid_from DESC"
    );
    versions.extend(tx.query(&others, params![home.unit], agency)?);
    let province: Vec<String> = words(&home.name);
    let called = |name: &str| without_province(&words(name), &province).to_vec();
    let own = versions.into_iter().filter(|one| one.kind != COMMITTEE);
    Ok(own
        .map(|one| Body {
            name: called(&one.name),
            short: (!one.short_name.is_empty()).then(|| called(&one.short_name)),
            agency: one,
        })
        .collect())
}

/// Agencies of the province itself that bear a name, followed to the day.
fn of_province(
    tx: &mut Tx<'_>,
    home: &Home,
    bodies: &[Body],
    wanted: &[String],
    on: Date,
) -> Result<Vec<AgencyCandidate>, DbError> {
    let province: Vec<String> = words(&home.name);
    let wanted = without_province(wanted, &province);
    let fits = |one: &Body| {
        one.name == wanted
            || is_initials(wanted, &one.name)
            || one.short.as_ref().is_some_and(|short| short == wanted)
    };
    let matching: Vec<Agency> = bodies.iter().filter(|one| fits(one)).map(|one| one.agency.clone()).collect();
    let mut found: Vec<AgencyCandidate> = Vec::new();
    // What bears the name today stands alone: another agency that once bore it has become it.
    for one in matching.iter().filter(|one| one.period.contains(on)) {
        push(&mut found, one.clone(), SAME);
    }
    if !found.is_empty() {
        return Ok(found);
    }
    for one in matching {
        for heir in heirs(tx, one.id, on)? {
            push(&mut found, heir, SUCCESSOR);
        }
    }
    Ok(found)
}

/// A former department of any province, by the decree that ended it.
fn by_decree(
    tx: &mut Tx<'_>,
    home: &Home,
    bodies: &[Body],
    wanted: &[String],
    on: Date,
) -> Result<Vec<AgencyCandidate>, DbError> {
    let wanted = without_province(wanted, &words(&home.name)).to_vec();
    let row = BY_DECREE.iter().find(|(former, _)| {
        let name = words(former);
        name == wanted || is_initials(&wanted, &name)
    });
    let mut found: Vec<AgencyCandidate> = Vec::new();
    if let Some((_, heirs)) = row.filter(|_| on >= DECREE_FROM) {
        for heir in *heirs {
            for one in of_province(tx, home, bodies, &words(heir), on)? {
                if found.iter().all(|known| known.agency.id != one.agency.id) {
                    found.push(AgencyCandidate { reason: SUCCESSOR, ..one });
                }
            }
        }
    }
    Ok(found)
}

fn push(found: &mut Vec<AgencyCandidate>, one: Agency, reason: &'static str) {
    if found.iter().all(|known| known.agency.id != one.id) {
        found.push(AgencyCandidate { agency: agency_fact(one), reason });
    }
}

/// What an agency has become on a day, the default successor first; itself where it still exists.
fn heirs(tx: &mut Tx<'_>, id: AgencyId, on: Date) -> Result<Vec<Agency>, DbError> {
    let mut open = vec![id];
    let mut seen: BTreeSet<AgencyId> = BTreeSet::new();
    let mut found = Vec::new();
    while let Some(at) = open.pop() {
        if !seen.insert(at) || seen.len() > 64 {
            continue;
        }
        if let Some(here) = agency_at(tx, at, on)? {
            found.push(here);
            continue;
        }
        let direct = agency_successors(tx, at, on)?;
        if direct.is_empty() {
            // The successor may itself be gone by that day: its id alone is known.
            let sql = "SELECT to_agency FROM agency_succession WHERE from_agency = ?1 AND effective_on <= ?2
                       ORDER BY share DESC, to_agency DESC";
            open.extend(tx.query(sql, params![at, on], |row| row.get::<AgencyId>(0))?);
        }
        found.extend(direct.into_iter().map(|(heir, _)| heir));
    }
    Ok(found)
}

/// Committees of communes: of a commune by its own name, of everything that came out of a former district.
fn of_units(
    tx: &mut Tx<'_>,
    home: &Home,
    wanted: &[String],
    on: Date,
) -> Result<Vec<AgencyCandidate>, DbError> {
    let committee = ["uy", "ban", "nhan", "dan"];
    let (named, rest) = match wanted.strip_prefix(committee.map(str::to_owned).as_slice()) {
        Some(rest) => (true, rest),
        None => (false, wanted),
    };
    let (kind, name) = kind_and_name(rest);
    // "Sở Nội vụ" is no place; a bare place has at most five words.
    if name.is_empty() || (!named && kind == UnitKind::Unsaid && name.len() > 5) {
        return Ok(Vec::new());
    }
    let province = words(&home.name);
    let name = without_province(name, &province).join(" ");
    let mut found = Vec::new();
    if kind != UnitKind::Commune {
        let mut districts = units_named(tx, "district", &name)?;
        if districts.is_empty() && name.contains('\'') {
            districts = districts_spelt(tx, &name)?;
        }
        for district in districts {
            from_district(tx, home, &district, on, &mut found)?;
        }
        found.sort_by_cached_key(|one: &AgencyCandidate| text::collation_key(&one.agency.name));
    }
    if found.is_empty() && kind != UnitKind::District {
        for commune in units_named(tx, "commune", &name)? {
            from_commune(tx, home, &commune, on, &mut found)?;
        }
    }
    Ok(found)
}

fn kind_and_name(words: &[String]) -> (UnitKind, &[String]) {
    for (phrase, kind) in KINDS {
        let parts: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
        if let Some(rest) = words.strip_prefix(parts.as_slice()).filter(|rest| !rest.is_empty()) {
            return (*kind, rest);
        }
    }
    (UnitKind::Unsaid, words)
}

/// Units of any time with that folded name.
fn units_named(tx: &mut Tx<'_>, level: &str, name: &str) -> Result<Vec<Unit>, DbError> {
    let sql = format!(
        "SELECT {UNIT} FROM org_unit_v v WHERE v.level = ?1 AND v.folded = ?2
         ORDER BY v.valid_from DESC, v.code LIMIT 100"
    );
    tx.query(&sql, params![level, name], unit)
}

/// "Ia H'Drai" is printed with and without a blank behind the sign: compared letter by letter.
fn districts_spelt(tx: &mut Tx<'_>, name: &str) -> Result<Vec<Unit>, DbError> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let sql = format!("SELECT {UNIT} FROM org_unit_v v WHERE v.level = ?1 ORDER BY v.code LIMIT 2000");
    let mut all = tx.query(&sql, params!["district"], unit)?;
    all.retain(|one| letters(&text::fold(&one.name)) == letters(name));
    Ok(all)
}

/// Whether a unit lies in the province served, now or through what its own province became.
fn in_home(tx: &mut Tx<'_>, home: &Home, id: UnitId, on: Date) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM org_closure WHERE descendant_id = ?1 AND ancestor_id = ?2
               AND valid_from <= ?3 AND ?3 < valid_to";
    Ok(tx.query_opt(sql, params![id, home.unit, on], |row| row.get::<i64>(0))?.is_some())
}

fn committees(
    tx: &mut Tx<'_>,
    home: &Home,
    commune: &Unit,
    on: Date,
    reason: &'static str,
    found: &mut Vec<AgencyCandidate>,
) -> Result<(), DbError> {
    if in_home(tx, home, commune.id, on)? {
        for one in agencies_in(tx, commune.id, Some(COMMITTEE), on)? {
            push(found, one, reason);
        }
    }
    Ok(())
}

/// Every commune of the day that took in a commune of the former district.
fn from_district(
    tx: &mut Tx<'_>,
    home: &Home,
    district: &Unit,
    on: Date,
    found: &mut Vec<AgencyCandidate>,
) -> Result<(), DbError> {
    let sql = format!(
        "SELECT {UNIT} FROM org_unit_v v WHERE v.parent_id = ?1 ORDER BY v.sort_key, v.code LIMIT 1000"
    );
    for former in tx.query(&sql, params![district.id], unit)? {
        for heir in answers(answers_for(tx, former.id, on)?) {
            committees(tx, home, &heir, on, DISTRICT, found)?;
        }
    }
    Ok(())
}

fn from_commune(
    tx: &mut Tx<'_>,
    home: &Home,
    commune: &Unit,
    on: Date,
    found: &mut Vec<AgencyCandidate>,
) -> Result<(), DbError> {
    if let Some(today) = unit_at(tx, commune.id, on)? {
        let reason = if today.name == commune.name { SAME } else { SUCCESSOR };
        return committees(tx, home, &today, on, reason, found);
    }
    for heir in answers(answers_for(tx, commune.id, on)?) {
        committees(tx, home, &heir, on, SUCCESSOR, found)?;
    }
    Ok(())
}

fn answers(answer: Answer) -> Vec<Unit> {
    match answer {
        Answer::One(unit) => vec![unit],
        Answer::Several { default, others } => std::iter::once(default).chain(others).collect(),
        Answer::None => Vec::new(),
    }
}
