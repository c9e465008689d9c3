//! III. Tasks: done, late and why, at risk, silent, on course; VI. what is due next; and every task in the annex.
use super::{Writer, words};
use crate::model::path::TaskState;
use crate::ops::track::ReportTask;
use base::{Date, date_vi};
use documents::{Align, GridRow, ReportPart};
use web::arg;

/// Mean percent that agencies reported in the round; none: nobody did.
pub fn percent(task: &ReportTask) -> Option<i64> {
    let all: Vec<i64> = task.reports.iter().filter_map(|(_, report)| report.percent).collect();
    let number = i64::try_from(all.len()).ok()?;
    all.iter().sum::<i64>().checked_div(number)
}

const fn state_key(state: TaskState) -> &'static str {
    match state {
        TaskState::Missed => "programme-paper-task-missed",
        TaskState::AtRisk => "programme-paper-task-at-risk",
        TaskState::NotReported => "programme-paper-task-not-reported",
        TaskState::OnCourse => "programme-paper-task-on-course",
        TaskState::Done => "programme-paper-task-done",
    }
}

const CODE: (&str, u32, Align) = ("programme-paper-column-code", 13, Align::Centre);
const TASK: (&str, u32, Align) = ("programme-paper-column-task", 52, Align::Left);
const LEAD: (&str, u32, Align) = ("programme-paper-column-lead", 36, Align::Left);
const DUE: (&str, u32, Align) = ("programme-paper-column-due", 23, Align::Centre);
const DONE: (&str, u32, Align) = ("programme-paper-column-done", 14, Align::Centre);

fn hundredth(percent: i64) -> String {
    format!("{percent}%")
}

