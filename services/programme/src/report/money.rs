//! IV. Money by year and source, as far as it has come.
use super::{Writer, words};
use crate::model::money::{Stage, Stages};
use crate::ops::track::number_vi;
use crate::rules::totals;
use documents::{Align, GridRow};
use rust_decimal::Decimal;

/// Whole đồng as millions, exact to ten thousand đồng.
fn millions(dong: i64) -> String {
    number_vi(Decimal::from(dong).checked_div(Decimal::from(1_000_000)).unwrap_or_default())
}

impl Writer<'_> {
    fn stage_cells(&self, first: String, source: String, stages: &Stages) -> Vec<String> {
        let mut cells = vec![first, source];
        let dash = || self.t("programme-paper-dash");
        cells.extend(Stage::ALL.map(|stage| stages.get(stage).map_or_else(dash, millions)));
        let share = stages.paid.zip(stages.estimate).filter(|(_, estimate)| *estimate > 0);
        cells.push(share.map_or_else(dash, |(paid, estimate)| words::share(paid, estimate)));
        cells
    }

    pub(super) fn money(&mut self) {
        self.heading(1, "programme-paper-heading-4");
        let money = &self.report.money;
        if money.totals.is_empty() {
            let none = self.t("programme-paper-money-none");
            return self.paragraph(none);
        }
        let sum = totals::overall(&money.totals);
        let text = self.money_words(&sum);
        let mut rows = Vec::new();
        let years = money.years();
        for year in &years {
            let of: Vec<_> = money.totals.iter().filter(|total| total.year == *year).collect();
            let name = match year {
                Some(year) => self.l.with("programme-paper-money-year", &[("year", year.to_string())]),
                None => self.t("programme-paper-money-no-year"),
            };
            for (at, total) in of.iter().enumerate() {
                let source = match total.source.trim() {
                    "" => self.t("programme-paper-money-no-source"),
                    source => source.to_owned(),
                };
                let first = if at == 0 { name.clone() } else { String::new() };
                rows.push(GridRow::plain(self.stage_cells(first, source, &total.stages)));
            }
            if of.len() > 1 && years.len() > 1 {
                let sum = totals::overall(of.iter().copied());
                let source = self.t("programme-paper-states-sum");
                rows.push(GridRow::strong(self.stage_cells(String::new(), source, &sum)));
            }
        }
        if money.totals.len() > 1 {
            let first = self.t("programme-paper-money-total");
            rows.push(GridRow::strong(self.stage_cells(first, String::new(), &sum)));
        }
        self.paragraph(text);
        let columns = [
            ("programme-paper-money-column-year", 22, Align::Left),
            ("programme-paper-column-source", 38, Align::Left),
            ("programme-paper-column-estimate", 23, Align::Right),
            ("programme-paper-column-allotted", 21, Align::Right),
            ("programme-paper-column-contracted", 21, Align::Right),
            ("programme-paper-column-paid", 21, Align::Right),
            ("programme-paper-column-paid-share", 19, Align::Right),
        ];
        let title = self.t("programme-paper-money-title");
        let note = self.t("programme-paper-money-note");
        self.table(&title, &columns, rows, Some(note));
    }

    fn money_words(&self, sum: &Stages) -> String {
        let parts: Vec<String> = [
            ("programme-paper-money-allotted", sum.allotted),
            ("programme-paper-money-contracted", sum.contracted),
            ("programme-paper-money-paid", sum.paid),
        ]
        .into_iter()
        .filter_map(|(key, dong)| Some((key, dong?)))
        .map(|(key, dong)| {
            let share = words::share(dong, sum.estimate.unwrap_or(0));
            let share = if sum.estimate.is_some_and(|estimate| estimate > 0) {
                share
            } else {
                self.t("programme-paper-dash")
            };
            self.l.with(key, &[("amount", millions(dong)), ("share", share)])
        })
        .collect();
        let stages = if parts.is_empty() {
            self.t("programme-paper-money-no-stages")
        } else {
            self.l.with("programme-paper-money-stages", &[("parts", words::listed(self.l, parts))])
        };
        match sum.estimate {
            Some(estimate) => self
                .l
                .with("programme-paper-money-sum", &[("estimate", millions(estimate)), ("stages", stages)]),
            None => self.l.with("programme-paper-money-no-sum", &[("stages", stages)]),
        }
    }
}
