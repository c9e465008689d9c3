//! Points in time among the tokens of a sentence, before they are given meaning.
use super::scan::{Kind, Token, phrase_at, phrase_before};
use super::when::Point;
use jiff::civil::Date;
use std::ops::Range;

/// What is printed, years apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Day,
    /// Day and month without a year.
    DayOfYear,
    Month,
    Quarter,
    Year,
}

impl Unit {
    /// A list lends its year backwards only among like points: "Quý I, II/2024", "30/6 và 30/12/2024".
    pub fn same(self, other: Self) -> bool {
        let day = |unit| matches!(unit, Self::Day | Self::DayOfYear);
        self == other || (day(self) && day(other))
    }
}

/// One printed point, its year if it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Raw {
    pub run: Range<usize>,
    pub unit: Unit,
    pub day: i8,
    /// Month, or quarter.
    pub month: i8,
    pub year: Option<i16>,
    /// "trước năm 2028" ends with 2027.
    before: bool,
}

impl Raw {
    fn new(run: Range<usize>, unit: Unit, day: i8, month: i8, year: Option<i16>) -> Self {
        Self { run, unit, day, month, year, before: false }
    }

    /// The point, when the year is known and the date exists.
    pub fn point(&self, year: Option<i16>) -> Option<Point> {
        let year = self.year.or(year)?;
        match self.unit {
            Unit::Day | Unit::DayOfYear => Date::new(year, self.month, self.day).ok().map(Point::Day),
            Unit::Month => Some(Point::Month { year, month: self.month }),
            Unit::Quarter => Some(Point::Quarter { year, quarter: self.month }),
            Unit::Year => Some(Point::Year(if self.before { year - 1 } else { year })),
        }
    }
}

/// Every point of a sentence, in order. A list of quarters or months gives one each.
pub(crate) fn find(tokens: &[Token<'_>]) -> Vec<Raw> {
    let mut found: Vec<Raw> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let before = found.len();
        let next = half_year(tokens, at, &mut found)
            .or_else(|| listed(tokens, at, &mut found))
            .or_else(|| one(tokens, at, &mut found));
        match next {
            Some(next) if found.len() > before && next > at => at = next,
            _ => at += 1,
        }
    }
    found
}

