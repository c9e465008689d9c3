//! The closed world of one paper: our templates, one data file, our fonts.  No file system, no packages, no clock.
use crate::fonts::FONTS;
use std::collections::HashMap;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATES: [(&str, &str); 9] = [
    ("/house.typ", include_str!("../templates/house.typ")),
    ("/acceptance.typ", include_str!("../templates/acceptance.typ")),
    ("/supplement.typ", include_str!("../templates/supplement.typ")),
    ("/refusal.typ", include_str!("../templates/refusal.typ")),
    ("/handover.typ", include_str!("../templates/handover.typ")),
    ("/result.typ", include_str!("../templates/result.typ")),
    ("/filed.typ", include_str!("../templates/filed.typ")),
    ("/returned.typ", include_str!("../templates/returned.typ")),
    ("/report.typ", include_str!("../templates/report.typ")),
];

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static SOURCES: LazyLock<HashMap<FileId, Source>> = LazyLock::new(|| {
    TEMPLATES
        .iter()
        .filter_map(|(path, text)| file_id(path).map(|id| (id, Source::new(id, (*text).to_owned()))))
        .collect()
});

static DATA: LazyLock<Option<FileId>> = LazyLock::new(|| file_id("/data.json"));

fn file_id(path: &str) -> Option<FileId> {
    VirtualPath::new(path).ok().map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
}

pub(crate) struct PaperWorld {
    main: FileId,
    data: Bytes,
}

impl PaperWorld {
    /// `main` is one of our template paths; `data` is JSON.  `None` for an unknown template.
    pub fn new(main: &str, data: Vec<u8>) -> Option<Self> {
        let main = file_id(main).filter(|id| SOURCES.contains_key(id))?;
        Some(Self { main, data: Bytes::new(data) })
    }
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        SOURCES.get(&id).cloned().ok_or(FileError::AccessDenied)
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if Some(id) == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }
    /// The same data gives the same bytes: a template cannot ask for today.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
