//! What the parts of a plan mean: targets, tasks, budgets, figures, warnings.
//!
//! Every rule is about how plans are worded and laid out in general (NĐ 30/2020, phụ lục I); none knows a plan.  What a
//! rule finds keeps its place in the text, how sure it is (percent) and the reason for that.
mod budgets;
mod columns;
pub mod difference;
pub mod doubts;
pub mod faults;
mod figure_tables;
mod figures;
mod identity;
pub mod likeness;
pub mod meaning;
mod measure;
mod money;
pub mod path;
pub mod rounds;
mod sections;
mod target_tables;
mod targets;
mod tasks;
pub mod terms;
pub mod totals;
mod warnings;
mod words;

use crate::grammar::Abbreviations;
use crate::grammar::cadence::Cadence;
use crate::grammar::quantity::Comparator;
use crate::grammar::when::When;
use crate::reading::{Document, Kind};
use rust_decimal::Decimal;

pub use identity::{Identity, Status};
pub use warnings::Warning;

/// Where something was read and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Lines count from 1, both inclusive.
    pub line: usize,
    pub end_line: usize,
    /// Percent.
    pub confidence: u8,
    /// A stable code that says why it is not surer, or what made it sure.
    pub reason: &'static str,
}

/// A measurable aim.
#[derive(Debug, Clone)]
pub struct Target {
    pub place: Place,
    /// The heading it stands under.
    pub pillar: Option<String>,
    /// The clause as worded.
    pub text: String,
    /// What is counted.
    pub measure: String,
    pub comparator: Comparator,
    pub value: Decimal,
    /// As printed.
    pub unit: String,
    pub unit_normalised: String,
    pub level: Option<&'static str>,
    /// It must hold by the end of this year.
    pub year: Option<i32>,
    pub owner: Vec<String>,
}

/// What somebody is told to do.
#[derive(Debug, Clone)]
pub struct Task {
    pub place: Place,
    pub group: Option<String>,
    pub code: Option<String>,
    pub text: String,
    /// Agencies as printed, and written out where an abbreviation is known.
    pub directing: Vec<Named>,
    pub lead: Vec<Named>,
    pub coordinating: Vec<Named>,
    pub deadlines: Vec<When>,
    pub cadence: Option<Cadence>,
    pub product: Option<String>,
    pub legal_basis: Option<String>,
    pub note: Option<String>,
}

/// An agency as the plan prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub printed: String,
    pub expanded: Option<String>,
}

/// Money for a task out of a source.
#[derive(Debug, Clone)]
pub struct Budget {
    pub place: Place,
    pub task: String,
    pub source: Option<String>,
    pub year: Option<i32>,
    /// In `unit`.
    pub amount: Decimal,
    /// As printed: `triệu đồng`, `tỷ đồng`.
    pub unit: String,
    /// It is the sum of other rows.
    pub sum: bool,
}

/// Where things stand now.
#[derive(Debug, Clone)]
pub struct Figure {
    pub place: Place,
    pub text: String,
    pub measure: String,
    pub numerator: Option<Decimal>,
    pub denominator: Option<Decimal>,
    /// Percent, as printed.
    pub rate: Option<Decimal>,
    /// ISO date, month or year.
    pub date: Option<String>,
}

/// All that was found in a plan.
#[derive(Debug, Clone)]
pub struct Found {
    pub identity: Identity,
    pub targets: Vec<Target>,
    pub tasks: Vec<Task>,
    pub budgets: Vec<Budget>,
    pub figures: Vec<Figure>,
    pub warnings: Vec<Warning>,
}

/// Applies the rules to a document.
#[must_use]
pub fn apply(document: &Document) -> Found {
    let identity = identity::of(document);
    let sections = sections::walk(document);
    let abbreviations = Abbreviations::declared_in(&joined(document));
    let context =
        Context { document, identity: &identity, sections: &sections, abbreviations: &abbreviations };
    let tasks = tasks::read(&context);
    let mut targets = targets::read(&context);
    target_tables::read(&context, &mut targets);
    let mut budgets = budgets::read(&context);
    money::read(&context, &mut budgets);
    budgets.sort_by_key(|budget| budget.place.line);
    let mut figures = figures::read(&context);
    figure_tables::read(&context, &mut figures);
    figures.sort_by_key(|figure| figure.place.line);
    let mut found =
        Found { identity: identity.clone(), targets, tasks, budgets, figures, warnings: Vec::new() };
    found.warnings = warnings::read(&context, &found);
    found
}

/// The text with its broken lines joined, so that "cơ quan / nhà nước (CQNN)" is seen as one.
fn joined(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match &block.kind {
            Kind::Paragraph(prose) | Kind::Note(prose) | Kind::Bullet { prose, .. } => {
                out.push_str(&prose.text)
            }
            Kind::Heading { text, .. } => out.push_str(text),
            Kind::Table(_) | Kind::Furniture => {
                let lines = document.lines.get(block.first.saturating_sub(1)..block.last).unwrap_or_default();
                out.push_str(&lines.join("\n"));
            }
        }
        out.push('\n');
    }
    out
}

/// What every rule looks at.
pub(crate) struct Context<'a> {
    pub document: &'a Document,
    pub identity: &'a Identity,
    /// One for each block.
    pub sections: &'a [sections::Section],
    pub abbreviations: &'a Abbreviations,
}
