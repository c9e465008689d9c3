//! A finding as fields of a form, and back.
use crate::grammar::{number, when};
use crate::model::facts::{BudgetFacts, FigureFacts, TargetFacts, TaskFacts};
use crate::model::source::FindingKind;
use crate::ops::correct::Body;
use crate::rules::faults::COMPARATORS;
use crate::rules::terms;
use rust_decimal::Decimal;
use web::{Choice, Errors, Fields, Lang};

/// How a field is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Control {
    Line,
    /// One line of text of a few signs.
    Short,
    Area,
    Select,
    Tick,
}

/// The fields of a kind, in the order of the page; the id is also the end of the label's key.
pub(super) const fn fields(kind: FindingKind) -> &'static [(&'static str, Control)] {
    use Control::{Area, Line, Select, Short, Tick};
    match kind {
        FindingKind::Target => &[
            ("measure", Line),
            ("text", Area),
            ("comparator", Select),
            ("value", Short),
            ("unit", Short),
            ("year", Short),
            ("level", Select),
            ("pillar", Line),
            ("owner", Area),
        ],
        FindingKind::Task => &[
            ("code", Short),
            ("text", Area),
            ("group", Line),
            ("lead", Area),
            ("coordinating", Area),
            ("directing", Area),
            ("deadlines", Area),
            ("cadence", Select),
            ("product", Line),
            ("legal_basis", Line),
            ("note", Line),
        ],
        FindingKind::Budget => &[
            ("task", Area),
            ("source", Line),
            ("year", Short),
            ("amount", Short),
            ("unit", Short),
            ("sum", Tick),
        ],
        FindingKind::Figure => &[
            ("text", Area),
            ("measure", Line),
            ("numerator", Short),
            ("denominator", Short),
            ("rate", Short),
            ("date", Short),
        ],
    }
}

const LEVELS: [&str; 5] = ["", "quốc gia", "tỉnh", "huyện", "xã"];
const CADENCES: [&str; 8] =
    ["", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "continuous"];
const UNITS: [&str; 4] = ["đồng", "nghìn đồng", "triệu đồng", "tỷ đồng"];

/// The choices of a select.
pub(super) fn choices(lang: &Lang, field: &str, value: &str) -> Vec<Choice> {
    let one = |word: &str, label: String| Choice::new(word, label).chosen(word == value);
    match field {
        "comparator" => COMPARATORS
            .iter()
            .enumerate()
            .map(|(at, sign)| {
                let words = lang.t(&format!("programme-planner-comparator-{at}")).into_owned();
                one(sign, format!("{sign} ({words})"))
            })
            .collect(),
        "level" => {
            let mut all: Vec<Choice> = LEVELS
                .iter()
                .map(|word| {
                    let none = || lang.t("programme-planner-none").into_owned();
                    one(word, if word.is_empty() { none() } else { (*word).to_owned() })
                })
                .collect();
            if !LEVELS.contains(&value) {
                all.push(one(value, value.to_owned()));
            }
            all
        }
        _ => CADENCES
            .iter()
            .map(|word| {
                let key = if word.is_empty() { "once".to_owned() } else { word.replace('_', "-") };
                one(word, lang.t(&format!("programme-planner-cadence-{key}")).into_owned())
            })
            .collect(),
    }
}

fn decimal(value: Option<Decimal>) -> String {
    value.map(|value| value.normalize().to_string().replace('.', ",")).unwrap_or_default()
}

