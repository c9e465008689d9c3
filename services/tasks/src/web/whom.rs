//! Whom a form names: groups, ticked agencies, written names.
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{self, Reach, Resolved};
use contracts::AgencyFact;
use policy::OpContext;
use std::collections::BTreeSet;
use web::{Errors, Lang};

/// What a form names.
pub struct Named<'a> {
    pub groups: &'a [String],
    pub ticked: &'a [String],
    pub written: &'a str,
    /// The field that a wrong name is shown at.
    pub field: &'a str,
}

/// Who was named, and what they are called together.
#[derive(Default)]
pub struct Whom {
    pub agencies: Vec<AgencyFact>,
    pub together: String,
}

/// Names that are shown one by one.
const SHOWN: usize = 3;

/// Finds them; what is not clear is said at the field and nobody is guessed.
pub async fn whom(
    deps: &Deps,
    cx: &OpContext,
    lang: &Lang,
    reach: &Reach,
    named: Named<'_>,
    errors: &mut Errors,
) -> Result<Whom, Refused> {
    let mut called: Vec<String> = Vec::new();
    let mut agencies: Vec<AgencyFact> = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    for (group, all) in &reach.groups {
        if named.groups.iter().any(|asked| asked == group) {
            let key = format!("tasks-group-{group}");
            called.push(lang.with(&key, &[("n", all.len())]));
            agencies.extend(all.iter().cloned());
        }
    }
    for asked in named.groups {
        if !reach.groups.iter().any(|(group, _)| group == asked) {
            wrong.push(lang.t("tasks-wrong-group").into_owned());
        }
    }
    let mut known: BTreeSet<_> = agencies.iter().map(|agency| agency.id).collect();
    let mut single: Vec<AgencyFact> = Vec::new();
    let listed = || reach.groups.iter().flat_map(|(_, all)| all).chain(&reach.others);
    for id in named.ticked {
        match listed().find(|agency| agency.id.to_string() == *id) {
            Some(agency) => single.push(agency.clone()),
            None => wrong.push(lang.t("tasks-wrong-agencies").into_owned()),
        }
    }
    for found in ops::resolve(deps, cx, named.written).await? {
        match found {
            Resolved::One(agency) => single.push(agency),
            Resolved::Several(name, names) => {
                let names = names.join("; ");
                wrong.push(lang.with("tasks-wrong-name-several", &[("name", name), ("names", names)]));
            }
            Resolved::Unknown(name) => wrong.push(lang.with("tasks-wrong-name-unknown", &[("name", name)])),
        }
    }
    single.retain(|agency| known.insert(agency.id));
    if single.len() > SHOWN {
        let first = single.first().map(|agency| agency.name.clone()).unwrap_or_default();
        let others = single.len().saturating_sub(1).to_string();
        called.push(lang.with("tasks-together", &[("name", first), ("n", others)]));
    } else {
        called.extend(single.iter().map(|agency| agency.name.clone()));
    }
    agencies.extend(single);
    wrong.dedup();
    if !wrong.is_empty() {
        errors.add(named.field, wrong.join(" "));
    }
    Ok(Whom { agencies, together: called.join("; ") })
}
