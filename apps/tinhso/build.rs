//! Lists `packs/` for `include_bytes!`, so that the installed program needs no file beside itself.
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folder by the environment")]
fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../packs").canonicalize()?;
    let mut code = String::from("&[\n");
    for pack in sorted(&root)? {
        if pack.is_dir() {
            folder(&pack, &pack, &mut code)?;
        }
    }
    code.push_str("]\n");
    println!("cargo::rerun-if-changed={}", root.display());
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("packs.rs");
    // An unchanged list keeps its time, so that nothing is compiled again.
    if std::fs::read_to_string(&out).ok().as_deref() != Some(code.as_str()) {
        std::fs::write(out, code)?;
    }
    Ok(())
}

fn folder(pack: &Path, folder_path: &Path, code: &mut String) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder_path.display());
    for path in sorted(folder_path)? {
        if path.is_dir() {
            folder(pack, &path, code)?;
        } else {
            let name = pack.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let inside: Vec<&str> =
                path.strip_prefix(pack)?.iter().map(|part| part.to_str().unwrap_or_default()).collect();
            writeln!(code, "    ({name:?}, {:?}, include_bytes!({path:?})),", inside.join("/"))?;
        }
    }
    Ok(())
}

/// Hidden files are no part of a pack.
fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path.file_name().and_then(|name| name.to_str()).is_none_or(|name| name.starts_with('.'));
        if !hidden {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
