//! Those who are being looked at: as many at once as helps, each once, and each end written down before it is told.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio::task::{JoinError, JoinSet};

use super::comparison::outcome_of;
use super::user::{Inspector, Looked};
use crate::clock;
use crate::domain::concurrency::{ConcurrencyLimit, GENTLE_MOST, MOST};
use crate::domain::guard::Reach;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::profile::Fields;
use crate::domain::tally::{Outcome, Tally};
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::engine::sync::sync_user::Cause;
use crate::protocol::live::{self as told, Change, Source};
use crate::store::StoreError;
use crate::store::journal::{Journal, Watched};

/// How many are fetched from the journal at once.
const FETCHED: usize = 256;

/// How often the journal is asked for those whose time has come, where nobody was named and nobody put off for less.
const ASKED_EVERY: Duration = Duration::from_secs(5);

/// After so many equal failures in a row, of a kind that may be everybody's, it is taken for everybody's.
const EVERYBODYS: u32 = 5;

/// What the queue needs to know of the watch, and changes of it.
pub(super) struct Totals {
    /// The run of History.
    pub(super) run: i64,
    /// What became of people so far.
    pub(super) tally: Tally,
    /// How the hints came to be known.
    pub(super) source: Source,
}

/// Who is being looked at.
pub(super) struct UserQueue {
    inspector: Arc<Inspector>,
    /// Each on a task of its own: one that waits for the journal must not keep the others from it.
    in_flight: JoinSet<Looked>,
    in_flight_ids: HashSet<Auth0UserId>,
    waiting: VecDeque<crate::store::journal::Outstanding>,
    /// Whether the journal may have somebody whose turn it is.
    more: bool,
    /// When it is asked for that again, though nobody was named.
    asks_at: Instant,
    limit: ConcurrencyLimit,
    began: Instant,
    overloads: u64,
    /// Failures in a row that may be everybody's.
    in_a_row: u32,
    /// Whether a service was in the way of the last look.
    held_up: bool,
    pub(super) totals: Totals,
}

impl UserQueue {
    pub(super) fn new(inspector: Arc<Inspector>, gentle: bool, totals: Totals) -> Self {
        let most = if gentle { GENTLE_MOST } else { MOST };
        Self {
            inspector,
            in_flight: JoinSet::new(),
            in_flight_ids: HashSet::new(),
            waiting: VecDeque::new(),
            more: true,
            asks_at: clock::instant(),
            limit: ConcurrencyLimit::new(Duration::ZERO, most),
            began: clock::instant(),
            overloads: 0,
            in_a_row: 0,
            held_up: false,
            totals,
        }
    }

    /// Where everything is written down.
    pub(super) fn journal(&self) -> &JournalThread {
        &self.inspector.journal
    }

    /// Whether nobody is in flight.
    pub(super) fn is_empty(&self) -> bool {
        self.in_flight.is_empty()
    }

    /// Whether a service was in the way of the last look.
    pub(super) fn is_held_up(&self) -> bool {
        self.held_up
    }

    /// Somebody has come.
    pub(super) fn wake(&mut self) {
        self.more = true;
    }

    /// Time has gone on: the turn of whoever was put off may have come. A journal in which nothing happens is seldom asked.
    pub(super) fn time_goes_on(&mut self) {
        let now = clock::instant();
        if now >= self.asks_at {
            self.more = true;
            self.asks_at = now + ASKED_EVERY;
        }
    }

    /// Sends the next people on their way, as many as help.
    pub(super) async fn fill(&mut self) -> Result<(), Failure> {
        if self.waiting.is_empty() && self.more && self.in_flight.len() < self.limit.limit() {
            let (now, most) = (clock::timestamp(), FETCHED + self.in_flight_ids.len());
            let found = self
                .inspector
                .journal
                .with(move |journal| journal.outstanding(now, most))
                .await?;
            self.more = found.len() == most;
            let in_flight_ids = &self.in_flight_ids;
            let new = found
                .into_iter()
                .filter(|one| !in_flight_ids.contains(&one.id));
            self.waiting.extend(new);
        }
        while self.in_flight.len() < self.limit.limit()
            && let Some(next) = self.waiting.pop_front()
        {
            self.in_flight_ids.insert(next.id.clone());
            let inspector = Arc::clone(&self.inspector);
            self.in_flight
                .spawn(async move { inspector.look(next).await });
        }
        Ok(())
    }

