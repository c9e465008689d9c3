//! What a number counts.
use super::quantity::{Kind, Unit};
use super::scan::{Token, one_line, phrase_at, printed};

/// Nouns plans count by; the longest that fits is taken.
const NOUNS: &[&str] = &[
    "thẻ căn cước công dân",
    "thẻ căn cước",
    "đợt",
    "đại biểu",
    "lĩnh vực",
    "trụ cột",
    "nhóm nhiệm vụ",
    "nhóm",
    "sự kiện",
    "nghị định",
    "thông tư",
    "luật",
    "công văn",
    "công điện",
    "chỉ thị",
    "thông báo",
    "bản tin",
    "văn bản quy phạm pháp luật",
    "trường thông tin",
    "trường dữ liệu",
    "trường hợp",
    "năm",
    "khách hàng",
    "dữ liệu",
    "tên miền",
    "địa chỉ",
    "kiến nghị",
    "phản ánh",
    "ý kiến",
    "báo cáo",
    "chuyên mục",
    "chương trình",
    "lượt người",
    "làng nghề",
    "khu phố",
    "khu công nghiệp",
    "cụm công nghiệp",
    "di tích",
    "điểm du lịch",
    "camera giám sát",
    "vị trí",
    "điểm kết nối",
    "điểm phục vụ",
    "quy trình",
    "biểu mẫu",
    "doanh nghiệp",
    "hợp tác xã",
    "hộ kinh doanh",
    "hộ gia đình",
    "hộ dân",
    "hộ",
    "lượt",
    "lần",
    "ngày",
    "giờ",
    "phút",
    "giây",
    "tháng",
    "tuần",
    "điểm phần trăm",
    "điểm %",
    "điểm",
    "bậc",
    "huyện , thị xã , thành phố",
    "huyện , thành phố , thị xã",
    "huyện , thành phố",
    "tỉnh , thành phố",
    "xã , phường , thị trấn",
    "xã , phường , đặc khu",
    "xã , phường",
    "sở , ban , ngành",
    "sở , ngành",
    "bộ , ngành",
    "thôn , bản",
    "tin , bài",
    "tỉnh",
    "huyện",
    "xã",
    "phường",
    "thị trấn",
    "thôn",
    "bản",
    "thành phố",
    "đặc khu",
    "địa phương",
    "cơ quan",
    "đơn vị",
    "tổ chức",
    "cơ sở giáo dục",
    "cơ sở y tế",
    "cơ sở khám chữa bệnh",
    "cơ sở dữ liệu",
    "cơ sở",
    "bệnh viện",
    "trường học",
    "trường",
    "lớp",
    "học sinh",
    "sinh viên",
    "giáo viên",
    "người dân",
    "người",
    "cán bộ",
    "công chức",
    "viên chức",
    "chuyên gia",
    "học viên",
    "nhân lực",
    "hội viên",
    "thành viên",
    "hồ sơ",
    "thủ tục hành chính",
    "thủ tục",
    "dịch vụ công trực tuyến",
    "dịch vụ công",
    "dịch vụ",
    "văn bản",
    "quyết định",
    "kế hoạch",
    "nghị quyết",
    "chỉ tiêu",
    "nhiệm vụ",
    "mục tiêu",
    "giải pháp",
    "đề án",
    "dự án",
    "mô hình",
    "sản phẩm",
    "nền tảng",
    "hệ thống thông tin",
    "hệ thống",
    "phần mềm",
    "ứng dụng",
    "tài khoản",
    "chữ ký số",
    "chứng thư số",
    "chứng thư",
    "thuê bao",
    "trạm BTS",
    "trạm",
    "máy tính",
    "máy chủ",
    "máy trạm",
    "máy",
    "thiết bị",
    "camera",
    "điểm cầu",
    "giao dịch",
    "kết nối",
    "bản ghi",
    "trang",
    "phiên",
    "cuộc họp",
    "cuộc",
    "hội nghị",
    "khóa",
    "tổ",
    "vụ",
    "sự cố",
    "cảnh báo",
    "video",
    "ha",
    "tấn",
    "bộ",
];

