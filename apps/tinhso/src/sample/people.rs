//! Invented people: every name and number is put together by chance, none is anybody's.
use super::random::Random;
use dossiers::ops::Person;

const FAMILIES: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phan", "Hồ", "Vi", "Lô", "Lữ", "Ngân", "Lương", "Hà", "Kha", "Moong", "Vừ",
    "Đinh", "Võ",
];
const MEN: &[&str] = &["Văn", "Đình", "Xuân", "Hữu", "Quang", "Trọng", "Bá"];
const WOMEN: &[&str] = &["Thị", "Thị Thanh", "Thị Hồng", "Thị Kim", "Thị Mai"];
const MEN_GIVEN: &[&str] = &[
    "An", "Bình", "Chiến", "Dũng", "Đạt", "Giang", "Hải", "Khôi", "Lâm", "Mạnh", "Nghĩa", "Phúc", "Quý",
    "Sơn", "Tùng", "Vinh",
];
const WOMEN_GIVEN: &[&str] = &[
    "Anh",
    "Chi",
    "Duyên",
    "Hạnh",
    "Hoa",
    "Huyền",
    "Lan",
    "Linh",
    "Mận",
    "Ngọc",
    "Nhung",
    "Oanh",
    "Phượng",
    "Thảo",
    "Trâm",
    "Yến",
];
const VILLAGES: &[&str] =
    &["Xóm 3", "Bản Nưa", "Khối Tân Tiến", "Thôn Hồng Sơn", "Bản Yên", "Xóm Đình", "Thôn Quyết Tiến"];

/// A person by chance.
#[derive(Clone, Debug)]
pub(super) struct Invented {
    pub family: &'static str,
    pub middle: &'static str,
    pub given: &'static str,
    pub woman: bool,
    pub born: i64,
}

impl Invented {
    pub(super) fn adult(random: &mut Random) -> Self {
        let born = random.between(1962, 2003);
        Self::born_in(random, born)
    }

    pub(super) fn born_in(random: &mut Random, born: i64) -> Self {
        let woman = random.percent(50);
        let (middles, givens) = if woman { (WOMEN, WOMEN_GIVEN) } else { (MEN, MEN_GIVEN) };
        Self {
            family: random.pick(FAMILIES),
            middle: random.pick(middles),
            given: random.pick(givens),
            woman,
            born,
        }
    }

    pub(super) fn name(&self) -> String {
        format!("{} {} {}", self.family, self.middle, self.given)
    }

    /// Twelve digits in the form of TT 59/2021/TT-BCA: province, century and sex, year, six by chance.
    pub(super) fn number(&self, province: &str, random: &mut Random) -> String {
        let sign = i64::from(self.woman) + if self.born >= 2000 { 2 } else { 0 };
        format!("0{province}{sign}{:02}{:06}", self.born % 100, random.between(0, 999_999))
    }

    /// As somebody at the counter: with a paper, sometimes with a telephone (a row of numbers in no network's use).
    pub(super) fn at_counter(&self, province: &str, commune: &str, random: &mut Random) -> Person {
        let phone =
            if random.percent(60) { format!("0999000{:03}", random.between(0, 999)) } else { String::new() };
        Person {
            name: self.name(),
            number: self.number(province, random),
            birth: self.born.to_string(),
            phone,
            email: String::new(),
            address: format!("{}, {commune}", random.pick(VILLAGES)),
            organisation: false,
        }
    }

    /// A newborn: no paper, no number.
    pub(super) fn newborn(&self, commune: &str, random: &mut Random) -> Person {
        Person {
            name: self.name(),
            address: format!("{}, {commune}", random.pick(VILLAGES)),
            ..Person::default()
        }
    }
}
