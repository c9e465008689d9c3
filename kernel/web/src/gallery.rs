//! Data of the components, and the page that shows every one of them.
use crate::access::Access;
use crate::errors::Errors;
use crate::frame::Frame;
use crate::module::{Module, Route};
use crate::page::page;
use crate::pictogram;
use crate::shell::Shell;
use askama::Template;
use axum::response::Response;

/// One option of radios, checkboxes or a select.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub chosen: bool,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// Links under a list: keyset pages know only "first" and "next".
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// Address of the first page, when this is not it.
    pub first: Option<String>,
    pub next: Option<String>,
    /// "50 trong 1.000+ hồ sơ".
    pub summary: String,
}

/// What was received of one file.
#[derive(Clone, Debug, Default)]
pub struct Receipt {
    pub name: String,
    /// "1,8 MB · 10:29:04".
    pub detail: String,
    /// First signs of the SHA-256, in groups of four.
    pub fingerprint: String,
    /// A whole sentence when the file is not in order; empty when it is.
    pub problem: String,
    pub view_href: Option<String>,
    /// Name and value of the button that takes the file out again.
    pub remove: Option<(String, String)>,
}

/// One step of a journey.
#[derive(Clone, Debug, Default)]
pub struct TimelineItem {
    /// `done`, `now`, `wait` or `next`.
    pub state: &'static str,
    pub title: String,
    /// RFC 3339, empty when there is no moment yet.
    pub datetime: String,
    pub when: String,
    pub text: String,
}

#[derive(Template)]
#[template(path = "gallery.html")]
struct GalleryPage {
    frame: Frame,
    errors: Errors,
    choices: Vec<Choice>,
    steps: Vec<TimelineItem>,
    files: Vec<Receipt>,
    pager: Pager,
    pictograms: Vec<&'static str>,
}

/// The shell's own module: `/_thu-vien`.
#[must_use]
pub fn module() -> Module {
    let mut module = Module::new("web");
    module.routes = vec![Route::get("/_thu-vien", "get_component_gallery", Access::Public, show)];
    module
}

async fn show(shell: Shell) -> Response {
    let lang = shell.lang();
    let t = |key: &str| lang.t(key).into_owned();
    let mut errors = Errors::new();
    errors.add("so", t("web-gallery-number-error"));
    errors.add("ngay", t("web-gallery-born-error"));
    let choices = vec![
        Choice::new("quay", t("web-gallery-receive-desk")).chosen(true),
        Choice::new("buu-dien", t("web-gallery-receive-post")).hint(t("web-gallery-receive-post-hint")),
    ];
    let step = |state, title, when: &str, datetime: &str| TimelineItem {
        state,
        title: t(title),
        when: when.to_owned(),
        datetime: datetime.to_owned(),
        text: String::new(),
    };
    let steps = vec![
        step("done", "web-gallery-step-done", "20/11, 11:05", "2026-11-20T11:05:00+07:00"),
        step("now", "web-gallery-step-now", "", ""),
        step("wait", "web-gallery-step-wait", "", ""),
        step("next", "web-gallery-step-next", "", ""),
    ];
    let whole = Receipt {
        name: "so-do-mat-sau.jpg".to_owned(),
        detail: "1,2 MB · 10:29:04".to_owned(),
        fingerprint: "9f2c 41ab 77e0".to_owned(),
        view_href: Some("#g-files".to_owned()),
        ..Receipt::default()
    };
    let lost = Receipt {
        name: "IMG_20261120_102840.jpg".to_owned(),
        detail: "0 byte".to_owned(),
        problem: t("web-gallery-file-empty"),
        ..Receipt::default()
    };
    let pager = Pager { first: None, next: Some("#g-table".to_owned()), summary: t("web-gallery-summary") };
    page(GalleryPage {
        frame: shell.frame("web-gallery-title"),
        errors,
        choices,
        steps,
        files: vec![whole, lost],
        pager,
        // The lotus is no pictogram: it stands once, on the home page.
        pictograms: pictogram::names().filter(|name| *name != "lotus").collect(),
    })
}
