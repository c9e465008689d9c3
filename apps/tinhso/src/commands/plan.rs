//! `tinhso plan read FILE [--json]`.
use crate::cli::PlanFile;
use crate::terminal::{Stop, Terminal};

/// Says what a published plan holds.  Needs no database and writes nothing.
pub(crate) fn plan_read(options: &PlanFile, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let bytes = std::fs::read(&options.file).map_err(|error| terminal.stop_io(&options.file, &error))?;
    let name = options.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let reading = programme::read_plan(&bytes, &name)
        .map_err(|error| terminal.stop_with(error.key(), &error.args()))?;
    let found = &reading.found;
    let lang = terminal.lang.clone();
    let say = |warning: &programme::Warning| lang.with(warning.key, &warning.args);
    if options.json {
        let text = programme::json::of(found, &say);
        terminal.line(&format!("{text:#}"));
        return Ok(());
    }
    let counts = [
        ("file", name),
        ("targets", found.targets.len().to_string()),
        ("tasks", found.tasks.len().to_string()),
        ("budgets", found.budgets.len().to_string()),
        ("figures", found.figures.len().to_string()),
        ("warnings", found.warnings.len().to_string()),
    ];
    terminal.say("tinhso-plan-read", &counts);
    for warning in &found.warnings {
        terminal.say("tinhso-plan-warning", &[("line", warning.line.to_string()), ("message", say(warning))]);
    }
    Ok(())
}
