//! Budgets in sentences: amounts with the words of money around them.
use super::sections::Role;
use super::words::{first_words, has_any, in_brackets, sentences};
use super::{Budget, Context, Place};
use crate::grammar::quantity::{self, Kind as Sort, Quantity};
use crate::grammar::{Decimal, when};
use crate::reading::{Kind, Prose};

pub(super) const MONEY: [&str; 9] = [
    "kinh phí",
    "ngân sách",
    "nguồn chi",
    "nguồn vốn",
    "tổng chi",
    "tổng mức",
    "chi thường xuyên",
    "chi đầu tư",
    "bố trí",
];

pub(super) fn read(context: &Context<'_>, out: &mut Vec<Budget>) {
    let tabled = !out.is_empty();
    let mut lead: Option<(String, Option<i32>, usize)> = None;
    for (block, section) in context.document.blocks.iter().zip(context.sections) {
        let (prose, bullet) = match &block.kind {
            Kind::Bullet { prose, .. } => (prose, true),
            Kind::Paragraph(prose) => (prose, false),
            Kind::Heading { .. } => {
                lead = None;
                continue;
            }
            _ => continue,
        };
        if !matches!(section.role, Role::Means | Role::Present | Role::Tasks) {
            continue;
        }
        let whole = quantity::find(&prose.text);
        let means = section.role == Role::Means && !section.past;
        if !whole.iter().any(|found| found.kind == Sort::Money)
            || !(means || section.role == Role::Means || has_any(&prose.text.to_lowercase(), &MONEY))
        {
            continue;
        }
        let under = lead.clone().filter(|_| bullet);
        let before = out.len();
        let setting = Setting {
            prose,
            year: section.year,
            plan_year: context.identity.aim_year,
            sum: means && tabled,
            means,
        };
        setting.read(under.as_ref(), out);
        if !bullet
            && prose.text.trim_end().ends_with(':')
            && let Some(first) = out.get(before)
        {
            lead = Some((first.task.clone(), first.year, block.first));
        }
    }
}

struct Setting<'a> {
    prose: &'a Prose,
    year: Option<i32>,
    plan_year: Option<i32>,
    sum: bool,
    means: bool,
}

/// An amount with the sentence it stands in.
struct Amount<'a> {
    money: Quantity,
    sentence: &'a str,
    /// Bytes of the text.
    offset: usize,
    /// What stands between the amount before, in the same sentence, and this one.
    before: &'a str,
    year: Option<i32>,
}

impl Setting<'_> {
    fn read(&self, under: Option<&(String, Option<i32>, usize)>, out: &mut Vec<Budget>) {
        let amounts = self.amounts();
        let values: Vec<Decimal> = amounts.iter().map(|amount| amount.money.value).collect();
        let mut source: Option<String> = None;
        for (at, amount) in amounts.iter().enumerate() {
            let lower = amount.before.to_lowercase();
            let total = has_any(&lower, &["tổng chi", "tổng nhu cầu", "tổng cộng", "tổng số"]);
            let year = amount.year.or(under.and_then(|(_, year, _)| *year)).or(self.year);
            let line = self.prose.line_at(amount.offset + amount.money.at.start);
            let last = self.prose.line_at((amount.offset + amount.money.at.end).saturating_sub(1));
            let task = under.map_or_else(|| first_words(amount.sentence, 6), |(task, _, _)| task.clone());
            let own = source_of(amount.before, amount.sentence);
            source = own.or(source);
            out.push(Budget {
                place: Place {
                    line,
                    end_line: last.max(line),
                    confidence: 70,
                    reason: "amount_in_a_sentence",
                },
                task,
                source: source.clone(),
                year: year.or(if self.means { self.plan_year } else { None }),
                amount: amount.money.value,
                unit: unit_of(&amount.money),
                sum: self.sum || total || is_whole(&values, at),
            });
        }
    }

    fn amounts(&self) -> Vec<Amount<'_>> {
        let mut out = Vec::new();
        let mut year: Option<i32> = None;
        for range in sentences(&self.prose.text) {
            let sentence = self.prose.text.get(range.clone()).unwrap_or_default();
            year = year_of(sentence).or(year);
            let mut from = 0;
            for money in quantity::find(sentence).into_iter().filter(|found| found.kind == Sort::Money) {
                let before = sentence.get(from..money.at.start).unwrap_or_default();
                from = money.at.end;
                out.push(Amount { money, sentence, offset: range.start, before, year });
            }
        }
        out
    }
}

/// The amounts after it, two or more, make it up.
fn is_whole(values: &[Decimal], at: usize) -> bool {
    let Some(whole) = values.get(at) else { return false };
    let mut sum = Decimal::ZERO;
    for (taken, part) in values.iter().skip(at + 1).enumerate() {
        sum += part;
        if taken > 0 && sum == *whole {
            return true;
        }
    }
    false
}

/// The year of a sentence about money: not one it compares with, nor one in brackets.
fn year_of(sentence: &str) -> Option<i32> {
    let years = when::years_in(sentence);
    let plain = years.iter().find(|year| {
        let head = sentence.get(..year.at.start).unwrap_or_default().to_lowercase();
        year.from.is_none() && !in_brackets(sentence, year.at.start) && !head.trim_end().ends_with("so với")
    });
    plain
        .map(when::YearIn::by)
        .or_else(|| when::dates_in(sentence).first().map(|(_, date)| i32::from(date.year())))
}

fn unit_of(money: &Quantity) -> String {
    money.unit.normalised.clone()
}

/// What stands before the amount names where it comes from.
fn source_of(before: &str, text: &str) -> Option<String> {
    let own = before.trim_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(" là").trim();
    let words = own.split([',', '(', ';', ':']).next_back().unwrap_or(own).trim();
    let lower = words.to_lowercase();
    if has_any(&lower, &["ngân sách", "nguồn", "chi thường xuyên", "chi đầu tư", "vốn"]) {
        return Some(first_words(words, 12));
    }
    text.to_lowercase().contains("ngân sách nhà nước").then(|| "Ngân sách nhà nước".to_owned())
}
