//! What a printed name of a plan stands for before anybody asks the organisation: a group, a body that has no work list
//! here, or a name to look up.
use crate::grammar::Abbreviations;

/// Every commune's committee; every department and office of the province.
pub const COMMUNES: &str = "communes";
pub const DEPARTMENTS: &str = "departments";

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// [`COMMUNES`], [`DEPARTMENTS`] or both; `former`: the words name districts, which ended on 2025-07-01
    /// (Luật Tổ chức chính quyền địa phương số 72/2025/QH15).
    Groups { codes: Vec<&'static str>, former: bool },
    /// A person or a steering body: it directs and is no agency.
    Directs,
    /// To be looked up under these names, the most exact first; when nobody bears one, `outside` says that it is a
    /// body outside of the province's own agencies.
    Named { names: Vec<String>, outside: bool },
}

/// Phrases of "các sở, ban, ngành" (folded).
const OF_DEPARTMENTS: &[&str] = &[
    "so, ban, nganh",
    "so, ban nganh",
    "so ban nganh",
    "so, nganh",
    "cac so nganh",
    "cac nganh",
    "co quan chuyen mon",
    "cac co quan thuoc tinh",
    "co quan thuoc uy ban nhan dan tinh",
    "co quan, don vi thuoc tinh",
    "so, ban, don vi",
];

/// Phrases of "UBND các huyện, thành, thị", "UBND cấp xã" (folded, after "ubnd" or at the beginning).
const OF_COMMUNES: &[&str] = &["cap xa", "cac xa", "xa, phuong", "cap co so", "cac phuong", "cac dia phuong"];
const OF_DISTRICTS: &[&str] = &[
    "cap huyen",
    "cac huyen",
    "huyen, thanh",
    "huyen, thi",
    "huyen, xa",
    "huyen va thanh pho",
    "thi xa, thanh pho",
    "cac thanh pho",
    "cac thi xa",
    "cac quan",
];

/// Beginnings of bodies outside of the committee's agencies (folded).
const OUTSIDE: &[&str] = &[
    "bo ",
    "cac bo",
    "chinh phu",
    "thu tuong",
    "quoc hoi",
    "trung uong",
    "doanh nghiep",
    "cac doanh nghiep",
    "hiep hoi",
    "cac hiep hoi",
    "hoi ",
    "cac hoi",
    "lien hiep",
    "lien doan",
    "ngan hang",
    "cac ngan hang",
    "cuc ",
    "chi nhanh",
    "buu dien",
    "vien thong",
    "vnpt",
    "viettel",
    "mobifone",
    "fpt",
    "dang",
    "mat tran",
    "uy ban mat tran",
    "ubmttq",
    "ubmt",
    "tinh uy",
    "van phong tinh uy",
    "ban tuyen giao",
    "ban to chuc",
    "cac ban dang",
    "tinh doan",
    "doan thanh nien",
    "doan the",
    "cac doan the",
    "bao ",
    "co quan bao chi",
    "cac co quan bao chi",
    "co quan truyen thong",
    "cac co quan truyen thong",
    "dai ",
    "truong ",
    "cac truong",
    "vien ",
    "cac vien",
    "dien luc",
    "cong ty",
    "cac cong ty",
    "kho bac",
    "nha nuoc",
    "to chuc",
    "cac to chuc",
    "co quan tw",
    "co quan trung uong",
    "cac co quan trung uong",
    "cac don vi",
    "don vi",
    "cac co quan",
    "co quan lien quan",
    "hop tac xa",
    "nguoi dan",
    "ho gia dinh",
    "quy ",
    "bo chi huy",
    "bo doi",
    "toa an",
    "vien kiem sat",
    "bao hiem xa hoi",
    "bhxh",
    "cong thong tin",
    "benh vien",
    "cac benh vien",
    "cac co so",
    "co so ",
    "trung tam",
    "chi cuc",
    "ban quan ly",
    "bql",
    "cac to ",
];

const DIRECTS: &[&str] = &[
    "ban chi dao",
    "to cong tac",
    "chu tich",
    "pho chu tich",
    "thuong truc",
    "cac thanh vien",
    "lanh dao",
    "nguoi dung dau",
    "to truong",
];

/// Reads a printed name; `expanded` is the name written out where the document declares an abbreviation.
#[must_use]
pub fn of(printed: &str, expanded: Option<&str>) -> Meaning {
    let folded = text::fold(printed);
    let folded = folded.trim().trim_end_matches(['.', ';', ',']);
    if DIRECTS.iter().any(|head| folded.starts_with(head)) || folded.contains("- ban chi dao") {
        return Meaning::Directs;
    }
    let long = folded.replace("ubnd", "uy ban nhan dan");
    let mut codes = Vec::new();
    if OF_DEPARTMENTS.iter().any(|phrase| long.contains(phrase))
        || long == "cac so"
        || long == "cac ban, nganh"
    {
        codes.push(DEPARTMENTS);
    }
    let committee = long.contains("uy ban nhan dan") || !long.starts_with("so ");
    let any = |phrases: &[&str]| phrases.iter().any(|phrase| long.contains(phrase));
    let former = committee && any(OF_DISTRICTS);
    if committee && (former || any(OF_COMMUNES)) {
        codes.push(COMMUNES);
    }
    if !codes.is_empty() {
        return Meaning::Groups { codes, former };
    }
    let names = names(printed, expanded);
    let outside = OUTSIDE.iter().any(|head| folded.starts_with(head) || folded == head.trim());
    Meaning::Named { names, outside }
}

/// The name written out, as printed, and without what follows it ("… và các doanh nghiệp viễn thông", "(…)").
fn names(printed: &str, expanded: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let common = Abbreviations::common();
    for name in [expanded.map(str::to_owned), Some(printed.to_owned())].into_iter().flatten() {
        let bare = name.split('(').next().unwrap_or(&name).trim().to_owned();
        let alone = bare.split(" và các ").next().unwrap_or(&bare).split(", các ").next().unwrap_or(&bare);
        for one in [bare.clone(), alone.trim().to_owned()] {
            let long = common.expand(&one);
            names.extend(long);
            names.push(one);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| !name.is_empty() && seen.insert(name.clone()));
    names
}

/// The key under which a printed name is remembered: marks, case and signs at its end do not matter.
#[must_use]
pub fn key(printed: &str) -> String {
    text::fold(printed).trim().trim_end_matches(['.', ';', ',', ':']).trim().chars().take(200).collect()
}
