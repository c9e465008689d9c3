//! Vietnamese text: one normal form, keys to find by, keys to sort by, cleaning of what people type, numbers in words.
//! Pure.
mod clean;
mod collate;
mod fold;
mod mask;
mod number;
mod tone;

#[cfg(test)]
mod tests;

pub use clean::{
    LINE_CHARS_MAX, NAME_CHARS_MAX, TEXT_CHARS_MAX, TextError, clean_line, clean_line_within, clean_name,
    clean_text, clean_text_within,
};
pub use collate::{collation_key, compare, person_collation_key};
pub use fold::{fold, nfc, same_words, search_key, squeeze};
pub use mask::mask_name;
pub use number::number_in_words;

/// The sentences of this crate's refusals as `(language, Fluent text)`, for whoever assembles the locales.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];
