#![doc = include_str!("../README.md")]
mod access;
mod app;
mod assets;
mod catalogue;
mod config;
mod context;
mod cookie;
mod csrf;
mod csv;
mod cursor;
mod errors;
mod failure;
mod feed;
mod file;
mod form;
mod form_values;
mod frame;
mod gallery;
mod guard;
mod json;
mod kept;
mod keys;
mod module;
mod outer;
mod page;
mod pictogram;
mod principal;
mod serve;
mod shell;
mod sse;
mod theme;
mod upload;

#[cfg(test)]
mod tests;

pub use access::{Access, Audience};
pub use app::{AppError, app, app_with};
pub use catalogue::{Arg, Catalogue, CatalogueError, Lang, ToArg, arg};
pub use config::{RequestSeen, WebConfig};
pub use context::{ClientAddress, RequestId, RequestTime};
pub use cookie::SignedCookie;
pub use csrf::safe_next;
pub use csv::{csv_cell, csv_safe};
pub use cursor::Cursor;
pub use errors::Errors;
pub use failure::{Failure, Problem};
pub use feed::{Feed, FeedLimits, LiveValues, Reading};
pub use file::{FileAnswer, attachment};
pub use form::{Fields, Form};
pub use frame::{Crumb, Frame, MenuLink, Who};
pub use gallery::{Choice, Pager, Receipt, TimelineItem, module as gallery_module};
pub use json::{IfMatch, Json, etag};
pub use keys::Secret;
pub use module::{MenuItem, Module, Route, RouteKind, Routes};
pub use page::{page, page_status, see_other};
pub use principal::{Authenticator, DraftKey, Nobody, Office, Principal, PrincipalKind};
pub use serve::serve;
pub use shell::Shell;
pub use sse::Unattended;
pub use theme::{Theme, ThemeError};
pub use upload::{FilePart, Part, Upload, UploadLimits};

/// The words of the shell itself.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];
