//! V. Who has not reported.
use super::Writer;
use base::date_vi;
use documents::{Align, GridRow};
use web::arg;

/// More names than these stand in two columns.
const ONE_COLUMN: usize = 12;

impl Writer<'_> {
    pub(super) fn agencies(&mut self) {
        self.heading(1, "programme-paper-heading-5");
        let report = self.report;
        if report.agencies <= 0 {
            let none = self.t("programme-paper-agencies-none");
            return self.paragraph(none);
        }
        if report.silent.is_empty() {
            let all = self.l.with("programme-paper-agencies-all", &[("n", report.agencies)]);
            return self.paragraph(all);
        }
        let due = date_vi(report.round.agency_due);
        let silent = report.silent.len();
        let args = [("n", arg(&silent)), ("all", arg(&report.agencies)), ("due", arg(&due))];
        let text = self.l.with("programme-paper-agencies-silent", &args);
        self.paragraph(text);
        let place = ("programme-paper-column-place", 11, Align::Centre);
        let agency = ("programme-paper-column-agency", 71, Align::Left);
        let title = self.t("programme-paper-agencies-title");
        let numbered: Vec<[String; 2]> =
            report.silent.iter().enumerate().map(|(at, name)| [(at + 1).to_string(), name.clone()]).collect();
        if numbered.len() <= ONE_COLUMN {
            let rows = numbered.into_iter().map(|cells| GridRow::plain(cells.to_vec())).collect();
            return self.table(
                &title,
                &[place, ("programme-paper-column-agency", 154, Align::Left)],
                rows,
                None,
            );
        }
        // Down the first column, then down the second.
        let half = numbered.len().div_ceil(2);
        let (left, right) = numbered.split_at(half);
        let rows = left
            .iter()
            .enumerate()
            .map(|(at, cells)| {
                let other = right.get(at).cloned().unwrap_or_default();
                GridRow::plain(cells.iter().cloned().chain(other).collect())
            })
            .collect();
        self.table(&title, &[place, agency, place, agency], rows, None);
    }
}
