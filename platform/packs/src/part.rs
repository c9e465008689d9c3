//! The door through which modules teach packs what their parts mean.
use crate::{PackError, PackView, Problem};
use base::Date;
use db::Tx;
use policy::OpContext;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Something a part brings that others may name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Object {
    /// `form`, `process`, `procedure`, …
    pub kind: &'static str,
    /// `khai-sinh@1`
    pub reference: String,
    /// Hexadecimal SHA-256 of the meaning (not of comments and blanks).
    pub digest: String,
    /// Published once under this reference and never changed: other content is refused.
    pub immutable: bool,
}

impl Object {
    /// An object that never changes under its reference; `canonical` is what the digest is taken of.
    #[must_use]
    pub fn immutable(kind: &'static str, reference: impl Into<String>, canonical: &[u8]) -> Self {
        Self { kind, reference: reference.into(), digest: digest(canonical), immutable: true }
    }

    /// An object that a later version of the pack may replace.
    #[must_use]
    pub fn replaceable(kind: &'static str, reference: impl Into<String>, canonical: &[u8]) -> Self {
        Self { kind, reference: reference.into(), digest: digest(canonical), immutable: false }
    }
}

pub(crate) fn digest(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

type Run = dyn Fn(&mut Tx<'_>, &OpContext, usize) -> Result<(), PackError> + Send + Sync;

/// One part, parsed and found right, ready to be written.
#[derive(Clone)]
pub struct Part {
    pub objects: Vec<Object>,
    pub(crate) slices: usize,
    pub(crate) run: Arc<Run>,
}

impl Part {
    /// Written in one transaction.  The closure may run twice and must find its own earlier work (idempotent).
    pub fn new<F>(objects: Vec<Object>, run: F) -> Self
    where
        F: Fn(&mut Tx<'_>, &OpContext) -> Result<(), PackError> + Send + Sync + 'static,
    {
        Self::in_slices(objects, 1, move |tx, cx, _| run(tx, cx))
    }

    /// Written in `slices` transactions, numbered from 0: at most 500 rows each, so that others are not kept waiting.
    pub fn in_slices<F>(objects: Vec<Object>, slices: usize, run: F) -> Self
    where
        F: Fn(&mut Tx<'_>, &OpContext, usize) -> Result<(), PackError> + Send + Sync + 'static,
    {
        Self { objects, slices: slices.max(1), run: Arc::new(run) }
    }
}

/// Reads one kind of part.  Given by the crate that owns the tables.
pub trait PartReader: Send + Sync {
    /// The folder (`procedures/`) or the stem of the file at the root (`roles.toml`).
    fn kind(&self) -> &'static str;

    /// Smaller is read and written first: territory 10, calendar 20, org 30, roles 40, forms 50, processes 60,
    /// procedures 70.
    fn order(&self) -> u16;

    /// Whether this reader reads the file.
    fn takes(&self, path: &str) -> bool {
        match path.split_once('/') {
            Some((folder, _)) => folder == self.kind(),
            None => path.split_once('.').is_some_and(|(stem, _)| stem == self.kind()),
        }
    }

    /// Parses and checks the file; what comes back can be written.  Runs outside of any transaction.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    fn plan(&self, file: &str, bytes: &[u8], pack: &PackView) -> Result<Part, Vec<Problem>>;

    /// What is wrong with the file; nothing when it is right.
    fn check(&self, file: &str, bytes: &[u8], pack: &PackView) -> Vec<Problem> {
        self.plan(file, bytes, pack).err().unwrap_or_default()
    }

    /// Ends an object by date when its pack is removed.  Rows stay.  By default an object has no end of its own.
    ///
    /// # Errors
    /// [`PackError`] of the owner.
    fn close(
        &self,
        _tx: &mut Tx<'_>,
        _cx: &OpContext,
        _object: (&str, &str),
        _on: Date,
    ) -> Result<(), PackError> {
        Ok(())
    }
}

/// All readers of the program.
#[derive(Clone, Default)]
pub struct Readers(Vec<Arc<dyn PartReader>>);

impl Readers {
    #[must_use]
    pub fn new(mut list: Vec<Arc<dyn PartReader>>) -> Self {
        list.sort_by_key(|reader| reader.order());
        Self(list)
    }

    pub(crate) fn for_file(&self, path: &str) -> Option<&Arc<dyn PartReader>> {
        self.0.iter().find(|reader| reader.takes(path))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<dyn PartReader>> {
        self.0.iter()
    }

    /// Kinds in the order of reading.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        self.0.iter().map(|reader| reader.kind()).collect()
    }
}
