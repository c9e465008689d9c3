//! Plans of our own invention that no rule was tuned on when their expectation was written (see `held_out/README.md`).
//! A row is found by its words, not by its line: each format counts lines in its own way.
use crate::{Reading, json, read_plan};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;

/// Precision and recall in percent, rounded down, that must not be lost again.
struct Bars {
    file: &'static str,
    tasks: (usize, usize),
    targets: (usize, usize),
    budgets: (usize, usize),
    figures: (usize, usize),
}

const PLANS: [Bars; 6] = [
    Bars {
        file: "second-2027.html",
        tasks: (100, 100),
        targets: (100, 100),
        budgets: (100, 100),
        figures: (100, 100),
    },
    Bars {
        file: "ministry-2026.txt",
        tasks: (100, 100),
        targets: (100, 100),
        budgets: (100, 100),
        figures: (100, 100),
    },
    Bars {
        file: "reform-2026.html",
        tasks: (100, 100),
        targets: (100, 100),
        budgets: (100, 100),
        figures: (100, 100),
    },
    Bars {
        file: "scheme-2030.docx",
        tasks: (100, 100),
        targets: (90, 90),
        budgets: (100, 100),
        figures: (100, 100),
    },
    Bars {
        file: "province-2026.pdf",
        tasks: (100, 100),
        targets: (100, 100),
        budgets: (100, 100),
        figures: (100, 100),
    },
    Bars {
        file: "ward-2026.txt",
        tasks: (100, 100),
        targets: (100, 100),
        budgets: (100, 100),
        figures: (100, 100),
    },
];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/held_out")
}

fn squeezed(text: &str) -> String {
    text::fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a row: what was read, and the lines that it was read from.
fn words(reading: &Reading, row: &Json) -> String {
    let at = |key: &str| usize::try_from(row[key].as_u64().unwrap()).unwrap();
    let lines = reading.document.lines.get(at("line") - 1..at("end_line")).unwrap_or_default().join(" ");
    let own = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    squeezed(&format!("{} {} {} {lines}", own("text"), own("task"), own("measure")))
}

fn same_numbers(a: &Json, b: &Json, keys: &[&str]) -> bool {
    keys.iter().all(|key| match (a[*key].as_f64(), b[*key].as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (None, None) => true,
        _ => false,
    })
}

fn same(a: &Json, b: &Json, keys: &[&str]) -> bool {
    keys.iter().all(|key| a[*key] == b[*key])
}

fn agree(kind: &str, want: &Json, got: &Json) -> bool {
    match kind {
        "tasks" => same(want, got, &["lead", "deadlines", "cadence", "code"]),
        "targets" => same(want, got, &["comparator", "level", "year"]) && same_numbers(want, got, &["value"]),
        "budgets" => same(want, got, &["unit", "year", "sum"]) && same_numbers(want, got, &["amount"]),
        _ => same_numbers(want, got, &["numerator", "denominator", "rate"]),
    }
}

/// Percent of precision and recall.
fn score(file: &str, kind: &str, want: &[Json], reading: &Reading, got: &[Json]) -> (usize, usize) {
    let said: Vec<String> = got.iter().map(|row| words(reading, row)).collect();
    let mut taken = vec![false; got.len()];
    let mut right = 0_usize;
    for row in want {
        let head = squeezed(row["head"].as_str().unwrap());
        let near = |at: usize| !taken[at] && said[at].contains(&head);
        match (0..got.len()).find(|at| near(*at) && agree(kind, row, &got[*at])) {
            Some(at) => {
                taken[at] = true;
                right += 1;
            }
            None => {
                println!("  {file} {kind} missing: {row}");
                for at in (0..got.len()).filter(|at| near(*at)).take(2) {
                    println!("      near: {}", got[at]);
                }
            }
        }
    }
    for (_, row) in got.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        println!("  {file} {kind} not expected: {row}");
    }
    let percent = |whole: usize| (right * 100).checked_div(whole).unwrap_or(100);
    println!(
        "{file:20} {kind:8} wanted {:3} found {:3} right {right:3}  precision {:3} %  recall {:3} %",
        want.len(),
        got.len(),
        percent(got.len()),
        percent(want.len())
    );
    (percent(got.len()), percent(want.len()))
}

/// Each wanted warning: one of its kind within two lines of the words it is about.
fn told(file: &str, want: &[Json], reading: &Reading) {
    for row in want {
        let near = squeezed(row["near"].as_str().unwrap());
        let lines = &reading.document.lines;
        // The words may run over some lines: the shortest stretch that has them.
        let at = (1..=4)
            .find_map(|size| lines.windows(size).position(|some| squeezed(&some.join(" ")).contains(&near)));
        let key = format!("programme-warn-{}", row["kind"].as_str().unwrap());
        let found = at.is_some_and(|at| {
            reading
                .found
                .warnings
                .iter()
                .any(|warning| warning.key == key && warning.line.abs_diff(at + 1) <= 2)
        });
        assert!(found, "{file}: nothing told {key} at “{near}”: {:?}", reading.found.warnings);
    }
}

fn held(file: &str) {
    let bars = PLANS.iter().find(|bars| bars.file == file).unwrap();
    let bytes = fs::read(folder().join(file)).unwrap();
    let name = file.split('.').next().unwrap();
    let want: Json =
        serde_json::from_str(&fs::read_to_string(folder().join(format!("{name}.json"))).unwrap()).unwrap();
    let reading = read_plan(&bytes, file).unwrap();
    super::reading::covers_every_line_once(&reading.document);
    let got = json::of(&reading.found, &|warning| warning.key.to_owned());
    for key in ["number", "issued", "issuer", "period", "status"] {
        assert_eq!(got["document"][key], want["document"][key], "{file}: {key} of the document");
    }
    let kinds = [
        ("tasks", bars.tasks),
        ("targets", bars.targets),
        ("budgets", bars.budgets),
        ("figures", bars.figures),
    ];
    for (kind, (precision, recall)) in kinds {
        let rows = |from: &Json| from[kind].as_array().unwrap().clone();
        let (p, r) = score(file, kind, &rows(&want), &reading, &rows(&got));
        assert!(p >= precision && r >= recall, "{file}: {kind} fell to {p} %, {r} %");
    }
    told(file, want["warnings"].as_array().unwrap(), &reading);
}

#[test]
fn a_ministrys_plan_in_text_is_read() {
    held("ministry-2026.txt");
}

#[test]
fn a_reform_plan_in_html_is_read() {
    held("reform-2026.html");
}

#[test]
fn a_citys_scheme_in_docx_is_read() {
    held("scheme-2030.docx");
}

#[test]
fn a_provinces_plan_in_pdf_is_read() {
    held("province-2026.pdf");
}

#[test]
fn a_wards_plan_in_broken_lines_is_read() {
    held("ward-2026.txt");
}

#[test]
fn a_plan_written_after_the_rules_is_read() {
    held("second-2027.html");
}
