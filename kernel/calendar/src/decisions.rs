//! What the Prime Minister decides each year, as data: which five days are Tết, which neighbour of 2 September is
//! off, and which days are exchanged.  The built-in rows are the seed; an administrator's entries replace them.
use crate::iso;
use base::Date;
use jiff::civil::date;
use serde::{Deserialize, Serialize};

/// Which days of Tết are off in one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TetDecision {
    pub year: i16,
    /// How many of the five days lie before the first day of the lunar year: 1 or 2.
    pub days_before: u8,
    pub source: String,
}

/// The second day of National Day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Neighbour {
    /// 1 September.
    Before,
    /// 3 September.
    After,
}

/// Which neighbour of 2 September is off in one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalDayDecision {
    pub year: i16,
    pub neighbour: Neighbour,
    pub source: String,
}

/// Two days exchanged for the administration: one off, one rest day worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapDecision {
    #[serde(with = "iso::date")]
    pub off: Date,
    #[serde(with = "iso::date")]
    pub worked: Date,
    pub source: String,
}

/// The yearly decisions that [`crate::statutory_days_with`] follows; years without one get a provisional default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    pub tet: Vec<TetDecision>,
    pub national_day: Vec<NationalDayDecision>,
    pub swaps: Vec<SwapDecision>,
}

/// Where the number of the decision itself was not seen, the observed calendar is named instead.
const OBSERVED: &str = "lịch nghỉ đã thực hiện (PyPI holidays 0.109)";

impl Decisions {
    /// Decisions known when this version was built: 2018–2026.
    #[must_use]
    pub fn built_in() -> Self {
        let tet = [
            (2018, 2, OBSERVED),
            (2019, 1, OBSERVED),
            (2020, 2, "lịch nghỉ Tết Canh Tý 23–29/01/2020 (Sở Công Thương Đắk Lắk, 07/01/2020)"),
            (2021, 2, OBSERVED),
            (2022, 1, "245/VPCP-KGVX ngày 11/01/2022"),
            (2023, 2, OBSERVED),
            (2024, 2, OBSERVED),
            (2025, 2, "6150/TB-BLĐTBXH (2024)"),
            (2026, 1, "lịch nghỉ Tết Bính Ngọ 14–22/02/2026 (Báo Công an TP.HCM)"),
        ];
        let national_day = [
            (2021, Neighbour::After, OBSERVED),
            (2022, Neighbour::Before, OBSERVED),
            (2023, Neighbour::Before, OBSERVED),
            (2024, Neighbour::After, "lịch nghỉ Quốc khánh 31/8–03/9/2024"),
            (2025, Neighbour::Before, "6150/TB-BLĐTBXH (2024)"),
            (2026, Neighbour::Before, OBSERVED),
        ];
        let swaps = [
            (date(2018, 12, 31), date(2019, 1, 5), "6519/VPCP-KGVX (2018)"),
            (date(2019, 4, 29), date(2019, 5, 4), "6519/VPCP-KGVX (2018)"),
            (date(2024, 4, 29), date(2024, 5, 4), "2450/VPCP-KGVX (2024)"),
            (date(2025, 5, 2), date(2025, 4, 26), "6150/TB-BLĐTBXH (2024)"),
            (date(2026, 1, 2), date(2026, 1, 10), "12729/VPCP-KGVX ngày 25/12/2025"),
            (date(2026, 8, 31), date(2026, 8, 22), OBSERVED),
        ];
        Self {
            tet: tet
                .into_iter()
                .map(|(year, days_before, source)| TetDecision {
                    year,
                    days_before,
                    source: source.to_owned(),
                })
                .collect(),
            national_day: national_day
                .into_iter()
                .map(|(year, neighbour, source)| NationalDayDecision {
                    year,
                    neighbour,
                    source: source.to_owned(),
                })
                .collect(),
            swaps: swaps
                .into_iter()
                .map(|(off, worked, source)| SwapDecision { off, worked, source: source.to_owned() })
                .collect(),
        }
    }
}
