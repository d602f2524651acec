//! A sync in two commands: compare, which ends with a plan, and run, which carries that very plan out.

pub(super) mod begin;
mod certified;
pub(super) mod changes;
pub(super) mod context;
pub(super) mod ending;
pub(super) mod one_user;
mod outlook;
pub(super) mod people;
pub(super) mod resilient;
pub(super) mod roster;
pub(super) mod run;
pub(super) mod sync_user;
pub(super) mod unattended;
pub(super) mod verify;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::Auth0;
use crate::clients::http::Limits;
use crate::clients::userhub::UserHub;
use crate::clock;
use crate::domain::certificate::Certificate;
use crate::domain::completeness::NotProved;
use crate::domain::guard::{Seen, Verdict, judge};
use crate::domain::issue::Issue;
use crate::domain::resume::is_fresh;
use crate::domain::tally::Tally;
use crate::engine::checks;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::engine::persistence::journal_session::{Begun, JournalSession, Requests, effort};
use crate::engine::read;
use crate::engine::read::auth0::Reading;
use crate::engine::removal::bring_back;
use crate::engine::removal::collect::collect;
use crate::engine::removal::policy;
use crate::engine::session::{self, ReadCounters, userhub_side, waiting_for};
use crate::engine::sink::Sink;
use crate::engine::sync::begin::{begin, learn_limit};
use crate::engine::sync::certified::{certify, is_complete};
use crate::engine::sync::context::{RunContext, SharedWithWindow};
use crate::engine::sync::ending::{end, state_after};
use crate::engine::sync::run::Run;
pub(super) use crate::engine::sync::sync_user::words;
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::{End, Plan, Scope, Summary};
use crate::store::StoreError;
use crate::store::journal::{Journal, Run as JournalRun, RunState};

/// How often reading is reported.
const TICK: Duration = Duration::from_millis(100);

/// A plan that stands, with the clients that made it and what they have learnt of the services' limits.
pub(super) struct Prepared {
    pub(super) setup: Setup,
    pub(super) run: i64,
    pub(super) context: Arc<RunContext>,
    /// How long making the plan took. The time until a person runs it is not counted.
    pub(super) took: Duration,
}

/// Compares both sides. The answer is what [`run()`] needs, when a plan stands.
pub(super) async fn compare(
    setup: &Setup,
    list_plan: bool,
    shared: SharedWithWindow,
    sink: &Sink,
    stop: &CancellationToken,
) -> Option<Prepared> {
    let started = clock::instant();
    shared.people.forget();
    let counters = ReadCounters::default();
    let setup = &checks::staged::settle_domain(setup, stop).await;
    match prepare(setup, (started, shared), &counters, list_plan, sink, stop).await {
        Ok(prepared) => Some(prepared),
        Err((failure, requests)) => {
            // How many people there are is not known: those who were read so far may be some of them, or be counted twice.
            let summary = Summary {
                auth0_requests: requests.0,
                userhub_requests: requests.1,
                took: started.elapsed(),
                ..Summary::default()
            };
            sink.send(Event::Finished {
                summary,
                end: end(Err(failure), setup),
            });
            None
        }
    }
}

async fn prepare(
    setup: &Setup,
    (started, shared): (Instant, SharedWithWindow),
    counters: &ReadCounters,
    list_plan: bool,
    sink: &Sink,
    stop: &CancellationToken,
) -> Result<Prepared, (Failure, Requests)> {
    let none = |failure| (failure, (0, 0));
    let side = userhub_side(setup).map_err(none)?;
    let auth0 = session::auth0(setup, Limits::SYNC, stop).map_err(none)?;
    let userhub = session::userhub(setup, side, Limits::SYNC, stop).map_err(none)?;
    let session = JournalSession::open(setup, shared.priority)
        .await
        .map_err(none)?;
    let mut begun = None;
    let plan = make_plan(
        &session, setup, &auth0, &userhub, counters, sink, &mut begun,
    )
    .await;
    let requests = (auth0.http().calls(), userhub.http().calls());
    let effort = effort(requests, started.elapsed());
    let noted = session
        .note_compared(begun, effort, plan.as_ref().err(), setup)
        .await;
    let made = plan.map_err(|failure| (failure, requests))?;
    noted.map_err(|error| (error.into(), requests))?;
    let context = Arc::new(RunContext {
        auth0: Arc::new(auth0),
        userhub: Arc::new(userhub),
        listed: made.listed,
        reads: made.listed,
        began: started,
        shared,
    });
    let prepared = Prepared {
        setup: setup.clone(),
        run: made.run,
        context,
        took: effort.took,
    };
    let certificate = if list_plan {
        certify(&session, made.run, stop)
            .await
            .map_err(|failure| (failure, requests))?
    } else {
        None
    };
    let summary = prepared.summary(&made, certificate);
    let outlook = outlook::outlook(&session, &prepared.context.auth0, made.open);
    let outlook = outlook.await.map_err(|error| (error.into(), requests))?;
    sink.send(Event::PlanReady(Box::new(Plan {
        run: made.run,
        tally: made.tally,
        open: made.open,
        continued: made.continued,
        listed: made.listed,
        not_proved: made.not_proved,
        outlook: Box::new(outlook),
        removals_waiting: made.removals_waiting,
        taken_back: made.taken_back,
        taken_back_by: made.taken_back_by,
        summary,
    })));
    outlook::list_people(&session, list_plan, sink)
        .await
        .map_err(|failure| (failure, requests))?;
    sink.send(Event::PlanListed);
    Ok(prepared)
}