/// Measures that may stand glued to their number.
const MEASURES: &[&str] = &[
    "mbps", "gbps", "kbps", "tb", "gb", "mb", "km", "m", "cm", "kw", "kwh", "mw", "mwh", "kva", "ha", "kg",
    "s", "ms", "tr", "đ",
];

/// Words that end a noun.
const STOPS: &[&str] = &[
    "và",
    "của",
    "trên",
    "tại",
    "được",
    "có",
    "đã",
    "là",
    "trong",
    "cho",
    "với",
    "để",
    "theo",
    "từ",
    "đến",
    "hoặc",
    "so",
    "mới",
    "như",
    "nhưng",
    "thì",
    "gồm",
    "trở",
    "đạt",
    "do",
    "bị",
    "sẽ",
    "đang",
    "về",
    "vào",
    "ở",
    "phải",
    "khi",
    "nếu",
    "vì",
    "qua",
    "các",
    "này",
    "đó",
    "nhằm",
    "chiếm",
    "tăng",
    "giảm",
    "thuộc",
    "tới",
    "tham",
    "sử",
    "triển",
    "hoàn",
    "bằng",
    "tính",
    "trước",
    "sau",
    "ngoài",
    "cùng",
    "trường hợp",
    "thực",
    "đủ",
    "mức",
    "cấp",
    "không",
    "chưa",
];

