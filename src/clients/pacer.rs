//! Makes calls wait their turn: [`Pace`] with a clock, shared by all calls to one service.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::clock;
use crate::domain::pace::{Kind, Learnt, Manner, Pace, RateHeaders};

/// One bucket's [`Pace`] beside a clock and a queue.
#[derive(Debug)]
pub struct Pacer {
    started: Instant,
    pace: Mutex<Pace>,
    /// Whoever holds it is the next to be let through: calls wait in the order in which they came.
    turn: tokio::sync::Mutex<()>,
}

/// What a pacer knows at one moment, for showing it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PaceReport {
    /// How long the pause after a 429 still lasts.
    pub paused: Option<Duration>,
    /// What is known of the limit.
    pub learnt: Option<Learnt>,
}

impl Pacer {
    /// Starts without a known limit, using what is learnt in this manner.
    pub fn new(manner: Manner) -> Self {
        Self {
            started: clock::instant(),
            pace: Mutex::new(Pace::new(manner)),
            turn: tokio::sync::Mutex::new(()),
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
            tokio::time::sleep(left).await;
        }
        Ok(())
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
        }
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn lock(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