/// A plan as it lies in the journal.
struct Made {
    run: i64,
    tally: Tally,
    open: u64,
    read_auth0: u64,
    continued: bool,
    listed: bool,
    not_proved: Vec<NotProved>,
    removals_waiting: u64,
    taken_back: u64,
    taken_back_by: Vec<i64>,
}

async fn make_plan(
    session: &JournalSession,
    setup: &Setup,
    auth0: &Auth0,
    userhub: &UserHub,
    counters: &ReadCounters,
    sink: &Sink,
    begun: &mut Option<Begun>,
) -> Result<Made, Failure> {
    begin(auth0, setup, sink).await?;
    let now = clock::timestamp();
    let latest = session.journal.with(latest_to_go_on).await?;
    if let Some(latest) = latest.filter(|run| run.can_go_on() && is_fresh(run.planned_at, now)) {
        tracing::info!(run = latest.id, "going on with a run that was interrupted");
        *begun = Some(session.begin(latest.id).await?);
        session.journal.with(Journal::retry_attention).await?;
        learn_limit(auth0).await?;
        let made = Made::of(session, latest.id, latest.listed).await?;
        return Ok(Made {
            continued: true,
            ..made
        });
    }
    let (run, listed) = read_both(session, setup, auth0, userhub, counters, sink, begun).await?;
    let stop = auth0.http().stop().clone();
    let tally = session
        .journal
        .with(move |journal| {
            let stopped = || stop.is_cancelled();
            journal.leave_out_taken_back(run)?;
            journal.make_plan(run, listed, clock::timestamp(), words, stopped)
        })
        .await?;
    guard(session, setup, run, tally).await?;
    let removals_waiting = collect(&session.journal, auth0, run).await?;
    let made = Made::of(session, run, listed).await?;
    Ok(Made {
        removals_waiting,
        ..made
    })
}

/// The newest run of everybody, unless somebody has been taken back or restored since: its plan is then about others than are to
/// be synced now.
fn latest_to_go_on(journal: &mut Journal) -> Result<Option<JournalRun>, StoreError> {
    let latest = journal.latest_run()?;
    Ok(match latest {
        Some(run) if journal.is_overtaken(run.id)? => None,
        latest => latest,
    })
}

/// Reads both sides at once. What an interrupted run has read of Auth0 within the last hour is used.
async fn read_both(
    session: &JournalSession,
    setup: &Setup,
    auth0: &Auth0,
    userhub: &UserHub,
    counters: &ReadCounters,
    sink: &Sink,
    begun: &mut Option<Begun>,
) -> Result<(i64, bool), Failure> {
    let now = clock::timestamp();
    let latest = session.journal.with(|journal| journal.latest_run()).await?;
    let unfinished = latest.filter(|run| run.state == RunState::Reading);
    let have_sources = match &unfinished {
        Some(run) if run.evidence.0 && is_fresh(run.sources_read_at, now) => {
            // Some of them may have been left out already, and would not be counted then.
            let run = run.id;
            let left_out = session.journal.with(move |journal| journal.left_out(run));
            left_out.await? == 0
        }
        _ => false,
    };
    let keep_days = setup.keep_days;
    let reading = match unfinished {
        Some(run) => Reading {
            run: run.id,
            began: run.started_at,
            job: run.export_job,
        },
        None => Reading {
            run: session
                .journal
                .with(move |journal| journal.begin_run(now, keep_days))
                .await?,
            began: now,
            job: None,
        },
    };
    let run = reading.run;
    *begun = Some(session.begin(run).await?);
    let sources = if have_sources {
        Sources::Read(run)
    } else {
        Sources::ToRead(reading)
    };
    let listed = read_sides(&session.journal, (auth0, userhub), sources, counters, sink).await?;
    Ok((run, listed))
}

