//! Any text at all: nothing panics, no line is lost, places lie inside the document.
use super::reading::covers_every_line_once;
use crate::reading::{Document, read_text};
use crate::rules;
use proptest::prelude::*;

fn sound(document: &Document) {
    covers_every_line_once(document);
    let found = rules::apply(document);
    let lines = document.lines.len();
    let places = found
        .targets
        .iter()
        .map(|row| row.place)
        .chain(found.tasks.iter().map(|row| row.place))
        .chain(found.budgets.iter().map(|row| row.place))
        .chain(found.figures.iter().map(|row| row.place));
    for place in places {
        assert!(place.line >= 1 && place.line <= place.end_line && place.end_line <= lines.max(1));
        assert!(place.confidence <= 100);
    }
    assert!(found.warnings.iter().all(|warning| warning.line >= 1 && warning.line <= lines.max(1)));
}

/// Pieces of plans, so that tables, headings and quantities meet in every order.
const PIECES: [&str; 44] = [
    "I",
    "II.",
    "1.",
    "1.1",
    "a)",
    "-",
    "+",
    "|",
    "||||",
    " | ",
    "\n",
    "\n\n",
    "TT",
    "STT |",
    "Nhiệm vụ |",
    "Cơ quan chủ trì |",
    "Thời hạn |",
    "Kinh phí (triệu đồng) |",
    "Ghi chú |",
    "Sở Nội vụ",
    "UBND các huyện, thị xã",
    "MỤC TIÊU",
    "NHIỆM VỤ",
    "HIỆN TRẠNG",
    "KINH PHÍ",
    "Phụ lục II",
    "90%",
    "từ 50% trở lên",
    "tối thiểu 02 xã",
    "256.785,7",
    "12,5 tỷ đồng",
    "đến năm 2030",
    "30/12/2024 và thường xuyên",
    "Quý III/2026",
    "toàn bộ",
    "mỗi người dân có",
    "(",
    ")",
    "; ",
    ". ",
    ", ",
    "Tổng:",
    "ở cấp tỉnh, cấp huyện",
    "[1] ghi chú",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn pieces_of_plans_in_any_order_are_read_without_loss(pieces in prop::collection::vec(0..PIECES.len(), 0..120)) {
        let text: String = pieces.iter().map(|at| format!("{} ", PIECES[*at])).collect();
        sound(&read_text(&text));
    }

    #[test]
    fn any_letters_are_read_without_loss(text in "(?s)[\\PC\n|0-9%.,;:()-]{0,400}") {
        sound(&read_text(&text));
    }

    #[test]
    fn lines_of_a_plan_cut_joined_and_repeated_are_read_without_loss(
        cuts in prop::collection::vec((0usize..4, 0usize..60), 1..30)
    ) {
        let mut lines: Vec<String> = super::rules::PLAN.lines().map(str::to_owned).collect();
        for (act, at) in cuts {
            let at = at % lines.len().max(1);
            match act {
                0 => { lines.remove(at.min(lines.len() - 1)); }
                1 => { let copy = lines[at].clone(); lines.insert(at, copy); }
                2 => { let half: String = lines[at].chars().take(lines[at].chars().count() / 2).collect(); lines[at] = half; }
                _ => { lines[at] = lines[at].replace(" | ", "\n|\n"); }
            }
            if lines.is_empty() { lines.push(String::new()); }
        }
        sound(&read_text(&lines.join("\n")));
    }
}
