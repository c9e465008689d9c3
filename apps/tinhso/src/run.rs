//! From arguments to a command and its exit code: 0 done, 1 refused, 2 misused.
use crate::cli::{Admin, Cli, Command, Common, Pack, Plan};
use crate::commands;
use crate::settings::{Fault, Given, Settings};
use crate::terminal::{Stop, Terminal};
use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use web::{Catalogue, Lang};

/// Read when no file is named and no sample is asked for.
const DEFAULT_FILE: &str = "/etc/tinhso/tinhso.toml";

/// Runs one command.  `out` gets what was asked for, `err` why it was not done.
pub fn run(
    arguments: &[OsString],
    environment: BTreeMap<String, String>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let texts = web::LOCALES.iter().map(|(language, text)| ("web", *language, *text));
    let theirs = crate::modules::locales();
    let catalogue = match Catalogue::build("vi", texts.chain(theirs)) {
        Ok(catalogue) => catalogue,
        Err(error) => {
            let _ = writeln!(err, "{error}");
            return 1;
        }
    };
    let mut terminal = Terminal::new(&catalogue, out);
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            terminal.line(crate::cli::in_vietnamese(&error.render().to_string()).trim_end());
            return 0;
        }
        Err(error) => {
            let _ = writeln!(err, "{}", misuse(&terminal.lang, &error));
            return 2;
        }
    };
    match dispatch(cli, environment, &mut terminal) {
        Ok(()) => 0,
        Err(stop) => {
            for line in &stop.lines {
                let _ = writeln!(err, "{line}");
            }
            stop.code
        }
    }
}

fn dispatch(
    cli: Cli,
    environment: BTreeMap<String, String>,
    terminal: &mut Terminal<'_>,
) -> Result<(), Stop> {
    let mut given = given(&cli.common, environment);
    match cli.command {
        Command::Config(options) => {
            commands::config(&options, terminal);
            Ok(())
        }
        Command::Openapi => {
            commands::openapi(terminal);
            Ok(())
        }
        Command::Serve(options) => {
            let flags = [("listen", options.listen), ("public_url", options.public_url)];
            given.flags.extend(flags.into_iter().filter_map(|(key, value)| Some((key, value?))));
            if options.insecure {
                given.flags.push(("insecure", "true".to_owned()));
            }
            if let Some(sample) = options.sample {
                if cli.common.config.is_none() && !given.environment.contains_key("TINHSO_CONFIG") {
                    given.file = None;
                }
                if !crate::modules::SAMPLES.iter().any(|(code, _)| *code == sample) {
                    return Err(terminal
                        .stop_with("tinhso-no-such-sample", &[("samples", crate::cli::sample_names())]));
                }
                given.sample = Some(sample);
            }
            crate::serve::serve(&load(&given, terminal)?, terminal)
        }
        Command::Check => commands::check(&load(&given, terminal)?, terminal),
        Command::Migrate => commands::migrate(&load(&given, terminal)?, terminal),
        Command::Backup(folder) => commands::backup(&load(&given, terminal)?, &folder.dir, terminal),
        Command::Restore(folder) => commands::restore(&load(&given, terminal)?, &folder.dir, terminal),
        Command::Pack(Pack::Check(folder)) => {
            commands::pack_check(&load(&given, terminal)?, &folder.dir, terminal)
        }
        Command::Pack(Pack::Install(folder)) => {
            commands::pack_install(&load(&given, terminal)?, &folder.dir, terminal)
        }
        Command::Plan(Plan::Read(file)) => commands::plan_read(&file, terminal),
        Command::Plan(Plan::Diff(files)) => commands::plan_diff(&files, terminal),
        Command::Plan(Plan::Adopt(options)) => {
            commands::plan_adopt(&load(&given, terminal)?, &options, terminal)
        }
        Command::Admin(Admin::Init(options)) => commands::init(&load(&given, terminal)?, &options, terminal),
        Command::Admin(Admin::Link(options)) => {
            commands::link(&load(&given, terminal)?, &options.login, terminal)
        }
    }
}

fn given(common: &Common, environment: BTreeMap<String, String>) -> Given {
    let named = common.config.clone().or_else(|| environment.get("TINHSO_CONFIG").map(PathBuf::from));
    let file = named.or_else(|| Some(PathBuf::from(DEFAULT_FILE)).filter(|path| Path::is_file(path)));
    let flags = [("data", common.data.clone()), ("database", common.database.clone())];
    let flags = flags.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
    Given { file, environment, flags, sample: None }
}

fn load(given: &Given, terminal: &Terminal<'_>) -> Result<Settings, Stop> {
    Settings::load(given).map_err(|faults| Stop {
        lines: std::iter::once(terminal.lang.t("tinhso-fault-title").into_owned())
            .chain(faults.iter().map(|fault| told(&terminal.lang, fault)))
            .collect(),
        code: 2,
    })
}

fn told(lang: &Lang, fault: &Fault) -> String {
    // What the operating system refused stands in a fault as the message that says it.
    let words = |name: &str, value: &str| match name {
        "cause" => lang.t(value).into_owned(),
        _ => value.to_owned(),
    };
    let args: Vec<(&str, String)> =
        fault.args.iter().map(|(name, value)| (*name, words(name, value))).collect();
    format!("  {}: {}", fault.key, lang.with(fault.words, &args))
}

/// What was wrong with the arguments, in the words of the rest of the help.
fn misuse(lang: &Lang, error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join(" "),
        _ => String::new(),
    };
    let argument = match context(ContextKind::InvalidArg) {
        text if text.is_empty() => context(ContextKind::InvalidSubcommand),
        text => text,
    };
    let args = [("argument", argument.as_str())];
    let line = match error.kind() {
        ErrorKind::InvalidSubcommand => lang.with("tinhso-misuse-command", &args),
        ErrorKind::MissingRequiredArgument => lang.with("tinhso-misuse-missing", &args),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            lang.t("tinhso-misuse-no-command").into_owned()
        }
        _ => lang.with("tinhso-misuse-argument", &args),
    };
    format!("{line} {}", lang.t("tinhso-misuse-help"))
}