impl Writer<'_> {
    fn in_state(&self, state: TaskState) -> Vec<&ReportTask> {
        self.report.tasks.iter().filter(|task| task.row.state == state).collect()
    }

    pub(super) fn tasks(&mut self) {
        self.heading(1, "programme-paper-heading-3");
        if self.report.tasks.is_empty() {
            let none = self.t("programme-paper-tasks-none");
            return self.paragraph(none);
        }
        self.heading(2, "programme-paper-section-done");
        self.done();
        self.heading(2, "programme-paper-section-late");
        self.late();
        self.heading(2, "programme-paper-section-risk");
        self.at_risk();
        self.heading(2, "programme-paper-section-silent");
        self.not_reported();
        self.heading(2, "programme-paper-section-going");
        self.on_course();
    }

    fn head(&self, task: &ReportTask) -> Vec<String> {
        vec![task.row.task.code.clone(), task.row.task.text.clone(), task.row.lead_names()]
    }

    /// The day, the first day where it was moved, or how often.
    fn due(&self, task: &ReportTask) -> String {
        let row = &task.row.task;
        match (row.due, task.first_due) {
            (Some(due), Some(first)) => {
                self.l.with("programme-paper-due-moved", &[("due", date_vi(due)), ("first", date_vi(first))])
            }
            (Some(due), None) => date_vi(due),
            (None, _) if row.cadence.is_empty() => self.t("programme-paper-due-none"),
            (None, _) => self.t(match row.cadence.as_str() {
                "monthly" => "programme-paper-cadence-monthly",
                "quarterly" => "programme-paper-cadence-quarterly",
                "half_yearly" => "programme-paper-cadence-half-yearly",
                "yearly" => "programme-paper-cadence-yearly",
                _ => "programme-paper-cadence-continuous",
            }),
        }
    }

    /// What agencies wrote in the round; a dash where nobody did.
    fn told(&self, task: &ReportTask) -> String {
        let said: Vec<(&str, &str)> =
            task.reports.iter().map(|(agency, report)| (agency.as_str(), report.words.as_str())).collect();
        let words = words::quoted(self.l, &said);
        if words.is_empty() { self.t("programme-paper-dash") } else { words }
    }

    fn done(&mut self) {
        let tasks = self.in_state(TaskState::Done);
        if tasks.is_empty() {
            let none = self.t("programme-paper-done-none");
            return self.paragraph(none);
        }
        let (n, all) = (tasks.len(), self.report.tasks.len());
        let share = words::share(i64::try_from(n).unwrap_or(0), i64::try_from(all).unwrap_or(0));
        let rows = tasks
            .iter()
            .map(|task| {
                let mut cells = self.head(task);
                cells.push(self.told(task));
                GridRow::plain(cells)
            })
            .collect();
        let text = self.l.with("programme-paper-done-some", &[("n", arg(&n)), ("share", arg(&share))]);
        self.paragraph(text);
        let title = self.t("programme-paper-table-done");
        self.table(
            &title,
            &[CODE, TASK, LEAD, ("programme-paper-column-result", 64, Align::Left)],
            rows,
            None,
        );
    }

    fn why_rows(&self, tasks: &[&ReportTask]) -> Vec<GridRow> {
        let rows = tasks.iter().map(|task| {
            let why = words::quoted(self.l, &task.reasons());
            let mut cells = self.head(task);
            cells.push(self.due(task));
            cells.push(hundredth(task.row.done));
            cells.push(if why.is_empty() { self.t("programme-paper-why-none") } else { why });
            GridRow::plain(cells)
        });
        rows.collect()
    }

    const WHY: [(&'static str, u32, Align); 6] = [
        CODE,
        ("programme-paper-column-task", 46, Align::Left),
        ("programme-paper-column-lead", 34, Align::Left),
        ("programme-paper-column-due", 26, Align::Centre),
        DONE,
        ("programme-paper-column-why", 50, Align::Left),
    ];

    fn late(&mut self) {
        let tasks = self.in_state(TaskState::Missed);
        if tasks.is_empty() {
            let none = self.t("programme-paper-late-none");
            return self.paragraph(none);
        }
        let with = tasks.iter().filter(|task| !task.reasons().is_empty()).count();
        let rows = self.why_rows(&tasks);
        let without = tasks.len() - with;
        let key = match (with, without) {
            (_, 0) => "programme-paper-late-all",
            (0, _) => "programme-paper-late-no-why",
            _ => "programme-paper-late-some",
        };
        let text = self.l.with(key, &[("n", tasks.len()), ("with", with), ("without", without)]);
        self.paragraph(text);
        let title = self.t("programme-paper-table-late");
        self.table(&title, &Self::WHY, rows, None);
    }

    fn at_risk(&mut self) {
        let tasks = self.in_state(TaskState::AtRisk);
        if tasks.is_empty() {
            let none = self.t("programme-paper-risk-none");
            return self.paragraph(none);
        }
        let rows = self.why_rows(&tasks);
        let text = self.l.with("programme-paper-risk-some", &[("n", tasks.len())]);
        self.paragraph(text);
        let title = self.t("programme-paper-table-risk");
        self.table(&title, &Self::WHY, rows, None);
    }

    fn not_reported(&mut self) {
        let tasks = self.in_state(TaskState::NotReported);
        if tasks.is_empty() {
            let none = self.t("programme-paper-silent-none");
            return self.paragraph(none);
        }
        let rows = self.due_rows(&tasks);
        let text = self.l.with("programme-paper-silent-some", &[("n", tasks.len())]);
        self.paragraph(text);
        let title = self.t("programme-paper-table-silent");
        self.table(&title, &[CODE, TASK, LEAD, DUE, DONE], rows, None);
    }

    fn due_rows(&self, tasks: &[&ReportTask]) -> Vec<GridRow> {
        let rows = tasks.iter().map(|task| {
            let mut cells = self.head(task);
            cells.push(self.due(task));
            cells.push(hundredth(task.row.done));
            GridRow::plain(cells)
        });
        rows.collect()
    }

    fn on_course(&mut self) {
        let tasks = self.in_state(TaskState::OnCourse);
        if tasks.is_empty() {
            let none = self.t("programme-paper-going-none");
            return self.paragraph(none);
        }
        let told: Vec<&ReportTask> = tasks.iter().filter(|task| !task.reports.is_empty()).copied().collect();
        let text = self.l.with("programme-paper-going-some", &[("n", tasks.len()), ("told", told.len())]);
        let rows: Vec<GridRow> = told
            .iter()
            .map(|task| {
                let mut cells = self.head(task);
                cells.push(hundredth(task.row.done));
                cells.push(self.told(task));
                GridRow::plain(cells)
            })
            .collect();
        self.paragraph(text);
        if !rows.is_empty() {
            let title = self.t("programme-paper-table-going");
            let words = ("programme-paper-column-words", 58, Align::Left);
            self.table(&title, &[CODE, TASK, LEAD, DONE, words], rows, None);
        }
    }

    /// VI. What is due in as many months as the round had, after its end; what the office asks for is hers to write.
    pub(super) fn next(&mut self) {
        self.heading(1, "programme-paper-heading-6");
        self.heading(2, "programme-paper-section-next");
        let round = &self.report.round;
        let from = round.to.tomorrow().unwrap_or(round.to);
        let to = last_day(from, round.kind.months());
        let due = |task: &&ReportTask| {
            let day = task.row.task.due;
            task.row.state != TaskState::Done && day.is_some_and(|day| day >= from && day <= to)
        };
        let mut tasks: Vec<&ReportTask> = self.report.tasks.iter().filter(due).collect();
        tasks.sort_by_key(|task| task.row.task.due);
        let (from, to) = (date_vi(from), date_vi(to));
        if tasks.is_empty() {
            let none = self.l.with("programme-paper-next-none", &[("from", from), ("to", to)]);
            self.paragraph(none);
        } else {
            let rows = self.due_rows(&tasks);
            let number = tasks.len();
            let args = [("n", arg(&number)), ("from", arg(&from)), ("to", arg(&to))];
            let text = self.l.with("programme-paper-next-some", &args);
            self.paragraph(text);
            let title = self.t("programme-paper-next-title");
            self.table(&title, &[CODE, TASK, LEAD, DUE, DONE], rows, None);
        }
        self.heading(2, "programme-paper-section-asks");
        let asks = self.l.with("programme-paper-asks", &[("agency", self.report.standing_name.as_str())]);
        self.paragraph(asks);
    }

    /// Every task by group, with what was reported now and before.
    pub(super) fn every_task(&self) -> ReportPart {
        let dash = || self.t("programme-paper-dash");
        let mut rows = Vec::with_capacity(self.report.tasks.len());
        let mut group = "";
        for task in &self.report.tasks {
            if task.row.task.group_title != group {
                group = &task.row.task.group_title;
                rows.push(GridRow::group(group.trim().to_owned()));
            }
            let mut cells = self.head(task);
            cells.push(self.due(task));
            if self.report.before.is_some() {
                cells.push(task.percent_before.map_or_else(dash, hundredth));
            }
            cells.push(percent(task).map_or_else(dash, hundredth));
            cells.push(self.t(state_key(task.row.state)));
            rows.push(GridRow::plain(cells));
        }
        let mut columns = vec![CODE, TASK, LEAD, DUE];
        if self.report.before.is_some() {
            columns.push(("programme-paper-column-before", 14, Align::Centre));
        }
        columns.push(("programme-paper-column-now", 14, Align::Centre));
        columns.push(("programme-paper-column-state", 21, Align::Centre));
        self.grid(String::new(), &columns, rows, Some(self.t("programme-paper-annex-note")))
    }
}

/// The last day of so many months from a first day.
fn last_day(from: Date, months: i8) -> Date {
    let next = from.checked_add(jiff::Span::new().months(i32::from(months)));
    next.ok().and_then(|day| day.yesterday().ok()).unwrap_or(from)
}
