//! The JSON Schema 2020-12 of what a form hands in, derived from its fields when the form brings none of its own.
use crate::model::{Field, FieldKind, FormDefinition, Page};
use serde_json::{Map, Value as Json, json};

/// The form's schema.
#[must_use]
pub fn schema_of(form: &FormDefinition) -> Json {
    form.schema.clone().unwrap_or_else(|| derived(form))
}

fn derived(form: &FormDefinition) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for page in &form.pages {
        match &page.repeat {
            None => add_fields(page, page.show_if.is_none(), &mut properties, &mut required),
            Some(repeat) => {
                let (mut inner, mut needed) = (Map::new(), Vec::new());
                add_fields(page, true, &mut inner, &mut needed);
                let items = object(inner, needed);
                let list = json!({
                    "type": "array", "title": page.title,
                    "minItems": repeat.min, "maxItems": repeat.max, "items": items
                });
                properties.insert(page.id.clone(), list);
            }
        }
    }
    let mut whole = object(properties, required);
    if let Some(whole) = whole.as_object_mut() {
        whole.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        whole.insert("title".to_owned(), json!(form.title));
    }
    whole
}

fn object(properties: Map<String, Json>, required: Vec<String>) -> Json {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn add_fields(page: &Page, certain: bool, properties: &mut Map<String, Json>, required: &mut Vec<String>) {
    for field in &page.fields {
        properties.insert(field.id.clone(), of_field(field));
        if certain && !field.optional && field.show_if.is_none() {
            required.push(field.id.clone());
        }
    }
}

fn of_field(field: &Field) -> Json {
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    let mut schema = match field.kind {
        FieldKind::Text | FieldKind::LongText => {
            json!({ "type": "string", "minLength": 1, "maxLength": field.chars_max() })
        }
        FieldKind::Number => json!({ "type": "number" }),
        FieldKind::Integer => json!({ "type": "integer" }),
        FieldKind::Money => json!({
            "type": "object", "required": ["minor", "currency"], "additionalProperties": false,
            "properties": { "minor": { "type": "integer" }, "currency": { "const": "VND" } }
        }),
        FieldKind::Date => text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        FieldKind::PartialDate => text("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
        FieldKind::PersonName => json!({
            "type": "object", "required": ["given"], "additionalProperties": false,
            "properties": {
                "family": { "type": "string" }, "middle": { "type": "string" },
                "given": { "type": "string", "minLength": 1 }
            }
        }),
        FieldKind::PersonalNumber => text("^([0-9]{12}|[0-9]{9})$"),
        FieldKind::TaxCode => text("^[0-9]{10}(-?[0-9]{3})?$|^[0-9]{12}$"),
        FieldKind::Phone => text("^[+0-9]{3,16}$"),
        FieldKind::Email => text("^[^@ ]+@[^@ ]+$"),
        FieldKind::Choice if !field.choices.is_empty() => json!({ "enum": codes(field) }),
        FieldKind::Choice | FieldKind::Code => json!({ "type": "string", "minLength": 1 }),
        FieldKind::MultiChoice => {
            let item = if field.choices.is_empty() {
                json!({ "type": "string" })
            } else {
                json!({ "enum": codes(field) })
            };
            json!({ "type": "array", "items": item, "uniqueItems": true, "minItems": 1 })
        }
        FieldKind::YesNo => json!({ "type": "boolean" }),
        FieldKind::Address => json!({
            "type": "object", "required": ["unit", "code", "name"], "additionalProperties": false,
            "properties": {
                "unit": { "type": "string" }, "code": { "type": "string" }, "name": { "type": "string" },
                "village": { "type": "string" }, "house": { "type": "string" }
            }
        }),
        FieldKind::File => json!({
            "type": "array", "minItems": 1,
            "items": { "type": "object", "required": ["id", "name", "size", "sha256", "received_at"] }
        }),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".to_owned(), json!(field.label));
        if matches!(field.kind, FieldKind::Number | FieldKind::Integer) {
            schema.extend(field.min.map(|min| ("minimum".to_owned(), json!(min))));
            schema.extend(field.max.map(|max| ("maximum".to_owned(), json!(max))));
        }
    }
    schema
}

fn codes(field: &Field) -> Vec<&str> {
    field.choices.iter().map(|choice| choice.code.as_str()).collect()
}
