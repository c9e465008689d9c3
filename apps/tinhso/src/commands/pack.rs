//! `tinhso pack check DIR` and `tinhso pack install DIR`.
use crate::loading::{self, say_problems};
use crate::open;
use crate::serve;
use crate::settings::Settings;
use crate::store::InstallationKind;
use crate::terminal::{Stop, Terminal};
use packs::{Dir, Installed, Outcome};
use policy::OpContext;
use std::path::Path;

/// Tells everything that is wrong.  Leans on what is installed where there is an installation, else on the packs
/// inside the program, so that an author needs no database.
pub(crate) fn pack_check(settings: &Settings, dir: &Path, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    must_be_folder(dir, terminal)?;
    let readers = loading::readers(false);
    let installed = match known(settings, terminal)? {
        Some(installed) => installed,
        None => inside(&readers),
    };
    let report = packs::check(&Dir(dir.to_path_buf()), &readers, &installed);
    say_problems(&report.problems, terminal);
    if !report.problems.is_empty() {
        return Err(terminal.stop_with("tinhso-pack-wrong", &[("count", report.problems.len())]));
    }
    let (code, version) = report.pack.map(|(code, version)| (code, version.to_string())).unwrap_or_default();
    terminal.say(
        "tinhso-pack-right",
        &[
            ("code", web::arg(&code)),
            ("version", web::arg(&version)),
            ("objects", web::arg(&report.objects.len())),
        ],
    );
    Ok(())
}

fn known(settings: &Settings, terminal: &Terminal<'_>) -> Result<Option<Installed>, Stop> {
    if settings.database.strip_prefix("sqlite:").is_some_and(|path| !Path::new(path).exists()) {
        return Ok(None);
    }
    let opened = open::open(settings, terminal)?;
    let pending = db::pending(&opened.db, &crate::migration_sets()).map_err(|error| terminal.stop(&error))?;
    if !pending.is_empty() {
        return Ok(None);
    }
    opened.db.read_blocking(packs::installed).map(Some).map_err(|error| terminal.stop(&error))
}

fn inside(readers: &packs::Readers) -> Installed {
    let mut installed = Installed::default();
    let first = std::iter::once("vietnam");
    let rest = loading::embedded_names().into_iter().filter(|name| *name != "vietnam");
    for source in first.chain(rest).filter_map(loading::embedded) {
        installed.absorb(&packs::check(&source, readers, &installed.clone()));
    }
    installed
}

fn must_be_folder(dir: &Path, terminal: &Terminal<'_>) -> Result<(), Stop> {
    if dir.is_dir() {
        return Ok(());
    }
    Err(terminal.stop_with("tinhso-pack-no-folder", &[("place", dir.display().to_string())]))
}

pub(crate) fn pack_install(settings: &Settings, dir: &Path, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    must_be_folder(dir, terminal)?;
    let opened = open::open(settings, terminal)?;
    let pending = db::pending(&opened.db, &crate::migration_sets()).map_err(|error| terminal.stop(&error))?;
    if !pending.is_empty() {
        return Err(terminal.stop_with("tinhso-migrate-first", &[("count", pending.len())]));
    }
    let marker = open::marker(&opened.db, terminal)?
        .ok_or_else(|| terminal.stop_with("tinhso-no-province", &[("command", "tinhso admin init")]))?;
    let readers = loading::readers(marker.kind == InstallationKind::Sample);
    let cx = OpContext::system("tinhso", serve::clock().now());
    let outcome = loading::install(&opened.db, &cx, &Dir(dir.to_path_buf()), &readers)
        .map_err(|error| loading::stop(&error, terminal))?;
    match outcome {
        Outcome::AlreadyInstalled { code, version } => {
            terminal.say("tinhso-pack-there", &[("code", code), ("version", version.to_string())]);
        }
        Outcome::Installed { code, version, objects } => {
            let version = version.to_string();
            terminal.say(
                "tinhso-pack-installed",
                &[
                    ("code", web::arg(&code)),
                    ("version", web::arg(&version)),
                    ("objects", web::arg(&objects)),
                ],
            );
            if marker.kind == InstallationKind::Production && dir.join("procedures").is_dir() {
                terminal.say::<&str>("tinhso-pack-installed-national", &[]);
            }
        }
    }
    Ok(())
}