/// How Auth0's side comes about.
pub(super) enum Sources {
    /// It is read now.
    ToRead(Reading),
    /// It was read for this run already.
    Read(i64),
}

/// Reads both sides at once, and writes down what that proves. Whether UserHub's people could be listed.
pub(super) async fn read_sides(
    journal: &JournalThread,
    (auth0, userhub): (&Auth0, &UserHub),
    sources: Sources,
    counters: &ReadCounters,
    sink: &Sink,
) -> Result<bool, Failure> {
    let run = match &sources {
        Sources::ToRead(reading) => reading.run,
        Sources::Read(run) => *run,
    };
    let sources = async {
        match sources {
            Sources::Read(_) => learn_limit(auth0).await?,
            Sources::ToRead(reading) => {
                let evidence = read::auth0::read(auth0, journal, reading, counters).await?;
                let read_at = clock::timestamp();
                journal
                    .with(move |journal| journal.sources_read(run, read_at, &evidence))
                    .await?;
            }
        }
        Ok::<_, Failure>(())
    };
    let targets = read::userhub::read(userhub, journal, counters);
    let report = async {
        loop {
            let waiting =
                waiting_for(auth0.http(), "Auth0").or(waiting_for(userhub.http(), "UserHub"));
            sink.send(Event::Reading(counters.report(waiting)));
            tokio::time::sleep(TICK).await;
        }
    };
    let reading = async {
        let ((), read) = tokio::try_join!(sources, targets)?;
        if let Some(reason) = read.broken {
            return Err(Issue::connection_not_active(Some(&reason)).into());
        }
        let looked_up = read::lookup::confirm_absent(auth0, journal, read.listed, counters).await?;
        let (now, listed) = (clock::timestamp(), read.listed);
        let note = move |journal: &mut Journal| {
            journal.targets_read(run, now, &read.evidence)?;
            if let Some(evidence) = journal.auth0_evidence(run)? {
                let (found, not_proved) = (looked_up.found, looked_up.not_proved);
                journal.set_auth0_evidence(run, &evidence.with_looked_up(found, not_proved))?;
            }
            Ok(())
        };
        journal.with(note).await?;
        Ok::<_, Failure>(listed)
    };
    tokio::select! {
        read = reading => read,
        never = report => never,
    }
}

/// Asks the guard, and gives the run up when it refuses.
async fn guard(
    session: &JournalSession,
    setup: &Setup,
    run: i64,
    tally: Tally,
) -> Result<(), Failure> {
    let (journal, taken_back) = session
        .journal
        .with(move |journal| Ok((journal.known_people()?, journal.left_out(run)?)))
        .await?;
    let auth0 = tally.accounted_for() + taken_back;
    let seen = Seen {
        auth0,
        userhub: tally.only_in_userhub,
        journal,
    };
    match judge(seen) {
        Verdict::Allow => Ok(()),
        Verdict::RefuseEmptyAuth0 { known } => {
            let now = clock::timestamp();
            session
                .journal
                .with(move |journal| journal.set_state(run, RunState::GivenUp, now))
                .await?;
            Err(Issue::nobody_in_auth0(&setup.domain, known).into())
        }
    }
}

/// Carries out the plan that a comparison made.
///
/// A plan that is not the prepared one is not run: somebody has compared anew since it was shown.
pub(super) async fn run(
    prepared: Option<Prepared>,
    plan: i64,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let Some(prepared) = prepared.filter(|prepared| prepared.run == plan) else {
        let end = End::Problem(Box::new(Issue::run_in_progress("a newer comparison")));
        return sink.send(Event::Finished {
            summary: Summary::default(),
            end,
        });
    };
    let (summary, result) = prepared.see_through(sink, stop).await;
    prepared.finish(summary, result, sink);
}

