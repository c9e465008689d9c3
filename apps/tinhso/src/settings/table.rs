//! Every setting there is: the one table from which the file, the environment and the reference are read.

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Path,
    Flag,
    Number {
        least: u64,
        most: u64,
    },
    /// `127.0.0.1:8080`
    Listen,
    /// `https://host[:port]`
    Url,
    /// IP addresses.
    Addresses,
    Word(&'static [&'static str]),
}

/// Where a value may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Anywhere,
    /// Secret: never in the settings file that people copy around.
    EnvironmentOnly,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub source: Source,
    /// As it would stand in the file; empty when it follows from something else (the words tell).
    pub default: &'static str,
    pub example: &'static str,
    /// Message that explains it.
    pub words: &'static str,
}

const fn key(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    example: &'static str,
    words: &'static str,
) -> Key {
    Key { name, kind, source: Source::Anywhere, default, example, words }
}

/// In the order of the reference.
pub const KEYS: &[Key] = &[
    key("data", Kind::Path, "data", "/var/lib/tinhso", "tinhso-config-data"),
    key("listen", Kind::Listen, "127.0.0.1:8080", "127.0.0.1:8080", "tinhso-config-listen"),
    key("public_url", Kind::Url, "", "https://tthc.tinh.example", "tinhso-config-public-url"),
    key("behind_proxy", Kind::Flag, "false", "true", "tinhso-config-behind-proxy"),
    key("insecure", Kind::Flag, "false", "true", "tinhso-config-insecure"),
    key("database", Kind::Text, "", "postgres://tinhso@127.0.0.1/tinhso", "tinhso-config-database"),
    key("database_file", Kind::Path, "", "/etc/tinhso/database", "tinhso-config-database-file"),
    key("database_schema", Kind::Text, "", "tinhso", "tinhso-config-database-schema"),
    key("database_pool", Kind::Number { least: 2, most: 64 }, "16", "16", "tinhso-config-database-pool"),
    key("database_readers", Kind::Number { least: 1, most: 32 }, "", "4", "tinhso-config-database-readers"),
    Key {
        name: "secret",
        kind: Kind::Text,
        source: Source::EnvironmentOnly,
        default: "",
        example: "",
        words: "tinhso-config-secret",
    },
    key("secret_file", Kind::Path, "", "/etc/tinhso/secret", "tinhso-config-secret-file"),
    key("province", Kind::Text, "", "Nghệ An", "tinhso-config-province"),
    key("hotline", Kind::Text, "1022", "1022", "tinhso-config-hotline"),
    key("theme", Kind::Path, "", "/etc/tinhso/theme.css", "tinhso-config-theme"),
    key("workers", Kind::Number { least: 1, most: 64 }, "", "2", "tinhso-config-workers"),
    key("stop_seconds", Kind::Number { least: 1, most: 120 }, "8", "8", "tinhso-config-stop-seconds"),
    key("log", Kind::Text, "info", "info,web=debug", "tinhso-config-log"),
    key("log_format", Kind::Word(&["text", "json"]), "text", "json", "tinhso-config-log-format"),
    key("metrics_from", Kind::Addresses, "127.0.0.1, ::1", "[\"10.0.0.5\"]", "tinhso-config-metrics-from"),
];

/// Names in the environment that begin with `TINHSO_` and are no settings: scripts and tests use them.
pub const OTHER_ENVIRONMENT: &[&str] = &[
    "TINHSO_CONFIG",
    "TINHSO_BIN",
    "TINHSO_VERSION",
    "TINHSO_WRITE_DOCS",
    "TINHSO_REQUIRE_POSTGRES",
    "TINHSO_REQUIRE_TOOLS",
];

impl Key {
    /// `TINHSO_PUBLIC_URL`
    #[must_use]
    pub fn environment(&self) -> String {
        format!("TINHSO_{}", self.name.to_ascii_uppercase())
    }
}

/// The setting of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
