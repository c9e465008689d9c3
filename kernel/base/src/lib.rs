//! What every crate shares and what knows nothing of government's work: ids, instants,
//! refusals, money, dates and the validation of Vietnamese identifiers.  Pure: no clock, no files.
mod format;
mod id;
mod identifiers;
mod money;
mod partial_date;
mod refusal;
mod time;

#[cfg(test)]
mod tests;

pub use format::{
    date_time_vi, date_vi, group_thousands, moment_vi, parse_date_vi, time_vi, weekday_index, weekday_key,
};
pub use id::{Id, IdError};
pub use identifiers::{
    AgencyCode, BirthRegistration, CardScan, DossierCode, IdentifierError, PersonalNumber,
    PersonalNumberKind, Phone, PhoneKind, ProcedureCode, ResultCode, Sex, TaxCode, TaxCodeKind,
};
pub use jiff::civil::{Date, DateTime, Time};
pub use money::{Currency, Money, MoneyError};
pub use partial_date::PartialDate;
pub use refusal::{Refusal, RefusalKind};
pub use time::{Timestamp, VIETNAM_OFFSET_SECONDS};

/// The sentences of this crate's refusals as `(language, Fluent text)`, for whoever assembles the locales.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];
