//! Watching for changes as Auth0 tells them: what an event says, for how long silence is no fault, and what follows from an
//! end (contract keep-up 1).

use std::time::Duration;

use jiff::Timestamp;

use super::ids::Auth0UserId;

/// What is said to have happened to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// They were created.
    Created,
    /// They were changed, or have signed in.
    Updated,
    /// They were deleted, or became an identity of another user.
    Deleted,
}

impl ChangeKind {
    /// The kind as programs read it, and as it is kept.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }

    /// The kind of a kept word; what is not known is a change.
    pub fn from_word(word: &str) -> Self {
        match word {
            "created" => Self::Created,
            "deleted" => Self::Deleted,
            _ => Self::Updated,
        }
    }
}

/// Whom to look at. It is no more than that: what Auth0 says of the user when asked is the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The user.
    pub id: Auth0UserId,
    /// What is said to have happened.
    pub kind: ChangeKind,
    /// When, by Auth0's clock, where that is told.
    pub at: Option<Timestamp>,
    /// The ids that the user's further identities had while they were users of their own.
    pub linked: Vec<Auth0UserId>,
}

/// One thing that Auth0's stream of events has told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// From where to go on once this is kept; an event without one moves nothing.
    pub offset: Option<String>,
    /// What it is.
    pub news: News,
}

/// What was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Somebody is to be looked at.
    Hint(Hint),
    /// A connection was deleted, and its users with it; by its name, where that is told.
    ConnectionDeleted(Option<String>),
    /// An event that cannot be read, or is too large: about this user, where that much can be seen.
    Unreadable(Option<Auth0UserId>),
    /// A sign of life, or an event that is about nobody.
    Nothing,
    /// The stream ends with this code.
    Error(String),
}

/// Why Auth0's events are not to be had for now, so that changes are looked for now and then instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotToBeHad {
    /// All connections that the plan allows are taken.
    Slots,
    /// The application lacks `read:events`.
    Scope,
    /// The tenant does not have the feature.
    NotThere,
    /// The connection stands and nothing comes through it: something in between keeps it back.
    HeldBack,
    /// What is asked for by its date is gone too.
    TooLate,
}

impl NotToBeHad {
    /// Why, for a person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Slots => {
                "Another program holds the connection that Auth0's plan allows for events. Close it there, or go on like this."
            }
            Self::Scope => {
                "The application in Auth0 lacks the permission read:events. With it, changes arrive within seconds."
            }
            Self::NotThere => "This Auth0 tenant does not offer its events.",
            Self::HeldBack => {
                "Nothing comes through the connection for Auth0's events. Most often a proxy in between collects answers before it passes them on."
            }
            Self::TooLate => "Auth0 no longer has the events since the last comparison.",
        }
    }

    /// After how long it is tried again whether they are to be had.
    pub const fn again(self) -> Duration {
        match self {
            Self::Slots | Self::TooLate => Duration::from_mins(5),
            // A permission shows in a new token only, and tokens cost.
            Self::Scope | Self::NotThere | Self::HeldBack => Duration::from_hours(1),
        }
    }
}

/// What follows from an error that ends a stream (contract keep-up 1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterError {
    /// Connections end now and then: connect again from where it was.
    GoOn,
    /// What the offset points at is gone.
    OffsetLost,
    /// An event was too much for Auth0 itself.
    Barren,
}

/// What follows from this code; one that is not known is taken for an event that cannot be told.
pub fn after_error(code: &str) -> AfterError {
    match code {
        "connection_timeout" | "timeout" => AfterError::GoOn,
        "cursor_expired" | "invalid_cursor" => AfterError::OffsetLost,
        _ => AfterError::Barren,
    }
}

/// For how long a stream may be silent. The service publishes no period, so it is learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// Before anything is learnt.
    pub first: Duration,
    /// Never less.
    pub least: Duration,
    /// Never more.
    pub most: Duration,
    /// The longest gap between two pieces so far.
    pub longest_gap: Option<Duration>,
}

impl Default for Silence {
    fn default() -> Self {
        Self {
            first: Duration::from_mins(2),
            least: Duration::from_mins(1),
            most: Duration::from_mins(10),
            longest_gap: None,
        }
    }
}

