use super::samples;
use super::tools::{poppler, qr_codes_of, text_of};
use crate::{Component, Copy, Paper, Pdf, Template, print, render};

fn each_paper() -> Vec<(&'static str, Pdf)> {
    vec![
        ("acceptance", print(&samples::acceptance()).unwrap()),
        ("supplement", print(&samples::supplement()).unwrap()),
        ("refusal", print(&samples::refusal()).unwrap()),
        ("handover", print(&samples::handover(12)).unwrap()),
        ("result", print(&samples::result()).unwrap()),
        ("filed", print(&samples::filed()).unwrap()),
        ("returned", print(&samples::returned()).unwrap()),
        ("report", print(&samples::report()).unwrap()),
    ]
}

fn one_copy() -> crate::AcceptanceSlip {
    crate::AcceptanceSlip { copies: vec![Copy::Submitter], ..samples::acceptance() }
}

/// `pdftotext` without the soft breaks that long words are allowed.
fn unbroken(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
}

#[test]
fn every_paper_embeds_one_font_family_and_nothing_else() {
    for (name, pdf) in each_paper() {
        let Some(fonts) = poppler("pdffonts", &[], &pdf.bytes) else { return };
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty(), "{name}");
        for row in rows {
            assert!(row.contains("LiberationSerif"), "{name}: {row}");
            assert!(row.contains(" yes yes yes "), "{name}: embedded, subset, with Unicode: {row}");
        }
    }
}

#[test]
fn papers_have_their_size_their_pages_and_are_pdf_a() {
    let expected = [
        ("acceptance", 2, "419.528 x 595.276"),
        ("supplement", 1, "419.528 x 595.276"),
        ("refusal", 1, "419.528 x 595.276"),
        ("handover", 1, "595.276 x 841.89"),
        ("result", 1, "595.276 x 841.89"),
        ("filed", 1, "419.528 x 595.276"),
        ("returned", 1, "419.528 x 595.276"),
        ("report", 3, "595.276 x 841.89"),
    ];
    for ((name, pdf), (same, pages, size)) in each_paper().into_iter().zip(expected) {
        assert_eq!((name, pdf.pages), (same, pages));
        assert!(pdf.missing.is_empty(), "{name}: {:?}", pdf.missing);
        let xmp = String::from_utf8_lossy(&pdf.bytes);
        assert!(xmp.contains("<pdfaid:part>2</pdfaid:part>"), "{name}");
        let Some(info) = poppler("pdfinfo", &[], &pdf.bytes) else { continue };
        assert!(info.contains(&format!("Pages:           {pages}")), "{name}: {info}");
        assert!(info.contains(size), "{name}: {info}");
    }
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let data = serde_json::to_value(samples::acceptance()).unwrap();
    let first = render(Template::AcceptanceSlip, &data).unwrap();
    assert!(first == render(Template::AcceptanceSlip, &data).unwrap());
    assert!(first == print(&samples::acceptance()).unwrap());
}

#[test]
fn the_date_of_the_file_is_the_date_on_the_paper() {
    let pdf = print(&samples::refusal()).unwrap();
    let Some(info) = poppler("pdfinfo", &["-isodates"], &pdf.bytes) else { return };
    assert!(info.contains("2026-11-20") || info.contains("2026-11-19T17:00:00Z"), "{info}");
}

