//! A target is bound to an indicator; the thresholds are changed from a day on.
use super::PLAN;
use super::act::words;
use super::refused::TrackRefused;
use super::view::{line_key, plan_of};
use crate::Deps;
use crate::model::path::Rule;
use crate::store::{plans, track};
use base::{Date, Id};
use contracts::TargetId;
use policy::OpContext;

/// Binds a target, and with it every other year of the same measure, to an indicator; an empty code looses it.
///
/// # Errors
/// No right over the plan, no such target or indicator, or the target changed since it was read.
pub async fn bind_target(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    target: TargetId,
    code: &str,
    version: i64,
) -> Result<(), TrackRefused> {
    let (cx, slug, code) = (cx.clone(), slug.to_owned(), code.trim().to_owned());
    let indicators = deps.indicators.clone();
    deps.db
        .write(move |tx| {
            let plan = cx.authorize(PLAN, plan_of(tx, &slug)?)?;
            tx.lock("plan", plan.id)?;
            let code = Some(code.as_str()).filter(|code| !code.is_empty());
            if let Some(code) = code
                && !indicators.list(tx)?.iter().any(|fact| fact.code == code)
            {
                return Err(TrackRefused::NoIndicator);
            }
            let targets = plans::targets(tx, plan.id)?;
            let found = targets.iter().find(|row| row.id == target && row.ended_at.is_none());
            let found = found.ok_or(TrackRefused::NoSuch)?;
            if found.version != version {
                return Err(TrackRefused::Overtaken);
            }
            let key = line_key(found);
            let measured = match code {
                Some(code) => indicators.latest(tx, &[code.to_owned()], cx.now)?.into_iter().next(),
                None => None,
            };
            for row in targets.iter().filter(|row| row.ended_at.is_none() && line_key(row) == key) {
                if !track::subjects::bind(tx, row.id, code, row.version)? {
                    return Err(TrackRefused::Overtaken);
                }
                if let Some((value, on)) = measured.as_ref().and_then(|m| Some((m.value?, m.to))) {
                    let value = value.normalize().to_string();
                    track::subjects::set_base_if_none(tx, row.id, &value, on.min(cx.now.date()))?;
                }
                let detail =
                    serde_json::json!({ "plan": plan.id, "before": row.indicator, "indicator": code });
                policy::audit(tx, &cx, "programme.target_bound", row.id.id(), plan.holding(), &detail)?;
            }
            tx.emit(
                target,
                "programme.target_bound",
                1,
                &serde_json::json!({ "plan": plan.id, "indicator": code }),
                cx.now,
            )?;
            Ok(())
        })
        .await
}

/// Sets the thresholds from a day on; what was judged before that day is not judged again.
///
/// # Errors
/// No right, no source, or a number out of its range.
pub async fn put_path_rule(deps: &Deps, cx: &OpContext, rule: Rule) -> Result<(), TrackRefused> {
    let cx = cx.clone();
    let within = |field, value: i64, most: i64| {
        if (0..=most).contains(&value) {
            Ok(())
        } else {
            Err(TrackRefused::Entry { field, problem: "range" })
        }
    };
    within("path_percent", rule.path_percent, 100)?;
    within("task_days", rule.task_days, 366)?;
    within("task_percent", rule.task_percent, 100)?;
    within("remind_days", rule.remind_days, 90)?;
    let rule = Rule { source: words("source", &rule.source, 300)?, ..rule };
    deps.db
        .write(move |tx| {
            let holding = cx.require_anywhere(PLAN)?;
            if rule.from < cx.now.date() {
                return Err(TrackRefused::Entry { field: "from", problem: "past" });
            }
            track::rules::put_rule(tx, &rule)?;
            let detail = serde_json::json!({
                "from": rule.from.to_string(), "path_percent": rule.path_percent, "task_days": rule.task_days,
                "task_percent": rule.task_percent, "remind_days": rule.remind_days, "source": rule.source,
            });
            policy::audit(tx, &cx, "programme.rule_put", subject(rule.from), Some(&holding), &detail)?;
            Ok(())
        })
        .await
}

/// A rule's subject in the audit trail: its day, in an id made of it.
fn subject(day: Date) -> Id {
    let mut bytes = [0_u8; 16];
    for (place, byte) in bytes.iter_mut().zip(day.to_string().bytes()) {
        *place = byte;
    }
    Id::from_bytes(bytes)
}
