//! A sync that nobody watches: it waits for the network and for its turn, within bounds, and refuses a first run that nobody
//! has looked at.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clock;
use crate::domain::issue::{Code, Issue};
use crate::engine::checks;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::on_the_disk;
use crate::engine::session::{self, ReadCounters};
use crate::engine::sink::Sink;
use crate::engine::sync::context::SharedWithWindow;
use crate::engine::sync::ending::end;
use crate::engine::sync::{changes, prepare};
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::{Reading, Summary, Waiting};
use crate::protocol::unattended::Unattended;
use crate::store::journal::Past;
use crate::store::lock::ProfileLock;

/// How long a network that is lost is left alone at first, and at most.
const OFFLINE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(300));
/// How often it is looked whether another run is over.
const TURN: Duration = Duration::from_secs(1);

/// Syncs, and tells what it came to.
pub(in crate::engine) async fn sync(
    setup: &Setup,
    how: Unattended,
    shared: SharedWithWindow,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let started = clock::instant();
    let setup = &checks::staged::settle_domain(setup, stop).await;
    let mut left = how.patience;
    let mut everybody = how.changes.is_none();
    let (mut summary, result) = loop {
        let attempt = attempt(setup, how, &mut everybody, &shared, sink, stop).await;
        let Err(failure) = &attempt.1 else {
            break attempt;
        };
        let waited = match wait_for(setup, failure, left, sink, stop).await {
            Some(waited) if waited <= left => waited,
            _ => break attempt,
        };
        left -= waited;
    };
    summary.took = started.elapsed();
    sink.send(Event::Finished {
        summary,
        end: end(result, setup),
    });
}

async fn attempt(
    setup: &Setup,
    how: Unattended,
    everybody: &mut bool,
    shared: &SharedWithWindow,
    sink: &Sink,
    stop: &CancellationToken,
) -> (Summary, Result<(), Failure>) {
    let started = clock::instant();
    if let (false, Some(full_after)) = (*everybody, how.changes) {
        let mut summary = Summary::default();
        let came = changes::run(
            setup,
            (started, full_after),
            shared.clone(),
            &mut summary,
            sink,
            stop,
        );
        match came.await {
            Ok(changes::ChangesOutcome::ToItsEnd(result)) => return (summary, result),
            Ok(changes::ChangesOutcome::ToNothing(because)) => {
                sink.send(Event::ComparisonNeeded(because));
                *everybody = true;
            }
            Err(failure) => return (summary, Err(failure)),
        }
    }
    if !how.seen
        && let Err(failure) = is_seen(setup).await
    {
        return (Summary::default(), Err(failure));
    }
    shared.people.forget();
    let counters = ReadCounters::default();
    let prepared = prepare(
        setup,
        (started, shared.clone()),
        &counters,
        false,
        sink,
        stop,
    );
    match prepared.await {
        Ok(prepared) => prepared.see_through(sink, stop).await,
        Err((failure, requests)) => {
            let summary = Summary {
                auth0_requests: requests.0,
                userhub_requests: requests.1,
                ..Summary::default()
            };
            (summary, Err(failure))
        }
    }
}

/// Refuses a first run that nobody has looked at.
pub(in crate::engine) async fn is_seen(setup: &Setup) -> Result<(), Failure> {
    let profile = setup.profile.clone();
    let has_synced = move || {
        let past = Past::open(&profile)?;
        Ok(past.is_some_and(|past| past.has_synced().is_ok_and(|has| has)))
    };
    if on_the_disk(has_synced).await? {
        Ok(())
    } else {
        Err(Issue::first_run_unseen().into())
    }
}

/// Waits until what has failed may go well, for `left` at most; gives how long that took. `None` where there is nothing to wait
/// for, or it was stopped.
async fn wait_for(
    setup: &Setup,
    failure: &Failure,
    left: Duration,
    sink: &Sink,
    stop: &CancellationToken,
) -> Option<Duration> {
    if left.is_zero() || failure.is_stop() {
        return None;
    }
    let issue = failure.issue(setup);
    let waiting = async {
        if issue.code == Code::AnotherRunBusy {
            wait_for_turn(setup, left, &issue, sink).await
        } else if failure.is_offline(setup) {
            wait_for_network(setup, left, sink, stop).await
        } else {
            None
        }
    };
    tokio::select! {
        waited = waiting => waited,
        () = stop.cancelled() => None,
    }
}

async fn wait_for_turn(
    setup: &Setup,
    left: Duration,
    issue: &Issue,
    sink: &Sink,
) -> Option<Duration> {
    tell(
        sink,
        Waiting::Turn {
            why: issue.why.clone(),
        },
    );
    let mut waited = Duration::ZERO;
    loop {
        let pause = TURN.min(left.checked_sub(waited).filter(|left| !left.is_zero())?);
        tokio::time::sleep(pause).await;
        waited += pause;
        if !ProfileLock::is_held(&setup.profile) {
            return Some(waited);
        }
    }
}

async fn wait_for_network(
    setup: &Setup,
    left: Duration,
    sink: &Sink,
    stop: &CancellationToken,
) -> Option<Duration> {
    let (mut pause, most) = OFFLINE;
    let mut waited = Duration::ZERO;
    loop {
        let next = pause.min(left.checked_sub(waited).filter(|left| !left.is_zero())?);
        tell(
            sink,
            Waiting::Offline {
                service: "a service",
                left: next,
            },
        );
        tokio::time::sleep(next).await;
        waited += next;
        pause = most.min(pause * 2);
        if is_there(setup, stop).await {
            return Some(waited);
        }
    }
}

/// Whether both services answer at all, whatever they say.
async fn is_there(setup: &Setup, stop: &CancellationToken) -> bool {
    let look = async {
        session::auth0(setup, Limits::CHECK, stop)?.issuer().await?;
        if let Some(side) = &setup.userhub {
            let userhub = session::userhub(setup, side, Limits::CHECK, stop)?;
            userhub.list(None, 1).await?;
        }
        Ok::<_, Failure>(())
    };
    match look.await {
        Ok(()) => true,
        Err(Failure::Client(ClientError::Stopped)) => false,
        Err(failure) => !failure.is_offline(setup),
    }
}

fn tell(sink: &Sink, waiting: Waiting) {
    sink.send(Event::Reading(Reading {
        waiting: Some(waiting),
        ..Reading::default()
    }));
}
