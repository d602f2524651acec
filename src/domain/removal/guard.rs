//! May these people be removed together? The last question before the first write, about accidents: a connection that was
//! deleted, the wrong tenant, a reading that was not whole.
//!
//! Nothing here is overridden by having typed `--yes`. The guards by number are by typing the number; that a comparison
//! proves nothing is by nothing at all.

use std::collections::BTreeMap;

use crate::domain::issue::{people, thousands};

/// Up to so many people no number is too large.
const FEW: usize = 3;
/// More than so many are many, unless they are usual.
const MANY: usize = 10;
/// So many batches make a habit.
const HABIT: usize = 5;
/// The share of everybody, in percent, that may go at once.
const PERCENT: u64 = 2;
/// So many times the median batch are no longer usual, however few they are.
const TIMES: usize = 5;
/// Up to so many times the median batch more than [`MANY`] are usual.
const USUAL_TIMES: usize = 3;
/// How many people a stop names.
const NAMED: usize = 5;

/// Somebody who is to be removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Auth0's id.
    pub id: String,
    /// What they are called.
    pub called: String,
    /// The Auth0 connection that their id speaks of.
    pub connection: String,
    /// The day on which UserHub created them, where that is known.
    pub created_on: Option<String>,
    /// Why they are never removed with others, where that is so: `has a subscription`.
    pub protected: Option<String>,
}

/// How many of everybody share something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// How many people of each Auth0 connection there are.
    pub connections: BTreeMap<String, u64>,
    /// How many people UserHub created on each day.
    pub days: BTreeMap<String, u64>,
}

/// What is known of the set-up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// How many people the connection has in UserHub.
    pub people: u64,
    /// How many were removed in each batch of the last 30 days.
    pub batches: Vec<usize>,
    /// How many of everybody share what.
    pub crowd: Crowd,
    /// How many comparisons were proved complete.
    pub complete: u64,
    /// Why the newest comparison is not proved complete, where it is not.
    pub not_proved: Option<String>,
    /// The Auth0 connections of which nobody is left in Auth0.
    pub emptied: Vec<String>,
}

/// Why nobody is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// There was no comparison, or the first one alone.
    FirstComparison,
    /// The newest comparison is not proved complete.
    NotProved(String),
    /// They are too large a share of everybody.
    Share {
        /// How many they are.
        of_batch: usize,
        /// How many there are in all.
        of_all: u64,
    },
    /// They are many, and that is not usual here.
    Many {
        /// How many they are.
        of_batch: usize,
        /// The first of them.
        names: Vec<String>,
    },
    /// They are many times what is usual here.
    Unusual {
        /// How many they are.
        of_batch: usize,
        /// The median batch of the last 30 days.
        median: usize,
        /// The first of them.
        names: Vec<String>,
    },
    /// Most of them share what most of the others do not.
    Alike {
        /// How many share it.
        alike: usize,
        /// Of how many.
        of_batch: usize,
        /// What they share, in words that follow "38 of 40".
        what: String,
    },
}

impl Stop {
    /// Whether typing the number overrides it.
    pub const fn can_be_confirmed(&self) -> bool {
        !matches!(self, Self::FirstComparison | Self::NotProved(_))
    }

    /// The word for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FirstComparison => "first_comparison",
            Self::NotProved(_) => "not_proved",
            Self::Share { .. } => "share",
            Self::Many { .. } => "many",
            Self::Unusual { .. } => "unusual",
            Self::Alike { .. } => "alike",
        }
    }

    /// The cause in words.
    pub fn words(&self) -> String {
        match self {
            Self::FirstComparison => {
                "Nobody is removed before two comparisons of this set-up were proved complete: what the first one \
                 misses may never have been there."
                    .to_owned()
            }
            Self::NotProved(why) => {
                format!("The newest comparison is not proved complete, so that absence says nothing: {why}.")
            }
            Self::Share { of_batch, of_all } => format!(
                "{} of {} are more than {PERCENT} in 100.",
                thousands(*of_batch as u64),
                people(*of_all)
            ),
            Self::Many { of_batch, names } => format!(
                "{} at once is more than usual here: {}.",
                people(*of_batch as u64),
                and_others(names, *of_batch)
            ),
            Self::Unusual {
                of_batch,
                median,
                names,
            } => format!(
                "{} at once, where {} is usual in the last 30 days: {}.",
                people(*of_batch as u64),
                thousands(*median as u64),
                and_others(names, *of_batch)
            ),
            Self::Alike {
                alike,
                of_batch,
                what,
            } => format!("{alike} of {of_batch} {what}."),
        }
    }
}

