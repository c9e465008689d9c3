//! `GET /api/v1/me`: who a token belongs to and what it may do.
use ::web::{Failure, Json, Principal, PrincipalKind};
use policy::Standing;
use policy::web::Cx;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct Me {
    account: String,
    kind: &'static str,
    name: String,
    positions: Vec<MyPosition>,
}

#[derive(Serialize)]
struct MyPosition {
    holding: String,
    position: String,
    agency: String,
    agency_name: String,
    role: String,
    title: String,
    /// Permission → `all`, or the number of agencies it reaches.
    permissions: BTreeMap<String, String>,
}

fn positions(standing: &Standing) -> Vec<MyPosition> {
    standing
        .holdings
        .iter()
        .map(|row| MyPosition {
            holding: row.holding.to_string(),
            position: row.position.to_string(),
            agency: row.agency.to_string(),
            agency_name: row.agency_name.clone(),
            role: row.role.clone(),
            title: row.title.clone(),
            permissions: standing
                .grants
                .iter()
                .filter(|grant| grant.holding == row.holding)
                .map(|grant| {
                    let reach =
                        grant.scope.agencies().map_or("all".to_owned(), |list| list.len().to_string());
                    (grant.permission.clone(), reach)
                })
                .collect(),
        })
        .collect()
}

/// 401 when nobody stands behind the request: the extractor of the principal says so.
pub(super) async fn me(who: Principal, Cx(cx): Cx) -> Result<Json<Me>, Failure> {
    Ok(Json(Me {
        account: who.account.to_string(),
        kind: match who.kind {
            PrincipalKind::Citizen => "citizen",
            PrincipalKind::Officer => "officer",
            PrincipalKind::Machine => "machine",
        },
        name: who.name,
        positions: positions(&cx.standing),
    }))
}
