//! Budgets in tables: an amount for each task, source and year.
use super::columns::{self, Placed, Use};
use super::words::first_words;
use super::{Budget, Context, Place};
use crate::grammar::{Decimal, number};
use crate::reading::{Column, Kind, Table, is_ordinal, ordinal_parts};

pub(super) fn read(context: &Context<'_>) -> Vec<Budget> {
    let mut out = Vec::new();
    for (at, block) in context.document.blocks.iter().enumerate() {
        if let Kind::Table(table) = &block.kind {
            let uses = columns::uses(table);
            if uses.contains(&Use::Money) && (uses.contains(&Use::Work) || uses.contains(&Use::Ordinal)) {
                rows(context, at, table, &uses, &mut out);
            }
        }
    }
    out
}

struct Money {
    at: usize,
    source: Option<String>,
    year: Option<i32>,
    sum: bool,
}

fn rows(context: &Context<'_>, block: usize, table: &Table, uses: &[Use], out: &mut Vec<Budget>) {
    let above = above(context, block);
    let unit = unit_in(&above).or_else(|| unit_in(&titles(table))).unwrap_or_else(|| "đồng".to_owned());
    let plan_year = context.identity.aim_year;
    let columns = money_columns(table, uses, &above, plan_year);
    let placed = columns::place(table, uses, context.abbreviations);
    for (at, row) in placed.iter().enumerate() {
        let (name, total) = name_of(row, uses);
        let sum = total || is_parent(row, placed.get(at + 1));
        // "Tổng: 256.785,7": the sum of all columns stands in the name of the row.
        if let Some(declared) = declared_total(row, uses).filter(|_| total) {
            let place =
                Place { line: row.first, end_line: row.last, confidence: 90, reason: "total_in_the_title" };
            out.push(Budget {
                place,
                task: name.clone(),
                source: None,
                year: plan_year,
                amount: declared,
                unit: unit.clone(),
                sum: true,
            });
        }
        for column in &columns {
            let Some(slot) = row.cells.get(column.at) else { continue };
            let Some(amount) = number::parse(&slot.text).filter(|_| !slot.carried) else { continue };
            let (confidence, reason) = if row.moved { (60, "cells_moved") } else { (97, "table_cell") };
            out.push(Budget {
                place: Place { line: row.first, end_line: row.last, confidence, reason },
                task: name.clone(),
                source: column.source.clone(),
                year: column.year,
                amount,
                unit: unit.clone(),
                sum: sum || column.sum,
            });
        }
    }
}

fn name_of(row: &Placed, uses: &[Use]) -> (String, bool) {
    let code = row.cells.first().map(|slot| slot.text.clone()).unwrap_or_default();
    let text = row.text(uses, Use::Work).unwrap_or_default();
    let own = format!("{code} {text}").to_lowercase();
    let total = own.trim_start().starts_with("tổng") || own.trim_start().starts_with("cộng");
    if total {
        return (text.split([':', '(']).next().unwrap_or("Tổng").trim().to_owned(), true);
    }
    let name = first_words(text, 6);
    (if is_ordinal(&code) { format!("{code} {name}") } else { name }, false)
}

pub(super) fn declared_total(row: &Placed, uses: &[Use]) -> Option<Decimal> {
    let text = row.text(uses, Use::Work)?;
    text.split_once(':').and_then(|(_, amount)| number::parse(amount))
}

/// The next row is a part of this one.
fn is_parent(row: &Placed, next: Option<&Placed>) -> bool {
    let parts =
        |placed: &Placed| placed.cells.first().map(|slot| ordinal_parts(&slot.text)).unwrap_or_default();
    let own = parts(row);
    next.is_some_and(|next| {
        let below = parts(next);
        !own.is_empty() && below.len() > own.len() && below.starts_with(&own)
    })
}

