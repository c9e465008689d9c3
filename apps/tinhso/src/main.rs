//! The binary: arguments, environment and streams in, an exit code out.  Everything else is the library's.
use std::collections::BTreeMap;
use std::process::ExitCode;

fn main() -> ExitCode {
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let arguments: Vec<_> = std::env::args_os().collect();
    let code = tinhso::run(&arguments, environment, &mut std::io::stdout(), &mut std::io::stderr());
    ExitCode::from(code)
}