fn and_others(names: &[String], of: usize) -> String {
    let more = of.saturating_sub(names.len());
    let first = names.join(", ");
    if more == 0 {
        first
    } else {
        format!("{first} and {} more", thousands(more as u64))
    }
}

/// A batch as it was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Who would be removed, by their place among the candidates.
    pub taken: Vec<usize>,
    /// Who is left out of it, by their place, with the reason.
    pub left_out: Vec<(usize, String)>,
    /// Why nobody is removed; empty where nothing speaks against it.
    pub stops: Vec<Stop>,
}

impl Batch {
    /// Whether it may be done: nothing stops it, or all that does was confirmed by typing the number of people. Where
    /// another number was typed nothing may, for these are not the people of whom it was typed.
    pub fn may_pass(&self, confirmed: Option<u64>) -> bool {
        let count = self.taken.len() as u64;
        match confirmed {
            _ if self.taken.is_empty() => true,
            None => self.stops.is_empty(),
            Some(typed) if another_number(typed, count).is_some() => false,
            Some(_) => self.stops.iter().all(Stop::can_be_confirmed),
        }
    }
}

/// What is said where another number was typed than that of the people who would be removed.
pub fn another_number(typed: u64, count: u64) -> Option<String> {
    (typed != count).then(|| {
        let (typed, now) = (thousands(typed), people(count));
        let are = if count == 1 { "is" } else { "are" };
        format!("The number of people that was typed is {typed}, and now there {are} {now}.")
    })
}

/// Judges a batch. Whoever is protected is left out of it, unless they are asked for alone.
pub fn judge(candidates: &[Candidate], picture: &Picture) -> Batch {
    let alone = candidates.len() == 1;
    let mut batch = Batch::default();
    for (place, candidate) in candidates.iter().enumerate() {
        match &candidate.protected {
            Some(why) if !alone => batch.left_out.push((place, why.clone())),
            _ => batch.taken.push(place),
        }
    }
    if batch.taken.is_empty() {
        return batch;
    }
    if picture.complete < 2 {
        batch.stops.push(Stop::FirstComparison);
    }
    if let Some(why) = &picture.not_proved {
        batch.stops.push(Stop::NotProved(why.clone()));
    }
    let taken: Vec<&Candidate> = (batch.taken.iter())
        .filter_map(|place| candidates.get(*place))
        .collect();
    batch.stops.extend(by_number(&taken, picture));
    batch
}

fn by_number(taken: &[&Candidate], picture: &Picture) -> Vec<Stop> {
    let of_batch = taken.len();
    let mut stops = Vec::new();
    if of_batch <= FEW {
        return stops;
    }
    let names = || {
        (taken.iter().take(NAMED))
            .map(|one| one.called.clone())
            .collect()
    };
    // So many of so many that nobody can be told apart from everybody.
    if (of_batch as u64).saturating_mul(100) > picture.people.saturating_mul(PERCENT) {
        stops.push(Stop::Share {
            of_batch,
            of_all: picture.people,
        });
    }
    match usual(&picture.batches) {
        Some(median) if of_batch >= TIMES.saturating_mul(median) => stops.push(Stop::Unusual {
            of_batch,
            median,
            names: names(),
        }),
        Some(median) if of_batch <= USUAL_TIMES.saturating_mul(median) => {}
        Some(_) | None if of_batch > MANY => stops.push(Stop::Many {
            of_batch,
            names: names(),
        }),
        Some(_) | None => {}
    }
    if of_batch > MANY {
        stops.extend(alike(taken, picture));
    }
    stops
}

/// The median of the batches, once there are enough for a habit; at least 1.
fn usual(batches: &[usize]) -> Option<usize> {
    if batches.len() < HABIT {
        return None;
    }
    let mut sorted = batches.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).map(|median| (*median).max(1))
}

