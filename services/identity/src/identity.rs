//! The value that holds everything: database, ports, clock, the password checker and the cache of standings.
use crate::SampleAccounts;
use crate::ops::{Passwords, Standings};
use base::Timestamp;
use calendar::Clock;
use contracts::{Directory, Positions};
use db::Db;
use std::sync::Arc;

/// What the program gives.
pub struct IdentityConfig {
    pub db: Db,
    pub positions: Arc<dyn Positions>,
    pub directory: Arc<dyn Directory>,
    pub clock: Arc<dyn Clock>,
    /// Shown on the sign-in page, passwords included; only ever of a sample installation.
    pub samples: Option<SampleAccounts>,
    /// Where an officer goes after signing in: the first path whose permission she holds.
    pub landing: Vec<(&'static str, &'static str)>,
    /// Where a citizen goes after signing in.
    pub citizen_home: &'static str,
}

impl IdentityConfig {
    /// No sample accounts; everybody lands on the account page.
    #[must_use]
    pub fn new(
        db: Db,
        positions: Arc<dyn Positions>,
        directory: Arc<dyn Directory>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let citizen_home = "/tai-khoan";
        Self { db, positions, directory, clock, samples: None, landing: Vec::new(), citizen_home }
    }
}

pub(crate) struct Inner {
    pub db: Db,
    pub positions: Arc<dyn Positions>,
    pub directory: Arc<dyn Directory>,
    pub clock: Arc<dyn Clock>,
    pub samples: Option<SampleAccounts>,
    pub landing: Vec<(&'static str, &'static str)>,
    pub citizen_home: &'static str,
    pub passwords: Passwords,
    pub standings: Standings,
}

/// Accounts and sessions; cheap to clone.  Implements [`::web::Authenticator`].
#[derive(Clone)]
pub struct Identity {
    pub(crate) inner: Arc<Inner>,
}

impl Identity {
    #[must_use]
    pub fn new(config: IdentityConfig) -> Self {
        Self {
            inner: Arc::new(Inner {
                db: config.db,
                positions: config.positions,
                directory: config.directory,
                clock: config.clock,
                samples: config.samples,
                landing: config.landing,
                citizen_home: config.citizen_home,
                passwords: Passwords::new(),
                standings: Standings::default(),
            }),
        }
    }

    /// Somebody's positions or a role's permissions have changed: forget every standing kept in memory at once.
    /// Without this call a change is seen within five seconds.
    pub fn rights_changed(&self) {
        self.inner.standings.forget_all();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }
}
