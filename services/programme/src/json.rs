//! The reading as JSON, for `tinhso plan read FILE --json` and for whoever comes after it.
use crate::grammar::Decimal;
use crate::rules::{Budget, Figure, Found, Named, Place, Status, Target, Task, Warning};
use serde_json::{Map, Value, json};

/// Puts a warning into words of the reader's language.
pub type Say<'a> = &'a dyn Fn(&Warning) -> String;

/// Every row has `line`, `end_line` (from 1, inclusive), `confidence` (0 to 1) and the `reason` of it; dates are ISO.
#[must_use]
pub fn of(found: &Found, say: Say<'_>) -> Value {
    let identity = &found.identity;
    json!({
        "document": {
            "number": identity.number,
            "issued": identity.issued,
            "issuer": identity.issuer,
            "title": identity.title,
            "period": identity.period.map(|(from, to)| [from, to]),
            "status": if identity.status == Status::Draft { "draft" } else { "adopted" },
        },
        "targets": found.targets.iter().map(target).collect::<Vec<_>>(),
        "tasks": found.tasks.iter().map(task).collect::<Vec<_>>(),
        "budgets": found.budgets.iter().map(budget).collect::<Vec<_>>(),
        "figures": found.figures.iter().map(figure).collect::<Vec<_>>(),
        "warnings": found.warnings.iter().map(|warning| json!({
            "line": warning.line,
            "kind": warning.kind(),
            "weight": crate::rules::doubts::weight(warning.key),
            "message": say(warning),
        })).collect::<Vec<_>>(),
    })
}

/// A number as JSON writes it; beyond what JSON numbers hold exactly it stays text.
fn amount(value: Decimal) -> Value {
    let plain = value.normalize().to_string();
    serde_json::from_str::<Value>(&plain).ok().filter(Value::is_number).unwrap_or(Value::String(plain))
}

fn placed(place: Place, row: Value) -> Value {
    let mut out = Map::new();
    out.insert("line".to_owned(), json!(place.line));
    out.insert("end_line".to_owned(), json!(place.end_line));
    if let Value::Object(fields) = row {
        out.extend(fields);
    }
    out.insert("confidence".to_owned(), json!(f64::from(place.confidence) / 100.0));
    out.insert("reason".to_owned(), json!(place.reason));
    Value::Object(out)
}

fn names(agencies: &[Named]) -> Vec<&str> {
    agencies.iter().map(|agency| agency.printed.as_str()).collect()
}

fn target(target: &Target) -> Value {
    placed(
        target.place,
        json!({
            "pillar": target.pillar,
            "text": target.text,
            "measure": target.measure,
            "comparator": target.comparator.sign(),
            "value": amount(target.value),
            "unit": target.unit,
            "unit_normalised": target.unit_normalised,
            "level": target.level,
            "year": target.year,
            "owner": target.owner,
        }),
    )
}

fn task(task: &Task) -> Value {
    placed(
        task.place,
        json!({
            "group": task.group,
            "code": task.code,
            "text": task.text,
            "directing": names(&task.directing),
            "lead": names(&task.lead),
            "coordinating": names(&task.coordinating),
            "deadlines": task.deadlines.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "cadence": task.cadence.map(|cadence| cadence.word()),
            "product": task.product,
            "legal_basis": task.legal_basis,
            "note": task.note,
        }),
    )
}

fn budget(budget: &Budget) -> Value {
    placed(
        budget.place,
        json!({
            "task": budget.task,
            "source": budget.source,
            "year": budget.year,
            "amount": amount(budget.amount),
            "unit": budget.unit,
            "sum": budget.sum,
        }),
    )
}

fn figure(figure: &Figure) -> Value {
    placed(
        figure.place,
        json!({
            "text": figure.text,
            "measure": figure.measure,
            "numerator": figure.numerator.map(amount),
            "denominator": figure.denominator.map(amount),
            "rate": figure.rate.map(amount),
            "date": figure.date,
        }),
    )
}
