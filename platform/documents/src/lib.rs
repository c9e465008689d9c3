#![doc = include_str!("../README.md")]
mod clean;
mod docx;
mod errors;
mod fonts;
mod money_words;
mod papers;
mod qr;
mod render;
mod world;

pub use docx::{DOCX_MEDIA_TYPE, docx};
pub use errors::DocumentError;
pub use money_words::money_in_words;
pub use papers::{
    AcceptanceSlip, Align, BarRow, BarSeries, Bars, Block, Component, Contact, Copy, FeeLine, FeeState,
    FiledFile, FiledPart, FilingReceipt, Grid, GridColumn, GridRow, HandoverRow, HandoverSlip, Letterhead,
    LineChart, LinePoint, LineSeries, Paper, Party, RefusalSlip, ReportAnnex, ReportPaper, ReportPart,
    ResultPaper, ReturnSlip, Signature, SignatureLine, SigningAuthority, Stage, SupplementItem,
    SupplementSlip, Tone,
};
pub use render::{Pdf, Template, print, render};

/// The sentences of this crate's refusals as `(language, Fluent text)`, for whoever assembles the locales.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

#[cfg(test)]
mod tests;
