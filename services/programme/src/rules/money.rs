//! Budgets in sentences: amounts with the words of money around them.
use super::sections::Role;
use super::words::{first_words, has_any, sentences};
use super::{Budget, Context, Place};
use crate::grammar::quantity::{self, Kind as Sort, Quantity};
use crate::grammar::{Decimal, when};
use crate::reading::{Kind, Prose};

const MONEY: [&str; 9] = [
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
        let means = section.role == Role::Means;
        if !whole.iter().any(|found| found.kind == Sort::Money)
            || !(means || has_any(&prose.text.to_lowercase(), &MONEY))
        {
            continue;
        }
        let under = lead.clone().filter(|_| bullet);
        let setting = Setting {
            prose,
            year: section.year,
            plan_year: context.identity.aim_year,
            sum: means && tabled,
            means,
        };
        let before = out.len();
        for sentence in sentences(&prose.text) {
            setting.read(sentence.start, prose.text.get(sentence).unwrap_or_default(), under.as_ref(), out);
        }
        if !bullet && prose.text.trim_end().ends_with(':') {
            if let Some(first) = out.get(before) {
                lead = Some((first.task.clone(), first.year, block.first));
            }
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

impl Setting<'_> {
    fn read(
        &self,
        offset: usize,
        text: &str,
        under: Option<&(String, Option<i32>, usize)>,
        out: &mut Vec<Budget>,
    ) {
        let lower = text.to_lowercase();
        if !self.means && !has_any(&lower, &MONEY) {
            return;
        }
        let found: Vec<Quantity> =
            quantity::find(text).into_iter().filter(|found| found.kind == Sort::Money).collect();
        let year = when::years_in(text).iter().find(|year| year.from.is_none()).map(when::YearIn::by);
        let year = year.or(under.and_then(|(_, year, _)| *year)).or(self.year).or(if self.means {
            self.plan_year
        } else {
            None
        });
        let values: Vec<Decimal> = found.iter().map(|found| found.value).collect();
        let parts: Decimal = values.iter().skip(1).sum();
        let whole = values.len() > 2 && values.first() == Some(&parts);
        for (at, money) in found.iter().enumerate() {
            let from = at.checked_sub(1).and_then(|at| found.get(at)).map_or(0, |before| before.at.end);
            let before = text.get(from..money.at.start).unwrap_or_default();
            let total = before.to_lowercase().contains("tổng chi")
                || before.to_lowercase().contains("tổng nhu cầu")
                || before.to_lowercase().contains("tổng cộng");
            let line = self.prose.line_at(offset + money.at.start);
            let task = under.map_or_else(|| first_words(text, 6), |(task, _, _)| task.clone());
            out.push(Budget {
                place: Place { line, end_line: line, confidence: 70, reason: "amount_in_a_sentence" },
                task,
                source: source_of(before, text),
                year,
                amount: money.value,
                unit: unit_of(money),
                sum: self.sum || (at == 0 && whole) || total,
            });
        }
    }
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
