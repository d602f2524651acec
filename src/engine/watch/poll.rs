//! Looking for changes now and then, where Auth0's events are not to be had: the reading of an incremental sync, in rounds of
//! one run.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::comparison::{listening, tell_outcomes};
use super::{Halt, Watch, is_wanted};
use crate::clock;
use crate::domain::changes::{Way, way};
use crate::domain::live::NotToBeHad;
use crate::domain::tally::Tally;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{JournalPriority, JournalSession};
use crate::engine::read;
use crate::engine::sync::changes::Round;
use crate::engine::sync::context::RunContext;
use crate::protocol::event::Event;
use crate::protocol::live::{self as told, Source, State};
use crate::protocol::setup::Setup;
use crate::store::journal::Journal;

impl Watch<'_> {
    /// Waits for the next look at what has changed, or until it is time to ask for events again, and takes that look.
    pub(super) async fn look_now_and_then(&mut self, why: NotToBeHad) -> Result<(), Halt> {
        self.tell(State::Polling, Some(why.words().to_owned()));
        let now = clock::instant();
        let last = self.polled_at.or(self.compared_now);
        let due = last.map_or(now, |last| last + self.timing.poll);
        let again = self.no_events.map_or(now, |(_, again)| again);
        let until = due.min(again).max(now);
        self.mind_set_up().await;
        let wait = until.saturating_duration_since(now);
        let wait = self.set_up.until_due(self.timing.check_every, wait);
        self.sleep(wait).await;
        self.mind_set_up().await;
        if self.ends.is_cancelled() || clock::instant() < due {
            return Ok(());
        }
        self.poll().await?;
        self.alive();
        let now = clock::timestamp();
        self.sink.send(Event::Live(told::Event::Heard(now)));
        self.polled_at = Some(clock::instant());
        Ok(())
    }

    /// Takes one look. Whoever wants the journal meanwhile gets it.
    async fn poll(&mut self) -> Result<(), Halt> {
        let token = self.ends.child_token();
        let profile = self.setup.profile.clone();
        let mut work = std::pin::pin!(self.poll_until(&token));
        tokio::select! {
            done = &mut work => done,
            () = is_wanted(&profile) => {
                token.cancel();
                match work.await {
                    Err(Halt::Stopped) => Err(Halt::Busy),
                    done => done,
                }
            }
        }
    }

    async fn poll_until(&mut self, token: &CancellationToken) -> Result<(), Halt> {
        let session = JournalSession::open_apart(&self.setup, JournalPriority::GivesWay).await;
        let session = session.map_err(|failure| self.halt(failure))?;
        let baseline = session.journal.with(|journal| journal.baseline()).await;
        let baseline = baseline.map_err(|error| self.halt(error))?;
        let days = self.longest_without().as_hours() / 24;
        let days = u16::try_from(days + 1).unwrap_or(u16::MAX);
        let compared = match way(&baseline, days, clock::timestamp()) {
            Way::Changes(compared) => compared,
            Way::Everybody(because) => {
                tracing::info!(cause = because.code(), "everybody is compared");
                self.wants_comparison = true;
                return Ok(());
            }
        };
        let context = Arc::new(self.context(token, baseline.listed)?);
        let run = self.begin_run(&session).await?;
        let since = (compared.changes_from, baseline.listed);
        let came = look(&self.setup, &session, &context, run, since, token).await;
        self.requests.0 += context.auth0.http().calls();
        self.requests.1 += context.userhub.http().calls();
        let Some((next, result)) = came.map_err(|failure| self.halt(failure))? else {
            self.wants_comparison = true;
            return Ok(());
        };
        let next = result.is_ok().then_some(next);
        self.finish_round(&session, run, next).await?;
        result.map_err(|failure| self.halt(failure))
    }

    /// Tells what became of whom, and writes down how far it came.
    async fn finish_round(
        &mut self,
        session: &JournalSession,
        run: i64,
        next: Option<jiff::Timestamp>,
    ) -> Result<(), Halt> {
        let sink = self.sink.clone();
        let before = self.tally;
        let work = move |journal: &mut Journal| {
            let tally = tell_outcomes(journal, before, Source::Poll, &sink)?;
            journal.end_changes(run, &super::counts(tally), next, clock::timestamp())?;
            Ok::<Tally, _>(tally)
        };
        let tally = session.journal.with(work).await;
        self.tally = tally.map_err(|error| self.halt(error))?;
        Ok(())
    }
}

/// When the next look begins, and what ended this one early if anything did.
type ChangesOutcome = (jiff::Timestamp, Result<(), Failure>);

/// Reads who has changed since then, and brings them over. `None` when Auth0 did not name everybody who has.
async fn look(
    setup: &Setup,
    session: &JournalSession,
    context: &Arc<RunContext>,
    run: i64,
    (since, listed): (jiff::Timestamp, bool),
    stop: &CancellationToken,
) -> Result<Option<ChangesOutcome>, Failure> {
    let (quiet, _) = listening();
    let round = Round {
        setup,
        session,
        context,
        listed,
        run,
        sink: &quiet,
        stop,
    };
    let Some(next) = round.read(since).await? else {
        return Ok(None);
    };
    read::changes::late(&context.auth0, &session.journal).await?;
    let (_, result) = round.bring_over().await?;
    Ok(Some((next, result)))
}
