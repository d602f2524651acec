//! Brings over those who have changed, on top of the last comparison of everybody: read, compared with what is known of
//! UserHub's side, and seen to like everybody else.
//!
//! [`sync`] is a run of its own, of one [`Round`]: those who are to be looked at are read into the journal, and then brought
//! over.

use std::sync::Arc;
use std::time::Instant;

use futures_util::stream::{self, StreamExt as _};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::clients::http::Limits;
use crate::clients::userhub::{Held, UserState};
use crate::clock;
use crate::domain::changes::{Compared, EverybodyBecause, Way, way};
use crate::domain::history::{Counts, Kind};
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::profile::Target;
use crate::engine::checks;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{Begun, JournalSession, effort};
use crate::engine::read;
use crate::engine::removal::policy;
use crate::engine::session::{self, ReadCounters, userhub_side, waiting_for};
use crate::engine::sink::Sink;
use crate::engine::sync::begin::begin;
use crate::engine::sync::context::{RunContext, SharedWithWindow};
use crate::engine::sync::ending::end;
use crate::engine::sync::run::Run;
use crate::engine::sync::{TICK, words};
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::{Scope, Summary};
use crate::store::journal::Journal;

/// How many users UserHub is asked about at once; the pace of requests is the pacer's.
const AT_ONCE: usize = 16;

/// Brings over those who have changed and tells what it came to, or tells why everybody has to be compared.
pub(in crate::engine) async fn sync(
    setup: &Setup,
    full_after: u16,
    shared: SharedWithWindow,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let started = clock::instant();
    let setup = &checks::staged::settle_domain(setup, stop).await;
    let mut summary = Summary::default();
    let answer = run(
        setup,
        (started, full_after),
        shared,
        &mut summary,
        sink,
        stop,
    )
    .await;
    let result = match answer {
        Ok(ChangesOutcome::ToItsEnd(result)) => result,
        Ok(ChangesOutcome::ToNothing(because)) => {
            return sink.send(Event::ComparisonNeeded(because));
        }
        Err(failure) => Err(failure),
    };
    summary.took = started.elapsed();
    sink.send(Event::Finished {
        summary,
        end: end(result, setup),
    });
}

/// How a run of changes ended.
pub(super) enum ChangesOutcome {
    /// Those who have changed were seen to, as far as that went.
    ToItsEnd(Result<(), Failure>),
    /// Everybody has to be compared.
    ToNothing(EverybodyBecause),
}

/// Brings over those who have changed, with what it came to in `summary`.
pub(super) async fn run(
    setup: &Setup,
    (started, full_after): (Instant, u16),
    shared: SharedWithWindow,
    summary: &mut Summary,
    sink: &Sink,
    stop: &CancellationToken,
) -> Result<ChangesOutcome, Failure> {
    let side = userhub_side(setup)?;
    let auth0 = session::auth0(setup, Limits::SYNC, stop)?;
    let userhub = session::userhub(setup, side, Limits::SYNC, stop)?;
    let session = JournalSession::open_apart(setup, shared.priority).await?;
    let baseline = session.journal.with(|journal| journal.baseline()).await?;
    let now = clock::timestamp();
    let compared = match way(&baseline, full_after, now) {
        Way::Changes(compared) => compared,
        Way::Everybody(because) => return Ok(ChangesOutcome::ToNothing(because)),
    };
    summary.scope = Scope::Changes {
        everybody_at: compared.everybody_at,
    };
    let priority = shared.priority;
    let context = Arc::new(RunContext {
        auth0: Arc::new(auth0),
        userhub: Arc::new(userhub),
        listed: false,
        reads: baseline.listed,
        began: started,
        shared: SharedWithWindow {
            // The window's map is of everybody's plan.
            people: Arc::default(),
            ..shared
        },
    });
    let mut begun = None;
    let worked = work(
        &session,
        setup,
        &context,
        (compared, baseline.listed),
        &mut begun,
        sink,
        stop,
    )
    .await;
    (summary.auth0_requests, summary.userhub_requests) =
        (context.auth0.http().calls(), context.userhub.http().calls());
    let effort = effort(
        (summary.auth0_requests, summary.userhub_requests),
        started.elapsed(),
    );
    let came = match worked {
        Ok(None) => Ok(ChangesOutcome::ToNothing(EverybodyBecause::NotAllChanges)),
        Ok(Some((counts, result))) => {
            (summary.tally, summary.read_auth0) = (counts.tally, counts.read_auth0);
            summary.pace = session::lesson(&context.auth0).map(Box::new);
            Ok(ChangesOutcome::ToItsEnd(result))
        }
        Err(failure) => Err(failure),
    };
    match (&came, begun) {
        (Ok(ChangesOutcome::ToNothing(_)), Some((run, _))) => {
            session
                .journal
                .with(move |journal| journal.forget_run(run))
                .await?;
        }
        (Ok(ChangesOutcome::ToItsEnd(Err(failure))) | Err(failure), begun) => {
            session
                .note_compared(begun, effort, Some(failure), setup)
                .await?;
        }
        (Ok(_), begun) => session.note_compared(begun, effort, None, setup).await?,
    }
    if let Ok(ChangesOutcome::ToItsEnd(Ok(()))) = &came {
        drop(session);
        let clients = (&*context.auth0, &*context.userhub);
        policy::apply(setup, clients, priority, sink).await;
    }
    came
}

