//! The four permissions that UserHub's application needs, and the comparison with those that it has.

use std::fmt;

/// A permission of Auth0's Management API that UserHub asks for (documented step A9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// `read:users`, the only one that a sync needs.
    ReadUsers,
    /// `update:users`.
    UpdateUsers,
    /// `delete:users`.
    DeleteUsers,
    /// `create:users`.
    CreateUsers,
}

impl Permission {
    /// All four, in the documented order.
    pub const ALL: [Self; 4] = [
        Self::ReadUsers,
        Self::UpdateUsers,
        Self::DeleteUsers,
        Self::CreateUsers,
    ];

    /// The permission as Auth0 writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadUsers => "read:users",
            Self::UpdateUsers => "update:users",
            Self::DeleteUsers => "delete:users",
            Self::CreateUsers => "create:users",
        }
    }

    /// What UserHub does with it, in plain words.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::ReadUsers => {
                "UserHub and this app use it to read your Auth0 users. A sync needs only this one."
            }
            Self::UpdateUsers => {
                "UserHub uses it so that a profile edited in UserHub is changed in Auth0 too."
            }
            Self::DeleteUsers => {
                "UserHub needs it for one case: an administrator of UserHub disconnects somebody, and asks for their account in \
                 Auth0 to be deleted as well. This app never deletes a user in Auth0."
            }
            Self::CreateUsers => {
                "UserHub uses it when a user who was made in UserHub needs an Auth0 account."
            }
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The permission by which Auth0 tells an application of changes as they happen. UserHub does not ask for it: this app can use
/// it for live updates, and does without it.
pub const EVENTS: &str = "read:events";

/// The permissions that an application has, held against the four wanted ones.
///
/// ```
/// use userhub_connect::domain::permissions::{Comparison, Permission};
///
/// let found = Comparison::of("create:users read:users update:users read:logs");
/// assert_eq!(found.missing, [Permission::DeleteUsers]);
/// assert_eq!(found.extra, ["read:logs"]);
/// assert!(found.may_sync());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Those of the four that are there, in the documented order.
    pub granted: Vec<Permission>,
    /// Those of the four that are not there, in the documented order.
    pub missing: Vec<Permission>,
    /// All others, each once, in the order in which they were found.
    pub extra: Vec<String>,
}

impl Comparison {
    /// Compares a token's `scope`: permissions with blanks between them (contract auth0-api 2.2).
    pub fn of(scope: &str) -> Self {
        let found: Vec<&str> = scope.split_whitespace().collect();
        let (granted, missing) = Permission::ALL
            .into_iter()
            .partition(|wanted| found.contains(&wanted.as_str()));
        let mut extra: Vec<String> = Vec::new();
        for other in found {
            let wanted = Permission::ALL.iter().any(|p| p.as_str() == other);
            if !wanted && !extra.iter().any(|seen| seen == other) {
                extra.push(other.to_owned());
            }
        }
        Self {
            granted,
            missing,
            extra,
        }
    }

    /// Whether all four are there.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }

    /// Whether users can be read, which is all that a sync needs.
    pub fn may_sync(&self) -> bool {
        self.granted.contains(&Permission::ReadUsers)
    }

    /// A neutral sentence on permissions beyond the four, where there are any.
    pub fn note(&self) -> Option<String> {
        // That for live updates is of use here.
        let needless: Vec<&String> = self.extra.iter().filter(|one| *one != EVENTS).collect();
        match needless[..] {
            [] => None,
            [one] => Some(format!(
                "This application also has one permission that UserHub does not need: {one}."
            )),
            _ => Some(format!(
                "This application also has {} permissions that UserHub does not need.",
                needless.len()
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_are_written_and_ordered_as_documented() {
        let all: Vec<&str> = Permission::ALL.iter().map(|p| p.as_str()).collect();
        assert_eq!(
            all.join(" "),
            "read:users update:users delete:users create:users"
        );
    }

    #[test]
    fn order_and_repetition_in_the_scope_do_not_matter() {
        let found =
            Comparison::of(" create:users  delete:users read:users update:users read:users ");
        assert!(found.is_complete());
        assert_eq!(found.granted, Permission::ALL);
        assert_eq!(found.note(), None);
    }

    #[test]
    fn an_empty_scope_lacks_all_four() {
        let found = Comparison::of("");
        assert_eq!(found.missing, Permission::ALL);
        assert!(!found.may_sync());
    }

    #[test]
    fn a_name_that_only_contains_a_wanted_one_does_not_count() {
        let found = Comparison::of("read:users_app_metadata read:user");
        assert_eq!(found.missing, Permission::ALL);
        assert_eq!(found.extra.len(), 2);
        assert!(found.note().unwrap().contains("2 permissions"));
    }
}
