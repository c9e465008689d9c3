#![doc = include_str!("../README.md")]
mod clean;
mod errors;
mod fonts;
mod money_words;
mod papers;
mod qr;
mod render;
mod world;

pub use errors::DocumentError;
pub use money_words::money_in_words;
pub use papers::{
    AcceptanceSlip, Block, Component, Contact, Copy, FeeLine, FeeState, FiledFile, FiledPart, FilingReceipt,
    HandoverRow, HandoverSlip, Letterhead, Paper, Party, RefusalSlip, ResultPaper, ReturnSlip, Signature,
    SignatureLine, SigningAuthority, Stage, SupplementItem, SupplementSlip,
};
pub use render::{Pdf, Template, print, render};

/// The sentences of this crate's refusals as `(language, Fluent text)`, for whoever assembles the locales.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

#[cfg(test)]
mod tests;
