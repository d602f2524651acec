//! Watching for changes: a set-up goes in; each change that came over, and each change of what the watch does, come out
//! until it is stopped.
//!
//! [`comparison`] compares everybody, at first and now and then. [`live`] brings over whom Auth0's events name, which
//! [`reader`] reads, or [`poll`] what has changed where there are none; [`set_up`] looks whether the set-up still stands; [`user`] sees to one of them, and [`gone`] to one whom Auth0 has no longer. What is at hand in the journal
//! at any moment is enough to go on after the process was killed.

mod comparison;
mod gone;
mod live;
mod poll;
mod reader;
mod set_up;
mod user;
mod user_queue;

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::domain::drift::News;
use crate::domain::history::{Counts, Effort, Trouble};
use crate::domain::issue::{Code, ExitKind, Issue};
use crate::domain::live::{NotToBeHad, is_stale};
use crate::domain::tally::Tally;
use crate::engine::checks;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{JournalPriority, JournalSession};
use crate::engine::sink::Sink;
use crate::engine::sync::context::SharedWithWindow;
use crate::engine::sync::unattended::is_seen;
use crate::protocol::event::Event;
use crate::protocol::live::{self as told, State, Summary, Timing};
use crate::protocol::setup::Setup;
use crate::protocol::sync::End;
use crate::store::StoreError;
use crate::store::lock::{GIVES_WAY, ProfileLock, Wish};

/// How often it is looked whether somebody else wants the journal, and whether something is due.
const TICK: Duration = Duration::from_millis(300);

/// How often a long wait is looked up from.
const AWAKE: Duration = Duration::from_secs(30);

/// How old the last comparison may be at a start, where no other age is asked for.
const LONGEST_WITHOUT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long it waits at first for a service that cannot be reached, and at last.
const OFFLINE: (Duration, Duration) = (Duration::from_secs(5), Duration::from_mins(2));

/// Comparisons that events which cannot be read call for come no sooner than this one after the other.
const BETWEEN_COMPARISONS: Duration = Duration::from_hours(1);

/// Watches until it is stopped, or its time is over.
pub(super) async fn watch(setup: &Setup, timing: Timing, sink: &Sink, stop: &CancellationToken) {
    let paused = tokio::sync::watch::channel(false);
    let ends = stop.child_token();
    let timer = timing.lasts.map(|lasts| {
        let ends = ends.clone();
        tokio::spawn(async move {
            tokio::time::sleep(lasts).await;
            ends.cancel();
        })
    });
    let mut watch = Watch {
        setup: checks::staged::settle_domain(setup, &ends).await,
        timing,
        shared: SharedWithWindow {
            priority: JournalPriority::GivesWay,
            // The window's map and its pause are of the sync that a person has begun.
            people: Arc::default(),
            paused: paused.1,
        },
        sink,
        ends,
        began: clock::instant(),
        told: None,
        trouble: None,
        run: None,
        tally: Tally::default(),
        requests: (0, 0),
        compared_at: None,
        compared_now: None,
        polled_at: None,
        asked_at: None,
        compare_at: None,
        wants_comparison: false,
        offset_lost: false,
        no_events: None,
        offline: OFFLINE.0,
        set_up: set_up::SetUp::new(),
        heard_at: None,
    };
    let refused = watch.go_on().await;
    if let Some(timer) = timer {
        timer.abort();
    }
    watch.close().await;
    let end = match (refused, watch.trouble.take()) {
        (Some(issue), _) | (None, Some(issue)) => End::Problem(issue),
        (None, None) if stop.is_cancelled() => End::Interrupted,
        (None, None) => End::Done,
    };
    // Whoever stops it does not ask how it was doing.
    let end = if stop.is_cancelled() {
        End::Interrupted
    } else {
        end
    };
    sink.send(Event::Live(told::Event::Ended(Box::new(
        watch.summary(end),
    ))));
}

/// Why something could not be gone on with.
pub(super) enum Halt {
    /// It was stopped, or its time is over.
    Stopped,
    /// Somebody else wants the journal, or has it.
    Busy,
    /// Something is in the way.
    Issue(Box<Issue>),
}

impl Halt {
    fn of(failure: &Failure, setup: &Setup) -> Self {
        if failure.is_stop() {
            return Self::Stopped;
        }
        match failure {
            Failure::Store(StoreError::Locked { .. }) => Self::Busy,
            failure => Self::from(failure.issue(setup)),
        }
    }
}

impl From<Issue> for Halt {
    fn from(issue: Issue) -> Self {
        if issue.code == Code::AnotherRunBusy {
            return Self::Busy;
        }
        Self::Issue(Box::new(issue))
    }
}

