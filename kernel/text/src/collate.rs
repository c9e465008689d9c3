//! The order in which Vietnamese people sort: a ă â b c d đ e ê …, and within one spelling the tones
//! ngang, huyền, hỏi, ngã, sắc, nặng (CLDR `vi`).
use crate::tone;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use std::cmp::Ordering;
use std::sync::LazyLock;

/// `None` only if the library were built without its data; a test keeps it from happening.
pub(crate) static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let vietnamese = icu_locale_core::locale!("vi");
    Collator::try_new((&vietnamese).into(), CollatorOptions::default()).ok()
});

/// Bytes whose order is the Vietnamese order of the texts.  Blanks are squeezed and the place of a tone does not
/// matter.  Keys of different releases of the Unicode tables are not comparable: rebuild stored keys on upgrade.
#[must_use]
pub fn collation_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 2);
    append(&crate::squeeze(&tone::settle(text)), &mut key);
    key
}

/// The key of a person in a list: by given name (the last word), then by family and middle names as one line,
/// as in every printed class or staff list.
#[must_use]
pub fn person_collation_key(name: &str) -> Vec<u8> {
    let name = crate::squeeze(&tone::settle(name));
    let (others, given) = name.rsplit_once(' ').unwrap_or(("", &name));
    let mut key = Vec::with_capacity(name.len() * 2);
    append(given, &mut key);
    // No key holds a zero byte, so a shorter given name sorts first.
    key.push(0);
    append(others, &mut key);
    key
}

/// The order of two texts, the same as that of their keys.
#[must_use]
pub fn compare(one: &str, other: &str) -> Ordering {
    collation_key(one).cmp(&collation_key(other))
}

fn append(text: &str, key: &mut Vec<u8>) {
    match &*COLLATOR {
        Some(collator) => match collator.write_sort_key_to(text, key) {
            Ok(()) => {}
        },
        None => key.extend_from_slice(crate::fold(text).as_bytes()),
    }
}
