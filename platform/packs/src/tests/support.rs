//! A reader that keeps what it is given in memory, and packs made by hand.
use crate::{Memory, Object, PackError, PackView, Part, PartReader, Problem, Readers};
use base::{Date, Timestamp};
use db::Tx;
use policy::OpContext;
use std::sync::{Arc, Mutex};

pub const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

pub fn operator() -> OpContext {
    OpContext::system("cli", NOW)
}

/// What readers have done, in order.
#[derive(Clone, Default)]
pub struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    pub fn write(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// `kind/*.txt`: each line `name` is an object, `needs KIND REFERENCE` a reference, `bad` a problem.
pub struct Lines {
    pub kind: &'static str,
    pub order: u16,
    pub slices: usize,
    pub immutable: bool,
    pub journal: Journal,
}

impl PartReader for Lines {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn order(&self) -> u16 {
        self.order
    }

    fn plan(&self, file: &str, bytes: &[u8], pack: &PackView) -> Result<Part, Vec<Problem>> {
        let text = std::str::from_utf8(bytes).map_err(|_| vec![Problem::new(file, "packs.not_utf8")])?;
        let (mut objects, mut problems) = (Vec::new(), Vec::new());
        for (line, number) in text.lines().zip(1..) {
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["bad"] => problems.push(Problem::new(file, "tests.bad").at_line(Some(number))),
                ["needs", kind, reference] if !pack.has(kind, reference) => {
                    problems.push(
                        Problem::new(file, "tests.missing")
                            .at_line(Some(number))
                            .arg("reference", *reference),
                    );
                }
                ["needs", ..] => {}
                [name, ..] if self.immutable => {
                    objects.push(Object::immutable(self.kind, *name, line.as_bytes()))
                }
                [name, ..] => objects.push(Object::replaceable(self.kind, *name, line.as_bytes())),
                [] => {}
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let (journal, file) = (self.journal.clone(), file.to_owned());
        Ok(Part::in_slices(objects, self.slices, move |_: &mut Tx<'_>, _: &OpContext, slice| {
            journal.write(format!("{file} {slice}"));
            Ok(())
        }))
    }

    fn close(&self, _: &mut Tx<'_>, _: &OpContext, object: (&str, &str), on: Date) -> Result<(), PackError> {
        if object.0 == self.kind {
            self.journal.write(format!("close {} {} {on}", object.0, object.1));
        }
        Ok(())
    }
}

/// Readers of `late/` (immutable, after) and `early/` (replaceable, before, three slices).
pub fn readers(journal: &Journal) -> Readers {
    let late = Lines { kind: "late", order: 70, slices: 1, immutable: true, journal: journal.clone() };
    let early = Lines { kind: "early", order: 10, slices: 3, immutable: false, journal: journal.clone() };
    Readers::new(vec![Arc::new(late), Arc::new(early)])
}

pub fn pack(version: &str, files: &[(&str, &str)]) -> Memory {
    let manifest = format!("code = \"thu\"\nversion = \"{version}\"\ntitle = \"Thử\"\n");
    let all = std::iter::once(("pack.toml", manifest.as_str())).chain(files.iter().copied());
    Memory(all.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect())
}