fn one(tokens: &[Token<'_>], at: usize, found: &mut Vec<Raw>) -> Option<usize> {
    let raw = spelled_date(tokens, at)
        .or_else(|| signed_date(tokens, at))
        .or_else(|| pointed_date(tokens, at))
        .or_else(|| month_of_year(tokens, at))
        .or_else(|| day_of_year(tokens, at))
        .or_else(|| bare_year(tokens, at))?;
    let next = raw.run.end;
    found.push(raw);
    Some(next)
}

/// "ngày 12 tháng 11 năm 2024", "12 tháng 11"
fn spelled_date(tokens: &[Token<'_>], at: usize) -> Option<Raw> {
    let first = if tokens.get(at)?.is("ngày") { at + 1 } else { at };
    let day = small(tokens.get(first)?, 31)?;
    tokens.get(first + 1).filter(|token| token.is("tháng"))?;
    let month = small(tokens.get(first + 2)?, 12)?;
    let (year, end) = year_after(tokens, first + 3);
    // "trong 6 tháng 12 ..." has no day; "ngày" or a year must say that it is a date.
    (first > at || year.is_some()).then(|| {
        let unit = if year.is_some() { Unit::Day } else { Unit::DayOfYear };
        Raw::new(at..end, unit, day, month, year)
    })
}

/// "năm 2024", ", năm 2024", "/2024"
fn year_after(tokens: &[Token<'_>], at: usize) -> (Option<i16>, usize) {
    let mut next = at;
    if tokens.get(next).is_some_and(|token| token.is(","))
        && tokens.get(next + 1).is_some_and(|token| token.is("năm"))
    {
        next += 1;
    }
    if tokens.get(next).is_some_and(|token| token.is_any(&["năm", "/", "-"])) {
        let dash = tokens.get(next).is_some_and(|token| !token.is("năm"));
        let year = tokens.get(next + 1).filter(|token| !dash || token.glued).and_then(year);
        if year.is_some() {
            return (year, next + 2);
        }
    }
    (None, at)
}

/// "30/12/2024", "30-12-2024"
fn signed_date(tokens: &[Token<'_>], at: usize) -> Option<Raw> {
    let first = if tokens.get(at)?.is("ngày") { at + 1 } else { at };
    let day = small(tokens.get(first)?, 31)?;
    let sign = tokens.get(first + 1).filter(|token| token.is_any(&["/", "-"]))?;
    let month = small(tokens.get(first + 2)?, 12)?;
    let again = tokens.get(first + 3)?;
    let year = year(tokens.get(first + 4)?)?;
    let whole = again.key == sign.key && (sign.is("/") || sign.glued);
    whole.then(|| Raw::new(at..first + 5, Unit::Day, day, month, Some(year)))
}

/// "12.11.2024": one number token
fn pointed_date(tokens: &[Token<'_>], at: usize) -> Option<Raw> {
    let token = tokens.get(at).filter(|token| token.is_number())?;
    let mut parts = token.text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = parts.next().is_none() && year.len() == 4 && day.len() <= 2 && month.len() <= 2;
    let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    let valid = fits && Date::new(year, month, day).is_ok();
    valid.then(|| Raw::new(at..at + 1, Unit::Day, day, month, Some(year)))
}

/// "12/2023", "tháng 6/2024", "tháng 6 năm 2024", "T6/2024"; without a year only after "tháng"
fn month_of_year(tokens: &[Token<'_>], at: usize) -> Option<Raw> {
    let led = tokens.get(at)?.is("tháng")
        || (tokens.get(at)?.is("t") && tokens.get(at + 1).is_some_and(|token| token.glued));
    let first = if led { at + 1 } else { at };
    let month = small(tokens.get(first)?, 12)?;
    let (year, end) = year_after(tokens, first + 1);
    let slash = tokens.get(first + 1).is_some_and(|token| token.is_any(&["/", "-"]));
    let named = tokens.get(at)?.is("tháng");
    // "5 năm 2021-2025" is a duration and a period, not May.
    let fits = if led { named || year.is_some() } else { slash && year.is_some() };
    fits.then(|| Raw::new(at..end, Unit::Month, 0, month, year))
}

/// "trước 30/6", "ngày 15/12", a cell "30/6": a day without its year
fn day_of_year(tokens: &[Token<'_>], at: usize) -> Option<Raw> {
    const LEADS: &[&str] = &["ngày", "trước", "sau", "hạn", "hết", "đến"];
    let lead = tokens.get(at)?.is("ngày");
    let first = if lead { at + 1 } else { at };
    let day = small(tokens.get(first)?, 31)?;
    tokens.get(first + 1).filter(|token| token.is("/"))?;
    let month = small(tokens.get(first + 2)?, 12)?;
    let led = lead || at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|t| t.is_any(LEADS));
    // A cell "30/6", or the first of a list: "15/6 và 15/12/2025".
    let listed = tokens.get(first + 3).is_some_and(|token| token.is_any(&["và", ",", ";"]))
        && signed_date(tokens, first + 4).is_some();
    let alone = at == 0 && (tokens.len() == 3 || listed);
    let more = tokens.get(first + 3).is_some_and(|token| token.glued && token.is_any(&["/", "-", "%"]));
    ((led || alone) && !more).then(|| Raw::new(at..first + 3, Unit::DayOfYear, day, month, None))
}

fn bare_year(tokens: &[Token<'_>], at: usize) -> Option<Raw> {
    let led = tokens.get(at)?.is("năm");
    let first = if led { at + 1 } else { at };
    let year = year(tokens.get(first)?)?;
    // "Nghị định 01/2023/NĐ-CP", "2023/QĐ": a part of a number, not a year.
    let before = tokens.get(first).is_some_and(|token| token.glued)
        && first
            .checked_sub(1)
            .and_then(|b| tokens.get(b))
            .is_some_and(|t| t.is_any(&["/", "."]) || t.is_word());
    let after = tokens.get(first + 1).is_some_and(|t| t.glued && (t.is("/") && !t.is("-") || t.is("%")))
        && !tokens.get(first + 2).is_some_and(Token::is_number);
    let coded = tokens.get(first + 2).is_some_and(|t| t.is_word() && t.is_initials() && t.glued);
    if before || after || (coded && tokens.get(first + 1).is_some_and(|t| t.glued)) {
        return None;
    }
    let mut raw = Raw::new(at..first + 1, Unit::Year, 0, 0, Some(year));
    raw.before = ["trước", "trước cuối"].iter().any(|lead| phrase_before(tokens, at, lead).is_some());
    Some(raw)
}

/// "Quý I, II và III/2024", "Quý III/2026", "tháng 3, tháng 6/2024" (months one by one elsewhere)
fn listed(tokens: &[Token<'_>], at: usize, found: &mut Vec<Raw>) -> Option<usize> {
    tokens.get(at).filter(|token| token.is("quý"))?;
    let mut next = at + 1;
    let mut quarters: Vec<(i8, Range<usize>)> = Vec::new();
    let mut start = at;
    while let Some(first) = tokens.get(next).and_then(quarter) {
        quarters.push((first, start..next + 1));
        next += 1;
        let link = tokens.get(next).is_some_and(|token| token.is_any(&[",", "và", "-", "+", "&", "đến"]));
        if !link || tokens.get(next + 1).and_then(quarter).is_none_or(|other| other < first) {
            break;
        }
        start = next + 1;
        next += 1;
    }
    let (year, end) = year_after(tokens, next);
    let last = quarters.len().checked_sub(1)?;
    for (place, (quarter, run)) in quarters.into_iter().enumerate() {
        let run = if place == last { run.start..end } else { run };
        found.push(Raw::new(run, Unit::Quarter, 0, quarter, year));
    }
    Some(end)
}

fn quarter(token: &Token<'_>) -> Option<i8> {
    match token.key.as_str() {
        "i" | "1" | "01" => Some(1),
        "ii" | "2" | "02" => Some(2),
        "iii" | "3" | "03" => Some(3),
        "iv" | "4" | "04" => Some(4),
        _ => None,
    }
}

/// "6 tháng đầu năm 2024": the first two quarters
fn half_year(tokens: &[Token<'_>], at: usize, found: &mut Vec<Raw>) -> Option<usize> {
    tokens.get(at).filter(|token| token.is_any(&["6", "06", "sáu"]))?;
    let count = phrase_at(tokens, at + 1, "tháng đầu năm").map(|n| (n, 1));
    let (count, first) = count.or_else(|| phrase_at(tokens, at + 1, "tháng cuối năm").map(|n| (n, 3)))?;
    let after = at + 1 + count;
    let year = tokens.get(after).and_then(year);
    let end = if year.is_some() { after + 1 } else { after };
    found.push(Raw::new(at..end, Unit::Quarter, 0, first + 1, year));
    Some(end)
}

/// A year of four digits, 1945 to 2100.
pub(crate) fn year(token: &Token<'_>) -> Option<i16> {
    let digits = token.kind == Kind::Number && token.text.len() == 4;
    let value: i16 = if digits { token.text.parse().ok()? } else { return None };
    (1945..=2100).contains(&value).then_some(value)
}

fn small(token: &Token<'_>, most: i8) -> Option<i8> {
    let value: i8 = if token.text.len() <= 2 { token.text.parse().ok()? } else { return None };
    (1..=most).contains(&value).then_some(value)
}

/// The point belongs to a document quoted before it: "Quyết định số 749/QĐ-TTg ngày …", "36-NQ/TW năm …".
pub(crate) fn is_cited(tokens: &[Token<'_>], start: usize) -> bool {
    let back = |place: usize| place.checked_sub(1).and_then(|before| tokens.get(before));
    let mut place = start;
    while back(place).is_some_and(|token| token.is_any(&["ngày", "năm", ",", "(", "lập"])) {
        place -= 1;
    }
    let mut letters = false;
    let mut digits = false;
    while let Some(token) = back(place) {
        let code =
            token.is_any(&["/", "-", "&"]) || token.is_number() || (token.is_word() && token.is_initials());
        // A code is one run; a space inside it follows a dash ("STTTT- BCVT").
        let broken = tokens.get(place).is_some_and(|next| !next.glued) && place < start;
        let joined = !broken || token.is("-");
        let first = !letters && !digits;
        if !code || !(joined || first) {
            break;
        }
        // "Quý II/2026, Quý IV/2026": a quarter is no document.
        if token.is_word() && back(place - 1).is_some_and(|before| before.is("quý")) {
            return false;
        }
        letters |= token.is_word();
        digits |= token.is_number();
        place -= 1;
    }
    letters && digits
}
