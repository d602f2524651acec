//! Carries out a plan: concurrent, paced, verified, and recorded so that a killed run repeats a hundred people at most.

mod control;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::domain::concurrency::{ConcurrencyLimit, GENTLE_MOST, MOST};
use crate::domain::guard::{Known, Step, Watch};
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::roster::SyncStatus;
use crate::domain::tally::{Left, Outcome, Tally, may_stand, remaining};
use crate::engine::failure::{Failure, client_issue};
use crate::engine::persistence::journal::{Answer, JournalThread};
use crate::engine::session::waiting_for;
use crate::engine::sink::Sink;
use crate::engine::sync::context::RunContext;
use crate::engine::sync::sync_user::{Cause, Outcomes, Seen, sync_user};
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::{Progress, Waiting};
use crate::store::journal::{Done, Item, ItemAction, Problem};

/// How many people a killed run may repeat: those in flight, and those whose outcome is not on the disk yet.
const REPEATED_AT_MOST: usize = 100;
/// How many outcomes are recorded at once.
const RECORDED_AT_ONCE: usize = 16;
/// How many people of the plan are fetched at once.
const FETCHED_AT_ONCE: usize = 256;
/// For how long the remaining time stays as it was told: one that changes all the time is of no use.
const SAID_FOR: Duration = Duration::from_secs(5);
/// How often progress is reported, and outcomes are recorded that wait for company.
const TICK: Duration = Duration::from_millis(100);

/// Somebody who was in flight, with their place in the plan and how they stood before.
struct Completed {
    position: i64,
    before: SyncStatus,
    seen: Seen,
}

/// A cause that may be everybody's, with the words of whom it met last.
struct Suspicion {
    cause: Cause,
    words: Option<Problem>,
}

/// A plan being carried out.
pub(in crate::engine) struct Run<'a> {
    context: Arc<RunContext>,
    setup: &'a Setup,
    journal: &'a JournalThread,
    sink: &'a Sink,
    stop: &'a CancellationToken,
    window: ConcurrencyLimit,
    overloads: u64,
    watch: Watch<Cause>,
    /// Somebody who has gone through, by whom a cause can be held against the connection.
    good: Option<Auth0UserId>,
    /// What is to be cleared up before anybody else is tried.
    suspicion: Option<Suspicion>,
    tally: Tally,
    of: u64,
    waiting: VecDeque<Item>,
    fetched_to: i64,
    /// Whether those are fetched who are tried last.
    late: bool,
    fetched_all: bool,
    in_flight: FuturesUnordered<JoinHandle<Completed>>,
    unrecorded: Vec<Done>,
    /// The outcomes that are on their way to the disk, and how many there are.
    recording: Option<(usize, Answer<()>)>,
    /// The look at Auth0's limit that is on its way.
    look: Option<JoinHandle<()>>,
    started: Instant,
    done_at_start: u64,
    rate: Rate,
    /// How long nobody was seen to because of pauses.
    stood_still: Duration,
    /// The remaining time that was told last, and when.
    left: Option<(Duration, Option<Left>)>,
    problem: Option<Failure>,
}

impl<'a> Run<'a> {
    /// Prepares to carry out the journal's plan, whose counts so far are `tally` and of which `open` people are left.
    /// `listed` says whether UserHub has listed anybody of the connection.
    pub(in crate::engine) fn new(
        context: Arc<RunContext>,
        setup: &'a Setup,
        journal: &'a JournalThread,
        sink: &'a Sink,
        stop: &'a CancellationToken,
        (tally, open): (Tally, u64),
        listed: bool,
    ) -> Self {
        let started = clock::instant();
        let done_at_start = tally.accounted_for();
        Self {
            context,
            setup,
            journal,
            sink,
            stop,
            window: ConcurrencyLimit::new(
                Duration::ZERO,
                if setup.endpoints.gentle {
                    GENTLE_MOST
                } else {
                    MOST
                },
            ),
            overloads: 0,
            watch: Watch::new(Known {
                through: tally.added + tally.updated > 0,
                listed,
            }),
            good: None,
            suspicion: None,
            of: done_at_start + open,
            tally,
            waiting: VecDeque::new(),
            fetched_to: 0,
            late: false,
            fetched_all: false,
            in_flight: FuturesUnordered::new(),
            unrecorded: Vec::new(),
            recording: None,
            look: None,
            started,
            done_at_start,
            rate: Rate::default(),
            stood_still: Duration::ZERO,
            left: None,
            problem: None,
        }
    }

