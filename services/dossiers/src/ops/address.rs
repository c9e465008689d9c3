//! An address as a paper prints it.
use super::{Deps, intake};
use crate::errors::Refused;
use base::Date;
use org::AddressMatch;
use parties::model::{AddressKind, Party};

/// Where a party lives or sits, in one line: house and village, then the commune and what stands above it.  Words that
/// name their province themselves (an address that maps to no commune of today is kept whole) are printed as they are.
///
/// # Errors
/// [`Refused::Database`].
pub async fn address_line(deps: &Deps, party: &Party, on: Date) -> Result<Option<String>, Refused> {
    let lasting = |kind| matches!(kind, AddressKind::Permanent | AddressKind::Headquarters);
    let found = party.addresses.iter().find(|one| lasting(one.kind)).or_else(|| party.addresses.first());
    let Some(address) = found.cloned() else { return Ok(None) };
    let work = deps.clone();
    deps.db
        .read(move |tx| {
            match intake::mapped(tx, &address.line, on)? {
                None | Some((_, AddressMatch::Unknown { province: None })) => {}
                Some(_) => return Ok(Some(address.line.clone())),
            }
            let mut parts = vec![address.line.clone()];
            let mut above = Some(address.unit);
            // Commune and province; an address of before 2025-07-01 has a district between them.
            while let Some(unit) = above.filter(|_| parts.len() < 4) {
                let fact = work.directory.units(tx, &[unit])?.into_iter().next();
                above = fact.as_ref().and_then(|fact| fact.parent);
                parts.extend(fact.map(|fact| lower_first(&fact.full_name)));
            }
            parts.retain(|part| !part.is_empty());
            Ok((!parts.is_empty()).then(|| parts.join(", ")))
        })
        .await
}

/// “xã Con Cuông” within a line, for “Xã Con Cuông” alone.
fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