/// A watch as it goes on.
pub(super) struct Watch<'a> {
    setup: Setup,
    timing: Timing,
    shared: SharedWithWindow,
    sink: &'a Sink,
    /// Ends everything.
    ends: CancellationToken,
    began: Instant,
    /// What was told last of what it does.
    told: Option<(State, Option<String>)>,
    /// What is in the way now.
    trouble: Option<Box<Issue>>,
    /// The run of History that it is.
    run: Option<i64>,
    tally: Tally,
    requests: (u64, u64),
    /// When everybody was compared last, whoever did that.
    compared_at: Option<Timestamp>,
    /// When this watch did.
    compared_now: Option<Instant>,
    /// When it was looked last for what has changed.
    polled_at: Option<Instant>,
    /// When events that could not be read called for a comparison last.
    asked_at: Option<Instant>,
    /// When that comparison is to be.
    compare_at: Option<Instant>,
    /// Whether everybody is to be compared before anything else.
    wants_comparison: bool,
    /// Whether what the kept offset points at is gone.
    offset_lost: bool,
    /// Why Auth0's events are not to be had, and when it is tried again whether they are.
    no_events: Option<(NotToBeHad, Instant)>,
    offline: Duration,
    set_up: set_up::SetUp,
    /// The sign of life from Auth0 that was told last.
    heard_at: Option<Timestamp>,
}