    /// Sees to everybody, until nobody is left, a person stops it, or a cause that meets everybody does.
    ///
    /// Whatever ends it, everybody in flight is awaited and recorded first.
    pub(in crate::engine) async fn carry_out(mut self) -> Result<(), Failure> {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            if let Err(error) = self.launch().await {
                self.problem.get_or_insert(error);
            }
            if self.in_flight.is_empty() {
                if let Some(suspicion) = self.suspicion.take()
                    && self.problem.is_none()
                {
                    self.clear_up(suspicion).await;
                    continue;
                }
                if !self.waits_for_a_person() {
                    break;
                }
                self.sit_out_the_pause().await;
                continue;
            }
            tokio::select! {
                Some(seen) = self.in_flight.next() => self.note(seen),
                _ = tick.tick() => {
                    self.report();
                    self.look_at_limit();
                    self.record().await;
                }
            }
            if self.unrecorded.len() >= RECORDED_AT_ONCE {
                self.record().await;
            }
        }
        self.record().await;
        self.settle().await;
        self.report();
        match self.problem {
            Some(problem) => Err(problem),
            // A stop that came when nobody was left has stopped nothing.
            None if self.stop.is_cancelled() && self.tally.accounted_for() < self.of => {
                Err(crate::clients::error::ClientError::Stopped.into())
            }
            None => Ok(()),
        }
    }

    fn is_paused(&self) -> bool {
        *self.context.shared.paused.borrow()
    }

    /// Whether somebody is left whom only a pause holds up.
    fn waits_for_a_person(&self) -> bool {
        self.is_paused()
            && self.problem.is_none()
            && !self.stop.is_cancelled()
            && !(self.waiting.is_empty() && self.fetched_all)
    }

    /// Waits for the end of a pause, or for a stop. Nothing is asked and nothing reported meanwhile.
    async fn sit_out_the_pause(&mut self) {
        self.record().await;
        self.settle().await;
        self.report();
        let began = self.started.elapsed();
        let mut paused = self.context.shared.paused.clone();
        tokio::select! {
            // The worker is gone: whoever holds it has stopped everything.
            _ = paused.wait_for(|paused| !paused) => {}
            () = self.stop.cancelled() => {}
        }
        self.stood_still += self.started.elapsed().saturating_sub(began);
        self.rate = Rate::default();
        self.left = None;
    }

    /// Sends the next people on their way, as many as the window allows.
    async fn launch(&mut self) -> Result<(), Failure> {
        while self.problem.is_none()
            && self.suspicion.is_none()
            && !self.stop.is_cancelled()
            && !self.is_paused()
            && self.in_flight.len() < self.window.limit()
            && self.repeated_if_killed() < REPEATED_AT_MOST
        {
            while self.waiting.is_empty() && !self.fetched_all {
                self.fetch().await?;
            }
            let Some(item) = self.waiting.pop_front() else {
                break;
            };
            let context = Arc::clone(&self.context);
            let position = item.position;
            let before = before(item.action);
            context.shared.people.note(position, SyncStatus::Working);
            self.in_flight.push(tokio::spawn(async move {
                let seen = sync_user(&context, item).await;
                Completed {
                    position,
                    before,
                    seen,
                }
            }));
        }
        Ok(())
    }

    /// How many people a run would see to again that was killed at this moment.
    fn repeated_if_killed(&self) -> usize {
        let recording = self.recording.as_ref().map_or(0, |(count, _)| *count);
        self.in_flight.len() + self.unrecorded.len() + recording
    }

    /// Looks at what is left of Auth0's limit when it is time: while UserHub reads people, nothing else would tell.
    fn look_at_limit(&mut self) {
        let looking = self.look.as_ref().is_some_and(|look| !look.is_finished());
        if looking || !self.context.auth0.http().wants_look() {
            return;
        }
        let context = Arc::clone(&self.context);
        self.look = Some(tokio::spawn(async move {
            if let Err(error) = context.auth0.look().await {
                tracing::debug!(%error, "no look at the limit");
            }
        }));
    }

    async fn fetch(&mut self) -> Result<(), Failure> {
        let (late, after) = (self.late, self.fetched_to);
        let items = self
            .journal
            .with(move |journal| journal.items_in_turn(late, after, FETCHED_AT_ONCE))
            .await?;
        self.fetched_to = items.last().map_or(after, |item| item.position);
        if items.len() < FETCHED_AT_ONCE {
            self.fetched_all = late;
            self.late = true;
            self.fetched_to = 0;
        }
        self.waiting.extend(items);
        Ok(())
    }

    /// Takes in what became of one person.
    fn note(&mut self, completed: Result<Completed, tokio::task::JoinError>) {
        match completed {
            Ok(completed) => {
                let done = self.take_in(completed);
                if let Some((cause, words)) = done {
                    self.look_into(cause, words);
                }
            }
            Err(error) => {
                tracing::error!(%error, "seeing to a person broke off");
                let issue = Issue::interrupted(self.tally.accounted_for(), self.of);
                self.problem
                    .get_or_insert(issue.with_detail(&error.to_string()).into());
            }
        }
    }

    /// Lets the watch see a failure.
    fn look_into(&mut self, cause: Cause, words: Option<Problem>) {
        match self.watch.failed(cause, cause.reach()) {
            Step::GoOn => {}
            Step::Control(cause) => {
                self.suspicion.get_or_insert(Suspicion { cause, words });
            }
            Step::Everybodys(cause) => {
                self.problem
                    .get_or_insert_with(|| common_cause(cause, words.as_ref(), self.setup).into());
            }
        }
    }

    /// Takes in how one person fared; the answer is what was in the way, if anything was.
    fn take_in(&mut self, completed: Completed) -> Option<(Cause, Option<Problem>)> {
        let now = self.started.elapsed();
        let people = Arc::clone(&self.context.shared.people);
        let outcomes = match completed {
            Completed {
                position,
                seen: Seen::Done(outcomes),
                ..
            } => {
                people.note(position, SyncStatus::after(outcomes.done.outcome));
                outcomes
            }
            // Somebody whose wait was cut off keeps their place in the plan.
            Completed {
                position,
                before,
                seen: Seen::Stopped,
            } => {
                people.note(position, before);
                return None;
            }
            Completed {
                position,
                before,
                seen: Seen::EndsTheRun(failure),
            } => {
                people.note(position, before);
                self.problem.get_or_insert(failure);
                return None;
            }
        };
        let Outcomes { done, cause } = *outcomes;
        let overloads = self.context.userhub.http().overloads();
        if overloads > self.overloads {
            self.overloads = overloads;
            self.window.groaned(now);
        } else {
            self.window.answered(now);
        }
        // That somebody has left is Auth0's word: it says nothing of UserHub.
        if cause.is_none() && done.outcome != Outcome::Left {
            self.watch.succeeded();
        }
        if done.held.is_some() {
            self.good = Some(done.id.clone());
        }
        self.tally.add(done.outcome);
        if let (Outcome::Attention, Some(problem)) = (done.outcome, &done.problem) {
            self.sink.send(Event::Attention {
                id: done.id.to_string(),
                reason: problem.reason.clone(),
                fix: problem.fix.clone(),
            });
        }
        let met = cause.map(|cause| (cause, done.problem.clone()));
        self.unrecorded.push(done);
        met
    }

    /// Hands the outcomes to the journal. The batch before must lie there first.
    async fn record(&mut self) {
        self.settle().await;
        if self.unrecorded.is_empty() {
            return;
        }
        let batch = std::mem::take(&mut self.unrecorded);
        let (count, now) = (batch.len(), clock::timestamp());
        let answer = self
            .journal
            .hand_over(move |journal| journal.record(&batch, now))
            .await;
        self.recording = Some((count, answer));
    }

    async fn settle(&mut self) {
        if let Some((_, recording)) = self.recording.take()
            && let Err(error) = recording.wait().await
        {
            self.problem.get_or_insert(error.into());
        }
    }

    fn report(&mut self) {
        self.context.shared.people.send_map(self.sink);
        let done = self.tally.accounted_for();
        let elapsed = self.started.elapsed().saturating_sub(self.stood_still);
        let fresh = done - self.done_at_start;
        let open = self.of - self.done_at_start;
        self.rate.note(elapsed, fresh);
        let rates = (self.rate.over_last(LATELY), self.rate.over_last(MOMENTS));
        let now = remaining(fresh, open, elapsed, rates);
        let told = self.left.filter(|(at, left)| {
            elapsed.saturating_sub(*at) < SAID_FOR && left.is_some_and(|left| may_stand(left, now))
        });
        let (at, left) = told.unwrap_or((elapsed, now));
        self.left = Some((at, left));
        let waiting = waiting_for(self.context.userhub.http(), "UserHub")
            .or_else(|| waiting_for(self.context.auth0.http(), "Auth0"))
            .or_else(|| {
                // With nobody held back it is the other side's answers that everybody in flight waits for.
                let service = "UserHub";
                (!self.in_flight.is_empty()).then_some(Waiting::Answers { service })
            });
        self.sink.send(Event::Progress(Progress {
            done,
            of: self.of,
            tally: self.tally,
            rate: self.rate.over_last(MOMENTS),
            left,
            waiting,
            paused: self.is_paused() && self.in_flight.is_empty(),
        }));
    }
}

