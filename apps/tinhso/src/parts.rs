//! What the modules are built from.
use crate::numbers::Numbers;
use calendar::Clock;
use db::Db;
use objects::Objects;
use std::net::IpAddr;
use std::sync::Arc;

/// Everything that is opened once and shared.
#[derive(Clone)]
pub struct Parts {
    pub db: Db,
    pub objects: Objects,
    pub clock: Arc<dyn Clock>,
    pub(crate) numbers: Arc<Numbers>,
    pub(crate) metrics_from: Arc<Vec<IpAddr>>,
}

impl Parts {
    #[must_use]
    pub fn new(db: Db, objects: Objects, clock: Arc<dyn Clock>) -> Self {
        Self { db, objects, clock, numbers: Arc::default(), metrics_from: Arc::default() }
    }
}
