//! Targets in running text: a quantity that must hold, of something, by a year.
use super::sections::{Role, Section};
use super::words::{has_any, in_brackets, plain_heading, sentences, shorten};
use super::{Context, Place, Target};
use crate::grammar::quantity::{self, Comparator, Kind as Sort, Quantity};
use crate::grammar::when::{self, Relation};
use crate::grammar::{Decimal, Level, level};
use crate::reading::{Kind, Prose};
use std::ops::Range;

pub(super) fn read(context: &Context<'_>) -> Vec<Target> {
    let mut out = Vec::new();
    let mut run_in: Option<(usize, String)> = None;
    for (block, section) in context.document.blocks.iter().zip(context.sections) {
        let prose = match &block.kind {
            Kind::Bullet { prose, .. } | Kind::Paragraph(prose) => prose,
            _ => continue,
        };
        let under = section.heading().map_or(0, |heading| heading.text.len() + section.path.len() * 1000);
        if let Some(name) = run_in_heading(&prose.text).filter(|_| section.role == Role::Aims) {
            run_in = Some((under, name));
        }
        let named = run_in.as_ref().filter(|(kept, _)| *kept == under).map(|(_, name)| name.clone());
        let pillar = named.or_else(|| pillar_of(section));
        block_targets(context, section, prose, pillar, &mut out);
    }
    out
}

/// "Về hạ tầng số: 100% …" begins with its own heading.
fn run_in_heading(text: &str) -> Option<String> {
    let (head, rest) = text.split_once(':')?;
    let name = head.strip_prefix("Về ").or_else(|| head.strip_prefix("Đối với "))?;
    if rest.trim().is_empty()
        || name.split_whitespace().count() > 8
        || name.chars().any(|c| c.is_ascii_digit())
    {
        return None;
    }
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect())
}

fn pillar_of(section: &Section) -> Option<String> {
    section
        .heading()
        .filter(|heading| heading.level > 0 && (heading.number.is_some() || heading.level >= 8))
        .map(|heading| plain_heading(&heading.text))
}

fn block_targets(
    context: &Context<'_>,
    section: &Section,
    prose: &Prose,
    pillar: Option<String>,
    out: &mut Vec<Target>,
) {
    let mut year: Option<i32> = None;
    for sentence in sentences(&prose.text) {
        let text = prose.text.get(sentence.clone()).unwrap_or_default();
        if let Some(own) = year_of_sentence(text) {
            year = Some(own);
        }
        let setting = Setting {
            context,
            section,
            prose,
            offset: sentence.start,
            text,
            pillar: pillar.clone(),
            year: year.or(section.year).or(context.identity.aim_year),
        };
        setting.read(out);
    }
}

/// The year a sentence sets for what it aims at.
fn year_of_sentence(text: &str) -> Option<i32> {
    let years = when::years_in(text);
    years.iter().find(|year| matches!(year.relation, Relation::By | Relation::Before)).map(when::YearIn::by)
}

struct Setting<'a> {
    context: &'a Context<'a>,
    section: &'a Section,
    prose: &'a Prose,
    offset: usize,
    text: &'a str,
    pillar: Option<String>,
    year: Option<i32>,
}

/// Words of what is already so.
const NOW: [&str; 7] = ["hiện nay", "hiện tại", "hiện có", "đã đạt", "tính đến", "đến nay", "năm trước"];

