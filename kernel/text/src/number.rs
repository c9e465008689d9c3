//! Whole numbers in Vietnamese words: amounts on receipts, days of birth on civil-status papers.

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const BILLION: u64 = 1_000_000_000;

/// `1.205.021` → `một triệu hai trăm linh năm nghìn không trăm hai mươi mốt`.  Lower case, no unit.
#[must_use]
pub fn number_in_words(number: u64) -> String {
    if number == 0 {
        return digit(0).to_owned();
    }
    let mut words = Vec::new();
    say(number, false, &mut words);
    words.join(" ")
}

/// Says a number; `inside` when something larger was said before, so that hundreds and tens are not skipped.
fn say(number: u64, inside: bool, words: &mut Vec<&'static str>) {
    if number >= BILLION {
        say(number / BILLION, inside, words);
        words.push("tỷ");
        if !number.is_multiple_of(BILLION) {
            say(number % BILLION, true, words);
        }
        return;
    }
    let mut inside = inside;
    for (scale, name) in [(1_000_000, Some("triệu")), (1_000, Some("nghìn")), (1, None)] {
        let group = number / scale % 1_000;
        if group == 0 {
            continue;
        }
        say_group(group, inside, words);
        words.extend(name);
        inside = true;
    }
}

/// Says 1…999.
fn say_group(group: u64, inside: bool, words: &mut Vec<&'static str>) {
    let (hundreds, tens, units) = (group / 100, group / 10 % 10, group % 10);
    let has_hundreds = hundreds > 0 || inside;
    if has_hundreds {
        words.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if units > 0 && has_hundreds => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, units) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(units)),
    }
}

fn digit(value: u64) -> &'static str {
    usize::try_from(value).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or_default()
}
