//! How long what an interrupted sync has read can be gone on with.

use jiff::{SignedDuration, Timestamp};

/// How old it may be.
const RESUMED_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Whether what was read, or planned, at a moment is new enough to go on with.
pub fn is_fresh(read_at: Option<Timestamp>, now: Timestamp) -> bool {
    // A moment that is still to come tells of a clock that was wrong, and nothing of the age.
    let fresh = SignedDuration::ZERO..RESUMED_WITHIN;
    read_at.is_some_and(|at| fresh.contains(&now.duration_since(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_an_hour_ago_is_read_again() {
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        assert!(is_fresh("2026-11-23T09:01:00Z".parse().ok(), now));
        assert!(!is_fresh("2026-11-23T09:00:00Z".parse().ok(), now));
        assert!(!is_fresh("2026-11-24T10:00:00Z".parse().ok(), now));
        assert!(!is_fresh(None, now));
    }
}
