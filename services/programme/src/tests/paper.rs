//! The written report: read again with our own importer and with poppler, its sums recomputed from the tables.
use super::track_fixture::{
    FARMING, FIRST_COMMUNE, House, MIGRATIONS, STANDING, agency, clerk, planner, september,
};
use crate::model::path::TaskState;
use crate::model::track::Round;
use crate::ops::paper::draw_report;
use crate::ops::track::{self, RoundReport, TrackRefused};
use crate::report::{self, Office};
use db::Db;
use documents::{ReportPaper, ReportPart};
use std::io::Read as _;
use std::process::Command;
use std::sync::Arc;

fn catalogue() -> Arc<web::Catalogue> {
    let texts = crate::LOCALES.iter().map(|(code, text)| ("programme", *code, *text));
    web::Catalogue::build("vi", texts).unwrap()
}

fn office() -> Office {
    Office {
        superior: Some("Ủy ban nhân dân tỉnh Nghệ An".to_owned()), place: "Nghệ An".to_owned()
    }
}

/// The report on paper; no word of it is missing.
fn paper(report: &RoundReport) -> ReportPaper {
    let catalogue = catalogue();
    let paper = report::write(&catalogue.lang("vi"), &office(), report);
    assert_eq!(catalogue.missing(), Vec::<String>::new());
    paper
}

/// The lines of the Word document as our importer reads them.
fn lines(paper: &ReportPaper) -> Vec<String> {
    let bytes = documents::docx(paper).unwrap();
    let document = crate::reading::read(&bytes, "bao-cao.docx").unwrap();
    document.lines
}

fn has(lines: &[String], words: &str) -> bool {
    let found = lines.iter().any(|line| line.contains(words));
    assert!(found, "{words}\n{}", lines.join("\n"));
    found
}

