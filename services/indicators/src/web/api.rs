//! The programmable door: the same numbers under `/api/v1`, for machine accounts.  Decimals are text, days are ISO 8601.
use super::show::{ShowQuery, asked};
use crate::Deps;
use crate::model::Dated;
use crate::ops;
use crate::rules::Made;
use axum::extract::{Path, Query, State};
use base::{Date, Timestamp};
use policy::web::Cx;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, ResponseBuilder};
use utoipa::{IntoParams, OpenApi, ToSchema};
use web::{Failure, Json};

/// A number and what it was made of.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MadeOut {
    /// In the indicator's unit; absent with a reason in `no_value`.
    pub value: Option<String>,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    /// `nothing-to-divide-by`, `not-reported`, `divides-by-zero` or `no-number`.
    pub no_value: Option<String>,
    /// First and last day it speaks of.
    pub from: String,
    pub to: String,
}

fn text(value: Option<Decimal>) -> Option<String> {
    value.map(|value| value.normalize().to_string())
}

fn made_out(made: &Made, from: Date, to: Date) -> MadeOut {
    MadeOut {
        value: text(made.value.ok()),
        numerator: text(made.numerator),
        denominator: text(made.denominator),
        no_value: made.missing().map(|why| why.word().to_owned()),
        from: from.to_string(),
        to: to.to_string(),
    }
}

/// How the reports of the last ended period stand.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportsOut {
    /// First day of the period.
    pub period: String,
    pub deadline: String,
    pub expected: usize,
    pub approved: usize,
    pub waiting: usize,
    pub missing: usize,
    pub late: usize,
}

/// An indicator with its number of this year so far.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IndicatorOut {
    pub code: String,
    pub title: String,
    pub unit: String,
    /// More is better.
    pub rising: bool,
    /// Counted by the program itself.
    pub counted: bool,
    /// `month`, `quarter`, `half` or `year`.
    pub period: String,
    pub responsible: String,
    pub version: i64,
    pub made: MadeOut,
    pub reports: Option<ReportsOut>,
}

fn indicator_out(dated: &Dated, made: MadeOut, reports: Option<ReportsOut>) -> IndicatorOut {
    let definition = &dated.definition;
    IndicatorOut {
        code: definition.code.clone(),
        title: definition.title.clone(),
        unit: definition.unit.clone(),
        rising: definition.rising(),
        counted: definition.counted(),
        period: definition.period.word().to_owned(),
        responsible: definition.responsible.clone(),
        version: dated.version,
        made,
        reports,
    }
}

/// Every indicator in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IndicatorPage {
    pub items: Vec<IndicatorOut>,
    pub at: String,
}

/// Indicators in force with their numbers of this year so far, within the scope of the account.
#[utoipa::path(get, path = "/api/v1/indicators", operation_id = "api_list_indicators",
    responses((status = 200, body = IndicatorPage)))]
pub(super) async fn list_indicators(
    State(deps): State<Deps>,
    Cx(cx): Cx,
) -> Result<Json<IndicatorPage>, Failure> {
    let all = ops::list(&deps, &cx).await?;
    let items = all
        .iter()
        .map(|one| {
            let reports = one.report.map(|report| ReportsOut {
                period: report.period.first.to_string(),
                deadline: report.deadline.to_string(),
                expected: report.expected,
                approved: report.approved,
                waiting: report.waiting,
                missing: report.missing,
                late: report.late,
            });
            indicator_out(&one.dated, made_out(&one.made, one.from, one.to), reports)
        })
        .collect();
    Ok(Json(IndicatorPage { items, at: instant(cx.now) }))
}

fn instant(at: Timestamp) -> String {
    at.to_string()
}

/// A name of the expressions with its number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartOut {
    pub name: String,
    pub title: String,
    /// `fact`, `input` or `indicator`.
    pub kind: String,
    pub number: Option<String>,
}

