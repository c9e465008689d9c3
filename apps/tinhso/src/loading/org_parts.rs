//! Territory and agencies as parts of packs.  Their rows are written in bulk by org before the pack is (see
//! [`super::install`]); here they are checked and entered among the pack's objects.
use org::pack::{CountryPack, ProvincePack};
use packs::{Object, PackView, Part, PartReader, Problem};

fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Vec<Problem>> {
    std::str::from_utf8(bytes).map_err(|_| vec![Problem::new(file, "packs.not_utf8")])
}

fn fault(error: &org::pack::PackError) -> Vec<Problem> {
    let line = u32::try_from(error.line).ok().filter(|line| *line > 0);
    vec![Problem::new(error.file.clone(), "tinhso.part").at_line(line).arg("sentence", error.problem.clone())]
}

/// `units.tsv` with `successions.tsv` and `resolutions.tsv` beside it.
pub(super) struct Territory;

impl PartReader for Territory {
    fn kind(&self) -> &'static str {
        "units"
    }

    fn order(&self) -> u16 {
        10
    }

    fn takes(&self, path: &str) -> bool {
        path == "units.tsv"
    }

    fn plan(&self, file: &str, bytes: &[u8], pack: &PackView) -> Result<Part, Vec<Problem>> {
        let beside = |name: &str| match pack.file(name) {
            Some(bytes) => text(name, bytes),
            None => Err(vec![
                Problem::new("pack.toml", "packs.file_missing")
                    .arg("role", "units")
                    .arg("path", name.to_owned()),
            ]),
        };
        let (links, resolutions) = (beside("successions.tsv")?, beside("resolutions.tsv")?);
        let country =
            CountryPack::from_texts(text(file, bytes)?, links, resolutions).map_err(|error| fault(&error))?;
        let object = Object::replaceable("territory", "units", country.digest.as_bytes());
        Ok(Part::new(vec![object], |_, _| Ok(())))
    }
}

/// `org.toml` of a province.
pub(super) struct Agencies;

impl PartReader for Agencies {
    fn kind(&self) -> &'static str {
        "org"
    }

    fn order(&self) -> u16 {
        30
    }

    fn takes(&self, path: &str) -> bool {
        path == "org.toml"
    }

    fn plan(&self, file: &str, bytes: &[u8], _: &PackView) -> Result<Part, Vec<Problem>> {
        let province = ProvincePack::from_toml(text(file, bytes)?).map_err(|error| fault(&error))?;
        let object = Object::replaceable("org", province.province.unit.clone(), province.digest.as_bytes());
        Ok(Part::new(vec![object], |_, _| Ok(())))
    }
}
