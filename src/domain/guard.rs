//! May this plan run? The last question before anything is changed.

/// How many people each part of the picture knows of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// People that Auth0's answer held.
    pub auth0: u64,
    /// People that UserHub holds through this connection.
    pub userhub: u64,
    /// People that earlier runs brought into UserHub.
    pub journal: u64,
}

/// The guard's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The plan may run.
    Allow,
    /// Auth0's answer was empty although people are known to be there: it looks like "everyone left", and is
    /// far more likely to be a wrong tenant or a failed read.
    RefuseEmptyAuth0 {
        /// How many people are known.
        known: u64,
    },
}

/// Judges a plan by what was seen. An empty tenant beside an empty UserHub is simply done.
pub fn judge(seen: Seen) -> Verdict {
    let known = seen.userhub.max(seen.journal);
    if seen.auth0 == 0 && known > 0 {
        Verdict::RefuseEmptyAuth0 { known }
    } else {
        Verdict::Allow
    }
}

/// Watches the outcomes of a run for a cause that meets everybody.
///
/// Thousands of failures with one cause are one problem. When the first [`EVERYBODY`] people of a run all fail in the
/// same way, that is it; for a cause that can only be everybody's, so are as many in a row at any time.
#[derive(Clone, Debug)]
pub struct Watch<C> {
    /// The cause of the last failures in a row, and how many they are.
    row: Option<(C, u32)>,
    /// Whether the row began with the run's first person.
    from_start: bool,
}

/// How many people must fail alike before it counts as everybody.
pub const EVERYBODY: u32 = 20;

impl<C> Default for Watch<C> {
    fn default() -> Self {
        Self {
            row: None,
            from_start: true,
        }
    }
}

impl<C: PartialEq + Copy> Watch<C> {
    /// Notes that one person went through.
    pub fn succeeded(&mut self) {
        *self = Self {
            row: None,
            from_start: false,
        };
    }

    /// Notes one failure; the answer is the common cause, once it has met everybody.
    ///
    /// `everybodys` says that this cause can only be everybody's.
    pub fn failed(&mut self, cause: C, everybodys: bool) -> Option<C> {
        let count = match self.row {
            Some((seen, count)) if seen == cause => count + 1,
            Some(_) => {
                self.from_start = false;
                1
            }
            None => 1,
        };
        self.row = Some((cause, count));
        (count >= EVERYBODY && (self.from_start || everybodys)).then_some(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_auth0_is_refused_when_anybody_is_known() {
        let seen = |auth0, userhub, journal| {
            judge(Seen {
                auth0,
                userhub,
                journal,
            })
        };
        assert_eq!(seen(0, 0, 0), Verdict::Allow);
        assert_eq!(seen(1, 900, 900), Verdict::Allow);
        assert_eq!(seen(0, 3, 0), Verdict::RefuseEmptyAuth0 { known: 3 });
        assert_eq!(seen(0, 0, 7), Verdict::RefuseEmptyAuth0 { known: 7 });
    }

    #[test]
    fn twenty_equal_failures_from_the_start_are_one_cause() {
        let mut watch = Watch::default();
        for _ in 1..EVERYBODY {
            assert_eq!(watch.failed("gone", false), None);
        }
        assert_eq!(watch.failed("gone", false), Some("gone"));
    }

    #[test]
    fn one_success_or_another_failure_ends_the_watch_on_causes_that_may_be_one_persons() {
        let mut watch = Watch::default();
        watch.succeeded();
        assert!((0..100).all(|_| watch.failed("odd", false).is_none()));
        let mut watch = Watch::default();
        watch.failed("other", false);
        assert!((0..100).all(|_| watch.failed("odd", false).is_none()));
    }

    #[test]
    fn twenty_in_a_row_are_enough_at_any_time_for_a_cause_that_is_everybodys() {
        let mut watch = Watch::default();
        watch.succeeded();
        assert!((1..EVERYBODY).all(|_| watch.failed("broken", true).is_none()));
        watch.succeeded();
        assert!((1..EVERYBODY).all(|_| watch.failed("broken", true).is_none()));
        assert_eq!(watch.failed("broken", true), Some("broken"));
    }
}
