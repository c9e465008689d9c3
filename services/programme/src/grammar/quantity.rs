//! Quantities of a sentence: percentages, money, ranks, counts, shares, with their comparators.
use super::comparator;
use super::context;
use super::number;
use super::scan::{Token, scan};
use super::unit;
use rust_decimal::Decimal;
use std::ops::Range;

/// How the value binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// `=` "đúng", "bằng"
    Equal,
    /// `≥` "từ 50% trở lên", "tối thiểu", "ít nhất"
    AtLeast,
    /// `>` "trên", "hơn"
    Above,
    /// `≤` "không quá", "tối đa", "nhóm 30"
    AtMost,
    /// `<` "dưới"
    Below,
    /// `≈` "khoảng", "cơ bản"
    About,
}

impl Comparator {
    /// The sign of the output.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtLeast => "≥",
            Self::Above => ">",
            Self::AtMost => "≤",
            Self::Below => "<",
            Self::About => "≈",
        }
    }
}

/// What sort of quantity it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// "69,92%", also with its fraction: "206.742/295.693 (đạt 69,92%)"; `value` is the printed rate
    Percent,
    /// "128,5 tỷ đồng"; `value` counts the printed unit
    Money,
    /// "nhóm 30", "xếp thứ 43/63"
    Rank,
    /// "22 kế hoạch", "3.743/3.806 thôn" (`value` is the numerator, no rate is printed)
    Count,
    /// "1/3": a part of a whole; `value` is computed, in percent with two decimals
    Share,
}

/// The unit of a quantity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// As the text has it; empty when there is none.
    pub printed: String,
    /// `%`, `đồng`, `triệu đồng`, `tỷ đồng`, `thứ hạng`, otherwise the printed noun in lower case.
    pub normalised: String,
}

/// One quantity of a text. Ranges are bytes on character boundaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The whole phrase with its comparator. "60% hộ gia đình trở lên" includes the noun.
    pub at: Range<usize>,
    /// The pieces of `at` that are the quantity itself: what is left of the sentence without them
    /// is the thing measured ("60%" and "trở lên" without "hộ gia đình"; "22" without "kế hoạch").
    pub parts: Vec<Range<usize>>,
    /// `None` when no word says it: read as equal.
    pub comparator: Option<Comparator>,
    /// As printed, without grouping; of a range the lower end.
    pub value: Decimal,
    /// The upper end of a range ("15% đến 20%").
    pub upper: Option<Decimal>,
    /// What it comes from ("tăng từ 30% lên 45%"); `value` is what it comes to.
    pub from: Option<Decimal>,
    /// What it counts.
    pub unit: Unit,
    /// Printed numerator and denominator.
    pub fraction: Option<(Decimal, Decimal)>,
    /// Its sort.
    pub kind: Kind,
}

/// Every quantity of a text, in order, none overlapping. Years, dates, numbers of documents and
/// their articles, levels, numbering, telephone numbers, ages and rates "/100 dân" are not taken.
pub fn find(text: &str) -> Vec<Quantity> {
    let tokens = scan(text);
    let blocked = context::blocked(&tokens);
    let reader = Reader { text, tokens: &tokens, blocked: &blocked };
    let mut found = Vec::new();
    let mut at = 0;
    let mut free_from = 0;
    while at < tokens.len() {
        match reader.read(at, free_from) {
            Some((quantity, next)) => {
                found.push(quantity);
                at = next.max(at + 1);
                free_from = at;
            }
            None => at += 1,
        }
    }
    share_comparator(&tokens, &mut found);
    found
}

