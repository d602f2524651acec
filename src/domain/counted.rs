//! A reading held against the count that the service itself gives.
//!
//! A count may be capped, missing, wrong, a text or null (contract auth0-api 3.2). [`Told`] says what of it can be
//! relied on, and [`Counted`] holds those who came against it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::{SignedDuration, Timestamp};

use super::ids::Auth0UserId;

/// From this count on the number itself says no more than "1,000 or more" (contract auth0-api 3.2).
pub const CAP: u64 = 1000;
/// The most people whom [`Counted`] tells apart. An exact count is below the cap, so that more than this come only where
/// a count is wrong, and then they are more than were promised all the same.
const MOST_TOLD_APART: usize = 4_000;

/// How many people a search finds, as a page of it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// So many.
    Exactly(u64),
    /// So many or more: the count is capped.
    AtLeast(u64),
    /// There is no count, or one that the page itself belies.
    Nothing,
}

impl Told {
    /// What a page tells that begins at place `start` and holds `here` people.
    pub fn of(total: Option<u64>, start: u64, here: u64) -> Self {
        match total {
            // Who is on a page was found: a smaller number counts something else.
            Some(total) if here > 0 && total < start + here => Self::Nothing,
            Some(CAP) => Self::AtLeast(CAP),
            Some(total) => Self::Exactly(total),
            None => Self::Nothing,
        }
    }

    /// The count, where it is not capped.
    pub fn exactly(self) -> Option<u64> {
        match self {
            Self::Exactly(total) => Some(total),
            Self::AtLeast(_) | Self::Nothing => None,
        }
    }

    /// Whether a page of these is the last of its search: nobody is on it, or it is not full and ends at the last place.
    ///
    /// That a page is short says nothing by itself, since a service may give fewer than were asked for. A full page is
    /// never the last: its count may be that of the page.
    pub fn ends(self, start: u64, here: u64, most: u64) -> bool {
        let reached = matches!(self, Self::Exactly(total) if start + here >= total);
        here == 0 || (here < most && reached)
    }
}

/// Those who came, held against a count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    promised: u64,
    /// When the count was made at the latest, by the service's clock. Who was created later is not part of it.
    until: Option<Timestamp>,
    seen: HashSet<u64>,
}

impl Counted {
    /// Nobody yet, of so many who were counted in the second that begins at this moment: a `Date` tells whole seconds. An
    /// unknown count promises nobody.
    pub fn of(told: Told, at: Option<Timestamp>) -> Self {
        let mut counted = Self::default();
        counted.recount(told, at);
        counted
    }

    /// Takes a newer count of the same people.
    pub fn recount(&mut self, told: Told, at: Option<Timestamp>) {
        self.promised = match told {
            // A count above the cap is too many to be told apart here; that there are so many is sure all the same.
            Told::Exactly(total) | Told::AtLeast(total) => total.min(CAP),
            Told::Nothing => 0,
        };
        self.until = at.and_then(|at| at.checked_add(SignedDuration::from_secs(1)).ok());
    }

    /// Notes one who came, with the date of their creation where it can be read.
    pub fn see(&mut self, id: &Auth0UserId, created_at: Option<Timestamp>) {
        let is_newer =
            matches!((created_at, self.until), (Some(created), Some(until)) if created >= until);
        if is_newer || self.seen.len() >= MOST_TOLD_APART {
            return;
        }
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        self.seen.insert(hasher.finish());
    }

    /// How many were counted and did not come.
    pub fn missing(&self) -> u64 {
        self.promised.saturating_sub(self.seen.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_believed_as_far_as_its_page_allows() {
        for (total, start, here, told) in [
            (Some(250), 0, 100, Told::Exactly(250)),
            (Some(0), 0, 0, Told::Exactly(0)),
            (Some(150), 100, 50, Told::Exactly(150)),
            (Some(1000), 0, 100, Told::AtLeast(1000)),
            (Some(5000), 0, 100, Told::Exactly(5000)),
            // Fewer than are on the page, and fewer than were before it.
            (Some(30), 0, 50, Told::Nothing),
            (Some(120), 100, 50, Told::Nothing),
            (None, 0, 50, Told::Nothing),
        ] {
            assert_eq!(Told::of(total, start, here), told, "{total:?}");
        }
        assert_eq!(Told::Exactly(7).exactly(), Some(7));
        assert_eq!(Told::AtLeast(1000).exactly(), None);
    }

    #[test]
    fn a_page_is_the_last_when_it_is_empty_or_reaches_the_count_without_being_full() {
        assert!(Told::Nothing.ends(0, 0, 100), "nobody is on it");
        assert!(Told::Exactly(250).ends(200, 50, 100));
        assert!(
            !Told::Exactly(250).ends(0, 49, 100),
            "short, with more to come"
        );
        assert!(!Told::Exactly(250).ends(100, 99, 100), "one is missing");
        assert!(
            !Told::Exactly(100).ends(0, 100, 100),
            "a full page is never it"
        );
        assert!(
            !Told::Exactly(50).ends(0, 50, 50),
            "full as the server has it"
        );
        assert!(!Told::AtLeast(1000).ends(0, 49, 100));
        assert!(!Told::Nothing.ends(0, 49, 100));
    }

    fn at(second: i64) -> Option<Timestamp> {
        Timestamp::from_second(second).ok()
    }

    #[test]
    fn who_is_missing_is_told_by_who_came_and_each_counts_once() {
        let id = |number: u64| Auth0UserId::new(format!("auth0|{number}"));
        let mut counted = Counted::of(Told::Exactly(3), at(100));
        counted.see(&id(1), at(50));
        counted.see(&id(1), at(50));
        counted.see(&id(2), None);
        assert_eq!(counted.missing(), 1);
        counted.see(&id(3), at(101));
        assert_eq!(counted.missing(), 1, "created after the count was made");
        let in_that_second = Timestamp::new(100, 999_000_000).ok();
        counted.see(&id(4), in_that_second);
        assert_eq!(counted.missing(), 0);
        counted.recount(Told::Exactly(5), at(200));
        assert_eq!(counted.missing(), 2);
        counted.see(&id(3), at(101));
        assert_eq!(counted.missing(), 1);
    }

    #[test]
    fn a_capped_count_promises_the_cap_and_none_promises_nobody() {
        assert_eq!(Counted::of(Told::AtLeast(CAP), None).missing(), CAP);
        assert_eq!(Counted::of(Told::Exactly(5_000), None).missing(), CAP);
        assert_eq!(Counted::of(Told::Nothing, None).missing(), 0);
    }
}
