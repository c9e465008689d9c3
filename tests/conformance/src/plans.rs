//! The importer of plans against what careful readers found in five published plans (`plans/*.json`), made from the
//! texts alone before the importer was written.  Printed per document; the bars are what has been reached.
//!
//! `cargo nextest run -p conformance plans --no-capture`
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};

/// Precision and recall in percent, rounded down, that must not be lost again.
struct Bars {
    name: &'static str,
    tasks: (u64, u64),
    targets: (u64, u64),
    budgets: (u64, u64),
    figures: (u64, u64),
}

const PLANS: [Bars; 5] = [
    Bars {
        name: "bao-nghe-an-2022",
        tasks: (100, 100),
        targets: (100, 100),
        budgets: (100, 100),
        figures: (100, 100),
    },
    Bars {
        name: "nghe-an-3050-2024",
        tasks: (100, 100),
        targets: (98, 98),
        budgets: (100, 100),
        figures: (93, 98),
    },
    Bars {
        name: "quang-ngai-219-2023",
        tasks: (100, 100),
        targets: (100, 100),
        budgets: (100, 100),
        figures: (88, 86),
    },
    Bars {
        name: "son-la-292-2022",
        tasks: (100, 100),
        targets: (100, 100),
        budgets: (100, 100),
        figures: (95, 100),
    },
    Bars {
        name: "tay-ninh-713-2021",
        tasks: (100, 100),
        targets: (100, 97),
        budgets: (100, 100),
        figures: (100, 100),
    },
];

fn seed(name: &str) -> Option<Vec<u8>> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds").join(format!("{name}.txt"));
    let read = fs::read(&file).ok();
    if read.is_none() {
        println!("SKIPPED: no shared data ({})", file.display());
    }
    read
}

fn expected(name: &str) -> Json {
    let file: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(format!("{name}.json"));
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn read(name: &str, bytes: &[u8]) -> Json {
    let reading = programme::read_plan(bytes, &format!("{name}.txt")).unwrap();
    programme::json::of(&reading.found, &|warning| warning.key.to_owned())
}

fn number(row: &Json, key: &str) -> Option<f64> {
    row.get(key).and_then(Json::as_f64)
}

fn same_numbers(a: &Json, b: &Json, keys: &[&str]) -> bool {
    keys.iter().all(|key| match (number(a, key), number(b, key)) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (None, None) => true,
        _ => false,
    })
}

fn same(a: &Json, b: &Json, keys: &[&str]) -> bool {
    keys.iter().all(|key| a[*key] == b[*key])
}

fn overlap(a: &Json, b: &Json) -> bool {
    let line = |row: &Json, key: &str| row[key].as_u64().unwrap_or(0);
    line(a, "line") <= line(b, "end_line") && line(b, "line") <= line(a, "end_line")
}

/// When two rows that share a line say the same.
fn agree(kind: &str, want: &Json, got: &Json) -> bool {
    match kind {
        "tasks" => same(want, got, &["lead", "deadlines", "cadence", "code"]),
        "targets" => same(want, got, &["comparator", "level", "year"]) && same_numbers(want, got, &["value"]),
        "budgets" => {
            let sum = |row: &Json| row["sum"].as_bool().unwrap_or(false);
            same(want, got, &["unit", "year"])
                && same_numbers(want, got, &["amount"])
                && sum(want) == sum(got)
        }
        _ => same_numbers(want, got, &["numerator", "denominator", "rate"]),
    }
}

struct Score {
    wanted: u64,
    found: u64,
    right: u64,
}

impl Score {
    /// Percent, rounded down; nothing found where nothing was to be found is all right.
    fn percent(part: u64, whole: u64) -> u64 {
        (part * 100).checked_div(whole).unwrap_or(100)
    }

    fn precision(&self) -> u64 {
        Self::percent(self.right, self.found)
    }

    fn recall(&self) -> u64 {
        Self::percent(self.right, self.wanted)
    }
}

/// Each wanted row takes at most one found row; what is left on both sides is told.
fn compare(name: &str, kind: &str, want: &Json, got: &Json) -> Score {
    let (want, got) = (want[kind].as_array().unwrap(), got[kind].as_array().unwrap());
    let mut taken = vec![false; got.len()];
    let mut right = 0;
    for row in want {
        let hit =
            (0..got.len()).find(|at| !taken[*at] && overlap(row, &got[*at]) && agree(kind, row, &got[*at]));
        match hit {
            Some(at) => {
                taken[at] = true;
                right += 1;
            }
            None => println!("  {name} {kind} missing, line {}: {}", row["line"], row["head"]),
        }
    }
    for (at, row) in got.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        println!("  {name} {kind} {at} not expected, line {}: {}", row["line"], row["reason"]);
    }
    Score { wanted: want.len() as u64, found: got.len() as u64, right }
}

fn held(name: &str) {
    let Some(bytes) = seed(name) else { return };
    let bars = PLANS.iter().find(|bars| bars.name == name).unwrap();
    let (want, got) = (expected(name), read(name, &bytes));
    assert_eq!(without_title(&got["document"]), want["document"], "{name}: the document itself");
    let kinds = [
        ("tasks", bars.tasks),
        ("targets", bars.targets),
        ("budgets", bars.budgets),
        ("figures", bars.figures),
    ];
    for (kind, (precision, recall)) in kinds {
        let score = compare(name, kind, &want, &got);
        println!(
            "{name:20} {kind:8} wanted {:3} found {:3} right {:3}  precision {:3} %  recall {:3} %",
            score.wanted,
            score.found,
            score.right,
            score.precision(),
            score.recall()
        );
        assert!(score.precision() >= precision, "{name}: precision of {kind} fell below {precision} %");
        assert!(score.recall() >= recall, "{name}: recall of {kind} fell below {recall} %");
    }
}

fn without_title(document: &Json) -> Json {
    let mut plain = document.clone();
    plain.as_object_mut().unwrap().remove("title");
    plain
}

#[test]
fn the_article_about_the_draft_of_nghe_an_is_read_as_people_read_it() {
    held("bao-nghe-an-2022");
}

#[test]
fn the_decision_of_nghe_an_is_read_as_people_read_it() {
    held("nghe-an-3050-2024");
}

#[test]
fn the_plan_of_quang_ngai_is_read_as_people_read_it() {
    held("quang-ngai-219-2023");
}

#[test]
fn the_plan_of_son_la_is_read_as_people_read_it() {
    held("son-la-292-2022");
}

#[test]
fn the_programme_of_tay_ninh_is_read_as_people_read_it() {
    held("tay-ninh-713-2021");
}

#[test]
fn a_total_that_its_columns_do_not_make_is_told_with_both_numbers() {
    let Some(bytes) = seed("quang-ngai-219-2023") else { return };
    let reading = programme::read_plan(&bytes, "plan.txt").unwrap();
    let told = reading.found.warnings.iter().find(|warning| warning.key == "programme-warn-total").unwrap();
    assert_eq!(told.line, 658);
    assert!(told.args.contains(&("declared", "256.785,7".to_owned())));
    assert!(told.args.contains(&("sum", "224.826".to_owned())));
}