/// "tối thiểu tương ứng 70%, 60%, 55%": the comparator of the first holds for the list.
fn share_comparator(tokens: &[Token<'_>], found: &mut [Quantity]) {
    let listed = |from: usize, to: usize| {
        let mut between = tokens.iter().filter(|token| token.at.start >= from && token.at.end <= to);
        between.all(|token| token.is_any(&[",", ";", "và"]))
    };
    let respective = tokens.iter().any(|token| token.is_any(&["ứng", "lượt"]));
    let mut previous: Option<(usize, Option<Comparator>, Kind)> = None;
    for quantity in found {
        if let Some((end, comparator, kind)) = previous
            && respective
            && quantity.comparator.is_none()
            && kind == quantity.kind
            && listed(end, quantity.at.start)
        {
            quantity.comparator = comparator;
        }
        previous = Some((quantity.at.end, quantity.comparator, quantity.kind));
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    blocked: &'a [bool],
}

impl Reader<'_> {
    fn number(&self, at: usize) -> Option<Decimal> {
        let token = self.tokens.get(at).filter(|token| token.is_number())?;
        if self.blocked.get(at).copied().unwrap_or(true) { None } else { number::parse(token.text) }
    }

    fn place(&self, run: Range<usize>) -> Option<Range<usize>> {
        let first = self.tokens.get(run.start)?;
        let last = self.tokens.get(run.end.checked_sub(1)?)?;
        (run.start < run.end).then_some(first.at.start..last.at.end)
    }

    /// The quantity whose number stands at `at`, and the token after it.
    fn read(&self, at: usize, free_from: usize) -> Option<(Quantity, usize)> {
        if let Some(found) = self.rank(at, free_from) {
            return Some(found);
        }
        let value = self.number(at)?;
        let (start, mut comparator) = comparator::before(self.tokens, at, free_from);
        let fraction = self.fraction(at, value);
        let mut next = fraction.map_or(at + 1, |(_, next)| next);
        let fraction = fraction.map(|(fraction, _)| fraction);
        let mut upper = None;
        if fraction.is_none()
            && let Some((top, after)) = self.range(at, value)
        {
            upper = Some(top);
            next = after;
            comparator = comparator.or(Some(Comparator::AtLeast));
        }
        let led = start < at || self.is_led(at);
        let (kind, unit, mut after) = unit::read(self.text, self.tokens, next, led || fraction.is_some())?;
        let mut other = None;
        // "221.011 tài khoản/295.019 đối tượng": each with its noun
        let fraction = fraction.or_else(|| {
            let ((part, whole), next) = self.fraction(after.checked_sub(1)?, value)?;
            let counted = kind == Kind::Count && after > at + 1;
            (counted && self.tokens.get(after)?.is("/")).then(|| {
                other = self.place(after..next);
                after = next;
                (part, whole)
            })
        });
        let mut quantity = Quantity {
            at: 0..0,
            parts: vec![self.place(start..if kind == Kind::Count { next } else { after })?],
            comparator,
            value,
            upper,
            unit,
            fraction,
            kind,
            from: None,
        };
        quantity.parts.extend(other);
        let mut end = after;
        if self.tokens.get(start).is_some_and(|token| token.is("từ"))
            && let Some((rise, next)) = self.risen(&quantity, after)
        {
            let quantity =
                Quantity { at: self.place(start..next)?, parts: vec![self.place(start..next)?], ..rise };
            return Some((quantity, next));
        }
        if let Some(run) = comparator::after(self.tokens, after) {
            quantity.comparator = Some(match (run.1, comparator) {
                (Comparator::AtLeast, Some(Comparator::Above)) => Comparator::Above,
                (comparator, _) => comparator,
            });
            quantity.parts.push(self.place(run.0.clone())?);
            end = run.0.end;
        }
        if quantity.kind == Kind::Count && quantity.fraction.is_some() {
            end = self.rate_of_fraction(&mut quantity, end)?;
        } else if quantity.kind == Kind::Percent {
            end = self.fraction_of_rate(&mut quantity, end)?;
        }
        quantity.at = self.place(start..end)?;
        Some((quantity, end))
    }

    /// "nhóm 30", "thứ hạng 25", "xếp thứ 43/63", "trong 10 tỉnh dẫn đầu"
    fn rank(&self, at: usize, free_from: usize) -> Option<(Quantity, usize)> {
        // "thứ" and "nhóm" make a name of their number, here the name is the quantity.
        let value = number::parse(self.tokens.get(at).filter(|token| token.is_number())?.text)?;
        let lead = comparator::rank_before(self.tokens, at, free_from)?;
        let fraction = self.fraction(at, value).or_else(|| self.rank_of(at, value));
        let mut end = fraction.map_or(at + 1, |(_, next)| next);
        let fraction = fraction.map(|(fraction, _)| fraction);
        let mut comparator = lead.grouped.then_some(Comparator::AtMost);
        let mut parts = vec![self.place(lead.start..end)?];
        if let Some((run, word)) = comparator::after(self.tokens, end) {
            // Up the table is towards one.
            comparator =
                Some(if word == Comparator::AtLeast { Comparator::AtMost } else { Comparator::AtLeast });
            parts.push(self.place(run.clone())?);
            end = run.end;
        }
        let unit = Unit { printed: "thứ hạng".to_owned(), normalised: "thứ hạng".to_owned() };
        let place = self.place(lead.start..end)?;
        let quantity = Quantity {
            at: place,
            parts,
            comparator,
            value,
            upper: None,
            from: None,
            unit,
            fraction,
            kind: Kind::Rank,
        };
        Some((quantity, end))
    }

    /// "thứ 43 trên 63"
    fn rank_of(&self, at: usize, value: Decimal) -> Option<((Decimal, Decimal), usize)> {
        self.tokens.get(at + 1).filter(|token| token.is("trên"))?;
        let whole = self.number(at + 2)?;
        (value <= whole).then_some(((value, whole), at + 3))
    }

    /// "3.743/3.806", "01 trong 21", "2.100 trên tổng số 4.500": numerator, denominator, what follows
    fn fraction(&self, at: usize, value: Decimal) -> Option<((Decimal, Decimal), usize)> {
        const LINKS: [&str; 6] = ["/", "trong", "trong số", "trong tổng số", "trên tổng số", "trên tổng"];
        let link =
            LINKS.iter().filter_map(|words| super::scan::phrase_at(self.tokens, at + 1, words)).max()?;
        let whole = self.number(at + 1 + link)?;
        let printed = self.tokens.get(at + 1).is_some_and(|token| token.is("/"));
        (printed || value <= whole).then_some(((value, whole), at + 2 + link))
    }

    /// "15% đến 20%", "01 đến 02", "15 - 20%", "từ 5 triệu đồng đến 10 triệu đồng" is left as two.
    fn range(&self, at: usize, value: Decimal) -> Option<(Decimal, usize)> {
        let mut next = at + 1;
        if self.tokens.get(next).is_some_and(|token| token.is("%")) {
            next += 1;
        }
        self.tokens.get(next).filter(|token| token.is_any(&["-", "đến", "tới"]))?;
        let top = self.number(next + 1)?;
        // "tăng từ 30% đến 20%" is no range.
        (value < top).then_some((top, next + 2))
    }

    /// "từ 30% lên 45%", "từ 12% xuống còn 5%": the second number is the value.
    fn risen(&self, base: &Quantity, after: usize) -> Option<(Quantity, usize)> {
        self.tokens.get(after).filter(|token| token.is_any(&["lên", "xuống", "thành"]))?;
        let next = (after + 1..after + 4).find(|at| self.tokens.get(*at).is_some_and(Token::is_number))?;
        let (to, end) = self.read(next, after + 1)?;
        (to.kind == base.kind).then_some((Quantity { from: Some(base.value), ..to }, end))
    }

    /// A word before the number says that it is a value, so that it needs no unit.
    fn is_led(&self, at: usize) -> bool {
        const LEADS: &[&str] =
            &[":", "đạt", "là", "lên", "xuống", "còn", "tăng", "giảm", "bằng", "chiếm", "=", "có"];
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        // "Đang hoạt động 2.608; hết hiệu lực 4)": a word, its number, and the clause ends.
        let last = self.tokens.get(at + 1).is_none_or(|token| token.is_any(&[";", ")", ",", "."]));
        before.is_some_and(|token| token.is_any(LEADS) || (last && token.is_word() && !token.is_capital()))
            || self.tokens.len() == 1
    }

    /// "206.742/295.693 (đạt 69,92%)": the printed rate makes it a percentage.
    fn rate_of_fraction(&self, quantity: &mut Quantity, end: usize) -> Option<usize> {
        const LEADS: &[&str] = &["(", "đạt", "chiếm", "lệ", "bằng", "=", "đương", "ứng", "khoảng", "với"];
        if is_share(quantity.fraction) {
            return Some(self.share(quantity, end));
        }
        let mut at = end;
        while at < end + 32
            && self.tokens.get(at).is_some_and(|t| !t.is_number() && !t.is_any(&[";", ".", "+"]))
        {
            at += 1;
        }
        let led = at.checked_sub(1).and_then(|b| self.tokens.get(b)).is_some_and(|t| t.is_any(LEADS));
        let percent = self.tokens.get(at + 1).is_some_and(|token| token.is("%"));
        let Some(rate) = self.number(at).filter(|_| led && percent) else { return Some(end) };
        let mut start = at;
        while start > end
            && self
                .tokens
                .get(start - 1)
                .is_some_and(|t| t.is_any(LEADS) || t.is_any(&["tỷ", "tỉ", "mới", "chỉ", "tương", ","]))
        {
            start -= 1;
        }
        let close = usize::from(self.tokens.get(at + 2).is_some_and(|token| token.is(")")));
        quantity.parts.push(self.place(start..at + 2 + close)?);
        quantity.value = rate;
        quantity.kind = Kind::Percent;
        quantity.unit = Unit { printed: "%".to_owned(), normalised: "%".to_owned() };
        Some(at + 2 + close)
    }

    /// "69,92% (206.742/295.693 hộ)"
    fn fraction_of_rate(&self, quantity: &mut Quantity, end: usize) -> Option<usize> {
        let open = self.tokens.get(end).is_some_and(|token| token.is("("));
        let mut at = end + 1;
        while open && at < end + 4 && self.tokens.get(at).is_some_and(Token::is_word) {
            at += 1;
        }
        let found = self.number(at).filter(|_| open).and_then(|value| self.fraction(at, value));
        let Some((fraction, next)) = found else { return Some(end) };
        let mut close = next;
        while close < next + 9 && self.tokens.get(close).is_some_and(Token::is_word) {
            close += 1;
        }
        let closed = self.tokens.get(close).is_some_and(|token| token.is(")"));
        let after = if closed { close + 1 } else { next };
        quantity.fraction = Some(fraction);
        quantity.parts.push(self.place(end..after)?);
        Some(after)
    }

    fn share(&self, quantity: &mut Quantity, end: usize) -> usize {
        if let Some((part, whole)) = quantity.fraction {
            let percent = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|n| n.checked_div(whole));
            quantity.value = percent.unwrap_or(part).round_dp(2);
            quantity.kind = Kind::Share;
            quantity.unit = Unit { printed: "%".to_owned(), normalised: "%".to_owned() };
        }
        end
    }
}

