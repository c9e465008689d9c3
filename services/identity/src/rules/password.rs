//! Which passwords are taken.  Length is what counts; no rule about kinds of signs, no expiry (as NIST SP 800-63B
//! recommends), but nothing that stands on top of every guesser's list.
use crate::IdentityError;

/// Characters.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Characters; longer ones only cost time.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// Words around which most guessable passwords of twelve and more characters are built here: the folded letters of a
/// password must be more than one of these, or a run of them.  A list of our own.
const COMMON: &[&str] = &[
    "a",
    "aa",
    "aaa",
    "ab",
    "abc",
    "abcd",
    "abcde",
    "abcdef",
    "abcdefgh",
    "abcdefghijkl",
    "abcxyz",
    "admin",
    "administrator",
    "anhyeuem",
    "anhnhoem",
    "asd",
    "asdf",
    "asdfgh",
    "asdfghjkl",
    "asdasd",
    "bachkhoa",
    "bimat",
    "canbo",
    "chao",
    "chaoban",
    "chinhquyen",
    "congan",
    "congchuc",
    "congdan",
    "conyeume",
    "dangnhap",
    "default",
    "demo",
    "dichvucong",
    "emyeuanh",
    "giadinh",
    "hanhphuc",
    "hanoi",
    "hello",
    "hochiminh",
    "iloveyou",
    "khongbiet",
    "khongco",
    "khongcomatkhau",
    "letmein",
    "login",
    "master",
    "matkhau",
    "matkhaumoi",
    "me",
    "monkey",
    "motcua",
    "mk",
    "mothaiba",
    "myhouse",
    "nghean",
    "nguyen",
    "nguyenvan",
    "pass",
    "passw",
    "password",
    "passwd",
    "pwd",
    "p",
    "qaz",
    "qazwsx",
    "qazwsxedc",
    "qq",
    "qwe",
    "qwer",
    "qwert",
    "qwerty",
    "qwertyu",
    "qwertyui",
    "qwertyuiop",
    "quangngai",
    "quanly",
    "quantri",
    "root",
    "saigon",
    "secret",
    "sonla",
    "sunshine",
    "tayninh",
    "test",
    "thanhpho",
    "thaydoi",
    "tinhso",
    "tiepnhan",
    "tinh",
    "trungtam",
    "ubnd",
    "uyban",
    "user",
    "vietnam",
    "vietnamese",
    "vietnamvodich",
    "vinh",
    "welcome",
    "x",
    "xa",
    "xinchao",
    "yeuem",
    "yeuemnhieu",
    "zxc",
    "zxcv",
    "zxcvbn",
    "zxcvbnm",
];

/// Whether `password` may be the password of the account with that login and name.
///
/// # Errors
/// [`IdentityError`]: short, long, made of the login or the name, or common.
pub fn check_password(password: &str, login: &str, name: &str) -> Result<(), IdentityError> {
    let count = password.chars().count();
    if count < PASSWORD_CHARS_MIN {
        return Err(IdentityError::PasswordShort { min: PASSWORD_CHARS_MIN });
    }
    if count > PASSWORD_CHARS_MAX {
        return Err(IdentityError::PasswordLong { max: PASSWORD_CHARS_MAX });
    }
    let bare: String = text::fold(password).chars().filter(|c| c.is_alphanumeric()).collect();
    if contains(&bare, login) || contains(&bare, name) {
        return Err(IdentityError::PasswordPersonal);
    }
    let mut distinct: Vec<char> = bare.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let letters: String = bare.chars().filter(|c| c.is_alphabetic()).collect();
    // Digits alone are birthdays, telephone and identity numbers: few, and written on papers.
    if distinct.len() < 5 || letters.is_empty() || is_run_of_common(&letters) {
        return Err(IdentityError::PasswordCommon);
    }
    Ok(())
}

fn contains(bare: &str, own: &str) -> bool {
    let own: String = text::fold(own).chars().filter(|c| c.is_alphanumeric()).collect();
    own.chars().count() >= 4 && bare.contains(&own)
}

/// Whether the letters are common words and nothing else: `matkhau`, `passwordpassword`, `adminnghean`.
fn is_run_of_common(letters: &str) -> bool {
    let signs: Vec<char> = letters.chars().collect();
    let mut reached = vec![false; signs.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for at in 0..signs.len() {
        if !reached.get(at).copied().unwrap_or(false) {
            continue;
        }
        let rest: String = signs.iter().skip(at).collect();
        for word in COMMON {
            // One- and two-letter entries count only as the whole: else any text would be a run of them.
            let whole = rest.len() == letters.len() && rest == *word;
            let begins = whole || (word.len() > 2 && rest.starts_with(word));
            if begins && let Some(end) = reached.get_mut(at + word.len()) {
                *end = true;
            }
        }
    }
    reached.last().copied().unwrap_or(false)
}