#[test]
fn vietnamese_survives_extraction() {
    let pdf = print(&one_copy()).unwrap();
    let Some(text) = text_of(&pdf.bytes) else { return };
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập – Tự do – Hạnh phúc",
        "LẦU Y MÁI",
        "Mã hồ sơ: H41.77-261120-0015",
        "10 giờ 24 phút, thứ Năm, ngày 26/11/2026",
        "Con Cuông, ngày 20 tháng 11 năm 2026",
        "15.000 đ, đã thu, biên lai 0000731",
        "Lữ Thị Thanh Huyền",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn the_qr_code_is_read_by_an_independent_reader() {
    let (slip, result, filed) = (one_copy(), samples::result(), samples::filed());
    for (pdf, expected) in
        [(print(&slip), slip.qr_text), (print(&result), result.qr_text), (print(&filed), filed.qr_text)]
    {
        let Some(found) = qr_codes_of(&pdf.unwrap().bytes) else { return };
        assert_eq!(found, [expected.unwrap()]);
    }
}

#[test]
fn decomposed_text_is_printed_composed() {
    let mut slip = one_copy();
    slip.owner.name = "Nguye\u{302}\u{303}n Thi\u{323} Ho\u{302}\u{300}ng".into();
    let pdf = print(&slip).unwrap();
    assert!(pdf.missing.is_empty(), "{:?}", pdf.missing);
    let Some(text) = text_of(&pdf.bytes) else { return };
    assert!(text.contains("NGUYỄN THỊ HỒNG"), "{text}");
}

#[test]
fn markup_in_a_name_is_printed_literally() {
    let hostile = "#panic(1) [x] *b* _i_ $x^2$ @ref <lab> `r` \\ // -- \"q\" ~ = - + /a";
    let mut slip = one_copy();
    slip.settling_agency = hostile.into();
    slip.components = vec![samples::component(hostile)];
    slip.contact.website = Some(hostile.into());
    let pdf = print(&slip).unwrap();
    let Some(text) = text_of(&pdf.bytes) else { return };
    assert_eq!(unbroken(&text).matches(&unbroken(hostile)).count(), 2, "{text}");
    assert!(unbroken(&text).contains(&unbroken("#panic(1) [x] *b* _i_ $x^2$")), "{text}");
}

#[test]
fn very_long_names_wrap_inside_the_margins() {
    let mut slip = one_copy();
    slip.owner.name = "Công ty cổ phần đầu tư xây dựng thương mại dịch vụ xuất nhập khẩu ".repeat(4);
    slip.owner.email = Some(format!("{}@nghean.gov.vn", "x".repeat(200)));
    slip.components = vec![samples::component(&"W".repeat(300))];
    let pdf = print(&slip).unwrap();
    let Some(boxes) = poppler("pdftotext", &["-bbox", "-"], &pdf.bytes) else { return };
    let edges = |name: &str| -> Vec<f64> {
        let mark = format!(" {name}=\"");
        let parts = boxes.split(mark.as_str()).skip(1);
        parts.map(|part| part.split('"').next().unwrap().parse().unwrap()).collect()
    };
    // Margins of 15 mm and 12 mm of 419.5 pt, with half a point of grace for overhanging glyphs.
    assert!(edges("xMin").iter().all(|x| *x > 42.0), "{boxes}");
    assert!(edges("xMax").iter().all(|x| *x < 386.0), "{boxes}");
    let Some(text) = text_of(&pdf.bytes) else { return };
    assert_eq!(unbroken(&text).matches('W').count(), 300);
    assert!(unbroken(&text).matches('x').count() >= 200, "{text}");
}

#[test]
fn thirty_components_flow_to_a_second_page_and_none_is_lost() {
    let mut slip = one_copy();
    slip.components = (1..=30)
        .map(|n| Component {
            originals: n, ..samples::component(&format!("Giấy tờ thứ {n} của hồ sơ"))
        })
        .collect();
    let pdf = print(&slip).unwrap();
    assert!(pdf.pages >= 2, "{}", pdf.pages);
    let Some(text) = text_of(&pdf.bytes) else { return };
    for n in 1..=30 {
        assert!(text.contains(&format!("Giấy tờ thứ {n} của hồ sơ")), "{n}");
    }
    assert_eq!(text.matches("Thành phần hồ sơ").count(), 2, "the head of the table is repeated");
    assert!(text.contains("Trang 2"));
}

#[test]
fn characters_outside_the_font_are_boxed_and_reported() {
    let mut slip = one_copy();
    slip.owner.name = "An 😀 \u{202E}txt\u{202C} 漢".into();
    let pdf = print(&slip).unwrap();
    assert_eq!(pdf.missing, vec!['漢', '😀']);
    let Some(text) = text_of(&pdf.bytes) else { return };
    assert!(text.contains("AN □ TXT □"), "{text}");
}

#[test]
fn a_draft_says_so_on_every_page_and_a_final_paper_does_not() {
    let mut paper = samples::result();
    let long = crate::Block::Paragraph {
        text: "Nội dung của văn bản được trình bày tiếp theo. ".repeat(120),
    };
    paper.body.insert(2, long);
    let draft = print(&paper).unwrap();
    assert!(draft.pages >= 2);
    paper.draft = false;
    let last = print(&paper).unwrap();
    let (Some(draft_text), Some(text)) = (text_of(&draft.bytes), text_of(&last.bytes)) else { return };
    assert_eq!(draft_text.matches("CHƯA CÓ GIÁ TRỊ PHÁP LÝ").count(), draft.pages);
    assert!(!text.contains("DỰ THẢO"));
    assert!(text.contains("TM. UỶ BAN NHÂN DÂN") && text.contains("KT. CHỦ TỊCH"), "{text}");
}

#[test]
fn a_long_handover_repeats_the_head_of_its_table() {
    let pdf = print(&samples::handover(60)).unwrap();
    assert!(pdf.pages >= 3);
    let Some(text) = text_of(&pdf.bytes) else { return };
    assert!(text.matches("Chủ hồ sơ").count() >= 3 && text.contains("60 hồ sơ"), "{text}");
}

#[test]
fn a_receipt_of_filing_says_what_came_and_that_it_is_no_acceptance() {
    let pdf = print(&samples::filed()).unwrap();
    let Some(text) = text_of(&pdf.bytes) else { return };
    for words in [
        "BIÊN NHẬN NỘP HỒ SƠ QUA MẠNG",
        "Mã hồ sơ: H41.77-261120-0015",
        "10 giờ 24 phút, thứ Sáu, ngày 20/11/2026",
        "Chưa phải Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "giay chung sinh.jpg",
        "Đã khai trên mạng",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let digest = samples::filed().parts[1].files[0].digest.clone();
    assert!(unbroken(&text).contains(&digest), "the digest stands whole: {text}");
}

#[test]
fn a_return_slip_parts_the_name_of_who_took_the_result_from_the_proof() {
    let pdf = print(&samples::returned()).unwrap();
    let Some(text) = text_of(&pdf.bytes) else { return };
    for words in
        ["BIÊN NHẬN TRẢ KẾT QUẢ", "Người nhận thay: VI VĂN TƯ", "Giấy chứng minh: Giấy ủy quyền số 12"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let own = crate::ReturnSlip { collector: None, proof: None, ..samples::returned() };
    let Some(text) = text_of(&print(&own).unwrap().bytes) else { return };
    assert!(!text.contains("Người nhận thay") && !text.contains("Giấy chứng minh"), "{text}");
}

#[test]
fn missing_fields_are_our_defect_and_name_no_value() {
    let data = serde_json::json!({ "owner": { "name": "Lầu Y Mái" } });
    for template in Template::ALL {
        let error = render(template, &data).unwrap_err();
        assert_eq!(base::Refusal::kind(&error), base::RefusalKind::Internal);
        assert!(!error.to_string().contains("Lầu"), "{error}");
    }
}

#[test]
fn a_text_too_long_for_a_qr_code_is_refused() {
    let slip = crate::AcceptanceSlip { qr_text: Some("x".repeat(5_000)), ..one_copy() };
    assert!(matches!(print(&slip), Err(crate::DocumentError::QrTooLong)));
}

#[test]
fn eight_threads_print_at_once() {
    let expected = print(&samples::refusal()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert!(print(&samples::refusal()).unwrap() == expected));
        }
    });
}