/// What four of five of them share, where less than half of everybody does.
fn alike(taken: &[&Candidate], picture: &Picture) -> Option<Stop> {
    let of_batch = taken.len();
    let largest = |share: &dyn Fn(&Candidate) -> Option<String>, all: &BTreeMap<String, u64>| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for one in taken {
            if let Some(name) = share(one) {
                *counts.entry(name).or_default() += 1;
            }
        }
        let (name, alike) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        let of_all = all.get(&name).copied().unwrap_or(0);
        let is_most = alike.saturating_mul(100) >= of_batch.saturating_mul(80);
        let is_rare = of_all.saturating_mul(2) < picture.people;
        (is_most && is_rare).then_some((name, alike))
    };
    let of_connection = |one: &Candidate| Some(one.connection.clone());
    let crowd = &picture.crowd;
    if let Some((name, alike)) = largest(&of_connection, &crowd.connections) {
        let gone = if picture.emptied.contains(&name) {
            ", of which nobody is left in Auth0"
        } else {
            ""
        };
        return Some(Stop::Alike {
            alike,
            of_batch,
            what: format!("came through the connection {name}{gone}"),
        });
    }
    let of_day = |one: &Candidate| one.created_on.clone();
    let (day, alike) = largest(&of_day, &crowd.days)?;
    Some(Stop::Alike {
        alike,
        of_batch,
        what: format!("came into UserHub on the same day, {day}"),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(number: usize) -> Candidate {
        Candidate {
            id: format!("auth0|{number}"),
            called: format!("Person {number}"),
            connection: ["auth0", "google-oauth2", "samlp|acme"][number % 3].to_owned(),
            created_on: Some(format!("2026-01-{:02}", 1 + number % 28)),
            protected: None,
        }
    }

    fn many(count: usize) -> Vec<Candidate> {
        (0..count).map(candidate).collect()
    }

    fn picture(people: u64) -> Picture {
        let third = people / 3;
        Picture {
            people,
            complete: 9,
            crowd: Crowd {
                connections: ["auth0", "google-oauth2", "samlp|acme"]
                    .map(|name| (name.to_owned(), third))
                    .into(),
                days: BTreeMap::new(),
            },
            ..Picture::default()
        }
    }

    fn codes(candidates: &[Candidate], picture: &Picture) -> Vec<&'static str> {
        let batch = judge(candidates, picture);
        batch.stops.iter().map(Stop::code).collect()
    }

    #[test]
    fn up_to_three_people_pass_whatever_their_share() {
        assert_eq!(codes(&many(3), &picture(4)), Vec::<&str>::new());
        assert_eq!(codes(&many(4), &picture(199)), ["share"]);
        assert_eq!(codes(&many(4), &picture(200)), Vec::<&str>::new());
    }

    #[test]
    fn more_than_ten_stop_unless_that_is_usual_here() {
        let mut picture = picture(1_000_000);
        assert_eq!(codes(&many(10), &picture), Vec::<&str>::new());
        assert_eq!(codes(&many(11), &picture), ["many"]);
        picture.batches = vec![8; HABIT - 1];
        assert_eq!(codes(&many(11), &picture), ["many"], "four are no habit");
        picture.batches = vec![8; HABIT];
        assert_eq!(codes(&many(24), &picture), Vec::<&str>::new());
        assert_eq!(codes(&many(25), &picture), ["many"]);
        assert_eq!(codes(&many(40), &picture), ["unusual"]);
        picture.batches = vec![1; 30];
        assert_eq!(codes(&many(5), &picture), ["unusual"]);
    }

    #[test]
    fn people_of_one_connection_or_of_one_day_are_an_accident() {
        let mut batch = many(40);
        for one in batch.iter_mut().take(38) {
            one.connection = "samlp|acme-saml".to_owned();
        }
        let mut picture = picture(1_000_000);
        picture.batches = vec![40; 9];
        picture.emptied = vec!["samlp|acme-saml".to_owned()];
        let stops = judge(&batch, &picture).stops;
        let words: Vec<String> = stops.iter().map(Stop::words).collect();
        let expected = "38 of 40 came through the connection samlp|acme-saml, of which nobody is left in Auth0.";
        assert_eq!(words, [expected]);
        // A connection that holds half of everybody says nothing.
        let crowd = &mut picture.crowd.connections;
        crowd.insert("samlp|acme-saml".to_owned(), 500_000);
        assert_eq!(codes(&batch, &picture), Vec::<&str>::new());
        for one in batch.iter_mut().take(32) {
            one.created_on = Some("2026-02-03".to_owned());
        }
        assert_eq!(codes(&batch, &picture), ["alike"]);
        let days = &mut picture.crowd.days;
        days.insert("2026-02-03".to_owned(), 600_000);
        assert_eq!(codes(&batch, &picture), Vec::<&str>::new());
    }

    #[test]
    fn a_first_comparison_and_an_unproved_one_stop_everybody_and_no_number_overrides_that() {
        let mut first = picture(1_000);
        first.complete = 1;
        let batch = judge(&many(1), &first);
        assert_eq!(batch.stops, [Stop::FirstComparison]);
        assert!(!batch.may_pass(Some(1)));
        let mut unproved = picture(1_000);
        unproved.not_proved = Some("Auth0 counts 5 more users than it gave".to_owned());
        let batch = judge(&many(2), &unproved);
        assert!(!batch.may_pass(Some(2)));
        assert!(batch.stops[0].words().contains("5 more users"), "{batch:?}");
    }

    #[test]
    fn a_guard_by_number_is_overridden_by_that_number_alone() {
        let batch = judge(&many(30), &picture(100));
        assert!(!batch.stops.is_empty());
        for (typed, passes) in [(None, false), (Some(29), false), (Some(30), true)] {
            assert_eq!(batch.may_pass(typed), passes, "{typed:?}");
        }
    }

    #[test]
    fn another_number_than_theirs_lets_nobody_pass_also_where_nothing_stops_them() {
        let batch = judge(&many(3), &picture(1_000));
        assert_eq!(batch.stops, []);
        for (typed, passes) in [(None, true), (Some(2), false), (Some(3), true)] {
            assert_eq!(batch.may_pass(typed), passes, "{typed:?}");
        }
        let words = "The number of people that was typed is 2, and now there are 3 people.";
        assert_eq!(another_number(2, 3).as_deref(), Some(words));
        // Of nobody nothing is done.
        assert!(judge(&[], &picture(1_000)).may_pass(Some(2)));
    }

    #[test]
    fn who_has_a_subscription_is_left_out_of_a_batch_and_can_be_asked_for_alone() {
        let mut candidates = many(3);
        candidates[1].protected = Some("has a subscription".to_owned());
        let batch = judge(&candidates, &picture(1_000));
        assert_eq!(batch.taken, [0, 2]);
        assert_eq!(batch.left_out, [(1, "has a subscription".to_owned())]);
        let alone = judge(&candidates[1..2], &picture(1_000));
        assert_eq!((alone.taken, alone.left_out), (vec![0], vec![]));
    }

    proptest! {
        /// Nobody is both taken and left out, everybody is one of both, and more people never have fewer stops by number.
        #[test]
        fn a_batch_is_whole_and_a_larger_one_is_no_safer(
            count in 1_usize..60, more in 0_usize..60, people in 1_u64..5_000,
            batches in prop::collection::vec(0_usize..40, 0..12), marks in prop::collection::vec(any::<bool>(), 120),
        ) {
            let mut candidates = many(count + more);
            for (one, is_protected) in candidates.iter_mut().zip(marks) {
                one.protected = is_protected.then(|| "has a subscription".to_owned());
            }
            let picture = Picture { batches, ..picture(people) };
            let judged = judge(&candidates, &picture);
            let mut all: Vec<usize> = judged.taken.iter().chain(judged.left_out.iter().map(|(p, _)| p)).copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..candidates.len()).collect::<Vec<_>>());
            let plain = many(count + more);
            let is_stopped = |count: usize| !judge(&plain[..count], &picture).stops.is_empty();
            // The share, the number and the habit only ever grow.
            if is_stopped(count) && !judge(&plain[..count], &picture).stops.iter().all(|s| s.code() == "alike") {
                prop_assert!(is_stopped(count + more));
            }
        }
    }
}
