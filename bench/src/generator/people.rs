//! Invented people.  The lists are ours; any likeness to a living person is chance.
use super::random::Random;
use dossiers::ops::Person;

const FAMILY: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hồ", "Phan", "Võ", "Đặng", "Bùi", "Hoàng", "Vi", "Lô", "Lương", "Lữ",
    "Kha", "Moong", "Cụt", "Ngân", "Lang", "Hà", "Đậu", "Cao", "Thái", "Chu", "Tạ",
];
const MIDDLE_WOMAN: &[&str] =
    &["Thị", "Thị Ngọc", "Thị Thanh", "Thu", "Thị Hoài", "Khánh", "Thị Bích", "Diệu"];
const MIDDLE_MAN: &[&str] = &["Văn", "Đức", "Hữu", "Công", "Xuân", "Bá", "Sỹ", "Đình", "Trọng"];
const GIVEN_WOMAN: &[&str] = &[
    "An", "Hoa", "Lan", "Mai", "Hương", "Thảo", "Vân", "Nga", "Hiền", "Oanh", "Thương", "Yến", "Trang",
    "Duyên",
];
const GIVEN_MAN: &[&str] = &[
    "Nam", "Hùng", "Dũng", "Sơn", "Thắng", "Long", "Tuấn", "Phúc", "Quân", "Hải", "Kiên", "Thành", "Đạt",
    "Cường",
];

/// The name and papers of person number `index`; the same number is the same person for ever.
#[must_use]
pub fn person(seed: u64, index: i64) -> Person {
    let mut random = Random::new(seed ^ 0x5045_4f50_4c45, u64::try_from(index).unwrap_or(0));
    let woman = random.chance(510);
    let (middle, given) = if woman { (MIDDLE_WOMAN, GIVEN_WOMAN) } else { (MIDDLE_MAN, GIVEN_MAN) };
    let mut word = |list: &[&'static str]| random.pick(list).copied().unwrap_or("An");
    let name = format!("{} {} {}", word(FAMILY), word(middle), word(given));
    let year = 1950 + random.below(57);
    // QĐ of the identity number: province, century and sex, year, six digits
    let century = if year < 2000 { i64::from(woman) } else { 2 + i64::from(woman) };
    let province = 40 - 2 * (index / 1_000_000);
    let number = format!("{province:03}{century}{:02}{:06}", year % 100, index % 1_000_000);
    let phone = format!("09{:08}", random.below(100_000_000));
    Person { name, number, birth: year.to_string(), phone, ..Person::default() }
}

/// The last four characters of the person's number, which open a look-up and are shown at the counter.
#[must_use]
pub fn digits(person: &Person) -> String {
    person.number.chars().skip(8).collect()
}
