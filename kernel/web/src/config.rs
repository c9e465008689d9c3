//! What the shell must be told, with defaults that are safe.
use crate::keys::Secret;
use crate::theme::Theme;
use calendar::Clock;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// One answered request, for metrics.  No query, no personal data.
#[derive(Clone, Debug)]
pub struct RequestSeen {
    pub operation: &'static str,
    pub status: u16,
    pub duration_us: u64,
}

/// Receives [`RequestSeen`] after each answer; must return at once.
pub type Observer = Arc<dyn Fn(&RequestSeen) + Send + Sync>;

#[derive(Clone)]
pub struct WebConfig {
    /// Scheme and authority as people type it, e.g. `https://nghean.example`; decides cookie names and HSTS.
    pub public_url: String,
    /// The province's name in the masthead, "Nghệ An".
    pub province: String,
    /// Shows the strip "dữ liệu mẫu" on every page.
    pub sample: bool,
    pub secret: Secret,
    pub clock: Arc<dyn Clock>,
    /// Default language of the words.
    pub language: &'static str,
    /// A province's own colours.
    pub theme: Option<Theme>,
    /// The province's help line; 1022 in every province that has one.
    pub hotline: String,
    pub sign_in_path: &'static str,
    pub sign_out_path: &'static str,
    /// Where a signed-in person's name leads: her account.
    pub account_path: &'static str,
    /// Where an officer's wordmark leads.
    pub desk_path: &'static str,
    /// (locale key, path) of the footer's last column.
    pub footer_links: Vec<(&'static str, &'static str)>,
    /// True when a reverse proxy that we trust writes the last entry of X-Forwarded-For.
    pub behind_proxy: bool,
    /// A page or API call must answer within this time.
    pub timeout: Duration,
    /// A multipart body may take this long: slow lines are what offices have.
    pub upload_timeout: Duration,
    /// Bytes of an urlencoded or JSON body.
    pub body_limit: usize,
    pub observer: Option<Observer>,
    /// Used when the listener tells no peer address (tests).
    pub peer_default: Option<SocketAddr>,
}

impl WebConfig {
    #[must_use]
    pub fn new(public_url: impl Into<String>, secret: Secret, clock: Arc<dyn Clock>) -> Self {
        Self {
            public_url: public_url.into(),
            province: String::new(),
            sample: false,
            secret,
            clock,
            language: "vi",
            theme: None,
            hotline: "1022".to_owned(),
            sign_in_path: "/dang-nhap",
            sign_out_path: "/dang-xuat",
            account_path: "/tai-khoan",
            desk_path: "/quay",
            footer_links: Vec::new(),
            behind_proxy: false,
            timeout: Duration::from_secs(30),
            upload_timeout: Duration::from_secs(900),
            body_limit: 1024 * 1024,
            observer: None,
            peer_default: None,
        }
    }

    /// Whether browsers reach us over TLS.
    #[must_use]
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// `scheme://host[:port]` without a path, lower case.
    #[must_use]
    pub fn origin(&self) -> String {
        let (scheme, rest) = self.public_url.split_once("://").unwrap_or(("http", self.public_url.as_str()));
        let authority = rest.split('/').next().unwrap_or_default();
        format!("{scheme}://{authority}").to_ascii_lowercase()
    }
}
