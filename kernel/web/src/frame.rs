//! The page around the page: masthead, menu, crumbs, footer.  A template has a field `frame: Frame` and starts with
//! `{% extends "frame.html" %}`.
use crate::access::{Access, Audience};
use crate::catalogue::{Lang, ToArg};
use crate::context::Context;
use crate::pictogram;
use crate::principal::PrincipalKind;
use crate::shell::here;
use crate::{csrf, keys};
use std::sync::Arc;

/// One step of the path back.
#[derive(Clone, Debug)]
pub struct Crumb {
    pub label: String,
    pub href: String,
}

/// One entry of the masthead as shown.
#[derive(Clone, Debug)]
pub struct MenuLink {
    pub label: String,
    pub href: String,
    pub current: bool,
}

/// The person at work.
#[derive(Clone, Debug)]
pub struct Who {
    pub name: String,
    /// Position and agency, when known.
    pub office: Option<String>,
}

/// Everything `frame.html` shows.
#[derive(Clone)]
pub struct Frame {
    /// The words: `frame.l.t("key")`, `frame.l.with("key", &[("n", value)])`.
    pub l: Lang,
    /// Value of the hidden field `csrf`.
    pub csrf: String,
    pub title: String,
    pub province: String,
    pub hotline: String,
    pub sample: bool,
    /// The ink masthead and office density.
    pub desk: bool,
    /// The dark wall screen.
    pub wall: bool,
    /// The home page's roomier main.
    pub home: bool,
    /// `main` spans the page; the template brings its own `wrap`.
    pub full: bool,
    pub crumbs: Vec<Crumb>,
    pub back: Option<String>,
    pub menu: Vec<MenuLink>,
    pub who: Option<Who>,
    /// Path and query of this page.
    pub here: String,
    pub brand_href: String,
    pub sign_in_href: String,
    pub sign_out_href: String,
    pub account_href: String,
    pub footer_links: Vec<Crumb>,
    /// Right end of an officer's footer: when the data on the page is from.
    pub as_of: Option<String>,
    pub version: &'static str,
    has_errors: bool,
    context: Arc<Context>,
}

impl Frame {
    pub(crate) fn of(context: &Arc<Context>, title: String) -> Self {
        let kernel = &context.kernel;
        let config = &kernel.config;
        let l = kernel.catalogue.lang(config.language);
        let principal = context.principal.get();
        let officer = principal.is_some_and(|who| who.kind == PrincipalKind::Officer);
        let for_work = context.route.get().is_none_or(|route| route.access != Access::Public);
        let desk = officer && for_work;
        let footer_links = config
            .footer_links
            .iter()
            .map(|(key, href)| Crumb { label: l.t(key).into_owned(), href: (*href).to_owned() })
            .collect();
        let mut frame = Self {
            csrf: csrf::token(context),
            title,
            province: config.province.clone(),
            hotline: config.hotline.clone(),
            sample: config.sample,
            desk,
            wall: false,
            home: false,
            full: false,
            crumbs: Vec::new(),
            back: None,
            menu: Vec::new(),
            who: principal.map(|who| Who {
                name: who.name.clone(),
                office: context.office.get().map(|office| office.0.clone()),
            }),
            here: here(context),
            brand_href: String::new(),
            sign_in_href: String::new(),
            sign_out_href: config.sign_out_path.to_owned(),
            account_href: config.account_path.to_owned(),
            footer_links,
            as_of: None,
            version: env!("CARGO_PKG_VERSION"),
            has_errors: false,
            context: Arc::clone(context),
            l,
        };
        frame.sign_in_href = crate::guard::sign_in_location(context);
        frame.dress();
        frame
    }