/// How somebody stands before they are seen to.
const fn before(action: ItemAction) -> SyncStatus {
    match action {
        ItemAction::Add => SyncStatus::ToAdd,
        ItemAction::Update => SyncStatus::ToUpdate,
    }
}

/// A cause that met everybody, in words; `last` is how it met one of them.
fn common_cause(cause: Cause, last: Option<&Problem>, setup: &Setup) -> Issue {
    let reason = last.map_or("", |problem| problem.reason.as_str());
    match (cause, &setup.userhub) {
        (Cause::NotFound, Some(side)) => Issue::nobody_found(
            &side.connection,
            &setup.domain,
            u64::from(crate::domain::guard::EVERYBODY),
        ),
        (Cause::Refused, Some(side)) => Issue::nobody_taken(&side.connection),
        (Cause::NotFound | Cause::Refused | Cause::NotTaken | Cause::FailedPrecondition, _) => {
            Issue::connection_not_active(None)
        }
        (Cause::SlowedDown(service), _) => Issue::slowed_down(service, None),
        (Cause::Unavailable, _) => client_issue(
            &crate::clients::error::ClientError::Unreachable {
                service: crate::clients::error::Service::UserHub,
                why: String::new(),
            },
            setup,
        ),
    }
    .with_detail(reason)
}

