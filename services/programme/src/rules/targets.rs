//! Targets in running text: a quantity that must hold, of something, by a year.
use super::measure;
use super::sections::{Role, Section};
use super::words::{first_words, has_any, in_brackets, plain_heading, sentences, shorten};
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
        // "Đến năm 2025, …; …": a year that opens a sentence holds for those after it.
        if let Some((at, own)) = aimed_years(text).into_iter().next() {
            let opens = text
                .get(..at)
                .is_some_and(|head| head.split_whitespace().count() <= 1 || head.trim_end().ends_with(':'));
            year = if opens { Some(own) } else { year };
        }
        let setting = Setting {
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

/// The years a text sets for what it aims at, with their places.
fn aimed_years(text: &str) -> Vec<(usize, i32)> {
    when::years_in(text)
        .iter()
        .filter(|year| matches!(year.relation, Relation::By | Relation::Before))
        .map(|year| (year.at.start, year.by()))
        .collect()
}

/// "Trước ngày 30/9/2026": the year of a date that is a limit.
fn aimed_date(text: &str) -> Option<(usize, i32)> {
    when::dates_in(text).into_iter().find_map(|(at, date)| {
        let head = text.get(..at.start)?.to_lowercase();
        let limit: Vec<&str> = head.split_whitespace().rev().take(2).collect();
        let led = limit.iter().any(|word| matches!(*word, "trước" | "đến" | "hết" | "chậm"));
        led.then(|| (at.start, i32::from(date.year())))
    })
}

struct Setting<'a> {
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
        self.in_words(&measures, out);
        let spans: Vec<Range<usize>> = (0..measures.len()).map(|at| self.span(&measures, at)).collect();
        let levels = self.levels(&measures, &spans);
        let before = out.last().filter(|last| last.pillar == self.pillar).map(|last| last.measure.clone());
        let names = self.names(&measures, &spans, &levels, before);
        for (((found, span), levels), name) in measures.iter().zip(&spans).zip(levels).zip(names) {
            let levels = if levels.is_empty() { vec![None] } else { levels.into_iter().map(Some).collect() };
            for level in levels {
                self.push(found, span, level, &name, out);
            }
        }
    }

    /// What each quantity measures.  "90% hồ sơ tại cấp tỉnh, 60% hồ sơ tại cấp xã được xử lý": what is said at the end
    /// holds for all; "riêng cấp xã đạt 85%": what was measured before is meant.
    fn names(
        &self,
        measures: &[Quantity],
        spans: &[Range<usize>],
        levels: &[Vec<Level>],
        before: Option<String>,
    ) -> Vec<String> {
        let mut names: Vec<String> = measures
            .iter()
            .zip(spans)
            .map(|(found, span)| measure::without_level(&self.measure(found, span)))
            .collect();
        let last = names.last().cloned().unwrap_or_default();
        let levelled = levels.iter().all(|levels| !levels.is_empty());
        for name in names.iter_mut().filter(|_| levelled) {
            let head = first_words(name, 2).to_lowercase();
            if name.split_whitespace().count() >= 2 && head == first_words(&last, 2).to_lowercase() {
                name.clone_from(&last);
            }
        }
        let mut known = before;
        for name in &mut names {
            match known.clone().filter(|_| measure::says_no_thing(name)) {
                Some(before) => *name = before,
                None => known = Some(name.clone()),
            }
        }
        names.into_iter().map(|name| shorten(&name, 12)).collect()
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
        let dated = !aimed_years(self.text).is_empty();
        let bound = found.comparator.is_some();
        match found.kind {
            Sort::Percent | Sort::Share => {
                self.section.role != Role::Means || lower.contains("phấn đấu") || bound
            }
            Sort::Rank => true,
            Sort::Money => aims && (bound || self.reached(found)),
            Sort::Count => {
                let whole = found.fraction.is_some();
                !found.unit.normalised.is_empty()
                    && !self.qualifies(found)
                    && (bound && (aims || dated) || aims && (whole || self.reached(found)))
            }
        }
    }

    /// "Trên 90% tàu cá từ 15 mét trở lên": a size after the thing that is measured says which things are meant.
    fn qualifies(&self, found: &Quantity) -> bool {
        const SIZES: [&str; 12] =
            ["mét", "m", "km", "m2", "ha", "tấn", "kw", "mw", "tuổi", "cv", "lít", "kg"];
        let head = self.text.get(..found.at.start).unwrap_or_default();
        let rate = quantity::find(head).iter().any(|before| before.kind == Sort::Percent);
        rate && !self.reached(found) && SIZES.contains(&found.unit.normalised.to_lowercase().as_str())
    }

    /// "đạt 21.500 tỷ đồng", "có thêm 03 xã": the verb before it makes an amount or a count an aim.
    fn reached(&self, found: &Quantity) -> bool {
        let head = self.text.get(..found.at.start).unwrap_or_default().to_lowercase();
        let verb = head.split_whitespace().next_back().unwrap_or_default();
        matches!(verb, "đạt" | "thêm" | "lên" | "còn" | "bằng" | "mới")
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
        let mentions: Vec<(Range<usize>, Level)> = level::mentions(self.text)
            .into_iter()
            .filter(|(at, _)| !self.on_the_way(at) && !self.among_agencies(at))
            .collect();
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
                let mut own: Vec<Level> = each_level(self.text.get(span.start..from).unwrap_or_default());
                for (place, level) in &mentions {
                    if place.start >= span.start && place.start < span.end && !own.contains(level) {
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

    /// "các sở, ngành, UBND cấp huyện": agencies of several levels in one list.
    fn among_agencies(&self, at: &Range<usize>) -> bool {
        let head = self.text.get(..at.start).unwrap_or_default().to_lowercase();
        let near: Vec<&str> = head.split_whitespace().rev().take(7).collect();
        near.iter().any(|word| matches!(word.trim_matches(','), "sở" | "ngành"))
    }

    /// "từ cấp tỉnh đến cấp xã", "đến tận cấp xã": the way of something, not whom the aim is for.
    fn on_the_way(&self, at: &Range<usize>) -> bool {
        let head = self.text.get(..at.start).unwrap_or_default().to_lowercase();
        let tail: Vec<&str> = head.split_whitespace().rev().take(2).collect();
        tail.iter().any(|word| matches!(*word, "từ" | "đến" | "tới" | "bàn"))
    }

    /// The year that stands last before a place of the sentence, else its first, else what holds around it.
    fn year_at(&self, at: usize) -> Option<i32> {
        let years = aimed_years(self.text);
        let before = years.iter().rev().find(|(place, _)| *place <= at);
        before.or_else(|| years.first()).map(|(_, year)| *year).or(self.year)
    }

    fn push(
        &self,
        found: &Quantity,
        span: &Range<usize>,
        level: Option<Level>,
        name: &str,
        out: &mut Vec<Target>,
    ) {
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
            measure: name.to_owned(),
            comparator,
            value: found.value,
            unit: if found.unit.printed.is_empty() { unit.clone() } else { found.unit.printed.clone() },
            unit_normalised: unit,
            level: level.map(Level::word),
            year: self.year_at(found.at.end),
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
        measure::plain(&text)
    }

    /// "Toàn bộ", "mọi", "tất cả": a hundred percent in words; "hoàn thành … đến năm 2025": yes or no.  Clause by clause,
    /// where no quantity stands.
    fn in_words(&self, measures: &[Quantity], out: &mut Vec<Target>) {
        if !matches!(self.section.role, Role::Aims | Role::Tasks) {
            return;
        }
        let every: Vec<Range<usize>> = quantity::every(self.text)
            .into_iter()
            .filter(|at| self.is_universal(at) && !self.counts_each(at, measures))
            .collect();
        let clauses = self.clauses(&every);
        // "Sở X chủ trì …; hoàn thành trước ngày …" is a task with its date.
        let led = self.section.role == Role::Tasks && self.prose.text.contains(" chủ trì");
        for clause in clauses.into_iter().filter(|_| !led) {
            let inside = |at: usize| clause.contains(&at);
            if measures.iter().any(|found| inside(found.at.start)) {
                continue;
            }
            let text = self.text.get(clause.clone()).unwrap_or_default();
            let dated = aimed_years(text).into_iter().next().or_else(|| aimed_date(text));
            let (value, unit, reason) =
                match (every.iter().any(|at| inside(at.start)), dated.is_some() && self.is_milestone(text)) {
                    (true, _) => (Decimal::ONE_HUNDRED, "%", "all_in_words"),
                    (false, true) => (Decimal::ONE, "có/không", "milestone"),
                    (false, false) => continue,
                };
            let sure = if dated.is_some() || self.section.role == Role::Aims { 70 } else { 50 };
            out.push(Target {
                place: self.place(&clause, sure, reason),
                pillar: self.pillar.clone(),
                text: self.text.trim().to_owned(),
                measure: shorten(measure::strip_brackets(text).trim_matches([',', ' ']), 12),
                comparator: Comparator::Equal,
                value,
                unit: unit.to_owned(),
                unit_normalised: unit.to_owned(),
                level: None,
                year: dated.map(|(_, year)| year).or_else(|| self.year_at(clause.end)),
                owner: Vec::new(),
            });
        }
    }

    /// "Mỗi xã có ít nhất 03 điểm": what is counted is the aim, not that all have it.
    fn counts_each(&self, at: &Range<usize>, measures: &[Quantity]) -> bool {
        let word = self.text.get(at.clone()).unwrap_or_default().to_lowercase();
        word.contains("mỗi")
            && measures.iter().any(|found| found.at.start > at.end && found.kind == Sort::Count)
    }

    /// The sentence, cut at the commas after which something new is aimed at: another "all", another year.
    fn clauses(&self, every: &[Range<usize>]) -> Vec<Range<usize>> {
        let years = aimed_years(self.text);
        let mut cuts: Vec<usize> = vec![0];
        let commas: Vec<usize> = self.text.match_indices(", ").map(|(at, _)| at).collect();
        for (at, comma) in commas.iter().enumerate() {
            let end = commas.get(at + 1).copied().unwrap_or(self.text.len());
            let own = *comma..end;
            let begin = cuts.last().copied().unwrap_or(0);
            let held = begin..*comma;
            let has = |range: &Range<usize>| every.iter().any(|found| range.contains(&found.start));
            let dated = |range: &Range<usize>| years.iter().any(|(found, _)| range.contains(found));
            let anew = has(&own) && has(&held) || dated(&own) && dated(&held);
            let counted =
                has(&held) && quantity::find(self.text.get(own.clone()).unwrap_or_default()).len() == 1;
            if (anew || counted) && !in_brackets(self.text, *comma) {
                cuts.push(comma + 2);
            }
        }
        let ends: Vec<usize> = cuts.iter().skip(1).copied().chain([self.text.len()]).collect();
        cuts.into_iter().zip(ends).map(|(begin, end)| begin..end).collect()
    }

    /// Something is to be finished, and is not said to be so already or only in the main; among aims, to be issued too.
    fn is_milestone(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let issued = self.section.role == Role::Aims
            && (lower.trim().starts_with("ban hành") || lower.contains(" ban hành "));
        let finished = has_any(
            &lower,
            &["hoàn thành", "hoàn thiện", "đưa vào sử dụng", "đưa vào vận hành", "đưa vào khai thác"],
        );
        (finished || issued)
            && !has_any(
                &lower,
                &["đã hoàn thành", "đã hoàn thiện", "đã ban hành", "cơ bản hoàn th", "từng bước"],
            )
    }

    /// An "all" counts where something is to be reached by all: not "cho mọi người", "qua tất cả các cấp"; not where
    /// the sentence only wants to get nearer to it.
    fn is_universal(&self, at: &Range<usize>) -> bool {
        let word = self.text.get(at.clone()).unwrap_or_default().to_lowercase();
        if in_brackets(self.text, at.start) {
            return false;
        }
        let head = self.text.get(..at.start).unwrap_or_default().to_lowercase();
        let after = self.text.get(at.end..).unwrap_or_default().to_lowercase();
        const EFFORT: [&str; 8] = [
            "đẩy nhanh",
            "từng bước",
            "tạo điều kiện",
            "khuyến khích",
            "làm cơ sở",
            "có thể",
            "nghiên cứu",
            "cho phép",
        ];
        if has_any(&head, &EFFORT) {
            return false;
        }
        if word.contains("mỗi") {
            return after.contains(" có ")
                && (head.trim().is_empty()
                    || has_any(&head, &["phấn đấu", "hướng tới", "bảo đảm", "đảm bảo"]));
        }
        const REACHED: [&str; 12] = [
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
            "cung cấp",
        ];
        const AROUND: [&str; 9] = ["cho", "trong", "của", "từ", "với", "về", "ở", "qua", "lập"];
        let own = head.rsplit(", ").next().unwrap_or(&head);
        let before: Vec<&str> = head.split_whitespace().rev().take(2).collect();
        let around = before.iter().any(|word| AROUND.contains(word));
        let over = before.first() == Some(&"trên") && !own.contains("hoàn thành");
        (has_any(&head, &REACHED) || head.trim().is_empty()) && !around && !over
    }
}

/// "Mỗi huyện có tối thiểu 01 xã": the aim is for each district.
fn each_level(head: &str) -> Vec<Level> {
    let lower = head.to_lowercase();
    let pairs = [("mỗi tỉnh", Level::Province), ("mỗi huyện", Level::District), ("mỗi xã", Level::Commune)];
    pairs.iter().filter(|(words, _)| lower.contains(words)).map(|(_, level)| *level).collect()
}