/// The lines over the table back to its annex or section, as one text.
fn above(context: &Context<'_>, block: usize) -> String {
    let mut texts: Vec<String> = Vec::new();
    for at in (block.saturating_sub(6)..block).rev() {
        match context.document.blocks.get(at).map(|block| &block.kind) {
            Some(Kind::Heading { text, level, .. }) => {
                texts.push(text.clone());
                if *level <= 1 && texts.len() > 2 {
                    break;
                }
            }
            Some(Kind::Paragraph(prose)) => texts.push(prose.text.clone()),
            Some(Kind::Furniture) => {}
            _ => break,
        }
    }
    texts.reverse();
    texts.join("\n")
}

fn titles(table: &Table) -> String {
    table.columns.iter().flat_map(|column| column.titles.iter()).cloned().collect::<Vec<_>>().join("\n")
}

pub(super) fn unit_in(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let units = [
        ("triệu đồng", "triệu đồng"),
        ("tỷ đồng", "tỷ đồng"),
        ("tỉ đồng", "tỷ đồng"),
        ("nghìn đồng", "nghìn đồng"),
        ("1.000 đồng", "nghìn đồng"),
        ("đồng", "đồng"),
    ];
    let asked = lower
        .split('\n')
        .find(|line| line.contains("đvt") || line.contains("đơn vị tính") || line.contains("đơn vị:"));
    let within = asked.unwrap_or(&lower);
    units
        .iter()
        .find(|(word, _)| within.contains(word) && (asked.is_some() || within.contains(&format!("({word}"))))
        .map(|(_, unit)| (*unit).to_owned())
}

/// A column's year stands in its titles; what all columns share says nothing of the source.
fn money_columns(table: &Table, uses: &[Use], above: &str, plan_year: Option<i32>) -> Vec<Money> {
    let money: Vec<(usize, &Column)> =
        table.columns.iter().enumerate().filter(|(at, _)| uses.get(*at) == Some(&Use::Money)).collect();
    let shared = money.first().and_then(|(_, column)| column.titles.first().cloned());
    let common = shared.filter(|title| {
        money.len() > 1
            && money.iter().all(|(_, column)| column.titles.first() == Some(title) && column.titles.len() > 1)
    });
    let year_of = |column: &Column| column.titles.iter().rev().find_map(|title| year_in(title));
    let dated = money.iter().any(|(_, column)| year_of(column).is_some());
    let named = named_source(above);
    money
        .into_iter()
        .map(|(at, column)| {
            let parts: Vec<&str> = column
                .titles
                .iter()
                .filter(|title| {
                    Some(*title) != common.as_ref() && year_in(title).is_none() && !says_nothing(title)
                })
                .map(String::as_str)
                .collect();
            let own = parts.join(" / ");
            let total = column.titles.last().is_some_and(|title| title.to_lowercase().starts_with("tổng"));
            let year = year_of(column).or(if dated { None } else { plan_year });
            let source = if own.is_empty() { named.clone() } else { Some(own) };
            Money { at, source, year, sum: total }
        })
        .collect()
}

fn says_nothing(title: &str) -> bool {
    let lower = title.to_lowercase();
    lower.starts_with("tổng")
        || lower.starts_with("phân kỳ")
        || lower.trim() == "kinh phí"
        || lower.starts_with("kinh phí (")
}

fn year_in(title: &str) -> Option<i32> {
    let digits: String = title.chars().filter(char::is_ascii_digit).collect();
    let short = title.split_whitespace().count() <= 3;
    digits.parse::<i32>().ok().filter(|year| short && (1990..2100).contains(year))
}

/// "… NGUỒN ĐẦU TƯ PHÁT TRIỂN" over the table names the source of all of it.
fn named_source(above: &str) -> Option<String> {
    above.split('\n').find_map(|line| {
        let lower = line.to_lowercase();
        let (_, after) = lower.split_once("nguồn ")?;
        let words = after.trim().trim_end_matches(['.', ')', ':']);
        (words.split_whitespace().count() <= 8 && !words.is_empty()).then(|| format!("Nguồn {words}"))
    })
}
