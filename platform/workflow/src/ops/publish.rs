//! Publishing a definition and reading it again.
use crate::errors::WorkflowError;
use crate::model::Definition;
use crate::rules::check;
use crate::store;
use db::Tx;
use std::sync::Arc;

/// Publishes a version.  Publishing the same content again changes nothing.
///
/// # Errors
/// [`WorkflowError::Definition`] with everything that is wrong, [`WorkflowError::Immutable`] when this version is
/// published with another content.
pub fn publish_definition(tx: &mut Tx<'_>, definition: &Definition) -> Result<(), WorkflowError> {
    let problems = check(definition, None);
    if !problems.is_empty() {
        return Err(WorkflowError::Definition { reference: definition.reference(), problems });
    }
    let (body, digest) = store::digest_of(definition)?;
    store::insert_definition(tx, definition, &body, &digest)?;
    let published = store::digest_of_published(tx, &definition.code, definition.version)?;
    if published.as_ref() == Some(&digest) {
        Ok(())
    } else {
        Err(WorkflowError::Immutable(definition.reference()))
    }
}

/// The published definition `code@version`.
///
/// # Errors
/// [`WorkflowError::Database`].
pub fn definition(tx: &mut Tx<'_>, reference: &str) -> Result<Option<Arc<Definition>>, WorkflowError> {
    Ok(published(tx, reference)?.map(|(_, definition)| definition))
}

/// The digest and the definition of `code@version`.
pub fn published(
    tx: &mut Tx<'_>,
    reference: &str,
) -> Result<Option<(String, Arc<Definition>)>, WorkflowError> {
    let Some((code, version)) = reference.rsplit_once('@') else { return Ok(None) };
    let Ok(version) = version.parse::<i64>() else { return Ok(None) };
    let Some(digest) = store::digest_of_published(tx, code, version)? else { return Ok(None) };
    Ok(store::load_definition(tx, &digest)?.map(|definition| (digest, definition)))
}
