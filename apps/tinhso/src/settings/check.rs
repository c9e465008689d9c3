//! Settings that cannot both be meant.  Refused at start, so that nobody finds out from a citizen.
use super::gather::Values;
use super::{DATABASE_NAME, Fault, SAMPLE_DATABASE_NAME, SecretFrom, Settings, flag, text};
use http::Uri;

pub(super) fn contradictions(settings: &Settings, values: &Values, faults: &mut Vec<Fault>) {
    let url = public_url(settings, faults);
    let https = settings.public_url.starts_with("https://");
    let local = url.as_ref().and_then(Uri::host).is_some_and(is_local_name);
    let insecure = flag(values, "insecure");
    if settings.sample.is_some() {
        sample(settings, local, faults);
    } else {
        network(settings, values, (https, local, insecure), faults);
    }
    if values.contains_key("secret") && values.contains_key("secret_file") {
        faults.push(Fault::new("secret_file", "tinhso-fault-both").arg("other", "secret"));
    }
    if let SecretFrom::Environment(secret) = &settings.secret
        && secret.len() < 32
    {
        faults.push(Fault::new("secret", "tinhso-fault-secret-short"));
    }
    database(settings, values, faults);
    if telemetry::check_filter(&settings.log.filter).is_err() {
        faults.push(Fault::new("log", "tinhso-fault-type").arg("example", "info,web=debug"));
    }
}

fn network(
    settings: &Settings,
    values: &Values,
    (https, local, insecure): (bool, bool, bool),
    faults: &mut Vec<Fault>,
) {
    if https && !settings.behind_proxy {
        faults.push(Fault::new("behind_proxy", "tinhso-fault-https-without-proxy"));
    }
    if settings.behind_proxy && !https && !insecure {
        faults.push(Fault::new("public_url", "tinhso-fault-proxy-without-https"));
    }
    if !settings.listen.ip().is_loopback() && !insecure {
        faults.push(
            Fault::new("listen", "tinhso-fault-listen-open").arg("listen", settings.listen.to_string()),
        );
    } else if values.contains_key("public_url") && !https && !local && !insecure {
        faults.push(Fault::new("public_url", "tinhso-fault-http-public"));
    }
}

/// A sample's people are invented and its passwords are printed on the sign-in page: it stays on this machine.
fn sample(settings: &Settings, local: bool, faults: &mut Vec<Fault>) {
    if !settings.listen.ip().is_loopback() {
        faults.push(
            Fault::new("listen", "tinhso-fault-sample-listen").arg("listen", settings.listen.to_string()),
        );
    }
    if !local {
        faults.push(Fault::new("public_url", "tinhso-fault-sample-url"));
    }
    if settings.behind_proxy {
        faults.push(Fault::new("behind_proxy", "tinhso-fault-sample-proxy"));
    }
    if settings.data.join(DATABASE_NAME).exists() {
        faults.push(
            Fault::new("data", "tinhso-fault-sample-in-production")
                .arg("data", settings.data.display().to_string()),
        );
    }
}

fn database(settings: &Settings, values: &Values, faults: &mut Vec<Fault>) {
    let postgres = ["postgres://", "postgresql://"].iter().any(|start| settings.database.starts_with(start));
    let given = text(values, "database").is_some() || text(values, "database_file").is_some();
    let sqlite = settings.database.strip_prefix("sqlite:");
    if !postgres && sqlite.is_none_or(str::is_empty) {
        faults.push(Fault::new("database", "tinhso-fault-database"));
    }
    if !postgres && settings.database_schema.is_some() {
        faults.push(Fault::new("database_schema", "tinhso-fault-schema-without-postgres"));
    }
    let names_sample = sqlite.is_some_and(|path| path.ends_with(SAMPLE_DATABASE_NAME));
    if given && sqlite.is_some() && names_sample != settings.sample.is_some() {
        faults.push(Fault::new("database", "tinhso-fault-sample-database").arg("name", SAMPLE_DATABASE_NAME));
    }
}

fn public_url(settings: &Settings, faults: &mut Vec<Fault>) -> Option<Uri> {
    let parsed = settings.public_url.parse::<Uri>().ok().filter(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
            && matches!(uri.path(), "" | "/")
            && uri.query().is_none()
            && !settings.public_url.contains('@')
    });
    if parsed.is_none() {
        faults.push(Fault::new("public_url", "tinhso-fault-url"));
    }
    parsed
}

/// Names of this very machine.
fn is_local_name(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost")
}
