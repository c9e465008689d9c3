//! `tinhso admin init` and `tinhso admin link`: how production begins, and the way back in.
use crate::cli::Init;
use crate::loading;
use crate::modules::migration_sets;
use crate::open::{self, Opened};
use crate::settings::Settings;
use crate::store::{self, Installation, InstallationKind};
use crate::terminal::{Stop, Terminal};
use base::{AgencyCode, Date};
use contracts::AgencyId;
use db::DbError;
use org::OrgDirectory;
use org::pack::ProvincePack;
use policy::OpContext;

/// Key of the province's committee in the pack that `init` makes, as in the provinces' own packs.
const COMMITTEE: &str = "ubnd";

/// Makes an empty province: the country's units, the roles, the calendar of the statute, one agency with one position.
/// The first administrator names herself through the link.  Called again before that, it prints a new link.
pub(crate) fn init(settings: &Settings, options: &Init, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let opened = open::open(settings, terminal)?;
    db::migrate(&opened.db, &migration_sets()).map_err(|error| terminal.stop(&error))?;
    let found = open::marker(&opened.db, terminal)?;
    open::refuse_mixing(settings, found.as_ref(), terminal)?;
    let cx = OpContext::system("tinhso", crate::serve::clock().now());
    let agency = match found {
        Some(marker) if marker.province == options.province => committee(&marker.province),
        Some(marker) => {
            return Err(
                terminal.stop_with("tinhso-init-other", &[("province", marker.province_name.as_str())])
            );
        }
        None => make(&opened, &cx, options, terminal)?,
    };
    let token = opened.db.write_blocking({
        let cx = cx.clone();
        move |tx| identity::ops::issue_first_link(tx, &cx, agency).map(|(token, _)| token)
    });
    let token = token.map_err(|error| terminal.stop(&error))?;
    say_link(settings, token.reveal(), terminal);
    Ok(())
}

/// Prints a link with which the owner of an account chooses a password.
pub(crate) fn link(settings: &Settings, login: &str, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let opened = open::open(settings, terminal)?;
    let pending = db::pending(&opened.db, &migration_sets()).map_err(|error| terminal.stop(&error))?;
    if !pending.is_empty() {
        return Err(terminal.stop_with("tinhso-migrate-first", &[("count", pending.len())]));
    }
    let cx = OpContext::system("tinhso", crate::serve::clock().now());
    let login = login.to_owned();
    let token = opened.db.write_blocking(move |tx| {
        identity::ops::issue_link_for(tx, &cx, &OrgDirectory, &login).map(|(token, _)| token)
    });
    let token = token.map_err(|error| terminal.stop(&error))?;
    say_link(settings, token.reveal(), terminal);
    Ok(())
}

fn make(
    opened: &Opened,
    cx: &OpContext,
    options: &Init,
    terminal: &mut Terminal<'_>,
) -> Result<AgencyId, Stop> {
    let readers = loading::readers(false);
    let today = cx.now.date();
    if let Some(country) = loading::embedded("vietnam") {
        loading::install(&opened.db, cx, &country, &readers)
            .map_err(|error| loading::stop(&error, terminal))?;
    }
    let code = options.province.clone();
    let unit = opened
        .db
        .read_blocking(move |tx| org::unit_by_code(tx, org::model::Level::Province, &code, today))
        .map_err(|error| terminal.stop(&error))?
        .ok_or_else(|| {
            terminal.stop_with("tinhso-init-no-province", &[("code", options.province.as_str())])
        })?;
    let name = unit.full_name();
    let pack = province_pack(options, &unit.name, &name, today, terminal)?;
    loading::import_province(&opened.db, &pack, cx.now).map_err(|error| loading::stop(&error, terminal))?;
    let marker = Installation {
        kind: InstallationKind::Production,
        province: options.province.clone(),
        province_name: unit.name.clone(),
        created_at: cx.now,
        ready_at: Some(cx.now),
    };
    let context = cx.clone();
    opened
        .db
        .write_blocking(move |tx| {
            console::seed_standard_calendar(tx, &context)?;
            store::mark(tx, &marker)
        })
        .map_err(|error: DbError| terminal.stop(&error))?;
    terminal.say("tinhso-init-made", &[("province", name.as_str())]);
    Ok(committee(&options.province))
}

fn committee(province: &str) -> AgencyId {
    org::agency_id(&format!("p{province}"), COMMITTEE)
}

/// The smallest province there is: its committee, with a seat for the administrator.
fn province_pack(
    options: &Init,
    short: &str,
    name: &str,
    today: Date,
    terminal: &Terminal<'_>,
) -> Result<ProvincePack, Stop> {
    let code = options.agency_code.clone().or_else(|| known_code(&options.province));
    let code = code.ok_or_else(|| terminal.stop_with("tinhso-init-no-code", &[("province", name)]))?;
    AgencyCode::parse(&code).map_err(|error| terminal.stop(&error))?;
    let title = terminal.lang.t("tinhso-init-administrator");
    let committee = terminal.lang.with("tinhso-init-committee", &[("province", name)]);
    let short = terminal.lang.with("tinhso-init-committee-short", &[("province", short)]);
    let text = |value: &str| toml::Value::String(value.to_owned()).to_string();
    let pack = format!(
        "format = 1\n[province]\nunit = {unit}\ncode = {code}\ncode_nature = \"fact\"\nfrom = \"{today}\"\n\
         [[agency]]\nkey = \"{COMMITTEE}\"\nkind = \"provincial_committee\"\nname = {committee}\nshort = {short}\n\
         code = {code}\nnature = \"fact\"\nfrom = \"{today}\"\n\
         [[position]]\nkind = \"provincial_committee\"\nrole = \"administrator\"\ntitle = {title}\n",
        unit = text(&format!("p{}", options.province)),
        code = text(&code),
        committee = text(&committee),
        short = text(&short),
        title = text(&title),
    );
    ProvincePack::from_toml(&pack).map_err(|error| terminal.stop(&error))
}

/// The code that a pack inside the program states as a fact for this province.
fn known_code(province: &str) -> Option<String> {
    let unit = format!("p{province}");
    crate::modules::SAMPLES
        .iter()
        .filter_map(|(name, _)| loading::embedded_text(name, "org.toml"))
        .filter_map(|text| ProvincePack::from_toml(text).ok())
        .find(|pack| pack.province.unit == unit && pack.province.code_nature == org::pack::Nature::Fact)
        .map(|pack| pack.province.code)
}

fn say_link(settings: &Settings, token: &str, terminal: &mut Terminal<'_>) {
    let url = format!("{}/lien-ket/{token}", settings.public_url);
    terminal.say("tinhso-link", &[("url", url.as_str())]);
}