/// What is shown as the rate is that of this time.
const MOMENTS: Duration = Duration::from_secs(5);
/// What the remaining time follows from: long enough not to jump, and short enough to forget that a service once stood
/// still.
const LATELY: Duration = Duration::from_secs(30);

/// How many people were seen to at each moment of the last half minute.
#[derive(Default)]
struct Rate {
    marks: VecDeque<(Duration, u64)>,
}

impl Rate {
    fn note(&mut self, now: Duration, done: u64) {
        self.marks.push_back((now, done));
        // The mark before the time that counts is the one that it begins with.
        while self
            .marks
            .get(1)
            .is_some_and(|(at, _)| now.saturating_sub(*at) >= LATELY)
        {
            self.marks.pop_front();
        }
    }

    /// People a second over the last time.
    fn over_last(&self, time: Duration) -> f64 {
        let Some((now, done)) = self.marks.back().copied() else {
            return 0.0;
        };
        let mut marks = self.marks.iter().rev();
        let first = marks.find(|(at, _)| now.saturating_sub(*at) >= time);
        let (since, before) = first.or(self.marks.front()).copied().unwrap_or((now, done));
        let seconds = now.saturating_sub(since).as_secs_f64();
        if seconds > 0.0 {
            done.saturating_sub(before) as f64 / seconds
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_that_stood_still_is_forgotten_within_moments() {
        let mut rate = Rate::default();
        let second = Duration::from_secs;
        // A thousand people in a second, then nobody for 45 seconds, then 3,000 a second.
        rate.note(second(0), 0);
        rate.note(second(1), 1000);
        rate.note(second(46), 1000);
        for after in 1..=5 {
            rate.note(second(46 + after), 1000 + 3000 * after);
        }
        assert!((rate.over_last(MOMENTS) - 3000.0).abs() < 1.0);
        let rates = (rate.over_last(LATELY), rate.over_last(MOMENTS));
        let left = remaining(16_000, 20_000, second(51), rates).unwrap();
        assert!(left.most < second(20), "{left:?}");
    }
}
