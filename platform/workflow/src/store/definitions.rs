//! Published definitions and their cache: a digest names one content for ever, so what was read once stays true.
use crate::model::Definition;
use data_encoding::BASE64URL_NOPAD;
use db::{DbError, Json, Param, Tx, params};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Definitions kept in memory; a province has a few hundred versions in use.
const CACHED_MAX: usize = 1_024;

type Cache = RwLock<HashMap<String, Arc<Definition>>>;

fn cache() -> &'static Cache {
    static CACHE: OnceLock<Cache> = OnceLock::new();
    CACHE.get_or_init(Cache::default)
}

/// The body as published and its digest.
pub fn digest_of(definition: &Definition) -> Result<(String, String), DbError> {
    let body = serde_json::to_string(definition)
        .map_err(|_| DbError::Value("a process definition is no JSON".to_owned()))?;
    let digest = BASE64URL_NOPAD.encode(&Sha256::digest(body.as_bytes()));
    Ok((body, digest))
}

/// Adds a version unless it is there; the caller compares digests.
pub fn insert_definition(
    tx: &mut Tx<'_>,
    definition: &Definition,
    body: &str,
    digest: &str,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO process_definition (code, version, title, body, digest) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (code, version) DO NOTHING",
        params![&definition.code, definition.version, &definition.title, Param::Json(body), digest],
    )?;
    Ok(())
}

pub fn digest_of_published(tx: &mut Tx<'_>, code: &str, version: i64) -> Result<Option<String>, DbError> {
    tx.query_opt(
        "SELECT digest FROM process_definition WHERE code = ?1 AND version = ?2",
        params![code, version],
        |row| row.get(0),
    )
}

/// The definition with this digest, from memory or the database.
pub fn load_definition(tx: &mut Tx<'_>, digest: &str) -> Result<Option<Arc<Definition>>, DbError> {
    if let Some(known) = cache().read().unwrap_or_else(PoisonError::into_inner).get(digest) {
        return Ok(Some(Arc::clone(known)));
    }
    let found =
        tx.query_opt("SELECT body FROM process_definition WHERE digest = ?1", params![digest], |row| {
            row.get::<Json<Definition>>(0)
        })?;
    let Some(Json(definition)) = found else { return Ok(None) };
    let definition = Arc::new(definition);
    let mut cache = cache().write().unwrap_or_else(PoisonError::into_inner);
    if cache.len() >= CACHED_MAX {
        cache.clear();
    }
    cache.insert(digest.to_owned(), Arc::clone(&definition));
    Ok(Some(definition))
}
