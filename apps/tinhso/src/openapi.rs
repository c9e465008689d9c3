//! One description of everything under `/api`, put together from what the modules tell.
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{
    ContentBuilder, Info, License, OpenApi, PathItem, PathsBuilder, Ref, RefOr, Required, ResponseBuilder,
    Schema,
};

/// The OpenAPI 3.1 document, pretty-printed.
#[must_use]
pub fn document() -> String {
    let mut info = Info::new("Tỉnh Số", env!("CARGO_PKG_VERSION"));
    info.license = Some(License::new("EUPL-1.2"));
    let mut all = OpenApi::new(info, small());
    for part in crate::modules::api_documents() {
        all.merge(part);
    }
    let mut text = all.to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// An operation of a crate whose API is too small for a description of its own.
struct Small {
    method: HttpMethod,
    path: &'static str,
    operation: &'static str,
    summary: &'static str,
    parameters: &'static [(&'static str, ParameterIn)],
    /// A token is needed, and a JSON body for what changes something.
    token: bool,
}

const fn read(
    path: &'static str,
    operation: &'static str,
    summary: &'static str,
    parameters: &'static [(&'static str, ParameterIn)],
    token: bool,
) -> Small {
    Small { method: HttpMethod::Get, path, operation, summary, parameters, token }
}

const fn write(
    method: HttpMethod,
    path: &'static str,
    operation: &'static str,
    summary: &'static str,
) -> Small {
    Small { method, path, operation, summary, parameters: &[("code", ParameterIn::Path)], token: true }
}

const SMALL: &[Small] = &[
    read("/api/v1/me", "get_me", "Whose token this is and what it may do.", &[], true),
    read(
        "/api/v1/procedures",
        "list_procedures",
        "Procedures in force on a day (`on`, today when absent), in Vietnamese order of names.",
        &[("on", ParameterIn::Query)],
        false,
    ),
    read(
        "/api/v1/procedures/{code}",
        "get_procedure",
        "One procedure as in force on a day: cases, papers, times, fees, legal basis.",
        &[("code", ParameterIn::Path), ("on", ParameterIn::Query)],
        false,
    ),
    write(
        HttpMethod::Put,
        "/api/v1/procedures/{code}/mode",
        "put_procedure_mode",
        "Where people file it: national, assisted, local.",
    ),
    write(
        HttpMethod::Post,
        "/api/v1/procedures/{code}/overlays",
        "add_procedure_overlay",
        "A decision of the province: a fee, a shorter time, an authority.",
    ),
    write(
        HttpMethod::Post,
        "/api/v1/procedures/{code}/closing",
        "add_procedure_closing",
        "Ends the procedure on a day.",
    ),
];

fn small() -> utoipa::openapi::Paths {
    SMALL
        .iter()
        .fold(PathsBuilder::new(), |paths, row| {
            paths.path(row.path, PathItem::new(row.method.clone(), operation(row).build()))
        })
        .build()
}

fn operation(row: &Small) -> OperationBuilder {
    let json = || ContentBuilder::new().schema(Some(RefOr::T(Schema::Object(Object::new())))).build();
    let done = ResponseBuilder::new().description("Done.").content("application/json", json()).build();
    let refused = ResponseBuilder::new()
        .description("Refused: the code is stable, the sentence is Vietnamese (RFC 9457).")
        .content(
            "application/problem+json",
            ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build(),
        )
        .build();
    let mut all = OperationBuilder::new()
        .operation_id(Some(row.operation))
        .summary(Some(row.summary))
        .response("200", done)
        .response("default", refused);
    for (name, place) in row.parameters {
        let required = if *place == ParameterIn::Path { Required::True } else { Required::False };
        let text = Schema::Object(Object::with_type(Type::String));
        all = all.parameter(
            ParameterBuilder::new()
                .name(*name)
                .parameter_in(place.clone())
                .required(required)
                .schema(Some(text)),
        );
    }
    if row.token {
        let scopes: [&str; 0] = [];
        all = all.security(SecurityRequirement::new("token", scopes));
    }
    if row.method != HttpMethod::Get {
        let body =
            RequestBodyBuilder::new().content("application/json", json()).required(Some(Required::True));
        all = all.request_body(Some(body.build()));
    }
    all
}
