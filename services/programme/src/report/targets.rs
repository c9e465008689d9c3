//! II. Targets: figures against their path and the round before, lines of those behind, why.
use super::{Writer, words};
use crate::model::path::{Point, TargetState};
use crate::ops::track::view::line_key;
use crate::ops::track::{ReportTarget, TargetRow, number_vi};
use base::date_vi;
use documents::{Align, GridRow, LineChart, LinePoint, LineSeries, ReportPart, Tone};
use std::collections::BTreeSet;
use web::arg;

/// Lines drawn at most.
const LINES: usize = 6;
/// Drawn where nothing is behind.
const LINES_ELSE: usize = 2;

const fn state_key(state: TargetState) -> &'static str {
    match state {
        TargetState::Missed => "programme-paper-state-missed",
        TargetState::AtRisk => "programme-paper-state-at-risk",
        TargetState::NoData => "programme-paper-state-no-data",
        TargetState::OnCourse => "programme-paper-state-on-course",
        TargetState::Met => "programme-paper-state-met",
        TargetState::MetEarly => "programme-paper-state-met-early",
    }
}

const fn behind(state: TargetState) -> bool {
    matches!(state, TargetState::Missed | TargetState::AtRisk)
}

impl Writer<'_> {
    pub(super) fn targets(&mut self) {
        self.heading(1, "programme-paper-heading-2");
        if self.report.targets.is_empty() {
            let none = self.t("programme-paper-targets-none");
            return self.paragraph(none);
        }
        self.heading(2, "programme-paper-section-path");
        self.path_table();
        self.lines();
        self.heading(2, "programme-paper-section-behind");
        self.behind();
        self.heading(2, "programme-paper-section-unknown");
        self.unknown();
    }

    fn path_table(&mut self) {
        let (l, report) = (self.l, self.report);
        let dash = || self.t("programme-paper-dash");
        let mut rows = Vec::with_capacity(report.targets.len());
        let mut pillar = "";
        for (at, target) in report.targets.iter().enumerate() {
            let row = &target.row;
            if row.target.pillar != pillar {
                pillar = &row.target.pillar;
                rows.push(GridRow::group(pillar.trim().to_owned()));
            }
            let mark = if row.base_missing { " (*)" } else { "" };
            let aim = words::aim(row);
            let year = row.aim.by.year().to_string();
            let mut cells = vec![
                (at + 1).to_string(),
                format!("{}{mark}", words::measure(row)),
                l.with("programme-paper-aim", &[("aim", aim), ("year", year)]),
                row.expected.map_or_else(dash, |expected| words::value(expected, row)),
                row.latest.map_or_else(
                    || self.t("programme-paper-value-none"),
                    |latest| {
                        let value = words::value(latest.value, row);
                        let day = date_vi(latest.on);
                        l.with("programme-paper-value-on", &[("value", value), ("day", day)])
                    },
                ),
            ];
            if report.before.is_some() {
                let change =
                    row.latest.zip(target.before).and_then(|(now, before)| now.value.checked_sub(before));
                cells.push(target.before.map_or_else(dash, |before| words::value(before, row)));
                cells.push(change.map_or_else(dash, words::signed));
            }
            cells.push(self.t(state_key(row.state)));
            rows.push(GridRow::plain(cells));
        }
        let mut columns = vec![
            ("programme-paper-column-place", 9, Align::Centre),
            ("programme-paper-column-target", 48, Align::Left),
            ("programme-paper-column-aim", 21, Align::Centre),
            ("programme-paper-column-expected", 18, Align::Centre),
            ("programme-paper-column-value", 24, Align::Centre),
        ];
        if report.before.is_some() {
            columns.push(("programme-paper-column-before", 17, Align::Centre));
            columns.push(("programme-paper-column-change", 17, Align::Centre));
        }
        columns.push(("programme-paper-column-state", 19, Align::Centre));
        let key = if report.before.is_some() {
            "programme-paper-path-title"
        } else {
            "programme-paper-path-title-first"
        };
        let title = self.t(key);
        let mut note = vec![self.t("programme-paper-path-note")];
        if report.before.is_some() && report.targets.iter().any(|target| words::is_percent(&target.row)) {
            note.push(self.t("programme-paper-path-note-points"));
        }
        if report.targets.iter().any(|target| target.row.base_missing) {
            note.push(self.t("programme-paper-path-note-base"));
        }
        self.table(&title, &columns, rows, Some(note.join(" ")));
    }

    /// One line for each measure that is behind, the worst first; where none is, some of the others.
    fn lines(&mut self) {
        let report = self.report;
        let drawable =
            |target: &&ReportTarget| target.row.latest.is_some() && !target.row.path.aims.is_empty();
        let mut late: Vec<&ReportTarget> =
            report.targets.iter().filter(|target| behind(target.row.state)).filter(drawable).collect();
        late.sort_by_key(|target| target.row.state);
        let (key, chosen, most) = if late.is_empty() {
            let some = report.targets.iter().filter(drawable).collect();
            ("programme-paper-lines-some", some, LINES_ELSE)
        } else {
            ("programme-paper-lines-behind", late, LINES)
        };
        let mut seen = BTreeSet::new();
        let measures: Vec<&ReportTarget> =
            chosen.into_iter().filter(|target| seen.insert(line_key(&target.row.target))).collect();
        let shown: Vec<&ReportTarget> = measures.iter().take(most).copied().collect();
        if shown.is_empty() {
            return;
        }
        let mut title = self.t(key);
        if shown.len() < measures.len() {
            title = self.l.with(
                "programme-paper-lines-of",
                &[("title", arg(&title)), ("shown", arg(&shown.len())), ("n", arg(&measures.len()))],
            );
        }
        let caption = self.chart_caption(&title);
        let charts = shown.into_iter().map(|target| self.line(target)).collect();
        self.parts.push(ReportPart::Lines { caption, charts });
    }

    fn line(&self, target: &ReportTarget) -> LineChart {
        let row = &target.row;
        let base = row.path.base;
        let mut path: Vec<Point> = base.into_iter().collect();
        let aims = row.path.aims.iter().map(|aim| Point { on: aim.by, value: aim.value });
        path.extend(aims.filter(|aim| base.is_none_or(|base| aim.on > base.on)));
        let mut values: Vec<Point> = base.filter(|_| !row.base_missing).into_iter().collect();
        let before = self.report.before.as_ref().zip(target.before);
        values.extend(before.map(|(round, value)| Point { on: round.to, value }));
        values.extend(row.latest);
        values.sort_by_key(|point| point.on);
        // The last value of a day is the latest one.
        values.reverse();
        values.dedup_by_key(|point| point.on);
        values.reverse();
        let title = words::measure(row);
        let told = |points: &[Point]| {
            let told = points.iter().map(|point| {
                let (value, day) = (words::value(point.value, row), date_vi(point.on));
                self.l.with("programme-paper-line-point", &[("value", value), ("day", day)])
            });
            told.collect::<Vec<_>>().join(", ")
        };
        let says = self.l.with(
            "programme-paper-line-says",
            &[("title", title.as_str()), ("path", &told(&path)), ("values", &told(&values))],
        );
        let series = |key: &str, tone, dashed, points: &[Point]| LineSeries {
            name: self.t(key),
            tone,
            dashed,
            points: points.iter().map(|point| line_point(*point, row)).collect(),
        };
        LineChart {
            title,
            says,
            series: vec![
                series("programme-paper-line-path", Tone::Unknown, true, &path),
                series("programme-paper-line-value", Tone::Main, false, &values),
            ],
        }
    }

    fn named(&self, row: &TargetRow) -> String {
        let (target, aim, year) = (words::measure(row), words::aim(row), row.aim.by.year().to_string());
        let args = [("target", target), ("aim", aim), ("year", year)];
        self.l.with("programme-paper-target-named", &args)
    }

    fn behind(&mut self) {
        let report = self.report;
        let mut late: Vec<&ReportTarget> =
            report.targets.iter().filter(|target| behind(target.row.state)).collect();
        late.sort_by_key(|target| target.row.state);
        if late.is_empty() {
            let none = self.t("programme-paper-behind-none");
            self.paragraph(none);
        }
        for target in late {
            let text = self.why_behind(target);
            self.item(text);
        }
    }

    fn why_behind(&self, target: &ReportTarget) -> String {
        let (l, row) = (self.l, &target.row);
        let reason = self.reason(target);
        let why = if reason.is_empty() {
            self.t("programme-paper-why-none")
        } else {
            l.with("programme-paper-why", &[("agency", row.owner.as_str()), ("words", without_stop(&reason))])
        };
        let latest = row.latest.unwrap_or(Point { on: row.aim.by, value: rust_decimal::Decimal::ZERO });
        let (value, day) = (words::value(latest.value, row), date_vi(latest.on));
        let apart = row.expected.and_then(|expected| latest.value.checked_sub(expected));
        match (row.state, row.expected, apart) {
            (TargetState::AtRisk, Some(expected), Some(apart)) => {
                let below = apart.is_sign_negative();
                let key = if below { "programme-paper-behind-below" } else { "programme-paper-behind-above" };
                l.with(
                    key,
                    &[
                        ("target", self.named(row)),
                        ("value", value),
                        ("day", day),
                        ("expected", words::value(expected, row)),
                        ("gap", words::gap(l, apart, row)),
                        ("why", why),
                    ],
                )
            }
            _ => l.with(
                "programme-paper-behind-missed",
                &[
                    ("target", words::measure(row)),
                    ("aim", words::aim(row)),
                    ("year", row.aim.by.year().to_string()),
                    ("value", value),
                    ("day", day),
                    ("why", why),
                ],
            ),
        }
    }

    /// What its owner wrote; a measure is reported on once, at its next aim, and the words are those of all its aims.
    fn reason(&self, target: &ReportTarget) -> String {
        let key = line_key(&target.row.target);
        let own = std::iter::once(target);
        let same = |other: &&ReportTarget| {
            other.row.target.owner == target.row.target.owner && line_key(&other.row.target) == key
        };
        let others = self.report.targets.iter().filter(same);
        let said = own.chain(others).map(|one| text::squeeze(&one.reason)).find(|words| !words.is_empty());
        said.unwrap_or_default()
    }

    fn unknown(&mut self) {
        let report = self.report;
        let unknown: Vec<&ReportTarget> =
            report.targets.iter().filter(|target| target.row.state == TargetState::NoData).collect();
        if unknown.is_empty() {
            let none = self.t("programme-paper-unknown-none");
            self.paragraph(none);
        }
        for target in unknown {
            let row = &target.row;
            let named = self.named(row);
            let text = match row.latest {
                Some(latest) => self.l.with(
                    "programme-paper-unknown-old",
                    &[
                        ("target", named),
                        ("value", words::value(latest.value, row)),
                        ("day", date_vi(latest.on)),
                    ],
                ),
                None if row.owner.trim().is_empty() => {
                    self.l.with("programme-paper-unknown", &[("target", named)])
                }
                None => self.l.with(
                    "programme-paper-unknown-owner",
                    &[("target", named.as_str()), ("agency", row.owner.as_str())],
                ),
            };
            self.item(text);
        }
    }
}

/// A quotation inside a sentence brings no stop of its own.
fn without_stop(words: &str) -> &str {
    words.trim_end_matches(['.', ' '])
}

fn line_point(point: Point, row: &TargetRow) -> LinePoint {
    let shown = number_vi(point.value);
    LinePoint {
        on: point.on,
        value: point.value.normalize().to_string(),
        label: if words::is_percent(row) { format!("{shown}%") } else { shown },
    }
}
