//! Backups: the database as of one moment, every file by its digest, and a manifest that says what must be there.
mod manifest;
pub(crate) mod postgres;
mod restore;
mod take;

pub(crate) use restore::restore;
pub(crate) use take::take;

use base::{Refusal, RefusalKind};
use std::path::{Path, PathBuf};

/// Why a backup is not taken or not restored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// The folder must be new: a backup is never written over another.
    #[error("the folder is not empty: {0}")]
    NotEmpty(PathBuf),
    #[error("there is no backup in the folder: {0}")]
    NoManifest(PathBuf),
    #[error("the manifest cannot be read: {0}")]
    BrokenManifest(String),
    #[error("the backup's format {0} is not known here")]
    UnknownFormat(u32),
    #[error("{file}: the content is not what the manifest says")]
    Damaged { file: String },
    #[error("the backup is of a {found} database, the settings name {asked}")]
    OtherEngine { found: String, asked: String },
    #[error("the target is not empty: {0}")]
    TargetTaken(String),
    #[error("{tool} was not found in PATH")]
    NoTool { tool: &'static str },
    #[error("{tool} is of version {found}, the server of version {server}")]
    OtherMajor { tool: &'static str, found: String, server: String },
    #[error("{tool} failed: {message}")]
    ToolFailed { tool: &'static str, message: String },
    #[error(transparent)]
    Database(#[from] db::DbError),
    #[error(transparent)]
    Objects(#[from] objects::ObjectError),
    #[error("{place}: {cause}")]
    Io { place: String, cause: std::io::Error },
}

impl BackupError {
    fn io(place: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let place = place.display().to_string();
        move |cause| Self::Io { place, cause }
    }
}

impl Refusal for BackupError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotEmpty(_) => "tinhso.backup_not_empty",
            Self::NoManifest(_) => "tinhso.backup_no_manifest",
            Self::BrokenManifest(_) => "tinhso.backup_broken_manifest",
            Self::UnknownFormat(_) => "tinhso.backup_unknown_format",
            Self::Damaged { .. } => "tinhso.backup_damaged",
            Self::OtherEngine { .. } => "tinhso.backup_other_engine",
            Self::TargetTaken(_) => "tinhso.backup_target_taken",
            Self::NoTool { .. } => "tinhso.backup_no_tool",
            Self::OtherMajor { .. } => "tinhso.backup_other_major",
            Self::ToolFailed { .. } => "tinhso.backup_tool_failed",
            Self::Database(error) => error.code(),
            Self::Objects(error) => error.code(),
            Self::Io { .. } => "tinhso.backup_io",
        }
    }

    fn kind(&self) -> RefusalKind {
        RefusalKind::Unavailable
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotEmpty(path) | Self::NoManifest(path) => vec![("folder", path.display().to_string())],
            Self::BrokenManifest(cause) => vec![("cause", cause.clone())],
            Self::UnknownFormat(format) => vec![("format", format.to_string())],
            Self::Damaged { file } => vec![("file", file.clone())],
            Self::OtherEngine { found, asked } => vec![("found", found.clone()), ("asked", asked.clone())],
            Self::TargetTaken(place) => vec![("place", place.clone())],
            Self::NoTool { tool } => vec![("tool", (*tool).to_owned())],
            Self::OtherMajor { tool, found, server } => {
                vec![("tool", (*tool).to_owned()), ("found", found.clone()), ("server", server.clone())]
            }
            Self::ToolFailed { tool, message } => {
                vec![("tool", (*tool).to_owned()), ("message", message.clone())]
            }
            Self::Database(error) => error.args(),
            Self::Objects(error) => error.args(),
            Self::Io { place, cause } => vec![("place", place.clone()), ("cause", cause.to_string())],
        }
    }
}
