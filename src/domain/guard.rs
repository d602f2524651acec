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

/// Watches the first outcomes of a run for a cause that meets everybody.
///
/// Thousands of failures with one cause are one problem: when the first [`EVERYBODY`] people all fail in the same
/// way, the run stops with that cause. One success, or two different failures, end the watch.
#[derive(Clone, Debug, Default)]
pub struct Watch<C> {
    state: WatchState<C>,
}

#[derive(Clone, Debug, Default)]
enum WatchState<C> {
    #[default]
    Fresh,
    Same(C, u32),
    Over,
}

/// How many people must fail alike from the start before it counts as everybody.
pub const EVERYBODY: u32 = 20;

impl<C: PartialEq + Clone> Watch<C> {
    /// Notes that one person went through.
    pub fn succeeded(&mut self) {
        self.state = WatchState::Over;
    }

    /// Notes one failure; the answer is the common cause once it has met everybody so far.
    pub fn failed(&mut self, cause: C) -> Option<C> {
        let count = match &self.state {
            WatchState::Fresh => 1,
            WatchState::Same(seen, count) if *seen == cause => count + 1,
            WatchState::Same(..) | WatchState::Over => {
                self.state = WatchState::Over;
                return None;
            }
        };
        self.state = WatchState::Same(cause.clone(), count);
        (count >= EVERYBODY).then_some(cause)
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
            assert_eq!(watch.failed("gone"), None);
        }
        assert_eq!(watch.failed("gone"), Some("gone"));
    }

    #[test]
    fn one_success_or_another_failure_ends_the_watch() {
        let mut watch = Watch::default();
        watch.succeeded();
        assert!((0..100).all(|_| watch.failed("gone").is_none()));
        let mut watch = Watch::default();
        watch.failed("other");
        assert!((0..100).all(|_| watch.failed("gone").is_none()));
    }
}