fn given(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

/// What a finding holds, as the fields show it.
pub(super) fn values(body: &Body, lines: (i64, i64)) -> Fields {
    let mut out = Fields::default();
    let mut put = |name: &str, value: String| out.push(name, value);
    put("line", lines.0.to_string());
    put("end_line", lines.1.to_string());
    match body {
        Body::Target(row) => {
            put("measure", given(row.measure.as_ref()));
            put("text", row.text.clone());
            put("comparator", row.comparator.clone());
            put("value", decimal(Some(row.value)));
            put("unit", given(row.unit.as_ref()));
            put("year", row.year.map(|year| year.to_string()).unwrap_or_default());
            put("level", given(row.level.as_ref()));
            put("pillar", given(row.pillar.as_ref()));
            put("owner", row.owner.join("\n"));
        }
        Body::Task(row) => {
            let cadence = row.cadence.as_deref().and_then(terms::cadence).unwrap_or_default();
            put("code", given(row.code.as_ref()));
            put("text", row.text.clone());
            put("group", given(row.group.as_ref()));
            put("lead", row.lead.join("\n"));
            put("coordinating", row.coordinating.join("\n"));
            put("directing", row.directing.join("\n"));
            put("deadlines", row.deadlines.join("\n"));
            put("cadence", cadence.to_owned());
            put("product", given(row.product.as_ref()));
            put("legal_basis", given(row.legal_basis.as_ref()));
            put("note", given(row.note.as_ref()));
        }
        Body::Budget(row) => {
            put("task", row.task.clone());
            put("source", given(row.source.as_ref()));
            put("year", row.year.map(|year| year.to_string()).unwrap_or_default());
            put("amount", decimal(Some(row.amount)));
            put("unit", row.unit.clone());
            put("sum", if row.sum { "1".to_owned() } else { String::new() });
        }
        Body::Figure(row) => {
            put("text", row.text.clone());
            put("measure", given(row.measure.as_ref()));
            put("numerator", decimal(row.numerator));
            put("denominator", decimal(row.denominator));
            put("rate", decimal(row.rate));
            put("date", given(row.date.as_ref()));
        }
    }
    out
}

struct Reader<'a> {
    fields: &'a Fields,
    lang: &'a Lang,
    errors: Errors,
}

impl Reader<'_> {
    fn fail(&mut self, field: &str, key: &str) {
        self.errors.add(field, self.lang.t(key).into_owned());
    }

    /// Several lines become one: what a plan prints over lines is one sentence.
    fn text(&mut self, field: &str) -> Option<String> {
        let joined = text::squeeze(self.fields.text(field));
        match text::clean_text(&joined) {
            Ok(clean) => (!clean.trim().is_empty()).then(|| clean.trim().to_owned()),
            Err(_) => {
                self.fail(field, "programme-planner-wrong-text");
                None
            }
        }
    }

    fn needed(&mut self, field: &str) -> String {
        let found = self.text(field);
        if found.is_none() && !self.errors.has(field) {
            self.fail(field, "programme-planner-wrong-missing");
        }
        found.unwrap_or_default()
    }

    fn list(&mut self, field: &str) -> Vec<String> {
        let lines: Vec<String> = self.fields.text(field).split(['\n', ';']).map(text::squeeze).collect();
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    fn number(&mut self, field: &str) -> Option<Decimal> {
        let typed = self.fields.text(field).trim().to_owned();
        if typed.is_empty() {
            return None;
        }
        let read = number::parse(&typed);
        if read.is_none() {
            self.fail(field, "programme-planner-wrong-number");
        }
        read
    }

    fn needed_number(&mut self, field: &str) -> Decimal {
        let found = self.number(field);
        if found.is_none() && !self.errors.has(field) {
            self.fail(field, "programme-planner-wrong-missing");
        }
        found.unwrap_or_default()
    }

    fn year(&mut self, field: &str) -> Option<i32> {
        let typed = self.fields.text(field).trim().to_owned();
        if typed.is_empty() {
            return None;
        }
        let year = typed.parse().ok().filter(|year| (1990..=2100).contains(year));
        if year.is_none() {
            self.fail(field, "programme-planner-wrong-year");
        }
        year
    }

    /// Dates as stored, or as a plan words them ("Quý III/2026", "trước 30/6/2026").
    fn deadlines(&mut self) -> Vec<String> {
        let mut out = Vec::new();
        for line in self.list("deadlines") {
            if terms::last_day(&line).is_some() {
                out.push(line);
                continue;
            }
            let read = when::deadline(&line, None);
            if read.dates.is_empty() {
                self.fail("deadlines", "programme-planner-wrong-deadline");
                return out;
            }
            out.extend(read.dates.iter().map(ToString::to_string));
        }
        out
    }

    fn lines(&mut self) -> (i64, i64) {
        let line = self.fields.text("line").trim().parse::<i64>().ok().filter(|line| *line >= 0);
        let end = self.fields.text("end_line").trim().parse::<i64>().ok();
        let Some(line) = line else {
            self.fail("line", "programme-planner-wrong-line");
            return (0, 0);
        };
        (line, end.filter(|end| *end >= line && *end <= line + 2_000).unwrap_or(line))
    }
}

