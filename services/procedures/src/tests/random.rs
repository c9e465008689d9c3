//! Whatever stands in a file, reading it ends in drafts and problems.
use super::sample::{file, record, settings};
use crate::rules::read_catalogue;
use serde_json::json;

/// A small deterministic generator: xorshift.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }
}

const PIECES: [&str; 36] = [
    "Trực tuyến",
    "Trực tiếp",
    "Dịch vụ bưu chính",
    "Không có thông tin",
    "Miễn phí",
    " Ngày làm việc",
    " Ngày",
    "1",
    "20",
    "0",
    "99999999999999999999",
    " Việt Nam Đồng",
    " VNĐ",
    " USD",
    "Tên giấy tờMẫu đơn, tờ khaiSố lượng",
    " bản chính",
    ",1 bản sao",
    " bản sao",
    "Mã: ",
    "KQ.G15.000031",
    "KQ.",
    "Từ khóa",
    "(",
    ")",
    "\n",
    "đ) ",
    "(ii) ",
    "1.1.1) ",
    ".docx",
    "85/2019/TT-BTC",
    "/2020/",
    "Trường hợp ",
    "tỉnh Quảng Trị",
    "ế\u{301}",
    "🦀",
    "700",
];

fn text(dice: &mut Dice) -> String {
    (0..dice.roll(40)).map(|_| PIECES[dice.roll(PIECES.len())]).collect()
}

#[test]
fn any_glue_of_the_portals_pieces_reads_without_a_panic() {
    const FIELDS: [&str; 10] = [
        "ten_thu_tuc",
        "cap_thuc_hien",
        "co_quan_co_tham_quyen",
        "co_quan_thuc_hien",
        "trinh_tu_thuc_hien",
        "thanh_phan_ho_so",
        "can_cu_phap_ly",
        "yeu_cau_dieu_kien",
        "ket_qua_xu_ly",
        "doi_tuong_thuc_hien",
    ];
    let mut dice = Dice(0x2026_1122_0715_1530);
    let mut drafts = 0;
    for _ in 0..400 {
        let mut changes: Vec<(&str, serde_json::Value)> =
            FIELDS.iter().map(|field| (*field, json!(text(&mut dice)))).collect();
        let cells: Vec<String> = (0..dice.roll(6)).map(|_| text(&mut dice)).collect();
        changes.push(("kenh_parsed", json!(cells)));
        changes.push(("ket_qua_ma", json!([text(&mut dice)])));
        let (read, problems) = read_catalogue(&file(&[record(&changes)]), &settings()).unwrap();
        assert_eq!(read.len() + problems.len(), 1);
        for draft in read {
            drafts += 1;
            assert!(!draft.fact.cases.is_empty());
            for question in &draft.questions {
                for place in 0..question.readings.len() {
                    let mut answers = draft.questions.clone();
                    if let Some(same) = answers.iter_mut().find(|one| one.id == question.id) {
                        same.answer = Some(crate::Answer { reading: Some(place) });
                    }
                    let _ = crate::rules::answered(&draft.fact, &answers);
                }
            }
        }
    }
    assert!(drafts > 200, "{drafts}");
}
