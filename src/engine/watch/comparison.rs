//! The comparison of everybody that a watch rests on: a whole sync, carried out as any other.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::set_up::telling_alive;
use super::{Halt, Watch, is_wanted};
use crate::clients::http::Limits;
use crate::clock;
use crate::domain::live::ChangeKind;
use crate::domain::tally::{Outcome, Tally};
use crate::engine::persistence::journal_session::JournalPriority;
use crate::engine::session;
use crate::engine::sink::Sink;
use crate::engine::sync;
use crate::engine::sync::context::SharedWithWindow;
use crate::protocol::event::Event;
use crate::protocol::live::{self as told, Change, Source, State};
use crate::protocol::sync::End;
use crate::store::StoreError;
use crate::store::journal::Journal;

/// Events are read from this long before a comparison begins: what happens in the same moment is in one of both.
const OVERLAP: SignedDuration = SignedDuration::from_secs(60);

impl Watch<'_> {
    /// Compares everybody, and carries out what follows. Whoever wants the journal meanwhile gets it.
    pub(super) async fn compare(&mut self) -> Result<(), Halt> {
        let why = match (self.compared_at, self.offset_lost) {
            (_, true) => "Auth0 no longer has the events since this was here last.",
            (None, _) => "Everybody is compared once before changes are watched.",
            (Some(_), _) => {
                "Everybody is compared now and then, so that nothing is missed for long."
            }
        };
        self.tell(State::Comparing, Some(why.to_owned()));
        let token = self.ends.child_token();
        let done = {
            let profile = self.setup.profile.clone();
            let mut work = std::pin::pin!(self.compare_until(&token));
            tokio::select! {
                done = &mut work => done,
                () = is_wanted(&profile) => {
                    token.cancel();
                    // What is being changed at this moment is finished and recorded.
                    match work.await {
                        Err(Halt::Stopped) => Err(Halt::Busy),
                        done => done,
                    }
                }
            }
        };
        let began = done?;
        self.finish(began).await
    }

    /// Gives from when on events are to be read, if no offset is kept.
    async fn compare_until(
        &self,
        token: &CancellationToken,
    ) -> Result<(Timestamp, u64, u64), Halt> {
        let auth0 =
            session::auth0(&self.setup, Limits::SYNC, token).map_err(|error| self.halt(error))?;
        // By Auth0's clock: this computer's may be wrong.
        let now = auth0
            .http()
            .answers()
            .await
            .map_err(|error| self.halt(error))?;
        let now = now.unwrap_or_else(clock::timestamp);
        drop(auth0);
        let (quiet, ended) = listening_alive(self.sink);
        let shared = SharedWithWindow {
            priority: JournalPriority::Compares,
            ..self.shared.clone()
        };
        let prepared = sync::compare(&self.setup, false, shared, &quiet, token).await;
        let Some(prepared) = prepared else {
            let end = ended.lock().unwrap_or_else(PoisonError::into_inner).take();
            return Err(match end {
                Some(End::Problem(issue)) => Halt::from(*issue),
                Some(End::Done | End::Interrupted) | None => Halt::Stopped,
            });
        };
        let (summary, result) = prepared.see_through(&quiet, token).await;
        result.map_err(|failure| self.halt(failure))?;
        let from = now.checked_sub(OVERLAP).unwrap_or(now);
        Ok((from, summary.auth0_requests, summary.userhub_requests))
    }

    /// Notes that everybody was compared, and tells what became of whom.
    async fn finish(&mut self, (from, auth0, userhub): (Timestamp, u64, u64)) -> Result<(), Halt> {
        self.requests.0 += auth0;
        self.requests.1 += userhub;
        let session = self.open().await?;
        let now = clock::timestamp();
        let (sink, lost, before) = (self.sink.clone(), self.offset_lost, self.tally);
        let work = move |journal: &mut Journal| {
            let place = journal.place()?;
            let is_lost = place
                .kept_at
                .is_none_or(|at| crate::domain::live::is_stale(at, now));
            // An offset that holds is gone on from: what it brings again does no harm.
            if lost || is_lost {
                journal.read_events_from(from, now)?;
            }
            tell_outcomes(journal, before, Source::Comparison, &sink)
        };
        self.tally = session
            .journal
            .with(work)
            .await
            .map_err(|error| self.halt(error))?;
        self.compared_at = Some(now);
        self.compared_now = Some(clock::instant());
        (self.wants_comparison, self.offset_lost) = (false, false);
        self.compare_at = None;
        self.trouble = None;
        Ok(())
    }
}

/// Tells what became of whom in the newest plan, and counts them beside those before.
pub(super) fn tell_outcomes(
    journal: &Journal,
    before: Tally,
    source: Source,
    sink: &Sink,
) -> Result<Tally, StoreError> {
    let mut tally = before;
    journal.each_outcome(|one| {
        tally.add(one.outcome);
        sink.send(Event::Live(told::Event::Change(Box::new(Change {
            id: one.id,
            who: one.who,
            fields: one.fields,
            kind: kind_of(one.outcome),
            source,
            changed_at: None,
            done_at: one.at,
            outcome: outcome_of(one.outcome),
            problem: None,
            merged_into: None,
        }))));
    })?;
    Ok(tally)
}

/// What becomes of a user of a comparison, as a watch tells it.
pub(super) const fn outcome_of(outcome: Outcome) -> told::Outcome {
    match outcome {
        Outcome::Added => told::Outcome::Added,
        Outcome::Updated => told::Outcome::Updated,
        Outcome::UpToDate => told::Outcome::UpToDate,
        Outcome::Attention => told::Outcome::Attention,
        Outcome::Left => told::Outcome::Gone,
    }
}

/// How something ended, once it has.
type Ended = Arc<Mutex<Option<End>>>;

/// A sink that tells nobody, and keeps how it ended.
pub(super) fn listening() -> (Sink, Ended) {
    let ended = Ended::default();
    let kept = Arc::clone(&ended);
    let sink = Sink::new(move |event| {
        if let Event::Finished { end, .. } = event {
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(end);
        }
    });
    (sink, ended)
}

/// The same; what goes on is a sign of life for `sink`, and what becomes of people who left is told there: nobody else tells
/// of it.
fn listening_alive(sink: &Sink) -> (Sink, Ended) {
    let (quiet, ended) = listening();
    let alive = telling_alive(sink);
    let told = sink.clone();
    let sink = Sink::new(move |event| match event {
        Event::Removal(_) => told.send(event),
        Event::Reading(_) | Event::Progress(_) => alive(),
        event => quiet.send(event),
    });
    (sink, ended)
}

/// What must have happened to somebody of whom this became.
pub(super) const fn kind_of(outcome: Outcome) -> ChangeKind {
    match outcome {
        Outcome::Added => ChangeKind::Created,
        Outcome::Left => ChangeKind::Deleted,
        Outcome::Updated | Outcome::UpToDate | Outcome::Attention => ChangeKind::Updated,
    }
}
