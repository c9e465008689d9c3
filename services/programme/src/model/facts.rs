//! A plan as facts: what `tinhso plan read` prints, what a person corrects, and what a pack brings.
//!
//! The field names are those of the JSON of the reading; a pack adds codes of agencies and indicators of today.
use base::Date;
use rust_decimal::Decimal;
use serde::de::{self, Deserializer, IgnoredAny, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// Everything of one plan.  Lines are those of the published text (from 1); 0 where nobody counted them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanFacts {
    /// Short name in addresses, `3050-qd-ubnd-2024`; made from number and year where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Code of the agency that follows the plan and writes its reports (QĐ 20/2020/QĐ-TTg).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<String>,
    /// Slug of the plan that this one changes, and how: `amends` or `replaces`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    pub document: DocumentFacts,
    /// What a printed name means today, where the name alone does not say it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<AgencyMeaning>,
    #[serde(default)]
    pub targets: Vec<TargetFacts>,
    #[serde(default)]
    pub tasks: Vec<TaskFacts>,
    #[serde(default)]
    pub budgets: Vec<BudgetFacts>,
    #[serde(default)]
    pub figures: Vec<FigureFacts>,
    /// Of the reading; a plan that is adopted has none any more.
    #[serde(default, skip_serializing)]
    pub warnings: Option<IgnoredAny>,
}

/// Number, date, issuer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentFacts {
    /// As printed, `3050/QĐ-UBND`.
    #[serde(default)]
    pub number: Option<String>,
    #[serde(default)]
    pub issued: Option<Date>,
    #[serde(default)]
    pub issuer: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    /// First and last year.
    #[serde(default)]
    pub period: Option<[i32; 2]>,
    /// `adopted` or `draft`.
    #[serde(default = "adopted")]
    pub status: String,
}

fn adopted() -> String {
    "adopted".to_owned()
}

/// What a printed agency name means today: exactly one of `codes`, `group`, `outside`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyMeaning {
    pub printed: String,
    /// Codes of agencies (`H41.08`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// `communes` (every commune's committee) or `departments` (every department and office of the province).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// No agency of this province: a ministry, an enterprise, a party body.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
}

/// A measurable aim.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetFacts {
    #[serde(default, skip_serializing_if = "is_zero")]
    pub line: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub end_line: i64,
    #[serde(default)]
    pub pillar: Option<String>,
    pub text: String,
    #[serde(default)]
    pub measure: Option<String>,
    /// `=`, `≥`, `>`, `≤`, `<`, `≈`
    pub comparator: String,
    #[serde(with = "number")]
    pub value: Decimal,
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default)]
    pub unit_normalised: Option<String>,
    /// tỉnh, huyện, xã, quốc gia
    #[serde(default)]
    pub level: Option<String>,
    /// It must hold by the end of this year.
    #[serde(default)]
    pub year: Option<i32>,
    /// As printed.
    #[serde(default)]
    pub owner: Vec<String>,
    /// Code of the agency of today that answers for it; stands before `owner`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Code of the indicator that measures it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// Where it stood at the beginning; without it the plan's own figure of the same measure is taken.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "number::optional")]
    pub base_value: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_date: Option<Date>,
    /// Of the reading; not kept.
    #[serde(default, skip_serializing)]
    pub confidence: Option<IgnoredAny>,
    /// Of the reading; not kept.
    #[serde(default, skip_serializing)]
    pub reason: Option<IgnoredAny>,
}

/// What somebody is told to do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskFacts {
    #[serde(default, skip_serializing_if = "is_zero")]
    pub line: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub end_line: i64,
    #[serde(default)]
    pub group: Option<String>,
    #[serde(default)]
    pub code: Option<String>,
    pub text: String,
    /// Printed names or codes of agencies; a group's code (`communes`, `departments`) is a name too.
    #[serde(default)]
    pub directing: Vec<String>,
    #[serde(default)]
    pub lead: Vec<String>,
    #[serde(default)]
    pub coordinating: Vec<String>,
    /// `2024-12-30`, `2026-06`, `2026-Q3`, `2025`, `2024/2025`
    #[serde(default)]
    pub deadlines: Vec<String>,
    /// `monthly`, `quarterly`, `half_yearly`, `yearly`, `continuous`, or the Vietnamese word
    #[serde(default)]
    pub cadence: Option<String>,
    #[serde(default)]
    pub product: Option<String>,
    #[serde(default)]
    pub legal_basis: Option<String>,
    #[serde(default)]
    pub note: Option<String>,
    /// Percent done at adoption, and since when; only where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Date>,
    /// Of the reading; not kept.
    #[serde(default, skip_serializing)]
    pub confidence: Option<IgnoredAny>,
    /// Of the reading; not kept.
    #[serde(default, skip_serializing)]
    pub reason: Option<IgnoredAny>,
}

