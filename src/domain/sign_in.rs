//! What one sign-in proves of the Action: decided from what Auth0 and UserHub show, by their own times.
//!
//! UserHub tells nobody who asked it to look at a person. What can be seen is when it made the person's record, and when
//! it last changed it. A person who was there before, and whose record has not changed, proves nothing either way.

use std::time::Duration;

use jiff::Timestamp;

use super::ids::Auth0UserId;

/// How long the sign-in test waits for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long a sign-in is waited for.
    pub patience: Duration,
    /// How long after a sign-in the person may take to appear in UserHub.
    pub arrival: Duration,
    /// How long the Action is given where the key cannot look people up, before the person is added to see whether
    /// somebody was faster. The Action itself takes a few seconds.
    pub head_start: Duration,
    /// How long it is between two looks. Auth0 asks not to be searched in a tight loop (contract auth0-api 3.4).
    pub pause: Duration,
}

impl Timing {
    /// For the real services.
    pub const REAL: Self = Self {
        patience: Duration::from_secs(5 * 60),
        arrival: Duration::from_secs(60),
        head_start: Duration::from_secs(20),
        pause: Duration::from_secs(3),
    };

    /// For practice, where nobody should have to wait.
    pub const PRACTICE: Self = Self {
        patience: Duration::from_secs(60),
        arrival: Duration::from_secs(5),
        head_start: Duration::from_secs(2),
        pause: Duration::from_millis(500),
    };
}

/// Somebody who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Auth0's id.
    pub id: Auth0UserId,
    /// What to call them: their address, their name, or the id.
    pub who: String,
    /// Their address, by which UserHub can look for them.
    pub email: Option<String>,
    /// When they signed in, by Auth0's clock.
    pub at: Timestamp,
}

/// When UserHub made and changed somebody's record, by its own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// When it was made, where that is told.
    pub created: Option<Timestamp>,
    /// When it was changed last, where that is told.
    pub changed: Option<Timestamp>,
}

/// What a record says of the Action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The record was made after the watch began.
    Added(Timestamp),
    /// The record is older, and was changed after the watch began.
    ReadAgain(Timestamp),
    /// The record is older, and did not change.
    Nothing,
}

/// Holds a record against the time at which the watch began, by UserHub's clock.
pub fn judge(began: Timestamp, record: Record) -> Proof {
    match record {
        Record {
            created: Some(at), ..
        } if at >= began => Proof::Added(at),
        Record {
            changed: Some(at), ..
        } if at >= began => Proof::ReadAgain(at),
        Record { .. } => Proof::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn record(created: i64, changed: i64) -> Record {
        Record {
            created: Some(at(created)),
            changed: Some(at(changed)),
        }
    }

    #[test]
    fn only_what_happened_after_the_beginning_proves_anything() {
        assert_eq!(judge(at(100), record(102, 102)), Proof::Added(at(102)));
        assert_eq!(judge(at(100), record(50, 102)), Proof::ReadAgain(at(102)));
        assert_eq!(judge(at(100), record(50, 99)), Proof::Nothing);
        let unknown = Record {
            created: None,
            changed: None,
        };
        assert_eq!(judge(at(100), unknown), Proof::Nothing);
    }
}
