//! Lays decisions of the province upon a national version.
use crate::Refused;
use crate::model::{Change, NewOverlay, Overlay};
use contracts::{CaseRule, Channel, FeeRule, Limit, LimitUnit, ProcedureFact};

/// The fact with the overlays on it, in their order; a later one of the same fee takes the earlier one's place.
pub(crate) fn apply(base: &ProcedureFact, overlays: &[&Overlay]) -> ProcedureFact {
    let mut fact = base.clone();
    for overlay in overlays {
        match &overlay.change {
            Change::Fee { fee } => {
                for case in cases(&mut fact, overlay.case.as_deref()) {
                    set_fee(case, fee, overlay.channel, &overlay.decision);
                }
            }
            Change::Limit { limit } => {
                for case in cases(&mut fact, overlay.case.as_deref()) {
                    set_limit(case, limit, overlay.channel, &overlay.decision);
                }
            }
            Change::Authority { level, receiving, resolving_kind, resolving_code } => {
                fact.level = *level;
                fact.receiving = *receiving;
                fact.resolving_kind.clone_from(resolving_kind);
                fact.resolving_code.clone_from(resolving_code);
            }
        }
    }
    fact
}

fn cases<'a>(fact: &'a mut ProcedureFact, code: Option<&str>) -> impl Iterator<Item = &'a mut CaseRule> {
    let code = code.map(str::to_owned);
    fact.cases.iter_mut().filter(move |case| code.as_ref().is_none_or(|code| case.code == *code))
}

fn set_fee(case: &mut CaseRule, fee: &FeeRule, channel: Option<Channel>, decision: &str) {
    let channels: Vec<Channel> = case.channels.iter().map(|rule| rule.channel).collect();
    let mut kept: Vec<FeeRule> = Vec::new();
    for old in std::mem::take(&mut case.fees) {
        // An amount that nobody knew gives way to the first that the province sets.
        let unknown = old.amount.is_none() && old.formula.is_none();
        if old.code != fee.code && !unknown {
            kept.push(old);
            continue;
        }
        match (old.channel, channel) {
            (_, None) => {}
            (Some(one), Some(other)) if one == other => {}
            (Some(_), Some(_)) => kept.push(old),
            // It held on all channels: the others keep it.
            (None, Some(changed)) => {
                kept.extend(
                    channels
                        .iter()
                        .filter(|one| **one != changed)
                        .map(|one| FeeRule { channel: Some(*one), ..old.clone() }),
                );
            }
        }
    }
    kept.push(FeeRule { channel, source: decision.to_owned(), ..fee.clone() });
    case.fees = kept;
}

fn set_limit(case: &mut CaseRule, limit: &Limit, channel: Option<Channel>, decision: &str) {
    for rule in case.channels.iter_mut().filter(|rule| channel.is_none_or(|only| rule.channel == only)) {
        rule.limit = Some(Limit { source: decision.to_owned(), ..limit.clone() });
    }
}

/// Whether an overlay may be laid upon a version.
///
/// # Errors
/// [`Refused::NoDecision`], [`Refused::Period`], [`Refused::NoCase`], [`Refused::LimitLonger`], [`Refused::Invalid`].
pub(crate) fn may_be_laid(new: &NewOverlay, base: &ProcedureFact) -> Result<(), Refused> {
    if new.decision.trim().is_empty() {
        return Err(Refused::NoDecision);
    }
    if new.effective_to.is_some_and(|end| end <= new.effective_from) {
        return Err(Refused::Period);
    }
    if let Some(case) = &new.case
        && base.case(case).is_none()
    {
        return Err(Refused::NoCase(case.clone()));
    }
    let concerned =
        || base.cases.iter().filter(|case| new.case.as_ref().is_none_or(|code| case.code == *code));
    if let Change::Limit { limit } = &new.change {
        let longer = concerned()
            .flat_map(|case| &case.channels)
            .filter(|rule| new.channel.is_none_or(|only| rule.channel == only))
            .filter_map(|rule| rule.limit.as_ref())
            .any(|national| is_longer(limit, national));
        if longer {
            return Err(Refused::LimitLonger);
        }
    }
    let mut laid = apply(base, &[]);
    if let Change::Fee { fee } = &new.change {
        cases(&mut laid, new.case.as_deref()).for_each(|case| set_fee(case, fee, new.channel, &new.decision));
    }
    if let Change::Limit { limit } = &new.change {
        cases(&mut laid, new.case.as_deref())
            .for_each(|case| set_limit(case, limit, new.channel, &new.decision));
    }
    match super::check_fact(&laid)
        .into_iter()
        .find(|finding| finding.code.starts_with("fee_") || finding.code.starts_with("limit_"))
    {
        Some(finding) => Err(Refused::Invalid(finding.code.to_owned())),
        None => Ok(()),
    }
}

/// A province may cut the time, never stretch it.  Working and calendar days are compared only within their kind; eight
/// hours are a working day.
fn is_longer(new: &Limit, national: &Limit) -> bool {
    let hours = |limit: &Limit| match limit.unit {
        LimitUnit::Hour => Some(limit.amount),
        LimitUnit::WorkingDay => limit.amount.checked_mul(8),
        LimitUnit::SameDay => Some(8),
        LimitUnit::CalendarDay => None,
    };
    match (hours(new), hours(national)) {
        (Some(new), Some(national)) => new > national,
        (None, None) => new.amount > national.amount,
        // So many working days last at least as many days.
        (Some(_), None) => new.unit == LimitUnit::WorkingDay && new.amount > national.amount,
        (None, Some(_)) => national.unit != LimitUnit::WorkingDay || new.amount > national.amount,
    }
}
