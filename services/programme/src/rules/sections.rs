//! What each part of a plan is for: aims, tasks, the present, money, who does it, or why.
use super::words::has_any;
use crate::grammar::when::{self, Relation};
use crate::reading::{Document, Kind};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Role {
    Aims,
    Tasks,
    Present,
    Means,
    Organisation,
    Basis,
    #[default]
    Other,
}

/// Where a block stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Section {
    pub role: Role,
    /// The headings above, outermost first: level, number, text.
    pub path: Vec<Heading>,
    /// The year that the nearest heading with one sets.
    pub year: Option<i32>,
    /// It belongs to a part about what has been, whatever its own heading says.
    pub past: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Heading {
    pub level: u8,
    pub number: Option<String>,
    pub text: String,
    pub role: Role,
    pub year: Option<i32>,
}

impl Section {
    pub fn heading(&self) -> Option<&Heading> {
        self.path.last()
    }

    /// The heading with its number, for the group of a task.
    pub fn titled(&self) -> Option<String> {
        let heading = self.heading()?;
        Some(match &heading.number {
            Some(number) => format!("{number} {}", heading.text),
            None => heading.text.clone(),
        })
    }
}

/// One section for each block of the document.
pub(crate) fn walk(document: &Document) -> Vec<Section> {
    let mut path: Vec<Heading> = Vec::new();
    let mut before = Role::Other;
    let mut out = Vec::with_capacity(document.blocks.len());
    for block in &document.blocks {
        if let Kind::Heading { level, number, text } = &block.kind {
            // A title in capitals under a heading of an annex is the same heading, on its second line.
            path.retain(|heading| heading.level < *level);
            let inherited = path.last().map(|heading| heading.role);
            let own = role_of(text, *level);
            let role = own.or(inherited).unwrap_or(if *level == 1 { after(before) } else { Role::Other });
            if *level <= 1 {
                before = role;
            }
            let year = year_of(text);
            path.push(Heading { level: *level, number: number.clone(), text: text.clone(), role, year });
        }
        let role = path.last().map_or(Role::Other, |heading| heading.role);
        let year = path.iter().rev().find_map(|heading| heading.year);
        let past = path.iter().any(|heading| heading.role == Role::Present);
        out.push(Section { role, path: path.clone(), year, past });
    }
    out
}

/// A part whose heading says nothing, after aims or tasks, tells tasks too.
fn after(before: Role) -> Role {
    match before {
        Role::Aims | Role::Tasks => Role::Tasks,
        other => other,
    }
}

const PRESENT: [&str; 10] = [
    "hiện trạng",
    "thực trạng",
    "tình hình",
    "kết quả đạt được",
    "kết quả thực hiện",
    "kết quả năm",
    "tồn tại",
    "hạn chế",
    "nguyên nhân",
    "bối cảnh",
];
const ORGANISATION: [&str; 4] = ["tổ chức thực hiện", "phân công", "trách nhiệm của", "kiểm tra, giám sát"];
const AIMS: [&str; 4] = ["mục tiêu", "chỉ tiêu", "tầm nhìn", "chỉ số"];
const MEANS: [&str; 4] = ["kinh phí", "nguồn vốn", "nhu cầu vốn", "dự toán"];
const TASKS: [&str; 6] =
    ["nhiệm vụ", "giải pháp", "lộ trình", "nội dung", "chuyển đổi số trong", "lĩnh vực ưu tiên"];
const BASIS: [&str; 9] = [
    "căn cứ",
    "sự cần thiết",
    "quan điểm",
    "nguyên tắc",
    "cơ sở",
    "phạm vi",
    "khả thi",
    "tác động",
    "các văn bản",
];

fn role_of(text: &str, level: u8) -> Option<Role> {
    let lower = text.to_lowercase();
    if level >= 8 {
        return lower.contains("mục tiêu").then_some(Role::Aims);
    }
    if has_any(&lower, &PRESENT) {
        return Some(Role::Present);
    }
    if has_any(&lower, &ORGANISATION) {
        return Some(Role::Organisation);
    }
    let comparison = lower.contains("so sánh");
    if has_any(&lower, &AIMS) && !comparison {
        return Some(Role::Aims);
    }
    if has_any(&lower, &MEANS) {
        return Some(Role::Means);
    }
    if level <= 3 && has_any(&lower, &BASIS) {
        return Some(Role::Basis);
    }
    if has_any(&lower, &TASKS) {
        return Some(Role::Tasks);
    }
    (level == 0).then_some(Role::Other)
}

/// "Mục tiêu đến năm 2025" is for 2025; a period ends in its last year.
pub(crate) fn year_of(text: &str) -> Option<i32> {
    let years = when::years_in(text);
    years.iter().find(|year| !matches!(year.relation, Relation::Cited)).map(when::YearIn::by)
}
