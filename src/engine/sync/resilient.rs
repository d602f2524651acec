//! Carrying a plan out for the window: it waits for a network that is lost, and tries people again whom something stopped.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clock;
use crate::domain::issue::Issue;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::JournalSession;
use crate::engine::session::{self, userhub_side};
use crate::engine::sink::Sink;
use crate::engine::sync::begin::learn_limit;
use crate::engine::sync::context::{RunContext, SharedWithWindow};
use crate::engine::sync::ending::end;
use crate::engine::sync::{Prepared, run};
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::{Progress, Summary, Waiting};
use crate::store::journal::Journal;

/// How long it takes until a network that is lost is tried again.
const OFFLINE: Duration = Duration::from_secs(20);

/// Carries out as [`run()`] does, but waits for a network that is lost, and goes on from the same place.
pub(in crate::engine) async fn run_patiently(
    prepared: Option<Prepared>,
    plan: i64,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let Some(prepared) = prepared.filter(|prepared| prepared.run == plan) else {
        return run(None, plan, sink, stop).await;
    };
    loop {
        let (summary, result) = prepared.see_through(sink, stop).await;
        let is_offline = result
            .as_ref()
            .is_err_and(|failure| failure.is_offline(&prepared.setup));
        if !is_offline
            || prepared
                .wait_for_network(&summary, sink, stop)
                .await
                .is_err()
        {
            return prepared.finish(summary, result, sink);
        }
    }
}

/// Tries those of the newest plan again who need attention for one reason.
pub(in crate::engine) async fn try_again(
    setup: &Setup,
    reason: String,
    shared: SharedWithWindow,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let started = clock::instant();
    match reopen(setup, reason, (started, shared), stop).await {
        Ok(prepared) => {
            let (summary, result) = prepared.see_through(sink, stop).await;
            prepared.finish(summary, result, sink);
        }
        Err(failure) => sink.send(Event::Finished {
            summary: Summary::default(),
            end: end(Err(failure), setup),
        }),
    }
}

async fn reopen(
    setup: &Setup,
    reason: String,
    (began, shared): (Instant, SharedWithWindow),
    stop: &CancellationToken,
) -> Result<Prepared, Failure> {
    let side = userhub_side(setup)?;
    let auth0 = session::auth0(setup, Limits::SYNC, stop)?;
    let userhub = session::userhub(setup, side, Limits::SYNC, stop)?;
    let session = JournalSession::open(setup, shared.priority).await?;
    learn_limit(&auth0).await?;
    let latest = session.journal.with(|journal| journal.latest_run()).await?;
    let Some(latest) = latest else {
        return Err(Issue::interrupted(0, 0).into());
    };
    session
        .journal
        .with(move |journal| journal.retry_attention_for(&reason))
        .await?;
    Ok(Prepared {
        setup: setup.clone(),
        run: latest.id,
        context: Arc::new(RunContext {
            auth0: Arc::new(auth0),
            userhub: Arc::new(userhub),
            listed: latest.listed,
            reads: latest.listed,
            began,
            shared,
        }),
        took: began.elapsed(),
    })
}

impl Prepared {
    /// Waits until the network may be there again, or a person wants it tried now, and opens those again whom the loss
    /// has met.
    async fn wait_for_network(
        &self,
        summary: &Summary,
        sink: &Sink,
        stop: &CancellationToken,
    ) -> Result<(), Failure> {
        let began = clock::instant();
        let mut told = self.context.shared.paused.clone();
        told.mark_unchanged();
        while let Some(left) = OFFLINE.checked_sub(began.elapsed()) {
            sink.send(Event::Progress(Progress {
                done: summary.tally.accounted_for(),
                of: summary.read_auth0,
                tally: summary.tally,
                waiting: Some(Waiting::Offline {
                    service: "UserHub",
                    left,
                }),
                ..Progress::default()
            }));
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
                _ = told.changed() => break,
                () = stop.cancelled() => return Err(ClientError::Stopped.into()),
            }
        }
        let session = JournalSession::open(&self.setup, self.context.shared.priority).await?;
        Ok(session.journal.with(Journal::retry_attention).await?)
    }
}
