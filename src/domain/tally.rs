//! What a run has come to so far: counts, rate and an honest guess at the time that is left.

use std::time::Duration;

/// How a person fared in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// UserHub holds them now and did not before.
    Added,
    /// UserHub holds them as Auth0 has them, after a change.
    Updated,
    /// Nothing was to be done.
    UpToDate,
    /// They need a person's attention.
    Attention,
    /// They were deleted in Auth0 while the run was on.
    Left,
}

/// The counts of a run; every person whom Auth0 named is in exactly one of the first five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// People added to UserHub.
    pub added: u64,
    /// People whose profile in UserHub was changed.
    pub updated: u64,
    /// People with whom nothing was to be done.
    pub up_to_date: u64,
    /// People who need attention.
    pub attention: u64,
    /// People who were deleted in Auth0 during the run.
    pub left: u64,
    /// People whom UserHub holds and Auth0 does not.
    pub only_in_userhub: u64,
}

impl Tally {
    /// Counts one person.
    pub fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::UpToDate => self.up_to_date += 1,
            Outcome::Attention => self.attention += 1,
            Outcome::Left => self.left += 1,
        }
    }

    /// How many of the people whom Auth0 named are accounted for.
    pub fn accounted_for(&self) -> u64 {
        self.added + self.updated + self.up_to_date + self.attention + self.left
    }
}

/// No remaining time is named before this much time and this share of the work have passed.
const ESTIMATE_AFTER: Duration = Duration::from_secs(10);
const ESTIMATE_AFTER_SHARE: f64 = 0.05;

/// The time that is left, where it can be named honestly.
///
/// It follows from the rate `lately`, in people a second; before ten seconds and a twentieth of the work it would be a
/// guess, and there is none. There is none either while nobody is seen to.
pub fn remaining(done: u64, of: u64, elapsed: Duration, lately: f64) -> Option<Duration> {
    if elapsed < ESTIMATE_AFTER || done == 0 || (done as f64) < of as f64 * ESTIMATE_AFTER_SHARE {
        return None;
    }
    let open = of.saturating_sub(done);
    if open == 0 {
        return Some(Duration::ZERO);
    }
    if lately <= 0.0 {
        return None;
    }
    Duration::try_from_secs_f64(open as f64 / lately).ok()
}

/// Whether a remaining time that was told some moments ago may stand a little longer, so that it does not flicker: not
/// where it has become more than twice or less than half of what it is now.
pub fn may_stand(told: Duration, now: Option<Duration>) -> bool {
    now.is_some_and(|now| told <= now * 2 && now <= told * 2)
}

/// A remaining time in plain words, rounded so that it does not flicker.
pub fn in_words(left: Duration) -> String {
    match left.as_secs() {
        0..60 => "less than a minute left".to_owned(),
        seconds => match seconds.div_ceil(60) {
            1 => "about 1 minute left".to_owned(),
            minutes @ 2..120 => format!("about {minutes} minutes left"),
            minutes => format!("about {} hours left", minutes.div_ceil(60)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_counted_once() {
        let mut tally = Tally::default();
        for outcome in [
            Outcome::Added,
            Outcome::Updated,
            Outcome::UpToDate,
            Outcome::Attention,
            Outcome::Left,
        ] {
            tally.add(outcome);
        }
        assert_eq!(tally.accounted_for(), 5);
        assert_eq!((tally.added, tally.left), (1, 1));
    }

    #[test]
    fn no_time_is_named_too_early() {
        let ten = Duration::from_secs(10);
        assert_eq!(remaining(50, 100, Duration::from_secs(9), 5.0), None);
        assert_eq!(remaining(4, 100, ten, 5.0), None);
        assert_eq!(remaining(50, 100, ten, 5.0), Some(ten));
        assert_eq!(remaining(100, 100, ten, 0.0), Some(Duration::ZERO));
        assert_eq!(remaining(50, 100, ten, 0.0), None);
    }

    #[test]
    fn a_time_that_is_no_longer_true_is_not_told_again() {
        let seconds = Duration::from_secs;
        assert!(may_stand(seconds(60), Some(seconds(50))));
        assert!(!may_stand(seconds(240), Some(seconds(4))));
        assert!(!may_stand(seconds(4), Some(seconds(240))));
        assert!(!may_stand(seconds(4), None));
    }

    #[test]
    fn the_time_is_said_in_words() {
        let words = |seconds| in_words(Duration::from_secs(seconds));
        assert_eq!(words(59), "less than a minute left");
        assert_eq!(words(60), "about 1 minute left");
        assert_eq!(words(61), "about 2 minutes left");
        assert_eq!(words(3 * 3600), "about 3 hours left");
    }
}