/// The text of the PDF by pdftotext; none after printing SKIPPED where the tool is missing.
#[allow(clippy::disallowed_methods, reason = "test support runs a tool and reads the environment")]
fn pdf_text(paper: &ReportPaper) -> Option<(String, usize)> {
    let pdf = documents::print(paper).unwrap();
    assert!(pdf.missing.is_empty(), "{:?}", pdf.missing);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bao-cao.pdf");
    std::fs::write(&path, &pdf.bytes).unwrap();
    match Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output() {
        Ok(output) => {
            assert!(output.status.success());
            let text = String::from_utf8(output.stdout).unwrap();
            Some((text.split_whitespace().collect::<Vec<_>>().join(" "), pdf.pages))
        }
        Err(error) => {
            let required = std::env::var("TINHSO_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
            assert!(!required, "pdftotext is required: {error}");
            println!("SKIPPED: pdftotext is not installed");
            None
        }
    }
}

/// Writes a report into the folder named by TINHSO_PAPERS, to look at it.
#[allow(clippy::disallowed_methods, reason = "test support reads the environment")]
fn keep(name: &str, paper: &ReportPaper) {
    let Ok(dir) = std::env::var("TINHSO_PAPERS") else { return };
    std::fs::write(format!("{dir}/{name}.docx"), documents::docx(paper).unwrap()).unwrap();
    std::fs::write(format!("{dir}/{name}.pdf"), documents::print(paper).unwrap().bytes).unwrap();
}

/// Many communes; agriculture reports task and value, the standing office why it is late, one commune its task.
async fn reported(db: &Db, communes: u8) -> House {
    let house = House::new(db, communes).await;
    house.tick(september()).await;
    let boss = planner(september());
    let send = |who: u8, new: track::NewReport| {
        let deps = house.deps.clone();
        async move { track::send_report(&deps, &clerk(who, september()), new).await.unwrap() }
    };
    send(FARMING, house.report(house.land, FARMING, 65)).await;
    let mut value = house.value("52.5");
    value.words = "Điều tra 1.204 hộ.".to_owned();
    value.reason = "Hai xã chưa gửi số liệu.".to_owned();
    send(FARMING, value).await;
    let mut late = house.report(house.late, STANDING, 40);
    late.reason = "Chờ hướng dẫn của Bộ & ngành".to_owned();
    late.words = "Đã xong dự thảo lần 2.".to_owned();
    send(STANDING, late).await;
    send(FIRST_COMMUNE, house.report(house.teams, FIRST_COMMUNE, 100)).await;
    track::accept_round(&house.deps, &boss, House::SLUG, "2026-q3").await.unwrap();
    house
}

async fn drawn(house: &House) -> RoundReport {
    draw_report(&house.deps, &planner(september()), House::SLUG, "2026-q3", "docx").await.unwrap().0
}

db::contract! {
    migrations: MIGRATIONS;

    async fn the_report_says_what_was_done_what_is_late_and_why(db: Db) {
        let house = reported(&db, 130).await;
        let report = drawn(&house).await;
        let paper = paper(&report);
        keep("chua-bao-cao-129-xa", &paper);
        let lines = lines(&paper);
        // Sums by statements of their own.
        let round = report.round.id;
        let (expected, reported, accepted, agencies, silent) = db.read(move |tx| {
            tx.query_one(
                "SELECT CAST(SUM(expected) AS BIGINT), CAST(SUM(reported) AS BIGINT), CAST(SUM(accepted) AS BIGINT), COUNT(*),
                        CAST(SUM(CASE WHEN reported < expected THEN 1 ELSE 0 END) AS BIGINT)
                 FROM plan_round_agency WHERE round = ?1",
                db::params![round],
                |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<i64>(3)?, row.get::<i64>(4)?)),
            )
        }).await.unwrap();
        assert_eq!((expected, reported, accepted, agencies, silent), (133, 4, 4, 132, 129));
        has(&lines, "Trong kỳ, 132 cơ quan phải gửi 133 báo cáo; đã nhận 4 báo cáo, đạt 3%, trong đó 4 báo cáo đã được cơ quan thường trực chấp nhận.");
        has(&lines, "Có 129 trong 132 cơ quan chưa gửi đủ báo cáo (hạn gửi: ngày ");
        for commune in FIRST_COMMUNE + 1..FIRST_COMMUNE + 130 {
            assert!(lines.iter().any(|line| line == &format!("Ủy ban nhân dân xã số {commune}")), "{commune}");
        }
        has(&lines, "Thực hiện Quyết định số 3050/QĐ-UBND ngày 15/11/2024 của Ủy ban nhân dân tỉnh (Đề án chuyển đổi số đến năm 2030), Sở Khoa học và Công nghệ báo cáo kết quả quý III năm 2026 (từ ngày 01/07/2026 đến ngày 30/09/2026).");
        has(&lines, "Có 1 nhiệm vụ quá hạn chưa hoàn thành, đều có báo cáo nguyên nhân.");
        has(&lines, "“Chờ hướng dẫn của Bộ & ngành”");
        has(&lines, "“Đã nghiệm thu 118 xã.”");
        has(&lines, "[Sở Khoa học và Công nghệ ghi kiến nghị, đề xuất, nếu có.]");
        has(&lines, "Kính gửi: Ủy ban nhân dân tỉnh");
        has(&lines, "Nghệ An, ngày 01 tháng 9 năm 2026");
        has(&lines, "- Như trên;");
        has(&lines, "(Kèm theo Báo cáo kết quả quý III năm 2026 của Sở Khoa học và Công nghệ)");
        let events = db.read(move |tx| policy::audit_trail(tx, round.id())).await.unwrap();
        assert!(events.iter().any(|event| event.event == "programme.report_drawn"));
        let Some((text, pages)) = pdf_text(&paper) else { return };
        assert!(pages > 4, "{pages}");
        for words in ["BÁO CÁO", "I. TÌNH HÌNH CHUNG", "V. CHẤP HÀNH CHẾ ĐỘ BÁO CÁO", "Ủy ban nhân dân xã số 139", "“Chờ hướng dẫn của Bộ & ngành”"] {
            assert!(text.contains(words), "{words}\n{text}");
        }
    }

    async fn only_the_standing_office_draws_an_open_round_and_every_download_is_written_down(db: Db) {
        let house = reported(&db, 2).await;
        let clerk = clerk(FARMING, september());
        let draw = |code: &'static str| draw_report(&house.deps, &clerk, House::SLUG, code, "pdf");
        assert!(matches!(draw("2026-q3").await, Err(TrackRefused::Denied(_))));
        assert!(matches!(draw("2031").await, Err(TrackRefused::NoSuch)));
        let stranger = super::track_fixture::officer(FARMING, &["programme.report"], september());
        let refused = draw_report(&house.deps, &stranger, House::SLUG, "2026-q3", "pdf").await;
        assert!(matches!(refused, Err(TrackRefused::Denied(_))));
        let boss = planner(september());
        track::close_round(&house.deps, &boss, House::SLUG, "2026-q3").await.unwrap();
        let (report, _) = draw("2026-q3").await.unwrap();
        let id = report.round.id.id();
        let events = db.read(move |tx| policy::audit_trail(tx, id)).await.unwrap();
        let drawn: Vec<_> = events.iter().filter(|event| event.event == "programme.report_drawn").collect();
        assert_eq!(drawn.len(), 1, "a refused one leaves no line");
    }

    async fn the_sums_of_the_report_are_the_sums_of_the_rows(db: Db) {
        let house = reported(&db, 3).await;
        let report = drawn(&house).await;
        let lines = lines(&paper(&report));
        let plan = house.plan;
        let dong = db.read(move |tx| {
            tx.query_one("SELECT CAST(SUM(dong) AS BIGINT) FROM plan_budget WHERE plan = ?1 AND is_sum = ?2", db::params![plan, false], |row| row.get::<i64>(0))
        }).await.unwrap();
        assert_eq!(dong, 108_500_000_000);
        has(&lines, "Tổng dự toán của kế hoạch là 108.500 triệu đồng. Chưa có số liệu về giao dự toán, ký hợp đồng và giải ngân.");
        assert!(lines.iter().filter(|line| *line == "108.500").count() == 1, "the plan's own sum does not count twice");
        let by_state = |state| report.tasks.iter().filter(|task| task.row.state == state).count();
        assert_eq!((by_state(TaskState::Missed), report.tasks.len()), (1, 3));
        has(&lines, "Kế hoạch có 3 nhiệm vụ: 2 đúng tiến độ và 1 chậm.");
        has(&lines, "1 (33,3%)");
        has(&lines, "Kế hoạch có 2 chỉ tiêu: ");
    }
}

