//! The ordinary way through a process from a step on, for telling people what comes next.  A forecast, never a promise:
//! an officer's outcome may lead elsewhere.
use workflow::{Definition, Step};

/// The steps after `from` (the whole way when `from` is none) that come when nobody decides otherwise.
#[must_use]
pub fn ahead<'a>(definition: &'a Definition, from: Option<&str>, vars: &serde_json::Value) -> Vec<&'a Step> {
    let scope = expr::Value::from(vars.clone());
    let mut way: Vec<&Step> = Vec::new();
    let mut at = match from {
        None => definition.step(&definition.start),
        Some(key) => definition.step(key).and_then(|step| next(definition, step, &scope)),
    };
    while let Some(step) = at {
        // A way that turns in circles is cut where it meets itself.
        if way.iter().any(|known| known.key == step.key) || from == Some(step.key.as_str()) {
            break;
        }
        way.push(step);
        at = next(definition, step, &scope);
    }
    way
}

fn next<'a>(definition: &'a Definition, step: &Step, scope: &expr::Value) -> Option<&'a Step> {
    let holds = |route: &workflow::Route| match &route.when {
        None => true,
        Some(when) => {
            when.expr().ok().and_then(|expr| expr.eval(scope).ok()).and_then(|value| value.as_bool())
                == Some(true)
        }
    };
    let route = step.routes.iter().find(|route| route.outcome.is_none() && holds(route))?;
    definition.step(&route.to)
}
