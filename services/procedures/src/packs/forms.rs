//! `forms/*.json`: an electronic form, published once and never changed.
use super::utf8;
use ::forms::FormPack;
use ::packs::{Object, PackError, PackView, Part, PartReader, Problem};

/// Reads electronic forms.
#[derive(Clone, Copy, Debug, Default)]
pub struct FormReader;

impl PartReader for FormReader {
    fn kind(&self) -> &'static str {
        "forms"
    }

    fn order(&self) -> u16 {
        50
    }

    fn plan(&self, file: &str, bytes: &[u8], _: &PackView) -> Result<Part, Vec<Problem>> {
        let text = utf8(file, bytes)?;
        let pack = FormPack::read(text).map_err(|faults| {
            faults
                .into_iter()
                .map(|fault| {
                    let name =
                        fault.key.strip_prefix("forms-problem-").unwrap_or(fault.key).replace('-', "_");
                    Problem::new(file, format!("forms.{name}"))
                        .arg("at", fault.at)
                        .arg("detail", fault.detail)
                })
                .collect::<Vec<_>>()
        })?;
        let canonical = serde_json::to_vec(&pack.form)
            .map_err(|error| vec![Problem::new(file, "packs.bad_json").arg("detail", error.to_string())])?;
        let object = Object::immutable("form", pack.form.reference(), &canonical);
        Ok(Part::new(vec![object], move |tx, cx| {
            ::forms::store::publish(tx, &pack.form, pack.effective_from, cx.now)
                .map(drop)
                .map_err(|error| PackError::part("", error))
        }))
    }
}
