//! I. The round in a few sentences, one table and one chart.
use super::{Writer, words};
use crate::model::path::TargetState;
use crate::ops::track::ReportTarget;
use base::date_vi;
use contracts::PathCounts;
use documents::{Align, BarRow, BarSeries, Bars, GridRow, ReportPart, Tone};
use web::arg;

/// By state, in the order of all tables and charts.
pub fn by_state(counts: &PathCounts) -> [i64; 5] {
    [counts.met, counts.on_course, counts.at_risk, counts.missed, counts.no_data]
}

/// Better, worse, or the same as in the round before; none: it cannot be compared.
pub fn turn(target: &ReportTarget) -> Option<std::cmp::Ordering> {
    let (now, before) = (target.row.latest?.value, target.before?);
    let order = now.cmp(&before);
    Some(if target.row.path.rising { order } else { order.reverse() })
}

impl Writer<'_> {
    pub(super) fn overview(&mut self) {
        let (l, report) = (self.l, self.report);
        let title = report.plan.title.trim();
        let titled = !title.is_empty() && !report.plan.number.trim().is_empty();
        let key = if titled { "programme-paper-opening" } else { "programme-paper-opening-untitled" };
        let opening = l.with(
            key,
            &[
                ("plan", self.plan.as_str()),
                ("title", title),
                ("agency", &report.standing_name),
                ("round", &self.round()),
                ("from", &date_vi(report.round.from)),
                ("to", &date_vi(report.round.to)),
                ("at", &date_vi(report.at.date())),
            ],
        );
        self.paragraph(opening);
        self.heading(1, "programme-paper-heading-1");
        self.reports();
        self.counts();
        self.compared();
        self.states();
    }

    fn reports(&mut self) {
        let (report, tally) = (self.report, self.report.tally);
        let text = if tally.expected <= 0 {
            self.t("programme-paper-reports-none")
        } else {
            let share = words::share(tally.reported, tally.expected);
            self.l.with(
                "programme-paper-reports",
                &[
                    ("agencies", arg(&report.agencies)),
                    ("expected", arg(&tally.expected)),
                    ("reported", arg(&tally.reported)),
                    ("accepted", arg(&tally.accepted)),
                    ("share", arg(&share)),
                ],
            )
        };
        self.paragraph(text);
    }

    fn counts(&mut self) {
        let (l, report) = (self.l, self.report);
        let early = report.targets.iter().filter(|target| target.row.state == TargetState::MetEarly).count();
        let keys = ["on-course", "at-risk", "missed", "no-data"];
        let parts = |what: &str, counts: &PathCounts, early: usize| {
            let [met, rest @ ..] = by_state(counts);
            let mut parts = Vec::new();
            if met > 0 && early > 0 {
                let args = [("n", arg(&met)), ("early", arg(&early))];
                parts.push(l.with("programme-paper-targets-met-early", &args));
            } else if met > 0 {
                parts.push(l.with(&format!("programme-paper-{what}-met"), &[("n", met)]));
            }
            for (key, number) in keys.iter().zip(rest).filter(|(_, number)| *number > 0) {
                parts.push(l.with(&format!("programme-paper-{what}-{key}"), &[("n", number)]));
            }
            words::listed(l, parts)
        };
        let targets = match report.targets.len() {
            0 => self.t("programme-paper-targets-none"),
            n => {
                let parts = parts("targets", &report.target_counts, early);
                l.with("programme-paper-targets", &[("n", arg(&n)), ("parts", arg(&parts))])
            }
        };
        self.paragraph(targets);
        let tasks = match report.tasks.len() {
            0 => self.t("programme-paper-tasks-none"),
            n => {
                let parts = parts("tasks", &report.task_counts, 0);
                l.with("programme-paper-tasks", &[("n", arg(&n)), ("parts", arg(&parts))])
            }
        };
        self.paragraph(tasks);
    }

    fn compared(&mut self) {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let (l, report) = (self.l, self.report);
        let Some(before) = &report.before else {
            let first = self.t("programme-paper-first");
            return self.paragraph(first);
        };
        let turns: Vec<_> = report.targets.iter().filter_map(turn).collect();
        let of = |order| turns.iter().filter(|turn| **turn == order).count();
        let parts: Vec<String> = [
            ("programme-paper-compared-better", of(Greater)),
            ("programme-paper-compared-worse", of(Less)),
            ("programme-paper-compared-same", of(Equal)),
        ]
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(key, number)| l.with(key, &[("n", number)]))
        .collect();
        let targets = if parts.is_empty() {
            self.t("programme-paper-compared-nothing")
        } else {
            l.with("programme-paper-compared-targets", &[("parts", words::listed(l, parts))])
        };
        let onward = report
            .tasks
            .iter()
            .filter(|task| task.percent_before.zip(super::tasks::percent(task)).is_some_and(|(a, b)| b > a))
            .count();
        let tasks = match onward {
            0 => self.t("programme-paper-compared-no-task"),
            n => l.with("programme-paper-compared-tasks", &[("n", n)]),
        };
        let round = words::round(l, before);
        let text =
            l.with("programme-paper-compared", &[("round", round), ("targets", targets), ("tasks", tasks)]);
        self.paragraph(text);
    }

    /// The numbers of the chart stand in the table above it.
    fn states(&mut self) {
        let report = self.report;
        if report.targets.is_empty() && report.tasks.is_empty() {
            return;
        }
        let title = self.t("programme-paper-states-title");
        let kinds = [
            ("programme-paper-states-targets", by_state(&report.target_counts)),
            ("programme-paper-states-tasks", by_state(&report.task_counts)),
        ];
        let kinds: Vec<(String, [i64; 5])> = kinds
            .into_iter()
            .filter(|(_, numbers)| numbers.iter().sum::<i64>() > 0)
            .map(|(key, numbers)| (self.t(key), numbers))
            .collect();
        let rows = kinds
            .iter()
            .map(|(name, numbers)| {
                let sum: i64 = numbers.iter().sum();
                let mut cells = vec![name.clone()];
                cells.extend(numbers.iter().map(|number| {
                    let share = words::share(*number, sum);
                    self.l.with("programme-paper-states-cell", &[("n", arg(number)), ("share", arg(&share))])
                }));
                cells.push(base::group_thousands(sum));
                GridRow::plain(cells)
            })
            .collect();
        let columns = [
            ("programme-paper-states-what", 24, Align::Left),
            ("programme-paper-states-met", 26, Align::Centre),
            ("programme-paper-states-on-course", 30, Align::Centre),
            ("programme-paper-states-at-risk", 24, Align::Centre),
            ("programme-paper-states-missed", 24, Align::Centre),
            ("programme-paper-states-no-data", 30, Align::Centre),
            ("programme-paper-states-sum", 16, Align::Centre),
        ];
        self.table(&title, &columns, rows, None);
        let caption = self.chart_caption(&title);
        let tones = [Tone::Good, Tone::Main, Tone::Warn, Tone::Bad, Tone::Unknown];
        let series: Vec<BarSeries> = columns
            .iter()
            .skip(1)
            .zip(tones)
            .map(|((key, ..), tone)| BarSeries { name: self.t(key), tone })
            .collect();
        let says = kinds.iter().map(|(name, numbers)| {
            let parts = series.iter().zip(numbers).filter(|(_, number)| **number > 0);
            let parts: Vec<String> =
                parts.map(|(series, number)| format!("{} {number}", series.name)).collect();
            format!("{name}: {}", parts.join("; "))
        });
        let says = says.collect::<Vec<_>>().join(". ");
        let rows = kinds
            .iter()
            .map(|(name, numbers)| BarRow { name: name.clone(), values: numbers.to_vec() })
            .collect();
        self.parts.push(ReportPart::Bars(Bars { caption, says, series, rows }));
    }
}