/// Reads and sees to those who have changed; nothing when everybody has to be compared instead.
async fn work(
    session: &JournalSession,
    setup: &Setup,
    context: &Arc<RunContext>,
    (compared, listed): (Compared, bool),
    begun: &mut Option<Begun>,
    sink: &Sink,
    stop: &CancellationToken,
) -> Result<Option<(Counts, Result<(), Failure>)>, Failure> {
    begin(&context.auth0, setup, sink).await?;
    let (now, keep_days) = (clock::timestamp(), setup.keep_days);
    let run = session
        .journal
        .with(move |journal| journal.begin_changes(Kind::Changes, now, keep_days))
        .await?;
    *begun = Some(session.begin(run).await?);
    let round = Round {
        setup,
        session,
        context,
        listed,
        run,
        sink,
        stop,
    };
    let Some(next) = round.read(compared.changes_from).await? else {
        return Ok(None);
    };
    read::changes::late(&context.auth0, &session.journal).await?;
    let (counts, result) = round.bring_over().await?;
    let (now, next) = (clock::timestamp(), result.is_ok().then_some(next));
    session
        .journal
        .with(move |journal| journal.end_changes(run, &counts, next, now))
        .await?;
    Ok(Some((counts, result)))
}

/// What a round over those who have changed works with.
pub(in crate::engine) struct Round<'a> {
    pub(in crate::engine) setup: &'a Setup,
    /// The journal, opened apart.
    pub(in crate::engine) session: &'a JournalSession,
    /// `listed` is false in it, since nobody of those who have changed need be on the list.
    pub(in crate::engine) context: &'a Arc<RunContext>,
    /// Whether UserHub's users were listed when everybody was compared.
    pub(in crate::engine) listed: bool,
    /// The run whose rounds these are.
    pub(in crate::engine) run: i64,
    pub(in crate::engine) sink: &'a Sink,
    pub(in crate::engine) stop: &'a CancellationToken,
}

impl Round<'_> {
    /// Begins a round with those who have changed from `from` on. The answer is when the next reading has to begin, once
    /// these are brought over; `None` when Auth0 did not name everybody who has changed.
    pub(in crate::engine) async fn read(
        &self,
        from: Timestamp,
    ) -> Result<Option<Timestamp>, Failure> {
        let (auth0, journal) = (&self.context.auth0, &self.session.journal);
        journal.with(Journal::begin_round).await?;
        let counters = ReadCounters::default();
        let reading = read::changes::changed(auth0, journal, from, &counters);
        let report = async {
            loop {
                tokio::time::sleep(TICK).await;
                let waiting = waiting_for(auth0.http(), "Auth0");
                self.sink.send(Event::Reading(counters.report(waiting)));
            }
        };
        tokio::select! {
            read = reading => read,
            never = report => never,
        }
    }

    /// Compares those of the round with what is known of UserHub's side, and sees to those who differ. Gives the counts, and
    /// what ended it early if anything did.
    pub(in crate::engine) async fn bring_over(
        &self,
    ) -> Result<(Counts, Result<(), Failure>), Failure> {
        let (run, listed, journal) = (self.run, self.listed, &self.session.journal);
        let uncertain = journal
            .with(move |journal| journal.gather_known(listed))
            .await?;
        if self.context.reads {
            self.ask_userhub(uncertain).await?;
        }
        let (now, sink) = (clock::timestamp(), self.sink.clone());
        let plan = move |journal: &mut Journal| {
            // Whom an undo has taken back stays as they are until they are restored.
            journal.leave_out_taken_back(run)?;
            journal.plan_changes(run, now, words)?;
            journal.each_attention(|id, problem| {
                sink.send(Event::Attention {
                    id: id.to_owned(),
                    reason: problem.reason,
                    fix: problem.fix,
                });
            })?;
            journal.counts(run)
        };
        let planned = journal.with(plan).await?;
        let result = if planned.open() == 0 {
            Ok(())
        } else {
            let at_start = (planned.tally, planned.open());
            let work = Run::new(
                Arc::clone(self.context),
                self.setup,
                journal,
                self.sink,
                self.stop,
                at_start,
                true,
            );
            work.carry_out().await
        };
        let keep = move |journal: &mut Journal| {
            journal.keep_round(run)?;
            journal.counts(run)
        };
        Ok((journal.with(keep).await?, result))
    }

    /// Asks UserHub for those of whom what is known may be out of date.
    async fn ask_userhub(
        &self,
        uncertain: Vec<(Auth0UserId, UserHubUserId)>,
    ) -> Result<(), Failure> {
        let userhub = &self.context.userhub;
        let mut answers = stream::iter(uncertain)
            .map(async |(id, userhub_id)| {
                let held = userhub.get(&userhub_id).await;
                (id, held)
            })
            .buffer_unordered(AT_ONCE);
        let (mut held, mut not_held) = (Vec::new(), Vec::new());
        while let Some(answer) = answers.next().await {
            match answer {
                (id, Ok(Some(found))) => held.push(as_target(id, found)),
                (id, Ok(None)) => not_held.push(id),
                // They are seen to like somebody new, which tells what is the matter with them alone.
                (id, Err(error)) if error.is_about_one() => not_held.push(id),
                (_, Err(error)) => return Err(error.into()),
            }
        }
        drop(answers);
        let note = move |journal: &mut Journal| {
            journal.not_held(&not_held)?;
            journal.add_targets(&held)
        };
        Ok(self.session.journal.with(note).await?)
    }
}

fn as_target(id: Auth0UserId, held: Held) -> Target {
    Target {
        id,
        userhub_id: held.id,
        pending_deletion: held.state == UserState::PendingDeletion,
        profile: held.profile,
        // One user as UserHub has them; the day is told by a list alone.
        created_at: None,
    }
}
