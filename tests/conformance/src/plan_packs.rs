//! The plans that the sample provinces bring (`packs/*/plans/*.toml`): every target and task of the published text in
//! its order, with its numbers, dates and agencies, and no sentence of it.
use programme::PlanFacts;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub struct Shipped {
    pub province: &'static str,
    pub slug: &'static str,
    /// Of the expected extraction and of the published text.
    name: &'static str,
    /// Targets, tasks, budgets.
    rows: (usize, usize, usize),
}

pub const PLANS: [Shipped; 4] = [
    Shipped { province: "nghe-an", slug: "3050-qd-ubnd-2024", name: "nghe-an-3050-2024", rows: (52, 53, 9) },
    Shipped { province: "son-la", slug: "292-kh-ubnd-2022", name: "son-la-292-2022", rows: (31, 27, 0) },
    Shipped {
        province: "quang-ngai",
        slug: "219-kh-ubnd-2023",
        name: "quang-ngai-219-2023",
        rows: (5, 74, 131),
    },
    Shipped { province: "tay-ninh", slug: "713-qd-ubnd-2021", name: "tay-ninh-713-2021", rows: (37, 28, 0) },
];

/// A run of so many words (Vietnamese writes one a syllable) is a copied sentence.
const RUN: usize = 7;

/// Names of systems, days and bodies carry over whole.
const NAMES: [&str; 14] = [
    "Cổng Dịch vụ công quốc gia",
    "Ngày Chuyển đổi số quốc gia",
    "Tổ công nghệ số cộng đồng",
    "Hệ tri thức Việt số hóa",
    "Trung tâm điều hành thông minh",
    "Khung phát triển phần mềm an toàn",
    "mạng truyền số liệu chuyên dùng",
    "cơ sở dữ liệu quốc gia",
    "Cổng thông tin điện tử",
    "Văn phòng Đăng ký đất đai",
    "Sở Thông tin và Truyền thông",
    "cán bộ, công chức, viên chức",
    "data.gov.vn",
    "makeinvietnam.mic.gov.vn",
];

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn toml_of(file: &Path) -> Json {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

pub fn file_of(plan: &Shipped) -> PathBuf {
    packs().join(plan.province).join("plans").join(format!("{}.toml", plan.slug))
}

fn written(plan: &Shipped) -> Json {
    toml_of(&file_of(plan))
}

fn expected(plan: &Shipped) -> Json {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(format!("{}.json", plan.name));
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn rows<'a>(plan: &'a Json, kind: &str) -> &'a [Json] {
    plan.get(kind).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

/// The value as a fact: left out is null, whole numbers and decimals are one kind.
fn fact(row: &Json, key: &str) -> Json {
    match row.get(key) {
        Some(Json::Number(number)) => json!(number.as_f64()),
        Some(value) => value.clone(),
        None => Json::Null,
    }
}

fn list(row: &Json, key: &str) -> Vec<String> {
    rows(row, key).iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// Names as keys: slips of the print in marks and blanks do not matter.
fn names(row: &Json, key: &str) -> Vec<String> {
    let bare = |name: &String| text::fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    list(row, key).iter().map(bare).collect()
}

fn same(place: &str, ours: &Json, published: &Json, keys: &[&str]) {
    for key in keys {
        assert_eq!(fact(ours, key), fact(published, key), "{place}: {key}");
    }
}

/// Pairs of the same place in both, after their number is seen to be the same.
fn pairs<'a>(
    plan: &Shipped,
    ours: &'a Json,
    published: &'a Json,
    kind: &str,
) -> Vec<(String, &'a Json, &'a Json)> {
    let (ours, published) = (rows(ours, kind), rows(published, kind));
    assert_eq!(ours.len(), published.len(), "{} {kind}", plan.slug);
    let both = ours.iter().zip(published).enumerate();
    both.map(|(at, (one, other))| (format!("{} {kind} {at}", plan.slug), one, other)).collect()
}

#[test]
fn a_plan_is_read_whole_and_has_every_row_of_the_published_one() {
    for plan in &PLANS {
        let ours = written(plan);
        let facts: PlanFacts =
            serde_json::from_value(ours.clone()).unwrap_or_else(|e| panic!("{}: {e}", plan.slug));
        let read = (facts.targets.len(), facts.tasks.len(), facts.budgets.len());
        assert_eq!(read, plan.rows, "{}", plan.slug);
        let published = expected(plan);
        same(plan.slug, &ours["document"], &published["document"], &["number", "issued", "issuer", "status"]);
        assert_eq!(ours["document"]["period"], published["document"]["period"], "{}", plan.slug);
    }
}

#[test]
fn numbers_years_dates_and_leads_are_those_of_the_published_plan() {
    for plan in &PLANS {
        let (ours, published) = (written(plan), expected(plan));
        for (place, one, other) in pairs(plan, &ours, &published, "targets") {
            let keys = ["line", "end_line", "comparator", "value", "unit", "level", "year"];
            same(&place, one, other, &keys);
            assert_eq!(names(one, "owner"), names(other, "owner"), "{place}");
        }
        for (place, one, other) in pairs(plan, &ours, &published, "tasks") {
            same(&place, one, other, &["line", "end_line", "cadence"]);
            // Code 9.2 of Quảng Ngãi is printed with a blank for the point.
            let code = other["code"].as_str().unwrap().replace(' ', ".");
            assert_eq!(one["code"].as_str(), Some(code.as_str()), "{place}");
            assert_eq!(list(one, "deadlines"), list(other, "deadlines"), "{place}");
            for role in ["directing", "lead", "coordinating"] {
                assert_eq!(names(one, role), names(other, role), "{place}: {role}");
            }
        }
        for (place, one, other) in pairs(plan, &ours, &published, "budgets") {
            same(&place, one, other, &["line", "end_line", "year", "amount", "unit"]);
            let sum = |row: &Json| row["sum"].as_bool().unwrap_or(false);
            assert_eq!(sum(one), sum(other), "{place}");
            assert_eq!(one.get("source").is_some(), other["source"].is_string(), "{place}");
        }
    }
}

#[test]
fn a_figure_is_published_and_a_base_is_a_figure() {
    let keys = ["line", "numerator", "denominator", "rate", "date"];
    for plan in &PLANS {
        let (ours, published) = (written(plan), expected(plan));
        let of = |row: &Json| keys.map(|key| fact(row, key));
        let known: Vec<_> = rows(&published, "figures").iter().map(of).collect();
        for row in rows(&ours, "figures") {
            assert!(known.contains(&of(row)), "{}: {row}", plan.slug);
        }
        for target in rows(&ours, "targets").iter().filter(|target| target.get("base_value").is_some()) {
            let says = |figure: &&Json| {
                figure["measure"] == target["measure"] && fact(figure, "rate") == fact(target, "base_value")
            };
            assert!(rows(&ours, "figures").iter().any(|figure| says(&figure)), "{}: {target}", plan.slug);
            let day = target["base_date"].as_str().unwrap();
            assert!(day <= ours["document"]["issued"].as_str().unwrap(), "{}: {target}", plan.slug);
        }
    }
}

#[test]
fn every_code_is_one_of_the_province_and_every_indicator_one_of_the_house() {
    let mut indicators = BTreeSet::new();
    for file in fs::read_dir(packs().join("chi-so/indicators")).unwrap() {
        let file = toml_of(&file.unwrap().path());
        indicators
            .extend(rows(&file, "indicator").iter().map(|one| one["code"].as_str().unwrap().to_owned()));
    }
    for plan in &PLANS {
        let ours = written(plan);
        let org = toml_of(&packs().join(plan.province).join("org.toml"));
        let agencies = rows(&org, "agency").iter().filter(|one| one.get("to").is_none());
        let codes: BTreeSet<&str> = agencies.filter_map(|one| one["code"].as_str()).collect();
        let mut named = vec![ours["standing"].as_str().unwrap().to_owned()];
        let printed: BTreeSet<String> = rows(&ours, "tasks")
            .iter()
            .flat_map(|task| ["directing", "lead", "coordinating"].map(|role| list(task, role)))
            .flatten()
            .collect();
        for meaning in rows(&ours, "agencies") {
            named.extend(list(meaning, "codes"));
            assert!(printed.contains(meaning["printed"].as_str().unwrap()), "{}: {meaning}", plan.slug);
        }
        for target in rows(&ours, "targets") {
            named.extend(target.get("agency").and_then(Json::as_str).map(str::to_owned));
            if let Some(code) = target.get("indicator") {
                assert!(indicators.contains(code.as_str().unwrap()), "{}: {code}", plan.slug);
            }
        }
        for code in named {
            assert!(codes.contains(code.as_str()), "{}: no agency {code} today", plan.slug);
        }
        let tasks: BTreeSet<&str> =
            rows(&ours, "tasks").iter().filter_map(|task| task["code"].as_str()).collect();
        for code in rows(&ours, "budgets").iter().filter_map(|row| row.get("task_code")) {
            assert!(tasks.contains(code.as_str().unwrap()), "{}: no task {code}", plan.slug);
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text::nfc(text)
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Pieces between the names and the numbers of acts (`74/KH-UBND`).
fn pieces(sentence: &str) -> Vec<Vec<String>> {
    let mut sentence = sentence.to_lowercase();
    for name in NAMES {
        sentence = sentence.replace(&name.to_lowercase(), " § ");
    }
    let act = |word: &str| word.contains('/') && word.starts_with(|c: char| c.is_ascii_digit());
    let kept: Vec<&str> = sentence.split(' ').map(|word| if act(word) { "§" } else { word }).collect();
    kept.join(" ").split('§').map(words).collect()
}

fn our_sentences(plan: &Json) -> Vec<(String, String)> {
    let kinds: [(&str, &[&str]); 4] = [
        ("targets", &["pillar", "text", "measure"]),
        ("tasks", &["group", "text", "product"]),
        ("budgets", &["task", "source"]),
        ("figures", &["text", "measure"]),
    ];
    let mut all = Vec::new();
    for (kind, keys) in kinds {
        for (at, row) in rows(plan, kind).iter().enumerate() {
            for sentence in keys.iter().filter_map(|key| row.get(*key).and_then(Json::as_str)) {
                all.push((format!("{kind} {at}"), sentence.to_owned()));
            }
        }
    }
    all
}

#[test]
fn wordings_are_short() {
    for plan in &PLANS {
        let ours = written(plan);
        for (kind, most) in [("targets", 15), ("tasks", 20)] {
            for row in rows(&ours, kind) {
                let text = row["text"].as_str().unwrap();
                assert!(words(text).len() <= most, "{}: {text}", plan.slug);
            }
        }
    }
}

#[test]
fn no_sentence_is_copied_from_a_published_plan() {
    for plan in &PLANS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/seeds")
            .join(format!("{}.txt", plan.name));
        let Ok(seed) = fs::read_to_string(&file) else {
            println!("SKIPPED: no shared data ({})", file.display());
            continue;
        };
        let seed = words(&seed);
        let runs: BTreeSet<&[String]> = seed.windows(RUN).collect();
        for (place, sentence) in our_sentences(&written(plan)) {
            for piece in pieces(&sentence) {
                for run in piece.windows(RUN) {
                    assert!(!runs.contains(run), "{} {place}: {} in “{sentence}”", plan.slug, run.join(" "));
                }
            }
        }
    }
}
