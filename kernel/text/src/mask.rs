//! Names for lists whose reader need not know who it is.

/// The family name and initials: `Nguyễn Thị An` → `Nguyễn T. A.`; a single name shows its initial only.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let name = crate::nfc(name);
    let mut words = name.split_whitespace();
    let Some(first) = words.next() else {
        return String::new();
    };
    let initials: Vec<String> = words.filter_map(initial).collect();
    if initials.is_empty() {
        return initial(first).unwrap_or_default();
    }
    format!("{first} {}", initials.join(" "))
}

fn initial(word: &str) -> Option<String> {
    let letter = word.chars().find(|c| c.is_alphanumeric()).or_else(|| word.chars().next())?;
    Some(format!("{}.", letter.to_uppercase()))
}
