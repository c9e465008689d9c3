mod fuzz;
mod language;

use crate::{Expr, Value};

/// The value of `source` with `scope` given as JSON; strings that look like dates become dates.
fn value(source: &str, scope: &str) -> Value {
    let json: serde_json::Value = serde_json::from_str(scope).unwrap();
    let expr = Expr::parse(source).unwrap_or_else(|error| panic!("{source}: {error}"));
    let plain = expr.eval(&dated(Value::from(json.clone()))).unwrap();
    let (explained, tree) = expr.eval_explained(&dated(Value::from(json))).unwrap();
    assert_eq!(plain, explained, "{source}: the explained value is the value");
    assert_eq!(tree.value, plain, "{source}: the tree's top is the value");
    plain
}

fn dated(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::parse_date(&text).map_or(Value::Text(text), Value::Date),
        Value::List(items) => Value::List(items.into_iter().map(dated).collect()),
        Value::Context(entries) => Value::Context(entries.into_iter().map(|(k, v)| (k, dated(v))).collect()),
        other => other,
    }
}
