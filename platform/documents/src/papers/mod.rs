//! What stands on each paper, as types.  All words that are the form's own live in the templates.
mod handover;
mod receipts;
mod report;
mod result;
mod slips;

pub use handover::{HandoverRow, HandoverSlip};
pub use receipts::{FiledFile, FiledPart, FilingReceipt, ReturnSlip};
pub use report::{
    Align, BarRow, BarSeries, Bars, Grid, GridColumn, GridRow, LineChart, LinePoint, LineSeries, ReportAnnex,
    ReportPaper, ReportPart, Tone,
};
pub(crate) use report::{ROW_LETTERS, ROWS_TOGETHER};
pub use result::{Block, ResultPaper, Signature, SignatureLine, SigningAuthority};
pub use slips::{
    AcceptanceSlip, Component, Contact, Copy, FeeLine, FeeState, Party, RefusalSlip, Stage, SupplementItem,
    SupplementSlip,
};

use crate::Template;
use base::{Date, Money, Timestamp};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// A typed paper and its template.
pub trait Paper: Serialize {
    const TEMPLATE: Template;
}

/// The top of every paper: who issues it, under which number, where and when.
#[derive(Clone, Debug, Serialize)]
pub struct Letterhead {
    /// Cơ quan chủ quản: the line above, e.g. `UBND xã Con Cuông`. Printed in capitals.
    pub superior: Option<String>,
    /// Cơ quan ban hành. Printed in bold capitals.
    pub agency: String,
    /// Whole number and notation after "Số:", e.g. `0015/TNHS`; a dotted space is left when it is not given yet.
    pub number: Option<String>,
    /// Địa danh, e.g. `Con Cuông`.
    pub place: String,
    /// The day of the paper, in Vietnam.
    #[serde(serialize_with = "iso_date")]
    pub date: Date,
}

fn iso_date<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&date.to_string())
}

fn iso_date_opt<S: Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => iso_date(date, to),
        None => to.serialize_none(),
    }
}

/// An instant on Vietnam's wall clock, minutes cut as on every slip.
fn moment<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
    let local = at.to_local();
    let mut parts = to.serialize_struct("Moment", 4)?;
    parts.serialize_field("date", &local.date().to_string())?;
    parts.serialize_field("hour", &local.hour())?;
    parts.serialize_field("minute", &local.minute())?;
    parts.serialize_field("weekday", &base::weekday_index(local.date()))?;
    parts.end()
}

fn moment_opt<S: Serializer>(at: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => moment(at, to),
        None => to.serialize_none(),
    }
}

/// Figures and words.
fn amount<S: Serializer>(money: &Money, to: S) -> Result<S::Ok, S::Error> {
    let mut parts = to.serialize_struct("Amount", 2)?;
    parts.serialize_field("figures", &money.display_vi())?;
    parts.serialize_field("words", &crate::money_in_words(*money))?;
    parts.end()
}