/// Money for a task out of a source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetFacts {
    #[serde(default, skip_serializing_if = "is_zero")]
    pub line: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub end_line: i64,
    /// What it is for, as worded.
    pub task: String,
    /// Code of the task of this plan that it is for, where the wording is not the task's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_code: Option<String>,
    #[serde(default)]
    pub source: Option<String>,
    #[serde(default)]
    pub year: Option<i32>,
    /// In `unit`.
    #[serde(with = "number")]
    pub amount: Decimal,
    /// `đồng`, `nghìn đồng`, `triệu đồng`, `tỷ đồng`
    pub unit: String,
    /// It is the sum of other rows.
    #[serde(default)]
    pub sum: bool,
    /// Of the reading; not kept.
    #[serde(default, skip_serializing)]
    pub confidence: Option<IgnoredAny>,
    /// Of the reading; not kept.
    #[serde(default, skip_serializing)]
    pub reason: Option<IgnoredAny>,
}

/// Where things stand now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureFacts {
    #[serde(default, skip_serializing_if = "is_zero")]
    pub line: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub end_line: i64,
    pub text: String,
    #[serde(default)]
    pub measure: Option<String>,
    #[serde(default, with = "number::optional")]
    pub numerator: Option<Decimal>,
    #[serde(default, with = "number::optional")]
    pub denominator: Option<Decimal>,
    /// Percent.
    #[serde(default, with = "number::optional")]
    pub rate: Option<Decimal>,
    /// ISO date, month or year.
    #[serde(default)]
    pub date: Option<String>,
    /// Of the reading; not kept.
    #[serde(default, skip_serializing)]
    pub confidence: Option<IgnoredAny>,
    /// Of the reading; not kept.
    #[serde(default, skip_serializing)]
    pub reason: Option<IgnoredAny>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(value: &i64) -> bool {
    *value == 0
}

/// Numbers written as text without trailing zeros, read from text, whole numbers and decimals.
mod number {
    use super::{Decimal, Deserializer, Serializer, Visitor, de, fmt};
    use std::str::FromStr;

    pub(super) fn serialize<S: Serializer>(value: &Decimal, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&value.normalize().to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Decimal, D::Error> {
        input.deserialize_any(Number)
    }

    struct Number;

    impl Visitor<'_> for Number {
        type Value = Decimal;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number, or a number as text with a point")
        }

        fn visit_i64<E: de::Error>(self, value: i64) -> Result<Decimal, E> {
            Ok(Decimal::from(value))
        }

        fn visit_u64<E: de::Error>(self, value: u64) -> Result<Decimal, E> {
            Ok(Decimal::from(value))
        }

        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Decimal, E> {
            // The shortest text that means the same number is what was written.
            self.visit_str(&value.to_string())
        }

        fn visit_str<E: de::Error>(self, value: &str) -> Result<Decimal, E> {
            Decimal::from_str(value.trim()).map(|number| number.normalize()).map_err(E::custom)
        }
    }

    pub(super) mod optional {
        use super::{Decimal, Deserializer, Number, Serializer, Visitor, de, fmt};

        #[expect(clippy::ref_option, reason = "serde passes a reference")]
        pub(in super::super) fn serialize<S: Serializer>(
            value: &Option<Decimal>,
            out: S,
        ) -> Result<S::Ok, S::Error> {
            match value {
                Some(value) => super::serialize(value, out),
                None => out.serialize_none(),
            }
        }

        pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
            input: D,
        ) -> Result<Option<Decimal>, D::Error> {
            input.deserialize_option(Perhaps)
        }

        struct Perhaps;

        impl<'de> Visitor<'de> for Perhaps {
            type Value = Option<Decimal>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or nothing")
            }

            fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
                input.deserialize_any(Number).map(Some)
            }
        }
    }
}