impl Silence {
    /// Learns from the time between two pieces.
    pub fn learn(&mut self, gap: Duration) {
        self.longest_gap = Some(self.longest_gap.map_or(gap, |longest| longest.max(gap)));
    }

    /// After how much silence a connection is taken for dead: three times the longest gap.
    pub fn limit(&self) -> Duration {
        let learnt = self.longest_gap.map(|gap| gap.saturating_mul(3));
        learnt.unwrap_or(self.first).clamp(self.least, self.most)
    }

    /// Begins longer, since a connection that was given up may only have been quiet.
    pub fn give_more_time(&mut self) {
        let limit = self.limit().saturating_mul(2).min(self.most);
        self.first = limit;
        self.learn(limit / 3);
    }
}

/// The least time between two attempts to connect.
pub const BETWEEN_ATTEMPTS: Duration = Duration::from_secs(1);

/// The longest wait between two attempts.
pub const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How many attempts from one place may bring nothing before that place is passed over.
pub const BARREN: u32 = 3;

/// How long to wait before the next attempt to connect.
///
/// `barren` counts the attempts in a row that brought nothing, `luck` is chance, from 0 to 1; `asked` is what the service
/// asked for, which holds for attempts after those that brought nothing; `since` is how long ago the last attempt began.
pub fn wait(barren: u32, luck: f64, asked: Duration, since: Duration) -> Duration {
    let least = BETWEEN_ATTEMPTS.saturating_sub(since);
    if barren == 0 {
        return least;
    }
    let longest = Duration::from_millis(500)
        .saturating_mul(1 << barren.min(16))
        .min(LONGEST_WAIT);
    let wait = longest.mul_f64(luck.clamp(0.0, 1.0));
    wait.max(asked.min(LONGEST_WAIT)).max(least)
}

/// For how long a kept offset is trusted. How long Auth0 keeps events is not documented; others assume a day.
const OFFSET_LASTS: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Whether a kept offset is too old to go on from.
pub fn is_stale(kept_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(kept_at) > OFFSET_LASTS
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn silence_is_learnt_within_its_bounds() {
        let mut silence = Silence::default();
        assert_eq!(silence.limit(), seconds(120));
        silence.learn(seconds(5));
        assert_eq!(silence.limit(), seconds(60));
        silence.learn(seconds(30));
        silence.learn(seconds(15));
        assert_eq!(silence.limit(), seconds(90));
        silence.give_more_time();
        assert_eq!(silence.limit(), seconds(180));
        silence.learn(seconds(900));
        assert_eq!(silence.limit(), seconds(600));
    }

    #[test]
    fn a_stream_that_brought_something_is_opened_again_at_once_and_others_later_and_later() {
        let asked = seconds(2);
        assert_eq!(wait(0, 1.0, asked, seconds(60)), Duration::ZERO);
        assert_eq!(wait(0, 1.0, asked, Duration::ZERO), seconds(1));
        assert_eq!(wait(1, 0.0, asked, seconds(60)), asked);
        assert_eq!(wait(1, 1.0, Duration::ZERO, seconds(60)), seconds(1));
        assert_eq!(wait(4, 1.0, asked, seconds(60)), seconds(8));
        assert_eq!(wait(60, 1.0, asked, seconds(60)), seconds(30));
        assert_eq!(wait(1, 0.0, Duration::MAX, seconds(60)), seconds(30));
    }

    #[test]
    fn each_code_has_its_consequence_and_an_unknown_one_is_no_standstill() {
        assert_eq!(after_error("timeout"), AfterError::GoOn);
        assert_eq!(after_error("cursor_expired"), AfterError::OffsetLost);
        for code in ["payload_too_large", "processing_error", "sneezed", ""] {
            assert_eq!(after_error(code), AfterError::Barren);
        }
    }

    #[test]
    fn an_offset_is_trusted_for_a_day() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        assert!(!is_stale(at(0), at(86_400)));
        assert!(is_stale(at(0), at(86_401)));
        // A clock that went back is no reason for anything.
        assert!(!is_stale(at(100), at(0)));
    }
}
