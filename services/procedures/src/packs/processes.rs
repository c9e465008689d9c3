//! `processes/*.toml`: a process, published once and never changed.
use super::utf8;
use ::packs::{Object, PackError, PackView, Part, PartReader, Problem, toml_problem};
use workflow::Definition;

/// Reads processes.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProcessReader;

/// The definition in a file of a pack.
pub(crate) fn read(file: &str, text: &str) -> Result<Definition, Vec<Problem>> {
    toml::from_str(text).map_err(|error| vec![toml_problem(file, text, &error)])
}

impl PartReader for ProcessReader {
    fn kind(&self) -> &'static str {
        "processes"
    }

    fn order(&self) -> u16 {
        60
    }

    fn plan(&self, file: &str, bytes: &[u8], _: &PackView) -> Result<Part, Vec<Problem>> {
        let text = utf8(file, bytes)?;
        let definition = read(file, text)?;
        let problems: Vec<Problem> = workflow::check(&definition, None)
            .into_iter()
            .map(|problem| {
                let near = problem.place.split('.').nth(1).unwrap_or_default();
                let line = line_near(text, near);
                Problem::new(file, format!("workflow.{}", problem.code))
                    .at_line(line)
                    .arg("place", problem.place)
                    .arg("detail", problem.detail)
            })
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let canonical = serde_json::to_vec(&definition)
            .map_err(|error| vec![Problem::new(file, "packs.bad_json").arg("detail", error.to_string())])?;
        let object = Object::immutable("process", definition.reference(), &canonical);
        Ok(Part::new(vec![object], move |tx, _| {
            workflow::publish_definition(tx, &definition).map_err(|error| PackError::part("", error))
        }))
    }
}

/// The line where a text first stands in quotes.
pub(super) fn line_near(text: &str, near: &str) -> Option<u32> {
    if near.is_empty() {
        return None;
    }
    let at = text.find(&format!("\"{near}\"")).or_else(|| text.find(near))?;
    ::packs::line_of(text, at)
}
