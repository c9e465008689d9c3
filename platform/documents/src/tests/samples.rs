//! Papers with invented people, for tests and for looking at.
use crate::*;
use base::{Date, Money, Timestamp};

fn at(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> Timestamp {
    Timestamp::from_local(base::DateTime::new(year, month, day, hour, minute, 0, 0).unwrap())
}

pub fn letterhead(number: &str) -> Letterhead {
    Letterhead {
        superior: Some("UBND xã Con Cuông".into()),
        agency: "Trung tâm Phục vụ hành chính công".into(),
        number: Some(number.into()),
        place: "Con Cuông".into(),
        date: Date::new(2026, 11, 20).unwrap(),
    }
}

pub fn party(name: &str) -> Party {
    Party {
        name: name.into(),
        identity: Some("CCCD 040190001234".into()),
        address: Some("bản Huồi Khói, xã Mường Lống, tỉnh Nghệ An".into()),
        phone: Some("0868 415 207".into()),
        email: None,
    }
}

fn contact() -> Contact {
    Contact { officer: None, phone: Some("1022".into()), website: Some("dichvucong.nghean.gov.vn".into()) }
}

const LOOK_UP: &str = "https://tinhso.nghean.gov.vn/tra-cuu?ma=H41.77-261120-0015";

pub fn component(name: &str) -> Component {
    Component { name: name.into(), originals: 1, ..Component::default() }
}

pub fn acceptance() -> AcceptanceSlip {
    AcceptanceSlip {
        letterhead: letterhead("0015/TNHS"),
        copies: vec![Copy::Submitter, Copy::File],
        book: None,
        sequence: None,
        dossier_code: "H41.77-261120-0015".into(),
        qr_text: Some(LOOK_UP.into()),
        desk: Some("Quầy 2 – Hộ tịch, chứng thực".into()),
        owner: party("Lầu Y Mái"),
        submitter: None,
        procedure_name: "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân".into(),
        procedure_code: "1.004873".into(),
        request: None,
        components: vec![
            component("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân"),
            Component { electronic: 1, ..component("Giấy tờ chứng minh nơi cư trú trước đây") },
            Component {
                name: "Quyết định ly hôn".into(),
                certified: 1,
                photocopies: 2,
                ..Component::default()
            },
        ],
        sets: 1,
        fees: vec![FeeLine {
            label: "Lệ phí".into(),
            amount: Money::vnd(15_000),
            state: FeeState::Paid,
            receipt: Some("0000731".into()),
        }],
        time_limit: "3 ngày làm việc".into(),
        time_limit_note: Some("nghỉ ngày 24/11/2026".into()),
        received: at(2026, 11, 20, 10, 24),
        due: Some(at(2026, 11, 26, 10, 24)),
        second_stage: None,
        return_at: Some("Quầy 2, Trung tâm Phục vụ hành chính công xã Con Cuông".into()),
        settling_agency: "UBND xã Mường Lống".into(),
        receiver: "Lữ Thị Thanh Huyền".into(),
        contact: contact(),
    }
}

pub fn supplement() -> SupplementSlip {
    SupplementSlip {
        letterhead: letterhead("0003/BSHS"),
        copies: vec![Copy::Submitter],
        dossier_code: Some("H41.77-261120-0015".into()),
        qr_text: Some(LOOK_UP.into()),
        owner: party("Lầu Y Mái"),
        submitter: Some(Party { address: None, ..party("Vừ Bá Chò") }),
        procedure_name: "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân".into(),
        procedure_code: "1.004873".into(),
        items: vec![
            SupplementItem {
                name: "Tờ khai".into(),
                request: "Ghi rõ thời gian cư trú tại xã Kỳ Sơn (mục 5 đang bỏ trống); người yêu cầu ký tên."
                    .into(),
            },
            SupplementItem {
                name: "Quyết định ly hôn".into(),
                request: "Nộp bản sao có chứng thực; bản đã nộp là bản chụp.".into(),
            },
        ],
        reasons: vec!["Hồ sơ chưa đủ giấy tờ theo Điều 22 Nghị định 123/2015/NĐ-CP.".into()],
        deadline: Some(Date::new(2026, 12, 4).unwrap()),
        officer: "Lữ Thị Thanh Huyền".into(),
        contact: Contact { officer: Some("bà Lữ Thị Thanh Huyền".into()), ..contact() },
    }
}

pub fn refusal() -> RefusalSlip {
    RefusalSlip {
        letterhead: letterhead("0001/TCHS"),
        copies: vec![Copy::Submitter],
        dossier_code: None,
        submitted: Some(at(2026, 11, 20, 8, 5)),
        qr_text: None,
        owner: party("Lầu Y Mái"),
        submitter: None,
        procedure_name: "Đăng ký thành lập công ty trách nhiệm hữu hạn một thành viên".into(),
        procedure_code: Some("2.001583".into()),
        reasons: vec![
            "Thủ tục không thuộc thẩm quyền giải quyết của Uỷ ban nhân dân cấp xã; cơ quan có thẩm quyền là Sở Tài chính."
                .into(),
        ],
        guidance: vec![
            "Nộp trực tuyến tại Cổng Dịch vụ công quốc gia, hoặc nộp tại bất kỳ Trung tâm Phục vụ hành chính công nào trong tỉnh."
                .into(),
            "Giấy tờ đã xuất trình được trả lại ngay, không thiếu bản nào.".into(),
        ],
        officer: "Lữ Thị Thanh Huyền".into(),
        contact: contact(),
    }
}

pub fn handover(rows: usize) -> HandoverSlip {
    let row = |n: usize| HandoverRow {
        dossier_code: format!("H41.77-261120-{n:04}"),
        owner: ["Lầu Y Mái", "Nguyễn Thị Hồng Nhung", "Công ty TNHH Dược liệu Pù Mát"][n % 3].into(),
        procedure: ["Cấp Giấy xác nhận tình trạng hôn nhân", "Cấp giấy phép xây dựng mới nhà ở riêng lẻ"]
            [n % 2]
            .into(),
        due: Some(at(2026, 11, 26, 10, 24)),
        note: n.is_multiple_of(4).then(|| "Kèm 02 bản chính".into()),
    };
    HandoverSlip {
        letterhead: letterhead("27/PBG"),
        qr_text: Some("https://tinhso.nghean.gov.vn/ban-giao/27".into()),
        at: at(2026, 11, 20, 15, 30),
        from_unit: "Trung tâm Phục vụ hành chính công xã Con Cuông".into(),
        from_person: "Lữ Thị Thanh Huyền".into(),
        to_unit: "Phòng Văn hoá – Xã hội xã Con Cuông".into(),
        to_person: Some("Vi Văn Thắng".into()),
        rows: (1..=rows).map(row).collect(),
    }
}

pub fn result() -> ResultPaper {
    let line = |authority, office: &str| SignatureLine { authority, office: office.into() };
    let field = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    ResultPaper {
        letterhead: Letterhead {
            superior: Some("Tỉnh Nghệ An".into()),
            agency: "Uỷ ban nhân dân xã Con Cuông".into(),
            ..letterhead("112/UBND-XNTTHN")
        },
        draft: true,
        kind: "Giấy xác nhận tình trạng hôn nhân".into(),
        subject: None,
        addressee: None,
        body: vec![
            Block::LegalBasis {
                items: vec![
                    "Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;".into(),
                    "Xét đề nghị của bà Lầu Y Mái về việc cấp Giấy xác nhận tình trạng hôn nhân,".into(),
                ],
            },
            Block::Centred { text: "XÁC NHẬN:".into() },
            Block::Fields {
                rows: vec![
                    field("Họ, chữ đệm, tên", "LẦU Y MÁI"),
                    field("Ngày sinh", "02/3/1999"),
                    field("Dân tộc, quốc tịch", "Mông, Việt Nam"),
                    field("Giấy tờ tuỳ thân", "CCCD 040199001234, cấp ngày 12/5/2021"),
                    field("Nơi cư trú", "bản Huồi Khói, xã Mường Lống, tỉnh Nghệ An"),
                ],
            },
            Block::Paragraph {
                text: "Trong thời gian cư trú tại xã Con Cuông, từ ngày 15 tháng 8 năm 2019 đến ngày 30 tháng 6 năm 2026, bà Lầu Y Mái chưa đăng ký kết hôn với ai."
                    .into(),
            },
            Block::Table {
                columns: vec!["Thời gian".into(), "Nơi cư trú".into(), "Tình trạng hôn nhân".into()],
                widths: vec![3, 5, 4],
                rows: vec![
                    vec!["08/2019 – 6/2026".into(), "xã Con Cuông, tỉnh Nghệ An".into(), "Chưa kết hôn".into()],
                    vec!["7/2026 – nay".into(), "xã Mường Lống, tỉnh Nghệ An".into()],
                ],
            },
            Block::Paragraph {
                text: "Giấy này được cấp để làm thủ tục đăng ký kết hôn, có giá trị sử dụng trong 6 tháng kể từ ngày cấp."
                    .into(),
            },
        ],
        signature: Signature {
            lines: vec![
                line(Some(SigningAuthority::OnBehalf), "Uỷ ban nhân dân"),
                line(Some(SigningAuthority::Deputy), "Chủ tịch"),
                line(None, "Phó Chủ tịch"),
            ],
            name: "Lô Thị Minh Nguyệt".into(),
        },
        recipients: vec!["Bà Lầu Y Mái".into(), "Lưu: VT, hồ sơ".into()],
        dossier_code: Some("H41.77-261120-0015".into()),
        qr_text: Some("https://tinhso.nghean.gov.vn/kiem-tra/8F2K-77QX".into()),
    }
}

pub fn filed() -> FilingReceipt {
    let file = |name: &str, digit: &str| FiledFile {
        name: name.into(),
        size: "1,2 MB".into(),
        digest: digit.repeat(32),
    };
    FilingReceipt {
        letterhead: letterhead(""),
        dossier_code: "H41.77-261120-0015".into(),
        qr_text: Some(LOOK_UP.into()),
        owner: Party { identity: None, address: None, phone: None, ..party("Lầu Bảo Ngọc") },
        submitter: Some(party("Lầu Y Mái")),
        procedure_name: "Thủ tục đăng ký khai sinh".into(),
        procedure_code: Some("1.001193".into()),
        filed: at(2026, 11, 20, 10, 24),
        held_by: "Trung tâm Phục vụ hành chính công xã Con Cuông".into(),
        looked_at_by: Some(at(2026, 11, 23, 10, 24)),
        parts: vec![
            FiledPart {
                name: "Tờ khai đăng ký khai sinh".into(),
                state: "Đã khai trên mạng".into(),
                files: Vec::new(),
            },
            FiledPart {
                name: "Giấy chứng sinh".into(),
                state: String::new(),
                files: vec![file("giay chung sinh.jpg", "a7"), file("giay chung sinh mat sau.jpg", "0f")],
            },
        ],
        contact: contact(),
    }
}

pub fn returned() -> ReturnSlip {
    ReturnSlip {
        letterhead: letterhead(""),
        dossier_code: "H41.77-261120-0015".into(),
        qr_text: Some(LOOK_UP.into()),
        owner: party("Lầu Y Mái"),
        submitter: None,
        procedure_name: "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân".into(),
        procedure_code: Some("1.004873".into()),
        result: "Giấy xác nhận tình trạng hôn nhân số 87, ngày 23/11/2026".into(),
        returned: at(2026, 11, 25, 8, 5),
        collector: Some("Vi Văn Tư".into()),
        proof: Some("Giấy ủy quyền số 12, chứng thực ngày 23/11/2026".into()),
        digits: Some("4021".into()),
        officer: "Lữ Thị Thanh Huyền".into(),
    }
}