/// The unit after a number, its kind, and the token after it. `led` says that a word before the
/// number already makes it a value, so that it may stand without a unit.
pub(crate) fn read(text: &str, tokens: &[Token<'_>], at: usize, led: bool) -> Option<(Kind, Unit, usize)> {
    if let Some((unit, next)) = percent(text, tokens, at) {
        return Some((Kind::Percent, unit, next));
    }
    if let Some((unit, next)) = money(text, tokens, at) {
        return Some((Kind::Money, unit, next));
    }
    if is_measure(tokens.get(at)) {
        let mut next = at + 1;
        if tokens.get(next).is_some_and(|t| t.is("/")) && is_measure(tokens.get(next + 1)) {
            next += 2;
        }
        return Some((Kind::Count, unit_of(printed(text, tokens, at..next)), next));
    }
    let next = noun_end(tokens, at);
    if next > at {
        return Some((Kind::Count, unit_of(printed(text, tokens, at..next)), next));
    }
    led.then(|| (Kind::Count, Unit::default(), at))
}

fn unit_of(text: &str) -> Unit {
    let printed = one_line(text);
    let normalised = printed.to_lowercase();
    Unit { printed, normalised }
}

/// "%", "phần trăm", "%/năm"
fn percent(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Unit, usize)> {
    let sign = tokens.get(at)?.is("%");
    let mut next = if sign { at + 1 } else { at + phrase_at(tokens, at, "phần trăm")? };
    let mut normalised = "%".to_owned();
    let per = tokens.get(next).filter(|token| token.is("/")).and_then(|_| tokens.get(next + 1));
    if let Some(period) = per.filter(|token| token.is_any(&["năm", "quý", "tháng"])) {
        normalised = format!("%/{}", period.key);
        next += 2;
    }
    let printed = one_line(printed(text, tokens, at..next));
    Some((Unit { printed, normalised }, next))
}

/// "tỷ đồng", "triệu đồng/người/năm", "nghìn tỷ", "đồng", "USD"; "1,2 triệu người" counts people.
fn money(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Unit, usize)> {
    const SCALES: &[(&str, &str)] = &[
        ("nghìn tỷ", "nghìn tỷ đồng"),
        ("ngàn tỷ", "nghìn tỷ đồng"),
        ("nghìn tỉ", "nghìn tỷ đồng"),
        ("tr . đ", "triệu đồng"),
        ("trđ", "triệu đồng"),
        ("trđồng", "triệu đồng"),
        ("tr", "triệu đồng"),
        ("tỷ", "tỷ đồng"),
        ("tỉ", "tỷ đồng"),
        ("triệu", "triệu đồng"),
        ("nghìn", "nghìn đồng"),
        ("ngàn", "nghìn đồng"),
        ("trăm", "trăm đồng"),
        ("", "đồng"),
    ];
    const COINS: &[&str] = &["đồng", "đ", "vnđ", "vnd", "usd", "đô la mỹ", "đô la"];
    let (length, scale) = SCALES.iter().find_map(|(phrase, name)| match phrase_at(tokens, at, phrase) {
        Some(length) => Some((length, *name)),
        None if phrase.is_empty() => Some((0, *name)),
        None => None,
    })?;
    let after = at + length;
    let coin = COINS.iter().find_map(|coin| phrase_at(tokens, after, coin).map(|length| (length, *coin)));
    // "tỷ" and "trđ" are money by themselves unless something is counted; "đồng chí" is a comrade.
    let alone = length > 0
        && (scale.contains("tỷ") || tokens.get(at).is_some_and(|t| t.text.contains('đ') || t.is("tr")));
    let (mut next, foreign) = match coin {
        Some((count, coin)) => {
            if tokens
                .get(after + count)
                .is_some_and(|t| coin == "đồng" && t.is_any(&["chí", "bào", "hồ", "bộ"]))
            {
                return None;
            }
            (after + count, (coin == "usd" || coin.starts_with("đô")).then_some("USD"))
        }
        None if alone && !is_known_noun(tokens, after) && !tokens.get(after).is_some_and(|t| t.is("lệ")) => {
            (after, None)
        }
        None => return None,
    };
    let normalised = foreign.map_or_else(|| scale.to_owned(), |coin| scale.replace("đồng", coin));
    while tokens.get(next).is_some_and(|t| t.is("/") && t.glued)
        && tokens.get(next + 1).is_some_and(Token::is_word)
    {
        next += 1 + NOUNS.iter().filter_map(|noun| phrase_at(tokens, next + 1, noun)).max().unwrap_or(1);
    }
    Some((Unit { printed: one_line(printed(text, tokens, at..next)), normalised }, next))
}

/// An amount of money follows at `at`.
pub(crate) fn is_money(tokens: &[Token<'_>], at: usize) -> bool {
    money("", tokens, at).is_some()
}

/// A measure that may be glued to its number.
pub(crate) fn is_measure(token: Option<&Token<'_>>) -> bool {
    // "5G" and "3D" are names; "m" and "s" count only in lower case.
    token.is_some_and(|token| {
        token.is_any(MEASURES) && (token.text.len() > 1 || token.text == token.key) && !token.is("g")
    })
}

/// One of the nouns plans count by stands at `at`.
pub(crate) fn is_known_noun(tokens: &[Token<'_>], at: usize) -> bool {
    NOUNS.iter().any(|noun| phrase_at(tokens, at, noun).is_some())
}

/// The end of the noun at `at`: a known one, after "triệu/nghìn" too, else at most two words.
fn noun_end(tokens: &[Token<'_>], at: usize) -> usize {
    let scale = tokens.get(at).is_some_and(|token| token.is_any(&["triệu", "nghìn", "ngàn", "tỷ", "vạn"]));
    let start = if scale { at + 1 } else { at };
    let known = NOUNS.iter().filter_map(|noun| phrase_at(tokens, start, noun)).max();
    if let Some(count) = known {
        return start + count;
    }
    let fits = |place: usize| {
        tokens.get(place).is_some_and(|token| {
            token.is_word()
                && !token.is_any(STOPS)
                && (place == start || !token.is_capital() || token.is_initials())
        })
    };
    let mut end = start;
    while end < start + 2 && fits(end) {
        end += 1;
    }
    if end == start { at } else { end }
}