/// What was typed as a finding with its lines; what the form does not show is taken from `before`.
pub(super) fn read(
    lang: &Lang,
    kind: FindingKind,
    typed: &Fields,
    before: Option<&Body>,
) -> Result<(Body, (i64, i64)), Errors> {
    let mut reader = Reader { fields: typed, lang, errors: Errors::new() };
    let body = match kind {
        FindingKind::Target => Body::Target(target(&mut reader, before)),
        FindingKind::Task => Body::Task(task(&mut reader, before)),
        FindingKind::Budget => Body::Budget(budget(&mut reader)),
        FindingKind::Figure => Body::Figure(figure(&mut reader)),
    };
    let lines = reader.lines();
    if reader.errors.is_empty() { Ok((body, lines)) } else { Err(reader.errors) }
}

fn target(reader: &mut Reader<'_>, before: Option<&Body>) -> TargetFacts {
    let old = match before {
        Some(Body::Target(row)) => row.clone(),
        _ => TargetFacts::default(),
    };
    let comparator = reader.needed("comparator");
    if !comparator.is_empty() && !COMPARATORS.contains(&comparator.as_str()) {
        reader.fail("comparator", "programme-planner-wrong-missing");
    }
    let unit = reader.text("unit");
    let unit_normalised = if unit == old.unit { old.unit_normalised.clone() } else { unit.clone() };
    let measure = reader.needed("measure");
    TargetFacts {
        text: reader.text("text").unwrap_or_else(|| measure.clone()),
        measure: Some(measure),
        comparator,
        value: reader.needed_number("value"),
        unit,
        unit_normalised,
        year: reader.year("year"),
        level: reader.text("level"),
        pillar: reader.text("pillar"),
        owner: reader.list("owner"),
        ..old
    }
}

fn task(reader: &mut Reader<'_>, before: Option<&Body>) -> TaskFacts {
    let old = match before {
        Some(Body::Task(row)) => row.clone(),
        _ => TaskFacts::default(),
    };
    TaskFacts {
        code: reader.text("code"),
        text: reader.needed("text"),
        group: reader.text("group"),
        lead: reader.list("lead"),
        coordinating: reader.list("coordinating"),
        directing: reader.list("directing"),
        deadlines: reader.deadlines(),
        cadence: reader.text("cadence").filter(|word| CADENCES.contains(&word.as_str())),
        product: reader.text("product"),
        legal_basis: reader.text("legal_basis"),
        note: reader.text("note"),
        ..old
    }
}

fn budget(reader: &mut Reader<'_>) -> BudgetFacts {
    let unit = reader.needed("unit");
    if !unit.is_empty() && terms::dong(Decimal::ONE, &unit).is_none() {
        reader.errors.add(
            "unit",
            reader.lang.with("programme-planner-wrong-unit", &[("units", UNITS.join(", ").as_str())]),
        );
    }
    BudgetFacts {
        task: reader.needed("task"),
        source: reader.text("source"),
        year: reader.year("year"),
        amount: reader.needed_number("amount"),
        unit,
        sum: reader.fields.has("sum", "1"),
        ..BudgetFacts::default()
    }
}

fn figure(reader: &mut Reader<'_>) -> FigureFacts {
    let date = reader.text("date");
    if date.as_deref().is_some_and(|date| terms::last_day(date).is_none()) {
        reader.fail("date", "programme-planner-wrong-deadline");
    }
    FigureFacts {
        text: reader.needed("text"),
        measure: reader.text("measure"),
        numerator: reader.number("numerator"),
        denominator: reader.number("denominator"),
        rate: reader.number("rate"),
        date,
        ..FigureFacts::default()
    }
}