/// One place of the roll-up.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceOut {
    pub name: String,
    /// Ids of the agencies whose numbers are in it.
    pub agencies: Vec<String>,
    /// A former agency's numbers are counted for its successor.
    pub converted: bool,
    pub made: MadeOut,
}

/// An indicator explained.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExplainedOut {
    pub indicator: IndicatorOut,
    pub numerator: String,
    pub denominator: String,
    pub method: String,
    pub source: String,
    pub legal_basis: String,
    /// Still being counted from the beginning: not whole yet.
    pub counting: bool,
    pub as_of: String,
    pub parts: Vec<PartOut>,
    /// The periods of the year, each by itself.
    pub periods: Vec<MadeOut>,
    pub places: Vec<PlaceOut>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExplainQuery {
    /// The current one when absent.
    #[serde(default)]
    year: Option<i16>,
    /// First day of a period; the year so far when absent.
    #[serde(default)]
    period: Option<String>,
    /// `province`, `commune` or `agency`.
    #[serde(default)]
    level: Option<String>,
}

/// One indicator: its number, what it is made of, its periods and its places.
#[utoipa::path(get, path = "/api/v1/indicators/{code}", operation_id = "api_get_indicator",
    params(("code" = String, Path,), ExplainQuery), responses((status = 200, body = ExplainedOut)))]
pub(super) async fn get_indicator(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Query(query): Query<ExplainQuery>,
) -> Result<Json<ExplainedOut>, Failure> {
    let query = ShowQuery {
        nam: query.year,
        ky: query.period.unwrap_or_default(),
        cap: query.level.unwrap_or_default(),
        xong: false,
    };
    let ask = asked(code, &query, None, cx.now.date());
    let seen = ops::explain(&deps, &cx, ask).await?;
    let definition = &seen.dated.definition;
    let (from, to) = seen.window;
    let parts = seen.parts.iter().map(|part| PartOut {
        name: part.name.clone(),
        title: part.title.clone(),
        kind: part.kind.to_owned(),
        number: text(part.number),
    });
    let periods = seen.months.iter().map(|one| {
        let (from, to) = one.period.window(definition.window_day);
        made_out(&one.made, from, to)
    });
    let places = seen.lines.iter().map(|line| PlaceOut {
        name: line.name.clone(),
        agencies: line.agencies.iter().map(ToString::to_string).collect(),
        converted: line.converted,
        made: made_out(&line.made, from, to),
    });
    Ok(Json(ExplainedOut {
        indicator: indicator_out(&seen.dated, made_out(&seen.made, from, to), None),
        numerator: definition.numerator.clone(),
        denominator: definition.denominator.clone(),
        method: definition.method.clone(),
        source: definition.source.clone(),
        legal_basis: definition.legal_basis.clone(),
        counting: seen.counting,
        as_of: instant(seen.as_of),
        parts: parts.collect(),
        periods: periods.collect(),
        places: places.collect(),
    }))
}

/// Paths and schemas of this group; the program folds them with those of the other modules.
#[derive(OpenApi)]
#[openapi(paths(list_indicators, get_indicator), modifiers(&Common))]
struct Document;

/// What every operation shares: the token and the shape of a refusal, described by the program.
struct Common;

impl utoipa::Modify for Common {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::SecurityRequirement;
        let problem = ResponseBuilder::new()
            .description("Refused: the code is stable, the sentence is Vietnamese (RFC 9457).")
            .content(
                "application/problem+json",
                utoipa::openapi::ContentBuilder::new()
                    .schema(Some(utoipa::openapi::Ref::from_schema_name("Problem")))
                    .build(),
            )
            .build();
        for item in api.paths.paths.values_mut() {
            for operation in item.get.iter_mut() {
                operation.responses.responses.insert("default".to_owned(), RefOr::T(problem.clone()));
                let none: [&str; 0] = [];
                operation.security = Some(vec![SecurityRequirement::new("token", none)]);
            }
        }
    }
}

/// The OpenAPI 3.1 description of this group.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}