impl Setting<'_> {
    fn read(&self, out: &mut Vec<Target>) {
        let lower = self.text.to_lowercase();
        if has_any(&lower, &NOW) || self.skipped(&lower) {
            return;
        }
        let all = quantity::find(self.text);
        let measures: Vec<Quantity> = all.into_iter().filter(|found| self.counts(found, &lower)).collect();
        if measures.is_empty() {
            self.in_words(&lower, out);
            return;
        }
        let spans: Vec<Range<usize>> = (0..measures.len()).map(|at| self.span(&measures, at)).collect();
        let levels = self.levels(&measures, &spans);
        for ((found, span), levels) in measures.iter().zip(&spans).zip(levels) {
            if levels.is_empty() {
                self.push(found, span, None, out);
            }
            for level in levels {
                self.push(found, span, Some(level), out);
            }
        }
    }

    fn skipped(&self, lower: &str) -> bool {
        match self.section.role {
            Role::Aims | Role::Tasks | Role::Means => false,
            Role::Other => !lower.contains("phấn đấu"),
            Role::Present | Role::Organisation | Role::Basis => true,
        }
    }

    /// Which quantities are aims, by where they stand.
    fn counts(&self, found: &Quantity, lower: &str) -> bool {
        if in_brackets(self.text, found.at.start) && !has_any(lower, &["tương ứng"]) {
            return false;
        }
        let aims = self.section.role == Role::Aims;
        let dated = year_of_sentence(self.text).is_some();
        let bound = found.comparator.is_some();
        match found.kind {
            Sort::Percent | Sort::Share => {
                self.section.role != Role::Means || lower.contains("phấn đấu") || bound
            }
            Sort::Rank => true,
            Sort::Money => aims && bound,
            Sort::Count => !found.unit.normalised.is_empty() && (aims && bound || dated && bound),
        }
    }

    /// The clause of a quantity: what leads to it after the quantity before, and what follows up to the next.
    fn span(&self, measures: &[Quantity], at: usize) -> Range<usize> {
        let start = match at.checked_sub(1).and_then(|at| measures.get(at)) {
            None => 0,
            Some(before) => {
                let own = measures.get(at).map_or(before.at.end, |found| found.at.start);
                let between = self.text.get(before.at.end..own).unwrap_or_default();
                let cut = [", ", " và ", ": "]
                    .iter()
                    .filter_map(|mark| between.rfind(mark).map(|at| at + mark.len()))
                    .max();
                before.at.end + cut.unwrap_or(0)
            }
        };
        let end = match measures.get(at + 1) {
            None => self.text.len(),
            Some(next) => self.span_start_of(next, measures.get(at)),
        };
        start.min(end)..end
    }

    fn span_start_of(&self, next: &Quantity, own: Option<&Quantity>) -> usize {
        let from = own.map_or(0, |own| own.at.end);
        let between = self.text.get(from..next.at.start).unwrap_or_default();
        let cut = [", ", " và ", ": "].iter().filter_map(|mark| between.rfind(mark)).max();
        from + cut.unwrap_or(between.len())
    }

    /// The levels each quantity is for.
    fn levels(&self, measures: &[Quantity], spans: &[Range<usize>]) -> Vec<Vec<Level>> {
        let mentions: Vec<(Range<usize>, Level)> =
            level::mentions(self.text).into_iter().filter(|(at, _)| !self.on_the_way(at)).collect();
        let mut distinct: Vec<Level> = Vec::new();
        for (_, level) in &mentions {
            if !distinct.contains(level) {
                distinct.push(*level);
            }
        }
        // "tương ứng 70%, 60%, 55%" for three levels named elsewhere in the sentence.
        let close = measures.windows(2).all(|pair| match pair {
            [a, b] => b.at.start.saturating_sub(a.at.end) <= 5,
            _ => true,
        });
        if measures.len() > 1 && close && distinct.len() == measures.len() {
            return distinct.into_iter().map(|level| vec![level]).collect();
        }
        spans
            .iter()
            .enumerate()
            .map(|(at, span)| {
                let from = measures.get(at).map_or(span.start, |found| found.at.start);
                let mut own: Vec<Level> = Vec::new();
                for (place, level) in &mentions {
                    if place.start >= from && place.start < span.end && !own.contains(level) {
                        own.push(*level);
                    }
                }
                if measures.len() > 1 {
                    own.truncate(if at + 1 == measures.len() { 1 } else { own.len() })
                }
                own
            })
            .collect()
    }

    /// "từ cấp tỉnh đến cấp xã", "đến tận cấp xã": the way of something, not whom the aim is for.
    fn on_the_way(&self, at: &Range<usize>) -> bool {
        let head = self.text.get(..at.start).unwrap_or_default().to_lowercase();
        let tail: Vec<&str> = head.split_whitespace().rev().take(2).collect();
        tail.iter().any(|word| matches!(*word, "từ" | "đến" | "tới" | "bàn"))
    }

    fn push(&self, found: &Quantity, span: &Range<usize>, level: Option<Level>, out: &mut Vec<Target>) {
        let (confidence, reason) = match (self.section.role, found.kind) {
            (Role::Aims, Sort::Percent | Sort::Rank | Sort::Share) => (95, "aim_with_quantity"),
            (Role::Aims, _) => (80, "aim_with_count"),
            (Role::Tasks, _) => (65, "quantity_among_tasks"),
            _ => (55, "quantity_outside_aims"),
        };
        let comparator = found.comparator.unwrap_or(if found.kind == Sort::Rank {
            Comparator::AtMost
        } else {
            Comparator::Equal
        });
        let unit = if found.kind == Sort::Share { "%".to_owned() } else { found.unit.normalised.clone() };
        out.push(Target {
            place: self.place(span, confidence, reason),
            pillar: self.pillar.clone(),
            text: self.text.trim().to_owned(),
            measure: self.measure(found, span),
            comparator,
            value: found.value,
            unit: if found.unit.printed.is_empty() { unit.clone() } else { found.unit.printed.clone() },
            unit_normalised: unit,
            level: level.map(Level::word),
            year: self.year,
            owner: Vec::new(),
        });
    }

    fn place(&self, span: &Range<usize>, confidence: u8, reason: &'static str) -> Place {
        let lead = self.text.get(span.clone()).map_or(0, |part| part.len() - part.trim_start().len());
        let line = self.prose.line_at(self.offset + span.start + lead);
        let end = self.prose.line_at((self.offset + span.end).saturating_sub(1));
        Place { line, end_line: end.max(line), confidence, reason }
    }

    /// The clause without its quantity and the words that lead to it.
    fn measure(&self, found: &Quantity, span: &Range<usize>) -> String {
        let mut text = String::new();
        let mut at = span.start;
        for part in &found.parts {
            text.push_str(self.text.get(at..part.start.max(at)).unwrap_or_default());
            text.push(' ');
            at = part.end.max(at);
        }
        text.push_str(self.text.get(at..span.end).unwrap_or_default());
        let plain = strip_brackets(&text);
        let mut words: Vec<&str> = plain.split_whitespace().collect();
        const LEADS: [&str; 16] = [
            "phấn", "đấu", "tỷ", "tỉ", "lệ", "đạt", "duy", "trì", "có", "các", "số", "lượng", "tổng", "đảm",
            "bảo", "bảo",
        ];
        while words.len() > 3
            && words.first().is_some_and(|word| LEADS.contains(&word.to_lowercase().as_str()))
        {
            words.remove(0);
        }
        while words
            .last()
            .is_some_and(|word| matches!(word.to_lowercase().as_str(), "đạt" | "là" | "từ" | "và" | "chiếm"))
        {
            words.pop();
        }
        shorten(words.join(" ").trim_matches([',', ';', ' ', ':', '.']), 12)
    }

    /// "Toàn bộ", "mọi", "tất cả": a hundred percent in words; "hoàn thành … đến năm 2025": yes or no.
    fn in_words(&self, lower: &str, out: &mut Vec<Target>) {
        if !matches!(self.section.role, Role::Aims | Role::Tasks) {
            return;
        }
        let whole = 0..self.text.len();
        let dated = year_of_sentence(self.text).is_some();
        let finished = has_any(
            lower,
            &["hoàn thành", "hoàn thiện", "đưa vào sử dụng", "đưa vào vận hành", "đưa vào khai thác"],
        );
        let every = quantity::every(self.text).into_iter().find(|at| self.is_universal(at));
        let (value, unit, reason) = match (&every, dated && finished) {
            (Some(_), _) => (Decimal::ONE_HUNDRED, "%", "all_in_words"),
            (None, true) => (Decimal::ONE, "có/không", "milestone"),
            (None, false) => return,
        };
        let sure = if dated || self.section.role == Role::Aims { 70 } else { 50 };
        out.push(Target {
            place: self.place(&whole, sure, reason),
            pillar: self.pillar.clone(),
            text: self.text.trim().to_owned(),
            measure: shorten(&strip_brackets(self.text), 12),
            comparator: Comparator::Equal,
            value,
            unit: unit.to_owned(),
            unit_normalised: unit.to_owned(),
            level: None,
            year: self.year,
            owner: Vec::new(),
        });
    }

    /// An "all" counts where something is to be reached by all: not "cho mọi người", "trên toàn bộ địa bàn".
    fn is_universal(&self, at: &Range<usize>) -> bool {
        let word = self.text.get(at.clone()).unwrap_or_default().to_lowercase();
        if in_brackets(self.text, at.start) {
            return false;
        }
        let head = self.text.get(..at.start).unwrap_or_default().to_lowercase();
        let after = self.text.get(at.end..).unwrap_or_default().to_lowercase();
        let before: Vec<&str> = head.split_whitespace().rev().take(3).collect();
        let aimed = has_any(
            &head,
            &[
                "hoàn thành",
                "chuyển đổi",
                "số hóa",
                "số hoá",
                "phủ",
                "kết nối",
                "đảm bảo",
                "bảo đảm",
                "triển khai",
                "sử dụng",
                "phấn đấu",
            ],
        ) || head.trim().is_empty();
        let purpose = before
            .iter()
            .any(|word| matches!(*word, "cho" | "trong" | "của" | "từ" | "với" | "trên" | "về" | "ở"));
        if word.contains("mỗi") {
            return after.contains(" có ")
                && (head.trim().is_empty() || has_any(&head, &["phấn đấu", "hướng tới", "mỗi"]));
        }
        aimed && !purpose
    }
}

fn strip_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