/// The same round a quarter earlier, so that there is something to compare with.
fn earlier(round: &Round) -> Round {
    Round {
        code: "2026-q2".to_owned(),
        from: "2026-04-01".parse().unwrap(),
        to: "2026-06-30".parse().unwrap(),
        ..round.clone()
    }
}

#[tokio::test]
async fn better_and_worse_are_told_with_their_distance() {
    let db = db::testing::TestDb::sqlite(MIGRATIONS);
    let house = reported(&db.db(), 3).await;
    let mut report = drawn(&house).await;
    assert!(has(
        &lines(&paper(&report)),
        "Đây là kỳ báo cáo đầu tiên của kế hoạch nên chưa có kỳ trước để so sánh."
    ));
    report.before = Some(earlier(&report.round));
    report.targets[0].before = "49.25".parse().ok();
    report.targets[1].before = "54".parse().ok();
    for task in &mut report.tasks {
        task.percent_before = Some(40);
    }
    let paper = paper(&report);
    keep("so-voi-ky-truoc", &paper);
    let lines = lines(&paper);
    has(
        &lines,
        "So với quý II năm 2026: 1 chỉ tiêu tốt lên và 1 chỉ tiêu kém đi trong số các chỉ tiêu so sánh được; 2 nhiệm vụ tăng tỷ lệ hoàn thành.",
    );
    has(&lines, "+3,25");
    has(&lines, "−1,5");
    has(&lines, "49,25%");
    // A falling measure is better when it is less.
    for target in &mut report.targets {
        target.row.path.rising = false;
    }
    let turned = self::lines(&self::paper(&report));
    has(&turned, "1 chỉ tiêu tốt lên và 1 chỉ tiêu kém đi");
    let charts: Vec<_> = paper.body.iter().filter(|part| matches!(part, ReportPart::Lines { .. })).collect();
    let [ReportPart::Lines { charts, .. }] = charts.as_slice() else { panic!("one figure of lines") };
    assert_eq!(charts.len(), 1, "two aims of one measure are one line");
    let values: Vec<&str> = charts[0].series[1].points.iter().map(|point| point.value.as_str()).collect();
    assert_eq!(values, ["40", "49.25", "52.5"]);
}

#[tokio::test]
async fn a_plan_without_anything_and_a_plan_of_one_task_are_said_in_words() {
    let db = db::testing::TestDb::sqlite(MIGRATIONS);
    let house = reported(&db.db(), 1).await;
    let full = drawn(&house).await;
    let mut report = full.clone();
    report.tasks.clear();
    report.targets.clear();
    report.silent.clear();
    report.money = track::MoneyView::default();
    report.agencies = 0;
    report.tally = crate::model::track::Tally::default();
    report.task_counts = contracts::PathCounts::default();
    report.target_counts = contracts::PathCounts::default();
    report.plan.number.clear();
    report.plan.issuer.clear();
    let empty = paper(&report);
    keep("khong-co-gi", &empty);
    let lines = lines(&empty);
    for words in [
        "Trong kỳ không có chỉ tiêu, nhiệm vụ nào phải báo cáo.",
        "Kế hoạch không có chỉ tiêu định lượng.",
        "Kế hoạch không có nhiệm vụ.",
        "Kế hoạch không nêu kinh phí.",
        "Trong kỳ không có cơ quan nào phải báo cáo.",
        "Thực hiện Đề án chuyển đổi số đến năm 2030, Sở",
    ] {
        has(&lines, words);
    }
    assert!(empty.addressee.is_none() && empty.annexes.is_empty());
    assert!(!empty.body.iter().any(|part| matches!(part, ReportPart::Bars(_) | ReportPart::Table(_))));
    documents::print(&empty).unwrap();

    report.tasks = full.tasks.iter().filter(|task| task.row.state == TaskState::Missed).cloned().collect();
    report.tasks[0].reports.clear();
    report.task_counts = contracts::PathCounts { missed: 1, ..contracts::PathCounts::default() };
    let one = paper(&report);
    let lines = self::lines(&one);
    has(&lines, "Kế hoạch có 1 nhiệm vụ: 1 chậm.");
    has(&lines, "Chưa có báo cáo về nguyên nhân.");
    documents::print(&one).unwrap();
}

