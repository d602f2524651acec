//! Looking for changes now and then, where Auth0's events are not to be had: the reading of an incremental sync, in rounds of
//! one run.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::comparison::{kind_of, listening, outcome_of};
use super::{Halt, Watch, is_wanted};
use crate::clock;
use crate::domain::changes::{Way, way};
use crate::domain::live::NotToBeHad;
use crate::domain::tally::Tally;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{JournalSession, Manners};
use crate::engine::read;
use crate::engine::sync::changes::Round;
use crate::engine::sync::context::RunContext;
use crate::protocol::event::Event;
use crate::protocol::live::{self as told, Change, Source, State};
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
        self.sleep(until.saturating_duration_since(now)).await;
        if self.ends.is_cancelled() || clock::instant() < due {
            return Ok(());
        }
        self.poll().await?;
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
        let desk = JournalSession::open_apart(&self.setup, Manners::GivesWay).await;
        let desk = desk.map_err(|failure| self.halt(failure))?;
        let footing = desk.journal.with(|journal| journal.footing()).await;
        let footing = footing.map_err(|error| self.halt(error))?;
        let days = self.longest_without().as_hours() / 24;
        let days = u16::try_from(days + 1).unwrap_or(u16::MAX);
        let compared = match way(&footing, days, clock::timestamp()) {
            Way::Changes(compared) => compared,
            Way::Everybody(because) => {
                tracing::info!(cause = because.code(), "everybody is compared");
                self.wants_comparison = true;
                return Ok(());
            }
        };
        let context = Arc::new(self.context(token, footing.listed)?);
        let run = self.begin_run(&desk).await?;
        let since = (compared.changes_from, footing.listed);
        let came = look(&self.setup, &desk, &context, run, since, token).await;
        self.requests.0 += context.auth0.http().calls();
        self.requests.1 += context.userhub.http().calls();
        let Some((next, result)) = came.map_err(|failure| self.halt(failure))? else {
            self.wants_comparison = true;
            return Ok(());
        };
        let next = result.is_ok().then_some(next);
        self.finish_round(&desk, run, next).await?;
        result.map_err(|failure| self.halt(failure))
    }

    /// Tells what became of whom, and writes down how far it came.
    async fn finish_round(
        &mut self,
        desk: &JournalSession,
        run: i64,
        next: Option<jiff::Timestamp>,
    ) -> Result<(), Halt> {
        let sink = self.sink.clone();
        let before = self.tally;
        let work = move |journal: &mut Journal| {
            let mut tally = before;
            journal.each_outcome(|id, outcome, at| {
                tally.add(outcome);
                sink.send(Event::Live(told::Event::Change(Box::new(Change {
                    id,
                    kind: kind_of(outcome),
                    source: Source::Poll,
                    changed_at: None,
                    done_at: at,
                    outcome: outcome_of(outcome),
                    problem: None,
                    merged_into: None,
                }))));
            })?;
            journal.end_changes(run, &super::counts(tally), next, clock::timestamp())?;
            Ok::<Tally, _>(tally)
        };
        let tally = desk.journal.with(work).await;
        self.tally = tally.map_err(|error| self.halt(error))?;
        Ok(())
    }
}

/// When the next look begins, and what ended this one early if anything did.
type Came = (jiff::Timestamp, Result<(), Failure>);

/// Reads who has changed since then, and brings them over. `None` when Auth0 did not name everybody who has.
async fn look(
    setup: &Setup,
    desk: &JournalSession,
    context: &Arc<RunContext>,
    run: i64,
    (since, listed): (jiff::Timestamp, bool),
    stop: &CancellationToken,
) -> Result<Option<Came>, Failure> {
    let (quiet, _) = listening();
    let round = Round {
        setup,
        desk,
        context,
        listed,
        run,
        sink: &quiet,
        stop,
    };
    let Some(next) = round.read(since).await? else {
        return Ok(None);
    };
    read::changes::late(&context.auth0, &desk.journal).await?;
    let (_, result) = round.bring_over().await?;
    Ok(Some((next, result)))
}