    /// Menu and wordmark for the masthead chosen.
    fn dress(&mut self) {
        let kernel = &self.context.kernel;
        let principal = self.context.principal.get();
        self.brand_href = if self.desk { kernel.config.desk_path.to_owned() } else { "/".to_owned() };
        self.menu = kernel
            .menu
            .iter()
            .filter(|item| match item.audience {
                Audience::Public => !self.desk,
                Audience::Citizen => !self.desk && principal.is_some(),
                Audience::Permission(name) => self.desk && principal.is_some_and(|who| who.may(name)),
            })
            .map(|item| MenuLink {
                label: self.l.t(item.key).into_owned(),
                href: item.href.to_owned(),
                current: is_at(&self.context.path, item.href),
            })
            .collect();
        // Of two entries that fit, the longer path is where we are.
        let best = self.menu.iter().filter(|link| link.current).map(|link| link.href.len()).max();
        for link in &mut self.menu {
            link.current = link.current && Some(link.href.len()) == best;
        }
    }

    /// The light masthead, also for an officer.
    #[must_use]
    pub fn public(mut self) -> Self {
        self.desk = false;
        self.dress();
        self
    }

    /// The ink masthead.
    #[must_use]
    pub fn at_work(mut self) -> Self {
        self.desk = true;
        self.dress();
        self
    }

    /// The wall screen: ink all over.
    #[must_use]
    pub fn on_wall(mut self) -> Self {
        self.wall = true;
        self.at_work()
    }

    /// The home page: `main` without a wrap of its own.
    #[must_use]
    pub fn as_home(mut self) -> Self {
        self.home = true;
        self.full = true;
        self
    }

    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Adds a crumb whose word is a message.
    #[must_use]
    pub fn crumb(mut self, key: &str, href: impl Into<String>) -> Self {
        let label = self.l.t(key).into_owned();
        self.crumbs.push(Crumb { label, href: href.into() });
        self
    }

    /// Adds a crumb whose word is data (a dossier's code).
    #[must_use]
    pub fn crumb_text(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { label: label.into(), href: href.into() });
        self
    }

    /// "Quay lại" above the heading.
    #[must_use]
    pub fn back_to(mut self, href: impl Into<String>) -> Self {
        self.back = Some(href.into());
        self
    }

    /// When the numbers on the page are from.
    #[must_use]
    pub fn as_of(mut self, sentence: impl Into<String>) -> Self {
        self.as_of = Some(sentence.into());
        self
    }

    /// The form on this page came back: the title starts "Lỗi: ".
    #[must_use]
    pub fn with_errors(mut self, errors: &crate::Errors) -> Self {
        self.has_errors = !errors.is_empty();
        self
    }

    /// Content of `<title>`.
    #[must_use]
    pub fn head_title(&self) -> String {
        let title = if self.has_errors {
            self.l.with("web-title-error", &[("title", self.title.as_str())])
        } else {
            self.title.clone()
        };
        let args = [("title", title.as_str()), ("province", self.province.as_str())];
        self.l.with("web-title", &args)
    }

    /// A message without arguments; short for `frame.l.t`.
    #[must_use]
    pub fn t(&self, key: &str) -> std::borrow::Cow<'_, str> {
        self.l.t(key)
    }

    /// A message with arguments; short for `frame.l.with`.
    #[must_use]
    pub fn with<A: ToArg>(&self, key: &str, args: &[(&str, A)]) -> String {
        self.l.with(key, args)
    }

    /// Address of an embedded file, with its content's hash in the name.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        self.context.kernel.assets.href(name)
    }

    /// The province's own colours, when it has some.
    #[must_use]
    pub fn theme_href(&self) -> Option<String> {
        self.context.kernel.assets.has("tinh.css").then(|| self.asset("tinh.css"))
    }

    /// A line drawing as inline SVG (`{{ frame.picto("home")|safe }}`); unknown names draw a sheet of paper.
    #[must_use]
    pub fn picto(&self, name: &str) -> &'static str {
        pictogram::svg(name)
    }

    /// A fresh value for the hidden field `once`: the same form sent twice is one case.
    #[must_use]
    pub fn once(&self) -> String {
        keys::random_text()
    }

    #[must_use]
    pub fn signed_in(&self) -> bool {
        self.who.is_some()
    }

    /// Whether the person holds a permission: for showing a button, never for guarding.
    #[must_use]
    pub fn may(&self, permission: &str) -> bool {
        self.context.principal.get().is_some_and(|who| who.may(permission))
    }
}

fn is_at(path: &str, href: &str) -> bool {
    path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}
