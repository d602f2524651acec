//! Whether all is well where nobody looks: by the age of the last success, and not by the absence of errors, since whatever
//! never runs reports none.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How the last success stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// There was none yet.
    Never,
    /// It is no older than twice the interval.
    Fresh {
        /// When it was.
        at: Timestamp,
    },
    /// It is older: something has not run, or has not come through.
    Stale {
        /// When it was.
        at: Timestamp,
    },
}

impl Freshness {
    /// Judges the last success of what is to happen every `interval`.
    pub fn of(last_success: Option<Timestamp>, interval: Duration, now: Timestamp) -> Self {
        let Some(at) = last_success else {
            return Self::Never;
        };
        let interval = SignedDuration::try_from(interval).unwrap_or(SignedDuration::MAX);
        let age = now.duration_since(at);
        if age > interval.saturating_mul(2) {
            Self::Stale { at }
        } else {
            Self::Fresh { at }
        }
    }

    /// The judgement as programs read it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Fresh { .. } => "fresh",
            Self::Stale { .. } => "stale",
        }
    }
}

/// How long ago something was, in the words of people.
pub fn ago(now: Timestamp, then: Timestamp) -> String {
    let minutes = now.duration_since(then).as_mins();
    match minutes {
        ..1 => "just now".to_owned(),
        1 => "1 minute ago".to_owned(),
        2..60 => format!("{minutes} minutes ago"),
        60..120 => "1 hour ago".to_owned(),
        120..1_440 => format!("{} hours ago", minutes / 60),
        1_440..2_880 => "1 day ago".to_owned(),
        _ => format!("{} days ago", minutes / 1_440),
    }
}

/// How long ago something was, to the second where that is short.
pub fn ago_exactly(now: Timestamp, then: Timestamp) -> String {
    match now.duration_since(then).as_secs() {
        ..2 => "just now".to_owned(),
        seconds @ 2..60 => format!("{seconds} seconds ago"),
        _ => ago(now, then),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(minutes * 60).unwrap()
    }

    #[test]
    fn a_success_is_stale_once_it_is_older_than_twice_the_interval() {
        let of = |last, now| Freshness::of(last, Duration::from_secs(15 * 60), at(now));
        assert_eq!(of(None, 0), Freshness::Never);
        let last = at(100);
        assert_eq!(of(Some(last), 130), Freshness::Fresh { at: last });
        assert_eq!(of(Some(last), 131), Freshness::Stale { at: last });
        // A clock that was put back makes nothing stale, and an interval without end never does.
        assert_eq!(of(Some(last), 0), Freshness::Fresh { at: last });
        let never = Freshness::of(Some(last), Duration::MAX, at(1_000_000));
        assert_eq!(never, Freshness::Fresh { at: last });
    }

    #[test]
    fn ages_are_said_in_whole_units() {
        let said = |minutes| ago(at(minutes), at(0));
        assert_eq!(said(0), "just now");
        assert_eq!(said(1), "1 minute ago");
        assert_eq!(said(59), "59 minutes ago");
        assert_eq!(said(119), "1 hour ago");
        assert_eq!(said(1_439), "23 hours ago");
        assert_eq!(said(4_320), "3 days ago");
        // A clock that was put back.
        assert_eq!(said(-5), "just now");
        let exactly = |seconds| ago_exactly(Timestamp::from_second(seconds).unwrap(), at(0));
        assert_eq!(exactly(1), "just now");
        assert_eq!(exactly(40), "40 seconds ago");
        assert_eq!(exactly(60), "1 minute ago");
    }
}
