//! Makes calls wait their turn: [`Pace`] with a clock, shared by all calls to one service.
//!
//! One tenant has one budget: whatever runs in this process and asks the same address shares its [`Pacers`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::clock;
use crate::domain::pace::{Kind, Learnt, Manner, Pace, RateHeaders};

/// The pacers of all addresses that somebody is working with. What was learnt is forgotten with the last who does: a limit
/// may be another one later, and a pause that ends nobody's work helps nobody.
static OPEN: Mutex<BTreeMap<String, Weak<Pacers>>> = Mutex::new(BTreeMap::new());

/// The limits of one service at one address.
#[derive(Debug)]
pub struct Pacers {
    /// The limit on reading people.
    pub users: Pacer,
    /// That on everything else.
    pub other: Pacer,
}

impl Pacers {
    /// How long somebody still waits for the end of a pause after a 429, whatever limit it is about.
    pub fn waited_for(&self) -> Option<Duration> {
        self.users.waited_for().max(self.other.waited_for())
    }

    /// Those of an address, shared with everybody in this process who asks it. The manner that was chosen last holds for all.
    pub fn of(base: &str, manner: Manner) -> Arc<Self> {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = open.get(base).and_then(Weak::upgrade) {
            known.users.keep_to(manner);
            known.other.keep_to(manner);
            return known;
        }
        open.retain(|_, pacers| pacers.strong_count() > 0);
        let new = Arc::new(Self {
            users: Pacer::new(manner),
            other: Pacer::new(manner),
        });
        open.insert(base.to_owned(), Arc::downgrade(&new));
        new
    }
}

/// One bucket's [`Pace`] beside a clock and a queue.
#[derive(Debug)]
pub struct Pacer {
    started: Instant,
    pace: Mutex<Pace>,
    /// Whoever holds it is the next to be let through: calls wait in the order in which they came.
    turn: tokio::sync::Mutex<()>,
    /// How many calls wait for the end of a pause.
    sitting: AtomicUsize,
}

/// Counts a call among those that wait for the end of a pause.
struct Sitting<'a>(&'a AtomicUsize);

impl<'a> Sitting<'a> {
    fn down(sitting: &'a AtomicUsize) -> Self {
        sitting.fetch_add(1, Ordering::Relaxed);
        Self(sitting)
    }
}

impl Drop for Sitting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What a pacer knows at one moment, for showing it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PaceReport {
    /// How long the pause after a 429 still lasts.
    pub paused: Option<Duration>,
    /// What is known of the limit.
    pub learnt: Option<Learnt>,
    /// Whether the limit holds calls back.
    pub holds: bool,
}

impl Pacer {
    /// Starts without a known limit, using what is learnt in this manner.
    pub fn new(manner: Manner) -> Self {
        Self {
            started: clock::instant(),
            pace: Mutex::new(Pace::new(manner)),
            turn: tokio::sync::Mutex::new(()),
            sitting: AtomicUsize::new(0),
        }
    }

    /// Waits until one request may be sent. Calls are let through in the order in which they asked, looks before them.
    ///
    /// # Errors
    /// How long the pause after a 429 still lasts, when that is longer than `longest`.
    pub async fn permit(&self, kind: Kind, longest: Duration) -> Result<(), Duration> {
        let _turn = match kind {
            Kind::Own | Kind::Read => Some(self.turn.lock().await),
            Kind::Look => None,
        };
        loop {
            self.sit_out(longest).await?;
            let asked = self.lock().take(self.now(), kind);
            match asked {
                Ok(()) => return Ok(()),
                Err(wait) => tokio::time::sleep(wait).await,
            }
        }
    }

    /// Waits until no pause is on.
    ///
    /// # Errors
    /// How long it still lasts, when that is longer than `longest`.
    pub async fn sit_out(&self, longest: Duration) -> Result<(), Duration> {
        while let Some(left) = self.report().paused {
            if left > longest {
                return Err(left);
            }
            let _sitting = Sitting::down(&self.sitting);
            tokio::time::sleep(left).await;
        }
        Ok(())
    }

    /// How long the pause after a 429 still lasts, where somebody waits for its end.
    pub fn waited_for(&self) -> Option<Duration> {
        let paused = self.report().paused;
        paused.filter(|_| self.sitting.load(Ordering::Relaxed) > 0)
    }

    /// Uses what is learnt in this manner from now on.
    fn keep_to(&self, manner: Manner) {
        self.lock().keep_to(manner);
    }

    /// Learns from an answer's headers.
    pub fn learn(&self, headers: RateHeaders) {
        self.lock().learn(self.now(), headers);
    }

    /// Notes that one of UserHub's reads is over.
    pub fn read_is_over(&self) {
        self.lock().read_is_over();
    }

    /// Whether the bucket should be looked at.
    pub fn wants_look(&self) -> bool {
        self.lock().wants_look(self.now())
    }

    /// Notes a 429; gives the length of the pause that it starts.
    pub fn refused(&self, wait: Option<Duration>) -> Duration {
        self.lock().refused(self.now(), wait)
    }

    /// Notes an answer that was no 429.
    pub fn accepted(&self) {
        self.lock().accepted();
    }

    /// What the pacer knows now.
    pub fn report(&self) -> PaceReport {
        let pace = self.lock();
        PaceReport {
            paused: pace.paused(self.now()),
            learnt: pace.learnt(),
            holds: pace.holds(self.now()),
        }
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn lock(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: RateHeaders = RateHeaders {
        limit: 50,
        remaining: 50,
    };

    #[test]
    fn whoever_asks_the_same_address_shares_one_budget_until_the_last_is_gone() {
        let (one, two) = (
            Pacers::of("http://one.test", Manner::USUAL),
            Pacers::of("http://two.test", Manner::USUAL),
        );
        let again = Pacers::of("http://one.test", Manner::USUAL);
        one.users.learn(FULL);
        assert!(again.users.report().learnt.is_some());
        assert!(two.users.report().learnt.is_none());
        drop((one, again));
        let anew = Pacers::of("http://one.test", Manner::USUAL);
        assert!(anew.users.report().learnt.is_none());
    }

    #[test]
    fn the_manner_that_was_chosen_last_holds_for_all() {
        let one = Pacers::of("http://manner.test", Manner::USUAL);
        one.users.learn(FULL);
        drop(Pacers::of("http://manner.test", Manner::GENTLE));
        let taken = (0..50).filter(|_| one.users.lock().take(one.users.now(), Kind::Own).is_ok());
        assert_eq!(taken.count(), 20, "three fifths of the burst stay");
    }
}
