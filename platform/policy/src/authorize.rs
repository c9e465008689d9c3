//! Authorisation by construction: what a store demands can only be made here.
use crate::{Actor, Holding, OpContext, Permission, Scope};
use base::{Refusal, RefusalKind};
use contracts::AgencyId;
use std::ops::Deref;

/// The answer no.  Says which permission was missing, never about whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("nobody is signed in")]
    Unauthenticated,
    #[error("permission {0} is not held here")]
    Missing(Permission),
}

impl Refusal for Denied {
    fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "policy.unauthenticated",
            Self::Missing(_) => "policy.denied",
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unauthenticated => RefusalKind::Unauthenticated,
            Self::Missing(_) => RefusalKind::Forbidden,
        }
    }
}

/// An object that lies in the scope of agencies.
pub trait Governed {
    /// Every agency whose officers may be given rights over the object.
    fn agencies(&self) -> Vec<AgencyId>;
}

/// Proof that the context may do what it asked for to this very object.
#[derive(Clone, Debug)]
pub struct Authorized<T> {
    object: T,
    holding: Option<Holding>,
}

impl<T> Authorized<T> {
    /// The position in which the actor was let through; none for a person acting on her own dossier.
    #[must_use]
    pub const fn holding(&self) -> Option<&Holding> {
        self.holding.as_ref()
    }

    #[must_use]
    pub fn into_inner(self) -> T {
        self.object
    }
}

impl<T> Deref for Authorized<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.object
    }
}

impl OpContext {
    fn denied(&self, permission: Permission) -> Denied {
        match self.actor {
            Actor::Anonymous => Denied::Unauthenticated,
            _ => Denied::Missing(permission),
        }
    }

    /// The position that gives `permission` over `agency`.
    ///
    /// # Errors
    /// [`Denied`] when no holding gives it.
    pub fn require(&self, permission: Permission, agency: AgencyId) -> Result<Holding, Denied> {
        self.standing
            .grants
            .iter()
            .filter(|grant| grant.permission == permission && grant.scope.covers(agency))
            .find_map(|grant| self.standing.holding(grant.holding))
            .cloned()
            .ok_or_else(|| self.denied(permission))
    }

    /// A position that gives `permission` anywhere; for acts that concern no agency yet.
    ///
    /// # Errors
    /// [`Denied`] when no holding gives it.
    pub fn require_anywhere(&self, permission: Permission) -> Result<Holding, Denied> {
        self.standing
            .grants
            .iter()
            .filter(|grant| grant.permission == permission)
            .find_map(|grant| self.standing.holding(grant.holding))
            .cloned()
            .ok_or_else(|| self.denied(permission))
    }

    /// How far a list under `permission` may reach: the union over all positions held.
    ///
    /// # Errors
    /// [`Denied`] when no holding gives it.
    pub fn scope(&self, permission: Permission) -> Result<Scope, Denied> {
        let mut agencies: Vec<AgencyId> = Vec::new();
        let mut any = false;
        for grant in self.standing.grants.iter().filter(|grant| grant.permission == permission) {
            any = true;
            match &grant.scope {
                Scope::All => return Ok(Scope::All),
                Scope::Agencies(list) => agencies.extend(list),
            }
        }
        if !any {
            return Err(self.denied(permission));
        }
        agencies.sort_unstable();
        agencies.dedup();
        Ok(Scope::Agencies(agencies))
    }

    /// Lets the object through when a position gives `permission` over one of its agencies.
    ///
    /// # Errors
    /// [`Denied`] when none does.
    pub fn authorize<T: Governed>(&self, permission: Permission, object: T) -> Result<Authorized<T>, Denied> {
        let agencies = object.agencies();
        let holding = agencies
            .iter()
            .find_map(|agency| self.require(permission, *agency).ok())
            .ok_or_else(|| self.denied(permission))?;
        Ok(Authorized { object, holding: Some(holding) })
    }

    /// Lets a person through to what is her own, once the caller's pure rule has said that it is.
    ///
    /// # Errors
    /// [`Denied`] when `owns` is false.
    pub fn authorize_own<T>(
        &self,
        permission: Permission,
        object: T,
        owns: bool,
    ) -> Result<Authorized<T>, Denied> {
        if owns { Ok(Authorized { object, holding: None }) } else { Err(self.denied(permission)) }
    }

    /// Lets an officer through to the object of a step that one of her positions holds.  The caller's rule has found
    /// that position; a position she does not hold is refused.
    ///
    /// # Errors
    /// [`Denied`] when the holding is not hers.
    pub fn authorize_by<T>(
        &self,
        permission: Permission,
        holding: Holding,
        object: T,
    ) -> Result<Authorized<T>, Denied> {
        let held = self
            .standing
            .grants
            .iter()
            .any(|grant| grant.permission == permission && grant.holding == holding.holding);
        if held { Ok(Authorized { object, holding: Some(holding) }) } else { Err(self.denied(permission)) }
    }

    /// The program acting by itself (a timer, a deemed consent); never reachable from a request.
    ///
    /// # Errors
    /// [`Denied`] for any actor but the system.
    pub fn authorize_system<T>(&self, permission: Permission, object: T) -> Result<Authorized<T>, Denied> {
        match self.actor {
            Actor::System(_) => Ok(Authorized { object, holding: None }),
            _ => Err(self.denied(permission)),
        }
    }
}
