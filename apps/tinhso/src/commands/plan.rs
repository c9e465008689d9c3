//! `tinhso plan read`, `plan adopt`, `plan diff`.
use crate::cli::{PlanAdopt, PlanDiff, PlanFile};
use crate::open;
use crate::parts::{Choices, Parts};
use crate::serve;
use crate::settings::Settings;
use crate::terminal::{Stop, Terminal};
use contracts::{AgencyId, PlanSourceId};
use db::DbError;
use policy::OpContext;
use programme::doors::planner::words;
use programme::ops::differ::Compared;
use programme::ops::look::{TextState, look_as_operator};
use programme::ops::{adopt_text, read_text};
use programme::{Deps, PlanFacts, Refused};
use std::path::Path;

/// Who follows a plan when nobody is named.
const STANDING: &str = "Văn phòng UBND tỉnh";

/// Says what a published plan holds.  Needs no database and writes nothing.
pub(crate) fn plan_read(options: &PlanFile, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let (bytes, name) = file(&options.file, terminal)?;
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

fn file(path: &Path, terminal: &Terminal<'_>) -> Result<(Vec<u8>, String), Stop> {
    let bytes = std::fs::read(path).map_err(|error| terminal.stop_io(path, &error))?;
    Ok((bytes, path.file_name().unwrap_or_default().to_string_lossy().into_owned()))
}

/// A refusal in words; what a file is refused for has sentences of its own.
fn stop(refused: &Refused, terminal: &Terminal<'_>) -> Stop {
    match refused {
        Refused::Read(error) => terminal.stop_with(error.key(), &error.args()),
        other => terminal.stop(other),
    }
}

fn facts(path: &Path, terminal: &Terminal<'_>) -> Result<PlanFacts, Stop> {
    let (bytes, name) = file(path, terminal)?;
    let reading = programme::read_plan(&bytes, &name)
        .map_err(|error| terminal.stop_with(error.key(), &error.args()))?;
    read_text::facts_of(&reading.found).map_err(|refused| stop(&refused, terminal))
}

/// Says what the second text changes in the first.
pub(crate) fn plan_diff(options: &PlanDiff, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let compared = Compared::of(facts(&options.old, terminal)?, facts(&options.new, terminal)?, None);
    let groups = words::difference(&terminal.lang, &compared.old, &compared.new, &compared.difference, false);
    for group in groups {
        terminal.line(&group.title);
        for line in &group.changed {
            terminal.line(&format!("  {}: {}", line.word, line.text));
            for field in &line.fields {
                terminal.line(&format!("    - {field}"));
            }
        }
        terminal.line(&format!("  {}", group.same));
    }
    Ok(())
}

/// Reads a text into the installation and, when asked and nothing must be settled, brings it into force.
pub(crate) fn plan_adopt(
    settings: &Settings,
    options: &PlanAdopt,
    terminal: &mut Terminal<'_>,
) -> Result<(), Stop> {
    let (bytes, name) = file(&options.file, terminal)?;
    let opened = open::open(settings, terminal)?;
    let pending = db::pending(&opened.db, &crate::migration_sets()).map_err(|error| terminal.stop(&error))?;
    if !pending.is_empty() {
        return Err(terminal.stop_with("tinhso-migrate-first", &[("count", pending.len())]));
    }
    open::marker(&opened.db, terminal)?
        .ok_or_else(|| terminal.stop_with("tinhso-no-province", &[("command", "tinhso admin init")]))?;
    let parts = Parts::assemble(opened.db, opened.objects, serve::clock(), Choices::default())
        .map_err(|error| terminal.stop(&*error))?;
    let (deps, cx) = (parts.programme, OpContext::system("tinhso", parts.clock.now()));
    let id = match read_text::read_text_as_operator(&deps, &cx, &name, &bytes) {
        Ok(id) | Err(Refused::SameFile(id)) => id,
        Err(refused) => return Err(stop(&refused, terminal)),
    };
    let state = look_as_operator(&deps, &cx, id).map_err(|refused| stop(&refused, terminal))?;
    if let Some(plan) = &state.plan {
        return Err(terminal
            .stop_with("tinhso-plan-adopted-before", &[("place", format!("/ke-hoach/{}", plan.slug))]));
    }
    tell(&state, terminal);
    if !state.must.is_empty() {
        let place = format!("/ke-hoach/nhap/{id}");
        return Err(terminal.stop_with(
            "tinhso-plan-must",
            &[("count", web::arg(&state.must.len())), ("place", web::arg(&place))],
        ));
    }
    if !options.yes {
        terminal.say("tinhso-plan-say-yes", &[("place", format!("/ke-hoach/nhap/{id}"))]);
        return Ok(());
    }
    adopt(&deps, &cx, id, options.standing.as_deref(), terminal)
}

fn tell(state: &TextState, terminal: &mut Terminal<'_>) {
    let count = |kind: &str| {
        let found = state.counts.iter().find(|(known, ..)| known.word() == kind);
        found.map_or(0, |(_, all, dropped)| all - dropped).to_string()
    };
    let args = [
        ("file", state.source.file_name.clone()),
        ("targets", count("target")),
        ("tasks", count("task")),
        ("budgets", count("budget")),
        ("figures", count("figure")),
        ("warnings", state.open.to_string()),
    ];
    terminal.say("tinhso-plan-read", &args);
    for doubt in &state.must {
        let message = words::doubt(&terminal.lang, doubt);
        terminal.say("tinhso-plan-warning", &[("line", doubt.line.to_string()), ("message", message)]);
    }
}

fn adopt(
    deps: &Deps,
    cx: &OpContext,
    id: PlanSourceId,
    code: Option<&str>,
    terminal: &mut Terminal<'_>,
) -> Result<(), Stop> {
    let standing = standing(deps, cx, code).map_err(|refused| stop(&refused, terminal))?;
    adopt_text::adopt_text_as_operator(deps, cx, id, standing).map_err(|refused| stop(&refused, terminal))?;
    let state = look_as_operator(deps, cx, id).map_err(|refused| stop(&refused, terminal))?;
    let slug = state.plan.map(|plan| plan.slug).unwrap_or_default();
    terminal.say("tinhso-plan-adopted", &[("place", format!("/ke-hoach/{slug}"))]);
    Ok(())
}

fn standing(deps: &Deps, cx: &OpContext, code: Option<&str>) -> Result<AgencyId, Refused> {
    let (directory, names) = (deps.directory.clone(), deps.names.clone());
    let (code, on) = (code.map(str::to_owned), cx.now.date());
    let found = deps.db.read_blocking(move |tx| {
        Ok::<_, DbError>(match &code {
            Some(code) => directory.agency_by_code(tx, code, on)?.map(|agency| agency.id),
            None => names.candidates(tx, STANDING, on)?.first().map(|one| one.agency.id),
        })
    })?;
    found.ok_or(Refused::NoStanding)
}
