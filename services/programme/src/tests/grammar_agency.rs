//! Lists of agencies and the abbreviations a document declares.
use crate::grammar::role::roles;
use crate::grammar::{Abbreviations, agency};

fn names(text: &str) -> Vec<String> {
    agency::split(text, &Abbreviations::common()).into_iter().map(|agency| agency.printed).collect()
}

#[test]
fn collectives_stay_whole_and_lists_part() {
    for (text, expected) in [
        (
            "Các sở, ban, ngành; UBND các huyện, thành, thị",
            vec!["Các sở, ban, ngành", "UBND các huyện, thành, thị"],
        ),
        (
            "Sở TT&TT, các cơ quan thuộc tỉnh, UBND cấp huyện, cấp xã",
            vec!["Sở TT&TT", "các cơ quan thuộc tỉnh", "UBND cấp huyện, cấp xã"],
        ),
        ("UBND cấp huyện,cấp xã", vec!["UBND cấp huyện,cấp xã"]),
        ("UBND cấp huyện, UBND cấp xã", vec!["UBND cấp huyện", "UBND cấp xã"]),
        ("UBND cấp huyện, Tỉnh đoàn", vec!["UBND cấp huyện", "Tỉnh đoàn"]),
        ("Sở TT&TT UBND cấp huyện", vec!["Sở TT&TT", "UBND cấp huyện"]),
        ("Sở TT&TT\nUBND cấp huyện", vec!["Sở TT&TT", "UBND cấp huyện"]),
        (
            "Các sở, ban, ngành, UBND các huyện, thành phố, UBND các xã, phường, thị trấn",
            vec!["Các sở, ban, ngành", "UBND các huyện, thành phố", "UBND các xã, phường, thị trấn"],
        ),
        ("Các Hiệp hội, doanh nghiệp, Viện, Trường", vec!["Các Hiệp hội, doanh nghiệp, Viện, Trường"]),
        ("Các doanh nghiệp viễn thông, CNTT", vec!["Các doanh nghiệp viễn thông, CNTT"]),
        (
            "BQL KKT Đông Nam,, UBND các xã, phường, đặc khu",
            vec!["BQL KKT Đông Nam", "UBND các xã, phường, đặc khu"],
        ),
        (
            "Liên hiệp các hội KHKT, Hội Tin học, hiệp hội doanh nghiệp",
            vec!["Liên hiệp các hội KHKT", "Hội Tin học", "hiệp hội doanh nghiệp"],
        ),
        ("- Sở Tài chính\n- Sở Nội vụ", vec!["Sở Tài chính", "Sở Nội vụ"]),
        ("", vec![]),
        ("-", vec![]),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn and_parts_only_two_agencies_with_names_of_their_own() {
    for (text, expected) in [
        ("Sở Nội vụ và Sở Tài chính", vec!["Sở Nội vụ", "Sở Tài chính"]),
        ("Hội Nông dân và Hội Liên hiệp Phụ nữ tỉnh", vec!["Hội Nông dân", "Hội Liên hiệp Phụ nữ tỉnh"]),
        ("Sở Giáo dục và Đào tạo", vec!["Sở Giáo dục và Đào tạo"]),
        (
            "Sở Khoa học và Công nghệ và các đơn vị liên quan",
            vec!["Sở Khoa học và Công nghệ và các đơn vị liên quan"],
        ),
        ("Sở, ngành tỉnh và UBND cấp huyện", vec!["Sở, ngành tỉnh và UBND cấp huyện"]),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", vec!["Văn phòng Đoàn ĐBQH và HĐND tỉnh"]),
        ("Ban QL KKT Vũng Áng & Các KCN", vec!["Ban QL KKT Vũng Áng & Các KCN"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", vec!["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn departments_are_written_out_and_places_are_not_guessed() {
    for (text, printed, expanded) in [
        ("Sở TT&TT", "Sở TT&TT", Some("Sở Thông tin và Truyền thông")),
        ("Sở NN &PTNT", "Sở NN &PTNT", Some("Sở Nông nghiệp và Phát triển nông thôn")),
        ("LĐ- TB&XH", "LĐ- TB&XH", Some("Sở Lao động - Thương binh và Xã hội")),
        ("Sở TN và MT", "Sở TN và MT", Some("Sở Tài nguyên và Môi trường")),
        ("Sở NN&MT", "Sở NN&MT", Some("Sở Nông nghiệp và Môi trường")),
        ("C.Thương", "C.Thương", Some("Sở Công Thương")),
        ("VP UBND tỉnh", "VP UBND tỉnh", Some("Văn phòng Ủy ban nhân dân tỉnh")),
        ("Sở Y tế", "Sở Y tế", None),
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch", None),
        ("Tư Nghĩa", "Tư Nghĩa", None),
        ("đơn vị nêu tại Công văn số 12/UBND-VX", "đơn vị nêu tại Công văn số 12/UBND-VX", None),
    ] {
        let found = agency::split(text, &Abbreviations::common());
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!((found[0].printed.as_str(), found[0].expanded.as_deref()), (printed, expanded), "{text}");
    }
    let found = agency::split("Sở TT&TT, Tư Nghĩa, Minh Long", &Abbreviations::common());
    assert_eq!(found.iter().map(|agency| agency.place).collect::<Vec<_>>(), [false, true, true]);
}

#[test]
fn a_head_before_a_colon_is_shared() {
    let found =
        agency::split("Các Sở: Tài chính, KH&ĐT; UBND các huyện: Mộ Đức, Đức Phổ", &Abbreviations::common());
    let written: Vec<&str> = found.iter().filter_map(|agency| agency.expanded.as_deref()).collect();
    assert_eq!(
        written,
        [
            "Sở Tài chính",
            "Sở Kế hoạch và Đầu tư",
            "Ủy ban nhân dân huyện Mộ Đức",
            "Ủy ban nhân dân huyện Đức Phổ",
        ]
    );
}

#[test]
fn bodies_that_direct_are_told_from_agencies() {
    let directs =
        |text: &str| agency::split(text, &Abbreviations::common()).iter().any(|agency| agency.directs);
    for text in [
        "Ban Chỉ đạo Chuyển đổi số tỉnh",
        "Tổ Kinh tế số - Ban Chỉ đạo CĐS tỉnh",
        "Các tổ công tác của Ban Chỉ đạo chuyển đổi số tỉnh",
        "Chủ tịch UBND các huyện",
        "Đồng chí Phó Chủ tịch UBND tỉnh",
    ] {
        assert!(directs(text), "{text}");
    }
    for text in ["Sở Nội vụ", "UBND tỉnh", "Tổ công nghệ số cộng đồng", "Ban Dân tộc"]
    {
        assert!(!directs(text), "{text}");
    }
    let collective = |text: &str| agency::split(text, &Abbreviations::common())[0].collective;
    assert!(
        collective("UBND các xã")
            && collective("Sở, ban ngành tỉnh")
            && collective("cơ quan TW trên địa bàn")
    );
    assert!(!collective("UBND phường Hạc Thành") && !collective("Ban Dân tộc") && !collective("UBND tỉnh"));
}

#[test]
fn a_document_declares_its_abbreviations() {
    let text = "Ban Quản lý Dự án đầu tư (sau đây gọi tắt là Ban QLDA) chủ trì.\n\
                Sở Khoa học và Công nghệ (viết tắt: Sở KH&CN) phối hợp với Trung tâm Điều hành thông minh (TTĐHTM).\n\
                CĐS: Chuyển đổi số\n2 | DVCTT | Dịch vụ công trực tuyến |\nTỷ lệ: 90%\nGiờ họp: 8 giờ";
    let known = Abbreviations::declared_in(text);
    let declared: Vec<(&str, &str)> = known.declarations().collect();
    assert_eq!(
        declared,
        [
            ("Ban QLDA", "Ban Quản lý Dự án đầu tư"),
            ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
            ("TTĐHTM", "Trung tâm Điều hành thông minh"),
            ("CĐS", "Chuyển đổi số"),
            ("DVCTT", "Dịch vụ công trực tuyến"),
        ]
    );
    assert_eq!(known.expand("Ban QLDA").as_deref(), Some("Ban Quản lý Dự án đầu tư"));
    assert!(known.knows("DVCTT") && known.knows("UBND") && !known.knows("XYZK"));
}

#[test]
fn a_cell_may_say_who_leads_and_who_helps() {
    let read = |text: &str| {
        let found = roles(text, &Abbreviations::common());
        let names = |list: &[agency::Agency]| {
            list.iter().map(|agency| agency.printed.as_str()).collect::<Vec<_>>().join(" | ")
        };
        (names(&found.lead), names(&found.coordinating), names(&found.directing), found.named)
    };
    for (text, lead, coordinating, directing, named) in [
        (
            "Chủ trì: Sở Xây dựng; phối hợp: Sở Tài chính, UBND các xã",
            "Sở Xây dựng",
            "Sở Tài chính | UBND các xã",
            "",
            true,
        ),
        (
            "Công an tỉnh chủ trì; Sở Tư pháp, Sở Nội vụ phối hợp",
            "Công an tỉnh",
            "Sở Tư pháp | Sở Nội vụ",
            "",
            true,
        ),
        ("Sở Y tế chủ trì, phối hợp với Sở Tài chính", "Sở Y tế", "Sở Tài chính", "", true),
        (
            "Cơ quan chủ trì: Sở KH&CN. Cơ quan phối hợp: Các sở, ban, ngành",
            "Sở KH&CN",
            "Các sở, ban, ngành",
            "",
            true,
        ),
        (
            "Chỉ đạo: Chủ tịch UBND tỉnh; Chủ trì: Sở Công Thương",
            "Sở Công Thương",
            "",
            "Chủ tịch UBND tỉnh",
            true,
        ),
        ("Sở Nội vụ, Sở Tài chính", "Sở Nội vụ | Sở Tài chính", "", "", false),
        ("Ban Chỉ đạo Chuyển đổi số tỉnh", "Ban Chỉ đạo Chuyển đổi số tỉnh", "", "", false),
    ] {
        let expected = (lead.to_owned(), coordinating.to_owned(), directing.to_owned(), named);
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn lists_of_other_provinces_part_where_a_reader_parts_them() {
    for (text, expected) in [
        (
            "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã",
            vec!["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã"],
        ),
        (
            "Các sở: TT&TT, Tài chính và các đơn vị liên quan",
            vec!["TT&TT", "Tài chính", "các đơn vị liên quan"],
        ),
        (
            "UBND thành phố Buôn Ma Thuột, thị xã Buôn Hồ",
            vec!["UBND thành phố Buôn Ma Thuột", "thị xã Buôn Hồ"],
        ),
        (
            "Phòng Văn hóa, Khoa học và Thông tin; Phòng Kinh tế, Hạ tầng và Đô thị",
            vec!["Phòng Văn hóa, Khoa học và Thông tin", "Phòng Kinh tế, Hạ tầng và Đô thị"],
        ),
        (
            "Bộ Khoa học và Công nghệ (Cục A, Cục B), Bộ Công an",
            vec!["Bộ Khoa học và Công nghệ (Cục A, Cục B)", "Bộ Công an"],
        ),
        ("VNPT Quảng Nam, Viettel Quảng Nam", vec!["VNPT Quảng Nam", "Viettel Quảng Nam"]),
        ("Tất cả các cơ quan, đơn vị", vec!["Tất cả các cơ quan, đơn vị"]),
        ("Sở Nội vụ phối hợp", vec!["Sở Nội vụ"]),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
    let known = Abbreviations::common();
    assert_eq!(
        known.expand("VP HĐND-UBND").as_deref(),
        Some("Văn phòng Hội đồng nhân dân - Ủy ban nhân dân")
    );
    assert_eq!(known.expand("UBND TP. Huế").as_deref(), Some("Ủy ban nhân dân thành phố Huế"));
    assert_eq!(known.expand("Bộ TT&TT").as_deref(), Some("Bộ Thông tin và Truyền thông"));
}