    /// The next look that has ended.
    pub(super) async fn next(&mut self) -> Option<Result<Looked, JoinError>> {
        self.in_flight.join_next().await
    }

    /// Writes down how a look ended. The answer is what there is to tell.
    pub(super) async fn land(
        &mut self,
        looked: Result<Looked, JoinError>,
    ) -> Result<Option<Change>, Failure> {
        self.learn();
        let looked = looked.map_err(|error| {
            tracing::error!(%error, "a look at a user broke off");
            Issue::interrupted(0, 0).with_detail(&error.to_string())
        })?;
        match looked {
            Looked::Done {
                watched,
                cause,
                fields,
                merged_into,
            } => {
                self.held_up = false;
                let change = self.write(*watched, fields, merged_into).await?;
                self.in_a_row = match cause.map(Cause::reach) {
                    Some(Reach::Shared) => self.in_a_row + 1,
                    _ => 0,
                };
                if self.in_a_row >= EVERYBODYS {
                    return Err(Issue::connection_not_active(None).into());
                }
                Ok(Some(change))
            }
            Looked::Later(outstanding, wait, cause) => {
                self.held_up = cause.is_some();
                self.leave(&outstanding.id);
                self.asks_at = self.asks_at.min(clock::instant() + wait);
                let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
                let until = clock::timestamp()
                    .checked_add(wait)
                    .unwrap_or(Timestamp::MAX);
                let put_off = move |journal: &mut Journal| journal.put_off(&outstanding, until);
                self.inspector.journal.with(put_off).await?;
                Ok(None)
            }
            Looked::Ends(outstanding, failure) => {
                self.leave(&outstanding.id);
                Err(failure)
            }
            Looked::Stopped(outstanding) => {
                self.leave(&outstanding.id);
                Ok(None)
            }
        }
    }

    fn leave(&mut self, id: &Auth0UserId) {
        self.in_flight_ids.remove(id);
        // They may have been named again meanwhile.
        self.more = true;
    }

    async fn write(
        &mut self,
        watched: Watched,
        fields: Fields,
        merged_into: Option<Auth0UserId>,
    ) -> Result<Change, StoreError> {
        self.leave(&watched.outstanding.id);
        let outcome = watched
            .done
            .as_ref()
            .map_or(Outcome::Left, |done| done.outcome);
        let problem = watched.done.as_ref().and_then(|done| done.problem.clone());
        let now = clock::timestamp();
        let change = Change {
            id: watched.outstanding.id.clone(),
            who: watched
                .called
                .0
                .clone()
                .or_else(|| watched.called.1.clone()),
            fields,
            kind: watched.outstanding.kind,
            source: self.totals.source,
            changed_at: watched.outstanding.changed_at,
            done_at: now,
            outcome: outcome_of(outcome),
            problem: problem.map(|problem| (problem.reason, problem.fix)),
            merged_into,
        };
        self.totals.tally.add(outcome);
        let (run, counts) = (self.totals.run, super::counts(self.totals.tally));
        self.inspector
            .journal
            .with(move |journal| journal.watched(run, &[watched], &counts, now))
            .await?;
        Ok(change)
    }

    /// Lets more or fewer be looked at, by how the services bear it.
    fn learn(&mut self) {
        let overloads = self.inspector.context.auth0.http().overloads()
            + self.inspector.context.userhub.http().overloads();
        let now = self.began.elapsed();
        if overloads > self.overloads {
            self.overloads = overloads;
            self.limit.groaned(now);
        } else {
            self.limit.answered(now);
        }
    }

    /// Waits for those in flight, and writes down what became of them: nobody new begins.
    pub(super) async fn drain(&mut self, mut tell: impl FnMut(told::Change)) {
        while let Some(looked) = self.next().await {
            match self.land(looked).await {
                Ok(Some(change)) => tell(change),
                Ok(None) => {}
                Err(error) => tracing::debug!(?error, "a look at a user was not finished"),
            }
        }
    }
}
