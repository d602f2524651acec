//! While changes are watched: now and then a look whether the set-up still stands, beside everything else, and a sign of life
//! for whoever supervises this process.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::domain::drift::{Drift, News};
use crate::domain::issue::Issue;
use crate::engine::checks;
use crate::engine::sink::Sink;
use crate::protocol::checks::Scope;
use crate::protocol::event::Event;
use crate::protocol::live;
use crate::protocol::setup::Setup;
use crate::protocol::ticket::Ticket;

/// Signs of life come no more often than this.
const ALIVE_EVERY: Duration = Duration::from_secs(20);

/// How often it is asked whether a look is over.
const LOOKED_FOR: Duration = Duration::from_millis(500);

/// A look at the set-up: its first problem, or `None` where it was cut off.
type Look = JoinHandle<Option<Option<Issue>>>;

/// The looks at the set-up.
pub(super) struct SetUp {
    drift: Drift,
    looked_at: Instant,
    look: Option<Look>,
    alive_at: Option<Instant>,
}

impl SetUp {
    pub(super) fn new() -> Self {
        Self {
            drift: Drift::default(),
            looked_at: clock::instant(),
            look: None,
            alive_at: None,
        }
    }
}

impl Drop for SetUp {
    fn drop(&mut self) {
        if let Some(look) = &self.look {
            look.abort();
        }
    }
}

impl SetUp {
    /// What a look that is over has come to, where that is to be told: what is the matter, or that it is well again.
    pub(super) async fn news(&mut self) -> Option<News> {
        let look = self.look.take_if(|look| look.is_finished())?;
        // What broke off has said nothing.
        let problem = look.await.ok().flatten()?;
        self.drift.looked(problem)
    }

    /// Begins a look where the last one is as long ago as this.
    pub(super) fn look_every(&mut self, every: Duration, setup: &Setup, ends: &CancellationToken) {
        if self.look.is_some() || self.looked_at.elapsed() < every {
            return;
        }
        self.looked_at = clock::instant();
        let (setup, ends) = (setup.clone(), ends.child_token());
        self.look = Some(tokio::spawn(async move {
            let (sink, ended) = listening();
            let (scope, ticket) = (Scope::Everything, Ticket::default());
            checks::staged::check(&setup, scope, None, ticket, &sink, &ends).await;
            let came = ended.lock().unwrap_or_else(PoisonError::into_inner).take();
            came.filter(|_| !ends.is_cancelled())
        }));
    }

    /// How long may be waited before it is to be asked again, `wait` at most.
    pub(super) fn until_due(&self, every: Duration, wait: Duration) -> Duration {
        let due = match self.look {
            Some(_) => LOOKED_FOR,
            None => every.saturating_sub(self.looked_at.elapsed()),
        };
        wait.min(due)
    }

    /// Whether a sign of life is due; it counts as given.
    pub(super) fn shows_life(&mut self) -> bool {
        let is_due = (self.alive_at).is_none_or(|at| at.elapsed() >= ALIVE_EVERY);
        if is_due {
            self.alive_at = Some(clock::instant());
        }
        is_due
    }
}

/// Tells, now and then, that something which tells of itself goes on.
pub(super) fn telling_alive(sink: &Sink) -> impl Fn() + Send + Sync + 'static {
    let (sink, told) = (sink.clone(), Mutex::<Option<Instant>>::default());
    move || {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|at| at.elapsed() >= ALIVE_EVERY) {
            *told = Some(clock::instant());
            sink.send(Event::Live(live::Event::Alive));
        }
    }
}

/// How checks ended, once they have.
type Ended = Arc<Mutex<Option<Option<Issue>>>>;

/// A sink that tells nobody, and keeps how the checks ended.
fn listening() -> (Sink, Ended) {
    let ended = Ended::default();
    let kept = Arc::clone(&ended);
    let sink = Sink::new(move |event| {
        if let Event::ChecksDone { problem, .. } = event {
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem);
        }
    });
    (sink, ended)
}