/// 200 tasks in every state, of which one is late in 130 communes.
async fn large() -> RoundReport {
    let db = db::testing::TestDb::sqlite(MIGRATIONS);
    let house = reported(&db.db(), 3).await;
    let mut report = drawn(&house).await;
    let (late, other) = (report.tasks[2].clone(), report.tasks[0].clone());
    report.before = Some(earlier(&report.round));
    report.tasks = (0..200)
        .map(|n| {
            let mut task = if n % 5 == 0 { late.clone() } else { other.clone() };
            task.row.state = TaskState::ALL[n % 5];
            task.row.task.code = format!("{}.{}", n / 10 + 1, n % 10 + 1);
            task.row.task.text = format!(
                "Nhiệm vụ số {n}: xây dựng, hoàn thiện nền tảng tích hợp, chia sẻ dữ liệu dùng chung của tỉnh"
            );
            task.row.task.group_title = format!("{}. Nhóm nhiệm vụ", n / 50 + 1);
            task.percent_before = (n % 3 == 0).then_some(30);
            task
        })
        .collect();
    let sample = late.reports[0].1.clone();
    report.tasks[0].reports = (0..130)
        .map(|n: usize| {
            let mut one = sample.clone();
            one.reason =
                if n < 100 { "Thiếu người làm".to_owned() } else { format!("Lý do riêng {n}") };
            (format!("Ủy ban nhân dân xã số {n}"), one)
        })
        .collect();
    report.task_counts =
        contracts::PathCounts { met: 40, on_course: 40, at_risk: 40, missed: 40, no_data: 40 };
    report
}

#[tokio::test]
async fn two_hundred_tasks_and_one_hundred_and_thirty_reasons_are_read_and_none_is_lost() {
    let report = large().await;
    let paper = paper(&report);
    keep("200-nhiem-vu", &paper);
    let lines = lines(&paper);
    for n in 0..200 {
        let name = format!("Nhiệm vụ số {n}: ");
        // Once in its table, once in the annex.
        let times = lines.iter().filter(|line| line.contains(&name)).count();
        assert!(times >= 1, "{name}");
    }
    has(&lines, "100 cơ quan: “Thiếu người làm”; Ủy ban nhân dân xã số 100: “Lý do riêng 100”");
    has(&lines, "; và ý kiến khác của 25 cơ quan");
    has(
        &lines,
        "Kế hoạch có 200 nhiệm vụ: 40 đã hoàn thành, 40 đúng tiến độ, 40 có nguy cơ chậm, 40 chậm và 40 chưa có báo cáo.",
    );
    assert!(documents::docx(&paper).unwrap() == documents::docx(&self::paper(&report)).unwrap());
    let Some((text, pages)) = pdf_text(&paper) else { return };
    assert!(pages > 15 && text.contains("Nhiệm vụ số 199"), "{pages}");
}

#[tokio::test]
async fn the_words_of_an_agency_stay_words() {
    let mut report = large().await;
    report.tasks.truncate(1);
    report.tasks[0].reports.truncate(1);
    report.tasks[0].reports[0].1.reason = "</w:t> & \u{0}<x> #let *b* ]]>\nhai dòng".to_owned();
    report.plan.title = "ĐỀ ÁN <&>".to_owned();
    let paper = paper(&report);
    let lines = lines(&paper);
    has(&lines, "“</w:t> & <x> #let *b* ]]> hai dòng”");
    let bytes = documents::docx(&paper).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert!(!xml.contains("<x>"));
    documents::print(&paper).unwrap();
    assert!(agency(STANDING) == report.plan.standing);
}
