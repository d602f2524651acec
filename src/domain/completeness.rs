//! What a reading of both services could prove, and what it could not: the words for people, and those for programs.
//!
//! A reading that fails ends a run. A reading that came to its end may still leave something unproved: a question that
//! was refused, a count that does not agree. That is said, and the run is then *not proved complete*.

use serde::{Deserialize, Serialize};

/// How the users of one service were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowRead {
    /// Page by page.
    Pages,
    /// By an export job, and those who changed meanwhile after it.
    Export,
    /// By walking along a date.
    Walk,
    /// The service may not be listed with this key; what earlier runs did stands in.
    Journal,
}

/// What a reading came to, as evidence for the certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// How the users were read.
    pub how: HowRead,
    /// How many the service itself counted, where it said so and the number is not capped.
    pub counted: Option<u64>,
    /// What could not be proved.
    pub not_proved: Vec<NotProved>,
    /// How many of those who were read are left out, since the sync that added them was taken back.
    #[serde(default, skip_serializing_if = "is_none")]
    pub taken_back: u64,
}

/// Whether nobody is left out: what is written down then is what earlier versions wrote.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
pub(super) const fn is_none(count: &u64) -> bool {
    *count == 0
}

impl Evidence {
    /// The evidence once so many more were found by their ids, whom the service had counted and left out of its lists.
    #[must_use]
    pub fn with_found(mut self, found: u64) -> Self {
        for one in &mut self.not_proved {
            if let NotProved::Auth0Short { missing } = one {
                *missing = missing.saturating_sub(found);
            }
        }
        self.not_proved
            .retain(|one| !matches!(one, NotProved::Auth0Short { missing: 0 }));
        self
    }
}

impl Evidence {
    /// The evidence once whoever was known and not read was looked up: so many were found, and this could not be proved. A
    /// look of an earlier try counts no longer.
    #[must_use]
    pub fn with_looked_up(self, found: u64, not_proved: Option<NotProved>) -> Self {
        let mut evidence = self.with_found(found);
        evidence
            .not_proved
            .retain(|one| !matches!(one, NotProved::LookedUpInPart { .. }));
        evidence.not_proved.extend(not_proved);
        evidence
    }
}

/// One thing that could not be proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum NotProved {
    /// Auth0 counted more users than it gave.
    Auth0Short {
        /// How many are missing.
        missing: u64,
    },
    /// Auth0 gave no count that the reading could be held against.
    Auth0NotCounted,
    /// A question that finds users whom the others miss was refused.
    Auth0NotAsked {
        /// Whom it would have found, in words that follow "users": "without a date of creation".
        whom: String,
    },
    /// Only some of those whom Auth0's answers left out were looked up by their ids.
    LookedUpInPart {
        /// How many were left out.
        left_out: u64,
        /// How many of them were looked up.
        looked_up: u64,
    },
    /// The key may not list users, as the documented key may not.
    UserHubNotListed,
    /// UserHub's list came to no end of its own.
    UserHubShort,
}

impl NotProved {
    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Auth0Short { .. } => "auth0_short",
            Self::Auth0NotCounted => "auth0_not_counted",
            Self::Auth0NotAsked { .. } => "auth0_not_asked",
            Self::LookedUpInPart { .. } => "looked_up_in_part",
            Self::UserHubNotListed => "userhub_not_listed",
            Self::UserHubShort => "userhub_short",
        }
    }

    /// Whether a sync that leaves this unproved ends with code 0 all the same: the documented key may not list, and
    /// nobody is to blame for that.
    pub fn is_expected(&self) -> bool {
        matches!(self, Self::UserHubNotListed)
    }
}

impl std::fmt::Display for NotProved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Auth0Short { missing } => {
                write!(f, "Auth0 counts {missing} more users than it gave")
            }
            Self::Auth0NotCounted => {
                f.write_str("Auth0 gave no count that the reading could be held against")
            }
            Self::Auth0NotAsked { whom } => {
                write!(f, "Auth0 could not be asked for users {whom}")
            }
            Self::LookedUpInPart {
                left_out,
                looked_up,
            } => write!(
                f,
                "Auth0's answers left out {left_out} users who are known; {looked_up} of them were looked up one by one"
            ),
            Self::UserHubNotListed => f.write_str(
                "the API key may not list users, so what earlier syncs did stands in for UserHub's list",
            ),
            Self::UserHubShort => f.write_str("UserHub's list came to no end of its own"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_found_by_id_is_missing_no_more() {
        let short = |missing| NotProved::Auth0Short { missing };
        let evidence = |not_proved| Evidence {
            how: HowRead::Pages,
            counted: Some(250),
            not_proved,
            taken_back: 0,
        };
        let of = |missing| evidence(vec![short(missing), NotProved::Auth0NotCounted]);
        assert_eq!(of(5).with_found(3), of(2));
        assert_eq!(of(5).with_found(0), of(5));
        let none = evidence(vec![NotProved::Auth0NotCounted]);
        assert_eq!(of(5).with_found(5), none);
        assert_eq!(of(5).with_found(9), none);
    }
}
