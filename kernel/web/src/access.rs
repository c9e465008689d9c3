//! Who may come through a route's door.  A route without an answer here cannot be built, so silence is never consent.
use crate::principal::{Principal, PrincipalKind};

/// The condition on one route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Public,
    /// Any signed-in account, or the holder of a draft key.
    Citizen,
    /// Any signed-in person (not a machine).
    SignedIn,
    /// A signed-in person with this permission in at least one position.
    Permission(&'static str),
    /// A machine account (bearer token) with this permission.
    Machine(&'static str),
}

/// What the door answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pass,
    /// Nobody is signed in: show the way to the sign-in page.
    SignIn,
    Forbidden,
}

impl Access {
    /// Whether this person, or nobody, may come in without a draft key.
    pub(crate) fn lets_in(self, principal: Option<&Principal>) -> bool {
        matches!(self.judge(principal, false), Verdict::Pass)
    }

    pub(crate) fn judge(self, principal: Option<&Principal>, has_draft_key: bool) -> Verdict {
        let person = principal.filter(|who| who.kind != PrincipalKind::Machine);
        match (self, principal) {
            (Self::Public, _) => Verdict::Pass,
            (Self::Citizen, _) if has_draft_key || person.is_some() => Verdict::Pass,
            (Self::SignedIn, _) if person.is_some() => Verdict::Pass,
            (Self::Permission(name), _) if person.is_some_and(|who| who.may(name)) => Verdict::Pass,
            (Self::Machine(name), Some(who)) if who.kind == PrincipalKind::Machine && who.may(name) => {
                Verdict::Pass
            }
            (_, None) => Verdict::SignIn,
            (_, Some(_)) => Verdict::Forbidden,
        }
    }
}

/// Who sees a menu item.  The menu is courtesy; the door is [`Access`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The light masthead, everybody.
    Public,
    /// The light masthead, signed-in people.
    Citizen,
    /// The ink masthead, officers with this permission.
    Permission(&'static str),
}
