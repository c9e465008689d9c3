//! `house`: the rules over the real tree.  The other modules: each rule fires on a made-up violation, and only there.

mod doors;
mod house;
mod layout;
mod lexer;
mod licences;
mod shipped;
mod sql;
mod templates;
mod words;

use crate::Finding;
use crate::tree::{Crate, File, Floor, Source};

fn a_crate(path: &str, uses: &[&str]) -> Crate {
    Crate {
        name: path.rsplit('/').next().unwrap().to_owned(),
        path: path.to_owned(),
        floor: Floor::of(path).unwrap(),
        uses: uses.iter().map(|u| (*u).to_owned()).collect(),
    }
}

fn rust(path: &str, text: &str) -> Source {
    Source::new(File::new(path, text))
}

/// Places and details in one line each, for short comparisons.
fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{}: {}", f.place, f.detail)).collect()
}
