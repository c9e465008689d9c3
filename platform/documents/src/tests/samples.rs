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

fn columns(titles: &[(&str, u32, Align)]) -> Vec<GridColumn> {
    titles
        .iter()
        .map(|(title, width, align)| GridColumn { title: (*title).into(), width: *width, align: *align })
        .collect()
}

fn cells(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn point(on: Date, value: &str) -> LinePoint {
    LinePoint { on, value: value.into(), label: format!("{}%", value.replace('.', ",")) }
}

fn line_chart(title: &str) -> LineChart {
    LineChart {
        title: title.into(),
        says: "Lộ trình từ 40% năm 2023 lên 100% năm 2030; thực hiện 52,5%.".into(),
        series: vec![
            LineSeries {
                name: "Lộ trình".into(),
                tone: Tone::Unknown,
                dashed: true,
                points: vec![
                    point(Date::constant(2023, 12, 31), "40"),
                    point(Date::constant(2026, 12, 31), "60"),
                    point(Date::constant(2030, 12, 31), "100"),
                ],
            },
            LineSeries {
                name: "Thực hiện".into(),
                tone: Tone::Main,
                dashed: false,
                points: vec![
                    point(Date::constant(2026, 6, 30), "50"),
                    point(Date::constant(2026, 9, 30), "52.5"),
                ],
            },
        ],
    }
}

/// A report with every kind of part.
pub fn report() -> ReportPaper {
    let series = |name: &str, tone| BarSeries { name: name.into(), tone };
    let bars = Bars {
        caption: "Biểu đồ 1. Chỉ tiêu, nhiệm vụ theo tình trạng".into(),
        says: "Chỉ tiêu: 3 đạt, 1 có nguy cơ. Nhiệm vụ: 60 xong, 12 chậm.".into(),
        series: vec![
            series("Đạt, xong", Tone::Good),
            series("Đúng tiến độ", Tone::Main),
            series("Có nguy cơ", Tone::Warn),
            series("Chậm", Tone::Bad),
            series("Thiếu số liệu, chưa báo cáo", Tone::Unknown),
        ],
        rows: vec![
            BarRow { name: "Chỉ tiêu".into(), values: vec![3, 4, 1, 0, 2] },
            BarRow { name: "Nhiệm vụ".into(), values: vec![60, 100, 1, 12, 7] },
        ],
    };
    let heads =
        [("Mã", 10, Align::Centre), ("Nhiệm vụ", 60, Align::Left), ("Cơ quan chủ trì", 40, Align::Left)];
    let table = |caption: &str| {
        ReportPart::Table(Grid {
            caption: caption.into(),
            columns: columns(&heads),
            rows: vec![
                GridRow::group("4. Phát triển dữ liệu số".into()),
                GridRow::plain(cells(&[
                    "4.1",
                    "Hoàn thiện cơ sở dữ liệu đất đai",
                    "Sở Nông nghiệp và Môi trường",
                ])),
                GridRow::strong(cells(&["", "Cộng", "1 nhiệm vụ"])),
            ],
            note: Some("Số liệu tính đến ngày 20/11/2026.".into()),
        })
    };
    let paragraph = |text: &str| ReportPart::Paragraph { text: text.into() };
    let body = vec![
        paragraph("Thực hiện Quyết định số 3050/QĐ-UBND, Sở Khoa học và Công nghệ báo cáo kết quả như sau:"),
        ReportPart::Heading { level: 1, text: "I. TÌNH HÌNH CHUNG".into() },
        paragraph(&"Trong kỳ, 12 cơ quan phải gửi 60 báo cáo; đã nhận 55 báo cáo. ".repeat(4)),
        ReportPart::Bars(bars),
        ReportPart::Heading { level: 2, text: "1. Nhiệm vụ chậm".into() },
        ReportPart::Item { text: "Nhiệm vụ 2.2: chưa ban hành.".into() },
        table("Bảng 1. Nhiệm vụ chậm"),
        ReportPart::Lines {
            caption: "Biểu đồ 2. Chỉ tiêu so với lộ trình".into(),
            charts: vec![
                line_chart("Hộ nông dân có dữ liệu số"),
                line_chart("Hồ sơ trực tuyến toàn trình"),
                line_chart("Doanh nghiệp dùng nền tảng số"),
            ],
        },
        paragraph("Trên đây là báo cáo kết quả quý III năm 2026./."),
    ];
    ReportPaper {
        letterhead: Letterhead { number: Some("......./BC-.......".into()), ..letterhead("") },
        kind: "Báo cáo".into(),
        subject: "Kết quả thực hiện Quyết định số 3050/QĐ-UBND, quý III năm 2026".into(),
        addressee: Some("Kính gửi: Ủy ban nhân dân tỉnh".into()),
        body,
        signature: Signature {
            lines: vec![SignatureLine { authority: None, office: "[Chức vụ của người ký]".into() }],
            name: "[Họ và tên]".into(),
        },
        recipients: vec!["Như trên".into(), "Lưu: VT".into()],
        annexes: vec![ReportAnnex {
            label: "PHỤ LỤC".into(),
            title: "Tiến độ từng nhiệm vụ".into(),
            under: Some("(Kèm theo Báo cáo kết quả quý III năm 2026)".into()),
            body: vec![table("")],
        }],
    }
}