/// "1/2", "1/3", "2/3", "3/4": parts of a whole; "07/21", "8/14" count.
fn is_share(fraction: Option<(Decimal, Decimal)>) -> bool {
    let Some((part, whole)) = fraction else { return false };
    let (two, five) = (Decimal::TWO, Decimal::from(5));
    part >= Decimal::ONE && part < whole && whole >= two && whole <= five
}

/// The words that make an aim hold for all: "tất cả các", "toàn bộ", "mọi", "mỗi", "100%" said in
/// words. Bytes of each, in order; "mỗi năm" and "mọi mặt" say something else and are not taken.
pub fn every(text: &str) -> Vec<Range<usize>> {
    const WORDS: &[&str] =
        &["tất cả các", "tất cả những", "tất cả", "toàn bộ các", "toàn bộ", "mọi", "mỗi", "toàn thể"];
    const OTHERS: &[&str] = &[
        "năm", "quý", "tháng", "tuần", "ngày", "lúc", "nơi", "mặt", "lần", "khi", "hình", "thứ", "hoạt",
        "nguồn", "tầng", "bước",
    ];
    let tokens = scan(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let count = WORDS.iter().filter_map(|words| super::scan::phrase_at(&tokens, at, words)).max();
        let Some(count) = count else {
            at += 1;
            continue;
        };
        let noun = tokens.get(at + count).is_some_and(|token| token.is_word() && !token.is_any(OTHERS));
        if let (true, Some(first), Some(last)) = (noun, tokens.get(at), tokens.get(at + count - 1)) {
            found.push(first.at.start..last.at.end);
        }
        at += count;
    }
    found
}