impl Watch<'_> {
    /// Goes on until it is stopped. The answer is what keeps it from beginning at all.
    async fn go_on(&mut self) -> Option<Box<Issue>> {
        if let Some(issue) = self.is_watched_already() {
            return Some(Box::new(issue));
        }
        if self.timing.refuses_unseen
            && let Err(failure) = is_seen(&self.setup).await
        {
            return Some(Box::new(failure.issue(&self.setup)));
        }
        let mut is_ready = false;
        while !self.ends.is_cancelled() {
            let done = if is_ready {
                self.turn().await
            } else {
                self.look_back().await
            };
            match done {
                Ok(()) => {
                    is_ready = true;
                    self.offline = OFFLINE.0;
                }
                Err(Halt::Stopped) => {}
                Err(Halt::Busy) => self.wait_in_line().await,
                Err(Halt::Issue(issue)) if issue.exit() == ExitKind::Usage => return Some(issue),
                Err(Halt::Issue(issue)) => self.rest(issue).await,
            }
        }
        None
    }

    /// Two watches of one set-up would only take turns.
    fn is_watched_already(&self) -> Option<Issue> {
        match ProfileLock::take(&self.setup.profile, GIVES_WAY) {
            Err(StoreError::Locked { holder }) if holder.starts_with(GIVES_WAY) => {
                Some(Issue::run_in_progress(&holder))
            }
            Ok(_) | Err(_) => None,
        }
    }

    /// Looks whether it can go on from an earlier comparison.
    async fn look_back(&mut self) -> Result<(), Halt> {
        let session = self.open().await?;
        let look = |journal: &mut crate::store::journal::Journal| {
            Ok((journal.place()?, journal.baseline()?))
        };
        let (place, baseline) = session
            .journal
            .with(look)
            .await
            .map_err(|error| self.halt(error))?;
        let now = clock::timestamp();
        // One that was cut off is gone on with first.
        let compared = baseline.compared.filter(|_| baseline.is_whole);
        let compared_at = compared.map(|compared| compared.everybody_at);
        self.compared_at = compared_at;
        let is_old = compared_at.is_none_or(|at| now.duration_since(at) > self.longest_without());
        let is_lost = place.kept_at.is_none_or(|at| is_stale(at, now));
        self.wants_comparison = is_old || is_lost;
        Ok(())
    }

    /// One thing after the other.
    async fn turn(&mut self) -> Result<(), Halt> {
        if self.wants_comparison || self.is_comparison_due() {
            return self.compare().await;
        }
        match self.no_events {
            Some((why, again)) if clock::instant() < again => self.look_now_and_then(why).await,
            _ => self.live().await,
        }
    }

    fn longest_without(&self) -> SignedDuration {
        let asked = self.timing.full_every;
        asked.map_or(LONGEST_WITHOUT, |every| {
            SignedDuration::try_from(every).unwrap_or(SignedDuration::MAX)
        })
    }

    fn is_comparison_due(&self) -> bool {
        if self.compare_at.is_some_and(|at| at <= clock::instant()) {
            return true;
        }
        let age = |at: Timestamp| clock::timestamp().duration_since(at);
        let is_old = |at| age(at) > self.longest_without();
        self.timing.full_every.is_some() && self.compared_at.is_none_or(is_old)
    }

    /// Asks for a comparison of everybody; where that was asked for a short while ago, for one when that while is over.
    fn ask_for_comparison(&mut self) {
        let now = clock::instant();
        let at = self
            .asked_at
            .map_or(now, |asked| (asked + BETWEEN_COMPARISONS).max(now));
        self.asked_at = Some(at);
        self.compare_at.get_or_insert(at);
    }

    /// Events are not to be had: it is tried again later.
    fn do_without_events(&mut self, why: NotToBeHad) {
        let again = self.timing.events_again.unwrap_or(why.again());
        self.no_events = Some((why, clock::instant() + again));
    }

    async fn open(&self) -> Result<JournalSession, Halt> {
        let opened = JournalSession::open(&self.setup, JournalPriority::GivesWay).await;
        opened.map_err(|failure| Halt::of(&failure, &self.setup))
    }

    fn halt(&self, error: impl Into<Failure>) -> Halt {
        Halt::of(&error.into(), &self.setup)
    }

    /// Waits until nobody else has the journal, or wants it.
    async fn wait_in_line(&mut self) {
        let why = "Another command is at work; this goes on when it is done.";
        self.tell(State::Waiting, Some(why.to_owned()));
        let mut quiet = 0;
        // A sync is two commands, one right after the other.
        while quiet < 4 && !self.ends.is_cancelled() {
            self.sleep(TICK).await;
            let profile = &self.setup.profile;
            let is_busy = Wish::is_there(profile) || ProfileLock::is_held(profile);
            quiet = if is_busy { 0 } else { quiet + 1 };
        }
    }

    /// Tells what is in the way, and waits before it is tried again.
    async fn rest(&mut self, issue: Box<Issue>) {
        let is_passing = issue.exit() == ExitKind::Unreachable;
        let state = if is_passing {
            State::Waiting
        } else {
            State::Problem
        };
        self.tell_of(state, Some(issue.what.clone()), Some(issue.clone()));
        self.trouble = Some(issue);
        let wait = if is_passing {
            let wait = self.offline;
            self.offline = (wait * 2).min(OFFLINE.1);
            wait
        } else {
            self.timing.refused_again
        };
        self.sleep(wait).await;
    }

    /// Looks at the set-up where it is time, and tells what a look has come to.
    async fn mind_set_up(&mut self) {
        if let Some(news) = self.set_up.news().await {
            let issue = match news {
                News::Broken(issue) => Some(issue),
                News::Well => None,
            };
            self.sink.send(Event::Live(told::Event::SetUp { issue }));
        }
        let every = self.timing.check_every;
        self.set_up.look_every(every, &self.setup, &self.ends);
    }

    /// Says that this goes on: bytes came from Auth0, a look was over, or a wait that is meant goes on.
    fn alive(&mut self) {
        if self.set_up.shows_life() {
            self.sink.send(Event::Live(told::Event::Alive));
        }
    }

    /// Waits; that is meant, and whoever supervises this hears that it goes on.
    async fn sleep(&mut self, length: Duration) {
        let mut sleep = std::pin::pin!(tokio::time::sleep(length));
        let ends = self.ends.clone();
        loop {
            self.alive();
            tokio::select! {
                () = &mut sleep => return,
                () = ends.cancelled() => return,
                () = tokio::time::sleep(AWAKE) => {}
            }
        }
    }

    /// Tells what it does, once for each change.
    fn tell(&mut self, state: State, why: Option<String>) {
        if matches!(state, State::Live | State::Polling) {
            self.trouble = None;
        }
        self.tell_of(state, why, None);
    }

    fn tell_of(&mut self, state: State, why: Option<String>, issue: Option<Box<Issue>>) {
        let now = Some((state, why.clone()));
        if self.told != now {
            self.told = now;
            let event = told::Event::State { state, why, issue };
            self.sink.send(Event::Live(event));
        }
    }

    /// Ends its run in History.
    async fn close(&mut self) {
        let Some(run) = self.run else { return };
        let Ok(session) = self.open().await else {
            return;
        };
        let (counts, now) = (counts(self.tally), clock::timestamp());
        let effort = Effort {
            auth0_requests: self.requests.0,
            userhub_requests: self.requests.1,
            took: self.began.elapsed(),
        };
        let trouble = self.trouble.as_deref().map(Trouble::from);
        let ended = session.journal.with(move |journal| {
            journal.watched(run, &[], &counts, now)?;
            journal.end_watch(run, now)?;
            journal.note_end(run, Some(effort), trouble.as_ref(), now)
        });
        if let Err(error) = ended.await {
            tracing::warn!(%error, "the end of a watch could not be written down");
        }
    }

    fn summary(&self, end: End) -> Summary {
        Summary {
            tally: self.tally,
            auth0_requests: self.requests.0,
            userhub_requests: self.requests.1,
            took: self.began.elapsed(),
            compared_at: self.compared_at,
            end,
        }
    }
}

/// The counts of a run that watches: nothing but what became of those whom it looked at.
fn counts(tally: Tally) -> Counts {
    Counts {
        tally,
        read_auth0: tally.accounted_for(),
        ..Counts::default()
    }
}

/// Ends when somebody else wants the journal of this profile.
async fn is_wanted(profile: &std::path::Path) {
    loop {
        tokio::time::sleep(TICK).await;
        if Wish::is_there(profile) {
            return;
        }
    }
}