/// Writes every paper into the directory named by TINHSO_PAPERS, to look at them, and prints the time each takes.
#[test]
#[allow(clippy::disallowed_methods, reason = "test support reads the environment")]
fn papers_can_be_written_out_to_look_at() {
    let Ok(dir) = std::env::var("TINHSO_PAPERS") else { return };
    for (name, pdf) in each_paper() {
        std::fs::write(format!("{dir}/{name}.pdf"), pdf.bytes).unwrap();
    }
    std::fs::write(format!("{dir}/report.docx"), crate::docx(&samples::report()).unwrap()).unwrap();
    fn time<P: Paper>(name: &str, paper: impl Fn(usize) -> P) {
        let start = std::time::Instant::now();
        let pages: usize = (0..10).map(|n| print(&paper(n)).unwrap().pages).sum();
        println!("{name}: {} ms a page", start.elapsed().as_millis() / u128::try_from(pages).unwrap());
    }
    time("acceptance", |n| crate::AcceptanceSlip {
        dossier_code: format!("H41-{n}"),
        ..samples::acceptance()
    });
    time("handover", |n| samples::handover(12 + n));
    time("result", |n| crate::ResultPaper { dossier_code: Some(n.to_string()), ..samples::result() });
}

#[test]
fn lines_break_between_pages_and_the_last_two_stay_with_the_signature() {
    let row = |n: usize| (format!("Mục {n}"), format!("Nội dung của mục {n}"));
    let many = crate::ResultPaper {
        body: vec![
            crate::Block::Heading { text: "Phần một".into() },
            crate::Block::Fields { rows: (1..=70).map(row).collect() },
        ],
        ..samples::result()
    };
    let pdf = print(&many).unwrap();
    assert_eq!(pdf.pages, 2);
    let Some(first) = poppler("pdftotext", &["-layout", "-l", "1", "-"], &pdf.bytes) else { return };
    assert!(
        first.contains("Mục 1:") && first.contains("Mục 30:"),
        "the first page is not left blank: {first}"
    );
    let last = poppler("pdftotext", &["-layout", "-f", "2", "-"], &pdf.bytes).unwrap();
    assert!(last.contains("Mục 70:") && last.contains("Lô Thị Minh Nguyệt"), "{last}");
    // Whatever the length, the signature never stands alone.
    for rows in 16..60 {
        let paper = crate::ResultPaper {
            body: vec![crate::Block::Fields { rows: (1..=rows).map(row).collect() }],
            ..samples::result()
        };
        let pdf = print(&paper).unwrap();
        let page = pdf.pages.to_string();
        let last = poppler("pdftotext", &["-layout", "-f", &page, "-"], &pdf.bytes).unwrap();
        assert!(
            last.contains(&format!("Mục {rows}:")) && last.contains(&format!("Mục {}:", rows - 1)),
            "{rows}"
        );
        assert!(pdf.pages <= 2, "{rows}");
    }
}
