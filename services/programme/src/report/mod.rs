//! The written report of a round, from its read model: words, tables, charts.  Nothing is invented: a reason is quoted
//! from the report of the agency, and what nobody said is said to be missing.
mod agencies;
mod money;
mod overview;
mod targets;
mod tasks;
mod words;

use crate::ops::track::RoundReport;
use documents::{
    Align, Grid, GridColumn, GridRow, Letterhead, ReportAnnex, ReportPaper, ReportPart, Signature,
    SignatureLine,
};
use web::{Lang, arg};

/// Who issues the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// The agency above the standing office.
    pub superior: Option<String>,
    /// Địa danh.
    pub place: String,
}

/// Writes the report of a round.
#[must_use]
pub fn write(l: &Lang, office: &Office, report: &RoundReport) -> ReportPaper {
    let issuer = words::issuer(office, report);
    let plan = words::plan(l, report, &issuer);
    let mut writer = Writer { l, report, plan, tables: 0, charts: 0, parts: Vec::new() };
    writer.overview();
    writer.targets();
    writer.tasks();
    writer.money();
    writer.agencies();
    writer.next();
    let closing = [("plan", &writer.plan), ("round", &writer.round()), ("agency", &report.standing_name)];
    let closing = l.with("programme-paper-closing", &closing);
    writer.paragraph(closing);
    let subject = [("plan", writer.plan.as_str()), ("round", &writer.round())];
    let subject = l.with("programme-paper-subject", &subject);
    let body = std::mem::take(&mut writer.parts);
    let addressed = !issuer.is_empty() && !text::same_words(&issuer, &report.standing_name);
    let t = |key: &str| l.t(key).into_owned();
    ReportPaper {
        letterhead: Letterhead {
            superior: office.superior.clone(),
            agency: report.standing_name.clone(),
            number: Some(t("programme-paper-number")),
            place: office.place.clone(),
            date: report.at.date(),
        },
        kind: t("programme-paper-kind"),
        subject,
        addressee: addressed.then(|| l.with("programme-paper-addressee", &[("name", issuer)])),
        body,
        signature: Signature {
            lines: vec![SignatureLine { authority: None, office: t("programme-paper-office") }],
            name: t("programme-paper-name"),
        },
        recipients: vec![t("programme-paper-recipient-above"), t("programme-paper-recipient-file")],
        annexes: writer.annexes(),
    }
}

struct Writer<'a> {
    l: &'a Lang,
    report: &'a RoundReport,
    /// The plan as a sentence names it.
    plan: String,
    tables: i64,
    charts: i64,
    parts: Vec<ReportPart>,
}

impl Writer<'_> {
    fn t(&self, key: &str) -> String {
        self.l.t(key).into_owned()
    }

    fn round(&self) -> String {
        words::round(self.l, &self.report.round)
    }

    fn heading(&mut self, level: u8, key: &str) {
        let text = self.t(key);
        self.parts.push(ReportPart::Heading { level, text });
    }

    fn paragraph(&mut self, text: String) {
        self.parts.push(ReportPart::Paragraph { text });
    }

    fn item(&mut self, text: String) {
        self.parts.push(ReportPart::Item { text });
    }

    /// `Bảng 3. …`
    fn table(
        &mut self,
        title: &str,
        columns: &[(&str, u32, Align)],
        rows: Vec<GridRow>,
        note: Option<String>,
    ) {
        self.tables += 1;
        let caption =
            self.l.with("programme-paper-table", &[("n", arg(&self.tables)), ("title", arg(title))]);
        let grid = self.grid(caption, columns, rows, note);
        self.parts.push(grid);
    }

    fn grid(
        &self,
        caption: String,
        columns: &[(&str, u32, Align)],
        rows: Vec<GridRow>,
        note: Option<String>,
    ) -> ReportPart {
        let columns = columns
            .iter()
            .map(|(key, width, align)| GridColumn { title: self.t(key), width: *width, align: *align })
            .collect();
        ReportPart::Table(Grid { caption, columns, rows, note })
    }

    fn chart_caption(&mut self, title: &str) -> String {
        self.charts += 1;
        self.l.with("programme-paper-chart", &[("n", arg(&self.charts)), ("title", arg(title))])
    }

    fn annexes(&self) -> Vec<ReportAnnex> {
        if self.report.tasks.is_empty() {
            return Vec::new();
        }
        vec![ReportAnnex {
            label: self.t("programme-paper-annex"),
            title: self.t("programme-paper-annex-title"),
            under: Some(self.l.with(
                "programme-paper-annex-under",
                &[("round", self.round()), ("agency", self.report.standing_name.clone())],
            )),
            body: vec![self.every_task()],
        }]
    }
}
