//! `plans/<slug>.toml` of a pack: a plan as facts, checked whole before it is written.
use crate::model::PlanFacts;
use crate::ops::adopt::{AgencyPorts, adopt_facts};
use crate::rules::{faults, terms};
use packs::{Object, PackError, PackView, Part, PartReader, Problem, toml_problem};

/// Reads the plans of a pack, after the agencies and what else they name.
#[derive(Clone)]
pub struct PlansReader {
    ports: AgencyPorts,
}

impl PlansReader {
    #[must_use]
    pub const fn new(ports: AgencyPorts) -> Self {
        Self { ports }
    }
}

impl PartReader for PlansReader {
    fn kind(&self) -> &'static str {
        "plans"
    }

    fn order(&self) -> u16 {
        80
    }

    fn plan(&self, file: &str, bytes: &[u8], _: &PackView) -> Result<Part, Vec<Problem>> {
        let text = std::str::from_utf8(bytes).map_err(|_| vec![Problem::new(file, "packs.not_utf8")])?;
        let mut facts: PlanFacts =
            toml::from_str(text).map_err(|error| vec![toml_problem(file, text, &error)])?;
        let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or_default();
        let slug = facts.slug.get_or_insert_with(|| stem.to_owned()).clone();
        let mut problems: Vec<Problem> = faults::faults(&facts)
            .into_iter()
            .map(|fault| {
                Problem::new(file, "programme.field_wrong")
                    .arg("row", fault.row)
                    .arg("field", fault.field)
                    .arg("value", fault.value)
            })
            .collect();
        if !terms::is_slug(&slug) {
            problems.push(Problem::new(file, "programme.slug_wrong").arg("slug", slug.clone()));
        }
        if facts.standing.is_none() {
            problems.push(Problem::new(file, "programme.standing_missing"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let objects = vec![Object::replaceable("plan", slug, bytes)];
        let (ports, name) = (self.ports.clone(), file.to_owned());
        Ok(Part::new(objects, move |tx, cx| {
            adopt_facts(tx, cx, &ports, &facts, &name)
                .map(|_| ())
                .map_err(|refused| PackError::part(name.clone(), refused))
        }))
    }
}