/// Carries a plan out; the time that the summary names is that of this alone.
async fn carry_out(
    setup: &Setup,
    run: i64,
    context: &Arc<RunContext>,
    sink: &Sink,
    stop: &CancellationToken,
) -> Result<(Summary, Result<(), Failure>), Failure> {
    let (began, before) = (clock::instant(), calls(context));
    let session = JournalSession::open(setup, context.shared.priority).await?;
    let now = clock::timestamp();
    let latest = session.journal.with(latest_to_go_on).await?;
    if latest.is_none_or(|latest| latest.id != run) {
        return Err(Issue::plan_overtaken().into());
    }
    session
        .journal
        .with(move |journal| journal.set_state(run, RunState::Running, now))
        .await?;
    bring_back(setup, (&context.auth0, &context.userhub), &session, sink).await?;
    let so_far = session.begin(run).await?;
    let counts = session
        .journal
        .with(move |journal| journal.counts(run))
        .await?;
    let at_start = (counts.tally, counts.open());
    let listed = session
        .journal
        .with(|journal| journal.lists_anybody())
        .await?;
    let work = Run::new(
        Arc::clone(context),
        setup,
        &session.journal,
        sink,
        stop,
        at_start,
        listed,
    );
    let result = work.carry_out().await;
    let after = session
        .journal
        .with(move |journal| journal.counts(run))
        .await?;
    if let Some(state) = state_after(&result, setup) {
        let now = clock::timestamp();
        session
            .journal
            .with(move |journal| journal.set_state(run, state, now))
            .await?;
    }
    let (requests, took) = (calls(context), began.elapsed());
    let own = effort((requests.0 - before.0, requests.1 - before.1), took);
    session
        .note_end(so_far, own, result.as_ref().err(), setup)
        .await?;
    let pace = session.note_pace(run, &context.auth0).await?;
    checks::first_contact::measured(context.observer(), pace);
    session
        .journal
        .with(move |journal| journal.keep_counts(run, &after))
        .await?;
    let certificate = match &result {
        Ok(()) => {
            session
                .journal
                .with(move |journal| journal.note_everybody(run))
                .await?;
            certify(&session, run, stop).await?
        }
        Err(_) => None,
    };
    let (not_proved, taken_back) = session
        .journal
        .with(move |journal| Ok((journal.not_proved(run)?, journal.left_out(run)?)))
        .await?;
    let summary = Summary {
        scope: Scope::Everybody,
        tally: after.tally,
        read_auth0: after.read_auth0,
        taken_back,
        complete: after.open() == 0
            && is_complete(after.tally, after.read_auth0, certificate.as_deref()),
        not_proved,
        certificate,
        auth0_requests: requests.0,
        userhub_requests: requests.1,
        pace: pace.map(Box::new),
        took,
    };
    Ok((summary, result))
}

/// Requests sent so far.
fn calls(context: &RunContext) -> Requests {
    (context.auth0.http().calls(), context.userhub.http().calls())
}

impl Made {
    /// The plan of a run as the journal has it.
    async fn of(session: &JournalSession, run: i64, listed: bool) -> Result<Self, Failure> {
        let look = move |journal: &mut Journal| {
            let counts = journal.counts(run)?;
            Ok(Self {
                run,
                tally: counts.planned(),
                open: counts.open(),
                read_auth0: counts.read_auth0,
                continued: false,
                listed,
                not_proved: journal.not_proved(run)?,
                removals_waiting: journal.undecided()?.len() as u64,
                taken_back: journal.left_out(run)?,
                taken_back_by: journal.taken_back_by()?,
            })
        };
        Ok(session.journal.with(look).await?)
    }
}

impl Prepared {
    /// Carries the plan out, as far as that goes.
    pub(super) async fn see_through(
        &self,
        sink: &Sink,
        stop: &CancellationToken,
    ) -> (Summary, Result<(), Failure>) {
        let (began, before) = (clock::instant(), calls(&self.context));
        match carry_out(&self.setup, self.run, &self.context, sink, stop).await {
            Ok((summary, result)) => {
                if result.is_ok() {
                    let clients = (&*self.context.auth0, &*self.context.userhub);
                    let priority = self.context.shared.priority;
                    policy::apply(&self.setup, clients, priority, sink).await;
                }
                let took = self.took + summary.took;
                (Summary { took, ..summary }, result)
            }
            Err(failure) => {
                let summary = Summary {
                    auth0_requests: before.0,
                    userhub_requests: before.1,
                    took: self.took + began.elapsed(),
                    ..Summary::default()
                };
                (summary, Err(failure))
            }
        }
    }

    /// Tells how it ended.
    pub(super) fn finish(&self, summary: Summary, result: Result<(), Failure>, sink: &Sink) {
        self.context.shared.people.send_map(sink);
        sink.send(Event::Finished {
            summary,
            end: end(result, &self.setup),
        });
    }

    /// What making the plan came to; its counts are those that the plan would bring about.
    fn summary(&self, made: &Made, certificate: Option<Arc<Certificate>>) -> Summary {
        Summary {
            scope: Scope::Everybody,
            tally: made.tally,
            read_auth0: made.read_auth0,
            taken_back: made.taken_back,
            complete: is_complete(made.tally, made.read_auth0, certificate.as_deref()),
            not_proved: made.not_proved.clone(),
            certificate,
            auth0_requests: self.context.auth0.http().calls(),
            userhub_requests: self.context.userhub.http().calls(),
            pace: session::lesson(&self.context.auth0).map(Box::new),
            took: self.took,
        }
    }
}
