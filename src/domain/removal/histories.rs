//! Fifty made-up histories of tenants: what is usual for each passes, and five times as much is stopped.

use super::guard::{Candidate, Crowd, Picture, judge};

/// Chance that is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

const CONNECTIONS: [&str; 4] = ["auth0", "google-oauth2", "samlp|acme", "email"];

/// A tenant of so many people, of whom about so many leave at once.
struct History {
    people: usize,
    batches: Vec<usize>,
    dice: Dice,
}

impl History {
    /// One of the fifty: from 300 to a million people, from one to sixty who leave at once, young and old.
    fn of(number: u64) -> Self {
        let mut dice = Dice(number * 7_919 + 17);
        let level = [1, 2, 3, 5, 8, 13, 20, 35, 60, 4][usize::try_from(number % 10).unwrap()];
        let sizes = [300, 1_000, 5_000, 40_000, 1_000_000];
        let people = sizes[usize::try_from(number / 10).unwrap()].max(level * 150);
        // From half to one and a half of the level, at least one.
        let batches = (0..6 + dice.below(24))
            .map(|_| (level / 2 + dice.below(level + 1)).max(1))
            .collect();
        Self {
            people,
            batches,
            dice,
        }
    }

    fn usual(&self) -> usize {
        let mut sorted = self.batches.clone();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    }

    fn picture(&self) -> Picture {
        let people = self.people as u64;
        // The largest connection has two of five people, and the day of the first sync nearly everybody.
        let shares = [40, 30, 20, 10];
        Picture {
            people,
            batches: self.batches.clone(),
            crowd: Crowd {
                connections: (CONNECTIONS.into_iter().zip(shares))
                    .map(|(name, share)| (name.to_owned(), people * share / 100))
                    .collect(),
                days: [("2026-01-01".to_owned(), people * 9 / 10)].into(),
            },
            complete: 30,
            ..Picture::default()
        }
    }

    /// So many people from all over the tenant.
    fn leavers(&mut self, count: usize) -> Vec<Candidate> {
        (0..count)
            .map(|number| Candidate {
                id: format!("auth0|{number}"),
                called: format!("Person {number}"),
                connection: match self.dice.below(10) {
                    0..4 => CONNECTIONS[0],
                    4..7 => CONNECTIONS[1],
                    7..9 => CONNECTIONS[2],
                    _ => CONNECTIONS[3],
                }
                .to_owned(),
                created_on: Some("2026-01-01".to_owned()),
                protected: None,
            })
            .collect()
    }
}

#[test]
fn what_is_usual_passes_and_five_times_as_much_is_stopped_in_fifty_histories() {
    let (mut false_stops, mut let_through) = (Vec::new(), Vec::new());
    for number in 0..50 {
        let mut history = History::of(number);
        let picture = history.picture();
        let next = history.batches[history.dice.below(history.batches.len())];
        let batch = judge(&history.leavers(next), &picture);
        if !batch.may_pass(None) {
            false_stops.push((number, next, batch.stops));
        }
        let five_times = 5 * history.usual();
        let batch = judge(&history.leavers(five_times), &picture);
        if batch.may_pass(None) {
            let_through.push((number, five_times));
        }
    }
    assert_eq!(let_through, [], "five times the usual");
    assert!(false_stops.len() <= 1, "{false_stops:?}");
}

#[test]
fn a_young_tenant_without_a_habit_is_stopped_by_the_number_alone() {
    for number in 0..50 {
        let mut history = History::of(number);
        history.batches.truncate(4);
        let picture = history.picture();
        let many = (5 * history.usual()).max(11);
        assert!(
            !judge(&history.leavers(many), &picture).may_pass(None),
            "{number}"
        );
    }
}
