//! A chart by month as server-made SVG: the table beside it says the same.
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// One column.
pub(super) struct Bar {
    pub x: String,
    pub y: String,
    pub height: String,
    /// Middle of the column, for its words.
    pub middle: String,
    pub label: String,
    /// Above the column; empty without a value.
    pub number: String,
    /// Where the number stands.
    pub number_y: String,
    /// Still running.
    pub open: bool,
}

/// A line behind the columns.
pub(super) struct Grid {
    pub y: String,
    pub text_y: String,
    pub label: String,
}

pub(super) struct Chart {
    pub width: u32,
    pub height: u32,
    pub bar_width: u32,
    pub bars: Vec<Bar>,
    pub grid: Vec<Grid>,
    pub base_y: u32,
}

const LEFT: f64 = 44.0;
const TOP: f64 = 18.0;
const ROOM: f64 = 130.0;
/// From one column to the next at least; more where the labels are long or the columns few.
const STEP: u32 = 46;
/// Of one sign of a label.
const SIGN: u32 = 7;
const BAR: u32 = 34;
/// Few columns are not drawn larger than the words of the page.
const WIDTH_LEAST: u32 = 480;

/// What one column is made of: label, value, its words, still running.
pub(super) type Column = (String, Option<Decimal>, String, bool);

/// Draws the columns; `whole`: the top of the scale where there is one (100 %).
pub(super) fn chart(columns: &[Column], whole: Option<Decimal>) -> Chart {
    let highest = columns.iter().filter_map(|(_, value, ..)| *value).max().unwrap_or(Decimal::ONE);
    let top = whole.filter(|whole| *whole >= highest).unwrap_or(highest).max(Decimal::ONE);
    let scale = top.to_f64().unwrap_or(1.0);
    let number = u32::try_from(columns.len()).unwrap_or(0).max(1);
    let longest = columns.iter().map(|(label, ..)| label.chars().count()).max().unwrap_or(0);
    let words = u32::try_from(longest).unwrap_or(0).saturating_mul(SIGN).saturating_add(8);
    let whole_width = (STEP.max(words) * number).max(WIDTH_LEAST - 44);
    let step = f64::from(whole_width) / f64::from(number);
    let place = |index: usize| LEFT + step * f64::from(u32::try_from(index).unwrap_or(0));
    let bars = columns
        .iter()
        .enumerate()
        .map(|(index, (label, value, number, open))| {
            let share =
                value.and_then(|value| value.to_f64()).map_or(0.0, |value| (value / scale).clamp(0.0, 1.0));
            let height = share * ROOM;
            let y = TOP + ROOM - height;
            Bar {
                x: format!("{:.1}", place(index) + (step - f64::from(BAR)) / 2.0),
                y: format!("{y:.1}"),
                height: format!("{height:.1}"),
                middle: format!("{:.1}", place(index) + step / 2.0),
                label: label.clone(),
                number: number.clone(),
                number_y: format!("{:.1}", y - 4.0),
                open: *open,
            }
        })
        .collect();
    let grid = [(0.0, Decimal::ZERO), (0.5, top / Decimal::TWO), (1.0, top)]
        .into_iter()
        .map(|(share, value)| {
            let y = TOP + ROOM - share * ROOM;
            Grid {
                y: format!("{y:.1}"),
                text_y: format!("{:.1}", y + 4.0),
                label: crate::rules::decimal_vi(value, 1),
            }
        })
        .collect();
    Chart { width: whole_width + 44, height: 176, bar_width: BAR, bars, grid, base_y: 164 }
}
